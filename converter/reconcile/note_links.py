"""Link what tables of the notes print with the statements, and with each other.

A total with the plain dimensions of its line is the same fact as the line: facts.py sees to that. What is left are
totals with further dimensions (a caption's own table, a gross amount with nothing taken off) that equal the line of
their subject, and carrying amounts whose gross amount and allowances stand in different tables. Neither must be equal,
so only what holds is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from converter.model.label import parse_label
from converter.model.mapped import MemberRole
from converter.reconcile.cells import FactKey, Table
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.note_structure import is_component_axis, is_gross
from converter.reconcile.note_trials import NoteCells
from converter.reconcile.trials import Trial

_LINE_ITEM_AXIS = ":LineItemAxis"
_LEAST_LABEL = 2  # characters of a label that a title can name


def note_total_trials(notes: Sequence[NoteCells], tables: Sequence[Table], book: FactBook) -> Iterator[Trial]:
    """Yield a trial for each total of a table that equals the line of a statement that the table is about."""
    statements = frozenset(table.number for table in tables if table.statement.place is None)
    lines = [draft for draft in book.plain.values() if _is_line(draft, statements)]
    at: dict[tuple[object, ...], list[Draft]] = {}
    for draft in lines:
        at.setdefault((*draft.key[1:5], draft.value), []).append(draft)
    for cells in notes:
        subjects = _subjects(cells.drafts.values())
        title = _title(cells.table)
        for draft in dict.fromkeys(_totals(cells)):
            for line in at.get((*draft.key[1:5], draft.value), ()):
                named = line.key.concept in subjects or any(
                    label in title for label in _labels(line, tables, statements)
                )
                if draft.value and line is not draft and named:
                    yield Trial("note-total", cells.table.number, ((draft, 1), (line, -1)), local=True)


def _is_line(draft: Draft, statements: frozenset[int]) -> bool:
    key = draft.key
    plain = not key.typed and key.member is None and not key.previously_stated
    return plain and any(cell.table in statements for cell in draft.cells)


def _subjects(drafts: Iterable[Draft]) -> set[str]:
    """Return the concepts a table is about: those of its cells, and those its line item axes name."""
    found: set[str] = set()
    for draft in drafts:
        found.add(draft.key.concept)
        found.update(member for axis, member in draft.key.typed if axis.endswith(_LINE_ITEM_AXIS))
    return found


def _title(table: Table) -> str:
    place = table.statement.place
    return parse_label(place.title).key if place is not None else ""


def _labels(line: Draft, tables: Sequence[Table], statements: frozenset[int]) -> Iterator[str]:
    """Yield what statements call a line, so far as a title can name it."""
    for cell in line.cells:
        if cell.table in statements:
            label = parse_label(tables[cell.table].line_item(cell.row).printed_label).key
            if len(label) >= _LEAST_LABEL:
                yield label


def _totals(cells: NoteCells) -> Iterator[Draft]:
    roles = cells.mapped.members
    for (row, column), draft in cells.drafts.items():
        if roles[column if cells.mapped.transposed else row] is MemberRole.TOTAL:
            yield draft


def component_trials(notes: Sequence[NoteCells], book: FactBook) -> Iterator[Trial]:
    """Yield gross amount - what is taken off = carrying amount where these stand in different tables."""
    whole: dict[FactKey, dict[str, Draft]] = {}
    for cells in notes:
        for draft in cells.drafts.values():
            component = next((member for axis, member in draft.key.typed if is_component_axis(axis)), None)
            if component is not None and book.plain.get(draft.key) is draft:
                rest = tuple(pair for pair in draft.key.typed if not is_component_axis(pair[0]))
                whole.setdefault(draft.key._replace(typed=rest), {})[component] = draft
    for key, parts in whole.items():
        net = book.plain.get(key)
        gross = next((draft for member, draft in parts.items() if is_gross(member)), None)
        off = [draft for member, draft in parts.items() if not is_gross(member)]
        if net is None or gross is None or not off:
            continue
        trial = Trial("net", net.cells[0].table, ((net, 1), (gross, -1), *((draft, 1) for draft in off)), local=True)
        homes = [{cell.table for cell in draft.cells} for draft in (net, gross, *off)]
        if trial.holds and not set.intersection(*homes):
            yield trial
