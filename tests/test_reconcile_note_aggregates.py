"""Tests of which tables of the notes are about the line they seem to be about, and with which sign."""

from __future__ import annotations

from collections.abc import Sequence

from converter.model.report import Fact, Report
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

BALANCE_SHEET = """2023年年度报告
合并资产负债表
2023年12月31日
单位：元
项目\t2023年12月31日\t2022年12月31日
应收票据\t900.00\t700.00
其他应收款\t1,000.00\t800.00
流动资产合计\t1,900.00\t1,500.00
资产总计\t1,900.00\t1,500.00
股本\t1,900.00\t1,500.00
所有者权益合计\t1,900.00\t1,500.00
负债和所有者权益总计\t1,900.00\t1,500.00
五、合并财务报表项目注释
"""
DISCLOSURE = "c2x:DisclosureAxis"


def read(taxonomy: Taxonomy, *lines: str) -> tuple[Report, list[str]]:
    report, findings = read_report((BALANCE_SHEET + "\n".join(lines)).encode(), "report.txt", taxonomy)
    assert report is not None
    return report, [finding.code for finding in findings]


def printing(report: Report, text: str, line: int) -> Fact:
    """Return the fact of the amount with a text on a line of the notes."""
    line += BALANCE_SHEET.count("\n")
    (fact,) = (fact for fact in report.facts if any((s.text, s.line) == (text, line) for s in fact.sources))
    return fact


def kinds(report: Report, fact: Fact) -> Sequence[tuple[str, bool]]:
    return [(check.kind, check.holds) for check in report.checks if check.id in fact.checks]


def test_a_table_about_a_part_of_its_line_carries_its_name(taxonomy: Taxonomy) -> None:
    report, codes = read(
        taxonomy,
        "1、其他应收款",
        "账龄\t期末余额\t期初余额",
        "1年以内\t600.00\t500.00",
        "1至2年\t400.00\t300.00",
        "合计\t1,000.00\t800.00",
        "",
        "项目\t期末余额\t期初余额",
        "押金\t60.00\t20.00",
        "备用金\t40.00\t30.00",
        "合计\t100.00\t50.00",
    )
    assert codes.count("reconcile.other-amount") == 1
    assert "reconcile.disagreement" not in codes
    whole, part, row = printing(report, "1,000.00", 5), printing(report, "100.00", 10), printing(report, "40.00", 9)
    assert len(whole.sources) == 2
    assert whole.concept == part.concept
    assert DISCLOSURE not in whole.dimensions
    assert part.dimensions[DISCLOSURE] == row.dimensions[DISCLOSURE]


def test_one_amount_that_differs_in_a_table_that_agrees_is_a_contradiction(taxonomy: Taxonomy) -> None:
    report, codes = read(
        taxonomy,
        "1、其他应收款",
        "项目\t期末余额\t期初余额",
        "押金\t600.00\t500.00",
        "备用金\t400.00\t310.00",
        "合计\t1,000.00\t810.00",
    )
    assert "reconcile.other-amount" not in codes
    assert codes.count("reconcile.disagreement") == 1
    assert ("agreement", False) in kinds(report, printing(report, "810.00", 5))


def test_an_allowance_printed_with_a_minus_sign_is_what_is_taken_off(taxonomy: Taxonomy) -> None:
    report, codes = read(
        taxonomy,
        "1、应收票据",
        "项目\t期末余额\t期初余额",
        "银行承兑汇票\t400.00\t300.00",
        "商业承兑汇票\t600.00\t500.00",
        "小计\t1,000.00\t800.00",
        "减：坏账准备\t-100.00\t-100.00",
        "合计\t900.00\t700.00",
    )
    assert not [code for code in codes if code.startswith("reconcile.")]
    (allowance,) = {fact.value for fact in report.facts for source in fact.sources if source.text == "-100.00"}
    assert allowance == "100"
    assert ("parts", True) in kinds(report, printing(report, "900.00", 7))


def test_what_a_roll_forward_adds_up_with_its_minus_sign_is_a_decrease(taxonomy: Taxonomy) -> None:
    report, _ = read(
        taxonomy,
        "1、递延收益",
        "项目\t期初余额\t本期增加\t本期减少\t期末余额",
        "政府补助\t60.00\t10.00\t-40.00\t30.00",
        "其他补助\t20.00\t\t-5.00\t15.00",
        "合计\t80.00\t10.00\t-45.00\t45.00",
        "",
        "2、长期待摊费用",
        "项目\t期初余额\t本期增加\t本期减少\t期末余额",
        "装修费\t50.00\t10.00\t-40.00\t100.00",
        "其他费用\t20.00\t\t6.00\t14.00",
        "合计\t70.00\t10.00\t-34.00\t114.00",
    )
    decrease = printing(report, "-45.00", 5)
    assert (decrease.concept, decrease.value) == ("c2x:DecreaseDuringPeriod", "45")
    assert kinds(report, decrease) == [("parts", True), ("roll-forward", True)]
    assert printing(report, "-40.00", 9).value == "-40"  # taken off, it would add


def test_a_decrease_without_a_minus_sign_beside_one_that_has_it_stays(taxonomy: Taxonomy) -> None:
    report, _ = read(
        taxonomy,
        "1、筹资活动产生的各项负债变动情况",
        "项目\t期初余额\t本期增加\t本期减少\t本期减少\t期末余额",
        "\t\t现金变动\t现金变动\t非现金变动\t",
        "短期借款\t70.00\t10.00\t40.00\t-5.00\t35.00",
        "长期借款\t20.00\t\t\t-5.00\t15.00",
        "合计\t90.00\t10.00\t40.00\t-10.00\t50.00",
    )
    assert printing(report, "40.00", 4).value == "40"
    assert printing(report, "-5.00", 5).value == "5"
