"""Printed rates of change are tried on the two amounts they are of."""

from __future__ import annotations

import pytest

from converter.model.finding import Finding
from converter.model.report import Evidence, Report
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

FIGURES = """甲乙股份有限公司
2023年年度报告

主要会计数据和财务指标
单位：元

项目\t2023年\t2022年\t本年比上年增减（%）\t2021年
营业收入\t150.00\t120.00\t25.00\t100.00
归属于上市公司股东的净利润\t-30.00\t20.00\t-250.00\t10.00
经营活动产生的现金流量净额\t12.00\t-8.00\t250.00\t5.00
基本每股收益（元/股）\t0.46\t0.40\t15.00\t0.30
加权平均净资产收益率（%）\t7.61\t6.94\t增加0.67个百分点\t6.00
项目\t2023年末\t2022年末\t本年末比上年末增减（%）\t2021年末
总资产\t900.00\t800.00\t12.50\t700.00
归属于上市公司股东的净资产\t400.00\t500.00\t-20.00\t300.00
"""


def read(text: str, taxonomy: Taxonomy) -> tuple[Report, list[Finding]]:
    report, findings = read_report(text.encode(), "input.txt", taxonomy)
    assert report is not None
    return report, [finding for finding in findings if finding.code == "reconcile.ratio-differs"]


def test_every_rate_is_checked_against_its_two_amounts(taxonomy: Taxonomy):
    report, findings = read(FIGURES, taxonomy)
    checks = [check for check in report.checks if check.kind == "growth"]
    assert [check.holds for check in checks] == [True] * 7
    assert findings == []
    facts = {fact.id: fact for fact in report.facts}
    assert {fact.evidence for check in checks for fact in map(facts.get, check.facts) if fact} == {Evidence.CONSISTENT}
    rate, now, before = (facts[name] for name in checks[0].facts)
    assert (rate.value, now.value, before.value) == ("0.25", "150", "120")


def test_percentage_points_are_a_difference_of_ratios(taxonomy: Taxonomy):
    report, _ = read(FIGURES, taxonomy)
    (points,) = [fact for fact in report.facts if fact.concept == "c2x:ChangeInWeightedAverageReturnOnEquity"]
    assert (points.value, points.decimals, points.unit) == ("0.0067", 4, "xbrli:pure")
    assert points.evidence is Evidence.CONSISTENT


def test_a_rate_that_differs_is_a_finding_against_the_rate_alone(taxonomy: Taxonomy):
    report, (finding,) = read(FIGURES.replace("\t25.00\t", "\t28.00\t"), taxonomy)
    assert "营业收入" in finding.message.zh
    assert "25.00%" in finding.message.zh
    assert "25.00%" in finding.message.en
    conflicting = [fact.value for fact in report.facts if fact.evidence is Evidence.CONFLICTING]
    assert conflicting == ["0.28"]


@pytest.mark.parametrize("rate", ["25", "25.0", "25.00", "25.000"])
def test_a_rate_is_tried_to_its_printed_precision(rate: str, taxonomy: Taxonomy):
    _, findings = read(FIGURES.replace("\t25.00\t", f"\t{rate}\t"), taxonomy)
    assert findings == []


def test_a_fall_below_zero_is_told_with_either_sign(taxonomy: Taxonomy):
    """From -8 to 12 is 250 % up; some houses print -250 %."""
    _, findings = read(FIGURES.replace("\t250.00\t", "\t-250.00\t"), taxonomy)
    assert findings == []


def test_amounts_before_a_restatement_count_where_the_rate_is_of_them(taxonomy: Taxonomy):
    text = """甲乙股份有限公司
2023年年度报告

主要会计数据和财务指标
单位：元

项目\t2023年\t2022年\t2022年\t本年比上年增减（%）
项目\t2023年\t调整前\t调整后\t调整后
营业收入\t150.00\t125.00\t120.00\t25.00
归属于上市公司股东的净利润\t30.00\t20.00\t24.00\t25.00
经营活动产生的现金流量净额\t12.00\t8.00\t8.00\t50.00
基本每股收益（元/股）\t0.30\t0.20\t0.24\t25.00
"""
    report, findings = read(text, taxonomy)
    assert [check.holds for check in report.checks if check.kind == "growth"] == [True] * 4
    assert findings == []


def test_one_odd_rate_in_a_column_that_otherwise_fails_is_not_told(taxonomy: Taxonomy):
    """Percentages that are no rates of the printed amounts at all say nothing about these."""
    text = FIGURES
    for rate in ("25.00", "-250.00", "250.00", "15.00"):
        text = text.replace(f"\t{rate}\t", f"\t7{rate[-4:]}\t", 1)
    _, findings = read(text, taxonomy)
    assert findings == []
