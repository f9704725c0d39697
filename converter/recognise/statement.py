"""Build statements from groups: columns, periods, line items."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from converter.model.finding import Finding
from converter.model.period import Duration, Instant, Period
from converter.model.source import Source
from converter.model.statement import Column, LineItem, Reading, Scope, Statement, StatementKind
from converter.recognise.columns import (
    Layout,
    excludes_notes,
    find_layout,
    find_open_layout,
    heads_notes,
    parse_columns,
    place_in_piece,
    place_ways,
    take_column_below,
)
from converter.recognise.equity import MOST_READINGS, Matrix, place_row_ways, read_matrix_header
from converter.recognise.findings import KIND_NAMES, make_finding
from converter.recognise.fragments import doubt_cut_amounts, mend_fragments
from converter.recognise.grouping import Group
from converter.recognise.items import JoinedRow, build_items, join_rows, realign_labels
from converter.recognise.note_headings import NoteHeadings
from converter.recognise.periods import ReportPeriod, parse_duration_header, parse_printed_period, plain, previous_year
from converter.recognise.rows import FIGURES, Amount, is_piece
from converter.recognise.statement_findings import check_whole, report_cut, report_unplaced, report_unread
from converter.recognise.units import parse_currency, parse_scale
from converter.recognise.vocabulary import CLOSING_KEYS, MARKING_KEYS, Vocabulary

_SCOPE_NAMES = {Scope.CONSOLIDATED: ("合并", "consolidated"), Scope.PARENT_ONLY: ("母公司", "parent-only")}
_KIND_IDS = {
    StatementKind.BALANCE_SHEET: "balance-sheet",
    StatementKind.INCOME_STATEMENT: "income-statement",
    StatementKind.CASH_FLOW_STATEMENT: "cash-flow-statement",
    StatementKind.CHANGES_IN_EQUITY: "changes-in-equity",
}


def build_statements(
    groups: list[Group],
    report: ReportPeriod,
    scale: int,
    currency: str,
    vocabulary: Vocabulary,
    headings: NoteHeadings,
) -> tuple[tuple[Statement, ...], tuple[Finding, ...]]:
    """Return the statements of the groups in printed order, with what is wrong about them.

    ``scale`` and ``currency`` hold for statements that print none of their own; ``headings`` are those of the notes.
    """
    findings: list[Finding] = []
    matrices = _read_matrices(groups, findings)
    equity_periods = _tell_equity_periods(groups, report)
    statements: list[Statement] = []
    scales = [_printed_scale(group) for group in groups]
    told = {each for each in scales if each is not None}
    if len(told) == 1:  # a statement whose unit was lost is in that of all others
        (scale,) = told
    for index, group in enumerate(groups):
        own_scale = scales[index]
        own_currency = next((c for block in group.context[::-1] if (c := parse_currency(block.text))), None)
        if group.kind is StatementKind.CHANGES_IN_EQUITY:
            columns, items = _build_matrix(group, matrices[index], equity_periods[index], vocabulary, findings)
        else:
            columns, items = _build_table(group, report, vocabulary, headings, findings)
        statement = Statement(
            id=_name_statement(group, columns, report, {statement.id for statement in statements}),
            kind=group.kind,
            scope=group.scope,
            title=_title_of(group),
            line_from=group.segments[0].line_from,
            line_to=max(segment.line_to for segment in group.segments),
            presentation_scale=scale if own_scale is None else own_scale,
            currency=own_currency or currency,
            columns=columns,
            items=items,
        )
        statements.append(statement)
        findings.extend(check_whole(group, statement))
    return tuple(statements), tuple(findings)


def _build_table(
    group: Group,
    report: ReportPeriod,
    vocabulary: Vocabulary,
    headings: NoteHeadings,
    findings: list[Finding],
) -> tuple[tuple[Column, ...], tuple[LineItem, ...]]:
    columns = parse_columns(group.segments, group.kind, report, _printed_period(group))
    rows = [(number, row) for number, segment in enumerate(group.segments) for row in segment.rows]
    mend_fragments((row for _, row in rows), vocabulary.keys[group.kind])
    lines = join_rows(rows, vocabulary.keys[group.kind])
    for first, last in realign_labels(lines, MARKING_KEYS[group.kind] | frozenset().union(*CLOSING_KEYS[group.kind])):
        findings.append(
            make_finding(
                "recognise.labels-slipped",
                tuple(amount.source for amount in first.amounts),
                first=first.row.line,
                last=last.row.line,
                label=last.label,
            )
        )
    layouts: list[Layout | None] = []
    previous: dict[int, Layout] = {}
    has_notes = False
    for segment in group.segments:
        has_notes = has_notes or heads_notes(segment)
        layout = find_layout(segment, len(columns), previous.get(segment.width), has_notes=has_notes)
        if layout is not None:
            previous[layout.width] = layout
        layouts.append(layout)
    pieces = [
        find_open_layout(segment, len(columns)) if layout is None else None
        for segment, layout in zip(group.segments, layouts, strict=True)
    ]
    below: dict[int, Amount] = {}
    for number, piece in enumerate(pieces):
        if piece is not None:
            below.update(take_column_below(lines, number, piece, len(columns)))
    choices: list[str | None] = []
    readings: list[tuple[Reading, ...]] = []
    notes: list[str | None] = []
    no_notes = excludes_notes(group.segments, len(columns))
    for line in lines:
        placed, note, unread = place_ways(line, layouts[line.segment], len(columns), headings, no_notes=no_notes)
        piece = pieces[line.segment]
        together = place_in_piece(line, piece, len(columns), below.get(id(line))) if piece is not None else None
        readings.append(together or placed)
        choices.append(f"piece-{line.segment}" if together else None)
        notes.append(note)
        findings.extend(report_unread(line, [cell.source for cell in unread]))
        findings.extend(report_unplaced(line, placed, note))
    doubtful = doubt_cut_amounts(lines, readings)
    findings.extend(report_cut(lines, doubtful))
    choices = [None if doubt else choice for choice, doubt in zip(choices, doubtful, strict=True)]
    columns = _without_twins(columns, readings)
    findings.extend(
        make_finding(
            "recognise.period-unknown",
            first=group.segments[0].line_from,
            last=group.segments[-1].line_to,
            title=KIND_NAMES[group.kind][0],
            kind=KIND_NAMES[group.kind][1],
            header=" ".join(column.header),
        )
        for column in columns
        if column.period is None and column.measure is None
    )
    return columns, build_items(lines, readings, notes, choices)


def _without_twins(columns: tuple[Column, ...], readings: list[tuple[Reading, ...]]) -> tuple[Column, ...]:
    """Return the columns, those of one period without it where both print amounts that are not the same throughout.

    They are the figures of two entities, or of two versions, and nothing that was read of the header says which.
    """
    filled = {amount.column for ways in readings for reading in ways for amount in reading}
    rows = [{amount.column: amount.value for amount in ways[0]} for ways in readings if ways]
    doubtful: set[int] = set()
    for one, other in combinations(sorted(filled), 2):
        period = columns[one].period
        if period is None or (period, columns[one].measure) != (columns[other].period, columns[other].measure):
            continue
        both = [(row[one], row[other]) for row in rows if one in row and other in row]
        if not both or any(left != right for left, right in both):
            doubtful |= {one, other}
    return tuple(replace(each, period=None) if at in doubtful else each for at, each in enumerate(columns))


def _build_matrix(
    group: Group, matrix: Matrix | None, period: Period, vocabulary: Vocabulary, findings: list[Finding]
) -> tuple[tuple[Column, ...], tuple[LineItem, ...]]:
    rows = [(number, row) for number, segment in enumerate(group.segments) for row in segment.rows]
    mend_fragments((row for _, row in rows), vocabulary.keys[group.kind])
    lines = join_rows(rows, vocabulary.keys[group.kind])
    if matrix is None:
        for line in lines:
            findings.extend(report_unplaced(line, ()))
        return (), ()
    columns = tuple(
        Column(header, period, equity_component=component)
        for component, header in zip(matrix.components, matrix.headers, strict=True)
    )
    readings: list[tuple[Reading, ...]] = []
    for line in lines:
        damaged = _set_damaged_aside(line, len(columns))
        placed, narrowed = place_row_ways(
            line, matrix.components, is_positional=group.segments[line.segment].grid.is_positional
        )
        readings.append(placed)
        findings.extend(report_unread(line, damaged))
        if narrowed and len(line.amounts) <= len(columns):
            findings.append(
                make_finding(
                    "recognise.placement-open",
                    tuple(amount.source for amount in line.amounts),
                    line=line.row.line,
                    label=line.label,
                    count=len(line.amounts),
                    columns=len(columns),
                    kept=min(len(placed), MOST_READINGS),
                )
            )
        findings.extend(report_unread(line, [cell.source for _, cell in line.unread]))
        findings.extend(report_unplaced(line, placed))
    findings.extend(report_cut(lines, doubt_cut_amounts(lines, readings)))
    return columns, build_items(lines, readings, [None] * len(lines))


def _set_damaged_aside(line: JoinedRow, columns: int) -> list[Source]:
    """Take the amounts out of a row most of whose numbers are broken in pieces; what is left of them means nothing.

    So it does where one number broke into cells of its own and pushed the others out of their columns.
    """
    broken = [cell for _, cell in line.unread if any(char.isdigit() for char in cell.text)]
    places = {at for at, cell in line.unread if FIGURES.fullmatch(cell.text)}
    is_pushed = any(is_piece(cell.text) for cell in broken) and (
        len(line.row.cells) - 1 != columns or any(at + 1 in places for at in places)
    )
    if not is_pushed and (len(broken) < 2 or len(broken) < len(line.amounts)):
        return []
    damaged = [amount.source for amount in line.amounts]
    line.amounts.clear()
    return damaged


def _read_matrices(groups: list[Group], findings: list[Finding]) -> dict[int, Matrix | None]:
    """Return the columns of every matrix; one whose header is lost or spoilt has those of its sibling."""
    matrices: dict[int, Matrix | None] = {}
    equity = [(index, group) for index, group in enumerate(groups) if group.kind is StatementKind.CHANGES_IN_EQUITY]
    for index, group in equity:
        matrices[index] = read_matrix_header(group.segments)
    for index, group in equity:
        if matrices[index] is not None:
            continue
        width = max(len(row.cells) - 1 for segment in group.segments for row in segment.rows)
        siblings = [
            found
            for other, sibling in equity
            if (found := matrices[other]) is not None and sibling.scope is group.scope and other != index
        ]
        siblings.sort(key=lambda found: len(found.components) != width)
        if siblings:
            matrices[index] = siblings[0]
            findings.append(
                make_finding(
                    "recognise.header-replaced",
                    line=group.segments[0].line_from,
                    why_zh="表头缺失或列名重复",
                    why_en="it is missing, or names one column twice",
                    from_zh="同一范围的另一张权益变动表",
                    from_en="the other matrix of the same scope",
                )
            )
    return matrices


def _tell_equity_periods(groups: list[Group], report: ReportPeriod) -> dict[int, Period]:
    """Return the year of every matrix: as its header or the line below its title prints it.

    Else the first of a scope is the current one.
    """
    periods: dict[int, Period] = {}
    current: Period = report.duration
    for scope in Scope:
        alike = [
            index
            for index, group in enumerate(groups)
            if group.kind is StatementKind.CHANGES_IN_EQUITY and group.scope is scope
        ]
        printed = [_year_in_header(groups[index], report) or _printed_period(groups[index]) for index in alike]
        distinct = len({repr(period) for period in printed if period is not None}) == len(alike)
        for order, index in enumerate(alike):
            own = printed[order]
            if own is not None and distinct:
                periods[index] = own
            else:
                periods[index] = current if order == 0 else previous_year(current)
    return periods


def _year_in_header(group: Group, report: ReportPeriod) -> Period | None:
    for segment in group.segments:
        for row in segment.header:
            for cell in row:
                text = plain(cell.text)
                if not text or (
                    not any(char.isdigit() for char in text) and text[:2] not in ("本期", "上期", "本年", "上年")
                ):
                    continue
                period = parse_duration_header(text, report)
                if isinstance(period, Duration) and (
                    any(char.isdigit() for char in text) or text.startswith(("本", "上"))
                ):
                    return period
    return None


def _printed_period(group: Group) -> Period | None:
    for block in group.context[::-1]:
        period = parse_printed_period(block.text)
        if period is not None and isinstance(period, Instant) == (group.kind is StatementKind.BALANCE_SHEET):
            return period
    return None


def _printed_scale(group: Group) -> int | None:
    above = (found for block in group.context[::-1] if (found := parse_scale(block.text)) is not None)
    found = next(above, None)
    return _scale_in_header(group) if found is None else found


def _scale_in_header(group: Group) -> int | None:
    for segment in group.segments:
        for row in segment.header:
            for cell in row:
                if (found := parse_scale(cell.text)) is not None:
                    return found
    return None


def _title_of(group: Group) -> str:
    return group.titles[-1].text if group.titles else _SCOPE_NAMES[group.scope][0] + KIND_NAMES[group.kind][0]


def _name_statement(group: Group, columns: tuple[Column, ...], report: ReportPeriod, taken: set[str]) -> str:
    name = f"{_SCOPE_NAMES[group.scope][1]}-{_KIND_IDS[group.kind]}"
    if group.kind is StatementKind.CHANGES_IN_EQUITY and columns and isinstance(columns[0].period, Duration):
        year = columns[0].period.end.year
        if year != report.year:
            name = f"{name}-{year}"
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}-{number}", number + 1
    return candidate
