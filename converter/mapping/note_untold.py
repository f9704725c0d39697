"""Find the columns and rows of a note's table whose words do not tell what, or of which day, their amounts are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from converter.mapping.note_layout import Path, printing_columns, prints
from converter.mapping.note_measures import OWN, Measure
from converter.model.label import parse_label
from converter.model.mapped import CellRole
from converter.model.period import Duration, Instant
from converter.model.statement import Column, LineItem, NotePlace, PrintedAmount, Statement

_NO_RATIO = 1000  # percent: what is more, and printed without a sign, is an amount
# The day a company came or went, which is none the report is drawn up at.
_EVENT_DAY = re.compile("(?:购买|合并|取得|处置|交割)日(?!期)|[丧失]失?(?:去)?控制权(?:之日|日|时)")
_GONE = re.compile("注销.{0,4}(?:子公司|企业|公司)|不再.{0,4}(?:成为|纳入|是|作为).{0,6}(?:子公司|合并)")
_CHART = re.compile("方框图")  # of who holds the company, and by whom these are held
_HELD = re.compile("持股|表决权|权益比例|享有")
_OF_WHICH = "其中"
_YEAR = re.compile(r"(?P<year>\d{4})年度?")
_CLOSES = re.compile("^[期年]末(?:余额|数)$")
_ROW_DAY = re.compile(r"^(?:调整[前后])?(?:(?P<opening>上[年期][年期]?度?末|[年期]初)|本?[年期]末)(?=.{2})")


def is_torn(column: Column, kind: str, amounts: Iterable[PrintedAmount]) -> bool:
    """Tell whether amounts stand below the header of a ratio: no % is printed with it, and one is in thousands."""
    amounts = list(amounts)
    if kind != "percent" or any(amount.percent for amount in amounts):
        return False
    printed = any(sign in part for part in column.header for sign in "%％")
    return not printed and any(abs(amount.value) >= _NO_RATIO for amount in amounts)


def without_lost_blocks(rows: Sequence[Path], measures: Sequence[Measure | None]) -> list[Measure | None]:
    """Return the measures of rows without those below a block (二、累计折旧) in none: its heading was lost."""
    blocks = (row for row, each in enumerate(measures) if each and each.component and len(rows[row]) > 1)
    first = min(blocks, default=len(measures))
    return [
        None if row > first and each is not None and _is_of_block(each) else each for row, each in enumerate(measures)
    ]


def without_slipped_blocks(statement: Statement, measures: Sequence[Measure | None]) -> list[Measure | None]:
    """Return the measures of rows without those of a block whose last row is blank where the heading below it prints.

    Labels stand a row above their amounts there, from the first blank row on: all but the opening balance.
    """
    found = list(measures)
    heads = {item.parent for item in statement.items}
    for number, (above, head) in enumerate(pairwise(statement.items), 1):
        ends = above.parent is not None and _CLOSES.match(parse_label(above.printed_label).key) and not prints(above)
        if ends and number in heads and head.parent is None and prints(head) and above.parent is not None:
            found[above.parent + 2 : number] = [None] * (number - above.parent - 2)
    return found


def _is_of_block(measure: Measure) -> bool:
    return not measure.component and measure.role not in {CellRole.NET, None}


def without_other_days(
    statement: Statement, place: NotePlace, measures: Sequence[Measure | None], period_type: Callable[[Measure], str]
) -> list[Measure | None]:
    """Return the measures of columns without those of a day that is not printed.

    So are amounts of the day a company was acquired or control of it lost, where no row prints it, and the holding in
    one no longer held, or the one of a chart of holders. What is of a period under one header is nothing of a day under
    another (期初/本期/期末被授予的数量). Where another year is a heading among the rows, all of them may be of it.
    """
    if _is_of_another_year(statement):
        return [None] * len(measures)
    about = "".join((*place.captions, *(part for column in statement.columns for part in column.header)))
    is_gone = _GONE.search(about) is not None or _CHART.search(about) is not None
    dated = all(isinstance(item.period, Instant) for item in statement.items if any(item.readings))
    flows = {
        measure.concepts
        for measure, column in zip(measures, statement.columns, strict=True)
        if measure is not None and isinstance(column.period, Duration) and period_type(measure) == "duration"
    }
    found: list[Measure | None] = []
    for measure, column in zip(measures, statement.columns, strict=True):
        if measure is None:
            found.append(None)
            continue
        words, own = "".join(column.header), measure.concepts == (OWN,)
        is_flow = not own and period_type(measure) == "duration" and "至期末" not in words
        other_day = column.period is None and not dated and _EVENT_DAY.search(words) is not None and not is_flow
        held = is_gone and column.period is None and _HELD.search(words) is not None
        of_flow = isinstance(column.period, Instant) and not own and measure.concepts in flows
        found.append(None if other_day or held or of_flow else measure)
    return found


def _is_of_another_year(statement: Statement) -> bool:
    """Tell whether a year not the report's is all a header says, above no amount, and no other header says one."""
    years = [(at, match) for at, each in enumerate(statement.columns) if (match := _YEAR.search("".join(each.header)))]
    if len(years) != 1 or statement.period is None:
        return False
    ((at, match),) = years
    alone = match[0] == "".join(statement.columns[at].header) and at not in printing_columns(statement)
    return alone and int(match["year"]) != statement.period.end.year


def with_day_of_row(measure: Measure | None, item: LineItem, items: Sequence[LineItem] = ()) -> Measure | None:
    """Return the plain amount of a row whose label begins with its day (期末未分配利润) as the balance of that day.

    What is part of such a row (其中：留存收益) is of its day; ``items`` are the rows that it may be part of.
    """
    whole = items[item.parent] if items and item.parent is not None and item.prefix == _OF_WHICH else item
    match = _ROW_DAY.match(parse_label(whole.printed_label).key)
    if measure is None or match is None or measure.concepts != (OWN,) or measure.role is not CellRole.AMOUNT:
        return measure
    return replace(measure, role=CellRole.OPENING if match["opening"] else CellRole.CLOSING)
