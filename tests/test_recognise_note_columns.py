from __future__ import annotations

import datetime as dt

import pytest

from converter.model.period import Duration, Instant, Period
from converter.recognise.note_columns import read_columns
from converter.recognise.periods import ReportPeriod

YEAR = ReportPeriod("annual_report", 2023, 12)
NINE_MONTHS = ReportPeriod("third_quarter_report", 2025, 9)


def at(year: int, month: int = 12, day: int = 31) -> Instant:
    return Instant(instant=dt.date(year, month, day))


def span(year: int, first: int, last: dt.date) -> Duration:
    return Duration(start=dt.date(year, first, 1), end=last)


def read(*headers: str, report: ReportPeriod = YEAR) -> list[tuple[Period | None, str | None]]:
    columns = read_columns([(header,) for header in headers], report, "")
    assert [column.header for column in columns] == [(header,) for header in headers]
    return [(column.period, column.measure) for column in columns]


def test_the_same_days_are_those_of_the_year_before() -> None:
    own, before = read("本期数", "同期数")
    assert own == (span(2023, 1, dt.date(2023, 12, 31)), "")
    assert before == (span(2022, 1, dt.date(2022, 12, 31)), "")


def test_beside_the_year_to_date_the_period_is_the_quarter() -> None:
    quarter, to_date = read("本期金额", "年初至报告期末金额", report=NINE_MONTHS)
    assert quarter == (span(2025, 7, dt.date(2025, 9, 30)), "")
    assert to_date == (span(2025, 1, dt.date(2025, 9, 30)), "")


@pytest.mark.parametrize(
    ("header", "measure", "period"),
    [
        ("外币负债期末余额", "外币负债", at(2023)),
        ("外币负债上年年末余额", "外币负债", at(2022)),
        ("外币负债上年未余额", "外币负债", at(2022)),
        ("外币负债上期期末余额", "外币负债", at(2022)),
        ("股本期末余额", "股本", at(2023)),
        ("3年以上期末余额", "3年以上", at(2023)),
        ("影响金额（2020年1月1日）", "影响金额", at(2019)),
    ],
)
def test_a_day_may_stand_behind_what_it_is_of(header: str, measure: str, period: Period) -> None:
    assert read(header) == [(period, measure)]


def test_what_runs_until_the_end_of_the_period_is_no_balance_of_that_day() -> None:
    assert read("购买日至期末被购买方的收入") == [(None, "购买日至期末被购买方的收入")]


def test_quarters_are_periods_and_the_months_in_brackets_say_no_more() -> None:
    first, second, _, _, all_four = read("一季度", "第二季度（4-6月份）", "三季度", "四季度", "合并")
    assert first == (span(2023, 1, dt.date(2023, 3, 31)), "")
    assert second == (span(2023, 4, dt.date(2023, 6, 30)), "")
    assert all_four == (None, "")


def test_the_end_of_the_period_before_is_that_of_its_year() -> None:
    ends = read("本期期末数", "上年期末数", "上年期末数占总资产的比例(%)", report=NINE_MONTHS)
    assert [period for period, _ in ends] == [at(2025, 9, 30), at(2024), at(2024)]


def test_leaves_of_movements_that_reach_over_the_closing_balance_are_none_of_its() -> None:
    paths = [("期初余额",), ("本期变动金额", "计提"), ("期末余额", "转回"), ("期末余额", "其他")]
    columns = read_columns(paths, YEAR, "")
    assert [column.measure for column in columns] == ["", "本期变动金额/计提", "本期变动金额/转回", ""]
    assert columns[-1].period == at(2023)
    balances = read_columns([("本期变动金额", "计提"), ("期末余额", "账面余额")], YEAR, "")
    assert [column.measure for column in balances] == ["本期变动金额/计提", "账面余额"]


def test_what_a_balance_was_adjusted_by_on_the_first_of_january_is_of_the_day_before() -> None:
    columns = read_columns([("2022年12月31日",), ("2023年1月1日",), ("调整数",)], YEAR, "")
    assert [(column.period, column.measure) for column in columns] == [
        (at(2022), ""),
        (at(2022), "调整后"),
        (at(2022), "调整数"),
    ]


def test_a_day_behind_the_words_of_a_header_without_brackets() -> None:
    (column,) = read_columns([("公允价值 2023年12月31日",)], YEAR, "")
    assert (column.measure, column.period) == ("公允价值", at(2023))
