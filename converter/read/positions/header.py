"""Read the header of a table: which words head which column, wrapped ones rejoined, groups above what they group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from converter.read.positions.columns import Column
from converter.read.positions.placed import PlacedLine, Word, is_open, overlap

_PERIOD = re.compile(r"^(?:\d{4}年度?|[本上][期年]度?)$")
_ALIGNED = 2.5  # half-widths the middles of two pieces of one header cell may differ


@dataclass(slots=True)
class HeaderCell:
    """Hold the words of one header cell, in reading order; ``line`` is the header line it stands on."""

    words: list[Word]
    line: int
    columns: list[int] = field(default_factory=list)  # -1 is the label column

    @property
    def x0(self) -> float:
        """Return where it begins."""
        return min(word.x0 for word in self.words)

    @property
    def x1(self) -> float:
        """Return where it ends."""
        return max(word.x1 for word in self.words)

    @property
    def centre(self) -> float:
        """Return its middle."""
        return (self.x0 + self.x1) / 2


def read_header(lines: Sequence[PlacedLine], columns: list[Column], label_x1: float) -> list[list[HeaderCell]]:
    """Return the rows of the header, groups first, each cell with the columns it heads; add columns only it shows.

    ``label_x1`` is where labels end. The line with most words names columns; a word above or below one of them is
    another piece of it where both have one middle, else the group it belongs to.
    """
    if not lines:
        return []
    cells = [_join_neighbours(line, at) for at, line in enumerate(lines)]
    main = max(range(len(cells)), key=lambda at: (len(cells[at]), -at))
    groups = [cell for cell in cells[main] if _is_group(cell, cells, main)]
    leaves = [cell for cell in cells[main] if cell not in groups]
    for at in [*range(main + 1, len(cells)), *range(main - 1, -1, -1)]:
        for cell in cells[at]:
            _sort_in(cell, leaves, groups, columns, is_above=at < main)
    leaves.sort(key=lambda cell: cell.centre)
    _match(leaves, columns, label_x1)
    rows: list[list[HeaderCell]] = []
    for at in sorted({group.line for group in groups}):
        row = [group for group in groups if group.line == at]
        _spread(row, leaves)
        rows.append(row)
    return [*rows, leaves]


def _join_neighbours(line: PlacedLine, at: int) -> list[HeaderCell]:
    """Return the cells of a header line; a word that opens a bracket belongs to the one right before it."""
    cells: list[HeaderCell] = []
    for word in line.words:
        if cells and word.text[0] in "（(" and word.x0 - cells[-1].x1 <= 6:
            cells[-1].words.append(word)
        else:
            cells.append(HeaderCell([word], at))
    return cells


def _sort_in(
    cell: HeaderCell, leaves: list[HeaderCell], groups: list[HeaderCell], columns: Sequence[Column], *, is_above: bool
) -> None:
    under = [leaf for leaf in leaves if overlap(cell.x0, cell.x1, leaf.x0, leaf.x1) > 0]
    inside = [
        leaf for leaf in under if cell.x0 - 1 <= leaf.centre <= cell.x1 + 1 or leaf.x0 - 1 <= cell.centre <= leaf.x1 + 1
    ]
    spans = is_above and len(leaves) > 2 and bool(_PERIOD.match("".join(word.text for word in cell.words)))
    if len(inside) == 1 and len(under) == 1 and not spans and _is_piece(cell, inside[0]):
        leaf = inside[0]
        leaf.words = [*cell.words, *leaf.words] if is_above else [*leaf.words, *cell.words]
    elif is_above and not under and _heads_own_column(cell, leaves, columns):
        leaves.append(cell)
    elif is_above and (inside or spans or len(leaves) >= max(len(columns), 2)):
        groups.append(cell)
    elif inside:
        inside[0].words += cell.words
    else:
        leaves.append(cell)


def _is_group(cell: HeaderCell, cells: Sequence[Sequence[HeaderCell]], main: int) -> bool:
    """Tell whether a cell stands over the middle of several that stand close together on the line below."""
    if main + 1 == len(cells):
        return False
    others = [other for other in cells[main] if other is not cell]
    free = [word for word in cells[main + 1] if not any(_inside(word, other) for other in others)]
    under = [at for at, word in enumerate(free) if overlap(cell.x0, cell.x1, word.x0, word.x1) > 0]
    if not under:
        return False
    first, last = under[0], under[-1]
    if first == last:
        first, last = max(first - 1, 0), min(last + 1, len(free) - 1)
    middle = (free[first].x0 + free[last].x1) / 2
    return last > first and abs(middle - cell.centre) <= _ALIGNED * 2


def _inside(word: HeaderCell, other: HeaderCell) -> bool:
    return other.x0 <= word.centre <= other.x1


def _heads_own_column(cell: HeaderCell, leaves: Sequence[HeaderCell], columns: Sequence[Column]) -> bool:
    """Tell whether a column of numbers under a cell has no other name."""
    return any(
        column.is_numeric
        and overlap(cell.x0, cell.x1, column.x0, column.x1) > 0
        and not any(overlap(leaf.x0, leaf.x1, column.x0, column.x1) > 0 for leaf in leaves)
        for column in columns
    )


def _is_piece(cell: HeaderCell, leaf: HeaderCell) -> bool:
    """Tell whether two words one above the other are pieces of one cell."""
    text = "".join(word.text for word in leaf.words)
    return is_open(text) or abs(cell.centre - leaf.centre) <= _ALIGNED or abs(cell.x0 - leaf.x0) <= 1


def _match(leaves: list[HeaderCell], columns: list[Column], label_x1: float) -> None:
    """Give every leaf its column, in order, so that the middles differ least; leaves left over add columns.

    The first leaf that ends where labels end heads the labels.
    """
    rest = leaves
    if (
        leaves
        and leaves[0].centre <= label_x1
        and leaves[0].x1 <= columns[0].x1 - 1
        and not _over(leaves[0], columns[0])
    ):
        leaves[0].columns = [-1]
        rest = leaves[1:]
    pairs = _align([leaf.centre for leaf in rest], [column.centre for column in columns])
    heads = dict(pairs)
    extra = [at for at in range(len(rest)) if at not in heads]
    added: list[tuple[int, Column]] = [(at, Column(rest[at].x0, rest[at].x1)) for at in extra]
    order = {id(column): column for column in columns}
    for at, column in added:
        following = [heads[later] for later in range(at + 1, len(rest)) if later in heads]
        place = columns.index(order[id(columns[following[0]])]) if following else len(columns)
        columns.insert(place, column)
        heads = {leaf: (where + 1 if where >= place else where) for leaf, where in heads.items()}
        heads[at] = place
    for at, leaf in enumerate(rest):
        leaf.columns = [heads[at]]


def _over(leaf: HeaderCell, column: Column) -> bool:
    return overlap(leaf.x0, leaf.x1, column.x0, column.x1) > 0.8


def _align(left: Sequence[float], right: Sequence[float]) -> list[tuple[int, int]]:
    """Match two sequences in order, as many pairs as possible, with the least sum of distances."""
    pairs = min(len(left), len(right))
    best: dict[tuple[int, int], tuple[int, float, tuple[tuple[int, int], ...]]] = {}

    def solve(i: int, j: int) -> tuple[int, float, tuple[tuple[int, int], ...]]:
        if i == len(left) or j == len(right):
            return 0, 0.0, ()
        if (i, j) not in best:
            count, cost, chain = solve(i + 1, j + 1)
            options = [(count - 1, cost + abs(left[i] - right[j]), ((i, j), *chain))]
            if len(left) - i > len(right) - j:
                options.append(solve(i + 1, j))
            if len(right) - j > len(left) - i:
                options.append(solve(i, j + 1))
            best[i, j] = min(options, key=lambda option: option[:2])
        return best[i, j]

    return list(solve(0, 0)[2]) if pairs else []


def _spread(row: list[HeaderCell], leaves: list[HeaderCell]) -> None:
    """Say which columns a row of groups heads: those named under it, or its share where all groups are alike."""
    heads = sorted(leaf.columns[0] for leaf in leaves if leaf.columns and leaf.columns[0] >= 0)
    for cell in row:
        cell.columns = [
            leaf.columns[0] for leaf in leaves if cell.x0 <= leaf.centre <= cell.x1 and leaf.columns[0] >= 0
        ]
    names = [leaf for leaf in leaves if leaf.columns[0] >= 0]
    if len(row) > 1 and len(heads) % len(row) == 0:
        share = len(heads) // len(row)
        middles = [(names[at * share].x0 + names[(at + 1) * share - 1].x1) / 2 for at in range(len(row))]
        if all(abs(cell.centre - middle) <= share * 4 for cell, middle in zip(row, middles, strict=True)):
            for at, cell in enumerate(row):
                cell.columns = [leaf.columns[0] for leaf in names[at * share : (at + 1) * share]]
    for cell in row:
        if not cell.columns:
            nearest = min(leaves, key=lambda leaf: abs(leaf.centre - cell.centre))
            cell.columns = [nearest.columns[0]]
