"""Place lone amounts that no identity of a statement covers by the note table that breaks their parent row down.

Of a row 其中：… with one amount for two columns, the statement itself does not say which column. Where a table of the
notes has the parent row's two amounts for its total, prints the same lone amount above it, and adds up in one way only,
that way is the amount's column.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from converter.model.document import Document, Grid, Row
from converter.model.label import parse_label
from converter.model.number import parse_number
from converter.model.statement import PrintedAmount
from converter.reconcile.cells import Placement, Table
from converter.reconcile.solver import Constraint, solve

_TOTALS = frozenset({"合计", "小计", "总计"})
_PLACES = 6  # decimals no note prints more of


def settle_by_notes(
    tables: Sequence[Table], placements: dict[tuple[int, int], Placement], document: Document
) -> frozenset[tuple[int, int]]:
    """Place the rows whose one amount is open and that a note table places, and return them; changes ``placements``."""
    settled = set()
    for (number, row), placement in list(placements.items()):
        table = tables[number]
        parent = table.line_item(row).parent
        if len(placement.open_amounts) != 1 or placement.amounts or placement.contradicted or parent is None:
            continue
        whole = {amount.column: amount.value for amount in placements[number, parent].amounts}
        if table.is_matrix() or set(whole) != {0, 1} or whole[0] == whole[1]:
            continue
        amount, _ = placement.open_amounts[0]
        columns = {
            column
            for block in document.blocks
            if isinstance(block, Grid) and not block.is_positional
            for column in _columns_in_note(block, (whole[0], whole[1]), amount)
        }
        if len(columns) == 1:
            column = columns.pop()
            placed = next(
                (each for reading in table.line_item(row).readings for each in reading if _is_at(each, amount, column)),
                None,
            )
            if placed is not None:
                placements[number, row] = Placement((placed,))
                settled.add((number, row))
    return frozenset(settled)


def _is_at(one: PrintedAmount, amount: PrintedAmount, column: int) -> bool:
    return one.column == column and one.value == amount.value and one.source == amount.source


def _columns_in_note(grid: Grid, whole: tuple[Decimal, Decimal], amount: PrintedAmount) -> set[int]:
    """Return the columns a lone amount can stand in above a total of two amounts; none where the table is another."""
    parts: list[list[Decimal]] = []
    for row in grid.rows:
        label = parse_label(row[0].text)
        values = _values(row)
        if label.key in _TOTALS:
            return _placed(parts, whole, amount.value) if tuple(values) == whole else set()
        if values and label.prefix != "其中":
            parts.append(values)
    return set()


def _values(row: Row) -> list[Decimal]:
    numbers = [parse_number(cell.text) for cell in row[1:]]
    return [number.value for number in numbers if number is not None]


def _placed(parts: list[list[Decimal]], whole: tuple[Decimal, Decimal], amount: Decimal) -> set[int]:
    """Return the columns of an amount among parts, one or two to a row, in all ways in which both columns add up."""
    lone = [values[0] for values in parts if len(values) == 1]
    if amount not in lone or any(len(values) > 2 for values in parts):
        return set()
    constraints = []
    for column in (0, 1):
        known = sum((values[column] for values in parts if len(values) == 2), Decimal(0))
        left = _exact(whole[column] - known)
        terms = tuple((at, (_exact(value), 0) if column == 0 else (0, _exact(value))) for at, value in enumerate(lone))
        constraints.append(Constraint(terms, left, left))
    answer = solve([(0, 1)] * len(lone), constraints)
    return {column for at, value in enumerate(lone) if value == amount for column in answer.values[at]}


def _exact(value: Decimal) -> int:
    return int(value.scaleb(_PLACES))
