"""Word what reconcile found, in Chinese and English: where, what was printed, what does not add up and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from converter.model.finding import Finding, Message, Severity
from converter.model.source import Source
from converter.reconcile.cells import PrintedCell, Table, shown
from converter.reconcile.facts import Draft
from converter.reconcile.identities import Slot, Trial
from converter.taxonomy import Taxonomy

FINDINGS: Mapping[str, str] = {
    "reconcile.sum-differs": "a printed total is not the sum of what it is made of",
    "reconcile.roll-forward-differs": "opening balance and change do not make the closing balance",
    "reconcile.equality-differs": "two items that must be the same amount are not",
    "reconcile.disagreement": "one fact is printed with different amounts in different places",
    "reconcile.lost-cell": "a cell prints nothing although identities say what it must have held",
    "reconcile.duplicated-row": "the amounts of one row stand on another too, and the total includes them once",
    "reconcile.unresolved": "a row's amounts can stand in several columns, and the identities do not decide which",
    "reconcile.unsettled-sum": "a total cannot be checked because the column of one of its items is not certain",
    "reconcile.no-place": "printed amounts can be no facts where they stand",
}

_CODES = {
    "summation": "reconcile.sum-differs",
    "aggregation": "reconcile.sum-differs",
    "roll-forward": "reconcile.roll-forward-differs",
    "equality": "reconcile.equality-differs",
    "agreement": "reconcile.disagreement",
}


class Wording:
    """Name cells and amounts of one report."""

    def __init__(self, tables: Sequence[Table], places: int, taxonomy: Taxonomy) -> None:
        """Take what names come from."""
        self.tables = tables
        self.places = places
        self.taxonomy = taxonomy

    def amount(self, value: int) -> str:
        """Return an amount with thousands separators."""
        whole, _, fraction = shown(abs(value), self.places).partition(".")
        return ("-" if value < 0 else "") + f"{int(whole):,}" + (f".{fraction.ljust(2, '0')}" if fraction else "")

    def row_label(self, table: int, row: int) -> str:
        """Return the label of a row as printed."""
        return self.tables[table].line_item(row).printed_label

    def column_label(self, table: int, column: int) -> str:
        """Return the header of a column as printed, its parts joined."""
        header = self.tables[table].statement.columns[column].header
        return "/".join(dict.fromkeys(part for part in header if part))

    def cell(self, cell: PrintedCell) -> Message:
        """Name a cell: line, label, printed text."""
        label = self.row_label(cell.table, cell.row)
        column = self.column_label(cell.table, cell.column)
        text = cell.source.text
        return Message(
            zh=f"第 {cell.source.line} 行“{label}”（{column}）{text}",
            en=f"line {cell.source.line} “{label}” ({column}) {text}",
        )

    def draft(self, draft: Draft, table: int | None = None) -> Message:
        """Name a fact by its cell in a statement, or by its first."""
        return self.cell(next((cell for cell in draft.cells if cell.table == table), draft.cells[0]))

    def slot(self, slot: Slot) -> Message:
        """Name a blank cell."""
        table, row, column = slot
        item = self.tables[table].line_item(row)
        line = item.sources[0].line if item.sources else self.tables[table].statement.line_from
        header = self.column_label(table, column)
        return Message(
            zh=f"第 {line} 行“{item.printed_label}”（{header}）", en=f"line {line} “{item.printed_label}” ({header})"
        )

    def title(self, table: int | None) -> str:
        """Return the title of a statement."""
        return self.tables[table].statement.title if table is not None else ""

    def failure(self, trial: Trial) -> Message:
        """Say what one identity says, what it makes, and the difference."""
        (head, _), *others = trial.terms
        if trial.kind in ("equality", "agreement"):
            other = others[0][0]
            return join(
                "",
                self.draft(head),
                Message(zh="与", en=" and "),
                self.draft(other),
                Message(
                    zh=f"应当相等，相差 {self.amount(head.value - other.value)}",
                    en=f" must be equal; they differ by {self.amount(head.value - other.value)}",
                ),
            )
        computed = head.value - trial.residual
        parts = [
            join(
                "",
                Message(zh="+" if factor < 0 else "-", en="+" if factor < 0 else "-"),
                self.draft(draft, trial.table),
            )
            for draft, factor in others
        ]
        return join(
            "",
            self.draft(head, trial.table),
            Message(zh="；其组成：", en="; made of: "),
            join("、", *parts, en=", "),
            Message(
                zh=f"；合计应为 {self.amount(computed)}，相差 {self.amount(trial.residual)}",
                en=f"; that makes {self.amount(computed)}, a difference of {self.amount(trial.residual)}",
            ),
        )

    def finding(
        self,
        code: str,
        message: Message,
        *,
        severity: Severity = Severity.ERROR,
        trials: Iterable[Trial] = (),
        drafts: Iterable[Draft] = (),
        sources: Iterable[Source] = (),
        suggestion: Message | None = None,
    ) -> Finding:
        """Make a finding about the facts of trials and further drafts and places."""
        concerned = list(dict.fromkeys([draft for trial in trials for draft in trial.drafts] + list(drafts)))
        places = [cell.source for draft in concerned for cell in draft.cells]
        unique = {(s.line, s.start, s.end): s for s in (*sources, *places)}
        return Finding(
            code=code,
            severity=severity,
            message=message,
            sources=tuple(unique[at] for at in sorted(unique)),
            facts=tuple(draft.id for draft in sorted(concerned, key=lambda draft: draft.position)),
            suggestion=suggestion,
        )


def code_of(trial: Trial) -> str:
    """Return the code of the finding a failing identity makes."""
    return _CODES[trial.kind]


def join(zh: str, *parts: Message, en: str | None = None) -> Message:
    """Join messages, language by language."""
    return Message(zh=zh.join(part.zh for part in parts), en=(zh if en is None else en).join(part.en for part in parts))
