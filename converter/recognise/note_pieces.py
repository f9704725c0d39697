"""Find the pieces that page breaks parted the tables of the notes into, and join them again.

A piece with its header printed again, or without one, goes on with the table before; one whose header names other
periods (续上表) is a table of its own at the same place. A header parted from its rows belongs to the rows that follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from converter.model.document import Document, Grid, Row
from converter.model.number import parse_number
from converter.recognise.note_header_rows import count_header_rows, is_rule, is_title, same_header, without_group
from converter.recognise.note_outline import TablePlace
from converter.recognise.note_rows import TAIL, is_cut_fund
from converter.recognise.periods import plain

_PERIOD_WORD = re.compile(r"20\d\d|期末|期初|年末|年初|本期|上期|本年|上年")
_HEADER_WORD = re.compile(r"20\d\d|[期年][末初]|[本上][期年]|金额|余额|比例|项目|名称|账面|类别|数量|种类|合计")
# Headers that a converter of pages made up where a page begins within a table: 金额 | 金额, 数值1 | 数值2.
_MADE_UP = re.compile(r"^(?:金额|数值|数据|数|列)[一二三四五六七八九\d]?(?:\((?:单位:?)?元\))?$")
_NUMBER = re.compile(r"[一二三四五六七八九\d](?:\(|$)")
_LABELS_HEADER = frozenset({"项目", "名称", "类别", "种类"})
_TOTAL = re.compile(r"^(?:合计|总计|合计数)$")
_BEHIND_TOTAL = re.compile(r"^(?:减|加|其中|净|账面|合计|总计|小计)|^$")
# What heads the columns of days or periods, and nothing else.
_HEADS_PERIOD = re.compile(
    r"^(?:(?:本?报告|本)?[期年][末初]|上[年期]年?末|[本上](?:报告)?[期年](?:同期|度)?|年初至本?报告期末)(?:余额|发生额|金额|数)?$"
)
_SOME_TOTAL = re.compile(r"(?:合计|小计|总计)数?$")
_AMOUNT = re.compile(r"[-\d,，]*(?:[,，.]\d+|%)")  # no digits of a name (中证500)
_OF_COMPANY = "有限"
_LEAST_PERIODS = 2
_TELLING = 5  # columns: enough for a header to be compared with another
_NARROW = 2  # cells: too few to say that two tables are one


@dataclass(slots=True)
class Piece:
    """Hold a run of rows under one header; ``body`` pairs rows with every way to split them.

    A header does not ``name`` its columns that calls two of them the same in one row, or numbers them: a converter of
    pages made it up where a page begins within a table, or the row above it was lost.
    """

    header: list[Row]
    body: list[tuple[Row, tuple[Row, ...]]]
    is_positional: bool
    line_from: int
    line_to: int
    names: bool = True  # whether its header tells each of its columns from the others
    is_torn: bool = False  # whether labels of several of its rows stand in one: no label is that of its row

    @property
    def width(self) -> int:
        """Return the number of cells most rows have."""
        if self.body:
            return Counter(len(row) for row, _ in self.body).most_common(1)[0][0]
        return max(map(len, self.header), default=0)


@dataclass(slots=True)
class PrintedTable:
    """Hold the pieces of one table, the first of them with its header."""

    place: TablePlace
    header: list[Row]
    pieces: list[Piece] = field(default_factory=list)


def join_pieces(
    document: Document, places: Mapping[int, TablePlace], taken: frozenset[int], count_printed: Callable[[str], int]
) -> Iterator[PrintedTable]:
    """Yield the tables of a document, each with the pieces a page break parted it into.

    ``count_printed`` says how often a text stands in a cell of its own.
    """
    table: PrintedTable | None = None
    pending: list[Row] = []  # header rows that a rule or a page break parted from their body
    above: TablePlace | None = None  # the place of the grid before
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Grid) or index not in places:
            continue
        place = places[index]
        if not taken.isdisjoint(range(block.line_from, block.line_to + 1)):
            if table is not None:
                yield table
            table, pending, above = None, [], None
            continue
        for number, piece in enumerate(_cut_grid(block)):
            same_note = above is not None and (above.place.number, above.place.title) == (
                place.place.number,
                place.place.title,
            )
            continued = place.continued or number > 0
            if not continued and not (same_note and not piece.header):
                pending = []
            above = place
            if table is not None and same_note and _complete_fund(table.pieces[-1], piece):
                continue
            fits = True  # columns under a made-up header are those of the table before where there are as many
            if not piece.body:
                if table is not None and place.continued and piece.header:
                    _complete_label(table.pieces[-1], piece, count_printed)
                pending = piece.header
                continue
            if pending:
                piece.header = _complete(pending, piece.header)
                pending = []
            elif table is not None and continued and _is_made_up(piece, table):
                piece.header = []
            elif not piece.names and (_is_numbered(piece.header[0]) or (table is not None and continued)):
                ended = table is not None and _is_total(table.pieces[-1].body[-1][0])
                if _is_numbered(piece.header[0]) or not ended:
                    piece.header = []
                    fits = table is None or piece.width == table.pieces[-1].width
            goes_on = table is not None and fits and _goes_on(table, piece, continued=continued, same_note=same_note)
            if table is not None and not goes_on:
                yield table
                table = None
            if table is None:
                table = PrintedTable(place, piece.header)
            table.pieces.append(piece)
    if table is not None:
        yield table


def _goes_on(table: PrintedTable, piece: Piece, *, continued: bool, same_note: bool) -> bool:
    """Tell whether a piece belongs to the table before: under the same header, or without one and as wide.

    A table that ended with its total does not go on under a header printed again, unless with what is taken off that
    total: the heading between was lost.
    """
    if piece.header:
        is_next = _is_total(table.pieces[-1].body[-1][0]) and (
            any(_is_total(row) for row, _ in piece.body) or not _BEHIND_TOTAL.match(plain(piece.body[0][0][0].text))
        )
        return continued and same_header(piece.header, table.header) and not is_next
    if continued:
        return True
    return same_note and bool(table.header) and piece.width == table.pieces[-1].width > _NARROW


def _complete_label(last: Piece, rest: Piece, count_printed: Callable[[str], int]) -> None:
    """Join to the last label of a piece what a page break parted from it, where the whole stands elsewhere too."""
    row, ways = last.body[-1]
    whole, tail = row[0].text + rest.header[0][0].text, rest.header[0][0].text
    if row[0].text and tail and count_printed(plain(whole)) and count_printed(plain(row[0].text)) == 1:
        last.body[-1] = (replace(row[0], text=whole), *row[1:]), ways


def _complete_fund(last: Piece, rest: Piece) -> bool:
    """Join to a fund's name that breaks off at the end of a page the one row that the rest of it is torn over."""
    row, ways = last.body[-1]
    if rest.header or len(rest.body) != 1 or not row or not is_cut_fund(row[0].text):
        return False
    whole = row[0].text + "".join(cell.text for cell in rest.body[0][0])
    if is_cut_fund(whole) or whole == row[0].text or any(_AMOUNT.fullmatch(cell.text) for cell in rest.body[0][0]):
        return False
    last.body[-1] = (replace(row[0], text=whole), *row[1:]), ways
    return True


def _is_total(row: Row) -> bool:
    return bool(_TOTAL.match(plain(next((cell.text for cell in row if cell.text), ""))))


def _complete(pending: list[Row], header: list[Row]) -> list[Row]:
    """Return a header whose first rows were parted from it; they may be printed again."""
    if not header:
        return pending
    texts = [[plain(cell.text) for cell in row if cell.text] for row in header]
    return [row for row in pending if [plain(cell.text) for cell in row if cell.text] not in texts] + header


def _cut_grid(grid: Grid) -> Iterator[Piece]:
    """Yield the runs of rows of a grid, each under its own header; a header printed again only parts pages."""
    rows = [
        (row, grid.alternatives.get(number, ()))
        for number, row in enumerate(grid.rows)
        if row and any(cell.text for cell in row) and not is_rule(row)
    ]
    if is_title([row for row, _ in rows[:2]]):
        del rows[0]
    first = [row for row, _ in rows]
    count = count_header_rows(first)
    at = count
    is_torn = False
    if count == 1 and _leaves_blank(first):
        count = at = 0
        is_torn = _are_totals([plain(cell.text) for cell in first[0] if cell.text])
    names = not (count == 1 and grid.is_positional and (_is_numbered(first[0]) or _repeats(first[0])))
    piece = Piece(
        without_group(first[:count], first[count:]),
        [],
        grid.is_positional,
        grid.line_from,
        grid.line_to,
        names,
        is_torn,
    )
    while at < len(rows):
        row = first[at]
        if piece.header and piece.body and _heads_again(row, piece.header[0]):
            count = count_header_rows(first[at:]) or 1
            header = first[at : at + count]
            at += count
            if same_header(header, piece.header) or same_header(header, piece.header[:1]):
                continue
            piece.line_to = header[0][0].source.line - 1
            yield piece
            piece = Piece(header, [], grid.is_positional, header[0][0].source.line, grid.line_to)
            continue
        if piece.body and (heads := _read_other_periods(row, piece.header[0] if piece.header else piece.body[-1][0])):
            above = [piece.body.pop()[0]] if len(piece.body) > 1 and _heads_labels(piece.body[-1][0]) else []
            begins = [*above, heads][0][0].source.line
            piece.line_to = begins - 1
            yield piece
            piece = Piece([*above, heads], [], grid.is_positional, begins, grid.line_to)
            at += 1
            continue
        piece.body.append(rows[at])
        at += 1
    yield piece


def _is_numbered(row: Row) -> bool:
    """Tell whether a header numbers its columns instead of naming them: 金额一 | 金额二, or calls all of them 金额."""
    texts = [plain(cell.text) for cell in row[1:] if cell.text and not cell.spanned]
    made_up = [text for text in texts if _MADE_UP.match(text)]
    return len(made_up) > 1 and (len(made_up) == len(texts) or any(_NUMBER.search(text) for text in made_up))


def _is_made_up(piece: Piece, table: PrintedTable) -> bool:
    """Tell whether a header says less of as many columns, one at most lost, than that of the table before.

    It calls an amount 金额 and nothing else, where the table before calls none so.
    """
    if len(piece.header) != 1 or not table.header or not 0 <= table.pieces[0].width - piece.width <= 1:
        return False
    own, before = _words(piece.header[0]), _words(table.header[-1])
    bare = {word for word in own if _MADE_UP.match(word)}
    return len(own) >= _TELLING and bool(bare) and not bare & set(before) and own[0] != before[0]


def _words(row: Row) -> list[str]:
    return [plain(cell.text) for cell in row if cell.text]


def _repeats(row: Row) -> bool:
    """Tell whether a header prints the same in two cells."""
    texts = [plain(cell.text) for cell in row[1:] if cell.text and not cell.spanned]
    return len(set(texts)) < len(texts)


def _leaves_blank(rows: Sequence[Row]) -> bool:
    """Tell whether a first row of words leaves columns of numbers without header: it is one of the body.

    So begins a table after a page break that parted a label from the rest of it (有限公司).
    """
    top = rows[0]
    words = [plain(cell.text) for cell in top if cell.text]
    if TAIL.match(plain(top[0].text)) and _OF_COMPANY in top[0].text and len(words) > 1:
        return True
    if not _are_totals(words) and any(_HEADER_WORD.search(word) for word in words):
        return False
    numbers = {at for row in rows[1:] for at, cell in enumerate(row) if at and parse_number(cell.text) is not None}
    return any(at >= len(top) or not top[at].text for at in numbers)


def _are_totals(words: Sequence[str]) -> bool:
    """Tell whether words are labels of totals only, as no header is."""
    return all(_SOME_TOTAL.search(word) for word in words)


def _read_other_periods(row: Row, top: Row) -> Row:
    """Return a row amid a body that heads other days or periods (本报告期 … 本报告期末 | 本报告期初); empty otherwise.

    The header of the labels is often left out.
    """
    texts = [plain(cell.text) for cell in row if cell.text]
    heads = {text for text in texts if _HEADS_PERIOD.match(text)}
    above = {plain(cell.text) for cell in top}
    if len(heads) < _LEAST_PERIODS or heads & above or any(parse_number(text) is not None for text in texts):
        return ()
    if len(row) == len(top) and not _HEADS_PERIOD.match(plain(row[0].text)):
        return row
    return (replace(top[0], text=""), *row) if len(row) == len(top) - 1 else ()


def _heads_labels(row: Row) -> bool:
    """Tell whether a row is the upper one of a header: it names the column of labels, and prints nothing but words."""
    words = [plain(cell.text) for cell in row if cell.text]
    named = bool(words) and plain(row[0].text) in _LABELS_HEADER
    return named and len(words) > 1 and all(parse_number(word) is None for word in words)


def _heads_again(row: Row, top: Row) -> bool:
    """Tell whether a row amid a body is a header: the first header row again, or one for other periods."""
    if plain(row[0].text) != plain(top[0].text) or len(row) < 2 or not count_header_rows([row]):
        return False
    others = [plain(cell.text) for cell in row[1:] if cell.text]
    heads = [plain(cell.text) for cell in top[1:] if cell.text]
    if not row[0].text or len(others) != len(heads):
        return others == heads
    return all(
        text == head or (_PERIOD_WORD.search(text) and _PERIOD_WORD.search(head))
        for text, head in zip(others, heads, strict=True)
    )
