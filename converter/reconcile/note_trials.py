"""Try the identities of the notes' tables on what their cells print.

Where an identity has several ways, the amounts say which is meant: in each line the one that holds, first the one that
holds in most lines. What holds in none is broken in the document only if the structure is clear, or if one way holds in
at least as many lines of the table as break it; else the structure was misunderstood, and nothing is said.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from converter.model.mapped import MappedTable, MemberRole
from converter.reconcile.cells import Placement, Table
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.note_identities import Identity, Way, note_identities
from converter.reconcile.note_ratios import ratio_trials
from converter.reconcile.note_structure import Slot
from converter.reconcile.trials import Trial

Slots = Mapping[Slot, Draft]


@dataclass(frozen=True, slots=True)
class NoteCells:
    """Hold what the cells of one note's table became: ``drafts`` by slot, and the slots whose amount is in doubt."""

    table: Table
    mapped: MappedTable
    drafts: Slots
    doubtful: frozenset[Slot]


def collect_note_cells(
    tables: Sequence[Table],
    placements: Mapping[tuple[int, int], Placement],
    book: FactBook,
) -> tuple[NoteCells, ...]:
    """Return the cells of every table of the notes."""
    drafts: dict[int, dict[Slot, Draft]] = {table.number: {} for table in tables if table.mapped is not None}
    for draft in book.all_drafts():
        for cell in draft.cells:
            if cell.table in drafts:
                drafts[cell.table][cell.row, cell.column] = draft
    found = []
    for table in tables:
        if table.mapped is None:
            continue
        number, own = table.number, drafts[table.number]
        doubtful: set[Slot] = set()
        for row in range(len(table.statement.items)):
            placement = placements[number, row]
            doubtful.update((row, each.column) for each in placement.amounts if (row, each.column) not in own)
            doubtful.update((row, column) for _, columns in placement.open_amounts for column in columns)
        found.append(NoteCells(table, table.mapped, own, frozenset(doubtful)))
    return tuple(found)


def note_trials(notes: Sequence[NoteCells], book: FactBook) -> Iterator[Trial]:
    """Yield the trials of every table: sums, net amounts, roll-forwards, then shares and rates."""
    for before, cells in zip((None, *notes), notes, strict=False):
        torn = before is not None and _goes_on(before, cells)
        for identity in note_identities(cells.mapped, cells.table.statement):
            known = dataclasses.replace(identity, clear=False) if torn else identity
            yield from _Attempt(cells, known).trials()
        yield from ratio_trials(cells.table, cells.mapped, cells.drafts, book)


def _goes_on(before: NoteCells, cells: NoteCells) -> bool:
    """Tell whether a table may be the end of the one before, torn off by a page: its parts are then not all here."""
    one, other = before.table.statement, cells.table.statement
    headers = [["".join(column.header).replace(" ", "") for column in each.columns] for each in (one, other)]
    return (
        headers[0] == headers[1]
        and one.place is not None
        and other.place is not None
        and one.place.number == other.place.number
        and MemberRole.TOTAL not in before.mapped.members
    )


class _Attempt:
    """Try one identity in all its lines."""

    def __init__(self, cells: NoteCells, identity: Identity) -> None:
        self.cells = cells
        self.identity = identity
        # Many ways tie on totals that print nothing at all: no line, no work.
        self.lines = [line for line in identity.lines if self._is_tried(line)]

    def trials(self) -> Iterator[Trial]:
        """Yield the trial of each line: the best way that holds, or where none does and that is telling, the best."""
        ways = list(self.identity.ways)
        if not self.lines:
            return
        made = {line: [self._trial(way, line) for way in ways] for line in self.lines}
        for find in (self._way_without_items, self._way_without_one):
            if all(_holding(tried) for tried in made.values()):
                break
            if (found := find()) is not None:
                ways.append(found)
                for line in self.lines:
                    made[line].append(self._trial(found, line))
        scores = [sum(_tells(tried[number]) for tried in made.values()) for number in range(len(ways))]
        order = sorted(range(len(ways)), key=lambda number: -scores[number])
        broken: list[Trial] = []
        for line in self.lines:
            tried = [trial for number in order if (trial := made[line][number]) is not None]
            if (holding := _holding(tried)) is not None:
                yield holding
            elif tried and (best := made[line][order[0]]) is not None and self._may_break(best):
                broken += [best] if not self._is_mixed(line, made) else []
        if not self.identity.optional and (self.identity.clear or scores[order[0]] >= max(len(broken), 1)):
            yield from broken

    def _is_mixed(self, line: int, made: Mapping[int, Sequence[Trial | None]]) -> bool:
        """Tell whether a line adds up lines whose balances moved by different measures: no way is that of their total.

        Funds at fair value beside funds by the equity method: only the income of the latter goes into the balance.
        """
        roles = self.cells.mapped.members
        if self.identity.kind != "roll-forward" or roles[line] not in {MemberRole.TOTAL, MemberRole.SUBTOTAL}:
            return False
        ways = [{at for at, trial in enumerate(made[part]) if trial and trial.holds} for part in made if part != line]
        held = [each for each in ways if each]
        return bool(held) and not set.intersection(*held)

    def _is_tried(self, line: int) -> bool:
        head = self.identity.slot(self.identity.head, line)
        if head in self.cells.doubtful:
            return False
        return head in self.cells.drafts or self.identity.kind == "roll-forward"

    def _trial(self, way: Way, line: int) -> Trial | None:
        """Make the trial of one way in one line; None where an amount of it is in doubt or it says nothing."""
        identity, drafts = self.identity, self.cells.drafts
        terms: list[tuple[Draft, int]] = []
        for position, factor in way.terms:
            slot = identity.slot(position, line)
            if slot in self.cells.doubtful:
                return None
            if (draft := drafts.get(slot)) is not None:
                if position in way.negative and draft.value > 0:
                    return None
                terms.append((draft, -factor))
        head = drafts.get(identity.slot(identity.head, line))
        if head is not None:
            terms.insert(0, (head, 1))
        elif len(terms) > 1 and terms[0][1] == -1:
            # What was there went away whole, and the closing balance is left blank.
            terms = [(draft, -factor) for draft, factor in terms]
        if len(terms) < 2 or len({draft.key.unit for draft, _ in terms}) > 1:
            return None
        trial = Trial(identity.kind, self.cells.table.number, tuple(terms), local=True)
        return trial if trial.holds or head is not None else None

    def _may_break(self, trial: Trial) -> bool:
        """Tell whether a failing trial can be the document's: percentages may be rounded each in its own way."""
        unit = trial.terms[0][0].key.unit
        return unit.startswith("iso4217:") and "/" not in unit and len(trial.terms) > 2

    def _way_without_items(self) -> Way | None:
        """Return the way that leaves out rows which, one after the other, make the row above them in every line.

        按组合计提 and below it the groups it is made of, with nothing printed that says so; or of which the first alone
        says so (其中：医疗保险费, 工伤保险费).
        """
        ways = self.identity.ways
        if self.identity.kind != "parts" or not ways:
            return None
        for way in dict.fromkeys((ways[0], max(ways, key=lambda each: len(each.terms)))):
            terms = sorted(way.terms)
            values = [self._values(position) for position, _ in terms]
            kept: list[tuple[int, int]] = []
            at = 0
            while at < len(terms):
                kept.append(terms[at])
                at += 1 + _items_after(values, at)
            if len(kept) < len(terms):
                return Way(tuple(kept))
        return None

    def _way_without_one(self) -> Way | None:
        """Return the way that leaves out one row by which every line that prints it exceeds its total.

        6个月至1年 below 1年以内 is part of it, though nothing says so. A row that repeats another is no such row: what
        is printed twice should be printed once.
        """
        if self.identity.kind != "parts" or not self.identity.ways:
            return None
        terms = self.identity.ways[0].terms
        head = self._values(self.identity.head)
        values = [(position, self._values(position)) for position, factor in terms if factor > 0]
        off = tuple(sum(column) for column in zip(*(each for _, each in values), strict=True)) if values else ()
        excess = tuple(made - printed for made, printed in zip(off, head, strict=True)) if off else ()
        found = [position for position, each in values if any(each) and each == excess]
        if len(found) != 1 or len(values) < len(terms):
            return None
        return Way(tuple((position, factor) for position, factor in terms if position != found[0]))

    def _values(self, position: int) -> tuple[int, ...]:
        drafts = (self.cells.drafts.get(self.identity.slot(position, line)) for line in self.lines)
        return tuple(
            draft.value if draft is not None and draft.key.unit.startswith("iso4217:") else 0 for draft in drafts
        )


def _items_after(values: Sequence[tuple[int, ...]], at: int) -> int:
    """Return how many of the following rows make the row at ``at``, 0 where none do."""
    if not any(values[at]):
        return 0
    left = list(values[at])
    for count, following in enumerate(values[at + 1 :], 1):
        left = [before - value for before, value in zip(left, following, strict=True)]
        if not any(left):
            return count
    return 0


def _holding(tried: Sequence[Trial | None]) -> Trial | None:
    """Return the first that holds to the last digit, else the first that holds."""
    holding = [trial for trial in tried if trial is not None and trial.holds]
    return next((trial for trial in holding if trial.exact), holding[0] if holding else None)


def _tells(trial: Trial | None) -> bool:
    """Tell whether a trial holds and not just between zeros, or between two prints of one amount."""
    return trial is not None and trial.holds and sum(draft.value != 0 for draft, _ in trial.terms) > 2
