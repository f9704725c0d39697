from __future__ import annotations

import pytest
from reconcile_sample import YEAR, YEAR_END, line_item, plain_reading
from test_mapping_line_item_rows import amounts, dimensions
from test_mapping_notes import cell, mapped, note, receivables

from converter.model.statement import LineItem, NotePlace
from converter.taxonomy import Taxonomy

REVENUE = NotePlace("五、（六）", "营业收入和营业成本", "", ("营业收入、营业成本的分解信息",), "合同分类")


def bare(label: str, line: int) -> LineItem:
    return line_item(label, ((),), line)


@pytest.mark.parametrize(
    ("heading", "member", "told"),
    [
        ("业务类型", "医药工业", ("Product", "医药工业")),
        ("按经营地区分类", "某处", ("Region", "某处")),
        ("按商品转让的时间分类", "在某一时点转让", ("RevenueKind", "c2x:AtPointInTimeMember")),
        ("按客户的喜好分类", "某处", ("NoteItem", "某处")),
    ],
)
def test_a_block_s_heading_says_what_divides_its_rows(
    taxonomy: Taxonomy, heading: str, member: str, told: tuple[str, str]
) -> None:
    rows = [bare("业务类型", 1), amounts("其他业务", 2), bare(heading, 3), amounts(member, 4), amounts("合计", 5)]
    table = mapped(note(REVENUE, [("营业收入", YEAR)], rows), taxonomy)
    assert told in dimensions(table, 3).items()
    assert "Product" not in dimensions(table, 4)


def test_what_stands_below_of_which_without_heading_is_divided_by_nothing_known(taxonomy: Taxonomy) -> None:
    rows = [bare("按经营地区分类", 1), amounts("某处", 2), bare("其中：", 3), amounts("某物", 4)]
    table = mapped(note(REVENUE, [("营业收入", YEAR)], rows), taxonomy)
    assert dimensions(table, 3)["NoteItem"] == "某物"


def test_a_heading_that_prints_the_whole_of_its_block_has_no_member(taxonomy: Taxonomy) -> None:
    rows = [amounts("按经营地区分类", 1), amounts("某处", 2), amounts("合计", 3)]
    table = mapped(note(REVENUE, [("营业收入", YEAR)], rows), taxonomy)
    assert not {"Product", "Region", "NoteItem"} & set(dimensions(table, 0))


def test_what_the_total_adds_up_is_no_allowance_taken_off(taxonomy: Taxonomy) -> None:
    rows = [
        line_item("某某差异", (plain_reading(["3.00"], 1),), 1),
        line_item("坏账准备", (plain_reading(["2.00"], 2),), 2),
        line_item("合计", (plain_reading(["5.00"], 3),), 3),
    ]
    table = mapped(note(receivables(), [("", YEAR_END)], rows), taxonomy)
    assert "CarryingAmountComponents" not in dimensions(table, 0)


def test_rows_of_measures_below_a_heading_are_of_its_member(taxonomy: Taxonomy) -> None:
    place = NotePlace(
        "八、（三）", "在合营企业或联营企业中的权益", "", ("不重要的合营企业和联营企业的汇总财务信息",), ""
    )
    rows = [
        bare("合营企业：", 1),
        amounts("投资账面价值合计", 2, 0),
        amounts("净利润", 3, 0),
        bare("联营企业：", 4),
        amounts("投资账面价值合计", 5, 3),
        amounts("净利润", 6, 3),
    ]
    table = mapped(note(place, [("", YEAR_END)], rows), taxonomy)
    kinds = [dict(cell(table, row, 0).dimensions)["c2x:InvesteeKindAxis"] for row in (1, 2, 4, 5)]
    assert kinds == ["c2x:JointVenturesMember"] * 2 + ["c2x:AssociatesMember"] * 2


def test_groups_that_lost_their_headings_are_untold(taxonomy: Taxonomy) -> None:
    rows = [
        amounts(label, line) for line, label in enumerate(["甲料", "人力", "小计", "甲料", "折耗", "小计", "合计"], 1)
    ]
    table = mapped(note(receivables(), [("", YEAR_END)], rows), taxonomy)
    assert [table.cells[row][0] is None for row in range(7)] == [True] * 6 + [False]


def test_a_label_that_says_what_stands_above_the_table_is_no_member(taxonomy: Taxonomy) -> None:
    place = receivables("本期实际核销的应收账款情况", row_header="项目")
    table = mapped(note(place, [("核销金额", YEAR)], [amounts("实际核销的应收账款", 1)]), taxonomy)
    assert not {"Counterparty", "NoteItem"} & set(dimensions(table, 0))


def test_the_title_of_a_block_with_a_closing_balance_prints_none_itself(taxonomy: Taxonomy) -> None:
    place = NotePlace("五、（九）", "固定资产", "", ("固定资产情况",), "项目")
    rows = [
        amounts("一、账面原值", 1),
        amounts("1.期初余额", 2, 0),
        amounts("2.本期增加金额", 3, 0),
        amounts("3.期末余额", 4, 0),
    ]
    table = mapped(note(place, [("房屋及建筑物", None)], rows), taxonomy)
    assert [table.cells[row][0] is None for row in range(4)] == [True, False, False, False]
