"""Turn rows into line items: labels broken over rows rejoined, amounts given to the label they belong to, nesting."""

from __future__ import annotations

from dataclasses import dataclass

from converter.model.document import Cell
from converter.model.label import ParsedLabel, parse_label
from converter.model.source import Source
from converter.model.statement import LineItem, Reading
from converter.recognise.rows import Amount, Row
from converter.recognise.units import parse_label_scale

# Rows that the statutory formats print under the same 其中 as the row before them (财会〔2019〕6号).
_SAME_OF_WHICH = frozenset(
    {
        ("应收利息", "应收股利"),
        ("优先股", "永续债"),
        ("应付利息", "应付股利"),
        ("利息费用", "利息收入"),
        ("对联营企业和合营企业的投资收益", "以摊余成本计量的金融资产终止确认收益"),
    }
)


_BARE_TOTALS = frozenset({"合计", "总计"})
_LEAST_RUN = 4  # rows without labels that are no longer pieces of rows
_LONGEST_RUN = 6  # lines over which labels are believed to have slipped together


@dataclass(slots=True)
class JoinedRow:
    """Hold one line as meant: the label's pieces joined, and the rows whose amounts are its own."""

    label: str
    parsed: ParsedLabel
    sources: tuple[Source, ...]
    row: Row
    segment: int

    @property
    def amounts(self) -> list[Amount]:
        """Return the amounts of the row that prints them."""
        return self.row.amounts

    @property
    def unread(self) -> list[tuple[int, Cell]]:
        """Return the cells that are neither blank nor a number."""
        return self.row.unread


def join_rows(rows: list[tuple[int, Row]], known: frozenset[str]) -> list[JoinedRow]:
    """Return lines from rows, each with the number of the segment its amounts stand in.

    A row with amounts and no label right after a label without amounts is that label's. Two labels that only together
    are a known one are one label broken over rows; one of them at most has amounts. A long run of rows without labels
    is another column printed below the first: its amounts are no single label's.
    """
    joined: list[JoinedRow] = []
    in_run = _rows_in_runs([row for _, row in rows])
    for at, (segment, row) in enumerate(rows):
        last = joined[-1] if joined else None
        if not row.label:
            if not row.amounts and not row.unread:
                continue
            if last is not None and last.label and not last.amounts and row.amounts and at not in in_run:
                last.row, last.segment = row, segment
                continue
            joined.append(JoinedRow("", row.parsed, (), row, segment))
            continue
        if last is not None and last.label and _is_one_label(last, row, known):
            both = bool(last.amounts and row.amounts)
            last.label, last.parsed = last.label + row.label, parse_label(last.label + row.label)
            last.sources += row.sources
            if both:
                joined.append(JoinedRow("", parse_label(""), (), row, segment))
            elif row.amounts:
                last.row, last.segment = row, segment
            continue
        joined.append(JoinedRow(row.label, row.parsed, row.sources, row, segment))
    return joined


def _rows_in_runs(rows: list[Row]) -> set[int]:
    """Return the places of the rows that stand in a long run of rows with amounts and without labels."""
    found: set[int] = set()
    run: list[int] = []
    for at, row in enumerate(rows):
        if row.label:
            run = []
        elif row.amounts:
            run.append(at)
            if len(run) >= _LEAST_RUN:
                found.update(run)
    return found


def _is_one_label(last: JoinedRow, row: Row, known: frozenset[str]) -> bool:
    together = parse_label(last.label + row.label)
    if together.key not in known or (last.parsed.key in known and row.key in known):
        return False
    return not (last.amounts and row.amounts) or row.key in _BARE_TOTALS


def realign_labels(lines: list[JoinedRow], totals: frozenset[str]) -> list[tuple[JoinedRow, JoinedRow]]:
    """Pair labels and amounts anew where the labels of a run slipped one row down; return first and last of each run.

    Such a run begins with amounts that have no label, goes on with lines that have both, and ends with the label of a
    total that has no amounts. There are as many labels as rows of amounts then, and one way only to pair them in order.
    """
    runs: list[tuple[JoinedRow, JoinedRow]] = []
    start: int | None = None
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.label and line.amounts:
            start = at
        elif start is not None and line.label and not line.amounts:
            if line.parsed.key in totals:
                runs.append((lines[start], line))
                for index in range(start, at):
                    below = lines[index + 1]
                    lines[index].label, lines[index].parsed, lines[index].sources = (
                        below.label,
                        below.parsed,
                        below.sources,
                    )
                del lines[at]
                at -= 1
            start = None
        elif start is not None and at - start > _LONGEST_RUN:
            start = None
        at += 1
    return runs


def build_items(
    lines: list[JoinedRow],
    readings: list[tuple[Reading, ...]],
    notes: list[str | None],
    choices: list[str | None] | None = None,
) -> tuple[LineItem, ...]:
    """Return the line items of a statement with the level and the parent of each.

    Headings that print no amount and end in a colon (流动资产：) hold what follows; so does a row with an ordinal what
    has a deeper one; 其中 is nested under the row before it.
    """
    items: list[LineItem] = []
    open_rows: list[tuple[int, int]] = []  # (rank, index), outermost first
    for line, reading, note, choice in zip(lines, readings, notes, choices or [None] * len(lines), strict=True):
        parsed = line.parsed
        rank = _rank(line, items, open_rows)
        while open_rows and open_rows[-1][0] >= rank:
            open_rows.pop()
        parent = open_rows[-1][1] if open_rows else None
        sources = line.sources or ((line.amounts[0].source,) if line.amounts else (line.row.cells[0].source,))
        items.append(
            LineItem(
                printed_label=line.label,
                label=parsed.term,
                level=len(open_rows),
                parent=parent,
                prefix=parsed.prefix,
                ordinal=parsed.ordinal,
                note=note,
                readings=reading,
                sources=sources,
                choice=choice,
                presentation_scale=parse_label_scale(line.label),
            )
        )
        open_rows.append((rank, len(items) - 1))
    return tuple(items)


_HEADING_RANK = 0
_PLAIN_RANK = 70
_OF_WHICH_RANK = 80


def _rank(line: JoinedRow, items: list[LineItem], open_rows: list[tuple[int, int]]) -> int:
    """Return how deep a row stands: ordinals 10 to 60, rows without one 70, 其中 80, section headings 0."""
    parsed = line.parsed
    if parsed.prefix == "其中":
        return _OF_WHICH_RANK
    if items and parsed.depth == 0 and parsed.prefix is None:
        before = parse_label(items[-1].printed_label)
        if (before.key, parsed.key) in _SAME_OF_WHICH and open_rows and open_rows[-1][0] == _OF_WHICH_RANK:
            return _OF_WHICH_RANK
    if parsed.depth:
        return parsed.depth * 10
    if not line.amounts and line.label.rstrip().endswith((":", "：")):
        return _HEADING_RANK
    if parsed.key.endswith(("合计", "总计")) and open_rows and open_rows[0][0] == _HEADING_RANK:
        return _HEADING_RANK
    return _PLAIN_RANK
