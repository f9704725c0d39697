"""Recognise the header of a table in a stream of cells: which columns it names, on one level or two.

The words are those the disclosure formats print: 公开发行证券的公司信息披露内容与格式准则第2号 for the discussion
(营业收入构成, 主要控股参股公司), 财会〔2019〕6号 and 16号 for the statements.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from converter.model.document import Cell
from converter.read.cell_stream import Kind, Stream, StreamCell, make_cell

_PERIOD = re.compile(
    r"(?:(?:本集团|本公司|本行|本银行|集团|合并|母公司|公司)?"
    r"(?:20\d\d(?:年)?(?:度|末|初|年度|(?:1|\d{1,2})[-—–~至]\d{1,2}月|\d{1,2}月(?:\d{1,2}日|末)?|半年度|前三季度|第[一二三四]季度|[1-9]?[-—]?\d{0,2}月)?"
    r"|(?:本|上)(?:期|年|年度|年同期|报告期)(?:期)?(?:末|初|发生额?|金额|数|余额|累计数?|年末|末余额|期末余额)?"
    r"|上年(?:度末|年末|期末|同期)(?:余额|数|金额)?|报告期(?:末)?"
    r"|(?:期|年)(?:末|初)(?:余额|数|账面价值|账面余额|金额)?|第[一二三四]季度)(?:\(.{0,12}\))?)"
)
_RATIO = re.compile(r".{0,16}(?:同比增减|增减|(?:变动|增减)(?:比例|幅度|率)|比重|比例|占比|毛利率|比重增减)(?:\(%\))?")
_AMOUNT = re.compile(
    r"金额|账面(?:余额|价值)|调整(?:数|金额)|影响(?:数|金额)|坏账准备|减值准备|营业收入|营业成本|毛利率|账面原值|余额|发生额"
)
_STRONG_AMOUNT = re.compile(r"金额|账面(?:余额|价值)|余额|发生额|调整(?:数|金额)|影响(?:数|金额)")
_FIRST = re.compile(r"项目|科目|类别|成本构成|产品名称|报表项目|主要会计数据|主要财务指标")
_NOTE = re.compile(r"(?:附注|注释)[一二三四五六七八九十]{0,3}|行次")
_SCOPE = re.compile(r"本集团|本公司|本行|本银行|集团|合并|母公司|公司")
_EQUITY = re.compile(
    r"归属于母公司(?:所有者|股东)(?:的)?权益(?:合计)?|(?:所有者|股东)权益合计|少数股东权益|实收资本(?:\(或股本\))?|股本|资本公积"
    r"|(?:减:)?库存股|其他综合收益|专项储备|盈余公积|一般风险准备|未分配利润|小计|其他权益工具|优先股|永续债|其他"
)
_ENTITY_FIRST = re.compile(r"(?:子?公司|单位|企业|被投资单位|子公司)名称")
_ENTITY_WORDS = re.compile(r"公司类型|主要业务|业务性质|主营业务|经营范围|所处行业")
_ENTITY_AMOUNTS = re.compile(
    r"注册资本|总资产|净资产|营业(?:总)?收入|营业利润|净利润|资产总额|负债总额|利润总额|净资产总额|实收资本"
)
_TEXT_COLUMN = re.compile(r"^.{0,4}(?:说明|原因|备注|简介|进度|类型)$|^是否")
_STUBS = re.compile(r".*(?:20\d\d年|占.{2,8}|比上年?|或股)$")
_MOST_CELLS = 24
_LEAST_EQUITY = 4


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """Hold one cell of a header: its text without blanks, and what it is made of."""

    plain: str
    cells: tuple[StreamCell, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """Hold the header of a table.

    ``levels`` has, from the top, one entry per amount column (a repeated entry spans columns, None is empty); ``loose``
    the cells of a header whose columns are not told by it. ``first`` heads the labels, ``note`` the notes, ``texts``
    columns of words between label and amounts. ``end`` is the index of the first cell behind it.
    """

    levels: tuple[tuple[HeaderCell | None, ...], ...]
    loose: tuple[HeaderCell, ...]
    first: HeaderCell | None
    note: HeaderCell | None
    texts: tuple[HeaderCell, ...]
    begin: int
    end: int

    @property
    def count(self) -> int | None:
        """Return the number of amount columns, None where only the rows tell it."""
        return len(self.levels[0]) if self.levels else None


def count_components(header: Header) -> int | None:
    """Return how many columns the components of equity in a header name, None where it names too few.

    其他权益工具 spans its kinds where they are printed, 归属于母公司…权益 the components where 小计 closes them.
    """
    plains = [cell.plain for cell in header.loose if _EQUITY.fullmatch(cell.plain)]
    if len(plains) < _LEAST_EQUITY or header.first is None:
        return None
    spanning = {"其他权益工具"} if {"优先股", "永续债"} & set(plains) else set()
    if "小计" in plains:
        spanning.update(plain for plain in plains if plain.startswith("归属于母公司"))
    return sum(plain not in spanning for plain in plains)


def find_header(stream: Stream, begin: int) -> Header | None:
    """Return the header that begins at a cell of the stream, None where none does."""
    if stream.cells[begin].kind is not Kind.TEXT:
        return None
    return _find_entity_header(stream, begin) or _find_amount_header(stream, begin)


def _read_cell(stream: Stream, at: int, pattern: re.Pattern[str]) -> HeaderCell | None:
    """Return the header cell at a place, two lines joined where the first alone is a stub."""
    first = stream.cells[at]
    if first.kind is not Kind.TEXT or len(first.text) > 30:
        return None
    plain = half_width(first.text)
    if not stream.closed and at + 1 < len(stream.cells) and (second := stream.cells[at + 1]).kind is Kind.TEXT:
        joined = plain + half_width(second.text)
        alone = pattern.fullmatch(plain) and pattern.fullmatch(half_width(second.text))
        if len(joined) <= 24 and _STUBS.fullmatch(plain) and not alone:
            if pattern.fullmatch(joined) or _RATIO.fullmatch(joined):
                return HeaderCell(joined, (first, second))
        elif plain.endswith("年") and re.fullmatch(r"\d{1,2}月\d{1,2}日", half_width(second.text)):
            return HeaderCell(joined, (first, second))
    return HeaderCell(plain, (first,)) if pattern.fullmatch(plain) else None


def _find_entity_header(stream: Stream, begin: int) -> Header | None:
    """Return the header of a table with a company per row: names, words, amounts."""
    if not _ENTITY_FIRST.fullmatch(half_width(stream.cells[begin].text)):
        return None
    cells: list[HeaderCell] = []
    at = begin
    pattern = re.compile("|".join(p.pattern for p in (_ENTITY_FIRST, _ENTITY_WORDS, _ENTITY_AMOUNTS)))
    while at < len(stream.cells) and (cell := _read_cell(stream, at, pattern)) is not None:
        cells.append(cell)
        at += len(cell.cells)
    words = [cell for cell in cells[1:] if _ENTITY_WORDS.fullmatch(cell.plain)]
    amounts = [cell for cell in cells[1:] if _ENTITY_AMOUNTS.fullmatch(cell.plain)]
    if len(amounts) < 2 or len(words) + len(amounts) + 1 != len(cells):
        return None
    return Header((tuple(amounts),), (), cells[0], None, tuple(words), begin, at)


_ANY = re.compile("|".join(f"(?:{p.pattern})" for p in (_PERIOD, _RATIO, _AMOUNT, _FIRST, _NOTE, _SCOPE, _EQUITY)))


def _find_amount_header(stream: Stream, begin: int) -> Header | None:
    """Return the header of a table of amounts by period, by share or by component of equity."""
    cells: list[HeaderCell] = []
    ends: list[int] = []
    at = begin
    while at < len(stream.cells) and len(cells) < _MOST_CELLS and (cell := _read_cell(stream, at, _ANY)) is not None:
        cells.append(cell)
        at += len(cell.cells)
        ends.append(at)
    equity = sum(1 for cell in cells if _EQUITY.fullmatch(cell.plain))
    if equity < _LEAST_EQUITY:
        while cells and not _closes_header(cells[-1].plain):
            cells.pop()
            ends.pop()
    if not cells:
        return None
    lead = next((at for at, cell in enumerate(cells) if not _SCOPE.fullmatch(cell.plain)), 0)
    first = next((cell for cell in cells[lead : lead + 2] if _FIRST.fullmatch(cell.plain)), None)
    note = next((cell for cell in cells[lead : lead + 3] if _NOTE.fullmatch(cell.plain)), None)
    columns = [cell for cell in cells if cell is not first and cell is not note]
    told = sum(1 for cell in columns if _PERIOD.fullmatch(cell.plain))
    if not columns or (told == 0 and equity < _LEAST_EQUITY and first is None):
        return None
    if told == 0 and equity < _LEAST_EQUITY and len(columns) < 2:
        return None
    if len(columns) == 1 and first is None and note is None:
        return None
    end = ends[len(cells) - 1]
    if end < len(stream.cells) and _TEXT_COLUMN.search(stream.cells[end].text) and not stream.closed:
        return None  # words behind the amounts: where they end and the next label begins, the lines do not tell
    levels = () if equity >= _LEAST_EQUITY else _level(columns)
    loose = () if levels else tuple(columns)
    return Header(levels, loose, first, note, (), begin, ends[len(cells) - 1])


def _closes_header(plain: str) -> bool:
    return any(p.fullmatch(plain) for p in (_PERIOD, _RATIO, _STRONG_AMOUNT)) and not plain.startswith("其中")


def _level(columns: list[HeaderCell]) -> tuple[tuple[HeaderCell | None, ...], ...]:
    """Return the columns on the levels they stand on: a pattern repeated at the end is a level below the cells before.

    Of those, as many span the pattern as it repeats, periods first; the others head a column of their own.
    """
    scopes = [cell for cell in columns if _SCOPE.fullmatch(cell.plain)]
    rest = [cell for cell in columns if not _SCOPE.fullmatch(cell.plain)]
    if len(scopes) == len(rest) > 1:
        return (tuple(scopes), tuple(rest))
    size, repeats = _find_repeated(rest)
    if not repeats:
        if len(scopes) == 1:
            return ((scopes[0],) * len(rest), tuple(rest)) if rest else ()
        return (tuple(rest),) if not scopes and rest else ()
    leaves = rest[len(rest) - size * repeats :]
    above = rest[: len(rest) - size * repeats] + (scopes if len(scopes) > 1 else [])
    spanning = [cell for cell in above if _PERIOD.fullmatch(cell.plain) or _SCOPE.fullmatch(cell.plain)][:repeats]
    if len(spanning) != repeats:
        return ()
    upper: list[HeaderCell | None] = []
    lower: list[HeaderCell | None] = []
    parts = [leaves[at * size : (at + 1) * size] for at in range(repeats)]
    for cell in above:
        if cell in spanning:
            part = parts[spanning.index(cell)]
            upper.extend([cell] * size)
            lower.extend(part)
        else:
            upper.append(cell)
            lower.append(None)
    levels = (tuple(upper), tuple(lower))
    return ((scopes[0],) * len(upper), *levels) if len(scopes) == 1 else levels


def _find_repeated(columns: list[HeaderCell]) -> tuple[int, int]:
    """Return the size of the pattern that the last columns repeat and how often they do, (0, 0) where none."""
    plains = [cell.plain for cell in columns]
    for size in range(len(plains) // 2, 0, -1):
        pattern = plains[-size:]
        repeats = 1
        while plains[-size * (repeats + 1) : -size * repeats] == pattern:
            repeats += 1
        if repeats > 1 and (size > 1 or len(plains) > size * repeats):
            return size, repeats
    return 0, 0


def make_head(cell: HeaderCell | None, blank: Cell) -> Cell:
    """Return a cell of a header as a cell of the grid; ``blank`` where there is none."""
    return make_cell(cell.cells) if cell is not None else blank


@lru_cache(maxsize=8192)
def half_width(text: str) -> str:
    """Return a text in half width without blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
