"""Plant whole statements that add up: what is printed in every row and column is known, in exact integers.

The templates beside this module are the statutory formats (财会〔2019〕6号), one row per line:

    # label                  a heading
    + label concept          an item, added to the next total (- subtracts)
    . label concept          an of-which line (其中), a part of the item above it
    = label concept          the total of the items above it, since the total before
    =A+B-C label concept     a total of other rows
    ~ label concept          an item that no sum of its statement covers (earnings per share)

A leading ? says that a statement need not have the row, a leading c that only a consolidated one has it.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from converter.model.statement import Scope, StatementKind

Period = tuple[dt.date | None, dt.date]
Amounts = tuple[int | None, ...]

TEMPLATES: Mapping[StatementKind, str] = {
    kind: (Path(__file__).parent / f"{kind.value}.txt").read_text("utf-8")
    for kind in (StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW_STATEMENT)
}
_LINE = re.compile(r"(?P<flags>[?c]*)(?P<role>[#+\-.~=])(?P<formula>\S*) (?P<label>\S+)(?: (?P<concept>\S+))?$")
_TERM = re.compile(r"([+-]?)([\w@]+)")
_SIGNED = ("收益", "损益", "影响", "减值", "终止", "财务费用", "所得税", "变动", "差额", "净额", "未分配", "其他综合")
OPENING = "@opening"


@dataclass(frozen=True, slots=True)
class PlantedRow:
    """Hold one row: its label, its concept ("" for a heading), and one amount per column, None for a blank cell.

    ``concept`` ends in ``@opening`` where the balance is one at the start of the period. ``is_scaled`` is False for
    amounts per share, which are in yuan with four decimals whatever the unit of the statement.
    """

    label: str
    concept: str = ""
    amounts: Amounts = ()
    is_scaled: bool = True


@dataclass(frozen=True, slots=True)
class PlantedStatement:
    """Hold one statement; ``members`` names the component of each column of an equity matrix, the total ""."""

    kind: StatementKind
    scope: Scope
    year: int
    rows: tuple[PlantedRow, ...]
    members: tuple[str, ...] = ()

    def period(self, column: int) -> Period:
        """Return the period of a column: the year, or its end for a balance sheet; the year before on the right."""
        year = self.year if self.members else self.year - column
        return (None if self.kind is StatementKind.BALANCE_SHEET else dt.date(year, 1, 1), dt.date(year, 12, 31))


def format_labels(kind: StatementKind) -> list[str]:
    """Return the labels of a format in order."""
    lines = (_LINE.match(text) for text in TEMPLATES[kind].strip().split("\n"))
    return [match["label"] for match in lines if match]


class Amount:
    """Draw amounts: log-uniform, some of them again, rarely 0."""

    def __init__(self, chance: random.Random, digits: tuple[int, int], blanks: float) -> None:
        self.chance = chance
        self.digits = digits
        self.blanks = blanks
        self.drawn: list[int] = []

    def draw(self, *, signed: bool = False, blank: bool = True) -> int | None:
        """Return an amount, or None for a blank cell."""
        chance = self.chance
        if blank and chance.random() < self.blanks:
            return None
        if self.drawn and chance.random() < 0.03:
            value = chance.choice(self.drawn)
        elif chance.random() < 0.01:
            value = 0
        else:
            value = int(10 ** chance.uniform(*self.digits))
            if chance.random() < 0.1 and value > 10**5:
                value -= value % 10**4
        self.drawn.append(value)
        return -value if signed and chance.random() < 0.35 else value


def plant_statement(
    kind: StatementKind, scope: Scope, year: int, draw: Amount, *, with_details: bool = True
) -> PlantedStatement:
    """Return one statement of two years other than an equity matrix; its sums hold in both columns."""
    lines = [match.groupdict() for text in TEMPLATES[kind].strip().split("\n") if (match := _LINE.match(text))]
    kept = []
    has_above = True
    for line in lines:
        left_out = "c" in line["flags"] and scope is Scope.PARENT_ONLY
        left_out = left_out or ("?" in line["flags"] and draw.chance.random() < (0.35 if with_details else 0.8))
        if line["role"] != ".":
            has_above = not left_out
        if not left_out and has_above:
            kept.append(line)
    columns = [_column(kept, draw) for _ in range(2)]
    if kind is StatementKind.CASH_FLOW_STATEMENT:
        # The year before ends where this one begins.
        for name in ("CashAndCashEquivalents", "CashAndCashEquivalents" + OPENING):
            shift = columns[0]["CashAndCashEquivalents" + OPENING] or 0
            columns[1][name] = shift - (0 if name.endswith("s") else columns[1][_CHANGE] or 0)
    rows = []
    for line in kept:
        if line["role"] == "#":
            rows.append(PlantedRow(line["label"]))
        else:
            amounts = tuple(column[line["concept"]] for column in columns)
            rows.append(PlantedRow(line["label"], line["concept"], amounts, line["role"] != "~"))
    return PlantedStatement(kind, scope, year, tuple(rows))


_CHANGE = "IncreaseDecreaseInCashAndCashEquivalents"


def _column(lines: list[dict[str, str]], draw: Amount) -> dict[str, int | None]:
    """Return one column: items drawn, parts of items, then totals; retained earnings balance the balance sheet."""
    values: dict[str, int | None] = {}
    above: int | None = None
    for line in lines:
        role, concept = line["role"], line["concept"]
        if role in "+-":
            signed = any(word in line["label"] for word in _SIGNED)
            above = values[concept] = draw.draw(signed=signed, blank=line["label"][:1] not in "一二三四五六加")
        elif role == ".":
            part = int((above or 0) * draw.chance.random())
            values[concept] = part if above and draw.chance.random() > draw.blanks else None
        elif role == "~":
            values[concept] = draw.chance.randrange(-20_000, 90_000)
    totals: Callable[[str], int] = _Totals(lines, values).total
    if "RetainedEarnings" in values:
        values["RetainedEarnings"] = 0
        values["RetainedEarnings"] = totals("Assets") - _Totals(lines, values).total("EquityAndLiabilities")
    totals = _Totals(lines, values).total
    for line in lines:
        if line["role"] == "=":
            total = totals(line["concept"])
            parts_blank = total == 0 and draw.chance.random() < 0.7
            values[line["concept"]] = None if parts_blank else total
    return values


class _Totals:
    """Compute the totals of one column."""

    def __init__(self, lines: list[dict[str, str]], values: Mapping[str, int | None]) -> None:
        self.values = values
        self.formulas: dict[str, list[tuple[int, str]]] = {}
        waiting: list[tuple[int, str]] = []
        for line in lines:
            if line["role"] in "+-":
                waiting.append((-1 if line["role"] == "-" else 1, line["concept"]))
            elif line["role"] == "=":
                formula = [(-1 if sign == "-" else 1, name) for sign, name in _TERM.findall(line["formula"])]
                known = self.formulas.keys() | values.keys() | {each["concept"] for each in lines}
                if line["concept"] == "Equity" and "EquityAttributableToOwnersOfParent" not in known:
                    formula = []
                self.formulas[line["concept"]] = [term for term in formula if term[1] in known] or waiting
                waiting = []

    def total(self, concept: str) -> int:
        """Return the value of a total, or of an item as drawn, a blank as zero."""
        if concept in self.formulas:
            return sum(sign * self.total(name) for sign, name in self.formulas[concept])
        return self.values.get(concept) or 0
