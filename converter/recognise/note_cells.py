"""Read the cells of a table's body: numbers, signs for no amount, words; and say which columns hold amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from converter.model.document import Cell, Row
from converter.model.number import is_blank, parse_number
from converter.recognise.note_header_rows import is_ordinal_header, is_year, label_of
from converter.recognise.periods import plain
from converter.recognise.rows import Amount, split_numbers

_TEXT_HEADER = re.compile(
    r"日期?$|日期|时间|起始日|到期日|年份|账龄|原因|理由|说明|备注|依据|性质|内容|是否|方式(?!.*次数)|方法|关系|项目名称|附注|注释|列报|"
    r"页码|页次|主要经营地|注册地|业务性质|与资产相关|代码|索引|电话|地址|区间"
)
_DATE_CELL = re.compile(r"^(?:19|20)\d\d[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?月?$|^是$|^否$")
_NUMBER_WITH_UNIT = re.compile(r"^([-—(（]?[\d,，.]+[)）]?)\s*(?:人民币)?(万元|亿元|百万元|千元|元|万|亿)$")
_SCALES = {"元": 0, "千元": 3, "万": 4, "万元": 4, "百万元": 6, "亿": 8, "亿元": 8}
_FOREIGN = re.compile(r"^[\d,，.]+\s*(?:[千万亿]|百万)(?!元)[^\d\s,，.;；]{2,6}$")  # 10万美元
_CODE = re.compile(r"^0\d+$")  # 000001, of a security
_SIX_DIGITS = re.compile(r"^\d{6}$")
_CIRCLED = re.compile(r"^\s*[\u2460-\u2473\u3251-\u325f\u32b1-\u32bf]")
_LONGEST = 60
_MOSTLY = 3


class Kind(Enum):
    """Say what a cell prints."""

    EMPTY = auto()
    MARK = auto()  # a sign for no amount
    NUMBER = auto()
    DATE = auto()
    CODE = auto()  # of a security: digits that are no number
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class BodyCell:
    """Hold one cell of a body: what it prints, and its numbers."""

    kind: Kind
    cell: Cell
    amounts: tuple[Amount, ...] = ()


@dataclass(slots=True)
class BodyRow:
    """Hold one row of a body; ``ways`` are all ways to split it where there are several."""

    cells: list[BodyCell]
    line: int
    piece: int
    ways: list[list[BodyCell]] = field(default_factory=list)


def read_body_row(row: Row, piece: int, ways: Sequence[Row] = ()) -> BodyRow:
    """Return a row with its cells read."""
    line = row[0].source.line
    return BodyRow([read_cell(cell, at) for at, cell in enumerate(row)], line, piece, [read_way(way) for way in ways])


def read_way(row: Row) -> list[BodyCell]:
    """Return the cells of one way to split a row."""
    return [read_cell(cell, at) for at, cell in enumerate(row)]


def read_cell(cell: Cell, at: int) -> BodyCell:
    """Return what a cell prints; one repeated by its span prints nothing of its own but the label's."""
    text = cell.text
    if not text or (cell.spanned and at):
        return BodyCell(Kind.EMPTY, cell)
    if len(text) > _LONGEST:
        return BodyCell(Kind.TEXT, cell)
    if _CODE.match(text):
        return BodyCell(Kind.CODE, cell)
    number = parse_number(text)
    if number is not None and not _CIRCLED.match(text):  # a mark (③) is none
        return BodyCell(Kind.NUMBER, cell, (Amount(at, number, cell.source),))
    if is_blank(text):
        return BodyCell(Kind.MARK, cell)
    if text[-1].isdigit() and " " in text and (numbers := split_numbers(cell)):
        return BodyCell(Kind.NUMBER, cell, tuple(Amount(at, found, source) for found, source in numbers))
    if text[0].isdigit() or text[0] in "-—(（":
        compact = plain(text)
        if _DATE_CELL.match(compact):
            return BodyCell(Kind.DATE, cell)
        if (match := _NUMBER_WITH_UNIT.match(compact)) and (number := parse_number(match[1])) is not None:
            return BodyCell(Kind.NUMBER, cell, (Amount(at, number, cell.source, _SCALES[match[2]]),))
    elif text in ("是", "否"):
        return BodyCell(Kind.DATE, cell)
    return BodyCell(Kind.TEXT, cell)


def mark_codes(rows: Sequence[BodyRow]) -> None:
    """Take six bare digits for the code of a security wherever they stand, in a table that has a column of codes.

    A row that lost a cell prints its code in another column.
    """
    for row in rows:
        for cells in (row.cells, *row.ways):
            cells[:] = [BodyCell(Kind.CODE, each.cell) if _SIX_DIGITS.match(each.cell.text) else each for each in cells]


def find_scaled_columns(rows: Sequence[BodyRow], at: Mapping[int, int]) -> frozenset[int]:
    """Return the columns in which some cells print amounts of foreign money in 万: the bare ones are in 万 as well."""
    return frozenset(
        column
        for row in rows
        for cell, column in at.items()
        if cell < len(row.cells) and _FOREIGN.match(plain(row.cells[cell].cell.text))
    )


def is_amount(cell: BodyCell) -> bool:
    """Tell whether a cell prints what can only be an amount, not the number of a row or a year."""
    return any(amount.number.grouped or amount.number.decimals for amount in cell.amounts)


def find_label_column(paths: Sequence[tuple[str, ...]], rows: Sequence[BodyRow], width: int) -> int:
    """Return the column of the labels: the first, or the second where the first only numbers the rows.

    -1 where every row begins with an amount below a header: a table of one row without label.
    """
    leading = [row.cells[0] for row in rows if row.cells]
    if paths and paths[0] and leading and all(is_amount(cell) for cell in leading):
        return -1
    if width < 3:
        return 0
    first = "".join(paths[0]) if paths else ""
    if is_ordinal_header(first):
        return 1
    if first and not first.isspace():
        return 0
    cells = [row.cells for row in rows if len(row.cells) > 1]
    numbered = [each[0].cell.text for each in cells if each[0].kind is not Kind.EMPTY]
    worded = sum(1 for each in cells if each[1].kind is Kind.TEXT)
    in_order = numbered == [str(number) for number in range(1, len(numbered) + 1)]
    return 1 if numbered and in_order and worded * 2 > len(cells) else 0


def holds_amounts(path: tuple[str, ...], cells: Sequence[BodyCell]) -> bool:
    """Tell whether a column holds amounts; one that prints neither numbers nor words does where its header allows."""
    header = plain(path[-1]) if path else ""
    numbers = [amount.number for cell in cells for amount in cell.amounts]
    told = sum(1 for number in numbers if number.grouped or number.decimals or number.percent)
    words = sum(1 for cell in cells if cell.kind in (Kind.TEXT, Kind.DATE, Kind.CODE))
    if is_ordinal_header(header):
        return False
    if _TEXT_HEADER.search(header) and "余额" not in header and "金额" not in header:
        return told > 0 and told * 2 > words + len(numbers) - told
    if not numbers:
        return words == 0
    if told == 0 and all(is_year(cell.cell.text) for cell in cells if cell.kind is Kind.NUMBER):
        return words == 0 and bool(header)
    return words <= len(numbers) * _MOSTLY or told * 4 >= words


def read_label_header(
    header: Sequence[Row], paths: Sequence[tuple[str, ...]], rows: Sequence[BodyRow], label: int
) -> str:
    """Return the header of the labels: the words above them, else those above the empty column beside them."""
    above = label_of([row[label] for row in header if len(row) > label >= 0])
    beside = paths[label + 1] if 0 <= label + 1 < len(paths) else ()
    is_empty = all(row.cells[label + 1].kind is Kind.EMPTY for row in rows if len(row.cells) > label + 1)
    return above or ("/".join(map(plain, beside)) if rows and is_empty else "")
