"""Tell by its total what a table of the notes is about, where the heading above it is that of another.

Pages lose headings and print them out of their order: below 管理费用 stands the table of 销售费用. A table whose total
is not the amount of the line that its heading names but, in every period, that of one other line is about that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from converter.mapping.note_layout import Path
from converter.mapping.note_members import TOTALS
from converter.mapping.note_subjects import Subject
from converter.model.label import parse_label
from converter.model.mapped import MappedItem
from converter.model.period import Period
from converter.model.statement import LineItem, Scope, Statement
from converter.taxonomy import Taxonomy

_PERIODS = 2  # in which amounts agree, so that it is no accident; one is enough for an amount of so many digits
_DIGITS = 7
_Amounts = dict[Period, Decimal]


class LineAmounts:
    """Hold the amounts of the lines of the primary statements, in full units, by scope, concept and period."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Begin without any."""
        self._taxonomy = taxonomy
        self._lines: dict[tuple[Scope, str], _Amounts] = {}

    def add(self, statement: Statement, items: Sequence[MappedItem]) -> None:
        """Take in a primary statement with the concepts of its rows."""
        for item, mapped in zip(statement.items, items, strict=True):
            if mapped.concept is not None and not mapped.opening:
                found = self._lines.setdefault((statement.scope, mapped.concept), {})
                plain = [column.measure is None for column in statement.columns]
                found.update({period: value for period, value in _amounts(statement, item, plain) if value})

    def subject_of(self, statement: Statement, columns: Sequence[Path], subject: Subject) -> Subject | None:
        """Return what a table is about as its total says, None where that is what its heading says, or nothing is."""
        total = next(
            (item for item in reversed(statement.items) if parse_label(item.printed_label).key in TOTALS), None
        )
        if total is None or subject.rows_are_line_items or subject.statement:
            return None
        amounts = dict(_amounts(statement, total, [not path for path in columns]))
        own = [self._lines.get((statement.scope, name), {}) for name in subject.concepts if name]
        if not _are_telling(amounts) or any(_agree(line, amounts) for line in own):
            return None
        if subject.is_known and not any(amounts.keys() <= line.keys() for line in own):
            return None
        told = [
            name
            for (scope, name), line in self._lines.items()
            if scope is statement.scope and all(line.get(period) == value for period, value in amounts.items())
        ]
        if len(told) != 1:
            return None
        concept = self._taxonomy.concepts[told[0]]
        title = concept.label()
        at_a_date = concept.period_type == "instant"
        names = (concept.name, "") if at_a_date else ("", concept.name)
        return Subject(title, parse_label(title).key, *names)


def _are_telling(amounts: _Amounts) -> bool:
    least = min((len(value.as_tuple().digits) for value in amounts.values() if value), default=0)
    return bool(amounts) and all(amounts.values()) and (len(amounts) >= _PERIODS or least >= _DIGITS)


def _agree(line: _Amounts, amounts: _Amounts) -> bool:
    return any(line.get(period) == value for period, value in amounts.items())


def _amounts(statement: Statement, item: LineItem, plain: Sequence[bool]) -> list[tuple[Period, Decimal]]:
    """Return the amounts of a row by period, in full units, those of columns that are ``plain`` amounts."""
    if len(item.readings) != 1:
        return []
    return [
        (period, amount.value.scaleb(statement.presentation_scale))
        for amount in item.readings[0]
        if plain[amount.column] and (period := statement.columns[amount.column].period) is not None
    ]
