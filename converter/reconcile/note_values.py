"""Hold what the cells of a note's table print once placed, before they become facts, and change what they are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from converter.model.mapped import MappedCell, MappedTable, MemberRole
from converter.reconcile.cells import FactKey, Misplaced, Placement, PrintedCell, Table
from converter.reconcile.note_identities import Identity, note_identities
from converter.reconcile.note_structure import Slot, columns_without_name

_LEAST_TERMS = 2  # of a sum that says something about its total
Known = Mapping[FactKey, Sequence[PrintedCell]]  # what is printed elsewhere, by what it is about


def placed_cells(table: Table, placements: Mapping[tuple[int, int], Placement]) -> dict[Slot, PrintedCell]:
    """Return the candidate fact of every amount of a table whose place is certain, in the order of its rows."""
    nameless = columns_without_name(table.statement) if table.statement.place is not None else frozenset()
    found: dict[Slot, PrintedCell] = {}
    for row in range(len(table.statement.items)):
        for amount in placements[table.number, row].amounts:
            if amount.column not in nameless and isinstance(cell := table.cell(row, amount), PrintedCell):
                found[row, amount.column] = cell
    return found


def is_same(one: PrintedCell, other: PrintedCell) -> bool:
    """Tell whether two cells print one amount, each to its own precision."""
    if one.half == other.half:
        return one.value == other.value
    return abs(one.value - other.value) <= max(one.half, other.half)


def is_amount(cell: PrintedCell) -> bool:
    """Tell whether a cell prints an amount of money."""
    return cell.key.unit.startswith("iso4217:") and "/" not in cell.key.unit


@dataclass(slots=True)
class NoteValues:
    """Hold one table of the notes with its placed cells."""

    table: Table
    mapped: MappedTable
    cells: dict[Slot, PrintedCell]
    _identities: tuple[Identity, ...] | None = None  # read off when first asked for, anew when the table changes

    @classmethod
    def of(cls, table: Table, placements: Mapping[tuple[int, int], Placement]) -> NoteValues:
        """Collect the cells of a table."""
        assert table.mapped is not None
        return cls(table, table.mapped, placed_cells(table, placements))

    def identities(self) -> tuple[Identity, ...]:
        """Return what must add up in the table as it is read now."""
        if self._identities is None:
            self._identities = note_identities(self.mapped, self.table.statement)
        return self._identities

    def role(self, slot: Slot) -> MemberRole:
        """Return what the member of a cell is in its table."""
        return self.mapped.members[slot[1] if self.mapped.transposed else slot[0]]

    def adds_up(self, slot: Slot, value: int | None = None) -> bool | None:
        """Tell whether a total, or ``value`` in its place, is the sum of its parts; None where nothing says its parts.

        One way in which it is meant is enough.
        """
        tried: list[bool] = []
        for identity in self.identities():
            position, line = slot if identity.down else slot[::-1]
            if identity.kind != "parts" or identity.optional or identity.head != position or line not in identity.lines:
                continue
            for way in identity.ways:
                terms = [
                    (cell, factor) for at, factor in way.terms if (cell := self.cells.get(identity.slot(at, line)))
                ]
                if len(terms) >= _LEAST_TERMS:
                    head = self.cells[slot].value if value is None else value
                    off = head - sum(factor * cell.value for cell, factor in terms)
                    tried.append(abs(off) <= self.cells[slot].half + sum(cell.half for cell, _ in terms))
        return any(tried) if tried else None

    def name_apart(self, slots: Iterable[Slot], axis: str, text: str) -> None:
        """Give cells a text on an axis, beside the one they have there; what they print stays."""
        changed = [list(row) for row in self.mapped.cells]
        for row, column in set(slots):
            if (cell := changed[row][column]) is not None:
                changed[row][column] = _named(cell, axis, text)
        self._replace(dataclasses.replace(self.mapped, cells=tuple(tuple(row) for row in changed)))

    def negate(self, slots: Iterable[Slot], roles: Mapping[int, MemberRole] | None = None) -> None:
        """Read cells with the opposite sign; ``roles`` are what the members of these rows are then."""
        members = tuple((roles or {}).get(at, role) for at, role in enumerate(self.mapped.members))
        negated = self.table.negated ^ frozenset(slots)
        self._replace(dataclasses.replace(self.mapped, members=members), negated)

    def _replace(self, mapped: MappedTable, negated: frozenset[Slot] | None = None) -> None:
        turned = self.table.negated if negated is None else negated
        table = dataclasses.replace(self.table, mapped=mapped, negated=turned, _keys={})
        for slot, cell in self.cells.items():
            key = table.key(*slot)
            assert not isinstance(key, Misplaced)
            value = -cell.value if (slot in turned) != (slot in self.table.negated) else cell.value
            self.cells[slot] = dataclasses.replace(cell, key=key, value=value)
        self.table, self.mapped, self._identities = table, mapped, None


def _named(cell: MappedCell, axis: str, text: str) -> MappedCell:
    dimensions = dict(cell.dimensions)
    before = dimensions.get(axis, "")
    dimensions[axis] = f"{before}/{text}" if before and not text.startswith(before) else text
    return dataclasses.replace(cell, dimensions=tuple(sorted(dimensions.items())))
