"""Say which fact a cell of a note's table is: a measure of a member, on the axes that tell it from all others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from converter.mapping.note_captions import Caption
from converter.mapping.note_extension import OwnConcepts, kind_of, names_amount, says_unit
from converter.mapping.note_layout import Path
from converter.mapping.note_measures import OWN, Measure
from converter.mapping.note_members import Dimensions, Member
from converter.mapping.note_period_types import ends_as_balance, says_balance, says_held, tells_day
from converter.mapping.note_subjects import Subject
from converter.model.label import parse_label
from converter.model.mapped import AT_A_DATE, BALANCES, CellRole, MappedCell, MemberRole
from converter.model.period import Duration, Instant, Period
from converter.model.statement import NotePlace, Statement
from converter.taxonomy import Taxonomy

_CAPTION_NAME = 20  # characters: a longer caption is a sentence and names nothing
_RATE = "GrowthRateOfLineItem"
_MARKET_SHARE = "MarketShareOfProduct"  # of which market, the caption says
_ITEMS = frozenset({"项目", "指标", "主要指标", "主要财务指标"})
_SAYS_DAY = re.compile("[期年][初末](?!.*(?:影响|变[化动]))")  # 调整后期初未分配利润: no movement
_TAX, _EFFECT = "IncomeTaxExpenseContinuingOperations", "影响"
_INSTANT, _DURATION = "instant", "duration"
_EFFECT_ON = ":EffectOnLineItem"


class CellMapper:
    """Map the cells of one table."""

    def __init__(
        self,
        taxonomy: Taxonomy,
        own: OwnConcepts,
        statement: Statement,
        subject: Subject,
        caption: Caption,
        place: NotePlace,
    ) -> None:
        """Take what is the same for all cells."""
        self._taxonomy = taxonomy
        self._own = own
        self._statement = statement
        self._subject = subject
        self._caption = caption
        self._place = place
        prefix = taxonomy.prefix
        self._component_axis = f"{prefix}:CarryingAmountComponentsAxis"
        self._line_item_axis = f"{prefix}:LineItemAxis"
        self._rate = f"{prefix}:{_RATE}"
        self._market_share = f"{prefix}:{_MARKET_SHARE}"
        self._disclosure_axis = f"{prefix}:DisclosureAxis"
        self._item_axis = f"{prefix}:NoteItemAxis"
        self._of_rows = self._of_columns = ""

    def read_rows(self, members: Iterable[Member]) -> None:
        """Learn whether all line items among the rows are balances, or all flows: their total is as they are."""
        found = (self._taxonomy.concepts.get(member.line_item) for member in members)
        types = {concept.period_type for concept in found if concept is not None}
        self._of_rows = types.pop() if len(types) == 1 else ""

    def read_columns(self, measures: Iterable[Measure | None]) -> None:
        """Learn what all columns but rates of change are about, where it is one concept: it is what these rates are of.

        报告期投资额 | 上年同期投资额 | 变动幅度
        """
        found = {measure.concepts for measure in measures if measure is not None and measure.role is not None}
        others = {names for names in found if self._rate not in names}
        names = others.pop() if len(others) == 1 else ()
        self._of_columns = names[0] if len(names) == 1 and OWN not in names else ""

    def is_rate(self, measure: Measure | None) -> bool:
        """Tell whether a measure is a rate of change: what it is of, the row says."""
        return measure is not None and self._rate in measure.concepts

    def map_cell(
        self,
        measure: Measure,
        member: Member,
        across: Dimensions,
        path: Path,
        periods: tuple[Period | None, ...],
    ) -> MappedCell | None:
        """Return the fact of a cell; None where nothing says what its amounts are.

        ``across`` are the dimensions of the header where it names a member too, ``periods`` those of column and row.
        """
        assert measure.role is not None
        if measure.in_currency and not member.currency:
            return None  # of which currency, nothing says
        if OWN in measure.concepts and measure.role in BALANCES and self._subject.flow and not self._subject.balance:
            return None  # what stands at a date in the note of a flow is the balance of something else
        period_type = self._period_type(measure, path, periods)
        disclosure = self._caption.disclosure
        line_item = ""
        if self.is_rate(measure):
            concept, line_item = self._growth(measure, member, period_type)
        elif OWN not in measure.concepts:
            item = self._taxonomy.concepts.get(member.line_item) if measure.role is CellRole.AMOUNT else None
            concept = self._choose(measure.concepts, item.period_type if item is not None else period_type)
            if measure.generic:
                line_item = measure.line_item or member.line_item or member.concept or self._of_subject(concept)
                if measure.is_movement and not (line_item or disclosure or self._subject.title):
                    return None
            elif self._subject.part:
                disclosure = disclosure if concept == self._market_share else ""
                if self._subject.rows_are_line_items:
                    line_item = measure.line_item or member.line_item
        elif member.concept:
            concept = member.concept
            line_item = self._subject.name if member.generic else ""
        elif (own := self._own_amount(measure, member, path, periods, period_type)) is not None:
            concept, disclosure, member = own
            line_item = member.line_item if self._subject.rows_are_line_items else ""
        else:
            return None
        if self._subject.part and member.concept:
            disclosure = ""
        if self._subject.rows_are_line_items or measure.line_item:
            disclosure = disclosure or self._subject.title
            if member.role is MemberRole.TOTAL and not measure.line_item:
                line_item = ""
        named = {
            self._component_axis: self._component(measure, member),
            self._line_item_axis: line_item,
            self._disclosure_axis: disclosure,
        }
        unit = f"iso4217:{member.currency}" if measure.in_currency and member.currency else None
        opening = measure.opening or member.opening or measure.role is CellRole.OPENING
        return MappedCell(concept, measure.role, self._join(named, member.dimensions, across), opening, unit)

    def _own_amount(
        self, measure: Measure, member: Member, path: Path, periods: Sequence[Period | None], period_type: str
    ) -> tuple[str, str, Member] | None:
        """Return the concept of an amount that is the subject's own, what of the captions it leaves, and its member.

        A row that is an item by itself is no member; None where nothing says what the amount is.
        """
        subject, disclosure = self._subject, self._caption.disclosure
        if subject.lends_rules and path and measure.role is not CellRole.AMOUNT:
            return self._make(path[-1], "monetary", period_type), disclosure, member
        if words := self._item(member):
            at = _DURATION if subject.rows_are_items else period_type  # what leads from one balance to the next
            if subject.rows_are_items and _SAYS_DAY.search(words):
                return None
            if subject.rows_are_items and subject.flow.endswith(_TAX) and _EFFECT not in words:
                words = f"{subject.title}/{words}"  # what leads from the profit to its tax is the effect of each row
            return self._make(words, "monetary", at), disclosure, replace(member, dimensions=())
        if subject.lends_rules:
            return None  # an amount without a measure is that of nobody knows what
        if subject.rows_are_line_items:
            if not path and not any(periods):
                return None  # balances, or by how much they changed
            return self._amount_of(member, period_type), disclosure, member
        if subject.is_known and not self._is_other_total(disclosure):
            if period_type == _INSTANT and not subject.balance:
                return None  # what stands at a date in the note of a flow is the balance of something else
            first, other = subject.concepts if period_type == _INSTANT else reversed(subject.concepts)
            return first or other, "" if subject.is_prescribed else disclosure, member
        if subject.part:
            words, kind, of_rows = self._discussed(member, path, disclosure)
            if not _names(words) or kind is None or not says_unit("/".join((*path, words)), kind):
                return None
            undated = of_rows and not any(periods)
            at = _INSTANT if undated and ends_as_balance(words) else period_type
            return self._make(words, kind, at), disclosure, replace(member, dimensions=()) if of_rows else member
        words, rest = self._name(disclosure)
        if not words and names_amount(words := dict(member.dimensions).get(self._item_axis, "")):
            rest, member = disclosure or subject.title, replace(member, dimensions=())
        if names_amount(words) and (rest or subject.title):
            kind = kind_of("/".join((*path, words)), (), unit_printed=True) or "monetary"
            return self._make(words, kind, period_type), rest, member
        return None  # of what the amounts are, neither title nor caption nor row says

    def _make(self, words: str, kind: str, period_type: str) -> str:
        return self._own.make(words, kind, period_type, self._statement.kind)

    def _growth(self, measure: Measure, member: Member, period_type: str) -> tuple[str, str]:
        """Return the rate of change of a row's line item, else of the subject, else of what other columns are about.

        It is its own rate, or the one common to many: with that comes the line item.
        """
        line_item = measure.line_item or member.concept or member.line_item
        if not line_item and self._subject.is_known and not self._subject.rows_are_line_items:
            line_item = self._subject.flow or self._subject.balance
        line_item = line_item or self._of_columns
        if line_item in self._taxonomy.growth_rates:
            return self._taxonomy.growth_rates[line_item], ""
        known = self._taxonomy.concepts.get(line_item)
        return self._choose(measure.concepts, known.period_type if known is not None else period_type), line_item

    def _discussed(self, member: Member, path: Path, disclosure: str) -> tuple[str, str | None, bool]:
        """Return the words that name an amount of the discussion, their kind, and whether they are those of its row.

        What the rows are the header of their labels says; where it says nothing (项目 | 一季度 | 二季度) they do.
        """
        header = self._place.row_header
        of_money = kind_of("/".join(path), (), unit_printed=False) in {None, "monetary"}
        heading = self._name(disclosure)[0] if of_money else disclosure.rsplit("/", maxsplit=1)[-1]
        words = heading if header else self._words(member)
        kind = kind_of("/".join((*path, words)), (), unit_printed=False)
        if kind is not None or parse_label(header).key not in _ITEMS:
            return words, kind, not header
        words = self._words(member)
        return words, kind_of("/".join((*path, words)), (), unit_printed=False), True

    def _of_subject(self, concept: str) -> str:
        """Return what names the subject on the axis of line items: nothing in the discussion, where it is no item.

        Of a balance and a flow it is the flow that a measure of periods is about, but where it moves the balance: there
        the table prints the days between which it does.
        """
        if self._subject.lends_rules:
            return ""
        if concept in self._subject.concepts or (_EFFECT_ON in concept and not self._subject.is_known):
            return ""  # it is what the table is about, not about it; a change has its effect on no heading
        own = self._own.by_name.get(concept)
        dated = any(isinstance(column.period, Instant) for column in self._statement.columns)
        if own is not None and own.period_type == _DURATION and self._subject.flow and not dated:
            return self._subject.flow
        return "" if self._subject.part and not self._subject.is_known else self._subject.name

    def _period_type(self, measure: Measure, path: Path, periods: Iterable[Period | None]) -> str:
        """Return what the amounts are of, a date or a period: as the measure says, the header, the row, the note."""
        if measure.is_movement:
            return _DURATION
        at_a_date = measure.role in AT_A_DATE or measure.opening
        if at_a_date and (self._subject.balance or not self._subject.flow):
            return _INSTANT
        printed = next((period for period in periods if period is not None), None)
        if isinstance(printed, Duration) and not self._subject.is_told and self._is_of_held():
            return _INSTANT  # 本期数 | 上期数
        if printed is not None:
            return _INSTANT if isinstance(printed, Instant) else _DURATION
        if self._subject.is_known and not (self._subject.balance and self._subject.flow):
            return _INSTANT if self._subject.balance else _DURATION
        words = "".join((*path, self._subject.title))
        return _INSTANT if says_balance(words) or any(map(tells_day, self._place.captions[-1:])) else _DURATION

    def _is_of_held(self) -> bool:
        """Tell whether the words of an unknown note name what is held at a date."""
        return says_held(self._name(self._caption.disclosure)[0])

    def _choose(self, concepts: tuple[str, ...], period_type: str) -> str:
        """Return the one concept of a measure, or of two that of the period type."""
        own = self._taxonomy.concepts
        return next((name for name in concepts if name in own and own[name].period_type == period_type), concepts[0])

    def _amount_of(self, member: Member, period_type: str) -> str:
        """Return the generic amount of a row's line item: of a date where it is a balance, of a period otherwise.

        A sum is as the rows are, where these are all alike (非衍生金融负债小计); an unknown one as its words end.
        """
        concept = self._taxonomy.concepts.get(member.line_item)
        is_sum = member.role in {MemberRole.TOTAL, MemberRole.SUBTOTAL}
        said = _INSTANT if member.line_item and ends_as_balance(member.line_item) else period_type
        wanted = concept.period_type if concept is not None else (is_sum and self._of_rows) or said
        balance, flow = self._subject.concepts
        return (balance or flow) if wanted == _INSTANT else (flow or balance)

    def _name(self, disclosure: str) -> tuple[str, str]:
        """Return the words that name an unknown note's own amount, and what of the captions they leave to be said.

        They are those of the innermost caption that is no sentence, else of the title, where they say what an amount
        is of; else there are none.
        """
        captions = disclosure.split("/")
        at = max((at for at, each in enumerate(captions) if each and len(each) <= _CAPTION_NAME), default=None)
        if at is not None and names_amount(captions[at]):
            return captions[at], "/".join((*captions[:at], *captions[at + 1 :]))
        return (self._subject.title if names_amount(self._subject.title) else ""), disclosure

    def _is_other_total(self, disclosure: str) -> bool:
        """Tell whether a total below a caption of its own is not that of the statement whose rules its note follows."""
        return bool(self._subject.statement and disclosure) and not self._subject.part

    def _item(self, member: Member) -> str:
        """Return the words of a row that is an item by itself; empty where it is part of the note's subject."""
        subject = self._subject
        if subject.statement or subject.rows_are_items:
            return self._words(member)
        return next((text for axis, text in member.dimensions if subject.lends_rules and axis == self._item_axis), "")

    def _words(self, member: Member) -> str:
        """Return the label of a row that no rule of its statement covers: it is an item, no part of another."""
        return next((text for axis, text in member.dimensions if self._taxonomy.axes[axis].typed), "")

    def _component(self, measure: Measure, member: Member) -> str:
        if member.tells_component and OWN in measure.concepts:
            return member.component
        if measure.is_movement and self._caption.component:
            return self._caption.component
        if measure.component or not measure.takes_component:
            return measure.component
        return member.component or self._caption.component

    def _join(self, named: dict[str, str], *given: Dimensions) -> Dimensions:
        """Return all dimensions, sorted by axis, without default members; texts on one axis are joined."""
        found = {axis: member for axis, member in named.items() if member}
        for axis, member in (each for dimensions in given for each in dimensions):
            if axis not in found:
                found[axis] = member
            elif self._taxonomy.axes[axis].typed:
                found[axis] = f"{found[axis]}/{member}"
            else:
                label = self._taxonomy.concepts[member].label()
                found[self._item_axis] = "/".join(filter(None, (found.get(self._item_axis, ""), label)))
        for axis, member in self._caption.whole:
            found.setdefault(axis, member)
        axes = self._taxonomy.axes
        return tuple(sorted((axis, member) for axis, member in found.items() if axes[axis].default != member))


def _names(words: str) -> bool:
    """Tell whether words name anything: 90% is a number, no name."""
    return any(character.isalpha() for character in words)
