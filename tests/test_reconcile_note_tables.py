"""A lone amount in no sum stands where the note that breaks its parent row down adds up."""

from __future__ import annotations

import datetime

import pytest

from converter.mapping import map_report
from converter.model.report import Evidence, Report
from converter.read import read_document
from converter.recognise import recognise_report
from converter.reconcile import reconcile_report
from converter.taxonomy import Taxonomy

REPORT = """某公司2022年半年度报告

合并利润表2022年1—6月

单位:元币种:人民币

项目附注2022年半年度2021年半年度
一、营业收入附注七、61251,918,066.48210,041,988.47
减:营业成本附注七、61128,289,425.25105,316,899.73
投资收益(损失以“-”号填列)附注七、68641,974.664,192.70
其中:对联营企业和合营企业的投资收益4,192.70
二、营业利润(亏损以“-”号填列)124,270,615.89104,729,281.44
三、利润总额(亏损总额以“-”号填列)124,270,615.89104,729,281.44
四、净利润(净亏损以“-”号填列)124,270,615.89104,729,281.44

七、合并财务报表项目注释

68、 投资收益

{note}
"""
NOTE = """项目本期发生额上期发生额
权益法核算的长期股权投资收益4,192.70
处置长期股权投资产生的投资收益{disposal}
其他10,462.65
合计641,974.664,192.70"""


def convert(text: str, taxonomy: Taxonomy) -> Report:
    document, findings = read_document(text.encode(), "page.txt")
    assert document is not None, findings
    recognised, _ = recognise_report(document, taxonomy)
    report, _ = reconcile_report(map_report(recognised, taxonomy)[0], document, taxonomy)
    return report


def test_the_note_that_adds_up_in_one_way_places_the_amount(taxonomy: Taxonomy) -> None:
    report = convert(REPORT.format(note=NOTE.format(disposal="631,512.01")), taxonomy)
    (fact,) = (fact for fact in report.facts if "对联营企业" in fact.printed_label)
    assert fact.period.end == datetime.date(2021, 6, 30)  # type: ignore[union-attr] # a duration
    assert fact.evidence is Evidence.PROVEN
    assert not report.coverage.unresolved


@pytest.mark.parametrize("note", ["无。", NOTE.format(disposal="631,512.02")])
def test_without_a_note_that_adds_up_the_amount_stays_unresolved(note: str, taxonomy: Taxonomy) -> None:
    report = convert(REPORT.format(note=note), taxonomy)
    (unresolved,) = report.coverage.unresolved
    assert unresolved.source.text == "4,192.70"
    assert unresolved.readings == ("2022年半年度", "2021年半年度")


SUPPLEMENT = """某公司2022年半年度报告

七、合并财务报表项目注释

79、 现金流量表补充资料

单位:元币种:人民币

补充资料本期金额上期金额
1.将净利润调节为经营活动现金流量:
净利润40,243,068.9736,812,288.33
加:资产减值准备2,085,169.102,151,547.83
无形资产摊销1,896,795.771,444,054.64
公允价值变动损失(收益以“-”号填列){lone}
财务费用(收益以“-”号填列)856,819.501,960,308.04
经营活动产生的现金流量净额45,056,853.3442,368,198.84
"""


def test_the_sum_of_the_supplement_places_a_lone_amount(taxonomy: Taxonomy) -> None:
    report = convert(SUPPLEMENT.format(lone="-25,000.00"), taxonomy)
    (fact,) = (fact for fact in report.facts if fact.concept.endswith("AdjustmentsForFairValueGainsLosses"))
    assert fact.period.end == datetime.date(2022, 6, 30)  # type: ignore[union-attr] # a duration
    assert fact.evidence is Evidence.PROVEN


def test_a_sum_that_does_not_hold_places_nothing(taxonomy: Taxonomy) -> None:
    report = convert(SUPPLEMENT.format(lone="-26,000.00"), taxonomy)
    assert not [fact for fact in report.facts if fact.concept.endswith("AdjustmentsForFairValueGainsLosses")]
    assert [each.source.text for each in report.coverage.unresolved] == ["-26,000.00"]


RESEARCH = """某公司2022年半年度报告

第三节管理层讨论与分析

研发投入情况表

单位:元

本期数上年同期数变化幅度(%)
费用化研发投入95,168,947.7263,896,403.5148.94
资本化研发投入8,046,676.83
研发投入合计{total}63,896,403.5161.54
"""


def test_what_research_cost_is_expensed_or_capitalised(taxonomy: Taxonomy) -> None:
    report = convert(RESEARCH.format(total="103,215,624.55"), taxonomy)
    (fact,) = (fact for fact in report.facts if fact.concept.endswith(":CapitalisedResearchAndDevelopment"))
    assert fact.period.end == datetime.date(2022, 6, 30)  # type: ignore[union-attr] # a duration
    assert fact.evidence is Evidence.PROVEN
    report = convert(RESEARCH.format(total="103,215,629.55"), taxonomy)
    assert not [fact for fact in report.facts if fact.concept.endswith(":CapitalisedResearchAndDevelopment")]
