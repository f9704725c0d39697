"""Try shares and rates of the notes: share = part ÷ total, rate = allowance ÷ gross amount, to the printed precision.

A ratio that holds vouches for all three: none can be much off. One that is off by no more than a unit of its last digit
says nothing: percentages are trimmed so that they add up to 100. One that fails speaks against itself alone: a
percentage is worked out from the amounts, often by hand, and the amounts have sums of their own to be judged by. It is
said only in a column of which at least two ratios hold, and more hold than fail: otherwise the percentages are of
something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from converter.model.finding import Finding, Message, Severity
from converter.model.mapped import CellRole, MappedTable, MemberRole
from converter.reconcile.cells import FactKey, Table
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.note_identities import ADDING_UP
from converter.reconcile.note_structure import Measure, Slot, Structure, is_component_axis
from converter.reconcile.trials import Trial
from converter.reconcile.wording import Wording, code_of, join

_Ratio = tuple[Draft, Draft, Draft]  # ratio, part, whole
_TOLD = 4  # ratios that one message names
_TRIMMED = 3  # halves of the last digit: rounded, and one unit more or less
_ENOUGH = 2  # ratios that show what a column's percentages are of


@dataclass(slots=True, eq=False)
class RatioTrial(Trial):
    """Hold ratio = part ÷ whole as tried, without dividing: |ratio × whole - part| within the rounding of all three.

    ``terms`` are ratio, part and whole; ``one`` is the integer that stands for 1. The residual is what the printed
    ratio is off by, itself rounded.
    """

    one: int = 1

    def __post_init__(self) -> None:
        """Compute the residual; a ratio that fails speaks against itself alone."""
        ratio, part, whole = (draft for draft, _ in self.terms)
        over, under = part.value * self.one, whole.value
        if under < 0:
            over, under = -over, -under
        self.residual = ratio.value - (2 * over + under) // (2 * under)
        self.tolerance = ratio.half
        self.blamed = (ratio,)

    @property
    def holds(self) -> bool:
        """Tell whether the printed ratio is that of the printed amounts."""
        ratio, part, whole = (draft for draft, _ in self.terms)
        return _agrees(ratio.value, part.value, whole.value, self.one, self._slack(ratio, part, whole))

    @property
    def exact(self) -> bool:
        """Tell that a rounded ratio pins nothing."""
        return False

    def holds_after(self, draft: Draft, step: int) -> bool:
        """Tell whether it would hold with another value of one fact."""
        values = [each.value + (step if each is draft else 0) for each, _ in self.terms]
        ratio, part, whole = (each for each, _ in self.terms)
        return _agrees(values[0], values[1], values[2], self.one, self._slack(ratio, part, whole))

    def _slack(self, ratio: Draft, part: Draft, whole: Draft) -> int:
        return ratio.half * abs(whole.value) + abs(ratio.value) * whole.half + self.one * part.half


def _agrees(ratio: int, part: int, whole: int, one: int, slack: int) -> bool:
    return abs(ratio * whole - part * one) <= slack


def ratio_trials(
    table: Table, mapped: MappedTable, drafts: Mapping[Slot, Draft], book: FactBook
) -> Iterator[RatioTrial]:
    """Yield the shares and rates of one table."""
    structure = Structure.of(mapped, table.statement)
    sides = _Sides(table, structure, drafts, book)
    for measure in structure.measures:
        if measure.role is CellRole.SHARE:
            yield from _telling(table, "share", list(sides.shares(measure)))
        elif measure.role is CellRole.RATE:
            yield from _telling(table, "rate", list(sides.rates(measure)))


def _telling(table: Table, kind: str, bases: Sequence[list[_Ratio]]) -> Iterator[RatioTrial]:
    """Yield the trials of a column of percentages with what it is of: the base that most of them agree with."""
    best: list[RatioTrial] = []
    for base in bases:
        trials = [
            RatioTrial(kind, table.number, tuple((draft, 1) for draft in ratio), local=True, one=10**table.places)
            for ratio in base
            if ratio[2].value
        ]
        trials = [trial for trial in trials if trial.holds or abs(trial.residual) > _TRIMMED * trial.tolerance]
        if sum(trial.holds for trial in trials) > sum(trial.holds for trial in best):
            best = trials
    holding = [trial for trial in best if trial.holds]
    telling = sum(trial.terms[0][0].value != 0 for trial in holding)
    yield from best if telling >= _ENOUGH and 2 * len(holding) > len(best) else holding


class _Sides:
    """Find the two amounts that the percentages of a table may be the ratio of."""

    def __init__(self, table: Table, structure: Structure, drafts: Mapping[Slot, Draft], book: FactBook) -> None:
        self.table = table
        self.structure = structure
        self.drafts = drafts
        self.book = book
        self.totals = [at for at, role in enumerate(structure.members) if role is MemberRole.TOTAL]

    def rates(self, measure: Measure) -> Iterator[list[_Ratio]]:
        """Yield, for each pair of allowance and gross amount beside a rate, the ratios by member."""
        beside = self._beside(measure, frozenset({CellRole.ALLOWANCE}))
        for over in beside:
            for under in beside:
                if over.role is CellRole.ALLOWANCE and under.role in (CellRole.GROSS, CellRole.AMOUNT):
                    yield self._ratios(measure, over, [self._draft(at, under) for at in self._members()])

    def shares(self, measure: Measure) -> Iterator[list[_Ratio]]:
        """Yield, for each amount beside a share and each total it may be a share of, the ratios by member."""
        of_these = ADDING_UP - {CellRole.SHARE}
        beside = [each for each in self._beside(measure, of_these) if each.role in of_these]
        beside.sort(key=lambda each: (each.index > measure.index, abs(each.index - measure.index)))
        for over in beside:
            wholes = [self._draft(at, over) for at in self._members()]
            for whole in self._wholes(wholes):
                yield self._ratios(measure, over, [whole] * len(wholes))
            if self.totals:
                # Each member is a share of the next total below it, where there are several.
                yield self._ratios(measure, over, [self._total_below(at, over) for at in self._members()])

    def _beside(self, measure: Measure, roles: frozenset[CellRole]) -> list[Measure]:
        """Return the group of a percentage; where it stands apart, the group of the amounts to its left.

        比例 without a date of its own is of the dated column before it.
        """
        groups = self.structure.groups()
        if any(each.role in roles for each in groups[measure.group]):
            return groups[measure.group]
        left = [each for each in self.structure.measures[: measure.index] if each.role in roles]
        return groups[left[-1].group] if left else []

    def _wholes(self, parts: Sequence[Draft | None]) -> Iterator[Draft]:
        """Yield what a report prints of the subject as a whole: the five largest customers are a share of that."""
        first = next((part for part in parts if part is not None), None)
        if first is None:
            return
        key = first.key
        component = tuple(pair for pair in key.typed if is_component_axis(pair[0]))
        seen: set[FactKey] = set()
        for typed in (component, ()):
            whole = key._replace(typed=typed)
            draft = self.book.plain.get(whole)
            if draft is not None and whole not in seen:
                seen.add(whole)
                yield draft

    def _total_below(self, member: int, measure: Measure) -> Draft | None:
        at = next((total for total in self.totals if total >= member), self.totals[-1])
        return self._draft(at, measure)

    def _ratios(self, ratio: Measure, over: Measure, wholes: Sequence[Draft | None]) -> list[_Ratio]:
        found = []
        for at, whole in zip(self._members(), wholes, strict=True):
            printed, part = self._draft(at, ratio), self._draft(at, over)
            if printed is not None and part is not None and whole is not None and part is not whole:
                found.append((printed, part, whole))
        return found

    def _members(self) -> range:
        return range(len(self.structure.members))

    def _draft(self, member: int, measure: Measure) -> Draft | None:
        return self.drafts.get(self.structure.slot(member, measure.index))


def ratio_findings(trials: Sequence[RatioTrial], wording: Wording) -> list[Finding]:
    """Report, per column of percentages, those that are not the ratio of their amounts."""
    columns: dict[tuple[int, int], list[RatioTrial]] = {}
    for trial in trials:
        cell = trial.terms[0][0].cells[0]
        columns.setdefault((cell.table, cell.column), []).append(trial)
    findings = []
    for found in columns.values():
        told = [wording.ratio(trial) for trial in found[:_TOLD]]
        if (left := len(found) - len(told)) > 0:
            told.append(Message(zh=f"另有 {left} 处同样不符", en=f"{left} more differ like these"))
        findings.append(
            wording.finding(
                code_of(found[0]),
                join("", join("；", *told, en="; "), Message(zh="。", en="")),
                severity=Severity.WARNING,
                trials=found,
                suggestion=Message(
                    zh="请对照原件核对该百分比；可能是四舍五入方式不同，也可能是误识。",
                    en="check the percentage against the original: it may be rounded in another way, or misread",
                ),
            )
        )
    return findings
