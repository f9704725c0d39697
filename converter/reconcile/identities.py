"""Try every identity of the taxonomy on the printed facts.

An identity is a sum that must be zero: total - Σ weight × contributor, closing - opening - change, left - right. Each
printed value stands for an interval of half its last printed digit to either side, both ends included; an identity
holds where the interval of the sum contains zero (XBRL Calculations 1.1, REC 2023-02-22, mode "round").

A blank cell of a statement is no fact and takes no part. It is kept as ``missing``, with what it would have to be:
where several identities agree on that, a printed amount was lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from converter.reconcile.cells import FactKey, Misplaced, Table, equity_axis
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.trials import Trial, Tried
from converter.taxonomy import Equality, Summation, Taxonomy

Slot = tuple[int, int, int]  # table, row, column
_DAY = dt.timedelta(days=1)
_LONG_SUM = 4  # contributors
_OF_NOTES = frozenset({"note", "discussion"})  # kinds of tables whose sums are no statement's


def blank_slots(tables: Iterable[Table], taken: set[Slot]) -> dict[FactKey, Slot]:
    """Return the keys that a row and a column of a statement stand for, though nothing is printed there."""
    blank: dict[FactKey, Slot] = {}
    for table in tables:
        if table.statement.place is not None:
            continue  # what a note leaves blank is not printed there: it may well be elsewhere
        for row, item in enumerate(table.items):
            if item.concept is None:
                continue
            for column in range(len(table.statement.columns)):
                if (table.number, row, column) not in taken:
                    key = table.key(row, column)
                    if not isinstance(key, Misplaced):
                        blank.setdefault(key, (table.number, row, column))
    return blank


def try_identities(
    tables: tuple[Table, ...],
    book: FactBook,
    blank: dict[FactKey, Slot],
    unknown: frozenset[FactKey],
    taxonomy: Taxonomy,
) -> Tried:
    """Try all identities on a report's facts, but none that an amount without a certain place may be in."""
    tester = _Tester(tables, book, blank, unknown, taxonomy)
    tried = Tried()
    for trial in chain(tester.summations(), tester.roll_forwards(), tester.aggregations(), tester.equalities()):
        tried.add(trial)
    for draft in book.plain.values():
        if len({cell.table for cell in draft.cells}) > 1:
            finest = {cell.table for cell in draft.cells if cell.half == draft.half}
            home = draft.cells[0].table
            tried.add(Trial("agreement", home, ((draft, 1), (draft, -1)), coarse=len(finest) < 2))
    for key, drafts in book.disputed.items():
        plain = book.plain[key]
        for draft in drafts:
            # A statement is vouched for by its own sums: what a note prints instead speaks against the note.
            blamed = (draft,) if is_only_in_notes(draft, tables) and not is_only_in_notes(plain, tables) else ()
            tried.add(Trial("agreement", plain.cells[0].table, ((plain, 1), (draft, -1)), blamed=blamed))
    return tried


class _Tester:
    """Build trials from the facts of one report."""

    def __init__(
        self,
        tables: tuple[Table, ...],
        book: FactBook,
        blank: dict[FactKey, Slot],
        unknown: frozenset[FactKey],
        taxonomy: Taxonomy,
    ) -> None:
        self.tables = tables
        self.plain = book.plain
        self.stated = {key: draft for key, draft in book.plain.items() if not is_only_in_notes(draft, tables)}
        self.every_blank = {key: slot for key, slot in blank.items() if key not in self.stated}
        self.blank = {key: slot for key, slot in self.every_blank.items() if key not in book.plain}
        self.unknown = unknown
        self.taxonomy = taxonomy
        self.by_concept = book.by_concept()
        self.items: dict[str, dict[str, None]] = {}  # total → what it is the sum of
        for summation in taxonomy.summations:
            self.items.setdefault(summation.total, {}).update(dict.fromkeys(c for c, _ in summation.contributors))
        self.blank_by_concept: dict[str, list[FactKey]] = {}
        for key in self.blank:
            self.blank_by_concept.setdefault(key.concept, []).append(key)

    def summations(self) -> Iterator[Trial]:
        """Compare total and Σ weight × contributor in every context in which the total and a contributor are printed.

        That is how an XBRL processor reads the summations of the calculation linkbase, wherever the two are printed.
        The others count only where both stand in one statement of their kind: a total of one table does not lack
        contributors because another table prints one of them (three years of key figures beside two of statements).
        """
        for summation in self.taxonomy.summations:
            for total in self.by_concept.get(summation.total, {}).values():
                yield from self._sums(summation, total.key, total)
            for key in self.blank_by_concept.get(summation.total, ()):
                yield from self._sums(summation, key, None)

    def _sums(self, summation: Summation, at: FactKey, total: Draft | None) -> Iterator[Trial]:
        """Yield a sum with all that is printed of it; where the notes upset it, also with what statements print.

        The notes need not print all items of what a statement prints in one line, nor break all items of a total down
        by the same members. So a sum that fails with them judges nothing; an XBRL processor will call it inconsistent.
        """
        trial = self._sum(summation, at, total, self.plain)
        if trial is None:
            return
        of_notes = [draft for draft in trial.drafts if is_only_in_notes(draft, self.tables)]
        if not of_notes or trial.holds:
            yield trial
            return
        trial.apart = trial.unsettled = True
        if not trial.untotalled:
            yield trial
        stated = None if total in of_notes else total
        if stated is not None or at in self.every_blank:
            plain = self._sum(summation, at, stated, self.stated)
            if plain is not None:
                yield plain

    def _sum(
        self, summation: Summation, at: FactKey, total: Draft | None, plain: Mapping[FactKey, Draft]
    ) -> Trial | None:
        printed = {cell.table for cell in total.cells} if total else {self.every_blank[at][0]}
        homes = {home for home in printed if _is_about(summation, self.tables[home])}
        terms: list[tuple[Draft, int]] = [(total, 1)] if total else []
        missing: list[tuple[FactKey, int]] = [] if total else [(at, 1)]
        absent: list[tuple[str, int]] = []
        together = False
        unsettled = at in self.unknown
        for concept, weight in summation.contributors:
            key = at._replace(concept=concept)
            unsettled = unsettled or key in self.unknown
            draft = plain.get(key)
            if draft is not None:
                terms.append((draft, -weight))
                together = together or any(cell.table in homes for cell in draft.cells)
            elif key in self.every_blank:
                missing.append((key, -weight))
            elif concept in self.items:
                absent.append((concept, -weight))
        if not any(self._prints_items(draft.key) for draft, _ in terms[1 if total else 0 :]):  # no sum of subtotals
            absent = [
                (concept, factor) for concept, factor in absent if self._prints_items(at._replace(concept=concept))
            ]
        if summation.statement in _OF_NOTES and not self._prints_all(terms, summation, homes):
            return None
        everywhere = total is not None and summation.published and len(terms) > 1
        if not (together or everywhere) or (unsettled and not everywhere):
            return None
        trial = Trial(
            "summation",
            min(homes or printed),
            tuple(terms),
            tuple(missing),
            untotalled=total is None,
            summation=summation.id,
            absent=tuple(absent),
            unsettled=unsettled,
        )
        # A long sum with a row for one item alone, or a total that another table prints, need not have all its items.
        few = not together or (len(terms) == 2 and not missing)
        is_long = total is not None and len(summation.contributors) >= _LONG_SUM
        trial.lone = is_long and few and not unsettled and not trial.holds
        trial.unsettled = unsettled or trial.lone
        return trial

    def _prints_all(self, terms: Sequence[tuple[Draft, int]], summation: Summation, homes: set[int]) -> bool:
        """Tell whether one table prints a total with all its items: a note may leave out some, or print some alone."""
        tables = [{cell.table for cell in draft.cells} & homes for draft, _ in terms]
        return len(terms) > len(summation.contributors) and bool(set.intersection(*tables))

    def _prints_items(self, total: FactKey) -> bool:
        """Tell whether something that a total is the sum of is printed."""
        return any(total._replace(concept=item) in self.plain for item in self.items.get(total.concept, ()))

    def roll_forwards(self) -> Iterator[Trial]:
        """Add opening balance and change and compare the closing balance, where two of the three are printed."""
        for roll in self.taxonomy.roll_forwards:
            changes = self.by_concept.get(roll.change, {})
            blanks = self.blank_by_concept.get(roll.change, ())
            for change_key in (*changes, *blanks):
                if change_key.start is None:
                    continue
                at = change_key._replace(concept=roll.balance, start=None)
                before = at._replace(end=change_key.start - _DAY)
                parts = ((at, 1), (before, -1), (change_key, -1))
                if any(key in self.unknown for key, _ in parts):
                    continue
                terms = tuple((self.plain[key], factor) for key, factor in parts if key in self.plain)
                missing = tuple((key, factor) for key, factor in parts if key not in self.plain and key in self.blank)
                if len(terms) == 3:
                    yield Trial("roll-forward", terms[0][0].cells[0].table, terms)
                elif len(terms) == 2 and missing:
                    yield self._two_of_three(terms, missing)

    def _two_of_three(self, terms: tuple[tuple[Draft, int], ...], missing: tuple[tuple[FactKey, int], ...]) -> Trial:
        """Make a roll-forward with one blank: a check where the blank, zero in an equity matrix, makes it hold."""
        table = terms[0][0].cells[0].table
        trial = Trial("roll-forward", table, terms, missing, untotalled=True)
        matrix = self.tables[self.blank[missing[0][0]][0]].is_matrix()
        trial.untotalled = not (matrix and trial.exact)
        return trial

    def aggregations(self) -> Iterator[Trial]:
        """Add up the members of an axis, in every context in which the total and a contributor are printed."""
        axis = equity_axis(self.taxonomy)
        default = self.taxonomy.axes[axis].default if axis in self.taxonomy.axes else None
        on_members: dict[FactKey, None] = {}
        for table in self.tables:
            if table.is_matrix():
                for row, item in enumerate(table.items):
                    if item.concept is None:
                        continue
                    for column in range(len(table.statement.columns)):
                        key = table.key(row, column)
                        if not isinstance(key, Misplaced):
                            on_members.setdefault(key._replace(member=None))
        for aggregation in self.taxonomy.aggregations:
            if aggregation.axis != axis:
                continue
            member = None if aggregation.total == default else aggregation.total
            for base in on_members:
                at = base._replace(member=member)
                trial = self._aggregate(
                    at,
                    [
                        (base._replace(member=None if contributor == default else contributor), weight)
                        for contributor, weight in aggregation.contributors
                    ],
                )
                if trial is not None:
                    yield trial

    def _aggregate(self, at: FactKey, contributors: list[tuple[FactKey, int]]) -> Trial | None:
        """Make an aggregation; a blank total is a zero of the matrix where that makes it hold."""
        total = self.plain.get(at)
        if (total is None and at not in self.blank) or at in self.unknown:
            return None
        terms: list[tuple[Draft, int]] = [(total, 1)] if total else []
        missing: list[tuple[FactKey, int]] = [] if total else [(at, 1)]
        for key, weight in contributors:
            draft = self.plain.get(key)
            if key in self.unknown:
                return None
            if draft is not None:
                terms.append((draft, -weight))
            elif key in self.blank:
                missing.append((key, -weight))
        if len(terms) == (1 if total else 0):
            return None
        table = terms[0][0].cells[0].table
        trial = Trial("aggregation", table, tuple(terms), tuple(missing), untotalled=total is None)
        if total is None and trial.exact and len(terms) > 1:
            trial.untotalled = False
        return trial

    def equalities(self) -> Iterator[Trial]:
        """Compare two facts that must be the same amount.

        An opening balance is printed before and after its restatement (CAS 28). Another table prints one of the
        two: a balance sheet mostly the restated one, key figures of earlier years the one reported then. Where what it
        prints is not the restated balance but the reported one, it is compared with that.
        """
        reported = {(e.right, e.axis, e.member): e.left for e in self.taxonomy.equalities if e.kind == "reported"}
        for equality in self.taxonomy.equalities:
            if equality.kind == "reported":
                continue
            if equality.kind == "note":
                yield from self._note_equalities(equality)
                continue
            for left in self.by_concept.get(equality.left, {}).values():
                right_key = _right_side(equality, left.key)
                right = self.plain.get(right_key) if right_key else None
                if right is None:
                    continue
                trial = Trial("equality", left.cells[0].table, ((left, 1), (right, -1)))
                before = reported.get((equality.right, equality.axis, equality.member))
                earlier = self.plain.get(left.key._replace(concept=before)) if before else None
                if earlier is not None and not trial.holds:
                    as_reported = Trial("equality", earlier.cells[0].table, ((earlier, 1), (right, -1)))
                    trial = as_reported if as_reported.holds else trial
                trial.blamed = tuple(draft for draft in trial.drafts if is_only_in_notes(draft, self.tables))
                yield trial

    def _note_equalities(self, equality: Equality) -> Iterator[Trial]:
        """Compare movements that notes print with the line they mostly are; only what holds is said."""
        for left in self.by_concept.get(equality.left, {}).values():
            if (right_key := note_right_side(equality, left.key)) is not None and left.value:
                right = self.plain.get(right_key)
                trial = Trial("equality", left.cells[0].table, ((left, 1), (right, -1)), local=True) if right else None
                if trial is not None and trial.holds:
                    yield trial


def note_right_side(equality: Equality, left: FactKey) -> FactKey | None:
    """Return the key of the line that a movement of the notes mostly is, where the equality is about it."""
    if equality.kind != "note" or left.concept != equality.left or left.typed != ((equality.axis, equality.member),):
        return None
    return left._replace(concept=equality.right, typed=())


def is_only_in_notes(draft: Draft, tables: Sequence[Table]) -> bool:
    """Tell whether a fact is printed in tables of the notes alone."""
    return all(tables[cell.table].statement.place is not None for cell in draft.cells)


def _is_about(summation: Summation, table: Table) -> bool:
    """Tell whether a table is a statement of the kind, and of the format, that a sum is about."""
    return table.statement.kind.value == summation.statement and not (
        summation.unless and any(item.concept in summation.unless for item in table.items)
    )


def _right_side(equality: Equality, left: FactKey) -> FactKey | None:
    """Return the key that must have the same value as ``left``, where the equality is about it."""
    if equality.kind == "concept":
        return left._replace(concept=equality.right)
    if left.member != equality.member:
        return None
    return left._replace(concept=equality.right, member=None)
