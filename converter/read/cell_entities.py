"""Read the rows of a table with a company per row, whose names and words are wrapped in narrow columns."""

from __future__ import annotations

from collections import Counter
from functools import cache

from converter.read.cell_header import Header
from converter.read.cell_rows import RawRow, is_open, read_groups
from converter.read.cell_stream import Stream, StreamCell

_BREAK_INSIDE = 1  # a full line rarely ends a cell
_JOIN_OVER = 3  # a line shorter than the column does
_CONSTANT = -4  # a word that the column repeats row after row
_SHARE_OF_ROWS = 0.6

Pieces = tuple[StreamCell, ...]


def read_entity_rows(stream: Stream, header: Header) -> tuple[tuple[RawRow, ...], int]:
    """Return the rows of a company table and the index of the cell behind the last.

    A cell ends with a line shorter than its column; one cut by a page break goes on behind the row's amounts, on the
    next page, in the order of the columns.
    """
    groups, end = read_groups(stream, header.end)
    if not groups:
        return (), header.end
    columns = 1 + len(header.texts)
    width = _measure_width(groups)
    counts = Counter(piece.text for texts, _ in groups for piece in texts if len(piece.text) < width)
    constants = frozenset(text for text, count in counts.items() if count >= len(groups) * _SHARE_OF_ROWS)
    rows: list[RawRow] = []
    previous: list[list[StreamCell]] = []
    for texts, run in groups:
        own = texts
        if rows and previous and texts and texts[0].page > rows[-1].run[-1].page:
            own = _take_rest(previous, texts, width)
            rows[-1] = _make_row(previous, rows[-1].run)
        previous = [list(cell) for cell in _split(own, columns, width, constants)]
        rows.append(_make_row(previous, run))
    return tuple(rows), end


def _make_row(cells: list[list[StreamCell]], run: Pieces) -> RawRow:
    return RawRow(tuple(cells[0]), tuple(tuple(cell) for cell in cells[1:]), None, run)


def _measure_width(groups: list[tuple[Pieces, Pieces]]) -> int:
    lengths = Counter(len(piece.text) for texts, _ in groups for piece in texts)
    return max(lengths, key=lambda length: (lengths[length], length))


def _is_full(pieces: Pieces | list[StreamCell], width: int) -> bool:
    """Tell whether a cell may go on: its last line fills the column, or a bracket is open."""
    return bool(pieces) and (len(pieces[-1].text) >= width or is_open("".join(piece.text for piece in pieces)))


def _take_rest(cells: list[list[StreamCell]], texts: Pieces, width: int) -> Pieces:
    """Give the cells that the page break cut their rest, and return the texts of the next row."""
    at = 0
    for cell in cells:
        while _is_full(cell, width) and at < len(texts):
            cell.append(texts[at])
            at += 1
    return texts[at:]


def _split(texts: Pieces, columns: int, width: int, constants: frozenset[str]) -> list[Pieces]:
    """Return the cells that a row's lines are: the cheapest cuts, where short lines end a cell and full ones do not."""

    @cache
    def best(at: int, left: int) -> tuple[int, tuple[int, ...]]:
        if left == 1:
            return _cost(at, len(texts)), (len(texts),)
        found: tuple[int, tuple[int, ...]] = (1_000, (len(texts),) * left)
        for end in range(at + 1, len(texts) - left + 2):
            cost, ends = best(end, left - 1)
            cost += _cost(at, end) + (_BREAK_INSIDE if _is_full(texts[at:end], width) else 0)
            if cost < found[0]:
                found = (cost, (end, *ends))
        return found

    def _cost(begin: int, end: int) -> int:
        cost = sum(_JOIN_OVER for at in range(begin, end - 1) if not _is_full(texts[begin : at + 1], width))
        return cost + (_CONSTANT if end - begin == 1 and texts[begin].text in constants else 0)

    if len(texts) < columns:
        return [*((piece,) for piece in texts), *(() for _ in range(columns - len(texts)))]
    begin = 0
    cells = []
    for end in best(0, columns)[1]:
        cells.append(texts[begin:end])
        begin = end
    return cells
