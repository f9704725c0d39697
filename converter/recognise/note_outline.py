"""Say for every table of a document where it stands: in which note, under which captions, in which unit.

Annual reports, half-year reports and audit reports all print 五、→（三）→ 1. →（1）→ ① or a choice of these. Which
level numbers the notes follows from the numbering itself: it is the first one below the part of the notes
(合并财务报表项目注释), or below the statement by which that part is divided (（一）合并资产负债表项目注释).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from converter.model.document import Document, Grid
from converter.model.period import Duration
from converter.model.statement import NotePlace, Scope, StatementKind
from converter.recognise.note_extent import find_notes
from converter.recognise.note_lines import (
    DEFAULT_UNIT,
    LineKind,
    NoteLine,
    has_header,
    is_unit,
    read_unit,
)
from converter.recognise.note_lost import TableStep, find_lost_chapters, find_lost_notes, read_references
from converter.recognise.note_marks import EXPLAINS, PART
from converter.recognise.note_order import read_note_lines
from converter.recognise.note_periods import parse_caption_period
from converter.recognise.note_stack import Outline, is_caption
from converter.recognise.periods import ReportPeriod, plain

_HEADER_ROWS = 2
# Headers of labels that say nothing of what a table is parted by.
_ANY_LABELS = re.compile(r"^(?:.{0,2}项目|(?:项目|单位|公司)?名称|类别|种类|序号)?$")
_FLOWS = re.compile(r"收入|成本|费用|支出")
_OF_FLOW = re.compile(r"发生额$")
_OF_BALANCE = re.compile(r"余额$")


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Say where one table stands.

    ``kind`` is NOTE inside the notes to the financial statements and DISCUSSION before and behind them. ``place`` has
    no ``row_header`` yet. ``scale`` is the power of ten of the unit printed for this table (once for all tables of a
    heading counts), for a note without one that of the notes; None where neither is known, as in the discussion.
    ``unit_printed`` is False there only. ``unit_assumed`` says that the unit is one printed for other tables, or for
    none: amounts must bear it out before they are facts. ``period`` is what the captions say the table is about, None
    where they name no day or year. ``continued`` tables go on with the one before: 续上表 is printed above, or nothing
    at all.
    """

    kind: StatementKind
    scope: Scope
    place: NotePlace
    scale: int | None
    unit_printed: bool
    currency: str
    period: Duration | None
    continued: bool
    unit_assumed: bool = False


@dataclass(slots=True)
class _Unit:
    """Hold the unit printed last and the heading it stands under."""

    scale: int | None = None
    currency: str | None = None
    heading: int = -1  # how many headings were read when it was printed
    fresh: bool = False  # printed since the table before
    header: tuple[str, ...] = ()  # of the table it was printed for


@dataclass(slots=True)
class _Reader:
    """Hold what was read on the way down a document: headings, units, the table before."""

    report: ReportPeriod
    scale: int  # of the notes that print none
    currency: str
    default_currency: str
    outline: Outline = field(default_factory=Outline)
    unit: _Unit = field(default_factory=_Unit)
    is_stated: bool = False  # a sentence gives the notes their unit
    before: TablePlace | None = None
    bare: bool = False  # nothing stands between the table before and here
    continued: bool = False  # 续上表 does
    seen: int = 0  # headings read at the table before
    steps: list[TableStep] = field(default_factory=list)
    below: list[tuple[int, Grid, bool]] = field(default_factory=list)  # tables since the last heading; introduced?
    header: tuple[str, ...] = ()  # of the table before
    is_header: bool = False  # it had no rows
    others: frozenset[str] = frozenset()  # captions of the tables before, since something introduced one

    def enter_notes(self) -> None:
        """Begin the notes: nothing printed before them holds for them."""
        self.outline = Outline(in_notes=True)
        self.unit = _Unit()
        self.before = None

    def read_line(self, line: NoteLine) -> None:
        """Take in a line between tables."""
        if line.kind is LineKind.TEXT:
            self.outline.read(line.text)
        elif line.kind is LineKind.UNIT:
            if DEFAULT_UNIT.search(plain(line.text)) and line.scale is not None:
                self.scale, self.currency = line.scale, line.currency or self.currency
                self.is_stated = True
            self.unit = _Unit(line.scale, line.currency, self.outline.headings, fresh=True)
        elif line.kind is LineKind.NOT_APPLICABLE:
            self.outline.cancel()
        if line.kind is LineKind.CONTINUED:
            self.continued = True
        elif line.kind is not LineKind.APPLICABLE:  # √适用 alone, printed again at the head of a page, parts nothing
            self.bare = False

    def read_table(self, block: int, grid: Grid, kind: StatementKind) -> TablePlace:
        """Return where a table stands and go on behind it."""
        outline = self.outline
        introduced = outline.headings != self.seen or any(
            not EXPLAINS.search(caption) for caption in outline.captions()
        )
        if outline.headings != self.seen:
            self.below.clear()
        self.below.append((block, grid, introduced))
        if heads := _read_head(grid, outline):
            self.unit = _Unit(*heads[-1], outline.headings, fresh=True)
        if (note := outline.note()) is not None:
            read = outline.restarts, outline.lists, outline.headings
            self.steps.append(TableStep(block, *note, introduced, *read, grid))
        above = self.before if self.before is not None and self.before.kind is kind else None
        if not (self.continued or self.bare):
            above = None
        place, period = _place(outline, kind, self.report)
        if above is not None:
            place, period = above.place, period if outline.pending else above.period
        place = self._without_others(place, grid, introduced=introduced)
        scale, is_assumed, currency = self._unit_of(kind, above, _measures(grid))
        scope = outline.scope() if kind is StatementKind.NOTE else Scope.CONSOLIDATED
        if above is not None:
            scope = above.scope
        found = TablePlace(
            kind, scope, place, scale, scale is not None, currency, period, above is not None, is_assumed
        )
        self.before, self.seen = found, outline.headings
        if self.unit.fresh:
            self.unit = replace(self.unit, fresh=False, header=_measures(grid))
        self.bare, self.continued = True, False
        outline.follows_heading = False
        outline.pending.clear()
        return found

    def _without_others(self, place: NotePlace, grid: Grid, *, introduced: bool) -> NotePlace:
        """Return the place of a table without the captions that are of the tables before alone."""
        header = _header(grid) if has_header(grid) else ()
        if introduced:
            self.others = frozenset()
        elif header and self.header and not self.is_header:  # a header parted from its rows is no table
            self.others |= {each for each in place.captions if _is_of_other(each, self.header, header)}
        self.header = header or self.header
        self.is_header = not any(any(map(str.isdigit, cell.text)) for row in grid.rows[1:] for cell in row)
        return replace(place, captions=tuple(each for each in place.captions if each not in self.others))

    def lose_chapter(self, found: Mapping[int, TablePlace]) -> Mapping[int, TablePlace]:
        """Take in that the heading of the next chapter was lost; return the tables above that are its own already.

        These are the ones that nothing introduces though their header is another than that of the table before.
        """
        lost = [
            at
            for at, ((_, above, _), (_, grid, introduced)) in enumerate(pairwise(self.below), 1)
            if not introduced and has_header(grid) and _header(grid) != _header(above)
        ]
        self.outline.lose_chapter()
        blocks = [block for block, _, _ in self.below[lost[-1] :]] if lost else []
        return {
            block: replace(
                found[block],
                place=NotePlace(
                    "", "", found[block].place.section if self.outline.entries[0].style == PART else "", ()
                ),
                continued=found[block].continued and block != blocks[0],
            )
            for block in blocks
        }

    def _unit_of(
        self, kind: StatementKind, above: TablePlace | None, measures: tuple[str, ...]
    ) -> tuple[int | None, bool, str]:
        """Return the scale of a table, whether nothing printed for it says so, and its currency.

        A unit holds under its heading, and below another caption for a table with the same columns only.
        """
        if above is not None and not self.unit.fresh:
            return above.scale, above.unit_assumed, above.currency
        own = self.unit if self.unit.heading == self.outline.headings else _Unit()
        is_note = kind is StatementKind.NOTE
        default = (self.scale if is_note else None), (self.currency if is_note else self.default_currency)
        currency = own.currency or default[1]
        if own.scale is None:
            return default[0], not (is_note and self.is_stated), currency
        passes = own.fresh or not self.outline.captions() or (bool(measures) and measures == own.header)
        is_default = self.is_stated and own.scale == default[0]
        return own.scale, not (passes or is_default), currency


def outline_tables(
    document: Document, report: ReportPeriod, default_scale: int, default_currency: str
) -> Mapping[int, TablePlace]:
    """Return the place of every table of a document by the index of its block.

    ``default_scale`` and ``default_currency`` are those stated for the statements; notes may state their own.
    """
    lines = read_note_lines(document)
    begin, end = find_notes(lines)
    reader = _Reader(report, default_scale, default_currency, default_currency)
    found: dict[int, TablePlace] = {}
    lost_chapters = find_lost_chapters(lines)
    for at, line in enumerate(lines):
        if at == begin:
            reader.enter_notes()
        if at in lost_chapters:
            found.update(reader.lose_chapter(found))
        if line.grid is None:
            reader.read_line(line)
        else:
            kind = StatementKind.NOTE if begin <= at < end else StatementKind.DISCUSSION
            found[line.block] = reader.read_table(line.block, line.grid, kind)
    if not _print_units(found.values()):  # such notes never say it: their unit is the one of the statements
        found = {
            block: replace(place, unit_assumed=False) if _is_note(place) else place for block, place in found.items()
        }
    heard = {step.block: step.headings for step in reader.steps}
    for block, lost in find_lost_notes(reader.steps, reader.outline.notes, read_references(lines[:begin])).items():
        captions = found[block].place.captions if heard[block] > lost.headings else ()
        place = replace(found[block].place, number=lost.number, title=lost.title, captions=captions)
        found[block] = replace(found[block], place=place)
    return found


def _header(grid: Grid) -> tuple[str, ...]:
    return tuple(plain(cell.text) for cell in grid.rows[0])


def _is_of_other(caption: str, before: tuple[str, ...], header: tuple[str, ...]) -> bool:
    """Tell whether a caption is that of the table before alone, not of one that follows with another header.

    It names by what that table is parted (分地区), which this is not (销售模式), or flows where this has balances.
    """
    words = plain(caption)
    if before[0] != header[0]:
        return not _ANY_LABELS.match(before[0]) and before[0] in words and header[0] not in words
    is_flow, is_balance = (
        all(map(kind.search, filter(None, each[1:]))) for kind, each in ((_OF_FLOW, before), (_OF_BALANCE, header))
    )
    return is_flow and is_balance and bool(_FLOWS.search(words))


def _is_note(place: TablePlace) -> bool:
    return place.kind is StatementKind.NOTE


def _print_units(places: Iterable[TablePlace]) -> bool:
    """Tell whether most tables of the notes print their unit, so that a table without one has lost it."""
    assumed = [place.unit_assumed for place in places if _is_note(place) and not place.continued]
    return 2 * sum(assumed) < len(assumed)


def _measures(grid: Grid) -> tuple[str, ...]:
    """Return the headers of a table's columns of amounts, none where it has no header."""
    return _header(grid)[1:] if has_header(grid) else ()


def _place(outline: Outline, kind: StatementKind, report: ReportPeriod) -> tuple[NotePlace, Duration | None]:
    entries = [entry for entry in outline.entries if kind is StatementKind.DISCUSSION or entry.style != PART]
    pending = outline.captions()
    if not entries:
        place = NotePlace("", "", "", pending)
    else:
        title = outline.title_of(entries)
        number = "".join(entry.printed for entry in entries[: title + 1])
        below = tuple(
            entry.title
            for entry in entries[title + 1 :]
            if outline.applies(entry) and re.search(r"[^\W\d_]", entry.title)
        )
        name = entries[title].title
        if outline.is_void:  # the heading of this table was lost: it is not the one that does not apply
            name, below = (name, below) if title < len(entries) - 1 else ("", ())
        place = NotePlace(number, name, entries[0].title, (*below, *pending))
    return place, next((p for caption in place.captions[::-1] if (p := parse_caption_period(caption, report))), None)


def _read_head(grid: Grid, outline: Outline) -> list[tuple[int | None, str | None]]:
    """Return the units that the first rows of a table print; a heading that is its first row is read as one."""
    units: list[tuple[int | None, str | None]] = []
    for index, row in enumerate(grid.rows[:_HEADER_ROWS]):
        texts = [cell.text for cell in row if cell.text and not cell.spanned]
        units += [read_unit(text) for text in texts if is_unit(text)]
        if index == 0 and len(texts) == 1 and is_caption(texts[0]) and has_header(replace(grid, rows=grid.rows[1:])):
            outline.read_marked(texts[0])
    return units
