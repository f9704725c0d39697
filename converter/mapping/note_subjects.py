"""Find what a table of the notes is about: the line item whose note it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from converter.mapping.lookup import RuleBook
from converter.model.label import parse_label
from converter.model.period import Instant, Period
from converter.model.statement import NotePlace, StatementKind
from converter.taxonomy import NoteSubject

LINE_ITEMS = "line_items"  # NoteSubject.rows
STATEMENTS = "statements"  # NoteSubject.rows: each row is a line of whichever primary statement has it
ITEMS = "items"  # NoteSubject.rows: a row that no rule covers is an item by itself, no part of the subject
RULES = "rules"  # NoteSubject.rows: the concepts only choose the rules of measures; no amount of the table is theirs
IN_HEADER = "表头"  # NoteSubject.section: the title stands above a column or over rows of a table of the discussion
NOTE_HEADER = "附注表头"  # NoteSubject.section: the title is a header that only one table of the notes has
NOTE_ROW = "附注行"  # NoteSubject.section: the title is the label of a row that only one table of the notes has
DISCUSSION = "DiscussionAbstract"  # the subject of measures for its tables
_LINES = re.compile("(?:资产负债|利润|现金流量|影响的?报)表项目")
_AT_LEAST = 3  # rows that are line items
_ANYTHING = frozenset({"其他", "其他变动", "小计"})  # rows of some statement: by themselves they name no line item
_PERIOD = re.compile("(?:本报告期|年初至报告期末|本季度)$")  # 净利润_本报告期
_SIDES = str.maketrans("收付", "付收")  # 应收项目, 应付项目
PRIMARY = (StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW_STATEMENT)


@dataclass(frozen=True, slots=True)
class Subject:
    """Hold the concepts a note is about: of a date, of a period, or both; none where its title is not known.

    ``title`` is the heading that says so, ``key`` its normalised form. In a table whose ``rows_are_line_items`` each
    row is about a line item of its own, and the two concepts are generic ones. ``statement`` is the kind of statement
    whose rules its rows follow (现金流量表补充资料), or ``statements`` for any of the primary ones. ``part`` is the
    heading of the discussion of operations, for whose tables measures have rules of their own; empty in the notes.
    Its subject ``is_prescribed`` where it is no line of a statement, so that no other table can say the same of it.
    Where ``rows_are_items`` a row that no rule covers is an item by itself; where it ``lends_rules`` only, no amount of
    the table is that of its concepts.
    """

    title: str
    key: str
    balance: str
    flow: str
    rows_are_line_items: bool = False
    statement: str = ""
    part: str = ""
    is_prescribed: bool = False
    rows_are_items: bool = False
    lends_rules: bool = False

    @property
    def is_known(self) -> bool:
        """Tell whether any concept is known."""
        return bool(self.balance or self.flow)

    @property
    def name(self) -> str:
        """Return what stands on the axis of line items: the name of the concept, else the printed title.

        A subject that lends nothing but rules has none: what its measures are of, they say themselves.
        """
        return "" if self.lends_rules else self.balance or self.flow or self.title

    @property
    def concepts(self) -> tuple[str, str]:
        """Return both names, for rules that are about one of them."""
        return self.balance, self.flow

    @property
    def is_told(self) -> bool:
        """Tell whether the concept of its amounts is known, or the statement that says those of its rows."""
        return self.is_known or bool(self.statement)


class SubjectBook:
    """Look titles and captions up, in note_subjects.csv and among the rows of the primary statements."""

    def __init__(self, book: RuleBook) -> None:
        """Take the rules of rows."""
        self._book = book
        self._taxonomy = book.taxonomy
        self._printed = {rule.concept for rule in book.taxonomy.rules if rule.statement in PRIMARY}
        self._by_title: dict[str, list[NoteSubject]] = {}
        self._patterns: list[tuple[re.Pattern[str], NoteSubject]] = []
        for row in book.taxonomy.note_subjects:
            if "*" in row.title:
                self._patterns.append((label_pattern(row.title), row))
            else:
                self._by_title.setdefault(row.title, []).append(row)
        self._wholes = {row.section for row in book.taxonomy.note_subjects if row.title and row.title == row.section}

    def find(self, place: NotePlace) -> Subject:
        """Return the subject of a table: of its innermost caption that names one, else of its note's title."""
        section = {"", parse_label(place.section).key}
        title = parse_label(place.title).key
        within = section | {title}
        for heading, around in (*((each, within) for each in reversed(place.captions)), (place.title, section)):
            key = parse_label(heading).key
            if key and (found := self._look_up(heading, key, around)) is not None:
                return found
            # 其他应收款按款项性质分类: what stands above it between the note and here is another part of the note.
            if title and key.startswith(title) and (found := self._look_up(place.title, title, within)) is not None:
                return found
        if (found := self._look_up(place.title, parse_label(place.section).key, {""})) is not None:
            return found
        return Subject(parse_label(place.title).term or place.title, parse_label(place.title).key, "", "")

    def parted_by(self, heading: str) -> NoteSubject | None:
        """Return the part that a heading is of a note with a part of the note's own name (应收股利, 其他应收款)."""
        rows = self._by_title.get(parse_label(heading).key, ())
        return next((row for row in rows if row.section in self._wholes), None)

    def without_flows(self, place: NotePlace, periods: Sequence[Period | None]) -> NotePlace:
        """Return the place of a table of balances (期末余额, 期初余额) without captions of what only flows."""
        known = [period for period in periods if period is not None]
        found = self.find(place)
        if not all(isinstance(period, Instant) for period in known) or found.balance or found.rows_are_line_items:
            return place
        named = [at for at, caption in enumerate(place.captions) if parse_label(caption).key == found.key]
        if not known or not found.flow or not named:
            return place
        return self.without_flows(replace(place, captions=place.captions[: named[-1]]), periods)

    def about_line_items(self, subject: Subject, keys: Sequence[str], row_header: str = "") -> Subject:
        """Return an unknown subject as one whose rows are line items of their own, where most labels are such.

        One is enough where the header of the labels says so (合并利润表项目). So is what a label says the period of
        (扣除非经常性损益后的净利润_本报告期).
        """
        named = sum(bool(self.line_item(key) or said_period(key)) for key in keys)
        least = 1 if names_lines(row_header) else _AT_LEAST
        if subject.is_known or subject.statement or named < least or 3 * named < 2 * len(keys):
            return subject
        prefix = self._taxonomy.prefix
        return replace(
            subject,
            balance=f"{prefix}:AmountAtEndOfPeriod",
            flow=f"{prefix}:AmountOfPeriod",
            rows_are_line_items=True,
        )

    def on_side(self, subject: Subject, labels: Sequence[str]) -> Subject:
        """Return the subject that receivables are the other side of (应付项目), where all line items are of that side.

        The heading of the second of two such tables is often lost, and that of the first stands above both.
        """
        if not subject.rows_are_line_items or subject.balance not in self._taxonomy.concepts:
            return subject
        key = subject.key.translate(_SIDES)
        row = next((row for row in self._by_title.get(key, ()) if row.rows == LINE_ITEMS), None)
        concepts = self._taxonomy.concepts
        if row is None or row.balance not in concepts or row.balance == subject.balance:
            return subject
        named = (self.line_item(parse_label(label.partition("/")[0]).key) for label in labels)
        sides = {concepts[name].balance for name in named if name}
        if sides != {concepts[row.balance].balance} or concepts[subject.balance].balance in sides:
            return subject
        return replace(subject, title=subject.title.translate(_SIDES), key=key, balance=row.balance, flow=row.flow)

    def told_by(self, words: Iterable[str], section: str) -> Subject | None:
        """Return what headers or rows (``section``) say that only one table of the notes has (受限类型).

        None where they say nothing. The title is that of the concept: the words are none.
        """
        for each in words:
            key = parse_label(each).key
            row = next((row for row in self._rows(key) if row.section == section), None)
            if row is not None:
                return self._named(row)
        return None

    def _named(self, row: NoteSubject) -> Subject:
        """Return the subject of a row whose title is not that of a table: its concept's label is."""
        title = self._taxonomy.concepts[row.balance or row.flow].label()
        return _subject(row, title, parse_label(title).key)

    def find_discussed(self, place: NotePlace, headers: Sequence[str], keys: Sequence[str], *, dated: bool) -> Subject:
        """Return the subject of a table of the discussion.

        Its headings are often those of another table, so that headers which only one table has come first (占营业成本
        比重).
        Rows that are line items are lines of the statements where the columns are nothing but ``dated`` amounts.
        """
        part = f"{self._taxonomy.prefix}:{DISCUSSION}"
        told = (self.heading(header) for header in (place.row_header.split("/")[0], *headers))
        subject = next((found for found in told if found is not None), None)
        if subject is None or subject.rows_are_line_items:
            headed = self.find(place)
            subject = headed if subject is None or headed.concepts == subject.concepts else subject
        if not subject.is_told and dated and self.about_line_items(subject, keys).rows_are_line_items:
            return replace(subject, statement=STATEMENTS, part=part)
        is_prescribed = subject.is_known and not self._printed.intersection(subject.concepts)
        return replace(self.about_line_items(subject, keys), part=part, is_prescribed=is_prescribed)

    def heading(self, words: str) -> Subject | None:
        """Return what the rows below words within a table of the discussion are about, None where they say nothing."""
        key = parse_label(words).key
        row = next((row for row in self._by_title.get(key, ()) if row.section == IN_HEADER), None)
        if row is None or row.rows != LINE_ITEMS:
            return None if row is None else _subject(row, words, key)
        return self._named(row)

    def line_item(self, key: str) -> str:
        """Return the concept a key is of a primary statement, empty where it is none.

        So is a key figure that no statement prints and whose rate of change is prescribed (扣除非经常性损益的净利润).
        """
        bare = _PERIOD.sub("", key)
        return "" if key in _ANYTHING else next(iter(self._line_items(bare)), "") or self._key_figure(bare)

    def _key_figure(self, key: str) -> str:
        rule = self._book.find(StatementKind.KEY_FIGURES.value, key, {})
        concept = "" if rule is None else rule.concept
        known = self._taxonomy.concepts.get(concept)
        is_amount = known is not None and known.kind in {"monetary", "per_share"}
        return concept if is_amount and concept in self._taxonomy.growth_rates and concept not in self._printed else ""

    def _look_up(self, heading: str, key: str, around: set[str]) -> Subject | None:
        rows = [row for row in self._rows(key) if row.section in around]
        if rows:
            row = max(rows, key=lambda each: bool(each.section))
            return _subject(row, heading, key)
        balance, flow = self._by_period_type(key)
        return Subject(parse_label(heading).term, key, balance, flow) if balance or flow else None

    def _rows(self, key: str) -> list[NoteSubject]:
        """Return the rows of a title, those of the very words first."""
        return [*self._by_title.get(key, ()), *(row for pattern, row in self._patterns if pattern.fullmatch(key))]

    def _by_period_type(self, key: str) -> tuple[str, str]:
        found = {"instant": "", "duration": ""}
        for name in self._line_items(key) if key not in _ANYTHING else ():
            period_type = self._taxonomy.concepts[name].period_type
            found[period_type] = found[period_type] or name
        return found["instant"], found["duration"]

    def _line_items(self, key: str) -> tuple[str, ...]:
        rules = (self._book.find(kind.value, key, {}) for kind in PRIMARY)
        return tuple(rule.concept for rule in rules if rule is not None and rule.concept)


def names_lines(header: str) -> bool:
    """Tell whether the header of a column of words says that they are lines of the statements (受影响的报表项目)."""
    return _LINES.search(header) is not None


def said_period(key: str) -> str:
    """Return the period that a row's label ends with (净利润_本报告期), empty where it ends with none."""
    match = _PERIOD.search(key)
    return "" if match is None else match[0]


def label_pattern(label: str) -> re.Pattern[str]:
    """Return the pattern of a label whose stars stand for any words."""
    return re.compile(".*".join(re.escape(piece) for piece in label.split("*")))


def _subject(row: NoteSubject, heading: str, key: str) -> Subject:
    """Return the subject that a row of note_subjects.csv gives a heading."""
    return Subject(
        parse_label(heading).term,
        key,
        row.balance,
        row.flow,
        rows_are_line_items=row.rows == LINE_ITEMS,
        statement=row.rows if row.rows not in {LINE_ITEMS, ITEMS, RULES} else "",
        rows_are_items=row.rows == ITEMS,
        lends_rules=row.rows == RULES,
    )
