"""Pieces of numbers: joined where they print one number, else read by nobody; amounts that may have lost their end."""

from __future__ import annotations

from decimal import Decimal

import pytest

from converter.model.finding import Finding
from converter.model.report import Report
from converter.model.statement import Statement
from converter.pipeline import read_report
from converter.read import read_document
from converter.recognise import recognise_report
from converter.taxonomy import Taxonomy

HEADER = "2022年年度报告\n\n合并现金流量表\n\n| 项目 | 2022年度 | 2021年度 |\n| --- | --- | --- |\n"
ROWS = """| 一、经营活动产生的现金流量： | | |
| 销售商品、提供劳务收到的现金 | 9,000,000.00 | 8,000,000.00 |
| 收到的税费返还 | 1,000,000.00 | 1,000,000.00 |
| 经营活动现金流入小计 | 10,000,000.00 | 9,000,000.00 |
| 购买商品、接受劳务支付的现金 | 2,500,000.00 | 2,000,000.00 |
| 支付的各项税费 | 1,500,000.00 | 1,000,000.00 |
| 经营活动现金流出小计 | 4,000,000.00 | 3,000,000.00 |
| 经营活动产生的现金流量净额 | 6,000,000.00 | 6,000,000.00 |
"""


def recognise(text: str, taxonomy: Taxonomy) -> tuple[Statement, tuple[Finding, ...]]:
    document, _ = read_document(text.encode(), "report.md")
    assert document is not None
    report, findings = recognise_report(document, taxonomy)
    (statement,) = report.statements
    return statement, findings


def convert(text: str, taxonomy: Taxonomy) -> tuple[Report, tuple[Finding, ...]]:
    report, findings = read_report(text.encode(), "report.md", taxonomy)
    assert report is not None
    return report, findings


def printed(statement: Statement) -> set[str]:
    return {amount.source.text for item in statement.items for reading in item.readings for amount in reading}


def unreadable(findings: tuple[Finding, ...]) -> list[str]:
    return [s.text for f in findings if f.code == "recognise.number-unreadable" for s in f.sources]


def test_pieces_below_each_other_that_print_one_number_are_one_amount(taxonomy: Taxonomy) -> None:
    broken = ROWS.replace(
        "| 收到的税费返还 | 1,000,000.00 | 1,000,000.00 |",
        "| 收到的税费返还 | 1,000, | 1,000,0 |\n| | 000.00 | 00.00 |",
    )
    statement, findings = recognise(HEADER + broken, taxonomy)
    assert not unreadable(findings)
    refund = next(item for item in statement.items if item.label == "收到的税费返还")
    ((first, second),) = refund.readings
    assert (first.column, first.value, second.column, second.value) == (0, Decimal(1000000), 1, Decimal(1000000))
    assert [part.text for part in first.source.parts] == ["1,000,", "000.00"]
    assert first.source.text == "1,000,000.00"
    lines = (HEADER + broken).split("\n")
    for part in (*first.source.parts, *second.source.parts):
        assert lines[part.line - 1][part.start : part.end] == part.text


def test_a_number_broken_together_with_its_label_is_one_amount(taxonomy: Taxonomy) -> None:
    broken = ROWS.replace(
        "| 购买商品、接受劳务支付的现金 | 2,500,000.00 | 2,000,000.00 |",
        "| 购买商品、接受劳 | 2,500, | 2,000, |\n| 务支付的现金 | 000.00 | 000.00 |",
    )
    statement, _ = recognise(HEADER + broken, taxonomy)
    goods = next(item for item in statement.items if item.label == "购买商品、接受劳务支付的现金")
    assert [[amount.value for amount in reading] for reading in goods.readings] == [
        [Decimal(2500000), Decimal(2000000)]
    ]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("835,3 | 52,68", "8.00 | 8.00"),  # cut across the columns as well
        ("835,3 | 1,000,000.00", "8.00 | "),
        ("1,000, | 835,3", "000.00 | 8.00"),  # one column joins, the other does not
        ("35,53 | 2,891.46", "35,53 | 2,891.46"),
    ],
)
def test_pieces_that_join_to_nothing_are_no_amounts(taxonomy: Taxonomy, above: str, below: str) -> None:
    broken = ROWS.replace("1,000,000.00 | 1,000,000.00 |", f"{above} |\n| | {below} |")
    statement, findings = recognise(HEADER + broken, taxonomy)
    pieces = {text for row in (above, below) for text in row.split(" | ") if text and text != "1,000,000.00"}
    assert not pieces & printed(statement)
    assert pieces <= set(unreadable(findings))


def test_an_amount_without_decimals_where_all_others_have_two_needs_proof(taxonomy: Taxonomy) -> None:
    cut = (HEADER + ROWS).replace("| 支付的各项税费 | 1,500,000.00", "| 支付的各项税费 | 1,500")
    report, findings = convert(cut, taxonomy)
    assert not [fact for fact in report.facts if fact.sources[0].text == "1,500"]
    assert [each.source.text for each in report.coverage.unresolved] == ["1,500"]
    (finding,) = [each for each in findings if each.code == "recognise.number-perhaps-cut"]
    assert [source.text for source in finding.sources] == ["1,500"]

    whole = (HEADER + ROWS).replace("| 支付的各项税费 | 1,500,000.00", "| 支付的各项税费 | 1,500,000")
    report, _ = convert(whole, taxonomy)
    (fact,) = [fact for fact in report.facts if fact.sources[0].text == "1,500,000"]
    assert fact.evidence.value == "proven"


def test_amounts_without_decimals_are_trusted_where_they_are_usual(taxonomy: Taxonomy) -> None:
    statement, findings = recognise((HEADER + ROWS).replace(".00", ""), taxonomy)
    assert [finding.code for finding in findings] == ["recognise.statement-cut"]
    assert all(len(item.readings) == 1 for item in statement.items)
