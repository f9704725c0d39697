"""Withhold amounts of rows of the notes that are not what row and header say: they stay unresolved.

below no header    a column of amounts without header beside others that have one
of a span          the cell of a label that several rows share (a holder's shares of both kinds), printed in each
named by rows      amounts in one column whose rows name columns in which none stands
shifted            a row whose last amount adds up the others, beside an empty cell below the total
of another day     rows told apart by a date of the closing balance say nothing of the opening one
displaced       a row that answers beside a question (否 beside 是否涉诉), a total beside the column that makes it
of another entry    what stands behind a second label in its row (额度合计（A1） | 0 | 实际发生额合计（A2） | 0)
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from converter.model.statement import Column
from converter.recognise.note_placement import Placed
from converter.recognise.note_rows import Line
from converter.recognise.periods import plain

_WHOLE = re.compile("合计$")
_OF_ALL = re.compile("^合计|合计$")
_OFFSET = re.compile("抵[销消]")  # takes the others off: the total is nil
_ENTRY = re.compile(r".{4}合计(?:[(（][A-Z][\dA-Z+]*[)）])?$")
_ASKS = re.compile("是否")
_ANSWERS = frozenset({"是", "否"})
_LEAST_NAME = 4  # characters of a header that a label can end in by no accident
_NAMED = 2  # columns of amounts with a header, for one without to be an oversight


def withhold(
    lines: Sequence[Line],
    placed: Sequence[Placed],
    columns: Sequence[Column],
    at: Mapping[int, int],
    told_by: int | None,
) -> list[Placed]:
    """Return the placed rows without the amounts that are not theirs.

    ``at`` maps cells to columns; ``told_by`` is the cell of words that tells rows of one label apart, None for none.
    """
    shut = [set(_nameless(placed, columns)) | set(_untold(lines, placed, columns)) for _ in lines]
    for number in _shifted(placed, columns):
        shut[number] |= set(range(len(columns)))
    in_order = {line.row.piece for line, each in zip(lines, placed, strict=True) if not _keeps_columns(line, each, at)}
    for number, line in enumerate(lines):
        if line.row.piece not in in_order:
            shut[number].update(_displaced(line, columns, at))
        shut[number].update(_of_another_entry(line, at))
    for number, column in _beside_parts(lines, placed, shut):
        shut[number].add(column)
    if told_by is not None:
        for run in _rows_of_one_label(lines, told_by):
            spanned = {at[cell] for cell in _spanned([lines[number] for number in run], told_by) if cell in at}
            for number in run:
                shut[number] |= spanned
        for number, line in enumerate(lines):
            if _is_told_apart(line, told_by):
                shut[number].update(_of_another_day(line, columns, at, told_by))
    return [_without(each, closed) if closed else each for each, closed in zip(placed, shut, strict=True)]


def _nameless(placed: Sequence[Placed], columns: Sequence[Column]) -> Iterator[int]:
    """Yield the columns of amounts that have no header where others have one."""
    printing = {amount.column for each in placed for reading in each.readings for amount in reading}
    if sum(1 for column in printing if any(columns[column].header)) >= _NAMED:
        yield from (column for column in printing if not any(columns[column].header))


def _untold(lines: Sequence[Line], placed: Sequence[Placed], columns: Sequence[Column]) -> Iterator[int]:
    """Yield the only column of amounts where a row's label is the name of another (融资收益): they are of several."""
    printing = {amount.column for each in placed for reading in each.readings for amount in reading}
    labels = [plain(line.label) for line, each in zip(lines, placed, strict=True) if any(each.readings)]
    blank = {plain(each.header[-1]) for at, each in enumerate(columns) if at not in printing and each.header}
    named = any(label.endswith(name) for label in labels for name in blank if len(name) >= _LEAST_NAME)
    if len(printing) == 1 and named and len(labels) > 1:
        yield from printing


def _shifted(placed: Sequence[Placed], columns: Sequence[Column]) -> Iterator[int]:
    """Yield the rows that print their sums, but not in the last columns, which are those of the totals.

    There is one, or one for each measure that the others print by turns (合计营业收入 | 合计营业成本): cells were lost.
    """
    last = len(columns) - 1
    width = next((at for at, each in enumerate(reversed(columns)) if not _OF_ALL.search("".join(each.header))), 0)
    rows = [
        {amount.column: amount.value for amount in each.readings[0]} if len(each.readings) == 1 else {}
        for each in placed
    ]
    if last < _NAMED or not width or not any(last in row for row in rows):
        return
    for number, row in enumerate(rows):
        end = max(row, default=last)
        is_offset = _OFFSET.search("".join(columns[end].header)) is not None
        if end == last or is_offset:
            continue
        made = [
            (row.get(at, 0), [row[each] for each in row if each < at and not (at - each) % width])
            for at in range(end - width + 1, end + 1)
        ]
        if all(parts and total and sum(parts) == total for total, parts in made):
            yield number


def _keeps_columns(line: Line, placed: Placed, at: Mapping[int, int]) -> bool:
    """Tell whether the amounts of a row are placed by the cells in which they stand, not by their order."""
    cells = {at[cell] for cell, each in enumerate(line.row.cells) if each.amounts and cell in at}
    return any({amount.column for amount in reading} <= cells for reading in placed.readings)


def _displaced(line: Line, columns: Sequence[Column], at: Mapping[int, int]) -> Iterator[int]:
    """Yield the columns about an answer that stands beside its question: between those that stand below theirs."""
    texts = {column: line.row.cells[cell].cell.text for cell, column in at.items() if cell < len(line.row.cells)}
    asked = {column for column in texts if columns[column].header and _ASKS.search(columns[column].header[-1])}
    answered = {column for column, text in texts.items() if text in _ANSWERS}
    for column in answered - asked:
        beside = {column - 1, column + 1} & asked - answered
        if beside:
            first = max((each for each in answered & asked if each < column), default=-1)
            last = min((each for each in answered & asked if each > column), default=len(columns))
            yield from range(first + 1, last)


def _of_another_entry(line: Line, at: Mapping[int, int]) -> Iterator[int]:
    """Yield the columns behind a second label that follows an amount in its row."""
    printed = [cell for cell, each in enumerate(line.row.cells) if each.amounts]
    labels = (
        cell
        for cell, each in enumerate(line.row.cells)
        if printed and cell > printed[0] and _ENTRY.search("".join(each.cell.text.split()))
    )
    if (second := next(labels, None)) is not None:
        yield from (column for cell, column in at.items() if cell > second)


def _beside_parts(
    lines: Sequence[Line], placed: Sequence[Placed], shut: Sequence[set[int]]
) -> Iterator[tuple[int, int]]:
    """Yield totals in columns where nothing is left to make them, or in which the column beside them would."""
    rows = [{amount.column: amount.value for reading in each.readings for amount in reading} for each in placed]
    for number, line in enumerate(lines):
        if len(placed[number].readings) != 1 or not _WHOLE.search(line.label):
            continue
        parts = [(row, closed) for at, (row, closed) in enumerate(zip(rows, shut, strict=True)) if at != number]
        for column, value in rows[number].items():
            own = [column not in closed for row, closed in parts if column in row]
            sums = (
                sum(row[near] for row, _ in parts if near in row) for near in {column - 1, column + 1} - {*rows[number]}
            )
            if not any(own) and (own or (value and value in sums)):
                yield number, column


def _rows_of_one_label(lines: Sequence[Line], told_by: int) -> Iterator[list[int]]:
    """Yield the runs of rows whose first cells print the same."""
    for text, run in groupby(range(len(lines)), key=lambda number: lines[number].row.cells[0].cell.text):
        rows = [number for number in run if len(lines[number].row.cells) > told_by]
        if text and len(rows) > 1:
            yield rows


def _spanned(lines: Sequence[Line], told_by: int) -> Iterator[int]:
    """Yield the cells before the words that tell rows apart whose one amount is what the rows make in another cell."""
    rows = [line.row.cells for line in lines]
    beyond = range(told_by + 1, min(map(len, rows)))
    whole = [cell for cell in beyond if all(len(row[cell].amounts) == 1 for row in rows)]
    sums = {sum(row[cell].amounts[0].number.value for row in rows) for cell in whole}
    for cell in range(1, told_by):
        values = {row[cell].amounts[0].number.value for row in rows if len(row[cell].amounts) == 1}
        if len(values) == 1 and values & sums:
            yield cell


def _of_another_day(line: Line, columns: Sequence[Column], at: Mapping[int, int], told_by: int) -> Iterator[int]:
    """Yield the columns of a period for which the row prints other words than those that tell it apart."""
    own = columns[at[told_by]]
    for cell, column in at.items():
        other = columns[column]
        words = line.row.cells[cell].cell.text if cell < len(line.row.cells) else ""
        if (other.measure, bool(words)) != (own.measure, True) or None in (own.period, other.period):
            continue
        if other.period != own.period and words != line.row.cells[told_by].cell.text:
            yield from (number for number, each in enumerate(columns) if each.period == other.period)


def _is_told_apart(line: Line, told_by: int) -> bool:
    cells = line.row.cells
    return (
        len(cells) > told_by and bool(cells[told_by].cell.text) and line.label.endswith(f"/{cells[told_by].cell.text}")
    )


def _without(placed: Placed, closed: set[int]) -> Placed:
    """Return a placed row without the amounts of some columns."""
    readings = tuple(dict.fromkeys(tuple(a for a in reading if a.column not in closed) for reading in placed.readings))
    left = {amount.source for reading in readings for amount in reading}
    taken = {
        amount.source: amount
        for reading in placed.readings
        for amount in reading
        if amount.column in closed and amount.source not in left
    }
    return dataclasses.replace(placed, readings=readings, withheld=tuple(taken.values())) if taken else placed
