"""Find the tables that ruled lines draw: a lattice of cells, merged where a line between them is missing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from converter.model.document import Cell, Grid
from converter.read.positions.placed import Word, is_amount, make_cell

_SNAP = 2.0  # points within which two lines are one
_DRAWN = 0.5  # of its length that must be drawn for a line to separate two cells
_FEWEST_PAIRS = 2  # rows that print two amounts where one cell is drawn
_RELIABLE = 0.5  # of the cells along a line that must have it, or the line is held to be everywhere


@dataclass(frozen=True, slots=True)
class Edge:
    """Hold one drawn line: ``at`` is its y (horizontal) or x (vertical), ``begin`` and ``end`` its extent."""

    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Lattice:
    """Hold one ruled table: the positions of its vertical lines from the left, of its horizontal lines from the top."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    verticals: tuple[Edge, ...]
    horizontals: tuple[Edge, ...]

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies within the table."""
        return self.xs[0] - _SNAP <= x <= self.xs[-1] + _SNAP and self.ys[0] - _SNAP <= y <= self.ys[-1] + _SNAP

    def find_walls(self, y: float) -> list[float]:
        """Return where vertical lines are drawn at a height."""
        return [edge.at for edge in self.verticals if edge.begin <= y <= edge.end]

    def locate(self, x: float, y: float) -> tuple[int, int]:
        """Return the row and the column of the cell that holds a point."""
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return row, column


def find_lattices(horizontals: Iterable[Edge], verticals: Iterable[Edge]) -> list[Lattice]:
    """Return the ruled tables of a page: lines that touch, at least two rows and two columns of them.

    y grows downwards.
    """
    across, down = _merge(horizontals), _merge(verticals)
    parents = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    for i, edge in enumerate(across):
        for j, other in enumerate(down):
            if (
                edge.begin - _SNAP <= other.at <= edge.end + _SNAP
                and other.begin - _SNAP <= edge.at <= other.end + _SNAP
            ):
                parents[root(i)] = root(len(across) + j)
    parts: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, edge in enumerate(across):
        parts.setdefault(root(i), ([], []))[0].append(edge)
    for j, edge in enumerate(down):
        parts.setdefault(root(len(across) + j), ([], []))[1].append(edge)
    found = []
    for rows, columns in parts.values():
        xs, ys = _positions(columns), _positions(rows)
        if len(xs) > 2 and len(ys) > 1:
            found.append(Lattice(xs, ys, tuple(columns), tuple(rows)))
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _merge(edges: Iterable[Edge]) -> list[Edge]:
    """Join the pieces of lines: same position, ends that touch."""
    merged: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: (round(edge.at / _SNAP), edge.begin)):
        last = merged[-1] if merged else None
        if last is not None and abs(last.at - edge.at) <= _SNAP and edge.begin <= last.end + _SNAP:
            merged[-1] = Edge(last.at, last.begin, max(last.end, edge.end))
        else:
            merged.append(edge)
    return merged


def _positions(edges: Sequence[Edge]) -> tuple[float, ...]:
    found: list[float] = []
    for edge in sorted(edges, key=lambda edge: edge.at):
        if not found or edge.at - found[-1] > _SNAP:
            found.append(edge.at)
    return tuple(found)


def build_ruled_grid(lattice: Lattice, words: Sequence[tuple[Word, float, float]], texts: Sequence[str]) -> Grid | None:
    """Return the table a lattice draws around words, each given with its middle; None where it holds none.

    Rows in which nothing is printed are left out. A merged cell stands in every place it covers.
    """
    lattice = _add_missing_walls(lattice, words)
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    owner = _merge_cells(lattice, rows, columns)
    held: dict[tuple[int, int], list[Word]] = {}
    for word, x, y in words:
        held.setdefault(owner[lattice.locate(x, y)], []).append(word)
    if not held:
        return None
    grid_rows: list[tuple[Cell, ...]] = []
    numbers = sorted({word.line for word, _, _ in words})
    for row in range(rows):
        places = [owner[row, column] for column in range(columns)]
        if not any(place in held for place in places):
            continue
        first = min((held[place][0].line for place in places if place in held), default=numbers[0])
        cells: list[Cell] = []
        for column, place in enumerate(places):
            cell = make_cell(held.get(place, ()), texts, first)
            cells.append(Cell(cell.text, cell.source, spanned=place != (row, column)) if cell.text else cell)
        if any(cell.text and not cell.spanned for cell in cells):
            grid_rows.append(tuple(cells))
    return Grid(tuple(grid_rows), numbers[0], numbers[-1])


def _add_missing_walls(lattice: Lattice, words: Sequence[tuple[Word, float, float]]) -> Lattice:
    """Return a lattice with a line between two columns that have none drawn.

    That is so where each of their rows prints two amounts side by side, or a label and an amount right of it.
    """
    places: dict[int, dict[int, list[Word]]] = {}
    for word, x, y in words:
        row, column = lattice.locate(x, y)
        places.setdefault(column, {}).setdefault(row, []).append(word)
    xs = list(lattice.xs)
    for by_row in places.values():
        wall = _find_wall([[word for word in held if word.box] for held in by_row.values()])
        if wall is not None:
            xs.append(wall)
    return lattice if len(xs) == len(lattice.xs) else replace(lattice, xs=tuple(sorted(xs)))


def _find_wall(rows: list[list[Word]]) -> float | None:
    """Return where a line is missing in a column, None where its rows do not show one."""
    amounts = [[word for word in row if is_amount(word.text)] for row in rows]
    if all(len(held) in (0, 2) for held in amounts):
        left = [held[:1] for held in amounts if held and held[0].line == held[1].line]
        right = [held[1] for held in amounts if held]
    else:
        left = [[word for word in row if word not in held] for row, held in zip(rows, amounts, strict=True) if held]
        right = [held[0] for held in amounts if len(held) == 1]
    if len(right) < _FEWEST_PAIRS or len(left) != len(right) or not all(left):
        return None
    ends = max(word.box[2] for held in left for word in held if word.box)
    begins = min(word.box[0] for word in right if word.box)
    return (ends + begins) / 2 if ends < begins else None


def _merge_cells(lattice: Lattice, rows: int, columns: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for every cell the first cell of what it is merged into.

    A line drawn along less than half of its cells says nothing by being absent, for such tables draw few lines.
    """
    beside = {
        (row, column): _is_drawn(lattice.verticals, lattice.xs[column], lattice.ys[row], lattice.ys[row + 1])
        for row in range(rows)
        for column in range(1, columns)
    }
    above = {
        (row, column): _is_drawn(lattice.horizontals, lattice.ys[row], lattice.xs[column], lattice.xs[column + 1])
        for row in range(1, rows)
        for column in range(columns)
    }
    for column in range(1, columns):
        if sum(beside[row, column] for row in range(rows)) < _RELIABLE * rows:
            beside.update({(row, column): True for row in range(rows)})
    for column in range(columns):
        if sum(above[row, column] for row in range(1, rows)) < _RELIABLE * (rows - 1):
            above.update({(row, column): True for row in range(1, rows)})
    owner = {(row, column): (row, column) for row in range(rows) for column in range(columns)}
    for row in range(rows):
        for column in range(columns):
            if column and not beside[row, column]:
                owner[row, column] = owner[row, column - 1]
            elif row and not above[row, column]:
                owner[row, column] = owner[row - 1, column]
    return owner


def _is_drawn(edges: Sequence[Edge], at: float, begin: float, end: float) -> bool:
    covered = sum(max(0.0, min(edge.end, end) - max(edge.begin, begin)) for edge in edges if abs(edge.at - at) <= _SNAP)
    return covered >= _DRAWN * (end - begin)
