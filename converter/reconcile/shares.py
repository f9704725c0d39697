"""Choose between readings of a row by the shares it prints: share = amount ÷ whole, to the printed precision."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal

from converter.model.mapped import MappedReport
from converter.model.statement import LineItem, PrintedAmount, Reading, Statement

Pair = tuple[int, int, Decimal]  # column of the share, column of the amount, the whole


def choose_by_shares(mapped: MappedReport, shares: Mapping[str, str]) -> MappedReport:
    """Return the report with the readings left that agree with the shares their row prints.

    ``shares`` maps a concept that is a share (占营业收入比重) to the concept of the amount. A row keeps all its
    readings where not exactly one agrees.
    """
    statements = tuple(
        _narrow(statement, mapped.measures[statement.id], shares) if statement.id in mapped.measures else statement
        for statement in mapped.recognised.statements
    )
    return dataclasses.replace(mapped, recognised=dataclasses.replace(mapped.recognised, statements=statements))


def _narrow(statement: Statement, measures: tuple[str | None, ...], shares: Mapping[str, str]) -> Statement:
    if all(len(item.readings) == 1 for item in statement.items):
        return statement
    pairs = tuple(_pairs(statement, measures, shares))
    items = tuple(_choose(item, pairs) if len(item.readings) > 1 else item for item in statement.items)
    return dataclasses.replace(statement, items=items)


def _pairs(statement: Statement, measures: tuple[str | None, ...], shares: Mapping[str, str]) -> Iterator[Pair]:
    wholes = [amount for item in statement.items if not item.members for amount in item.readings[0]]
    for at, share in enumerate(measures):
        for beside, amount in enumerate(measures):
            if share is None or shares.get(share) != amount:
                continue
            if statement.columns[at].period != statement.columns[beside].period:
                continue
            whole = next((printed.value for printed in wholes if printed.column == beside), None)
            if whole:
                yield at, beside, whole


def _choose(item: LineItem, pairs: tuple[Pair, ...]) -> LineItem:
    agreeing = tuple(reading for reading in item.readings if _agrees(reading, pairs))
    return dataclasses.replace(item, readings=agreeing) if len(agreeing) == 1 else item


def _agrees(reading: Reading, pairs: tuple[Pair, ...]) -> bool:
    """Tell whether a reading prints amounts only with their shares, and every share is that of its amount."""
    printed = {amount.column: amount for amount in reading}
    tried = 0
    for at, beside, whole in pairs:
        share, amount = printed.get(at), printed.get(beside)
        if share is None and amount is None:
            continue
        if share is None or amount is None or not _is_share(share, amount, whole):
            return False
        tried += 1
    return tried > 0


def _is_share(share: PrintedAmount, amount: PrintedAmount, whole: Decimal) -> bool:
    """Compare without dividing: |share × whole - 100 × amount| within half of the last digit of the share."""
    half = Decimal(5).scaleb(-share.decimals - 1)
    return abs(share.value * whole - 100 * amount.value) <= half * abs(whole)
