"""Read the periods that rows of a table tell: labels that are years, quarters, peers dated by a note below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from converter.model.document import Document, Grid
from converter.model.period import Duration, Instant, Period, last_day
from converter.model.statement import LineItem, Statement
from converter.recognise.periods import ReportPeriod, parse_duration_header, plain

_TIME_HEADER = re.compile(r"^(?:会计|报告|统计|分红|利润分配)?(?:年份|年度|时间|期间|报告期|季度|月份)(?:$|/)")
_HALVES = {"H1": "上半年", "Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度"}
_PART = r"上半年|半年度|前三季度|第?[一二三四1-4]季度|H1|Q[1-4]"
_SPAN_LABEL = re.compile(
    rf"^(20\d\d)(?:年度?)?(?:({_PART})|(\d{{1,2}})月?[-—–~～至到](\d{{1,2}})月|(\d{{1,2}})月)?$", re.IGNORECASE
)
_TO_DATE = re.compile("累计")  # 累计产量 of a month is that of the year up to its end
_OF_MONTH = re.compile("[当本单]月")
_EXPIRES = re.compile("到期|亏损|抵扣|承诺|租赁|授予|发行|购入|形成")  # years that are no periods of what is printed
_SUFFIX = re.compile(r"[_\-—–(（](本报告期|年初至报告期末|本季度)[)）]?$")
_LAST_YEARS = re.compile(r"^最近([一二两三五])(?:个(?:完整)?会计)?年度?")
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "五": 5}
_PEERS = re.compile("同行业|可比公司")
_OWN = re.compile(r"^(?:母|本)?公司")
_SOURCE = re.compile(r"(?:来源于?|来自|取自|引自|摘自)(?P<whose>[^。；;]*)")
_REPORT_OF = re.compile(
    r"(20\d\d)(年(?:年度报告|年报|度报告|度|半年度?报告?|半年报|中报|第?[一三]季度报告?|[一三]季报))"
)
_EXCEPT = re.compile(rf"除(?P<who>[^，,。]{{2,20}}?)(?:来源于|来自|取自|为|是){_REPORT_OF.pattern}(?:外|以外|之外)")
_PRINTED_YEAR = re.compile(r"[(（](20\d\d)年(?:度)?[)）]$")
_EVENT_DAY = re.compile("(?:购买|合并|取得|处置|交割)日|控制权(?:之日|日|时)")
_DAY = re.compile(r"(20\d\d)年0?(\d{1,2})月0?(\d{1,2})日")
_LENT = re.compile("拆借金额|拆[出入]金额")
_BEGINS = re.compile("^起始日期?$")
_ANY_DAY = re.compile(r"(20\d\d)[-/.年]\d{1,2}[-/.月]\d{1,2}")
_CLOSING = re.compile(r"^[期年]末未分配利润")
_OPENING = re.compile(r"(?:[期年]初|上[期年]期?末)未分配利润")
_NEAR = 6  # lines below a table
_NOTE_ON_PEERS = re.compile("注[:：](?:以上|上述|上表)?(?:同行业|可比)")
_MOST_REPORTS = 2
_TWO = 2  # columns: 本期, 上期
_DECEMBER = 12


def date_rows(statement: Statement, document: Document, report: ReportPeriod) -> Statement:
    """Return a table whose rows have the periods that their labels, or a note below the table, print for them."""
    place = statement.place
    if place is None:
        return statement
    statement = _join_periods(statement)
    words = "".join((place.title, *place.captions))
    heads = [plain(part) for column in statement.columns for part in column.header]
    if any(map(_BEGINS.match, heads)) and any(map(_LENT.search, heads)):
        return replace(statement, items=tuple(_date_loan(item, document, report) for item in statement.items))
    if any(map(_EVENT_DAY.search, heads)):
        return replace(statement, items=tuple(_date_event(item, document, report) for item in statement.items))
    if _PEERS.search(plain(place.row_header)) or any(_PEERS.search(plain(each)) for each in place.captions):
        below = _text_below(statement, document)
        return replace(statement, items=tuple(_date_peer(item, below, report) for item in statement.items))
    if _TIME_HEADER.match(plain(place.row_header)) and not _EXPIRES.search(plain(words)):
        return replace(statement, items=_date_spans(statement, report))
    return replace(statement, items=tuple(_date_words(item, report) for item in statement.items))


def _join_periods(statement: Statement) -> Statement:
    """Return a roll-forward of profits in which 上期 is the year that ends where 本期 begins, if its amounts say so.

    In interim reports 上期 is as often the same months of the year before: the closing amount of the one is the opening
    amount of the other only where they follow each other.
    """
    spans = [column.period for column in statement.columns]
    if len(spans) != _TWO or not all(isinstance(span, Duration) for span in spans):
        return statement
    own, before = (span for span in spans if isinstance(span, Duration))
    day = own.start - timedelta(days=1)
    closing = {value for label, column, value in _amounts(statement) if column == 1 and _CLOSING.match(label)}
    opening = {value for label, column, value in _amounts(statement) if column == 0 and _OPENING.search(label)}
    if before.end >= day or not closing & opening:
        return statement
    year = Duration(start=day.replace(month=1, day=1), end=day)
    return replace(statement, columns=(statement.columns[0], replace(statement.columns[1], period=year)))


def _amounts(statement: Statement) -> Iterator[tuple[str, int, Decimal]]:
    """Yield the amounts of a table as first read: label, column, value."""
    for item in statement.items:
        for amount in item.readings[0] if item.readings else ():
            yield plain(item.printed_label), amount.column, amount.value


def parse_span_label(label: str, report: ReportPeriod) -> Duration | None:
    """Return the days that a label names which is nothing but a year or a part of one (2019年, 2024年H1, 2024年3月).

    A year is the whole of it, the report's own year as much of it as the report covers.
    """
    match = _SPAN_LABEL.match(plain(label))
    if match is None:
        return None
    year, part, first, last, month = match.groups()
    if month or first:
        words = f"{year}年{first or month}-{last or month}月"
    elif part:
        words = year + "年" + _HALVES.get(part.upper(), part)
    else:
        words = f"{year}年" if int(year) == report.year else f"{year}年度"
    period = parse_duration_header(words, report)
    return period if isinstance(period, Duration) else None


def _date_spans(statement: Statement, report: ReportPeriod) -> tuple[LineItem, ...]:
    """Give rows that are years their days, where no column has a period and no year is one to come."""
    printing = {amount.column for item in statement.items for reading in item.readings for amount in reading}
    spans = [parse_span_label(item.printed_label, report) for item in statement.items]
    told = [span for span in spans if span is not None]
    dated = any(statement.columns[column].period is not None for column in printing)
    if dated or not told or any(last_day(span) > report.duration.end for span in told):
        return statement.items
    headers = "".join(part for column in statement.columns for part in column.header)
    if _TO_DATE.search(headers) and not _OF_MONTH.search(headers):
        spans = [span and Duration(start=span.end.replace(month=1, day=1), end=span.end) for span in spans]
    return tuple(
        item if span is None else replace(item, period=span) for item, span in zip(statement.items, spans, strict=True)
    )


def _date_words(item: LineItem, report: ReportPeriod) -> LineItem:
    """Give a row the period its label ends with (（本报告期）), or the years up to the report's end it begins with."""
    label = plain(item.printed_label)
    if item.period is not None:
        return item
    if match := _SUFFIX.search(label):
        return replace(item, period=parse_duration_header(match[1], report))
    own = report.duration
    match = _LAST_YEARS.match(label)
    if match is None or own.end.month != _DECEMBER:
        return item
    start = own.start.replace(year=own.end.year - _NUMBERS[match[1]] + 1)
    return replace(item, period=Duration(start=start, end=own.end))


def _date_event(item: LineItem, document: Document, report: ReportPeriod) -> LineItem:
    """Give a row the day it prints in another column (丧失控制权的时点), where it is the last of the report."""
    days = set(_DAY.findall(_text_of(item, document)))
    end = report.duration.end
    is_end = days == {(str(end.year), str(end.month), str(end.day))}
    return replace(item, period=Instant(instant=end)) if is_end and item.period is None else item


def _date_loan(item: LineItem, document: Document, report: ReportPeriod) -> LineItem:
    """Give a loan the year of the day it begins on (起始日), where that is before what the report covers."""
    years = sorted(map(int, _ANY_DAY.findall(_text_of(item, document))))
    if item.period is not None or not years or years[0] >= report.duration.start.year:
        return item
    return replace(item, period=parse_span_label(f"{years[0]}年度", report))


def _text_of(item: LineItem, document: Document) -> str:
    """Return the lines that a row is printed in."""
    lines = {source.line for source in item.sources}
    lines |= {amount.source.line for reading in item.readings for amount in reading}
    return plain("".join(document.lines[line - 1] for line in sorted(lines) if line <= len(document.lines)))


def _date_peer(item: LineItem, below: str, report: ReportPeriod) -> LineItem:
    """Give a row of another company the year in its label, else that of the reports its figures are said to be from."""
    label = plain(item.printed_label)
    if not label or _OWN.match(label) or item.period is not None:
        return item
    if match := _PRINTED_YEAR.search(label):
        return replace(item, period=parse_span_label(match[1] + "年度", report))
    return replace(item, period=_reported(label, below, report))


def _reported(label: str, below: str, report: ReportPeriod) -> Period | None:
    """Return the period of the reports that a peer's figures are from, None where none or several are named.

    Those of one named apart (除甲来源于2022年年报外) are of another year; an average of several years is of none.
    """
    found = _SOURCE.search(below)
    if found is None:
        return None
    named = dict.fromkeys(_REPORT_OF.findall(found["whose"]) or _REPORT_OF.findall(below))
    if len(named) == _MOST_REPORTS and (apart := _EXCEPT.search(below)) is not None and not _PEERS.search(label):
        own = (apart[2], apart[3])
        rest = [each for each in named if each != own]
        named = {own if label in apart["who"] else rest[0]: None}
    if len(named) != 1:
        return None
    (words,) = ("".join(each) for each in named)
    return parse_duration_header(words.replace("年报告", "年度报告"), report)


def _text_below(statement: Statement, document: Document) -> str:
    """Return the lines of text right below a table, up to the next heading or table.

    A note that begins by what it is a note on (注：以上同行业公司……) may stand behind more rows, cut off as a table.
    """
    near: list[str] = []
    notes: list[str] = []
    tables = 0
    for block in document.blocks:
        if isinstance(block, Grid):
            tables += block.line_from > statement.line_to
            continue
        below = block.source.line - statement.line_to
        if below > 0 and tables <= 1 and _NOTE_ON_PEERS.match(plain(block.text)):
            notes.append(plain(block.text))
        if 0 < below <= _NEAR and not tables:
            near.append(plain(block.text))
    return "".join(dict.fromkeys((*near, *notes)))
