"""Tell by its total what a table of the notes is about, where the heading above it is that of another.

Pages lose headings and print them out of their order: below 管理费用 stands the table of 销售费用. A table whose total
is not the amount of the line that its heading names but, in every period, that of one other line is about that one:
also where the line of its heading is nil or not printed, for then no table of that length stands there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from converter.mapping.note_layout import Path
from converter.mapping.note_members import TOTALS, Member, MemberLabel
from converter.mapping.note_subjects import PRIMARY, Subject
from converter.model.label import parse_label
from converter.model.mapped import MappedItem
from converter.model.period import Duration, Instant, Period
from converter.model.statement import LineItem, NotePlace, PrintedAmount, Scope, Statement
from converter.taxonomy import Taxonomy

_PERIODS = 2  # in which amounts agree, so that it is no accident; one is enough for an amount of so many digits
_DIGITS = 7
_MANY_DIGITS = 9  # where the table has amounts of other periods, of which the line prints none
_NET = "账面价值"
_SUM = re.compile(r"小计|合计|总计|总额$")  # lines of the statements that no note is about
_DAY = re.compile(r"(?:(?P<closing>期末|年末)|期初|年初)")
_SEGMENTS = ":AmountOfPeriod"  # the subject of tables of segments
_Amounts = dict[Period, Decimal]


class LineAmounts:
    """Hold the amounts of the lines of the primary statements, in full units, by scope, concept and period."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Begin without any."""
        self._taxonomy = taxonomy
        self._lines: dict[tuple[Scope, str], _Amounts] = {}
        self._open: dict[tuple[Scope, str], list[_Amounts]] = {}  # those of rows that can be read in several ways
        self._totals: dict[tuple[Scope, NotePlace], list[_Amounts]] = {}  # of the tables of a note, as they come
        self._of_statements = {rule.concept for rule in taxonomy.rules if rule.statement in PRIMARY}

    def add(self, statement: Statement, items: Sequence[MappedItem]) -> None:
        """Take in a primary statement with the concepts of its rows."""
        for item, mapped in zip(statement.items, items, strict=True):
            if mapped.concept is not None and not mapped.opening:
                key = statement.scope, mapped.concept
                plain = [column.measure is None for column in statement.columns]
                readings = [{at: value for at, value in each if value} for each in _amounts(statement, item, plain)]
                if len(readings) == 1:
                    self._lines.setdefault(key, {}).update(readings[0])
                else:
                    self._open.setdefault(key, []).extend(readings)

    def subject_of(
        self, statement: Statement, columns: Sequence[Path], subject: Subject, note: Subject
    ) -> Subject | None:
        """Return what a table is about as its total says, None where that is what its heading says, or nothing is.

        ``note`` is what the note's own title names: a table of a part of it may print the whole (其他应付款), but not
        one of another line of the statements, whose heading was printed above the last table of this note.
        """
        if subject.rows_are_line_items or subject.statement:
            return None
        lines = [(name, line) for name, line in self._read(statement.scope) if line]
        told: set[str] = set()
        periods: set[Period] = set()
        for amounts in _totals(statement, columns):
            if any(name in subject.concepts and _agree(line, amounts) for name, line in lines):
                return None
            # A subject that no statement has a line for is not in doubt; one that cannot have such columns is.
            own = subject.balance if all(isinstance(period, Instant) for period in amounts) else subject.flow
            if subject.is_known and own and own not in self._of_statements:
                return None
            told.update(name for name, line in lines if _tells(line, amounts) and not _is_parted(line, amounts, lines))
            periods.update(amounts)
        if len(told) != 1:
            return None
        concept = self._taxonomy.concepts[told.pop()]
        title = concept.label()
        key = parse_label(title).key
        is_alike = subject.is_known and (key in subject.key or subject.key in key)
        is_other_line = any(name in subject.concepts and line.keys() & periods for name, line in lines)
        if _SUM.search(title) or (concept.name in note.concepts and not is_other_line) or is_alike:
            return None
        at_a_date = concept.period_type == "instant"
        names = (concept.name, "") if at_a_date else ("", concept.name)
        return Subject(title, key, *names)

    def _read(self, scope: Scope) -> Iterator[tuple[str, _Amounts]]:
        """Yield the lines of a scope with their amounts, in every reading."""
        yield from ((name, line) for (where, name), line in self._lines.items() if where is scope)
        yield from ((name, line) for (where, name), lines in self._open.items() if where is scope for line in lines)

    def is_taken_off(self, statement: Statement, columns: Sequence[Path], subject: Subject, place: NotePlace) -> bool:
        """Tell whether a table's total is what the line of its subject lacks of that of a table above in its note.

        Of the tables 商誉账面原值 and 商誉减值准备 the second is so known where the captions of both were lost.
        """
        amounts = list(_totals(statement, columns))
        key = statement.scope, replace(place, captions=(), row_header="")
        above = self._totals.setdefault(key, [])
        line = self._lines.get((statement.scope, subject.balance), {})
        found = any(_completes(line, each, whole) for each in amounts for whole in above)
        above.extend(amounts)
        return found

    def as_printed(
        self, statement: Statement, columns: Sequence[Path], subject: Subject, members: Sequence[Member]
    ) -> list[Member]:
        """Return the rows of a table of segments, those by their words whose total is not that of the line named."""
        if not any(name.endswith(_SEGMENTS) for name in subject.concepts):
            return list(members)
        words = {
            member.line_item: MemberLabel(item.printed_label).term
            for member, item in zip(members, statement.items, strict=True)
            if item.parent is None and self._is_other(statement, item, columns, member.line_item)
        }
        return [replace(each, line_item=words.get(each.line_item, each.line_item)) for each in members]

    def _is_other(self, statement: Statement, item: LineItem, columns: Sequence[Path], concept: str) -> bool:
        """Tell whether a row's total is none of the amounts of the flow that is its label's second meaning.

        营业费用 of segments are all expenses, those of selling where a statement so calls them. A row that has the
        very name of the line is about that, whatever its total is.
        """
        line = self._lines.get((statement.scope, concept), {})
        if not line or len(item.readings) != 1 or self._taxonomy.concepts[concept].period_type != "duration":
            return False
        if parse_label(item.printed_label).key == parse_label(self._taxonomy.concepts[concept].label()).key:
            return False
        totals = [
            amount.value.scaleb(statement.presentation_scale)
            for amount in item.readings[0]
            if (path := columns[amount.column]) and parse_label(path[-1]).key in TOTALS
        ]
        return bool(totals) and not set(totals) & set(line.values())


def _tells(line: _Amounts, amounts: _Amounts) -> bool:
    """Tell whether a line prints the amounts of a table wherever it prints any, and that by no accident."""
    same = [value for period, value in amounts.items() if period in line]
    if not same or any(line[period] != value for period, value in amounts.items() if period in line):
        return False
    if len(same) >= _PERIODS:
        return True
    digits = len(same[0].as_tuple().digits)
    return digits >= (_DIGITS if len(amounts) == 1 else _MANY_DIGITS)


def _is_parted(line: _Amounts, amounts: _Amounts, lines: Iterable[tuple[str, _Amounts]]) -> bool:
    """Tell whether other lines print the amounts of a table of the periods in which this one prints none."""
    rest = [(period, value) for period, value in amounts.items() if period not in line]
    return any(other.get(period) == value for period, value in rest for _, other in lines)


def _completes(line: _Amounts, amounts: _Amounts, whole: _Amounts) -> bool:
    """Tell whether a line and amounts make up the whole in each period that all three print, and by no accident."""
    periods = [period for period in amounts if period in line and period in whole]
    many = any(len(whole[period].as_tuple().digits) >= _DIGITS for period in periods)
    return many and all(line[period] + amounts[period] == whole[period] for period in periods)


def _agree(line: _Amounts, amounts: _Amounts) -> bool:
    return any(line.get(period) == value for period, value in amounts.items())


def _totals(statement: Statement, columns: Sequence[Path]) -> Iterator[_Amounts]:
    """Yield the amounts of a table's total by period, in every reading, those of nothing left out.

    They stand in the columns that say no more than a period, else in those of the carrying amount; in a table whose
    columns are members, in the column of the total beside the rows of the carrying amount.
    """
    keys = [parse_label(path[-1]).key if path else "" for path in columns]
    rows = [parse_label(item.printed_label).key for item in statement.items]
    total = next(
        (item for item, key in zip(reversed(statement.items), reversed(rows), strict=True) if key in TOTALS), None
    )
    if total is not None:
        plain = [not key for key in keys]
        wanted = plain if any(plain) else [key == _NET for key in keys]
        for amounts in _amounts(statement, total, wanted):
            if found := {period: value for period, value in amounts if value}:
                yield found
        return
    across = [key in TOTALS for key in keys]
    net: _Amounts = {}
    for item, key in zip(statement.items, rows, strict=True):
        period = item.period or _day(key, statement.period)
        if key.endswith(_NET) and period is not None and len(item.readings) == 1:
            for value in filter(None, _values(statement, item.readings[0], across)):
                net[period] = value
    if net:
        yield net


def _day(key: str, period: Duration | None) -> Instant | None:
    """Return the day of a row that says no more of it than 期末 or 期初, in a table about a period."""
    match = _DAY.match(key)
    if match is None or period is None:
        return None
    return Instant(instant=period.end if match["closing"] else period.start - dt.timedelta(days=1))


def _amounts(statement: Statement, item: LineItem, wanted: Sequence[bool]) -> Iterator[list[tuple[Period, Decimal]]]:
    """Yield the amounts of a row by period, in full units, those of the columns ``wanted``, in every reading."""
    for reading in item.readings:
        yield [
            (period, amount.value.scaleb(statement.presentation_scale))
            for amount in reading
            if wanted[amount.column] and (period := statement.columns[amount.column].period) is not None
        ]


def _values(statement: Statement, reading: Iterable[PrintedAmount], wanted: Sequence[bool]) -> Iterator[Decimal]:
    for amount in reading:
        if wanted[amount.column]:
            yield amount.value.scaleb(statement.presentation_scale)
