"""Read the columns of tables by method of provisioning (按坏账计提方法分类披露) whose header was torn.

编报规则第15号 prescribes them: gross amount and its share, allowance and its rate, net amount, at the end of the period
and at its start. Pages merge and shift the cells of these three header rows more than any others; that the amounts of
every row are gross, allowance and net in these places proves the columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from converter.model.document import Row
from converter.recognise.note_cells import BodyRow, Kind
from converter.recognise.periods import plain

_METHOD = re.compile(r"^(?:其中:?)?(?:按单项|按组合|单项|按信用风险|信用风险特征)")
_DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日|上年年末|上年末|期末|年末|期初|年初")
_ALLOWANCE = re.compile(r"坏账准备|减值准备|跌价准备")
_RATIO = re.compile(r"比例|率(?:$|[（(%])")
_BLOCK = re.compile(r"^本[期年](?:增加|减少|转入|转出|其他|计提)")
_NO_MOVEMENT = re.compile(r"^(?:[期年][初末]|余额|工程|资金来源|预算|账面(?:余额|价值))")
_AMOUNT = re.compile(r"^金额(?:$|\()")
_BALANCE = re.compile(r"^[期年][末初](?:余额|数|账面价值)$")
_MOVEMENT = re.compile(r"^(?:计提|收回|转回|转销|核销|其他$|处置|购置)")
_PERIOD = re.compile(r"^(?:[本上][期年]|20\d\d年|[期年][初末])")
_THIS_PERIOD = re.compile(r"^本[期年]度?(?:发生额|金额|数|余额)?$")
_LAST_PERIOD = re.compile(r"^上[期年]度?(?:发生额|金额|数|余额)?$")
_LEVELS = 2
_PERIODS = 2
_OF_PERIOD = 5  # columns: gross, share, allowance, rate, net
_GROSS, _TAKEN_OFF, _NET = 0, 2, 4
_UNALLOWED = 3  # columns where nothing is taken off and the blank ones were lost: gross, share, net

Paths = tuple[tuple[str, ...], ...]


def read_method_paths(header: Sequence[Row], rows: Sequence[BodyRow], width: int) -> Paths | None:
    """Return the header paths of the columns beside the label's, None where the amounts do not prove them."""
    words = [plain(cell.text) for row in header for cell in row if cell.text]
    days = list(dict.fromkeys(match[0] for text in words if (match := _DAY.search(text))))
    allowance = next((match[0] for text in words if (match := _ALLOWANCE.search(text))), None)
    of_period = next((each for each in (_OF_PERIOD, _UNALLOWED) if width == 1 + _PERIODS * each), 0)
    if not of_period or len(days) != _PERIODS or allowance is None:
        return None
    if not any(_METHOD.match(plain(row.cells[0].cell.text)) for row in rows if row.cells):
        return None
    proves = _subtracts if of_period == _OF_PERIOD else _repeats
    halves = [proves(row, 1 + period * of_period) for row in rows for period in range(_PERIODS)]
    proofs = [proof for proof in halves if proof is not None]
    if len(proofs) < _PERIODS or not all(proofs):
        return None
    return tuple(
        path
        for day in days
        for path in (
            (day, "账面余额", "金额"),
            (day, "账面余额", "比例(%)"),
            (day, allowance, "金额"),
            (day, allowance, "计提比例(%)"),
            (day, "账面价值"),
        )
        if of_period == _OF_PERIOD or path[1] != allowance
    )


def _subtracts(row: BodyRow, first: int) -> bool | None:
    """Tell whether gross less allowance is net in a row; None where one of the three is not printed."""
    if len(row.cells) < first + _OF_PERIOD:
        return None
    cells = [row.cells[first + at] for at in (_GROSS, _TAKEN_OFF, _NET)]
    if any(cell.kind is not Kind.NUMBER or len(cell.amounts) != 1 for cell in cells):
        return None
    gross, taken_off, net = (cell.amounts[0].number.value for cell in cells)
    return gross - taken_off == net


def _repeats(row: BodyRow, first: int) -> bool | None:
    """Tell whether gross is net in a row, their share between them; None where either is not printed."""
    gross, share, net = (row.cells[first + at : first + at + 1] for at in range(_UNALLOWED))
    if any(not cell or len(cell[0].amounts) != 1 for cell in (gross, net)):
        return None
    is_share = not share[0].amounts or share[0].amounts[0].number.percent
    return is_share and gross[0].amounts[0].number.value == net[0].amounts[0].number.value


def is_torn(paths: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether the cells of a header stand below those of other columns.

    计提比例(%) above 金额, 本期发生额 above 上期发生额, or 本期增加金额 above 期末余额 and 工程进度, which are no
    movements; or 本期, 上期, 本期 below three headers of one column each, which should head all of these periods each.
    """
    return _alternates(paths) or any(
        (_RATIO.search(above) and _AMOUNT.match(below))
        or (_THIS_PERIOD.match(above) and _LAST_PERIOD.match(below))
        or (_BLOCK.match(above) and _NO_MOVEMENT.match(below))
        for path in paths
        for above, below in pairwise(plain(text) for text in path)
    )


def _alternates(paths: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether two words of periods alternate below headers of one column each: the cells' spans were lost."""
    below = [(plain(path[0]), plain(path[-1])) for path in paths if len(path) == _LEVELS and _PERIOD.match(path[-1])]
    heads = [head for head, _ in below]
    words = [word for _, word in below]
    return (
        len(below) > len(set(words)) == _PERIODS
        and len(set(heads)) == len(heads)
        and all(one != other for one, other in pairwise(words))
    )
