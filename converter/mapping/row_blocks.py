"""Tell the blocks that headings divide a table into, each of which tells its rows apart in a way of its own.

按经营地区分类 heads regions, 按商品转让的时间分类 moments; a header printed again (分产品 | 成本构成项目) begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from converter.mapping.note_members import SUBTOTALS, TOTALS, MemberBook, MemberLabel

_KIND = re.compile(r"^(?:主营业务)?(?:按.{1,12}(?:分类|分解|划分|分|类型)|.{0,6}经营地区(?:分类)?|.{2,8}类型)$")
_SPLIT = re.compile(r"^(?:主营业务)?分.{2,6}$")
_OF_WHICH = "其中"


@dataclass(frozen=True, slots=True)
class Block:
    """Say what divides a row's block: its axis; whether the row is the heading itself."""

    axis: str
    is_heading: bool


def find_blocks(labels: Sequence[MemberLabel], members: MemberBook) -> list[Block | None]:
    """Return the block of each row, None above the first one and below a total.

    A bare 其中 that follows amounts begins a block whose heading was lost: what divides it, nothing says.
    """
    found: list[Block | None] = []
    axis = ""
    after_amounts = False
    for label in labels:
        if (own := _axis_of(label, members)) is not None:
            axis, after_amounts = own, False
            found.append(Block(axis, is_heading=True))
            continue
        if label.key in TOTALS or label.key in SUBTOTALS:
            axis = ""
        elif label.key == _OF_WHICH and not label.prints and after_amounts and axis:
            axis = members.item_axis
        after_amounts = label.prints
        found.append(Block(axis, is_heading=False) if axis else None)
    return found


def _axis_of(label: MemberLabel, members: MemberBook) -> str | None:
    """Return the axis that a label heads, None where it heads no block."""
    if members.is_known(label):
        return None
    named = members.header_axis(label.text)
    if _KIND.match(label.key) and (named or not label.prints or label.key.startswith("按")):
        return named or members.item_axis
    return named if _SPLIT.match(label.key) and named and not label.prints else None
