"""Find the tables of notes that go on with another one below a header that lost the periods.

A table broken at the end of a page may go on below a header that a layout made up: 项目 | 金额 where the table above
prints 本期发生额 and 上期发生额. Which of the years its amounts are of, nothing says. Nor does it where two columns
came into one, so that the totals of both stand one below the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from converter.mapping.note_layout import printing_columns
from converter.mapping.note_members import TOTALS
from converter.model.label import parse_label
from converter.model.statement import Column, Statement, StatementKind

_SAYS_NOTHING = re.compile(r"(?:(?:金额|数额|数值|余额|发生额|数据|数)[一二三四五六\d]?)?")
_FARTHEST = 4  # lines between two pieces, blank ones and the rule below a header
_TWO = 2


def find_undated(statements: Sequence[Statement]) -> frozenset[str]:
    """Return the tables of notes whose amounts are of one of several years, and nothing says of which."""
    notes = [statement for statement in statements if statement.kind is StatementKind.NOTE]
    found = {each.id for each in notes if _is_bare(each) and _has_two_totals(each)}
    for above, below in pairwise(notes):
        if not _goes_on(above, below) or not _is_bare(below):
            continue
        if _counts_periods(above) >= _TWO or above.id in found:
            found.add(below.id)
        elif _is_bare(above) and _headers(above) == _headers(below):
            found.update((above.id, below.id))
    return frozenset(found)


def _goes_on(above: Statement, below: Statement) -> bool:
    """Tell whether nothing is printed between two tables of one note."""
    first, second = above.place, below.place
    if first is None or second is None or not 0 < below.line_from - above.line_to <= _FARTHEST:
        return False
    same = (first.number, first.title, first.section) == (second.number, second.title, second.section)
    return same and first.captions[: len(second.captions)] == second.captions


def _has_two_totals(statement: Statement) -> bool:
    """Tell whether the only column of amounts prints two totals one below the other that differ."""
    printed = [item for item in statement.items if item.readings[0]]
    totals = [item.readings[0][-1].value for item in printed[-_TWO:] if parse_label(item.label).key in TOTALS]
    return len(printing_columns(statement)) == 1 and len(set(totals)) == _TWO


def _is_bare(statement: Statement) -> bool:
    """Tell whether the headers above the amounts of a table say neither when nor what."""
    if any(item.period is not None for item in statement.items):
        return False
    columns = [statement.columns[at] for at in printing_columns(statement)]
    return bool(columns) and all(_says_nothing(column) for column in columns)


def _says_nothing(column: Column) -> bool:
    return column.period is None and bool(column.header) and bool(_SAYS_NOTHING.fullmatch(column.measure or ""))


def _counts_periods(statement: Statement) -> int:
    return len({repr(column.period) for column in statement.columns if column.period is not None})


def _headers(statement: Statement) -> tuple[tuple[str, ...], ...]:
    return tuple(column.header for column in statement.columns)
