"""Find the amount columns of a balance sheet, income or cash flow statement, and each amount's place in them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from converter.model.document import Cell
from converter.model.period import Duration, Instant, Period
from converter.model.statement import Column, Reading, StatementKind
from converter.recognise.items import JoinedRow
from converter.recognise.note_headings import NoteHeadings, keep_named_notes
from converter.recognise.periods import (
    ReportPeriod,
    is_measure,
    parse_duration_header,
    parse_instant_header,
    plain,
    previous_year,
)
from converter.recognise.rows import Amount, Row, is_note_reference, print_in
from converter.recognise.tables import Segment

_NOTE_HEADERS = ("附注", "注释", "行次")
_MOST_LEFT_OVER = 2  # amounts of a row beyond its columns
_TWO = 2  # the columns of a statement whose second one may be printed below the first
_LEAST_BELOW = 4
_FEWEST_FULLER = 2  # rows with more amounts than columns that show that columns are missing
_LEAST_PIECE = 2  # rows that stand in the same columns


@dataclass(frozen=True, slots=True)
class Layout:
    """Say which cell of a row of ``width`` cells is which column; ``note`` is the cell of the note reference.

    Where it is not positional, only rows of just that width are plain; in others the cells stand in order.
    """

    width: int
    amounts: tuple[int, ...]
    note: int | None
    is_positional: bool = True


def parse_columns(
    segments: list[Segment], kind: StatementKind, report: ReportPeriod, printed: Period | None
) -> tuple[Column, ...]:
    """Return the amount columns a statement's first telling header names.

    ``printed`` is the period the lines under the title print. Two columns whose headers name no period are the current
    and the comparative one, in that order (CAS 30, art. 11); any other number of such columns stays without period.
    """
    report = _as_printed(report, printed)
    best: tuple[Column, ...] = ()
    filled = _count_amount_columns(segments)
    for segment in segments:
        columns = _read_header(segment, kind, report)
        known = [column for column in columns if column.period is not None]
        if len(columns) < filled:
            continue  # the header of a piece that lost a column
        if known and len(known) == len(columns) and len({repr(c.period) for c in known}) == len(known):
            return columns
        best = best or columns
    count = len(best) or filled
    if not best and _count_fuller(segments, count) >= _FEWEST_FULLER:
        return tuple(Column((), None) for _ in range(count))  # more columns than most rows fill, none of them named
    named = [column.header for column in best] if best else [()] * count
    if count == 2:
        current = _current_period(kind, report, printed)
        periods: list[Period | None] = [current, previous_year(current)]
        for index, column in enumerate(best):
            if column.period is not None and best[1 - index].period is None:
                periods[index] = column.period
                periods[1 - index] = previous_year(column.period) if index == 0 else current
        return tuple(Column(tuple(header), period) for header, period in zip(named, periods, strict=True))
    if count == 1:
        return (Column(tuple(named[0]), (best[0].period if best else None) or _current_period(kind, report, printed)),)
    return best or tuple(Column((), None) for _ in range(count))


def _as_printed(report: ReportPeriod, printed: Period | None) -> ReportPeriod:
    """Return the period that words such as 期末 and 本期 mean: what is printed above the statement, first of all."""
    if isinstance(printed, Duration) and (printed.start.month, printed.start.day) != (1, 1):
        return report
    end = printed.instant if isinstance(printed, Instant) else printed.end if printed is not None else None
    if end is None or (end + dt.timedelta(days=1)).day != 1:
        return report
    return replace(report, year=end.year, last_month=end.month)


def _current_period(kind: StatementKind, report: ReportPeriod, printed: Period | None) -> Period:
    if kind is StatementKind.BALANCE_SHEET:
        return printed if isinstance(printed, Instant) else Instant(instant=report.duration.end)
    return printed if isinstance(printed, Duration) else report.duration


def _read_header(segment: Segment, kind: StatementKind, report: ReportPeriod) -> tuple[Column, ...]:
    by_cell: dict[int, list[str]] = {}
    for header in segment.header:
        for at, cell in enumerate(header):
            if at and cell.text and not _names_notes(cell):
                by_cell.setdefault(at, []).append(cell.text)
    read = parse_instant_header if kind is StatementKind.BALANCE_SHEET else parse_duration_header
    columns = []
    for at in sorted(by_cell):
        path = tuple(dict.fromkeys(by_cell[at]))
        if any(is_note_reference(text) for text in path):
            continue
        joined = " ".join(path)
        if is_measure(joined) and read(joined, report) is None:
            columns.append(Column(path, None, measure=joined))
            continue
        columns.append(Column(path, read(joined, report)))
    return tuple(columns)


def _count_amount_columns(segments: list[Segment]) -> int:
    per_row: Counter[int] = Counter()
    above: tuple[int, int | None] = (0, None)
    for segment in segments:
        note = _note_column(segment, segment.rows)
        if note is None and above[0] == segment.width and _holds_notes(segment, above[1]):
            note = above[1]  # a piece after a page break, without the header that says so
        above = (segment.width, note)
        for row in segment.rows:
            per_row[sum(1 for amount in row.amounts if amount.at != note or amount.number.grouped)] += 1
    del per_row[0]
    least = max(2, sum(per_row.values()) // 4)
    return max((count for count, rows in per_row.items() if rows >= least), default=1)


def _count_fuller(segments: list[Segment], count: int) -> int:
    """Return how many rows print more whole amounts than there are columns."""
    rows = (row for segment in segments for row in segment.rows)
    return sum(sum(bool(a.number.grouped or a.number.decimals) for a in row.amounts) > count for row in rows)


def _holds_notes(segment: Segment, at: int | None) -> bool:
    """Tell whether a column's numbers may all be bare note references."""
    numbers = [amount.source.text for row in segment.rows for amount in row.amounts if amount.at == at]
    return all(is_note_reference(text, in_note_column=True) for text in numbers)


def heads_notes(segment: Segment) -> bool:
    """Tell whether a segment's header names a column of note references."""
    return any(at and _names_notes(cell) for header in segment.header for at, cell in enumerate(header))


def excludes_notes(segments: Sequence[Segment], count: int) -> bool:
    """Tell whether a header names a label and ``count`` columns and nothing else: no row refers to a note, then."""
    if any(heads_notes(segment) for segment in segments):
        return False
    headers = [header for segment in segments for header in segment.header]
    return any(sum(bool(plain(cell.text)) for cell in header) == count + 1 for header in headers)


def _names_notes(cell: Cell) -> bool:
    return any(word in plain(cell.text) for word in _NOTE_HEADERS)


def find_layout(segment: Segment, count: int, previous: Layout | None, *, has_notes: bool) -> Layout | None:
    """Return where in a segment's rows the ``count`` amount columns stand, None where the rows do not tell.

    What the rows print decides; the header's own positions count only where rows leave it open, for a piece after a
    page break may have lost its note column, or gained an empty one. Where the statement's header ``has_notes`` and
    the rows have no column for them, a bare figure that may be one shows that rows lost cells each for itself.
    """
    layout = _find_layout(segment, count, previous)
    if layout is None or layout.note is not None or not has_notes or not layout.is_positional:
        return layout
    return None if any(row.amounts and _may_be_note(row.amounts[0]) for row in segment.rows) else layout


def _find_layout(segment: Segment, count: int, previous: Layout | None) -> Layout | None:
    if not segment.grid.is_positional:
        note = _note_column(segment, segment.rows)
        first = 1 if note is None else note + 1
        return Layout(first + count, tuple(range(first, first + count)), note, is_positional=False)
    width = segment.width
    rows = [row for row in segment.rows if len(row.cells) == width]
    note = _note_column(segment, rows)
    filled = sorted(
        {amount.at for row in rows for amount in row.amounts if amount.at > 0} - ({note} if note is not None else set())
    )
    if len(filled) == count:
        return Layout(width, tuple(filled), note)
    if width - 1 == count and note is None:
        return Layout(width, tuple(range(1, width)), None)
    if note is not None and width - 2 == count:
        return Layout(width, tuple(at for at in range(1, width) if at != note), note)
    if previous is not None and previous.width == width:
        known = {*previous.amounts, previous.note} if _holds_notes(segment, previous.note) else set(previous.amounts)
        if set(filled) <= known:
            return previous
    return None


def find_open_layout(segment: Segment, count: int) -> Layout | None:
    """Return where the amounts of a segment stand that prints fewer columns than the statement's ``count``.

    A page break took a column from the whole piece: which ones are left is one choice for all its rows.
    """
    rows = [row for row in segment.rows if len(row.cells) == segment.width]
    if not segment.grid.is_positional or segment.is_line or len(rows) < _LEAST_PIECE or any(row.ways for row in rows):
        return None
    note = _note_column(segment, rows)
    # One row with an amount for every column shows that the rows lost cells each for itself.
    if any(sum(amount.at not in (0, note) for amount in row.amounts) >= count for row in segment.rows):
        return None
    filled = sorted({amount.at for row in rows for amount in row.amounts if amount.at > 0 and amount.at != note})
    return Layout(segment.width, tuple(filled), note) if 0 < len(filled) < count else None


def take_column_below(lines: list[JoinedRow], segment: int, layout: Layout, count: int) -> dict[int, Amount]:
    """Take out the rows without labels that may be a piece's second column, printed below its first.

    As many of them as there are labels with an amount, all behind the last of these; return the amount each line, by
    its id, would have in the second column.
    """
    own = [line for line in lines if line.segment == segment and line.amounts]
    labelled = [line for line in own if line.label]
    rest = [line for line in own if not line.label]
    if count != _TWO or len(layout.amounts) != 1 or len(rest) < _LEAST_BELOW or own != labelled + rest:
        return {}
    if len(labelled) != len(rest) or any(len(line.amounts) != 1 or line.unread for line in own):
        return {}
    if any(len(line.row.cells) != layout.width or line.amounts[0].at not in layout.amounts for line in own):
        return {}
    taken = {id(line) for line in rest}
    lines[:] = [line for line in lines if id(line) not in taken]
    return {id(line): other.amounts[0] for line, other in zip(labelled, rest, strict=True)}


def place_in_piece(
    line: JoinedRow, layout: Layout, count: int, below: Amount | None = None
) -> tuple[Reading, ...] | None:
    """Return a reading of a row for every choice of columns its piece may have kept, None where it fits it not.

    With an amount of the column ``below``, that both columns were kept is one more choice, the first.
    """
    note = {layout.note} if layout.note is not None else set()
    amounts = [amount for amount in line.amounts if amount.at not in note]
    places = {at: order for order, at in enumerate(layout.amounts)}
    distinct = {amount.at for amount in amounts}
    if not line.label or len(line.row.cells) != layout.width or len(distinct) != len(amounts) or not amounts:
        return None
    if not distinct <= places.keys():
        return None
    readings = tuple(
        tuple(print_in(amount, columns[places[amount.at]]) for amount in amounts)
        for columns in combinations(range(count), len(layout.amounts))
    )
    return readings if below is None else ((print_in(amounts[0], 0), print_in(below, 1)), *readings)


def _note_column(segment: Segment, rows: list[Row]) -> int | None:
    for header in segment.header:
        for at, cell in enumerate(header):
            if at and _names_notes(cell):
                numbers = sum(
                    1 for row in rows for a in row.amounts if a.at == at and (a.number.grouped or a.number.decimals)
                )
                return at if numbers * 3 <= len(rows) or numbers == 0 else None
    hits: Counter[int] = Counter()
    for row in rows:
        hits.update(at for at, cell in row.unread if at and is_note_reference(cell.text))
    if not hits:
        return None
    at, count = hits.most_common(1)[0]
    numbers = sum(1 for row in rows for amount in row.amounts if amount.at == at)
    return at if count > numbers else None


def place_ways(
    line: JoinedRow, layout: Layout | None, count: int, headings: NoteHeadings, *, no_notes: bool
) -> tuple[tuple[Reading, ...], str | None, list[Cell]]:
    """Return every reading of every way a row can be split, and its note and unreadable cells where all ways agree.

    Ways whose note is not the one the row's label heads are left out; so are those with more cells than columns.
    ``no_notes`` says that the header leaves no column for notes.
    """
    if not line.row.ways:
        return place_amounts(line, layout, count, no_notes=no_notes)
    readings: dict[tuple[tuple[int, int, int, int, Decimal], ...], Reading] = {}
    notes: set[str | None] = set()
    unread: list[Cell] | None = None
    ways = keep_named_notes(line.row, headings)
    fitting = [way for way in ways if layout is None or len(way.cells) <= layout.width] or ways
    for way in fitting:
        placed, note, cells = place_amounts(replace(line, row=way), layout, count, no_notes=no_notes)
        for reading in placed:
            readings.setdefault(
                tuple((a.column, a.source.line, a.source.start, a.source.end, a.value) for a in reading), reading
            )
        notes.add(note)
        unread = cells if unread is None or len(cells) < len(unread) else unread
    return tuple(readings.values()), notes.pop() if len(notes) == 1 else None, unread or []


def place_amounts(
    line: JoinedRow, layout: Layout | None, count: int, *, no_notes: bool
) -> tuple[tuple[Reading, ...], str | None, list[Cell]]:
    """Return every reading of a row's amounts, its note reference, and the cells that could not be read.

    One reading where the row has the segment's layout; where it has lost or gained cells and prints fewer amounts than
    there are columns, every order-preserving placement.
    """
    note: str | None = None
    unread: list[Cell] = []
    for at, cell in line.unread:
        if is_note_reference(cell.text, in_note_column=layout is not None and at == layout.note):
            note = note or cell.text
        else:
            unread.append(cell)
    amounts = list(line.amounts)
    if layout is not None and layout.note is not None:
        for amount in [a for a in amounts if a.at == layout.note and not a.number.grouped]:
            text = amount.source.text
            if is_note_reference(text, in_note_column=True):
                note = note or text
                amounts.remove(amount)
    if not amounts:
        return ((),), note, unread
    unplaced = layout is None or (layout.note is None and any(amount.number.decimals for amount in amounts))
    if unplaced and not no_notes and note is None and len(amounts) > 1 and _may_be_note(amounts[0]):
        # A bare figure beside the label, in a row of unknown columns or beside decimals: a reference, or an amount.
        both = (*_placements(line, amounts, layout, count), *_placements(line, amounts[1:], layout, count))
        return tuple(dict.fromkeys(both)), note, unread
    # A note reference in an amount's cell shows that the row lost cells, though it is as wide as others.
    shifted_note = layout is not None and any(
        at in layout.amounts and is_note_reference(cell.text) for at, cell in line.unread
    )
    if layout is not None and len(line.row.cells) == layout.width and not shifted_note:
        places = {at: column for column, at in enumerate(layout.amounts)}
        if all(amount.at in places for amount in amounts) and len({amount.at for amount in amounts}) == len(amounts):
            return (tuple(print_in(amount, places[amount.at]) for amount in amounts),), note, unread
    if len(amounts) >= count:
        return place_too_many(amounts, count), note, unread
    if layout is not None and layout.note is None and note is not None and len(line.row.cells) == layout.width + 1:
        at_note = next(at for at, cell in line.unread if cell.text == note)
        shifted = [amount.at - 1 if amount.at > at_note else amount.at for amount in amounts]
        places = {at: column for column, at in enumerate(layout.amounts)}
        if all(at in places for at in shifted):
            return (tuple(print_in(a, places[at]) for a, at in zip(amounts, shifted, strict=True)),), note, unread
    return _every_placement(line, amounts, layout, count), note, unread


def _may_be_note(amount: Amount) -> bool:
    number = amount.number
    return (
        amount.at == 1
        and not number.grouped
        and not number.decimals
        and is_note_reference(amount.source.text, in_note_column=True)
    )


def _placements(line: JoinedRow, amounts: list[Amount], layout: Layout | None, count: int) -> tuple[Reading, ...]:
    return place_too_many(amounts, count) if len(amounts) >= count else _every_placement(line, amounts, layout, count)


def _every_placement(line: JoinedRow, amounts: list[Amount], layout: Layout | None, count: int) -> tuple[Reading, ...]:
    """Return the placements that keep the order of a row's amounts, and of its dashes where these stand in order."""
    order = [amount.at for amount in amounts]
    if layout is not None and not layout.is_positional:
        printed = [at for at, cell in enumerate(line.row.cells) if at >= layout.amounts[0] and cell.text]
        order = printed if len(printed) <= count and set(order) <= set(printed) else order
    found: dict[tuple[int, ...], Reading] = {}
    for columns in combinations(range(count), len(order)):
        at_column = dict(zip(order, columns, strict=True)) if len(set(order)) == len(order) else {}
        places = tuple(at_column[amount.at] for amount in amounts) if at_column else columns
        if places not in found:
            found[places] = tuple(print_in(amount, column) for amount, column in zip(amounts, places, strict=True))
    return tuple(found.values())


def place_too_many(amounts: list[Amount], count: int) -> tuple[Reading, ...]:
    """Return the readings of a row with at least as many amounts as columns: those left over may be any."""
    left_over = len(amounts) - count
    if left_over > _MOST_LEFT_OVER:
        return ((),)
    return tuple(
        tuple(print_in(amount, column) for column, amount in enumerate(chosen))
        for chosen in combinations(amounts, count)
    )
