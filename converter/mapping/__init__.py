"""Map printed rows and columns to concepts and members, by rules that are data.

lookup.py      label + statement + place → rule
extension.py   what no rule covers → an anchored concept of the entity's own
measures.py    tables whose rows are members of a dimension and whose columns are measures
user_rules.py  the user's mapping file
notes.py       the tables of the notes
explain.py     the command ``explain``
"""

from __future__ import annotations

from converter.mapping.explain import Answer, Explanation, Nearest, explain_label
from converter.mapping.extension import (
    FINDINGS as _EXTENSION_FINDINGS,
)
from converter.mapping.extension import (
    anchor_of,
    extension_concept,
    extension_finding,
    extension_member,
    extension_member_finding,
)
from converter.mapping.lookup import RuleBook, member_of
from converter.mapping.measures import FINDINGS as _MEASURE_FINDINGS
from converter.mapping.measures import RowMembers, map_measures, map_row_members
from converter.mapping.note_continued import find_undated
from converter.mapping.note_extension import FINDINGS as _NOTE_FINDINGS
from converter.mapping.note_layout import prints
from converter.mapping.notes import NoteMapper
from converter.mapping.user_rules import read_mapping_file
from converter.model.finding import Finding
from converter.model.label import parse_label
from converter.model.mapped import MappedItem, MappedReport, MappedTable
from converter.model.period import Instant
from converter.model.report import ExtensionConcept
from converter.model.statement import LineItem, RecognisedReport, Statement, StatementKind
from converter.taxonomy import LineItemRule, Taxonomy

__all__ = [
    "FINDINGS",
    "Answer",
    "Explanation",
    "Nearest",
    "explain_label",
    "map_report",
    "read_mapping_file",
]

_BALANCES = StatementKind.BALANCE_SHEET
_FLOWS = (StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW_STATEMENT)
_NON_RECURRING = "non-recurring-items"  # the id of the tables of non-recurring gains and losses

FINDINGS = {**_EXTENSION_FINDINGS, **_MEASURE_FINDINGS, **_NOTE_FINDINGS}


def map_report(
    recognised: RecognisedReport, taxonomy: Taxonomy, user_rules: tuple[LineItemRule, ...] = ()
) -> tuple[MappedReport, tuple[Finding, ...]]:
    """Map every row of every statement to a concept, every column of an equity matrix to a member.

    ``user_rules`` come in front of the taxonomy's. A row that prints an amount and that no rule covers becomes an
    extension concept and a finding; a row without amounts and without a rule is a heading. Nothing is dropped.
    """
    book = RuleBook(taxonomy, user_rules)
    items: dict[str, tuple[MappedItem, ...]] = {}
    members: dict[str, tuple[str | None, ...]] = {}
    extension: dict[str, ExtensionConcept] = {}
    findings: list[Finding] = []
    measures: dict[str, tuple[str | None, ...]] = {}
    row_members: dict[str, RowMembers] = {}
    tables: dict[str, MappedTable] = {}
    notes = NoteMapper(book, find_undated(recognised.statements))
    notes.shapes.learn(recognised.statements)
    for statement in recognised.statements:
        if statement.place is not None:
            tables[statement.id], more = notes.map_table(statement)
            findings += more
            items[statement.id] = (MappedItem(None, "note"),) * len(statement.items)
            continue
        if statement.kind is StatementKind.DISCUSSION:
            row_members[statement.id] = map_row_members(statement, taxonomy)
            measures[statement.id], more = map_measures(statement, row_members[statement.id], book)
            findings += more
            items[statement.id] = (MappedItem(None, "measures"),) * len(statement.items)
            continue
        mapped = _map_rows(statement, book)
        for index, item in enumerate(statement.items):
            if mapped[index] is None:
                anchor = anchor_of(statement, index, mapped, taxonomy)
                concept = extension_concept(statement, index, anchor, taxonomy)
                mapped[index] = MappedItem(concept.name, "extension")
                extension.setdefault(concept.name, concept)
                findings.append(extension_finding(statement, item, concept, book, taxonomy))
        items[statement.id] = tuple(item for item in mapped if item is not None)
        if statement.kind in (_BALANCES, *_FLOWS):
            notes.lines.add(statement, items[statement.id])
        if statement.kind is StatementKind.CHANGES_IN_EQUITY:
            members[statement.id] = _map_members(statement, taxonomy, extension, findings)
    findings += notes.findings()
    extension = {**notes.extension, **extension}
    own = tuple(extension[name] for name in sorted(extension))
    return MappedReport(recognised, items, members, own, measures, row_members, tables), tuple(findings)


def _map_rows(statement: Statement, book: RuleBook) -> list[MappedItem | None]:
    """Map the rows that a rule covers; leave None where a row prints an amount and none does."""
    seen: dict[str, int] = {}
    mapped: list[MappedItem | None] = []
    for index, item in enumerate(statement.items):
        above = mapped[item.parent] if item.parent is not None and item.parent < index else None
        key = parse_label(item.printed_label).key
        rule = book.find(statement.kind.value, key, seen, above.concept if above else None)
        if rule is None and statement.kind is StatementKind.KEY_FIGURES and prints(item):
            rule = _find_in_statements(statement, item, key, book)
        if rule is None:
            # Amounts without a label are nobody's; beside several labels run together, whose they are is lost.
            is_one = bool(key) and not book.is_several(statement.kind.value, key)
            mapped.append(None if is_one and prints(item) else MappedItem(None, "heading"))
            continue
        # A row with a concept and a heading is, where it prints nothing, only the heading of the rows below.
        concept = "" if rule.heading and not prints(item) else rule.concept
        for name in (concept, rule.heading):
            if name:
                seen[name] = index
        if not concept and prints(item) and not item.printed_label.rstrip().endswith((":", "：")):
            mapped.append(None)
        else:
            mapped.append(MappedItem(concept or None, rule.id, rule.opening))
    return mapped


def _find_in_statements(statement: Statement, item: LineItem, key: str, book: RuleBook) -> LineItemRule | None:
    """Return the rule of the primary statements for a row that key figures or a table of changes take from them.

    What stands under dates is a balance; what stands under periods a flow, or the balance at their end. Non-recurring
    items bear the names of lines of which they are only a part, so these are no such rows.
    """
    if statement.id.startswith(_NON_RECURRING):
        return None
    columns = {amount.column for reading in item.readings for amount in reading}
    at_dates = any(isinstance(statement.columns[column].period, Instant) for column in columns)
    kinds = (_BALANCES,) if at_dates else (*_FLOWS, _BALANCES)
    found = (book.find(kind.value, key, {}) for kind in kinds)
    return next((rule for rule in found if rule is not None and rule.concept), None)


def _map_members(
    statement: Statement, taxonomy: Taxonomy, extension: dict[str, ExtensionConcept], findings: list[Finding]
) -> tuple[str | None, ...]:
    """Map each column to a member of the equity axis: None for the total, an extension member where none fits."""
    members: list[str | None] = []
    for number, column in enumerate(statement.columns):
        label = column.equity_component or (column.header[-1] if column.header else "")
        known, member = member_of(label, taxonomy)
        if not known and _column_prints(statement, number):
            concept = extension_member(statement, label, taxonomy)
            extension.setdefault(concept.name, concept)
            member = concept.name
            findings.append(extension_member_finding(statement, number, label, concept))
        members.append(member)
    return tuple(members)


def _column_prints(statement: Statement, number: int) -> bool:
    return any(amount.column == number for item in statement.items for reading in item.readings for amount in reading)
