"""Tell how a note's table is laid out: whether measures run down its rows, and which of them belong together."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from converter.mapping.note_captions import without_dates
from converter.mapping.note_measures import OWN, Measure, MeasureBook
from converter.mapping.note_subjects import Subject
from converter.model.label import parse_label
from converter.model.mapped import AT_A_DATE, CellRole
from converter.model.period import Instant, Period, last_day
from converter.model.statement import LineItem, PrintedAmount, Statement

Path = tuple[str, ...]
_GROSS = "GrossMember"
_RELEASES = frozenset({"ReversalDuringPeriod", "ReleaseDuringPeriod", "ReversalOrReleaseDuringPeriod"})
_PLAIN_BALANCE = "余额"  # what a row means that prints a date alone
_FEW = 3  # measures that only one subject has: enough to say that they run down the rows
_TOTAL = frozenset({"", "合计", "总计", "小计"})
_ORDINAL = re.compile(r"[(（]?\d{1,2}[)）.．、]")


def prints(item: LineItem) -> bool:
    """Tell whether a row prints a number."""
    return any(item.readings)


def amounts_of(statement: Statement) -> Iterator[tuple[int, PrintedAmount]]:
    """Yield the amounts of a table by row, as its first readings place them."""
    for row, item in enumerate(statement.items):
        for amount in item.readings[0] if item.readings else ():
            yield row, amount


def printing_columns(statement: Statement) -> frozenset[int]:
    """Return the columns that an amount stands in, in any of the readings of its row."""
    return frozenset(amount.column for item in statement.items for reading in item.readings for amount in reading)


def column_paths(statement: Statement) -> tuple[Path, ...]:
    """Return what each column's header says besides the period, outermost first."""
    return tuple(
        tuple(part for part in (column.measure or "").split("/") if parse_label(part).key)
        for column in statement.columns
    )


def row_paths(statement: Statement) -> tuple[Path, ...]:
    """Return each row's label behind those it is nested under, outermost first.

    What stands without a number after numbered parts that are the whole is beside it (3.本期减少 (1)处置 外币折算差额).
    """
    paths: list[Path] = []
    for row, item in enumerate(statement.items):
        above = paths[item.parent] if item.parent is not None and item.parent < len(paths) else ()
        above = above[:-1] if _is_beside(statement, row) else above
        is_dated = isinstance(item.period, Instant)
        words = (without_dates(item.printed_label) or _PLAIN_BALANCE) if is_dated else item.printed_label
        paths.append((*above, words))
    return tuple(paths)


def _is_beside(statement: Statement, row: int) -> bool:
    """Tell whether a row adds something to a whole that the numbered rows between them already are."""
    item = statement.items[row]
    if item.parent is None or item.parent >= row or _ORDINAL.match(item.printed_label):
        return False
    whole, own = _by_column(statement.items[item.parent]), _by_column(item)
    parts = [each for each in statement.items[item.parent + 1 : row] if each.parent == item.parent]
    if not whole or not any(own.values()) or not all(_ORDINAL.match(each.printed_label) for each in parts):
        return False
    sums: dict[int, Decimal] = {}
    for each in parts:
        for column, amount in _by_column(each).items():
            sums[column] = sums.get(column, Decimal()) + amount
    is_numbered = _ORDINAL.match(statement.items[item.parent].printed_label) is not None
    return is_numbered and bool(parts) and all(sums.get(column, 0) == amount for column, amount in whole.items())


def _by_column(item: LineItem) -> dict[int, Decimal]:
    return {amount.column: amount.value for amount in (item.readings[0] if item.readings else ())}


def is_transposed(
    statement: Statement, columns: Sequence[Path], rows: Sequence[Path], book: MeasureBook, subject: Subject
) -> bool:
    """Tell whether measures run down the rows (期初余额, 本期增加, …) and members across.

    So it is where most rows with numbers are known measures, one of a balance or of a day at least or each one that
    only this subject has, and the columns are not.
    """
    printing = [path for path, item in zip(rows, statement.items, strict=True) if prints(item)]
    known = [measure for path in printing if (measure := book.find(path, subject)) is not None]
    is_dated = any(isinstance(item.period, Instant) and prints(item) for item in statement.items)
    if len(known) < 2:
        return False
    if 2 * len(known) <= len(printing):
        return _opens_and_closes(printing, book, subject) and not any(columns)
    own = {measure.concepts for measure in known if not measure.generic and OWN not in measure.concepts}
    is_dated = is_dated or any(measure.role in AT_A_DATE or measure.opening for measure in known)
    if not is_dated and len(own) < max(len(known), _FEW):
        return False
    used = printing_columns(statement)
    heads = [path for number, path in enumerate(columns) if number in used]
    named = [path for path in heads if path and parse_label(path[-1]).key not in _TOTAL]
    return sum(book.find(path, subject) is not None for path in named) * 2 < max(len(named), 1)


def _opens_and_closes(rows: Sequence[Path], book: MeasureBook, subject: Subject) -> bool:
    """Tell whether the first row is the opening balance and the last the closing one (设定受益计划义务现值)."""
    first, last = book.find(rows[0], subject), book.find(rows[-1], subject)
    return first is not None and last is not None and first.role is CellRole.OPENING and last.role is CellRole.CLOSING


def settle_balances(
    measures: Sequence[Measure | None], periods: Sequence[Period | None], net: str
) -> list[Measure | None]:
    """Say which plain balance of a roll-forward is the opening one and which the closing one, by their dates.

    One whose header says that it is the carrying amount (期初余额（账面价值）) stays ``net`` of all components.
    """
    settled = list(measures)
    if not any(measure is not None and measure.is_movement for measure in measures):
        return settled
    plain = [
        (period.instant, number)
        for number, (measure, period) in enumerate(zip(measures, periods, strict=True))
        if isinstance(period, Instant) and measure is not None and measure.concepts == (OWN,) and _is_plain(measure)
    ]
    dates = {date for date, _ in plain}
    if len(dates) > 1:
        for date, number in plain:
            measure = settled[number]
            role = {min(dates): CellRole.OPENING, max(dates): CellRole.CLOSING}.get(date)
            if measure is not None and role is not None:
                component = net if measure.role is CellRole.NET else measure.component
                settled[number] = replace(measure, role=role, component=component)
    return settled


def settle_components(measures: Sequence[Measure | None], allowance: str, *, is_asset: bool) -> list[Measure | None]:
    """Say which component a roll-forward is about whose movements alone tell it: 转回或转销 is of an ``allowance``.

    Only an asset has components; what a liability moves by (转回) is that of the whole.
    """
    told = {measure.component for measure in measures if measure is not None and measure.is_movement}
    own = {measure.component for measure in measures if measure is not None and OWN in measure.concepts}
    if is_asset:
        measures = _with_gross(measures)
    else:
        return [replace(each, component="") if each is not None and each.is_movement else each for each in measures]
    told.discard("")
    if not told and any(_is_release(measure) for measure in measures):
        told = {allowance}
    if len(told) != 1 or own != {""}:
        return list(measures)
    (component,) = told
    return [
        replace(each, component=component) if each is not None and each.takes_component else each for each in measures
    ]


def settle_impaired(statement: Statement, measures: Sequence[Measure | None], gross: str) -> list[Measure | None]:
    """Say that a roll-forward is of ``gross`` amounts where what is fully impaired stands among them.

    Beside 减值准备期末余额 the plain 期末余额 may be either. Where one is its whole impairment, and none is less,
    net amounts would be nil there.
    """
    settled = list(measures)
    own = [(at, each) for at, each in enumerate(measures) if each is not None and OWN in each.concepts]
    plain = [at for at, each in own if not each.component and each.role is not CellRole.NET]
    closing = [at for at in plain if (each := measures[at]) is not None and each.role is CellRole.CLOSING]
    taken_off = [at for at, each in own if each.component and _is_at_end(each)]
    if len(closing) != 1 or len(taken_off) != 1 or len(plain) + 1 != len(own):
        return settled
    pairs = [
        (row[closing[0]], row[taken_off[0]])
        for row in map(_by_column, statement.items)
        if row.keys() >= {closing[0], taken_off[0]}
    ]
    if all(whole >= off for whole, off in pairs) and any(whole == off != 0 for whole, off in pairs):
        moving = [at for at, each in enumerate(measures) if each is not None and each.is_movement]
        for at in (*plain, *moving):
            each = settled[at]
            settled[at] = replace(each, component=gross) if each is not None and each.takes_component else each
    return settled


def _is_at_end(measure: Measure) -> bool:
    return measure.role in {CellRole.CLOSING, CellRole.ALLOWANCE}


def _is_release(measure: Measure | None) -> bool:
    """Tell whether a movement is what an allowance is reversed or released by."""
    return measure is not None and any(name.partition(":")[2] in _RELEASES for name in measure.concepts)


def _with_gross(measures: Sequence[Measure | None]) -> Sequence[Measure | None]:
    """Say that the plain balance before an allowance is the gross amount, where no column is that or the net one.

    One that stands only after what is taken off (减：坏账准备, 合计) is none.
    """
    own = [measure for measure in measures if measure is not None and OWN in measure.concepts]
    roles = [measure.role for measure in own]
    allowances = [measure for measure in own if measure.role is CellRole.ALLOWANCE]
    moves = any(measure is not None and measure.is_movement for measure in measures)
    if not allowances or moves or set(roles) != {CellRole.ALLOWANCE, CellRole.AMOUNT} or own[0] in allowances:
        return measures
    if roles.count(CellRole.AMOUNT) != len(allowances) or any(each.component for each in own if each not in allowances):
        return measures
    gross = f"{allowances[0].component.partition(':')[0]}:{_GROSS}"
    return [
        replace(each, component=gross, role=CellRole.GROSS) if each in own and each not in allowances and each else each
        for each in measures
    ]


def _is_plain(measure: Measure) -> bool:
    return measure.role in {CellRole.AMOUNT, CellRole.GROSS, CellRole.ALLOWANCE, CellRole.NET}


def column_groups(statement: Statement, measures: Sequence[Measure | None]) -> tuple[int, ...]:
    """Count off the columns that belong together: those of one period; in a roll-forward all up to the next opening."""
    if any(measure is not None and measure.is_movement for measure in measures):
        return _roll_forward_groups(measures)
    numbers: dict[dt.date | None, int] = {}
    days = [last_day(column.period) if column.period else None for column in statement.columns]
    return tuple(numbers.setdefault(day, len(numbers)) for day in days)


def row_groups(statement: Statement, rows: Sequence[Path], measures: Sequence[Measure | None]) -> tuple[int, ...]:
    """Count off the rows that belong together: those of a block (一、账面原值), else up to the next opening balance."""
    if all(len(path) == 1 for path in rows):
        return _roll_forward_groups(measures)
    numbers: dict[int, int] = {}
    tops: list[int] = []
    for row, item in enumerate(statement.items):
        tops.append(row if item.parent is None or item.parent >= row else tops[item.parent])
    return tuple(numbers.setdefault(top, len(numbers)) for top in tops)


def _roll_forward_groups(measures: Sequence[Measure | None]) -> tuple[int, ...]:
    group, begun, groups = 0, False, []
    for measure in measures:
        if measure is not None and (measure.role is CellRole.OPENING or measure.opening):
            group += begun
            begun = True
        groups.append(group)
    return tuple(groups)


def without_title_amounts(statement: Statement, measures: Sequence[Measure | None]) -> list[Measure | None]:
    """Return the measures of rows without those of titles (三、减值准备) of blocks with a closing balance."""
    closing = (measure is not None and measure.role is CellRole.CLOSING for measure in measures)
    titles = {item.parent for item, closes in zip(statement.items, closing, strict=True) if closes}
    return [None if row in titles else measure for row, measure in enumerate(measures)]
