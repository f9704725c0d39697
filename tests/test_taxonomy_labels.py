"""Every printed line of the statutory formats leads to a concept of its own, by the rules as they are applied."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from converter.bake.baked import column_key
from converter.mapping.lookup import RuleBook
from converter.model.label import parse_label
from converter.model.statement import StatementKind
from converter.taxonomy import LineItemRule, Taxonomy

BALANCE_SHEET, INCOME, CASH, EQUITY, KEY = (
    StatementKind.BALANCE_SHEET,
    StatementKind.INCOME_STATEMENT,
    StatementKind.CASH_FLOW_STATEMENT,
    StatementKind.CHANGES_IN_EQUITY,
    StatementKind.KEY_FIGURES,
)
# Lines of one list that mean the same in other words, or at another time.
_SAME = {
    "IssuedCapital",
    "EquityAttributableToOwnersOfParent",
    "Equity",
    "EquityAndLiabilities",
    "PaymentsToAndOnBehalfOfEmployees",
    "CashAndCashEquivalents",
    "NonRecurringGainsLossesOnDisposalOfNoncurrentAssets",
    "NonRecurringGovernmentGrants",
}


def resolve(taxonomy: Taxonomy, statement: str, labels: Iterable[str]) -> list[tuple[str, LineItemRule | None]]:
    """Map labels in order, each in the place that those above give it."""
    book = RuleBook(taxonomy)
    seen: dict[str, int] = {}
    found = []
    for row, label in enumerate(labels):
        rule = book.find(statement, parse_label(label).key, seen)
        found.append((label, rule))
        for concept in (rule.concept, rule.heading) if rule else ():
            if concept:
                seen[concept] = row
    return found


def concepts(taxonomy: Taxonomy, statement: str, labels: Iterable[str]) -> list[str]:
    return [
        (rule.concept or rule.heading).removeprefix("c2x:") if rule else ""
        for _, rule in resolve(taxonomy, statement, labels)
    ]


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[-1] for line in lines if line and not line.startswith("#")]


def prove_each_its_own(taxonomy: Taxonomy, statement: str, labels: Iterable[str]) -> None:
    by_concept: dict[str, set[str]] = {}
    for label, rule in resolve(taxonomy, statement, labels):
        assert rule is not None, f"no rule for {label} in {statement}"
        if rule.concept:
            by_concept.setdefault(rule.concept.removeprefix("c2x:"), set()).add(parse_label(label).key)
        else:
            assert rule.heading, f"{label} is neither a line nor a heading"
    shared = {concept: keys for concept, keys in by_concept.items() if len(keys) > 1 and concept not in _SAME}
    assert not shared


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("01_consolidated_2019-16_bs.txt", BALANCE_SHEET),
        ("01_consolidated_2019-16_is.txt", INCOME),
        ("01_consolidated_2019-16_cf.txt", CASH),
    ],
)
def test_every_line_of_the_consolidated_format(taxonomy: Taxonomy, shared: Path, name: str, statement: str):
    prove_each_its_own(taxonomy, statement, _lines(shared / "corpus" / "line_items" / name))


def test_every_line_of_the_general_format(taxonomy: Taxonomy, shared: Path):
    sections: dict[str, list[str]] = {}
    for line in _lines(shared / "corpus" / "line_items" / "02_general_enterprise_2019-6.txt"):
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        else:
            section.append(line.partition(" (under")[0])
    for name, statement in (("bs", BALANCE_SHEET), ("is", INCOME), ("cf", CASH)):
        prove_each_its_own(taxonomy, statement, sections[name])


def test_every_non_recurring_item_in_both_wordings(taxonomy: Taxonomy, shared: Path):
    lines = _lines(shared / "corpus" / "line_items" / "07_non_recurring_items.txt")
    prove_each_its_own(taxonomy, KEY, [line for line in lines if not line.startswith("[")])


def test_every_key_figure(taxonomy: Taxonomy, shared: Path):
    lines = _lines(shared / "corpus" / "line_items" / "08_main_accounting_data.txt")
    figures = [
        re.sub(r" \((?:=|2025).*\)$", "", label) for line in lines[:2] for label in line.partition("] ")[2].split(" | ")
    ]
    assert len(figures) == 13
    prove_each_its_own(taxonomy, KEY, figures)


def test_every_row_and_column_of_changes_in_equity(taxonomy: Taxonomy, shared: Path):
    text = (shared / "corpus" / "line_items" / "09_equity_changes_2019-16.txt").read_text(encoding="utf-8")
    head, _, rows = text.partition("[rows]\n")
    prove_each_its_own(
        taxonomy, EQUITY, [re.sub(r" \((?:F|also.*)\)$", "", line).strip() for line in rows.splitlines() if line]
    )
    line = head.partition("[columns] ")[2].strip()
    line = line.replace(
        "其他权益工具: 优先股 永续债 其他", "其他权益工具/优先股 | 其他权益工具/永续债 | 其他权益工具/其他"
    )
    columns = [column for part in re.split(r"\|+", line.partition(": ")[2]) for column in part.strip().split("/股本")]
    assert [
        column for column in columns if column and column_key(column.removesuffix("(F)")) not in taxonomy.equity_columns
    ] == []
    members = {member for member in taxonomy.equity_columns.values() if member}
    assert members == set(taxonomy.axes["c2x:ComponentsOfEquityAxis"].members) - {"c2x:EquityMember"}


@pytest.mark.parametrize(
    ("name", "statement", "share"),
    [
        ("observed_consolidated_bs_labels.csv", BALANCE_SHEET, 0.999),
        ("observed_consolidated_is_labels.csv", INCOME, 0.97),
        ("observed_consolidated_cf_labels.csv", CASH, 0.995),
    ],
)
def test_spellings_as_printed_are_covered(taxonomy: Taxonomy, shared: Path, name: str, statement: str, share: float):
    """Weigh each label by the reports that print it, leaving out the lines of other statements on the same page."""
    book = RuleBook(taxonomy)
    statements = {rule.statement for rule in taxonomy.rules}
    covered = total = 0
    for line in (shared / "corpus" / "line_items" / name).read_text(encoding="utf-8").splitlines()[1:]:
        _, documents, _, label = line.split(",", 3)
        key = parse_label(label.strip('"')).key
        homes = {home for home in statements if book.rules(home, key)}
        covered += int(documents) if statement in homes else 0
        total += int(documents) if statement in homes or not homes else 0
    assert covered / total > share


def test_interest_income_is_two_concepts(taxonomy: Taxonomy):
    labels = ["一、营业总收入", "其中：营业收入", "利息收入", "财务费用", "其中：利息费用", "利息收入", "加：其他收益"]
    assert concepts(taxonomy, INCOME, labels) == [
        "TotalOperatingRevenue",
        "Revenue",
        "RevenueFromInterest",
        "FinanceExpenses",
        "InterestExpenseIncludedInFinanceExpenses",
        "InterestIncomeIncludedInFinanceExpenses",
        "OtherIncome",
    ]


def test_impairment_is_a_cost_in_old_formats_and_a_gain_or_loss_in_new_ones(taxonomy: Taxonomy):
    assert concepts(taxonomy, INCOME, ["财务费用", "资产减值损失", "加：公允价值变动收益"]) == [
        "FinanceExpenses",
        "AssetImpairmentLossesInOperatingCost",
        "GainsLossesOnChangesInFairValue",
    ]
    labels = ["财务费用", "资产减值损失", "信用减值损失", "加：其他收益"]
    assert concepts(taxonomy, INCOME, labels)[1:3] == [
        "AssetImpairmentLossesInOperatingCost",
        "CreditImpairmentLossesInOperatingCost",
    ]
    labels = ["财务费用", "加：其他收益", "信用减值损失（损失以“-”号填列）", "资产减值损失（损失以“－”号填列）"]
    assert concepts(taxonomy, INCOME, labels)[2:] == ["CreditImpairmentGainsLosses", "AssetImpairmentGainsLosses"]


@pytest.mark.parametrize(
    ("labels", "last"),
    [
        (["应付债券", "其中：优先股"], "PreferenceSharesIncludedInBondsPayable"),
        (["应付债券", "其他权益工具", "其中：优先股"], "PreferenceSharesIncludedInOtherEquityInstruments"),
        (["应付债券", "其中：优先股", "永续债"], "PerpetualBondsIncludedInBondsPayable"),
        (["应收利息"], "InterestReceivable"),
        (["其他应收款", "其中：应收利息"], "InterestReceivableIncludedInOtherReceivables"),
        (["应付股利"], "DividendsPayable"),
        (["其他应付款", "应付利息", "应付股利"], "DividendsPayableIncludedInOtherPayables"),
        (["存货", "其中：数据资源"], "DataResourcesIncludedInInventories"),
        (["无形资产", "其中：数据资源"], "DataResourcesIncludedInIntangibleAssets"),
        (["无形资产", "开发支出", "其中：数据资源"], "DataResourcesIncludedInDevelopmentExpenditure"),
        (
            ["应收票据及应收账款", "其中：应收票据", "应收账款"],
            "AccountsReceivableIncludedInNotesAndAccountsReceivable",
        ),
        (["可供出售金融资产"], "AvailableForSaleFinancialAssets"),
        (["持有至到期投资"], "HeldToMaturityInvestments"),
        (["固定资产清理"], "FixedAssetsPendingDisposal"),
        (["以公允价值计量且其变动计入当期损益的金融负债"], "FinancialLiabilitiesAtFairValueThroughProfitOrLoss"),
        (["专项应付款"], "SpecialPayables"),
    ],
)
def test_the_place_decides_in_the_balance_sheet(taxonomy: Taxonomy, labels: list[str], last: str):
    assert concepts(taxonomy, BALANCE_SHEET, labels)[-1] == last


def test_other_is_told_apart_by_its_section(taxonomy: Taxonomy):
    labels = ["（一）不能重分类进损益的其他综合收益", "5.其他", "（二）将重分类进损益的其他综合收益", "7.其他"]
    assert concepts(taxonomy, INCOME, labels)[1::2] == [
        "OtherNonreclassifiableOtherComprehensiveIncome",
        "OtherReclassifiableOtherComprehensiveIncome",
    ]
    labels = [
        "一、上年年末余额",
        "其他",
        "（二）所有者投入和减少资本",
        "4.其他",
        "（三）利润分配",
        "3.其他",
        "（四）所有者权益内部结转",
        "6.其他",
        "（五）其他",
    ]
    assert [name for name in concepts(taxonomy, EQUITY, labels) if "Other" in name] == [
        "OtherAdjustmentsToOpeningEquity",
        "OtherContributionsAndReductionsOfCapital",
        "OtherProfitDistribution",
        "OtherInternalTransfersWithinEquity",
        "OtherChangesInEquity",
    ]


def test_opening_balances_are_marked(taxonomy: Taxonomy):
    rows = ["加：期初现金及现金等价物余额", "六、期末现金及现金等价物余额"]
    assert [(rule.concept, rule.opening) for _, rule in resolve(taxonomy, CASH, rows) if rule] == [
        ("c2x:CashAndCashEquivalents", True),
        ("c2x:CashAndCashEquivalents", False),
    ]
    rows = ["一、上年年末余额", "二、本年年初余额", "四、本年年末余额"]
    assert [(rule.concept, rule.opening) for _, rule in resolve(taxonomy, EQUITY, rows) if rule] == [
        ("c2x:EquityAsPreviouslyReported", True),
        ("c2x:Equity", True),
        ("c2x:Equity", False),
    ]


def test_the_supplement_of_the_cash_flow_statement(taxonomy: Taxonomy):
    labels = [
        "1．将净利润调节为经营活动现金流量：",
        "净利润",
        "加：资产减值准备",
        "信用减值损失",
        "固定资产折旧、油气资产折耗、生产性生物资产折旧",
        "使用权资产折旧",
        "无形资产摊销",
        "长期待摊费用摊销",
        "处置固定资产、无形资产和其他长期资产的损失（收益以“-”号填列）",
        "固定资产报废损失（收益以“-”号填列）",
        "公允价值变动损失（收益以“-”号填列）",
        "财务费用（收益以“-”号填列）",
        "投资损失（收益以“-”号填列）",
        "递延所得税资产减少（增加以“-”号填列）",
        "递延所得税负债增加（减少以“-”号填列）",
        "存货的减少（增加以“-”号填列）",
        "经营性应收项目的减少（增加以“-”号填列）",
        "经营性应付项目的增加（减少以“-”号填列）",
        "其他",
        "经营活动产生的现金流量净额",
        "2．不涉及现金收支的重大投资和筹资活动：",
        "债务转为资本",
        "一年内到期的可转换公司债券",
        "融资租入固定资产",
        "3．现金及现金等价物净变动情况：",
        "现金的期末余额",
        "减：现金的期初余额",
        "加：现金等价物的期末余额",
        "减：现金等价物的期初余额",
        "现金及现金等价物净增加额",
    ]
    found = resolve(taxonomy, CASH, labels)
    assert [label for label, rule in found if rule is None] == []
    amounts = [(rule.concept, rule.opening) for _, rule in found if rule and rule.concept]
    assert len(amounts) == len(set(amounts)) == 27
