"""Recognise every table of the notes and the discussion that is no primary statement, as printed.

    pieces     the parts of a table that page breaks left, each with or without its header (note_pieces)
    columns    header paths → periods and measures (note_header_rows, note_columns)
    rows       labels whole, told apart and nested (note_rows)
    readings   every way a row's numbers may stand in the columns (note_placement)

What a table is about, and which facts its cells are, mapping says.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from converter.model.document import Document, Grid
from converter.model.finding import Finding
from converter.model.source import Source
from converter.model.statement import Column, Statement
from converter.recognise.findings import make_finding
from converter.recognise.note_cells import (
    BodyCell,
    BodyRow,
    Kind,
    find_label_column,
    find_scaled_columns,
    holds_amounts,
    mark_codes,
    read_body_row,
    read_label_header,
)
from converter.recognise.note_columns import is_ratio, read_columns
from converter.recognise.note_damage import find_damaged
from converter.recognise.note_dated_rows import date_rows
from converter.recognise.note_header_rows import (
    align_below,
    align_collapsed,
    is_collapsed,
    label_of,
    read_last_row,
    resolve_paths,
)
from converter.recognise.note_methods import is_torn, read_method_paths
from converter.recognise.note_nesting import nest_lines
from converter.recognise.note_outline import TablePlace
from converter.recognise.note_periods import parse_header_period
from converter.recognise.note_pieces import Piece, PrintedTable, join_pieces
from converter.recognise.note_placement import Placed, Slots, place_row
from converter.recognise.note_rows import Line, build_lines, tell_apart
from converter.recognise.note_scopes import cut_by_scope
from converter.recognise.note_withheld import withhold
from converter.recognise.periods import ReportPeriod, plain
from converter.recognise.rows import Amount, is_note_reference, is_piece

_CITES_NOTE = re.compile(r"\D[一二三四五六七八九十]{1,3}、\d{1,3}$")  # 资产减值损失七、14
_CODE_HEADER = re.compile(r"(?:证券|股票|基金)代码")
_SECOND_LABEL = re.compile(r"(?:合计|总额|余额|发生额)(?:\([A-Z][\dA-Z+]*\))?$")
_NOTE_HEADER = re.compile(r"^(?:附注|注释)")


@dataclass(frozen=True, slots=True)
class _Frame:
    """Hold what the columns of a table are: their header paths, which cells they are, which hold amounts."""

    paths: tuple[tuple[str, ...], ...]
    amounts: tuple[bool, ...]
    label: int
    at: dict[int, int] | None
    width: int
    row_header: str


def recognise_note_tables(
    document: Document,
    places: Mapping[int, TablePlace],
    taken: Iterable[tuple[int, int]],
    report: ReportPeriod,
    labels: Collection[str] = (),
) -> tuple[tuple[Statement, ...], tuple[Finding, ...]]:
    """Return the tables that print at least one number and stand on no line already ``taken``, with findings.

    ``places`` says for the index of a block where its table stands; ``taken`` are ranges of lines, both ends included;
    ``labels`` are keys of the labels that rules are about.
    """
    statements: list[Statement] = []
    findings: list[Finding] = []
    count_printed = _counter_of_texts(document)
    for table in join_pieces(document, places, _merge(taken), count_printed):
        statement = _build_table(table, len(statements) + 1, report, count_printed, labels, findings)
        for each in () if statement is None else cut_by_scope(date_rows(statement, document, report)):
            statements.append(dataclasses.replace(each, id=f"note-{len(statements) + 1}"))
    return tuple(statements), tuple(findings)


def _merge(ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(line for first, last in ranges for line in range(first, last + 1))


def _counter_of_texts(document: Document) -> Callable[[str], int]:
    """Return a function that counts how often a label stands in a cell of its own; it is rarely asked."""
    counts: Counter[str] = Counter()

    def count(text: str) -> int:
        if not counts:
            counts.update(
                plain(cell.text)
                for block in document.blocks
                if isinstance(block, Grid)
                for row in block.rows
                for cell in row
                if cell.text and not cell.spanned
            )
        return counts[text]

    return count


def _build_table(
    table: PrintedTable,
    number: int,
    report: ReportPeriod,
    count_printed: Callable[[str], int],
    labels: Collection[str],
    findings: list[Finding],
) -> Statement | None:
    rows = [read_body_row(row, index, ways) for index, piece in enumerate(table.pieces) for row, ways in piece.body]
    if not any(cell.kind is Kind.NUMBER for row in rows for cell in row.cells):
        return None
    place = table.place
    frame = _frame_table(table, rows)
    if any(path and _CODE_HEADER.search(plain(path[-1])) for path in frame.paths):
        mark_codes(rows)
    columns = read_columns(frame.paths, report, "".join((place.place.title, *place.place.captions)))
    scaled = frozenset() if place.scale else find_scaled_columns(rows, frame.at or {})
    disputed = [at in scaled or _is_disputed(column, place) for at, column in enumerate(columns)]
    columns = tuple(
        dataclasses.replace(column, presentation_scale=None) if is_open else column
        for column, is_open in zip(columns, disputed, strict=True)
    )
    text_columns = [at for at, column in (frame.at or {}).items() if not frame.amounts[column] and at > frame.label]
    lines = build_lines(rows, frame.label, text_columns, count_printed, labels)
    if not any(frame.paths) and _cite_notes(lines):
        return None
    headers = [_name_path(frame.paths[(frame.at or {})[at]]) for at in text_columns]
    joined = tell_apart(lines, headers)
    slots = Slots(frame.amounts, tuple(map(is_ratio, columns)), frame.at)
    in_order = Slots(slots.amounts, slots.ratios, None)
    fits = [piece.is_positional and piece.width == frame.width for piece in table.pieces]
    damaged = {id(rows[at]) for at in find_damaged(rows)}
    placed = [
        _leave(line, frame)
        if id(line.row) in damaged or table.pieces[line.row.piece].is_torn or _has_label_too_many(line, frame)
        else _place_line(line, slots if fits[line.row.piece] else in_order, frame, is_positional=fits[line.row.piece])
        for line in lines
    ]
    if not any(any(each.readings) or each.unplaced for each in placed):
        return None
    if frame.at is not None:
        told_by = text_columns[joined - 1] if joined and joined <= len(text_columns) else None
        placed = withhold(lines, placed, columns, frame.at, told_by)
    for line, each in zip(lines, placed, strict=True):
        findings.extend(_report(line, each, frame))
    items = nest_lines(lines, [each.readings for each in placed], [_note_of(line, frame) for line in lines], report)
    items = tuple(
        dataclasses.replace(item, is_torn=bool(each.unplaced) or _lost_cells(line, frame), withheld=_withheld(each))
        for item, line, each in zip(items, lines, placed, strict=True)
    )
    title = " ".join(filter(None, (place.place.title, *place.place.captions[-1:])))
    row_header = frame.row_header
    if joined and frame.at is not None:
        row_header = "/".join(filter(None, (row_header, *headers[:joined])))
    return Statement(
        id=f"note-{number}",
        kind=place.kind,
        scope=place.scope,
        title=title,
        line_from=table.pieces[0].line_from,
        line_to=table.pieces[-1].line_to,
        presentation_scale=place.scale or 0,
        currency=place.currency,
        columns=columns,
        items=items,
        unit_printed=place.unit_printed,
        place=dataclasses.replace(place.place, row_header=row_header),
        period=parse_header_period(row_header, report) or place.period or report.duration,
        unit_assumed=place.unit_assumed or any(disputed),
    )


def _is_disputed(column: Column, place: TablePlace) -> bool:
    """Tell whether a header says 元 below a line that says 万元: one of the two was left from another table."""
    return column.presentation_scale == 0 and bool(place.scale) and not place.unit_assumed


def _name_path(path: tuple[str, ...]) -> str:
    """Return a header path as one text."""
    return "/".join(map(plain, path))


def _frame_table(table: PrintedTable, rows: Sequence[BodyRow]) -> _Frame:
    """Return the columns of a table from its header, or from its rows where it has none that fits them."""
    first = table.pieces[0]
    width = first.width
    if first.is_positional and not (table.header and len(table.header[-1]) == width):
        width = max(width, *map(len, table.header), 0)
    fullest = max(_count_printed_cells(row.cells) for row in rows)
    prescribed = read_method_paths(table.header, rows, first.width) if first.is_positional else None
    if prescribed is not None:
        beside = {cell: cell - 1 for cell in range(1, first.width)}
        return _with_kinds(prescribed, rows, 0, beside, first.width, label_of([row[0] for row in table.header if row]))
    if table.header and (not first.is_positional or is_collapsed(table.header, width)):
        paths = align_below(table.header, width) if first.is_positional else None
        if paths is None:
            paths = align_collapsed(table.header, fullest)
        if paths is not None and is_torn(paths):
            return _bare_frame(table, rows, first, width, fullest)
        if paths is not None and len(paths) >= fullest:
            keeps = first.is_positional and width == len(paths) + 1
            at = {cell: cell - 1 for cell in range(1, width)} if keeps else None
            return _with_kinds(paths, rows, 0, at, width, label_of([row[0] for row in table.header if row]))
        last = read_last_row(table.header, width) if first.is_positional else None
        if last is None:
            return _bare_frame(table, rows, first, width, fullest)
        cells = last
    elif not first.is_positional:
        return _bare_frame(table, rows, first, width, fullest)
    else:
        cells = resolve_paths(table.header, width) if table.header else tuple(() for _ in range(width))
        if is_torn(cells):
            return _bare_frame(table, rows, first, width, fullest)
    widths = [piece.width for piece in table.pieces]
    own = [row for row in rows if len(row.cells) == width == widths[row.piece]]
    label = find_label_column(cells, own, width)
    kept = [
        at
        for at in range(label + 1, width)
        if cells[at] or any(len(row.cells) > at and row.cells[at].kind is not Kind.EMPTY for row in own)
    ]
    at = {cell: column for column, cell in enumerate(kept)}
    header = read_label_header(table.header, cells, own, label)
    return _with_kinds(tuple(cells[cell] for cell in kept), own, label, at, width, header)


def _bare_frame(table: PrintedTable, rows: Sequence[BodyRow], first: Piece, width: int, fullest: int) -> _Frame:
    """Return the columns of a table whose header does not tell them: as many as its fullest row prints."""
    count = max(width - 1, fullest) if first.is_positional else fullest
    at = {cell: cell - 1 for cell in range(1, width)} if first.is_positional and width - 1 == count else None
    header = label_of([row[0] for row in table.header if len(row) > 1])
    return _with_kinds(tuple(() for _ in range(count)), rows, 0, at, width, header)


def _with_kinds(
    paths: tuple[tuple[str, ...], ...],
    rows: Sequence[BodyRow],
    label: int,
    at: dict[int, int] | None,
    width: int,
    header: str,
) -> _Frame:
    if at is None:
        amounts = tuple(holds_amounts(path, ()) for path in paths)
    else:
        amounts = tuple(
            holds_amounts(paths[column], [row.cells[cell] for row in rows if cell < len(row.cells)])
            for cell, column in at.items()
        )
    return _Frame(paths, amounts, label, at, width, header)


def _count_printed_cells(cells: Sequence[BodyCell]) -> int:
    return sum(len(cell.amounts) or 1 for cell in cells[1:] if cell.kind is not Kind.EMPTY)


def _cite_notes(lines: Sequence[Line]) -> bool:
    """Tell whether most rows refer to notes of their own: they are a piece of a statement that lost its columns."""
    labels = [plain(line.label) for line in lines if line.label]
    return bool(labels) and 2 * sum(bool(_CITES_NOTE.search(label)) for label in labels) > len(labels)


def _leave(line: Line, frame: _Frame) -> Placed:
    """Return a row none of whose amounts stands in a column."""
    return Placed(
        ((),), unplaced=tuple(amount for cell in line.row.cells[frame.label + 1 :] for amount in cell.amounts)
    )


def _place_line(line: Line, slots: Slots, frame: _Frame, *, is_positional: bool) -> Placed:
    ways = line.row.ways or [line.row.cells]
    if is_positional and (torn := _pieces_of_numbers(line, frame)):
        return Placed(((),), unplaced=torn)
    if is_positional and (second := _find_second_label(line, frame)):
        kept = [each if at < second else BodyCell(Kind.EMPTY, each.cell) for at, each in enumerate(line.row.cells)]
        placed = place_row([kept], slots, frame.label, is_positional=True)
        behind = tuple(amount for each in line.row.cells[second:] for amount in each.amounts)
        return dataclasses.replace(placed, unplaced=(*placed.unplaced, *behind))
    whole = len(line.row.cells) >= frame.width and not any(
        cell.cell.text for way in ways for cell in way[frame.width :]
    )
    return place_row(ways, slots, frame.label, is_positional=is_positional and whole)


def _find_second_label(line: Line, frame: _Frame) -> int:
    """Return where a second label stands in a row of label | amount | label | amount, 0 where it has one only.

    Such rows add up guarantees below their list (内容与格式准则第2号): what the amount behind it is, the label says and
    not the header of its column.
    """
    cells = line.row.cells
    for at in range(frame.label + 2, len(cells) - 1):
        column = (frame.at or {}).get(at)
        if cells[at].kind is not Kind.TEXT or column is None or not frame.amounts[column]:
            continue
        behind = next((cell for cell in cells[at + 1 :] if cell.kind is not Kind.EMPTY), None)
        if (
            behind is not None
            and behind.kind is Kind.NUMBER
            and _SECOND_LABEL.search(plain(cells[at].cell.text))
            and any(cell.kind is Kind.NUMBER for cell in cells[frame.label + 1 : at])
        ):
            return at
    return 0


def _lost_cells(line: Line, frame: _Frame) -> bool:
    """Tell whether a row of a table that keeps its cells ends after its first words, without a number: it is torn."""
    printed = sum(1 for cell in line.row.cells if cell.kind is not Kind.EMPTY)
    return frame.at is not None and printed > 1 and len(line.row.cells) < frame.width and not line.prints_amounts


def _has_label_too_many(line: Line, frame: _Frame) -> bool:
    """Tell whether a row prints one cell more than there are columns, and words where the first amounts stand.

    So it does where a label has two cells (拆出 | 甲公司): neither alone says what its amounts are about.
    """
    cells, second = line.row.cells, frame.label + 1
    if frame.at is None or sum(1 for cell in cells if cell.kind is not Kind.EMPTY) <= frame.width:
        return False
    column = frame.at.get(second)
    return column is not None and frame.amounts[column] and cells[second].kind is Kind.TEXT


def _pieces_of_numbers(line: Line, frame: _Frame) -> tuple[Amount, ...]:
    """Return the amounts of a row that prints pieces of numbers cut off: the rest of one may stand in the next cell."""
    cells = line.row.cells
    cut = any(
        cell.kind is Kind.TEXT and at > frame.label and is_piece(plain(cell.cell.text)) and "," in plain(cell.cell.text)
        for at, cell in enumerate(cells)
    )
    return tuple(amount for cell in cells[frame.label + 1 :] for amount in cell.amounts) if cut else ()


def _note_of(line: Line, frame: _Frame) -> str | None:
    """Return the reference to a note that a row prints in a column of notes."""
    for at, column in (frame.at or {}).items():
        path = frame.paths[column]
        if path and _NOTE_HEADER.match(plain(path[-1])) and at < len(line.row.cells):
            text = line.row.cells[at].cell.text
            return text if is_note_reference(text, in_note_column=True) else None
    return None


def _withheld(placed: Placed) -> tuple[Source, ...]:
    return (*(amount.source for amount in placed.unplaced), *(amount.source for amount in placed.withheld))


def _report(line: Line, placed: Placed, frame: _Frame) -> Iterator[Finding]:
    if placed.narrowed:
        amounts = [amount for cell in line.row.cells for amount in cell.amounts]
        yield make_finding(
            "recognise.placement-open",
            tuple(amount.source for amount in amounts),
            line=line.row.line,
            label=line.label,
            count=len(amounts),
            columns=len(frame.paths),
            kept=0,
        )
    sources = _withheld(placed)
    if sources:
        yield make_finding(
            "recognise.number-unplaced",
            sources,
            line=line.row.line,
            label=line.label,
            text="、".join(source.text for source in sources),
        )
    for at, cell in enumerate(line.row.cells[frame.label + 1 :], frame.label + 1):
        column = (frame.at or {}).get(at)
        if cell.kind is Kind.TEXT and column is not None and frame.amounts[column] and is_piece(cell.cell.text):
            yield make_finding(
                "recognise.number-unreadable",
                (cell.cell.source,),
                line=line.row.line,
                label=line.label,
                text=cell.cell.text,
            )
