"""Read comma-separated values, as spreadsheet programs and databases write them (RFC 4180), each with its place."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from converter.model.document import Block, Cell, Grid
from converter.read.captions import lift_captions
from converter.read.printed_run import LinePlaces, make_cell

# A field begins at a line's start or behind a separator; a quoted one may hold separators, quotes doubled, line ends.
_FIELD = {
    separator: re.compile(rf'(?P<quoted>"(?:[^"]|"")*"[ ]*(?=[{separator}\n]|\Z))|[^{separator}\n]*')
    for separator in ",;\t"
}
_SEPARATORS = ",;\t"
_QUOTED_FIELD = re.compile(r'(?:^|[,;\t])"[^"\n]*"(?=[,;\t\r]|$)', re.MULTILINE)
_DECLARED = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)
_LEAST_LINES = 3
_ALIKE = 0.6  # share of lines with as many fields as most have
_SEVERAL = 0.8  # share of lines with more than one field
_SAMPLE = 400  # lines looked at
_ALIGNED = re.compile(r"\S {2,}\S")
_CUT_NUMBER = re.compile(r"[\u2e80-\uffee）)][-(（]?\d{1,3}$")
_THOUSANDS = re.compile(r"\d{3}(?:\D|$)")


def is_separated(text: str) -> bool:
    """Tell whether a text is a table of separated values: one separator, most lines with as many fields.

    Running text with thousands separators is none: its lines have now this, now that many, and a comma stands inside
    numbers that begin right behind a word.
    """
    return find_separator(text) is not None


def find_separator(text: str) -> str | None:
    """Return the separator of a table of values, None where the text is none. Tabs count only beside quoted fields."""
    if (declared := _DECLARED.match(text)) is not None:
        return declared[1]
    quoted = _QUOTED_FIELD.search(text) is not None
    for separator in _SEPARATORS if quoted else _SEPARATORS[:2]:
        if separator in text and _looks_separated(text, separator):
            return separator
    return None


def _looks_separated(text: str, separator: str) -> bool:
    rows = [
        fields
        for line in text.split("\n", _SAMPLE)[:_SAMPLE]
        if line.strip() and (fields := [match[0] for match in _find_fields(line, separator)])
    ]
    if len(rows) < _LEAST_LINES:
        return False
    width, alike = Counter(len(row) for row in rows).most_common(1)[0]
    several = sum(len(row) > 1 for row in rows)
    aligned = sum(any(_ALIGNED.search(field) for field in row) for row in rows)
    cut = sum(any(_CUT_NUMBER.search(a) and _THOUSANDS.match(b) for a, b in pairwise(row)) for row in rows)
    return (
        width > 1
        and alike >= _ALIKE * len(rows)
        and several >= _SEVERAL * len(rows)
        and aligned * 5 <= len(rows)
        and cut * 10 <= len(rows)
        and not any("|" in field for row in rows for field in row)
    )


def _find_fields(text: str, separator: str, start: int = 0) -> list[re.Match[str]]:
    """Return the fields of the record that begins at a place, in order."""
    fields = []
    while (match := _FIELD[separator].match(text, start)) is not None:
        fields.append(match)
        if text[match.end() : match.end() + 1] != separator:
            break
        start = match.end() + 1
    return fields


def read_separated(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """Return the blocks of a table of separated values: grids, with titles and units above them as paragraphs.

    Comes in: the lines of the decoded text. A record whose quoted field holds a line end goes on over lines.
    """
    text = "\n".join(lines)
    separator = find_separator(text)
    assert separator is not None
    declared = _DECLARED.match(text)
    at = declared.end() if declared is not None else 0
    places = LinePlaces(text, 1, entities=False)
    rows: list[tuple[Cell, ...]] = []
    while at < len(text):
        fields = _find_fields(text, separator, at)
        cells = tuple(_make_cell(match, places) for match in fields)
        if any(cell.text for cell in cells):
            rows.append(cells)
        at = fields[-1].end() + 1
    return tuple(lift_captions(Grid(tuple(rows), rows[0][0].source.line, len(lines)))) if rows else ()


def _make_cell(match: re.Match[str], places: LinePlaces) -> Cell:
    start, end = match.span()
    if match["quoted"] is None:
        return make_cell(places.cut(start, end), places, start)
    inner = start + 1, start + match["quoted"].rindex('"')
    cell = make_cell(places.cut(*inner), places, inner[0])
    return Cell(cell.text.replace('""', '"'), cell.source) if '""' in cell.text else cell
