from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from reconcile_sample import (
    YEAR,
    YEAR_BEFORE,
    YEAR_END,
    YEAR_START,
    Row,
    line_item,
    plain_reading,
    recognised,
    statement,
)
from reconcile_sample import reconcile as reconcile_all

from converter.mapping import map_report
from converter.mapping.lookup import RuleBook
from converter.mapping.notes import map_note_table
from converter.model.mapped import CellRole, MappedCell, MappedTable, MemberRole
from converter.model.period import Period
from converter.model.statement import Column, LineItem, NotePlace, Statement, StatementKind
from converter.taxonomy import Taxonomy

GROSS, ALLOWANCE = "c2x:GrossMember", "c2x:AllowanceMember"
COMPONENT = "c2x:CarryingAmountComponentsAxis"


def note(
    place: NotePlace,
    columns: Sequence[tuple[str, Period | None]],
    rows: Sequence[Row | LineItem],
    *,
    first_line: int = 1,
) -> Statement:
    made = statement(StatementKind.NOTE, [period for _, period in columns], rows, first_line=first_line)
    heads = tuple(Column((words,), period, measure=words) for words, period in columns)
    return dataclasses.replace(made, columns=heads, place=place, period=YEAR)


def receivables(*captions: str, row_header: str = "") -> NotePlace:
    return NotePlace("五、（三）", "应收账款", "合并财务报表项目注释", captions, row_header)


def mapped(table: Statement, taxonomy: Taxonomy) -> MappedTable:
    return map_note_table(table, RuleBook(taxonomy))[0]


def cell(table: MappedTable, row: int, column: int) -> MappedCell:
    found = table.cells[row][column]
    assert found is not None
    return found


def test_a_total_is_the_line_of_the_statement_and_rows_are_its_members(taxonomy: Taxonomy) -> None:
    table = mapped(
        note(
            receivables("按账龄披露", row_header="账龄"),
            [("", YEAR_END), ("", YEAR_START)],
            [("1年以内", ["6.00", "5.00"]), ("1至2年", ["3.00", "3.00"]), ("合计", ["9.00", "8.00"])],
        ),
        taxonomy,
    )
    assert cell(table, 0, 0).concept == "c2x:CurrentTradeReceivables"
    assert cell(table, 0, 0).dimensions == (("c2x:AgeingAxis", "c2x:WithinOneYearMember"),)
    assert cell(table, 2, 0) == MappedCell("c2x:CurrentTradeReceivables", CellRole.AMOUNT)
    assert table.members == (MemberRole.PART, MemberRole.PART, MemberRole.TOTAL)
    assert table.groups == (0, 1)
    assert not table.transposed


def test_what_stands_above_an_allowance_taken_off_is_gross(taxonomy: Taxonomy) -> None:
    table = mapped(
        note(
            receivables("按账龄披露"),
            [("", YEAR_END)],
            [("1年以内", ["9.00"]), ("小计", ["9.00"]), ("减：坏账准备", ["2.00"]), ("合计", ["7.00"])],
        ),
        taxonomy,
    )
    assert cell(table, 0, 0).dimensions == (
        ("c2x:AgeingAxis", "c2x:WithinOneYearMember"),
        (COMPONENT, GROSS),
    )
    assert [cell(table, row, 0).dimensions for row in (1, 2, 3)] == [
        ((COMPONENT, GROSS),),
        ((COMPONENT, ALLOWANCE),),
        (),
    ]
    assert table.members[1:] == (MemberRole.SUBTOTAL, MemberRole.DEDUCTED, MemberRole.TOTAL)


def test_headers_above_hand_their_component_down(taxonomy: Taxonomy) -> None:
    table = mapped(
        note(
            receivables("按坏账计提方法分类披露"),
            [
                ("账面余额/金额", YEAR_END),
                ("账面余额/比例(%)", YEAR_END),
                ("坏账准备/金额", YEAR_END),
                ("账面价值", YEAR_END),
            ],
            [("按单项计提坏账准备", ["9.00", "90.00", "2.00", "7.00"]), ("合计", ["10.00", "100.00", "2.00", "8.00"])],
        ),
        taxonomy,
    )
    roles = [cell(table, 1, column).role for column in range(4)]
    assert roles == [CellRole.GROSS, CellRole.SHARE, CellRole.ALLOWANCE, CellRole.NET]
    assert cell(table, 1, 2).dimensions == ((COMPONENT, ALLOWANCE),)
    share = cell(table, 1, 1)
    assert share.concept == "c2x:ShareOfTotal"
    assert ("c2x:LineItemAxis", "c2x:CurrentTradeReceivables") in share.dimensions
    assert table.groups == (0, 0, 0, 0)


def test_a_balance_beside_its_allowance_alone_is_gross(taxonomy: Taxonomy) -> None:
    columns = [("余额", YEAR_END), ("占应收账款余额的比例(%)", YEAR_END), ("坏账准备余额", YEAR_END)]
    rows: list[Row | LineItem] = [("第一名", ["9.00", "90.00", "2.00"]), ("合计", ["10.00", "100.00", "2.00"])]
    table = mapped(note(receivables("按欠款方归集的期末余额前五名"), columns, rows), taxonomy)
    assert (COMPONENT, GROSS) in cell(table, 0, 0).dimensions
    assert (COMPONENT, ALLOWANCE) in cell(table, 0, 2).dimensions


def test_blanks_beside_digits_do_not_tell_members_apart(taxonomy: Taxonomy) -> None:
    rows: list[Row | LineItem] = [("组合1 应收某类客户款", ["9.00"]), ("组合 2应收款", ["1.00"]), ("合计", ["10.00"])]
    table = mapped(note(receivables("按组合列示"), [("", YEAR_END)], rows), taxonomy)
    texts = [dict(cell(table, row, 0).dimensions)["c2x:NoteItemAxis"] for row in (0, 1)]
    assert texts == ["组合1应收某类客户款", "组合2应收款"]


def test_a_caption_says_which_component_moves(taxonomy: Taxonomy) -> None:
    table = mapped(
        note(
            receivables("坏账准备的变动情况"),
            [("", YEAR_START), ("本期变动金额/计提", None), ("本期变动金额/转销或核销", None), ("", YEAR_END)],
            [("按组合计提坏账准备", ["5.00", "2.00", "1.00", "6.00"]), ("合计", ["5.00", "2.00", "1.00", "6.00"])],
        ),
        taxonomy,
    )
    assert [cell(table, 1, column).role for column in range(4)] == [
        CellRole.OPENING,
        CellRole.INCREASE,
        CellRole.DECREASE,
        CellRole.CLOSING,
    ]
    assert cell(table, 1, 0).dimensions == ((COMPONENT, ALLOWANCE),)
    assert cell(table, 1, 1).dimensions == (
        (COMPONENT, ALLOWANCE),
        ("c2x:LineItemAxis", "c2x:CurrentTradeReceivables"),
    )
    assert table.groups == (0, 0, 0, 0)


def test_labels_of_a_block_stand_too_early_where_the_heading_below_prints_its_last_amounts(taxonomy: Taxonomy) -> None:
    labels = ["二、累计折旧", "1.期初余额", "2.本期增加金额", "（1）计提", "4.期末余额", "三、减值准备", "1.期初余额"]
    parents = [None, 0, 0, 2, 0, None, 5]
    for cells, known in (
        ([[], ["4.00"], [], ["3.00"], [], ["7.00"], []], [True, False, False]),
        ([[], ["4.00"], ["3.00"], ["3.00"], ["7.00"], [], []], [True, True, True]),
    ):
        rows = [
            line_item(label, (plain_reading(amounts, number),), number, parent)
            for number, (label, amounts, parent) in enumerate(zip(labels, cells, parents, strict=True), 1)
        ]
        place = NotePlace("五、（十）", "使用权资产", "", (), "项目")
        table = mapped(note(place, [("房屋及建筑物", None)], rows), taxonomy)
        assert [each[0] is not None for each in table.cells[1:4]] == known


def test_measures_may_run_down_the_rows(taxonomy: Taxonomy) -> None:
    labels = ["一、账面原值", "1.期初余额", "2.本期增加", "3.期末余额", "二、累计折旧", "1.期初余额", "2.期末余额"]
    cells = [[], ["1.00", "1.00"], ["2.00", "2.00"], ["3.00", "3.00"], [], ["1.00", "1.00"], ["1.00", "1.00"]]
    parents = [None, 0, 0, 0, None, 4, 4]
    rows = [
        line_item(label, (plain_reading(amounts, number),), number, parent)
        for number, (label, amounts, parent) in enumerate(zip(labels, cells, parents, strict=True), 1)
    ]
    place = NotePlace("五、（十）", "固定资产", "", (), "项目")
    table = mapped(note(place, [("房屋及建筑物", None), ("合计", None)], rows), taxonomy)
    assert table.transposed
    assert table.members == (MemberRole.PART, MemberRole.TOTAL)
    assert table.groups == (0, 0, 0, 0, 1, 1, 1)
    opening = cell(table, 1, 0)
    assert opening.concept == "c2x:PropertyPlantAndEquipment"
    assert opening.opening
    assert opening.dimensions == (("c2x:AssetClassAxis", "c2x:BuildingsMember"), (COMPONENT, GROSS))
    assert cell(table, 2, 1).dimensions == (
        (COMPONENT, GROSS),
        ("c2x:LineItemAxis", "c2x:PropertyPlantAndEquipment"),
    )
    assert cell(table, 6, 1).dimensions == ((COMPONENT, "c2x:AccumulatedDepreciationMember"),)


def test_measures_that_only_one_subject_has_run_down_the_rows_though_none_is_of_a_day(taxonomy: Taxonomy) -> None:
    caption = "交易对于少数股东权益及归属于母公司所有者权益的影响"
    place = NotePlace("十、2", "在子公司的所有者权益份额发生变化且仍控制子公司的交易", "", (caption,))
    labels = ("购买成本/处置对价合计", "减：按取得/处置的股权比例计算的子公司净资产份额", "差额")
    for printed, known in ((labels, True), (("差额", "甲", "乙"), False)):
        rows = [
            line_item(label, (plain_reading(["3.00", "2.00"], number),), number)
            for number, label in enumerate(printed, 1)
        ]
        table = mapped(note(place, [("甲地公司", None), ("乙地公司", None)], rows), taxonomy)
        assert table.transposed == known
        if known:
            difference = cell(table, 2, 1)
            assert difference.concept == "c2x:DifferenceFromInterestsInSubsidiaries"
            assert difference.dimensions == (("c2x:InvesteeAxis", "乙地公司"),)


def test_a_table_that_is_no_view_of_its_note_says_what_it_discloses(taxonomy: Taxonomy) -> None:
    place = receivables("于2022年12月31日，已背书尚未到期的票据如下：")
    table = mapped(note(place, [("", YEAR_END)], [("甲", ["1.00"]), ("合计", ["1.00"])]), taxonomy)
    assert cell(table, 1, 0).dimensions == (("c2x:DisclosureAxis", "已背书尚未到期的票据"),)


def test_an_unknown_measure_becomes_a_concept_named_by_its_words(taxonomy: Taxonomy) -> None:
    made = note(receivables(), [("特别贴补金额", None), ("神秘", None)], [("甲", ["1.00", "3"]), ("乙", ["2.00", "4"])])
    table, own, findings = map_note_table(made, RuleBook(taxonomy))
    assert [(each.name, each.label, each.kind) for each in own] == [
        ("ext:特别贴补金额_期末", "特别贴补金额", "monetary")
    ]
    assert own[0].anchor == "c2x:AmountAtEndOfPeriod"
    assert cell(table, 0, 0).dimensions == (
        ("c2x:LineItemAxis", "c2x:CurrentTradeReceivables"),
        ("c2x:NoteItemAxis", "甲"),
    )
    assert table.cells[0][1] is None
    assert sorted(finding.code for finding in findings) == ["mapping.extension-concept", "mapping.unknown-measure"]


def test_labels_printed_twice_are_told_apart(taxonomy: Taxonomy) -> None:
    rows = [
        line_item("丙方", ((),), 1),
        line_item("杂物", (plain_reading(["1.00"], 2),), 2, 0),
        line_item("杂物", (plain_reading(["1.00"], 3),), 3),
        line_item("杂物", (plain_reading(["1.00"], 4),), 4),
    ]
    table = mapped(note(receivables(), [("", YEAR_END)], rows), taxonomy)
    assert dict(cell(table, 1, 0).dimensions)["c2x:NoteItemAxis"] == "丙方/杂物"
    assert [table.cells[row][0] for row in (2, 3)] == [None, None]
    table = mapped(note(receivables(row_header="单位名称"), [("", YEAR_END)], rows), taxonomy)
    texts = [dict(cell(table, row, 0).dimensions)["c2x:CounterpartyAxis"] for row in (1, 2, 3)]
    assert texts == ["丙方/杂物", "杂物", "杂物（2）"]


def test_an_unknown_note_gives_its_amounts_its_name(taxonomy: Taxonomy) -> None:
    place = NotePlace("十二", "特别安排收入", "", (), "")
    table, own, _ = map_note_table(
        note(place, [("", YEAR), ("", YEAR_BEFORE)], [("甲", ["1.00", "2.00"])]), RuleBook(taxonomy)
    )
    assert [each.name for each in own] == ["ext:特别安排收入"]
    assert cell(table, 0, 1).concept == "ext:特别安排收入"
    assert own[0].period_type == "duration"


def test_a_heading_that_says_not_what_its_amounts_are_of_names_none(taxonomy: Taxonomy) -> None:
    rows = [("甲", ["1.00"]), ("拟分配的股利", ["2.00"]), ("合计", ["3.00"])]
    for place in (
        NotePlace("十", "特别安排情况", "", (), ""),
        NotePlace("十", "甲方风险", "", ("按剩余到期日分类",), ""),
    ):
        table, own, _ = map_note_table(note(place, [("", YEAR)], rows), RuleBook(taxonomy))
        assert [each.name for each in own] == ["ext:拟分配的股利"]
        assert [row[0] is not None for row in table.cells] == [False, True, False]


def test_a_caption_that_says_what_its_amounts_are_of_names_them(taxonomy: Taxonomy) -> None:
    place = NotePlace("十", "特别安排情况", "", ("与活动有关的现金",), "")
    table = mapped(note(place, [("", YEAR)], [("甲", ["1.00"])]), taxonomy)
    assert cell(table, 0, 0).concept == "ext:与活动有关的现金"


def test_a_row_that_leads_from_the_profit_to_its_tax_is_not_the_income_it_names(taxonomy: Taxonomy) -> None:
    place = NotePlace("七", "所得税费用", "", ("会计利润与所得税费用调整过程",), "")
    rows = [("利润总额", ["9.00"]), ("特种设备收入", ["1.00"]), ("权益法核算的投资收益", ["2.00"])]
    table = mapped(note(place, [("", YEAR)], rows), taxonomy)
    assert cell(table, 1, 0).concept == "ext:会计利润与所得税费用调整过程_特种设备收入"
    assert cell(table, 2, 0).concept == "c2x:TaxEffectOfEquityMethodProfitLoss"


def test_amounts_of_line_items_under_no_header_may_be_changes_of_them(taxonomy: Taxonomy) -> None:
    place = NotePlace("五", "重要会计政策和会计估计变更", "", (), "")
    rows = [("合同负债", ["9.00"]), ("预收款项", ["-8.00"]), ("其他流动负债", ["-1.00"])]
    assert mapped(note(place, [("", None)], rows), taxonomy).cells == ((None,), (None,), (None,))
    table = mapped(note(place, [("账面价值", None)], rows), taxonomy)
    assert {cell(table, row, 0).concept for row in range(3)} == {"c2x:AmountAtEndOfPeriod"}


def test_sums_are_no_labels_that_could_be_line_items(taxonomy: Taxonomy) -> None:
    place = NotePlace("十", "流动性风险", "", (), "")
    rows = [("银行借款", ["1.00"]), ("应付票据", ["2.00"]), ("应付账款", ["2.00"]), ("其他应付款", ["2.00"])]
    table = mapped(note(place, [("账面价值", YEAR_END)], [*rows, ("小计", ["7.00"])]), taxonomy)
    assert {cell(table, row, 0).concept for row in range(5)} == {"c2x:AmountAtEndOfPeriod"}


def test_a_note_and_its_statement_give_one_fact(taxonomy: Taxonomy) -> None:
    balance = statement(StatementKind.BALANCE_SHEET, [YEAR_END, YEAR_START], [("应收账款", ["9.00", "8.00"])])
    table = note(
        receivables("按账龄披露"),
        [("", YEAR_END), ("", YEAR_START)],
        [("1年以内", ["9.00", "8.00"]), ("合计", ["9.00", "8.00"])],
        first_line=10,
    )
    report, _ = reconcile_all(taxonomy, balance, table)
    totals = [fact for fact in report.facts if fact.concept == "c2x:CurrentTradeReceivables" and not fact.dimensions]
    assert [len(fact.sources) for fact in totals] == [2, 2]
    assert any(check.kind == "agreement" and check.holds for check in report.checks)


def test_periods_come_from_column_row_and_note(taxonomy: Taxonomy) -> None:
    table = note(
        receivables("坏账准备的变动情况"),
        [("期初余额", None), ("计提", None), ("", YEAR_END)],
        [("合计", ["5.00", "1.00", "6.00"])],
    )
    report, _ = reconcile_all(taxonomy, table)
    periods = [fact.period for fact in sorted(report.facts, key=lambda fact: fact.sources[0].start)]
    assert periods == [YEAR_START, YEAR, YEAR_END]
    assert map_report(recognised(table), taxonomy)[0].items[table.id][0].rule == "note"


def test_a_caption_may_name_the_member_that_the_whole_table_is_of(taxonomy: Taxonomy) -> None:
    place = NotePlace("五、（二十）", "应付职工薪酬", "", ("短期薪酬列示",), "项目")
    made = note(place, [("", YEAR_END)], [("某种津贴", ["1.00"]), ("合计", ["1.00"])])
    table = mapped(made, taxonomy)
    assert cell(table, 1, 0).concept == "c2x:EmployeeBenefitsPayable"
    ((axis, _),) = cell(table, 1, 0).dimensions
    assert axis == "c2x:EmployeeBenefitAxis"
    assert dict(cell(table, 0, 0).dimensions)["c2x:NoteItemAxis"] == "某种津贴"


def test_headers_that_are_line_items_name_them(taxonomy: Taxonomy) -> None:
    place = NotePlace("八、（一）", "重要的某类公司", "", (), "公司")
    table = mapped(note(place, [("货币资金", YEAR_END), ("营业收入", YEAR)], [("甲公司", ["1.00", "2.00"])]), taxonomy)
    assert [cell(table, 0, column).concept for column in (0, 1)] == ["c2x:AmountAtEndOfPeriod", "c2x:AmountOfPeriod"]
    assert dict(cell(table, 0, 0).dimensions)["c2x:LineItemAxis"] == "c2x:CashAtBankAndOnHand"
    assert dict(cell(table, 0, 1).dimensions)["c2x:DisclosureAxis"] == "重要的某类公司"


def test_shares_and_allowances_of_two_line_items_are_of_neither_alone(taxonomy: Taxonomy) -> None:
    place = NotePlace("七、4、", "应收账款", "", ("按欠款方归集的期末余额前五名的应收账款和合同资产情况",), "单位名称")
    columns = ["占应收账款和合同资产期末余额合计数的比例", "应收账款坏账准备和合同资产减值准备期末余额"]
    rows = [line_item("客户一", (plain_reading(["5.00", "7.00"], 1),), 1)]
    table = mapped(note(place, [(words, YEAR_END) for words in columns], rows), taxonomy)
    assert [cell(table, 0, at).concept for at in range(2)] == [
        "c2x:ShareOfReceivablesAndContractAssets",
        "c2x:AllowanceForReceivablesAndContractAssetsOfCounterparty",
    ]
    assert all("c2x:CarryingAmountComponentsAxis" not in dict(cell(table, 0, at).dimensions) for at in range(2))


def test_of_two_totals_one_below_the_other_nobody_says_what_they_are_of(taxonomy: Taxonomy) -> None:
    place = NotePlace("十四、5", "关联交易情况", "关联方及关联交易", (), "公司名称")
    rows = [("甲公司", ["4.00"]), ("乙公司", ["5.00"]), ("合计", ["9.00"]), ("合计", ["7.00"])]
    table = mapped(note(place, [("关联交易金额", YEAR)], rows), taxonomy)
    assert table.cells[1][0] is not None
    assert table.cells[2][0] is None
    assert table.cells[3][0] is None


def test_what_other_receivables_and_payables_are_made_of_are_lines_of_the_statement(taxonomy: Taxonomy) -> None:
    place = NotePlace("七、26", "其他应付款", "合并财务报表项目注释", (), "项目")
    rows = [("应付利息", ["1.00"]), ("应付股利", ["2.00"]), ("其他应付款", ["4.00"]), ("合计", ["7.00"])]
    table = mapped(note(place, [("期末余额", YEAR_END)], rows), taxonomy)
    assert [cell(table, row, 0).concept for row in range(4)] == [
        "c2x:InterestPayableIncludedInOtherPayables",
        "c2x:DividendsPayableIncludedInOtherPayables",
        "c2x:OtherPayablesExcludingInterestAndDividends",
        "c2x:OtherCurrentPayables",
    ]


def test_where_another_year_is_a_heading_among_rows_nobody_says_of_which_year_they_are(taxonomy: Taxonomy) -> None:
    place = NotePlace("十二、4", "公允价值的披露", "公允价值的披露", ("第三层次公允价值计量的调节",), "项目")
    rows = [("其他非流动金融资产", ["", "7.00", "9.00"]), ("其他权益工具投资", ["", "4.00", "5.00"])]
    made = note(place, [("", YEAR_START), ("", YEAR_START), ("", YEAR_END)], rows)
    heads = [
        dataclasses.replace(c, header=(h,))
        for c, h in zip(made.columns, ("2021年", "期初余额", "期末余额"), strict=True)
    ]
    table = mapped(dataclasses.replace(made, columns=tuple(heads)), taxonomy)
    assert not any(each for row in table.cells for each in row)
    dated = [
        dataclasses.replace(c, header=(h,)) for c, h in zip(made.columns, ("2021年", "期初余额", "2022年"), strict=True)
    ]
    assert mapped(dataclasses.replace(made, columns=tuple(dated)), taxonomy).cells[0][2] is not None
