"""Build recognised statements from rows of text, for the tests of mapping and reconciling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from converter.mapping import map_report
from converter.model.document import Document
from converter.model.finding import Finding
from converter.model.label import parse_label
from converter.model.number import parse_number
from converter.model.period import Duration, Instant, Period
from converter.model.report import Fact, Report
from converter.model.source import Source
from converter.model.statement import (
    Column,
    EntityIdentity,
    LineItem,
    PrintedAmount,
    Reading,
    RecognisedReport,
    Scope,
    Statement,
    StatementKind,
)
from converter.reconcile import reconcile_report
from converter.taxonomy import Taxonomy

YEAR = Duration(start=dt.date(2022, 1, 1), end=dt.date(2022, 12, 31))
YEAR_BEFORE = Duration(start=dt.date(2021, 1, 1), end=dt.date(2021, 12, 31))
YEAR_END = Instant(instant=dt.date(2022, 12, 31))
YEAR_START = Instant(instant=dt.date(2021, 12, 31))

Row = tuple[str, Sequence[str]]

# The columns of a consolidated equity matrix that the tests use.
COMPONENTS = ("股本", "资本公积", "减：库存股", "未分配利润", "小计", "少数股东权益", "所有者权益合计")


def amount(text: str, column: int, line: int, start: int) -> PrintedAmount:
    number = parse_number(text)
    assert number is not None
    source = Source(line=line, start=start, end=start + len(text), text=text)
    return PrintedAmount(column, number.value, number.decimals, source, number.percent)


def line_item(label: str, readings: tuple[Reading, ...], line: int, parent: int | None = None) -> LineItem:
    parsed = parse_label(label)
    source = Source(line=line, start=0, end=len(label), text=label)
    return LineItem(label, parsed.term, parsed.depth, parent, parsed.prefix, parsed.ordinal, None, readings, (source,))


def plain_reading(cells: Sequence[str], line: int) -> Reading:
    return tuple(amount(text, column, line, 20 * (column + 1)) for column, text in enumerate(cells) if text)


def statement(
    kind: StatementKind,
    columns: Sequence[Period | None],
    rows: Sequence[Row | LineItem],
    *,
    scale: int = 0,
    scope: Scope = Scope.CONSOLIDATED,
    first_line: int = 1,
    components: Sequence[str] = (),
    measures: Sequence[str | None] = (),
) -> Statement:
    names = list(components) or [None] * len(columns)
    kinds = list(measures) or [None] * len(columns)
    made = tuple(
        Column((name or f"列{n + 1}",), period, name, measure)
        for n, (period, name, measure) in enumerate(zip(columns, names, kinds, strict=True))
    )
    items = tuple(
        row if isinstance(row, LineItem) else line_item(row[0], (plain_reading(row[1], line),), line)
        for line, row in enumerate(rows, first_line)
    )
    return Statement(
        f"{scope.value}-{kind.value}-{first_line}",
        kind,
        scope,
        "报表",
        first_line,
        first_line + len(rows) - 1,
        scale,
        "CNY",
        made,
        items,
    )


def matrix(rows: Sequence[Row | LineItem], *, period: Period = YEAR, first_line: int = 1) -> Statement:
    return statement(
        StatementKind.CHANGES_IN_EQUITY, [period] * len(COMPONENTS), rows, components=COMPONENTS, first_line=first_line
    )


def balance_sheet(rows: Sequence[Row], **options: object) -> Statement:
    return statement(StatementKind.BALANCE_SHEET, [YEAR_END, YEAR_START], rows, **options)  # type: ignore[arg-type]


def income_statement(rows: Sequence[Row], **options: object) -> Statement:
    return statement(StatementKind.INCOME_STATEMENT, [YEAR, YEAR_BEFORE], rows, **options)  # type: ignore[arg-type]


def cash_flow_statement(rows: Sequence[Row], **options: object) -> Statement:
    return statement(StatementKind.CASH_FLOW_STATEMENT, [YEAR, YEAR_BEFORE], rows, **options)  # type: ignore[arg-type]


def recognised(*statements: Statement) -> RecognisedReport:
    return RecognisedReport(EntityIdentity("甲公司", "000000"), "annual_report", YEAR, "CNY", None, statements)


def reconcile(taxonomy: Taxonomy, *statements: Statement) -> tuple[Report, tuple[Finding, ...]]:
    mapped, _ = map_report(recognised(*statements), taxonomy)
    document = Document("a.txt", "0" * 64, "utf-8", "text/plain", (), ())
    return reconcile_report(mapped, document, taxonomy)


def fact(report: Report, concept: str, text: str) -> Fact:
    """Return the one fact of a concept one of whose sources prints ``text``."""
    (found,) = (
        each
        for each in report.facts
        if each.concept == f"c2x:{concept}" and any(source.text == text for source in each.sources)
    )
    return found
