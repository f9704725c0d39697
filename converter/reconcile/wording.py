"""Word what reconcile found, in Chinese and English: where, what was printed, what does not add up and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from converter.model.finding import Finding, Message, Severity
from converter.model.source import Source
from converter.reconcile.cells import PrintedCell, Table, shown
from converter.reconcile.facts import Draft
from converter.reconcile.trials import Trial
from converter.taxonomy import Taxonomy

FINDINGS: Mapping[str, str] = {
    "reconcile.sum-differs": "a printed total is not the sum of what it is made of",
    "reconcile.roll-forward-differs": "opening balance and change do not make the closing balance",
    "reconcile.ratio-differs": "a printed percentage is not the ratio of the two amounts it is worked out from",
    "reconcile.equality-differs": "two items that must be the same amount are not",
    "reconcile.disagreement": "one fact is printed with different amounts in different places",
    "reconcile.other-amount": "a note's table adds up to another amount than the line it seems to be about",
    "reconcile.lost-cell": "a cell prints nothing although identities say what it must have held",
    "reconcile.duplicated-row": "the amounts of one row stand on another too, and the total includes them once",
    "reconcile.unresolved": "a row's amounts can stand in several columns, and the identities do not decide which",
    "reconcile.unsettled-sum": "a total cannot be checked: an item's column is open, or not all items need be printed",
    "reconcile.no-place": "printed amounts can be no facts where they stand",
}

_SHOWN = 6  # contributors, and columns, that a message names; the finding's sources have them all
_SCALES = {
    3: Message(zh=" 千元", en=" thousand"),
    4: Message(zh=" 万元", en=" ten thousand"),
    6: Message(zh=" 百万元", en=" million"),
    8: Message(zh=" 亿元", en=" hundred million"),
}

_CODES = {
    "summation": "reconcile.sum-differs",
    "aggregation": "reconcile.sum-differs",
    "roll-forward": "reconcile.roll-forward-differs",
    "equality": "reconcile.equality-differs",
    "agreement": "reconcile.disagreement",
    "breakdown": "reconcile.sum-differs",
    "quarters": "reconcile.sum-differs",
    "parts": "reconcile.sum-differs",
    "net": "reconcile.sum-differs",
    "share": "reconcile.ratio-differs",
    "rate": "reconcile.ratio-differs",
    "growth": "reconcile.ratio-differs",
}


class Wording:
    """Name cells and amounts of one report."""

    def __init__(self, tables: Sequence[Table], places: int, taxonomy: Taxonomy) -> None:
        """Take what names come from."""
        self.tables = tables
        self.places = places
        self.taxonomy = taxonomy
        self.cents = any(
            amount.decimals > table.scale(amount.column) and not amount.percent
            for table in tables
            for item in table.statement.items
            for amount in item.readings[0]
        )

    def amount(self, value: int, scale: int = 0) -> str:
        """Return an amount in units of 10**scale, with thousands separators, and with cents where any are printed."""
        whole, _, fraction = shown(abs(value), self.places + scale).partition(".")
        digits = fraction.ljust(2, "0") if scale == 0 and (fraction or self.cents) else fraction
        return ("-" if value < 0 else "") + f"{int(whole):,}" + (f".{digits}" if digits else "")

    def amount_like(self, value: int, cell: PrintedCell) -> Message:
        """Return an amount in the unit in which a cell prints its own."""
        scale = self._scale(cell)
        text, unit = self.amount(value, scale), _SCALES.get(scale, Message(zh="", en=""))
        return Message(zh=text + unit.zh, en=text + unit.en)

    def row_label(self, table: int, row: int) -> str:
        """Return the label of a row as printed."""
        return self.tables[table].line_item(row).printed_label

    def column_label(self, table: int, column: int) -> str:
        """Return the header of a column as printed, its parts joined."""
        header = self.tables[table].statement.columns[column].header
        return "/".join(dict.fromkeys(part for part in header if part))

    def cell(self, cell: PrintedCell) -> Message:
        """Name a cell: line, label, printed text."""
        column = self.column_label(cell.table, cell.column)
        text = self._printed(cell)
        row = self._row(cell)
        return Message(zh=f"{row.zh}（{column}）{text.zh}", en=f"{row.en} ({column}) {text.en}")

    def _row(self, cell: PrintedCell) -> Message:
        label = self.row_label(cell.table, cell.row)
        return Message(zh=f"第 {cell.source.line} 行“{label}”", en=f"line {cell.source.line} “{label}”")

    def _printed(self, cell: PrintedCell) -> Message:
        """Return the text of a cell, with the unit of its column where amounts are printed in thousands or more."""
        unit = _SCALES.get(self._scale(cell), Message(zh="", en=""))
        return Message(zh=cell.source.text + unit.zh, en=cell.source.text + unit.en)

    def _scale(self, cell: PrintedCell) -> int:
        is_amount = cell.key.unit.startswith("iso4217:") and "/" not in cell.key.unit
        scale = self.tables[cell.table].scale(cell.column)
        return scale if is_amount and scale in _SCALES else 0

    def draft(self, draft: Draft, table: int | None = None) -> Message:
        """Name a fact by its cell in a statement, or by its first."""
        return self.cell(_cell_in(draft, table))

    def row(self, table: int, row: int) -> Message:
        """Name a row: line, label."""
        item = self.tables[table].line_item(row)
        line = item.sources[0].line if item.sources else self.tables[table].statement.line_from
        return Message(zh=f"第 {line} 行“{item.printed_label}”", en=f"line {line} “{item.printed_label}”")

    def title(self, table: int | None) -> str:
        """Return the title of a statement."""
        return self.tables[table].statement.title if table is not None else ""

    def failure(self, trial: Trial, after: Trial | None = None) -> Message:
        """Say what one identity says, what it makes, and the difference.

        ``after`` is the failure told just before: the parts of a sum, which are much the same rows, go unsaid then, and
        so does the row if it is the same.
        """
        (head, _), *others = trial.terms
        cell = _cell_in(head, trial.table)
        if trial.kind in ("equality", "agreement"):
            other = others[0][0]
            off = self.amount_like(head.value - other.value, head.cells[0])
            return join(
                "",
                self.draft(head),
                Message(zh=" 与", en=" and "),
                self.draft(other),
                Message(zh=f" 应当相等，相差 {off.zh}", en=f" must be equal; they differ by {off.en}"),
            )
        computed = self.amount_like(head.value - trial.residual, cell)
        off = self.amount_like(trial.residual, cell)
        named, parts = self.cell(cell), Message(zh="", en="")
        if after is None:
            told = self._parts(trial)
            parts = join("", Message(zh="（", en=" ("), join("、", *told, en=", "), Message(zh="）", en=")"))
        else:
            before = _cell_in(after.terms[0][0], after.table)
            if (before.table, before.row) == (cell.table, cell.row):
                column, text = self.column_label(cell.table, cell.column), self._printed(cell)
                named = Message(zh=f"（{column}）{text.zh}", en=f"({column}) {text.en}")
        return Message(
            zh=f"{named.zh}，而各项合计为 {computed.zh}{parts.zh}，相差 {off.zh}",
            en=f"{named.en}, but its parts make {computed.en}{parts.en}, a difference of {off.en}",
        )

    def ratio(self, trial: Trial) -> Message:
        """Say which amounts a percentage is worked out from, and what they make."""
        ratio, part, whole = (_cell_in(draft, trial.table) for draft, _ in trial.terms)
        made = self.percentage(ratio.value - trial.residual, ratio)
        named, over, under = self.cell(ratio), self._part(ratio, part), self._part(ratio, whole)
        if trial.kind == "growth":
            return Message(
                zh=f"{named.zh}，而由{under.zh} 到{over.zh} 的变动为 {made}",
                en=f"{named.en}, but from {under.en} to {over.en} the change is {made}",
            )
        return Message(
            zh=f"{named.zh}，而{over.zh} ÷ {under.zh} 为 {made}",
            en=f"{named.en}, but {over.en} ÷ {under.en} makes {made}",
        )

    def percentage(self, value: int, like: PrintedCell) -> str:
        """Return a ratio in per cent, rounded to the digits that a cell prints."""
        digits = max(like.decimals - 2, 0)
        unit = 10 ** (self.places - 2 - digits)
        return f"{Decimal((value + unit // 2) // unit).scaleb(-digits):,f}%"

    def is_note(self, table: int | None) -> bool:
        """Tell whether a table is one of the notes."""
        return table is not None and self.tables[table].statement.place is not None

    def _parts(self, trial: Trial) -> list[Message]:
        """Name what a sum is made of, the largest where it is much, in the order printed, and add up the rest."""
        (head, _), *others = trial.terms
        home = _cell_in(head, trial.table)
        ranked = sorted(others, key=lambda term: -abs(term[0].value))
        named = others if len(others) <= _SHOWN + 1 else [term for term in others if term in ranked[:_SHOWN]]
        parts = []
        for draft, factor in named:
            part = self._part(home, _cell_in(draft, trial.table))
            parts.append(part if factor < 0 else join("", Message(zh="减", en="less "), part))
        left = [term for term in others if term not in named]
        if left:
            rest = self.amount_like(-sum(factor * draft.value for draft, factor in left), home)
            parts.append(Message(zh=f"另外 {len(left)} 项共 {rest.zh}", en=f"{len(left)} more that make {rest.en}"))
        return parts

    def _part(self, home: PrintedCell, cell: PrintedCell) -> Message:
        """Name a cell beside another: what is the same of both, row or column, goes unsaid."""
        text = self._printed(cell)
        column = self.column_label(cell.table, cell.column)
        if (cell.table, cell.row) == (home.table, home.row):
            return Message(zh=f"“{column}”{text.zh}", en=f"“{column}” {text.en}")
        if column == self.column_label(home.table, home.column):
            row = self._row(cell)
            return Message(zh=f"{row.zh}{text.zh}", en=f"{row.en} {text.en}")
        return self.cell(cell)

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
        concerned = list(dict.fromkeys([draft for trial in trials for draft, _ in trial.terms] + list(drafts)))
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


def _cell_in(draft: Draft, table: int | None) -> PrintedCell:
    """Return the cell that prints a fact in a statement, or the first that prints it."""
    return next((cell for cell in draft.cells if cell.table == table), draft.cells[0])


def code_of(trial: Trial) -> str:
    """Return the code of the finding a failing identity makes."""
    return _CODES[trial.kind]


def join(zh: str, *parts: Message, en: str | None = None) -> Message:
    """Join messages, language by language."""
    return Message(zh=zh.join(part.zh for part in parts), en=(zh if en is None else en).join(part.en for part in parts))
