"""Find the rows of a table: the pieces of a wrapped label rejoined, amounts given to the row they stand beside."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from converter.model.number import parse_number
from converter.read.positions.centred import build_centred_rows
from converter.read.positions.columns import Column, nearest_column
from converter.read.positions.placed import Piece, PlacedLine, Word, is_amount, is_dash, is_numeric, is_open

LABEL = -1
# What begins a new row: the numbering and the prefixes of the statutory formats (财会〔2019〕6号).
_BEGINS = re.compile(
    r"^(?:[△▲☆*＊#]|[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}\s*[、.．](?!\d)|[（(]\d{1,2}[)）]|[①-⑳]|(?:其中|加|减)\s*[:：])"
)
_CONTINUES = re.compile(r"^(?:[）)、，,。”％%：:]|[（(]或)")  # （或股东权益）合计
_FULL = 1.5  # half-widths that may be left at the end of a full line
_NO_LINE_START = "）)，。、；：”％%"  # a line never begins with one of these, nor ends with a bracket that opens
_AMBIGUOUS = re.compile(r"[“”‘’—…·]")  # as wide as the font likes
_FAR = 3  # lines between two pieces of one label


@dataclass(slots=True)
class Row:
    """Hold one row: its words by column, LABEL for the label."""

    pieces: list[Piece] = field(default_factory=list)

    def collect(self) -> dict[int, list[Word]]:
        """Return the row's words by column in reading order."""
        found: dict[int, list[Word]] = {}
        for piece in self.pieces:
            if piece.label is not None:
                found.setdefault(LABEL, []).append(piece.label)
            for column, words in piece.cells.items():
                found.setdefault(column, []).extend(words)
        return found

    @property
    def text(self) -> str:
        """Return the label so far."""
        return "".join(piece.label.text for piece in self.pieces if piece.label is not None)

    @property
    def has_amounts(self) -> bool:
        """Tell whether one of its lines prints a number."""
        return any(piece.has_amounts for piece in self.pieces)


def build_rows(body: Sequence[PlacedLine], columns: Sequence[Column], zone: float) -> list[Row]:
    """Return the rows of a table in order."""
    pieces = _rejoin_numbers([_take_apart(line, columns, zone) for line in body])
    if (centred := build_centred_rows(pieces, _BEGINS)) is not None:
        return [Row(group) for group in centred]
    labels = [piece for piece in pieces if piece.label is not None]
    margins = _measure_margins(labels)
    at_end = _are_amounts_last(pieces)
    rows: list[Row] = []
    for index, piece in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece.label is None:
            if rows and _stands_in(rows[-1], piece, following, margins):
                rows[-1].pieces.append(piece)
            else:
                rows.append(Row([piece]))
        elif rows and _continues(rows[-1], piece, margins) and (at_end or _may_print(rows[-1], piece, following)):
            rows[-1].pieces.append(piece)
        else:
            rows.append(Row([piece]))
    return rows


def _are_amounts_last(pieces: Sequence[Piece]) -> bool:
    """Tell whether amounts stand beside the last line of a wrapped label, from labels whose bracket shows the wrap."""
    first = last = 0
    for upper, lower in itertools.pairwise(pieces):
        if upper.label is not None and lower.label is not None and is_open(upper.label.text):
            first += upper.has_amounts
            last += lower.has_amounts and not upper.has_amounts and not is_open(upper.label.text + lower.label.text)
    return last > first


def _may_print(row: Row, piece: Piece, following: Piece | None) -> bool:
    """Tell whether a later line of a label may print its amounts: in the middle of it, so another follows."""
    if not piece.has_amounts or piece.label is None or is_open(row.text) or _CONTINUES.match(piece.label.text):
        return True
    return (
        following is not None
        and following.label is not None
        and not following.has_amounts
        and not _BEGINS.match(following.label.text)
    )


def _take_apart(line: PlacedLine, columns: Sequence[Column], zone: float) -> Piece:
    label: Word | None = None
    cells: dict[int, list[Word]] = {}
    boundary = min((column.x0 for column in columns), default=zone)
    for at, word in enumerate(line.words):
        if (
            at == 0
            and not is_numeric(word.text)
            and (word.x0 < boundary - 0.5 or (word.x0 < zone and word.centre < boundary))
        ):
            label = word
        else:
            cells.setdefault(nearest_column(word, columns), []).append(word)
    return Piece(line, label, cells)


def _rejoin_numbers(pieces: list[Piece]) -> list[Piece]:
    """Move the rest of a number broken at the edge of its cell up to where it begins; lines left empty vanish."""
    usual = _usual_decimals(pieces)
    kept: list[Piece] = []
    for piece in pieces:
        for column in list(piece.cells):
            words = piece.cells[column]
            if len(words) != 1 or not words[0].text.rstrip(")）%").replace(",", "").replace(".", "").isdigit():
                continue
            before = next((p for p in reversed(kept[-3:]) if column in p.cells), None)
            if before is None or (
                is_dash(before.cells[column][0].text) and (piece.label is not None or not _may_be_signs(before, piece))
            ):
                continue
            head = "".join(word.text for word in before.cells[column])
            if _is_rest(head, words[0].text, usual.get(column, usual[None])):
                before.cells[column].append(words[0])
                del piece.cells[column]
        if piece.label is not None or piece.cells:
            kept.append(piece)
    return kept


def _may_be_signs(before: Piece, piece: Piece) -> bool:
    """Tell whether dashes can be the signs of the numbers below: every number has one above it, or a piece."""
    return all(column in before.cells and not _is_whole(before.cells[column][0].text) for column in piece.cells)


def _is_whole(text: str) -> bool:
    """Tell whether a word is a number that needs no other piece."""
    number = parse_number(text)
    return number is not None and (number.decimals > 0 or not number.grouped)


def _usual_decimals(pieces: list[Piece]) -> dict[int | None, int]:
    counts: dict[int | None, Counter[int]] = {None: Counter()}
    for piece in pieces:
        for column, words in piece.cells.items():
            number = parse_number(words[0].text) if len(words) == 1 else None
            if number is not None and (is_amount(words[0].text) or len(piece.cells) > 1):
                counts.setdefault(column, Counter())[number.decimals] += 1
                counts[None][number.decimals] += 1
    return {column: (count.most_common(1)[0][0] if count else 0) for column, count in counts.items()}


def _is_rest(head: str, rest: str, decimals: int) -> bool:
    """Tell whether two pieces make one number of the column's precision and the first alone does not."""
    whole, first = parse_number(head + rest), parse_number(head)
    if whole is None or whole.decimals != decimals or not (whole.grouped or whole.decimals):
        return False
    return first is None or first.decimals < decimals


@dataclass(frozen=True, slots=True)
class _Margin:
    """Hold the edges of the label column on a page: where pieces begin, where full ones end (None: none is wrapped)."""

    left: float
    limit: float | None


def _measure_margins(labels: list[Piece]) -> dict[int | None, _Margin]:
    """Return the margins per page; one label plainly wrapped on any page says that long ones are."""
    pages: dict[int | None, list[Word]] = {}
    for piece in labels:
        assert piece.label is not None
        pages.setdefault(piece.line.page, []).append(piece.label)
    lefts = {page: min(word.x0 for word in words) for page, words in pages.items()}
    width = max((word.x1 - lefts[page] for page, words in pages.items() for word in words), default=0)
    wrapped = any(
        _is_wrapped(upper, lower, lefts[page], width)
        for page, words in pages.items()
        for upper, lower in itertools.pairwise(words)
    )
    return {page: _Margin(left, left + width if wrapped else None) for page, left in lefts.items()}


def _is_wrapped(upper: Word, lower: Word, left: float, width: float) -> bool:
    if _BEGINS.match(lower.text) or lower.x0 > left + 1:
        return False
    return is_open(upper.text) or (upper.x0 > left + 1.5 and _is_full(upper, lower.text, left + width))


def _is_full(word: Word, following: str, limit: float) -> bool:
    """Tell whether a line had no room for what follows, by where Chinese lines may break (GB/T 15834, 5.1)."""
    room = _FULL + len(_AMBIGUOUS.findall(word.text))
    if following[:1] in "（(“" or following[1:2] in _NO_LINE_START:
        room += 2
    return word.x1 >= limit - room


def _continues(row: Row, piece: Piece, margins: dict[int | None, _Margin]) -> bool:
    """Tell whether a line's label is another piece of the row's.

    It is, where it hangs at the left edge and the line before is full, leaves a bracket open, or amounts stand between.
    """
    assert piece.label is not None
    last = next((p for p in reversed(row.pieces) if p.label is not None), None)
    if last is None or last.label is None or _BEGINS.match(piece.label.text):
        return False
    if row.has_amounts and piece.has_amounts:
        return False
    if last.line.page == piece.line.page and piece.line.number - last.line.number > _FAR:
        return False
    if _CONTINUES.match(piece.label.text):
        return True
    margin = margins[piece.line.page]
    if piece.label.x0 > margin.left + 1.5:
        return False
    if is_open(row.text):
        return True
    if row.pieces[-1].label is None and row.pieces[-1].has_amounts:
        return True
    before = margins[last.line.page]
    return before.limit is not None and _is_full(last.label, piece.label.text, before.limit)


def _stands_in(row: Row, piece: Piece, following: Piece | None, margins: dict[int | None, _Margin]) -> bool:
    """Tell whether a line without a label belongs to the row above: its amounts, beside its middle or below."""
    if row.has_amounts and piece.has_amounts:
        return False
    if not piece.has_amounts:
        return True
    if following is None or following.label is None or following.has_amounts:
        return True
    return bool(row.text) or _continues(row, following, margins)
