"""Find what explains the identities that fail: one finding for one cause, not one for every sum it upsets.

duplicated row   a row repeats the amounts of its sibling, and the total is exceeded by exactly that
lost cell        (lost.py) a blank cell that must have held an amount
misread digit    one cell whose change mends every identity it takes part in, by a slip of one or two digits
none of these    the identity is reported as it fails
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from converter.model.finding import Finding, Message, Severity
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.lost import LostCell
from converter.reconcile.note_ratios import RatioTrial, ratio_findings
from converter.reconcile.trials import Trial, Tried
from converter.reconcile.wording import Wording, code_of, join

Row = tuple[int, int]

_TOLD = 4  # identities and suspects that one message names; the finding's sources and facts have them all


@dataclass(frozen=True, slots=True)
class _Slip:
    """Hold a cell whose value would mend ``trials``: ``value`` is what it would be."""

    draft: Draft
    value: int
    trials: tuple[Trial, ...]
    digits: int


def explain_failures(tried: Tried, book: FactBook, lost: Sequence[LostCell], wording: Wording) -> list[Finding]:
    """Return one finding per cause of the identities that fail."""
    ratios = [trial for trial in tried.trials if isinstance(trial, RatioTrial) and not trial.holds]
    failing = [trial for trial in tried.trials if not trial.holds and not isinstance(trial, RatioTrial)]
    told = {id(trial) for each in lost for trial in each.failing}
    findings: list[Finding] = []
    for finding, trials in _duplicated_rows([t for t in failing if id(t) not in told], book, wording):
        findings.append(finding)
        told.update(id(trial) for trial in trials)
    for trial in failing:
        if trial.kind == "agreement" and id(trial) not in told:
            told.add(id(trial))
            findings.append(_disagreement(trial, tried, wording))
    while left := [trial for trial in failing if id(trial) not in told]:
        slips = _slips(left, tried)
        if slips:
            findings.append(_misread(slips, wording))
            told.update(id(trial) for trial in slips[0].trials)
        else:
            alike = _alike(left)
            findings.append(_failure(alike, wording))
            told.update(id(trial) for trial in alike)
    return findings + ratio_findings(ratios, wording)


def _alike(failing: Sequence[Trial]) -> list[Trial]:
    """Return the first failing identity in all its columns, with others of its statement that are off by the same."""
    identities: dict[tuple[object, ...], list[Trial]] = {}
    for trial in failing:
        identities.setdefault(_identity(trial), []).append(trial)
    first = next(iter(identities.values()))
    return [
        trial
        for trials in identities.values()
        if trials is first or (trials[0].table == first[0].table and _off_by(trials) == _off_by(first))
        for trial in trials
    ]


def _off_by(trials: Sequence[Trial]) -> frozenset[tuple[object, ...]]:
    """Return the differences of failing trials with their times."""
    return frozenset((trial.terms[0][0].key.start, trial.terms[0][0].key.end, trial.residual) for trial in trials)


def _identity(trial: Trial) -> tuple[object, ...]:
    """Return what failing trials share that are one identity in several columns, or several on one row of a matrix."""
    head = trial.terms[0][0].cells[0]
    return trial.kind, head.table, head.row, trial.kind == "equality" and head.column


def _failure(trials: Sequence[Trial], wording: Wording) -> Finding:
    """Report an identity that nothing explains, in all columns where it fails."""
    return wording.finding(
        code_of(trials[0]),
        _failures(trials, wording),
        severity=_severity(trials, wording),
        trials=trials,
        suggestion=join(
            "",
            Message(zh="请对照原件核对所列各项。", en="check the cells named against the original"),
            _what_may_be_lost(trials, wording),
        ),
    )


def _what_may_be_lost(trials: Sequence[Trial], wording: Wording) -> Message:
    """Say which row or cell could have been lost, where an identity lacks some."""
    trial = trials[0]
    lacking = trial.absent[0] if len(trial.absent) == 1 else None
    if lacking is not None and trial.summation:
        concept, factor = lacking
        label = wording.taxonomy.concepts[concept]
        values = "、".join(wording.amount(-each.residual * factor) for each in trials if each.absent == trial.absent)
        return Message(
            zh=f"该表没有“{label.label()}”一行；若该行丢失，其金额应为 {values}。",
            en=f"; the statement has no row “{label.label('en')}”: if that row was lost, it held {values}",
        )
    if len(trials) == 1 and len(trial.missing) == 1:
        value = wording.amount(-trial.residual * trial.missing[0][1])
        return Message(
            zh=f"该合计中只有一项没有印出金额；若其金额丢失，应为 {value}。",
            en=f"; one item of this total prints nothing: if its amount was lost, it would be {value}",
        )
    if any(each.missing for each in trials):
        count = max(len(each.missing) for each in trials)
        return Message(
            zh=f"该合计另有 {count} 项没有印出金额，可能有一项丢失。",
            en=f"; {count} further items of this total print nothing, and one of them may have been lost",
        )
    return Message(zh="", en="")


def _severity(trials: Sequence[Trial], wording: Wording) -> Severity:
    """Return how bad a failure is; what a note's table adds up is known with less certainty than a statement."""
    in_notes = all(trial.local and wording.is_note(trial.table) for trial in trials)
    return Severity.WARNING if in_notes else Severity.ERROR


def _failures(trials: Sequence[Trial], wording: Wording) -> Message:
    """Say how identities fail, one by one, the first few where there are many."""
    shown = trials[:_TOLD]
    told = [wording.failure(trial, shown[at - 1] if at else None) for at, trial in enumerate(shown)]
    if (left := len(trials) - len(told)) > 0:
        told.append(Message(zh=f"另有 {left} 处同样不平", en=f"{left} more fail with these"))
    return join("", join("；", *told, en="; "), Message(zh="。", en=""))


def _disagreement(trial: Trial, tried: Tried, wording: Wording) -> Finding:
    """Report two printed amounts of one fact, with what the identities say of each."""
    (plain, _), (other, _) = trial.terms
    holding = sum(each.holds for each in tried.of.get(id(plain), ()))
    return wording.finding(
        "reconcile.disagreement",
        join("", wording.failure(trial), Message(zh="。", en="")),
        severity=Severity.WARNING if wording.is_note(other.cells[0].table) else Severity.ERROR,
        trials=[trial],
        suggestion=Message(
            zh=f"有 {holding} 项勾稽关系支持 {wording.amount(plain.value)}；"
            f"请对照原件核对第 {other.cells[0].source.line} 行。"
            if holding
            else "没有勾稽关系能够判定；请对照原件核对两处。",
            en=f"{_count(holding, 'identity supports', 'identities support')} {wording.amount(plain.value)}; "
            f"check line {other.cells[0].source.line} against the original"
            if holding
            else "no identity decides between them; check both places against the original",
        ),
    )


def _duplicated_rows(failing: Sequence[Trial], book: FactBook, wording: Wording) -> list[tuple[Finding, list[Trial]]]:
    """Find rows that repeat a sibling under the same total, where the total is exceeded by exactly that row."""
    grouped: dict[tuple[int, str], list[Trial]] = {}
    for trial in failing:
        if trial.kind == "summation" and trial.table is not None:
            grouped.setdefault((trial.table, trial.terms[0][0].key.concept), []).append(trial)
    found = []
    for (table, _), trials in grouped.items():
        rows: dict[int, dict[tuple[object, ...], tuple[Draft, int]]] = {}
        for trial in trials:
            for draft, factor in trial.terms[1:]:
                for cell in draft.cells:
                    if cell.table == table:
                        rows.setdefault(cell.row, {})[draft.key[1:]] = (draft, factor)
        excess: dict[tuple[object, ...], int] = {trial.terms[0][0].key[1:]: trial.residual for trial in trials}
        repeated = [
            row
            for row, cells in rows.items()
            if cells.keys() == excess.keys()
            and all(excess[at] == factor * draft.value for at, (draft, factor) in cells.items())
        ]
        twins = [row for row in repeated if len(repeated) > 1]
        if len(twins) >= 2:
            finding = _duplicate_finding(table, twins, trials, book, wording, rows)
            found.append((finding, trials))
    return found


def _duplicate_finding(
    table: int,
    twins: list[int],
    trials: list[Trial],
    book: FactBook,
    wording: Wording,
    rows: dict[int, dict[tuple[object, ...], tuple[Draft, int]]],
) -> Finding:
    drafts = [draft for row in twins for draft, _ in rows[row].values()]
    elsewhere = {row: _printed_in_other_scope([d for d, _ in rows[row].values()], book) for row in twins}
    likely = [row for row in twins if not elsewhere[row]] if any(elsewhere.values()) else []
    total = trials[0].terms[0][0]
    lines = [wording.row(table, row) for row in twins]
    amounts = [
        Message(zh=wording.amount(draft.value), en=wording.amount(draft.value)) for draft, _ in rows[twins[0]].values()
    ]
    if len(likely) == 1:
        name = wording.row(table, likely[0])
        suggestion = Message(
            zh=f"{name.zh}很可能是重复印出的一行（另一范围的报表在另一行印有这些金额），应为空白；请对照原件核对。未作任何删除。",
            en=f"{name.en} is probably the repetition (the statement of the other scope prints such amounts on the "
            "other row only) and should be blank; check the original; nothing was removed",
        )
    else:
        suggestion = Message(
            zh="其中一行很可能是重复印出的，应为空白；请对照原件核对是哪一行。未作任何删除。",
            en="one of them is probably a repetition and should be blank; check which; nothing was removed",
        )
    return wording.finding(
        "reconcile.duplicated-row",
        join(
            "",
            join("与", *lines, en=" and "),
            Message(
                zh=f"（{wording.title(table)}）印有相同的金额（",
                en=f" of {wording.title(table)} print the same amounts (",
            ),
            join("、", *amounts, en=", "),
            Message(zh="），而合计", en="), but the total "),
            wording.draft(total),
            Message(
                zh=(f" 等 {len(trials)} 处" if len(trials) > 1 else " ")
                + "只包含其中一行；两行都计入时，合计恰好相差该行金额。",
                en=(f" (and {len(trials) - 1} more in its row)" if len(trials) > 1 else "")
                + " includes only one of them; with both it is off by just that row",
            ),
        ),
        trials=trials,
        drafts=drafts,
        suggestion=suggestion,
    )


def _printed_in_other_scope(drafts: Sequence[Draft], book: FactBook) -> bool:
    """Tell whether the statement of another scope prints some of these amounts for the same concept and time."""
    own = {(draft.key._replace(unit=""), draft.value) for draft in drafts}
    return any(
        draft.key.concept == drafts[0].key.concept
        and draft.key.scope != drafts[0].key.scope
        and (draft.key._replace(unit="", scope=drafts[0].key.scope), draft.value) in own
        for draft in book.plain.values()
    )


def _slips(failing: Sequence[Trial], tried: Tried) -> list[_Slip]:
    """Return the cells whose change would mend the most failing identities and break none, likeliest first.

    A value printed alike in two statements is no candidate. Only changes that a slip of recognition makes are looked
    at: up to two digits, two digits exchanged, a digit lost or doubled, or the sign.
    """
    open_trials = {id(trial) for trial in failing}
    found: list[_Slip] = []
    for draft in dict.fromkeys(draft for trial in failing for draft in trial.drafts):
        if len({cell.table for cell in draft.cells}) > 1:
            continue
        mends: list[Trial] = []
        steps: set[int] = set()
        for trial in tried.of[id(draft)]:
            if id(trial) in open_trials:
                factor = sum(f for d, f in trial.terms if d is draft)
                steps.add(-trial.residual // factor if factor and trial.residual % factor == 0 else 0)
                mends.append(trial)
        if len(steps) != 1 or 0 in steps:
            continue
        step = steps.pop()
        if any(not trial.holds_after(draft, step) for trial in tried.of[id(draft)] if trial.holds):
            continue
        digits = digit_distance(draft.value, draft.value + step, draft.half)
        if digits:
            found.append(_Slip(draft, draft.value + step, tuple(mends), digits))
    most = max((len(slip.trials) for slip in found), default=0)
    best = [slip for slip in found if len(slip.trials) == most]
    best.sort(key=lambda slip: (slip.digits, slip.draft.position))
    return [slip for slip in best if slip.digits == best[0].digits and set(slip.trials) == set(best[0].trials)]


def digit_distance(before: int, after: int, half: int) -> int:
    """Return how many slips lead from one printed number to another: 1 or 2, or 0 where it takes more.

    One slip is a digit read as another, two neighbours exchanged, a digit lost or added, or the sign.
    """
    unit = 2 * half
    if before % unit or after % unit:
        return 0
    sign = (before < 0) != (after < 0) and after != 0
    old, new = str(abs(before) // unit), str(abs(after) // unit)
    if old == new:
        return 1 if sign else 0
    if sign or after == 0:
        return 0
    width = max(len(old), len(new))
    differing = [at for at, (a, b) in enumerate(zip(old.zfill(width), new.zfill(width), strict=True)) if a != b]
    if len(differing) == 1 and len(old) == len(new):
        return 1
    if len(differing) == 2 and len(old) == len(new):
        first, second = differing
        exchanged = second == first + 1 and old[first] == new[second] and old[second] == new[first]
        return 1 if exchanged else 2
    longer, shorter = (old, new) if len(old) > len(new) else (new, old)
    if len(longer) == len(shorter) + 1 and any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))):
        return 1
    return 0


def _misread(slips: list[_Slip], wording: Wording) -> Finding:
    """Report identities that one slip explains, naming every cell where it can be."""
    trials = slips[0].trials
    named = [
        join(
            "",
            wording.draft(slip.draft),
            Message(zh=f" 应为 {value.zh}", en=f" would be {value.en}"),
        )
        for slip in slips[:_TOLD]
        for value in (wording.amount_like(slip.value, slip.draft.cells[0]),)
    ]
    count = len(trials)
    if len(slips) == 1:
        suggestion = join(
            "",
            Message(zh="若只有一处误识，则", en="if a single cell was misread: "),
            *named,
            Message(
                zh=f"，不平的 {count} 项勾稽关系即全部成立。请对照原件核对；未作任何修改。",
                en=(", and the failing identity holds" if count == 1 else f", and all {count} failing identities hold")
                + "; check the original; nothing was changed",
            ),
        )
    else:
        suggestion = join(
            "",
            Message(zh="若只有一处误识，可能是其中之一：", en="if a single cell was misread, it is one of: "),
            join("；", *named, en="; "),
            Message(
                zh=(f"；等 {len(slips)} 处" if len(slips) > len(named) else "") + "。请对照原件核对；未作任何修改。",
                en=(f"; {len(slips) - len(named)} more would do" if len(slips) > len(named) else "")
                + "; check the original; nothing was changed",
            ),
        )
    return wording.finding(
        code_of(trials[0]),
        _failures(trials, wording),
        severity=_severity(trials, wording),
        trials=trials,
        suggestion=suggestion,
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
