"""Find where the amounts of a row of the equity matrix may stand that a lost blank moved out of their columns.

The row has a cell for every column, but by position its own sums fail: the parts do not add up to 小计, or not to the
total (财会〔2019〕6号 所有者权益变动表, 减：库存股 deducted). A blank lost at one place and gained at another moves the
amounts between them. All placements near by that satisfy the sums are offered beside the plain one, for to leave some
out would make the others look certain; which of them holds is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

_TREASURY = "库存股"
_INSTRUMENTS = "其他权益工具"
_MINORITY = "少数股东权益"
_SUBTOTALS = (
    "小计",
    "归属于母公司所有者权益合计",
    "归属于母公司股东权益合计",
    "归属于母公司所有者权益小计",
)
_FARTHEST = 2  # columns that amounts are believed to have moved
_LEAST_AMOUNTS = 3
_MOST_PLACEMENTS = 400


class RowSums:
    """Know the sums that every row of one matrix satisfies."""

    def __init__(self, components: Sequence[str]) -> None:
        """Take the components of the columns in order, the total last."""
        subtotal = next((at for at, name in enumerate(components) if name in _SUBTOTALS), None)
        has_parts = any(name.startswith(_INSTRUMENTS + "/") for name in components)
        self.size = len(components)
        self.subtotal = subtotal
        self.minority = components.index(_MINORITY) if _MINORITY in components else None
        self.signs = {
            at: -1 if name == _TREASURY else 1
            for at, name in enumerate(components[: self.size - 1 if subtotal is None else subtotal])
            if not (has_parts and name == _INSTRUMENTS)
        }

    def hold(self, columns: Sequence[int], values: Sequence[Decimal]) -> bool:
        """Tell whether a row adds up with its amounts in these columns; a blank is zero."""
        at = dict(zip(columns, values, strict=True))
        total = sum((sign * at[column] for column, sign in self.signs.items() if column in at), Decimal(0))
        if self.subtotal is not None and at.get(self.subtotal, Decimal(0)) != total:
            return False
        if self.minority is not None:
            total += at.get(self.minority, Decimal(0))
        return at.get(self.size - 1, Decimal(0)) == total


def shifted_placements(
    columns: tuple[int, ...], values: Sequence[Decimal], components: Sequence[str]
) -> list[tuple[int, ...]]:
    """Return the placements that make a row add up which by position does not; none where position is right.

    Nor where the amounts are few: two of them add up in too many places.
    """
    sums = RowSums(components)
    if len(columns) < _LEAST_AMOUNTS or sums.hold(columns, values):
        return []
    found = dict.fromkeys(each for each in _moved(columns, sums.size) if sums.hold(each, values))
    return list(found) if len(found) <= _MOST_PLACEMENTS else []


def _moved(columns: tuple[int, ...], size: int, least: int = 0) -> Iterator[tuple[int, ...]]:
    """Yield every placement in order with no amount farther than it is believed to have moved."""
    if not columns:
        yield ()
        return
    for column in range(max(least, columns[0] - _FARTHEST), min(size, columns[0] + _FARTHEST + 1)):
        for rest in _moved(columns[1:], size, column + 1):
            yield (column, *rest)
