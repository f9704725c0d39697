"""Recognise the statements a document prints: which, whose, when, in which unit, in which columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from converter.model.document import Document, Grid
from converter.model.finding import Finding
from converter.model.statement import RecognisedReport, Statement, StatementKind
from converter.recognise.breakdowns import recognise_breakdowns
from converter.recognise.combined_grids import part_combined
from converter.recognise.document_facts import PrintedText, recognise_document_facts
from converter.recognise.entity import recognise_entity
from converter.recognise.findings import RECOGNISE_FINDINGS, make_finding
from converter.recognise.grouping import group_segments, tell_scopes
from converter.recognise.key_figures import recognise_key_figures
from converter.recognise.note_headings import read_note_headings
from converter.recognise.note_outline import outline_tables
from converter.recognise.note_tables import recognise_note_tables
from converter.recognise.report_period import recognise_report_period
from converter.recognise.statement import build_statements
from converter.recognise.tables import find_segments
from converter.recognise.text_blocks import recognise_text_blocks
from converter.recognise.units import parse_currency, parse_scale
from converter.recognise.vocabulary import build_vocabulary
from converter.recognise.word_tables import recognise_word_tables
from converter.taxonomy import Taxonomy

__all__ = ["RECOGNISE_FINDINGS", "recognise_report"]


def recognise_report(document: Document, taxonomy: Taxonomy) -> tuple[RecognisedReport, tuple[Finding, ...]]:
    """Return what a document reports, its statements in printed order, with findings about what is lost or open.

    The taxonomy lends its line-item labels, so that the rows of a table say which statement it is.
    """
    vocabulary = build_vocabulary(taxonomy)
    groups = group_segments(document, find_segments(document, vocabulary), vocabulary)
    tell_scopes(groups)
    entity = recognise_entity(document)
    report, title_line = recognise_report_period(document, groups)
    title = title_line.text if title_line is not None else None
    scale, currency = _default_unit(document)
    statements, findings = build_statements(groups, report, scale, currency, vocabulary, read_note_headings(document))
    # Key figures stand before the statements; what stands behind these is a supplement of the notes. Alone, as on web
    # pages, they are all there is; those of a summary (摘要) count only beside a discussion of operations.
    first = statements[0].line_from if statements else len(document.lines) + 1
    discussion = recognise_breakdowns(document, report, scale, currency)
    if not statements:
        findings += (_say_why(document, title),)
    is_summary = title is not None and "摘要" in title
    if statements or not is_summary or any(table.kind is StatementKind.DISCUSSION for table in discussion):
        figures, shifted = recognise_key_figures(document, report, scale, currency, vocabulary)
        front = _apart(table for table in (*figures, *discussion) if table.line_to < first)
        findings += tuple(finding for finding in shifted if finding.sources[0].line < first)
        statements = (*front, *statements)
        parted = part_combined(document)
        notes, open_rows = recognise_note_tables(
            parted, outline_tables(parted, report, scale, currency), _lines_of(statements), report, _labels_of(taxonomy)
        )
        statements, findings = (*statements, *notes), findings + open_rows
    in_full = recognise_text_blocks(document)
    recognised = RecognisedReport(
        entity=entity,
        report_type=report.report_type,
        period=report.duration,
        currency=currency,
        title=title,
        statements=statements,
        document_facts=(
            *recognise_document_facts(
                document,
                taxonomy,
                entity,
                report,
                PrintedText(title_line.text, title_line.source) if title_line is not None else None,
            ),
            *recognise_word_tables(document, in_full),
        ),
        text_blocks=in_full,
    )
    return recognised, findings


def _labels_of(taxonomy: Taxonomy) -> frozenset[str]:
    """Return the keys of the labels of rows that the taxonomy has a rule about."""
    return frozenset({*(rule.label for rule in taxonomy.rules), *(each.label for each in taxonomy.note_members)})


def _apart(tables: Iterable[Statement]) -> list[Statement]:
    """Return tables in printed order, without any that stands where another, taken first, already stands."""
    taken: list[Statement] = []
    for table in tables:
        if all(table.line_from > other.line_to or table.line_to < other.line_from for other in taken):
            taken.append(table)
    return sorted(taken, key=lambda table: table.line_from)


def _lines_of(statements: Iterable[Statement]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of lines that statements stand on, and the lines of amounts printed below their table."""
    for statement in statements:
        yield statement.line_from, statement.line_to
        for item in statement.items:
            for amount in item.readings[0]:
                yield amount.source.line, amount.source.line


def _default_unit(document: Document) -> tuple[int, str]:
    """Return the scale and currency stated for the statements as a whole; yuan and CNY where nothing is."""
    for block in document.blocks:
        if not isinstance(block, Grid) and ("报表的单位" in block.text or "金额单位为" in block.text):
            return parse_scale(block.text.replace("报表的单位", "单位")) or 0, parse_currency(block.text) or "CNY"
    return 0, "CNY"


def _say_why(document: Document, title: str | None) -> Finding:
    if title is not None and "摘要" in title:
        why = ("这是报告摘要，摘要按规定不载财务报表", "it is a summary (摘要), which by its rules prints none")
    elif not any(isinstance(block, Grid) for block in document.blocks):
        why = ("全文没有可识别的表格", "it prints no table that can be recognised")
    else:
        why = (
            "其中的表格都不是资产负债表、利润表、现金流量表或所有者权益变动表",
            "none of its tables is a primary statement",
        )
    return make_finding("recognise.no-statement", why_zh=why[0], why_en=why[1])
