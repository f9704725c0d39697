"""Read text whose tables kept one blank between cells: a row's cells in order, its empty cells gone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from converter.model.document import Block, Cell, Grid, Paragraph, Row
from converter.model.number import parse_number
from converter.model.source import Source
from converter.read.aligned import is_aligned
from converter.read.delimited import is_delimited, read_line
from converter.read.note_reference import is_note_reference
from converter.read.positions.placed import is_dash

_TOKEN = re.compile(r"\S+")
# What a row ends in: two amounts and more, or dashes, one blank between.
_ROW = re.compile(r"^\s*(?:\D|\d{1,2}[.．、]\D).*?(?: (?:[(（]?[-－]?\d[\d,]*(?:\.\d+)?%?[)）]?|[-—–]{1,2})){2,}\s*$")
_FEWEST_ROWS = 5
_LEAST_SHARE = 0.02  # rows among all lines
_NOTE_HEADER = re.compile(r"^(?:附注|注释?|行次)$")
_LABEL_HEADER = re.compile(r"^(?:项目|科目|资产)$")
_BARE_NOTE = re.compile(r"^\d{1,3}$")
_LONGEST_LABEL = 40
_MOST_BETWEEN = 12


@dataclass(frozen=True, slots=True)
class _Line:
    """Hold one line's tokens: where the amounts begin among them, ``len(tokens)`` where it has none."""

    number: int
    tokens: tuple[tuple[int, int, str], ...]
    first: int

    @property
    def amounts(self) -> int:
        """Return how many amounts or dashes it ends in."""
        return len(self.tokens) - self.first


def is_collapsed(text: str) -> bool:
    """Tell whether a text has rows of a label and amounts with one blank between, and no layout that says more."""
    if is_delimited(text) or is_aligned(text):
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    rows = sum(1 for line in lines if _is_row(line))
    return rows >= _FEWEST_ROWS and rows >= _LEAST_SHARE * len(lines)


def _is_row(line: str) -> bool:
    if _ROW.match(line) is None:
        return False
    return _prints_plain_amount(_split(line, 1))


def _prints_plain_amount(line: _Line) -> bool:
    return any(_is_plain_amount(text) for _, _, text in line.tokens[line.first :])


def _is_plain_amount(text: str) -> bool:
    number = parse_number(text)
    return number is not None and (number.grouped or number.decimals > 0)


def read_collapsed(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """Return the blocks of a text in order.

    A row's cells are its label, its note reference where it prints one, its amounts and dashes; rows that lost empty
    cells stay shorter than the others, for only arithmetic can say which cells they were.
    """
    split = [_split(line, number) for number, line in enumerate(lines, 1)]
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        if not lines[index].strip():
            index += 1
            continue
        end = _find_end(lines, split, index)
        if end == index:
            line = read_line(lines[index], index + 1)
            blocks.append(line if isinstance(line, Paragraph) else Paragraph(line.text, line.source))
            index += 1
        else:
            blocks.append(_build_grid(lines, split[index:end]))
            index = end
    return tuple(blocks)


def _split(line: str, number: int) -> _Line:
    tokens = tuple((match.start(), match.end(), match[0]) for match in _TOKEN.finditer(line))
    first = len(tokens)
    while first > 0 and (parse_number(tokens[first - 1][2]) is not None or is_dash(tokens[first - 1][2])):
        first -= 1
    return _Line(number, tokens, first)


def _find_end(lines: tuple[str, ...], split: list[_Line], begin: int) -> int:
    """Return the line after the table that begins on a line, the line itself where none does.

    A table begins with its header or with a row; labels without amounts may stand between, nothing else.
    """
    index = begin
    while index < len(split) and _heads(split[index]):
        index += 1
    headed = index > begin
    end = begin
    waiting = 0
    while index < len(split) and waiting <= _MOST_BETWEEN:
        if not lines[index].strip():
            break
        if _is_row(lines[index]) or ((headed or end > begin) and _prints_amounts(split[index])):
            if split[index].amounts > 1 or _prints_plain_amount(split[index]):
                end, waiting = index + 1, 0  # one bare number may as well be that of the page
        elif _is_label(split[index]):
            waiting += 1
        else:
            break
        index += 1
    return end if any(split[at].amounts for at in range(begin, end)) else begin


def _prints_amounts(line: _Line) -> bool:
    """Tell whether a line within a table is a row: a label, a note reference perhaps, and numbers of any form."""
    words = line.tokens[: line.first]
    if not line.amounts or not 0 < len(words) <= 2:
        return False
    return len(words[0][2]) <= _LONGEST_LABEL and (len(words) == 1 or is_note_reference(words[1][2]))


def _heads(line: _Line) -> bool:
    """Tell whether a line heads columns: two and more short words, no amount but bare years."""
    if line.amounts and not all(text.startswith("20") and len(text) == 4 for _, _, text in line.tokens[line.first :]):
        return False
    return len(line.tokens) >= 2 and all(
        len(text) <= 12 and not re.search("(?<!^减)[:：]|。", text) for _, _, text in line.tokens
    )


def _is_label(line: _Line) -> bool:
    return len(line.tokens) == 1 and not line.amounts and len(line.tokens[0][2]) <= _LONGEST_LABEL


def _build_grid(lines: tuple[str, ...], split: list[_Line]) -> Grid:
    heads = 0
    while _heads(split[heads]):
        heads += 1
    columns = Counter(line.amounts for line in split[heads:] if line.amounts > 1).most_common(1)[0][0]
    bare = _names_with_notes(split[:heads])
    if bare and max(line.amounts for line in split[heads:]) - 1 <= bare:
        columns = bare  # a row that prints one more has a bare note number in front of its amounts
    has_note = any(_prints_note(line) for line in split[heads:]) or bare == columns
    body: list[Row] = []
    alternatives: dict[int, tuple[Row, ...]] = {}
    for line in split[heads:]:
        rows = [_cut_row(lines, line, has_note=has_note)]
        if bare == columns and (noted := _take_bare_note(line, columns)) is not None:
            rows.append(_cut_row(lines, noted, has_note=True))
            if line.amounts > columns:
                del rows[0]
        if len(rows) > 1:
            alternatives[heads + len(body)] = tuple(rows)
        body.append(rows[0])
    named = any(_count_names(line) in (columns, columns + 1) for line in split[:heads])
    header = [_spread(lines, line, columns if named else None, has_note=has_note) for line in split[:heads]]
    full = not alternatives and all(len(row) in (1, columns + 1 + has_note) for row in body)
    return Grid((*header, *body), split[0].number, split[-1].number, alternatives, is_positional=full)


def _prints_note(line: _Line) -> bool:
    return line.first > 1 and is_note_reference(line.tokens[line.first - 1][2])


def _names_with_notes(header: list[_Line]) -> int | None:
    """Return how many columns of amounts a header names beside a column of notes, None where it has no such column."""
    for line in header:
        if any(_NOTE_HEADER.match(text) for _, _, text in line.tokens):
            return _count_names(line) - bool(_LABEL_HEADER.match(line.tokens[0][2]))
    return None


def _count_names(line: _Line) -> int:
    return sum(1 for _, _, text in line.tokens if not _NOTE_HEADER.match(text))


def _take_bare_note(line: _Line, columns: int) -> _Line | None:
    """Return a line with the first of its numbers taken for a note reference, None where it cannot be one."""
    if line.first != 1 or not 1 < line.amounts <= columns + 1 or not _BARE_NOTE.match(line.tokens[line.first][2]):
        return None
    return _Line(line.number, line.tokens, line.first + 1)


def _cut_row(lines: tuple[str, ...], line: _Line, *, has_note: bool) -> tuple[Cell, ...]:
    """Return the cells of a row: label, note reference or a blank for it where the table has any, amounts in order."""
    words = line.tokens[: line.first]
    note = _prints_note(line)
    label = words[:-1] if note else words
    text = lines[line.number - 1]
    cells = [_cell(text, line.number, label[0][0], label[-1][1])] if label else [_cell(text, line.number, 0, 0)]
    if note:
        cells.append(_cell(text, line.number, *words[-1][:2]))
    elif has_note and line.amounts:
        cells.append(_blank(cells[0]))
    return (*cells, *(_cell(text, line.number, start, end) for start, end, _ in line.tokens[line.first :]))


def _spread(lines: tuple[str, ...], line: _Line, columns: int | None, *, has_note: bool) -> tuple[Cell, ...]:
    """Return the cells of a header line over so many amount columns: one each, or shared out where it names groups.

    Where no line names as many columns as most rows have amounts (None), the cells stay in their order.
    """
    text = lines[line.number - 1]
    cells = [_cell(text, line.number, start, end) for start, end, _ in line.tokens]
    blank = _cell(text, line.number, 0, 0)
    note = next((cell for cell in cells if _NOTE_HEADER.match(cell.text)), blank)
    label = blank
    names = [cell for cell in cells if cell is not note]
    if columns is None:
        if names and _LABEL_HEADER.match(names[0].text):
            return (names[0], *((note,) if has_note else ()), *names[1:])
        return (label, *names)
    if len(names) % columns == 1 and len(names) > 1:
        label, names = names[0], names[1:]
    if names and columns % len(names) == 0:
        share = columns // len(names)
        names = [Cell(cell.text, cell.source, spanned=at > 0) for cell in names for at in range(share)]
    return (label, note, *names) if has_note else (label, *names)


def _blank(beside: Cell) -> Cell:
    return Cell("", Source(line=beside.source.line, start=0, end=0, text=""))


def _cell(text: str, number: int, start: int, end: int) -> Cell:
    printed = text[start:end]
    return Cell(printed, Source(line=number, start=start, end=end, text=printed))
