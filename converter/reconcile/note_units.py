"""Say in which unit a table is that prints none, where the report prints one for its other tables.

Of such a table the unit was lost, or the preparer forgot it; it may be 元 as well as 万元. What its amounts are tells:

tie     an amount printed elsewhere under a unit of its own, digit for digit, at one scale only
bound   a part of a line item, or any amount, would be larger than the statements know it at every larger scale

Where neither does, the amounts are no facts.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from converter.model.mapped import MappedReport
from converter.model.statement import Statement
from converter.reconcile.cells import PrintedCell, Table
from converter.reconcile.note_values import is_amount

_LINE_ITEM_AXIS = ":LineItemAxis"
_SURE, _LIKELY = 8, 6  # digits that no two amounts share by chance: one amount, each of two
_PART_OF_LINE = 100  # a gross amount or a turnover may be larger than the line it is of, by less than this
_CLOSE = 100_000  # amounts further apart than one part of this are not the same with _LIKELY digits


class _Printed:
    """Hold the amounts that tables print under a unit of their own, by size, and the largest of each line."""

    def __init__(self, tables: Iterable[Table]) -> None:
        """Collect them."""
        self.units: set[str] = set()
        self.largest: dict[str, int] = {}
        found: set[tuple[int, int]] = set()
        for table in tables:
            for cell in _money(table):
                found.add((abs(cell.value), cell.half))
                if table.mapped is None and not cell.key.typed:
                    self.units.add(cell.key.unit)
                    self.largest[cell.key.concept] = max(abs(cell.value), self.largest.get(cell.key.concept, 0))
        self.amounts = sorted(found)

    def count_shared(self, value: int, half: int) -> int:
        """Return how many digits an amount shares with one that is printed, none where they differ."""
        low = bisect_left(self.amounts, (value - value // _CLOSE, 0))
        high = bisect_right(self.amounts, (value + value // _CLOSE, 0))
        return max(
            (
                min(_digits(value, half), _digits(other, precision))
                for other, precision in self.amounts[low:high]
                if abs(value - other) <= (max(half, precision) if half != precision else 0)
            ),
            default=0,
        )


def settle_units(mapped: MappedReport, tables: Sequence[Table]) -> MappedReport:
    """Return the report with the scale of every table whose unit is assumed: borne out, another, or unknown."""
    open_tables = [table for table in tables if table.statement.unit_assumed]
    if not open_tables:
        return mapped
    told = [table for table in tables if table.statement.unit_printed and not table.statement.unit_assumed]
    scales = _scales(tables)
    settled: dict[str, Statement] = {}
    while True:  # what one table tells may be what another needs
        printed = _Printed(told)
        found = {table.number: scale for table in open_tables if (scale := _tied(table, printed, scales)) is not None}
        if not found:
            break
        told += [_at_scale(table, found[table.number]) for table in open_tables if table.number in found]
        open_tables = [table for table in open_tables if table.number not in found]
    for table in told:
        settled[table.statement.id] = table.statement
    for table in open_tables:
        if table.statement.unit_printed and not _is_bound(table, printed, scales):
            settled[table.statement.id] = dataclasses.replace(table.statement, unit_printed=False)
    statements = tuple(settled.get(each.id, each) for each in mapped.recognised.statements)
    return dataclasses.replace(mapped, recognised=dataclasses.replace(mapped.recognised, statements=statements))


def _scales(tables: Iterable[Table]) -> tuple[int, ...]:
    """Return the scales that a report prints anywhere."""
    found: set[int] = set()
    for table in tables:
        statement = table.statement
        found.add(statement.presentation_scale)
        own = [part.presentation_scale for part in statement.columns]
        own += [part.presentation_scale for part in statement.items]
        found.update(scale for scale in own if scale is not None)
    return tuple(sorted(found))


def _at_scale(table: Table, scale: int) -> Table:
    return dataclasses.replace(
        table, statement=dataclasses.replace(table.statement, presentation_scale=scale, unit_printed=True), _keys={}
    )


def _money(table: Table) -> Iterator[PrintedCell]:
    """Yield the amounts of money of a table, but zeros; where a row can be read in several ways, of the first."""
    for row, item in enumerate(table.statement.items):
        for amount in item.readings[0]:
            cell = table.cell(row, amount)
            if isinstance(cell, PrintedCell) and cell.value and is_amount(cell):
                yield cell


def _open_money(table: Table) -> Iterator[PrintedCell]:
    """Yield the amounts whose scale is that of the table."""
    for cell in _money(table):
        own = (
            table.statement.items[cell.row].presentation_scale,
            table.statement.columns[cell.column].presentation_scale,
        )
        if own == (None, None):
            yield cell


def _digits(value: int, half: int) -> int:
    """Return how many digits an amount prints that say something: round amounts print few."""
    return len(str(abs(value) // (2 * half)).rstrip("0"))


def _tied(table: Table, printed: _Printed, scales: Iterable[int]) -> int | None:
    """Return the scale at which amounts of a table are printed elsewhere, None where chance may have it so."""
    ties: dict[int, int] = {}
    for scale in scales:
        shared: dict[int, int] = {}
        for cell in _open_money(_at_scale(table, scale)):
            digits = printed.count_shared(abs(cell.value), cell.half)
            if digits >= _LIKELY:
                shared[abs(cell.value)] = digits
        if len(shared) > 1 or max(shared.values(), default=0) >= _SURE:
            ties[scale] = len(shared)
    most = max(ties.values(), default=0)
    best = [scale for scale, count in ties.items() if count == most]
    return best[0] if len(best) == 1 else None


def _is_bound(table: Table, printed: _Printed, scales: Iterable[int]) -> bool:
    """Tell whether an amount is too large for any other scale than the one assumed; smaller ones are not excluded."""
    own = table.statement.presentation_scale
    others = [scale for scale in scales if scale != own]
    if any(scale < own for scale in others) or not printed.largest:
        return not others
    largest = max(printed.largest.values())
    factor = 10 ** (min(others) - own) if others else 0
    return not others or any(
        cell.key.unit in printed.units
        and abs(cell.value) * factor > min(largest, _PART_OF_LINE * _line(cell, printed.largest, largest))
        for cell in _open_money(table)
    )


def _line(cell: PrintedCell, largest: Mapping[str, int], default: int) -> int:
    """Return the largest amount that statements print of the line a cell is about."""
    named = [member for axis, member in cell.key.typed if axis.endswith(_LINE_ITEM_AXIS)]
    return largest.get((named or [cell.key.concept])[0], default)
