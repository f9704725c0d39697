"""Hold what the rest of a document tells about the amounts of a note's table whose columns are open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from converter.model.mapped import CellRole, MappedTable
from converter.reconcile.cells import FactKey, Placement, Table
from converter.reconcile.identities import note_right_side
from converter.taxonomy import Equality, Summation


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Hold what other tables print, by key, what statements leave blank, and which movements mostly are their lines.

    ``minus_signs`` says whether the document may print what is taken off (本期减少) with a minus sign; ``sums`` are the
    sums of the taxonomy, of which a table of the notes may print all items (现金流量表补充资料).
    """

    amounts: dict[FactKey, set[int]]
    blank: frozenset[FactKey] = frozenset()
    equalities: tuple[Equality, ...] = ()
    minus_signs: bool = True
    sums: tuple[Summation, ...] = ()

    def known(self, key: FactKey) -> set[int]:
        """Return the amounts printed for a key; zero where it is blank."""
        found = self.amounts.get(key, set())
        if found:
            return found
        if key in self.blank:
            return {0}
        sides = (note_right_side(equality, key) for equality in self.equalities)
        return next((self.amounts[side] for side in sides if side in self.amounts), set())


def blank_keys(tables: Iterable[Table], placements: Mapping[tuple[int, int], Placement]) -> Iterator[FactKey]:
    """Yield what rows of statements leave blank beside an amount that they do print."""
    for table in tables:
        if table.is_matrix():
            continue
        for row in range(len(table.statement.items)):
            placement = placements.get((table.number, row))
            if placement is None or not placement.amounts or placement.open_amounts:
                continue
            printed = {amount.column for amount in placement.amounts}
            for column in range(len(table.statement.columns)):
                if column not in printed and isinstance(key := table.key(row, column), FactKey):
                    yield key


def prints_minus_signs(tables: Iterable[Table], notes: Mapping[str, MappedTable]) -> bool:
    """Tell whether a plain row of a note prints what is taken off with a minus sign."""
    return any(
        amount.value < 0 and cell is not None and cell.role is CellRole.DECREASE
        for table in tables
        if (mapped := notes.get(table.statement.id)) is not None
        for row, item in enumerate(table.statement.items)
        if len(item.readings) == 1
        for amount in item.readings[0]
        for cell in (mapped.cells[row][amount.column],)
    )
