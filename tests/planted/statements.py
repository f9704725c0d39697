"""Plant whole statements that add up: what is printed in every row and column is known, in exact integers.

The templates are the statutory formats (财会〔2019〕6号) written out as text, one row per line:

    # label                  a heading
    + label concept          an item, added to the next total (- subtracts)
    . label concept          an of-which line (其中), a part of the item above it
    = label concept          the total of the items above it, since the total before
    =A+B-C label concept     a total of other rows
    ~ label concept          an item that no sum of its statement covers (earnings per share)

A leading ? says that a statement need not have the row, a leading c that only a consolidated one has it.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from converter.model.statement import Scope, StatementKind

Period = tuple[dt.date | None, dt.date]
Amounts = tuple[int | None, ...]

_BALANCE_SHEET = """
# 流动资产：
+ 货币资金 CashAtBankAndOnHand
+ 交易性金融资产 FinancialAssetsHeldForTrading
?+ 衍生金融资产 DerivativeFinancialAssets
+ 应收票据 NotesReceivable
+ 应收账款 CurrentTradeReceivables
?+ 应收款项融资 ReceivablesFinancing
+ 预付款项 CurrentPrepayments
+ 其他应收款 OtherCurrentReceivables
?. 其中：应收利息 InterestReceivableIncludedInOtherReceivables
?. 应收股利 DividendsReceivableIncludedInOtherReceivables
+ 存货 Inventories
?+ 合同资产 CurrentContractAssets
?+ 持有待售资产 NoncurrentAssetsOrDisposalGroupsClassifiedAsHeldForSale
?+ 一年内到期的非流动资产 NoncurrentAssetsDueWithinOneYear
+ 其他流动资产 OtherCurrentAssets
= 流动资产合计 CurrentAssets
# 非流动资产：
?+ 债权投资 DebtInvestments
?+ 其他债权投资 OtherDebtInvestments
?+ 长期应收款 NoncurrentReceivables
+ 长期股权投资 LongTermEquityInvestments
?+ 其他权益工具投资 OtherEquityInstrumentInvestments
?+ 其他非流动金融资产 OtherNoncurrentFinancialAssets
+ 投资性房地产 InvestmentProperty
+ 固定资产 PropertyPlantAndEquipment
+ 在建工程 ConstructionInProgress
?+ 生产性生物资产 BearerBiologicalAssets
?+ 油气资产 OilAndGasAssets
?+ 使用权资产 RightofuseAssets
+ 无形资产 IntangibleAssetsOtherThanGoodwill
?+ 开发支出 DevelopmentExpenditure
?+ 商誉 Goodwill
+ 长期待摊费用 LongTermPrepaidExpenses
+ 递延所得税资产 DeferredTaxAssets
?+ 其他非流动资产 OtherNoncurrentAssets
= 非流动资产合计 NoncurrentAssets
=CurrentAssets+NoncurrentAssets 资产总计 Assets
# 流动负债：
+ 短期借款 ShorttermBorrowings
?+ 交易性金融负债 FinancialLiabilitiesHeldForTrading
?+ 衍生金融负债 DerivativeFinancialLiabilities
+ 应付票据 NotesPayable
+ 应付账款 TradeAndOtherCurrentPayablesToTradeSuppliers
?+ 预收款项 AdvancesFromCustomers
+ 合同负债 CurrentContractLiabilities
+ 应付职工薪酬 EmployeeBenefitsPayable
+ 应交税费 TaxesPayable
+ 其他应付款 OtherCurrentPayables
?. 其中：应付利息 InterestPayableIncludedInOtherPayables
?. 应付股利 DividendsPayableIncludedInOtherPayables
?+ 持有待售负债 LiabilitiesIncludedInDisposalGroupsClassifiedAsHeldForSale
+ 一年内到期的非流动负债 NoncurrentLiabilitiesDueWithinOneYear
?+ 其他流动负债 OtherCurrentLiabilities
= 流动负债合计 CurrentLiabilities
# 非流动负债：
+ 长期借款 LongtermBorrowings
?+ 应付债券 NoncurrentPortionOfNoncurrentBondsIssued
?. 其中：优先股 PreferenceSharesIncludedInBondsPayable
?. 永续债 PerpetualBondsIncludedInBondsPayable
?+ 租赁负债 NoncurrentLeaseLiabilities
?+ 长期应付款 NoncurrentPayables
?+ 长期应付职工薪酬 LongTermEmployeeBenefitsPayable
?+ 预计负债 NoncurrentProvisions
+ 递延收益 DeferredIncome
+ 递延所得税负债 DeferredTaxLiabilities
?+ 其他非流动负债 OtherNoncurrentLiabilities
= 非流动负债合计 NoncurrentLiabilities
=CurrentLiabilities+NoncurrentLiabilities 负债合计 Liabilities
# 所有者权益：
+ 股本 IssuedCapital
?+ 其他权益工具 OtherEquityInstruments
+ 资本公积 CapitalReserve
?- 减：库存股 TreasuryShares
?+ 其他综合收益 AccumulatedOtherComprehensiveIncome
?+ 专项储备 SpecialReserve
+ 盈余公积 SurplusReserve
+ 未分配利润 RetainedEarnings
c= 归属于母公司所有者权益合计 EquityAttributableToOwnersOfParent
c+ 少数股东权益 NoncontrollingInterests
=EquityAttributableToOwnersOfParent+NoncontrollingInterests 所有者权益合计 Equity
=Liabilities+Equity 负债和所有者权益总计 EquityAndLiabilities
"""

_INCOME_STATEMENT = """
=Revenue 一、营业总收入 TotalOperatingRevenue
+ 其中：营业收入 Revenue
=CostOfSales+TaxesAndSurcharges+SellingExpenses+AdministrativeExpense+ResearchAndDevelopmentExpense+FinanceExpenses 二、营业总成本 TotalOperatingCost
+ 其中：营业成本 CostOfSales
+ 税金及附加 TaxesAndSurcharges
+ 销售费用 SellingExpenses
+ 管理费用 AdministrativeExpense
?+ 研发费用 ResearchAndDevelopmentExpense
+ 财务费用 FinanceExpenses
?. 其中：利息费用 InterestExpenseIncludedInFinanceExpenses
?+ 加：其他收益 OtherIncome
+ 投资收益（损失以“-”号填列） InvestmentIncome
?. 其中：对联营企业和合营企业的投资收益 ShareOfProfitLossOfAssociatesAndJointVenturesAccountedForUsingEquityMethod
?+ 净敞口套期收益（损失以“-”号填列） GainsLossesOnNetExposureHedging
?+ 公允价值变动收益（损失以“-”号填列） GainsLossesOnChangesInFairValue
?+ 信用减值损失（损失以“-”号填列） CreditImpairmentGainsLosses
?+ 资产减值损失（损失以“-”号填列） AssetImpairmentGainsLosses
?+ 资产处置收益（损失以“-”号填列） GainsLossesOnDisposalOfAssets
=TotalOperatingRevenue-TotalOperatingCost+OtherIncome+InvestmentIncome+GainsLossesOnNetExposureHedging+GainsLossesOnChangesInFairValue+CreditImpairmentGainsLosses+AssetImpairmentGainsLosses+GainsLossesOnDisposalOfAssets 三、营业利润（亏损以“-”号填列） ProfitLossFromOperatingActivities
+ 加：营业外收入 NonoperatingIncome
+ 减：营业外支出 NonoperatingExpenses
=ProfitLossFromOperatingActivities+NonoperatingIncome-NonoperatingExpenses 四、利润总额（亏损总额以“-”号填列） ProfitLossBeforeTax
+ 减：所得税费用 IncomeTaxExpenseContinuingOperations
=ProfitLossBeforeTax-IncomeTaxExpenseContinuingOperations 五、净利润（净亏损以“-”号填列） ProfitLoss
# （一）按经营持续性分类
=ProfitLoss-ProfitLossFromDiscontinuedOperations 1.持续经营净利润（净亏损以“-”号填列） ProfitLossFromContinuingOperations
?+ 2.终止经营净利润（净亏损以“-”号填列） ProfitLossFromDiscontinuedOperations
c# （二）按所有权归属分类
c=ProfitLoss-ProfitLossAttributableToNoncontrollingInterests 1.归属于母公司股东的净利润（净亏损以“-”号填列） ProfitLossAttributableToOwnersOfParent
c+ 2.少数股东损益（净亏损以“-”号填列） ProfitLossAttributableToNoncontrollingInterests
=OtherComprehensiveIncomeThatWillNotBeReclassifiedToProfitOrLossNetOfTax+OtherComprehensiveIncomeThatWillBeReclassifiedToProfitOrLossNetOfTax+OtherComprehensiveIncomeAttributableToNoncontrollingInterests 六、其他综合收益的税后净额 OtherComprehensiveIncome
c=OtherComprehensiveIncomeThatWillNotBeReclassifiedToProfitOrLossNetOfTax+OtherComprehensiveIncomeThatWillBeReclassifiedToProfitOrLossNetOfTax （一）归属母公司所有者的其他综合收益的税后净额 OtherComprehensiveIncomeAttributableToOwnersOfParent
=OtherComprehensiveIncomeNetOfTaxGainsLossesOnRemeasurementsOfDefinedBenefitPlans+OtherComprehensiveIncomeNetOfTaxGainsLossesFromInvestmentsInEquityInstruments 1.不能重分类进损益的其他综合收益 OtherComprehensiveIncomeThatWillNotBeReclassifiedToProfitOrLossNetOfTax
?+ （1）重新计量设定受益计划变动额 OtherComprehensiveIncomeNetOfTaxGainsLossesOnRemeasurementsOfDefinedBenefitPlans
+ （3）其他权益工具投资公允价值变动 OtherComprehensiveIncomeNetOfTaxGainsLossesFromInvestmentsInEquityInstruments
=ShareOfReclassifiableOtherComprehensiveIncomeUnderEquityMethod+FairValueChangesOfOtherDebtInvestments+OtherComprehensiveIncomeNetOfTaxExchangeDifferencesOnTranslation 2.将重分类进损益的其他综合收益 OtherComprehensiveIncomeThatWillBeReclassifiedToProfitOrLossNetOfTax
?+ （1）权益法下可转损益的其他综合收益 ShareOfReclassifiableOtherComprehensiveIncomeUnderEquityMethod
?+ （2）其他债权投资公允价值变动 FairValueChangesOfOtherDebtInvestments
+ （6）外币财务报表折算差额 OtherComprehensiveIncomeNetOfTaxExchangeDifferencesOnTranslation
c+ （二）归属于少数股东的其他综合收益的税后净额 OtherComprehensiveIncomeAttributableToNoncontrollingInterests
=ProfitLoss+OtherComprehensiveIncome 七、综合收益总额 ComprehensiveIncome
c=ProfitLossAttributableToOwnersOfParent+OtherComprehensiveIncomeAttributableToOwnersOfParent （一）归属于母公司所有者的综合收益总额 ComprehensiveIncomeAttributableToOwnersOfParent
c=ProfitLossAttributableToNoncontrollingInterests+OtherComprehensiveIncomeAttributableToNoncontrollingInterests （二）归属于少数股东的综合收益总额 ComprehensiveIncomeAttributableToNoncontrollingInterests
c# 八、每股收益：
c~ （一）基本每股收益(元/股) BasicEarningsLossPerShare
c~ （二）稀释每股收益(元/股) DilutedEarningsLossPerShare
"""

_CASH_FLOW_STATEMENT = """
# 一、经营活动产生的现金流量：
+ 销售商品、提供劳务收到的现金 ReceiptsFromSalesOfGoodsAndRenderingOfServices
+ 收到的税费返还 ReceiptsOfTaxRefunds
+ 收到其他与经营活动有关的现金 OtherReceiptsFromOperatingActivities
= 经营活动现金流入小计 CashInflowsFromOperatingActivities
+ 购买商品、接受劳务支付的现金 PaymentsToSuppliersForGoodsAndServices
+ 支付给职工及为职工支付的现金 PaymentsToAndOnBehalfOfEmployees
+ 支付的各项税费 PaymentsOfTaxes
+ 支付其他与经营活动有关的现金 OtherPaymentsForOperatingActivities
= 经营活动现金流出小计 CashOutflowsFromOperatingActivities
=CashInflowsFromOperatingActivities-CashOutflowsFromOperatingActivities 经营活动产生的现金流量净额 CashFlowsFromUsedInOperatingActivities
# 二、投资活动产生的现金流量：
?+ 收回投资收到的现金 ReceiptsFromDisposalOfInvestments
+ 取得投资收益收到的现金 ReceiptsFromReturnsOnInvestments
+ 处置固定资产、无形资产和其他长期资产收回的现金净额 NetReceiptsFromDisposalOfLongTermAssets
?+ 处置子公司及其他营业单位收到的现金净额 NetReceiptsFromDisposalOfSubsidiaries
?+ 收到其他与投资活动有关的现金 OtherReceiptsFromInvestingActivities
= 投资活动现金流入小计 CashInflowsFromInvestingActivities
+ 购建固定资产、无形资产和其他长期资产支付的现金 PaymentsForLongTermAssets
?+ 投资支付的现金 PaymentsForInvestments
?+ 取得子公司及其他营业单位支付的现金净额 NetPaymentsForAcquisitionOfSubsidiaries
?+ 支付其他与投资活动有关的现金 OtherPaymentsForInvestingActivities
= 投资活动现金流出小计 CashOutflowsFromInvestingActivities
=CashInflowsFromInvestingActivities-CashOutflowsFromInvestingActivities 投资活动产生的现金流量净额 CashFlowsFromUsedInInvestingActivities
# 三、筹资活动产生的现金流量：
+ 吸收投资收到的现金 ReceiptsFromCapitalContributions
c?. 其中：子公司吸收少数股东投资收到的现金 ReceiptsFromCapitalContributionsOfNoncontrollingInterests
+ 取得借款收到的现金 ProceedsFromBorrowingsClassifiedAsFinancingActivities
?+ 收到其他与筹资活动有关的现金 OtherReceiptsFromFinancingActivities
= 筹资活动现金流入小计 CashInflowsFromFinancingActivities
+ 偿还债务支付的现金 RepaymentsOfBorrowingsClassifiedAsFinancingActivities
+ 分配股利、利润或偿付利息支付的现金 PaymentsOfDividendsProfitsOrInterest
?+ 支付其他与筹资活动有关的现金 OtherPaymentsForFinancingActivities
= 筹资活动现金流出小计 CashOutflowsFromFinancingActivities
=CashInflowsFromFinancingActivities-CashOutflowsFromFinancingActivities 筹资活动产生的现金流量净额 CashFlowsFromUsedInFinancingActivities
+ 四、汇率变动对现金及现金等价物的影响 EffectOfExchangeRateChangesOnCashAndCashEquivalents
=CashFlowsFromUsedInOperatingActivities+CashFlowsFromUsedInInvestingActivities+CashFlowsFromUsedInFinancingActivities+EffectOfExchangeRateChangesOnCashAndCashEquivalents 五、现金及现金等价物净增加额 IncreaseDecreaseInCashAndCashEquivalents
+ 加：期初现金及现金等价物余额 CashAndCashEquivalents@opening
=IncreaseDecreaseInCashAndCashEquivalents+CashAndCashEquivalents@opening 六、期末现金及现金等价物余额 CashAndCashEquivalents
"""

TEMPLATES: Mapping[StatementKind, str] = {
    StatementKind.BALANCE_SHEET: _BALANCE_SHEET,
    StatementKind.INCOME_STATEMENT: _INCOME_STATEMENT,
    StatementKind.CASH_FLOW_STATEMENT: _CASH_FLOW_STATEMENT,
}
_LINE = re.compile(r"(?P<flags>[?c]*)(?P<role>[#+\-.~=])(?P<formula>\S*) (?P<label>\S+)(?: (?P<concept>\S+))?$")
_TERM = re.compile(r"([+-]?)([\w@]+)")
_SIGNED = ("收益", "损益", "影响", "减值", "终止", "财务费用", "所得税", "变动", "差额", "净额", "未分配", "其他综合")
OPENING = "@opening"


@dataclass(frozen=True, slots=True)
class PlantedRow:
    """Hold one row: its label, its concept ("" for a heading), and one amount per column, None for a blank cell.

    ``concept`` ends in ``@opening`` where the balance is one at the start of the period. ``is_scaled`` is False for
    amounts per share, which are in yuan with four decimals whatever the unit of the statement.
    """

    label: str
    concept: str = ""
    amounts: Amounts = ()
    is_scaled: bool = True


@dataclass(frozen=True, slots=True)
class PlantedStatement:
    """Hold one statement; ``members`` names the component of each column of an equity matrix, the total ""."""

    kind: StatementKind
    scope: Scope
    year: int
    rows: tuple[PlantedRow, ...]
    members: tuple[str, ...] = ()

    def period(self, column: int) -> Period:
        """Return the period of a column: the year, or its end for a balance sheet; the year before on the right."""
        year = self.year if self.members else self.year - column
        return (None if self.kind is StatementKind.BALANCE_SHEET else dt.date(year, 1, 1), dt.date(year, 12, 31))


class Amount:
    """Draw amounts: log-uniform, some of them again, rarely 0."""

    def __init__(self, chance: random.Random, digits: tuple[int, int], blanks: float) -> None:
        self.chance = chance
        self.digits = digits
        self.blanks = blanks
        self.drawn: list[int] = []

    def draw(self, *, signed: bool = False, blank: bool = True) -> int | None:
        """Return an amount, or None for a blank cell."""
        chance = self.chance
        if blank and chance.random() < self.blanks:
            return None
        if self.drawn and chance.random() < 0.03:
            value = chance.choice(self.drawn)
        elif chance.random() < 0.01:
            value = 0
        else:
            value = int(10 ** chance.uniform(*self.digits))
            if chance.random() < 0.1 and value > 10**5:
                value -= value % 10**4
        self.drawn.append(value)
        return -value if signed and chance.random() < 0.35 else value


def plant_statement(
    kind: StatementKind, scope: Scope, year: int, draw: Amount, *, with_details: bool = True
) -> PlantedStatement:
    """Return one statement of two years other than an equity matrix; its sums hold in both columns."""
    lines = [match.groupdict() for text in TEMPLATES[kind].strip().split("\n") if (match := _LINE.match(text))]
    kept = []
    has_above = True
    for line in lines:
        left_out = "c" in line["flags"] and scope is Scope.PARENT_ONLY
        left_out = left_out or ("?" in line["flags"] and draw.chance.random() < (0.35 if with_details else 0.8))
        if line["role"] != ".":
            has_above = not left_out
        if not left_out and has_above:
            kept.append(line)
    columns = [_column(kept, draw) for _ in range(2)]
    if kind is StatementKind.CASH_FLOW_STATEMENT:
        # The year before ends where this one begins.
        for name in ("CashAndCashEquivalents", "CashAndCashEquivalents" + OPENING):
            shift = columns[0]["CashAndCashEquivalents" + OPENING] or 0
            columns[1][name] = shift - (0 if name.endswith("s") else columns[1][_CHANGE] or 0)
    rows = []
    for line in kept:
        if line["role"] == "#":
            rows.append(PlantedRow(line["label"]))
        else:
            amounts = tuple(column[line["concept"]] for column in columns)
            rows.append(PlantedRow(line["label"], line["concept"], amounts, line["role"] != "~"))
    return PlantedStatement(kind, scope, year, tuple(rows))


_CHANGE = "IncreaseDecreaseInCashAndCashEquivalents"


def _column(lines: list[dict[str, str]], draw: Amount) -> dict[str, int | None]:
    """Return one column: items drawn, parts of items, then totals; retained earnings balance the balance sheet."""
    values: dict[str, int | None] = {}
    above: int | None = None
    for line in lines:
        role, concept = line["role"], line["concept"]
        if role in "+-":
            signed = any(word in line["label"] for word in _SIGNED)
            above = values[concept] = draw.draw(signed=signed, blank=line["label"][:1] not in "一二三四五六加")
        elif role == ".":
            part = int((above or 0) * draw.chance.random())
            values[concept] = part if above and draw.chance.random() > draw.blanks else None
        elif role == "~":
            values[concept] = draw.chance.randrange(-20_000, 90_000)
    totals: Callable[[str], int] = _Totals(lines, values).total
    if "RetainedEarnings" in values:
        values["RetainedEarnings"] = 0
        values["RetainedEarnings"] = totals("Assets") - _Totals(lines, values).total("EquityAndLiabilities")
    totals = _Totals(lines, values).total
    for line in lines:
        if line["role"] == "=":
            total = totals(line["concept"])
            parts_blank = total == 0 and draw.chance.random() < 0.7
            values[line["concept"]] = None if parts_blank else total
    return values


class _Totals:
    """Compute the totals of one column."""

    def __init__(self, lines: list[dict[str, str]], values: Mapping[str, int | None]) -> None:
        self.values = values
        self.formulas: dict[str, list[tuple[int, str]]] = {}
        waiting: list[tuple[int, str]] = []
        for line in lines:
            if line["role"] in "+-":
                waiting.append((-1 if line["role"] == "-" else 1, line["concept"]))
            elif line["role"] == "=":
                formula = [(-1 if sign == "-" else 1, name) for sign, name in _TERM.findall(line["formula"])]
                known = self.formulas.keys() | values.keys() | {each["concept"] for each in lines}
                if line["concept"] == "Equity" and "EquityAttributableToOwnersOfParent" not in known:
                    formula = []
                self.formulas[line["concept"]] = [term for term in formula if term[1] in known] or waiting
                waiting = []

    def total(self, concept: str) -> int:
        """Return the value of a total, or of an item as drawn, a blank as zero."""
        if concept in self.formulas:
            return sum(sign * self.total(name) for sign, name in self.formulas[concept])
        return self.values.get(concept) or 0
