"""Tell the line item of each row in tables about several: balances with related parties, segments, fair values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from converter.mapping.lookup import RuleBook
from converter.mapping.note_members import SUBTOTALS, TOTALS, Dimensions, Member, MemberBook, MemberLabel
from converter.mapping.note_subjects import SubjectBook, said_period
from converter.model.label import parse_label
from converter.model.mapped import MemberRole
from converter.taxonomy import Taxonomy

_MONEY = re.compile(
    r"^.{0,6}(?:[元币镑铢盾]|卢比|先令|第纳尔|法郎|比索|克朗|卢布|兰特|福林|迪拉姆|克瓦查|林吉特|宽扎|普拉|里亚尔|雷亚尔|里拉|奈拉|塞地|比尔|坚戈)$"
)
_CURRENCY_ROOM = 4  # characters that may stand around the name of a currency (其中：美元)
_PLACE = re.compile("^(?:(?:中国)?境[内外]|中国大陆|国[内外]|海外)$")  # where something is: no line item
_UNKNOWN = ""  # the line item of a row that nothing tells
# Headings among the line items of segments, and of fair values: they are none.
_SAYS_NOTHING = frozenset({"补充信息", "补充资料", "其他信息", "持续的公允价值计量", "非持续的公允价值计量"})


class LineItemRows:
    """Map the rows of tables in which each row is about a line item of its own."""

    def __init__(self, book: RuleBook, subjects: SubjectBook, members: MemberBook) -> None:
        """Take what labels are looked up in."""
        self._taxonomy = book.taxonomy
        self._subjects = subjects
        self._members = members
        self._typed = {name for name, axis in book.taxonomy.axes.items() if axis.typed}
        self._region_axis = f"{book.taxonomy.prefix}:RegionAxis"
        sums = {summation.total for summation in book.taxonomy.summations}
        self._single = book.taxonomy.concepts.keys() - sums  # line items that are the sum of no others

    def map_rows(
        self,
        labels: Sequence[MemberLabel],
        members: Sequence[Member],
        axes: Sequence[str],
        second: str,
        *,
        has_two: bool = False,
    ) -> list[Member]:
        """Name the line item of each row: its own, else that of the row it is nested under, else its words.

        ``second`` is the header of the second column of labels (项目名称 | 关联方); its axis is that of the names which
        stand there, or below the line item alone in its row. A row whose only text is no line item, where the first
        column holds line items and the second names, says nothing of its line item: its first text was lost.
        A sum is of the line item of the rows since the one before; the last one is of the whole table, where no other
        is, or where it is called otherwise (小计, …, 合计). None is above one that
        stands beside a line item.
        Currencies are those of the row above them that is none, whatever stands before them (其中：, an empty row);
        at the top of the rest of a table that is no row of it.
        """
        beside = self._members.header_axis(second)
        has_two = has_two or bool(beside) or _have_two(labels)
        found: list[Member] = []
        since: list[str] = []  # the line items of the rows since the last sum
        sums: set[str] = set()  # what sums are called so far
        own = [row for row, label in enumerate(labels) if has_two and _is_sum(_beside(label).key)]
        for row, (label, member) in enumerate(zip(labels, members, strict=True)):
            outer, _, inner = label.text.partition("/") if has_two else (label.text, "", "")
            if _is_sum(label.key):
                names = set(since)
                is_whole = member.role is MemberRole.TOTAL and (label.key not in sums or len(names) != 1)
                is_whole = is_whole and not any(at > row for at in own)
                name = names.pop() if len(names) == 1 and not is_whole else _UNKNOWN
                is_nameless = not is_whole and name == _UNKNOWN
                role = MemberRole.TOTAL if is_whole else MemberRole.SUBTOTAL
                found.append(replace(member, role=role, dimensions=(), line_item=name, is_nameless=is_nameless))
                sums.add(label.key)
                since = []
                continue
            above = found[label.parent] if label.parent is not None and label.parent < len(found) else None
            if self._is_currency(label):
                at = next((n for n in reversed(range(len(found))) if not self._is_currency(labels[n])), None)
                above = found[at] if at is not None else above
                if above is None and any(self._subjects.line_item(other.key) for other in labels):
                    found.append(replace(member, dimensions=(), line_item=_UNKNOWN, is_nameless=True))
                    continue
            if row in own:
                name = self._line_item(outer)
                found.append(replace(member, role=MemberRole.SUBTOTAL, dimensions=(), line_item=name))
                since = []
                continue
            is_part = (
                above is not None and label.parent is not None and self._is_part(label, labels[label.parent], above)
            )
            each = self._map_row(label, (outer, inner), member, above, axes, beside, is_part=is_part)
            found.append(each)
            if label.prints:
                since.append(_UNKNOWN if each.is_nameless else each.line_item)
        return self._tell_apart(labels, found)

    def _map_row(
        self,
        label: MemberLabel,
        parts: tuple[str, str],
        member: Member,
        above: Member | None,
        axes: Sequence[str],
        beside: str,
        *,
        is_part: bool,
    ) -> Member:
        outer, inner = parts
        is_nameless = member.is_nameless and not label.key
        if not is_part and (name := self._subjects.line_item(label.key)):
            return replace(member, dimensions=(), line_item=name, is_nameless=False)
        if inner:
            own = ((beside or self._members.item_axis, MemberLabel(inner).term),)
            return replace(member, dimensions=own, line_item=self._line_item(outer), is_nameless=False)
        if above is not None and above.line_item and above.line_item not in _SAYS_NOTHING:
            axis, text = self._members.dimension(label, axes)
            own = ((beside or self._members.item_axis if axis in self._typed else axis, text),)
            dimensions = own if label.key else ()
            return replace(member, dimensions=dimensions, line_item=above.line_item, is_nameless=is_nameless)
        is_nameless = is_nameless or (bool(beside) and label.prints)
        if not is_nameless and _PLACE.match(label.key):
            return replace(member, dimensions=((self._region_axis, label.term),), line_item=_UNKNOWN)
        return replace(member, dimensions=(), line_item=label.term, is_nameless=is_nameless)

    def _is_part(self, label: MemberLabel, outer: MemberLabel, above: Member) -> bool:
        """Tell whether a row is numbered below one of a single line item: （1）应收票据 below （二）应收款项融资."""
        return 0 < parse_label(outer.text).depth < parse_label(label.text).depth and above.line_item in self._single

    def _line_item(self, text: str) -> str:
        label = MemberLabel(text)
        return self._subjects.line_item(label.key) or label.term

    def _tell_apart(self, labels: Sequence[MemberLabel], found: Sequence[Member]) -> list[Member]:
        """Tell rows of one line item apart by what they are nested under; those that nothing tells are nameless.

        Two amounts of one name in different columns are no two entries.
        """
        told = list(found)
        shared = _sharing(labels, told)
        for number in shared:
            parent = labels[number].parent
            if parent is not None:
                told[number] = replace(told[number], dimensions=self._below(told[number], labels[parent].term))
        times: Counter[tuple[str, Dimensions]] = Counter()
        for number in sorted(_sharing(labels, told)):
            member = told[number]
            key = member.line_item, member.dimensions
            times[key] += 1
            if not self._is_name(member):
                told[number] = replace(member, is_nameless=True)
            elif times[key] > 1:
                ((axis, text),) = member.dimensions
                told[number] = replace(member, dimensions=((axis, f"{text}（{times[key]}）"),))
        return told

    def _below(self, member: Member, parent: str) -> Dimensions:
        """Return the dimensions of a row with the words of what it is nested under."""
        item = dict(member.dimensions).get(self._members.item_axis)
        others = tuple(each for each in member.dimensions if each[0] != self._members.item_axis)
        text = parent if item is None else f"{parent}/{item}"
        return (*others, (self._members.item_axis, text))

    def _is_name(self, member: Member) -> bool:
        """Tell whether a row is told by the name of a party alone, which a list may print twice."""
        axes = [axis for axis, _ in member.dimensions]
        return len(axes) == 1 and axes[0] in self._typed and axes[0] != self._members.item_axis

    def _is_currency(self, label: MemberLabel) -> bool:
        return bool(_MONEY.search(label.key) or currency_code(label.key, self._taxonomy))


def currency_code(key: str, taxonomy: Taxonomy) -> str:
    """Return the ISO 4217 code of the currency that a normalised label names, empty where it names none."""
    for name, code in taxonomy.currencies.items():
        if name in key and len(key) <= len(name) + _CURRENCY_ROOM:
            return code
    return ""


def _beside(label: MemberLabel) -> MemberLabel:
    """Return what stands in the second column of labels (应付账款/甲公司)."""
    return MemberLabel(label.text.partition("/")[2])


def _is_sum(key: str) -> bool:
    return key in TOTALS or key in SUBTOTALS


def _have_two(labels: Sequence[MemberLabel]) -> bool:
    """Tell whether labels are made of two columns: some begin alike (应收账款/甲公司, 应收账款/乙公司)."""
    counts = Counter(label.text.partition("/")[0] for label in labels if "/" in label.text)
    return any(count > 1 for count in counts.values())


def _sharing(labels: Sequence[MemberLabel], found: Sequence[Member]) -> list[int]:
    """Return the rows that print amounts of one line item, member and period in the same columns."""
    groups: dict[tuple[str, Dimensions, str], list[int]] = {}
    for number, member in enumerate(found):
        if labels[number].prints and member.line_item and not member.is_nameless:
            period = said_period(labels[number].key)
            groups.setdefault((member.line_item, member.dimensions, period), []).append(number)
    shared: list[int] = []
    for numbers in groups.values():
        columns = [frozenset(column for column, _ in labels[number].amounts) for number in numbers]
        apart = all(columns) and sum(map(len, columns)) == len(frozenset[int]().union(*columns))
        shared.extend(numbers if len(numbers) > 1 and not apart else ())
    return shared
