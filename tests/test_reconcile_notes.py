"""Tests of what adds up in the tables of the notes."""

from __future__ import annotations

import dataclasses

import pytest
from note_sample import (
    APART,
    DEDUCTED,
    NESTED,
    PART,
    SUBTOTAL,
    TOTAL,
    note_cells,
    note_table,
    open_row,
    told,
    trials_of,
)

from converter.model.finding import Finding, Severity
from converter.model.mapped import CellRole, MappedTable
from converter.model.report import Evidence, Report
from converter.pipeline import read_report
from converter.reconcile.cells import FactKey, Table
from converter.reconcile.note_evidence import Elsewhere
from converter.reconcile.note_readings import choose_note_readings
from converter.reconcile.note_structure import columns_without_name
from converter.reconcile.note_trials import note_trials
from converter.taxonomy import Taxonomy

OPENING, INCREASE, DECREASE = CellRole.OPENING, CellRole.INCREASE, CellRole.DECREASE
MOVEMENT, CLOSING = CellRole.MOVEMENT, CellRole.CLOSING
GROSS, ALLOWANCE, NET = CellRole.GROSS, CellRole.ALLOWANCE, CellRole.NET
SHARE, RATE, AMOUNT, OTHER = CellRole.SHARE, CellRole.RATE, CellRole.AMOUNT, CellRole.OTHER


def test_parts_make_the_total():
    table = note_table([["1.10", "2.00"], ["3.20", ""], ["4.30", "2.00"]], [CLOSING, OPENING], [PART, PART, TOTAL])
    assert told(trials_of(*table)) == [("parts", (2, 0), True), ("parts", (2, 1), True)]


def test_a_total_that_its_parts_do_not_make():
    table = note_table([["1.10"], ["3.20"], ["4.33"]], [CLOSING], [PART, PART, TOTAL])
    (trial,) = trials_of(*table)
    assert not trial.holds
    assert trial.residual == 3 * 10**4


@pytest.mark.parametrize(
    ("amounts", "members"),
    [
        (["7.00", "5.00", "1.00", "8.00"], [PART, NESTED, PART, TOTAL]),  # 其中 left out
        (["7.00", "5.00", "1.00", "13.00"], [PART, NESTED, PART, TOTAL]),  # 其中 left in
        (["7.00", "5.00", "12.00"], [NESTED, NESTED, TOTAL]),  # nothing but 其中
        (["7.00", "5.00", "12.00", "3.00", "9.00"], [PART, PART, SUBTOTAL, DEDUCTED, TOTAL]),
        (["7.00", "5.00", "12.00", "-3.00", "9.00"], [PART, PART, SUBTOTAL, DEDUCTED, TOTAL]),
        (["7.00", "5.00", "12.00", "3.00", "3.00", "15.00"], [PART, PART, SUBTOTAL, PART, SUBTOTAL, TOTAL]),
        (["12.00", "7.00", "5.00"], [TOTAL, PART, PART]),  # the total first
        (["7.00", "5.00", "12.00", "4.00", "4.00", "16.00"], [PART, PART, TOTAL, PART, TOTAL, TOTAL]),
        (["7.00", "5.00", "2.00", "14.00", "9.00"], [PART, PART, PART, TOTAL, APART]),
    ],
)
def test_ways_to_make_a_total(amounts: list[str], members: list[object]):
    table = note_table([[each] for each in amounts], [CLOSING], members)  # type: ignore[arg-type]
    verdicts = told(trials_of(*table))
    totals = [at for at, role in enumerate(members) if role in (TOTAL, SUBTOTAL)]
    assert verdicts == [("parts", (at, 0), True) for at in totals]


def test_rows_that_repeat_what_is_above_are_left_out():
    rows = [["1.00", "2.00"], ["9.00", "7.00"], ["4.00", "7.00"], ["5.00", ""], ["10.00", "9.00"]]
    table = note_table(rows, [CLOSING, OPENING], [PART, PART, PART, PART, TOTAL])
    assert [verdict for _, _, verdict in told(trials_of(*table))] == [True, True]


def test_where_nested_rows_leave_doubt_nothing_is_said():
    table = note_table([["1.00"], ["3.00"], ["3.00"], ["9.00"]], [CLOSING], [PART, PART, NESTED, TOTAL])
    assert not trials_of(*table)


def test_a_way_that_the_other_columns_show_breaks_in_the_last():
    rows = [["1.00", "2.00"], ["3.00", "5.00"], ["1.00", "4.00"], ["4.00", "9.00"]]
    table = note_table(rows, [CLOSING, OPENING], [PART, PART, NESTED, TOTAL])
    assert told(trials_of(*table)) == [("parts", (3, 0), True), ("parts", (3, 1), False)]


def test_rows_printed_under_a_row_make_it():
    rows = [["9.00"], ["4.00"], ["5.00"], ["1.00"], ["10.00"]]
    table = note_table(rows, [CLOSING], [PART, NESTED, NESTED, PART, TOTAL])
    assert told(trials_of(*table)) == [("parts", (4, 0), True), ("parts", (0, 0), True)]


def test_net_amount():
    table = note_table([["10.00", "1.00", "9.00"], ["5.00", "", "4.00"]], [GROSS, ALLOWANCE, NET], [PART, PART])
    assert told(trials_of(*table)) == [("net", (0, 2), True)]


def test_a_net_amount_that_is_off():
    table = note_table([["10.00", "1.00", "9.00"], ["5.00", "2.00", "4.00"]], [GROSS, ALLOWANCE, NET], [PART, PART])
    assert told(trials_of(*table)) == [("net", (0, 2), True), ("net", (1, 2), False)]


def test_roll_forward_by_row():
    roles = [OPENING, INCREASE, INCREASE, DECREASE, MOVEMENT, CLOSING]
    rows = [["10.00", "3.00", "2.00", "4.00", "-1.00", "10.00"], ["", "2.00", "", "2.00", "", ""]]
    assert told(trials_of(*note_table(rows, roles, [PART, PART]))) == [
        ("roll-forward", (0, 5), True),
        ("roll-forward", (1, 1), True),
    ]


def test_decreases_printed_with_a_minus_sign():
    rows = [["10.00", "3.00", "-4.00", "9.00"], ["1.00", "3.00", "-2.00", "2.00"], ["5.00", "", "-1.00", "5.00"]]
    table = note_table(rows, [OPENING, INCREASE, DECREASE, CLOSING], [PART, PART, PART])
    assert [verdict for _, _, verdict in told(trials_of(*table))] == [True, True, False]


def test_a_whole_roll_forward_of_assets():
    roles = [OPENING, INCREASE, INCREASE, INCREASE, DECREASE, DECREASE, CLOSING] * 2 + [CLOSING, OPENING]
    roles[-1:] = [OPENING]
    measures = ["期初余额", "本期增加金额", "购置", "在建工程转入", "本期减少金额", "处置", "期末余额"] * 2
    column = ["100.00", "30.00", "10.00", "20.00", "5.00", "5.00", "125.00"]
    column += ["40.00", "8.00", "8.00", "", "2.00", "2.00", "46.00", "79.00", "60.00"]
    table = note_table(
        [[each, each] for each in column],
        roles,
        [PART, TOTAL],
        transposed=True,
        groups=[0] * 7 + [1] * 7 + [2, 2],
        components=["GrossMember"] * 7 + ["AccumulatedDepreciationMember"] * 7 + [None, None],
        measures=[*measures, "期末账面价值", "期初账面价值"],
    )
    trials = trials_of(*table)
    assert all(trial.holds for trial in trials)
    kinds = [trial.kind for trial in trials]
    assert kinds.count("roll-forward") == 4
    assert kinds.count("net") == 4
    assert kinds.count("parts") == len(column) - 1 + 8


def test_increases_printed_under_their_sum():
    rows = [["10.00", "5.00", "2.00", "3.00", "15.00"]]
    roles = [OPENING, INCREASE, INCREASE, INCREASE, CLOSING]
    measures = ["期初余额", "本期增加", "本期增加/购置", "本期增加/其他", "期末余额"]
    table = note_table(rows, roles, [PART], measures=measures)
    assert told(trials_of(*table)) == [("parts", (0, 1), True), ("roll-forward", (0, 4), True)]


def test_shares_of_a_total_and_rates():
    rows = [
        ["200.00", "66.67", "20.00", "10.00", "180.00"],
        ["100.00", "33.33", "1.00", "1.00", "99.00"],
        ["300.00", "100.00", "21.00", "7.00", "279.00"],
    ]
    trials = trials_of(*note_table(rows, [GROSS, SHARE, ALLOWANCE, RATE, NET], [PART, PART, TOTAL]))
    assert all(trial.holds for trial in trials)
    assert [trial.kind for trial in trials].count("share") == 2
    assert [trial.kind for trial in trials].count("rate") == 3


def test_a_share_that_is_off_speaks_against_itself_alone():
    rows = [["200.00", "66.67"], ["60.00", "20.00"], ["40.00", "13.43"], ["300.00", "100.00"]]
    trials = trials_of(*note_table(rows, [CLOSING, SHARE], [PART, PART, PART, TOTAL]))
    (failing,) = (trial for trial in trials if not trial.holds)
    assert [draft.cells[0].column for draft in failing.drafts] == [1]
    assert failing.residual == 967  # 13.43 % printed, 13.3333 % computed


def test_percentages_of_something_else_are_not_judged():
    rows = [["200.00", "6.67"], ["60.00", "2.00"], ["40.00", "1.43"], ["300.00", "10.10"]]
    trials = trials_of(*note_table(rows, [CLOSING, SHARE], [PART, PART, PART, TOTAL]))
    assert [trial.kind for trial in trials] == ["parts", "parts"]


def placed(table: Table, mapped: MappedTable) -> dict[int, list[int]]:
    placements = choose_note_readings(table, mapped, Elsewhere({}))
    return {row: [amount.column for amount in placement.amounts] for row, placement in placements.items()}


def test_a_lone_amount_goes_where_the_column_adds_up():
    rows = [["1.00", "2.00"], open_row(["3.00"], [[0], [1]], 2), ["1.00", "5.00"]]
    assert placed(*note_table(rows, [CLOSING, OPENING], [PART, PART, TOTAL])) == {1: [1]}


def test_a_lone_amount_stays_open_where_nothing_decides():
    rows = [["1.00", "2.00"], open_row(["3.00"], [[0], [1]], 2)]
    assert placed(*note_table(rows, [CLOSING, OPENING], [PART, PART])) == {1: []}


def test_amounts_of_a_roll_forward_go_where_it_holds_as_far_as_it_tells():
    rows = [open_row(["9.00", "4.00", "5.00"], [[0, 1, 3], [0, 2, 3], [1, 2, 3]], 1)]
    assert placed(*note_table(rows, [OPENING, INCREASE, DECREASE, CLOSING], [PART])) == {0: [2, 3]}


def test_what_contradicts_itself_keeps_what_all_readings_share():
    rows = [["1.00", "2.00"], open_row(["3.00", "9.00"], [[0, 2], [1, 2]], 2), ["7.00", "7.00"]]
    rows = [[*row, ""] if isinstance(row, list) else row for row in rows]
    assert placed(*note_table(rows, [CLOSING, OPENING, OTHER], [PART, PART, TOTAL])) == {1: [2]}


def test_a_sum_of_many_free_rows_that_holds_by_coincidence_places_nothing():
    loose = ["1.00", "2.00", "4.00", "8.00", "16.00", "32.00", "64.00", "128.00"]
    rows = [open_row([text], [[0], [1], [2]], number) for number, text in enumerate(loose, 1)]
    table = note_table([*rows, ["100.00", "", "150.00"]], [CLOSING, OPENING, OTHER], [PART] * 8 + [TOTAL])
    assert all(not columns for columns in placed(*table).values())


def test_a_row_that_lost_amounts_is_part_of_no_sum():
    torn = dataclasses.replace(open_row(["3.00"], [[]], 3), is_torn=True)
    rows = [["1.00", "2.00"], open_row(["3.00"], [[0], [1]], 2), torn, ["1.00", "5.00"]]
    assert placed(*note_table(rows, [CLOSING, OPENING], [PART, PART, PART, TOTAL])) == {1: []}


def test_what_lines_with_their_places_break_places_nothing():
    rows = [["9.00", "3.00", "4.00", "10.00"], ["8.00", "1.00", "5.00", "13.00"]]
    rows += [open_row(["90.00", "30.00", "120.00"], [[0, 1, 3], [0, 2, 3]], 3)]
    assert placed(*note_table(rows, [OPENING, INCREASE, DECREASE, CLOSING], [PART] * 3)) == {2: [0, 3]}


def test_a_total_that_an_open_row_makes_in_none_of_its_readings_is_open():
    for total, columns in (("12.00", [0, 3]), ("121.20", [0])):
        rows = [["9.00", "", "", "9.00"], open_row(["8.00", "4.00", total], [[0, 1, 3], [0, 2, 3]], 2)]
        made = note_table(rows, [OPENING, INCREASE], [PART, PART, PART, TOTAL], transposed=True)
        assert placed(*made) == {1: columns}


def test_an_amount_stands_where_a_statement_prints_it():
    rows = [open_row(["3.00"], [[0], [1]], 1)]
    table, mapped = note_table(rows, [CLOSING, OPENING], [PART])
    key = table.key(0, 1)
    placement = choose_note_readings(table, mapped, Elsewhere({key: {3 * 10**6}}))[0]  # type: ignore[dict-item]
    assert [amount.column for amount in placement.amounts] == [1]


def test_an_amount_does_not_stand_where_a_statement_leaves_its_line_blank():
    rows = [open_row(["3.00"], [[0], [1]], 1)]
    table, mapped = note_table(rows, [OPENING, CLOSING], [PART])
    key = table.key(0, 0)
    assert isinstance(key, FactKey)
    placement = choose_note_readings(table, mapped, Elsewhere({}, frozenset({key})))[0]
    assert [amount.column for amount in placement.amounts] == [1]


def test_deductions_may_have_their_signs_in_one_column_and_not_in_another():
    rows = [["90.00", "80.00"], open_row(["30.00"], [[0], [1]], 2), ["20.00", "-10.00"], ["100.00", "70.00"]]
    assert placed(*note_table(rows, [CLOSING, OPENING], [PART, PART, DEDUCTED, TOTAL])) == {1: [0]}


def test_a_movement_whose_parts_are_left_blank_is_not_nil():
    ways = [[0, 1, 2, 3], [0, 1, 2, 4], [0, 1, 3, 4], [0, 2, 3, 4], [1, 2, 3, 4]]
    rows = [
        open_row(["10.00", "20.00", "30.00", "60.00"], ways, 1),
        open_row(["2.00", "3.00", "4.00", "9.00"], ways, 2),
        [""] * 5,
        open_row(["12.00", "23.00", "34.00", "69.00"], ways, 4),
    ]
    roles = [OPENING, INCREASE, INCREASE, CLOSING]
    members, parents = [PART, PART, PART, PART, TOTAL], [None, None, 1, None]
    table, mapped = note_table(rows, roles, members, transposed=True, parents=parents, groups=[0] * 4)
    assert placed(table, mapped)[1] == [4]  # the sum of the others, whose places stay open


def test_what_is_taken_off_has_a_minus_sign_only_where_the_document_prints_one():
    rows = [open_row(["90.00", "-20.00", "70.00"], [[0, 1, 3], [0, 2, 3]], 1)]
    table, mapped = note_table(rows, [OPENING, DECREASE, MOVEMENT, CLOSING], [PART])
    for minus_signs, columns in ((True, [0, 3]), (False, [0, 2, 3])):
        placement = choose_note_readings(table, mapped, Elsewhere({}, minus_signs=minus_signs))[0]
        assert [amount.column for amount in placement.amounts] == columns


def test_rows_hold_nothing_where_their_total_is_blank():
    rows = [
        open_row(["2.00", "2.00"], [[0, 1], [0, 2], [1, 2]], 1),
        open_row(["3.00", "3.00"], [[0, 1], [0, 2], [1, 2]], 2),
        open_row(["5.00", "5.00"], [[0, 1], [0, 2], [1, 2]], 3),
    ]
    table, mapped = note_table(rows, [INCREASE, INCREASE, DECREASE], [PART, PART, TOTAL])
    key = table.key(2, 1)
    assert isinstance(key, FactKey)
    placements = choose_note_readings(table, mapped, Elsewhere({}, frozenset({key})))
    assert {row: [amount.column for amount in each.amounts] for row, each in placements.items()} == {
        0: [0, 2],
        1: [0, 2],
        2: [0, 2],
    }


def test_pieces_of_a_row_of_one_choice_go_together():
    first = dataclasses.replace(open_row(["3.00"], [[0], [1]], 1), choice="a")
    second = dataclasses.replace(open_row(["4.00"], [[0], [1]], 2), choice="a")
    table = note_table([first, second, ["", "7.00"]], [CLOSING, OPENING], [PART, PART, TOTAL])
    assert placed(*table) == {0: [1], 1: [1]}


def test_a_sum_that_is_exact_goes_before_one_within_rounding():
    rows = [["10.00"], ["0.01"], ["10.01"]]
    (trial,) = trials_of(*note_table(rows, [CLOSING], [PART, NESTED, TOTAL]))
    assert trial.exact


def test_totals_among_movements_are_not_added_to_what_they_are_the_sum_of():
    rows = [["10.00", "3.00", "2.00", "5.00", "15.00"]]
    roles = [OPENING, INCREASE, MOVEMENT, MOVEMENT, CLOSING]
    measures = ["期初余额", "发行新股", "其他", "小计", "期末余额"]
    (trial,) = trials_of(*note_table(rows, roles, [PART], measures=measures))
    assert trial.holds


def test_what_stands_between_opening_and_closing_may_be_a_movement():
    rows = [["10.00", "3.00", "-2.00", "11.00"], ["1.00", "3.00", "", "4.00"]]
    table = note_table(rows, [OPENING, INCREASE, OTHER, CLOSING], [PART, PART])
    assert [verdict for _, _, verdict in told(trials_of(*table))] == [True, True]


def test_a_row_that_every_total_leaves_out_is_part_of_another():
    rows = [["9.00", "7.00"], ["4.00", "2.00"], ["1.00", ""], ["10.00", "7.00"]]
    table = note_table(rows, [CLOSING, OPENING], [PART, PART, PART, TOTAL])
    assert [verdict for _, _, verdict in told(trials_of(*table))] == [True, True]


def test_rows_of_which_only_the_first_says_so_make_the_row_above_them():
    # 工资, 社会保险费, 其中：医疗保险费, 工伤保险费, 生育保险费
    rows = [["3.00", "3.00"], ["2.00", "2.00"], ["1.20", "1.00"], ["0.50", "0.90"], ["0.30", "0.10"], ["5.00", "5.00"]]
    table = note_table(rows, [INCREASE, DECREASE], [PART, PART, NESTED, PART, PART, TOTAL])
    assert [holds for _, head, holds in told(trials_of(*table)) if head[0] == len(rows) - 1] == [True, True]


def test_the_end_of_a_torn_table_lacks_parts():
    first, _ = note_cells(*note_table([["5.00"]], [CLOSING], [PART]))
    second, book = note_cells(*note_table([["1.00"], ["2.00"], ["8.00"]], [CLOSING], [PART, PART, TOTAL]))
    assert [trial.holds for trial in note_trials((second,), book)] == [False]
    assert not list(note_trials((first, second), book))


def test_columns_without_headers_are_not_told_apart():
    table, _ = note_table([["1.00", "2.00", "3.00"]], [CLOSING, AMOUNT, AMOUNT], [PART])
    assert not columns_without_name(table.statement)
    first, *rest = table.statement.columns
    blank = tuple(dataclasses.replace(column, header=(), measure="") for column in rest)
    assert columns_without_name(dataclasses.replace(table.statement, columns=(first, *blank))) == {1, 2}


DOCUMENT = """2023年年度报告
合并资产负债表
2023年12月31日
单位：元
项目	2023年12月31日	2022年12月31日
其他应收款	1,000.00	800.00
存货	500.00	400.00
流动资产合计	1,500.00	1,200.00
资产总计	1,500.00	1,200.00
股本	1,500.00	1,200.00
所有者权益合计	1,500.00	1,200.00
负债和所有者权益总计	1,500.00	1,200.00
五、合并财务报表项目注释
1、存货
项目	期末余额	期初余额
原材料	{first}	300.00
库存商品	200.00	100.00
合计	{total}	400.00
"""


def convert(taxonomy: Taxonomy, first: str, total: str) -> tuple[Report, list[Finding]]:
    text = DOCUMENT.format(first=first, total=total)
    report, findings = read_report(text.encode(), "a.txt", taxonomy)
    assert report is not None
    return report, [finding for finding in findings if finding.code.startswith("reconcile")]


def test_a_note_s_total_is_the_line_of_the_statement(taxonomy: Taxonomy):
    report, findings = convert(taxonomy, "300.00", "500.00")
    (inventories,) = (f for f in report.facts if f.concept == "c2x:Inventories" and f.value == "500")
    assert [source.line for source in inventories.sources] == [7, 18]
    kinds = {check.kind for check in report.checks if check.id in inventories.checks}
    assert kinds == {"agreement", "parts", "summation"}
    assert not findings


def test_a_note_that_contradicts_a_statement_is_what_is_in_doubt(taxonomy: Taxonomy):
    report, findings = convert(taxonomy, "350.00", "550.00")
    plain, other = sorted(
        (f for f in report.facts if f.concept == "c2x:Inventories" and f.value in ("500", "550")),
        key=lambda fact: fact.sources[0].line,
    )
    assert plain.evidence is Evidence.PROVEN
    assert not plain.dimensions
    assert other.evidence is Evidence.CONFLICTING
    assert other.dimensions == {"c2x:DisagreeingSourceAxis": "line 18"}
    (finding,) = findings
    assert finding.severity is Severity.WARNING
    assert set(finding.facts) == {plain.id, other.id}


def test_an_impairment_left_at_the_end_is_taken_off_a_carrying_amount():
    measures = ["期初余额", "权益法下确认的投资损益", "计提减值准备", "期末余额", "减值准备期末余额"]
    roles = [OPENING, MOVEMENT, OTHER, CLOSING, ALLOWANCE]
    components = [None, None, None, None, "ImpairmentMember"]
    for left, verdict in (("4.00", True), ("", False)):  # beside a blank it may be dividends that slipped over
        rows = [["10.00", "3.00", "4.00", "9.00", left], ["1.00", "2.00", "", "3.00", ""]]
        trials = told(trials_of(*note_table(rows, roles, [PART, PART], components=components, measures=measures)))
        assert ("roll-forward", (0, 3), verdict) in trials


def test_the_total_of_balances_that_moved_by_different_measures_is_no_roll_forward():
    roles = [OPENING, MOVEMENT, OTHER, CLOSING]  # 公允价值变动, 计入投资收益
    funds = [["10.00", "2.00", "5.00", "12.00"], ["20.00", "", "3.00", "23.00"]]
    rows = [*funds, ["30.00", "2.00", "8.00", "35.00"]]
    table = note_table(rows, roles, [PART, PART, TOTAL])
    assert [each for each in told(trials_of(*table)) if each[0] == "roll-forward"] == [
        ("roll-forward", (0, 3), True),
        ("roll-forward", (1, 3), True),
    ]
    alike = [*funds, ["30.00", "2.00", "8.00", "34.00"]]
    alike[1] = ["20.00", "1.00", "3.00", "21.00"]
    assert ("roll-forward", (2, 3), False) in told(trials_of(*note_table(alike, roles, [PART, PART, TOTAL])))
