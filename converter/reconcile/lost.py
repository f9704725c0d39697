"""Tell which blank cells must have held an amount: several identities, or the items of a total, say the same of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from converter.model.finding import Finding, Message, Severity
from converter.reconcile.cells import FactKey
from converter.reconcile.facts import Draft
from converter.reconcile.identities import Slot
from converter.reconcile.trials import Trial, Tried
from converter.reconcile.wording import Wording, join


@dataclass(slots=True)
class LostCell:
    """Hold a blank cell with the value it must have had and the trials that say so."""

    key: FactKey
    slot: Slot
    value: int
    says: list[Trial]
    failing: list[Trial] = field(default_factory=list)


def find_lost_cells(tried: Tried, blank: dict[FactKey, Slot]) -> list[LostCell]:
    """Return the blank cells that were lost.

    A blank cell stands for zero, or for an amount that was lost. It was lost where no identity agrees with zero and
    either it is a total whose items are printed and do not cancel out, or it is the only cell that can be what two
    identities both lack.
    """
    votes: dict[FactKey, list[tuple[int, Trial]]] = {}
    for trial in (*tried.untotalled, *tried.trials):
        open_cells = trial.missing[:1] if trial.untotalled else trial.missing
        for key, factor in open_cells:
            value, rest = divmod(-trial.residual, factor)
            if rest == 0:
                votes.setdefault(key, []).append((0 if trial.holds else value, trial))
    lost: list[LostCell] = []
    for key, cast in votes.items():
        values = {value for value, _ in cast}
        trials = [trial for _, trial in cast]
        if len(values) == 1 and 0 not in values and (len(trials) > 1 or trials[0].untotalled):
            failing = [trial for trial in trials if not trial.untotalled]
            lost.append(LostCell(key, blank[key], values.pop(), trials, failing))
    rivals: dict[frozenset[int], int] = {}
    for each in lost:
        lacks = frozenset(map(id, each.failing))
        rivals[lacks] = rivals.get(lacks, 0) + 1
    return [
        each for each in lost if len(each.failing) < len(each.says) or rivals[frozenset(map(id, each.failing))] == 1
    ]


def bridge(lost: LostCell) -> Trial | None:
    """Return the identity that is left when the lost cell is eliminated from the two that tell its value.

    Opening + X = closing and X = Σ items make closing - opening = Σ items: a check on printed figures only.
    """
    says = [trial for trial in lost.says if trial.untotalled]
    if len(says) < 2:
        return None
    first, second = says[0], says[1]
    factors = [next(factor for key, factor in trial.missing if key == lost.key) for trial in (first, second)]
    terms: dict[Draft, int] = {}
    for trial, by in ((second, factors[0]), (first, -factors[1])):
        for draft, factor in trial.terms:
            terms[draft] = terms.get(draft, 0) + by * factor
    left = tuple((draft, factor) for draft, factor in terms.items() if factor)
    if not left:
        return None
    sign = 1 if left[0][1] > 0 else -1
    kind = "roll-forward" if "roll-forward" in (first.kind, second.kind) else first.kind
    return Trial(kind, first.table, tuple((draft, factor * sign) for draft, factor in left))


def lost_cell_findings(lost: Sequence[LostCell], wording: Wording) -> list[Finding]:
    """Report lost cells, those of one row together."""
    by_row: dict[tuple[int, int], list[LostCell]] = {}
    for each in lost:
        by_row.setdefault(each.slot[:2], []).append(each)
    findings = []
    for (table, row), cells in sorted(by_row.items()):
        cells.sort(key=lambda each: each.slot)
        label = wording.row_label(table, row)
        values = [
            Message(
                zh=f"{wording.column_label(*_column(each))}：{wording.amount(each.value)}",
                en=f"{wording.column_label(*_column(each))}: {wording.amount(each.value)}",
            )
            for each in cells
        ]
        count = max(len(each.says) for each in cells)
        counted = Message(
            zh=f" {count} 项勾稽关系", en="an identity says" if count == 1 else f"{count} identities agree on"
        )
        trials = [trial for each in cells for trial in each.says]
        item = wording.tables[table].line_item(row)
        findings.append(
            wording.finding(
                "reconcile.lost-cell",
                join(
                    "",
                    wording.row(table, row),
                    Message(
                        zh=f"（{wording.title(table)}）没有印出金额，而{counted.zh}表明应为：",
                        en=f" of {wording.title(table)} prints nothing, but {counted.en} what it must have held: ",
                    ),
                    join("；", *values, en="; "),
                    Message(zh="。", en=""),
                ),
                severity=Severity.WARNING,
                trials=trials,
                sources=item.sources,
                suggestion=Message(
                    zh=f"请对照原件检查“{label}”一行：金额很可能在识别时丢失。未作任何补填。",
                    en=f"check the row “{label}” in the original: its amounts were probably lost in recognition; "
                    "nothing was filled in",
                ),
            )
        )
    return findings


def _column(lost: LostCell) -> tuple[int, int]:
    return lost.slot[0], lost.slot[2]
