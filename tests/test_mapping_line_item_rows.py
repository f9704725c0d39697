from __future__ import annotations

import pytest
from reconcile_sample import YEAR, YEAR_END, line_item, plain_reading
from test_mapping_notes import cell, mapped, note

from converter.model.mapped import MappedTable
from converter.model.statement import LineItem, NotePlace
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

RELATED = NotePlace("十二、（六）", "关联方应收应付款项", "", ("应收项目",), "项目名称/关联方")


def amounts(label: str, line: int, parent: int | None = None) -> LineItem:
    return line_item(label, (plain_reading([f"{line}.00"], line),), line, parent)


def dimensions(table: MappedTable, row: int) -> dict[str, str]:
    return {axis.removeprefix("c2x:").removesuffix("Axis"): member for axis, member in cell(table, row, 0).dimensions}


@pytest.mark.parametrize("word", ["合计", "小计"])
def test_a_sum_is_of_the_line_item_of_the_rows_above_it(taxonomy: Taxonomy, word: str) -> None:
    labels = [
        "应收账款/甲公司",
        "应收账款/乙公司",
        word,
        "预付款项/甲公司",
        f"预付款项/{word}",
        "其他应收款/丙公司",
        word,
    ]
    rows = [amounts(label, number) for number, label in enumerate(labels, 1)]
    table = mapped(note(RELATED, [("账面余额", YEAR_END)], rows), taxonomy)
    items = [dimensions(table, row) for row in range(len(labels))]
    assert items[2]["LineItem"] == "c2x:CurrentTradeReceivables"
    assert items[4]["LineItem"] == "c2x:CurrentPrepayments"
    assert items[6]["LineItem"] == "c2x:OtherCurrentReceivables"
    assert all("Counterparty" not in items[row] and "NoteItem" not in items[row] for row in (2, 4, 6))
    assert items[5]["Counterparty"] == "丙公司"


def test_a_sum_above_those_beside_their_line_items_is_not_of_the_table(taxonomy: Taxonomy) -> None:
    labels = ["应付账款/甲公司", "合计", "合同负债/甲公司", "合同负债/合计", "其他应付款/乙公司", "其他应付款/合计"]
    rows = [amounts(label, number) for number, label in enumerate(labels, 1)]
    table = mapped(note(RELATED, [("账面余额", YEAR_END)], rows), taxonomy)
    items = [dimensions(table, row).get("LineItem") for row in (1, 3, 5)]
    assert items == [
        "c2x:TradeAndOtherCurrentPayablesToTradeSuppliers",
        "c2x:CurrentContractLiabilities",
        "c2x:OtherCurrentPayables",
    ]


def test_the_only_sum_is_that_of_the_table(taxonomy: Taxonomy) -> None:
    rows = [amounts("应收账款/甲公司", 1), amounts("预付款项/甲公司", 2), amounts("合计", 3)]
    table = mapped(note(RELATED, [("账面余额", YEAR_END)], rows), taxonomy)
    assert "LineItem" not in dimensions(table, 2)


def test_a_name_that_lost_its_line_item_is_none(taxonomy: Taxonomy) -> None:
    labels = ["应收账款/甲公司", "丁公司", "合计", "预付款项/甲公司", "合计"]
    rows = [amounts(label, number) for number, label in enumerate(labels, 1)]
    table = mapped(note(RELATED, [("账面余额", YEAR_END)], rows), taxonomy)
    assert [table.cells[row][0] is None for row in range(5)] == [False, True, True, False, False]


def test_a_row_below_another_of_its_line_item_keeps_its_own_words(taxonomy: Taxonomy) -> None:
    place = NotePlace("十三、（一）", "以公允价值计量的资产和负债的期末公允价值", "", (), "项目")
    rows = [
        amounts("交易性金融资产", 1),
        amounts("第一类", 2, 0),
        amounts("权益工具投资", 3, 1),
        amounts("第二类", 4, 0),
        amounts("权益工具投资", 5, 3),
    ]
    table = mapped(note(place, [("第一层次公允价值计量", YEAR_END)], rows), taxonomy)
    assert [dimensions(table, row)["NoteItem"] for row in (2, 4)] == ["第一类/权益工具投资", "第二类/权益工具投资"]


def test_other_is_no_line_item(taxonomy: Taxonomy) -> None:
    rows = [amounts("货币资金", 1), amounts("固定资产", 2), amounts("其他", 3)]
    place = NotePlace("五、（六）", "所有权或使用权受到限制的资产", "", (), "项目")
    table = mapped(note(place, [("账面价值", YEAR_END)], rows), taxonomy)
    assert dimensions(table, 2)["LineItem"] == "其他"


@pytest.mark.parametrize("row_header", ["项目名称", "关联方/项目名称"])
def test_names_below_a_line_item_are_of_those_dealt_with_not_projects(row_header: str, taxonomy: Taxonomy) -> None:
    place = NotePlace("十、（六）", "关联方应收应付款项", "", ("应收项目",), row_header)
    columns = [("账面余额", YEAR_END), *([("关联方", None)] if "/" not in row_header else [])]
    table = mapped(note(place, columns, [amounts("预付账款", 1), amounts("甲公司", 2, 0)]), taxonomy)
    assert dimensions(table, 1)["Counterparty"] == "甲公司"


def test_currencies_are_of_the_row_right_above_them_not_of_an_empty_one(taxonomy: Taxonomy) -> None:
    place = NotePlace("五、80", "外币货币性项目", "", (), "项目")
    rows = [
        amounts("斯里兰卡卢比", 1),
        line_item("长期借款", (), 2),
        line_item("其中：美元", (), 3, 1),
        amounts("其他应收款", 4),
        amounts("其中：美元", 5, 1),
        amounts("南非兰特", 6, 1),
    ]
    table = mapped(note(place, [("期末折算人民币余额", YEAR_END)], rows), taxonomy)
    assert table.cells[0][0] is None
    assert [dimensions(table, row)["LineItem"] for row in (3, 4, 5)] == ["c2x:OtherCurrentReceivables"] * 3


def test_a_heading_of_further_information_is_no_line_item(taxonomy: Taxonomy) -> None:
    place = NotePlace("十六、（二）", "分部信息", "", ("报告分部的财务信息",))
    rows = [amounts("营业收入", 1), line_item("补充信息:", ((),), 2), amounts("资本性支出", 3, 1)]
    table = mapped(note(place, [("合计", YEAR)], rows), taxonomy)
    assert dimensions(table, 2)["LineItem"] == "资本性支出"
    assert "NoteItem" not in dimensions(table, 2)


def test_what_fair_values_are_measured_for_is_no_line_item(taxonomy: Taxonomy) -> None:
    place = NotePlace("十二、1", "以公允价值计量的资产和负债的期末公允价值", "公允价值的披露", (), "项目")
    rows = [
        line_item("一、持续的公允价值计量", ((),), 1),
        amounts("交易性金融资产-理财产品", 2, 0),
        amounts("应收款项融资", 3, 0),
    ]
    table = mapped(note(place, [("第二层次公允价值计量", YEAR_END)], rows), taxonomy)
    assert [dimensions(table, row)["LineItem"] for row in (1, 2)] == [
        "交易性金融资产-理财产品",
        "c2x:ReceivablesFinancing",
    ]
    assert "NoteItem" not in dimensions(table, 1)


def test_parts_of_the_business_below_a_header_that_says_so_are_no_line_items(taxonomy: Taxonomy) -> None:
    place = NotePlace("十六、6", "分部信息", "", ("地区信息",), "地区")
    table = mapped(note(place, [("本期发生额", YEAR)], [amounts("华北", 1), amounts("合计", 2)]), taxonomy)
    assert dimensions(table, 0)["Region"] == "华北"
    assert "LineItem" not in dimensions(table, 0)


def test_the_effect_of_a_change_on_a_line_item_is_no_amount_of_it(taxonomy: Taxonomy) -> None:
    place = NotePlace("四、（三十）", "重要会计政策和会计估计的变更", "", ("重要会计政策变更",))
    rows = [amounts("递延所得税资产", 1), amounts("资产总计", 2), amounts("未分配利润", 3)]
    table = mapped(note(place, [("影响金额", YEAR_END)], rows), taxonomy)
    assert {cell(table, row, 0).concept for row in range(3)} == {"c2x:EffectOnLineItem"}
    assert dimensions(table, 0)["LineItem"] == "c2x:DeferredTaxAssets"
    rows = [amounts("所得税费用", 1), amounts("净利润", 2), amounts("综合收益总额", 3)]
    table = mapped(note(place, [("调整金额", YEAR)], rows), taxonomy)
    assert {cell(table, row, 0).concept for row in range(3)} == {"c2x:EffectOnLineItemOfPeriod"}


def test_the_cumulated_effect_of_a_change_of_policy_is_an_effect(taxonomy: Taxonomy) -> None:
    place = NotePlace("四、（三十）", "会计政策变更", "", ("本期会计政策变更的累积影响",), "受影响的项目")
    rows = [amounts("期初净资产", 1), amounts("净利润", 2)]
    table = mapped(note(place, [("", YEAR)], rows), taxonomy)
    assert [cell(table, row, 0).concept.partition("OnLineItem")[0] for row in range(2)] == ["c2x:Effect"] * 2


def test_a_row_numbered_below_a_single_line_item_is_part_of_it(taxonomy: Taxonomy) -> None:
    place = NotePlace("十三、（一）", "以公允价值计量的资产和负债的期末公允价值", "", (), "项目")
    rows = [amounts("（一）应收款项融资", 1), amounts("（1）应收票据", 2, 0), amounts("（二）应收票据", 3)]
    table = mapped(note(place, [("第二层次公允价值计量", YEAR_END)], rows), taxonomy)
    part, own = dimensions(table, 1), dimensions(table, 2)
    assert (part["LineItem"], part["NoteItem"]) == ("c2x:ReceivablesFinancing", "应收票据")
    assert own["LineItem"] == "c2x:NotesReceivable"


def test_lines_of_the_statements_in_the_second_column_are_what_a_change_has_its_effect_on(taxonomy: Taxonomy) -> None:
    header = "会计政策变更的内容和原因/受重要影响的报表项目名称"
    place = NotePlace("四、40", "重要会计政策和会计估计的变更", "", ("重要会计政策变更",), header)
    rows = [amounts("执行解释第16号/递延所得税资产", 1), amounts("执行解释第16号/所得税费用", 2)]
    table = mapped(note(place, [("影响金额", None)], rows), taxonomy)
    assert [cell(table, row, 0).concept for row in range(2)] == [
        "c2x:EffectOnLineItem",
        "c2x:EffectOnLineItemOfPeriod",
    ]
    found = dimensions(table, 0)
    assert (found["LineItem"], found["NoteItem"]) == ("c2x:DeferredTaxAssets", "执行解释第16号")


def test_a_change_without_a_line_item_has_its_effect_on_no_heading(taxonomy: Taxonomy) -> None:
    place = NotePlace("四、40", "重要会计政策和会计估计的变更", "", ("重要会计政策变更",), "会计政策变更的内容和原因")
    table = mapped(note(place, [("影响金额", None)], [amounts("执行解释第17号", 1)]), taxonomy)
    assert "LineItem" not in dimensions(table, 0)


def test_a_heading_below_a_total_names_the_balance_that_the_rows_below_it_are_of(taxonomy: Taxonomy) -> None:
    text = """甲股份有限公司 2023 年年度报告
十七、其他重要事项
1、分部信息
（2）报告分部的财务信息
单位：元
项目\t2023年\t分部间抵销\t合计
分地区对外交易收入\t\t\t
华北\t11,000.00\t\t11,000.00
华南\t13,000.00\t\t13,000.00
合计\t24,000.00\t\t24,000.00
非流动资产总额\t\t\t
中国大陆\t15,000.00\t\t15,000.00"""
    report, _ = read_report(text.encode(), "report.txt", taxonomy)
    assert report is not None
    found = {(fact.concept, fact.dimensions.get("c2x:LineItemAxis")) for fact in report.facts if fact.value == "15000"}
    assert found == {("c2x:AmountAtEndOfPeriod", "非流动资产总额")}


def test_where_something_is_is_no_line_item(taxonomy: Taxonomy) -> None:
    text = """甲股份有限公司 2023 年年度报告
十七、其他重要事项
1、分部信息
（2）报告分部的财务信息
单位：元
项目\t期末余额
中国境内\t15,000.00
中国境外\t11,000.00
合计\t26,000.00"""
    report, _ = read_report(text.encode(), "report.txt", taxonomy)
    assert report is not None
    found = {
        fact.value: (fact.concept, fact.dimensions.get("c2x:RegionAxis"), fact.dimensions.get("c2x:LineItemAxis"))
        for fact in report.facts
        if fact.decimals is not None
    }
    assert found == {
        "15000": ("c2x:AmountAtEndOfPeriod", "中国境内", None),
        "11000": ("c2x:AmountAtEndOfPeriod", "中国境外", None),
        "26000": ("c2x:AmountAtEndOfPeriod", None, None),
    }
