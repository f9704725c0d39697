"""Tell apart what would be one fact twice in a note's table, with different amounts.

Nothing is printed twice in one table: where two cells seem to be the same, a header or the heading of a block was lost,
or the table is finer than what is known of it. Which of the two is meant by its name nobody can say but the page, so
the later row, column or block as a whole carries its own words beside.
"""

from __future__ import annotations

from converter.model.label import parse_label
from converter.model.mapped import MemberRole
from converter.reconcile.cells import FactKey
from converter.reconcile.note_structure import Slot
from converter.reconcile.note_values import Known, NoteValues, is_same


def tell_twins_apart(values: NoteValues, axis: str, known: Known) -> None:
    """Give every row, column or block that repeats another with other amounts a name on an axis of its own.

    ``known`` is what the statements print.
    """
    for _ in range(len(values.table.statement.items) + len(values.table.statement.columns)):
        twins = _twins(values, known)
        if twins is None:
            return
        slots, text = _part(values, *twins)
        values.name_apart(slots, axis, text)


def _twins(values: NoteValues, known: Known) -> tuple[Slot, Slot] | None:
    """Return the first two cells of one name that print different amounts, the one that keeps the name first.

    That is the one a statement prints, else a total before a member, else the earlier one.
    """
    seen: dict[FactKey, Slot] = {}
    for slot, cell in values.cells.items():
        first = seen.setdefault(cell.key, slot)
        if first != slot and not is_same(values.cells[first], cell):
            first_claim, other_claim = (_claim(values, each, known) for each in (first, slot))
            return (slot, first) if other_claim > first_claim else (first, slot)
    return None


def _claim(values: NoteValues, slot: Slot, known: Known) -> tuple[bool, bool]:
    """Return how good the claim of a cell is to a name that another has, too."""
    cell = values.cells[slot]
    stated = any(is_same(cell, each) for each in known.get(cell.key, ()))
    return stated, values.role(slot) is MemberRole.TOTAL


def _part(values: NoteValues, kept: Slot, other: Slot) -> tuple[list[Slot], str]:
    """Return the cells of the column, row or block of a cell that repeats another, and its words."""
    table = values.table.statement
    rows, columns = range(len(table.items)), range(len(table.columns))
    if kept[0] == other[0]:
        words = [_column_words(values, column) for column in columns]
        return [(row, other[1]) for row in rows], _numbered(words, other[1])
    for blocks in (_roots(values), _groups(values)):
        if blocks and blocks[kept[0]] != blocks[other[0]]:
            tops = sorted(set(blocks))
            words = [_row_words(values, row) for row in tops]
            own = [row for row in rows if blocks[row] == blocks[other[0]]]
            return [(row, column) for row in own for column in columns], _numbered(words, tops.index(blocks[other[0]]))
    words = [_row_words(values, row) for row in rows]
    return [(other[0], column) for column in columns], _numbered(words, other[0])


def _roots(values: NoteValues) -> tuple[int, ...]:
    """Return the outermost row that each row is nested under; none where no heading tells blocks apart."""
    items = values.table.statement.items
    roots: list[int] = []
    for row, item in enumerate(items):
        roots.append(row if item.parent is None or item.parent >= row else roots[item.parent])
    return tuple(roots) if all(not any(items[root].readings) for root in roots) else ()


def _groups(values: NoteValues) -> tuple[int, ...]:
    """Return the first row of the block of each row, where measures run down the rows."""
    groups = values.mapped.groups
    return tuple(groups.index(group) for group in groups) if values.mapped.transposed else ()


def _numbered(words: list[str], at: int) -> str:
    """Return the words of a part, with its number where others before it have the same."""
    number = words[: at + 1].count(words[at])
    return words[at] if words[at] and number == 1 else f"{words[at]}（{number}）"


def _row_words(values: NoteValues, row: int) -> str:
    item = values.table.statement.items[row]
    return parse_label(item.printed_label).term or item.printed_label.strip()


def _column_words(values: NoteValues, column: int) -> str:
    header = values.table.statement.columns[column].header
    return "/".join(dict.fromkeys(parse_label(part).term for part in header if part))
