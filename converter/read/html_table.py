"""Read one HTML table inside a text into rows of cells, each with the exact place it was printed.

A tokeniser of our own, because an HTML parser tells the line of an element at best, never its characters.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right

from converter.model.document import Cell
from converter.model.source import Source, Span

_TOKEN = re.compile(r"<(/?)(table|tr|td|th)\b([^<>]*)>", re.IGNORECASE)
_SPAN = re.compile(r"(col|row)span\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
_INNER_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_OUTER = " \t\u3000\xa0\n\r"
_MOST_SPANNED = 200  # wider spans are damage, not layout


def read_html_table(lines: tuple[str, ...], number: int, offset: int) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of the first table in ``lines``.

    ``number`` is the number of the first line, ``offset`` where in it the table begins. A cell that spans columns or
    rows stands in every place it covers (HTML Living Standard §4.9.12). Nested tables read as rows of their own.
    """
    text = "\n".join(lines)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    rows: list[list[Cell]] = []
    waiting: dict[int, tuple[int, Cell]] = {}  # column → rows still covered by a cell from above
    open_at: tuple[int, str] | None = None

    def close(end: int) -> None:
        nonlocal open_at
        if open_at is None:
            return
        begin, attributes = open_at
        open_at = None
        spans = {name.lower(): min(int(count), _MOST_SPANNED) for name, count in _SPAN.findall(attributes)}
        cell = _make_cell(text, begin, end, starts, number)
        row = rows[-1] if rows else []
        if not rows:
            rows.append(row)
        _fill_from_above(row, waiting)
        for index in range(max(1, spans.get("col", 1))):
            placed = Cell(cell.text, cell.source, spanned=index > 0)
            if (down := spans.get("row", 1)) > 1:
                waiting[len(row)] = (down - 1, Cell(cell.text, cell.source, spanned=True))
            row.append(placed)

    for token in _TOKEN.finditer(text, offset):
        closing, name = token[1], token[2].lower()
        close(token.start())
        if name == "table" and closing:
            break
        if name == "tr":
            if rows:
                _fill_from_above(rows[-1], waiting)
            if not closing:
                rows.append([])
        elif name in ("td", "th") and not closing:
            open_at = (token.end(), token[3])
    return tuple(tuple(row) for row in rows if row)


def _fill_from_above(row: list[Cell], waiting: dict[int, tuple[int, Cell]]) -> None:
    while (found := waiting.get(len(row))) is not None:
        left, cell = found
        if left > 1:
            waiting[len(row)] = (left - 1, cell)
        else:
            del waiting[len(row)]
        row.append(cell)


def _make_cell(text: str, begin: int, end: int, starts: list[int], number: int) -> Cell:
    """Return the cell whose content stands between two positions; tags at its edges are no part of its source."""
    begin, end = _without_outer_markup(text, begin, end)
    printed = text[begin:end]
    line = bisect_right(starts, begin) - 1
    at = begin - starts[line]
    pieces = printed.split("\n")
    clean = _INNER_TAG.sub(lambda tag: " " if tag[1].lower() == "br" else "", printed).replace("\n", " ")
    clean = html.unescape(clean).replace("**", "").strip(_OUTER)
    if len(pieces) == 1:
        return Cell(clean, Source(line=number + line, start=at, end=at + len(printed), text=printed))
    parts = []
    for index, piece in enumerate(pieces):
        kept = piece.strip(_OUTER)
        if kept:
            start = (at if index == 0 else 0) + piece.index(kept)
            parts.append(Span(line=number + line + index, start=start, end=start + len(kept), text=kept))
    first = parts[0]
    joined = "".join(part.text for part in parts)
    return Cell(clean, Source(line=first.line, start=first.start, end=first.end, text=joined, parts=tuple(parts)))


def _without_outer_markup(text: str, begin: int, end: int) -> tuple[int, int]:
    changed = True
    while changed and begin < end:
        changed = False
        while begin < end and text[begin] in _OUTER:
            begin += 1
        while end > begin and text[end - 1] in _OUTER:
            end -= 1
        if (tag := _INNER_TAG.match(text, begin, end)) is not None:
            begin, changed = tag.end(), True
        elif text[begin:end].endswith(">") and (last := _last_tag(text, begin, end)) is not None:
            end, changed = last, True
    return begin, end


def _last_tag(text: str, begin: int, end: int) -> int | None:
    at = text.rfind("<", begin, end)
    match = _INNER_TAG.match(text, at, end) if at >= 0 else None
    return at if match is not None and match.end() == end else None
