"""Part tables that a layout printed as one: pairs of label and figure, a title across the page, a table below it.

The disclosure of shareholders (股东总数及前十名股东持股情况) is printed so by every annual and half-year report.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from converter.model.document import Block, Document, Grid, Paragraph, Row
from converter.model.number import parse_number

_TITLE = re.compile(r"(?:情况|表)(?:[（(][^（）()]*[)）])?$")
_LEAST_HEADERS = 3
_LONGEST_TITLE = 60
_LEAST_PAIRS = 2


def part_combined(document: Document) -> Document:
    """Return a document in which each title within a grid that stands above a header begins a table of its own."""
    blocks: list[Block] = []
    for block in document.blocks:
        blocks.extend(_part(block) if isinstance(block, Grid) and not block.alternatives else (block,))
    if len(blocks) == len(document.blocks) and all(map(operator.is_, blocks, document.blocks)):
        return document
    return replace(document, blocks=tuple(blocks))


def _part(grid: Grid) -> Iterator[Block]:
    """Yield the pieces of a grid, titles as lines between them; the grid itself where it holds one table."""
    rows = tuple(row for row in grid.rows if any(cell.text for cell in row))
    titles = [number for number in range(len(rows)) if _begins_table(rows, number)]
    pairs = _pairs_of(rows[0]) if rows else ()
    if not titles and not (pairs and len(rows) == 1):
        yield grid
        return
    first = titles[0] if titles else len(rows)
    if pairs:
        yield _grid(grid, pairs)
    if above := rows[1 if pairs else 0 : first]:
        yield _grid(grid, above)
    for at, end in pairwise((*titles, len(rows))):
        title = rows[at][0]
        yield Paragraph(title.text, title.source)
        yield _grid(grid, rows[at + 1 : end])


def _grid(grid: Grid, rows: tuple[Row, ...]) -> Grid:
    lines = [cell.source.line for row in rows for cell in row]
    return Grid(rows, min(lines), max(lines), is_positional=grid.is_positional)


def _begins_table(rows: tuple[Row, ...], number: int) -> bool:
    """Tell whether a row is a title across the page, the next one a header, of two rows at most, above numbers."""
    title, header, *below = rows[number : number + 4] if number + 2 < len(rows) else (rows[number], ())
    return (
        len(title[0].text) <= _LONGEST_TITLE
        and _TITLE.search(title[0].text) is not None
        and all(cell.spanned or not cell.text for cell in title[1:])
        and sum(bool(cell.text) for cell in header) >= _LEAST_HEADERS
        and not any(_is_number(cell.text) for cell in header)
        and any(_is_number(cell.text) for row in below for cell in row[1:])
    )


def _pairs_of(row: Row) -> tuple[Row, ...]:
    """Return the pairs of label and figure that a row prints beside each other, none where it is no such row."""
    cells = [cell for cell in row if not cell.spanned]
    while cells and not cells[-1].text:
        cells.pop()
    labels, figures = cells[::2], cells[1::2]
    if len(labels) != len(figures) or len(labels) < _LEAST_PAIRS:
        return ()
    if any(_is_number(cell.text) or not cell.text for cell in labels) or not all(_is_number(c.text) for c in figures):
        return ()
    return tuple(zip(labels, figures, strict=True))


def _is_number(text: str) -> bool:
    return parse_number(text) is not None
