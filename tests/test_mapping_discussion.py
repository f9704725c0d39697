"""Tables of the discussion that 内容与格式准则第2号 prescribes: what their rows and headers are."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from reconcile_sample import YEAR, YEAR_BEFORE, YEAR_END, YEAR_START, Row, statement
from reconcile_sample import reconcile as reconcile_all

from converter.mapping.lookup import RuleBook
from converter.mapping.notes import map_note_table
from converter.model.mapped import MappedCell, MappedTable
from converter.model.period import Instant, Period
from converter.model.report import Fact, Report
from converter.model.statement import Column, NotePlace, Statement, StatementKind
from converter.taxonomy import Taxonomy


def discussed(
    columns: Sequence[tuple[str, Period | None]], rows: Sequence[Row], *captions: str, row_header: str = ""
) -> Statement:
    made = statement(StatementKind.DISCUSSION, [period for _, period in columns], rows)
    heads = tuple(Column((words,), period, measure=words) for words, period in columns)
    place = NotePlace("第三节四、", "主营业务分析", "管理层讨论与分析", captions, row_header)
    return dataclasses.replace(made, columns=heads, place=place, period=YEAR)


def cells(table: Statement, taxonomy: Taxonomy) -> list[tuple[str, dict[str, str]] | None]:
    found: MappedTable = map_note_table(table, RuleBook(taxonomy))[0]
    return [told(each) for row in found.cells for each in row]


def told(cell: MappedCell | None) -> tuple[str, dict[str, str]] | None:
    if cell is None:
        return None
    named = {axis.removeprefix("c2x:"): member.removeprefix("c2x:") for axis, member in cell.dimensions}
    return cell.concept.removeprefix("c2x:"), named


def test_lines_of_the_statements_are_their_own_facts_with_rates_and_shares_beside(taxonomy: Taxonomy) -> None:
    table = discussed(
        [("", YEAR_END), ("占总资产比例", YEAR_END), ("比重增减", None)],
        [(label, ["5.00", "2.00", "0.10"]) for label in ("货币资金", "应收账款", "存货")],
    )
    money = {"LineItemAxis": "CashAtBankAndOnHand"}
    assert cells(table, taxonomy)[:3] == [
        ("CashAtBankAndOnHand", {}),
        ("ShareOfTotalAssets", money),
        ("ChangeInShareOfTotalAssets", money),
    ]


def test_a_rate_of_change_is_that_of_the_key_figures_where_these_have_one(taxonomy: Taxonomy) -> None:
    table = discussed(
        [("", YEAR), ("", YEAR_BEFORE), ("同比增减", None)],
        [(label, ["5.00", "4.00", "25.00"]) for label in ("营业收入", "营业成本", "销售费用")],
    )
    rates = cells(table, taxonomy)[2::3]
    assert rates == [
        ("GrowthRateOfRevenue", {}),
        ("GrowthRateOfCostOfSales", {}),
        ("GrowthRateOfLineItem", {"LineItemAxis": "SellingExpenses"}),
    ]


def test_rows_may_be_figures_of_their_own_and_lines_between_them_say_what_follows(taxonomy: Taxonomy) -> None:
    table = discussed(
        [("", None)],
        [
            ("报告期末在职员工数量合计（人）", ["9"]),
            ("专业构成类别", []),
            ("生产人员", ["9"]),
            ("合计", ["9"]),
            ("教育程度类别", []),
            ("本科", ["4"]),
            ("函授", ["5"]),
            ("劳务外包的工时总数（小时）", ["7.50"]),
        ],
    )
    number = "NumberOfEmployees"
    assert cells(table, taxonomy) == [
        (number, {}),
        None,
        (number, {"EmployeeFunctionAxis": "ProductionStaffMember"}),
        (number, {}),
        None,
        (number, {"EducationAxis": "BachelorMember"}),
        (number, {"NoteItemAxis": "函授"}),
        None,
    ]


def test_headers_tell_the_table_where_captions_are_those_of_another(taxonomy: Taxonomy) -> None:
    table = discussed(
        [("采购额", None), ("占年度采购总额比例", None)],
        [("第一名", ["5.00", "4.00"])],
        "费用",
        row_header="供应商名称",
    )
    supplier = {"CounterpartyAxis": "第一名"}
    assert cells(table, taxonomy) == [
        ("PurchasesFromFiveLargestSuppliers", supplier),
        ("ShareOfPurchasesFromFiveLargestSuppliers", supplier),
    ]


def test_of_several_columns_of_labels_the_name_is_enough_where_it_stands_once(taxonomy: Taxonomy) -> None:
    table = discussed(
        [("持股数(股)", YEAR_START)],
        [("甲/董事", ["5"]), ("乙/董事", ["6"]), ("乙/总裁", ["6"])],
        row_header="姓名/职务",
    )
    items = (replace(item, members=(("", item.printed_label.split("/")[1]),)) for item in table.items)
    assert cells(replace(table, items=tuple(items)), taxonomy) == [
        ("SharesHeldByDirector", {"PersonAxis": "甲"}),
        ("SharesHeldByDirector", {"PersonAxis": "乙", "NoteItemAxis": "董事"}),
        ("SharesHeldByDirector", {"PersonAxis": "乙", "NoteItemAxis": "总裁"}),
    ]


def test_a_row_with_one_figure_of_its_own_is_not_what_its_column_measures(taxonomy: Taxonomy) -> None:
    table = discussed(
        [("研发投入金额", None), ("研发投入占营业收入比例", None)],
        [("甲公司", ["5.00", "2.00"]), ("公司报告期内研发投入占营业收入比例", ["2.50"])],
        row_header="同行业可比公司",
    )
    assert cells(table, taxonomy)[2] == ("ResearchAndDevelopmentInvestmentToRevenue", {})


def test_nothing_is_made_of_what_nobody_names_a_unit_of(taxonomy: Taxonomy) -> None:
    table = discussed([("排放量", None), ("数量", None)], [("甲", ["5.00", "3"])], "主要污染物", row_header="公司")
    assert cells(table, taxonomy) == [None, None]


def test_amounts_below_the_header_of_a_ratio_are_no_percentages(taxonomy: Taxonomy) -> None:
    table = discussed([("占利润总额比例", None)], [("投资收益", ["11468491.81"])], row_header="金额")
    assert cells(table, taxonomy) == [None]


def numeric(report: Report) -> list[Fact]:
    return [fact for fact in report.facts if fact.decimals is not None]


def test_dates_after_the_period_and_dates_of_events_are_no_periods(taxonomy: Taxonomy) -> None:
    later = Instant(instant=YEAR_END.instant + dt.timedelta(days=90))
    report, _ = reconcile_all(
        taxonomy, discussed([("", later)], [("可分配利润", ["5.00"])], row_header="内部控制评价报告全文披露日期")
    )
    assert [fact.period for fact in numeric(report)] == [YEAR_END]


def test_shares_are_not_in_the_unit_of_the_amounts_beside_them(taxonomy: Taxonomy) -> None:
    table = discussed(
        [("持股数", YEAR_END), ("从公司获得的税前报酬总额", None)], [("甲", ["5", "2.50"])], row_header="姓名"
    )
    report, _ = reconcile_all(taxonomy, dataclasses.replace(table, presentation_scale=4))
    assert {(fact.value, fact.unit) for fact in numeric(report)} == {
        ("5", "xbrli:shares"),
        ("25000", "iso4217:CNY"),
    }


def test_a_share_of_revenue_below_what_is_invested_in_research_is_that_of_it(taxonomy: Taxonomy) -> None:
    rows = [("研发投入金额", ["2.00"]), ("占营业收入比例", ["0.10"])]
    table = discussed([("", YEAR)], rows, "研发投入")
    assert cells(table, taxonomy)[1] == ("ResearchAndDevelopmentInvestmentToRevenue", {})
    assert cells(discussed([("", YEAR)], rows[1:]), taxonomy) == [("ShareOfRevenue", {})]


def test_every_amount_of_a_row_that_is_a_line_item_is_of_it(taxonomy: Taxonomy) -> None:
    table = discussed(
        [("", YEAR_START), ("本期购买金额", YEAR), ("本期出售金额", YEAR), ("", YEAR_END)],
        [(label, ["5.00", "4.00", "3.00", "6.00"]) for label in ("交易性金融资产", "其他非流动金融资产")],
        "以公允价值计量的资产和负债",
    )
    items = [found[1].get("LineItemAxis") for found in cells(table, taxonomy) if found is not None]
    assert items == [*["FinancialAssetsHeldForTrading"] * 4, *["OtherNoncurrentFinancialAssets"] * 4]


def test_a_share_of_a_market_says_of_which(taxonomy: Taxonomy) -> None:
    table = discussed(
        [("市场份额", None)], [("甲颗粒", ["9.00"]), ("乙胶囊", ["8.00"])], "感冒用药", row_header="产品名称"
    )
    assert cells(table, taxonomy)[0] == (
        "MarketShareOfProduct",
        {"NoteItemAxis": "甲颗粒", "DisclosureAxis": "感冒用药"},
    )


def test_rows_whose_header_says_that_they_are_lines_of_a_statement_are_so_below_any_heading(taxonomy: Taxonomy) -> None:
    rows: list[Row] = [("预付款项", ["5", "4", "25"])]
    columns = [("", YEAR_END), ("", YEAR_START), ("变动比率(%)", None)]
    table = discussed(columns, rows, "非经常性损益项目和金额", row_header="一、资产负债表项目")
    first, _, rate = cells(table, taxonomy)
    assert first == ("CurrentPrepayments", {})
    assert rate == ("GrowthRateOfLineItemAtDate", {"LineItemAxis": "CurrentPrepayments"})


def test_a_heading_about_shareholders_is_not_that_of_a_table_without_any(taxonomy: Taxonomy) -> None:
    rows: list[Row] = [("所得税费用", ["5"]), ("营业收入", ["5"]), ("营业成本", ["4"])]
    table = discussed([("数值", None)], rows, "普通股股东总数和前十名股东持股情况表", row_header="项目")
    (first, *_) = cells(table, taxonomy)
    assert first is not None
    assert "股东" not in first[1].get("DisclosureAxis", "")


def test_the_state_of_shares_is_no_number(taxonomy: Taxonomy) -> None:
    rows: list[Row] = [("甲公司", ["5", "0"]), ("乙公司", ["4", "0"])]
    table = discussed([("持股数量", None), ("股份状态", None)], rows, "前十名股东持股情况", row_header="股东名称")
    assert cells(table, taxonomy)[1::2] == [None, None]


def test_rows_that_say_their_period_are_line_items(taxonomy: Taxonomy) -> None:
    labels = ["利润总额_本报告期", "利润总额_年初至报告期末", "扣除非经常性损益后的净利润_本报告期"]
    rows: list[Row] = [(label, ["5"]) for label in labels]
    table = discussed([("变动比例(%)", None)], rows, "财务指标发生变动的情况", row_header="项目名称")
    found = cells(table, taxonomy)
    assert [each and each[0] for each in found] == [
        "GrowthRateOfProfitLossBeforeTax",
        "GrowthRateOfProfitLossBeforeTax",
        "GrowthRateOfProfitLossAttributableToOwnersOfParentAfterNonRecurringItems",
    ]


def test_what_a_list_of_holders_prints_is_of_no_director(taxonomy: Taxonomy) -> None:
    columns = [("持股数（股）", YEAR_END), ("持有无限制条件股份数量（股）", YEAR_END)]
    table = discussed(columns, [("甲", ["5", "4"]), ("乙", ["3", "2"])], row_header="股东姓名")
    holder = {"HolderAxis": "甲"}
    assert cells(table, taxonomy)[:2] == [("SharesOfHolder", holder), ("UnrestrictedSharesOfHolder", holder)]


def test_a_rate_beside_a_figure_of_the_discussion_is_its_rate(taxonomy: Taxonomy) -> None:
    rows: list[Row] = [(label, ["5"]) for label in ("营业收入", "应收票据", "管理费用")]
    for header in ("变动比例（%）", "增长率"):
        table = discussed([(header, None)], rows, "财务指标发生变动的情况", row_header="项目名称")
        (first, *_) = cells(table, taxonomy)
        assert first is not None
        assert first[0] == "GrowthRateOfRevenue"


def test_the_kind_and_number_of_a_holder_s_shares_may_head_the_number_alone(taxonomy: Taxonomy) -> None:
    columns = [("持有无限售条件流通股的数量", YEAR_END), ("股份种类及数量", YEAR_END)]
    table = discussed(columns, [("甲", ["5", "5"]), ("乙", ["3", "3"])], row_header="股东名称")
    assert cells(table, taxonomy)[1] == ("UnrestrictedSharesOfHolderByClass", {"HolderAxis": "甲"})


def test_a_change_in_per_cent_is_a_rate(taxonomy: Taxonomy) -> None:
    for shown, concept in (("25.00%", "GrowthRateOfLineItem"), ("1.00", "ChangeDuringPeriod")):
        rows: list[Row] = [(label, ["5.00", "4.00", shown]) for label in ("销售费用", "管理费用", "研发费用")]
        table = discussed([("", YEAR), ("", YEAR_BEFORE), ("增减变动", None)], rows, row_header="项目")
        assert cells(table, taxonomy)[2] == (concept, {"LineItemAxis": "SellingExpenses"})
