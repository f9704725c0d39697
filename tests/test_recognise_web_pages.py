"""Pages of bulletins and of data vendors: key figures alone, figures over time, units in labels, titles with units."""

from __future__ import annotations

import datetime

import pytest

from converter.model.period import Duration, Instant
from converter.model.report import Report
from converter.model.statement import Scope, StatementKind
from converter.pipeline import read_report
from converter.recognise.periods import ReportPeriod, parse_duration_header, parse_instant_header
from converter.recognise.titles import parse_title
from converter.recognise.units import parse_label_scale

BULLETIN = """甲乙股份有限公司
{year}年第三季度报告
本报告期末 | 上年度末 | 本报告期末比上年度末增减 | ||||
总资产(元) | 900,000.00 | 800,000.00 | 12.50% | |||
归属于上市公司股东的净资产(元) | 500,000.00 | 400,000.00 | 25.00% | |||
本报告期 | 本报告期比上年同期增减 | 年初至报告期末 | 年初至报告期末比上年同期增减 | |||
营业收入(元) | 100,000.00 | 5.00% | 300,000.00 | -2.00% | ||
归属于上市公司股东的净利润(元) | -10,000.00 | -50.00% | 30,000.00 | 1.00% | ||
经营活动产生的现金流量净额(元) | -- | -- | 20,000.00 | 1.00% | ||
"""
GLUED = """主要会计数据2022年2021年本期比上年同期 增减(%)2020年
营业收入6,416,758.491,553,560,345.77-57.75699,702,253.76
归属于上市公司股东的净 利润-5,166,484,968.73-977,773,714.87不适用-1,926,149,521.01
归属于上市公司股东的扣 除非经常性损益的净利润-5,165,023,396.66-1,031,004,652.42不适用-1,935,625,645.71
经营活动产生的现金流量 净额78,414,576.17130,489,306.55-39.91481,690,288.82
 2022年末2021年末本期末比上年同 期末增减(%)2020年末
归属于上市公司股东的净 资产-4,623,538,192.95654,150,226.99-806.802,112,520,063.28
总资产3,412,292,968.577,066,053,150.63-51.718,993,156,438.67
"""
DRAWN = """┌──────────┬──────┬──────┬──────┐
│财务指标 │ 2024-09-30│ 2023-12-31│ 2022-12-31│
├──────────┼──────┼──────┼──────┤
│审计意见 │ 未经审计│ 无保留意见│ 无保留意见│
│归属母公司净利润(万)│ 25.86│ 39.02│ 65.20│
│营业总收入(亿元) │ 1.62│ 3.23│ 4.52│
│资产负债比率(%) │ 21.82│ 26.90│ 28.30│
│基本每股收益(元) │ 0.1603│ 0.2621│ 0.4546│
"""
QUARTERS = """2024年第三季度 | 2024年第二季度 | 2024年第一季度 | 2023年第四季度 | |
报表类型 | 合并报表 | 合并报表 | 合并报表 | 合并报表 |
一、营业总收入(元) | 2,961.96 | 2,520.02 | 2,523.28 | 3,212.63 |
利息费用(元) | 61.95 | 52.80 | 53.11 | 57.06 |
"""
BANK = (
    "<p>合并及银行资产负债表 金额单位均为人民币百万元</p><table><tr><td></td><td>附注八</td><td colspan=2>本集团</td>"
    "<td colspan=2>本银行</td></tr><tr><td></td><td>附注八</td><td>2025年12月31日</td><td>2024年12月31日</td>"
    "<td>2025年12月31日</td><td>2024年12月31日</td></tr>"
    "<tr><td>资产总计</td><td></td><td>1,000</td><td>900</td><td>800</td><td>700</td></tr>"
    "<tr><td>负债合计</td><td></td><td>600</td><td>550</td><td>500</td><td>450</td></tr>"
    "<tr><td>归属于母公司股东权益合计</td><td></td><td>400</td><td>350</td><td>300</td><td>250</td></tr>"
    "<tr><td>少数股东权益</td><td></td><td>-</td><td>-</td><td>-</td><td>-</td></tr>"
    "<tr><td>股东权益合计</td><td></td><td>400</td><td>350</td><td>300</td><td>250</td></tr>"
    "<tr><td>负债及股东权益总计</td><td></td><td>1,000</td><td>900</td><td>800</td><td>700</td></tr></table>"
)


def convert(text: str, taxonomy) -> Report:
    report, findings = read_report(text.encode(), "page.txt", taxonomy)
    assert report is not None, findings
    return report


def values(report: Report, concept: str) -> dict[str, str]:
    """Return the values of a concept by the period they are of."""
    return {
        fact.period.instant.isoformat()
        if isinstance(fact.period, Instant)
        else f"{fact.period.start}/{fact.period.end}": fact.value
        for fact in report.facts
        if fact.concept == f"c2x:{concept}"
    }


def test_key_figures_alone_convert_and_say_that_there_is_no_statement(taxonomy) -> None:
    report = convert(BULLETIN.format(year=2019), taxonomy)
    assert (report.report.type, report.entity.name) == ("third_quarter_report", "甲乙股份有限公司")
    assert values(report, "Assets") == {"2019-09-30": "900000", "2018-12-31": "800000"}
    assert values(report, "Revenue") == {"2019-07-01/2019-09-30": "100000", "2019-01-01/2019-09-30": "300000"}
    assert values(report, "GrowthRateOfRevenue") == {"2019-07-01/2019-09-30": "0.05", "2019-01-01/2019-09-30": "-0.02"}
    assert not report.coverage.unresolved
    assert [finding.code for finding in report.findings] == ["recognise.no-statement"]


def test_a_summary_stays_without_facts(taxonomy) -> None:
    report, findings = read_report(
        BULLETIN.format(year=2019).replace("季度报告", "季度报告摘要").encode(), "page.txt", taxonomy
    )
    assert report is None
    assert [finding.code for finding in findings] == ["recognise.no-statement"]


def test_a_page_without_title_is_dated_by_its_headers(taxonomy) -> None:
    report = convert(GLUED, taxonomy)
    assert report.report.period == Duration(start=datetime.date(2022, 1, 1), end=datetime.date(2022, 12, 31))
    assert report.report.type == "annual_report"  # three years side by side
    assert values(report, "Revenue") == {
        "2022-01-01/2022-12-31": "6416758.49",
        "2021-01-01/2021-12-31": "1553560345.77",
        "2020-01-01/2020-12-31": "699702253.76",
    }
    assert values(report, "GrowthRateOfAssets") == {"2022-12-31": "-0.5171"}
    assert not report.coverage.unresolved


def test_units_in_labels_count_before_any_other(taxonomy) -> None:
    report = convert(DRAWN, taxonomy)
    assert report.report.period == Duration(start=datetime.date(2024, 1, 1), end=datetime.date(2024, 9, 30))
    assert values(report, "ProfitLossAttributableToOwnersOfParent") == {
        "2024-01-01/2024-09-30": "258600",
        "2023-01-01/2023-12-31": "390200",
        "2022-01-01/2022-12-31": "652000",
    }
    assert values(report, "TotalOperatingRevenue")["2024-01-01/2024-09-30"] == "162000000"
    assert values(report, "DebtToAssetsRatio")["2024-09-30"] == "0.2182"
    assert values(report, "BasicEarningsLossPerShare")["2024-01-01/2024-09-30"] == "0.1603"


def test_rows_of_statements_in_figures_over_time_are_the_statements_concepts(taxonomy) -> None:
    report = convert(QUARTERS, taxonomy)
    assert report.report.period == Duration(start=datetime.date(2024, 1, 1), end=datetime.date(2024, 9, 30))
    assert list(values(report, "TotalOperatingRevenue")) == [
        "2024-07-01/2024-09-30",
        "2024-04-01/2024-06-30",
        "2024-01-01/2024-03-31",
        "2023-10-01/2023-12-31",
    ]
    assert not report.extension


def test_a_title_with_its_unit_in_one_line_heads_the_statements_of_group_and_bank(taxonomy) -> None:
    report = convert(BANK, taxonomy)
    assert [(entry.kind, entry.scope, entry.presentation_scale) for entry in report.statements] == [
        (StatementKind.BALANCE_SHEET, Scope.CONSOLIDATED, 6),
        (StatementKind.BALANCE_SHEET, Scope.PARENT_ONLY, 6),
    ]
    assets = {(bool(fact.dimensions), fact.value) for fact in report.facts if fact.concept == "c2x:Assets"}
    assert assets == {
        (False, "1000000000"),
        (False, "900000000"),
        (True, "800000000"),
        (True, "700000000"),
    }
    assert {fact.evidence for fact in report.facts} == {"proven"}


@pytest.mark.parametrize(
    ("label", "scale"),
    [
        ("净利润（万）", 4),
        ("营业收入(亿元)", 8),
        ("营业收入(元)", 0),
        ("总股本（万股）", 4),
        ("每股收益（元/股）", None),
        ("毛利率（%）", None),
        ("净利润", None),
        ("合同（万科）", None),
    ],
)
def test_the_unit_a_label_ends_in(label: str, scale: int | None) -> None:
    assert parse_label_scale(label) == scale


def test_parts_of_a_year_as_vendors_head_them() -> None:
    report = ReportPeriod("other", 2024, 9)
    quarter = Duration(start=datetime.date(2023, 4, 1), end=datetime.date(2023, 6, 30))
    assert parse_duration_header("2023年第二季度", report) == quarter
    assert parse_instant_header("2023年第二季度", report) == Instant(instant=datetime.date(2023, 6, 30))
    assert parse_instant_header("2023中报", report) == Instant(instant=datetime.date(2023, 6, 30))
    nine = Duration(start=datetime.date(2023, 1, 1), end=datetime.date(2023, 9, 30))
    assert parse_duration_header("2023三季报", report) == nine


def test_the_year_before_is_whole_in_an_interim_report_too() -> None:
    report = ReportPeriod("half_year_report", 2022, 6)
    whole = Duration(start=datetime.date(2021, 1, 1), end=datetime.date(2021, 12, 31))
    half = Duration(start=datetime.date(2021, 1, 1), end=datetime.date(2021, 6, 30))
    assert parse_duration_header("上年度", report) == whole
    assert parse_duration_header("上年同期", report) == parse_duration_header("上期", report) == half


def test_a_title_may_print_the_unit_behind_it() -> None:
    title = parse_title("合并及银行利润表 (除特别注明外,金额单位均为人民币百万元)")
    assert title is not None
    assert (title.kind, title.scope) == (StatementKind.INCOME_STATEMENT, None)
    assert parse_title("合并资产负债表编制单位：甲公司") is None


CHANGES = """甲乙股份有限公司2024年第三季度报告

主要会计数据发生变动的情况及原因

| 项目 | 年初至报告期末 | 上年同期 | 同比增减 | 变动原因 |
| --- | --- | --- | --- | --- |
| 归属于上市公司股东的净利润 | 75.00 | 50.00 | 50.00% | 收入增长 |
| 基本每股收益 | 1.15 | 0.80 | 43.75% | 净利润增长 |
| 稀释每股收益 | 1.15 | 0.80 | 43.75% | 净利润增长 |
| 销售费用 | 44.00 | 33.00 | 33.33% | 人员增加 |
| 项目 | 本报告期末 | 上年度末 | 同比增减 | 变动原因 |
| 应收账款 | 16.00 | 20.00 | -20.00% | 回款 |

第 3 页

| 合同负债 | 30.00 | 20.00 | 50.00% | 订单增加 |
| 应付职工薪酬 | 7.00 | 14.00 | -50.00% | 发放奖金 |
"""


def test_a_table_of_changes_holds_balances_at_dates_and_flows_of_periods(taxonomy) -> None:
    report = convert(CHANGES, taxonomy)
    assert values(report, "SellingExpenses") == {"2024-01-01/2024-09-30": "44", "2023-01-01/2023-09-30": "33"}
    assert values(report, "CurrentTradeReceivables") == {"2024-09-30": "16", "2023-12-31": "20"}
    assert values(report, "CurrentContractLiabilities") == {"2024-09-30": "30", "2023-12-31": "20"}
    assert not report.extension
    rates = {
        fact.dimensions["c2x:LineItemAxis"]: (fact.concept, fact.value)
        for fact in report.facts
        if "c2x:LineItemAxis" in fact.dimensions
    }
    assert rates == {
        "c2x:SellingExpenses": ("c2x:GrowthRateOfLineItem", "0.3333"),
        "c2x:CurrentTradeReceivables": ("c2x:GrowthRateOfLineItemAtDate", "-0.2"),
        "c2x:CurrentContractLiabilities": ("c2x:GrowthRateOfLineItemAtDate", "0.5"),
        "c2x:EmployeeBenefitsPayable": ("c2x:GrowthRateOfLineItemAtDate", "-0.5"),
    }
    assert not report.coverage.unresolved
