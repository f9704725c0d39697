"""Destroy printed statements: a table of kinds of damage, each a layout and what happens to the cells before it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from converter.model.statement import StatementKind

from .printing import GONE, LAYOUTS, Line, PrintedTable

Damage = Callable[[PrintedTable, random.Random], None]
_TABLES = (StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW_STATEMENT)
_MATRIX = (StatementKind.CHANGES_IN_EQUITY,)


def lose_blanks(table: PrintedTable, chance: random.Random) -> None:
    """Lose the blank cells of most rows, that of the note reference included."""
    share = chance.choice((0.3, 0.7, 1.0))
    for line in table.lines:
        if chance.random() < share and any(line.keys):
            _lose(line)


def lose_all_blanks(table: PrintedTable, chance: random.Random) -> None:
    """Lose every blank cell."""
    del chance
    for line in table.lines:
        _lose(line)


def _lose(line: Line) -> None:
    kept = [at for at, key in enumerate(line.keys) if key is not None]
    line.cells = [line.cells[at] for at in kept]
    line.values = [line.values[at] for at in kept]
    line.misread = {place for place, at in enumerate(kept) if at in line.misread}
    line.keys = [line.keys[at] for at in kept]
    if not line.note:
        line.note = GONE


def misread_digit(table: PrintedTable, chance: random.Random) -> None:
    """Change one leading digit of one amount."""
    _misread(table, chance)


def misread_digits(table: PrintedTable, chance: random.Random) -> None:
    """Change a leading digit of two to five amounts."""
    for _ in range(chance.randint(2, 5)):
        _misread(table, chance)


def _misread(table: PrintedTable, chance: random.Random) -> None:
    places = [
        (line, at)
        for line in table.lines
        for at, key in enumerate(line.keys)
        if key is not None and re.search(r"[1-9].*\d\d", line.cells[at]) and at not in line.misread
    ]
    if not places:
        return
    line, at = chance.choice(places)
    digits = [n for n, char in enumerate(line.cells[at]) if char.isdigit()]
    place = chance.choice(digits[: max(1, len(digits) - 3)])
    old = line.cells[at][place]
    new = chance.choice([digit for digit in "123456789" if digit != old])
    text = line.cells[at]
    line.cells[at] = text[:place] + new + text[place + 1 :]
    before, value = line.values[at], line.values[at]
    assert before is not None
    assert value is not None
    factor = Decimal(value) / _number(text)
    changed = _number(line.cells[at]) * factor
    shown = f"{changed:f}"
    line.values[at] = shown.rstrip("0").rstrip(".") if "." in shown else shown
    line.misread.add(at)


def _number(text: str) -> Decimal:
    plain = Decimal(re.sub(r"[^\d.]", "", text))
    return -plain if text.startswith(("-", "(")) else plain


def lose_row(table: PrintedTable, chance: random.Random) -> None:
    """Lose one row that prints amounts, but none that says what the rows below it are (其他应收款 over 应收股利)."""
    said = [at for at, line in enumerate(table.lines) if any(line.keys) and not _heads_others(table, at)]
    del table.lines[chance.choice(said)]


def _heads_others(table: PrintedTable, at: int) -> bool:
    below = table.lines[at + 1].label if at + 1 < len(table.lines) else ""
    return below.startswith(("其中", "应收股利", "应付股利", "永续债")) or "（二）所有者" in table.lines[at].label


def double_row(table: PrintedTable, chance: random.Random) -> None:
    """Print one row twice."""
    at = chance.choice([at for at, line in enumerate(table.lines) if any(line.keys)])
    again = table.lines[at]
    copy = Line(again.label, again.note, list(again.cells), list(again.keys), list(again.values), set(again.misread))
    table.lines.insert(at + 1, copy)


def break_page(table: PrintedTable, chance: random.Random) -> None:
    """End a page within the table; the piece on the next page has no header."""
    table.breaks.add(chance.randrange(4, max(5, len(table.lines) - 2)))


def break_numbers(table: PrintedTable, chance: random.Random) -> None:
    """Break a tenth of the long amounts over two lines."""
    for line in table.lines:
        for at, text in enumerate(line.cells):
            if len(text) > 7 and chance.random() < 0.1:
                place = chance.randrange(len(text) - 5, len(text) - 1)
                line.cells[at] = text[:place] + " \n" + text[place:]


@dataclass(frozen=True, slots=True)
class Kind:
    """Hold one kind of damage: layouts to choose from, what happens before, and the statements it happens to.

    ``is_beside`` says that the parent's columns stand beside the group's, in one table. ``is_false`` says that digits
    or rows are false beside what happens to the layout. Where cells run together another reading may then make up for
    it exactly (a digit moved from a note reference to an amount), which no arithmetic tells from the truth.
    """

    layouts: tuple[str, ...]
    damages: tuple[Damage, ...] = ()
    statements: tuple[StatementKind, ...] = (*_TABLES, *_MATRIX)
    is_false: bool = False
    is_beside: bool = False


KINDS: Mapping[str, Kind] = {
    "none": Kind(("tabs", "pipes")),
    "cells run together": Kind(("run-together",), (lose_all_blanks,)),
    "empty cells lost": Kind(("tabs", "pipes"), (lose_blanks,), _TABLES),
    "empty cells of a matrix lost": Kind(("tabs", "pipes"), (lose_blanks,), _MATRIX),
    "one blank between cells": Kind(("collapsed",), (lose_all_blanks,)),
    "one cell per line": Kind(("cell-lines",)),
    "one cell per line, empty cells lost": Kind(("bare cell-lines",), (lose_all_blanks,)),
    "numbers broken over lines": Kind(("cell-lines",), (break_numbers,)),
    "columns kept by blanks": Kind(("aligned",)),
    "header lost after a page break": Kind(("tabs", "pipes"), (break_page,)),
    "a digit misread": Kind(("tabs", "pipes"), (misread_digit,)),
    "a row lost": Kind(("tabs", "pipes"), (lose_row,)),
    "a row printed twice": Kind(("tabs", "pipes"), (double_row,)),
    "four columns": Kind(("tabs", "pipes", "aligned", "cell-lines"), (), _TABLES, is_beside=True),
    "four columns, cells run together": Kind(("run-together",), (lose_all_blanks,), _TABLES, is_beside=True),
    "four columns, empty cells lost": Kind(("tabs", "pipes", "collapsed"), (lose_blanks,), _TABLES, is_beside=True),
    "digits misread, empty cells lost": Kind(("tabs", "pipes"), (misread_digits, lose_blanks), is_false=True),
    "a row lost, empty cells lost": Kind(("tabs", "pipes"), (lose_row, lose_blanks), is_false=True),
    "a digit misread, cells run together": Kind(("run-together",), (misread_digit, lose_all_blanks), is_false=True),
    "a row lost, cells run together": Kind(("run-together",), (lose_row, lose_all_blanks), is_false=True),
}


def destroy(table: PrintedTable, kind: Kind, chance: random.Random) -> list[str]:
    """Do to a printed statement what its kind of damage says; return the lines of text that are left."""
    for damage in kind.damages:
        damage(table, chance)
    return LAYOUTS[chance.choice(kind.layouts)](table)
