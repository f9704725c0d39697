"""Tables that the form of a report prescribes: what their rows and headings say that they are."""

from __future__ import annotations

import dataclasses

from reconcile_sample import YEAR, YEAR_BEFORE, YEAR_END, line_item, plain_reading
from test_mapping_notes import cell, mapped, note

from converter.model.statement import NotePlace, StatementKind
from converter.taxonomy import Taxonomy


def test_dividends_behind_the_reporting_period_are_items_by_themselves(taxonomy: Taxonomy) -> None:
    place = NotePlace("1、", "利润分配情况", "十六、资产负债表日后事项")
    rows = [("拟分配的利润或股利", ["6.00"]), ("经审议批准宣告发放的利润或股利", ["5.00"]), ("其他分配", ["1.00"])]
    table = mapped(note(place, [("", None)], rows), taxonomy)
    assert [cell(table, row, 0).concept for row in range(3)] == [
        "c2x:DividendsProposedAfterReportingPeriod",
        "c2x:DividendsApprovedAfterReportingPeriod",
        "ext:其他分配",
    ]


def test_guarantees_by_others_are_none_that_the_company_gave(taxonomy: Taxonomy) -> None:
    found = []
    for caption, header in (("本公司作为被担保方", "担保方"), ("本公司作为担保方", "被担保方")):
        place = NotePlace("5、", "关联担保情况", "十二、关联方及关联交易", (caption,), header)
        found.append(cell(mapped(note(place, [("担保金额", None)], [("甲公司", ["6.00"])]), taxonomy), 0, 0))
    assert [each.concept for each in found] == ["c2x:GuaranteesReceived", "c2x:GuaranteedAmount"]
    assert all("c2x:LineItemAxis" not in dict(each.dimensions) for each in found)


def test_a_sum_is_the_name_of_no_project(taxonomy: Taxonomy) -> None:
    place = NotePlace("1、", "在建工程", "合并财务报表项目注释", (), "项目名称")
    rows = [("厂房", ["6.00"]), ("自建项目小计", ["6.00"]), ("合计", ["6.00"])]
    table = mapped(note(place, [("", YEAR_END)], rows), taxonomy)
    assert [dict(cell(table, row, 0).dimensions) for row in range(3)] == [
        {"c2x:ProjectAxis": "厂房"},
        {"c2x:NoteItemAxis": "自建项目小计"},
        {},
    ]


def test_a_rate_of_change_is_that_of_the_one_concept_beside_it(taxonomy: Taxonomy) -> None:
    place = NotePlace("1、", "投资状况分析", "第三节 管理层讨论与分析", ("总体情况",))
    heads = [("报告期投资额", YEAR), ("上年同期投资额", YEAR_BEFORE), ("变动幅度", None)]
    made = note(place, heads, [("", ["6.00", "3.00", "100.00"])])
    table = mapped(dataclasses.replace(made, kind=StatementKind.DISCUSSION), taxonomy)
    assert dict(cell(table, 0, 2).dimensions)["c2x:LineItemAxis"] == "c2x:InvestmentDuringPeriod"


def test_an_element_of_the_costs_of_an_industry_is_no_part_of_its_name(taxonomy: Taxonomy) -> None:
    place = NotePlace("2、", "主营业务分析", "第三节 管理层讨论与分析", ("营业成本构成",), "行业分类/项目")
    heads = [("金额", YEAR), ("占营业成本比重", YEAR)]
    rows = [
        ("医药工业/原材料", ["6.00", "60.00"]),
        ("医药工业/人工成本", ["4.00", "40.00"]),
        ("合计", ["10.00", "100.00"]),
    ]
    made = note(place, heads, rows)
    items = [
        dataclasses.replace(item, members=tuple(("", text) for text in item.printed_label.split("/")[1:]))
        for item in made.items
    ]
    table = mapped(dataclasses.replace(made, kind=StatementKind.DISCUSSION, items=tuple(items)), taxonomy)
    found = dict(cell(table, 0, 1).dimensions)
    assert (found["c2x:IndustryAxis"], found["c2x:NoteItemAxis"]) == ("医药工业", "原材料")


def test_currencies_are_of_the_line_items_above_them_that_print_nothing(taxonomy: Taxonomy) -> None:
    place = NotePlace("1、", "外币货币性项目", "合并财务报表项目注释", ("外币货币性项目",), "项目")
    heads = [("期末外币余额", YEAR_END), ("期末折算人民币余额", YEAR_END)]
    items = [
        line_item("货币资金---", ((),), 1),
        dataclasses.replace(
            line_item("其中：美元", (plain_reading(["6.00", "42.00"], 2),), 2), parent=0, prefix="其中"
        ),
    ]
    table = mapped(note(place, heads, items), taxonomy)
    assert [dict(cell(table, 1, column).dimensions)["c2x:LineItemAxis"] for column in range(2)] == [
        "c2x:CashAtBankAndOnHand"
    ] * 2


def test_a_header_of_nothing_but_a_direction_is_named_by_the_one_above_it(taxonomy: Taxonomy) -> None:
    place = NotePlace("1、", "金融工具的风险", "十二、与金融工具相关的风险", ("价格风险",), "项目")
    heads = [("净损益/增加／减少", YEAR), ("股东权益/增加／减少", YEAR)]
    table = mapped(note(place, heads, [("权益工具投资", ["6.00", "5.00"])]), taxonomy)
    assert [cell(table, 0, column).concept.split("_")[0] for column in range(2)] == ["ext:净损益", "ext:股东权益"]


def test_entrusted_wealth_management_of_a_period_has_its_concept(taxonomy: Taxonomy) -> None:
    place = NotePlace("1.", "重大合同及其履行情况", "第六节 重要事项", ("委托理财总体情况",), "类型/资金来源")
    made = note(place, [("发生额", YEAR), ("未到期余额", YEAR_END)], [("银行理财产品/自有资金", ["6.00", "5.00"])])
    table = mapped(dataclasses.replace(made, kind=StatementKind.DISCUSSION), taxonomy)
    concepts = [cell(table, 0, column).concept for column in range(2)]
    assert concepts == ["c2x:WealthManagementOfPeriod", "c2x:WealthManagementOutstanding"]


def test_what_a_risk_variable_does_to_profit_or_net_assets_is_told_by_the_sentence_above(taxonomy: Taxonomy) -> None:
    found = []
    for whom in ("当期损益", "归母净资产"):
        told = f"其他变量不变的情况下，汇率的可能合理变动对本公司{whom}的税后影响如下"
        place = NotePlace("1、", "金融工具的风险", "十二、与金融工具相关的风险", ("市场风险", told), "项目")
        rows = [("汇率上升1%", ["6.00"]), ("汇率下降1%", ["-6.00"])]
        found.append(cell(mapped(note(place, [("", YEAR)], rows), taxonomy), 0, 0).concept)
    assert found == ["c2x:EffectOfRiskVariableOnProfit", "c2x:EffectOfRiskVariableOnNetAssets"]
