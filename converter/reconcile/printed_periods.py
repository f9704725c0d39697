"""Tell which periods the header and the row of a cell of a note's table print."""

from __future__ import annotations

import datetime as dt
import re

from converter.model.period import Instant, Period
from converter.model.statement import Statement, StatementKind

_OPENING_AND = re.compile(r"^\s*[期年]初(?:余额|数|金额)?\s*[/／]\s*上")
_TIMES = re.compile("时间|日期")  # headers of labels that are dates of events


def printed_periods(
    statement: Statement, row: int, column: int, *, of_balance: bool = False
) -> tuple[Period | None, Period | None]:
    """Return the periods that header and row of a cell print, None where they print none.

    A header that prints both a day and a period (期初余额/上期发生额) is of the day for balances, the end of that
    period in reports of whole years alone.
    In the discussion a date after the period is that of an event, and so is a label in a column of times (方案披露
    时间).
    """
    of_column, of_row = statement.columns[column].period, statement.items[row].period
    whole, place = statement.period, statement.place
    if of_balance and whole is not None and any(_OPENING_AND.search(part) for part in statement.columns[column].header):
        of_column = Instant(instant=whole.start - dt.timedelta(days=1))
    if statement.kind is not StatementKind.DISCUSSION or whole is None or place is None:
        return of_column, of_row
    if isinstance(of_column, Instant) and of_column.instant > whole.end:
        of_column = None
    if isinstance(of_row, Instant) and (_TIMES.search(place.row_header) or of_row.instant > whole.end):
        of_row = None
    return of_column, of_row
