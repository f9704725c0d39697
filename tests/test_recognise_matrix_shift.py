"""Rows of the equity matrix that moved out of their columns: other placements that add up, the plain one among them."""

from __future__ import annotations

from decimal import Decimal

from converter.model.statement import Statement
from converter.read import read_document
from converter.recognise import recognise_report
from converter.recognise.matrix_shift import RowSums, shifted_placements
from converter.taxonomy import Taxonomy

COMPONENTS = ("股本", "资本公积", "库存股", "其他综合收益", "未分配利润", "小计", "少数股东权益", "所有者权益合计")
MATRIX = """2022年年度报告

合并所有者权益变动表

| 项目 | 股本 | 资本公积 | 减：库存股 | 其他综合收益 | 专项储备 | 未分配利润 | 小计 | 少数股东权益 | 所有者权益合计 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| 一、上年年末余额 | 10.00 | 20.00 | 5.00 |  |  | 15.00 | 40.00 | 4.00 | 44.00 |
| 二、本年年初余额 | 10.00 | 20.00 | 5.00 |  |  | 15.00 | 40.00 | 4.00 | 44.00 |
| 三、本期增减变动金额（减少以“-”号填列） | {movement} |
| （一）综合收益总额 | {income} |
| （三）利润分配 |  |  |  |  |  | -2.00 | -2.00 |  | -2.00 |
| 四、本期期末余额 | 10.00 | 23.00 | 6.00 | 1.00 |  | 19.00 | 47.00 | 4.50 | 51.50 |
"""
MOVEMENT = " | 3.00 | 1.00 | 1.00 |  | 4.00 | 7.00 | 0.50 | 7.50"
INCOME = " |  |  | 1.00 |  | 6.00 | 7.00 | 0.50 | 7.50"


def matrix(taxonomy: Taxonomy, movement: str = MOVEMENT, income: str = INCOME) -> Statement:
    document, _ = read_document(MATRIX.format(movement=movement, income=income).encode(), "report.md")
    assert document is not None
    report, _ = recognise_report(document, taxonomy)
    (statement,) = report.statements
    return statement


def columns_of(statement: Statement, label: str) -> list[tuple[int, ...]]:
    item = next(item for item in statement.items if item.label == label)
    return [tuple(amount.column for amount in reading) for reading in item.readings]


def decimals(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def test_the_sums_of_a_row() -> None:
    sums = RowSums(COMPONENTS)
    assert sums.hold((0, 2, 5, 6, 7), decimals("10", "3", "7", "1", "8"))
    assert not sums.hold((0, 1, 5, 6, 7), decimals("10", "3", "7", "1", "8"))
    assert not sums.hold((0, 2, 5, 7), decimals("10", "3", "7", "8"))
    parts = RowSums(("股本", "其他权益工具", "其他权益工具/优先股", "其他权益工具/永续债", "所有者权益合计"))
    assert parts.hold((0, 1, 2, 3, 4), decimals("1", "5", "2", "3", "6"))  # 其他权益工具 is the sum of its parts


def test_only_what_adds_up_is_offered_and_nothing_where_position_is_right() -> None:
    assert shifted_placements((0, 1, 5, 7), decimals("1", "2", "3", "3"), COMPONENTS) == []
    values = decimals("10", "8", "3", "5", "5")  # 10 + 8 - 3 ≠ 5, 10 - 8 + 3 = 5
    assert shifted_placements((0, 1, 2, 5, 7), values, COMPONENTS) == [
        (0, 2, 3, 5, 7),
        (0, 2, 4, 5, 7),
        (1, 2, 3, 5, 7),
        (1, 2, 4, 5, 7),
    ]
    assert shifted_placements((3, 7), decimals("5", "6"), COMPONENTS) == []


def test_a_row_that_adds_up_by_position_has_one_reading(taxonomy: Taxonomy) -> None:
    statement = matrix(taxonomy)
    assert all(len(item.readings) == 1 for item in statement.items)


def test_a_row_moved_by_one_column_has_the_placements_that_add_up(taxonomy: Taxonomy) -> None:
    statement = matrix(taxonomy, movement=" |  | 3.00 | 1.00 | 1.00 | 4.00 | 7.00 | 0.50 | 7.50")
    found = columns_of(statement, "本期增减变动金额")
    assert found[0] == (2, 3, 4, 5, 6, 7, 8)
    assert (1, 2, 3, 5, 6, 7, 8) in found


def test_comprehensive_income_stands_in_none_but_its_columns(taxonomy: Taxonomy) -> None:
    statement = matrix(taxonomy, income=" |  |  |  | 1.00 | 6.00 | 7.00 | 0.50 | 7.50")  # under 专项储备
    assert columns_of(statement, "综合收益总额") == [(3, 5, 6, 7, 8)]
    contradicting = matrix(taxonomy, income=" |  |  |  | 1.00 | 6.00 | 9.00 | 0.50 | 9.50")
    assert columns_of(contradicting, "综合收益总额") == [(4, 5, 6, 7, 8)]


def test_any_of_too_many_amounts_may_be_the_one_left_over(taxonomy: Taxonomy) -> None:
    sheet = (
        "2022年年度报告\n\n合并利润表\n\n| 项目 | 2022年度 | 2021年度 |\n| --- | --- | --- |\n"
        "| 一、营业收入 | 500.00 | 400.00 |\n| 减：营业成本 | 300.00 | 7.10 | 200.00 |\n"
        "| 二、营业利润 | 200.00 | 200.00 |\n| 三、利润总额 | 200.00 | 200.00 |\n| 四、净利润 | 200.00 | 200.00 |\n"
    )
    document, _ = read_document(sheet.encode(), "report.md")
    assert document is not None
    report, _ = recognise_report(document, taxonomy)
    cost = next(item for item in report.statements[0].items if item.label == "营业成本")
    assert [[amount.source.text for amount in reading] for reading in cost.readings] == [
        ["300.00", "7.10"],
        ["300.00", "200.00"],
        ["7.10", "200.00"],
    ]
