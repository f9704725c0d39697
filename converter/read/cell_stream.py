"""Turn lines that hold one cell each into a stream of cells: pieces joined where the text says so, glued ones split."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from converter.model.document import Cell
from converter.model.number import is_blank
from converter.model.source import Source, Span
from converter.read.page_furniture import Furniture

_OUTER = " \t\u3000\xa0\ufeff\u200b\r\f\v"
_DASHES = "-－–—―‐‑−─"
_SIGN = rf"[{_DASHES}]"
NUMBER = re.compile(rf"[(（]?{_SIGN}?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?[)）]?[%％]?")
_FRAGMENT = re.compile(rf"[(（]?{_SIGN}?(?=[\d,.]*\d)[\d,.]+[)）]?[%％]?")
_DASH = re.compile(rf"{_SIGN}{{1,3}}")
# An amount with its two decimals, or a percentage, and words right behind it: two cells glued.
_GLUED = re.compile(
    rf"(?P<number>[(（]?{_SIGN}?(?:\d{{1,3}}(?:,\d{{3}})+\.\d\d[)）]?|\d+(?:\.\d+)?[%％]))(?P<rest>[^\s\d,.%％)）].*|20\d\d年.*)"
)
# A unit and the first cell of the header behind it: 单位：元2022年
_GLUED_UNIT = re.compile(
    r"(?P<unit>(?:金额)?单位[:：]\s*(?:人民币)?(?:千|万|百万|亿)?元)(?P<rest>(?:20\d\d|[^\s\d币,，、;；/／()（）])\S*.*)"
)
# A caption and the first period of the header behind it: 研发人员情况2022年
_GLUED_CAPTION = re.compile(r"(?P<unit>[^\d。，；]{3,}(?:情况|比例|构成|比重|明细))(?P<rest>20\d\d年(?:度|末)?)")
_AMOUNT = re.compile(rf"{_SIGN}?(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+)[%％]?")
_CLOSED_SHARE = 0.9
_LONGEST_BLANK_WORD = 4  # 不适用
_LEAST_NUMBERS = 8
_LONGEST_BESIDE_BLANK = 24  # a longer text that begins with a blank is a paragraph's first line
_MOST_BESIDE = 3  # lines on which numbers stand beside something else, one in so many


class Piece(NamedTuple):
    """Hold one run of characters on one line; lighter than a Span, for most cells of the stream are never tables'."""

    line: int
    start: int
    end: int
    text: str


class Kind(Enum):
    """Name what a cell of the stream prints."""

    TEXT = auto()
    NUMBER = auto()
    FRAGMENT = auto()  # digits that are no whole number: a piece of one
    DASH = auto()  # an empty cell, or a minus sign whose number stands on the next line
    BLANK = auto()


@dataclass(frozen=True, slots=True)
class StreamCell:
    """Hold one cell: what kind, its text, and the places of its pieces in order.

    ``page`` counts the page breaks before it. ``padded`` marks a blank cell told only by the blank before the next.
    """

    kind: Kind
    text: str
    pieces: tuple[Piece, ...]
    page: int
    padded: bool = False

    @property
    def line(self) -> int:
        """Return the line it begins on."""
        return self.pieces[0].line


@dataclass(frozen=True, slots=True)
class Stream:
    """Hold the cells of a text in order; ``closed`` where a blank ends every cell, so that empty ones are kept."""

    cells: tuple[StreamCell, ...]
    closed: bool


def make_cell(cells: tuple[StreamCell, ...] | list[StreamCell]) -> Cell:
    """Return the table's cell that some cells of the stream are together, in order."""
    pieces = tuple(piece for cell in cells for piece in cell.pieces)
    text = "".join(cell.text for cell in cells)
    first = pieces[0]
    if len(pieces) == 1:
        return Cell(text, Source(line=first.line, start=first.start, end=first.end, text=first.text))
    joined = "".join(piece.text for piece in pieces)
    parts = tuple(Span(**piece._asdict()) for piece in pieces)
    return Cell(text, Source(line=first.line, start=first.start, end=first.end, text=joined, parts=parts))


def make_blank(line: int) -> Cell:
    """Return an empty cell of a row that begins on a line."""
    return Cell("", Source(line=line, start=0, end=0, text=""))


def holds_one_cell_per_line(text: str) -> bool:
    """Tell whether most numbers of a text stand alone on their lines."""
    alone = beside = 0
    for line in text.split("\n"):
        stripped = line.strip(_OUTER)
        if not stripped or _DIGIT.search(stripped) is None:
            continue
        if NUMBER.fullmatch(stripped) or _FRAGMENT.fullmatch(stripped):
            alone += 1
        elif len(_NUMBERS_BESIDE.findall(stripped)) > 0:
            beside += 1
    return alone >= _LEAST_NUMBERS and alone > beside * _MOST_BESIDE


_DIGIT = re.compile(r"\d")
_NUMBERS_BESIDE = re.compile(rf"(?<=\S)\s{{1,40}}{_SIGN}?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?=\s|$)")


def read_stream(lines: tuple[str, ...], furniture: Furniture) -> Stream:
    """Return the cells of the lines that are no page furniture."""
    numbers = [line for line in lines if line and line[0] in "0123456789-(" and NUMBER.fullmatch(line.strip(_OUTER))]
    ended = sum(1 for line in numbers if line[-1] in _OUTER)
    closed = ended > 0 and ended >= len(numbers) * _CLOSED_SHARE
    cells: list[StreamCell] = []
    pending: list[Piece] = []
    page = 0
    for at, printed in enumerate(lines):
        if at in furniture.lines:
            page += at - 1 not in furniture.lines
            continue
        line = printed if (tail := furniture.tails.get(at)) is None else printed[:tail]
        if closed:
            _add_closed(line, at + 1, page, pending, cells)
        elif stripped := line.strip(_OUTER):
            _add_open(stripped, line.index(stripped), at + 1, page, cells)
    _flush(pending, page, cells)
    return Stream(tuple(cells), closed)


def _add_closed(line: str, number: int, page: int, pending: list[Piece], cells: list[StreamCell]) -> None:
    """Add the cells of a line in a text where a blank ends every cell; a line without one goes on in the next."""
    stripped = line.strip(_OUTER)
    if not stripped:
        _flush(pending, page, cells)
        if line:
            cells.append(StreamCell(Kind.BLANK, "", (Piece(line=number, start=0, end=0, text=""),), page))
        return
    start = line.index(stripped)
    parts = stripped.split(" ")
    numbers = (start or len(parts) > 1) and all(NUMBER.fullmatch(part) for part in parts if part)
    if start and not pending and (numbers or len(stripped) <= _LONGEST_BESIDE_BLANK):
        blank = Piece(line=number, start=0, end=0, text="")
        cells.append(StreamCell(Kind.BLANK, "", (blank,), page, padded=True))
    if numbers and not pending:
        at = start
        for index, part in enumerate(parts):
            span = Piece(line=number, start=at, end=at + len(part), text=part)
            if index < len(parts) - 1 or line[-1] in _OUTER:
                cells.append(StreamCell(Kind.NUMBER if part else Kind.BLANK, part, (span,), page, padded=not part))
            else:
                pending.append(span)
            at += len(part) + 1
        return
    closes = line[-1] in _OUTER
    if " " in stripped and ((_AMOUNT.fullmatch(parts[0]) and not pending) or (_AMOUNT.fullmatch(parts[-1]) and closes)):
        for begin, end in _peel_amounts(stripped, ahead=not pending, behind=closes):
            pending.append(Piece(line=number, start=start + begin, end=start + end, text=stripped[begin:end]))
            if closes or end < len(stripped):
                _flush(pending, page, cells)
        return
    pending.append(Piece(line=number, start=start, end=start + len(stripped), text=stripped))
    if closes:
        _flush(pending, page, cells)


def _peel_amounts(stripped: str, *, ahead: bool, behind: bool) -> list[tuple[int, int]]:
    """Return the places of the cells on a line that prints amounts before or behind words, a blank between them."""
    places = [(part.start(), part.end()) for part in re.finditer(r"\S+", stripped)]
    first = last = 0
    if ahead:
        while first < len(places) and _AMOUNT.fullmatch(stripped, *places[first]):
            first += 1
    if behind:
        while last < len(places) - first and _AMOUNT.fullmatch(stripped, *places[len(places) - 1 - last]):
            last += 1
    end = len(places) - last
    words = [(places[first][0], places[end - 1][1])] if end > first else []
    return places[:first] + words + places[end:]


def _flush(pending: list[Piece], page: int, cells: list[StreamCell]) -> None:
    if pending:
        text = "".join(piece.text for piece in pending)
        cells.append(StreamCell(_tell_kind(text), text, tuple(pending), page))
        pending.clear()


def _add_open(stripped: str, start: int, number: int, page: int, cells: list[StreamCell]) -> None:
    """Add the cells of a line in a text whose empty cells vanished; cells glued to a number or a unit are split off."""
    kind = _tell_kind(stripped)
    if kind is Kind.TEXT:
        if (
            " " in stripped
            and (parts := list(re.finditer(r"\S+", stripped)))
            and all(NUMBER.fullmatch(part[0]) for part in parts)
        ):
            for part in parts:
                _add(Kind.NUMBER, part[0], start + part.start(), number, page, cells)
            return
        if (match := _GLUED.fullmatch(stripped)) is not None:
            _add(Kind.NUMBER, match["number"], start, number, page, cells)
            _add_open(match["rest"], start + match.start("rest"), number, page, cells)
            return
        if (match := _GLUED_UNIT.fullmatch(stripped) or _GLUED_CAPTION.fullmatch(stripped)) is not None:
            _add(Kind.TEXT, match["unit"], start, number, page, cells)
            _add_open(match["rest"], start + match.start("rest"), number, page, cells)
            return
    _add(kind, stripped, start, number, page, cells)


def _add(kind: Kind, text: str, start: int, number: int, page: int, cells: list[StreamCell]) -> None:
    cells.append(StreamCell(kind, text, (Piece(line=number, start=start, end=start + len(text), text=text),), page))


def _tell_kind(text: str) -> Kind:
    if text[0] in "0123456789,.(（" or text[0] in _DASHES:
        if NUMBER.fullmatch(text):
            return Kind.NUMBER
        if _DASH.fullmatch(text):
            return Kind.DASH
        if _FRAGMENT.fullmatch(text):
            return Kind.FRAGMENT
    if len(text) <= _LONGEST_BLANK_WORD and is_blank(text):
        return Kind.BLANK
    return Kind.TEXT
