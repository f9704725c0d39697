"""Read text whose tables are delimited by tabs, by pipes (Markdown) or by HTML table tags."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from converter.model.document import Block, Cell, Grid, Heading, Paragraph
from converter.model.source import Source
from converter.read.box_drawing import is_box_line, read_box_grid
from converter.read.bulletin import align_headers, is_half_piped
from converter.read.glued_headers import with_glued_headers
from converter.read.html_page import read_html

_OUTER = " \t\u3000\xa0\ufeff\u200b\r\f\v"
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_SEPARATOR_CELL = re.compile(r"\s*:?-+:?\s*$")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_ESCAPED_PIPE = "\\|"
_LEAST_PIPES = 2  # a line that neither begins nor ends with a pipe is a row only with so many


def is_delimited(text: str) -> bool:
    """Tell whether a text holds a row of a table: pipes, tabs between two texts, a drawn box, or a table tag."""
    return any(is_pipe_row(line) or _is_tab_row(line) or is_box_line(line) for line in text.split("\n")) or bool(
        _TABLE.search(text)
    )


def read_blocks(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """Return the blocks of a delimited text in order: headings, paragraphs, grids.

    Comes in: the lines of the decoded text. Every non-blank line becomes part of one block. A grid is a run of
    table rows without a blank line between them; the separator rows of Markdown are no rows.
    """
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line or not (stripped := line.strip(_OUTER)):
            at += 1
        elif "|" in line and is_pipe_row(stripped):
            at = _read_pipe_grid(lines, at, blocks)
        elif "\t" in line and _is_tab_row(line):
            at = _read_tab_grid(lines, at, blocks)
        elif is_box_line(stripped):
            at = read_box_grid(lines, at, blocks)
        elif "<" in line and _TABLE.search(line):
            at = _read_tagged_grid(lines, at, blocks)
        else:
            blocks.append(read_line(line, at + 1))
            at += 1
    return with_glued_headers(blocks)


def read_line(line: str, number: int) -> Heading | Paragraph:
    """Return the heading or paragraph that one line outside any table is; ``number`` counts from 1."""
    stripped = line.strip(_OUTER)
    start = line.index(stripped)
    if stripped[0] == "#" and (match := _HEADING.match(stripped)):
        text = match[2]
        source = Source.at(number, start + match.start(2), start + match.end(2), text)
        return Heading(clean_markup(text), len(match[1]), source)
    source = Source.at(number, start, start + len(stripped), stripped)
    return Paragraph(clean_markup(stripped), source)


def clean_markup(text: str) -> str:
    """Return the text without Markdown emphasis, HTML tags and entities; a <br> leaves a blank."""
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    if "**" in text:
        text = text.replace("**", "")
    if _ESCAPED_PIPE in text:
        text = text.replace(_ESCAPED_PIPE, "|")
    return text.strip(_OUTER)


def is_pipe_row(stripped: str) -> bool:
    """Tell whether a line without outer blanks is a row of a pipe table, one with a lost outer pipe included."""
    return (
        stripped.startswith("|")
        or (stripped.endswith("|") and len(stripped) > 1)
        or stripped.count("|") >= _LEAST_PIPES
    )


def _is_tab_row(line: str) -> bool:
    first, tab, rest = line.partition("\t")
    return bool(tab) and bool(first.strip(_OUTER) or line.count("\t") > 1) and bool((first + rest).strip(_OUTER))


def _read_pipe_grid(lines: tuple[str, ...], at: int, blocks: list[Block]) -> int:
    first = at
    rows: list[tuple[Cell, ...]] = []
    while at < len(lines) and "|" in lines[at] and is_pipe_row(lines[at].strip(_OUTER)):
        cells = _split_pipes(lines[at], at + 1)
        if not _is_separator(cells, is_second=at == first + 1):
            rows.append(cells)
        at += 1
    if rows:
        if is_half_piped(lines[first:at]):
            rows = align_headers(rows)
        blocks.append(Grid(tuple(rows), first + 1, at))
    return at


def _is_separator(cells: tuple[Cell, ...], *, is_second: bool) -> bool:
    """Tell a Markdown separator row from a row of dashes: shorter than three dashes only right under the header."""
    texts = [cell.text for cell in cells if cell.text]
    if not texts or not all(_SEPARATOR_CELL.match(text) for text in texts):
        return False
    return is_second or all(len(text) > 2 for text in texts)


def _split_pipes(line: str, number: int) -> tuple[Cell, ...]:
    begin = len(line) - len(line.lstrip(_OUTER))
    end = len(line.rstrip(_OUTER))
    if line[begin] == "|":
        begin += 1
    closed = end > begin and line[end - 1] == "|" and line[end - 2 : end] != _ESCAPED_PIPE
    if closed:
        end -= 1
    cells = []
    while True:
        stop = line.find("|", begin, end)
        while stop > 0 and line[stop - 1] == "\\":
            stop = line.find("|", stop + 1, end)
        if stop < 0:
            stop = end
        cells.append(make_cell(line, number, begin, stop))
        if stop >= end:
            return tuple(cells)
        begin = stop + 1


def make_cell(line: str, number: int, begin: int, end: int) -> Cell:
    """Return the cell printed between two positions of a line, outer blanks left out of its source."""
    raw = line[begin:end]
    text = raw.strip(_OUTER)
    if not text:
        return Cell("", _blank_source(number))
    start = begin + raw.index(text)
    return Cell(clean_markup(text), Source.at(number, start, start + len(text), text))


@lru_cache(maxsize=8)
def _blank_source(number: int) -> Source:
    """Return the source all blank cells of a line share: the line's first character, nothing printed."""
    return Source.at(number, 0, 0, "")


def _read_tab_grid(lines: tuple[str, ...], at: int, blocks: list[Block]) -> int:
    """Read a run of tab rows; a line without a tab right between two of them is a row of one cell."""
    first = at
    rows: list[tuple[Cell, ...]] = []
    while at < len(lines):
        line = lines[at]
        between = at + 1 < len(lines) and "\t" in lines[at + 1] and bool(line.strip(_OUTER)) and "|" not in line
        if "\t" not in line and not between:
            break
        if line.strip(_OUTER):
            rows.append(_split_tabs(line, at + 1))
        at += 1
    blocks.append(Grid(tuple(rows), first + 1, at))
    return at


def _split_tabs(line: str, number: int) -> tuple[Cell, ...]:
    cells = []
    begin = 0
    while True:
        stop = line.find("\t", begin)
        if stop < 0:
            cells.append(make_cell(line, number, begin, len(line)))
            return tuple(cells)
        cells.append(make_cell(line, number, begin, stop))
        begin = stop + 1


def _read_tagged_grid(lines: tuple[str, ...], at: int, blocks: list[Block]) -> int:
    """Read the lines from one that holds <table> to the one that holds its end as HTML; text around it stays."""
    last = at
    while last < len(lines) - 1 and not _TABLE_END.search(lines[last]):
        last += 1
    opening = _TABLE.search(lines[at])
    closing = max((match.end() for match in _TABLE_END.finditer(lines[last])), default=len(lines[last]))
    assert opening is not None
    before, after = lines[at][: opening.start()], lines[last][closing:]
    if before.strip(_OUTER):
        blocks.append(read_line(before, at + 1))
    tagged = [*lines[at:last], lines[last][:closing]]
    tagged[0] = " " * opening.start() + tagged[0][opening.start() :]
    blocks.extend(read_html(tuple(tagged), at + 1))
    if after.strip(_OUTER):
        blocks.append(read_line(" " * closing + after, last + 1))
    return last + 1
