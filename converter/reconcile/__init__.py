"""Turn mapped rows into facts, and let accounting identities choose between readings and vouch for values.

kinds.py       what concepts are               (printed_units.py: what labels say of units)
cells.py       printed amounts as candidate facts, in exact integers
readings.py    which column the amounts of an ambiguous row stand in   (solver.py: the search)
note_readings.py  the same in a table of the notes
note_evidence.py  what the rest of the document tells about them
note_tables.py lone amounts that only a table of the notes can place
pieces.py      which columns a piece kept that lost some
shares.py      readings of a row that agree with the shares it prints
note_aggregates.py  tables of the notes about other amounts    (note_twins.py, note_signs.py, note_values.py)
note_units.py  in which unit a table is that prints none
note_displaced.py  amounts that slipped into the column beside
note_upsets.py  amounts of the notes that would upset a statement's sum
facts.py       one fact for all places that print it            (disputes.py: which of several values)
identities.py  every identity of the taxonomy, tried           (trials.py: what is tried, and whether it holds)
breakdowns.py  members that add up to a total, quarters to a year
note_trials.py what adds up in the notes' tables                 (note_structure.py, note_identities.py, note_ratios.py)
note_links.py  totals of the notes and lines of the statements
growth.py      rates of change and the two amounts they are of
lost.py        blank cells that must have held an amount
causes.py      what explains the identities that fail            (wording.py: how it is said)
coverage.py    what became facts and what did not   (printed_numbers.py: every number of the document)
text_facts.py  facts that are texts: about the document, the notes in full
assembly.py    the Report
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from converter.model.document import Document
from converter.model.finding import Finding
from converter.model.mapped import MappedReport
from converter.model.report import Report, Unresolved
from converter.reconcile.assembly import assemble_report, number_facts
from converter.reconcile.breakdowns import breakdown_trials, quarter_trials
from converter.reconcile.causes import explain_failures
from converter.reconcile.cells import NO_MEASURE, FactKey, Misplaced, Placement, PrintedCell, Table, make_tables
from converter.reconcile.disputes import settle_disputes
from converter.reconcile.extended import extend_summations
from converter.reconcile.facts import FactBook, merge_cells
from converter.reconcile.growth import growth_trials
from converter.reconcile.identities import Slot, blank_slots, is_only_in_notes, try_identities
from converter.reconcile.lost import LostCell, bridge, find_lost_cells, lost_cell_findings
from converter.reconcile.note_aggregates import tell_aggregates_apart
from converter.reconcile.note_displaced import withhold_displaced
from converter.reconcile.note_links import component_trials, note_total_trials
from converter.reconcile.note_structure import columns_without_name
from converter.reconcile.note_tables import settle_by_notes
from converter.reconcile.note_trials import NoteCells, collect_note_cells, note_trials
from converter.reconcile.note_units import settle_units
from converter.reconcile.note_upsets import tell_upsetting_apart
from converter.reconcile.readings import choose_readings
from converter.reconcile.shares import choose_by_shares
from converter.reconcile.trials import Tried
from converter.reconcile.unplaced import (
    no_place_findings,
    other_aggregate_findings,
    unresolved_findings,
    unsettled_findings,
)
from converter.reconcile.wording import FINDINGS, Wording
from converter.taxonomy import Taxonomy

__all__ = ["FINDINGS", "reconcile_report"]


def reconcile_report(
    mapped: MappedReport, document: Document, taxonomy: Taxonomy
) -> tuple[Report, tuple[Finding, ...]]:
    """Return the report of a document, every fact with its evidence, and what does not add up.

    Nothing is repaired: values are as printed. ``Report.findings`` is left empty for the pipeline to fill.
    """
    mapped = choose_by_shares(mapped, taxonomy.shares)
    mapped = settle_units(mapped, make_tables(mapped, taxonomy))
    tables = make_tables(mapped, taxonomy)
    placements = choose_readings(tables, taxonomy, mapped.tables)
    settled = settle_by_notes(tables, placements, document)
    withhold_displaced(tables, placements)
    axis = f"{taxonomy.prefix}:DisclosureAxis"
    tables, apart = tell_aggregates_apart(tables, placements, axis)
    gathered = _gather(tables, placements)
    tried = _try_all(gathered, taxonomy)
    renamed = tell_upsetting_apart(tables, placements, tried, axis)
    if renamed != tables:
        tables = renamed
        gathered = _gather(tables, placements)
        tried = _try_all(gathered, taxonomy)
    mapped = dataclasses.replace(mapped, tables={t.statement.id: t.mapped for t in tables if t.mapped is not None})
    book, blank, unknown = gathered.book, gathered.blank, gathered.unknown
    if settle_disputes(book, tried, tables):
        tried = _try_all(gathered, taxonomy)
    extended, extension = extend_summations(tables, book, tried, taxonomy, mapped.extension)
    if extended is not taxonomy:
        tried = _try_all(gathered, extended)
    lost = find_lost_cells(tried, blank)
    lost += _lost_but_in_notes(tables, book, blank, unknown, extended)
    for each in lost:
        if (trial := bridge(each)) is not None:
            tried.add(trial)
    contradicted = {at for at, placement in placements.items() if placement.contradicted}
    texts = number_facts(book, mapped, taxonomy)
    wording = Wording(tables, tables[0].places if tables else 1, taxonomy)
    findings = [
        *explain_failures(tried, book, lost, wording),
        *lost_cell_findings(lost, wording),
        *other_aggregate_findings(apart, book, wording),
        *unresolved_findings(tables, placements, wording),
        *unsettled_findings(tried.unsettled, wording),
        *no_place_findings(tables, gathered.misplaced, wording),
    ]
    report = assemble_report(
        dataclasses.replace(mapped, extension=extension),
        document,
        taxonomy,
        tables,
        book,
        tried,
        texts,
        contradicted,
        settled,
        tuple(gathered.unresolved),
    )
    return report, tuple(sorted(findings, key=_position))


@dataclass(frozen=True, slots=True)
class _Gathered:
    """Hold the candidate facts of all tables, and what is printed without being one."""

    tables: tuple[Table, ...]
    book: FactBook
    notes: tuple[NoteCells, ...]
    blank: dict[FactKey, Slot]
    unknown: frozenset[FactKey]
    unresolved: list[Unresolved]
    misplaced: list[tuple[int, int, Misplaced]]


def _gather(tables: tuple[Table, ...], placements: dict[tuple[int, int], Placement]) -> _Gathered:
    cells, unresolved, misplaced = _place(tables, placements)
    book = merge_cells(cells, frozenset(table.number for table in tables if table.statement.place is not None))
    notes = collect_note_cells(tables, placements, book)
    taken: set[Slot] = {(cell.table, cell.row, cell.column) for cell in cells}
    unknown = _unknown_keys(tables, placements, book)
    return _Gathered(tables, book, notes, blank_slots(tables, taken), unknown, unresolved, misplaced)


def _try_all(gathered: _Gathered, taxonomy: Taxonomy) -> Tried:
    tables, book, notes = gathered.tables, gathered.book, gathered.notes
    tried = try_identities(tables, book, gathered.blank, gathered.unknown, taxonomy)
    for trial in chain(
        breakdown_trials(tables, book),
        quarter_trials(book),
        growth_trials(tables, book, taxonomy),
        note_trials(notes, book),
        note_total_trials(notes, tables, book),
        component_trials(notes, book),
    ):
        tried.add(trial)
    return tried


def _lost_but_in_notes(
    tables: tuple[Table, ...],
    book: FactBook,
    blank: dict[FactKey, Slot],
    unknown: frozenset[FactKey],
    taxonomy: Taxonomy,
) -> list[LostCell]:
    """Return the cells that a statement lost, although the notes print the amount."""
    stated = {key: draft for key, draft in book.plain.items() if not is_only_in_notes(draft, tables)}
    if not any(key in blank for key in book.plain.keys() - stated.keys()):
        return []
    tried = try_identities(tables, FactBook(stated), blank, unknown, taxonomy)
    return [each for each in find_lost_cells(tried, blank) if each.key in book.plain]


def _position(finding: Finding) -> tuple[int, str]:
    return (min((source.line for source in finding.sources), default=0), finding.code)


_WITHHELD = "its row does not say in which column it stands, or what stands there / 所在行未能说明其所在列或含义"


def _place(
    tables: tuple[Table, ...], placements: dict[tuple[int, int], Placement]
) -> tuple[list[PrintedCell], list[Unresolved], list[tuple[int, int, Misplaced]]]:
    """Return the candidate facts, the amounts that are none, and for these the table and row with the reason."""
    cells: list[PrintedCell] = []
    unresolved: list[Unresolved] = []
    misplaced: list[tuple[int, int, Misplaced]] = []
    for table in tables:
        nameless = columns_without_name(table.statement) if table.statement.place is not None else frozenset()
        for row in range(len(table.statement.items)):
            placement = placements[table.number, row]
            for amount in placement.amounts:
                cell = NO_MEASURE if amount.column in nameless else table.cell(row, amount)
                if isinstance(cell, PrintedCell):
                    cells.append(cell)
                else:
                    unresolved.append(Unresolved(source=amount.source, reason=str(cell)))
                    misplaced.append((table.number, row, cell))
            for amount, columns in placement.open_amounts:
                headers = tuple("/".join(table.statement.columns[column].header) for column in columns)
                reason = (
                    "no placement agrees with the identities / 任何排列都与勾稽关系不符"
                    if placement.contradicted
                    else "several placements agree with the identities / 多种排列均符合勾稽关系"
                )
                unresolved.append(Unresolved(source=amount.source, reason=reason, readings=headers))
            withheld = table.statement.items[row].withheld
            unresolved.extend(Unresolved(source=source, reason=_WITHHELD) for source in withheld)
    return cells, unresolved, misplaced


def _unknown_keys(
    tables: tuple[Table, ...], placements: dict[tuple[int, int], Placement], book: FactBook
) -> frozenset[FactKey]:
    """Return the keys that an amount without a certain place may be, and those a lost column of a piece held."""
    keys: set[FactKey] = set()
    for (number, row), placement in placements.items():
        table = tables[number]
        places = {column for _, columns in placement.open_amounts for column in columns}
        if table.statement.place is not None:
            # What a statement prints is known, wherever a note's amount may stand.
            keys.update(key for key in _keys_of(table, row, places) if key not in book.plain)
            continue
        keys.update(_keys_of(table, row, places))
        if table.statement.items[row].choice is not None:
            others = range(len(table.statement.columns))
            keys.update(key for key in _keys_of(table, row, others) if key not in book.plain)
    return frozenset(keys)


def _keys_of(table: Table, row: int, columns: Iterable[int]) -> Iterator[FactKey]:
    for column in columns:
        key = table.key(row, column)
        if not isinstance(key, Misplaced):
            yield key
