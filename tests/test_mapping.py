from __future__ import annotations

import dataclasses

from reconcile_sample import YEAR_END, balance_sheet, income_statement, matrix, recognised, statement

from converter.mapping import map_report
from converter.mapping.lookup import RuleBook, member_of
from converter.model.mapped import MappedReport
from converter.model.statement import Statement, StatementKind
from converter.taxonomy import LineItemRule, Taxonomy


def concepts(mapped: MappedReport, made: Statement) -> list[str | None]:
    return [item.concept for item in mapped.items[made.id]]


def nested(made: Statement, row: int, parent: int) -> Statement:
    """Put a row under another, as recognise does from ordinals and prefixes."""
    items = list(made.items)
    items[row] = dataclasses.replace(items[row], parent=parent)
    return dataclasses.replace(made, items=tuple(items))


def test_the_place_decides_between_rules_of_one_label(taxonomy: Taxonomy) -> None:
    made = income_statement(
        [
            ("一、营业总收入", ["9", ""]),
            ("利息收入", ["1", ""]),
            ("财务费用", ["3", ""]),
            ("其中：利息费用", ["4", ""]),
            ("利息收入", ["2", ""]),
        ]
    )
    mapped, findings = map_report(recognised(made), taxonomy)
    assert concepts(mapped, made) == [
        "c2x:TotalOperatingRevenue",
        "c2x:RevenueFromInterest",
        "c2x:FinanceExpenses",
        "c2x:InterestExpenseIncludedInFinanceExpenses",
        "c2x:InterestIncomeIncludedInFinanceExpenses",
    ]
    assert findings == ()


def test_the_row_it_is_nested_under_comes_before_the_last_one_above(taxonomy: Taxonomy) -> None:
    rules = (
        LineItemRule("changes_in_equity", "其他", "c2x:ProfitDistribution", "c2x:OtherProfitDistribution"),
        LineItemRule("changes_in_equity", "其他", "c2x:ChangesInEquity", "c2x:OtherChangesInEquity"),
    )
    seen = {"c2x:ChangesInEquity": 2, "c2x:ProfitDistribution": 5}
    by_label = {("changes_in_equity", "其他"): rules}
    book = RuleBook(dataclasses.replace(taxonomy, rules=rules, rules_by_label=by_label))
    assert book.find("changes_in_equity", "其他", seen) is rules[0]
    assert book.find("changes_in_equity", "其他", seen, "c2x:ChangesInEquity") is rules[1]
    assert book.find("changes_in_equity", "其他", {}) is None


def test_a_heading_may_stand_for_a_concept_rules_come_after(taxonomy: Taxonomy) -> None:
    made = balance_sheet([("流动资产：", ["", ""]), ("货币资金", ["1", ""])])
    mapped, findings = map_report(recognised(made), taxonomy)
    assert concepts(mapped, made) == [None, "c2x:CashAtBankAndOnHand"]
    assert findings == ()


def test_harmless_words_around_a_label_do_not_matter(taxonomy: Taxonomy) -> None:
    made = balance_sheet([("货币资金（续）", ["1", ""]), ("加：存货", ["2", ""])])
    mapped, _ = map_report(recognised(made), taxonomy)
    assert concepts(mapped, made) == ["c2x:CashAtBankAndOnHand", "c2x:Inventories"]


def test_a_row_without_a_rule_becomes_an_anchored_concept(taxonomy: Taxonomy) -> None:
    rows = [("货币资金", ["1", ""]), ("应收某某款", ["2", ""]), ("流动资产合计", ["3", ""]), ("空白行", ["", ""])]
    made = balance_sheet(rows)
    mapped, (finding,) = map_report(recognised(made), taxonomy)
    (concept,) = mapped.extension
    assert (concept.anchor, concept.kind, concept.period_type) == ("c2x:CurrentAssets", "monetary", "instant")
    assert concept.label == "应收某某款"
    assert concept.name == "ext:应收某某款_期末"
    assert concepts(mapped, made)[3] is None
    assert finding.code == "mapping.extension-concept"
    assert finding.sources[0].line == 2
    assert finding.suggestion is not None
    again, _ = map_report(recognised(balance_sheet(rows, first_line=70)), taxonomy)
    assert again.extension == mapped.extension


def test_the_anchor_is_the_row_it_is_nested_under(taxonomy: Taxonomy) -> None:
    made = nested(balance_sheet([("存货", ["3", ""]), ("其中：某某存货", ["1", ""])]), 1, 0)
    mapped, _ = map_report(recognised(made), taxonomy)
    assert mapped.extension[0].anchor == "c2x:Inventories"


def test_user_rules_come_first(taxonomy: Taxonomy) -> None:
    made = balance_sheet([("货币资金", ["1", ""]), ("应收某某款", ["2", ""])])
    mine = (
        LineItemRule("balance_sheet", "货币资金", "", "c2x:ClearingSettlementFunds", id="mine.csv:2"),
        LineItemRule("balance_sheet", "应收某某款", "", "c2x:AccountsReceivable", id="mine.csv:3"),
    )
    mapped, findings = map_report(recognised(made), taxonomy, mine)
    assert concepts(mapped, made) == ["c2x:ClearingSettlementFunds", "c2x:AccountsReceivable"]
    assert mapped.items[made.id][0].rule == "mine.csv:2"
    assert findings == ()


def test_columns_of_the_matrix_are_members(taxonomy: Taxonomy) -> None:
    made = matrix([("四、本年年末余额", ["1", "", "", "", "1", "", "1"])])
    mapped, _ = map_report(recognised(made), taxonomy)
    assert mapped.members[made.id] == (
        "c2x:IssuedCapitalMember",
        "c2x:CapitalReserveMember",
        "c2x:TreasurySharesMember",
        "c2x:RetainedEarningsMember",
        "c2x:EquityAttributableToOwnersOfParentMember",
        "c2x:NoncontrollingInterestsMember",
        None,
    )
    assert member_of("其他权益工具/其他", taxonomy) == (True, "c2x:OtherInstrumentsClassifiedAsEquityMember")


def test_an_unknown_component_becomes_a_member_of_the_entitys_own(taxonomy: Taxonomy) -> None:
    made = statement(
        StatementKind.CHANGES_IN_EQUITY,
        [YEAR_END, YEAR_END],
        [("四、本年年末余额", ["1", ""])],
        components=("某种权益", "某种空列"),
    )
    mapped, (finding,) = map_report(recognised(made), taxonomy)
    (concept,) = mapped.extension
    assert (concept.kind, concept.label, concept.anchor) == ("member", "某种权益", "c2x:EquityMember")
    assert mapped.members[made.id] == (concept.name, None)
    assert finding.code == "mapping.extension-member"


def test_amounts_beside_several_labels_run_together_are_nobodys(taxonomy: Taxonomy) -> None:
    made = balance_sheet(
        [("货币资金", ["9", "8"]), ("应收票据应收账款", ["1", "2"]), ("应收票据及其他凭证", ["3", "4"])]
    )
    mapped, _ = map_report(recognised(made), taxonomy)
    money, several, own = concepts(mapped, made)
    assert (money, several) == ("c2x:CashAtBankAndOnHand", None)
    assert own is not None
    assert own.startswith("ext:")
