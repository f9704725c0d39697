"""Report printed amounts that became no facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from converter.model.finding import Finding, Message, Severity
from converter.reconcile.cells import OTHER_MEASURE, Misplaced, Placement, Table
from converter.reconcile.facts import FactBook
from converter.reconcile.note_aggregates import OtherAggregate
from converter.reconcile.trials import Trial
from converter.reconcile.wording import Wording, join

_SHOWN = 6  # rows that a message names; the finding's sources have them all


def unresolved_findings(
    tables: Sequence[Table], placements: Mapping[tuple[int, int], Placement], wording: Wording
) -> list[Finding]:
    """Report each row whose amounts the identities do not place."""
    findings = []
    for (number, row), placement in placements.items():
        if not placement.open_amounts:
            continue
        table = tables[number]
        label = table.line_item(row).printed_label
        texts = [amount.source.text for amount, _ in placement.open_amounts]
        line = placement.open_amounts[0][0].source.line
        why = (
            Message(zh="任何排列都与勾稽关系不符", en="no placement agrees with the identities")
            if placement.contradicted
            else Message(zh="有不止一种排列符合勾稽关系", en="more than one placement agrees with the identities")
        )
        findings.append(
            wording.finding(
                "reconcile.unresolved",
                Message(
                    zh=f"第 {line} 行“{label}”（{wording.title(number)}）的金额 {'、'.join(texts)} 无法确定所在列："
                    f"{why.zh}。",
                    en=f"line {line}, row “{label}” of {wording.title(number)}: it is not certain in which columns "
                    f"{', '.join(texts)} stand: {why.en}",
                ),
                severity=Severity.WARNING,
                sources=[amount.source for amount, _ in placement.open_amounts],
                suggestion=Message(
                    zh="这些金额未成为事实；请对照原件补上空白单元格后重新转换。",
                    en="these amounts became no facts; put the empty cells back, as in the original, and convert again",
                ),
            )
        )
    return findings


_UNCERTAIN = Message(zh="其组成项目中有金额所在列无法确定", en="the column of an amount it includes is not certain")
_UNCERTAIN_REMEDY = Message(
    zh="解决上述未确定的金额后即可核对；在此之前，XBRL 校验会报告计算不一致。",
    en="it can once that amount is resolved; until then XBRL validation calls it inconsistent",
)
_LONE = Message(zh="其组成项目未必全部印出", en="not all of the items it is made of need be printed")
_APART = Message(zh="附注未必印出其全部组成项目", en="the notes need not print all the items it is made of")
_LONE_REMEDY = Message(
    zh="请用载有全部项目的报表核对；XBRL 校验会对此报告计算不一致。",
    en="check it against a statement that prints all items; XBRL validation calls it inconsistent",
)


def unsettled_findings(trials: Sequence[Trial], wording: Wording) -> list[Finding]:
    """Report, per total, the sums that cannot be tried; an XBRL processor will call them inconsistent."""
    grouped: dict[tuple[int | None, str, bool, bool], list[Trial]] = {}
    for trial in trials:
        key = (trial.table, trial.terms[0][0].key.concept, trial.lone, trial.apart)
        grouped.setdefault(key, []).append(trial)
    findings = []
    for (table, _, is_lone, is_apart), found in grouped.items():
        head = wording.draft(found[0].terms[0][0], table)
        places = "1 place" if len(found) == 1 else f"{len(found)} places"
        why, remedy = (_LONE, _LONE_REMEDY) if is_lone else (_UNCERTAIN, _UNCERTAIN_REMEDY)
        if is_apart:
            why, remedy = _APART, _LONE_REMEDY
        findings.append(
            wording.finding(
                "reconcile.unsettled-sum",
                Message(
                    zh=f"{head.zh} 这一合计在 {len(found)} 列中无法核对：{why.zh}。",
                    en=f"{head.en}: this total cannot be checked in {places}, because {why.en}",
                ),
                severity=Severity.INFO,
                trials=found,
                suggestion=remedy,
            )
        )
    return findings


def no_place_findings(
    tables: Sequence[Table], misplaced: Sequence[tuple[int, int, Misplaced]], wording: Wording
) -> list[Finding]:
    """Report, per statement and reason, the rows whose amounts can be no facts; columns of other measures go unsaid."""
    grouped: dict[tuple[int, Misplaced], list[int]] = {}
    for number, row, reason in misplaced:
        if reason != OTHER_MEASURE:
            grouped.setdefault((number, reason), []).append(row)
    findings = []
    for (number, reason), rows in grouped.items():
        table = tables[number]
        items = [table.line_item(row) for row in dict.fromkeys(rows)]
        named = [wording.row(number, row) for row in dict.fromkeys(rows)][:_SHOWN]
        if len(items) > len(named):
            left = len(items) - len(named)
            named.append(Message(zh=f"另外 {left} 行", en=f"{left} more rows"))
        places = join("、", *named, en=", ")
        amounts = "1 amount" if len(rows) == 1 else f"{len(rows)} amounts"
        findings.append(
            wording.finding(
                "reconcile.no-place",
                Message(
                    zh=f"“{wording.title(number)}”有 {len(rows)} 个金额未成为事实（{places.zh}）：{reason.zh}。",
                    en=f"{amounts} of {wording.title(number)} became no fact ({places.en}): {reason.en}",
                ),
                severity=Severity.WARNING,
                sources=[source for item in items for source in item.sources],
                suggestion=Message(zh="请检查该表的表头与行项目。", en="check the header and the rows of this table"),
            )
        )
    return findings


def other_aggregate_findings(apart: Sequence[OtherAggregate], book: FactBook, wording: Wording) -> list[Finding]:
    """Report each table of the notes that is about another amount than the line it seems to be about."""
    drafts = {(cell.table, cell.row, cell.column): draft for draft in book.all_drafts() for cell in draft.cells}
    findings = []
    for each in apart:
        own, other = wording.cell(each.own), wording.cell(each.other)
        off = wording.amount_like(each.own.value - each.other.value, each.own)
        concerned = [drafts.get((cell.table, cell.row, cell.column)) for cell in (each.own, each.other)]
        findings.append(
            wording.finding(
                "reconcile.other-amount",
                Message(
                    zh=f"“{wording.title(each.table)}”一表的{own.zh} 与 {other.zh} 相差 {off.zh}，"
                    f"该表按另一口径列示（“{each.name}”）。",
                    en=f"{own.en} of the table “{wording.title(each.table)}” differs from {other.en} by {off.en}: the "
                    f"table shows another amount (“{each.name}”)",
                ),
                severity=Severity.INFO,
                sources=(each.own.source, each.other.source),
                drafts=[draft for draft in concerned if draft is not None],
                suggestion=Message(
                    zh="该表的事实均带有披露事项维度；若两者应当一致，请对照原件核对。",
                    en="its facts all carry the axis of disclosures; if the two should be the same, check the original",
                ),
            )
        )
    return findings
