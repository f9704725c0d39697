"""Totals of the notes that a primary statement prints too, in real documents: a check links the two.

What must be linked is found on the page alone, by neither mapping nor reconciliation: the row or column of a note's
table that says it is a total, the title of its note that names a line of a statement, the same amount at the same day.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from converter.mapping import map_report
from converter.model.label import parse_label
from converter.model.period import Instant, Period
from converter.model.report import Fact, Report
from converter.model.source import Source
from converter.model.statement import PrintedAmount, RecognisedReport, Scope, Statement, StatementKind
from converter.read import read_document
from converter.recognise import recognise_report
from converter.reconcile import reconcile_report
from converter.taxonomy import Taxonomy

_PRIMARY = {StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW_STATEMENT}
_TOTALS = {"合计", "总计", "共计", "合计数"}
_LEAST_LABEL = 2  # characters of a line's label that a title can name
_LINKED = Decimal("0.9")  # of all such totals, issue 4

DOCUMENTS = (
    "seeds/001_313dedaca723782c.txt",
    "seeds/002_bb0e86c5dfab111a.txt",
    "corpus/markdown/000423_2023年年度报告.md",
    "corpus/markdown/000423_2024年半年度报告.md",
    "corpus/markdown/002603_2024年半年度报告.md",
    "corpus/markdown/300869_2023年年度报告.md",
    "corpus/markdown/600080_20240427_0WKP.md",
    "corpus/markdown/600085_20250404_K6RE.md",
    "corpus/markdown/600329_20240330_9IAR.md",
    "corpus/markdown/600436_20240420_1K89.md",
)


@dataclasses.dataclass(frozen=True)
class Printed:
    """Hold one amount as printed: where, its day where the page says it, its value in full units."""

    source: Source
    day: dt.date | None
    value: Decimal


def amounts_of(statement: Statement, row: int) -> Iterator[tuple[PrintedAmount, Printed]]:
    item = statement.items[row]
    for amount in {amount.source: amount for reading in item.readings for amount in reading}.values():
        column = statement.columns[amount.column]
        scale = statement.presentation_scale if column.presentation_scale is None else column.presentation_scale
        plain = len(item.readings) == 1
        day = last_day(column.period or item.period) if plain else None
        yield amount, Printed(amount.source, day, amount.value.scaleb(scale))


def last_day(period: Period | None) -> dt.date | None:
    if period is None:
        return None
    return period.instant if isinstance(period, Instant) else period.end


def lines_of(report: RecognisedReport) -> dict[tuple[Scope, str], list[Printed]]:
    """Return the amounts of the lines of the primary statements, by scope and label."""
    found: dict[tuple[Scope, str], list[Printed]] = {}
    for statement in report.statements:
        if statement.kind in _PRIMARY:
            for row, item in enumerate(statement.items):
                key = parse_label(item.printed_label).key
                found.setdefault((statement.scope, key), []).extend(each for _, each in amounts_of(statement, row))
    return found


def totals_of(statement: Statement) -> Iterator[Printed]:
    """Yield the amounts of a note's table that stand in a row, or else a column, that is its total."""
    rows = {row for row, item in enumerate(statement.items) if parse_label(item.printed_label).key in _TOTALS}
    columns = {
        at
        for at, column in enumerate(statement.columns)
        if not rows and column.header and parse_label(column.header[-1]).key in _TOTALS
    }
    for row, item in enumerate(statement.items):
        for amount, printed in amounts_of(statement, row):
            is_certain = len(item.readings) == 1 and not amount.percent and bool(printed.value)
            if is_certain and (row in rows or amount.column in columns):
                yield printed


def pairs_of(report: RecognisedReport) -> Iterator[tuple[Printed, list[Printed]]]:
    """Yield every total of a note that its title's line prints too, with the places where it does."""
    lines = lines_of(report)
    for statement in report.statements:
        if statement.kind is not StatementKind.NOTE or statement.place is None:
            continue
        title = parse_label(statement.place.title).key
        named = [
            each
            for (scope, label), found in lines.items()
            if scope is statement.scope and len(label) >= _LEAST_LABEL and label in title
            for each in found
        ]
        for total in totals_of(statement):
            same = [
                each
                for each in named
                if each.value == total.value and (None in (each.day, total.day) or each.day == total.day)
            ]
            if same:
                yield total, same


def at(source: Source) -> tuple[int, int]:
    return source.line, source.start


def facts_by_place(report: Report) -> Mapping[tuple[int, int], Fact]:
    return {at(source): fact for fact in report.facts if fact.decimals is not None for source in fact.sources}


def is_linked(total: Printed, lines: list[Printed], report: Report, facts: Mapping[tuple[int, int], Fact]) -> bool:
    """Tell whether a check that holds has the facts of both places."""
    own = facts.get(at(total.source))
    others = {facts[at(line.source)].id for line in lines if at(line.source) in facts}
    if own is None:
        return False
    checks = [check for check in report.checks if check.holds and own.id in check.facts]
    if own.id in others:
        return any(check.kind == "agreement" for check in checks)
    return any(others & {*check.facts} for check in checks)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_totals_that_a_statement_prints_are_linked_to_it(name: str, shared: Path, taxonomy: Taxonomy) -> None:
    document, _ = read_document((shared / name).read_bytes(), Path(name).name)
    assert document is not None
    recognised, _ = recognise_report(document, taxonomy)
    mapped, _ = map_report(recognised, taxonomy)
    report, _ = reconcile_report(mapped, document, taxonomy)
    facts = facts_by_place(report)
    pairs = list(pairs_of(recognised))
    open_pairs = [total.source for total, lines in pairs if not is_linked(total, lines, report, facts)]
    assert pairs
    assert len(open_pairs) <= (1 - _LINKED) * len(pairs), [(source.line, source.text) for source in open_pairs]
