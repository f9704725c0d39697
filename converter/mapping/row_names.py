"""Part the name of a row from the words of the columns beside it that it was joined to.

In 关联方 | 关联交易内容 one company stands in several rows, told apart by what it buys or sells. The company is the
member of its axis; the words beside it, which are no name, are an item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from converter.mapping.note_members import Member, MemberLabel
from converter.model.statement import LineItem


def part_names(items: Sequence[LineItem], members: Sequence[Member], item_axis: str) -> list[Member]:
    """Return the members, those on an axis of names with the words beside the name on the axis of items."""
    return [_part(item, member, item_axis) for item, member in zip(items, members, strict=True)]


def name_of(item: LineItem) -> str:
    """Return the label of a row without the words of the columns beside it."""
    return item.printed_label.removesuffix(f"/{_beside(item)}")


def _part(item: LineItem, member: Member, item_axis: str) -> Member:
    name, beside = MemberLabel(name_of(item)).term, _beside(item)
    if not beside or not name or item_axis in {axis for axis, _ in member.dimensions}:
        return member
    at = next((at for at, (_, text) in enumerate(member.dimensions) if text.startswith(f"{name}/")), None)
    if at is None:
        return member
    axis, text = member.dimensions[at]
    is_whole = text == MemberLabel(item.printed_label).term  # no number of an entry behind it
    rest = MemberLabel(beside).term if is_whole else text.removeprefix(f"{name}/")
    own = (*member.dimensions[:at], (axis, name), *member.dimensions[at + 1 :])
    return replace(member, dimensions=(*own, (item_axis, rest)))


def _beside(item: LineItem) -> str:
    return "/".join(text for dimension, text in item.members if not dimension)
