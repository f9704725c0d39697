"""Choose the columns of a piece of a statement whose rows all lost the same column (LineItem.choice).

What such a piece prints in a lost column is not zero but unknown: an identity speaks for a choice only where all its
cells stand in columns the choice keeps. One that reaches beyond the piece and holds to the last digit speaks for a
column of a choice; where several choices, or none, have such a one for each of their columns, the piece stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from converter.model.statement import LineItem
from converter.reconcile.cells import FactKey, Misplaced, PrintedCell, Table
from converter.taxonomy import Taxonomy

Sum = list[tuple[int, int]]  # rows with factors; the sum of factor × cell is zero in every column
_TELLING_DIGITS = 4  # an equal amount of fewer digits tells nothing


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold the rows of one piece and, per choice, the columns it keeps."""

    rows: tuple[int, ...]
    kept: tuple[frozenset[int], ...]


def find_pieces(items: tuple[LineItem, ...]) -> tuple[Piece, ...]:
    """Return the pieces of a statement's rows."""
    together: dict[str, list[int]] = {}
    for row, item in enumerate(items):
        if item.choice is not None and len(item.readings) > 1:
            together.setdefault(item.choice, []).append(row)
    return tuple(
        Piece(
            tuple(rows),
            tuple(
                frozenset(amount.column for row in rows for amount in items[row].readings[choice])
                for choice in range(len(items[rows[0]].readings))
            ),
        )
        for rows in together.values()
    )


def choose_pieces(
    table: Table, outside: Mapping[FactKey, set[int]], taxonomy: Taxonomy
) -> tuple[dict[int, int], set[tuple[int, int]]]:
    """Return the reading of each row of a piece whose columns are certain, and the cells whose content is unknown."""
    pieces = find_pieces(table.statement.items)
    if not pieces:
        return {}, set()
    chosen: dict[int, int] = {}
    sums = list(_sums(table, taxonomy))
    changed = True
    while changed:
        changed = False
        for piece in pieces:
            if piece.rows[0] in chosen:
                continue
            ballot = _Ballot(table, piece, pieces, chosen)
            holding = [
                choice
                for choice, kept in enumerate(piece.kept)
                if kept and all(ballot.count(choice, column, sums, outside) for column in sorted(kept))
            ]
            best = [one for one in holding if not any(_is_part(table, piece, one, other) for other in holding)]
            if len(best) == 1:
                chosen.update(dict.fromkeys(piece.rows, best[0]))
                changed = True
    unknown = {
        (row, column)
        for piece in pieces
        for row in piece.rows
        for column in range(len(table.statement.columns))
        if row not in chosen or column not in piece.kept[chosen[row]]
    }
    return chosen, unknown


class _Ballot:
    """Count the identities that speak for each choice of one piece."""

    def __init__(self, table: Table, piece: Piece, pieces: tuple[Piece, ...], chosen: Mapping[int, int]) -> None:
        self.table = table
        self.piece = piece
        self.inside = frozenset(piece.rows)
        self.chosen = chosen
        self.kept = {row: each.kept[chosen[row]] for each in pieces for row in each.rows if row in chosen}

    def count(self, choice: int, column: int, sums: list[Sum], outside: Mapping[FactKey, set[int]]) -> int:
        """Return how many identities hold in a column that a choice keeps."""
        votes = sum(1 for rows in sums if self._holds(rows, column, choice))
        for row in self.piece.rows:
            cell = self._cell(row, column, choice)
            if cell is not None and _digits(cell.value) >= _TELLING_DIGITS:
                votes += outside.get(cell.key, set()) == {cell.value}
        return votes

    def _holds(self, rows: Sum, column: int, choice: int) -> bool:
        """Tell whether a sum over rows of the piece and others holds to the last digit, neither part being zero."""
        within = beyond = 0
        for row, factor in rows:
            readings = self.table.statement.items[row].readings
            if row not in self.inside and row not in self.kept and len(readings) > 1:
                return False
            if row in self.kept and column not in self.kept[row]:
                return False
            cell = self._cell(row, column, choice)
            if cell is None:
                continue
            if row in self.inside:
                within += factor * cell.value
            else:
                beyond += factor * cell.value
        return within + beyond == 0 and _digits(within) >= _TELLING_DIGITS

    def _cell(self, row: int, column: int, choice: int) -> PrintedCell | None:
        readings = self.table.statement.items[row].readings
        reading = readings[choice if row in self.inside else self.chosen.get(row, 0)]
        for amount in reading:
            if amount.column == column:
                cell = self.table.cell(row, amount)
                return None if isinstance(cell, Misplaced) else cell
        return None


def _is_part(table: Table, piece: Piece, one: int, other: int) -> bool:
    """Tell whether one choice places the same amounts as another, but fewer of them."""
    rows = [table.statement.items[row].readings for row in piece.rows]
    return one != other and piece.kept[one] < piece.kept[other] and all(set(r[one]) <= set(r[other]) for r in rows)


def _digits(value: int) -> int:
    """Return how many digits of a value are neither leading nor trailing zeros."""
    return len(str(abs(value)).rstrip("0"))


def _sums(table: Table, taxonomy: Taxonomy) -> Iterator[Sum]:
    """Yield the sums and roll-forwards whose rows a statement prints, each concept in one row only."""
    rows: dict[str, list[int]] = {}
    opening: dict[str, list[int]] = {}
    for row, item in enumerate(table.items):
        if item.concept is not None and any(table.statement.items[row].readings):
            (opening if item.opening else rows).setdefault(item.concept, []).append(row)
    for summation in taxonomy.summations:
        if summation.statement != table.statement.kind.value or any(name in rows for name in summation.unless):
            continue
        terms = [(rows.get(summation.total, []), 1)]
        terms += [(rows.get(concept, []), -weight) for concept, weight in summation.contributors]
        if terms[0][0] and all(len(found) <= 1 for found, _ in terms):
            yield [(found[0], factor) for found, factor in terms if found]
    for roll in taxonomy.roll_forwards:
        terms = [(rows.get(roll.balance, []), 1), (opening.get(roll.balance, []), -1), (rows.get(roll.change, []), -1)]
        if all(len(found) == 1 for found, _ in terms):
            yield [(found[0], factor) for found, factor in terms]
