"""Pieces of a statement that lost a column: all their rows stand in the same one, which sums beyond the piece tell."""

from __future__ import annotations

from converter.model.finding import Finding
from converter.model.report import Report
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

HEAD = """2022年年度报告

合并资产负债表

| 项目 | 2022年12月31日 | 2021年12月31日 |
| --- | --- | --- |
| 货币资金 | 8,125.00 | 7,250.00 |
| 存货 | 1,876.00 | 1,751.00 |
| 流动资产合计 | 10,001.00 | 9,001.00 |
| 资产总计 | 10,001.00 | 9,001.00 |
"""
LIABILITIES = [
    ("短期借款", "3,120.00", "2,210.00"),
    ("应付账款", "1,234.00", "1,357.00"),
    ("流动负债合计", "4,354.00", "3,567.00"),
    ("负债合计", "4,354.00", "3,567.00"),
]
TAIL = """| 股本 | 5,000.00 | 5,000.00 |
| --- | --- | --- |
| 未分配利润 | 647.00 | 434.00 |
| 所有者权益合计 | 5,647.00 | 5,434.00 |
| 负债和所有者权益总计 | 10,001.00 | 9,001.00 |
"""


def piece(column: int, **changed: str) -> str:
    rows = [(row[0], changed.get(row[0], row[column])) for row in LIABILITIES]
    return "\n".join(f"| {label} | {text} |" for label, text in rows) + "\n"


def convert(text: str, taxonomy: Taxonomy) -> tuple[Report, tuple[Finding, ...]]:
    report, findings = read_report(text.encode(), "report.md", taxonomy)
    assert report is not None
    return report, findings


def years(report: Report, *labels: str) -> set[int]:
    return {
        fact.period.instant.year  # type: ignore[union-attr]
        for fact in report.facts
        if fact.printed_label in labels
    }


def test_sums_beyond_a_piece_tell_its_column(taxonomy: Taxonomy) -> None:
    for column, year in ((1, 2022), (2, 2021)):
        report, _ = convert(f"{HEAD}\n\n{piece(column)}\n\n{TAIL}", taxonomy)
        assert years(report, "短期借款", "应付账款", "流动负债合计", "负债合计") == {year}
        assert not report.coverage.unresolved
        # What the lost column held is unknown, not zero: no sum of that year fails.
        assert all(check.holds for check in report.checks)


def test_one_misread_row_does_not_keep_a_piece_open(taxonomy: Taxonomy) -> None:
    report, findings = convert(f"{HEAD}\n\n{piece(1, 应付账款='1,284.00')}\n\n{TAIL}", taxonomy)
    assert years(report, "短期借款", "应付账款", "流动负债合计", "负债合计") == {2022}
    assert "reconcile.sum-differs" in {finding.code for finding in findings}
    wrong = next(fact for fact in report.facts if fact.printed_label == "应付账款")
    assert wrong.evidence.value == "conflicting"


def test_a_piece_that_no_sum_reaches_stays_open(taxonomy: Taxonomy) -> None:
    report, _ = convert(f"{HEAD}\n\n{piece(1, 负债合计='9,354.00')}\n\n{TAIL}", taxonomy)
    assert not years(report, "短期借款", "应付账款", "流动负债合计", "负债合计")
    assert len(report.coverage.unresolved) == len(LIABILITIES)


def test_a_piece_whose_columns_would_both_do_stays_open(taxonomy: Taxonomy) -> None:
    alike = TAIL.replace("5,434.00", "5,647.00").replace("434.00", "647.00").replace("9,001.00", "10,001.00")
    report, _ = convert(f"{HEAD.replace('9,001.00', '10,001.00')}\n\n{piece(1)}\n\n{alike}", taxonomy)
    assert not years(report, "短期借款", "应付账款", "流动负债合计", "负债合计")


def test_a_second_column_printed_below_the_first_is_placed_where_sums_prove_it(taxonomy: Taxonomy) -> None:
    below = "\n".join(f"|  | {row[2]} |" for row in LIABILITIES)
    report, _ = convert(f"{HEAD}\n\n{piece(1)}{below}\n\n{TAIL}", taxonomy)
    assert years(report, "短期借款", "应付账款", "流动负债合计", "负债合计") == {2022, 2021}
    assert not report.coverage.unresolved
    assert all(check.holds for check in report.checks)


def test_a_second_column_that_sums_do_not_prove_stays_open(taxonomy: Taxonomy) -> None:
    below = "\n".join(f"|  | {row[2]} |" for row in LIABILITIES[::-1])
    report, _ = convert(f"{HEAD}\n\n{piece(1)}{below}\n\n{TAIL}", taxonomy)
    assert years(report, "短期借款", "应付账款", "流动负债合计", "负债合计") == {2022}
    assert [each.source.text for each in report.coverage.unresolved] == [row[2] for row in LIABILITIES[::-1]]
