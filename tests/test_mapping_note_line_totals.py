from __future__ import annotations

from reconcile_sample import YEAR
from test_mapping_notes import cell, mapped, note

from converter.model.statement import NotePlace
from converter.taxonomy import Taxonomy

BY_MATURITY = NotePlace("十四、1", "报告分部的财务信息", "其他重要事项", (), "项目")


def test_the_total_of_balances_is_a_balance_whatever_the_headers_say(taxonomy: Taxonomy) -> None:
    rows = [("应付账款", ["7", "7"]), ("租赁负债", ["5", "5"]), ("合计", ["12", "12"])]
    table = mapped(note(BY_MATURITY, [("1年以内", None), ("合计", None)], rows), taxonomy)
    assert [cell(table, row, 0).concept for row in range(3)] == ["c2x:AmountAtEndOfPeriod"] * 3


def test_what_an_expense_is_for_is_no_nature_of_a_receivable(taxonomy: Taxonomy) -> None:
    place = NotePlace("七、64", "管理费用", "合并财务报表项目注释", (), "项目")
    labels = ("职工薪酬", "办公费", "租赁费", "劳务费", "往来款")
    table = mapped(note(place, [("", YEAR)], [(label, ["7"]) for label in labels]), taxonomy)
    axes = [axis for row in range(len(labels)) for axis, _ in cell(table, row, 0).dimensions]
    assert axes == ["c2x:ExpenseNatureAxis"] * 3 + ["c2x:NoteItemAxis"] * 2
