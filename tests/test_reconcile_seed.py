"""Hold reconciling against the audit report: every amount a fact, every real inconsistency found, none invented."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from converter.model.finding import Finding, Severity
from converter.model.report import Evidence, Report
from converter.model.statement import StatementKind
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

APART = {StatementKind.KEY_FIGURES, StatementKind.NOTE, StatementKind.DISCUSSION}  # from the statements


def last_line(report: Report) -> int:
    """Return where the statements end."""
    return max(entry.line_to for entry in report.statements if entry.kind not in APART)


@pytest.fixture(scope="module")
def converted(shared: Path, taxonomy: Taxonomy) -> tuple[Report, tuple[Finding, ...]]:
    file = next((shared / "seeds").glob("001_*.txt"))
    report, findings = read_report(file.read_bytes(), file.name, taxonomy)
    assert report is not None
    return report, findings


def test_every_printed_amount_is_a_source_of_a_fact(converted: tuple[Report, tuple[Finding, ...]]) -> None:
    report, _ = converted
    primary = {entry.id for entry in report.statements if entry.kind not in APART}
    counted = [each for each in report.coverage.by_statement if each.statement in primary]
    assert sum(each.printed_numbers for each in counted) == sum(each.facts_from for each in counted) == 695
    assert not any(each.source.line <= last_line(report) for each in report.coverage.unresolved)
    assert not any(f.concept.startswith("ext:") for f in report.facts if f.statement in primary)
    keys = Counter((f.concept, str(f.period), f.unit, str(f.dimensions)) for f in report.facts)
    assert max(keys.values()) == 1


def test_the_findings_are_the_documents_own_inconsistencies(converted: tuple[Report, tuple[Finding, ...]]) -> None:
    report, findings = converted
    last = last_line(report)
    told = [
        (each.code, {source.line for source in each.sources})
        for each in findings
        if each.code.startswith("reconcile.") and each.severity is not Severity.INFO
        if each.sources[0].line <= last and each.code != "reconcile.disagreement"  # with the notes
    ]
    assert [code for code, _ in told] == [
        "reconcile.lost-cell",
        "reconcile.duplicated-row",
        "reconcile.duplicated-row",
    ]
    assert 346 in told[0][1]  # the increase in cash, whose row printed nothing
    assert {430, 431, 432} <= told[1][1]  # the distribution printed again above itself
    assert {434, 435, 439} <= told[2][1]  # the transfer printed again above itself


def test_only_the_duplicated_rows_and_their_totals_conflict(converted: tuple[Report, tuple[Finding, ...]]) -> None:
    report, _ = converted
    last = last_line(report)
    lines = {
        source.line
        for f in report.facts
        if f.evidence is Evidence.CONFLICTING
        for source in f.sources
        if source.line <= last
    }
    assert lines == {430, 431, 432, 434, 435, 439}
    assert sum(f.evidence is Evidence.PROVEN for f in report.facts) > 600


def test_the_tables_of_the_notes_add_up(converted: tuple[Report, tuple[Finding, ...]]) -> None:
    report, findings = converted
    notes = {entry.id for entry in report.statements if entry.kind is StatementKind.NOTE}
    checks = [check for check in report.checks if check.statement in notes and check.kind != "agreement"]
    assert sum(check.holds for check in checks) > 850
    assert not [check for check in checks if not check.holds]
    disagreeing = [each for each in findings if each.code == "reconcile.disagreement"]
    # Interest expense of the year before is one amount in the statement and another in its note.
    assert any({247, 3233} <= {source.line for source in each.sources} for each in disagreeing)
