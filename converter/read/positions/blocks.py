"""Turn placed lines into blocks: grids for tables, a paragraph for every other line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from converter.model.document import Block, Cell, Grid, Paragraph
from converter.model.source import Source
from converter.read.positions.columns import Column, find_columns
from converter.read.positions.furniture import find_furniture
from converter.read.positions.header import HeaderCell, read_header
from converter.read.positions.placed import PlacedLine, Word, enclose, is_numeric, make_cell
from converter.read.positions.rows import LABEL, Row, build_rows
from converter.read.positions.runs import Run, find_runs


def find_blocks(
    lines: Sequence[PlacedLine], texts: Sequence[str], breaks: frozenset[int] = frozenset()
) -> tuple[Block, ...]:
    """Return the blocks of a text in printed order; ``texts`` are its lines as printed.

    ``breaks`` are indexes of lines that no table goes on beyond, for another one stands between.

    Page headers and footers are paragraphs and never part of a table. A table over several pages is a grid per page,
    all of one width: its columns are found on all of its pages together.
    """
    furniture = find_furniture(lines)
    placed: list[tuple[int, int, Block]] = []
    used: set[int] = set()
    for run in find_runs(lines, furniture, breaks):
        used.update((*run.header, *run.body))
        placed.extend((grid.line_from, 0, grid) for grid in build_grids(run, lines, texts))
    for index, line in enumerate(lines):
        if index not in used and line.words:
            placed.append((line.number, 1, make_paragraph(line, texts)))
    placed.sort(key=lambda entry: entry[:2])
    return tuple(block for _, _, block in placed)


def make_paragraph(line: PlacedLine, texts: Sequence[str]) -> Paragraph:
    """Return a line outside any table."""
    start, end = line.words[0].start, line.words[-1].end
    text = texts[line.number - 1][start:end]
    source = Source(line=line.number, start=start, end=end, text=text, page=line.words[0].page, box=enclose(line.words))
    return Paragraph(re.sub(r"\s{2,}", " ", text), source)


def build_grids(run: Run, lines: Sequence[PlacedLine], texts: Sequence[str]) -> list[Grid]:
    """Return the grids of one table, one per page it stands on."""
    body = [lines[index] for index in run.body]
    columns, zone = find_columns(body)
    label_x1 = max(
        (line.words[0].x1 for line in body if line.words[0].x0 < zone and not is_numeric(line.words[0].text)),
        default=zone,
    )
    header = read_header([lines[index] for index in run.header], columns, label_x1)
    rows = build_rows(body, columns, zone)
    grids: list[Grid] = []
    top = [_make_header_row(row, columns, texts, lines[run.header[0]].number) for row in header]
    page_rows: list[tuple[Cell, ...]] = top
    page = lines[run.header[0]].page if run.header else None
    first, last = (lines[run.header[0]].number, lines[run.header[-1]].number) if run.header else (0, 0)
    for row in rows:
        line = row.pieces[0].line
        if page_rows and line.page != page:
            grids.append(Grid(tuple(page_rows), first, last))
            page_rows, first = [], 0
        page, first = line.page, first or line.number
        last = max(last, *(piece.line.number for piece in row.pieces if piece.line.page == page))
        page_rows.append(_make_row(row, columns, texts))
    if page_rows:
        grids.append(Grid(tuple(page_rows), first, last))
    return grids


def _make_row(row: Row, columns: Sequence[Column], texts: Sequence[str]) -> tuple[Cell, ...]:
    words = row.collect()
    number = row.pieces[0].line.number
    return tuple(make_cell(words.get(at, ()), texts, number) for at in range(LABEL, len(columns)))


def _make_header_row(
    row: Sequence[HeaderCell], columns: Sequence[Column], texts: Sequence[str], number: int
) -> tuple[Cell, ...]:
    cells = {at: Cell("", Source(line=number, start=0, end=0, text="")) for at in range(LABEL, len(columns))}
    for header in row:
        words: list[Word] = header.words
        for order, at in enumerate(header.columns):
            cell = make_cell(words, texts, number)
            cells[at] = Cell(cell.text, cell.source, spanned=order > 0)
    return tuple(cells[at] for at in range(LABEL, len(columns)))
