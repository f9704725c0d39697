"""Cut the cells behind a header into rows: labels, a note number, amounts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from converter.read.cell_header import Header, find_header
from converter.read.cell_stream import Kind, Stream, StreamCell
from converter.read.cell_wraps import find_wrapped
from converter.read.note_reference import is_note_reference

_ORDINAL = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d)|[①-⑳]|其中[:：]|加[:：]|减[:：])"
)
_HANGING = ("的", "、", "和", "或", "与", "及", "及其", "以及", "支付", "净", "其他长期", "（", "(")
_SECTION = re.compile(r".*(?:活动产生的现金流量|分类|[:：])")
_CONTINUING = ("的", "(", "（", "、", "和", "或", "及")
_STOP = re.compile(
    r".*[。；]|.*□.*|√?适用.*|.*单位[:：].*|(?:法定代表人|公司负责人|主管会计|会计机构负责人|编制单位|后附)[^行].*"
    r"|.*(?:资产负债表|利润表|现金流量表|权益变动表)(?:[(（]续[)）])?"
)
_VALUE_WORD = re.compile(r"(?:增加|减少|上升|下降|增长)\s*[\d.,]+\s*个?百分点|/")
_LONGEST_LABEL = 60
_LONGEST_OPEN_LABEL = 40
_MOST_ROWS_OF_A_NOTE = 14  # labels of statements, which have more rows, are joined by whoever knows them
_MOST_LABELS = 40  # texts between two rows of amounts: lines that only a bank fills, each broken in two
_MOST_ENTITY_WORDS = 28
_SHORT = 4
_RAGGED = 2  # letters and figures are narrower than ideographs
_LONG = 10


@dataclass(frozen=True, slots=True)
class RawRow:
    """Hold one row before its amounts are placed: pieces of the label, of words, of the note, and the run behind."""

    label: tuple[StreamCell, ...]
    words: tuple[tuple[StreamCell, ...], ...]
    note: StreamCell | None
    run: tuple[StreamCell, ...]


def read_rows(stream: Stream, header: Header) -> tuple[tuple[RawRow, ...], int]:
    """Return the rows behind a header and the index of the cell behind the last of them.

    The table ends at a sentence, a title, another header, or where too many texts follow without an amount.
    """
    rows: list[RawRow] = []
    at = end = header.end
    edge = _measure_edge(stream, header)
    while at < len(stream.cells):
        labels, at = _read_labels(stream, at)
        run, at = _read_run(stream, at)
        if not run:
            break
        rows.extend(_make_rows(labels, run, header, edge, closed=stream.closed))
        end = at
        if len(labels) >= _MOST_LABELS:
            break
    while rows and not any(cell.kind is Kind.NUMBER for cell in rows[-1].run) and len(rows[-1].run) <= 1:
        rows.pop()
    if stream.closed or len(rows) > _MOST_ROWS_OF_A_NOTE:
        return tuple(rows), end
    wrapped = find_wrapped(stream, [row.label for row in rows], [bool(row.run) for row in rows])
    return tuple(
        replace(row, label=(*rows[at - 1].label, *row.label)) if at - 1 in wrapped else row
        for at, row in enumerate(rows)
        if at not in wrapped
    ), end


def _measure_edge(stream: Stream, header: Header) -> int:
    """Return the length of a table's longest label: where the column of labels ends."""
    edge = 0
    waiting: list[int] = []  # texts no amount follows yet: the table may have ended before them
    for at in range(header.end, len(stream.cells)):
        cell = stream.cells[at]
        if cell.kind is not Kind.TEXT:
            edge = max(edge, *waiting, 0)
            waiting = []
            continue
        too_long = len(cell.text) > _LONGEST_OPEN_LABEL or len(waiting) > _MOST_LABELS
        if too_long or _STOP.fullmatch(cell.text) or find_header(stream, at) is not None:
            break
        waiting.append(len(cell.text))
    return edge


def read_groups(stream: Stream, begin: int) -> tuple[list[tuple[tuple[StreamCell, ...], tuple[StreamCell, ...]]], int]:
    """Return texts and the run of amounts behind them, again and again, and the index behind the last run."""
    groups = []
    at = end = begin
    while at < len(stream.cells):
        labels, at = _read_labels(stream, at, most=_MOST_ENTITY_WORDS)
        run, at = _read_run(stream, at)
        if not run:
            break
        groups.append((tuple(labels), run))
        end = at
    return groups, end


def _read_labels(stream: Stream, at: int, most: int = _MOST_LABELS) -> tuple[list[StreamCell], int]:
    labels: list[StreamCell] = []
    while at < len(stream.cells) and (cell := stream.cells[at]).kind is Kind.TEXT:
        longest = _LONGEST_LABEL if stream.closed else _LONGEST_OPEN_LABEL
        if len(cell.text) > longest or _STOP.fullmatch(cell.text) or len(labels) >= most:
            return [], len(stream.cells)
        if labels and find_header(stream, at) is not None:
            return [], len(stream.cells)
        labels.append(cell)
        at += 1
    return labels, at


def _read_run(stream: Stream, at: int) -> tuple[tuple[StreamCell, ...], int]:
    """Return the cells that are no labels: numbers, blanks, and between them words that stand for a number."""
    begin = at
    while at < len(stream.cells) and (
        stream.cells[at].kind is not Kind.TEXT or (at > begin and _VALUE_WORD.fullmatch(stream.cells[at].text))
    ):
        at += 1
    return stream.cells[begin:at], at


def _make_rows(
    labels: list[StreamCell], run: tuple[StreamCell, ...], header: Header, edge: int, *, closed: bool
) -> list[RawRow]:
    note: StreamCell | None = None
    if header.note is not None:
        if (
            run[0].kind is Kind.NUMBER
            and is_note_reference(run[0].text)
            and not (closed and labels and _is_note(labels[-1]))
        ):
            note, run = run[0], run[1:]
        elif len(labels) > 1 and _is_note(labels[-1]):
            note = labels.pop()
        elif closed and run[0].kind is Kind.BLANK:
            run = run[1:]
    wrapped = any(cell.kind is Kind.FRAGMENT for cell in run)
    joined = [(label,) for label in labels] if closed else join_labels(labels, wrapped=wrapped, edge=edge)
    rows = [RawRow(label, (), None, ()) for label in joined[:-1]]
    rows.append(RawRow(joined[-1] if joined else (), (), note, run))
    return rows


def _is_note(cell: StreamCell) -> bool:
    return len(cell.text) > 1 and is_note_reference(cell.text)


def join_labels(labels: list[StreamCell], *, wrapped: bool, edge: int = 0) -> list[tuple[StreamCell, ...]]:
    """Return the labels that texts without an amount between them are, pieces of one label together.

    A piece goes on where it ends or the next begins as no label does, or where only a short rest follows a long one;
    in a row whose numbers are broken (``wrapped``) also where lines are equally long and reach the ``edge``. Everything
    else stays apart: whoever knows the labels joins the rest.
    """
    joined: list[list[StreamCell]] = []
    for label in labels:
        if joined and _goes_on(joined[-1], label, wrapped=wrapped, edge=edge):
            joined[-1].append(label)
        else:
            joined.append([label])
    return [tuple(pieces) for pieces in joined]


def _goes_on(pieces: list[StreamCell], label: StreamCell, *, wrapped: bool, edge: int) -> bool:
    last = unicodedata.normalize("NFKC", pieces[-1].text)
    text = unicodedata.normalize("NFKC", label.text)
    if last.endswith(":"):
        return False
    if re.fullmatch(r"\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}、", last):
        return True
    if _ORDINAL.match(text):
        return False
    if is_open(last) or last.endswith(_HANGING) or text.startswith(_CONTINUING):
        return True
    if _SECTION.fullmatch("".join(piece.text for piece in pieces)):
        return text.startswith("净额")
    if wrapped:
        return len(last) >= max(len(pieces[0].text), edge - _RAGGED) and len(text) <= len(last)
    return len(last) >= _LONG and len(text) <= _SHORT


def is_stop(text: str) -> bool:
    """Tell whether a text ends a table: a sentence, a unit, a tick box, a signature, a title."""
    return _STOP.fullmatch(text) is not None


def is_open(text: str) -> bool:
    """Tell whether a bracket is still open."""
    plain = unicodedata.normalize("NFKC", text)
    return plain.count("(") > plain.count(")")
