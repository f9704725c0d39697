"""Build the grid of a table of a note from cells that stand one per line: the reading of its header its rows bear out.

A header that can be read in several ways is read as its rows have columns. Pairs of a text and an amount, one after the
other without any header, are a grid of two columns.
"""

from __future__ import annotations

import re
from itertools import combinations, islice

from converter.model.document import Cell, Grid, Row
from converter.read.cell_header import HeaderCell, half_width, make_head
from converter.read.cell_note_header import NoteHeader, find_note_headers, may_begin_note_header
from converter.read.cell_note_rows import Cells, NoteRow, read_note_rows
from converter.read.cell_rows import is_stop
from converter.read.cell_stream import Kind, Stream, StreamCell, make_blank, make_cell
from converter.read.note_words import is_first_word, is_header_word

_MOST_READINGS = 60
_LEAST_EXACT = 0.5  # of the rows with amounts
_MOST_PLACES = 64
_AMOUNT = re.compile(r"[-(（－]?\d{1,3}(?:,\d{3})*\.\d{1,4}[)）]?[%％]?|[-(（－]?\d{1,3}(?:,\d{3})+[)）]?|\d+[%％]")
_LABEL = re.compile(r"[^\d\s].{2,}")
_SENTENCE = re.compile("[。；，]$|^[、，。]")
_LEAST_PAIRS = 2
_LEAST_LACKING = 3  # rows
_LONGEST_HEAD = 12
_LONGEST_LABEL = 48


def read_note_grid(stream: Stream, at: int) -> tuple[Grid, int] | None:
    """Return the grid of the table whose header begins at a cell and the index behind it, None where there is none.

    A header whose rows have a text more than it names columns of words begins a cell before, with a word of its own.
    """
    if at and _is_header_cell(stream.cells[at - 1]) and not is_first_word(half_width(stream.cells[at].text)):
        return None  # the header begins before, with words that are not known
    labelled = _may_head_labels(stream, at)
    if labelled:
        lacking = _read_best(stream, at + 1)
        if lacking is None or not _lack_labels(lacking[1]):
            return None
    best = _read_best(stream, at, labelled=labelled)
    if best is None or _lack_labels(best[1]):
        return None
    head, rows, end = best
    return _build(stream, head, rows, end), end


def _may_head_labels(stream: Stream, at: int) -> bool:
    """Tell whether a text no header is known to begin with stands right in front of one, where blanks close cells."""
    if not stream.closed or at + 1 >= len(stream.cells) or stream.cells[at].kind is not Kind.TEXT:
        return False
    text = stream.cells[at].text
    return (
        len(text) <= _LONGEST_HEAD
        and not is_stop(text)
        and not may_begin_note_header(stream, at)
        and may_begin_note_header(stream, at + 1)
    )


def _read_best(
    stream: Stream, at: int, *, labelled: bool = False
) -> tuple[NoteHeader, tuple[NoteRow, ...], int] | None:
    """Return the reading of a header most rows bear out, its rows, and the index behind them."""
    best: tuple[NoteHeader, tuple[NoteRow, ...], int] | None = None
    most = 0
    for head in islice(find_note_headers(stream, at, labelled=labelled), _MOST_READINGS):
        if best is not None and head.header.end < best[0].header.end:
            break  # a reading of fewer cells makes a label of the last of them
        rows, end = read_note_rows(stream, head)
        filled = [row for row in rows if _is_filled(row)]
        exact = sum(row.exact for row in filled)
        if not exact or exact < _LEAST_EXACT * len(filled) or not _prints_amounts(rows):
            continue
        if best is None or exact > most:
            best, most = (head, rows, end), exact
    return best


def _lack_labels(rows: tuple[NoteRow, ...]) -> bool:
    """Tell whether most rows with amounts have a row of one text right above: the header lost a column of words."""
    filled = [at for at, row in enumerate(rows) if _is_filled(row)]
    bare = sum(1 for at in filled if at and not rows[at - 1].ways[0])
    return len(filled) >= _LEAST_LACKING and bare * 3 > len(filled) * 2


def _is_filled(row: NoteRow) -> bool:
    return any(cell.text for cells in row.ways[0] for cell in cells)


def _is_header_cell(cell: StreamCell) -> bool:
    text = half_width(cell.text)
    return cell.kind is Kind.TEXT and (is_header_word(text) or is_first_word(text))


def _prints_amounts(rows: tuple[NoteRow, ...]) -> bool:
    return any(_AMOUNT.fullmatch("".join(cell.text for cell in cells)) for row in rows for cells in row.ways[0])


def _build(stream: Stream, head: NoteHeader, rows: tuple[NoteRow, ...], end: int) -> Grid:
    count = len(head.kinds)
    made: list[Row] = _header_rows(head, make_blank(stream.cells[head.header.begin].line))
    rows = _take_names(rows, made, make_blank(stream.cells[head.header.begin].line), count)
    alternatives: dict[int, tuple[Row, ...]] = {}
    percents = _tell_percents(rows, count)
    positional = True
    for row in rows:
        line = next(cell.line for cells in (row.label, *row.ways[0]) for cell in cells)
        blank = make_blank(line)
        label = make_cell(row.label) if row.label else blank
        if row.continued:
            label = Cell(label.text, label.source, spanned=True)
        ways: list[Row] = []
        for way in row.ways:
            slots = [make_cell(cells) if cells else blank for cells in way]
            slots.extend([blank] * (count - len(slots)))
            ways.extend((label, *placed) for placed in _place(slots, row, head, percents, blank))
        ways = list(dict.fromkeys(ways))
        if len(ways) > _MOST_PLACES:
            ways, positional = ways[:1], False
        if len(ways) > 1:
            alternatives[len(made)] = tuple(ways)
        made.append(ways[0])
    first = stream.cells[head.header.begin].line
    last = max(piece.line for piece in stream.cells[end - 1].pieces)
    return Grid(tuple(made), first, last, alternatives, is_positional=positional)


def _take_names(rows: tuple[NoteRow, ...], made: list[Row], blank: Cell, count: int) -> tuple[NoteRow, ...]:
    """Add a row of the header where one text stands once for every column right below it; return the rows behind.

    So stands the company that both periods are about: 期末余额 | 期初余额, and the same name under each.
    """
    names = rows[:count]
    if count < _LEAST_PAIRS or len(rows) <= count or any(row.ways[0] or not row.label for row in names):
        return rows
    cells = tuple(make_cell(row.label) for row in names)
    if len({cell.text for cell in cells}) > 1:
        return rows
    made.append((blank, *cells))
    return rows[count:]


def _tell_percents(rows: tuple[NoteRow, ...], count: int) -> tuple[bool, ...] | None:
    exact = [row.ways[0] for row in rows if row.exact]
    if not exact:
        return None
    signs = [[cells[-1].text.endswith(("%", "％")) for cells in way if cells] for way in exact]
    if not any(any(row) for row in signs):
        return None
    return tuple(
        sum(bool(way[at]) and way[at][-1].text.endswith(("%", "％")) for way in exact if at < len(way)) * 2 > len(exact)
        for at in range(count)
    )


def _place(
    slots: list[Cell], row: NoteRow, head: NoteHeader, percents: tuple[bool, ...] | None, blank: Cell
) -> list[tuple[Cell, ...]]:
    """Return every placement of a row's amounts where some of its cells vanished, the row as it stands elsewhere."""
    amounts = [at for at, kind in enumerate(head.kinds) if kind != "text"]
    printed = [slots[at] for at in amounts if slots[at].text]
    if row.exact or not printed or len(printed) == len(amounts):
        return [tuple(slots)]
    found = []
    for places in combinations(amounts, len(printed)):
        if percents is not None and any(
            percents[place] != cell.text.endswith(("%", "％")) for place, cell in zip(places, printed, strict=True)
        ):
            continue
        placed = [blank if at in amounts else cell for at, cell in enumerate(slots)]
        for place, cell in zip(places, printed, strict=True):
            placed[place] = cell
        found.append(tuple(placed))
    return found or [tuple(slots)]


def _header_rows(head: NoteHeader, blank: Cell) -> list[Row]:
    """Return the rows of a header; a word that none stands under reaches down to the lowest row."""
    rows: list[Row] = []
    above: list[Cell] = []
    for depth, level in enumerate(head.header.levels):
        cells = [make_head(head.header.first, blank) if not depth else blank]
        before: HeaderCell | None = None
        for column, entry in enumerate(level):
            if entry is None:
                cells.append(Cell(above[column].text, above[column].source, spanned=True))
            else:
                cell = make_head(entry, blank)
                cells.append(Cell(cell.text, cell.source, spanned=entry is before))
            before = entry
        above = cells[1:]
        rows.append(tuple(cells))
    return rows


def read_pairs(stream: Stream, at: int) -> tuple[Grid, int] | None:
    """Return the grid of pairs of a text and an amount that begin at a cell, None where fewer than two stand there."""
    rows: list[Row] = []
    begin = end = at
    if not any(_AMOUNT.fullmatch(cell.text) for cell in stream.cells[at + 1 : at + 3]):
        return None
    while at < len(stream.cells):
        texts: Cells = ()
        while at < len(stream.cells) and stream.cells[at].kind is Kind.TEXT and _may_label(stream, at, texts):
            texts = (*texts, stream.cells[at])
            at += 1
        while stream.closed and at < len(stream.cells) and texts and stream.cells[at].kind is Kind.BLANK:
            break
        if not texts or len(texts) > 2 or at >= len(stream.cells) or not _AMOUNT.fullmatch(stream.cells[at].text):
            break
        rows.append((make_cell(texts), make_cell((stream.cells[at],))))
        at += 1
        end = at
        while stream.closed and at < len(stream.cells) and stream.cells[at].kind is Kind.BLANK:
            at += 1
        if at < len(stream.cells) and stream.cells[at].kind not in (Kind.TEXT, Kind.BLANK):
            return None
    if len(rows) < _LEAST_PAIRS:
        return None
    return Grid(tuple(rows), stream.cells[begin].line, stream.cells[end - 1].line, {}, is_positional=True), end


def _may_label(stream: Stream, at: int, before: Cells) -> bool:
    text = stream.cells[at].text
    if len(text) > _LONGEST_LABEL or is_stop(text) or _SENTENCE.search(text) or not _LABEL.fullmatch(text):
        return bool(before) and len(text) <= 3 and not _SENTENCE.search(text)
    return not may_begin_note_header(stream, at)
