"""Choose among the readings of rows whose amounts can stand in several columns, by the identities.

Each statement is one small problem for the solver. Its variables are the rows with several readings. Its constraints are
the identities over the rows and columns of the statement, in which a blank counts as zero wherever the row prints
anything at all, and the values other statements print for the same facts.

    one reading left          the row is placed
    several                   what they have in common is placed, the rest is unresolved
    none                      the document contradicts itself; what is possible without the identities that break
                              is taken for the above
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from converter.model.statement import Reading
from converter.reconcile.cells import FactKey, Misplaced, Placement, PrintedCell, Table, equity_axis, place_readings
from converter.reconcile.solver import Constraint, solve
from converter.taxonomy import Taxonomy

_RELAXED_BOUND = 300


def choose_readings(tables: Iterable[Table], taxonomy: Taxonomy) -> dict[tuple[int, int], Placement]:
    """Place the amounts of every row, by table number and row."""
    tables = tuple(tables)
    placements: dict[tuple[int, int], Placement] = {}
    waiting: list[Table] = []
    outside: dict[FactKey, set[int]] = {}
    for table in tables:
        for row, item in enumerate(table.statement.items):
            if len(item.readings) <= 1:
                amounts = item.readings[0] if item.readings else ()
                placements[table.number, row] = Placement(amounts)
                _note_values(table, row, amounts, outside)
        if any(len(item.readings) > 1 for item in table.statement.items):
            waiting.append(table)
    waiting.sort(key=lambda table: sum(len(item.readings) > 1 for item in table.statement.items))
    for table in waiting:
        for row, placement in _Problem(table, outside, taxonomy).placements().items():
            placements[table.number, row] = placement
            _note_values(table, row, placement.amounts, outside)
    return placements


def _note_values(table: Table, row: int, amounts: Reading, outside: dict[FactKey, set[int]]) -> None:
    for amount in amounts:
        cell = table.cell(row, amount)
        if isinstance(cell, PrintedCell):
            outside.setdefault(cell.key, set()).add(cell.value)


@dataclass(frozen=True, slots=True)
class _Value:
    """Hold what a row contributes to a column: one value and half last digit per reading of the row."""

    values: tuple[int, ...]
    halves: tuple[int, ...]


class _Problem:
    """Put one statement to the solver."""

    def __init__(self, table: Table, outside: Mapping[FactKey, set[int]], taxonomy: Taxonomy) -> None:
        self.table = table
        self.outside = outside
        self.taxonomy = taxonomy
        self.rows = [row for row, item in enumerate(table.statement.items) if len(item.readings) > 1]
        self.variable = {row: number for number, row in enumerate(self.rows)}
        self.columns = range(len(table.statement.columns))
        self.cells: dict[tuple[int, int], _Value] = {}
        self.printing: set[int] = set()
        for row, item in enumerate(table.statement.items):
            if any(item.readings):
                self.printing.add(row)
            self._read_cells(row, item.readings)
        self.by_concept: dict[tuple[str, bool], list[int]] = {}
        for row, mapped in enumerate(table.items):
            if mapped.concept is not None:
                self.by_concept.setdefault((mapped.concept, mapped.opening), []).append(row)
        self.groups: list[list[Constraint]] = []

    def _read_cells(self, row: int, readings: tuple[Reading, ...]) -> None:
        found: dict[int, dict[int, PrintedCell]] = {}
        for number, reading in enumerate(readings):
            for amount in reading:
                cell = self.table.cell(row, amount)
                if isinstance(cell, PrintedCell):
                    found.setdefault(amount.column, {})[number] = cell
        for column, cells in found.items():
            self.cells[row, column] = _Value(
                tuple(cells[n].value if n in cells else 0 for n in range(len(readings))),
                tuple(cells[n].half if n in cells else 0 for n in range(len(readings))),
            )

    def placements(self) -> dict[int, Placement]:
        """Return the placement of every row with several readings."""
        items = self.table.statement.items
        self._state()
        sizes = [len(items[row].readings) for row in self.rows]
        answer = solve(sizes, [each for group in self.groups for each in group])
        values = list(answer.values)
        contradicted = {number for number, found in enumerate(values) if not found}
        if contradicted:
            relaxed = self._solve_contradiction(sizes, contradicted)
            for number in contradicted:
                values[number] = relaxed[number]
        return {
            row: place_readings(
                items[row],
                tuple(items[row].readings[value] for value in values[self.variable[row]]),
                contradicted=self.variable[row] in contradicted and not values[self.variable[row]],
            )
            for row in self.rows
        }

    def _solve_contradiction(self, sizes: list[int], contradicted: set[int]) -> dict[int, tuple[int, ...]]:
        """Return per contradicted row the readings that stay possible once what cannot hold is left out.

        Identities that no reading satisfies even on their own are broken in the document. If the others still
        contradict each other, one more is broken: each is left out in turn, and a reading stays possible if it is in
        any of these ways.
        """
        alone = [bool(group) and solve(sizes, group, _RELAXED_BOUND).satisfiable for group in self.groups]
        groups = [group for group, good in zip(self.groups, alone, strict=True) if good]
        answer = solve(sizes, [each for group in groups for each in group], _RELAXED_BOUND)
        possible = {number: set(answer.values[number]) for number in contradicted}
        open_rows = {number for number, found in possible.items() if not found}
        if open_rows:
            touching = [n for n, group in enumerate(groups) if any(v in open_rows for c in group for v, _ in c.terms)]
            linked = [groups[n] for n in touching]
            for left_out in range(len(linked)):
                constraints = [each for n, group in enumerate(linked) if n != left_out for each in group]
                answer = solve(sizes, constraints, _RELAXED_BOUND)
                for number in open_rows:
                    possible[number].update(answer.values[number])
        return {number: tuple(sorted(found)) for number, found in possible.items()}

    def _state(self) -> None:
        """State the identities of the statement as constraints, one group for each identity."""
        kind = self.table.statement.kind.value
        for summation in self.taxonomy.summations:
            if summation.statement == kind:
                for opening in (False, True):
                    self._add_rows(
                        (summation.total, opening), [((c, opening), -weight) for c, weight in summation.contributors]
                    )
        for roll in self.taxonomy.roll_forwards:
            self._add_rows((roll.balance, False), [((roll.balance, True), -1), ((roll.change, False), -1)], whole=True)
        if self.table.members is not None:
            self._add_members(self.table.members)
        self._add_outside_values()

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

    def _add_members(self, members: tuple[str | None, ...]) -> None:
        """Add the aggregations over the columns of an equity matrix, for every row with several readings."""
        default = self.table.default_member
        at: dict[tuple[object, str | None], int] = {}
        for column in self.columns:
            member = members[column]
            at.setdefault((self.table.statement.columns[column].period, None if member == default else member), column)
        periods = dict.fromkeys(period for period, _ in at)
        axis = equity_axis(self.taxonomy)
        for row in self.rows:
            group: list[Constraint] = []
            for aggregation in self.taxonomy.aggregations:
                if aggregation.axis != axis:
                    continue
                for period in periods:
                    total = at.get((period, None if aggregation.total == default else aggregation.total))
                    parts = [
                        (at[period, None if member == default else member], -weight)
                        for member, weight in aggregation.contributors
                        if (period, None if member == default else member) in at
                    ]
                    if total is not None and parts:
                        terms = [((row, column), factor) for column, factor in ((total, 1), *parts)]
                        constraint = self._constraint(terms)
                        if constraint is not None:
                            group.append(constraint)
            if group:
                self.groups.append(group)

    def _add_outside_values(self) -> None:
        """Hold the cells of rows with several readings against what other statements print for the same fact."""
        same: dict[str, list[tuple[str | None, str]]] = {}
        for equality in self.taxonomy.equalities:
            if equality.kind == "member":
                same.setdefault(equality.left, []).append((equality.member, equality.right))
        for row in self.rows:
            group: list[Constraint] = []
            for column in self.columns:
                key = self.table.key(row, column)
                if isinstance(key, Misplaced):
                    continue
                known = set(self.outside.get(key, ()))
                for member, right in same.get(key.concept, ()):
                    if key.member == member:
                        known |= self.outside.get(key._replace(concept=right, member=None), set())
                if len(known) == 1:
                    constraint = self._constraint([((row, column), 1)], known.pop())
                    if constraint is not None:
                        group.append(constraint)
            if group:
                self.groups.append(group)

    def _constraint(self, terms: list[tuple[tuple[int, int], int]], target: int = 0) -> Constraint | None:
        """Return Σ factor × cell = target within rounding, or None where no cell of it is open."""
        constant = tolerance = 0
        loose: dict[int, list[int]] = {}
        for (row, column), factor in terms:
            number = self.variable.get(row)
            value = self.cells.get((row, column))
            if number is not None:
                given = loose.setdefault(number, [0] * len(self.table.statement.items[row].readings))
                if value is not None:
                    for reading, each in enumerate(value.values):
                        given[reading] += factor * each
                    tolerance += abs(factor) * max(value.halves)
            elif value is not None:
                constant += factor * value.values[0]
                tolerance += abs(factor) * value.halves[0]
        if not loose:
            return None
        spread = tuple((number, tuple(given)) for number, given in loose.items())
        return Constraint(spread, target - constant - tolerance, target - constant + tolerance)
