"""Real documents: every amount of the audit report's statements, and a statement in every full report."""

from __future__ import annotations

from converter.model.statement import StatementKind
from converter.read import read_document
from converter.recognise import recognise_report
from converter.recognise.vocabulary import PRIMARY_KINDS

SUMMARY = "摘要"


def test_the_audit_report_places_every_amount_of_its_statements(shared, taxonomy) -> None:
    path = next((shared / "seeds").glob("001_*.txt"))
    document, _ = read_document(path.read_bytes(), path.name)
    assert document is not None
    report, findings = recognise_report(document, taxonomy)
    assert not findings
    statements = [statement for statement in report.statements if statement.place is None]
    assert [statement.id for statement in statements] == [
        "consolidated-balance-sheet",
        "consolidated-income-statement",
        "consolidated-cash-flow-statement",
        "consolidated-changes-in-equity",
        "consolidated-changes-in-equity-2021",
        "parent-only-balance-sheet",
        "parent-only-income-statement",
        "parent-only-cash-flow-statement",
        "parent-only-changes-in-equity",
        "parent-only-changes-in-equity-2021",
    ]
    items = [item for statement in statements for item in statement.items]
    assert all(len(item.readings) == 1 for item in items)
    places = [(a.source.line, a.source.start) for item in items for a in item.readings[0]]
    assert len(places) == len(set(places)) == 695


def test_every_full_report_of_the_corpus_has_its_statements(shared, taxonomy) -> None:
    for path in sorted((shared / "corpus" / "markdown").glob("*.md")):
        document, _ = read_document(path.read_bytes(), path.name)
        assert document is not None
        report, findings = recognise_report(document, taxonomy)
        kinds = {statement.kind for statement in report.statements}
        if not kinds:
            assert {finding.code for finding in findings} == {"recognise.no-statement"}, path.name
            assert SUMMARY in (report.title or ""), path.name
            continue
        assert kinds >= {
            StatementKind.BALANCE_SHEET,
            StatementKind.INCOME_STATEMENT,
            StatementKind.CASH_FLOW_STATEMENT,
        }, path.name
        ids = [statement.id for statement in report.statements]
        assert len(ids) == len(set(ids))
        primary = [statement.id for statement in report.statements if statement.kind in PRIMARY_KINDS]
        assert not any(identifier.endswith("-3") for identifier in primary), path.name
