"""Cut tables that print the group's and the parent's own figures side by side into one table of each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from converter.model.document import Cell, Grid
from converter.model.number import parse_number
from converter.model.statement import Scope
from converter.recognise.periods import plain

# How the two column groups are headed (CAS 33, art. 2; banks print 本集团 and 本行, others 合并 and 母公司).
_CONSOLIDATED = re.compile(r"^(?:本集团|集团|合并(?:数|金额|报表)?)$")
_PARENT_ONLY = re.compile(r"^(?:母公司(?:数|金额|报表)?|本公司|公司|本行|银行|本银行)$")
_WITHIN = re.compile(r"[(（]?(本集团|集团|合并|母公司|本公司|本行|银行)[)）]?")
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
    A row of another width cannot be cut, for it lost cells: only its label stands in both.
    """
    found = _find_columns(grid)
    if found is None and before is not None and not _has_header(grid) and _usual_width(grid) == before.width:
        found = before
    if found is None:
        return (), None
    return tuple((scope, _cut(grid, found, scope)) for scope in (Scope.CONSOLIDATED, Scope.PARENT_ONLY)), found


def _find_columns(grid: Grid) -> ScopeColumns | None:
    width = _usual_width(grid)
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
    return Grid(
        tuple(_cut_row(row, columns, scope) for row in grid.rows),
        grid.line_from,
        grid.line_to,
        {at: tuple(_cut_row(way, columns, scope) for way in ways) for at, ways in grid.alternatives.items()},
        grid.is_positional,
    )


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
