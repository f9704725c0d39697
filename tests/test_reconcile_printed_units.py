"""Tests of units that labels print, against those of the items."""

from __future__ import annotations

import pytest
from reconcile_sample import amount

from converter.reconcile.printed_units import is_of_other_unit, printed_currency, prints_growth


@pytest.mark.parametrize(
    ("kind", "label", "is_other"),
    [
        ("monetary", "主营业务税后利润率（%）", True),
        ("monetary", "拟分配每10股分红股（股）", True),
        ("shares", "持股比例(%)", True),
        ("percent", "持股比例(%)", False),
        ("monetary", "分红金额（万元）", False),
        ("shares", "发行数量（万股）", False),
        ("monetary", "甲（厦门）有限公司", False),
    ],
)
def test_a_unit_at_the_end_of_a_label_must_be_one_of_its_item(kind: str, label: str, *, is_other: bool) -> None:
    assert is_of_other_unit(kind, label) is is_other


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("甲国际贸易（香港）有限公司（注册资本：港币）", "HKD"),
        ("乙公司（万美元）", "USD"),
        ("丙公司（香港）", None),
        ("美元", None),
        ("应付债券（美元债）", None),
    ],
)
def test_a_currency_at_the_end_of_a_label_is_that_of_its_amounts(label: str, code: str | None) -> None:
    assert printed_currency(label, {"港币": "HKD", "美元": "USD"}) == code


@pytest.mark.parametrize(("text", "is_growth"), [("3000.00%", True), ("-0.50%", False), ("100.00%", False)])
def test_no_ratio_changes_by_more_than_a_hundred_points(text: str, *, is_growth: bool) -> None:
    assert prints_growth(amount(text, 0, 1, 0)) is is_growth
