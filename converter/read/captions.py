"""Take the title, unit and date lines out of a table that prints them as rows of its own."""

from __future__ import annotations

import re
import unicodedata

from converter.model.document import Block, Cell, Grid, Paragraph
from converter.model.number import parse_number

# 编制单位：…, 单位：万元, 会企01表: what accountants print between the title and the header of a statement.
_CAPTION = re.compile(
    r"^(?:编[制报]单位|填报单位|(?:单位|公司|企业)名称|会计期间|报表日期|币种|记账本位币)[:为]"
    r"|^\(?(?:金额|货币)?单位[:为]|^\(?(?:金额)?单位\)?$|^\(?(?:人民币)?单位(?:人民币)?[千百万亿]*元"
    r"|^会[企合证保银]{1,2}\d*表|^\(?续表?[一二三四\d]*\)?$"
)
_DATE = re.compile(
    r"^(?:截[至止])?20\d\d(?:年(?:度|半年度|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}[-—–至]\d{1,2}月|第?[一二三四1-4]季度)|-\d\d-\d\d)$"
)
_TITLE = re.compile(
    r"(?:资产负债|利润|损益|现金流量|权益变动|权益\(?(?:或股东权益)?\)?变动)表(?:\((?:续|合并|母公司|未经审计|经审计)\)|续表?)*$"
)
_HEADER = re.compile(
    r"^(?:项目(?:名称)?|科目|资产|负债.*权益.*|附注|注释|行次|[本上]期.*|[本上]年.*|期[初末].*|年[初末].*)$"
)
_SIGNATURE = re.compile(
    r"^(?:公司|企业|单位)?(?:法定代表人|法人代表|负责人|主管会计|会计机构|财务总监|财务负责人|会计主管|制表人?|复核人?|审核人?)[:(]?"
)
_SECTION = re.compile(r":$|^[一二三四五六七八九十]{1,3}、")
_LONGEST_TITLE = 60
_MOST_CAPTIONS = 10  # rows above the header that may be captions
_MANY = 4  # texts of a row that heads columns


def lift_captions(grid: Grid) -> list[Block]:
    """Return a grid with the lines above and below its figures turned into paragraphs, cut where a title comes again.

    A caption row prints a title, a company, a date, a unit, or one text over the whole width, and no amount. The rows
    above such a row are captions too, but for one of many texts, a header. A title in the middle (a second statement on
    one sheet) begins a new grid.
    """
    blocks: list[Block] = []
    rows: list[tuple[Cell, ...]] = []
    captions = _count_captions(grid.rows)
    for at, row in enumerate(grid.rows):
        if at < captions or _is_caption(row):
            if rows:
                blocks.append(_make_part(grid, rows))
                rows = []
            if at >= captions and _is_title(row):
                captions = at + _count_captions(grid.rows[at:])
            blocks.extend(Paragraph(cell.text, cell.source) for cell in _printed_cells(row))
        elif rows or any(cell.text for cell in row):
            rows.append(row)
    if len(rows) == len(grid.rows):
        return [grid]
    if rows:
        blocks.append(_make_part(grid, rows))
    return blocks


def _count_captions(rows: tuple[tuple[Cell, ...], ...]) -> int:
    """Return how many rows stand above the header: up to the last that can only be a caption."""
    count = 0
    for at, row in enumerate(rows[:_MOST_CAPTIONS]):
        texts = _printed_texts(row)
        if any(parse_number(text) is not None for text in texts) or (
            len(texts) > 1 and any(_HEADER.match(text) for text in texts)
        ):
            break
        if _is_caption(row) or _spans_all(row, texts):
            count = at + 1
        elif len(texts) >= _MANY:
            break
    return count


def _is_caption(row: tuple[Cell, ...]) -> bool:
    """Tell whether a row can only belong above or below the figures of a table."""
    texts = _printed_texts(row)
    if not texts or any(parse_number(text) is not None for text in texts):
        return False
    if _SIGNATURE.match(texts[0]) or _is_title(row):
        return True
    if not any(_CAPTION.search(text) for text in texts) or any(_HEADER.match(text) for text in texts):
        return False
    return sum(1 for text in texts if _CAPTION.search(text) or _DATE.match(text)) * 2 >= len(texts)


def _is_title(row: tuple[Cell, ...]) -> bool:
    texts = _printed_texts(row)
    return len(texts) == 1 and len(texts[0]) <= _LONGEST_TITLE and bool(_TITLE.search(texts[0]))


def _spans_all(row: tuple[Cell, ...], texts: list[str]) -> bool:
    """Tell whether one text stands over the whole width of a table and heads no section of it."""
    return len(texts) == 1 and len(row) > 1 and all(cell.text for cell in row) and not _SECTION.search(texts[0])


def _printed_cells(row: tuple[Cell, ...]) -> list[Cell]:
    return [cell for cell in row if cell.text and not cell.spanned]


def _printed_texts(row: tuple[Cell, ...]) -> list[str]:
    return [re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell.text)) for cell in _printed_cells(row)]


def _make_part(grid: Grid, rows: list[tuple[Cell, ...]]) -> Grid:
    first = min((cell.source.line for cell in rows[0]), default=grid.line_from)
    last = max((cell.source.line for cell in rows[-1]), default=grid.line_to)
    return Grid(tuple(rows), first, max(first, last))
