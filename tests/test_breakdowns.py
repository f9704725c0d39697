"""Tables whose rows are members of a dimension: breakdowns of revenue, investees, quarters."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from converter.model.period import Duration
from converter.model.report import Evidence, Fact, Report
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

HEAD = "# 某某股份有限公司2023年年度报告\n\n（1）营业收入构成\n\n单位：元\n\n"
HEADER = (
    "|  | 2023年 |  | 2022年 |  | 同比增减 |\n| --- | --- | --- | --- | --- | --- |\n"
    "|  | 金额 | 占营业收入比重 | 金额 | 占营业收入比重 |  |\n"
)
TABLE = (
    "| 营业收入合计 | 1,000.00 | 100% | 800.00 | 100% | 25.00% |\n"
    "| 分行业 |  |  |  |  |  |\n"
    "| 制造业 | 750.00 | 75.00% | 500.00 | 62.50% | 50.00% |\n"
    "| 其他 | 250.00 | 25.00% | 300.00 | 37.50% | -16.67% |\n"
    "| 分季节 |  |  |  |  |  |\n"
    "| 旺季 | 990.00 | 99.00% | 800.00 | 100.00% | 23.75% |\n"
    "| 淡季 | 10.00 | 1.00% |  |  |  |\n"
)


def convert(text: str, taxonomy: Taxonomy) -> Report:
    report, _ = read_report(text.encode(), "report.md", taxonomy)
    assert report is not None
    return report


def find(report: Report, concept: str, year: int, **members: str) -> list[Fact]:
    wanted = {f"c2x:{axis}": member for axis, member in members.items()}
    return [
        fact
        for fact in report.facts
        if fact.concept == f"c2x:{concept}" and fact.dimensions == wanted and fact.period.end.year == year
    ]


def test_rows_are_members_and_columns_are_measures(taxonomy: Taxonomy):
    report = convert(HEAD + HEADER + TABLE, taxonomy)
    (revenue,) = find(report, "Revenue", 2023, IndustryAxis="制造业")
    assert (revenue.value, revenue.decimals, revenue.evidence) == ("750", 2, Evidence.PROVEN)
    (share,) = find(report, "ShareOfRevenue", 2022, IndustryAxis="其他")
    assert (share.value, share.unit) == ("0.375", "xbrli:pure")
    (growth,) = find(report, "GrowthRateOfRevenue", 2023, IndustryAxis="其他")
    assert growth.value == "-0.1667"
    (whole,) = find(report, "Revenue", 2022)
    assert whole.value == "800"


def test_a_rate_of_change_below_the_header_of_the_year_before_is_of_the_report_s_period(taxonomy: Taxonomy):
    header = (
        "|  | 本报告期 |  | 上年同期 |  |\n| --- | --- | --- | --- | --- |\n"
        "|  | 金额 | 占营业收入比重 | 金额 | 占营业收入比重 | 同比增减 |\n"
    )
    report = convert(HEAD + header + TABLE, taxonomy)
    (growth,) = find(report, "GrowthRateOfRevenue", 2023, IndustryAxis="其他")
    assert growth.value == "-0.1667"


def test_a_dimension_of_no_known_name_keeps_its_name(taxonomy: Taxonomy):
    report = convert(HEAD + HEADER + TABLE, taxonomy)
    (fact,) = find(report, "Revenue", 2023, OtherBreakdownAxis="分季节/淡季")
    assert fact.value == "10"


def test_members_that_do_not_add_up_are_told(taxonomy: Taxonomy):
    report = convert(HEAD + HEADER + TABLE.replace("750.00", "740.00"), taxonomy)
    assert any(finding.code == "reconcile.sum-differs" for finding in report.findings)
    (fact,) = find(report, "Revenue", 2023, IndustryAxis="制造业")
    assert fact.evidence is Evidence.CONFLICTING


def test_amounts_whose_unit_is_printed_nowhere_are_no_facts(taxonomy: Taxonomy):
    report = convert(HEAD.replace("单位：元\n\n", "") + HEADER + TABLE, taxonomy)
    assert not find(report, "Revenue", 2023, IndustryAxis="制造业")
    assert find(report, "ShareOfRevenue", 2023, IndustryAxis="制造业")
    assert report.coverage.unresolved


def test_the_unit_above_the_table_scales_it(taxonomy: Taxonomy):
    report = convert(HEAD.replace("单位：元", "单位：万元") + HEADER + TABLE, taxonomy)
    (fact,) = find(report, "Revenue", 2023, IndustryAxis="制造业")
    assert (fact.value, fact.decimals) == ("7500000", -2)


def test_figures_of_the_year_before_printed_anew_are_of_that_year(taxonomy: Taxonomy):
    first = "|  | 营业收入 | 营业成本 | 毛利率 |\n| --- | --- | --- | --- |\n| 分产品 |  |  |  |\n"
    text = (
        HEAD
        + first
        + "| 甲 | 90.00 | 45.00 | 50.00% |\n\n公司最近1年按报告期末口径调整后的主营业务数据\n\n单位：元\n\n"
    )
    report = convert(text + first + "| 甲 | 80.00 | 48.00 | 40.00% |\n", taxonomy)
    assert [fact.value for fact in find(report, "Revenue", 2023, ProductAxis="甲")] == ["90"]
    assert [fact.value for fact in find(report, "Revenue", 2022, ProductAxis="甲")] == ["80"]


@pytest.fixture(scope="module")
def annual_report(shared: Path, taxonomy: Taxonomy) -> Report:
    (path,) = (shared / "seeds").glob("004_*.txt")
    return convert_file(path, taxonomy)


def convert_file(path: Path, taxonomy: Taxonomy) -> Report:
    report, _ = read_report(path.read_bytes(), path.name, taxonomy)
    assert report is not None
    return report


def test_the_annual_report_s_breakdown_adds_up_in_every_dimension(annual_report: Report):
    table = next(entry for entry in annual_report.statements if entry.id == "revenue-breakdown")
    lines = range(table.line_from, table.line_to + 1)
    revenue = [fact for fact in annual_report.facts if fact.concept == "c2x:Revenue"]
    amounts = [fact for fact in revenue if any(source.line in lines for source in fact.sources)]
    assert sum(source.line in lines for fact in amounts for source in fact.sources) == 77
    assert Counter(next(iter(fact.dimensions), "") for fact in amounts).keys() == {
        "",
        "c2x:IndustryAxis",
        "c2x:ProductAxis",
        "c2x:RegionAxis",
        "c2x:SalesChannelAxis",
    }
    assert all(fact.evidence is Evidence.PROVEN for fact in amounts)


def test_the_annual_report_s_quarters_are_periods(annual_report: Report):
    quarters = [fact for fact in annual_report.facts if fact.statement == "quarterly-figures"]
    assert len(quarters) == 16
    assert {fact.period.start.month for fact in quarters if isinstance(fact.period, Duration)} == {1, 4, 7, 10}


def test_the_annual_report_s_investees_are_those_of_the_page(annual_report: Report, root: Path):
    names = ["RegisteredCapital", "Assets", "Equity", "Revenue", "OperatingProfit", "ProfitLoss"]
    found: dict[str, dict[str, str]] = {}
    for fact in annual_report.facts:
        if fact.statement == "principal-investees":
            name = fact.concept.removeprefix("c2x:").removesuffix("OfInvestee")
            found.setdefault(fact.dimensions["c2x:InvesteeAxis"], {})[name] = fact.value
    with (root / "tests/cell_lines/subsidiaries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    printed = ["注册资本", "总资产", "净资产", "营业收入", "营业利润", "净利润"]
    expected = {row["公司名称"]: [Decimal(row[name].replace(",", "")) for name in printed] for row in rows}
    assert len(expected) == 22
    assert {company: [Decimal(values[name]) for name in names] for company, values in found.items()} == expected


QUARTERS = (
    "| 项目 | 2023年 | 2022年 |\n| --- | --- | --- |\n| 营业收入（元） | 100.00 | 90.00 |\n"
    "| 归属于上市公司股东的净利润（元） | 10.00 | 9.00 |\n| 基本每股收益（元/股） | 0.10 | 0.09 |\n"
    "| 加权平均净资产收益率 | 5.00% | 4.00% |\n\n分季度主要财务指标\n\n单位：元\n\n"
    "|  | 第一季度 | 第二季度 | 第三季度 | 第四季度 |\n| --- | --- | --- | --- | --- |\n"
    "| 营业收入 | 20.00 | 25.00 | 25.00 | 30.00 |\n\n"
)


@pytest.mark.parametrize(("last", "evidence"), [("30.00", Evidence.PROVEN), ("31.00", Evidence.CONFLICTING)])
def test_quarters_add_up_to_the_year(last: str, evidence: Evidence, taxonomy: Taxonomy):
    text = "# 某某股份有限公司2023年年度报告\n\n" + QUARTERS.replace("30.00 |\n\n", f"{last} |\n\n") + HEADER + TABLE
    report = convert(text, taxonomy)
    (fact,) = [
        fact
        for fact in report.facts
        if fact.concept == "c2x:Revenue" and isinstance(fact.period, Duration) and fact.period.start.month == 10
    ]
    assert (fact.value, fact.evidence) == (last.removesuffix(".00"), evidence)


def test_rows_of_one_name_that_a_sum_parts_are_no_members(taxonomy: Taxonomy):
    parted = (
        "| 制造业小计 | 900.00 | 90.00% | 700.00 | 87.50% | 28.57% |\n"
        "| 其他 | 100.00 | 10.00% | 100.00 | 12.50% | 0.00% |\n"
    )
    table = TABLE.replace("| 分季节 ", f"{parted}| 分季节 ")
    report = convert(HEAD + HEADER + table, taxonomy)
    told = {fact.dimensions.get("c2x:IndustryAxis") for fact in report.facts}
    assert "制造业" in told
    assert not {"其他", "其他（2）"} & told


PRINCIPAL = (
    "| 分行业 | 营业收入 | 营业成本 | 毛利率(%) |\n| --- | --- | --- | --- |\n"
    "| 制造业 | 700.00 | 350.00 | 50.00 |\n| 流通业 | 200.00 | 100.00 | 50.00 |\n"
    "| 小计 | 900.00 | 450.00 | 50.00 |\n| 合计 | 900.00 | 450.00 | 50.00 |\n"
)


def test_the_sum_of_a_dimension_is_of_the_principal_operations_where_the_heading_says_so(taxonomy: Taxonomy):
    heading = "(1). 主营业务分行业、分产品、分地区、分销售模式情况\n\n单位：元\n\n"
    report = convert(HEAD.partition("（1）")[0] + heading + PRINCIPAL, taxonomy)
    (revenue,) = find(report, "Revenue", 2023, RevenueKindAxis="c2x:PrincipalOperationsMember")
    assert (revenue.value, revenue.evidence) == ("900", Evidence.PROVEN)
    (margin,) = find(report, "GrossProfitMargin", 2023, RevenueKindAxis="c2x:PrincipalOperationsMember")
    assert margin.value == "0.5"
    assert {fact.dimensions.get("c2x:IndustryAxis") for fact in report.facts} == {None, "制造业", "流通业"}


def test_a_sum_whose_heading_does_not_say_of_what_is_no_member(taxonomy: Taxonomy):
    report = convert(HEAD + PRINCIPAL, taxonomy)
    assert find(report, "Revenue", 2023, IndustryAxis="制造业")
    assert {fact.value for fact in report.facts}.isdisjoint({"900", "450"})


def test_a_label_that_names_the_principal_operations_says_so(taxonomy: Taxonomy):
    report = convert(HEAD + PRINCIPAL.replace("| 合计", "| 主营业务收入合计"), taxonomy)
    assert find(report, "Revenue", 2023, RevenueKindAxis="c2x:PrincipalOperationsMember")


def test_a_named_sum_of_some_members_is_no_total_of_all(taxonomy: Taxonomy):
    heading = "主营业务分行业情况\n\n单位：元\n\n"
    table = PRINCIPAL.replace("小计", "境内合计").replace("流通业 | 200.00", "流通业 | 300.00")
    report = convert(HEAD.partition("（1）")[0] + heading + table, taxonomy)
    (part,) = find(report, "Revenue", 2023, IndustryAxis="境内合计")
    assert part.evidence is Evidence.STATED
