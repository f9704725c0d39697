"""Rows of the notes as members: what is taken off, what adds up one group, what is called as its note is."""

from __future__ import annotations

import dataclasses

from reconcile_sample import YEAR, YEAR_BEFORE, YEAR_END, YEAR_START
from test_mapping_notes import cell, mapped, note, receivables

from converter.mapping.note_period_types import measured_at
from converter.model.mapped import MemberRole
from converter.model.statement import NotePlace
from converter.taxonomy import Taxonomy

ITEM = "c2x:NoteItemAxis"
DAYS = [("", YEAR_END), ("", YEAR_START)]


def place(title: str, *captions: str, header: str = "项目") -> NotePlace:
    return NotePlace("五、（三）", title, "合并财务报表项目注释", captions, header)


def test_a_row_that_is_taken_off_says_so(taxonomy: Taxonomy) -> None:
    made = note(place("财务费用"), [("", YEAR)], [("利息支出", ["5"]), ("利息资本化", ["2"]), ("合计", ["3"])])
    taken_off = dataclasses.replace(made.items[1], prefix="减")
    made = dataclasses.replace(made, items=(made.items[0], taken_off, made.items[2]))
    assert dict(cell(mapped(made, taxonomy), 1, 0).dimensions)[ITEM] == "减:利息资本化"


def test_what_is_reclassified_is_taken_off(taxonomy: Taxonomy) -> None:
    rows = [("租赁付款额", ["5", "5"]), ("重分类至一年内到期的非流动负债", ["-2", "-1"]), ("合计", ["3", "4"])]
    assert mapped(note(place("租赁负债"), DAYS, rows), taxonomy).members[1] is MemberRole.DEDUCTED


def test_the_last_sum_of_groups_that_each_have_theirs_is_of_the_last_group(taxonomy: Taxonomy) -> None:
    rows = [("甲工具", ["", ""]), ("负债", ["5", "5"]), ("合计", ["5", "5"])]
    rows += [("乙工具", ["", ""]), ("资产", ["3", "4"]), ("合计", ["3", "4"])]
    made = note(place("持有的金融工具", "余额"), [("期末余额", YEAR_END), ("期初余额", YEAR_START)], rows)
    parents = (None, 0, None, None, 3, None)
    items = tuple(dataclasses.replace(item, parent=at) for item, at in zip(made.items, parents, strict=True))
    table = mapped(dataclasses.replace(made, items=items), taxonomy)
    assert table.members[2] is table.members[5] is MemberRole.SUBTOTAL


def test_a_part_that_is_called_as_its_note_is_no_total(taxonomy: Taxonomy) -> None:
    columns = [("", YEAR), ("", YEAR_BEFORE)]
    rows = [("关键管理人员报酬", ["5", "4"]), ("监事", ["1", "1"]), ("合计", ["6", "5"])]
    table = mapped(note(place("关键管理人员报酬"), columns, rows), taxonomy)
    assert dict(cell(table, 0, 0).dimensions) == {ITEM: "关键管理人员报酬"}
    assert not dict(cell(table, 2, 0).dimensions)


def test_bands_of_months_and_groups_are_no_parties(taxonomy: Taxonomy) -> None:
    columns = [("账面余额", YEAR_END), ("坏账准备", YEAR_END)]
    bands = mapped(
        note(receivables(row_header="名称"), columns, [("4-6个月(含6个月)", ["5", "1"]), ("合计", ["5", "1"])]),
        taxonomy,
    )
    assert ITEM in dict(cell(bands, 0, 0).dimensions)
    where = receivables("按组合计提坏账准备", row_header="名称")
    groups = mapped(
        note(where, columns, [("质保金", ["5", "1"]), ("别款", ["2", "1"]), ("合计", ["7", "2"])]), taxonomy
    )
    assert ITEM in dict(cell(groups, 0, 0).dimensions)


def test_a_chart_of_holders_tells_nobodys_holding(taxonomy: Taxonomy) -> None:
    rows = [("某委员会", ["90"]), ("某集团", ["51.30"])]
    where = place("控股股东", "产权及控制关系的方框图", header="公司名称")
    assert mapped(note(where, [("持股比例", None)], rows), taxonomy).cells == ((None,), (None,))


def test_a_list_of_items_gives_its_table_no_name(taxonomy: Taxonomy) -> None:
    rows = [("固定资产", ["5", "4"]), ("合计", ["5", "4"])]
    assert mapped(note(place("固定资产", "项目列示"), DAYS, rows), taxonomy).name == "固定资产"


def test_a_row_called_as_the_header_of_the_names_is_nobody(taxonomy: Taxonomy) -> None:
    where = receivables(row_header="单位名称")
    rows = [("甲公司", ["5"]), ("单位名称", ["3"]), ("乙公司", ["2"]), ("合计", ["10"])]
    table = mapped(note(where, [("账面余额", YEAR_END)], rows), taxonomy)
    assert [each[0] is None for each in table.cells] == [False, True, False, False]


def test_parts_of_the_business_down_a_table_of_segments_are_no_line_items(taxonomy: Taxonomy) -> None:
    where = place("分部信息", "报告分部的财务信息", header="行业名称")
    columns = [("主营业务收入", YEAR), ("主营业务成本", YEAR)]
    table = mapped(note(where, columns, [("甲药", ["5", "3"]), ("乙药", ["4", "2"]), ("合计", ["9", "5"])]), taxonomy)
    dimensions = dict(cell(table, 0, 1).dimensions)
    assert dimensions["c2x:IndustryAxis"] == "甲药"
    assert dimensions["c2x:LineItemAxis"] == "主营业务成本"
    assert "c2x:IndustryAxis" not in dict(cell(table, 2, 1).dimensions)


def test_columns_of_grants_related_to_assets_and_to_income_are_members(taxonomy: Taxonomy) -> None:
    columns = [("与资产相关", YEAR), ("与收益相关", YEAR)]
    made = note(place("计入当期损益的政府补助"), columns, [("甲补贴", ["5", "3"]), ("合计", ["5", "3"])])
    found = cell(mapped(made, taxonomy), 0, 0)
    assert found.concept == "c2x:GrantsRecognisedInProfitOrLoss"
    assert dict(found.dimensions)["c2x:IncomeSourceAxis"] == "c2x:GrantsRelatedToAssetsMember"


def test_what_is_sold_when_is_no_product(taxonomy: Taxonomy) -> None:
    rows = [("商品类型", [""]), ("某商品", ["5"]), ("某一时点转让", ["5"]), ("合计", ["5"])]
    table = mapped(
        note(place("营业收入和营业成本", "分解信息", header="合同分类"), [("营业收入", YEAR)], rows), taxonomy
    )
    assert dict(cell(table, 1, 0).dimensions)["c2x:ProductAxis"] == "某商品"
    assert "c2x:ProductAxis" not in (moment := dict(cell(table, 2, 0).dimensions))
    assert moment["c2x:RevenueKindAxis"] == "c2x:AtPointInTimeMember"


def test_balances_among_which_stands_what_is_fully_impaired_are_gross(taxonomy: Taxonomy) -> None:
    columns = [("", YEAR_START), ("权益法下确认的投资损益", YEAR), ("", YEAR_END), ("减值准备", YEAR_END)]
    rows = [("甲公司", ["14", "", "14", "14"]), ("乙公司", ["5", "1", "6", ""]), ("合计", ["19", "1", "20", "14"])]
    where = place("长期股权投资", header="被投资单位")
    component = "c2x:CarryingAmountComponentsAxis"
    gross = mapped(note(where, columns, rows), taxonomy)
    assert [dict(cell(gross, row, 2).dimensions).get(component) for row in range(3)] == ["c2x:GrossMember"] * 3
    # The net amount of what is impaired in part tells nothing.
    rows[0] = ("甲公司", ["14", "", "14", "10"])
    assert component not in dict(cell(mapped(note(where, columns, rows), taxonomy), 2, 2).dimensions)


def test_what_is_planned_is_of_a_date() -> None:
    assert measured_at(("拟投资总额",), None) == measured_at(("集资金诺投资总额",), None) == "instant"
    assert measured_at(("拟投资总额",), YEAR) == "duration"
