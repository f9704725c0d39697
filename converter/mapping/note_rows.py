"""Tell what the rows of a note's table are: members, line items of their own, components, totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from converter.mapping.line_item_rows import LineItemRows, currency_code
from converter.mapping.lookup import RuleBook
from converter.mapping.note_captions import Caption
from converter.mapping.note_layout import prints
from converter.mapping.note_measures import OWN, Measure, MeasureBook
from converter.mapping.note_members import TOTALS, Member, MemberBook, MemberLabel, member_roles
from converter.mapping.note_subjects import PRIMARY, STATEMENTS, Subject, SubjectBook, names_lines
from converter.mapping.row_blocks import Block, find_blocks
from converter.model.label import parse_label
from converter.model.mapped import CellRole, MemberRole
from converter.model.statement import LineItem, NotePlace, Statement, StatementKind
from converter.taxonomy import LineItemRule

_COMPONENT_ROLES = {
    CellRole.GROSS: MemberRole.SUBTOTAL,
    CellRole.ALLOWANCE: MemberRole.DEDUCTED,
    CellRole.NET: MemberRole.TOTAL,
}
_AT_LEAST_ROWS = 3  # a part, what is taken off, the rest
_DEFERRED, _DIFFERENCES = "DeferredTax", ":TemporaryDifferenceAxis"
_DEALINGS = "关联交易"
_RELATED, _INVESTEE, _COUNTERPARTY = "RelatedPart", ":InvesteeAxis", ":CounterpartyAxis"
_PROJECT = ":ProjectAxis"  # 项目名称
_PARTS_OF_BUSINESS = (":IndustryAxis", ":ProductAxis", ":RegionAxis", ":SalesChannelAxis", ":SegmentAxis")
_NO_NAMES = frozenset({"", "项目", "名称", "公司", "有限公司"})  # what is left of a name that a page break cut
_COMPANY = frozenset({"公司", "企业"})  # 公司名称, 企业名称
_SOURCE = ":IncomeSourceAxis"  # of income: what is held is no source
_BY_GROUP = "组合计提"
_MATURITY, _AGEING = ":MaturityAxis", ":AgeingAxis"
_NATURE, _OF_BALANCE = ":ExpenseNatureAxis", ":NatureOfBalanceAxis"


class RowBook:
    """Map the rows of tables whose columns are measures."""

    def __init__(self, book: RuleBook, subjects: SubjectBook, measures: MeasureBook, members: MemberBook) -> None:
        """Take what rows are looked up in."""
        self._book = book
        self._subjects = subjects
        self._measures = measures
        self._members = members
        afters: dict[str, set[str]] = {}
        for rule in book.taxonomy.rules:
            if rule.statement == StatementKind.NOTE.value:
                afters.setdefault(rule.concept, set()).add(rule.after)
        printed = {rule.concept for rule in book.taxonomy.rules if rule.statement != StatementKind.NOTE.value}
        self._generic = {name for name, found in afters.items() if len(found) > 1 or "" in found} - printed
        self._typed = {name for name, axis in book.taxonomy.axes.items() if axis.typed}
        self._line_items = LineItemRows(book, subjects, members)
        self.gross = f"{book.taxonomy.prefix}:GrossMember"
        self.net = book.taxonomy.axes[f"{book.taxonomy.prefix}:CarryingAmountComponentsAxis"].default or ""

    def are_members(self, keys: Sequence[str], row_header: str) -> bool:
        """Tell whether all rows are members of some axis and none a line item (地区分部: 境内, 境外).

        So are rows of any words whose header says that they are parts of the business (行业名称). Currencies are of the
        line items above them, whose rows print nothing (货币资金, 其中：美元).
        """
        labels = [MemberLabel(key) for key in keys if key not in TOTALS]
        if all(currency_code(label.key, self._book.taxonomy) for label in labels):
            return False
        known = self._members.header_axis(row_header).endswith(_PARTS_OF_BUSINESS)
        known = known or all(self._members.is_known(label) for label in labels)
        return bool(labels) and known and not any(self._subjects.line_item(label.key) for label in labels)

    def map_rows(
        self,
        statement: Statement,
        place: NotePlace,
        subject: Subject,
        caption: Caption,
        measures: Sequence[Measure | None],
        labels: Sequence[MemberLabel] = (),
    ) -> list[Member]:
        """Return what each row of a table is; ``labels`` are those of the rows where they are not as printed."""
        labels = labels or [row_label(item) for item in statement.items]
        roles = member_roles(labels, subject.key)
        parts = [
            label
            for label, role in zip(labels, roles, strict=True)
            if role not in {MemberRole.TOTAL, MemberRole.SUBTOTAL}
        ]
        header = self._header_axis(place.row_header, subject, caption)
        if header.endswith(_COUNTERPARTY) and any(_BY_GROUP in words for words in place.captions):
            header = ""  # 名称: that of a group
        axes = self._axes_of(parts, (header, caption.axis), subject)
        blocks = find_blocks(labels, self._members)
        is_whole = len(parts) == 1 and _is_title(parts[0], place)
        roles = [
            MemberRole.APART if (block is not None and block.is_heading) or (is_whole and label is parts[0]) else role
            for label, block, role in zip(labels, blocks, roles, strict=True)
        ]
        dimensions = self._members.dimensions(labels, roles, [self._axes_within(block, axes) for block in blocks])
        rivals = _rival_totals(labels)
        called = _first_key(place.row_header) if header else ""  # a header again, run together with a row: damage
        members = [
            Member(
                role,
                each or (),
                currency=self._currency(labels, number),
                is_nameless=each is None
                or number in rivals
                or (len(parts) > 1 and labels[number].key in _NO_NAMES)
                or (bool(called) and _first_key(labels[number].text) == called),
            )
            for number, (role, each) in enumerate(zip(roles, dimensions, strict=True))
        ]
        if subject.rows_are_line_items:
            first, _, second = place.row_header.partition("/")
            if names_lines(second):
                swapped = [_with_line_first(label) for label in labels]
                return self._line_items.map_rows(swapped, members, axes, first, has_two=True)
            return self._line_items.map_rows(labels, members, axes, self._names_header(statement, place.row_header))
        members = self._with_own_concepts(labels, members, subject)
        own = [measure for measure in measures if measure is not None and OWN in measure.concepts]
        if caption.component or any(measure.component for measure in own):
            return self._by_deduction(labels, members, subject)
        return self._by_component(labels, members, subject)

    def _with_own_concepts(
        self, labels: Sequence[MemberLabel], members: Sequence[Member], subject: Subject
    ) -> list[Member]:
        """Give the rows that a rule of the notes is about their concept instead of a member."""
        if subject.statement:
            return self._by_statement(labels, members, subject.statement)
        seen = {name: 0 for name in subject.concepts if name}
        found: list[Member] = []
        for label, member in zip(labels, members, strict=True):
            rule = self._book.find(StatementKind.NOTE.value, label.key, seen)
            above = found[label.parent] if label.parent is not None and label.parent < len(found) else member
            is_part = rule is not None and rule.concept in subject.concepts and _is_part_of_another(label, labels)
            if rule is not None and rule.concept and _is_about(rule, seen) and not is_part:
                generic = rule.concept in self._generic
                own = replace(member, concept=rule.concept, dimensions=(), opening=rule.opening, generic=generic)
                found.append(own)
            elif above.concept:  # 其中: part of what stands above it, whatever the table is about
                found.append(replace(member, concept=above.concept, opening=above.opening, generic=above.generic))
            else:
                found.append(member)
        return found

    def _by_statement(self, labels: Sequence[MemberLabel], members: Sequence[Member], statement: str) -> list[Member]:
        """Give rows the concepts that the rules of a kind of statement have for them."""
        seen: dict[str, int] = {}
        found: list[Member] = []
        kinds = PRIMARY if statement == STATEMENTS else (statement,)
        for row, (label, member) in enumerate(zip(labels, members, strict=True)):
            above = found[label.parent].concept if label.parent is not None and label.parent < row else ""
            rules = (self._book.find(kind, label.key, seen, above or None) for kind in kinds)
            rule = next((rule for rule in rules if rule is not None), None)
            concept = "" if rule is None or (rule.heading and not label.prints) else rule.concept
            for name in (concept, rule.heading if rule is not None else ""):
                if name:
                    seen[name] = row
            if rule is not None and concept:
                found.append(replace(member, concept=concept, dimensions=(), opening=rule.opening))
            else:
                found.append(member)
        return found

    def _by_component(self, labels: Sequence[MemberLabel], members: Sequence[Member], subject: Subject) -> list[Member]:
        """Tell gross amounts from net ones where a row takes the allowance off (减：坏账准备).

        What stands above it is gross, the total below it net.
        """
        if any(_DEFERRED in name for name in subject.concepts):
            return list(members)  # 信用损失准备 is what tax is deferred on
        shown = [self._component(label, subject) for label in labels]
        taken_off = [number for number, each in enumerate(shown) if each is not None and each.component]
        allowances = [number for number in taken_off if (each := shown[number]) and each.role is CellRole.ALLOWANCE]
        if not allowances or _is_added(labels, members, allowances[0]):
            return list(members)
        found: list[Member] = []
        seen: set[str] = set()
        for number, member in enumerate(members):
            measure = shown[number]
            if measure is not None and (member.role is MemberRole.NESTED or measure.component in seen):
                found.append(self._component_of_part(labels, member, number, measure.component))
            elif measure is not None and measure.role is not None:
                seen.add(measure.component)
                role = _COMPONENT_ROLES[measure.role]
                found.append(replace(member, role=role, dimensions=(), component=measure.component))
            elif number < allowances[0] and not member.concept:
                is_sum = member.role in {MemberRole.TOTAL, MemberRole.SUBTOTAL} and number == allowances[0] - 1
                gross = replace(member, component=self.gross)
                found.append(replace(gross, role=MemberRole.SUBTOTAL, dimensions=()) if is_sum else gross)
            else:
                found.append(member)
        return found

    def _by_deduction(self, labels: Sequence[MemberLabel], members: Sequence[Member], subject: Subject) -> list[Member]:
        """Tell the allowance, and the net total below it, where a last row takes it off gross amounts."""
        found = list(members)
        if len(found) < _AT_LEAST_ROWS or found[-1].role is not MemberRole.TOTAL:
            return found
        measure = self._component(labels[-2], subject) if found[-2].role is MemberRole.DEDUCTED else None
        if measure is not None and measure.role is CellRole.ALLOWANCE:
            taken_off = replace(found[-2], dimensions=(), component=measure.component, tells_component=True)
            found[-2:] = taken_off, replace(found[-1], component=self.net, tells_component=True)
        return found

    def _component_of_part(self, labels: Sequence[MemberLabel], member: Member, number: int, component: str) -> Member:
        """Return a component of one row above (其中：原值), not of the whole table."""
        above = labels[number].parent
        text = labels[number if above is None else above].term
        return replace(
            member, role=MemberRole.NESTED, dimensions=((self._members.item_axis, text),), component=component
        )

    def _component(self, label: MemberLabel, subject: Subject) -> Measure | None:
        """Return the measure of a row that is nothing but a component (坏账准备, 账面价值)."""
        for text in dict.fromkeys((label.term, label.term.removeprefix("减"))):
            measure = self._measures.find((text,), subject)
            if measure is not None and measure.concepts == (OWN,) and measure.role in _COMPONENT_ROLES:
                return measure
        return None

    def _header_axis(self, row_header: str, subject: Subject, caption: Caption) -> str:
        """Return the axis that the header of the labels names; a company dealt with is no investee (公司名称)."""
        axis = self._members.header_axis(row_header)
        deals = _DEALINGS in subject.title or any(_RELATED in name for name in subject.concepts)
        deals = deals or caption.axis.endswith(_COUNTERPARTY)
        return axis.replace(_INVESTEE, _COUNTERPARTY) if deals and row_header[:2] in _COMPANY else axis

    def _names_header(self, statement: Statement, row_header: str) -> str:
        """Return the header of the names beside or below the line items (项目名称 | 关联方), in whatever order.

        Where the names stand below the line items, the column of its own that they have is empty.
        """
        first, _, second = row_header.partition("/")
        if self._members.header_axis(second).endswith(_PROJECT):
            return first
        empty = (column.measure or "" for column in statement.columns)
        return second or next((each for each in empty if self._members.header_axis(each).endswith(_COUNTERPARTY)), "")

    def _axes_within(self, block: Block | None, axes: Sequence[str]) -> Sequence[str]:
        """Return the axes of a row: that of its block, and those with explicit members where nothing names that one."""
        if block is None:
            return axes
        explicit = [axis for axis in axes if axis not in self._typed]
        return [block.axis] if block.axis != self._members.item_axis else [*explicit, block.axis]

    def axes_across(self, label: MemberLabel, leaves: Sequence[str], axis: str, subject: Subject) -> tuple[str, ...]:
        """Return the axes of a column: those of the columns beside it, then those of its own words."""
        beside = self._axes_of([MemberLabel(leaf) for leaf in leaves], (axis, ""), subject)
        return tuple(dict.fromkeys((*beside, *self._axes_of((label,), (*beside, axis), subject))))

    def is_own_amount(self, label: MemberLabel, subject: Subject) -> bool:
        """Tell whether a header is nothing but the name of what its table is about (递延收益)."""
        return bool(name := self._subjects.line_item(label.key)) and name in subject.concepts

    def _axes_of(self, parts: Sequence[MemberLabel], preferred: tuple[str, ...], subject: Subject) -> tuple[str, ...]:
        """Return the axes of the rows, without that of temporary differences where it is not theirs (政府补助).

        What an expense is for is its nature, not that of a receivable (劳务费). Bands of one table are all of age
        or all of what is left.
        """
        axes = self._members.axes_of(parts, preferred)
        held = self._book.taxonomy.concepts.get(subject.balance)
        if held is not None and held.balance == "debit" and not subject.flow:
            axes = tuple(axis for axis in axes if axis in preferred or not axis.endswith(_SOURCE))
        bands = [axis for axis in axes if axis.endswith((_MATURITY, _AGEING))]
        axes = tuple(axis for axis in axes if axis not in bands[1:])
        if any(axis.endswith(_NATURE) for axis in axes):
            axes = tuple(axis for axis in axes if axis in preferred or not axis.endswith(_OF_BALANCE))
        if any(_DEFERRED in name for name in subject.concepts) or not subject.is_known:
            return axes
        return tuple(axis for axis in axes if axis in preferred or not axis.endswith(_DIFFERENCES))

    def _currency(self, labels: Sequence[MemberLabel], number: int) -> str:
        """Return the ISO 4217 code of the currency that a row, or one it is nested under, names."""
        at: int | None = number
        while at is not None:
            if code := currency_code(labels[at].key, self._book.taxonomy):
                return code
            at = labels[at].parent
        return ""


def row_label(item: LineItem) -> MemberLabel:
    """Return the label of a row with the amounts beside it."""
    reading = item.readings[0] if len(item.readings) == 1 else ()
    amounts = tuple((amount.column, amount.value) for amount in reading)
    return MemberLabel(item.printed_label, item.parent, item.prefix, prints(item), amounts)


def _with_line_first(label: MemberLabel) -> MemberLabel:
    """Return a label with the line item that stands in its second column before what stands in the first."""
    first, _, second = label.text.rpartition("/")
    return replace(label, text="/".join(filter(None, (second, first))))


def _is_title(label: MemberLabel, place: NotePlace) -> bool:
    """Tell whether a label is the title of its note, or a caption about it printed again (实际核销的应收账款)."""
    title = parse_label(place.title).key
    captions = (parse_label(words).key for words in place.captions)
    return bool(title) and (
        label.key == title or (label.key.endswith(title) and any(label.key in words for words in captions))
    )


def _is_part_of_another(label: MemberLabel, labels: Sequence[MemberLabel]) -> bool:
    """Tell whether a row that is called as its note is (关键管理人员报酬) is no more than a part of the total below."""
    whole = next((dict(other.amounts) for other in reversed(labels) if other.key in TOTALS), {})
    return any(column in whole and whole[column] != amount for column, amount in label.amounts)


def _rival_totals(labels: Sequence[MemberLabel]) -> set[int]:
    """Return the bare totals one below the other that print different amounts: of which year, nobody says."""
    rivals: set[int] = set()
    for at in range(1, len(labels)):
        above, below = labels[at - 1], labels[at]
        alike = above.key == below.key and below.key in TOTALS and above.prints and below.prints
        columns = [[column for column, _ in each.amounts] for each in (above, below)]
        if alike and columns[0] == columns[1] and above.amounts != below.amounts:
            rivals |= {at - 1, at}
    return rivals


def _is_about(rule: LineItemRule, seen: dict[str, int]) -> bool:
    return not rule.after or rule.after in seen


def _is_added(labels: Sequence[MemberLabel], members: Sequence[Member], number: int) -> bool:
    """Tell whether what is called an allowance is one of the parts that the total below it adds up."""
    below = (at for at in range(number + 1, len(labels)) if members[at].role is MemberRole.TOTAL)
    total = next(below, None)
    if total is None or members[number].role is not MemberRole.PART:
        return False
    sums: dict[int, Decimal] = {}
    for label, member in zip(labels[:total], members[:total], strict=True):
        if member.role is MemberRole.PART:
            for column, amount in label.amounts:
                sums[column] = sums.get(column, Decimal()) + amount
    whole = dict(labels[total].amounts)
    return bool(whole) and all(sums.get(column) == amount for column, amount in whole.items())


def _first_key(words: str) -> str:
    """Return the key of the first of several columns of labels, or of their headers (姓名/职务)."""
    return parse_label(words.partition("/")[0]).key
