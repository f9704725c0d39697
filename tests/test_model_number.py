"""Printed numbers are read exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from converter.model.number import parse_number


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("增加1.91个百分点", "1.91", 2),
        ("减少0.05个百分点", "-0.05", 2),
        ("上升 3 个百分点", "3", 0),
        ("下降0.5百分点", "-0.5", 1),
        ("-1.20个百分点", "-1.20", 2),
        ("减少了2.0个百分点", "-2.0", 1),
    ],
)
def test_percentage_points_are_percents_signed_by_their_verb(text: str, value: str, decimals: int):
    number = parse_number(text)
    assert number is not None
    assert (number.value, number.decimals, number.percent) == (Decimal(value), decimals, True)


@pytest.mark.parametrize("text", ["百分点", "增加个百分点", "个百分点", "增加1.9或2.0个百分点", "约1.9个百分点"])
def test_words_about_points_are_no_numbers(text: str):
    assert parse_number(text) is None
