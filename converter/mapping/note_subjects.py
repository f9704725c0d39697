"""Find what a table of the notes is about: the line item whose note it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from converter.mapping.lookup import RuleBook
from converter.model.label import parse_label
from converter.model.period import Instant, Period
from converter.model.statement import NotePlace, StatementKind
from converter.taxonomy import NoteSubject

LINE_ITEMS = "line_items"  # NoteSubject.rows
STATEMENTS = "statements"  # NoteSubject.rows: each row is a line of whichever primary statement has it
IN_HEADER = "表头"  # NoteSubject.section: the title stands above a column or over rows of a table of the discussion
DISCUSSION = "DiscussionAbstract"  # the subject of measures for its tables
_AT_LEAST = 3  # rows that are line items
_ANYTHING = frozenset({"其他", "其他变动", "小计"})  # rows of some statement: by themselves they name no line item
PRIMARY = (StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW_STATEMENT)


@dataclass(frozen=True, slots=True)
class Subject:
    """Hold the concepts a note is about: of a date, of a period, or both; none where its title is not known.

    ``title`` is the heading that says so, ``key`` its normalised form. In a table whose ``rows_are_line_items`` each
    row is about a line item of its own, and the two concepts are generic ones. ``statement`` is the kind of statement
    whose rules its rows follow (现金流量表补充资料), or ``statements`` for any of the primary ones. ``part`` is the
    heading of the discussion of operations, for whose tables measures have rules of their own; empty in the notes.
    Its subject ``is_prescribed`` where it is no line of a statement, so that no other table can say the same of it.
    """

    title: str
    key: str
    balance: str
    flow: str
    rows_are_line_items: bool = False
    statement: str = ""
    part: str = ""
    is_prescribed: bool = False

    @property
    def is_known(self) -> bool:
        """Tell whether any concept is known."""
        return bool(self.balance or self.flow)

    @property
    def name(self) -> str:
        """Return what stands on the axis of line items: the name of the concept, else the printed title."""
        return self.balance or self.flow or self.title

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
        for row in book.taxonomy.note_subjects:
            self._by_title.setdefault(row.title, []).append(row)

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

    def about_line_items(self, subject: Subject, keys: Sequence[str]) -> Subject:
        """Return an unknown subject as one whose rows are line items of their own, where most labels are such."""
        named = sum(bool(self.line_item(key)) for key in keys)
        if subject.is_known or subject.statement or named < _AT_LEAST or 3 * named < 2 * len(keys):
            return subject
        prefix = self._taxonomy.prefix
        return replace(
            subject,
            balance=f"{prefix}:AmountAtEndOfPeriod",
            flow=f"{prefix}:AmountOfPeriod",
            rows_are_line_items=True,
        )

    def find_discussed(self, place: NotePlace, headers: Sequence[str], keys: Sequence[str], *, dated: bool) -> Subject:
        """Return the subject of a table of the discussion.

        Its headings are often those of another table, so that headers which only one table has come first (占营业成本
        比重).
        Rows that are line items are lines of the statements where the columns are nothing but ``dated`` amounts.
        """
        part = f"{self._taxonomy.prefix}:{DISCUSSION}"
        told = (self.heading(header) for header in (place.row_header.split("/")[0], *headers))
        subject = next((found for found in told if found is not None), None) or self.find(place)
        if not subject.is_told and dated and self.about_line_items(subject, keys).rows_are_line_items:
            return replace(subject, statement=STATEMENTS, part=part)
        is_prescribed = subject.is_known and not self._printed.intersection(subject.concepts)
        return replace(self.about_line_items(subject, keys), part=part, is_prescribed=is_prescribed)

    def heading(self, words: str) -> Subject | None:
        """Return what the rows below words within a table of the discussion are about, None where they say nothing."""
        key = parse_label(words).key
        row = next((row for row in self._by_title.get(key, ()) if row.section == IN_HEADER), None)
        return None if row is None else Subject(parse_label(words).term, key, row.balance, row.flow)

    def line_item(self, key: str) -> str:
        """Return the concept a key is of a primary statement, empty where it is none."""
        return "" if key in _ANYTHING else next(iter(self._line_items(key)), "")

    def _look_up(self, heading: str, key: str, around: set[str]) -> Subject | None:
        rows = [row for row in self._by_title.get(key, ()) if row.section in around]
        if rows:
            row = max(rows, key=lambda each: bool(each.section))
            by_line_item = row.rows == LINE_ITEMS
            statement = "" if by_line_item else row.rows
            return Subject(parse_label(heading).term, key, row.balance, row.flow, by_line_item, statement)
        balance, flow = self._by_period_type(key)
        return Subject(parse_label(heading).term, key, balance, flow) if balance or flow else None

    def _by_period_type(self, key: str) -> tuple[str, str]:
        found = {"instant": "", "duration": ""}
        for name in self._line_items(key):
            period_type = self._taxonomy.concepts[name].period_type
            found[period_type] = found[period_type] or name
        return found["instant"], found["duration"]

    def _line_items(self, key: str) -> tuple[str, ...]:
        rules = (self._book.find(kind.value, key, {}) for kind in PRIMARY)
        return tuple(rule.concept for rule in rules if rule is not None and rule.concept)
