"""The corpus of real documents: what issue 2 says must be seen, as tests. Needs ../shared."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from silver import Comparison, compare_with_silver, read_silver

from converter.model.finding import Finding
from converter.model.report import Evidence, Report
from converter.pipeline import read_report
from converter.taxonomy import read_taxonomy

# Amounts as the audit report prints them: with thousands separators, or with decimals alone (earnings per share).
AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d,.年])-?\d+\.\d{2,4}(?![\d,])")
PRIMARY = {"balance_sheet", "income_statement", "cash_flow_statement", "changes_in_equity"}


@cache
def converted(path: Path) -> tuple[Report | None, tuple[Finding, ...]]:
    return read_report(path.read_bytes(), path.name, read_taxonomy())


@pytest.fixture(scope="module")
def audit_report(shared: Path) -> tuple[Report, tuple[str, ...]]:
    path = shared / "seeds/001_313dedaca723782c.txt"
    report, _ = converted(path)
    assert report is not None
    return report, tuple(path.read_text("utf-8").split("\n"))


@pytest.fixture(scope="module")
def reports(shared: Path) -> Mapping[str, tuple[Report | None, tuple[Finding, ...]]]:
    return {path.name: converted(path) for path in sorted((shared / "corpus/markdown").glob("*.md"))}


def test_every_amount_of_the_eight_statements_is_a_fact_and_nothing_else_is(audit_report):
    report, lines = audit_report
    first = lines.index("合并资产负债表") + 1
    last = max(entry.line_to for entry in report.statements if entry.kind.value in PRIMARY)
    printed = {
        (number, match.start(), match.end())
        for number in range(first, last + 1)
        for match in AMOUNT.finditer(lines[number - 1])
    }
    assert len(printed) == 695
    sources = {
        (source.line, source.start, source.end)
        for fact in report.facts
        if fact.unit
        for source in fact.sources
        if first <= source.line <= last
    }
    assert sources == printed


def test_every_source_is_where_it_says(audit_report):
    report, lines = audit_report
    for fact in report.facts:
        for source in fact.sources:
            for span in source.parts or (source,):
                assert lines[span.line - 1][span.start : span.end] == span.text


def test_the_inconsistencies_of_the_audit_report_are_found_and_no_others(audit_report):
    report, _ = audit_report
    last = max(entry.line_to for entry in report.statements if entry.kind.value in PRIMARY)
    found = sorted(
        finding.code
        for finding in report.findings
        if finding.code.startswith("reconcile.")
        and finding.severity.value != "info"  # what a note is about is told, not complained of
        and any(source.line <= last for source in finding.sources)
    )
    # Of the statements themselves three; interest expense of 2021 differs from the note that breaks it down.
    assert found == [
        "reconcile.disagreement",
        "reconcile.duplicated-row",
        "reconcile.duplicated-row",
        "reconcile.lost-cell",
    ]
    lost = next(finding for finding in report.findings if finding.code == "reconcile.lost-cell")
    assert "-111,136,596.54" in lost.message.en
    assert "16,079,734.15" in lost.message.en


def test_each_document_converts_or_says_why_not(reports):
    for name, (report, findings) in reports.items():
        primary = report is not None and any(entry.kind.value in PRIMARY for entry in report.statements)
        assert primary or any(finding.code == "recognise.no-statement" for finding in findings), name


def test_the_balance_sheet_identity_is_proven_in_nearly_all(reports):
    with_balance_sheet = [
        report
        for report, _ in reports.values()
        if report and any(entry.kind.value == "balance_sheet" for entry in report.statements)
    ]
    proven = 0
    for report in with_balance_sheet:
        end = report.period_end
        assets = [
            fact
            for fact in report.facts
            if fact.concept == "c2x:Assets" and not fact.dimensions and getattr(fact.period, "instant", None) == end
        ]
        proven += bool(assets) and all(fact.evidence is Evidence.PROVEN for fact in assets)
    assert proven >= 0.95 * len(with_balance_sheet)


def test_values_agree_with_silver_but_for_differences_explained_from_the_page(reports, shared: Path, root: Path):
    rows = read_silver(shared)
    taxonomy = read_taxonomy()
    compared: list[Comparison] = []
    for name, (report, _) in reports.items():
        if report:
            compared += compare_with_silver(name, report, rows, taxonomy)
    assert len(compared) >= 650
    differing = {(item.document, item.field) for item in compared if not item.agrees}
    with (root / "tests/corpus/silver-differences.csv").open(encoding="utf-8", newline="") as file:
        explained = {(row["document"], row["field"]): row["right"] for row in csv.DictReader(file)}
    assert differing <= explained.keys()
    assert all(explained[key] == "ours" for key in differing), "a difference in which the page agrees with silver"
    assert len(differing) <= 0.003 * len(compared)
