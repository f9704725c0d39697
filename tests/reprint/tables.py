"""Turn recognised statements into tables of cells, in one of the forms real reports print them in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from converter.model.period import Duration, Instant
from converter.model.statement import Column, LineItem, RecognisedReport, Scope, Statement, StatementKind

_SCALES = {"元": 0, "千元": 3, "万元": 4, "百万元": 6}
_TITLES = {
    StatementKind.BALANCE_SHEET: "资产负债表",
    StatementKind.INCOME_STATEMENT: "利润表",
    StatementKind.CASH_FLOW_STATEMENT: "现金流量表",
    StatementKind.CHANGES_IN_EQUITY: "所有者权益变动表",
}
_REPORTS = {
    "annual_report": "年年度报告",
    "half_year_report": "年半年度报告",
    "first_quarter_report": "年第一季度报告",
    "third_quarter_report": "年第三季度报告",
}
_FULL_WIDTH = str.maketrans("0123456789,.-()", "０１２３４５６７８９，．－（）")
_OWNERS = "归属于母公司所有者权益"
_INSTRUMENTS = "其他权益工具"
_PER_SHARE = re.compile("每股收益")


@dataclass(frozen=True, slots=True)
class Form:
    """Say how a document prints its tables.

    ``decimals`` are those of amounts where ``unit`` is not 元; ``note`` is a pattern for note references with ``{}``
    for the number, ``""`` for a column without any, ``None`` for no such column.
    """

    unit: str = "元"
    decimals: int = 2
    brackets: bool = False
    blank: str = ""
    note: str | None = None
    full_width: bool = False
    spaced_groups: bool = False
    spaced_labels: bool = False
    half_brackets: bool = False
    words: bool = False  # 期末余额 and 本期发生额 rather than dates
    years: bool = False  # 2023年 for every column
    numbered_titles: bool = False
    unit_first: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Hold one statement as a table: ``headers`` and ``rows`` are as wide as each other, blank where a cell spans.

    ``matrix`` says that it is one of equity components; ``notes`` that the second column is of note references.
    """

    title: str
    company: str
    date: str
    unit: str
    headers: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: bool
    matrix: bool


def report_title(report: RecognisedReport) -> list[str]:
    """Return the lines a report begins with."""
    name = report.entity.name or "测试股份有限公司"
    lines = [f"公司代码：{report.entity.stock_code}", ""] if report.entity.stock_code else []
    if isinstance(report.period, Duration):
        kind = _REPORTS.get(report.report_type, "年年度报告")
        lines += [f"{name}{report.period.end.year}{kind}", ""]
    return lines


def make_tables(report: RecognisedReport, form: Form) -> list[Table]:
    """Return the statements of a report as tables in a form."""
    name = report.entity.name or "测试股份有限公司"
    return [_make_table(each, name, form, number) for number, each in enumerate(report.statements, 1)]


def round_value(value: Decimal, form: Form, *, scaled: bool) -> Decimal:
    """Return the full value that a form still prints of an amount."""
    if not scaled or form.unit == "元":
        return value
    step = Decimal(1).scaleb(_SCALES[form.unit] - form.decimals)
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _make_table(statement: Statement, company: str, form: Form, number: int) -> Table:
    matrix = statement.kind is StatementKind.CHANGES_IN_EQUITY
    scope = "合并" if statement.scope is Scope.CONSOLIDATED else "母公司"
    title = scope + _TITLES[statement.kind]
    notes = form.note is not None and not matrix
    headers = _matrix_headers(statement) if matrix else [_header(statement, form, notes=notes)]
    rows = []
    numbered = 0
    for row, item in enumerate(statement.items, 1):
        cells = [form.blank if item.readings[0] else ""] * len(statement.columns)
        for amount in item.readings[0]:
            cells[amount.column] = _print(amount.value, amount.decimals, statement, item, form)
        has_note = bool(item.readings[0]) and item.level > 0 and row % 3 != 0 and "计" not in item.label
        numbered += has_note
        note = [form.note.format(numbered) if has_note and form.note else ""] if notes else []
        rows.append((_label(item, form), *note, *cells))
    return Table(
        f"{number}、{title}" if form.numbered_titles else title,
        company,
        _date(statement),
        f"单位：{form.unit}  币种：人民币",
        tuple(tuple(row) for row in headers),
        tuple(rows),
        notes,
        matrix,
    )


def _date(statement: Statement) -> str:
    period = statement.columns[0].period
    if isinstance(period, Instant):
        return f"{period.instant.year}年{period.instant.month}月{period.instant.day}日"
    assert period is not None
    if (period.start.month, period.end.month) == (1, 12):
        return f"{period.end.year}年度"
    return f"{period.end.year}年{period.start.month}—{period.end.month}月"


def _header(statement: Statement, form: Form, *, notes: bool) -> list[str]:
    names = [_column_name(column, at, form, len(statement.columns)) for at, column in enumerate(statement.columns)]
    return ["项目", *(["附注"] if notes else []), *names]


def _column_name(column: Column, at: int, form: Form, count: int) -> str:
    period = column.period
    if form.words and count == 2:
        return (("期末余额", "期初余额") if isinstance(period, Instant) else ("本期发生额", "上期发生额"))[at]
    if isinstance(period, Instant):
        if form.years:
            return f"{period.instant.year}年{period.instant.month}月{period.instant.day}日"
        return f"{period.instant.year}年{period.instant.month}月{period.instant.day}日"
    assert period is not None
    year = period.end.year
    if (period.start.month, period.end.month) == (1, 12):
        return f"{year}年" if form.years else f"{year}年度"
    half = {6: "半年度", 3: "第一季度", 9: "前三季度"}
    if form.years or period.start.month != 1:
        return f"{year}年{period.start.month}-{period.end.month}月"
    return f"{year}年{half.get(period.end.month, f'1-{period.end.month}月')}"


def _matrix_headers(statement: Statement) -> list[list[str]]:
    """Return the rows above a matrix: the year, the owners, the components, and the kinds of equity instruments."""
    components = [column.equity_component or "" for column in statement.columns]
    last = [column.header[-1] for column in statement.columns]
    period = statement.columns[0].period
    assert isinstance(period, Duration)
    whole = (period.start.month, period.end.month) == (1, 12)
    year = f"{period.end.year}年{'' if whole else '半年'}度"
    instruments = [
        label in ("优先股", "永续债") or name == f"{_INSTRUMENTS}/其他"
        for label, name in zip(last, components, strict=True)
    ]
    minority = next((at for at, name in enumerate(last) if "少数" in name), None)
    rows = [["项目", year] + [""] * (len(last) - 1)]
    if minority is not None:
        rows.append(["", _OWNERS] + [""] * (minority - 1) + last[minority:])
    if any(instruments):
        first = instruments.index(True)
        middle = [
            _INSTRUMENTS if at == first else "" if instruments[at] else name for at, name in enumerate(last[:minority])
        ]
        rows.append(["", *middle] + [""] * (len(last) - len(middle)))
        rows.append(["", *(name if instruments[at] else "" for at, name in enumerate(last))])
    else:
        rows.append(["", *last[:minority]] + [""] * (0 if minority is None else len(last) - minority))
    return rows


def _label(item: LineItem, form: Form) -> str:
    label = re.sub(r"\s+", "", item.printed_label)
    if form.half_brackets:
        label = label.replace("（", "(").replace("）", ")").replace("：", ":").replace("，", ",")
    if form.spaced_labels and len(label) <= 5 and label.isalpha():
        label = "　".join(label)
    return label


def _print(value: Decimal, decimals: int, statement: Statement, item: LineItem, form: Form) -> str:
    scaled = not _PER_SHARE.search(item.label)
    if form.unit != "元" and scaled:
        full = value.scaleb(statement.presentation_scale)
        value = round_value(full, form, scaled=True).scaleb(-_SCALES[form.unit])
        decimals = form.decimals
    text = f"{abs(value):,.{decimals}f}"
    if form.spaced_groups:
        text = text.replace(",", ", ")
    if value < 0:
        text = f"({text})" if form.brackets else f"-{text}"
    return text.translate(_FULL_WIDTH) if form.full_width else text
