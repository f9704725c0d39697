"""Choose among the readings of rows whose amounts can stand in several columns, by the identities.

Each statement is one small problem for the solver. Its variables are the rows with several readings, but for
those of a piece that chooses as one (pieces.py). First each row is held against itself (its members must add up) and
against what other statements print for the same facts; then all rows together against the identities that link them.
A blank counts as zero wherever the row prints anything at all.

    one reading left          the row is placed
    several                   what they have in common is placed, the rest is unresolved
    none                      the document contradicts itself; what is possible without the identities that break
                              is taken for the above
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from converter.model.mapped import MappedTable
from converter.model.statement import Reading, Scope
from converter.reconcile.cells import FactKey, Misplaced, Placement, PrintedCell, Table, equity_axis, place_readings
from converter.reconcile.note_evidence import Elsewhere, blank_keys, prints_minus_signs
from converter.reconcile.note_readings import choose_note_readings
from converter.reconcile.pieces import choose_pieces
from converter.reconcile.solver import Constraint, solve
from converter.taxonomy import Taxonomy

_TELLING_DIGITS = 6  # of an amount that two components of equity do not share by chance
_RELAXED_BOUND = 30_000


def choose_readings(
    tables: Iterable[Table], taxonomy: Taxonomy, notes: Mapping[str, MappedTable] = MappingProxyType({})
) -> dict[tuple[int, int], Placement]:
    """Place the amounts of every row, by table number and row; ``notes`` are the tables of the notes, by statement id.

    The statements come first and hear nothing of the notes; what they print tells the totals of the notes apart.
    """
    tables = tuple(tables)
    outside: dict[FactKey, set[int]] = {}
    placements = _choose_in_statements([t for t in tables if t.statement.id not in notes], taxonomy, outside)
    blank = frozenset(blank_keys(tables, placements))
    equalities = tuple(each for each in taxonomy.equalities if each.kind == "note")
    printed = Elsewhere(outside, blank, equalities, prints_minus_signs(tables, notes), taxonomy.summations)
    placements.update(_choose_in_notes([t for t in tables if t.statement.id in notes], notes, printed))
    return placements


def _choose_in_notes(
    tables: Sequence[Table], notes: Mapping[str, MappedTable], printed: Elsewhere
) -> dict[tuple[int, int], Placement]:
    placements = _place_the_plain(tables, printed.amounts)
    for table in tables:
        if any(len(item.readings) > 1 for item in table.statement.items):
            for row, placement in choose_note_readings(table, notes[table.statement.id], printed).items():
                placements[table.number, row] = placement
                _note_values(table, row, placement.amounts, printed.amounts)
    return placements


def _place_the_plain(tables: Iterable[Table], outside: dict[FactKey, set[int]]) -> dict[tuple[int, int], Placement]:
    """Return the placements of rows that have one reading."""
    placements = {}
    for table in tables:
        for row, item in enumerate(table.statement.items):
            if len(item.readings) <= 1:
                amounts = item.readings[0] if item.readings else ()
                placements[table.number, row] = Placement(amounts)
                _note_values(table, row, amounts, outside)
    return placements


def _choose_in_statements(
    tables: Sequence[Table], taxonomy: Taxonomy, outside: dict[FactKey, set[int]]
) -> dict[tuple[int, int], Placement]:
    placements = _place_the_plain(tables, outside)
    waiting = [table for table in tables if any(len(item.readings) > 1 for item in table.statement.items)]
    waiting.sort(key=lambda table: sum(len(item.readings) > 1 for item in table.statement.items))
    moved = frozenset(_moved_amounts(tables))
    for table in waiting:
        for row, placement in _Problem(table, outside, taxonomy, moved).placements().items():
            placements[table.number, row] = placement
            _note_values(table, row, placement.amounts, outside)
    return placements


def _note_values(table: Table, row: int, amounts: Reading, outside: dict[FactKey, set[int]]) -> None:
    for amount in amounts:
        cell = table.cell(row, amount)
        if isinstance(cell, PrintedCell):
            outside.setdefault(cell.key, set()).add(cell.value)


def _moved_amounts(tables: Iterable[Table]) -> Iterator[int]:
    """Yield the amounts, without sign, that any reading of a movement of equity prints."""
    for table in tables:
        if table.members is None:
            continue
        for row, item in enumerate(table.statement.items):
            for amount in {amount for reading in item.readings for amount in reading}:
                cell = table.cell(row, amount)
                if isinstance(cell, PrintedCell) and cell.key.start is not None:
                    yield abs(cell.value)


@dataclass(frozen=True, slots=True)
class _Value:
    """Hold what a row contributes to a column: one value per reading of the row, and half the last digit."""

    values: tuple[int, ...]
    half: int


class _Problem:
    """Put one statement to the solver."""

    def __init__(
        self, table: Table, outside: Mapping[FactKey, set[int]], taxonomy: Taxonomy, moved: frozenset[int]
    ) -> None:
        self.table = table
        self.outside = outside
        self.taxonomy = taxonomy
        self.chosen, self.unknown = choose_pieces(table, outside, taxonomy)
        in_piece = {row for row, _ in self.unknown} | self.chosen.keys()
        self.rows = [
            row for row, item in enumerate(table.statement.items) if len(item.readings) > 1 and row not in in_piece
        ]
        self.variable = {row: number for number, row in enumerate(self.rows)}
        self.columns = range(len(table.statement.columns))
        self.cells: dict[tuple[int, int], _Value] = {}
        self.printing: set[int] = set()
        for row, item in enumerate(table.statement.items):
            if any(item.readings):
                self.printing.add(row)
            at = self.chosen.get(row)
            self._read_cells(row, item.readings if at is None else (item.readings[at],))
        self.by_concept: dict[tuple[str, bool], list[int]] = {}
        for row, mapped in enumerate(table.items):
            if mapped.concept is not None:
                self.by_concept.setdefault((mapped.concept, mapped.opening), []).append(row)
        self.groups: list[list[Constraint]] = []
        self.member_sums = _member_sums(table, taxonomy)
        self.component_amounts = _component_amounts(outside, moved) if table.members else {}

    def _read_cells(self, row: int, readings: tuple[Reading, ...]) -> None:
        found: dict[int, dict[int, PrintedCell]] = {}
        made: dict[tuple[int, int, int, int, Decimal], PrintedCell | Misplaced] = {}
        for number, reading in enumerate(readings):
            for amount in reading:
                place = (amount.column, amount.source.line, amount.source.start, amount.source.end, amount.value)
                cell = made.get(place)
                if cell is None:
                    cell = made[place] = self.table.cell(row, amount)
                if isinstance(cell, PrintedCell):
                    found.setdefault(amount.column, {})[number] = cell
        for column, cells in found.items():
            self.cells[row, column] = _Value(
                tuple(cells[n].value if n in cells else 0 for n in range(len(readings))),
                max(cell.half for cell in cells.values()),
            )

    def placements(self) -> dict[int, Placement]:
        """Return the placement of every row with several readings."""
        items = self.table.statement.items
        by_members, by_both = self._rows_alone()
        broken = {number for number, domain in enumerate(by_members) if not domain}
        self._link_rows(broken)
        values: list[tuple[int, ...]] = list(solve(by_both, [each for group in self.groups for each in group]).values)
        contradicted = {number for number, found in enumerate(values) if not found and number not in broken}
        if contradicted:
            values = self._without_broken(by_members, by_both, values)
        found = {
            row: place_readings(
                items[row],
                tuple(items[row].readings[value] for value in values[number]),
                contradicted=not values[number],
            )
            for row, number in self.variable.items()
        }
        for row, _ in sorted(self.unknown):
            if row not in self.chosen:
                found[row] = place_readings(items[row], items[row].readings)
        for row, at in self.chosen.items():
            found[row] = place_readings(items[row], (items[row].readings[at],))
        return found

    def _rows_alone(self) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
        """Return the readings of each row whose members add up, and those of them that agree with other statements.

        Where none agrees with the others, one of them is misread: the row's own arithmetic is kept.
        """
        by_members: list[tuple[int, ...]] = []
        by_both: list[tuple[int, ...]] = []
        for row in self.rows:
            every = tuple(range(len(self.table.statement.items[row].readings)))
            adding_up = _satisfying(every, self._member_constraints(row))
            agreeing = _satisfying(adding_up, self._outside_constraints(row)) or adding_up
            by_members.append(adding_up)
            by_both.append(self._as_in_another_matrix(row, agreeing) or agreeing)
        return by_members, by_both

    def _without_broken(
        self, by_members: list[tuple[int, ...]], by_both: list[tuple[int, ...]], values: list[tuple[int, ...]]
    ) -> list[tuple[int, ...]]:
        """Return the readings that stay possible once what cannot hold is left out.

        Identities that no reading satisfies even on their own are broken in the document. If the others still
        contradict each other, one more is broken: each is left out in turn, the agreement with other statements too,
        and a reading stays possible if it is in any of these ways.
        """
        groups = [group for group in self.groups if _possible(by_both, group)]
        answer = solve(by_both, [each for group in groups for each in group], _RELAXED_BOUND)
        possible = [set(found) for found in answer.values]
        still = {number for number, found in enumerate(possible) if not found}
        linked = [group for group in groups if any(v in still for each in group for v, _ in each.terms)]
        for left_out in range(len(linked) + 1 if still else 0):
            kept = [each for n, group in enumerate(linked) if n != left_out for each in group]
            domains = by_members if left_out == len(linked) else by_both
            for number, found in enumerate(solve(domains, kept, _RELAXED_BOUND).values):
                if number in still:
                    possible[number].update(found)
        return [before or tuple(sorted(found)) for before, found in zip(values, possible, strict=True)]

    def _link_rows(self, broken: set[int]) -> None:
        """State the identities over several rows, one group for each; those with a broken row are left out."""
        kind = self.table.statement.kind.value
        for summation in self.taxonomy.summations:
            if summation.statement == kind and not any((name, False) in self.by_concept for name in summation.unless):
                for opening in (False, True):
                    self._add_rows(
                        (summation.total, opening), [((c, opening), -weight) for c, weight in summation.contributors]
                    )
        for roll in self.taxonomy.roll_forwards:
            self._add_rows((roll.balance, False), [((roll.balance, True), -1), ((roll.change, False), -1)], whole=True)
        self.groups = [group for group in self.groups if not any(v in broken for each in group for v, _ in each.terms)]

    def _add_rows(
        self, total: tuple[str, bool], others: list[tuple[tuple[str, bool], int]], *, whole: bool = False
    ) -> None:
        """Add one constraint per column for total + Σ factor × other = 0 over rows.

        Left out where the total's row prints nothing or stands twice; with ``whole``, where any row is missing.
        """
        rows: list[tuple[int, int]] = []
        for concept, factor in ((total, 1), *others):
            found = self.by_concept.get(concept, [])
            if len(found) > 1:
                return
            if found and found[0] in self.printing:
                rows.append((found[0], factor))
            elif whole or concept == total:
                return
        if len(rows) < 2:
            return
        group = []
        for column in self.columns:
            constraint = self._constraint([((row, column), factor) for row, factor in rows])
            if constraint is not None:
                group.append(constraint)
        if group:
            self.groups.append(group)

    def _member_constraints(self, row: int) -> list[Constraint]:
        """Return the aggregations over the columns of an equity matrix, for one row."""
        return [
            constraint
            for terms in self.member_sums
            if (constraint := self._constraint([((row, column), factor) for column, factor in terms])) is not None
        ]

    def _as_in_another_matrix(self, row: int, domain: tuple[int, ...]) -> tuple[int, ...]:
        """Return the readings of a balance whose amounts stand under the component they have in another matrix.

        A component that did not change prints the same amount in both years. Amounts of few digits prove nothing, nor
        do those that stand under several components.
        """
        members = self.table.members
        if members is None:
            return domain
        place: dict[int, int] = {}
        for column, member in enumerate(members):
            key = self.table.key(row, column)
            if isinstance(key, Misplaced) or key.start is not None:
                return domain
            for value in self.component_amounts.get((key.scope, member or ""), ()):
                place[value] = -1 if value in place else column
        kept = []
        for number in domain:
            cells = [self.table.cell(row, amount) for amount in self.table.statement.items[row].readings[number]]
            if all(place.get(cell.value, -1) in (-1, cell.column) for cell in cells if isinstance(cell, PrintedCell)):
                kept.append(number)
        return tuple(kept)

    def _outside_constraints(self, row: int) -> list[Constraint]:
        """Hold the cells of one row against what other statements print for the same facts."""
        found = []
        for column in self.columns:
            key = self.table.key(row, column)
            if isinstance(key, Misplaced):
                continue
            known = set(self.outside.get(key, ()))
            for equality in self.taxonomy.equalities:
                if equality.kind == "member" and equality.left == key.concept and equality.member == key.member:
                    known |= self.outside.get(key._replace(concept=equality.right, member=None), set())
            if len(known) == 1 and (constraint := self._constraint([((row, column), 1)], known.pop())) is not None:
                found.append(constraint)
        return found

    def _constraint(self, terms: list[tuple[tuple[int, int], int]], target: int = 0) -> Constraint | None:
        """Return Σ factor × cell = target within rounding, or None where no cell of it is open."""
        constant = tolerance = 0
        loose: dict[int, list[int]] = {}
        for (row, column), factor in terms:
            if (row, column) in self.unknown:
                return None
            number = self.variable.get(row)
            value = self.cells.get((row, column))
            if number is not None:
                given = loose.setdefault(number, [0] * len(self.table.statement.items[row].readings))
                if value is not None:
                    for reading, each in enumerate(value.values):
                        given[reading] += factor * each
                    tolerance += abs(factor) * value.half
            elif value is not None:
                constant += factor * value.values[0]
                tolerance += abs(factor) * value.half
        if not loose:
            return None
        spread = tuple((number, tuple(given)) for number, given in loose.items())
        return Constraint(spread, target - constant - tolerance, target - constant + tolerance)


def _possible(domains: list[tuple[int, ...]], group: list[Constraint]) -> bool:
    """Tell whether one identity can hold on its own."""
    values = solve(domains, group, _RELAXED_BOUND).values
    return all(values[variable] for constraint in group for variable, _ in constraint.terms)


def _satisfying(domain: tuple[int, ...], constraints: list[Constraint]) -> tuple[int, ...]:
    """Return the values of one variable that satisfy constraints on it alone."""
    for constraint in constraints:
        ((_, gives),) = constraint.terms
        domain = tuple(value for value in domain if constraint.low <= gives[value] <= constraint.high)
    return domain


def _component_amounts(outside: Mapping[FactKey, set[int]], moved: frozenset[int]) -> dict[tuple[Scope, str], set[int]]:
    """Return the balances other matrices print for each component of equity, those of many digits.

    An amount that is printed as a movement, too, may be the balance of a component that held nothing before.
    """
    found: dict[tuple[Scope, str], set[int]] = {}
    for key, values in outside.items():
        if key.member is not None and key.start is None:
            telling = {value for value in values if len(str(abs(value)).rstrip("0")) >= _TELLING_DIGITS}
            telling = {value for value in telling if abs(value) not in moved}
            found.setdefault((key.scope, key.member), set()).update(telling)
    return found


def _member_sums(table: Table, taxonomy: Taxonomy) -> list[list[tuple[int, int]]]:
    """Return the aggregations that the columns of a statement make possible: columns with factors, the total first."""
    if table.members is None:
        return []
    default, axis = table.default_member, equity_axis(taxonomy)
    at: dict[tuple[object, str | None], int] = {}
    for column, member in enumerate(table.members):
        at.setdefault((table.statement.columns[column].period, None if member == default else member), column)
    sums = []
    for aggregation in taxonomy.aggregations:
        if aggregation.axis != axis:
            continue
        for period in dict.fromkeys(period for period, _ in at):
            total = at.get((period, None if aggregation.total == default else aggregation.total))
            parts = [
                (at[period, None if member == default else member], -weight)
                for member, weight in aggregation.contributors
                if (period, None if member == default else member) in at
            ]
            if total is not None and parts:
                sums.append([(total, 1), *parts])
    return sums
