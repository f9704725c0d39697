"""Cut the cells behind a header of a note into rows, where words stand between or behind the amounts.

Where blanks close cells, a row is its label and as many cells as there are columns. Where they do not, amounts come in
runs of as many as columns stand together, and the texts between two runs are the columns of words between them; what
trails the last amount and what begins the next row is cut so that the next row has its label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby

from converter.read.cell_header import half_width
from converter.read.cell_note_header import NoteHeader, may_begin_note_header
from converter.read.cell_rows import is_stop, join_labels
from converter.read.cell_stream import Kind, Piece, Stream, StreamCell
from converter.read.cell_wraps import find_wrapped
from converter.read.note_words import is_first_word
from converter.read.number_pieces import Breaks, join_numbers, tell_breaks

_VALUE_WORDS = re.compile(r"/|不适用|N/A|无|-+|[增减][加少]\s*[\d.,]+\s*个?百分点")
_HEADING = re.compile(
    r"(?:[(（][\d一二三四五六七八九十]{1,3}[)）]\s*[、.．]|\d{1,2}\s*[、]\s*|[一二三四五六七八九十]{1,3}、\s).{2,30}|其他说明[:：]?.*|注\d?[:：].*"
    r"|.*[:：].+[:：].*|.*(?:说明|如下)[:：]?$|.*情况$"
)
_SUM_OF_MONEY = re.compile(r"[-(（－]?\d{1,3}(?:,\d{3})+\.\d{2}[)）]?")
_ORDINAL = re.compile(r"\d{1,3}")
_LONGEST_LABEL = 60
_MOST_LABELS = 8  # texts in front of one row
_MOST_TRAILING = 8
_TOTAL = re.compile("合计|小计|总计")
_ANSWER = re.compile("[是否]")

Cells = tuple[StreamCell, ...]


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Hold one row: the pieces of its label, and of what stands in each column; ``exact`` where every column is told.

    ``continued`` says that the label is that of the row above. ``ways`` has every way to read the columns, more than
    one where numbers were broken.
    """

    label: Cells
    ways: tuple[tuple[Cells, ...], ...]
    exact: bool
    continued: bool = False


def read_note_rows(stream: Stream, head: NoteHeader) -> tuple[tuple[NoteRow, ...], int]:
    """Return the rows behind a header and the index of the cell behind the last of them."""
    return _read_closed(stream, head) if stream.closed else _read_open(stream, head)


def _ends(stream: Stream, at: int, *, first: bool) -> bool:
    """Tell whether a text ends a table: a sentence, a title, a heading, another header."""
    cell = stream.cells[at]
    if len(cell.text) > _LONGEST_LABEL or is_stop(cell.text):
        return True
    if _HEADING.fullmatch(cell.text):  # 1、 may as well number the row whose amounts follow
        return not all(each.kind is not Kind.TEXT for each in stream.cells[at + 1 : at + 3])
    return not first and may_begin_note_header(stream, at)


# --- where blanks close cells -----------------------------------------------------------------------------------------


def _read_closed(stream: Stream, head: NoteHeader) -> tuple[tuple[NoteRow, ...], int]:
    rows: list[NoteRow] = []
    at = end = head.header.end
    last = 0
    lead = next((index for index, kind in enumerate(head.kinds) if kind != "text"), len(head.kinds))
    while at < len(stream.cells) and stream.cells[at].kind is Kind.BLANK:
        at += 1
    begin = at
    while at < len(stream.cells):
        labels = _take_texts(stream, at, first=at == begin)
        ended = bool(rows) and any(_TOTAL.match(cell.text) for cell in rows[-1].label[:1])
        if not labels or (ended and any(is_first_word(half_width(cell.text)) for cell in labels)):
            break  # behind a total, the word that heads labels begins another table
        follows = _follows_number(stream, at + len(labels))
        glued = _find_glued(labels) if len(labels) == lead and follows else None
        if rows and glued is None and len(labels) == lead and not _TOTAL.match(labels[0].text) and follows:
            slots, at, exact = _fill(stream, at, head.kinds)  # the label above reaches down to this row
            rows.append(NoteRow(rows[-1].label, (slots,), exact, continued=True))
            while at < len(stream.cells) and stream.cells[at].kind is Kind.BLANK:
                at += 1
            end, last = at, len(rows)
            continue
        count = max(1, len(labels) - lead)
        rows.extend(NoteRow((label,), ((),), exact=False) for label in labels[: count - 1])
        at += count
        slots, at, exact = _fill(stream, at, head.kinds, glued)
        rows.append(NoteRow((labels[count - 1],), (slots,), exact))
        while at < len(stream.cells) and stream.cells[at].kind is Kind.BLANK:
            at += 1
        if exact or any(slots):
            end, last = at, len(rows)
    return _drop_shifted(rows[:last], head), end


def _drop_shifted(rows: list[NoteRow], head: NoteHeader) -> tuple[NoteRow, ...]:
    """Return the rows without those labelled by the last words of other rows: cells vanished."""
    if not head.kinds or head.kinds[-1] != "text":
        return tuple(rows)
    words = {row.ways[0][-1][0].text for row in rows if row.exact and row.ways[0] and row.ways[0][-1]}
    return tuple(row for row in rows if not row.label or row.label[0].text not in words)


def _find_glued(labels: Cells) -> StreamCell | None:
    """Return the one cell behind the first that prints two words with a blank between, None where it is not one."""
    found = [cell for cell in labels[1:] if len(cell.pieces) == 1 and cell.text.count(" ") == 1]
    found = found or [cell for cell in labels[1:] if cell.text.count(" ") == 1 and " " in cell.pieces[0].text]
    return found[0] if len(found) == 1 else None


def _part(cell: StreamCell) -> tuple[StreamCell, StreamCell]:
    """Return the two cells that a cell of two words is."""
    first = cell.pieces[0]
    cut = first.text.index(" ")
    head = Piece(first.line, first.start, first.start + cut, first.text[:cut])
    rest = Piece(first.line, first.start + cut + 1, first.end, first.text[cut + 1 :])
    text = rest.text + "".join(piece.text for piece in cell.pieces[1:])
    return (
        StreamCell(Kind.TEXT, head.text, (head,), cell.page),
        StreamCell(Kind.TEXT, text, (rest, *cell.pieces[1:]), cell.page),
    )


def _follows_number(stream: Stream, at: int) -> bool:
    return at < len(stream.cells) and stream.cells[at].kind in (Kind.NUMBER, Kind.DASH)


def _take_texts(stream: Stream, at: int, *, first: bool) -> Cells:
    taken: list[StreamCell] = []
    while at < len(stream.cells) and stream.cells[at].kind is Kind.TEXT and len(taken) < _MOST_LABELS:
        if _ends(stream, at, first=first and not taken):
            return ()
        taken.append(stream.cells[at])
        at += 1
    return tuple(taken)


def _fill(
    stream: Stream, at: int, kinds: tuple[str, ...], glued: StreamCell | None = None
) -> tuple[tuple[Cells, ...], int, bool]:
    """Return what stands in each column, the index behind it, and whether no cell is missing.

    Where a text comes in an amount's place, empty cells vanished before it: it stands in the next column of words. A
    ``glued`` cell fills two columns.
    """
    slots: list[Cells] = []
    exact = True
    for index, kind in enumerate(kinds):
        if len(slots) > index:
            continue
        cell = stream.cells[at] if at < len(stream.cells) else None
        fits = cell is not None and (kind == "text" or cell.kind is not Kind.TEXT or _is_value(cell))
        if cell is None or not fits or (kind == "text" and cell.kind is Kind.TEXT and is_stop(cell.text)):
            exact = False
            slots.append(())
            continue
        if kind == "text" and _SUM_OF_MONEY.fullmatch(cell.text):
            slots.append(())  # an empty cell that stands with the amount before it
            continue
        if kind == "text" and cell.kind is Kind.TEXT and index == len(kinds) - 1 and _labels_next(stream, at):
            slots.append(())  # the last cell is empty, and nothing closes it
            continue
        slots.extend((part,) for part in _part(cell)) if cell is glued else slots.append((cell,))
        at += 1
    return tuple(slots[: len(kinds)]), at, exact


def _labels_next(stream: Stream, at: int) -> bool:
    """Tell whether a text is the next row's label: what follows it, empty cells apart, is no text."""
    at += 1
    while at < len(stream.cells) and stream.cells[at].kind is Kind.BLANK:
        at += 1
    return at < len(stream.cells) and stream.cells[at].kind is not Kind.TEXT


def _is_value(cell: StreamCell) -> bool:
    return _VALUE_WORDS.fullmatch(cell.text) is not None


# --- where they do not ------------------------------------------------------------------------------------------------


def _read_open(stream: Stream, head: NoteHeader) -> tuple[tuple[NoteRow, ...], int]:
    groups = groupby(head.kinds, key=lambda kind: kind == "text")
    parts = [(is_text, len(tuple(group))) for is_text, group in groups]
    lead = parts.pop(0)[1] if parts and parts[0][0] else 0
    trail = parts.pop()[1] if parts and parts[-1][0] else 0
    breaks = _tell_breaks(stream, head.header.end)
    rows: list[NoteRow] = []
    at = end = head.header.end
    texts: Cells = ()
    while parts:
        texts, at = _read_texts(stream, at, first=at == head.header.end, dashes=lead > 0)
        if rows and trail:
            texts = _cut_trailing(rows, texts, trail, lead)
        if not texts and (rows or head.header.first is not None or at != head.header.end):
            break
        read = _read_parts(stream, at, parts, breaks)
        if read is None:
            break
        ways, exact, at = read
        if not lead:
            *above, texts = join_labels(list(texts), wrapped=not exact) or [()]
            rows.extend(NoteRow(label, ((),), exact=False) for label in above)
        label, words = _cut_lead(texts, lead)
        blank = ((),) * trail
        rows.append(NoteRow(label, tuple((*words, *way, *blank) for way in ways), exact))
        end = at
    if rows and trail:
        end = _take_answer(stream, end, rows, trail)
    return _join_wrapped(stream, rows), end


def _join_wrapped(stream: Stream, rows: list[NoteRow]) -> tuple[NoteRow, ...]:
    """Return the rows, texts alone that are the first line of the label below joined to it."""
    wrapped = find_wrapped(stream, [row.label for row in rows], [bool(row.ways[0]) for row in rows])
    return tuple(
        replace(row, label=(*rows[at - 1].label, *row.label)) if at - 1 in wrapped else row
        for at, row in enumerate(rows)
        if at not in wrapped
    )


def _take_answer(stream: Stream, at: int, rows: list[NoteRow], trail: int) -> int:
    """Add to the last row the texts behind it up to a yes or no, which ends a row; return where they end."""
    for end in range(at, min(at + _MOST_TRAILING, len(stream.cells))):
        if stream.cells[end].kind is not Kind.TEXT or _ends(stream, end, first=False):
            break
        if _ANSWER.fullmatch(stream.cells[end].text):
            _cut_trailing(rows, stream.cells[at : end + 1], trail, 0)
            return end + 1
    return at


def _read_texts(stream: Stream, at: int, *, first: bool, dashes: bool) -> tuple[Cells, int]:
    """Return the texts up to the next amount, none where the table ends before it; a bare ordinal counts as one."""
    taken: list[StreamCell] = []
    while at < len(stream.cells) and len(taken) <= _MOST_LABELS + _MOST_TRAILING:
        cell = stream.cells[at]
        is_ordinal = _ORDINAL.fullmatch(cell.text) and at + 1 < len(stream.cells)
        ordinal = bool(is_ordinal) and stream.cells[at + 1].kind is Kind.TEXT
        dash = dashes and bool(taken) and cell.kind is Kind.DASH
        if cell.kind is not Kind.TEXT and not ordinal and not dash:
            return tuple(taken), at
        if cell.kind is Kind.TEXT and _ends(stream, at, first=first and not taken):
            return (), at
        taken.append(cell)
        at += 1
    return (), at


def _cut_lead(texts: Cells, lead: int) -> tuple[Cells, tuple[Cells, ...]]:
    """Return a row's label and the words in the columns next to it."""
    if not lead:
        return texts, ()
    if len(texts) <= lead:
        return texts[:1], (*((cell,) for cell in texts[1:]), *((),) * (lead - len(texts) + 1))
    words = tuple((cell,) for cell in texts[1:lead])
    return texts[:1], (*words, texts[lead:])


def _cut_trailing(rows: list[NoteRow], texts: Cells, trail: int, lead: int) -> Cells:
    """Move the texts that trail the last row's amounts to it, and return those of the next row."""
    if not texts:
        return texts
    answer = next((at for at in range(len(texts) - 1, -1, -1) if _ANSWER.fullmatch(texts[at].text)), None)
    if answer is not None:
        count = answer + 1
    else:
        groups = join_labels(list(texts), wrapped=False)
        count = len(texts) - sum(len(group) for group in groups[-1 - lead :])
    moved = texts[:count]
    if moved:
        filled = (moved,) if trail == 1 else (moved[:-1], moved[-1:]) if len(moved) > 1 else (moved,)
        blank = ((),) * (trail - len(filled))
        row = rows[-1]
        ways = tuple((*way[: len(way) - trail], *filled[:trail], *blank) for way in row.ways)
        rows[-1] = NoteRow(row.label, ways, row.exact)
    return texts[count:]


def _read_parts(
    stream: Stream, at: int, parts: list[tuple[bool, int]], breaks: Breaks
) -> tuple[tuple[tuple[Cells, ...], ...], bool, int] | None:
    """Return every way to read a row's amounts and the words between them, and whether each run has all its cells."""
    ways: tuple[tuple[Cells, ...], ...] = ((),)
    exact = True
    for is_text, count in parts:
        begin = at
        if is_text:
            while at < len(stream.cells) and stream.cells[at].kind is Kind.TEXT and at - begin < _MOST_TRAILING:
                at += 1
            texts = stream.cells[begin:at]
            cells = tuple((cell,) for cell in texts) if len(texts) == count else (texts, *((),) * (count - 1))
            ways = tuple((*way, *cells) for way in ways)
            continue
        while at < len(stream.cells) and (stream.cells[at].kind is not Kind.TEXT or _is_value(stream.cells[at])):
            if _begins_row(stream, at, begin):
                break
            at += 1
        run = stream.cells[begin:at]
        found = [way for way in join_numbers(run, count, breaks) if len(way) == count] if run else []
        if not found and run:
            found = [tuple((cell,) for cell in run[:count]) + ((),) * (count - len(run))]
            exact = False
            if len(run) > count:
                return None
        if not found:
            return None
        ways = tuple((*way, *numbers) for way in ways for numbers in found)
    return ways, exact, at


def _begins_row(stream: Stream, at: int, begin: int) -> bool:
    """Tell whether a bare ordinal begins the next row: a text follows it."""
    cell = stream.cells[at]
    return (
        at > begin
        and _ORDINAL.fullmatch(cell.text) is not None
        and at + 1 < len(stream.cells)
        and stream.cells[at + 1].kind is Kind.TEXT
        and not _VALUE_WORDS.fullmatch(stream.cells[at + 1].text)
    )


def _tell_breaks(stream: Stream, at: int) -> Breaks:
    runs = []
    for end in range(at, min(at + 200, len(stream.cells))):
        if stream.cells[end].kind is Kind.TEXT and is_stop(stream.cells[end].text):
            break
        if stream.cells[end].kind is not Kind.TEXT:
            runs.append((stream.cells[end],))
    return tell_breaks(runs)
