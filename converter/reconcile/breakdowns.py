"""Add up what a table prints apart: the members of a dimension up to their total, the quarters up to the year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from converter.model.statement import StatementKind
from converter.reconcile.cells import FactKey, Table
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.trials import Trial

_SUBTOTAL = re.compile(r"(?:合计|总计|小计)$")
_KIND_OF_REVENUE = ":RevenueKindAxis"


def breakdown_trials(tables: Iterable[Table], book: FactBook) -> Iterator[Trial]:
    """Yield a trial for each amount column and axis of a table whose rows are members.

    The total is the row that is a member of nothing (营业收入合计), or one of the principal operations alone (合计).
    """
    for table in tables:
        if table.statement.kind is StatementKind.DISCUSSION and table.statement.place is None:
            for column in range(len(table.statement.columns)):
                yield from _column_trials(table, column, book)


def quarter_trials(book: FactBook) -> Iterator[Trial]:
    """Yield a trial for each amount of a year whose four quarters are printed too."""
    for key, year in book.plain.items():
        if key.start is None or not key.unit.startswith("iso4217") or "/" in key.unit:
            continue
        if (key.start.month, key.start.day, key.end.month, key.end.day) != (1, 1, 12, 31):
            continue
        quarters = [book.plain.get(key._replace(start=start, end=end)) for start, end in _quarters(key.end.year)]
        printed = [quarter for quarter in quarters if quarter is not None]
        if len(printed) == len(quarters):
            yield Trial("quarters", printed[0].cells[0].table, ((year, 1), *((quarter, -1) for quarter in printed)))


def _quarters(year: int) -> list[tuple[dt.date, dt.date]]:
    day = dt.timedelta(days=1)
    starts = [dt.date(year, month, 1) for month in (1, 4, 7, 10)] + [dt.date(year + 1, 1, 1)]
    return [(start, after - day) for start, after in pairwise(starts)]


def _column_trials(table: Table, column: int, book: FactBook) -> Iterator[Trial]:
    whole: Draft | None = None
    axes: dict[str, list[Draft]] = {}
    parted: set[str] = set()
    for row in range(len(table.items)):
        key = table.key(row, column)
        if not isinstance(key, FactKey) or not key.unit.startswith("iso4217"):
            continue
        draft = book.plain.get(key)
        if draft is None or not any(cell.table == table.number and cell.row == row for cell in draft.cells):
            continue
        axis, member = key.typed[0] if key.typed else ("", "")
        if not axis or axis.endswith(_KIND_OF_REVENUE):
            whole = draft
        elif _SUBTOTAL.search(member):
            parted.add(axis)
        else:
            axes.setdefault(axis, []).append(draft)
    for axis, members in axes.items():
        # Where subtotals stand between the members, what each adds up is not printed.
        if whole is not None and axis not in parted:
            yield _trial(table, whole, members)


def _trial(table: Table, total: Draft, members: list[Draft]) -> Trial:
    return Trial("breakdown", table.number, ((total, 1), *((member, -1) for member in members)))
