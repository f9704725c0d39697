"""Place the numbers of a row in the columns of its table: once where the layout says which, else in every way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from converter.model.statement import PrintedAmount, Reading
from converter.recognise.note_cells import BodyCell, Kind, is_amount
from converter.recognise.rows import Amount, print_in

MOST_READINGS = 1000
_MOST_LEFT_OVER = 2  # numbers of a row beyond its columns


@dataclass(frozen=True, slots=True)
class Slots:
    """Say what the columns of a table can hold: ``amounts`` numbers, ``ratios`` ratios only, the others words.

    ``at`` maps the index of a cell to its column, None where the layout does not keep columns.
    """

    amounts: tuple[bool, ...]
    ratios: tuple[bool, ...]
    at: dict[int, int] | None

    @property
    def count(self) -> int:
        """Return the number of columns."""
        return len(self.amounts)


@dataclass(frozen=True, slots=True)
class Placed:
    """Hold the readings of a row, whether there were too many of them, and the numbers that have no place then.

    ``withheld`` are amounts whose place is known, and what stands there is not (note_withheld.py).
    """

    readings: tuple[Reading, ...]
    narrowed: bool = False
    unplaced: tuple[Amount, ...] = ()
    withheld: tuple[PrintedAmount, ...] = ()


def place_row(ways: Sequence[Sequence[BodyCell]], slots: Slots, label: int, *, is_positional: bool) -> Placed:
    """Return every reading of a row from every way to split it into cells."""
    found: dict[tuple[tuple[int, int, int, Decimal], ...], Reading] = {}
    unplaced: tuple[Amount, ...] = ()
    narrowed = False
    for way in ways:
        placed = _place_way(way, slots, label, is_positional=is_positional)
        for reading in placed.readings:
            found.setdefault(tuple((a.column, a.source.line, a.source.start, a.value) for a in reading), reading)
        unplaced = placed.unplaced
        narrowed = narrowed or placed.narrowed
    if narrowed or len(found) > MOST_READINGS:  # to leave some out would make the others look certain
        every = {(a.source.line, a.source.start): a for way in ways for cell in way for a in cell.amounts}
        return Placed(((),), narrowed=True, unplaced=tuple(every.values()))
    readings = list(found.values())
    if len(readings) > 1:
        readings = [reading for reading in readings if reading] or readings
    return Placed(tuple(readings), unplaced=() if any(readings) else unplaced)


def _place_way(way: Sequence[BodyCell], slots: Slots, label: int, *, is_positional: bool) -> Placed:
    if is_positional and slots.at is not None and (reading := _read_by_position(way, slots, label)) is not None:
        return Placed((reading,))
    cells = [cell for at, cell in enumerate(way) if at > label or (cell.kind is Kind.NUMBER and is_amount(cell))]
    if is_positional and slots.at is not None:
        cells = [cell for cell in cells if cell.kind is Kind.NUMBER]
    printed = [cell for cell in cells if cell.kind is not Kind.EMPTY]
    if not any(cell.amounts for cell in printed):
        return Placed(((),))
    if sum(len(cell.amounts) or 1 for cell in printed) > slots.count:
        printed = [cell for cell in printed if cell.kind is Kind.NUMBER]
    return _place_in_order(printed, slots)


def _read_by_position(way: Sequence[BodyCell], slots: Slots, label: int) -> Reading | None:
    """Return the reading that a row's cells say by where they stand; None where they cannot stand so."""
    assert slots.at is not None
    reading: list[PrintedAmount] = []
    for at, cell in enumerate(way):
        column = slots.at.get(at)
        if cell.kind is Kind.DATE and column is not None and slots.amounts[column] and not all(slots.amounts):
            return None
        if cell.kind is not Kind.NUMBER:
            continue
        if at <= label or column is None:  # the number of a row, a year; or an amount out of its place
            if is_amount(cell):
                return None
        elif len(cell.amounts) > 1:
            return None
        elif slots.amounts[column]:
            reading.append(print_in(cell.amounts[0], column))
        elif cell.amounts[0].number.grouped:
            return None
    return tuple(reading)


def _place_in_order(printed: list[BodyCell], slots: Slots) -> Placed:
    items: list[Amount | None] = []  # None: a sign for no amount, or words
    words: set[int] = set()
    for cell in printed:
        if cell.amounts:
            items.extend(cell.amounts)
        else:
            if cell.kind is not Kind.MARK:
                words.add(len(items))
            items.append(None)
    for strict in (True, False):
        found, narrowed = _fit(items, words, slots, strict=strict)
        if found:
            return Placed(tuple(found), narrowed)
    amounts = [item for item in items if item is not None]
    open_columns = [column for column in range(slots.count) if slots.amounts[column]]
    left_over = len(amounts) - len(open_columns)
    if left_over <= 0:
        found, narrowed = _fit(list(amounts), set(), slots, strict=False)
        if found:
            return Placed(tuple(found), narrowed)
    if 0 < left_over <= _MOST_LEFT_OVER and open_columns:
        return Placed(
            tuple(
                tuple(print_in(amount, column) for amount, column in zip(chosen, open_columns, strict=True))
                for chosen in combinations(amounts, len(open_columns))
            )
        )
    return Placed(((),), unplaced=tuple(amounts))


def _fit(items: list[Amount | None], words: set[int], slots: Slots, *, strict: bool) -> tuple[list[Reading], bool]:
    """Return every placement of items in order, and whether there were too many to look for all.

    Strictly, numbers with a % sign stand in columns of ratios only, numbers with thousands separators in no such
    column, and words in columns of words.
    """
    found: dict[tuple[int, ...], Reading] = {}
    has_ratios, has_words = any(slots.ratios), not all(slots.amounts)

    def fits(at: int, column: int) -> bool:
        item = items[at]
        if item is None:
            return not (strict and at in words and has_words) or not slots.amounts[column]
        if not slots.amounts[column]:
            return False
        if not strict or not has_ratios:
            return True
        if item.number.percent:
            return slots.ratios[column]
        return not (item.number.grouped and slots.ratios[column])

    columns: list[int] = []

    def go_on(at: int, least: int) -> bool:
        if at == len(items):
            placed = tuple(column for column, item in zip(columns, items, strict=True) if item is not None)
            if placed not in found:
                found[placed] = tuple(
                    print_in(item, column) for column, item in zip(columns, items, strict=True) if item is not None
                )
            return len(found) <= MOST_READINGS
        for column in range(least, slots.count - (len(items) - at) + 1):
            if fits(at, column):
                columns.append(column)
                goes = go_on(at + 1, column + 1)
                columns.pop()
                if not goes:
                    return False
        return True

    whole = go_on(0, 0)
    return list(found.values()), not whole
