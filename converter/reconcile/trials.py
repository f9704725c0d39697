"""Hold identities as tried on the printed facts: what takes part, what is missing, and whether they hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from converter.reconcile.cells import FactKey
from converter.reconcile.facts import Draft


@dataclass(slots=True, eq=False)
class Trial:
    """Hold an identity as tried: ``terms`` with their factors, the total (or closing balance) first with factor 1.

    ``missing`` are the blank cells that would take part. ``untotalled`` trials lack the total itself: they are tried
    only to say what it would be. ``coarse`` trials cannot pin a value: the same fact printed again, but rounded.
    ``summation`` is the id of the Summation tried; ``absent`` are its subtotals that have no row, where
    items of theirs, or of another of its subtotals, have.
    ``unsettled`` trials lack an amount whose column is not certain, or are ``lone``: all items but one, or all in the
    table of the total; or stand ``apart`` from any statement, in notes. They judge nothing. A ``local`` trial is about
    cells of one table of the notes, and none of another that prints the same fact. Where a trial fails that has
    ``blamed`` facts, it speaks against these alone.
    """

    kind: str
    table: int | None
    terms: tuple[tuple[Draft, int], ...]
    missing: tuple[tuple[FactKey, int], ...] = ()
    untotalled: bool = False
    coarse: bool = False
    summation: str = ""
    absent: tuple[tuple[str, int], ...] = ()
    unsettled: bool = False
    lone: bool = False
    apart: bool = False
    local: bool = False
    blamed: tuple[Draft, ...] = ()
    residual: int = 0
    tolerance: int = 0
    id: str = ""

    def __post_init__(self) -> None:
        """Compute the residual and the tolerance."""
        self.residual = sum(factor * draft.value for draft, factor in self.terms)
        self.tolerance = sum(abs(factor) * draft.half for draft, factor in self.terms)

    @property
    def holds(self) -> bool:
        """Tell whether the interval of the sum contains zero."""
        return abs(self.residual) <= self.tolerance

    @property
    def exact(self) -> bool:
        """Tell whether the sum is zero to the last printed digit, so that each value follows from the others."""
        return self.residual == 0 and not self.coarse

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Return the facts that take part, each once; of a failing trial, those it speaks against."""
        if self.blamed and not self.holds:
            return self.blamed
        return tuple(dict.fromkeys(draft for draft, _ in self.terms))

    def holds_after(self, draft: Draft, step: int) -> bool:
        """Tell whether it would hold if one fact were larger by ``step``."""
        factor = sum(each for other, each in self.terms if other is draft)
        return abs(self.residual + factor * step) <= self.tolerance


@dataclass(slots=True)
class Tried:
    """Hold all trials: those that are checks, and those only good for telling what a blank cell would be."""

    trials: list[Trial] = field(default_factory=list)
    untotalled: list[Trial] = field(default_factory=list)
    unsettled: list[Trial] = field(default_factory=list)
    of: dict[int, list[Trial]] = field(default_factory=dict)  # id() of a draft → its trials

    def add(self, trial: Trial) -> None:
        """Take in a trial."""
        if trial.unsettled:
            self.unsettled += [] if trial.holds else [trial]
            return
        if trial.untotalled:
            self.untotalled.append(trial)
            return
        self.trials.append(trial)
        for draft in trial.drafts if trial.blamed else (draft for draft, _ in trial.terms):
            self.of.setdefault(id(draft), []).append(trial)
