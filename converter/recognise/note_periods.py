"""Read the day or the year that the captions above a table of the notes say it is about."""

from __future__ import annotations

import datetime
import re

from converter.model.period import Duration
from converter.recognise.periods import ReportPeriod, plain, previous_year

_DAY = re.compile(r"(?<![自从])(20\d\d)年(\d{1,2})月(\d{1,2})日(?!起|前|后|执行|开始)")
_YEAR = re.compile(
    r"^(?:于|截至)?(20\d\d)年(?:度|末|期末|期初)?(?!\d|第|起|[一二三四五六七八九十]|.{0,4}(?:发行|期权|激励))|"
    r"[（(](20\d\d)年(?:度|末)?[)）]$"
)
_AMOUNT = r"(?:余额|数|金额|发生额)?"
_OPENING = re.compile(
    rf"^(?:于|截至)?(?:上[年期](?:年?末|期末|度末)|期初|年初){_AMOUNT}(?![^,，、]{{0,3}}[期年]末|至|[未所留])|"
    rf"[(](?:上[年期](?:年?末|期末)|期初|年初){_AMOUNT}[)]$"
)
_PRIOR = re.compile(
    rf"^(?:上[年期](?:同期|度)?){_AMOUNT}(?![^,，、]{{0,3}}[期年]末|[末期])|[(]上[年期](?:同期|度)?{_AMOUNT}[)]$"
)
_PART_OF_YEAR = re.compile(r"半年|季度|同期|月")
_FIRST_MONTHS = re.compile(r"^(?:于|截至)?(20\d\d)年?(?:(上半年|半年度)|第?(一季度)|(前三季度))")
_MONTHS = (6, 3, 9)  # that 上半年, 一季度 and 前三季度 are
_YEARS_BACK = 2


def parse_caption_period(caption: str, report: ReportPeriod) -> Duration | None:
    """Return the days a caption says its table covers, or that end with the day it names; None where it names none.

    1 January is the opening of its year: the last day before. A day in the middle of a period (a grant, a contract) or
    more than two years back says nothing about the columns. An earlier year is the whole of it.
    """
    text = plain(caption)
    own = report.duration
    days = {(int(y), int(m), int(d)) for y, m, d in _DAY.findall(text)}
    if len(days) == 1:
        return _ending(*days.pop(), report)
    if days:
        return None
    if match := _FIRST_MONTHS.match(text):
        months = next(count for count, word in zip(_MONTHS, match.groups()[1:], strict=True) if word)
        return _first_months(int(match[1]), months, report)
    if match := _YEAR.search(text):
        year = int(match[1] or match[2])
        if not own.end.year - _YEARS_BACK <= year <= own.end.year:
            return None
        if year < own.end.year and not _PART_OF_YEAR.search(
            text
        ):  # the years behind are over, also in the middle of one
            return Duration(start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31))
        back = own
        for _ in range(own.end.year - year):
            earlier = previous_year(back)
            assert isinstance(earlier, Duration)
            back = earlier
        return back
    if _OPENING.search(text):
        return Duration(
            start=datetime.date(own.end.year - 1, 1, 1),
            end=datetime.date(own.end.year - 1, 12, 31),
        )
    if _PRIOR.search(text):
        earlier = previous_year(own)
        return earlier if isinstance(earlier, Duration) else None
    return None


def _first_months(year: int, months: int, report: ReportPeriod) -> Duration | None:
    """Return the first months of a year, which a report of the whole of it may have tables of."""
    following = datetime.date(year, months + 1, 1)
    is_near = report.duration.end.year - _YEARS_BACK <= year <= report.duration.end.year
    end = following - datetime.timedelta(days=1)
    return Duration(start=datetime.date(year, 1, 1), end=end) if is_near and end <= report.duration.end else None


def parse_header_period(header: str, report: ReportPeriod) -> Duration | None:
    """Return the days that the header of the labels prints (合并资产负债表项目（2022年1月1日）), else None."""
    return parse_caption_period(header, report) if "20" in header else None


def _ending(year: int, month: int, day: int, report: ReportPeriod) -> Duration | None:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    if (month, day) == (1, 1):
        date -= datetime.timedelta(days=1)
    own = report.duration.end
    ends = {own, own.replace(year=own.year - 1)} | {datetime.date(own.year - back, 12, 31) for back in (1, _YEARS_BACK)}
    return Duration(start=datetime.date(date.year, 1, 1), end=date) if date in ends else None
