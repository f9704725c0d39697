"""Cut tables that print the group's and the parent's own figures side by side into one table of each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations, takewhile

from converter.model.document import Cell, Grid
from converter.model.number import parse_number
from converter.model.source import Source
from converter.model.statement import Scope
from converter.recognise.periods import plain
from converter.recognise.rows import is_note_reference

# How the two column groups are headed (CAS 33, art. 2; banks print 本集团 and 本行, others 合并 and 母公司).
_CONSOLIDATED = re.compile(r"^(?:本集团|集团|合并(?:数|金额|报表)?)$")
_PARENT_ONLY = re.compile(r"^(?:母公司(?:数|金额|报表)?|本公司|公司|本行|银行|本银行)$")
_WITHIN = re.compile(r"[(（]?(本集团|集团|合并|母公司|本公司|公司|本行|银行)[)）]?")
_PERIOD = re.compile(r"\d|[期年][初末]|[本上][期年]")
_HEADER_ROWS = 6


@dataclass(frozen=True, slots=True)
class ScopeColumns:
    """Say which cells of a row of ``width`` cells belong to which scope; the cells before ``first`` belong to both."""

    width: int
    first: int
    scopes: tuple[Scope, ...]  # of the cells from ``first`` on


def cut_scopes(grid: Grid, before: ScopeColumns | None) -> tuple[tuple[tuple[Scope, Grid], ...], ScopeColumns | None]:
    """Return the tables a grid holds, one per scope, and how it was cut; nothing where it names no two.

    ``before`` is how the table before was cut: a piece of its width without a header goes on with it.
    A row that lost cells may have lost those of either scope: it is cut in every way.
    """
    found = _find_columns(grid)
    if found is None and before is not None and not _has_header(grid) and _usual_width(grid) == before.width:
        found = before
    if found is None:
        return (), None
    return tuple((scope, _cut(grid, found, scope)) for scope in (Scope.CONSOLIDATED, Scope.PARENT_ONLY)), found


def _find_columns(grid: Grid) -> ScopeColumns | None:
    width = _usual_width(grid)
    if not grid.is_positional:  # its rows lost cells: the header says how many there are, if all its rows do
        heads = list(takewhile(lambda row: not any(map(_is_amount, row)), grid.rows[:_HEADER_ROWS]))
        widths = {len(row) for row in heads if len(row) > 2}
        width = widths.pop() if len(widths) == 1 else width
    for row in grid.rows[:_HEADER_ROWS]:
        if any(_is_amount(cell) for cell in row):
            return None
        if len(row) == width and (found := _read_row(row)) is not None:
            return found
    return None


def _read_row(row: tuple[Cell, ...]) -> ScopeColumns | None:
    """Return the scopes a header row names, over columns up to the next one or in every column's own header."""
    named = [_scope_of(cell.text) for cell in row]
    at = [index for index, scope in enumerate(named) if scope is not None]
    if len(set(named) - {None}) < 2:
        return None
    scopes: list[Scope] = []
    current = named[at[0]]
    for index in range(at[0], len(row)):
        if row[index].text and named[index] is None:
            return None
        current = named[index] or current
        assert current is not None
        scopes.append(current)
    counts = Counter(scopes)
    if counts[Scope.CONSOLIDATED] != counts[Scope.PARENT_ONLY]:
        return None
    return ScopeColumns(len(row), at[0], tuple(scopes))


def _scope_of(text: str) -> Scope | None:
    head = plain(text)
    if _CONSOLIDATED.match(head):
        return Scope.CONSOLIDATED
    if _PARENT_ONLY.match(head):
        return Scope.PARENT_ONLY
    inner = _WITHIN.search(head)
    if inner is None or not _PERIOD.search(head):
        return None
    return Scope.CONSOLIDATED if inner[1] in ("本集团", "集团", "合并") else Scope.PARENT_ONLY


def _has_header(grid: Grid) -> bool:
    return bool(grid.rows) and not any(_is_amount(cell) for cell in grid.rows[0]) and len(grid.rows[0]) > 1


def _is_amount(cell: Cell) -> bool:
    number = parse_number(cell.text)
    return number is not None and (number.grouped or number.decimals > 0)


def _usual_width(grid: Grid) -> int:
    widths = Counter(len(row) for row in grid.rows if len(row) > 1)
    return widths.most_common(1)[0][0] if widths else 0


def _cut(grid: Grid, columns: ScopeColumns, scope: Scope) -> Grid:
    rows: list[tuple[Cell, ...]] = []
    alternatives: dict[int, tuple[tuple[Cell, ...], ...]] = {}
    for at, row in enumerate(grid.rows):
        ways = [wide for way in grid.alternatives.get(at, (row,)) for wide in _widen(way, columns)]
        cut = tuple(dict.fromkeys(_cut_row(way, columns, scope) for way in ways))
        rows.append(cut[0])
        if len(cut) > 1:
            alternatives[at] = cut
    return Grid(tuple(rows), grid.line_from, grid.line_to, alternatives, grid.is_positional)


def _widen(row: tuple[Cell, ...], columns: ScopeColumns) -> list[tuple[Cell, ...]]:
    """Return every row as wide as the table that a row which lost cells may have been; itself where it lost none."""
    cells = [cell for cell in row[1:] if cell.text]
    missing = columns.width - columns.first
    if len(row) == columns.width or not any(parse_number(cell.text) is not None for cell in cells):
        return [row]
    blank = Cell("", Source(line=row[0].source.line, start=0, end=0, text=""))
    wide = []
    for notes in range(columns.first):
        if len(cells) - notes > missing or not all(
            is_note_reference(c.text, in_note_column=True) for c in cells[:notes]
        ):
            continue
        left = [row[0], *cells[:notes], *[blank] * (columns.first - 1 - notes)]
        if notes == 0 and cells and is_note_reference(cells[0].text):
            continue
        for places in combinations(range(missing), len(cells) - notes):
            right = [blank] * missing
            for place, cell in zip(places, cells[notes:], strict=True):
                right[place] = cell
            wide.append((*left, *right))
    return wide or [row]


def _cut_row(row: tuple[Cell, ...], columns: ScopeColumns, scope: Scope) -> tuple[Cell, ...]:
    if len(row) != columns.width:
        return row[:1]
    own = [row[columns.first + at] for at, which in enumerate(columns.scopes) if which is scope]
    return (*row[: columns.first], *(_without_scope(cell) for cell in own))


def _without_scope(cell: Cell) -> Cell:
    """Return a header cell without the name of its scope, which is no part of its period."""
    if _scope_of(cell.text) is None:
        return cell
    return Cell(_WITHIN.sub("", cell.text, 1).strip(), cell.source, cell.spanned)
