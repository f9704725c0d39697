"""Read an Excel workbook (.xlsx): every sheet a heading and grids, every cell with its sheet and address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from converter.model.document import Block, Cell, Document, Grid, Heading
from converter.model.finding import Finding
from converter.model.source import Source
from converter.read.broken_number import join_pieces
from converter.read.captions import lift_captions
from converter.read.findings import make_finding
from converter.read.number_format import parse_format, print_date, print_number
from converter.read.workbook import DamagedWorkbookError, Sheet, StoredCell, Workbook, name_cell, read_workbook

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 10  # addresses named in a finding


@dataclass(slots=True)
class _Rendering:
    """Hold the text rendering as it grows, one line per sheet row, and what has to be told."""

    lines: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_spreadsheet(data: bytes, file: str) -> tuple[Document | None, tuple[Finding, ...]]:
    """Return the document a workbook holds, or None and why it cannot be read.

    ``lines`` is a text rendering: the name of each sheet, then one line per row that prints anything, cells between
    tabs. Numbers are printed by the rule of number_format.py. A formula counts by the value stored beside it and is
    never computed; hidden sheets and rows are read like the others, with a finding.
    """
    try:
        book = read_workbook(data)
    except DamagedWorkbookError as error:
        return None, (make_finding("read.workbook-damaged", (), why=str(error)),)
    made = _Rendering()
    for sheet in book.sheets:
        _render_sheet(sheet, book, made)
    if not any(isinstance(block, Grid) for block in made.blocks):
        made.findings.append(make_finding("read.workbook-empty"))
    document = Document(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding="UTF-8",
        media_type=_MEDIA_TYPE,
        lines=tuple(made.lines),
        blocks=tuple(made.blocks),
    )
    return document, tuple(made.findings)


def _render_sheet(sheet: Sheet, book: Workbook, made: _Rendering) -> None:
    made.lines.append(sheet.name)
    line = len(made.lines)
    name = Source(line=line, start=0, end=len(sheet.name), text=sheet.name, sheet=sheet.name)
    made.blocks.append(Heading(sheet.name, 1, name))
    texts = {
        (row, column): _print_cell(cell, since_1904=book.since_1904)
        for row, cells in sheet.cells.items()
        for column, cell in cells.items()
    }
    tops = _cover(sheet)
    columns = sorted({column for (_, column), text in texts.items() if text})  # blank columns only set others apart
    if columns:
        printed: dict[tuple[int, int], Cell] = {}
        rows = [
            _render_row(sheet, row, columns, texts, tops, printed, made.lines)
            for row in sorted(sheet.cells)
            if any(texts.get((row, column)) for column in sheet.cells[row])
        ]
        made.blocks.extend(lift_captions(Grid(tuple(rows), line + 1, len(made.lines))))
    _report(sheet, texts, name, made)


def _render_row(
    sheet: Sheet,
    row: int,
    columns: list[int],
    texts: dict[tuple[int, int], str],
    tops: dict[tuple[int, int], tuple[int, int]],
    printed: dict[tuple[int, int], Cell],
    lines: list[str],
) -> tuple[Cell, ...]:
    """Append the line of a row to the rendering and return its cells; merged cells stand in every place they cover."""
    cells: list[Cell] = []
    line = ""
    for column in columns:
        top = tops.get((row, column), (row, column))
        if top != (row, column) and (above := printed.get(top)) is not None:
            cells.append(Cell(above.text, above.source, spanned=True))
        else:
            text = texts.get((row, column), "")
            start = len(line)
            source = Source(
                line=len(lines) + 1,
                start=start,
                end=start + len(text),
                text=text,
                sheet=sheet.name,
                cell=name_cell(row, column),
            )
            cells.append(Cell(text, source))
            printed[row, column] = cells[-1]
            line += text
        line += "\t"
    lines.append(line.rstrip("\t"))
    return tuple(cells)


def _cover(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for every place a merged cell covers, the place of its first cell (§18.3.1.55)."""
    covered = {}
    for top, left, bottom, right in sheet.merged:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                covered[row, column] = (top, left)
    return covered


def _print_cell(cell: StoredCell, *, since_1904: bool) -> str:
    if cell.kind == "number" and cell.stored:
        shown = parse_format(cell.format_code)
        if shown.date:
            return print_date(cell.stored, cell.format_code, since_1904=since_1904) or cell.stored
        return print_number(cell.stored, cell.format_code) or cell.stored
    if cell.kind == "boolean":
        return "TRUE" if cell.stored == "1" else "FALSE"
    return join_pieces(cell.stored.split()) if "\n" in cell.stored or "\t" in cell.stored else cell.stored.strip()


def _report(sheet: Sheet, texts: dict[tuple[int, int], str], name: Source, made: _Rendering) -> None:
    """Tell what a person must know about a sheet: hidden parts, formulas without a value, errors as values."""
    if sheet.hidden and any(texts.values()):
        made.findings.append(make_finding("read.hidden-sheet", (name,), sheet=sheet.name))
    hidden = sorted(row for row in sheet.hidden_rows if any(texts.get((row, c)) for c in sheet.cells.get(row, ())))
    if hidden:
        rows = _enumerate([str(row) for row in hidden])
        made.findings.append(
            make_finding("read.hidden-rows", (name,), sheet=sheet.name, rows=rows, count=str(len(hidden)))
        )
    for code, wanted in (("read.formula-without-value", _lacks_value), ("read.error-value", _is_error)):
        places = [
            name_cell(row, column)
            for row, cells in sorted(sheet.cells.items())
            for column, cell in sorted(cells.items())
            if wanted(cell)
        ]
        if places:
            made.findings.append(
                make_finding(code, (name,), sheet=sheet.name, cells=_enumerate(places), count=str(len(places)))
            )


def _lacks_value(cell: StoredCell) -> bool:
    return cell.formula and not cell.stored and cell.kind == "number"


def _is_error(cell: StoredCell) -> bool:
    return cell.kind == "error"


def _enumerate(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
