"""Read text that holds one cell per line, as tools write it that take a PDF's text cell by cell.

Tables are rebuilt from the stream of cells: a header tells the columns, texts and the amounts behind them are rows.
Where empty cells vanished, a row with fewer amounts than columns has several placements, and all of them are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import combinations
from math import comb

from converter.model.document import Block, Cell, Grid, Paragraph, Row
from converter.model.number import parse_number
from converter.model.source import Source
from converter.read.cell_entities import read_entity_rows
from converter.read.cell_header import Header, HeaderCell, count_components, find_header, make_head
from converter.read.cell_note_grid import read_note_grid, read_pairs
from converter.read.cell_rows import RawRow, read_rows
from converter.read.cell_stream import (
    Kind,
    Stream,
    StreamCell,
    holds_one_cell_per_line,
    make_blank,
    make_cell,
    read_stream,
)
from converter.read.delimited import is_delimited, read_line
from converter.read.number_pieces import Breaks, Numbers, fit_numbers, join_numbers, tell_breaks
from converter.read.page_furniture import find_furniture

_MOST_ALTERNATIVES = 400
_FIGURE = re.compile(r"[-\d,.，()（）]*\d[-\d,.，()（）]*")
_LEAST_ROWS = 1


def is_cell_lines(text: str) -> bool:
    """Tell whether a text without delimiters holds one cell per line."""
    return holds_one_cell_per_line(text) and not is_delimited(text)


def read_cell_lines(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """Return the blocks of the lines: a grid per table found, every other text as a heading or paragraph."""
    furniture = find_furniture(lines)
    stream = read_stream(lines, furniture)
    blocks: list[Block] = []
    used: dict[int, list[tuple[int, int]]] = {}
    at = 0
    while at < len(stream.cells):
        table = _read_table(stream, at) or read_note_grid(stream, at) or read_pairs(stream, at)
        if table is None:
            at += 1
            continue
        grid, end = table
        blocks.append(grid)
        for cell in stream.cells[at:end]:
            for piece in cell.pieces:
                used.setdefault(piece.line, []).append((piece.start, piece.end))
        at = end
    blocks.extend(_read_rest(lines, used))
    # Page furniture inside a table stands behind it: the table itself is in one piece.
    return tuple(sorted(blocks, key=_order))


def _order(block: Block) -> tuple[int, int]:
    if isinstance(block, Grid):
        return (block.line_from, 0)
    return (block.source.line, 1 + block.source.start)


def _read_rest(lines: tuple[str, ...], used: dict[int, list[tuple[int, int]]]) -> list[Block]:
    """Return a paragraph for every text that no table took; a line's rest keeps its place."""
    rest: list[Block] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if number not in used:
            rest.append(read_line(line, number))
            continue
        at = 0
        for begin, end in (*sorted(used[number]), (len(line), len(line))):
            text = line[at:begin].strip()
            if text:
                start = at + line[at:begin].index(text)
                rest.append(Paragraph(text, Source(line=number, start=start, end=start + len(text), text=text)))
            at = max(at, end)
    return rest


def _read_table(stream: Stream, at: int) -> tuple[Grid, int] | None:
    header = find_header(stream, at)
    if header is None:
        return None
    raw, end = read_entity_rows(stream, header) if header.texts else read_rows(stream, header)
    if sum(1 for row in raw if row.run) < _LEAST_ROWS:
        return None
    components = None if stream.closed else count_components(header)
    count = header.count or components or _count_columns(raw, closed=stream.closed)
    if count is None:
        return None
    rows, alternatives, spread = _place_rows(raw, header, count, closed=stream.closed)
    if not _agree(raw, rows, count, header, closed=stream.closed, is_matrix=components is not None):
        return None
    heads = _make_header_rows(header)
    numbered = {index + len(heads): ways for index, ways in alternatives.items()}
    first = stream.cells[header.begin].line
    last = max(piece.line for piece in stream.cells[end - 1].pieces)
    return Grid((*heads, *rows), first, last, numbered, is_positional=spread), end


def _agree(
    raw: tuple[RawRow, ...], rows: list[Row], count: int, header: Header, *, closed: bool, is_matrix: bool
) -> bool:
    """Tell whether what stands below a header is its table: most rows print as many cells as it names columns.

    Where empty cells vanished, one row of more amounts than columns shows that the header lost one, and where its
    amounts belong nobody can tell. Rows of words alone are no more than twice as many as those with amounts. In a
    matrix of known components no row need print them all.
    """
    width = 1 + (header.note is not None) + len(header.texts) + count
    filled = [row for row, source in zip(rows, raw, strict=True) if source.run]
    too_long = sum(1 for row in filled if len(row) > width)
    short = sum(
        1
        for row, source in zip(rows, raw, strict=True)
        if source.run
        and len(row) == width
        and any(not cell.text for cell in row[-count:])
        and not (closed and len(source.run) >= count)
    )
    bare = len(rows) - len(filled)
    allowed = len(filled) // 3 if closed else 0
    return (
        too_long <= allowed and bare <= 2 * len(filled) + 1 and (is_matrix or short < len(filled) or len(filled) <= 2)
    )


def _count_columns(raw: tuple[RawRow, ...], *, closed: bool) -> int | None:
    """Return how many amounts most rows have; where blanks close cells, how many cells, those of padding left out."""
    lengths = Counter(
        len(row.run) if closed else sum(1 for cell in row.run if cell.kind is Kind.NUMBER) for row in raw if row.run
    )
    return max(lengths, key=lambda length: (lengths[length], length)) if lengths else None


def _make_header_rows(header: Header) -> list[Row]:
    line = header.first or header.note or (header.levels[0][0] if header.levels else header.loose[0])
    assert line is not None
    blank = make_blank(line.cells[0].line)
    lead = 1 + (header.note is not None) + len(header.texts)
    if not header.levels:
        names = tuple(make_head(cell, blank) for cell in header.loose)
        return [(make_head(header.first, blank), *(make_head(header.note, blank),) * (lead - 1), *names)]
    rows: list[Row] = []
    for depth, level in enumerate(header.levels):
        lowest = depth == len(header.levels) - 1
        cells = [blank] * lead
        if lowest:
            cells[0] = make_head(header.first, blank)
            if header.note is not None:
                cells[-1] = make_head(header.note, blank)
            for index, text in enumerate(header.texts, 1):
                cells[index] = make_head(text, blank)
        before: HeaderCell | None = None
        for entry in level:
            cell = make_head(entry, blank)
            cells.append(Cell(cell.text, cell.source, spanned=entry is not None and entry is before))
            before = entry
        rows.append(tuple(cells))
    return rows


def _place_rows(
    raw: tuple[RawRow, ...], header: Header, count: int, *, closed: bool
) -> tuple[list[Row], dict[int, tuple[Row, ...]], bool]:
    """Return the rows as cells, for each row that can be read in several ways all of them, and whether all are spread.

    Where one row could stand in too many ways, as in a matrix, rows that lost cells stay short: amounts in order.
    """
    breaks = tell_breaks(row.run for row in raw)
    surplus = breaks if closed and _pads(raw, count) else replace(breaks, digits=True)
    behind = (*raw[1:], None)
    readings = [
        (tuple((cell,) for cell in row.run if cell.kind is not Kind.BLANK),)
        if closed and _is_padded(row, after, count)
        else _read_numbers(row, count, breaks, surplus, closed=closed)
        for row, after in zip(raw, behind, strict=True)
    ]
    most = max((sum(comb(count, len(way)) for way in ways if len(way) < count) for ways in readings), default=0)
    in_order = most > _MOST_ALTERNATIVES
    ratios = _tell_ratios(readings, count)
    rows: list[Row] = []
    alternatives: dict[int, tuple[Row, ...]] = {}
    for index, row in enumerate(raw):
        lead = _make_lead(row, header)
        if not row.run:
            rows.append((*lead, *(make_blank(lead[0].source.line) for _ in range(count))))
            continue
        ways = []
        for numbers in readings[index]:
            spread = len(numbers) < count and not in_order
            ways.extend(_place(numbers, lead, count, ratios) if spread else [_as_printed(numbers, lead)])
        ways = list(dict.fromkeys(ways))
        if not ways:
            ways = [(*lead, *(make_cell((cell,)) for cell in row.run))]
        if len(ways) > 1:
            alternatives[index] = tuple(ways)
        rows.append(ways[0])
    return rows, alternatives, not in_order


def _is_padded(row: RawRow, after: RawRow | None, count: int) -> bool:
    """Tell whether a row has more cells than columns, so that which of its empty cells are columns nobody can tell.

    Behind the last row of a page or of the table one blank line more ends it.
    """
    filled = [at for at, cell in enumerate(row.run) if cell.kind is not Kind.BLANK]
    if not filled or len(filled) == filled[-1] + 1 or filled[-1] >= count or len(filled) >= count:
        return False
    goes_on = after is not None and after.label and after.label[0].page == row.run[-1].page
    return len(row.run) - count > (0 if goes_on else 1)


def _pads(raw: tuple[RawRow, ...], count: int) -> bool:
    """Tell whether rows above the last have blank cells beyond the columns that no broken number explains."""
    broken = Breaks(digits=True, signs=True, cents=False), Breaks(digits=True, signs=True)
    printing = [row.run for row in raw[:-1] if any(cell.kind is not Kind.BLANK for cell in row.run)]
    longer = [run for run in printing if len(run) > count and run[-1].kind is Kind.BLANK]
    return any(not any(fit_numbers(run, count, breaks) for breaks in broken) for run in longer)


def _make_lead(row: RawRow, header: Header) -> tuple[Cell, ...]:
    pieces = row.label or (row.run[:1] if row.run else ())
    blank = make_blank(pieces[0].line)
    lead = [make_cell(row.label) if row.label else blank]
    lead.extend(make_cell(cell) if cell else blank for cell in row.words)
    lead.extend(blank for _ in range(len(header.texts) - len(row.words)))
    if header.note is not None:
        lead.append(make_cell((row.note,)) if row.note is not None else blank)
    return tuple(lead)


def _read_numbers(row: RawRow, count: int, breaks: Breaks, surplus: Breaks, *, closed: bool) -> tuple[Numbers, ...]:
    """Return every way a row's run is read as numbers, at most as many as there are columns.

    ``surplus`` says how numbers are broken in a row of more cells than columns.
    """
    run = row.run
    if not closed:
        return join_numbers(run, count, breaks) if run else ()
    while len(run) > count and run[-1].kind is Kind.BLANK:
        run = run[:-1]
    if len(run) > count:
        unpadded = tuple(cell for cell in run if not cell.padded)
        run = unpadded if len(unpadded) >= count else run
    # Pieces of a number show that its row has fewer cells than it seems to.
    if len(run) == count and all(cell.kind is Kind.BLANK or _is_whole(cell.text) for cell in run):
        # A cell too many may be padding, and the rest of a number that was broken where its pieces are whole.
        return (tuple((cell,) for cell in run), *fit_numbers(row.run, count, surplus))
    fitting = (*fit_numbers(row.run, count, surplus), *fit_numbers(run, count, surplus))
    if fitting:
        return tuple(dict.fromkeys(fitting))
    cells = tuple(cell for cell in run if cell.kind is not Kind.BLANK)
    return join_numbers(cells, count, surplus if len(run) > count else breaks)


def _is_whole(text: str) -> bool:
    """Tell whether a cell's brackets and separators close: it is no piece of a number broken over lines."""
    return _FIGURE.fullmatch(text) is None or parse_number(text) is not None


def _tell_ratios(readings: list[tuple[Numbers, ...]], count: int) -> tuple[bool, ...] | None:
    """Return which columns print percentages, as the rows with an amount for every column show; None without any."""
    full = [ways[0] for ways in readings if len(ways) == 1 and len(ways[0]) == count]
    if not full:
        return None
    return tuple(sum(_is_ratio(numbers[at]) for numbers in full) * 2 > len(full) for at in range(count))


def _is_ratio(pieces: tuple[StreamCell, ...]) -> bool:
    return pieces[-1].text.endswith(("%", "％"))


def _as_printed(numbers: Numbers, lead: tuple[Cell, ...]) -> Row:
    return (*lead, *(make_cell(pieces) for pieces in numbers))


def _place(numbers: Numbers, lead: tuple[Cell, ...], count: int, ratios: tuple[bool, ...] | None) -> list[Row]:
    """Return every order-preserving placement of fewer numbers than columns; a percentage stands in a ratio column."""
    blank = make_blank(lead[0].source.line)
    cells = [make_cell(pieces) for pieces in numbers]
    is_ratio = [_is_ratio(pieces) for pieces in numbers]
    rows: list[Row] = []
    for places in combinations(range(count), len(numbers)):
        if ratios is not None and any(ratios[place] != ratio for place, ratio in zip(places, is_ratio, strict=True)):
            continue
        row = [blank] * count
        for place, cell in zip(places, cells, strict=True):
            row[place] = cell
        rows.append((*lead, *row))
    return rows
