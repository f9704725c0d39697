"""One cell per line: the tables and statements of real reports, cell by cell and fact by fact."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from converter.model.document import Cell, Document, Grid
from converter.model.finding import Finding, Severity
from converter.model.period import Duration
from converter.model.report import Fact, Report
from converter.model.source import Source
from converter.model.statement import StatementKind
from converter.pipeline import read_report
from converter.read import read_document
from converter.taxonomy import Taxonomy

# Read off the page; figures and names are facts.
GOLDEN = Path(__file__).parent / "cell_lines"
BREAKDOWN, QUARTERS, SUBSIDIARIES = "revenue-breakdown", "quarters", "subsidiaries"


def texts(row: tuple[Cell, ...]) -> list[str]:
    return [cell.text for cell in row]


def read_shared(path: Path) -> Document:
    document, findings = read_document(path.read_bytes(), path.name)
    assert document is not None
    assert not findings
    return document


@pytest.fixture
def annual(shared: Path) -> Document:
    return read_shared(shared / "seeds" / "004_bc6069923b392734.txt")


def golden(name: str) -> list[list[str]]:
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def find(document: Document, label: str) -> Grid:
    return next(
        block
        for block in document.blocks
        if isinstance(block, Grid) and any(cell.text == label for row in block.rows for cell in row)
    )


@pytest.mark.parametrize(
    ("name", "label"), [(BREAKDOWN, "占营业收入比重"), (QUARTERS, "第四季度"), (SUBSIDIARIES, "公司名称")]
)
def test_tables_of_an_annual_report_are_right_cell_by_cell(annual: Document, name: str, label: str) -> None:
    grid = find(annual, label)
    assert [texts(row) for row in grid.rows] == golden(name)


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", "")) if text else Decimal(0)


def test_the_revenue_breakdown_adds_up_by_industry_product_region_and_channel() -> None:
    rows = golden(BREAKDOWN)[2:]
    assert sum("," in cell for row in rows for cell in row[1:]) == 77
    sections: dict[str, list[list[str]]] = {}
    for row in rows[1:]:
        if not any(row[1:]):
            sections[row[0]] = []
        else:
            sections[list(sections)[-1]].append(row)
    assert len(sections) == 4
    for section in sections.values():
        for column in (1, 3):
            assert sum(amount(row[column]) for row in section) == amount(rows[0][column])
            for row in section:
                if row[column]:
                    share = 100 * amount(row[column]) / amount(rows[0][column])
                    assert round(share, 2) == Decimal(row[column + 1].rstrip("%"))


def test_the_quarters_add_up_to_the_year() -> None:
    revenue = golden(QUARTERS)[2]
    year = golden(BREAKDOWN)[2]
    assert sum(map(amount, revenue[1:5])) == amount(year[1])
    assert sum(map(amount, revenue[5:])) == amount(year[3])
    assert sum(bool(cell) for row in golden(QUARTERS)[2:] for cell in row[1:]) == 16


def test_the_subsidiaries_are_22_with_six_amounts_each() -> None:
    rows = golden(SUBSIDIARIES)[1:]
    assert len(rows) == 22
    assert all(len(row) == 9 and all(row) for row in rows)


def test_rows_with_lost_cells_keep_every_placement(annual: Document) -> None:
    grid = find(annual, "占营业收入比重")
    lone = {grid.rows[index][0].text: ways for index, ways in grid.alternatives.items()}
    assert list(lone) == ["贵州", "黑龙江", "重庆"]
    for ways in lone.values():
        assert len({tuple(texts(row)) for row in ways}) == len(ways)
        assert all(len(row) == 6 for row in ways)


def sources_of(document: Document) -> Iterator[Source]:
    for block in document.blocks:
        if not isinstance(block, Grid):
            yield block.source
            continue
        for row in (*block.rows, *(row for ways in block.alternatives.values() for row in ways)):
            yield from (cell.source for cell in row)


def test_every_source_is_exact_to_the_character(shared: Path) -> None:
    for path in (
        *sorted((shared / "corpus" / "cell-lines").glob("*.txt")),
        shared / "seeds" / "004_bc6069923b392734.txt",
    ):
        document = read_shared(path)
        for source in sources_of(document):
            for piece in source.parts or (source,):
                assert document.lines[piece.line - 1][piece.start : piece.end] == piece.text


# --- the statements ---------------------------------------------------------------------------------------------------

Canonical = tuple[str, str, str, str, int | None]
_PRIMARY = {
    StatementKind.BALANCE_SHEET,
    StatementKind.INCOME_STATEMENT,
    StatementKind.CASH_FLOW_STATEMENT,
    StatementKind.CHANGES_IN_EQUITY,
}


def report_of(path: Path, taxonomy: Taxonomy) -> tuple[Report, tuple[Finding, ...]]:
    report, findings = read_report(path.read_bytes(), path.name, taxonomy)
    assert report is not None
    return report, findings


def canonical(facts: Iterable[Fact]) -> set[Canonical]:
    return {
        (fact.concept, fact.value, fact.period.model_dump_json(), str(sorted(fact.dimensions.items())), fact.decimals)
        for fact in facts
    }


def primary(report: Report) -> set[Canonical]:
    kinds = {statement.id: statement.kind for statement in report.statements}
    return canonical(fact for fact in report.facts if fact.statement is not None and kinds[fact.statement] in _PRIMARY)


def test_every_primary_statement_of_a_whole_report_is_proven(shared: Path, taxonomy: Taxonomy) -> None:
    report, findings = report_of(next((shared / "corpus" / "cell-lines").glob("jinyu*")), taxonomy)
    lines = [range(s.line_from, s.line_to + 1) for s in report.statements if s.kind in _PRIMARY]
    assert not [f for f in findings if any(source.line in each for source in f.sources for each in lines)]
    printed = {entry.statement: (entry.printed_numbers, entry.facts_from) for entry in report.coverage.by_statement}
    kinds = [(s.kind, s.scope) for s in report.statements if s.kind in _PRIMARY]
    assert len(kinds) == 10
    assert sum(printed[s.id][0] for s in report.statements if s.kind in _PRIMARY) == 621
    assert all(printed[s.id][0] == printed[s.id][1] for s in report.statements if s.kind in _PRIMARY)
    ids = {s.id for s in report.statements if s.kind in _PRIMARY}
    assert all(check.holds for check in report.checks if check.statement in ids)
    assert not [each for each in report.coverage.unresolved if any(each.source.line in lines_of for lines_of in lines)]


@pytest.mark.parametrize("other", ["aligned", "pdf"])
def test_all_forms_of_one_report_give_the_same_facts(shared: Path, taxonomy: Taxonomy, other: str) -> None:
    cells, _ = report_of(next((shared / "corpus" / "cell-lines").glob("jinyu*")), taxonomy)
    same, _ = report_of(next((shared / "corpus" / other).glob("jinyu*")), taxonomy)
    assert len(primary(same)) > 500
    assert primary(same) <= canonical(cells.facts)
    assert primary(cells) <= canonical(same.facts)


def test_a_securities_firms_statements_add_up_in_every_column(shared: Path, taxonomy: Taxonomy) -> None:
    report, findings = report_of(next((shared / "corpus" / "cell-lines").glob("citic*")), taxonomy)
    assert not [finding for finding in findings if finding.severity is not Severity.INFO]
    assert [statement.kind for statement in report.statements] == [
        StatementKind.BALANCE_SHEET,
        StatementKind.INCOME_STATEMENT,
        StatementKind.CASH_FLOW_STATEMENT,
    ]
    assert [(entry.printed_numbers, entry.facts_from) for entry in report.coverage.by_statement] == [
        (106, 106),
        (94, 94),
        (78, 78),
    ]
    assert all(check.holds for check in report.checks)
    year = Duration(start=date(2024, 1, 1), end=date(2024, 12, 31))
    losses = [fact.value for fact in report.facts if "信用减值损失" in fact.printed_label and fact.period == year]
    assert "-1113515233.5" in losses
