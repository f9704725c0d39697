"""Print planted statements: forms of amounts, tables of cells, and layouts of text."""

from __future__ import annotations

import dataclasses
import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from converter.model.statement import Scope, StatementKind

from .equity import COLUMNS
from .statements import OPENING, Period, PlantedStatement

Key = tuple[str, Period, Scope, str]  # concept, period, scope, member of the components of equity ("" the total)


@dataclass(frozen=True, slots=True)
class Form:
    """Say how the amounts of a document are printed.

    ``rounded`` amounts are planted a thousand times finer, so that their sums hold only within rounding.
    """

    unit: str
    scale: int
    decimals: int
    rounded: bool = False
    brackets: bool = False
    blank: str = ""
    note: str = "七、{}"
    digits: tuple[int, int] = (4, 12)


FORMS: tuple[Form, ...] = (
    Form("元", 0, 2),
    Form("元", 0, 2, blank="-"),
    Form("元", 0, 2, brackets=True),
    Form("元", 0, 0, digits=(4, 10)),
    Form("元", 0, 2, note="附注七、{}"),
    Form("元", 0, 2, note="{}"),
    Form("元", 0, 2, blank="--", note="八、"),
    Form("千元", 3, 0, digits=(3, 8)),
    Form("千元", 3, 0, note="{}", digits=(3, 8)),
    Form("百万元", 6, 0, digits=(1, 6)),
    Form("万元", 4, 2, rounded=True, digits=(6, 11)),
    Form("百万元", 6, 0, rounded=True, brackets=True, digits=(4, 9)),
)


@dataclass(slots=True)
class Line:
    """Hold a row as printed: ``keys`` and ``values`` say, per cell, which fact it prints, None where it is blank."""

    label: str
    note: str
    cells: list[str]
    keys: list[Key | None]
    values: list[str | None]
    misread: set[int] = field(default_factory=set)  # cells whose digits were changed


@dataclass(slots=True)
class PrintedTable:
    """Hold a statement as printed; ``headers`` are rows of cells, the label's first, blank where a cell spans."""

    above: list[str]
    headers: list[list[str]]
    lines: list[Line]
    kind: StatementKind
    breaks: set[int] = field(default_factory=set)  # lines before which a page ends

    @property
    def has_notes(self) -> bool:
        """Tell whether there is a column of note references."""
        return any("附注" in row for row in self.headers)


_NAMES = {
    StatementKind.BALANCE_SHEET: "资产负债表",
    StatementKind.INCOME_STATEMENT: "利润表",
    StatementKind.CASH_FLOW_STATEMENT: "现金流量表",
    StatementKind.CHANGES_IN_EQUITY: "所有者权益变动表",
}
_MARKS = "一二三四五六七八九十"


def print_statement(statement: PlantedStatement, form: Form, chance: random.Random) -> PrintedTable:
    """Return a statement as a table of cells."""
    kind, year = statement.kind, statement.year
    is_matrix = bool(statement.members)
    scope = "合并" if statement.scope is Scope.CONSOLIDATED else "母公司"
    date = f"{year}年12月31日" if kind is StatementKind.BALANCE_SHEET else f"{year}年1—12月"
    above = [scope + _NAMES[kind], date, f"单位：{form.unit}  币种：人民币"]
    lines = []
    number = 0
    for row in statement.rows:
        number += chance.random() < 0.8
        amounts = row.amounts or (None,) * (len(statement.members) or 2)
        shown = [_print(amount, form, is_scaled=row.is_scaled) for amount in amounts]
        keys: list[Key | None] = [
            _key(statement, row.concept, column) if shown[column] else None for column in range(len(amounts))
        ]
        has_note = not is_matrix and any(keys) and "合计" not in row.label and chance.random() < 0.7
        lines.append(
            Line(
                row.label,
                form.note.format(number or 1) if has_note else "",
                [each[0] if each else form.blank if row.amounts else "" for each in shown],
                keys,
                [each[1] if each else None for each in shown],
            )
        )
    headers = _matrix_header(statement) if is_matrix else [_header(kind, year, chance)]
    return PrintedTable(above, headers, lines, kind)


_HALVES = (("本集团", "本行"), ("合并", "母公司"), ("合并", "公司"))


def join_sides(group: PrintedTable, parent: PrintedTable, labels: Sequence[str], chance: random.Random) -> PrintedTable:
    """Return the table that prints the group's two columns and the parent's beside them, rows in a format's order."""
    blank = ["", ""]
    own = {line.label: line for line in parent.lines}
    first = {line.label: line for line in group.lines}
    lines = []
    for label in labels:
        left, right = first.get(label), own.get(label)
        base = left or right
        if base is None:
            continue
        cells = (left.cells if left else blank) + (right.cells if right else blank)
        keys = [*(left.keys if left else (None, None)), *(right.keys if right else (None, None))]
        values = [*(left.values if left else (None, None)), *(right.values if right else (None, None))]
        lines.append(Line(label, base.note or (right.note if right else ""), list(cells), keys, values))
    halves = chance.choice(_HALVES)
    (row,) = group.headers
    if chance.random() < 0.5:
        headers = [["", "", halves[0], halves[0], halves[1], halves[1]], [*row, *row[2:]]]
    else:
        headers = [[*row[:2], *(f"{half}{period}" for half in halves for period in row[2:])]]
    above = [group.above[0].replace("合并", "合并及母公司"), *group.above[1:]]
    return PrintedTable(above, headers, lines, group.kind)


def _header(kind: StatementKind, year: int, chance: random.Random) -> list[str]:
    instant = kind is StatementKind.BALANCE_SHEET
    pairs = (
        [("期末余额", "期初余额"), (f"{year}年12月31日", f"{year - 1}年12月31日")]
        if instant
        else [("本期发生额", "上期发生额"), (f"{year}年度", f"{year - 1}年度")]
    )
    return ["项目", "附注", *chance.choice(pairs)]


def _matrix_header(statement: PlantedStatement) -> list[list[str]]:
    count = len(statement.members)
    names = [label for label, _ in COLUMNS]
    first = ["项目", f"{statement.year}年度"] + [""] * (count - 1)
    upper = ["", names[0], "其他权益工具", "", "", *names[4:]]
    lower = ["", "", *names[1:4]] + [""] * (count - 4)
    if count == 11:
        return [first, [*upper, "所有者权益合计"], lower]
    over = ["", "归属于母公司所有者权益"] + [""] * 10 + ["少数股东权益", "所有者权益合计"]
    return [first, over, [*upper, "小计", "", ""], lower]


def _key(statement: PlantedStatement, concept: str, column: int) -> Key:
    start, end = statement.period(column)
    instants = (StatementKind.BALANCE_SHEET,)
    name = concept.removesuffix(OPENING)
    if concept.endswith(OPENING):
        assert start is not None
        start, end = None, start.replace(year=start.year - 1, month=12, day=31)
    elif statement.kind in instants or name == "CashAndCashEquivalents" or (statement.members and name == "Equity"):
        start = None
    return name, (start, end), statement.scope, statement.members[column] if statement.members else ""


def _print(amount: int | None, form: Form, *, is_scaled: bool) -> tuple[str, str] | None:
    """Return an amount as printed and its value in full, None for a blank."""
    if amount is None:
        return None
    decimals, scale = (form.decimals, form.scale) if is_scaled else (4, 0)
    if form.rounded and is_scaled:
        amount = (abs(amount) + 500) // 1000 * (1 if amount > 0 else -1)
    exact = Decimal(amount).scaleb(-decimals)
    text = f"{abs(exact):,.{decimals}f}"
    if amount < 0:
        text = f"({text})" if form.brackets else f"-{text}"
    value = f"{exact.scaleb(scale):f}"
    value = value.rstrip("0").rstrip(".") if "." in value else value
    return text, value if amount else "0"


Layout = Callable[[PrintedTable], list[str]]


def print_tabs(table: PrintedTable) -> list[str]:
    """Print cells with tabs between."""
    return _print_rows(table, "\t".join)


def print_pipes(table: PrintedTable) -> list[str]:
    """Print a Markdown table."""
    lines = _print_rows(table, lambda cells: "| " + " | ".join(cells) + " |")
    first = next(at for at, line in enumerate(lines) if line.startswith("|"))
    return [*lines[: first + 1], "|" + " --- |" * (len(table.headers[0])), *lines[first + 1 :]]


def print_run_together(table: PrintedTable) -> list[str]:
    """Print cells with nothing between."""
    return _print_rows(table, lambda cells: "".join(cells).strip())


def print_collapsed(table: PrintedTable) -> list[str]:
    """Print cells with one blank between, blank cells gone."""
    return _print_rows(table, lambda cells: " ".join(cell for cell in cells if cell))


def print_cell_lines(table: PrintedTable) -> list[str]:
    """Print one cell on each line, as tools do that write out the cells of a page: every line ends in a blank."""
    headers = [[cell for cell in row if cell] for row in table.headers]  # a cell that spans others is printed once
    lines = _print_rows(dataclasses.replace(table, headers=headers), "\n".join)
    return [f"{cell} " for line in lines for cell in line.split("\n")]


def print_bare_cell_lines(table: PrintedTable) -> list[str]:
    """Print one cell on each line without anything for a blank one."""
    return [line.rstrip() for line in print_cell_lines(table) if line.strip()]


def print_aligned(table: PrintedTable) -> list[str]:
    """Print columns kept by blanks: labels to the left, amounts to the right of their column."""
    rows = [*table.headers, *([line.label, *_note(table, line), *line.cells] for line in table.lines)]
    columns = range(max(map(len, rows)))
    widths = [max((_width(row[at]) for row in rows if at < len(row)), default=0) for at in columns]

    def join(cells: list[str]) -> str:
        parts = []
        for at, cell in enumerate(cells):
            pad = " " * (widths[at] - _width(cell))
            parts.append(cell + pad if at == 0 else pad + cell)
        return "    ".join(parts).rstrip()

    return _print_rows(table, join)


LAYOUTS: Mapping[str, Layout] = {
    "tabs": print_tabs,
    "pipes": print_pipes,
    "run-together": print_run_together,
    "collapsed": print_collapsed,
    "cell-lines": print_cell_lines,
    "bare cell-lines": print_bare_cell_lines,
    "aligned": print_aligned,
}


def _print_rows(table: PrintedTable, join: Callable[[list[str]], str]) -> list[str]:
    printed = [*table.above, *(join(cells) for cells in table.headers)]
    for at, line in enumerate(table.lines):
        if at in table.breaks:
            printed += ["", "66 / 195", "", "2022年年度报告", ""]
        printed.append(join([line.label, *_note(table, line), *line.cells]))
    return [*printed, ""]


def _note(table: PrintedTable, line: Line) -> list[str]:
    return [line.note] if table.has_notes and line.note != GONE else []


GONE = "\0"  # a note reference whose cell was lost with the other blank cells of its row


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def without_notes(table: PrintedTable) -> PrintedTable:
    """Return a table without its column of note references."""
    headers = [[cell for cell in row if cell != "附注"] for row in table.headers]
    return dataclasses.replace(table, headers=headers)
