"""Try printed rates of change: rate = (amount - amount before) ÷ amount before, to the printed precision.

Rates of change of ratios are differences in percentage points (信息披露内容与格式准则第2号). Of amounts before a
restatement and after it, the rate may be of either. As every ratio, a rate that fails speaks against itself alone, and
only in a column of which most rates hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.reconcile.cells import FactKey, Table
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.kinds import Kinds
from converter.reconcile.note_ratios import RatioTrial
from converter.taxonomy import Taxonomy

_DAY = dt.timedelta(days=1)
_ENOUGH = 2  # rates that show that a column's percentages are rates of change
_RATIOS = frozenset({"percent", "pure"})


@dataclass(slots=True, eq=False)
class GrowthTrial(RatioTrial):
    """Hold a rate of change as tried, without dividing; ``terms`` are rate, amount and amount before.

    What an amount below zero changed by is divided by it as it stands or without its sign: both are usual. ``points``
    says that the rate is a plain difference.
    """

    points: bool = False

    def __post_init__(self) -> None:
        """Compute the residual: what the printed rate is off by, itself rounded."""
        rate, now, before = (draft for draft, _ in self.terms)
        self.residual = min((rate.value - each for each in self._rates(now.value, before.value)), key=abs)
        self.tolerance = rate.half
        self.blamed = (rate,)

    @property
    def holds(self) -> bool:
        """Tell whether the printed rate is that of the printed amounts."""
        return self._holds([draft.value for draft, _ in self.terms])

    def holds_after(self, draft: Draft, step: int) -> bool:
        """Tell whether it would hold with another value of one fact."""
        return self._holds([each.value + (step if each is draft else 0) for each, _ in self.terms])

    def _holds(self, values: Sequence[int]) -> bool:
        rate, now, before = values
        halves = [draft.half for draft, _ in self.terms]
        if self.points:
            return abs(rate - (now - before)) <= sum(halves)
        slack = halves[0] * abs(before) + (abs(rate) + self.one) * halves[2] + self.one * halves[1]
        change = (now - before) * self.one
        return before != 0 and min(abs(rate * before - change), abs(rate * abs(before) - change)) <= slack

    def _rates(self, now: int, before: int) -> list[int]:
        if self.points or before == 0:
            return [now - before]
        over = (now - before) * self.one
        return [(2 * over * sign + abs(before)) // (2 * abs(before)) for sign in (1, -1 if before < 0 else 1)]


def growth_trials(tables: Sequence[Table], book: FactBook, taxonomy: Taxonomy) -> Iterator[GrowthTrial]:
    """Yield the rates of change of every table whose two amounts are printed somewhere."""
    bases = {rate: base for base, rate in taxonomy.growth_rates.items()}
    columns: dict[tuple[int, int], list[GrowthTrial]] = {}
    for key, rate in book.plain.items():
        if key.concept not in bases:
            continue
        cell = rate.cells[0]
        table = tables[cell.table]
        amounts = _base_key(key, bases[key.concept], table.statement.currency, table.kinds)
        if amounts is not None and (trial := _try_rate(rate, amounts, book, table)) is not None:
            columns.setdefault((cell.table, cell.column), []).append(trial)
    for trials in columns.values():
        holding = [trial for trial in trials if trial.holds]
        yield from trials if len(holding) >= _ENOUGH and 2 * len(holding) > len(trials) else holding


def _base_key(key: FactKey, base: str, currency: str, kinds: Kinds) -> FactKey | None:
    """Return the key of what a rate is the change of; a rate common to many line items names its own on an axis."""
    typed = key.typed
    named = dict(typed).get(kinds.line_item_axis)
    if named is not None:
        base, typed = named, tuple(pair for pair in typed if pair[0] != kinds.line_item_axis)
    if base not in kinds.by_concept:
        return None
    return key._replace(concept=base, typed=typed, unit=_unit(kinds.by_concept[base][0], currency))


def _unit(kind: str, currency: str) -> str:
    if kind in _RATIOS:
        return "xbrli:pure"
    if kind == "shares":
        return "xbrli:shares"
    return f"iso4217:{currency}/xbrli:shares" if kind == "per_share" else f"iso4217:{currency}"


def _try_rate(rate: Draft, amounts: FactKey, book: FactBook, table: Table) -> GrowthTrial | None:
    """Return the trial of a rate with the amount before that it agrees with, else the first that is printed."""
    now = _beside(amounts, table, book)
    if now is None:
        return None
    points = table.kinds.by_concept[amounts.concept][0] in _RATIOS
    trials = [
        GrowthTrial(
            "growth",
            table.number,
            ((rate, 1), (now, 1), (before, 1)),
            one=10**table.places,
            points=points,
        )
        for key in _earlier(amounts)
        if (before := _beside(key, table, book)) is not None
    ]
    return next((trial for trial in trials if trial.holds), trials[0] if trials else None)


def _beside(key: FactKey, table: Table, book: FactBook) -> Draft | None:
    """Return what a table itself prints of a fact, where places disagree about it, else what stands for it."""
    plain = book.plain.get(key)
    own = (draft for draft in book.disputed.get(key, ()) if any(cell.table == table.number for cell in draft.cells))
    return plain if plain is None else next(own, plain)


def _earlier(key: FactKey) -> Iterator[FactKey]:
    """Yield the keys of the amount before: a year earlier, for a balance first that at the start of its year."""
    ends = [_year_before(key.end)]
    if key.start is None and (key.end.month, key.end.day) != (12, 31):
        ends.insert(0, dt.date(key.end.year, 1, 1) - _DAY)
    start = None if key.start is None else _year_before(key.start)
    for end in ends:
        for previously_stated in (False, True):
            yield key._replace(start=start, end=end, previously_stated=previously_stated)


def _year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
