"""Build the grid of a table of a note whose cells ran together: header of several rows, words between the amounts.

The header is split by the words of notes (note_words.py), its rows are put over each other (header_levels.py), and each
row's pieces are placed under the columns they may stand under (mixed_rows.py). Where the rows print more amounts than
any reading of the header has columns, there is no such grid, and the table is left to the plainer way.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product

from converter.model.document import Cell, Grid, Row
from converter.read.delimited import make_cell
from converter.read.header_levels import join_levels
from converter.read.header_words import HeaderWord
from converter.read.mixed_rows import (
    CENTS,
    Column,
    Item,
    Placed,
    cut_label,
    cut_words,
    place_items,
    split_mixed,
)
from converter.read.note_words import is_date_column, is_first_word, is_known, split_note_header
from converter.read.run_together_rows import ROW_END, Figures, Line, Style, make_word_cell, split_row

_EXACT = Style(Figures.TWO_DECIMALS)
_MATRIX = re.compile(r"资本公积|未分配利润|附注(?!\(如)|行次")
_RATE = re.compile("汇率|单价|每股")
_CONVERTED = (re.compile("外币|原币"), re.compile("汇率"), re.compile("人民币|本位币"))
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_COUNT = re.compile("数量|人数|户数")
_MOST_HEADERS = 200  # ways to split the rows of one header together
_MOST_PLACES = 400  # of one row under its columns
_GROUPED = re.compile(r"\d,\d{3}\.\d\d")
_SUM_MARK = re.compile(r"\([A-Z]\d?(?:\+[A-Z]\d?)*\)")
_SUM_LABEL = re.compile(r".{3}合计[\d,.]+$")
_LEAST_SUMS = 2
_TOTAL = re.compile(r"(?:合计|小计|总计)(?=/)")

Split = tuple[int, tuple[Item, ...]]  # where the label ends, what stands behind it


@dataclass(frozen=True, slots=True)
class _Head:
    """Hold one reading of a header: each row's first cell and words, and over each column the word it has there."""

    firsts: tuple[HeaderWord | None, ...]
    words: tuple[tuple[HeaderWord, ...], ...]
    over: tuple[tuple[int | None, ...], ...]
    columns: tuple[Column, ...]
    known: bool


def make_note_grid(lines: list[Line]) -> Grid | None:
    """Return the grid of a table of a note, None where its header is none of theirs or does not fit its rows."""
    count = next((at for at, line in enumerate(lines) if not line.header), len(lines))
    heads, body = lines[:count], lines[count:]
    if not heads or not body or any(line.header for line in body) or any(_MATRIX.search(h.plain) for h in heads):
        return None
    if _is_plain(heads) and not any(_needs_words(line) for line in body):
        return None  # a table of amounts under periods alone, a statement's perhaps: the plainer way reads more in it
    splits = [_split_row(line) for line in body]
    most = max((_count_pieces(line, ways) for line, ways in zip(body, splits, strict=True)), default=0)
    head = _read_head(heads, most)
    if head is None:
        return None
    if any(_RATE.search(column.name) or _COUNT.search(column.name) for column in head.columns):
        splits = [_split_rates(line, ways, head.columns) for line, ways in zip(body, splits, strict=True)]
    if len(head.words) == 1 and all(column.kind != "text" for column in head.columns):
        return _build(heads, body, head, [_in_order(ways) for ways in splits], is_positional=False)
    placed = [_place(line, ways, head.columns) for line, ways in zip(body, splits, strict=True)]
    if any(not ways or len(ways) > _MOST_PLACES for ways in placed):
        return _build(heads, body, head, [_in_order(ways) for ways in splits], is_positional=False)
    return _build(heads, body, head, placed, is_positional=True)


def find_sums(lines: list[Line]) -> int:
    """Return where rows begin that add up what the columns above list, each a label and one figure of its own.

    Such are the totals of guarantees (内容与格式准则第2号): 担保总额(A+B)110,000.00 below guarantors and dates.
    The number of lines where there are none.
    """
    header = next((line for line in lines if line.header), None)
    marked = [at for at, line in enumerate(lines) if not line.header and _SUM_MARK.search(line.plain)]
    if header is None or len(marked) < _LEAST_SUMS or not any(word.kind == "text" for word in header.header):
        return len(lines)
    begin = marked[0]
    if any(line.header or not _is_pair(line) for line in lines[begin:]):
        return len(lines)
    while _is_pair(lines[begin - 1]) and _SUM_LABEL.search(lines[begin - 1].plain):
        begin -= 1
    return begin


def _is_pair(line: Line) -> bool:
    """Tell a row that prints at most one amount, and no words behind it."""
    if line.header:
        return False
    return all(len(items) <= 1 for _, items in _split_row(line))


def _is_plain(heads: list[Line]) -> bool:
    """Tell a header of one row whose words are periods, beside one that heads the labels."""
    if len(heads) != 1 or not all(word.kind in {"first", "column"} for word in heads[0].header):
        return False
    first = next((word for word in heads[0].header if word.kind == "first"), None)
    if first is None or is_first_word(_name(heads[0], first)):
        return True
    return not any(is_known(heads[0].plain, words) for words in split_note_header(heads[0].plain).values())


def _needs_words(line: Line) -> bool:
    """Tell a row that prints words between or after its amounts."""
    return bool(CENTS.search(line.plain)) and not ROW_END.search(line.plain)


def _split_row(line: Line) -> tuple[Split, ...]:
    """Return every way to split a row into its label and the pieces behind it; no pieces where it prints no amount."""
    text = line.plain
    pure = split_row(text, _EXACT)
    if pure[0].cells and ROW_END.search(text) and not any(_GROUPED.search(text, 0, way.label_end) for way in pure):
        return tuple((way.label_end, tuple(_tell_item(text, *cell) for cell in way.cells)) for way in pure)
    if CENTS.search(text):
        return split_mixed(text)
    return ((len(text), ()),)


def _tell_item(text: str, start: int, end: int) -> Item:
    return Item(start, end, "amount" if any(char.isdigit() for char in text[start:end]) else "mark")


def _count_pieces(line: Line, ways: tuple[Split, ...]) -> int:
    """Return how many columns a row takes at least, words between amounts taken for one.

    Digits left over between amounts show that some have more decimals than two: such a row counts for nothing.
    """
    whole = [items for _, items in ways if not any(line.plain[item.start : item.end].isdigit() for item in items)]
    return min((len(items) for items in whole), default=0)


def _split_rates(line: Line, ways: tuple[Split, ...], columns: tuple[Column, ...]) -> tuple[Split, ...]:
    """Return the ways to split a row in which some columns print rates of up to four decimals, or whole numbers."""
    if _count_pieces(line, ways) == len(columns):
        return ways
    style = dataclasses.replace(_EXACT, figures=Figures.ANY, limit=len(columns))
    found = []
    for way in split_row(line.plain, style):
        printed = [line.plain[start:end] for start, end in way.cells]
        exact = [_is_exact(cell, column) for cell, column in zip(printed, columns, strict=False)]
        if len(printed) == len(columns) and all(exact):
            found.append((way.label_end, tuple(_tell_item(line.plain, *cell) for cell in way.cells)))
    return _converting(line.plain, found, columns) or tuple(found) or ways


def _converting(text: str, ways: list[Split], columns: tuple[Column, ...]) -> tuple[Split, ...]:
    """Return the ways in which a foreign amount times its rate is the amount in yuan, to the digits printed."""
    names = [column.name for column in columns]
    places = [next((at for at, name in enumerate(names) if word.search(name)), None) for word in _CONVERTED]
    if None in places:
        return ()
    found = []
    for end, items in ways:
        printed = [text[items[at].start : items[at].end].replace(",", "") for at in places if at is not None]
        if all(_PLAIN_NUMBER.fullmatch(each) for each in printed):
            foreign, rate, yuan = (Decimal(each) for each in printed)
            slack = abs(foreign) * _half(rate) + rate * _half(foreign) + _half(yuan)
            if abs(foreign * rate - yuan) <= slack:
                found.append((end, items))
    return tuple(found)


def _half(number: Decimal) -> Decimal:
    """Return half of a number's last digit."""
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)


def _is_exact(cell: str, column: Column) -> bool:
    if _COUNT.search(column.name):
        return "." not in cell
    return len(cell.partition(".")[2]) == 2 or ("," not in cell and bool(_RATE.search(column.name)))


def _read_head(heads: list[Line], most: int) -> _Head | None:
    """Return the reading of a header that has room for the rows: one of known words, else one of just as many columns.

    Of those of known words, one of as many columns as the fullest row, else the one of fewest words.
    """
    options = [
        list(split_note_header(line.plain, below=at > 0).values()) or [line.header] for at, line in enumerate(heads)
    ]
    readings = []
    for words in islice(product(*options), _MOST_HEADERS):
        head = _join(heads, words)
        if head is not None and len(head.columns) >= most and (head.known or len(head.columns) == most):
            readings.append(head)
    if not readings:
        return None
    return min(readings, key=lambda head: (not head.known, len(head.columns) != most, sum(map(len, head.words))))


def _join(heads: list[Line], words: tuple[tuple[HeaderWord, ...], ...]) -> _Head | None:
    firsts = tuple(row[0] if row and row[0].kind == "first" else None for row in words)
    rest = tuple(row[1:] if first else row for row, first in zip(words, firsts, strict=True))
    if any(not row for row in rest):
        return None
    names = tuple(tuple(_name(line, word) for word in row) for line, row in zip(heads, rest, strict=True))
    over = join_levels(names, tuple(tuple(word.kind for word in row) for row in rest))
    if over is None:
        return None
    columns = []
    for column in range(len(over[0])):
        places = [(row, level[column]) for row, level in enumerate(over)]
        printed = [names[row][at] for row, at in places if at is not None]
        kinds = [rest[row][at].kind for row, at in places if at is not None]
        columns.append(Column(" ".join(printed), kinds[-1], is_date_column(printed[-1])))
    known = all(is_known(line.plain, row) for line, row in zip(heads, words, strict=True))
    return _Head(firsts, rest, over, tuple(columns), known)


def _name(line: Line, word: HeaderWord) -> str:
    return "".join(line.plain[word.start : word.end].split())


def _in_order(ways: tuple[Split, ...]) -> tuple[tuple[Item | None, Placed], ...]:
    return tuple((Item(0, end, "text"), tuple((item.start, item.end) for item in items)) for end, items in ways)


def _place(line: Line, ways: tuple[Split, ...], columns: tuple[Column, ...]) -> tuple[tuple[Item | None, Placed], ...]:
    """Return every way to place a row: its label, and a span or None for each column."""
    found: list[tuple[Item | None, Placed]] = []
    for end, items in ways:
        pieces = cut_words(line.plain, items, columns)
        label, *words = cut_label(line.plain, end, columns) if not _TOTAL.match(line.plain) else (Item(0, end, "text"),)
        placed = place_items(line.plain, (*words, *pieces), columns)
        if not placed and words:
            label, placed = Item(0, end, "text"), place_items(line.plain, pieces, columns)
        if not placed:
            placed = place_items(line.plain, items, columns)
        found.extend((label, way) for way in placed)
    return tuple(dict.fromkeys(found))


def _build(
    heads: list[Line],
    body: list[Line],
    head: _Head,
    placed: list[tuple[tuple[Item | None, Placed], ...]],
    *,
    is_positional: bool,
) -> Grid:
    rows = _header_rows(heads, head)
    alternatives: dict[int, tuple[Row, ...]] = {}
    for line, ways in zip(body, placed, strict=True):
        made = tuple(_make_row(line, label, spans) for label, spans in ways)
        if len(made) > 1:
            alternatives[len(rows)] = made
        rows.append(made[0])
    return Grid(tuple(rows), heads[0].number, body[-1].number, alternatives, is_positional=is_positional)


def _make_row(line: Line, label: Item | None, spans: Placed) -> Row:
    def cell(span: tuple[int, int] | None) -> Cell:
        start, end = span or (0, 0)
        return make_cell(line.text, line.number, line.offset + start, line.offset + end) if span else blank

    blank = make_cell(line.text, line.number, 0, 0)
    return (cell((label.start, label.end) if label and label.end else None), *(cell(span) for span in spans))


def _header_rows(heads: list[Line], head: _Head) -> list[Row]:
    """Return the rows of a header, each word over every column it stands over, and down to the row of the lowest."""
    rows: list[Row] = []
    above: list[Cell] = []
    for line, first, words, over in zip(heads, head.firsts, head.words, head.over, strict=True):
        blank = make_cell(line.text, line.number, 0, 0)
        row = [make_word_cell(line, first) if first else blank]
        before: int | None = None
        for column, at in enumerate(over):
            if at is None:
                row.append(dataclasses.replace(above[column], spanned=True))
            else:
                row.append(dataclasses.replace(make_word_cell(line, words[at]), spanned=at == before))
            before = at
        above = row[1:]
        rows.append(tuple(row))
    return rows
