from __future__ import annotations

import datetime as dt
from dataclasses import replace

from reconcile_sample import (
    YEAR,
    YEAR_BEFORE,
    YEAR_END,
    YEAR_START,
    balance_sheet,
    cash_flow_statement,
    fact,
    income_statement,
    line_item,
    matrix,
    plain_reading,
    reconcile,
    statement,
)

from converter.model.finding import Severity
from converter.model.period import Duration
from converter.model.report import Evidence
from converter.model.statement import Scope, StatementKind
from converter.reconcile import FINDINGS
from converter.taxonomy import Taxonomy

ASSETS = [
    ("货币资金", ["10.00", "8.00"]),
    ("存货", ["5.00", "4.00"]),
    ("流动资产合计", ["15.00", "12.00"]),
    ("资产总计", ["15.00", "12.00"]),
]


def codes(findings: tuple[object, ...]) -> list[str]:
    return [finding.code for finding in findings]  # type: ignore[attr-defined]


def test_values_are_exact_and_in_full_units(taxonomy: Taxonomy) -> None:
    report, _ = reconcile(
        taxonomy,
        balance_sheet([("货币资金", ["8.17", "1,320.00"])], scale=8),
        statement(
            StatementKind.KEY_FIGURES,
            [YEAR],
            [("加权平均净资产收益率（%）", ["50.77"]), ("基本每股收益（元/股）", ["-0.3528"])],
            scale=4,
            first_line=20,
        ),
    )
    cash = fact(report, "CashAtBankAndOnHand", "8.17")
    assert (cash.value, cash.decimals, cash.unit) == ("817000000", -6, "iso4217:CNY")
    assert fact(report, "CashAtBankAndOnHand", "1,320.00").value == "132000000000"
    ratio = fact(report, "WeightedAverageReturnOnEquity", "50.77")
    assert (ratio.value, ratio.decimals, ratio.unit) == ("0.5077", 4, "xbrli:pure")
    share = fact(report, "BasicEarningsLossPerShare", "-0.3528")
    assert (share.value, share.decimals, share.unit) == ("-0.3528", 4, "iso4217:CNY/xbrli:shares")


def test_exact_sums_prove_and_uncovered_facts_are_stated(taxonomy: Taxonomy) -> None:
    report, findings = reconcile(taxonomy, balance_sheet([*ASSETS, ("其中：数据资源", ["1.00", ""])]))
    assert findings == ()
    evidence = {each.sources[0].text: each.evidence for each in report.facts}
    assert evidence["10.00"] is Evidence.PROVEN
    assert evidence["1.00"] is Evidence.STATED
    assert [each.id for each in report.facts] == [f"f{n}" for n in range(1, 10)]
    assert all(check.holds and check.residual == "0" for check in report.checks)


def test_rounded_sums_hold_within_the_intervals_but_prove_nothing(taxonomy: Taxonomy) -> None:
    rows = [("货币资金", ["10", ""]), ("存货", ["5", ""]), ("流动资产合计", ["16", ""])]
    report, findings = reconcile(taxonomy, balance_sheet(rows, scale=4))
    assert findings == ()
    assert {each.evidence for each in report.facts} == {Evidence.CONSISTENT}
    report, findings = reconcile(taxonomy, balance_sheet([*rows[:2], ("流动资产合计", ["17", ""])], scale=4))
    assert codes(findings) == ["reconcile.sum-differs"]


def test_a_total_without_printed_contributors_is_not_checked(taxonomy: Taxonomy) -> None:
    report, _ = reconcile(taxonomy, balance_sheet([("流动资产合计", ["16", ""])]))
    assert report.checks == ()
    assert report.facts[0].evidence is Evidence.STATED


def test_a_misread_digit_is_found_and_nothing_is_repaired(taxonomy: Taxonomy) -> None:
    rows = [ASSETS[0], ("存货", ["6.00", "4.00"]), *ASSETS[2:]]
    report, (finding,) = reconcile(taxonomy, balance_sheet(rows))
    assert finding.code == "reconcile.sum-differs"
    assert finding.severity is Severity.ERROR
    assert "15.00" in finding.message.zh
    assert "16" in finding.message.zh
    assert finding.suggestion is not None
    assert "6.00" in finding.suggestion.en
    assert "would be 5" in finding.suggestion.en
    assert fact(report, "Inventories", "6.00").value == "6"
    assert fact(report, "Inventories", "6.00").evidence is Evidence.CONFLICTING
    assert fact(report, "Inventories", "4.00").evidence is Evidence.PROVEN
    assert set(finding.facts) <= {each.id for each in report.facts}


def test_one_misread_subtotal_makes_one_finding(taxonomy: Taxonomy) -> None:
    rows = [*ASSETS[:2], ("流动资产合计", ["51.00", "12.00"]), ASSETS[3]]
    _, (finding,) = reconcile(taxonomy, balance_sheet(rows))
    assert finding.suggestion is not None
    assert "51.00" in finding.suggestion.en
    assert "would be 15" in finding.suggestion.en
    assert "2 failing" in finding.suggestion.en


CASH = [
    ("经营活动产生的现金流量净额", ["10.00", "1.00"]),
    ("投资活动产生的现金流量净额", ["-4.00", "1.00"]),
    ("筹资活动产生的现金流量净额", ["3.00", "1.00"]),
    ("五、现金及现金等价物净增加额", ["9.00", "3.00"]),
    ("加：期初现金及现金等价物余额", ["20.00", "17.00"]),
    ("六、期末现金及现金等价物余额", ["29.00", "20.00"]),
]


def test_opening_balances_are_the_closing_balances_of_the_day_before(taxonomy: Taxonomy) -> None:
    report, findings = reconcile(taxonomy, cash_flow_statement(CASH))
    assert findings == ()
    balance = fact(report, "CashAndCashEquivalents", "20.00")
    assert str(balance.period.instant) == "2021-12-31"  # type: ignore[union-attr]
    assert [source.line for source in balance.sources] == [5, 6]
    assert {each.evidence for each in report.facts} == {Evidence.PROVEN}


def test_a_lost_total_is_named_with_its_value(taxonomy: Taxonomy) -> None:
    rows = [*CASH[:3], ("五、现金及现金等价物净增加额", ["", ""]), *CASH[4:]]
    report, (finding,) = reconcile(taxonomy, cash_flow_statement(rows))
    assert finding.code == "reconcile.lost-cell"
    assert "列1：9" in finding.message.zh
    assert "列2：3" in finding.message.zh
    assert finding.sources[0].line == 1
    assert {each.evidence for each in report.facts} == {Evidence.PROVEN}
    assert not any("NetIncrease" in each.concept for each in report.facts)


def test_a_subtotal_without_a_row_is_named(taxonomy: Taxonomy) -> None:
    rows = [("货币资金", ["10.00", ""]), ("流动资产合计", ["10.00", ""]), ("资产总计", ["47.77", ""])]
    _, (finding,) = reconcile(taxonomy, balance_sheet(rows))
    assert finding.suggestion is not None
    assert "非流动资产合计" in finding.suggestion.zh
    assert "37.77" in finding.suggestion.zh


def test_roll_forward_that_fails(taxonomy: Taxonomy) -> None:
    rows = [*CASH[:5], ("六、期末现金及现金等价物余额", ["92.77", "20.00"])]
    _, (finding,) = reconcile(taxonomy, cash_flow_statement(rows))
    assert finding.code == "reconcile.roll-forward-differs"
    assert "63.77" in finding.message.zh


def test_one_fact_of_all_places_that_print_it(taxonomy: Taxonomy) -> None:
    key_figures = statement(StatementKind.KEY_FIGURES, [YEAR], [("净利润", ["0.13"])], scale=4, first_line=50)
    report, findings = reconcile(taxonomy, income_statement([("五、净利润", ["1,285.40", "1.00"])]), key_figures)
    assert findings == ()
    profit = fact(report, "ProfitLoss", "1,285.40")
    assert [source.line for source in profit.sources] == [1, 50]
    assert profit.value == "1285.4"
    assert profit.evidence is Evidence.CONSISTENT


def test_places_that_disagree_are_two_facts(taxonomy: Taxonomy) -> None:
    rows = [("三、利润总额", ["12.00", ""]), ("减：所得税费用", ["2.00", ""]), ("四、净利润", ["10.00", ""])]
    key_figures = statement(StatementKind.KEY_FIGURES, [YEAR], [("净利润", ["11.00"])], first_line=50)
    report, findings = reconcile(taxonomy, key_figures, income_statement(rows))
    assert "reconcile.disagreement" in codes(findings)
    plain, other = fact(report, "ProfitLoss", "10.00"), fact(report, "ProfitLoss", "11.00")
    assert plain.dimensions == {}
    assert other.dimensions == {"c2x:DisagreeingSourceAxis": "line 50"}
    assert {plain.evidence, other.evidence} == {Evidence.CONFLICTING}


def test_scopes_stay_apart_and_only_the_parent_has_a_dimension(taxonomy: Taxonomy) -> None:
    report, findings = reconcile(
        taxonomy,
        balance_sheet(ASSETS[:1]),
        balance_sheet([("货币资金", ["9.00", ""])], scope=Scope.PARENT_ONLY, first_line=30),
    )
    assert findings == ()
    parent = fact(report, "CashAtBankAndOnHand", "9.00")
    assert parent.dimensions == {"c2x:ConsolidatedAndSeparateFinancialStatementsAxis": "c2x:SeparateMember"}
    assert fact(report, "CashAtBankAndOnHand", "10.00").dimensions == {}


MATRIX = [
    ("一、上年年末余额", ["50.00", "20.00", "3.00", "33.00", "100.00", "7.00", "107.00"]),
    ("二、本年年初余额", ["50.00", "20.00", "3.00", "33.00", "100.00", "7.00", "107.00"]),
    ("三、本年增减变动金额", ["5.00", "2.00", "", "11.00", "18.00", "1.00", "19.00"]),
    ("（一）综合收益总额", ["", "", "", "14.00", "14.00", "1.00", "15.00"]),
    ("（二）所有者投入和减少资本", ["5.00", "2.00", "", "", "7.00", "", "7.00"]),
    ("1.所有者投入的普通股", ["5.00", "2.00", "", "", "7.00", "", "7.00"]),
    ("（三）利润分配", ["", "", "", "-3.00", "-3.00", "", "-3.00"]),
    ("1.提取盈余公积", ["", "", "", "", "", "", ""]),
    ("2.对所有者的分配", ["", "", "", "-3.00", "-3.00", "", "-3.00"]),
    ("四、本年年末余额", ["55.00", "22.00", "3.00", "44.00", "118.00", "8.00", "126.00"]),
]


def test_an_equity_matrix_adds_up_by_rows_and_columns(taxonomy: Taxonomy) -> None:
    report, findings = reconcile(taxonomy, matrix(MATRIX))
    assert findings == ()
    assert {each.evidence for each in report.facts} == {Evidence.PROVEN}
    assert {check.kind for check in report.checks} == {"summation", "aggregation", "roll-forward"}
    treasury = [each for each in report.facts if each.value == "3" and each.concept == "c2x:Equity"]
    assert {str(each.period.instant) for each in treasury} == {"2021-12-31", "2022-12-31"}  # type: ignore[union-attr]
    assert all(each.dimensions == {"c2x:ComponentsOfEquityAxis": "c2x:TreasurySharesMember"} for each in treasury)


def test_a_total_that_only_another_statement_prints_judges_no_items_of_a_torn_one(taxonomy: Taxonomy) -> None:
    torn = [("实收资本（或股本）", ["55.00", "50.00"]), ("资本公积", ["22.00", "20.00"])]
    report, _ = reconcile(taxonomy, balance_sheet(torn, first_line=50), matrix(MATRIX))
    assert Evidence.CONFLICTING not in {each.evidence for each in report.facts}


def test_a_row_printed_twice_is_one_finding(taxonomy: Taxonomy) -> None:
    rows = list(MATRIX)
    rows[7] = ("1.提取盈余公积", MATRIX[8][1])
    report, (finding,) = reconcile(taxonomy, matrix(rows))
    assert finding.code == "reconcile.duplicated-row"
    assert "提取盈余公积" in finding.message.zh
    assert "对所有者的分配" in finding.message.zh
    assert sum(each.evidence is Evidence.CONFLICTING for each in report.facts) == 9


def squeezed(row: int, columns: int = 7) -> object:
    """Return a row of MATRIX that has lost its blank cells: every order-keeping placement is a reading."""
    from itertools import combinations

    label, cells = MATRIX[row]
    printed = [text for text in cells if text]
    readings = tuple(
        tuple(
            each
            for column, text in zip(chosen, printed, strict=True)
            for each in plain_reading([""] * column + [text], row + 1)
        )
        for chosen in combinations(range(columns), len(printed))
    )
    shifted = tuple(
        tuple(
            type(each)(
                each.column, each.value, each.decimals, each.source.model_copy(update={"start": n, "end": n + 1})
            )
            for n, each in enumerate(reading)
        )
        for reading in readings
    )
    return line_item(label, shifted, row + 1)


def test_lost_blanks_come_back_by_arithmetic(taxonomy: Taxonomy) -> None:
    rows: list[object] = list(MATRIX)
    for row in (2, 3, 4, 6, 8):
        rows[row] = squeezed(row)
    report, findings = reconcile(taxonomy, matrix(rows))  # type: ignore[arg-type]
    assert findings == ()
    assert report.coverage.unresolved == ()
    assert {each.evidence for each in report.facts} == {Evidence.PROVEN}
    plain, _ = reconcile(taxonomy, matrix(MATRIX))
    known = {(each.concept, each.value, str(each.period), str(each.dimensions)) for each in plain.facts}
    assert {(each.concept, each.value, str(each.period), str(each.dimensions)) for each in report.facts} == known


def test_what_arithmetic_does_not_decide_is_unresolved(taxonomy: Taxonomy) -> None:
    # A lone amount of two years: nothing says which year it is.
    readings = tuple(plain_reading([""] * column + ["7.00"], 1) for column in (0, 1))
    lone = tuple(
        tuple(type(a)(a.column, a.value, a.decimals, readings[0][0].source) for a in reading) for reading in readings
    )
    report, (finding,) = reconcile(taxonomy, balance_sheet([line_item("货币资金", lone, 1)]))  # type: ignore[list-item]
    assert report.facts == ()
    assert finding.code == "reconcile.unresolved"
    (unresolved,) = report.coverage.unresolved
    assert unresolved.readings == ("列1", "列2")
    assert (report.coverage.printed_numbers, report.coverage.facts_from) == (1, 0)


def test_a_total_that_lacks_an_unresolved_amount_is_not_judged(taxonomy: Taxonomy) -> None:
    both = plain_reading(["5.00", ""], 2) + plain_reading(["", "5.00"], 2)
    lone = tuple((type(a)(a.column, a.value, a.decimals, both[0].source),) for a in both)
    rows = [("货币资金", ["10.00", "8.00"]), line_item("存货", lone, 2), ("流动资产合计", ["16.00", "14.00"])]
    report, findings = reconcile(taxonomy, balance_sheet(rows))  # type: ignore[arg-type]
    assert codes(findings) == ["reconcile.unsettled-sum", "reconcile.unresolved"]
    assert {each.evidence for each in report.facts} == {Evidence.STATED}
    assert report.checks == ()


def test_a_total_may_include_rows_without_a_rule(taxonomy: Taxonomy) -> None:
    rows = [ASSETS[0], ASSETS[1], ("某种没有规则的资产", ["2.00", "1.00"]), ("流动资产合计", ["17.00", "13.00"])]
    report, findings = reconcile(taxonomy, balance_sheet(rows))
    assert findings == ()
    (concept,) = report.extension
    assert [(total, weight) for _, total, weight in concept.contributes] == [("c2x:CurrentAssets", 1)]
    assert {each.evidence for each in report.facts} == {Evidence.PROVEN}


def test_amounts_without_a_place_are_listed(taxonomy: Taxonomy) -> None:
    rates = statement(
        StatementKind.KEY_FIGURES,
        [YEAR, YEAR_BEFORE, None],
        [("净利润", ["3.00", "2.00", "1.00"]), ("营业收入", ["9.00", "12.5%", ""])],
    )
    report, findings = reconcile(taxonomy, rates)
    assert codes(findings) == ["reconcile.no-place", "reconcile.no-place"]
    assert [each.source.text for each in report.coverage.unresolved] == ["1.00", "12.5%"]
    assert report.coverage.facts_from == 3


def test_a_rate_of_change_is_about_the_latest_period_before_it(taxonomy: Taxonomy) -> None:
    made = statement(
        StatementKind.KEY_FIGURES,
        [YEAR, YEAR_BEFORE, None],
        [("营业收入", ["9.00", "8.00", "12.50"]), ("归属于上市公司股东的净利润", ["3.00", "2.00", "50.00%"])],
        scale=4,
        measures=[None, None, "本年比上年增减(%)"],
    )
    report, findings = reconcile(taxonomy, made)
    assert findings == ()
    rate = fact(report, "GrowthRateOfRevenue", "12.50")
    assert (rate.value, rate.decimals, rate.unit, rate.period) == ("0.125", 4, "xbrli:pure", YEAR)
    assert fact(report, "GrowthRateOfProfitLossAttributableToOwnersOfParent", "50.00%").value == "0.5"


def test_figures_before_a_restatement_are_facts_of_their_own(taxonomy: Taxonomy) -> None:
    made = statement(
        StatementKind.KEY_FIGURES,
        [YEAR, YEAR_BEFORE, YEAR_BEFORE, None],
        [("营业收入", ["9.00", "8.00", "7.00", "28.57%"])],
        measures=[None, "2021年 调整前", None, "增减 调整后"],
    )
    report, findings = reconcile(taxonomy, made)
    assert findings == ()
    assert fact(report, "Revenue", "8.00").dimensions == {
        "c2x:RetrospectiveApplicationAndRetrospectiveRestatementAxis": "c2x:PreviouslyStatedMember"
    }
    assert fact(report, "Revenue", "7.00").dimensions == {}
    assert fact(report, "GrowthRateOfRevenue", "28.57%").value == "0.2857"


def test_an_item_of_a_period_in_a_column_of_a_date_is_no_fact(taxonomy: Taxonomy) -> None:
    report, findings = reconcile(
        taxonomy, statement(StatementKind.INCOME_STATEMENT, [YEAR_END], [("五、净利润", ["3.00"])])
    )
    assert report.facts == ()
    assert codes(findings) == ["reconcile.no-place"]


def test_entity_is_named_by_stock_code(taxonomy: Taxonomy) -> None:
    report, _ = reconcile(taxonomy, balance_sheet(ASSETS))
    assert (report.entity.scheme, report.entity.identifier) == (
        "https://w3id.org/cas2xbrl/scheme/stock-code",
        "000000",
    )


def test_every_code_is_in_the_table() -> None:
    assert all(code.startswith("reconcile.") for code in FINDINGS)


def test_an_opening_balance_agrees_with_what_was_reported_before_its_restatement(taxonomy: Taxonomy) -> None:
    rows = [
        ("一、上年年末余额", ["50.00", "20.00", "3.00", "33.00", "100.00", "7.00", "107.00"]),
        ("加：会计政策变更", ["", "", "", "4.00", "4.00", "", "4.00"]),
        ("二、本年年初余额", ["50.00", "20.00", "3.00", "37.00", "104.00", "7.00", "111.00"]),
    ]
    reported = statement(
        StatementKind.KEY_FIGURES, [YEAR_START], [("归属于上市公司股东的净资产", ["100.00"])], first_line=20
    )
    report, findings = reconcile(taxonomy, matrix(rows), reported)
    assert findings == ()
    assert fact(report, "EquityAttributableToOwnersOfParent", "100.00").evidence == Evidence.PROVEN
    restated = statement(
        StatementKind.KEY_FIGURES, [YEAR_START], [("归属于上市公司股东的净资产", ["104.00"])], first_line=20
    )
    assert reconcile(taxonomy, matrix(rows), restated)[1] == ()
    neither = statement(
        StatementKind.KEY_FIGURES, [YEAR_START], [("归属于上市公司股东的净资产", ["101.00"])], first_line=20
    )
    assert codes(reconcile(taxonomy, matrix(rows), neither)[1]) == ["reconcile.equality-differs"]


def test_a_balance_below_the_header_of_the_same_days_last_year_has_no_day(taxonomy) -> None:
    this, last = (Duration(start=dt.date(year, 1, 1), end=dt.date(year, 3, 31)) for year in (2025, 2024))
    table = statement(
        StatementKind.KEY_FIGURES, [this, last], [("营业收入", ["5.00", "4.00"]), ("总资产", ["9.00", "8.00"])]
    )
    heads = (replace(table.columns[0], header=("本报告期",)), replace(table.columns[1], header=("上年同期",)))
    report, _ = reconcile(taxonomy, replace(table, columns=heads))
    assert {fact.sources[0].text for fact in report.facts if fact.decimals is not None} == {"5.00", "4.00", "9.00"}


def test_the_growth_of_a_return_in_per_cent_is_no_change_in_points(taxonomy) -> None:
    this = Duration(start=dt.date(2025, 1, 1), end=dt.date(2025, 3, 31))
    for shown, texts in (("0.50%", {"4.00", "5.00%", "0.50%"}), ("3000.00%", {"4.00", "5.00%"})):
        rows = [("营业收入", ["4.00", ""]), ("加权平均净资产收益率", ["5.00%", shown])]
        table = statement(StatementKind.KEY_FIGURES, [this, None], rows, measures=[None, "比上年同期增减"])
        report, _ = reconcile(taxonomy, table)
        assert {fact.sources[0].text for fact in report.facts if fact.decimals is not None} == texts
