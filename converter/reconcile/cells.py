"""Place printed amounts: which fact each cell of each statement would be, in exact integers.

FactKey      what makes two printed amounts the same fact
PrintedCell  one amount in its place, its value an integer of 10**-places
Table        one statement with its mapping; tells the key of any of its cells
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from converter.model.mapped import MappedCell, MappedItem, MappedReport, MappedTable
from converter.model.period import Duration, Instant, Period, last_day
from converter.model.source import Source
from converter.model.statement import LineItem, PrintedAmount, Reading, Scope, Statement
from converter.reconcile.kinds import Kinds
from converter.reconcile.printed_periods import printed_periods
from converter.reconcile.printed_units import (
    columns_of_whole_numbers,
    is_of_other_unit,
    printed_currency,
    prints_growth,
)
from converter.taxonomy import Taxonomy

_UNSCALED = frozenset({"per_share", "pure", "percent"})
# What the measure of a column says it prints: a rate of change, or figures before a restatement.
_RATE = re.compile("增减|增长|变动|变化|同比|环比|[%％]")
_SAME_DAYS = re.compile("[上去]年同期|上期同期")
_PREVIOUSLY_STATED = "调整前"
_RATIOS = frozenset({"pure", "percent"})
_LEAST_AMOUNT = 100_000  # no ratio in per cent is as large as this; an amount that slipped into its column is


class FactKey(NamedTuple):
    """Say what a fact is about; ``start`` is None for an instant, ``member`` None for the total of equity.

    ``previously_stated`` marks figures before a restatement (调整前). ``typed`` pairs typed axes with their members;
    in tables of the notes also explicit axes, sorted by axis.
    """

    concept: str
    start: dt.date | None
    end: dt.date
    unit: str
    scope: Scope
    member: str | None
    previously_stated: bool = False
    typed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """Hold one printed amount as a candidate fact.

    ``value`` is in full units times 10**places; ``half`` is half of the last printed digit in the same measure.
    """

    table: int
    row: int
    column: int
    key: FactKey
    value: int
    half: int
    decimals: int
    source: Source


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Say why an amount in a place can be no fact, in Chinese and English."""

    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.en} / {self.zh}"


NO_CONCEPT = Misplaced("所在行没有对应的概念", "its row has no concept")
NO_PERIOD = Misplaced("所在列没有可识别的期间", "its column has no recognised period")
NO_DAY = Misplaced(
    "时点项目位于上年同期列中，没有印出是哪一天",
    "a balance stands in a column of last year's same days: its own day is not printed",
)
NO_DURATION = Misplaced("期间项目位于时点列中", "an item of a period stands in a column of a date")
OTHER_MEASURE = Misplaced(
    "所在列不是金额（如增减比例）", "its column prints no amounts (a rate of change, for instance)"
)
NO_UNIT = Misplaced("表中金额的单位没有印出", "the unit of the table's amounts is printed nowhere")
NO_MEASURE = Misplaced(
    "表头和行名没有说明数字是什么或以什么为单位", "neither header nor label says what it measures, or in which unit"
)
TOO_LARGE = Misplaced("数值过大，不可能是比例", "too large a number for a ratio")
OTHER_UNIT = Misplaced("行名或表头所印的单位不是该项目的单位", "label or header prints another unit than the item's")
PERCENT = Misplaced("金额项目印为百分比", "a percentage is printed for an item that is an amount")


@dataclass(slots=True)
class Table:
    """Hold one statement with its mapping; ``number`` is its place among the statements.

    ``negated`` are the cells that print their amounts with the opposite sign (note_signs.py).
    """

    number: int
    statement: Statement
    items: tuple[MappedItem, ...]
    members: tuple[str | None, ...] | None
    default_member: str | None
    kinds: Kinds
    places: int
    measures: tuple[str | None, ...] | None = None
    row_members: tuple[tuple[tuple[str, str], ...], ...] = ()
    mapped: MappedTable | None = None
    negated: frozenset[tuple[int, int]] = frozenset()
    _keys: dict[tuple[int, int], FactKey | Misplaced] = field(default_factory=dict)
    _whole: frozenset[int] | None = None

    def key(self, row: int, column: int) -> FactKey | Misplaced:
        """Return what an amount in this place would be, or why it can be no fact."""
        at = (row, column)
        found = self._keys.get(at)
        if found is None:
            make = self._make_key if self.mapped is None else self._make_note_key
            found = self._keys[at] = make(row, column)
        return found

    def _make_key(self, row: int, column: int) -> FactKey | Misplaced:
        item = self.items[row]
        heading = self.statement.columns[column]
        concept, period = self.measures[column] if self.measures else item.concept, heading.period
        if concept is None:
            return NO_CONCEPT
        previously_stated = False
        named: tuple[tuple[str, str], ...] = ()
        if heading.measure is not None and not self.measures:
            if _RATE.search(heading.measure):
                if (rate := self.kinds.rate_of(concept)) is None:
                    return OTHER_MEASURE
                (concept, named), period = rate, period or self._period_changed(column)
            elif _PREVIOUSLY_STATED in heading.measure:
                previously_stated = True
            else:
                return OTHER_MEASURE
        if period is None:
            return NO_PERIOD
        kind, period_type = self.kinds.by_concept[concept]
        start: dt.date | None = None
        if isinstance(period, Instant):
            if period_type == "duration":
                return NO_DURATION
            end = period.instant
        elif period_type == "duration":
            start, end = period.start, period.end
        elif item.opening:
            end = period.start - dt.timedelta(days=1)
        elif heading.measure is None and _is_of_last_year(heading.header, period):
            return NO_DAY  # balances are compared with those at the end of last year: their header was lost
        else:
            end = period.end
        member = self.members[column] if self.members else None
        if member == self.default_member:
            member = None
        typed = (*(self.row_members[row] if self.row_members else ()), *named)
        return FactKey(concept, start, end, self._unit(kind), self.statement.scope, member, previously_stated, typed)

    def _make_note_key(self, row: int, column: int) -> FactKey | Misplaced:
        """Return what an amount in a table of the notes would be, as its mapped cell says."""
        assert self.mapped is not None
        cell = self.mapped.cells[row][column]
        if cell is None:
            return NO_MEASURE
        kind, period_type = self.kinds.by_concept[cell.concept]
        period = self._note_period(cell, row, column, period_type)
        if isinstance(period, Misplaced):
            return period
        start, end = (None, period.instant) if isinstance(period, Instant) else (period.start, period.end)
        unit = cell.unit or self._unit(kind)
        if kind == "monetary" and (
            named := printed_currency(self.statement.items[row].printed_label, self.kinds.currencies)
        ):
            unit = f"iso4217:{named}"
        return FactKey(cell.concept, start, end, unit, self.statement.scope, None, typed=cell.dimensions)

    def _note_period(self, cell: MappedCell, row: int, column: int, period_type: str) -> Period | Misplaced:
        """Return the period of a cell: its column's, else its row's, else the one its note is about.

        A date of the header is that of a balance, whatever its role; the balance of a period is at its end, or, an
        opening one, a day before its start. An amount of a period under a date is that of the period that ends then.
        """
        own = printed_periods(self.statement, row, column, of_balance=period_type == "instant")
        given = [period for period in (*own, self.statement.period) if period is not None]
        if not given:
            return NO_PERIOD
        if period_type == "instant":
            dates = [period for period in own if isinstance(period, Instant)]
            if dates:
                return dates[0]
            span = next(period for period in given if isinstance(period, Duration))
            return Instant(instant=span.start - dt.timedelta(days=1) if cell.opening else span.end)
        spans = [period for period in own if isinstance(period, Duration)]
        if spans:
            return spans[0]
        whole = self.statement.period
        date = next((period.instant for period in own if isinstance(period, Instant)), None)
        if whole is None:
            return NO_DURATION
        if date is None or date == whole.end:
            return whole
        before = _period_before(whole)
        return before if before is not None and date == before.end else NO_DURATION

    def _period_changed(self, column: int) -> Period | None:
        """Return the period a rate of change is about: the latest to the left of its column, the nearest of equals."""
        found: Period | None = None
        for heading in self.statement.columns[:column]:
            if heading.period is not None and (found is None or last_day(heading.period) >= last_day(found)):
                found = heading.period
        return found

    def _unit(self, kind: str) -> str:
        if kind == "monetary":
            return f"iso4217:{self.statement.currency}"
        if kind == "per_share":
            return f"iso4217:{self.statement.currency}/xbrli:shares"
        return "xbrli:shares" if kind == "shares" else "xbrli:pure"

    def cell(self, row: int, amount: PrintedAmount) -> PrintedCell | Misplaced:
        """Return the candidate fact of an amount, its value in full units, exact."""
        if isinstance(key := self.key(row, amount.column), Misplaced):
            return key
        kind = self.kinds.by_concept[key.concept][0]
        if amount.percent and kind not in _RATIOS:
            return PERCENT
        if kind == "percent" and not amount.percent and abs(amount.value) >= _LEAST_AMOUNT:
            return TOO_LARGE
        if self.mapped is None and self.kinds.is_in_points(key.concept) and prints_growth(amount):
            return TOO_LARGE
        if kind == "percent" and self.mapped is not None and amount.column in self._whole_numbers():
            return TOO_LARGE
        item, column = self.statement.items[row], self.statement.columns[amount.column]
        if self.mapped is not None and is_of_other_unit(kind, item.printed_label):
            return OTHER_UNIT
        own = item.presentation_scale if amount.scale is None else amount.scale
        is_told = own is not None or column.presentation_scale is not None
        if kind == "monetary" and not self.statement.unit_printed and not is_told:
            return NO_UNIT
        # Amounts in ten thousands beside them say nothing about numbers of shares: these say so themselves (万股).
        unscaled = kind in _UNSCALED or (kind == "shares" and self.mapped is not None and own is None)
        scale = 0 if unscaled else self.scale(amount.column) if own is None else own
        if kind == "percent" or amount.percent:
            scale = -2
        decimals = amount.decimals - scale
        if kind == "shares" and self.mapped is not None and decimals > 0 and amount.value.scaleb(scale) % 1:
            return OTHER_UNIT  # no number of shares has a fraction
        value = int(amount.value.scaleb(scale + self.places))
        if (row, amount.column) in self.negated:
            value = -value
        return PrintedCell(
            self.number, row, amount.column, key, value, 5 * 10 ** (self.places - decimals - 1), decimals, amount.source
        )

    def _whole_numbers(self) -> frozenset[int]:
        """Return the columns of whole numbers with one too large for a ratio without a fraction."""
        if self._whole is None:
            self._whole = columns_of_whole_numbers(self.statement)
        return self._whole

    def scale(self, column: int) -> int:
        """Return the presentation scale of a column: its own, else the statement's."""
        own = self.statement.columns[column].presentation_scale
        return self.statement.presentation_scale if own is None else own

    def line_item(self, row: int) -> LineItem:
        """Return a row as printed."""
        return self.statement.items[row]

    def is_matrix(self) -> bool:
        """Tell a statement of changes in equity, where a blank means zero."""
        return self.members is not None


@dataclass(frozen=True, slots=True)
class Placement:
    """Hold where the amounts of one row stand.

    ``amounts`` are certain of their column; ``open_amounts`` are not, each with the columns it may stand in.
    ``contradicted`` says that no reading of the row agrees with the identities.
    """

    amounts: Reading
    open_amounts: tuple[tuple[PrintedAmount, tuple[int, ...]], ...] = ()
    contradicted: bool = False


def make_tables(mapped: MappedReport, taxonomy: Taxonomy) -> tuple[Table, ...]:
    """Join every statement with its mapping."""
    kinds = Kinds.of(mapped, taxonomy)
    places = 1 + max(
        (
            amount.decimals + (2 if amount.percent else 0) + 2
            for statement in mapped.recognised.statements
            for item in statement.items
            for reading in item.readings[:1]
            for amount in reading
        ),
        default=0,
    )
    axis = taxonomy.axes.get(equity_axis(taxonomy))
    return tuple(
        Table(
            number,
            statement,
            mapped.items[statement.id],
            mapped.members.get(statement.id),
            axis.default if axis else None,
            kinds,
            places,
            mapped.measures.get(statement.id),
            mapped.row_members.get(statement.id, ()),
            mapped.tables.get(statement.id),
        )
        for number, statement in enumerate(mapped.recognised.statements)
    )


def _is_of_last_year(header: tuple[str, ...], period: Duration) -> bool:
    """Tell whether a column is of the same days of last year (上年同期), and these do not end the year."""
    return (period.end.month, period.end.day) != (12, 31) and any(_SAME_DAYS.search(words) for words in header)


def _period_before(period: Duration) -> Duration | None:
    """Return the same days of the year before, None where there are no such days."""
    try:
        return Duration(
            start=period.start.replace(year=period.start.year - 1), end=period.end.replace(year=period.end.year - 1)
        )
    except ValueError:  # 29 February
        return None


def equity_axis(taxonomy: Taxonomy) -> str:
    """Return the name of the axis of the components of equity."""
    return f"{taxonomy.prefix}:ComponentsOfEquityAxis"


def place_readings(item: LineItem, readings: tuple[Reading, ...], *, contradicted: bool = False) -> Placement:
    """Return what is the same in all readings of a row, and what is not.

    An amount is the same where every reading has it, with the same value, in the same column. One that the readings
    left do not have, but others of the row have, is not certain to be an amount at all, unless the same characters are
    part of an amount they do have.
    """
    columns: dict[tuple[int, int, int, str], dict[int, PrintedAmount]] = {}
    counts: dict[tuple[int, int, int, str], int] = {}
    possible = readings or item.readings
    for reading in possible:
        for amount in reading:
            span = _span(amount)
            columns.setdefault(span, {}).setdefault(amount.column, amount)
            counts[span] = counts.get(span, 0) + 1
    if len(possible) < len(item.readings):
        for reading in item.readings:
            for amount in reading:
                if (span := _span(amount)) not in counts and not any(_overlap(span, other) for other in counts):
                    columns.setdefault(span, {}).setdefault(amount.column, amount)
    number = len(possible)
    certain: list[PrintedAmount] = []
    loose: list[tuple[PrintedAmount, tuple[int, ...]]] = []
    for span, found in columns.items():
        amount = next(iter(found.values()))
        if len(found) == 1 and counts.get(span) == number:
            certain.append(amount)
        else:
            loose.append((amount, tuple(sorted(found))))
    return Placement(tuple(certain), tuple(loose), contradicted=contradicted)


def _span(amount: PrintedAmount) -> tuple[int, int, int, str]:
    return amount.source.line, amount.source.start, amount.source.end, str(amount.value)


def _overlap(one: tuple[int, int, int, str], other: tuple[int, int, int, str]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def shown(value: int, places: int) -> str:
    """Return the canonical decimal of an exact value: plain, without trailing zeros, never ``-0``."""
    digits = str(abs(value)).zfill(places + 1)
    whole, fraction = digits[:-places], digits[-places:].rstrip("0")
    return ("-" if value < 0 else "") + whole + ("." + fraction if fraction else "")


def period_of(key: FactKey) -> Instant | Duration:
    """Return the period of a key."""
    return Instant(instant=key.end) if key.start is None else Duration(start=key.start, end=key.end)
