"""Find the rows of a table whose figures were damaged where the page was transcribed: separators out of place.

Money has two decimals and separators in threes. A table that prints 610,42,3,465.39 or 1450308.39041 among such amounts
was misread, and its total, or a second such row, shows that figures which look whole may have lost digits as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from converter.recognise.note_cells import BodyCell, BodyRow, Kind
from converter.recognise.periods import plain

_CENTS = 2
_MOST_DECIMALS = 3  # of a quantity among amounts of money
_LEAST = Decimal(1000)  # what is smaller may be a rate
# 610,42,3,465.39 and 1,571,322,81.63: a group of one or two digits; 2,415.998894.88: two points; 990,000,00
_MISPLACED = re.compile(r"[-(]?\d{1,3}(?:,\d{3})*(?:,\d{1,2}(?:[,.]\d+)+|\.\d+(?:[,.]\d+)+|(?:,\d{3})+,\d\d)[)]?")
_CUT = re.compile(r"\d{1,3}(?:,\d{3})*,\d{0,2}")  # 3,152, whose rest stands in the row below
_REST = re.compile(r"\.\d{1,2}")  # .32 of 9,915,714.32 that stands in the row above
_TOTAL = re.compile("合计|总计")
_SEVERAL = 2


def find_damaged(rows: Sequence[BodyRow]) -> frozenset[int]:
    """Return the places of the rows whose figures say nothing: those damaged, all where the damage is no accident."""
    whole = [row.cells if not row.ways else [] for row in rows]
    damaged = {at for at, cells in enumerate(whole) if any(_is_damaged(whole, each, at) for each in range(len(cells)))}
    if len(damaged) >= _SEVERAL or any(_TOTAL.match(plain(rows[at].cells[0].cell.text)) for at in damaged):
        return frozenset(range(len(rows)))
    cut = {at + 1 for at, cells in enumerate(whole) if sum(map(_is_cut, cells)) >= _SEVERAL}
    return frozenset(damaged | cut | {each for at in range(1, len(rows)) for each in _torn_by(rows, at)})


def _torn_by(rows: Sequence[BodyRow], at: int) -> Iterator[int]:
    """Yield a row that is the rests of the one above it, that one, and those that print the same figures."""
    texts = [[plain(cell.cell.text) for cell in row.cells] for row in rows]
    if texts[at] and not texts[at][0] and any(map(_REST.fullmatch, texts[at])):
        yield at
        yield from (here for here, each in enumerate(texts) if each[1:] == texts[at - 1][1:])


def _is_damaged(rows: Sequence[Sequence[BodyCell]], column: int, at: int) -> bool:
    cell = rows[at][column]
    if cell.kind is Kind.TEXT:
        return _is_misplaced(cell)
    if not any(
        amount.number.decimals > _MOST_DECIMALS and abs(amount.number.value) >= _LEAST for amount in cell.amounts
    ):
        return False
    others = [cells[column] for here, cells in enumerate(rows) if here != at and column < len(cells)]
    decimals = [amount.number.decimals for other in others for amount in other.amounts if not amount.number.percent]
    if not decimals:
        return any(_is_misplaced(other) for other in others)
    return decimals.count(_CENTS) * 2 > len(decimals)


def _is_misplaced(cell: BodyCell) -> bool:
    return cell.kind is Kind.TEXT and _MISPLACED.fullmatch(plain(cell.cell.text)) is not None


def _is_cut(cell: BodyCell) -> bool:
    return cell.kind is Kind.TEXT and _CUT.fullmatch(plain(cell.cell.text)) is not None
