"""Choose among the readings of rows of a note's table, by what adds up in that table alone.

Each table is one small problem for the solver, as a statement is (readings.py); but which identities hold is not known
for certain, and one that is misunderstood must not place an amount:

    an identity of several ways    every way that some choice of readings satisfies is looked at, and a reading stays
                                   possible if it is in any of them
    what is printed elsewhere      comes first: a total that a statement prints, or leaves blank beside the other year
    sums of the taxonomy           of rows with concepts of their own, where they hold in all columns
    blank totals                   a column whose total is blank holds nothing, where its rows can do without it
    a sum of many free rows        holds by coincidence: it says nothing where others come near it, nor does one with
                                   a row that lost amounts
    identities that contradict     those that nothing satisfies are left out; where the others contradict each other,
                                   each is tried alone, and what none of them decides stays open
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from converter.model.mapped import MappedTable, MemberRole
from converter.model.statement import Reading
from converter.reconcile.cells import FactKey, Misplaced, Placement, PrintedCell, Table, place_readings
from converter.reconcile.note_evidence import Elsewhere
from converter.reconcile.note_identities import Identity, Way, note_identities
from converter.reconcile.note_structure import Slot
from converter.reconcile.solver import Constraint, solve

_BOUND = 30_000  # of the solver's work for one identity
_WHOLE_BOUND = 200_000  # and for all of a table together
_MOST_COMBINATIONS = 16  # of ways
_LEAST_EVIDENCE = 100  # times as many sums as choices, for a sum that holds to be no coincidence

_Group = list[Constraint]


def choose_note_readings(table: Table, mapped: MappedTable, printed: Elsewhere) -> dict[int, Placement]:
    """Place the rows of one table that have several readings; ``printed`` is what stands elsewhere."""
    return _NoteProblem(table, mapped, printed).placements()


@dataclass(frozen=True, slots=True)
class _Given:
    """Hold what a row gives to a column: one value per reading, and half of the last digit."""

    values: tuple[int, ...]
    half: int


class _NoteProblem:
    """Put one table of the notes to the solver; rows that choose alike are one variable."""

    def __init__(self, table: Table, mapped: MappedTable, printed: Elsewhere) -> None:
        self.table = table
        self.mapped = mapped
        self.printed = printed
        self.identities = note_identities(mapped, table.statement)
        self.items = table.statement.items
        self.variable: dict[int, int] = {}
        self.domains: list[tuple[int, ...]] = []
        named: dict[tuple[str, int], int] = {}
        for row, item in enumerate(self.items):
            if len(item.readings) < 2:
                continue
            key = (item.choice or f"row {row}", len(item.readings))
            if key not in named:
                named[key] = len(self.domains)
                self.domains.append(tuple(range(len(item.readings))))
            self.variable[row] = named[key]
        self.torn = {row for row, item in enumerate(self.items) if item.is_torn}
        self.given: dict[Slot, _Given] = {}
        for row, item in enumerate(self.items):
            self._read_cells(row, item.readings)

    def _read_cells(self, row: int, readings: Sequence[Reading]) -> None:
        found: dict[int, dict[int, PrintedCell]] = {}
        for number, reading in enumerate(readings):
            for amount in reading:
                cell = self.table.cell(row, amount)
                if isinstance(cell, PrintedCell):
                    found.setdefault(amount.column, {})[number] = cell
        for column, cells in found.items():
            values = tuple(cells[n].value if n in cells else 0 for n in range(len(readings)))
            self.given[row, column] = _Given(values, max(cell.half for cell in cells.values()))

    def placements(self) -> dict[int, Placement]:
        """Return the placement of every row of several readings."""
        possible = self._possible()
        found = {}
        for row, number in self.variable.items():
            item = self.items[row]
            readings = tuple(item.readings[each] for each in possible[number])
            found[row] = place_readings(item, readings)
            for column in self._unmade_totals(row, possible[number]):
                found[row] = open_amount(found[row], column)
        return found

    def _unmade_totals(self, row: int, readings: Sequence[int]) -> Iterator[int]:
        """Yield the columns of totals that the others of an open row make in none of its readings.

        Figures of two cells ran into one there, or cells were lost.
        """
        for identity in self.identities if len(readings) > 1 else ():
            head = self.given.get((row, identity.head))
            if identity.kind != "parts" or identity.down or not identity.clear or row not in identity.lines:
                continue
            if head is None or not all(head.values[each] for each in readings):
                continue
            if not any(self._makes(row, way, head, each) for way in identity.ways for each in readings):
                yield identity.head

    def _makes(self, row: int, way: Way, head: _Given, reading: int) -> bool:
        """Tell whether the cells of a row make its total in one reading."""
        parts = [(self.given[row, at], factor) for at, factor in way.terms if (row, at) in self.given]
        off = head.values[reading] - sum(factor * given.values[reading] for given, factor in parts)
        return abs(off) <= head.half + sum(abs(factor) * given.half for given, factor in parts)

    def _possible(self) -> list[tuple[int, ...]]:
        """Return, by variable, the readings that stay possible."""
        agreeing = self._narrow(self.domains, self._outside())
        for group in self._sums():
            agreeing = _solution(agreeing, group, _WHOLE_BOUND) or agreeing
        agreeing = self._narrow(agreeing, self._below_blank_totals(agreeing))
        alternatives = []
        for identity in self.identities:
            if not identity.optional:  # several ways of an optional one: none of them need hold
                alternatives += self._alternatives(identity, agreeing)
        together = self._combined(agreeing, alternatives)
        if together is not None:
            return together
        found = [set(domain) for domain in agreeing]
        for groups in alternatives:
            alone = self._combined(agreeing, [groups])
            for number, values in enumerate(alone or agreeing):
                if len(values) < len(agreeing[number]):
                    # Identities that contradict each other decide nothing that one of them decides otherwise.
                    found[number] = found[number] & set(values) or set(agreeing[number])
        return [tuple(sorted(values)) for values in found]

    def _alternatives(self, identity: Identity, domains: Sequence[tuple[int, ...]]) -> list[list[_Group]]:
        """Return the ways an identity can be meant in all its lines; where none can be, those of each line.

        What is taken off has no minus sign where none of it has one in the rest of the document.
        """
        every = identity.ways
        plain = every if self.printed.minus_signs else tuple(way for way in every if not way.negative)
        for ways in dict.fromkeys((plain, every)):
            for parts in ((identity.lines,), tuple((line,) for line in identity.lines)):
                found = []
                for lines in parts:
                    groups = _distinct(group for way in ways if (group := self._group(identity, way, lines)))
                    satisfiable = [group for group in groups if _solution(domains, group, _BOUND) is not None]
                    found += [satisfiable] if satisfiable else []
                if found:  # one that may be a coincidence may as well be the one that is meant
                    return [groups for groups in found if all(_tells(domains, group) for group in groups)]
        return []

    def _combined(
        self, domains: list[tuple[int, ...]], alternatives: Sequence[Sequence[_Group]]
    ) -> list[tuple[int, ...]] | None:
        """Return the readings possible under some choice of ways; None where no choice can hold.

        Where there are too many choices, identities of several ways are left out, those of most ways first.
        """
        kept = sorted(alternatives, key=len)
        while _combinations(kept) > _MOST_COMBINATIONS:
            kept.pop()
        found: list[set[int]] = [set() for _ in domains]
        for groups in product(*kept):
            solution = _solution(domains, [each for group in groups for each in group], _WHOLE_BOUND)
            for number, values in enumerate(solution or ()):
                found[number].update(values)
        return [tuple(sorted(values)) for values in found] if all(found) else None

    def _narrow(self, domains: list[tuple[int, ...]], constraints: Iterable[Constraint]) -> list[tuple[int, ...]]:
        """Return the readings that agree with what is printed elsewhere, where any does, fact by fact."""
        for constraint in constraints:
            found = _solution(domains, [constraint], _BOUND)
            domains = domains if found is None else found
        return domains

    def _outside(self) -> Iterable[Constraint]:
        """Yield that a cell is what other tables print for the same fact."""
        for row in self.variable:
            for column in range(len(self.table.statement.columns)):
                key = self.table.key(row, column)
                known = set() if isinstance(key, Misplaced) else self.printed.known(key)
                if len(known) == 1:
                    constraint = self._constraint([((row, column), 1)], next(iter(known)))
                    if constraint is not None:
                        yield constraint

    def _sums(self) -> Iterator[_Group]:
        """Yield, for each sum of the taxonomy, that it holds in every column that prints its total and its items."""
        rows: dict[FactKey, list[Slot]] = {}
        for slot in self.given:
            key = self.table.key(*slot)
            if isinstance(key, FactKey):
                rows.setdefault(key, []).append(slot)
        single = {key: slots[0] for key, slots in rows.items() if len(slots) == 1}
        for summation in self.printed.sums if self.variable else ():
            group: _Group = []
            for key, slot in single.items():
                if key.concept != summation.total:
                    continue
                parts = ((key._replace(concept=concept), weight) for concept, weight in summation.contributors)
                terms = [(single[part], -weight) for part, weight in parts if part in single]
                constraint = self._constraint([(slot, 1), *terms]) if len(terms) > 1 else None
                if constraint is not None:
                    group.append(constraint)
            if group:
                yield group

    def _below_blank_totals(self, domains: Sequence[tuple[int, ...]]) -> Iterable[Constraint]:
        """Yield that rows print nothing where their total certainly prints nothing, and none of them less than that."""
        roles = self.mapped.members
        for identity in self.identities:
            number = self.variable.get(identity.head)
            is_total = identity.down and not self.mapped.transposed and roles[identity.head] is MemberRole.TOTAL
            if identity.kind != "parts" or not is_total or number is None:
                continue
            rows = dict.fromkeys(position for way in identity.ways for position, _ in way.terms)
            for column in identity.lines:
                total = self.given.get((identity.head, column))
                if total is not None and any(total.values[each] for each in domains[number]):
                    continue
                values = [each for row in rows for each in self._values(row, column)]
                if values and (min(values) >= 0 or max(values) <= 0):
                    for row in rows:
                        if (constraint := self._constraint([((row, column), 1)])) is not None:
                            yield constraint

    def _values(self, row: int, column: int) -> tuple[int, ...]:
        given = self.given.get((row, column))
        return () if given is None else given.values

    def _group(self, identity: Identity, way: Way, lines: Iterable[int]) -> _Group:
        """Return one constraint per line in which a cell of the identity is open.

        None at all where the lines in which none is open say that the identity is not meant this way.
        """
        if self._is_refuted(identity, way) or self._is_left_blank(identity, way):
            return []
        group: _Group = []
        for line in lines:
            head = identity.slot(identity.head, line)
            slots = [(identity.slot(position, line), factor) for position, factor in way.terms]
            if identity.kind == "parts" and head not in self.given:
                continue  # a total that prints nothing in a column totals nothing there
            if self.torn & {row for (row, _), _ in (*slots, (head, 1))}:
                continue  # what it lost may be part of the sum
            for position in way.negative:
                if (given := self.given.get(slot := identity.slot(position, line))) is not None:
                    number = self.variable.get(slot[0])
                    if min(given.values) > 0 or (number is None and given.values[0] > 0):
                        return []  # printed without a minus sign: that way is not meant
                    if number is not None:
                        group.append(Constraint(((number, given.values),), min(given.values), 0))
            constraint = self._constraint([(head, 1), *((slot, -factor) for slot, factor in slots)])
            if constraint is not None:
                group.append(constraint)
        return group

    def _is_left_blank(self, identity: Identity, way: Way) -> bool:
        """Tell whether no part of a movement prints anything (（1）计提, a row of the form): they make up none."""
        slots = (identity.slot(position, line) for position, _ in way.terms for line in identity.lines)
        return identity.kind == "parts" and self.mapped.transposed and not any(slot in self.given for slot in slots)

    def _is_refuted(self, identity: Identity, way: Way) -> bool:
        """Tell whether most of the lines whose cells all have their place break an identity meant in one way."""
        broken = holding = 0
        for line in identity.lines:
            slots = [(identity.slot(position, line), factor) for position, factor in way.terms]
            terms = [((identity.slot(identity.head, line)), 1), *((slot, -factor) for slot, factor in slots)]
            printed = [(self.given[slot], factor) for slot, factor in terms if slot in self.given]
            rows = {row for (row, _), _ in terms}
            if terms[0][0] not in self.given or len(printed) < 2 or rows & (self.torn | self.variable.keys()):
                continue
            off = sum(factor * given.values[0] for given, factor in printed)
            if abs(off) <= sum(abs(factor) * given.half for given, factor in printed):
                holding += 1
            else:
                broken += 1
        return broken > holding

    def _constraint(self, terms: Sequence[tuple[Slot, int]], target: int = 0) -> Constraint | None:
        """Return Σ factor × cell = target within rounding, or None where no cell of it is open."""
        constant = tolerance = 0
        loose: dict[int, list[int]] = {}
        for slot, factor in terms:
            row, given = slot[0], self.given.get(slot)
            number = self.variable.get(row)
            if number is not None:
                gives = loose.setdefault(number, [0] * len(self.domains[number]))
                if given is not None:
                    for reading, value in enumerate(given.values):
                        gives[reading] += factor * value
            elif given is not None:
                constant += factor * given.values[0]
            tolerance += abs(factor) * given.half if given is not None else 0
        if not loose:
            return None
        spread = tuple((number, tuple(gives)) for number, gives in loose.items())
        return Constraint(spread, target - constant - tolerance, target - constant + tolerance)


def open_amount(placement: Placement, column: int, *others: int) -> Placement:
    """Return a placement with the amount of a column among those that may not, or may as well stand in ``others``."""
    columns = tuple(sorted((column, *others)))
    kept = tuple(amount for amount in placement.amounts if amount.column != column)
    opened = tuple((amount, columns) for amount in placement.amounts if amount.column == column)
    return replace(placement, amounts=kept, open_amounts=(*placement.open_amounts, *opened))


def _solution(
    domains: Sequence[tuple[int, ...]], constraints: Sequence[Constraint], bound: int
) -> list[tuple[int, ...]] | None:
    answer = solve(domains, constraints, bound)
    return list(answer.values) if answer.satisfiable else None


def _tells(domains: Sequence[tuple[int, ...]], group: _Group) -> bool:
    """Tell whether a group that holds for some choice of readings does not so by coincidence.

    The more rows are free, the more sums hold by coincidence. It is none where far more sums can be reached than there
    are choices, or where no other choice comes near the sums either.
    """
    if _outnumbers(group):
        return True
    factor = 2
    while factor ** len(group) < _LEAST_EVIDENCE:
        factor += 1
    near = []
    for constraint in group:
        more = (constraint.high - constraint.low + 1) * factor
        near.append(Constraint(constraint.terms, constraint.low - more, constraint.high + more))
    return _solution(domains, near, _BOUND) == _solution(domains, group, _BOUND)


def _outnumbers(group: _Group) -> bool:
    """Tell whether the sums that can be reached are many more than the choices there are."""
    gives: dict[int, list[tuple[int, ...]]] = {}
    sums = 1
    for constraint in group:
        reach = sum(max(values) - min(values) for _, values in constraint.terms)
        sums *= max(reach // (constraint.high - constraint.low + 1), 1)
        for variable, values in constraint.terms:
            gives.setdefault(variable, []).append(values)
    choices = 1
    for columns in gives.values():
        choices *= len(set(zip(*columns, strict=True)))
    return choices == 1 or sums >= choices * _LEAST_EVIDENCE


def _distinct(groups: Iterable[_Group]) -> list[_Group]:
    found: list[_Group] = []
    for group in groups:
        if group not in found:
            found.append(group)
    return found


def _combinations(alternatives: Sequence[Sequence[_Group]]) -> int:
    count = 1
    for groups in alternatives:
        count *= len(groups)
    return count
