"""Recognise the key accounting data and indicators (主要会计数据和财务指标) and the non-recurring items (非经常性损益).

Their content is prescribed by the CSRC: 信息披露内容与格式准则第2号 and 第3号, 解释性公告第1号
(non-recurring items).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations

from converter.model.document import Document, Grid
from converter.model.finding import Finding
from converter.model.period import Period, last_day
from converter.model.statement import Column, LineItem, Reading, Scope, Statement, StatementKind
from converter.recognise.findings import make_finding
from converter.recognise.items import JoinedRow, build_items
from converter.recognise.periods import (
    ReportPeriod,
    is_measure,
    parse_duration_header,
    parse_instant_header,
    plain,
)
from converter.recognise.rows import Row, is_note_reference, print_in, read_row
from converter.recognise.tables import HeaderRow, is_header_row
from converter.recognise.units import parse_currency, parse_scale
from converter.recognise.vocabulary import Vocabulary, cheap_key

_NON_RECURRING = frozenset(
    {
        "所得税影响额",
        "少数股东权益影响额",
        "除上述各项之外的其他营业外收入和支出",
        "其他符合非经常性损益定义的损益项目",
        "债务重组损益",
    }
)
_KEY_FIGURES = frozenset(
    {
        "归属于上市公司股东的净利润",
        "归属于上市公司股东的扣除非经常性损益的净利润",
        "基本每股收益",
        "稀释每股收益",
        "加权平均净资产收益率",
        "总资产",
        "归属于上市公司股东的净资产",
        "归属于上市公司股东的所有者权益",
        "经营活动产生的现金流量净额",
    }
)
_ROUGH = frozenset(cheap_key(key) for key in _NON_RECURRING | _KEY_FIGURES)
_LEAST_PERIODS = 3  # side by side: a table of figures over time, as quote pages print them
_LEAST = 3  # distinct labels that make a table one of the two kinds
_LEAST_CONTINUED = 1
_FARTHEST = 5  # blocks between the pieces of one table
_PAGE_BREAK = 4  # blocks that may stand between two pages of a table
_CONTEXT = 5  # blocks above a table that may print its unit
_TEXT_HEADERS = ("说明", "附注", "原因", "备注", "涉及")
_PERIOD = re.compile(
    r"(?:[本上](?:报告)?[年期](?:年?度)?|20\d\d年(?:年?度)?|[年期])(?:同期)?[末初]?"
)  # 上年度末, 2022年
_DATED = re.compile(
    r"20\d\d(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?|年?(?:第?[一二三四1-4]季[度报]?|中报|半年[度报]|年?报|年?度)?末?)"
)
_BLANK = re.compile(r"\s*[-–—]+\s*")  # printed where a header has nothing to say
_HEADED = "非经常性损益项目"  # the header of the labels, of one table only
_TOTALS = frozenset({"合计", "小计"})
_INSTANT_HEADERS = ("期末", "年末", "月31日", "月30日", "度末", "期初", "年初")


@dataclass(slots=True)
class _Piece:
    """Hold rows under one header: ``places`` maps the index of a cell to the column it belongs to."""

    rows: list[Row]
    places: dict[int, int]
    width: int
    header_lines: tuple[int, ...] = ()
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """Hold one table as it is being read: its columns grow with every new header."""

    name: str
    title: str
    first_block: int
    last_block: int
    columns: list[Column] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    pending: list[HeaderRow] = field(default_factory=list)  # header that a page break parted from its rows


def recognise_key_figures(
    document: Document, report: ReportPeriod, scale: int, currency: str, vocabulary: Vocabulary
) -> tuple[tuple[Statement, ...], tuple[Finding, ...]]:
    """Return the tables of key figures and of non-recurring items in printed order, and what is wrong about them.

    ``scale`` and ``currency`` hold where a table prints none of its own. A table that goes on after a page break keeps
    its columns; a header in its middle (本报告期末, 上年度末) opens columns of its own.
    """
    tables: list[_Table] = []
    over_time = frozenset(cheap_key(key) for key in vocabulary.keys[StatementKind.KEY_FIGURES]) - _TOTALS
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Grid):
            continue
        rough = _ROUGH | over_time if _prints_many_periods(block) else _ROUGH
        hits = {key for row in block.rows if row and (key := cheap_key(row[0].text)) in rough}
        last = tables[-1] if tables else None
        near = last is not None and index - last.last_block <= _FARTHEST
        if last is not None and index - last.last_block <= _PAGE_BREAK and _goes_on(block, last, vocabulary):
            last.last_block = index
            _read_grid(block, last, report)
            continue
        is_headed = any(plain(cell.text) == _HEADED for row in block.rows[:1] for cell in row[:1])
        if len(hits) < (_LEAST_CONTINUED if near else _LEAST) and not is_headed:
            continue
        name = "non-recurring-items" if is_headed or hits & _NON_RECURRING else "key-figures"
        if last is None or not near or last.name != name:
            title = "非经常性损益项目及金额" if name == "non-recurring-items" else "主要会计数据和财务指标"
            last = _Table(name, title, index, index)
            tables.append(last)
        last.last_block = index
        _read_grid(block, last, report)
    statements: list[Statement] = []
    findings: list[Finding] = []
    taken: dict[str, int] = {}
    for table in tables:
        if (statement := _build(document, table, scale, currency, vocabulary)) is None:
            continue
        number = taken[table.name] = taken.get(table.name, 0) + 1
        identifier = table.name if number == 1 else f"{table.name}-{number}"
        columns, items, lines, own = statement
        findings.extend(finding for piece in table.pieces for finding in piece.findings)
        statements.append(
            Statement(
                id=identifier,
                kind=StatementKind.KEY_FIGURES,
                scope=Scope.CONSOLIDATED,
                title=table.title,
                line_from=min(lines),
                line_to=max(lines),
                presentation_scale=own[0],
                currency=own[1],
                columns=columns,
                items=items,
            )
        )
    return tuple(statements), tuple(findings)


def _goes_on(grid: Grid, table: _Table, vocabulary: Vocabulary) -> bool:
    """Tell whether a grid goes on with a table after a page break: no header, rows as wide, all of them line items.

    So the second page of a table of changes comes, whose rows are the statements' and not key figures.
    """
    rows = [read_row(row) for row in grid.rows]
    return bool(rows) and all(
        len(row.cells) == table.pieces[-1].width
        and row.amounts
        and not is_header_row(row)
        and cheap_key(row.label) in vocabulary.rough
        for row in rows
    )


def _prints_many_periods(grid: Grid) -> bool:
    """Tell whether the first row prints nothing but periods beside the heading of the labels, each another one."""
    others = [plain(cell.text) for cell in grid.rows[0][1:] if cell.text] if grid.rows else []
    periods = {text for text in others if _DATED.fullmatch(text) is not None}
    return len(periods) >= _LEAST_PERIODS and len(periods) == len(others)


def _read_grid(grid: Grid, table: _Table, report: ReportPeriod) -> None:
    header: list[HeaderRow] = []
    parted, table.pending = table.pending, []
    piece: _Piece | None = None
    scale: int | None = None  # the last that a header of this grid prints; one in the middle need not repeat it
    shifted: str | None = None  # the header's word among the amounts of a row above
    for number, cells in enumerate(grid.rows):
        if not any(cell.text for cell in cells):
            continue
        row = read_row(cells)
        row.ways = tuple(map(read_row, grid.alternatives.get(number, ())))
        if table.pieces and not header and piece is None and not any(cell.text for cell in cells[1:]):
            continue  # at the top of a page, what was left of the label on the one before
        if is_header_row(row) and not (row.label and cheap_key(row.label) in _ROUGH):
            if piece is not None:
                piece, header = None, []
            header.append(cells)
            shifted = None
            continue
        if piece is None:
            printed = (parse_scale(cell.text) for header_row in header for cell in header_row)
            scale = next((each for each in printed if each is not None), scale)
            piece = _open_piece(header or parted, len(cells), table, report, scale)
            table.pieces.append(piece)
        shifted = _header_word(row, piece) or shifted
        if shifted is not None and row.amounts:
            piece.findings.append(_report_shifted(row, shifted))
            row.amounts.clear()
        piece.rows.append(row)
    if piece is None:
        table.pending = header


def _header_word(row: Row, piece: _Piece) -> str | None:
    """Return the period that a row of amounts prints in an amount's place: the header of rows below, run into it."""
    if not row.amounts:
        return None
    return next(
        (cell.text for at, cell in row.unread if at in piece.places and _PERIOD.fullmatch(plain(cell.text))), None
    )


def _report_shifted(row: Row, word: str) -> Finding:
    sources = tuple(amount.source for amount in row.amounts)
    text = "、".join(source.text for source in sources)
    return make_finding("recognise.row-shifted", sources, line=row.line, label=row.label, word=word, text=text)


def _open_piece(header: list[HeaderRow], width: int, table: _Table, report: ReportPeriod, scale: int | None) -> _Piece:
    if not header:
        places = next((piece.places for piece in reversed(table.pieces) if piece.width == width), None)
        if places is None:  # a column of remarks may be missing where it holds none
            last = table.pieces[-1].places if table.pieces else {}
            columns = list(dict.fromkeys(last.values()))
            alone = dict(enumerate(columns, 1)) if len(columns) == width - 1 else {}  # also one between the periods
            places = last if all(at < width for at in last) else alone
        return _Piece([], dict(places), width)
    paths: dict[int, list[str]] = {}
    for row in header:
        for at, cell in enumerate(row):
            if at and cell.text and not _BLANK.fullmatch(cell.text):
                paths.setdefault(at, []).append(cell.text)
    opened: dict[int, int] = {}
    compared: list[Period] = []  # the periods since the last column of changes: the latest one is what changed
    by_quarter = any("年初至" in text for path in paths.values() for text in path)
    for at in sorted(paths):
        path = tuple(dict.fromkeys(paths[at]))
        text = plain(" ".join(path))
        if any(word in text for word in _TEXT_HEADERS):
            continue
        if is_measure(text):
            period = max(compared, key=last_day, default=None)
            compared = []
        elif (period := _period(text.replace("本期", "本报告期") if by_quarter else text, report)) is not None:
            compared.append(period)
        measured = is_measure(text) or "调整前" in text
        own_scale = None if is_measure(text) else scale
        column = Column(path, period, measure=" ".join(path) if measured else None, presentation_scale=own_scale)
        if column not in table.columns:
            table.columns.append(column)
        opened[at] = table.columns.index(column)
    return _Piece([], opened, max(len(row) for row in header), tuple(row[0].source.line for row in header))


def _period(text: str, report: ReportPeriod) -> Period | None:
    if any(word in text for word in _INSTANT_HEADERS) and "年初至" not in text:
        return parse_instant_header(text, report)
    return parse_duration_header(text, report)


def _build(
    document: Document, table: _Table, scale: int, currency: str, vocabulary: Vocabulary
) -> tuple[tuple[Column, ...], tuple[LineItem, ...], list[int], tuple[int, str]] | None:
    """Return columns, items, the lines of the rows and the unit; None where no column has a period."""
    if not any(column.period is not None and column.measure is None for column in table.columns):
        return None
    known = vocabulary.keys[StatementKind.KEY_FIGURES]
    lines: list[JoinedRow] = []
    readings: list[tuple[Reading, ...]] = []
    for number, piece in enumerate(table.pieces):
        for row in piece.rows:
            if not row.label or (not row.amounts and row.key not in known):
                continue
            lines.append(JoinedRow(row.label, row.parsed, row.sources, row, number))
            ways = {reading: None for way in row.ways or (row,) for reading in _place(way, piece)}
            readings.append(tuple(ways))
    if not any(reading != ((),) for reading in readings):
        return None
    own_scale, own_currency = scale, currency
    for block in document.blocks[max(0, table.first_block - _CONTEXT) : table.first_block]:
        if not isinstance(block, Grid):
            found = parse_scale(block.text)
            own_scale = own_scale if found is None else found
            own_currency = parse_currency(block.text) or own_currency
    notes: list[str | None] = [
        next((cell.text for _, cell in line.unread if is_note_reference(cell.text)), None) for line in lines
    ]
    printed = [line.row.line for line in lines] + [line for piece in table.pieces for line in piece.header_lines]
    return tuple(table.columns), build_items(lines, readings, notes), printed, (own_scale, own_currency)


def _place(row: Row, piece: _Piece) -> tuple[Reading, ...]:
    """Return the readings of a row: by position where it has the header's width, else every order-preserving one."""
    amounts = row.amounts
    if not amounts:
        return ((),)
    if len(row.cells) == piece.width and all(amount.at in piece.places for amount in amounts):
        return (tuple(print_in(amount, piece.places[amount.at]) for amount in amounts),)
    columns = list(dict.fromkeys(piece.places.values()))
    if len(amounts) >= len(columns):
        return (tuple(print_in(amount, column) for amount, column in zip(amounts, columns, strict=False)),)
    return tuple(
        tuple(print_in(amount, column) for amount, column in zip(amounts, chosen, strict=True))
        for chosen in combinations(columns, len(amounts))
    )
