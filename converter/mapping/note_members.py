"""Tell what the rows of a note's table are among its members: parts, nested parts, totals; on which axes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from converter.model.label import parse_label
from converter.model.mapped import MemberRole
from converter.taxonomy import Taxonomy

TOTALS = frozenset({"合计", "总计", "共计", "合计数", "总合计", "上述合计"})
SUBTOTALS = frozenset({"小计", "分项小计"})
_GROUP_TOTAL = re.compile("(?:合计|小计|总计|汇总)$")
_PART_OF_PART = re.compile(r"^(?:其中|组合\d|组合[一二三四五六七八九])")
_DEDUCTED = re.compile("^减(?!值|少|免|税|资|持)|^重分类至")
_TAKEN_OFF = "减:"
_BLANK_AT_DIGIT = re.compile(r"(?<=[^\x00-\x7f])\s+(?=\d)|(?<=\d)\s+(?=[^\x00-\x7f])")
_BAND = re.compile(
    r"^\d+(?:天|日|个?月|年).*(?:[至到~—–-]\s*\d|以[内上下])|^\d{1,3}[至到~—–-]\d{1,3}(?:天|日|个?月|年)(?=$|[(（])"
)  # 6个月-1年: no name, whatever the header says
_AND = re.compile("[和及与、]")
_TELLING = 3  # characters of a label within other words
_CURRENCY = ":CurrencyAxis"
_NAMES = (
    *(":CounterpartyAxis", ":GuarantorAxis", ":HolderAxis", ":InvesteeAxis", ":PersonAxis"),
    *(":ProjectAxis", ":GovernmentGrantAxis"),
)
_MOMENTS = (":AtPointInTimeMember", ":OverTimeMember")
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


@dataclass(frozen=True, slots=True)
class Member:
    """Hold what a row (a column where transposed) is.

    ``concept`` is its own where a rule of the notes gives it one, ``line_item`` the line item it is about in tables
    about several, ``component`` the component of the carrying amount it shows, ``currency`` the one it names.
    ``tells_component`` says that it does so whatever the headers say (减：坏账准备 below gross amounts).
    A ``generic`` concept is one for rows of several notes (一年内到期部分). Whose amounts a ``nameless`` one among
    others prints, nothing says. The concept of one that ``leads`` holds whatever is printed above its amount.
    """

    role: MemberRole
    dimensions: Dimensions = ()
    concept: str = ""
    component: str = ""
    line_item: str = ""
    opening: bool = False
    currency: str = ""
    generic: bool = False
    is_nameless: bool = False
    leads: bool = False
    tells_component: bool = False


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

    def headings(self, labels: Sequence[MemberLabel]) -> list[Dimensions]:
        """Return the explicit member that each label stands under, where a heading above it is one (联营企业：)."""
        found: list[Dimensions] = []
        for label in labels:
            at = label.parent
            while at is not None and (labels[at].prints or not self.is_known(labels[at])):
                at = labels[at].parent
            known = {} if at is None else self._by_label[labels[at].key]
            found.append(tuple(sorted(known.items())[:1]) if len(known) == 1 else ())
        return found

    def dimension(self, label: MemberLabel, axes: Sequence[str]) -> tuple[str, str]:
        """Return the axis and the member of a label: explicit where the table has an axis that knows it, else text."""
        known = self._by_label.get(label.key, {})
        for axis in axes:
            if axis in known:
                return axis, known[axis]
        for axis, member in known.items():
            if member.endswith(_MOMENTS):  # 某一时点转让 below the products: what is sold when is no product
                return axis, member
        typed = next((axis for axis in axes if axis in self._axes and self._axes[axis].typed), self.item_axis)
        return (self.item_axis if _BAND.match(label.term) else typed), label.term

    def dimensions(
        self, labels: Sequence[MemberLabel], roles: Sequence[MemberRole], axes: Sequence[Sequence[str]]
    ) -> list[Dimensions | None]:
        """Return the dimensions of each label on its ``axes``, no two the same that print: totals have none.

        The sum of what stands below a heading (小计) is of the heading. Of different labels that are one member, the
        sum keeps the member, the others are parts of it. Labels printed twice are told apart by what they are nested
        under, and so are those beside them; names of parties and entries of several columns that a list prints twice
        by their number. None for those that nothing tells apart.
        """
        whole = next((label for label, role in zip(labels, roles, strict=True) if role is MemberRole.TOTAL), None)
        found: list[Dimensions] = [
            ()
            if role in {MemberRole.TOTAL, MemberRole.APART} or not label.term or _is_again(label, whole)
            else (
                self._sum_of_group(labels, roles, number, axes[number])
                or self._as_summed(role, self.dimension(label, axes[number])),
            )
            for number, (label, role) in enumerate(zip(labels, roles, strict=True))
        ]
        printing = [number for number, label in enumerate(labels) if label.prints and found[number]]
        self._tell_parts(labels, roles, found, printing)
        self._place_under_parents(labels, roles, found, printing)
        return self._number(labels, found, printing)

    def _as_summed(self, role: MemberRole, dimension: tuple[str, str]) -> tuple[str, str]:
        """Return the member of a row as its place in the sum has it: what is taken off says so, a sum is nobody's name.

        The amount of 减:… is no part; 承诺投资项目小计 is no project.
        """
        axis, text = dimension
        if role is MemberRole.SUBTOTAL and axis.endswith(_NAMES) and self._axes[axis].typed:
            return self.item_axis, text
        is_said = role is not MemberRole.DEDUCTED or not self._axes[axis].typed or _DEDUCTED.match(text) is not None
        return dimension if is_said else (axis, f"{_TAKEN_OFF}{text}")

    def _place_under_parents(
        self,
        labels: Sequence[MemberLabel],
        roles: Sequence[MemberRole],
        found: list[Dimensions],
        printing: Sequence[int],
    ) -> None:
        """Put rows below what they are nested under where one of them would not be told otherwise, or is a currency."""
        above = {number: labels[number].parent for number in printing}
        repeated = _repeated(found, printing)
        has_blocks = any(_heads(labels, above[number]) for number in repeated)
        for number in printing:
            at = above[number]
            if at is None or _is_sum(labels[number], roles[number]):
                continue
            in_block = has_blocks and _heads(labels, at)
            if number in repeated or in_block or found[number][0][0].endswith(_CURRENCY):
                found[number] = self._within(found[number], labels[at].term)
        while deeper := {n: at for n in _repeated(found, printing) if (at := _outer(labels, above[n])) is not None}:
            for number, at in deeper.items():
                found[number] = self._within(found[number], labels[at].term)
                above[number] = at

    def _number(
        self, labels: Sequence[MemberLabel], found: Sequence[Dimensions], printing: Sequence[int]
    ) -> list[Dimensions | None]:
        """Give entries that a list prints twice their numbers, None to other rows that are alike."""
        numbered: list[Dimensions | None] = list(found)
        groups: dict[Dimensions, list[int]] = {}
        for number in printing:
            groups.setdefault(found[number], []).append(number)
        for each, numbers in groups.items():
            if len(numbers) < _AT_LEAST:
                continue
            are_entries = self._are_entries(labels, each, numbers)
            if not are_entries:
                for number in _beside(labels, numbers):
                    numbered[number] = None
            for times, number in enumerate(numbers, 1):
                numbered[number] = None if not are_entries else each if times == 1 else self._numbered(each, times)
        return numbered

    def _are_entries(self, labels: Sequence[MemberLabel], dimensions: Dimensions, numbers: Sequence[int]) -> bool:
        """Tell whether labels alike are entries of one list: names, or several columns, with no sum between them."""
        axis, _ = dimensions[-1]
        names = axis.endswith(_NAMES) or all("/" in labels[number].text for number in numbers)
        are_beside = len({labels[number].parent for number in numbers}) == 1 and not _sums_between(labels, numbers)
        return names and self._axes[axis].typed and are_beside

    def _sum_of_group(
        self, labels: Sequence[MemberLabel], roles: Sequence[MemberRole], number: int, axes: Sequence[str]
    ) -> tuple[str, str] | None:
        """Return the member of the heading that a bare 小计 adds up the rows below of, None where there is none."""
        if not _is_sum(labels[number], roles[number]):
            return None
        heads = {label.parent for label in labels[:number]}
        for at in range(number - 1, -1, -1):
            above = labels[at]
            if above.key in SUBTOTALS or above.key in TOTALS:
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
        axis, member = dimensions[-1]
        if self._axes[axis].typed:
            return (*dimensions[:-1], (axis, f"{parent}/{member}"))
        return (*dimensions, (self.item_axis, parent))

    def _numbered(self, dimensions: Dimensions, number: int) -> Dimensions:
        axis, member = dimensions[-1]
        if self._axes[axis].typed:
            return (*dimensions[:-1], (axis, f"{member}（{number}）"))
        return (*dimensions, (self.item_axis, f"（{number}）"))


def _is_sum(label: MemberLabel, role: MemberRole) -> bool:
    """Tell whether a label is nothing but the word for the sum of a group."""
    return label.key in SUBTOTALS or (label.key in TOTALS and role is MemberRole.SUBTOTAL)


def _sums_between(labels: Sequence[MemberLabel], numbers: Sequence[int]) -> list[int]:
    """Return the sums of groups that part rows from each other."""
    return [at for at in range(numbers[0], numbers[-1]) if labels[at].key in SUBTOTALS or labels[at].key in TOTALS]


def _beside(labels: Sequence[MemberLabel], numbers: Sequence[int]) -> Iterator[int]:
    """Yield the rows of the groups whose heading was lost: rows alike stand in several, each of which ends in a sum.

    Nothing says of any of them, and of their sums, what they are part of.
    """
    if not _sums_between(labels, numbers):
        return
    for number in numbers:
        ends = (at for at in range(number, len(labels)) if labels[at].key in SUBTOTALS or labels[at].key in TOTALS)
        begins = (at for at in range(number, -1, -1) if labels[at].key in SUBTOTALS or labels[at].key in TOTALS)
        end = next(ends, len(labels) - 1)
        is_whole = labels[end].key in TOTALS and end == len(labels) - 1
        yield from range(next(begins, -1) + 1, end if is_whole else end + 1)


def _repeated(found: Sequence[Dimensions], printing: Sequence[int]) -> set[int]:
    counts = Counter(found[number] for number in printing)
    return {number for number in printing if counts[found[number]] > 1}


def _heads(labels: Sequence[MemberLabel], at: int | None) -> bool:
    """Tell whether a parent is a heading that prints nothing."""
    return at is not None and not labels[at].prints


def _outer(labels: Sequence[MemberLabel], at: int | None) -> int | None:
    return None if at is None else labels[at].parent


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
    if len(totals) > 1 and _adds_up_last_group(labels, roles, totals[-2], totals[-1]):
        roles[totals[-1]] = MemberRole.SUBTOTAL
    if not totals and MemberRole.DEDUCTED not in roles:
        subtotals = [number for number, role in enumerate(roles) if role is MemberRole.SUBTOTAL]
        last = max((number for number, label in enumerate(labels) if label.prints), default=-1)
        if len(subtotals) == 1 and subtotals[0] == last and labels[last].key in SUBTOTALS:
            roles[last] = MemberRole.TOTAL
    return roles


def _adds_up_last_group(labels: Sequence[MemberLabel], roles: Sequence[MemberRole], before: int, last: int) -> bool:
    """Tell whether the last sum is that of the rows below the last heading alone, with another sum above it."""
    group = range(before + 1, last)
    heads = {labels[number].parent for number in group if labels[number].parent in group}
    is_headed = any(at is not None and not labels[at].prints and labels[at].key for at in heads)
    sums: dict[int, Decimal] = {}
    for number in group:
        if roles[number] is MemberRole.PART:
            for column, amount in labels[number].amounts:
                sums[column] = sums.get(column, Decimal()) + amount
    whole = dict(labels[last].amounts)
    others = dict(labels[before].amounts)
    return is_headed and bool(whole) and sums == whole and any(others.values())


def _role(label: MemberLabel, labels: Sequence[MemberLabel], title: str) -> MemberRole:
    key = label.key
    if key in TOTALS or key.removesuffix("合计") == title != key:
        return MemberRole.TOTAL
    if key in SUBTOTALS or _GROUP_TOTAL.search(key):
        return MemberRole.SUBTOTAL
    if label.prefix == "减" or _DEDUCTED.match(key):
        return MemberRole.DEDUCTED
    parent = labels[label.parent] if label.parent is not None else None
    if label.prefix == "其中" or _PART_OF_PART.match(key) or (parent is not None and parent.prints):
        return MemberRole.NESTED
    return MemberRole.PART
