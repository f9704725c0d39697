"""Withhold amounts of a note's table that slipped into the column beside their own.

A page read by machine loses an empty cell here and there, and an amount moves over. One sum is then too large by it,
and that of the column beside too small: in which of the two the amount stands, nobody can say from this print.
So it is with a whole row whose amounts are, all of them, what the columns beside lack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from converter.reconcile.cells import Placement, Table
from converter.reconcile.note_identities import Identity, Way
from converter.reconcile.note_readings import open_amount
from converter.reconcile.note_structure import Slot
from converter.reconcile.note_values import NoteValues, is_amount

_PAIR = 2
_LEAST = 1000  # last digits: less may be what rounding leaves, or chance


def withhold_displaced(tables: Sequence[Table], placements: dict[tuple[int, int], Placement]) -> None:
    """Open the column of every amount that two sums of its table tell to stand beside; changes ``placements``."""
    for table in tables:
        if table.mapped is None:
            continue
        values = NoteValues.of(table, placements)
        for (row, column), other in dict((*_displaced(values), *_displaced_totals(values))).items():
            placement = placements[table.number, row]
            placements[table.number, row] = open_amount(placement, column, other)


def _displaced(values: NoteValues) -> Iterator[tuple[Slot, int]]:
    """Yield the slots of amounts that are too much in their column, with the column that lacks them."""
    for identity in values.identities():
        if identity.kind != "parts" or identity.optional or not identity.down:
            continue
        missing = [_missing(values, identity, way) for way in identity.ways]
        if all(any(found.values()) for found in missing):
            for way, found in zip(identity.ways, missing, strict=True):
                yield from _beside(values, identity, way, found)
        for way, found in zip(identity.ways, missing, strict=True):
            # Only a way that leaves nothing else open is meant; where another fits, nothing slipped.
            off = sorted((line for line, amount in found.items() if amount), key=found.__getitem__)
            if len(off) != _PAIR or abs(off[0] - off[1]) != 1 or found[off[0]] + found[off[1]] != 0:
                continue
            over, under = off
            if any(not each.get(over) and not each.get(under) for each in missing):
                continue
            slots = list(_parts_of(values, identity, way, over, -found[over]))
            is_told = identity.slot(identity.head, under) in values.cells
            if is_told and len(slots) == 1 and (slots[0][0], under) not in values.cells:
                yield slots[0], under


def _displaced_totals(values: NoteValues) -> Iterator[tuple[Slot, int]]:
    """Yield the slots of totals that neither their parts nor their roll-forward make, beside a column without its own.

    期末余额 of 合计 is neither that of the rows nor what the movements leave; 本期减少, which rows print, has no total.
    """
    identities = [each for each in values.identities() if not each.optional]
    refuted = {
        each.slot(at, line)
        for each in identities
        if each.kind == "roll-forward" and not each.down
        for line in each.lines
        if (found := [_missing(values, each, way).get(line) for way in each.ways]) and all(found)
        for at in (each.head, *(at for at, _ in each.ways[0].terms))
    }
    for identity in identities:
        if identity.kind != "parts" or not identity.down:
            continue
        missing = [_missing(values, identity, way) for way in identity.ways]
        for line in identity.lines:
            slot = identity.slot(identity.head, line)
            if slot not in values.cells or slot not in refuted or not all(each.get(line) for each in missing):
                continue
            bare = [other for other in (line - 1, line + 1) if (slot[0], other) not in values.cells]
            told = [other for other in bare if all(each.get(other) for each in missing)]
            if len(told) == 1:
                yield slot, told[0]


def _beside(values: NoteValues, identity: Identity, way: Way, found: dict[int, int]) -> Iterator[tuple[Slot, int]]:
    """Yield the slots of a part that the sum misses, to a figure, one column further on or back."""
    for at, factor in way.terms:
        slots = {line: identity.slot(at, line) for line in found if identity.slot(at, line) in values.cells}
        printed = {line: factor * values.cells[slot].value for line, slot in slots.items()}
        left = {line: amount + printed.get(line, 0) for line, amount in found.items()}
        wanted = {line: amount for line, amount in left.items() if amount}
        for step in (1, -1):
            moved = {line + step: value for line, value in printed.items() if value}
            if len(moved) >= _PAIR and moved == wanted:
                yield from ((slots[line], line + step) for line in printed if line + step in found)


def _missing(values: NoteValues, identity: Identity, way: Way) -> dict[int, int]:
    """Return by how much the parts fall short of their total, in each line that prints amounts of either."""
    found: dict[int, int] = {}
    for line in identity.lines:
        head = values.cells.get(identity.slot(identity.head, line))
        terms = [(cell, f) for at, f in way.terms if (cell := values.cells.get(identity.slot(at, line))) is not None]
        cells = [cell for cell, _ in terms] + ([head] if head is not None else [])
        if cells and all(is_amount(cell) for cell in cells):
            found[line] = (head.value if head is not None else 0) - sum(f * cell.value for cell, f in terms)
    return found


def _parts_of(values: NoteValues, identity: Identity, way: Way, line: int, value: int) -> Iterator[Slot]:
    """Yield the slots of a line whose amount is what the line has too much."""
    for at, factor in way.terms:
        slot = identity.slot(at, line)
        cell = values.cells.get(slot)
        if cell is not None and factor * cell.value == value and abs(value) >= 2 * cell.half * _LEAST:
            yield slot
