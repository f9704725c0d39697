"""Build tables of the notes with their facts, for the tests of what adds up in them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from reconcile_sample import YEAR, amount, line_item, plain_reading

from converter.model.mapped import CellRole, MappedCell, MappedItem, MappedTable, MemberRole
from converter.model.statement import Column, LineItem, NotePlace, Reading, Scope, Statement, StatementKind
from converter.reconcile.cells import FactKey, Misplaced, PrintedCell, Table
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.kinds import Kinds
from converter.reconcile.note_trials import NoteCells, note_trials
from converter.reconcile.trials import Trial

AXIS = "c2x:CarryingAmountComponentsAxis"
PLACES = 6
KINDS = Kinds({"c2x:Amount": ("monetary", "instant"), "c2x:Ratio": ("percent", "instant")}, {}, {}, "", {})
RATIOS = frozenset({CellRole.SHARE, CellRole.RATE})

PART, NESTED, DEDUCTED = MemberRole.PART, MemberRole.NESTED, MemberRole.DEDUCTED
SUBTOTAL, TOTAL, APART = MemberRole.SUBTOTAL, MemberRole.TOTAL, MemberRole.APART

Rows = Sequence[Sequence[str] | LineItem]


def note_table(
    rows: Rows,
    roles: Sequence[CellRole],
    members: Sequence[MemberRole],
    *,
    transposed: bool = False,
    groups: Sequence[int] = (),
    components: Sequence[str | None] = (),
    parents: Sequence[int | None] = (),
    measures: Sequence[str] = (),
) -> tuple[Table, MappedTable]:
    """Make a table: ``roles``, ``groups``, ``components`` and ``measures`` go by measure, ``members`` by member.

    ``parents`` goes by row.
    """
    items = []
    for number, row in enumerate(rows):
        label = measures[number] if transposed and measures else f"第{number + 1}项"
        item = row if isinstance(row, LineItem) else line_item(label, (plain_reading(row, number + 1),), number + 1)
        items.append(dataclasses.replace(item, parent=parents[number] if parents else None))
    width = len(members) if transposed else len(roles)
    names = ["甲"] * width if transposed else list(measures) or [role.value for role in roles]
    columns = tuple(Column((name,), None, None, name) for name in names)
    statement = Statement(
        "note-1",
        StatementKind.NOTE,
        Scope.CONSOLIDATED,
        "附注",
        1,
        len(items),
        0,
        "CNY",
        columns,
        tuple(items),
        place=NotePlace("五、（一）", "附注", "合并财务报表项目注释"),
        period=YEAR,
    )
    cells = []
    for row in range(len(items)):
        line = []
        for column in range(width):
            measure = row if transposed else column
            dimensions = ()
            if components and (component := components[measure]) is not None:
                dimensions = ((AXIS, f"c2x:{component}"),)
            concept = "c2x:Ratio" if roles[measure] in RATIOS else "c2x:Amount"
            line.append(MappedCell(concept, roles[measure], dimensions, roles[measure] is CellRole.OPENING))
        cells.append(tuple(line))
    mapped = MappedTable(tuple(cells), transposed, tuple(members), tuple(groups) or (0,) * len(roles))
    keys: dict[tuple[int, int], FactKey | Misplaced] = {
        (row, column): _key(row, column, is_ratio=cells[row][column].concept == "c2x:Ratio")
        for row in range(len(items))
        for column in range(width)
    }
    unmapped = (MappedItem(None, "note"),) * len(items)
    return Table(0, statement, unmapped, None, None, KINDS, PLACES, _keys=keys), mapped


def _key(row: int, column: int, *, is_ratio: bool) -> FactKey:
    """Return a key that no other cell has."""
    concept, unit = ("c2x:Ratio", "xbrli:pure") if is_ratio else ("c2x:Amount", "iso4217:CNY")
    typed = (("c2x:RowAxis", str(row)), ("c2x:ColumnAxis", str(column)))
    return FactKey(concept, None, dt.date(2022, 12, 31), unit, Scope.CONSOLIDATED, None, typed=typed)


def open_row(texts: Sequence[str], placements: Sequence[Sequence[int]], line: int) -> LineItem:
    """Make a row whose amounts stand in one of several ways in the columns."""
    readings: list[Reading] = [
        tuple(amount(texts[at], column, line, 20 * (at + 1)) for at, column in enumerate(columns))
        for columns in placements
    ]
    return line_item(f"第{line}项", tuple(readings), line)


def note_cells(table: Table, mapped: MappedTable) -> tuple[NoteCells, FactBook]:
    """Make a fact of every amount of a table whose rows have one reading."""
    book, drafts = FactBook(), {}
    for row, item in enumerate(table.statement.items):
        for printed in item.readings[0]:
            cell = table.cell(row, printed)
            assert isinstance(cell, PrintedCell)
            draft = Draft(cell.key, cell.value, cell.half, cell.decimals, [cell])
            book.plain[cell.key] = drafts[row, printed.column] = draft
    return NoteCells(table, mapped, drafts, frozenset()), book


def trials_of(table: Table, mapped: MappedTable) -> list[Trial]:
    """Return what adds up, or does not, in one table."""
    cells, book = note_cells(table, mapped)
    return list(note_trials((cells,), book))


def told(trials: Sequence[Trial]) -> list[tuple[str, tuple[int, int], bool]]:
    """Return kind, row and column of the head, and verdict of each trial."""
    return [
        (trial.kind, (trial.terms[0][0].cells[0].row, trial.terms[0][0].cells[0].column), trial.holds)
        for trial in trials
    ]
