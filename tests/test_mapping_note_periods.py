"""Tables of the notes whose rows or columns say of which day or period they are, or do not."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from reconcile_sample import YEAR, YEAR_BEFORE, YEAR_END, YEAR_START, statement
from reconcile_sample import reconcile as reconcile_all

from converter.mapping.lookup import RuleBook
from converter.mapping.notes import map_note_table
from converter.model.mapped import MappedCell, MappedTable
from converter.model.period import Period
from converter.model.statement import Column, NotePlace, Statement, StatementKind
from converter.taxonomy import Taxonomy

Rows = Sequence[tuple[str, Sequence[str]]]
YEARS: tuple[Period, Period] = (YEAR_BEFORE, YEAR)


def note(
    title: str,
    columns: Sequence[tuple[str, Period | None]],
    rows: Rows,
    *captions: str,
    header: str = "",
    kind: StatementKind = StatementKind.NOTE,
    row_periods: Sequence[Period | None] = (),
) -> Statement:
    made = statement(kind, [period for _, period in columns], rows)
    heads = tuple(Column((words,), period, measure=words) for words, period in columns)
    periods = row_periods or (None,) * len(rows)
    items = tuple(dataclasses.replace(item, period=day) for item, day in zip(made.items, periods, strict=True))
    place = NotePlace("五、（三）", title, "合并财务报表项目注释", captions, header)
    return dataclasses.replace(made, columns=heads, items=items, place=place, period=YEAR)


def mapped(table: Statement, taxonomy: Taxonomy) -> MappedTable:
    return map_note_table(table, RuleBook(taxonomy))[0]


def cell(table: MappedTable, row: int, column: int) -> MappedCell:
    found = table.cells[row][column]
    assert found is not None
    return found


def test_rows_that_are_years_are_no_members_and_their_total_is_of_none(taxonomy: Taxonomy) -> None:
    table = mapped(
        note(
            "市场",
            [("销售金额", None)],
            [("2021年", ["1.00"]), ("2022年", ["2.00"]), ("合计", ["3.00"])],
            header="年份",
            kind=StatementKind.DISCUSSION,
            row_periods=(*YEARS, None),
        ),
        taxonomy,
    )
    assert cell(table, 0, 0).dimensions == ()
    assert table.cells[2] == (None,)


def test_figures_of_an_industry_are_no_line_items_of_the_entity(taxonomy: Taxonomy) -> None:
    rows = [("2021年", ["1.00"]), ("2022年", ["2.00"])]
    made = note(
        "公司所处行业情况",
        [("利润总额", None)],
        rows,
        header="年份",
        kind=StatementKind.DISCUSSION,
        row_periods=YEARS,
    )
    table = mapped(made, taxonomy)
    assert cell(table, 0, 0).concept.startswith("ext:")


def test_a_peer_whose_year_nothing_tells_has_no_facts(taxonomy: Taxonomy) -> None:
    made = note(
        "经营情况",
        [("研发投入金额", None)],
        [("甲药业", ["1.00"]), ("乙药业", ["2.00"])],
        header="同行业可比公司",
        kind=StatementKind.DISCUSSION,
        row_periods=(YEAR_BEFORE, None),
    )
    table = mapped(made, taxonomy)
    assert dict(cell(table, 0, 0).dimensions)["c2x:PeerCompanyAxis"] == "甲药业"
    assert table.cells[1] == (None,)


def test_amounts_of_the_day_of_an_acquisition_are_not_those_of_the_year_s_end(taxonomy: Taxonomy) -> None:
    rows = [("货币资金", ["1.00"]), ("存货", ["2.00"]), ("固定资产", ["3.00"])]
    table = mapped(note("企业合并", [("购买日公允价值", None)], rows), taxonomy)
    assert all(row == (None,) for row in table.cells)


def test_holdings_in_companies_that_are_gone_are_of_no_told_day(taxonomy: Taxonomy) -> None:
    columns = [("持股比例", None), ("不再成为子公司的原因", None)]
    table = mapped(note("其他合并范围变动", columns, [("甲公司", ["60.00", ""])]), taxonomy)
    assert table.cells[0][0] is None


def test_a_row_that_names_its_day_in_an_unknown_note_is_a_balance_of_that_day(taxonomy: Taxonomy) -> None:
    table = note(
        "其他重要事项",
        [("", YEAR)],
        [("期初未分配利润", ["5.00"]), ("提取法定盈余公积", ["1.00"]), ("期末未分配利润", ["4.00"])],
    )
    report, _ = reconcile_all(taxonomy, table)
    facts = sorted(report.facts, key=lambda fact: fact.sources[0].line)
    assert [fact.period for fact in facts] == [YEAR_START, YEAR, YEAR_END]


def test_rows_under_days_are_balances_whatever_they_are(taxonomy: Taxonomy) -> None:
    rows = [("委托贷款", ["5.00", "6.00"]), ("减：坏账准备", ["1.00", "1.00"]), ("合计", ["4.00", "5.00"])]
    report, _ = reconcile_all(taxonomy, note("应收利息", [("", YEAR_END), ("", YEAR_START)], rows))
    assert {str(fact.period) for fact in report.facts} == {str(YEAR_END), str(YEAR_START)}


def test_what_stands_below_an_allowance_taken_off_is_not_gross(taxonomy: Taxonomy) -> None:
    rows = [("委托贷款", ["5.00", "6.00"]), ("减：坏账准备", ["1.00", "1.00"]), ("合计", ["4.00", "5.00"])]
    report, _ = reconcile_all(taxonomy, note("应收利息", [("", YEAR_END), ("", YEAR_START)], rows))
    members = {member for fact in report.facts for member in fact.dimensions.values()}
    assert "c2x:AllowanceMember" in members
    assert "c2x:GrossMember" not in members


def test_a_header_of_a_day_and_a_period_is_of_the_day_for_balances(taxonomy: Taxonomy) -> None:
    made = note("其他", [("期初余额/上期发生额", YEAR_BEFORE)], [("流动资产", ["5.00"])])
    heads = (Column(("期初余额/上期发生额",), YEAR_BEFORE, measure=""),)
    report, _ = reconcile_all(
        taxonomy, dataclasses.replace(made, columns=heads, place=NotePlace("一", "货币资金", ""), period=YEAR)
    )
    assert [fact.period for fact in report.facts] == [YEAR_START]


def test_columns_that_print_nothing_do_not_say_that_measures_stand_above_the_columns(taxonomy: Taxonomy) -> None:
    columns = [("成熟林业", None), ("类别", None), ("类别", None), ("合计", None)]
    rows = [
        ("期初余额", ["5.00", "", "", "5.00"]),
        ("外购", ["1.00", "", "", "1.00"]),
        ("期末余额", ["6.00", "", "", "6.00"]),
    ]
    table = mapped(note("生产性生物资产", columns, rows), taxonomy)
    assert table.transposed


def test_what_no_rule_covers_between_balances_down_the_rows_moves_them(taxonomy: Taxonomy) -> None:
    rows = [("调整后期初未分配利润", ["5.00"]), ("其他调整", ["1.00"]), ("期末未分配利润", ["6.00"])]
    table = mapped(note("未分配利润", [("", YEAR)], rows), taxonomy)
    moved = cell(table, 1, 0)
    assert (moved.concept, dict(moved.dimensions)) == ("ext:其他调整", {"c2x:LineItemAxis": "c2x:RetainedEarnings"})


def test_a_sum_is_as_the_rows_are_but_what_nobody_knows_is_not(taxonomy: Taxonomy) -> None:
    labels = ("短期借款", "应付账款", "应付票据", "长期借款", "非衍生金融负债小计", "某收入")
    rows = [(label, ["1.00"]) for label in labels]
    table = mapped(note("流动性风险", [("1年以内", None)], rows), taxonomy)
    assert cell(table, 4, 0).concept == "c2x:AmountAtEndOfPeriod"
    assert cell(table, 5, 0).concept == "c2x:AmountOfPeriod"


def test_a_part_of_a_row_that_names_its_day_is_of_that_day(taxonomy: Taxonomy) -> None:
    rows = (("期末净资产", ("3", "2")), ("其中：留存收益", ("2", "1")), ("净利润", ("1", "1")))
    made = note("会计政策变更的影响", [("", YEAR), ("", YEAR_BEFORE)], rows)
    of_which = dataclasses.replace(made.items[1], parent=0, prefix="其中")
    made = dataclasses.replace(made, items=(made.items[0], of_which, made.items[2]))
    table = mapped(made, taxonomy)
    assert cell(table, 1, 0).concept == cell(table, 0, 0).concept != cell(table, 2, 0).concept
