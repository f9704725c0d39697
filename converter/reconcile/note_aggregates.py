"""Find the tables of the notes that are about another amount than the line they seem to be of.

That the total of a note's table is its line's own amount is an assumption: many tables show a part of it (前五名,
未办妥产权证书的), the line by another definition, or have lost the heading of their note. Where a table differs from
what a statement prints, or a table that agrees with one, or an earlier one, it is as a whole about something else, and
says so by its name on the axis of disclosures. A single amount that differs in a table that agrees elsewhere is no such
case: there the document contradicts itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from converter.model.mapped import MemberRole
from converter.reconcile.cells import FactKey, Placement, PrintedCell, Table
from converter.reconcile.note_signs import drop_minus_signs, read_decreases, read_deductions, settle_signs
from converter.reconcile.note_structure import Slot
from converter.reconcile.note_twins import tell_twins_apart
from converter.reconcile.note_values import NoteValues, is_same, placed_cells

_OUTWEIGHED = 3  # times as many differing as agreeing amounts: those that agree do so by chance
_MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class OtherAggregate:
    """Say that a table is about another amount: its number, its name, its amount and the one it seemed to be."""

    table: int
    name: str
    own: PrintedCell
    other: PrintedCell


@dataclass(slots=True)
class _Known:
    """Hold the cells accepted so far, by key."""

    cells: dict[FactKey, list[PrintedCell]] = field(default_factory=dict)

    def accept(self, cells: Iterable[PrintedCell]) -> None:
        for cell in cells:
            self.cells.setdefault(cell.key, []).append(cell)


def tell_aggregates_apart(
    tables: Sequence[Table], placements: Mapping[tuple[int, int], Placement], axis: str
) -> tuple[tuple[Table, ...], tuple[OtherAggregate, ...]]:
    """Return the tables, those of the notes with the names and signs they need, and which are about another amount."""
    known = _Known()
    for table in tables:
        if table.mapped is None:
            known.accept(placed_cells(table, placements).values())
    notes = [NoteValues.of(table, placements) for table in tables if table.mapped is not None]
    agreeing: list[NoteValues] = []
    others: list[NoteValues] = []
    apart: list[tuple[NoteValues, _Comparison]] = []
    for values in notes:
        tell_twins_apart(values, axis, known.cells)
        drop_minus_signs(values)
        read_deductions(values)
        read_decreases(values)
        settle_signs(values, known.cells)
        compared = _Comparison.of(values, known.cells)
        if compared.is_other(values):
            apart.append((values, compared))
        else:
            (agreeing if compared.agrees else others).append(values)
    for values in agreeing:
        known.accept(values.cells.values())
    for values in others:
        settle_signs(values, known.cells)
        compared = _Comparison.of(values, known.cells)
        if compared.is_other(values):
            apart.append((values, compared))
        else:
            known.accept(values.cells.values())
    found = [_name(values, compared, known, axis) for values, compared in apart]
    changed = {values.table.number: values.table for values in notes}
    return (
        tuple(changed.get(table.number, table) for table in tables),
        tuple(sorted(found, key=lambda each: each.table)),
    )


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Hold which cells of a table agree with what is known, and which differ, with the amount known."""

    agreeing: tuple[Slot, ...]
    differing: tuple[tuple[Slot, PrintedCell], ...]

    @classmethod
    def of(cls, values: NoteValues, known: Mapping[FactKey, Sequence[PrintedCell]]) -> _Comparison:
        """Compare a table; that two print nothing but zero is no agreement."""
        agreeing: list[Slot] = []
        differing: list[tuple[Slot, PrintedCell]] = []
        for slot, cell in values.cells.items():
            rivals = known.get(cell.key)
            if not rivals:
                continue
            if not any(is_same(cell, rival) for rival in rivals):
                differing.append((slot, rivals[0]))
            elif cell.value:
                agreeing.append(slot)
        return cls(tuple(agreeing), tuple(differing))

    @property
    def agrees(self) -> bool:
        """Tell whether anything agrees."""
        return bool(self.agreeing)

    def is_other(self, values: NoteValues) -> bool:
        """Tell whether the table is about another amount: its totals differ and none agrees, or nothing agrees."""
        if not self.differing:
            return False
        if len(self.differing) > _OUTWEIGHED * len(self.agreeing):
            return True
        totals = [(slot, cell) for slot, cell in self.differing if values.role(slot) is MemberRole.TOTAL]
        if not totals or any(values.role(slot) is MemberRole.TOTAL for slot in self.agreeing):
            return False
        # Where its parts are those of the line, and do not make its own total, the total is misprinted.
        return all(values.adds_up(slot) is not False for slot, _ in totals)

    def worst(self, values: NoteValues) -> tuple[Slot, PrintedCell]:
        """Return the difference that tells most: of a total, the first."""
        totals = [each for each in self.differing if values.role(each[0]) is MemberRole.TOTAL]
        return (totals or list(self.differing))[0]


def _name(values: NoteValues, compared: _Comparison, known: _Known, axis: str) -> OtherAggregate:
    """Give all cells of a table its name on an axis, numbered where another table of the name prints other amounts."""
    slot, other = compared.worst(values)
    own = values.cells[slot]
    words = values.mapped.name or values.table.statement.title
    every = [(row, column) for row, line in enumerate(values.mapped.cells) for column in range(len(line))]
    text = words
    for number in range(2, _MOST_NAMES):
        trial = NoteValues(values.table, values.mapped, dict(values.cells))
        trial.name_apart(every, axis, text)
        if not _Comparison.of(trial, known.cells).differing:
            break
        text = f"{words}（{number}）"
    values.name_apart(every, axis, text)
    known.accept(values.cells.values())
    return OtherAggregate(values.table.number, text, own, other)
