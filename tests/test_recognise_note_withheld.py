"""Amounts of rows that lost a cell are withheld where answers and totals stand beside the columns that are theirs."""

from __future__ import annotations

from test_recognise_note_tables import amounts, grid, recognise

HEADER = "公司 | 是否并表 | 预计收益 | 本期损益影响 | 是否涉诉 | 索引\n"


def test_a_row_that_answers_beside_the_question_says_nothing_between_the_answers() -> None:
    (table,) = recognise(grid(HEADER + "甲 | 是 | 1.00 | 7.00 | 否 | /\n乙 | 是 | 8.00 | 否 | /"))
    assert amounts(table) == {"甲": [(1, "1.00"), (2, "7.00")], "乙": []}
    assert [source.text for source in table.items[1].withheld] == ["8.00"]


def test_a_total_beside_the_column_that_makes_it_is_withheld() -> None:
    rows = "项目 | 本期增加 | 本期减少 | 期末余额\n甲 |  | 3.00 | 5.00\n乙 |  | 4.00 | 6.00\n"
    (table,) = recognise(grid(rows + "合计 | 7.00 |  | 11.00"))
    assert amounts(table)["合计"] == [(2, "11.00")]
    (table,) = recognise(grid(rows + "合计 | 9.00 | 7.00 | 11.00"))
    assert amounts(table)["合计"] == [(0, "9.00"), (1, "7.00"), (2, "11.00")]


def test_what_stands_behind_a_second_label_of_a_row_is_of_another_entry() -> None:
    rows = "担保对象 | 担保额度 | 担保类型 | 担保金额\n甲 | 9.00 | 保证 | 4.00\n"
    (table,) = recognise(grid(rows + "报告期内审批额度合计（A1） | 9.00 | 报告期内实际发生额合计（A2） | 4.00"))
    assert list(amounts(table).values()) == [[(0, "9.00"), (2, "4.00")], [(0, "9.00")]]


def test_a_row_that_prints_the_sums_of_both_measures_a_cell_early_is_withheld() -> None:
    rows = "分类 | 甲业务营业收入 | 甲业务营业成本 | 乙业务营业收入 | 乙业务营业成本 | 合计营业收入 | 合计营业成本\n"
    rows += "境内 | 7.00 | 5.00 | 2.00 | 1.00 | 9.00 | 6.00\n"
    (table,) = recognise(grid(rows + "境外 |  | 8.00 | 4.00 | 8.00 | 4.00 | "))
    assert amounts(table)["境外"] == []
    (table,) = recognise(grid(rows + "境外 | 3.00 | 2.00 | 8.00 | 4.00 |  | "))
    assert len(amounts(table)["境外"]) == 4


def test_amounts_in_one_column_whose_rows_name_others_are_of_none() -> None:
    rows = "项目 | 销售损益 | 融资收益 | 可变租赁收入\n销售损益 | 4.00 |  | \n租赁投资净额的融资收益 | 1.00 |  | \n"
    (table,) = recognise(grid(rows + "合计 | 5.00 |  | "))
    assert not any(amounts(table).values())
    (table,) = recognise(grid(rows.replace("1.00 | ", " | 1.00") + "合计 | 4.00 | 1.00 | "))
    assert amounts(table)["合计"] == [(0, "4.00"), (1, "1.00")]
