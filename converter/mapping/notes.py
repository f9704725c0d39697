"""Map the tables of the notes: which fact each cell is, by what its column measures and what its row is.

note_subjects.py   the line item a note is about
note_about.py      what a table is about, by all that it prints
note_captions.py   what the captions above a table say
note_shapes.py     which of them are its own, by what it prints
note_measures.py   headers to measures
note_layout.py     measures down the rows or across; which belong together
note_members.py    labels as members of a dimension
column_members.py  members across, columns that would be the same facts
note_totals.py     what a table is about whose heading was lost
note_continued.py  tables below a header that lost the periods
note_rows.py       what the rows of a table are
discussed_rows.py  what they are in tables of the discussion
row_names.py       names, and the words of the columns beside them
note_dated_rows.py  rows that are periods, rows of no told year
note_cells.py      measure + member → the fact of a cell
note_extension.py  measures that no rule covers
note_period_types.py  whether they are of a date or a period
note_untold.py     measures of which nothing tells the day
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from converter.mapping.column_members import column_members, tell_apart
from converter.mapping.discussed_rows import DiscussedRows, row_labels
from converter.mapping.lookup import RuleBook
from converter.mapping.note_about import TableBook
from converter.mapping.note_captions import CaptionBook, table_name
from converter.mapping.note_cells import CellMapper
from converter.mapping.note_dated_rows import is_about_industry, settle_dated_rows
from converter.mapping.note_extension import (
    OwnConcepts,
    kind_of,
    own_concepts_finding,
    says_gain,
    says_ratio,
    says_unit,
    unknown_measures_finding,
)
from converter.mapping.note_layout import (
    Path,
    amounts_of,
    column_groups,
    column_paths,
    is_transposed,
    prints,
    row_groups,
    row_paths,
    settle_balances,
    settle_components,
    settle_impaired,
    without_title_amounts,
)
from converter.mapping.note_measures import OWN, PLAIN, Measure, MeasureBook
from converter.mapping.note_members import TOTALS, Dimensions, Member, MemberBook, MemberLabel
from converter.mapping.note_period_types import (
    all_at_days,
    ends_as_balance,
    measured_at,
    row_measured_at,
    stands_between,
)
from converter.mapping.note_rows import RowBook, row_label
from converter.mapping.note_shapes import ShapeBook
from converter.mapping.note_subjects import SubjectBook
from converter.mapping.note_totals import LineAmounts
from converter.mapping.note_untold import (
    is_torn,
    with_day_of_row,
    without_lost_blocks,
    without_other_days,
    without_slipped_blocks,
)
from converter.mapping.row_names import part_names
from converter.model.finding import Finding
from converter.model.label import parse_label
from converter.model.mapped import CellRole, MappedCell, MappedTable
from converter.model.period import Duration, Period
from converter.model.report import ExtensionConcept
from converter.model.source import Source
from converter.model.statement import NotePlace, PrintedAmount, Statement, StatementKind

_CHANGE = re.compile(":ChangeDuringPeriod$").search
_RATE = "变动比例"  # what a change in per cent is called elsewhere
_ORDINAL = re.compile(r"^\d{1,2}[)）]")  # 2）拟出售子公司
_DIRECTION = re.compile(r"^(?:(?:增加|减少|上升|下降)[/／（(、或)）]*)+$")  # of what, the header above says
_LEAST = 2  # characters of a name: 额 is what is left of one
_SHORT = 2  # characters: a header that says too little by itself


class NoteMapper:
    """Map the tables of the notes of one report, collecting the concepts of its own."""

    def __init__(self, book: RuleBook, undated: frozenset[str] = frozenset()) -> None:
        """Index the taxonomy's tables; the tables ``undated`` are of a year that nothing tells."""
        self.undated = undated
        self.taxonomy = book.taxonomy
        self.subjects = SubjectBook(book)
        self.measures = MeasureBook(book.taxonomy)
        self.members = MemberBook(book.taxonomy)
        self.shapes = ShapeBook(book.taxonomy, self.subjects)
        self.captions = CaptionBook(book.taxonomy, self.measures, self.members)
        self.rows = RowBook(book, self.subjects, self.measures, self.members)
        self.discussed = DiscussedRows(book, self.subjects, self.members)
        self.own = OwnConcepts(book.taxonomy)
        self.lines = LineAmounts(book.taxonomy)
        self.tables = TableBook(self.subjects, self.captions, self.lines)
        self.first: dict[str, Source] = {}

    @property
    def extension(self) -> dict[str, ExtensionConcept]:
        """Return the concepts of the entity's own, by name."""
        return self.own.by_name

    def findings(self) -> tuple[Finding, ...]:
        """Return one finding about all concepts of the entity's own."""
        return (own_concepts_finding(self.own.by_name, self.first),) if self.own.by_name else ()

    def map_table(self, statement: Statement) -> tuple[MappedTable, tuple[Finding, ...]]:
        """Return what each cell of a note's table is, and a finding about those nothing can be said of."""
        return _TableMapper(self, statement).map()


def map_note_table(
    statement: Statement, book: RuleBook
) -> tuple[MappedTable, tuple[ExtensionConcept, ...], tuple[Finding, ...]]:
    """Map one table by itself: its cells, the concepts of the entity's own that it needs, findings."""
    mapper = NoteMapper(book)
    table, findings = mapper.map_table(statement)
    return table, tuple(mapper.extension.values()), (*mapper.findings(), *findings)


class _TableMapper:
    """Map one table."""

    def __init__(self, notes: NoteMapper, statement: Statement) -> None:
        assert statement.place is not None
        self.notes = notes
        self.statement = statement
        self.is_discussion = statement.kind is StatementKind.DISCUSSION
        place = statement.place
        shapes = notes.shapes
        self.place: NotePlace = (shapes.without_others if self.is_discussion else shapes.place_of)(statement, place)
        if not self.is_discussion:
            self.place = notes.subjects.without_flows(self.place, [column.period for column in statement.columns])
        keys = [parse_label(item.printed_label).key for item in statement.items if prints(item)]
        self.columns = column_paths(statement)
        self.rows = row_paths(statement)
        self.subject, self.caption, self.place = notes.tables.about(statement, self.place, self.columns)
        self.columns_are_line_items = self.subject.rows_are_line_items and notes.rows.are_members(
            keys, self.place.row_header
        )
        if self.columns_are_line_items:
            self.subject = replace(self.subject, rows_are_line_items=False)
        self.unknown: dict[str, list[Source]] = {}
        self.amounts: dict[tuple[bool, int], list[PrintedAmount]] = {}  # (is a row, its number) → its amounts
        for row, amount in amounts_of(statement):
            self.amounts.setdefault((True, row), []).append(amount)
            self.amounts.setdefault((False, amount.column), []).append(amount)

    def map(self) -> tuple[MappedTable, tuple[Finding, ...]]:
        transposed = is_transposed(self.statement, self.columns, self.rows, self.notes.measures, self.subject)
        mapped = self._map_across() if transposed else self._map_down()
        table = replace(mapped, name=table_name(self.place, self.subject))
        if not self.unknown:
            return table, ()
        sources = tuple(source for found in self.unknown.values() for source in found)
        return table, (unknown_measures_finding(self.statement, self.unknown, sources),)

    def _map_down(self) -> MappedTable:
        """Map a table whose rows are members and whose columns are measures."""
        statement = self.statement
        measures: list[Measure | None] = []
        across: list[Dimensions] = []
        for number, path in enumerate(self.columns):
            measure, dimensions = self._column(path, number)
            measures.append(measure)
            across.append(dimensions)
        undated = statement.id in self.notes.undated
        measures = [None if undated or self._is_torn(number, each) else each for number, each in enumerate(measures)]
        measures = without_other_days(statement, self.place, measures, self._type_of)
        periods = [column.period for column in statement.columns]
        measures = self.notes.measures.before_tax(measures, periods, self.subject)
        measures = self._settle(measures, periods)
        if not self.caption.component:
            measures = settle_impaired(statement, measures, self.notes.rows.gross)
        printing = {number for is_row, number in self.amounts if not is_row}
        tell_apart(statement, self.columns, measures, across, printing, f"{self.notes.taxonomy.prefix}:DisclosureAxis")
        labels = row_labels(statement) if self.is_discussion else ()
        members = self.notes.rows.map_rows(statement, self.place, self.subject, self.caption, measures, labels)
        if self.is_discussion:
            members = self.notes.discussed.map_rows(statement, labels, members)
        members = settle_dated_rows(statement, members)
        members = self.notes.lines.as_printed(statement, self.columns, self.subject, members)
        members = part_names(statement.items, members, self.notes.members.item_axis)
        mapper = CellMapper(self.notes.taxonomy, self.notes.own, statement, self.subject, self.caption, self.place)
        mapper.read_rows(members)
        mapper.read_columns(measures)
        is_open = self.subject.rows_are_line_items or not self.subject.is_told
        columns = list(zip(measures, across, statement.columns, self.columns, strict=True))
        cells = tuple(
            tuple(
                self._cell(
                    mapper,
                    moved or (with_day_of_row(measure, item, statement.items) if is_open else measure),
                    member if moved is None else replace(member, dimensions=()),
                    dimensions,
                    path,
                    (column.period, item.period),
                )
                for measure, dimensions, column, path in columns
            )
            for member, item, moved in zip(members, statement.items, self._movements(members), strict=True)
        )
        roles = tuple(member.role for member in members)
        return MappedTable(cells, transposed=False, members=roles, groups=column_groups(statement, measures))

    def _movements(self, members: Sequence[Member]) -> list[Measure | None]:
        """Return the measure of each row that no rule covers where rows open and close a balance (未分配利润)."""
        found: list[Measure | None] = []
        rolls = any(member.opening and member.concept for member in members)
        for member, item in zip(members, self.statement.items, strict=True):
            if not rolls or member.concept or not member.dimensions or not prints(item):
                found.append(None)
                continue
            words = parse_label(item.printed_label).term
            name = self.notes.own.make(words, "monetary", row_measured_at(words, ""), self.statement.kind)
            found.append(Measure((name,), "", CellRole.AMOUNT, generic=True))
        return found

    def _map_across(self) -> MappedTable:
        """Map a table whose rows are measures and whose columns are members."""
        statement = self.statement
        measures = [
            self._measure(path, (True, row)) if parse_label(path[-1]).key or len(self.rows) == 1 else None
            for row, path in enumerate(self.rows)
        ]
        measures = without_slipped_blocks(statement, without_lost_blocks(self.rows, measures))
        measures = without_title_amounts(statement, measures)
        measures = self._settle(measures, [item.period for item in statement.items])
        axes = self.caption.axis, self.notes.members.header_axis(self.place.row_header)
        members = column_members(statement, self.columns, self.notes.members, axes, self.subject.key)
        heads = self.notes.members.headings([row_label(item) for item in statement.items])
        mapper = CellMapper(self.notes.taxonomy, self.notes.own, statement, self.subject, self.caption, self.place)
        cells = tuple(
            tuple(
                self._cell(
                    mapper, measures[row], member, heads[row], path, (column.period, statement.items[row].period)
                )
                for member, column in zip(members, statement.columns, strict=True)
            )
            for row, path in enumerate(self.rows)
        )
        roles = tuple(member.role for member in members)
        return MappedTable(cells, transposed=True, members=roles, groups=row_groups(statement, self.rows, measures))

    def _settle(self, measures: Sequence[Measure | None], periods: Sequence[Period | None]) -> list[Measure | None]:
        settled = settle_balances(measures, periods, self.notes.rows.net)
        if any(each is not None and each.component == self.notes.rows.net for each in settled):
            self.caption = replace(self.caption, component="")  # 账面价值 is the header's to say, of its movements too
        if self.caption.component:
            return settled
        concept = self.notes.taxonomy.concepts.get(self.subject.balance)
        is_asset = concept is not None and concept.balance == "debit"
        return settle_components(settled, f"{self.notes.taxonomy.prefix}:AllowanceMember", is_asset=is_asset)

    def _cell(
        self,
        mapper: CellMapper,
        measure: Measure | None,
        member: Member,
        across: Dimensions,
        path: Path,
        periods: tuple[Period | None, Period | None],
    ) -> MappedCell | None:
        if member.leads and not member.is_nameless and not mapper.is_rate(measure):
            return mapper.map_cell(PLAIN, member, across, path, periods)
        if measure is None or measure.role is None or member.is_nameless:
            return None
        return mapper.map_cell(measure, member, across, path, periods)

    def _column(self, path: Path, number: int) -> tuple[Measure | None, Dimensions]:
        """Return what a column measures, and the member it is of, in tables with members both ways."""
        measure = self.notes.measures.find(path, self.subject)
        if measure is not None:
            return self._rate_of(measure, number), ()
        label = MemberLabel(path[-1])
        if label.key in TOTALS or self.notes.rows.is_own_amount(label, self.subject):
            return self.notes.measures.find(path[:-1], self.subject) or PLAIN, ()
        if self.columns_are_line_items and not says_ratio(path[-1]):
            name = self.notes.subjects.line_item(label.key) or label.term
            amounts = tuple(concept for concept in self.subject.concepts if concept)
            return Measure(amounts, "", CellRole.AMOUNT, generic=True, line_item=name), ()
        leaves = [path[-1] for path in self.columns if path]
        axes = self.notes.rows.axes_across(label, leaves, self.caption.axis, self.subject)
        is_name = self.subject.rows_are_line_items and not self.is_discussion
        is_name = is_name and not says_ratio(path[-1]) and not says_gain(path[-1])
        is_member = self.notes.members.is_known(label) or is_name
        if is_member and (False, number) in self.amounts:
            above = self.notes.measures.find(path[:-1], self.subject) or PLAIN
            return above, (self.notes.members.dimension(label, axes),)
        return self._measure(path, (False, number)), ()

    def _rate_of(self, measure: Measure, number: int) -> Measure | None:
        """Return a change (增减变动) that is printed in per cent as the rate of change."""
        amounts = self.amounts.get((False, number), ())
        is_rate = bool(amounts) and all(amount.percent for amount in amounts) and any(map(_CHANGE, measure.concepts))
        return self.notes.measures.find((_RATE,), self.subject) if is_rate else measure

    def _is_torn(self, number: int, measure: Measure | None) -> bool:
        """Tell whether amounts stand below the header of a ratio."""
        name = measure.concepts[0] if measure is not None and measure.concepts else ""
        name = (self.subject.balance or self.subject.flow) if name == OWN else name
        known = self.notes.taxonomy.concepts.get(name)
        amounts = self.amounts.get((False, number), ())
        return known is not None and is_torn(self.statement.columns[number], known.kind, amounts)

    def _type_of(self, measure: Measure) -> str:
        """Return the type of period of a measure with a concept of its own, empty where it is open."""
        if len(measure.concepts) != 1:
            return ""
        (name,) = measure.concepts
        known = self.notes.taxonomy.concepts.get(name) or self.notes.own.by_name.get(name)
        return "" if known is None else known.period_type

    def _measure(self, path: Path, at: tuple[bool, int]) -> Measure | None:
        """Return a measure, one of the entity's own where no rule covers it, None where nothing tells its unit."""
        measure = self.notes.measures.find(path, self.subject)
        amounts = self.amounts.get(at, ())
        if measure is not None or not amounts:
            return measure
        is_row, number = at
        period = self.statement.items[number].period if is_row else self.statement.columns[number].period
        if (measure := self._line_item(path, period)) is not None:
            return measure
        leaf = _ORDINAL.sub("", parse_label(path[-1]).term or path[-1])
        words = "/".join(path[-2:]) if len(leaf) <= _SHORT or _DIRECTION.match(leaf) else leaf
        columns = self.statement.columns if is_row else self.statement.columns[number : number + 1]
        is_told = self.statement.unit_printed or any(each.presentation_scale is not None for each in columns)
        kind = kind_of("/".join(path), amounts, unit_printed=is_told)
        if len(leaf) < _LEAST or kind is None or not says_unit("/".join(path), kind):
            self.unknown.setdefault("/".join(path), []).extend(amount.source for amount in amounts)
            return None
        period_type = self._measured_at(path, at, period)
        name = self.notes.own.make(words, kind, period_type, self.statement.kind)
        self.notes.first.setdefault(name, amounts[0].source)
        role = CellRole.AMOUNT if kind in {"monetary", "shares"} else CellRole.OTHER
        own = Measure((name,), "", role, generic=True, line_item=self._part_of(leaf) if kind == "monetary" else "")
        return self.notes.measures.inherit(own, path, self.subject)

    def _part_of(self, leaf: str) -> str:
        """Return the other line item that a name in the note of a flow ends in (制药业务营业成本 beside revenue)."""
        if self.subject.balance or not self.subject.flow:
            return ""
        key = parse_label(leaf).key
        ends = (self.notes.subjects.line_item(key[at:]) for at in range(1, len(key) - _SHORT))
        known = (self.notes.taxonomy.concepts.get(name) for name in ends)
        found = next((each for each in known if each is not None and each.period_type == "duration"), None)
        return "" if found is None or found.name in self.subject.concepts else found.name

    def _measured_at(self, path: Path, at: tuple[bool, int], period: Period | None) -> str:
        """Return the type of period of a measure that no rule covers."""
        is_row, number = at
        if is_row and period is None and not all_at_days(self.statement):
            return row_measured_at(path[-1], self._above(number))
        if not is_row and period is None and not ends_as_balance(path[-1]) and stands_between(self.statement, number):
            return "duration"
        of_balance = bool(self.subject.balance) and not self.subject.flow
        period = self.statement.columns[0].period if is_row and period is None else period
        return measured_at(path[-1:] if is_row else path, period, of_balance=of_balance and not is_row)

    def _above(self, row: int) -> str:
        """Return the type of period of the amount that a row is part of; empty where that is no amount by itself."""
        parent = self.statement.items[row].parent
        if parent is None or (True, parent) not in self.amounts:
            return ""
        measure = self._measure(self.rows[parent], (True, parent))
        return "" if measure is None or measure.component else self._type_of(measure)

    def _line_item(self, path: Path, period: Period | None) -> Measure | None:
        """Return the amount of another line item, where the header is that of a row of a primary statement."""
        key = "" if self.is_discussion and is_about_industry(self.place) else parse_label(path[-1]).key
        concept = self.notes.taxonomy.concepts.get(self.notes.subjects.line_item(key))
        if concept is None or concept.name in self.subject.concepts:
            return None
        if concept.kind != "monetary":
            return Measure((concept.name,), "", CellRole.OTHER)
        at_a_date = concept.period_type == "instant" and not isinstance(period, Duration)
        generic = f"{self.notes.taxonomy.prefix}:{'AmountAtEndOfPeriod' if at_a_date else 'AmountOfPeriod'}"
        return Measure((generic,), "", CellRole.AMOUNT, generic=True, line_item=concept.name)
