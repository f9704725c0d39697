"""Say for every table of a document where it stands: in which note, under which captions, in which unit.

Annual reports, half-year reports and audit reports all print 五、→（三）→ 1. →（1）→ ① or a choice of these. Which
level numbers the notes follows from the numbering itself: it is the first one below the part of the notes
(合并财务报表项目注释), or below the statement by which that part is divided (（一）合并资产负债表项目注释).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from converter.model.document import Document
from converter.model.period import Duration
from converter.model.statement import NotePlace, Scope, StatementKind
from converter.recognise.note_lines import LineKind, NoteLine, has_header, is_unit, read_note_lines, read_unit
from converter.recognise.note_marks import PART
from converter.recognise.note_periods import parse_caption_period
from converter.recognise.note_stack import Outline, find_notes, is_caption
from converter.recognise.periods import ReportPeriod, plain

_DEFAULT_UNIT = re.compile(r"特别(?:说明|注明|指明)|另有(?:说明|注明)|如无|若无|未经|报表的?单位|金额单位")
_HEADER_ROWS = 2


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Say where one table stands.

    ``kind`` is NOTE inside the notes to the financial statements and DISCUSSION before and behind them. ``place`` has
    no ``row_header`` yet. ``scale`` is the power of ten of the unit printed for this table (once for all tables of a
    heading counts), for a note without one that of the notes; None where neither is known, as in the discussion.
    ``unit_printed`` is False there only. ``period`` is what the captions say the table is about, None where they name
    no day or year. ``continued`` tables go on with the one before: 续上表 is printed above, or nothing at all.
    """

    kind: StatementKind
    scope: Scope
    place: NotePlace
    scale: int | None
    unit_printed: bool
    currency: str
    period: Duration | None
    continued: bool


@dataclass(slots=True)
class _Unit:
    """Hold the unit printed last and the heading it stands under."""

    scale: int | None = None
    currency: str | None = None
    heading: int = -1  # how many headings were read when it was printed
    fresh: bool = False  # printed since the table before


def outline_tables(
    document: Document, report: ReportPeriod, default_scale: int, default_currency: str
) -> Mapping[int, TablePlace]:
    """Return the place of every table of a document by the index of its block.

    ``default_scale`` and ``default_currency`` are those stated for the statements; notes may state their own.
    """
    lines = read_note_lines(document)
    begin, end = find_notes(lines)
    found: dict[int, TablePlace] = {}
    outline = Outline()
    unit = _Unit()
    notes_scale, notes_currency = default_scale, default_currency
    before: TablePlace | None = None
    bare, continued = False, False  # nothing, or 续上表, since the table before
    for at, line in enumerate(lines):
        in_notes = begin <= at < end
        if at == begin:
            outline, before = Outline(in_notes=True), None
        if line.kind is LineKind.TEXT:
            outline.read(line)
            bare = False
        elif line.kind is LineKind.UNIT:
            if _DEFAULT_UNIT.search(plain(line.text)) and line.scale is not None:
                notes_scale, notes_currency = line.scale, line.currency or notes_currency
            unit = _Unit(line.scale, line.currency, outline.headings, fresh=True)
            bare = False
        elif line.kind is LineKind.CONTINUED:
            continued = True
        elif line.kind is LineKind.NOT_APPLICABLE:
            outline.cancel()
            bare = False
        elif line.kind is LineKind.APPLICABLE:
            bare = False
        elif line.grid is not None:
            heads = _read_head(line, outline)
            if heads:
                unit = _Unit(*heads[-1], outline.headings, fresh=True)
            kind = StatementKind.NOTE if in_notes else StatementKind.DISCUSSION
            place, period = _place(outline, kind, report)
            goes_on = before is not None and (continued or bare) and before.kind is kind
            if goes_on and before is not None:
                period = period if outline.pending else before.period
                place = before.place
            own = unit if unit.fresh or (unit.heading == outline.headings and before is not None) else _Unit()
            if goes_on and before is not None and not unit.fresh:
                scale, printed, currency = before.scale, before.unit_printed, before.currency
            else:
                scale = own.scale if own.scale is not None else (notes_scale if in_notes else None)
                printed = scale is not None
                currency = own.currency or (notes_currency if in_notes else default_currency)
            before = TablePlace(
                kind,
                outline.scope() if in_notes else Scope.CONSOLIDATED,
                place,
                scale,
                printed,
                currency,
                period,
                goes_on,
            )
            found[line.block] = before
            outline.pending.clear()
            unit.fresh = False
            bare, continued = True, False
    return found


def _place(outline: Outline, kind: StatementKind, report: ReportPeriod) -> tuple[NotePlace, Duration | None]:
    entries = [entry for entry in outline.entries if kind is StatementKind.DISCUSSION or entry.style != PART]
    pending = outline.captions()
    if not entries:
        place = NotePlace("", "", "", pending)
    else:
        title = outline.title_of(entries)
        number = "".join(entry.printed for entry in entries[: title + 1])
        below = tuple(entry.title for entry in entries[title + 1 :] if entry.title)
        place = NotePlace(number, entries[title].title, entries[0].title, (*below, *pending))
    return place, next((p for caption in place.captions[::-1] if (p := parse_caption_period(caption, report))), None)


def _read_head(line: NoteLine, outline: Outline) -> list[tuple[int | None, str | None]]:
    """Return the units that the first rows of a table print; a heading that is its first row is read as one."""
    units: list[tuple[int | None, str | None]] = []
    grid = line.grid
    if grid is None:
        return units
    rows = grid.rows
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        texts = [cell.text for cell in row if cell.text and not cell.spanned]
        units += [read_unit(text) for text in texts if is_unit(text)]
        if index == 0 and len(texts) == 1 and is_caption(texts[0]) and has_header(replace(grid, rows=rows[1:])):
            outline.read_marked(replace(line, kind=LineKind.TEXT, text=texts[0], grid=None))
    return units
