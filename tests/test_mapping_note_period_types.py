from __future__ import annotations

import datetime as dt

import pytest
from reconcile_sample import YEAR

from converter.mapping.note_period_types import ends_as_balance, measured_at, row_measured_at, tells_day
from converter.model.period import Instant

DAY = Instant(instant=dt.date(2023, 12, 31))


def test_what_is_printed_under_a_period_is_of_it_unless_its_words_end_as_a_balance_does() -> None:
    assert measured_at(("与资产相关",), YEAR) == "duration"
    assert measured_at(("账面价值",), YEAR) == "instant"
    assert measured_at(("归属于母公司的权益合计",), YEAR) == "instant"


def test_what_has_accumulated_until_a_day_is_of_that_day() -> None:
    assert measured_at(("实际累计投入金额",), DAY) == "instant"
    assert measured_at(("投入金额",), DAY) == "duration"


def test_what_ends_as_a_balance_under_a_day_is_of_it_whatever_else_its_words_say() -> None:
    assert measured_at(("按原准则计提损失准备/按或有事项准则确认的预计负债",), DAY) == "instant"


def test_what_affects_the_period_is_of_it_beside_balances() -> None:
    assert measured_at(("影响报告期其他综合收益",), None, of_balance=True) == "duration"


@pytest.mark.parametrize(
    ("words", "above", "expected"),
    [
        ("固定资产内部重分类", "", "duration"),
        ("其中：现金和现金等价物", "", "instant"),
        ("--内部交易未实现利润", "instant", "instant"),
        ("母公司报表年度未分配利润", "", "instant"),
        ("购置", "instant", "duration"),
    ],
)
def test_a_row_is_of_what_its_words_or_the_row_above_are(words: str, above: str, expected: str) -> None:
    assert row_measured_at(words, above) == expected


def test_increases_of_cash_end_as_no_balance() -> None:
    assert not ends_as_balance("现金及现金等价物净增加额")


def test_profit_that_is_not_realised_stands_at_a_date() -> None:
    assert row_measured_at("内部交易未实现利润", "") == "instant"
    assert row_measured_at("净利润", "") == "duration"


def test_a_caption_that_tells_a_day_or_holders_is_of_what_there_is_at_a_day() -> None:
    assert tells_day("截至2022年6月30日,用于现金管理的金额明细如下:")
    assert tells_day("前十名可转债持有人情况")
    assert not tells_day("截至2022年6月30日本期增加情况")
    assert not tells_day("募集资金使用情况")
