from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest
from reconcile_sample import YEAR, YEAR_BEFORE, YEAR_END, YEAR_START, recognised
from test_mapping_notes import cell, note

from converter.mapping import map_report
from converter.mapping.lookup import RuleBook
from converter.mapping.notes import map_note_table
from converter.model.mapped import MappedTable
from converter.model.period import Period
from converter.model.statement import NotePlace, Statement
from converter.taxonomy import Taxonomy

INCOME = NotePlace("五、30", "其他收益", "合并财务报表项目注释", (), "项目")
BOTH_YEARS: tuple[tuple[str, Period | None], ...] = (("", YEAR), ("", YEAR_BEFORE))
MADE_UP: tuple[tuple[str, Period | None], ...] = (("金额", None),)


def tables(statements: Sequence[Statement], taxonomy: Taxonomy) -> list[MappedTable]:
    named = [dataclasses.replace(each, id=f"note-{number}") for number, each in enumerate(statements, 1)]
    found = map_report(recognised(*named), taxonomy)[0].tables
    return [found[each.id] for each in named]


def above(place: NotePlace = INCOME) -> Statement:
    return note(place, BOTH_YEARS, [("甲补助", ["7", "5"]), ("乙补助", ["", "3"])])


@pytest.mark.parametrize("header", ["金额", "金额一", "数值2", "余额"])
def test_amounts_below_a_header_that_lost_the_years_are_no_facts(taxonomy: Taxonomy, header: str) -> None:
    first = above()
    below = note(INCOME, [(header, None)], [("丙补助", ["2"]), ("合计", ["9"])], first_line=first.line_to + 2)
    whole, rest = tables([first, below], taxonomy)
    assert cell(whole, 0, 0).concept == "c2x:OtherIncome"
    assert all(each is None for row in rest.cells for each in row)


def test_of_two_tables_alike_without_years_neither_says_its_own(taxonomy: Taxonomy) -> None:
    first = note(INCOME, MADE_UP, [("甲补助", ["7"]), ("合计", ["7"])])
    second = note(INCOME, MADE_UP, [("甲补助", ["5"]), ("合计", ["5"])], first_line=first.line_to + 2)
    assert all(each is None for table in tables([first, second], taxonomy) for row in table.cells for each in row)


@pytest.mark.parametrize(
    ("place", "gap"), [(dataclasses.replace(INCOME, captions=("明细",)), 2), (INCOME, 9)], ids=["caption", "apart"]
)
def test_a_table_that_something_introduces_does_not_go_on(taxonomy: Taxonomy, place: NotePlace, gap: int) -> None:
    first = above()
    below = note(place, MADE_UP, [("丙补助", ["2"]), ("合计", ["9"])], first_line=first.line_to + gap)
    assert cell(tables([first, below], taxonomy)[1], 1, 0).concept == "c2x:OtherIncome"


def test_goods_counted_in_no_unit_are_no_facts(taxonomy: Taxonomy) -> None:
    place = NotePlace("十、5", "关联交易情况", "关联方及关联交易", ("出售商品/提供劳务情况表",), "公司名称")
    table = map_note_table(note(place, [("数量", None)], [("甲公司", ["2.50"])]), RuleBook(taxonomy))[0]
    assert table.cells == ((None,),)


def test_a_company_dealt_with_is_no_investee(taxonomy: Taxonomy) -> None:
    place = NotePlace("十、5", "关联交易情况", "关联方及关联交易", ("出售商品/提供劳务情况表",), "公司名称")
    table = map_note_table(note(place, [("", YEAR)], [("甲公司", ["2"]), ("乙公司", ["3"])]), RuleBook(taxonomy))[0]
    assert cell(table, 0, 0).dimensions == (("c2x:CounterpartyAxis", "甲公司"),)


def test_a_company_that_is_owed_is_no_investee(taxonomy: Taxonomy) -> None:
    place = NotePlace("五、36", "应付账款", "", ("账龄超过1年的重要应付账款",), "公司名称")
    table = map_note_table(note(place, [("金额", YEAR)], [("甲公司", ["2"]), ("乙公司", ["3"])]), RuleBook(taxonomy))[0]
    assert dict(cell(table, 0, 0).dimensions)["c2x:CounterpartyAxis"] == "甲公司"


def test_amounts_below_the_heading_of_ratios_are_none(taxonomy: Taxonomy) -> None:
    place = NotePlace("十八、2", "净资产收益率及每股收益", "补充资料", (), "项目")
    table = map_note_table(note(place, [("金额", None)], [("处置损益", ["6246.62"])]), RuleBook(taxonomy))[0]
    assert table.cells == ((None,),)


def test_other_changes_of_investments_stand_between_their_balances(taxonomy: Taxonomy) -> None:
    place = NotePlace("五、17", "长期股权投资", "合并财务报表项目注释", ("长期股权投资情况",), "被投资单位")
    heads = [("期初余额", YEAR_START), ("宣告发放现金股利或利润", YEAR), ("其他", YEAR), ("期末余额", YEAR_END)]
    table = map_note_table(note(place, heads, [("甲公司", ["9", "1", "-2", "6"])]), RuleBook(taxonomy))[0]
    assert cell(table, 0, 2).concept == "c2x:OtherChangeDuringPeriod"


@pytest.mark.parametrize(("second", "is_told"), [("6", False), ("9", True)])
def test_two_totals_of_one_column_are_those_of_two_years(taxonomy: Taxonomy, second: str, *, is_told: bool) -> None:
    rows = [("甲补助", ["7"]), ("乙补助", ["2"]), ("合计", ["9"]), ("合计", [second])]
    (table,) = tables([note(INCOME, MADE_UP, rows)], taxonomy)
    assert cell(table, 0, 0) is not None if is_told else table.cells[0][0] is None
