"""Subjects that the total of a table tells, where the heading above it is that of another note."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reconcile_sample import YEAR, YEAR_BEFORE, YEAR_END, YEAR_START, statement
from test_mapping_notes import cell, note

from converter.mapping.lookup import RuleBook
from converter.mapping.notes import NoteMapper
from converter.model.mapped import MappedItem, MappedTable
from converter.model.period import Period
from converter.model.statement import NotePlace, StatementKind
from converter.taxonomy import Taxonomy

BALANCES = [("", YEAR_END), ("", YEAR_START)]
ROWS = [("甲", ["12,345,678.91", "1.00"]), ("合计", ["12,345,678.91", "1.00"])]
Rows = list[tuple[str, list[str]]]


def mapped(
    taxonomy: Taxonomy,
    place: NotePlace,
    columns: Sequence[tuple[str, Period | None]],
    rows: Rows,
    line: tuple[str, list[str]] = ("c2x:ConstructionInProgress", ["12,345,678.91", "1.00"]),
    kind: StatementKind = StatementKind.BALANCE_SHEET,
) -> MappedTable:
    """Map a table of the notes beside one line of a primary statement."""
    mapper = NoteMapper(RuleBook(taxonomy))
    periods = [YEAR_END, YEAR_START] if kind is StatementKind.BALANCE_SHEET else [YEAR, YEAR_BEFORE]
    mapper.lines.add(statement(kind, periods, [("行", line[1])]), [MappedItem(line[0], "line_items:1")])
    return mapper.map_table(note(place, columns, rows))[0]


def under(title: str, *captions: str) -> NotePlace:
    return NotePlace("七、22", title, "合并财务报表项目注释", captions, "项目")


def test_a_table_below_a_heading_whose_line_is_nil_is_that_of_the_line_with_its_total(taxonomy: Taxonomy) -> None:
    table = mapped(taxonomy, under("固定资产", "固定资产清理"), BALANCES, ROWS)
    assert cell(table, 1, 0).concept == "c2x:ConstructionInProgress"
    assert table.name == "在建工程"


def test_one_period_is_enough_where_the_line_prints_no_other(taxonomy: Taxonomy) -> None:
    line = ("c2x:ConstructionInProgress", ["12,345,678.91", ""])
    assert cell(mapped(taxonomy, under("商誉"), BALANCES, ROWS, line), 1, 0).concept == line[0]
    other = (line[0], ["12,345,678.91", "2.00"])
    assert cell(mapped(taxonomy, under("商誉"), BALANCES, ROWS, other), 1, 0).concept == "c2x:Goodwill"


def test_the_carrying_amount_counts_where_it_has_a_column(taxonomy: Taxonomy) -> None:
    columns = [("账面余额", YEAR_END), ("减值准备", YEAR_END), ("账面价值", YEAR_END)]
    rows = [("甲", ["12,345,679.91", "1.00", "12,345,678.91"]), ("合计", ["12,345,679.91", "1.00", "12,345,678.91"])]
    line = ("c2x:OtherNoncurrentAssets", ["12,345,678.91", ""])
    assert cell(mapped(taxonomy, under("商誉"), columns, rows, line), 1, 2).concept == line[0]


@pytest.mark.parametrize("concept", ["c2x:NoncurrentAssets", "c2x:PropertyPlantAndEquipment"])
def test_sums_of_the_statement_and_the_line_of_the_note_itself_tell_nothing(taxonomy: Taxonomy, concept: str) -> None:
    line = (concept, ["12,345,678.91", "1.00"])
    table = mapped(taxonomy, under("固定资产", "固定资产清理"), BALANCES, ROWS, line)
    assert cell(table, 1, 0).concept == "c2x:FixedAssetsPendingDisposal"


def test_a_subject_that_has_no_line_is_not_in_doubt(taxonomy: Taxonomy) -> None:
    line = ("c2x:ResearchAndDevelopmentExpense", ["12,345,678.91", "1.00"])
    flows = [("", YEAR), ("", YEAR_BEFORE)]
    table = mapped(taxonomy, under("研发支出"), flows, ROWS, line, StatementKind.INCOME_STATEMENT)
    assert cell(table, 1, 0).concept == "c2x:ResearchAndDevelopmentExpenditure"


def test_a_caption_of_flows_is_not_that_of_a_table_of_balances(taxonomy: Taxonomy) -> None:
    place = under("现金流量表补充资料", "本期收到的处置子公司的现金净额")
    rows = [("期末现金及现金等价物余额", ["5.00", "6.00"])]
    assert cell(mapped(taxonomy, place, BALANCES, rows), 0, 0).concept == "c2x:CashAndCashEquivalents"


def test_a_column_that_is_a_component_leaves_the_others_what_they_are(taxonomy: Taxonomy) -> None:
    columns = [("", YEAR_END), ("坏账准备", YEAR_END)]
    place = under("其他应收款", "本期计提、收回或转回的坏账准备情况")
    table = mapped(taxonomy, place, columns, [("甲公司", ["9.00", "1.00"])])
    parts = [dict(cell(table, 0, column).dimensions).get("c2x:CarryingAmountComponentsAxis") for column in range(2)]
    assert parts[0] != parts[1] == "c2x:AllowanceMember"


def test_assets_with_a_column_of_why_they_are_restricted_are_restricted(taxonomy: Taxonomy) -> None:
    columns = [("期末账面价值", YEAR_END), ("受限类型", None)]
    rows = [("货币资金", ["9.00", ""]), ("固定资产", ["8.00", ""]), ("无形资产", ["7.00", ""])]
    table = mapped(taxonomy, NotePlace("七、", "", "合并财务报表项目注释", (), "项目"), columns, rows)
    assert cell(table, 1, 0).concept == "c2x:RestrictedAssets"


def test_the_carrying_amounts_of_both_days_tell_the_line_in_a_table_with_measures_down_the_rows(
    taxonomy: Taxonomy,
) -> None:
    columns: list[tuple[str, Period | None]] = [("房屋及建筑物", None), ("土地", None), ("合计", None)]
    net = [("1.期末账面价值", ["1.00", "2.00", "3.00"]), ("2.期初账面价值", ["2.00", "2.00", "4.00"])]
    rows = [("一、账面原值", []), ("1.期初余额", ["5.00", "5.00", "10.00"]), ("四、账面价值", []), *net]
    line = ("c2x:RightofuseAssets", ["3.00", "4.00"])
    table = mapped(taxonomy, under("生产性生物资产", "采用成本计量模式的生产性生物资产"), columns, rows, line)
    assert [cell(table, row, 2).concept for row in (1, 3, 4)] == [line[0]] * 3


def test_a_heading_of_the_next_note_above_the_last_table_of_one_leaves_it_to_its_note(taxonomy: Taxonomy) -> None:
    mapper = NoteMapper(RuleBook(taxonomy))
    lines = [("c2x:OtherNoncurrentFinancialAssets", ["12,345,678.91", "1.00"]), ("c2x:InvestmentProperty", ["3", "2"])]
    for concept, amounts in lines:
        items = [MappedItem(concept, "line_items:1")]
        mapper.lines.add(statement(StatementKind.BALANCE_SHEET, [YEAR_END, YEAR_START], [("行", amounts)]), items)
    place = under("其他非流动金融资产", "采用成本计量模式的投资性房地产")
    table, _ = mapper.map_table(note(place, BALANCES, ROWS))
    assert cell(table, 1, 0).concept == "c2x:OtherNoncurrentFinancialAssets"
    assert not dict(cell(table, 1, 0).dimensions)


def test_amounts_of_another_period_that_another_line_prints_make_the_total_that_of_neither(taxonomy: Taxonomy) -> None:
    mapper = NoteMapper(RuleBook(taxonomy))
    lines = [("c2x:ConstructionInProgress", ["12,345,678.91", ""]), ("c2x:OtherNoncurrentAssets", ["", "23,456.78"])]
    for concept, amounts in lines:
        items = [MappedItem(concept, "line_items:1")]
        mapper.lines.add(statement(StatementKind.BALANCE_SHEET, [YEAR_END, YEAR_START], [("行", amounts)]), items)
    rows = [("甲", ["12,345,678.91", "23,456.78"]), ("合计", ["12,345,678.91", "23,456.78"])]
    table, _ = mapper.map_table(note(under("商誉"), BALANCES, rows))
    assert cell(table, 1, 0).concept == "c2x:Goodwill"


def test_what_the_line_lacks_of_the_table_above_is_taken_off(taxonomy: Taxonomy) -> None:
    place = under("商誉")
    gross = note(place, BALANCES, [("甲", ["22,345,678.91", "8.00"]), ("合计", ["22,345,678.91", "8.00"])])
    taken_off = note(place, BALANCES, [("甲", ["10,000,000.00", "7.00"]), ("合计", ["10,000,000.00", "7.00"])])
    mapper = NoteMapper(RuleBook(taxonomy))
    line = statement(StatementKind.BALANCE_SHEET, [YEAR_END, YEAR_START], [("商誉", ["12,345,678.91", "1.00"])])
    mapper.lines.add(line, [MappedItem("c2x:Goodwill", "line_items:1")])
    tables = [mapper.map_table(table)[0] for table in (gross, taken_off, gross)]
    components = [dict(cell(table, 1, 0).dimensions).get("c2x:CarryingAmountComponentsAxis") for table in tables]
    assert components == [None, "c2x:ImpairmentMember", None]
