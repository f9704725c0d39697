"""Compare converted reports with the silver values of the corpus: used by test_corpus.py, and by hand as a script.

The silver table holds values in 万元 on which two unrelated extractors agree; not truth, but where we differ from it,
one of the two is wrong.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from converter.model.label import parse_label
from converter.model.period import Duration
from converter.model.report import Fact, Report
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy, read_taxonomy

BS, IS, CF, KEY = "balance_sheet", "income_statement", "cash_flow_statement", "key_figures"

# Field of the silver table → the kind of statement and the labels it may stand under.
FIELDS: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("balance_sheet", "asset_cash_and_cash_equivalents"): (BS, ("货币资金",)),
    ("balance_sheet", "asset_accounts_receivable"): (BS, ("应收账款",)),
    ("balance_sheet", "asset_inventory"): (BS, ("存货",)),
    ("balance_sheet", "asset_trading_financial_assets"): (BS, ("交易性金融资产",)),
    ("balance_sheet", "asset_construction_in_progress"): (BS, ("在建工程",)),
    ("balance_sheet", "asset_total_assets"): (BS, ("资产总计",)),
    ("balance_sheet", "liability_accounts_payable"): (BS, ("应付账款",)),
    ("balance_sheet", "liability_advance_from_customers"): (BS, ("预收款项",)),
    ("balance_sheet", "liability_contract_liabilities"): (BS, ("合同负债",)),
    ("balance_sheet", "liability_short_term_loans"): (BS, ("短期借款",)),
    ("balance_sheet", "liability_total_liabilities"): (BS, ("负债合计",)),
    ("balance_sheet", "equity_unappropriated_profit"): (BS, ("未分配利润",)),
    ("balance_sheet", "equity_total_equity"): (BS, ("所有者权益合计",)),
    ("income_sheet", "total_operating_revenue"): (IS, ("营业总收入", "营业收入")),
    ("income_sheet", "operating_expense_cost_of_sales"): (IS, ("营业成本",)),
    ("income_sheet", "operating_expense_selling_expenses"): (IS, ("销售费用",)),
    ("income_sheet", "operating_expense_administrative_expenses"): (IS, ("管理费用",)),
    ("income_sheet", "operating_expense_rnd_expenses"): (IS, ("研发费用",)),
    ("income_sheet", "operating_expense_financial_expenses"): (IS, ("财务费用",)),
    ("income_sheet", "operating_expense_taxes_and_surcharges"): (IS, ("税金及附加",)),
    ("income_sheet", "total_operating_expenses"): (IS, ("营业总成本",)),
    ("income_sheet", "other_income"): (IS, ("其他收益",)),
    ("income_sheet", "operating_profit"): (IS, ("营业利润",)),
    ("income_sheet", "total_profit"): (IS, ("利润总额",)),
    ("income_sheet", "net_profit"): (IS, ("净利润", "归属于母公司所有者的净利润")),
    ("income_sheet", "asset_impairment_loss"): (IS, ("资产减值损失",)),
    ("income_sheet", "credit_impairment_loss"): (IS, ("信用减值损失",)),
    ("cash_flow_sheet", "operating_cf_net_amount"): (CF, ("经营活动产生的现金流量净额",)),
    ("cash_flow_sheet", "operating_cf_cash_from_sales"): (CF, ("销售商品、提供劳务收到的现金",)),
    ("cash_flow_sheet", "financing_cf_net_amount"): (CF, ("筹资活动产生的现金流量净额",)),
    ("cash_flow_sheet", "investing_cf_net_amount"): (CF, ("投资活动产生的现金流量净额",)),
    ("cash_flow_sheet", "financing_cf_cash_from_borrowing"): (CF, ("取得借款收到的现金",)),
    ("cash_flow_sheet", "financing_cf_cash_for_debt_repayment"): (CF, ("偿还债务支付的现金",)),
    ("cash_flow_sheet", "investing_cf_cash_from_investment_recovery"): (CF, ("收回投资收到的现金",)),
    ("cash_flow_sheet", "investing_cf_cash_for_investments"): (CF, ("投资支付的现金",)),
    ("cash_flow_sheet", "net_cash_flow"): (CF, ("现金及现金等价物净增加额",)),
    ("core_performance_indicators_sheet", "eps"): (IS, ("基本每股收益",)),
    ("core_performance_indicators_sheet", "total_operating_revenue"): (IS, ("营业收入", "营业总收入")),
    ("core_performance_indicators_sheet", "net_profit_10k_yuan"): (IS, ("净利润", "归属于母公司所有者的净利润")),
    ("core_performance_indicators_sheet", "net_profit_excl_non_recurring"): (
        KEY,
        ("归属于上市公司股东的扣除非经常性损益的净利润",),
    ),
}
_PER_SHARE = frozenset({"eps"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold one silver cell beside the facts found for it; ``agrees`` where one of them has the value."""

    document: str
    field: str
    silver: Decimal
    tolerance: Decimal
    facts: tuple[Fact, ...]

    @property
    def agrees(self) -> bool:
        return any(abs(Decimal(fact.value) - self.silver) <= self.tolerance for fact in self.facts)


def compare_with_silver(
    document: str, report: Report, rows: list[dict[str, str]], taxonomy: Taxonomy
) -> Iterator[Comparison]:
    """Yield a comparison for each silver cell of the document's entity and period that the document has a fact for."""
    period = report.report.period
    if period is None:
        return
    key = _period_key(period)
    code = document[:6]
    for row in rows:
        field = (row["table"], row["field"])
        if row["stock_code"] != code or (row["report_year"], row["report_period"]) != key or field not in FIELDS:
            continue
        kind, labels = FIELDS[field]
        concepts = {
            rule.concept for label in labels for rule in taxonomy.rules_by_label.get((kind, parse_label(label).key), ())
        }
        facts = tuple(
            fact
            for fact in report.facts
            if fact.concept in concepts and not fact.dimensions and _is_current(fact, period)
        )
        if facts:
            printed = Decimal(row["value_wan_yuan_or_per_share"])
            scale = 1 if row["field"] in _PER_SHARE else 10000
            # The table's values went through floats and some were cut to four digits: one unit of the last digit.
            exponent = printed.as_tuple().exponent
            assert isinstance(exponent, int)
            unit = max(Decimal(scale).scaleb(exponent), Decimal("0.0001") if scale == 1 else Decimal("0.01"))
            yield Comparison(document, ".".join(field), printed * scale, unit, facts)


def _is_current(fact: Fact, period: Duration) -> bool:
    if isinstance(fact.period, Duration):
        return fact.period == period
    return fact.period.instant == period.end


def _period_key(period: Duration) -> tuple[str, str]:
    return str(period.end.year), {3: "Q1", 6: "H1", 9: "Q3", 12: "FY"}[period.end.month]


def read_silver(shared: Path) -> list[dict[str, str]]:
    with (shared / "corpus/silver/key_values.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def convertible_documents(shared: Path) -> list[Path]:
    """Return the documents of the corpus in layouts this release reads."""
    return [shared / "seeds/001_313dedaca723782c.txt", *sorted((shared / "corpus/markdown").glob("*.md"))]


def main(shared: Path) -> None:
    """Print every difference, with what we have, and the share that agrees."""
    taxonomy = read_taxonomy()
    rows = read_silver(shared)
    total = agreed = 0
    for path in sorted((shared / "corpus/markdown").glob("*.md")):
        report, findings = read_report(path.read_bytes(), path.name, taxonomy)
        if report is None:
            print(f"{path.name}: no report: {[finding.code for finding in findings]}")
            continue
        compared = list(compare_with_silver(path.name, report, rows, taxonomy))
        total += len(compared)
        agreed += sum(item.agrees for item in compared)
        print(
            f"{path.name}: {report.report.period} {len(report.facts)} facts, "
            f"{sum(item.agrees for item in compared)} of {len(compared)} agree"
        )
        for item in compared:
            if not item.agrees:
                ours = [(fact.value, str(fact.evidence), fact.sources[0].line) for fact in item.facts]
                print(f"    {item.field}: silver {item.silver} ours {ours}")
    print(f"{agreed} of {total} agree: {agreed / total:.4%}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared"))
