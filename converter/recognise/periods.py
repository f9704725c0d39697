"""Read periods: the report's own from its title, a column's from its header."""

from __future__ import annotations

import datetime
import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache

from converter.model.period import Duration, Instant, Period

_TITLE = re.compile(r"(20\d\d)年?(年度|半年度|第?[一1]季度|第?[三3]季度|中期)(?:财务)?报告")
_REPORT_TYPES = {
    "年度": ("annual_report", 12),
    "半年度": ("half_year_report", 6),
    "中期": ("half_year_report", 6),
    "一季度": ("first_quarter_report", 3),
    "三季度": ("third_quarter_report", 9),
}
_DATE = re.compile(r"(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?")
_MONTHS = re.compile(r"(20\d\d)年?度?(\d{1,2})月?(?:[-—–~～至到])+(\d{1,2})月")
_BARE_MONTHS = re.compile(r"(?<!\d)(\d{1,2})月?[-—–~～至到]+(\d{1,2})月")
_YEAR = re.compile(r"(20\d\d)(?:年|$|/|\()")
_MONTH_END = re.compile(r"(20\d\d)年(\d{1,2})月末?$")
_MEASURE = re.compile(r"增减|变动|比例|同比|幅度|增长|[%％]$|\(%\)|百分点")
_PRIOR = re.compile(r"上[年期]|去年|期初|年初|比较期")
_OPENING = re.compile(r"期初|年初|上[年期][年期度]?[末终]|上年度末|上年(?:期|年|度)?末")
_CLOSING = re.compile(r"期末|年末|[月年]底|报告期末")
_PARTS = (
    (re.compile(r"前三季度|年初[至到]本?报告期末"), 1, 9),
    (re.compile(r"[三3]季报"), 1, 9),
    (re.compile(r"半年度|上半年|半年报|中报"), 1, 6),
    (re.compile(r"[一1]季报"), 1, 3),
    (re.compile(r"(?<!半)年报"), 1, 12),
    (re.compile(r"第?[一1]季度"), 1, 3),
    (re.compile(r"第?[二2]季度"), 4, 6),
    (re.compile(r"第?[三3]季度"), 7, 9),
    (re.compile(r"第?[四4]季度"), 10, 12),
)
_YEAR_BEFORE = re.compile(r"上一?年度(?:金额|数|发生额)?$")  # the whole year, of an interim report too
_THIS_QUARTER = re.compile(r"^本报告期|^报告期$|本季度")


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """Hold the period a report covers: its type, its year and the month it ends with; it begins on 1 January."""

    report_type: str
    year: int
    last_month: int

    @property
    def duration(self) -> Duration:
        """Return the days covered (会计期间)."""
        return _span(self.year, 1, self.last_month)


@lru_cache(maxsize=32768)
def plain(text: str) -> str:
    """Return a text in half-width form without blanks."""
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def parse_report_title(text: str) -> ReportPeriod | None:
    """Return the type and period a title such as 2023年第一季度报告 announces."""
    match = _TITLE.search(plain(text))
    if match is None:
        return None
    report_type, last_month = _REPORT_TYPES[match[2].lstrip("第").replace("1", "一").replace("3", "三")]
    return ReportPeriod(report_type, int(match[1]), last_month)


def parse_instant_header(text: str, report: ReportPeriod) -> Period | None:
    """Return the date a balance-sheet column is drawn up at (资产负债表日).

    期初, 年初 and 上年年末 are the last day of the year before; so is 1 January, whose opening balance it is.
    """
    head = plain(text)
    if match := _DATE.search(head):
        date = _date(int(match[1]), int(match[2]), int(match[3]))
        if date is None:
            return None
        return Instant(instant=date - datetime.timedelta(days=1) if (date.month, date.day) == (1, 1) else date)
    if match := _MONTH_END.search(head):
        return Instant(instant=_month_end(int(match[1]), int(match[2])))
    if (match := re.search(r"(20\d\d)", head)) and (part := _part(head)) is not None:
        return Instant(instant=_month_end(int(match[1]), part[1]))
    if match := _YEAR.search(head):
        year = int(match[1])
        if _OPENING.search(head) and not _CLOSING.search(head):
            return Instant(instant=datetime.date(year - 1, 12, 31))
        return Instant(instant=_month_end(year, report.last_month if year == report.year else 12))
    if _OPENING.search(head):
        return Instant(instant=datetime.date(report.year - 1, 12, 31))
    if _CLOSING.search(head) or re.search(r"本期|本年|期末数", head):
        return Instant(instant=_month_end(report.year, report.last_month))
    return None


def parse_last_month(text: str) -> tuple[int, int] | None:
    """Return the year and the last month that a text names by a date, a span of months or a part of a year."""
    head = plain(text)
    if (match := _DATE.search(head)) and _date(int(match[1]), int(match[2]), int(match[3])) is not None:
        return int(match[1]), int(match[2])
    if (match := _MONTHS.search(head)) and _is_span(match[2], match[3]):
        return int(match[1]), int(match[3])
    if (match := re.search(r"(20\d\d)", head)) and (part := _part(head)) is not None:
        return int(match[1]), part[1]
    return None


def _part(head: str) -> tuple[int, int] | None:
    return next(((first, last) for pattern, first, last in _PARTS if pattern.search(head)), None)


def parse_duration_header(text: str, report: ReportPeriod) -> Period | None:
    """Return the days a column of a flow statement covers.

    A quarterly report's flow statements run from the start of the year (年初到报告期末) unless the header names the
    quarter itself (本报告期, 7-9月, 第三季度).
    """
    head = plain(text)
    year = report.year
    named = _YEAR.search(head) or re.search(r"(20\d\d)", head)
    if named:
        year = int(named[1])
    elif (_PRIOR.search(head) and "年初至" not in head) or "上年" in head or "去年" in head:
        year -= 1
    if (match := _MONTHS.search(head)) and _is_span(match[2], match[3]):
        return _span(int(match[1]), int(match[2]), int(match[3]))
    if (match := _BARE_MONTHS.search(head)) and _is_span(match[1], match[2]):
        return _span(year, int(match[1]), int(match[2]))
    for pattern, first, last in _PARTS:
        if pattern.search(head):
            return _span(year, first, report.last_month if "报告期末" in head else last)
    if (match := _DATE.search(head)) is not None:
        date = _date(int(match[1]), int(match[2]), int(match[3]))
        return Duration(start=datetime.date(date.year, 1, 1), end=date) if date else None
    if _THIS_QUARTER.search(head) and report.report_type == "third_quarter_report":
        return _span(year, 7, 9)
    if _YEAR_BEFORE.match(head):
        return _span(year, 1, 12)
    if named:
        is_own = report.last_month if abs(year - report.year) <= 1 and "年度" not in head else 12
        return _span(year, 1, is_own)
    if _PRIOR.search(head) or re.search(r"本[年期报]|当期|报告期|累计", head):
        return _span(year, 1, report.last_month)
    return None


def parse_printed_period(text: str) -> Period | None:
    """Return the period a line of its own prints under a title: 2022年度, 2023年1—12月, 2022年12月31日."""
    head = plain(text)
    if (match := re.fullmatch(r"\(?(20\d\d)年度?(\d{1,2})月?[-—–~～至到]+(\d{1,2})月\)?", head)) and _is_span(
        match[2], match[3]
    ):
        return _span(int(match[1]), int(match[2]), int(match[3]))
    if match := re.fullmatch(r"(?:截至)?(20\d\d)年(\d{1,2})月(\d{1,2})日(?:止)?", head):
        date = _date(int(match[1]), int(match[2]), int(match[3]))
        return Instant(instant=date) if date else None
    if match := re.fullmatch(r"(20\d\d)年度", head):
        return _span(int(match[1]), 1, 12)
    for pattern, first, last in _PARTS:
        if match := re.fullmatch(rf"(20\d\d)年?(?:{pattern.pattern})", head):
            return _span(int(match[1]), first, last)
    return None


def is_measure(text: str) -> bool:
    """Tell whether a column header names a change or a ratio rather than an amount."""
    return bool(_MEASURE.search(plain(text)))


def previous_year(period: Period) -> Period:
    """Return the period one year earlier; of an instant, the last day of the year before (年初)."""
    if isinstance(period, Instant):
        return Instant(instant=datetime.date(period.instant.year - 1, 12, 31))
    year = period.start.year - 1
    return Duration(
        start=datetime.date(year, period.start.month, 1),
        end=_month_end(year, period.end.month),
    )


def _is_span(first: str, last: str) -> bool:
    return 1 <= int(first) <= int(last) <= 12


def _span(year: int, first: int, last: int) -> Duration:
    return Duration(start=datetime.date(year, first, 1), end=_month_end(year, last))


def _month_end(year: int, month: int) -> datetime.date:
    month = min(max(month, 1), 12)
    return datetime.date(year, month, monthrange(year, month)[1])


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
