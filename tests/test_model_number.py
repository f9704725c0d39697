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


@pytest.mark.parametrize("text", ["①", "⑳", "⑴", "㈠", "Ⅲ", "10²", "²"])
def test_what_is_nothing_but_a_mark_is_no_number(text: str):
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("39①", "39"), ("38,373.05²", "38373.05"), ("1,234³", "1234"), ("51%②", "51")]
)
def test_a_mark_behind_a_number_refers_to_a_note(text: str, value: str):
    number = parse_number(text)
    assert number is not None
    assert number.value == Decimal(value)
