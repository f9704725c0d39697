"""The columns of tables by method of provisioning are proven by their amounts, a header of others' cells is none."""

from __future__ import annotations

from test_recognise_note_tables import amounts, columns, grid, recognise

COLUMNS = ("账面余额", "坏账准备", "账面价值")
HEADER = " | ".join(("类别", *(f"{day}余额 {each}" for day in ("期末", "期初") for each in COLUMNS))) + "\n"
LEAVES = " | 金额 | 比例 | 金额 | 计提比例 | 金额 | 计提比例\n"
ROWS = (
    "按组合计提坏账准备的应收票据 | 8.00 | 100.00% | {} | 5.00 | 100.00% | 5.00\n合计 | 8.00 |  | 8.00 | 5.00 |  | 5.00"
)


def test_where_nothing_is_taken_off_the_columns_are_gross_share_and_net() -> None:
    (table,) = recognise(grid(HEADER + LEAVES + ROWS.format("8.00")))
    measures = [measure for _, measure in columns(table)]
    assert measures == ["账面余额", "账面余额/比例(%)", "账面价值"] * 2
    (table,) = recognise(grid(HEADER + LEAVES + ROWS.format("7.00")))
    assert [measure for _, measure in columns(table)] != measures


def test_two_periods_stacked_over_one_column_say_neither() -> None:
    rows = "出租方名称 | 支付的租金 | 利息支出\n | 本期发生额 | 本期发生额\n | {0} | {0}\n甲公司 | 7.00 | 5.00"
    (table,) = recognise(grid(rows.format("上期发生额")))
    assert not any(column.header for column in table.columns)
    (table,) = recognise(grid(rows.format("金额")))
    assert all(column.header for column in table.columns)
    assert amounts(table)["甲公司"] == [(0, "7.00"), (1, "5.00")]
