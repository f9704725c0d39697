"""Find every number a document prints in its tables, and every number with a unit in its sentences.

What is counted is what a reader of the page would call a figure: no ordinals, note references, years, dates, codes or
page numbers. Nothing is said here about what a number means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from converter.model.document import Cell, Document, Grid, Heading, Paragraph, Row
from converter.model.number import parse_number
from converter.model.source import Source

Place = tuple[int, int]  # line, start

_INTEGER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[./-](?:0?[1-9]|1[0-2]))?")
# Columns, and cells to the left, that say that a number is none: references, ordinals, codes.
_NO_FIGURES = re.compile(r"^(?:附注(?:编号)?|注释(?:号)?|注|序号|行次|编号|年[份度]|页[码次]|级次)$")
_NAMES_CODE = re.compile(r"(?:代码|编码|编号|文号|邮编|电话|传真|热线|证号|账号|邮政编码|股票简称)[:：]?$")
_ONLY_FIGURES = re.compile(r"[\d,，.．()（）%％\s+\-－—–−]+")
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+\.\d{2}(?!\d)")
_SENTENCE_MARK = re.compile("[，。；：;]")
_SHORTEST_SENTENCE = 12  # characters of a cell that may hold a sentence
_UNIT = (
    r"(?:[%％‰]|个?百分点|[余多]?(?:[十百千]?万|[十百千万]?亿|[百千])?(?:人民币)?"
    r"(?:[美港欧日]元|元|股|人次|人|名|家|户|件|项|台|套|辆|艘|吨|公斤|千克|平方米|立方米|公里|亩|千瓦时|兆瓦|倍)"
    r"|[余多]?(?:[十百千]?万|[十百千万]?亿))"
)
_IN_SENTENCE = re.compile(rf"(?<![\d.,A-Za-z第前])[-+－−]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?=\s?{_UNIT})")


def find_table_numbers(document: Document, certain: AbstractSet[Place]) -> Iterator[tuple[Source, bool]]:
    """Yield the place of every number printed in a table, and whether that table could be read as one.

    ``certain`` are the places where facts begin: of the ways to split a row whose cells ran together, the one with
    most of them is the row as printed. Amounts that stand alone on a line, or several on one without a sentence, are
    what is left of a table whose structure was lost.
    """
    before: tuple[int, frozenset[int]] = (0, frozenset())
    for block in document.blocks:
        if isinstance(block, Grid):
            columns = _columns_without_figures(block, before)
            before = (max(map(len, block.rows), default=0), columns)
            for index, row in enumerate(block.rows):
                ways = block.alternatives.get(index)
                yield from ((place, True) for place in _row_numbers(_likeliest(row, ways, certain), columns))
        else:
            yield from ((place, False) for place in _stray_amounts(block))


def find_sentence_numbers(document: Document) -> Iterator[Source]:
    """Yield the place of every number followed by a unit in running text, in that of tables too."""
    for block in document.blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                for cell in row:
                    if len(cell.text) >= _SHORTEST_SENTENCE and not cell.spanned and _SENTENCE_MARK.search(cell.text):
                        yield from _matches(_IN_SENTENCE, cell.source)
        elif any(map(str.isdigit, block.text)):
            yield from _matches(_IN_SENTENCE, block.source)


def _columns_without_figures(grid: Grid, before: tuple[int, frozenset[int]]) -> frozenset[int]:
    """Return the columns headed by 附注, 序号 and the like; a page without a header has those of the one before."""
    found = {
        index
        for row in grid.rows[:3]
        for index, cell in enumerate(row)
        if cell.text and _NO_FIGURES.match("".join(cell.text.split()))
    }
    width, columns = before
    if not found and width == max(map(len, grid.rows), default=0) and _has_number(grid.rows[0]):
        return columns
    return frozenset(found)


def _has_number(row: Row) -> bool:
    return any(cell.text and parse_number(cell.text) is not None for cell in row[1:])


def _likeliest(row: Row, ways: tuple[Row, ...] | None, certain: AbstractSet[Place]) -> Row:
    """Return the way to split a row that agrees with most facts, the first of equals."""
    if not ways:
        return row
    return max(ways, key=lambda way: sum((cell.source.line, cell.source.start) in certain for cell in way))


def _row_numbers(row: Row, skipped: frozenset[int]) -> Iterator[Source]:
    for index, cell in enumerate(row):
        if not cell.text or cell.spanned or index in skipped:
            continue
        if parse_number(cell.text) is not None:
            if not _is_reference(cell, row[index - 1] if index else None):
                yield cell.source
        elif _ONLY_FIGURES.fullmatch(cell.text):
            yield from _matches(_FIGURE, cell.source)


def _is_reference(cell: Cell, left: Cell | None) -> bool:
    """Tell an ordinal, a code, a year or a month from a figure; a whole number at the head of its row is an ordinal."""
    text = cell.text.strip()
    if _YEAR.fullmatch(text):
        return True
    if _INTEGER.fullmatch(text) is None:
        return False
    is_code = len(text) > 1 and text[0] == "0"
    return left is None or is_code or _NAMES_CODE.search(left.text) is not None


def _stray_amounts(block: Heading | Paragraph) -> Iterator[Source]:
    """Yield amounts outside any table and any sentence: the line is an amount, or has no mark of a sentence."""
    text = block.source.text
    if "." not in text and "," not in text:
        return
    if _ONLY_FIGURES.fullmatch(block.text):
        yield from _matches(_FIGURE, block.source)
    elif not _SENTENCE_MARK.search(text) and not _IN_SENTENCE.search(text):
        yield from _matches(_AMOUNT, block.source)


def _matches(pattern: re.Pattern[str], source: Source) -> Iterator[Source]:
    for match in pattern.finditer(source.text):
        yield _within(source, match.start(), match.end())


def _within(source: Source, start: int, end: int) -> Source:
    """Return the place of a part of a text; where it is broken over lines, on the piece it begins in."""
    pieces = source.parts or (source,)
    at = start
    for piece in pieces:
        if at < len(piece.text):
            break
        at -= len(piece.text)
    stop = min(piece.start + at + end - start, piece.start + len(piece.text))
    update = {"line": piece.line, "start": piece.start + at, "end": stop, "text": source.text[start:end], "parts": ()}
    return source.model_copy(update=update)
