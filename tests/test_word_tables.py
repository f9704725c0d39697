"""Tax rates, useful lives and key audit matters are facts in words; what is one number is a number."""

from __future__ import annotations

import pytest

from converter.model.report import Fact, Report
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

TEXT = """审计报告

三、关键审计事项

（一） 应收账款的减值

1. 事项描述

略。

（二）收入的确认

1. 事项描述

略。

四、其他信息

（一）不是关键审计事项

甲乙股份有限公司
2023年度
合并资产负债表
2023年12月31日
单位：元
项目\t2023年12月31日\t2022年12月31日
应收账款\t100.00\t90.00
存货\t50.00\t40.00
流动资产合计\t150.00\t130.00
资产总计\t150.00\t130.00
负债合计\t60.00\t50.00
所有者权益合计\t90.00\t80.00
负债和所有者权益总计\t150.00\t130.00

财务报表附注

一、公司基本情况

本公司统一社会信用代码为91230000123456789X。本财务报告于2024年4月20日由本公司董事会批准报出。

二、财务报表的编制基础

持续经营。

三、重要会计政策及会计估计

（一）固定资产

类别\t折旧方法\t折旧年限（年）\t残值率（%）\t年折旧率（%）
房屋建筑物\t年限平均法\t35-40\t5\t2.71-2.375
机器设备\t年限平均法\t10\t5\t9.50

四、税项

（一）主要税种及税率

税种\t计税依据\t税率
增值税\t应税收入\t13%、9%
城市维护建设税\t流转税额\t7%
"""


@pytest.fixture(scope="module")
def report(taxonomy: Taxonomy) -> Report:
    report, _ = read_report(TEXT.encode(), "input.txt", taxonomy)
    assert report is not None
    return report


def of(report: Report, concept: str) -> list[Fact]:
    return [fact for fact in report.facts if fact.concept == f"c2x:{concept}"]


def test_ranges_and_methods_stand_on_their_row_and_note(report: Report):
    life, other = of(report, "UsefulLifeDescription")
    assert (life.value, life.sources[0].text, other.value) == ("35-40", "35-40", "10")
    assert life.dimensions == {"c2x:NoteItemAxis": "房屋建筑物", "c2x:NoteTitleAxis": "固定资产"}
    assert [fact.value for fact in of(report, "DepreciationRateDescription")] == ["2.71-2.375"]
    assert [fact.value for fact in of(report, "DepreciationMethodDescription")] == ["年限平均法"] * 2
    assert of(report, "ResidualValueRateDescription") == []  # 5 is a number


def test_several_tax_rates_are_a_text_one_is_not(report: Report):
    assert [(fact.value, fact.dimensions["c2x:NoteItemAxis"]) for fact in of(report, "TaxRateDescription")] == [
        ("13%、9%", "增值税")
    ]
    assert [fact.value for fact in of(report, "TaxBaseDescription")] == ["应税收入", "流转税额"]


def test_key_audit_matters_are_one_fact_each_title_with_its_place(report: Report):
    (matters,) = of(report, "KeyAuditMatters")
    assert matters.value == "应收账款的减值、收入的确认"
    assert [part.text for part in matters.sources[0].parts] == ["应收账款的减值", "收入的确认"]
    assert [TEXT.splitlines()[part.line - 1][part.start : part.end] for part in matters.sources[0].parts] == [
        "应收账款的减值",
        "收入的确认",
    ]


def test_the_company_in_sentences(report: Report):
    assert [fact.value for fact in of(report, "UnifiedSocialCreditCode")] == ["91230000123456789X"]
    assert [fact.value for fact in of(report, "ApprovalDateOfFinancialStatements")] == ["2024-04-20"]


def test_a_number_in_a_range_is_counted_as_part_of_words(report: Report):
    words = [group for group in report.coverage.tables.others if group.reason.en.startswith("part of a fact in words")]
    assert [place.text for group in words for place in group.places] == ["2.71", "2.375"]
