"""The lines of banks, securities firms and insurers: each has a concept, and every statement sums to its totals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from test_taxonomy_labels import concepts, prove_each_its_own

from converter.model.report import Evidence, Report
from converter.model.statement import StatementKind
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

BALANCE_SHEET, INCOME, CASH = (
    StatementKind.BALANCE_SHEET,
    StatementKind.INCOME_STATEMENT,
    StatementKind.CASH_FLOW_STATEMENT,
)
_KINDS = {
    "资产负债表": BALANCE_SHEET,
    "资产": BALANCE_SHEET,
    "负债": BALANCE_SHEET,
    "所有者权益": BALANCE_SHEET,
    "利润表": INCOME,
    "现金流量表": CASH,
    "现金流": CASH,
}
_HEADINGS = {BALANCE_SHEET: "合并资产负债表", INCOME: "合并利润表", CASH: "合并现金流量表"}


def _read_list(path: Path) -> dict[StatementKind, list[str]]:
    """Read a list of lines: a heading ``[资产]`` or ``合并利润表``, then a label a line, or all behind the heading."""
    lists: dict[StatementKind, list[str]] = {}
    kind = BALANCE_SHEET
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.partition("\t#")[0].strip()
        heading = re.match(r"\[(\S+)(?: \S+)?\]|合并(\S+表)$", text)
        if heading:
            kind = _KINDS[heading[1] or heading[2]]
            lists.setdefault(kind, []).extend(text[heading.end() :].split())
        elif text and not text.startswith("#"):
            lists.setdefault(kind, []).append(text)
    return lists


@pytest.mark.parametrize(
    "name",
    [
        "03_bank_2018-36.txt",
        "04_securities_observed_citic2024.txt",
        "05_insurer_new_standard_observed_cpic2024.txt",
        "06_insurer_old_standard.txt",
    ],
)
def test_every_line_of_the_financial_formats(taxonomy: Taxonomy, shared: Path, name: str):
    lists = _read_list(shared / "corpus" / "line_items" / name)
    assert set(lists) == set(_HEADINGS)
    for kind, labels in lists.items():
        prove_each_its_own(taxonomy, kind, labels)


@pytest.mark.parametrize("name", ["aligned/psbc-2023-bs.whitespace.txt", "cell-lines/citic-2024-annual.celllines.txt"])
def test_real_statements_sum_to_their_totals(taxonomy: Taxonomy, shared: Path, name: str):
    path = shared / "corpus" / name
    report, findings = read_report(path.read_bytes(), path.name, taxonomy)
    assert report is not None
    assert [finding.code for finding in findings] == []
    assert report.extension == ()
    _prove_totals(
        report, {"Assets", "Liabilities", "Equity", "EquityAttributableToOwnersOfParent", "EquityAndLiabilities"}
    )


def _prove_totals(report: Report, names: Iterable[str]) -> None:
    for name in names:
        evidence = {fact.evidence for fact in report.facts if fact.concept == f"c2x:{name}"}
        assert evidence == {Evidence.PROVEN}, name


def _write_statements(*statements: tuple[StatementKind, list[tuple[str, int | None]]]) -> bytes:
    lines = ["示例银行股份有限公司2023年年度报告", ""]
    for kind, rows in statements:
        columns = ("2023年12月31日", "2022年12月31日") if kind is BALANCE_SHEET else ("2023年度", "2022年度")
        lines += [
            f"## {_HEADINGS[kind]}",
            "",
            "单位：百万元",
            "",
            f"| 项目 | {columns[0]} | {columns[1]} |",
            "|---|---|---|",
        ]
        for label, amount in rows:
            cells = ("", "") if amount is None else (f"{amount:,}", f"{amount * 3:,}")
            lines.append(f"| {label} | {cells[0]} | {cells[1]} |")
        lines.append("")
    return "\n".join(lines).encode()


def _balance_sheet(*, perpetual: list[tuple[str, int | None]], investments: int | None = None) -> bytes:
    rows: list[tuple[str, int | None]] = [
        ("资产", None),
        ("现金及存放中央银行款项", 1100),
        ("存放同业款项", 210),
        ("发放贷款和垫款", 7300),
        ("金融投资", investments),
        ("交易性金融资产", 480),
        ("债权投资", 920),
        ("固定资产", 61),
        ("其他资产", 17),
        ("资产总计", 10088),
        ("负债", None),
        ("同业及其他金融机构存放款项", 505),
        ("吸收存款", 8600),
        ("应付债券", 70),
        ("其他负债", 13),
        ("负债合计", 9188),
        ("股东权益", None),
        ("股本", 300),
        *perpetual,
        ("未分配利润", 440),
        ("归属于银行股东权益合计", 890),
        ("少数股东权益", 10),
        ("股东权益合计", 900),
        ("负债及股东权益总计", 10088),
    ]
    return _write_statements((BALANCE_SHEET, rows))


@pytest.mark.parametrize("investments", [None, 1400])
@pytest.mark.parametrize(
    ("perpetual", "name"),
    [
        ([("其他权益工具", None), ("永续债", 150)], "PerpetualBondsClassifiedAsEquity"),
        ([("其他权益工具", 150), ("其中：永续债", 150)], "PerpetualBondsIncludedInOtherEquityInstruments"),
    ],
)
def test_a_heading_or_a_total_above_the_same_rows(
    taxonomy: Taxonomy, perpetual: list[tuple[str, int | None]], name: str, investments: int | None
):
    report, findings = read_report(_balance_sheet(perpetual=perpetual, investments=investments), "bank.md", taxonomy)
    assert report is not None
    assert [finding.code for finding in findings] == []
    assert report.extension == ()
    assert any(fact.concept == f"c2x:{name}" for fact in report.facts)
    totals = {"Assets", "Liabilities", "Equity", "EquityAttributableToOwnersOfParent", "EquityAndLiabilities"}
    _prove_totals(report, totals | ({"FinancialInvestments"} if investments else set()))


def test_a_wrong_line_of_a_bank_is_found(taxonomy: Taxonomy):
    source = _balance_sheet(perpetual=[("其他权益工具", 150)]).replace(b"| 8,600 |", b"| 8,060 |")
    _, findings = read_report(source, "bank.md", taxonomy)
    assert [finding.code for finding in findings] == ["reconcile.sum-differs"]
    assert "负债合计" in findings[0].message.zh


def test_the_income_statement_of_a_bank(taxonomy: Taxonomy):
    rows: list[tuple[str, int | None]] = [
        ("一、营业收入", 356),
        ("利息净收入", 280),
        ("利息收入", 490),
        ("利息支出", 210),
        ("手续费及佣金净收入", 28),
        ("手续费及佣金收入", 59),
        ("手续费及佣金支出", 31),
        ("投资收益", 22),
        ("其中：对联营企业和合营企业的投资收益", 2),
        ("公允价值变动损益", 11),
        ("汇兑损益", 4),
        ("其他业务收入", 3),
        ("资产处置损益", 1),
        ("其他收益", 7),
        ("二、营业支出", 266),
        ("税金及附加", 5),
        ("业务及管理费", 222),
        ("信用减值损失", 37),
        ("其他业务成本", 2),
        ("三、营业利润", 90),
        ("加：营业外收入", 3),
        ("减：营业外支出", 1),
        ("四、利润总额", 92),
        ("减：所得税费用", 6),
        ("五、净利润", 86),
        ("归属于银行股东的净利润", 85),
        ("少数股东损益", 1),
    ]
    report, findings = read_report(_write_statements((INCOME, rows)), "bank.md", taxonomy)
    assert report is not None
    assert [finding.code for finding in findings] == []
    names = {"Revenue", "InterestRevenueExpense", "FeeAndCommissionIncomeExpense", "OperatingExpenses"}
    _prove_totals(report, names | {"ProfitLossFromOperatingActivities", "ProfitLossBeforeTax", "ProfitLoss"})


def test_the_totals_of_an_insurer_that_prints_total_revenue_and_total_cost(taxonomy: Taxonomy):
    rows: list[tuple[str, int | None]] = [
        ("一、营业总收入", 404),
        ("保险服务收入", 279),
        ("利息收入", 56),
        ("投资收益", 27),
        ("公允价值变动收益/(损失)", 39),
        ("其他收益", 1),
        ("资产处置收益", 2),
        ("二、营业总支出", 348),
        ("保险服务费用", 243),
        ("分出保费的分摊", 16),
        ("减：摊回保险服务费用", 14),
        ("承保财务损失", 82),
        ("减：分出再保险财务收益", 3),
        ("利息支出", 4),
        ("手续费及佣金支出", 1),
        ("税金及附加", 2),
        ("业务及管理费", 14),
        ("信用减值损失", 3),
        ("三、营业利润", 56),
        ("加：营业外收入", 1),
        ("减：营业外支出", 2),
        ("四、利润总额", 55),
        ("减：所得税", 9),
        ("五、净利润", 46),
    ]
    report, findings = read_report(_write_statements((INCOME, rows)), "insurer.md", taxonomy)
    assert report is not None
    assert [finding.code for finding in findings] == []
    _prove_totals(report, {"TotalOperatingRevenue", "TotalOperatingCost", "ProfitLossFromOperatingActivities"})


def test_the_same_words_of_a_general_enterprise_keep_their_concepts(taxonomy: Taxonomy):
    labels = [
        "一、营业总收入",
        "其中：营业收入",
        "利息收入",
        "已赚保费",
        "手续费及佣金收入",
        "二、营业总成本",
        "其中：营业成本",
        "利息支出",
        "税金及附加",
        "加：其他收益",
        "投资收益（损失以“-”号填列）",
        "信用减值损失（损失以“-”号填列）",
    ]
    assert concepts(taxonomy, INCOME, labels) == [
        "TotalOperatingRevenue",
        "Revenue",
        "RevenueFromInterest",
        "InsurancePremiumsEarned",
        "FeeAndCommissionIncome",
        "TotalOperatingCost",
        "CostOfSales",
        "InterestExpenseOfFinancialBusiness",
        "TaxesAndSurcharges",
        "OtherIncome",
        "InvestmentIncome",
        "CreditImpairmentGainsLosses",
    ]


def test_no_published_sum_is_about_one_format_only(taxonomy: Taxonomy):
    """An XBRL processor tries a sum wherever total and one contributor are reported, whatever the format."""
    published = {(each.total, name) for each in taxonomy.summations if each.published for name, _ in each.contributors}
    assert ("c2x:Assets", "c2x:PropertyPlantAndEquipment") not in published
    assert ("c2x:ProfitLossFromOperatingActivities", "c2x:OperatingExpenses") in published
    within = {name for total, name in published if total in ("c2x:Revenue", "c2x:OperatingExpenses")}
    operating = {name for total, name in published if total == "c2x:ProfitLossFromOperatingActivities"}
    assert within
    assert not within & operating


def test_sums_of_one_format_cover_every_line_of_both(taxonomy: Taxonomy):
    sums = {(each.id, each.total): {name for name, _ in each.contributors} for each in taxonomy.summations}
    for total in ("Assets", "Liabilities"):
        lines = sums["balance-sheet-lines", f"c2x:{total}"]
        assert sums["balance-sheet", f"c2x:Current{total}"] <= lines
        assert sums["balance-sheet", f"c2x:Noncurrent{total}"] <= lines
    conditional = [each for each in taxonomy.summations if each.unless]
    assert {each.id for each in conditional} == {"balance-sheet-lines", "income-statement-totals"}
    assert not any(each.published for each in conditional)
