"""Say what of a statement could not be read, stands in no column, or is missing."""

from __future__ import annotations

from collections.abc import Sequence

from converter.model.finding import Finding
from converter.model.source import Source
from converter.model.statement import Reading, Statement, StatementKind
from converter.recognise.findings import KIND_NAMES, make_finding
from converter.recognise.grouping import Group
from converter.recognise.items import JoinedRow
from converter.recognise.rows import is_note_reference
from converter.recognise.vocabulary import CLOSING_BALANCE, CLOSING_KEYS


def check_whole(group: Group, statement: Statement) -> list[Finding]:
    """Return the finding that a statement lacks rows it must end with."""
    missing = [closing[0] for closing in CLOSING_KEYS[group.kind] if not any(key in group.seen for key in closing)]
    if group.kind is StatementKind.CHANGES_IN_EQUITY and not any(CLOSING_BALANCE.match(key) for key in group.seen):
        missing.append("期末余额")
    if not missing:
        return []
    source = next((source for item in reversed(statement.items) for source in item.sources), None)
    return [
        make_finding(
            "recognise.statement-cut",
            (source,) if source else (),
            first=statement.line_from,
            last=statement.line_to,
            title=statement.title,
            kind=KIND_NAMES[group.kind][1],
            zh="、".join(missing),
            en=", ".join(missing),
        )
    ]


def report_unread(line: JoinedRow, sources: list[Source]) -> list[Finding]:
    """Return the finding that a row prints digits no amount was read from."""
    damaged = [
        source for source in sources if any(c.isdigit() for c in source.text) and not is_note_reference(source.text)
    ]
    return [_about("recognise.number-unreadable", line, damaged, "”、“")] if damaged else []


def report_cut(lines: list[JoinedRow], doubtful: list[tuple[Source, ...]]) -> list[Finding]:
    """Return the findings that amounts of rows may have been cut where a page or cell ends."""
    return [
        _about("recognise.number-perhaps-cut", line, sources, "”、“")
        for line, sources in zip(lines, doubtful, strict=True)
        if sources
    ]


def report_unplaced(line: JoinedRow, readings: tuple[Reading, ...], note: str | None = None) -> list[Finding]:
    """Return the finding that amounts stand in no reading; a bare figure read as the row's note is none."""
    placed = {(amount.source.line, amount.source.start) for reading in readings for amount in reading}
    if line.row.ways and any(readings):  # each way has amounts of its own
        return []
    lost = [a.source for a in line.amounts if (a.source.line, a.source.start) not in placed and a.source.text != note]
    return [_about("recognise.number-unplaced", line, lost, "、")] if lost else []


def _about(code: str, line: JoinedRow, sources: Sequence[Source], joint: str) -> Finding:
    """Return a finding about texts of one row, named together."""
    text = joint.join(source.text for source in sources)
    return make_finding(code, tuple(sources), line=sources[0].line, label=line.label, text=text)
