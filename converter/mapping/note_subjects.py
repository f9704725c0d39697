"""Find what a table of the notes is about: the line item whose note it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from converter.mapping.lookup import RuleBook
from converter.model.label import parse_label
from converter.model.statement import NotePlace, StatementKind
from converter.taxonomy import NoteSubject

LINE_ITEMS = "line_items"  # NoteSubject.rows
_AT_LEAST = 3  # rows that are line items
_KINDS = (StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW_STATEMENT)


@dataclass(frozen=True, slots=True)
class Subject:
    """Hold the concepts a note is about: of a date, of a period, or both; none where its title is not known.

    ``title`` is the heading that says so, ``key`` its normalised form. In a table whose ``rows_are_line_items`` each
    row is about a line item of its own, and the two concepts are generic ones. ``statement`` is the kind of statement
    whose rules its rows follow (现金流量表补充资料).
    """

    title: str
    key: str
    balance: str
    flow: str
    rows_are_line_items: bool = False
    statement: str = ""

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


class SubjectBook:
    """Look titles and captions up, in note_subjects.csv and among the rows of the primary statements."""

    def __init__(self, book: RuleBook) -> None:
        """Take the rules of rows."""
        self._book = book
        self._taxonomy = book.taxonomy
        self._by_title: dict[str, list[NoteSubject]] = {}
        for row in book.taxonomy.note_subjects:
            self._by_title.setdefault(row.title, []).append(row)

    def find(self, place: NotePlace) -> Subject:
        """Return the subject of a table: of its innermost caption that names one, else of its note's title."""
        section = {"", parse_label(place.section).key}
        within = section | {parse_label(place.title).key}
        for heading, around in (*((each, within) for each in reversed(place.captions)), (place.title, section)):
            key = parse_label(heading).key
            if key and (found := self._look_up(heading, key, around)) is not None:
                return found
        if (found := self._look_up(place.title, parse_label(place.section).key, {""})) is not None:
            return found
        return Subject(parse_label(place.title).term or place.title, parse_label(place.title).key, "", "")

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

    def line_item(self, key: str) -> str:
        """Return the concept a key is of a primary statement, empty where it is none."""
        return next(iter(self._line_items(key)), "")

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
        rules = (self._book.find(kind.value, key, {}) for kind in _KINDS)
        return tuple(rule.concept for rule in rules if rule is not None and rule.concept)
