"""Recognise what kind of report it is and which period it covers."""

from __future__ import annotations

import re
from collections import Counter

from converter.model.document import Document, Grid, Heading, Paragraph
from converter.recognise.grouping import Group
from converter.recognise.periods import ReportPeriod, parse_last_month, parse_printed_period, parse_report_title, plain
from converter.recognise.rows import read_row
from converter.recognise.tables import is_header_row

_HEAD = 120  # blocks that may hold the title
_LONGEST_TITLE = 60
_HEADER_ROWS = 2
_NEAREST = 6  # blocks above a statement that may print its period
_WHOLE_YEAR = re.compile(r"(20\d\d)年?度?末?")
_YEAR = re.compile(r"(20\d\d)年度?")


def recognise_report_period(document: Document, groups: list[Group]) -> tuple[ReportPeriod, Heading | Paragraph | None]:
    """Return the type and period of a report and the line that is its title.

    A title such as 2023年第一季度报告 says both; the one printed most often wins. An audit report (审计报告) and one
    without title cover the period the statements' own headers and title lines name.
    """
    votes: Counter[ReportPeriod] = Counter()
    titles: dict[ReportPeriod, Heading | Paragraph] = {}
    audit: Heading | Paragraph | None = None
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid) or len(block.text) > _LONGEST_TITLE:
            continue
        if index > _HEAD and votes:
            break
        if (found := parse_report_title(block.text)) is not None:
            weight = 3 if not votes else 1
            votes[found] += weight
            if found not in titles or ("摘要" in block.text and "摘要" not in titles[found].text and index < 20):
                titles[found] = block
        elif audit is None and plain(block.text) in ("审计报告", "审阅报告"):
            audit = block
    if votes and (audit is None or votes.most_common(1)[0][1] > 3):
        best = votes.most_common(1)[0][0]
        return best, titles[best]
    year, month = _period_of_statements(document, groups)
    if audit is None and not groups and _prints_three_years(_headers_of_tables(document), year):
        return ReportPeriod("annual_report", year, 12), None
    return ReportPeriod("audit_report" if audit else "other", year, month), audit


def _period_of_statements(document: Document, groups: list[Group]) -> tuple[int, int]:
    """Return the latest year, and the month it ends with, that headers and lines above the statements name."""
    headers: list[str] = []
    lines: list[str] = []
    for group in groups:
        headers += [cell.text for segment in group.segments for row in segment.header for cell in row[1:]]
        lines += [block.text for block in group.context[-_NEAREST:] if parse_printed_period(block.text) is not None]
    for texts in (headers, lines) if groups else (_headers_of_tables(document),):
        months: set[tuple[int, int]] = set()
        years: set[int] = set()
        for text in {plain(text) for text in texts}:
            if (month := parse_last_month(text)) is not None:
                months.add(month)
            years.update(int(match[1]) for match in _YEAR.finditer(text))
        if months:
            return max(months)
        if years:
            return max(years), 12
    for block in document.blocks[:_HEAD]:
        if not isinstance(block, Grid) and (match := _YEAR.search(plain(block.text))):
            return int(match[1]), 12
    return 1970, 12


def _prints_three_years(headers: list[str], latest: int) -> bool:
    """Tell whether headers name three years on end, as an annual report's key figures do (内容与格式准则第2号)."""
    years = {int(match[1]) for text in headers if (match := _WHOLE_YEAR.fullmatch(plain(text)))}
    return years == {latest, latest - 1, latest - 2}


def _headers_of_tables(document: Document) -> list[str]:
    """Return the header cells of every table, its labels' own left out: what a page without title dates itself by."""
    headers: list[str] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            for cells in block.rows[:_HEADER_ROWS]:
                if len(cells) > 1 and is_header_row(read_row(cells)):
                    headers += [cell.text for cell in cells[1:]]
    return headers
