from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from reconcile_sample import line_item

from converter.model.document import Block, Cell, Document, Grid, Paragraph
from converter.model.period import Duration, Instant, Period
from converter.model.source import Source
from converter.model.statement import Column, NotePlace, PrintedAmount, Scope, Statement, StatementKind
from converter.recognise.note_dated_rows import date_rows, parse_span_label
from converter.recognise.periods import ReportPeriod

REPORT = ReportPeriod("annual_report", 2023, 12)
SOURCE = Source(line=1, start=0, end=1, text="1")
DOCUMENT = Document("a.md", "0", "utf-8", "text/markdown", (), ())


def days(year: int, first: int = 1, last: int = 12) -> Duration:
    end = dt.date(year + last // 12, last % 12 + 1, 1) - dt.timedelta(days=1)
    return Duration(start=dt.date(year, first, 1), end=end)


def table(labels: list[str], header: str, *captions: str, period: Period | None = None) -> Statement:
    items = []
    for number, label in enumerate(labels, 1):
        source = Source(line=number, start=0, end=1, text="1")
        items.append(line_item(label, ((PrintedAmount(0, 1, 0, source),),), number))  # type: ignore[arg-type]
    return Statement(
        "note-1",
        StatementKind.DISCUSSION,
        Scope.CONSOLIDATED,
        "",
        1,
        len(labels),
        0,
        "CNY",
        (Column(("金额",), period, None, ""),),
        tuple(items),
        place=NotePlace("", "经营情况", "", captions, header),
        period=REPORT.duration,
    )


def periods(statement: Statement, below: str = "") -> list[Period | None]:
    line = statement.line_to + 2
    blocks: tuple[Block, ...] = (Paragraph(below, Source(line=line, start=0, end=len(below), text=below)),)
    document = Document("a.md", "0", "utf-8", "text/markdown", (), blocks if below else ())
    return [item.period for item in date_rows(statement, document, REPORT).items]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2019年", days(2019)),
        ("2022年度", days(2022)),
        ("2023年H1", days(2023, 1, 6)),
        ("2023年1-2月", days(2023, 1, 2)),
        ("2023年3月", days(2023, 3, 3)),
        ("2023年第三季度", days(2023, 7, 9)),
        ("2019年以前", None),
    ],
)
def test_a_label_may_be_a_period(label: str, expected: Period | None) -> None:
    assert parse_span_label(label, REPORT) == expected


def test_rows_that_are_years_are_of_those_years() -> None:
    assert periods(table(["2022年", "2023年", "合计"], "年份")) == [days(2022), days(2023), None]


def test_years_are_no_periods_where_columns_have_theirs_where_they_are_to_come_or_expire() -> None:
    assert periods(table(["2022年", "2023年"], "年份", period=days(2023))) == [None, None]
    assert periods(table(["2023年", "2024年"], "年份")) == [None, None]
    assert periods(table(["2022年", "2023年"], "年份", "可抵扣亏损将于以下年度到期")) == [None, None]
    assert periods(table(["2022年", "2023年"], "项目")) == [None, None]


def test_peers_are_of_the_year_of_the_reports_named_below() -> None:
    peers = table(["甲药业", "同行业平均研发投入金额", "公司报告期内研发投入"], "同行业可比公司")
    below = "注：上述表格中同行业公司数据来源于该公司2022年年度报告。"
    assert periods(peers, below) == [days(2022), days(2022), None]
    assert periods(peers) == [None, None, None]


def test_a_note_on_peers_may_stand_behind_the_rows_that_were_cut_off() -> None:
    peers = table(["甲药业"], "同行业可比公司")
    rest = Grid(((Cell("乙药业", SOURCE), Cell("1.00", SOURCE)),), 3, 4)
    note = "注：以上同行业公司2023年年报尚未完全披露，数据来源于2022年年报。"
    cut = Paragraph("3.00", Source(line=2, start=0, end=4, text="3.00"))
    blocks: tuple[Block, ...] = (cut, rest, Paragraph(note, Source(line=30, start=0, end=len(note), text=note)))
    document = Document("a.md", "0", "utf-8", "text/markdown", (), blocks)
    assert [item.period for item in date_rows(peers, document, REPORT).items] == [days(2022)]


def test_a_peer_of_another_year_is_told_apart_and_the_average_of_both_is_of_none() -> None:
    peers = table(["甲药业", "乙药业", "同行业平均研发投入金额"], "同行业可比公司")
    below = "注：1、以上同行业公司数据除乙药业来源于2022年年报外，其余公司数据来源于公司2023年年报。"
    assert periods(peers, below) == [days(2023), days(2022), None]


def test_a_label_may_end_with_its_period() -> None:
    assert periods(table(["利润总额_本报告期"], "项目名称")) == [days(2023)]


def test_the_day_control_was_lost_is_that_of_its_row_where_the_row_prints_the_report_s_last() -> None:
    sold = table(["甲公司", "乙公司"], "子公司名称")
    heads = (Column(("丧失控制权之日剩余股权的账面价值",), None, None, ""),)
    document = Document("a.md", "0", "utf-8", "text/markdown", ("甲公司2023年12月31日1", "乙公司2023年6月30日1"), ())
    dated = date_rows(dataclasses.replace(sold, columns=heads), document, REPORT)
    assert [item.period for item in dated.items] == [Instant(instant=dt.date(2023, 12, 31)), None]


@pytest.mark.parametrize(("opening", "expected"), [(7, days(2022)), (8, days(2022, 1, 6))])
def test_profits_rolled_forward_from_a_year_are_of_all_of_it(opening: int, expected: Duration) -> None:
    half = table([], "项目")
    rows = [("调整前上期末未分配利润", opening, 3), ("期末未分配利润", 9, 7)]
    items = tuple(
        line_item(
            label, (tuple(PrintedAmount(at, Decimal(each), 0, SOURCE) for at, each in enumerate(values)),), number
        )
        for number, (label, *values) in enumerate(rows, 1)
    )
    columns = Column(("本期",), days(2023, 1, 6), None, ""), Column(("上期",), days(2022, 1, 6), None, "")
    dated = date_rows(dataclasses.replace(half, items=items, columns=columns), DOCUMENT, REPORT)
    assert dated.columns[1].period == expected


def test_rows_of_the_last_years_cover_them() -> None:
    three = Duration(start=dt.date(2021, 1, 1), end=dt.date(2023, 12, 31))
    labels = ["最近三个会计年度累计现金分红金额", "最近一个会计年度净利润", "现金分红金额"]
    assert periods(table(labels, "", "最近三个会计年度现金分红情况")) == [three, days(2023), None]


def test_a_month_of_what_is_accumulated_is_that_of_the_year_up_to_its_end() -> None:
    made = table(["2023年1-2月", "2023年3月"], "时间")
    of_months = dataclasses.replace(made, columns=(dataclasses.replace(made.columns[0], header=("累计产量",)),))
    assert periods(of_months) == [days(2023, 1, 2), days(2023, 1, 3)]
    assert periods(made) == [days(2023, 1, 2), days(2023, 3, 3)]


def test_a_loan_that_began_before_the_report_is_of_the_year_it_began_in() -> None:
    lent = table(["甲公司", "乙公司", "丙公司"], "关联方")
    heads = Column(("拆借金额",), None, None, ""), Column(("起始日",), None, None, "")
    printed = ("甲公司12021-09-142023-12-15", "乙公司12023/1/52024/1/4", "丙公司1——")
    document = Document("a.md", "0", "utf-8", "text/markdown", printed, ())
    dated = date_rows(dataclasses.replace(lent, columns=heads), document, REPORT)
    assert [item.period for item in dated.items] == [days(2021), None, None]
