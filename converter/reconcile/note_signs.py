"""Read amounts that a note's table prints with the opposite sign as those that they are.

Notes print what is taken off now with a minus sign (减：坏账准备 -100, 利息收入 -100 among finance costs), now without,
and losses as positive amounts which the income statement prints as negative ones. An amount that a statement, or
another note, prints with the other sign tells which: a whole table whose total is opposite, else a row, else a column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from converter.model.mapped import MOVEMENTS, CellRole, MappedCell, MemberRole
from converter.reconcile.cells import PrintedCell
from converter.reconcile.note_identities import Identity, Way
from converter.reconcile.note_structure import Slot, is_component_axis, is_gross
from converter.reconcile.note_values import Known, NoteValues, is_amount, is_same


def drop_minus_signs(values: NoteValues) -> None:
    """Read what is taken off the gross amount without the minus sign, where the table prints all of it with one."""
    off = [slot for slot, cell in values.cells.items() if is_amount(cell) and _is_taken_off(cell)]
    amounts = [values.cells[slot].value for slot in off]
    if _moves(values) or not any(amounts) or max(amounts) > 0:
        return
    rows = {row for row, _ in off}
    whole = rows - {row for row, column in values.cells if (row, column) not in off}
    roles = values.mapped.members
    parts = [] if values.mapped.transposed else [row for row in whole if roles[row] is MemberRole.PART]
    values.negate(off, dict.fromkeys(parts, MemberRole.DEDUCTED))


def read_deductions(values: NoteValues) -> None:
    """Read what rows take off (减：…) without the minus signs of a column whose total is made by adding them up."""
    for identity in values.identities():
        if identity.kind != "parts" or identity.optional or not identity.down or values.mapped.transposed:
            continue
        for line in identity.lines:
            head = values.cells.get(identity.slot(identity.head, line))
            for way in identity.ways if head is not None and is_amount(head) else ():
                slots = [(identity.slot(position, line), factor) for position, factor in way.terms]
                printed = [(slot, values.cells[slot].value, factor) for slot, factor in slots if slot in values.cells]
                off = [slot for slot, value, factor in printed if factor < 0 and value]
                if head is None or not off or any(value > 0 for _, value, factor in printed if factor < 0):
                    continue
                if sum(value for _, value, _ in printed) == head.value:
                    values.negate(off)
                    break


def read_decreases(values: NoteValues) -> None:
    """Read what movements take off a balance without the minus sign, where a roll-forward adds it up with its sign.

    本期减少 -100 between 期初 300 and 期末 200 is a decrease by 100; so is what is printed with it (处置 -100), but no
    other decrease that is printed without a sign.
    """
    cells = values.mapped.cells
    off: set[Slot] = set()
    for identity in values.identities():
        if identity.kind != "roll-forward" or not (ways := list(_holding(values, identity))):
            continue
        if not all(way.negative for _, way in ways):
            continue
        added = {
            at
            for line, way in ways
            for at in way.negative
            if (cell := values.cells.get(identity.slot(at, line))) is not None and cell.value
        }
        every = {identity.head, *(at for way in identity.ways for at, _ in way.terms)}
        slots = {at: [identity.slot(at, line) for line in identity.lines] for at in range(min(every), max(every))}
        for at, line_slots in slots.items():
            printed = [values.cells[slot].value for slot in line_slots if slot in values.cells]
            if at in added or all(value <= 0 for value in printed):
                heads = [_component(cells, identity.slot(identity.head, line)) for line in identity.lines]
                pairs = zip(line_slots, heads, strict=True)
                off |= {slot for slot, head in pairs if _is_decrease(cells, slot) and _component(cells, slot) == head}
    values.negate(slot for slot in off if slot in values.cells and is_amount(values.cells[slot]))


def _holding(values: NoteValues, identity: Identity) -> Iterator[tuple[int, Way]]:
    """Yield for each line the ways it holds in with something taken off."""
    for line in identity.lines:
        head = values.cells.get(identity.slot(identity.head, line))
        for way in identity.ways if head is not None else ():
            terms = [(at, factor, values.cells.get(identity.slot(at, line))) for at, factor in way.terms]
            printed = [(at, factor, cell) for at, factor, cell in terms if cell is not None]
            off = any(cell.value for at, factor, cell in printed if factor < 0 or at in way.negative)
            if head is not None and off and sum(factor * cell.value for _, factor, cell in printed) == head.value:
                yield line, way


def _is_decrease(cells: Sequence[Sequence[MappedCell | None]], slot: Slot) -> bool:
    cell = cells[slot[0]][slot[1]]
    return cell is not None and cell.role is CellRole.DECREASE


def _component(cells: Sequence[Sequence[MappedCell | None]], slot: Slot) -> tuple[str, ...]:
    cell = cells[slot[0]][slot[1]]
    return () if cell is None else tuple(member for axis, member in cell.dimensions if is_component_axis(axis))


def _is_taken_off(cell: PrintedCell) -> bool:
    return any(is_component_axis(axis) and not is_gross(member) for axis, member in cell.key.typed)


def settle_signs(values: NoteValues, known: Known) -> None:
    """Turn the amounts of a table over where all that others print too are printed there with the other sign."""
    alike: list[Slot] = []
    opposite: list[Slot] = []
    for slot, cell in values.cells.items():
        rivals = known.get(cell.key, ()) if cell.value and is_amount(cell) else ()
        if any(is_same(cell, rival) for rival in rivals):
            alike.append(slot)
        elif any(cell.half == rival.half and cell.value == -rival.value for rival in rivals):
            opposite.append(slot)
    if not opposite or _moves(values):
        return
    totals = [slot for slot in opposite if values.role(slot) is MemberRole.TOTAL]
    if totals and not alike:
        concepts = {values.cells[slot].key.concept for slot in totals}
        values.negate(slot for slot, cell in values.cells.items() if cell.key.concept in concepts and is_amount(cell))
        return
    for row in sorted({row for row, _ in opposite} - {row for row, _ in alike}):
        is_part = not values.mapped.transposed and values.mapped.members[row] is MemberRole.PART
        _turn(values, 0, row, {row: MemberRole.DEDUCTED} if is_part else {})
        opposite = [slot for slot in opposite if slot[0] != row]
    for column in sorted({column for _, column in opposite} - {column for _, column in alike}):
        _turn(values, 1, column, {})


def _turn(values: NoteValues, side: int, at: int, roles: Mapping[int, MemberRole]) -> None:
    values.negate([slot for slot, cell in values.cells.items() if slot[side] == at and is_amount(cell)], roles)


def _moves(values: NoteValues) -> bool:
    """Tell whether a table shows movements: their signs say what is added and what is taken off."""
    return any(cell is not None and cell.role in MOVEMENTS for row in values.mapped.cells for cell in row)
