"""Recognise tables whose rows are members of a dimension and whose columns are measures.

    breakdowns     revenue, cost and margin by industry, product, region, channel (分行业、分产品、分地区、分销售模式)
    investees      the figures of principal subsidiaries and associates (主要控股参股公司)
    quarters       the key figures of each quarter (分季度主要财务指标), whose columns are periods

Their content is prescribed by the CSRC: 信息披露内容与格式准则第2号, 第三节 and 第二节.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from converter.model.document import Document, Grid
from converter.model.label import parse_label
from converter.model.period import Duration, Period
from converter.model.statement import Column, LineItem, PrintedAmount, Reading, Scope, Statement, StatementKind
from converter.recognise.periods import ReportPeriod, parse_duration_header, plain, previous_year
from converter.recognise.rows import Row, read_row
from converter.recognise.units import parse_currency, parse_label_scale, parse_scale

_BREAKDOWN = re.compile(r"^(?:主营业务)?(?:分.{2,8}|按.{2,8}分类?)(?:情况)?$")
_INVESTEE = re.compile(r"^(?:子?公司名称|子公司|参股公司|被投资单位)$")
_MEASURE_WORDS = ("营业收入", "营业成本", "毛利率", "占营业收入")
_INVESTEE_WORDS = ("注册资本", "总资产", "净资产", "营业收入", "营业利润", "净利润")
_CHANGE = re.compile("增减|同比|变动")
_SHARE_OF = re.compile(r"占(?:公司)?(.{2,6}?)(?:的)?(?:比重|比例)")
_AMOUNT_HEADERS = frozenset({"金额", "本期金额", "上期金额", "上年同期金额"})
# The whole that all dimensions break down; any other 合计 adds up a dimension, of the principal operations where the
# heading or the label says so.
_WHOLE = re.compile(r"^营业总?(?:收入|成本)合计$")
_SUM_OF_ALL = re.compile(r"^(主营业务(?:收入|成本)?)?(?:合计|总计|小计)$")
_OF_PRINCIPAL = re.compile(r"主营业务(?:收入)?(?:分(?:行业|产品|地区|销售)|按)")
_SUBTOTAL = "小计"
_KIND_OF_REVENUE, _PRINCIPAL = "收入类别", "主营业务"
_SUM = re.compile(r"(?:小计|合计)$")
# 按要求 the figures of the year before are printed anew where the way they are counted has changed.
_RECOUNTED = re.compile(r"最近1年按报告期末口径")
_OTHER_YEAR = re.compile(r"(20\d\d)年(?:度|报告期末)?占公司营业收入或营业利润")
_PERIOD = re.compile(r"^(?:20\d\d|本[期年]|上[期年]|本报告期|报告期)")
_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
_UNNAMED_DIMENSION = "分类"
_CONTEXT = 5  # blocks above a table that may print its unit
_FARTHEST = 4  # blocks between the pieces of one table
_LEAST_INVESTEE_WORDS = 3


@dataclass(frozen=True, slots=True)
class _TableRow:
    """Hold a row, the dimension it is a member of, and every way to split it into cells."""

    dimension: str
    row: Row
    ways: tuple[Row, ...]


@dataclass(slots=True)
class _Table:
    """Hold one table as it is being read; ``places`` maps the index of a cell to its column."""

    name: str
    title: str
    block: int
    last_block: int
    width: int
    columns: list[Column]
    places: dict[int, int]
    header_texts: tuple[str, ...]
    dimension: str = ""
    rows: list[_TableRow] = field(default_factory=list)


def recognise_breakdowns(document: Document, report: ReportPeriod, scale: int, currency: str) -> tuple[Statement, ...]:
    """Return breakdowns, figures of investees and of quarters, in printed order.

    ``scale`` and ``currency`` hold where a table prints none of its own. A table that goes on after a page break keeps
    its columns.
    """
    tables: list[_Table] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            _read_grid(block, index, tables, report)
    statements: list[Statement] = []
    taken: dict[str, int] = {}
    for table in tables:
        if not table.rows:
            continue
        number = taken[table.name] = taken.get(table.name, 0) + 1
        identifier = table.name if number == 1 else f"{table.name}-{number}"
        statements.append(_build(document, table, identifier, scale, currency))
    return tuple(statements)


def _read_grid(grid: Grid, index: int, tables: list[_Table], report: ReportPeriod) -> None:
    rows = [(at, row) for at, row in enumerate(grid.rows) if any(cell.text for cell in row)]
    header: list[tuple[str, ...]] = []
    table: _Table | None = None
    for at, cells in rows:
        texts = tuple(plain(cell.text) for cell in cells)
        opened = _open((*header, texts), index, report)
        if opened is not None:
            tables.append(opened)
            table, header = opened, [texts]
            continue
        row = read_row(cells)
        if table is None:
            if not row.amounts:
                header = [*header, texts][-2:]
                continue
            table = _continued(tables, index, len(cells)) if not header else None
            if table is None:
                return
        _take_row(table, row, texts, tuple(map(read_row, grid.alternatives.get(at, (cells,)))))


def _continued(tables: list[_Table], index: int, width: int) -> _Table | None:
    """Return the table that rows without a header go on with after a page break."""
    last = tables[-1] if tables else None
    if last is None or index - last.last_block > _FARTHEST or width != last.width:
        return None
    last.last_block = index
    return last


def _take_row(table: _Table, row: Row, texts: tuple[str, ...], ways: tuple[Row, ...]) -> None:
    label = texts[0] if texts else ""
    if _BREAKDOWN.match(label) and not row.amounts:
        table.dimension = label
        return
    if label and row.amounts:
        dimension = "" if _WHOLE.match(label) else table.dimension or _UNNAMED_DIMENSION
        table.rows.append(_TableRow(dimension, row, ways))


def _open(header: tuple[tuple[str, ...], ...], index: int, report: ReportPeriod) -> _Table | None:
    """Return a table where the header rows seen so far make one of the three kinds."""
    last = header[-1]
    if not last or any(_is_figure(text) for text in last[1:]):
        return None
    paths = _paths(header)
    joined = ["".join(path) for path in paths[1:]]
    first = last[0] or (header[-2][0] if len(header) > 1 and header[-2] else "")
    if sum(any(quarter in text for text in joined) for quarter in _QUARTERS) == len(_QUARTERS):
        return _make("quarterly-figures", "分季度主要财务指标", index, paths, report, "")
    if _INVESTEE.match(first) and sum(any(w in t for t in joined) for w in _INVESTEE_WORDS) >= _LEAST_INVESTEE_WORDS:
        return _make("principal-investees", "主要控股参股公司", index, paths, report, "公司名称")
    words = [text for text in joined if any(word in text for word in _MEASURE_WORDS)]
    own = any(word in text for text in last[1:] for word in _MEASURE_WORDS)
    if own and len(words) >= 2 and (_BREAKDOWN.match(first) or not first):
        dimension = first if _BREAKDOWN.match(first) else ""
        return _make("revenue-breakdown", "营业收入、成本和毛利率的构成", index, paths, report, dimension)
    return None


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[-(]?[\d,]+(?:\.\d+)?%?\)?", text)) and not re.fullmatch(r"20\d\d", text)


def _paths(header: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    """Return the header path of each column; a blank above a sub-header is the span of the cell to its left."""
    width = max(len(row) for row in header)
    rows = [[*row, *[""] * (width - len(row))] for row in header]
    for upper, lower in pairwise(rows):
        for at in range(2, width):
            if not upper[at] and lower[at]:
                upper[at] = upper[at - 1]
    return [tuple(dict.fromkeys(row[at] for row in rows if row[at])) for at in range(width)]


def _make(
    name: str, title: str, index: int, paths: list[tuple[str, ...]], report: ReportPeriod, dimension: str
) -> _Table:
    subject = next((match[1] for path in paths for text in path if (match := _SHARE_OF.search(text))), "")
    columns: list[Column] = []
    places: dict[int, int] = {}
    for at, path in enumerate(paths):
        if not at or not path:
            continue
        if name == "quarterly-figures":
            period, measure = parse_duration_header("".join(path), report), None
        else:
            period, measure = _measure(path, subject, report)
        places[at] = len(columns)
        columns.append(Column(path, period, measure=measure))
    texts = tuple(text for path in paths for text in path)
    return _Table(name, title, index, index, len(paths), columns, places, texts, dimension)


def _measure(path: tuple[str, ...], subject: str, report: ReportPeriod) -> tuple[Period, str]:
    """Return the period and the measure of a column; an amount beside a share of something is that something."""
    period: Period = report.duration
    words: list[str] = []
    for text in path:
        found = parse_duration_header(text, report) if _PERIOD.match(text) else None
        if found is not None:
            period = found
        if found is None or text in _AMOUNT_HEADERS:
            words.append(text)
    if _CHANGE.search(path[-1]):
        period = report.duration  # a rate of change below a header that reaches too far (上年同期)
    measure = "".join(words)
    if measure in _AMOUNT_HEADERS or not measure:
        measure = subject or measure
    elif subject and re.fullmatch(r"(?:同比|比上年同期)?(?:增减|变动)(?:比例)?(?:\(%\)|%)?", measure):
        measure = f"{subject}{measure}"
    return period, measure


def _build(document: Document, table: _Table, identifier: str, scale: int, currency: str) -> Statement:
    own_scale: int | None = None
    own_currency = currency
    columns = tuple(table.columns)
    first = table.rows[0].row.line
    is_of_principal = any(map(_OF_PRINCIPAL.search, (*table.header_texts, *(found.dimension for found in table.rows))))
    for block in document.blocks[max(0, table.block - _CONTEXT) : table.block + _CONTEXT]:
        # A line of the page that stands inside the table is kept behind it: what counts is where it is printed.
        if not isinstance(block, Grid) and block.source.line < first:
            stated = parse_scale(block.text)
            own_scale = own_scale if stated is None else stated
            own_currency = parse_currency(block.text) or own_currency
            if _is_about_the_year_before(plain(block.text), table):
                columns = tuple(_a_year_earlier(column) for column in table.columns)
            is_of_principal = is_of_principal or _OF_PRINCIPAL.search(plain(block.text)) is not None
    for text in (*table.header_texts, *(found.row.label for found in table.rows)):
        own_scale = parse_scale(text) if own_scale is None else own_scale
    seen: Counter[tuple[str, str]] = Counter()
    items = []
    for found in table.rows:
        if found.dimension and (summed := _SUM_OF_ALL.match(plain(found.row.label))):
            items.append(_sum_of_all(table, found, is_of_principal=is_of_principal or bool(summed[1])))
            continue
        member = "".join(found.row.label.split())
        seen[found.dimension, member] += 1
        times = seen[found.dimension, member]
        # Two rows of one name (其他) in one list are two members, not one printed twice.
        item = _item(table, found, member if times == 1 else f"{member}（{times}）")
        items.append(dataclasses.replace(item, readings=((),)) if _is_parted(table, found) else item)
    lines = [source.line for item in items for source in item.sources]
    lines += [amount.source.line for item in items for reading in item.readings for amount in reading]
    is_quarterly = table.name == "quarterly-figures"
    return Statement(
        id=identifier,
        kind=StatementKind.KEY_FIGURES if is_quarterly else StatementKind.DISCUSSION,
        scope=Scope.CONSOLIDATED,
        title=table.title,
        line_from=min(lines),
        line_to=max(lines),
        presentation_scale=scale if own_scale is None else own_scale,
        currency=own_currency,
        columns=columns,
        items=tuple(items),
        unit_printed=own_scale is not None,
    )


def _sum_of_all(table: _Table, found: _TableRow, *, is_of_principal: bool) -> LineItem:
    """Return the row that adds up a dimension: what it is a sum of, and so what it is, only its heading can say."""
    item = _item(table, dataclasses.replace(found, dimension=_KIND_OF_REVENUE), _PRINCIPAL)
    is_told = is_of_principal and not plain(found.row.label).endswith(_SUBTOTAL)
    return item if is_told else dataclasses.replace(item, readings=((),))


def _is_parted(table: _Table, found: _TableRow) -> bool:
    """Tell whether a sum stands between a row and another of its name: whose rest each 其他 is, nothing says."""
    label = plain(found.row.label)
    rows = [each for each in table.rows if each.dimension == found.dimension]
    alike = [at for at, each in enumerate(rows) if plain(each.row.label) == label]
    return any(_SUM.search(plain(each.row.label)) for each in rows[alike[0] + 1 : alike[-1]])


def _is_about_the_year_before(text: str, table: _Table) -> bool:
    """Tell whether a line above a table says that it prints the figures of the year before anew."""
    other = _OTHER_YEAR.search(text)
    years = {column.period.end.year for column in table.columns if isinstance(column.period, Duration)}
    return bool(_RECOUNTED.search(text)) or (other is not None and years == {int(other[1]) + 1})


def _a_year_earlier(column: Column) -> Column:
    period = previous_year(column.period) if isinstance(column.period, Duration) else column.period
    return dataclasses.replace(column, period=period)


def _item(table: _Table, found: _TableRow, member: str) -> LineItem:
    parsed = parse_label(found.row.label)
    is_member = bool(found.dimension) and table.name != "quarterly-figures"
    return LineItem(
        printed_label=found.row.label,
        label=parsed.term,
        level=int(is_member),
        parent=None,
        prefix=parsed.prefix,
        ordinal=parsed.ordinal,
        note=None,
        readings=tuple(dict.fromkeys(_place(table, way) for way in found.ways)),
        sources=found.row.sources,
        members=((found.dimension, member),) if is_member else (),
        presentation_scale=None if is_member else parse_label_scale(found.row.label),
    )


def _place(table: _Table, row: Row) -> Reading:
    """Return the one placement of a row as wide as its header; a row of another width has none that is certain."""
    if len(row.cells) != table.width or not all(amount.at in table.places for amount in row.amounts):
        return ()
    return tuple(
        PrintedAmount(
            table.places[amount.at], amount.number.value, amount.number.decimals, amount.source, amount.number.percent
        )
        for amount in row.amounts
    )
