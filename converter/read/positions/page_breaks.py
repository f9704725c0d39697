"""Rejoin rows of ruled tables that a page break cut in two."""

from __future__ import annotations

from collections.abc import Sequence

from converter.model.document import Cell, Grid
from converter.model.source import Source, Span
from converter.read.positions.placed import is_amount, is_open, join_pieces

_CLOSES = "）)，。、；：”％%"


def rejoin_rows(before: Grid, after: Grid) -> tuple[Grid, Grid | None]:
    """Return two pieces of one table with the first row of the second moved up where it is the rest of the last row.

    It is, where it prints no amount, adds only to cells that print something, and either has no label or one that
    cannot begin a row: the label before leaves a bracket open. A second piece left empty is None.
    """
    last, first = before.rows[-1], after.rows[0]
    if len(last) != len(first) or any(is_amount(cell.text) for cell in first):
        return before, after
    pairs = list(zip(last, first, strict=True))
    if any(rest.text and not cell.text for cell, rest in pairs) or not any(rest.text for rest in first):
        return before, after
    label, rest = pairs[0]
    if rest.text and not (is_open(label.text) or rest.text[0] in _CLOSES):
        return before, after
    if any(rest.text and is_amount(cell.text) for cell, rest in pairs):
        return before, after
    joined = tuple(_join(cell, rest) for cell, rest in pairs)
    whole = Grid((*before.rows[:-1], joined), before.line_from, before.line_to)
    if len(after.rows) == 1:
        return whole, None
    return whole, Grid(after.rows[1:], _first_line(after.rows[1]), after.line_to)


def _first_line(row: Sequence[Cell]) -> int:
    return min(cell.source.line for cell in row)


def _join(cell: Cell, rest: Cell) -> Cell:
    if not rest.text or rest.spanned:
        return cell
    parts = (*_parts(cell.source), *_parts(rest.source))
    source = Source(
        line=cell.source.line,
        start=cell.source.start,
        end=cell.source.end,
        text="".join(part.text for part in parts),
        parts=parts,
        page=cell.source.page,
        box=cell.source.box,
    )
    return Cell(join_pieces([cell.text, rest.text]), source, cell.spanned)


def _parts(source: Source) -> tuple[Span, ...]:
    return source.parts or (Span(line=source.line, start=source.start, end=source.end, text=source.text),)
