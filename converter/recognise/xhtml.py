"""Write blocks of a document as readable XHTML: headings, paragraphs, and tables with their spans."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from converter.model.document import Cell, Grid, Row
from converter.model.source import Source

NAMESPACE = "http://www.w3.org/1999/xhtml"
_DEEPEST = 6  # XHTML has headings to h6


def write_fragment(parts: Iterable[str]) -> str:
    """Return one well-formed element that holds the parts, each on lines of its own."""
    return f'<div xmlns="{NAMESPACE}">\n' + "\n".join(parts) + "\n</div>"


def write_heading(text: str, level: int) -> str:
    """Return a heading; ``level`` from 1, where XHTML has six at most."""
    name = f"h{min(level, _DEEPEST)}"
    return f"<{name}>{_write_text(text)}</{name}>"


def write_paragraph(text: str) -> str:
    """Return a paragraph."""
    return f"<p>{_write_text(text)}</p>"


def write_table(grid: Grid) -> str:
    """Return a table, its spans as printed; a row that can be split in several ways stays one cell, as printed."""
    width = max(map(len, grid.rows), default=1)
    heights = _spans_down(grid.rows)
    rows = []
    for index, row in enumerate(grid.rows):
        if index in grid.alternatives:
            rows.append(f"<tr><td{_span('colspan', width)}>{_write_text(_printed_row(row))}</td></tr>")
        else:
            rows.append("<tr>" + "".join(_write_cells(row, heights, index)) + "</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def _write_cells(row: Row, heights: dict[tuple[int, int], int], index: int) -> Iterable[str]:
    for column, cell in enumerate(row):
        if cell.spanned:
            continue
        across = 1
        while column + across < len(row) and _repeats(row[column + across], cell):
            across += 1
        spans = _span("colspan", across) + _span("rowspan", heights.get((index, column), 1))
        yield f"<td{spans}>{_write_text(cell.text)}</td>" if cell.text else f"<td{spans}/>"


def _spans_down(rows: tuple[Row, ...]) -> dict[tuple[int, int], int]:
    """Return how many rows the cells cover that cover more than one, by the row and column they begin in."""
    heights: dict[tuple[int, int], int] = {}
    begun: dict[int, tuple[int, Cell]] = {}  # column → the row and the cell that is open there
    for index, row in enumerate(rows):
        for column, cell in enumerate(row):
            if not cell.spanned:
                begun[column] = (index, cell)
            elif column in begun and _repeats(cell, begun[column][1]):
                first = begun[column][0]
                heights[first, column] = index - first + 1
    return heights


def _repeats(cell: Cell, first: Cell) -> bool:
    return cell.spanned and cell.source == first.source


def _printed_row(row: Row) -> str:
    """Return what a row printed before it was split: its cells' characters in order, each once."""
    places: dict[tuple[int, int], Source] = {}
    for cell in row:
        if cell.text and not cell.spanned:
            places.setdefault((cell.source.line, cell.source.start), cell.source)
    return "".join(places[at].text for at in sorted(places))


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _write_text(text: str) -> str:
    return escape(" ".join(text.split()), quote=False)
