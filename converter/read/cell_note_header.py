"""Find the header of a table of a note, or of the discussion, among cells that stand one per line.

Its cells are told by the words of notes (note_words.py), some broken over lines; its rows are put over each other as
the tables of notes are made (header_levels.py). More than one reading is left to the rows below to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from converter.read.cell_header import Header, HeaderCell, half_width
from converter.read.cell_stream import Kind, Piece, Stream, StreamCell
from converter.read.header_levels import join_levels
from converter.read.note_words import is_first_word, is_header_word, may_begin_word, tell_kind

_MOST_PIECES = 4  # of one cell broken over lines
_MOST_CELLS = 40
_MOST_READINGS = 24
_LONGEST = 60
_LEAST_WORDS = 2
_YEAR = re.compile(r"20\d\d年?(?:\d{1,2}月(?:\d{1,2}日)?)?|20\d\d年(?:度|末|初)")
# Words that may stand over others, and words of periods, which never stand under one another.
_SPANS = re.compile(
    r"^[期年][末初]|^[本上](?:报告)?[期年]|20\d\d|变动|增减|增加|减少|发生额|账面余额|坏账准备|减值准备|跌价准备|比例|每股收益|公允价值|阶段|同期"
)
_PERIOD = re.compile(
    r"^[期年][末初](?:余额|数|金额)?$|^[本上][期年](?:度|发生额|金额|数)?$|^20\d\d年?|上年(?:年末|期末|同期)"
)
# Words of a first row only: balances at a date, stages.
_UPPER = re.compile(r"期[末初]余额$|期[末初]数$|第[一二三]阶段")
# What stands over the parts of a change, never beside them.
_GROUP = re.compile(r"本期(?:增减)?变动(?:金额)?|本[期次]变动增减(?:[(（][^)）]*[)）])?")
_PART = re.compile("^计提$|收回或转回|转销或核销|追加投资|减少投资|^送股$|公积金转股")
_BAND = re.compile(r"^\d.*[年月]")  # 1年以内 is a row where the rows are ages
_NOTES = re.compile(r"附注|注释|行次")


@dataclass(frozen=True, slots=True)
class NoteHeader:
    """Hold one reading of a header: as any table's, and what each column prints: amount, ratio or text."""

    header: Header
    kinds: tuple[str, ...]


def may_begin_note_header(stream: Stream, at: int) -> bool:
    """Tell whether a header may begin at a cell: with the heading of the labels, or two words of notes in a row."""
    cells = stream.cells
    text = cells[at].text
    if cells[at].kind is not Kind.TEXT or len(text) > _LONGEST or at + 1 >= len(cells):
        return False
    if not may_begin_word(half_width(text)[0]):
        return False
    first = next((size for size in range(1, 3) if is_first_word(_join(stream, at, size))), 0)
    if first:
        return at + first < len(cells) and any(_is_word(_join(stream, at + first, size)) for size in range(1, 4))
    return any(
        _is_word(_join(stream, at, size)) and any(_is_word(_join(stream, at + size, more)) for more in range(1, 4))
        for size in range(1, 3)
    )


def find_note_headers(stream: Stream, at: int, *, labelled: bool = False) -> Iterator[NoteHeader]:
    """Yield the readings of a header that begins at a cell, those of most cells first; none where none begins.

    Where it is ``labelled``, its first cell heads the labels whatever it says: 主要产品 | 单位 | 生产量.
    """
    first_cell = HeaderCell(half_width(stream.cells[at].text), (stream.cells[at],)) if labelled else None
    readings: list[tuple[HeaderCell, ...]] = []
    if first_cell is not None:
        _collect(stream, at + 1, (first_cell,), readings)
        if at + 2 < len(stream.cells) and is_first_word(second := _join(stream, at + 1, 1)):
            _collect(stream, at + 2, (first_cell, HeaderCell(second, stream.cells[at + 1 : at + 2])), readings)
    elif may_begin_note_header(stream, at):
        _collect(stream, at, (), readings)
    seen: set[tuple[tuple[str, ...], int]] = set()
    for cells in sorted(readings, key=lambda cells: (-sum(len(cell.cells) for cell in cells), len(cells))):
        first = cells[0] if labelled or is_first_word(cells[0].plain) else None
        rest = cells[1:] if first else cells
        lines = {piece for cell in cells for each in cell.cells for piece in each.pieces}
        end = _find_end(stream, at, lines)
        key = (tuple(cell.plain for cell in rest), end)
        if key in seen or len(rest) < (1 if first else _LEAST_WORDS):
            continue
        seen.add(key)
        if first and first.plain == "账龄" and any(_BAND.search(cell.plain) for cell in rest if "20" not in cell.plain):
            continue
        for levels in _level(rest):
            kinds = tuple(_tell_kind(levels, column) for column in range(len(levels[0])))
            if labelled and is_first_word(rest[0].plain):
                kinds = ("text", *kinds[1:])
            yield NoteHeader(Header(levels, (), first, None, (), at, end), kinds)


def _collect(stream: Stream, at: int, cells: tuple[HeaderCell, ...], readings: list[tuple[HeaderCell, ...]]) -> None:
    """Add every way to read the cells from a place on as words of a header, as far as it goes."""
    if len(readings) >= _MOST_READINGS or len(cells) >= _MOST_CELLS:
        return
    found = False
    if at < len(stream.cells) and len(parts := _cut_cell(stream.cells[at])) > 1:
        found = True
        _collect(stream, at + 1, (*cells, *parts), readings)
    for size in range(_MOST_PIECES, 0, -1):
        word = _join(stream, at, size)
        if word and (_is_word(word) or (not cells and is_first_word(word))):
            found = True
            _collect(stream, at + size, (*cells, HeaderCell(word, stream.cells[at : at + size])), readings)
    if cells and (not found or len(cells) > 1):
        readings.append(cells)


def _find_end(stream: Stream, at: int, pieces: set[Piece]) -> int:
    """Return the index of the first cell behind those that pieces are of; cells cut in several count once."""
    last = max(pieces)
    end = at
    while end < len(stream.cells) and stream.cells[end].pieces[0] <= last:
        end += 1
    return end


def _cut_cell(cell: StreamCell) -> tuple[HeaderCell, ...]:
    """Return the words of a cell that prints several with blanks between, none where it does not."""
    if cell.kind is not Kind.TEXT or " " not in cell.text or _is_word(half_width(cell.text)):
        return ()
    words: list[list[Piece]] = []
    open_word = False
    for piece in cell.pieces:
        for match in re.finditer(r"\S+", piece.text):
            part = Piece(piece.line, piece.start + match.start(), piece.start + match.end(), match[0])
            if open_word and match.start() == 0:
                words[-1].append(part)
            else:
                words.append([part])
        open_word = not piece.text.endswith(" ")
    texts = ["".join(part.text for part in word) for word in words]
    parts = tuple(
        HeaderCell(half_width(text), (StreamCell(Kind.TEXT, text, tuple(word), cell.page),))
        for text, word in zip(texts, words, strict=True)
    )
    return parts if all(_is_word(part.plain) for part in parts) else ()


def _join(stream: Stream, at: int, size: int) -> str:
    """Return what some cells print together, nothing where one is no text."""
    cells = stream.cells[at : at + size]
    if len(cells) < size or any(cell.kind is not Kind.TEXT and not _YEAR.fullmatch(cell.text) for cell in cells):
        return ""
    text = "".join(cell.text for cell in cells)
    return half_width(text) if len(text) <= _LONGEST else ""


def _is_word(word: str) -> bool:
    return bool(word) and not _NOTES.fullmatch(word) and is_header_word(word)


def _level(cells: tuple[HeaderCell, ...]) -> Iterator[tuple[tuple[HeaderCell | None, ...], ...]]:
    """Yield the ways to put a header's cells over each other: in one row, in two, in three."""
    if _is_sound((tuple(cell.plain for cell in cells),), (tuple(range(len(cells))),)):
        yield (cells,)
    count = len(cells)
    cuts: list[tuple[int, ...]] = [(one,) for one in range(1, count)]
    cuts.extend((one, two) for one in range(1, min(count, 4)) for two in range(one + 1, count))
    for cut in cuts:
        bounds = (0, *cut, count)
        rows = tuple(cells[start:end] for start, end in pairwise(bounds))
        names = tuple(tuple(cell.plain for cell in row) for row in rows)
        over = join_levels(names, tuple(tuple(tell_kind(name) for name in row) for row in names))
        if over is not None and _is_sound(names, over):
            yield tuple(
                tuple(row[at] if at is not None else None for at in level)
                for row, level in zip(rows, over, strict=True)
            )


def _is_sound(names: tuple[tuple[str, ...], ...], over: tuple[tuple[int | None, ...], ...]) -> bool:
    """Tell whether what stands over other words may do so, and no period stands under a period."""
    if any(len(row) == 1 or any(_UPPER.search(name) for name in row) for row in names[1:]):
        return False
    if any(any(_GROUP.fullmatch(name) for name in row) and any(_PART.search(name) for name in row) for row in names):
        return False
    for column in range(len(over[0])):
        words = [row[at] for row, level in zip(names, over, strict=True) if (at := level[column]) is not None]
        if not all(_SPANS.search(word) for word in words[:-1]) or sum(bool(_PERIOD.search(word)) for word in words) > 1:
            return False
    return True


def _tell_kind(levels: tuple[tuple[HeaderCell | None, ...], ...], column: int) -> str:
    cell = next(level[column] for level in reversed(levels) if level[column] is not None)
    assert cell is not None
    return tell_kind(cell.plain)
