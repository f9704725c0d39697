from __future__ import annotations

from reconcile_sample import YEAR, YEAR_END, YEAR_START, line_item, plain_reading, statement
from test_mapping_notes import COMPONENT, GROSS, cell, mapped, note

from converter.mapping.lookup import RuleBook
from converter.mapping.note_subjects import SubjectBook
from converter.mapping.notes import NoteMapper
from converter.model.mapped import MappedItem
from converter.model.statement import LineItem, NotePlace, StatementKind
from converter.taxonomy import Taxonomy

LINE_ITEM, NOTE_ITEM = "c2x:LineItemAxis", "c2x:NoteItemAxis"
DISCLOSURE = "c2x:DisclosureAxis"


def place(title: str, *captions: str, section: str = "合并财务报表项目注释", row_header: str = "项目") -> NotePlace:
    return NotePlace("七、1", title, section, captions, row_header)


def row(label: str, value: str, parent: int | None = None) -> LineItem:
    return line_item(label, (plain_reading([value], 1),), 1, parent)


def test_payables_below_the_heading_of_receivables_are_payables(taxonomy: Taxonomy) -> None:
    parties = place("关联方应收应付款项", "应收项目", row_header="项目名称/关联方")
    rows = [("应付账款/甲公司", ["7.00"]), ("其他应付款/乙公司", ["5.00"]), ("合同负债/丙公司", ["3.00"])]
    table = mapped(note(parties, [("", YEAR_END)], rows), taxonomy)
    assert [cell(table, row, 0).concept for row in range(3)] == ["c2x:RelatedPartyPayables"] * 3
    assert dict(cell(table, 0, 0).dimensions)[DISCLOSURE] == "应付项目"


def test_receivables_stay_what_their_heading_says(taxonomy: Taxonomy) -> None:
    parties = place("关联方应收应付款项", "应收项目", row_header="项目名称/关联方")
    rows = [("应收账款/甲公司", ["7.00"]), ("其他应付款/乙公司", ["5.00"])]
    table = mapped(note(parties, [("", YEAR_END)], rows), taxonomy)
    assert cell(table, 0, 0).concept == "c2x:RelatedPartyReceivables"


def test_a_header_that_says_carrying_amount_is_net_whatever_the_caption(taxonomy: Taxonomy) -> None:
    columns = [("账面价值", YEAR_START), ("追加投资", YEAR), ("账面价值", YEAR_END)]
    rows = [("甲公司", ["7.00", "2.00", "9.00"]), ("乙公司", ["5.00", "", "5.00"])]
    table = mapped(note(place("长期股权投资", "对子公司投资"), columns, rows), taxonomy)
    assert (COMPONENT, GROSS) not in {each for at in range(3) for each in cell(table, 0, at).dimensions}


def test_a_subject_that_lends_rules_lends_neither_concept_nor_line_item(taxonomy: Taxonomy) -> None:
    subsidiaries = place("在子公司中的权益", "企业集团的构成", row_header="子公司名称")
    columns = [("注册资本", YEAR_END), ("金额", None)]
    table = mapped(note(subsidiaries, columns, [("甲公司", ["700.00", "5.00"])]), taxonomy)
    assert cell(table, 0, 0).concept == "c2x:RegisteredCapital"
    assert LINE_ITEM not in dict(cell(table, 0, 0).dimensions)
    assert table.cells[0][1] is None


def test_rows_without_a_rule_are_items_where_the_subject_lends_rules_only(taxonomy: Taxonomy) -> None:
    leases = place("租赁", "作为承租人")
    rows = [("租赁负债利息费用", ["7.00"]), ("转租使用权资产取得的收入", ["5.00"])]
    table = mapped(note(leases, [("", YEAR)], rows), taxonomy)
    assert cell(table, 1, 0).concept.startswith("ext:")
    assert cell(table, 1, 0).dimensions == ()


def test_an_unknown_row_between_two_balances_is_no_balance(taxonomy: Taxonomy) -> None:
    rows = [("调整后期初未分配利润", ["7.00"]), ("其他调整", ["2.00"]), ("期末未分配利润", ["9.00"])]
    table = mapped(note(place("未分配利润"), [("本期", YEAR)], rows), taxonomy)
    assert [cell(table, row, 0).concept.partition(":")[0] for row in range(3)] == ["c2x", "ext", "c2x"]


def test_money_that_is_no_cash_equivalent_is_a_balance_of_money(taxonomy: Taxonomy) -> None:
    supplement = place("现金流量表补充资料", "不属于现金及现金等价物的货币资金")
    rows = [("票据保证金", ["7.00"]), ("司法冻结", ["2.00"]), ("合计", ["9.00"])]
    table = mapped(note(supplement, [("", YEAR)], rows), taxonomy)
    assert {cell(table, row, 0).concept for row in range(3)} == {"c2x:CashAtBankAndOnHand"}


def test_the_total_of_a_part_of_a_supplement_is_not_that_of_the_statement(taxonomy: Taxonomy) -> None:
    supplement = place("现金流量表补充资料", "以净额列报的理由")
    table = mapped(note(supplement, [("", YEAR)], [("甲", ["7.00"]), ("合计", ["7.00"])]), taxonomy)
    assert table.cells[1][0] is None


def test_parts_of_a_row_that_is_a_measure_are_of_that_measure(taxonomy: Taxonomy) -> None:
    disposal = place("现金流量表补充资料", "本期收到的处置子公司的现金净额")
    rows = [
        row("减：丧失控制权日子公司持有的现金及现金等价物", "9.00"),
        row("其中：甲公司", "9.00", parent=0),
    ]
    table = mapped(note(disposal, [("金额", None)], rows), taxonomy)
    assert cell(table, 1, 0).concept == cell(table, 0, 0).concept == "c2x:CashHeldBySubsidiaryDisposed"


def test_a_balance_in_the_note_of_a_flow_is_no_flow(taxonomy: Taxonomy) -> None:
    disposal = place("现金流量表补充资料", "本期收到的处置子公司的现金净额")
    columns = [("", YEAR_END), ("", YEAR_START)]
    alone = mapped(note(place("营业外收入"), columns, [("某项目", ["7.00", "5.00"])]), taxonomy)
    assert alone.cells[0] == (None, None)
    rows = [("库存现金", ["7.00", "5.00"]), ("三、期末现金及现金等价物余额", ["7.00", "5.00"])]
    assert cell(mapped(note(disposal, columns, rows), taxonomy), 1, 0).concept == "c2x:CashAndCashEquivalents"


def test_a_caption_of_an_allowance_says_the_component_of_its_subject(taxonomy: Taxonomy) -> None:
    research = place("研发支出", "符合资本化条件的研发项目开发支出", "开发支出减值准备", section="研发支出")
    columns = [("", YEAR_END), ("减值测试情况", None)]
    table = mapped(note(research, columns, [("甲项目", ["7.00", ""]), ("合计", ["7.00", ""])]), taxonomy)
    assert dict(cell(table, 1, 0).dimensions) == {COMPONENT: "c2x:ImpairmentMember"}


def test_the_carrying_amount_in_a_test_of_goodwill_is_not_goodwill(taxonomy: Taxonomy) -> None:
    tested = place("商誉", "可收回金额按预计未来现金流量的现值确定")
    columns = [("账面价值", None), ("可收回金额", None)]
    table = mapped(note(tested, columns, [("甲公司", ["7.00", "5.00"])]), taxonomy)
    assert cell(table, 0, 0).concept.startswith("ext:")
    assert LINE_ITEM not in dict(cell(table, 0, 1).dimensions)


def test_headers_that_one_table_alone_has_say_what_it_is_about(taxonomy: Taxonomy) -> None:
    columns = [("账面价值", YEAR_END), ("受限类型", None)]
    table = mapped(note(place("其他应收款"), columns, [("固定资产", ["7.00", ""])]), taxonomy)
    assert cell(table, 0, 0).concept == "c2x:RestrictedAssets"
    assert dict(cell(table, 0, 0).dimensions)[LINE_ITEM] == "c2x:PropertyPlantAndEquipment"


def test_a_difference_that_tax_is_deferred_on_is_no_allowance(taxonomy: Taxonomy) -> None:
    deferred = place("递延所得税资产/递延所得税负债", "未经抵销的递延所得税资产")
    rows = [("资产减值准备", ["7.00"]), ("信用损失准备", ["5.00"]), ("合计", ["12.00"])]
    table = mapped(note(deferred, [("递延所得税资产", YEAR_END)], rows), taxonomy)
    assert all(axis != COMPONENT for row in range(3) for axis, _ in cell(table, row, 0).dimensions)


def test_amounts_below_the_header_of_a_movement_are_that_movement(taxonomy: Taxonomy) -> None:
    instruments = place("其他权益工具", "期末发行在外的优先股、永续债等金融工具变动情况表")
    table = note(instruments, [("期初/账面价值", YEAR_START), ("本期减少/账面价值", None)], [("甲", ["7.00", "5.00"])])
    assert cell(mapped(table, taxonomy), 0, 1).concept == "c2x:DecreaseDuringPeriod"


def test_a_block_of_measures_is_of_the_member_that_heads_it(taxonomy: Taxonomy) -> None:
    investees = place("在合营企业或联营企业中的权益", "不重要的合营企业和联营企业的汇总财务信息")
    rows = [
        row("合营企业：", ""),
        row("投资账面价值合计", "7.00", parent=0),
        row("--净利润", "2.00", parent=0),
        row("--综合收益总额", "2.00", parent=0),
    ]
    table = mapped(note(investees, [("", YEAR)], rows), taxonomy)
    assert dict(cell(table, 1, 0).dimensions)["c2x:InvesteeKindAxis"] == "c2x:JointVenturesMember"


def test_a_row_of_segments_keeps_its_words_where_the_total_contradicts_the_line(taxonomy: Taxonomy) -> None:
    mapper = NoteMapper(RuleBook(taxonomy))
    income = statement(StatementKind.INCOME_STATEMENT, [YEAR], [("销售费用", ["3.00"])])
    mapper.lines.add(income, [MappedItem("c2x:SellingExpenses", "")])
    segments = place("分部信息", "报告分部的财务信息")
    columns = [("甲分部", None), ("合计", None)]
    rows = [("营业收入", ["7.00", "9.00"]), ("营业费用", ["2.00", "5.00"]), ("营业成本", ["1.00", "4.00"])]
    table, _ = mapper.map_table(note(segments, columns, rows))
    names = [dict(cell(table, row, 0).dimensions)[LINE_ITEM] for row in range(3)]
    assert names == ["c2x:Revenue", "营业费用", "c2x:CostOfSales"]


def test_a_total_that_is_that_of_one_other_line_comes_before_rows_that_are_line_items(taxonomy: Taxonomy) -> None:
    mapper = NoteMapper(RuleBook(taxonomy))
    income = statement(StatementKind.INCOME_STATEMENT, [YEAR], [("财务费用", ["1234567.89"])])
    mapper.lines.add(income, [MappedItem("c2x:FinanceExpenses", "")])
    rows = [("利息支出", ["1000000.00"]), ("利息收入", ["0.00"]), ("汇兑损益", ["234567.89"]), ("合计", ["1234567.89"])]
    table, _ = mapper.map_table(note(place("不知何物"), [("", YEAR)], rows))
    assert cell(table, 3, 0).concept == "c2x:FinanceExpenses"


def test_titles_with_stars_stand_for_any_words(taxonomy: Taxonomy) -> None:
    found = SubjectBook(RuleBook(taxonomy)).find(place("本期不属于现金及现金等价物的货币资金情况的说明"))
    assert found.balance == "c2x:CashAtBankAndOnHand"


def test_a_roll_forward_of_profits_under_the_heading_before_it_is_of_retained_earnings(taxonomy: Taxonomy) -> None:
    rows = [row("调整前上期末未分配利润", "70.00"), row("期末未分配利润", "90.00")]
    table = mapped(note(place("盈余公积"), [("本期", YEAR)], rows), taxonomy)
    concepts = [cell(table, number, 0).concept for number in range(2)]
    assert concepts == ["c2x:RetainedEarningsAsPreviouslyReported", "c2x:RetainedEarnings"]


def test_investments_in_subsidiaries_under_the_heading_before_them_are_no_receivables(taxonomy: Taxonomy) -> None:
    rows = [row("对子公司投资", "70.00"), row("合计", "70.00")]
    table = mapped(note(place("其他应收款"), [("期末余额", YEAR_END)], rows), taxonomy)
    assert [cell(table, number, 0).concept for number in range(2)] == ["c2x:LongTermEquityInvestments"] * 2


def test_a_cost_of_the_entity_s_own_name_in_the_note_of_revenue_is_of_the_cost(taxonomy: Taxonomy) -> None:
    columns = [("制药业务营业收入", YEAR), ("制药业务营业成本", YEAR)]
    table = mapped(note(place("营业收入和营业成本"), columns, [("华东地区", ["7.00", "5.00"])]), taxonomy)
    assert [dict(cell(table, 0, at).dimensions)[LINE_ITEM] for at in (0, 1)] == ["c2x:Revenue", "c2x:CostOfSales"]


def test_a_header_of_which_one_character_is_left_says_nothing(taxonomy: Taxonomy) -> None:
    columns = [("期末余额", YEAR_END), ("额", YEAR_END)]
    table = mapped(note(place("其他应收款"), columns, [("甲公司", ["7.00", "5.00"])]), taxonomy)
    assert table.cells[0][1] is None


def test_one_row_below_lines_of_a_statement_is_a_line_item(taxonomy: Taxonomy) -> None:
    place = NotePlace("五、43", "重要会计政策变更", "重要会计政策及会计估计", (), "合并利润表项目(2023年度)")
    table = mapped(note(place, [("调整前", YEAR), ("调整后", YEAR)], [("所得税费用", ["7", "8"])]), taxonomy)
    assert cell(table, 0, 0).concept == "c2x:AmountOfPeriod"
    assert dict(cell(table, 0, 0).dimensions)["c2x:LineItemAxis"] == "c2x:IncomeTaxExpenseContinuingOperations"


def test_a_caption_about_the_note_itself_discloses_nothing_more(taxonomy: Taxonomy) -> None:
    place = NotePlace("七、15", "其他债权投资", "合并财务报表项目注释", ("其他债权投资的情况",), "项目")
    table = mapped(note(place, [("", YEAR_END)], [("甲", ["7"]), ("合计", ["7"])]), taxonomy)
    assert cell(table, 1, 0).dimensions == ()


def test_a_reconciliation_has_items_of_its_own(taxonomy: Taxonomy) -> None:
    place = NotePlace("七、82", "租赁", "合并财务报表项目注释", ("未折现租赁收款额与租赁投资净额的调节表",), "项目")
    table = mapped(note(place, [("金额", None)], [("租赁投资净额", ["7"])]), taxonomy)
    assert cell(table, 0, 0).concept == "c2x:AmountAtEndOfPeriod"
    assert dict(cell(table, 0, 0).dimensions)["c2x:LineItemAxis"] == "租赁投资净额"
