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
