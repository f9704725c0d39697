"""Read what a table prints about the unit of an amount, where that is not the unit of its item."""

from __future__ import annotations

import re
from collections.abc import Mapping

from converter.model.statement import PrintedAmount, Statement

# 利润率（%）, 分红股（股）: the unit of all that stands beside or below it.
_LAST_BRACKET = re.compile(r"[（(]\s*(?:单位[:：])?([^（()）]*?)\s*[)）]\s*$")
_PERCENT = re.compile(r"^[%％]$")
_SHARES = re.compile(r"^[百千万亿]*股$")
_LEAST_WHOLE = 1000  # per cent: what is larger and printed without a fraction, among others without, is an amount
_MOST_POINTS = 100  # per cent: a ratio does not change by more in points
_POINTS = "百分点"
_LEADS = re.compile(r"^.*[:：]|^[百千万亿]+")  # 注册资本：港币, 万港元


def is_of_other_unit(kind: str, label: str) -> bool:
    """Tell whether a row's label prints a unit that an item of this kind cannot have."""
    match = _LAST_BRACKET.search(label)
    if match is None:
        return False
    if kind == "monetary":
        return bool(_PERCENT.match(match[1]) or _SHARES.match(match[1]))
    return kind in {"shares", "per_share"} and bool(_PERCENT.match(match[1]))


def printed_currency(label: str, currencies: Mapping[str, str]) -> str | None:
    """Return the ISO 4217 code of the currency that a label ends in (注册资本：港币), None where it ends in none."""
    match = _LAST_BRACKET.search(label)
    return currencies.get(_LEADS.sub("", match[1])) if match else None


def columns_of_whole_numbers(statement: Statement) -> frozenset[int]:
    """Return the columns that print whole numbers without % only, one of them too large for a ratio printed so."""
    columns: dict[int, list[bool]] = {}
    fractions: set[int] = set()
    for item in statement.items:
        for amount in item.readings[0]:
            columns.setdefault(amount.column, []).append(abs(amount.value) >= _LEAST_WHOLE)
            if amount.decimals or amount.percent:
                fractions.add(amount.column)
    return frozenset(column for column, large in columns.items() if any(large) and column not in fractions)


def prints_growth(amount: PrintedAmount) -> bool:
    """Tell whether an amount in per cent is more than a key figure changes by in points: it is a rate of growth."""
    return amount.percent and abs(amount.value) > _MOST_POINTS and _POINTS not in amount.source.text
