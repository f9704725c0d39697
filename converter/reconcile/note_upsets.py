"""Take amounts that only the notes print out of sums that they upset.

Sums of the calculation linkbase are tried by an XBRL processor wherever a total and one of its items are printed
(Calculations 1.1). The notes print single lines at dates, or under definitions, of which the statements print other
lines or none: 固定资产清理 within 固定资产, retained earnings of a third year. Such an amount is the note's own
disclosure, and says so by the note's name on the axis of disclosures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from converter.reconcile.cells import Placement, Table
from converter.reconcile.identities import is_only_in_notes
from converter.reconcile.note_structure import Slot
from converter.reconcile.note_values import NoteValues
from converter.reconcile.trials import Tried


def tell_upsetting_apart(
    tables: Sequence[Table], placements: Mapping[tuple[int, int], Placement], tried: Tried, axis: str
) -> tuple[Table, ...]:
    """Return the tables, cells of the notes that upset a sum of the statements named on ``axis``; all else as it was.

    Amounts that several notes print get one name, so that they stay one fact.
    """
    slots: dict[int, dict[str, list[Slot]]] = {}
    for trial in (*tried.trials, *tried.unsettled):
        if not trial.apart:
            continue
        # Without its total a sum is tried nowhere; items that went with it would make another one.
        upsetting = [draft for draft in trial.drafts if is_only_in_notes(draft, tables)]
        total = trial.terms[0][0]
        for draft in [total] if total in upsetting and not trial.untotalled else upsetting:
            if draft.key.typed == ():
                name = _name(tables[draft.cells[0].table])
                for cell in draft.cells:
                    slots.setdefault(cell.table, {}).setdefault(name, []).append((cell.row, cell.column))
    changed = list(tables)
    for number, named in slots.items():
        if tables[number].mapped is None:
            continue
        values = NoteValues.of(tables[number], placements)
        for name, cells in named.items():
            values.name_apart(cells, axis, name)
        changed[number] = values.table
    return tuple(changed)


def _name(table: Table) -> str:
    return (table.mapped.name if table.mapped is not None else "") or table.statement.title
