"""Build the grid of one HTML table from its tags, spans of rows and columns laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from converter.model.document import Block, Cell, Grid
from converter.read.captions import lift_captions
from converter.read.printed_run import LinePlaces, Piece, make_blocks, make_cell

_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,5})", re.IGNORECASE)
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_MOST_COLUMNS = 200  # wider spans are damage, not layout
_TO_THE_END = 65_534  # what rowspan=0 means, and the most the standard allows (§4.9.11)


@dataclass(slots=True)
class _OpenCell:
    """Hold a cell whose end tag has not come yet."""

    offset: int
    columns: int
    rows: int
    flow: list[Block | list[Piece]] = field(default_factory=list)
    arranges: bool = False  # holds a table: its row arranges the page


@dataclass(slots=True)
class _Row:
    """Hold one row: its cells laid out, and in printed order what it arranges where it is no row of figures."""

    cells: list[Cell] = field(default_factory=list)
    flow: list[Block | list[Piece]] = field(default_factory=list)
    arranges: bool = False
    breaks: int = 0  # paragraphs begun inside cells
    own_cells: int = 0

    def make_blocks(self) -> list[Block]:
        """Return what the row arranges."""
        blocks: list[Block] = []
        for item in self.flow:
            blocks.extend(make_blocks(item) if isinstance(item, list) else [item])
        return blocks


class TableBuilder:
    """Follow the tags of one table; ``pieces`` takes what is printed in the cell that is open."""

    def __init__(self, places: LinePlaces, offset: int) -> None:
        self.pieces: list[Piece] = []
        self._places = places
        self._line_from = places.locate(offset)[0]
        self._rows: list[_Row] = []
        self._waiting: dict[int, tuple[int, Cell]] = {}  # column → rows still covered by a cell from above
        self._row: _Row | None = None
        self._cell: _OpenCell | None = None
        self._last_offset = offset  # where the last cell began
        self._outside: list[Block] = []

    @property
    def in_cell(self) -> bool:
        """Tell whether a cell is open."""
        return self._cell is not None

    def follow(self, name: str, attributes: str, end: int, *, closing: bool) -> bool:
        """Do what a tag inside the table says; False where it is none of the table's own."""
        if name in ("td", "th"):
            self._close_cell()
            if not closing:
                spans = {kind.lower(): int(count) for kind, count in _SPAN.findall(attributes)}
                columns = min(max(1, spans.get("col", 1)), _MOST_COLUMNS)
                self._last_offset = end
                self._cell = _OpenCell(end, columns, spans.get("row", 1) or _TO_THE_END)
        elif name == "tr":
            self._close_row()
            if not closing:
                self._row = _Row()
        elif name in _GROUPS:
            self._close_row()
            self._waiting.clear()
        elif name == "caption":
            self._close_row()
        else:
            return False
        return True

    def begin_nested(self) -> None:
        """Note that a table begins inside the open cell: what was printed before it stands in front of it."""
        pieces, self.pieces = self.pieces, []
        if self._cell is None:
            self._outside.extend(make_blocks(pieces))
        else:
            self._cell.flow.append(pieces)
            self._cell.arranges = True

    def end_nested(self, blocks: list[Block]) -> None:
        """Take the blocks of a table inside the open cell."""
        if self._cell is None:
            self._outside.extend(blocks)
        else:
            self._cell.flow.extend(blocks)

    def finish(self, end: int) -> list[Block]:
        """Return the table's blocks: one grid, its title lines in front; several around rows that arrange the page."""
        self._close_row()
        line_to = self._places.locate(max(0, end - 1))[0]
        blocks = self._outside
        if self._rows and all(row.own_cells == 1 for row in self._rows) and any(row.breaks for row in self._rows):
            for row in self._rows:
                row.arranges = True
        run: list[tuple[Cell, ...]] = []
        line_from = self._line_from
        for row in self._rows:
            if row.arranges:
                blocks.extend(_make_grid(run, line_from, None))
                blocks.extend(row.make_blocks())
                run = []
            else:
                if not run and row.cells and blocks:
                    line_from = row.cells[0].source.line
                run.append(tuple(row.cells))
        blocks.extend(_make_grid(run, line_from, line_to))
        return blocks

    def _close_cell(self) -> None:
        pieces, self.pieces = self.pieces, []
        cell, self._cell = self._cell, None
        if cell is None:
            self._outside.extend(make_blocks(pieces))
            return
        if self._row is None:
            self._row = _Row()
        row = self._row
        row.own_cells += 1
        row.flow.extend(cell.flow)
        row.flow.append(pieces)
        row.arranges = row.arranges or cell.arranges
        row.breaks += sum(piece.starts_block for piece in pieces[1:])
        self._fill_from_above(row.cells)
        made = make_cell(pieces, self._places, cell.offset)
        again = Cell(made.text, made.source, spanned=True)
        for index in range(cell.columns):
            self._take_from_above(len(row.cells))  # where two spans overlap, the later cell stands (§4.9.12)
            if cell.rows > 1:
                self._waiting[len(row.cells)] = (cell.rows - 1, again)
            row.cells.append(again if index else made)

    def _close_row(self) -> None:
        self._close_cell()
        row, self._row = self._row, None
        if row is None:
            return
        for column in sorted(column for column in self._waiting if column >= len(row.cells)):
            while len(row.cells) < column:  # a place that no cell covers, in front of one that is covered from above
                row.cells.append(make_cell((), self._places, self._last_offset))
            self._fill_from_above(row.cells)
        if row.cells:
            self._rows.append(row)

    def _fill_from_above(self, cells: list[Cell]) -> None:
        while (cell := self._take_from_above(len(cells))) is not None:
            cells.append(cell)

    def _take_from_above(self, column: int) -> Cell | None:
        """Return the cell that still covers a column from above, one row less of it left."""
        found = self._waiting.get(column)
        if found is None:
            return None
        left, cell = found
        if left > 1:
            self._waiting[column] = (left - 1, cell)
        else:
            del self._waiting[column]
        return cell


def _make_grid(rows: list[tuple[Cell, ...]], line_from: int, line_to: int | None) -> list[Block]:
    if not rows:
        return []
    last = max(cell.source.line for cell in rows[-1])
    return lift_captions(Grid(tuple(rows), line_from, max(last, line_from) if line_to is None else line_to))
