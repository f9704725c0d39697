"""Tell what the rows of a note's table are among its members: parts, nested parts, totals; on which axes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from converter.model.label import parse_label
from converter.model.mapped import MemberRole
from converter.taxonomy import Taxonomy

TOTALS = frozenset({"合计", "总计", "共计", "合计数", "总合计"})
_SUBTOTAL = frozenset({"小计", "分项小计"})
_GROUP_TOTAL = re.compile("(?:合计|小计|总计)$")
_PART_OF_PART = re.compile(r"^(?:其中|组合\d|组合[一二三四五六七八九])")
_DEDUCTED = re.compile("^减(?!值|少|免|税|资|持)")
_BLANK_AT_DIGIT = re.compile(r"(?<=[^\x00-\x7f])\s+(?=\d)|(?<=\d)\s+(?=[^\x00-\x7f])")
_BAND = re.compile(
    r"^\d+(?:天|日|个?月|年).*(?:[至到~—–-]\s*\d|以[内上下])"
)  # 6个月-1年: no name, whatever the header says
_AND = re.compile("[和及与、]")
_TELLING = 3  # characters of a label within other words
_AT_LEAST = 2  # labels on an axis make it one of the table's

Dimensions = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MemberLabel:
    """Hold a row's label, or a column's where the table is transposed: ``parent`` is an index among the labels.

    ``amounts`` are those printed beside it, by column, where it has one reading.
    """

    text: str
    parent: int | None = None
    prefix: str | None = None
    prints: bool = True
    amounts: tuple[tuple[int, Decimal], ...] = ()

    @property
    def key(self) -> str:
        """Return the normalised label."""
        return parse_label(self.text).key

    @property
    def term(self) -> str:
        """Return the label without ordinal, prefix and instructions; as printed where nothing else is left.

        A blank beside a digit is now printed, now not: 组合1 应收客户款.
        """
        return _BLANK_AT_DIGIT.sub("", parse_label(self.text).term) or self.text.strip()


class MemberBook:
    """Look labels up in note_members.csv, the headers of their column in row_axes.csv."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Index the rows by label."""
        self._axes = taxonomy.axes
        self._by_header = taxonomy.row_axes
        self._by_label: dict[str, dict[str, str]] = {}
        for row in taxonomy.note_members:
            self._by_label.setdefault(row.label, {})[row.axis] = row.member
        self.item_axis = f"{taxonomy.prefix}:NoteItemAxis"

    def header_axis(self, header: str) -> str:
        """Return the axis that the header of the column of labels names, empty where it names none.

        Of several columns of labels (姓名/性别/职务) the first one counts, where all together name none.
        """
        keys = (parse_label(words).key for words in (header, header.split("/", maxsplit=1)[0]))
        return next((self._by_header[key] for key in keys if key and key in self._by_header), "")

    def axes_of(self, labels: Sequence[MemberLabel], preferred: Sequence[str]) -> tuple[str, ...]:
        """Return the axes that the labels of one table are on: those its header and captions name, then the usual.

        An axis is the table's where several labels, or half of all, are known on it.
        """
        counts = Counter(axis for label in labels for axis in self._by_label.get(label.key, {}))
        parts = sum(label.prints and label.key not in TOTALS for label in labels)
        usual = [axis for axis, count in counts.most_common() if count >= _AT_LEAST or 2 * count >= parts]
        return tuple(dict.fromkeys((*(axis for axis in preferred if axis), *usual)))

    def is_known(self, label: MemberLabel) -> bool:
        """Tell whether a label is a member of any axis."""
        return label.key in self._by_label

    def contained(self, words: str, axis: str) -> str:
        """Return the member of an axis whose label, the longest, is part of the words; empty where none is.

        Words that name something else beside it (存货跌价准备和合同履约成本减值准备) are not about that member alone.
        """
        labels = [label for label, known in self._by_label.items() if axis in known and label in words]
        longest = max(labels, key=len, default="")
        if _AND.search(words.replace(longest, "")):
            return ""
        return self._by_label[longest][axis] if len(longest) >= _TELLING else ""

    def dimension(self, label: MemberLabel, axes: Sequence[str]) -> tuple[str, str]:
        """Return the axis and the member of a label: explicit where the table has an axis that knows it, else text."""
        known = self._by_label.get(label.key, {})
        for axis in axes:
            if axis in known:
                return axis, known[axis]
        typed = next((axis for axis in axes if axis in self._axes and self._axes[axis].typed), self.item_axis)
        return (self.item_axis if _BAND.match(label.term) else typed), label.term

    def dimensions(
        self, labels: Sequence[MemberLabel], roles: Sequence[MemberRole], axes: Sequence[str]
    ) -> list[Dimensions]:
        """Return the dimensions of each label that prints, no two the same: totals have none.

        The sum of what stands below a heading (小计) is of the heading. Of different labels that are one member, the
        sum keeps the member, the others are parts of it. A label printed twice is told apart by what it is nested
        under, then by its number.
        """
        whole = next((label for label, role in zip(labels, roles, strict=True) if role is MemberRole.TOTAL), None)
        found: list[Dimensions] = [
            ()
            if role is MemberRole.TOTAL or not label.term or _is_again(label, whole)
            else (self._sum_of_group(labels, number, axes) or self.dimension(label, axes),)
            for number, (label, role) in enumerate(zip(labels, roles, strict=True))
        ]
        printing = [number for number, label in enumerate(labels) if label.prints and found[number]]
        self._tell_parts(labels, roles, found, printing)
        repeated = {each for each, count in Counter(found[number] for number in printing).items() if count > 1}
        for number in printing:
            parent = labels[number].parent
            if found[number] in repeated and parent is not None:
                found[number] = self._within(found[number], labels[parent].term)
        seen: Counter[Dimensions] = Counter()
        for number in printing:
            each = found[number]
            seen[each] += 1
            if seen[each] > 1:
                found[number] = self._numbered(each, seen[each])
        return found

    def _sum_of_group(self, labels: Sequence[MemberLabel], number: int, axes: Sequence[str]) -> tuple[str, str] | None:
        """Return the member of the heading that a bare 小计 adds up the rows below of, None where there is none."""
        if labels[number].key not in _SUBTOTAL:
            return None
        heads = {label.parent for label in labels[:number]}
        for at in range(number - 1, -1, -1):
            above = labels[at]
            if above.key in _SUBTOTAL or above.key in TOTALS:
                return None
            if at in heads and not above.prints and above.key:
                known = self._by_label.get(above.key, {})
                axis = next((axis for axis in (*axes, *sorted(known)) if axis in known), None)
                return self.dimension(above, axes) if axis is None else (axis, known[axis])
        return None

    def _tell_parts(
        self,
        labels: Sequence[MemberLabel],
        roles: Sequence[MemberRole],
        found: list[Dimensions],
        printing: Sequence[int],
    ) -> None:
        """Say of different labels that are one explicit member which part of it each is, but of their sum."""
        groups: dict[Dimensions, list[int]] = {}
        for number in printing:
            groups.setdefault(found[number], []).append(number)
        for dimensions, numbers in groups.items():
            keys = {labels[number].key for number in numbers}
            if len(keys) < 2 or self._axes[dimensions[0][0]].typed:
                continue
            for number in numbers:
                if roles[number] is not MemberRole.SUBTOTAL:
                    found[number] = (*dimensions, (self.item_axis, labels[number].term))

    def _within(self, dimensions: Dimensions, parent: str) -> Dimensions:
        axis, member = dimensions[0]
        if self._axes[axis].typed:
            return ((axis, f"{parent}/{member}"),)
        return (*dimensions, (self.item_axis, parent))

    def _numbered(self, dimensions: Dimensions, number: int) -> Dimensions:
        axis, member = dimensions[-1]
        if self._axes[axis].typed:
            return (*dimensions[:-1], (axis, f"{member}（{number}）"))
        return (*dimensions, (self.item_axis, f"（{number}）"))


def _is_again(label: MemberLabel, whole: MemberLabel | None) -> bool:
    """Tell whether a label is that of the total of its table, printed again with the same amounts."""
    return whole is not None and label.key in TOTALS and bool(label.amounts) and label.amounts == whole.amounts


def member_roles(labels: Sequence[MemberLabel], title: str) -> list[MemberRole]:
    """Return what each label is in the sum of its table; ``title`` is the normalised title of the note.

    One row alone is the total, the last that says so. What adds up a group, or stands before 减, is a subtotal.
    """
    roles = [_role(label, labels, title) for label in labels]
    totals = [number for number, role in enumerate(roles) if role is MemberRole.TOTAL]
    for number in totals[:-1]:
        roles[number] = MemberRole.SUBTOTAL
    if not totals and MemberRole.DEDUCTED not in roles:
        subtotals = [number for number, role in enumerate(roles) if role is MemberRole.SUBTOTAL]
        last = max((number for number, label in enumerate(labels) if label.prints), default=-1)
        if len(subtotals) == 1 and subtotals[0] == last and labels[last].key in _SUBTOTAL:
            roles[last] = MemberRole.TOTAL
    return roles


def _role(label: MemberLabel, labels: Sequence[MemberLabel], title: str) -> MemberRole:
    key = label.key
    if key in TOTALS or key.removesuffix("合计") == title != key:
        return MemberRole.TOTAL
    if key in _SUBTOTAL or _GROUP_TOTAL.search(key):
        return MemberRole.SUBTOTAL
    if label.prefix == "减" or _DEDUCTED.match(key):
        return MemberRole.DEDUCTED
    parent = labels[label.parent] if label.parent is not None else None
    if label.prefix == "其中" or _PART_OF_PART.match(key) or (parent is not None and parent.prints):
        return MemberRole.NESTED
    return MemberRole.PART
