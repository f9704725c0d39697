"""Hold words where they stand, and tell what each of them prints."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from converter.model.document import Cell
from converter.model.number import is_blank, parse_number
from converter.model.source import Source, Span
from converter.read.broken_number import join_number

# A number cut by the edge of a narrow cell: 1,858,221,567. / 10,318,312,85 / 753,784.9
_BROKEN = re.compile(r"^\(?-?\d{1,3}(?:,\d{3})*(?:,\d{0,3}|\.\d?)$")
_DASH = re.compile(r"^[-—–―－‐‑−]{1,4}$")
_YEAR = re.compile(r"^20\d\d$")
_MATRIX = 6  # numbers in a line
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Word:
    """Hold one word: its place on its line of the text, and its extent in units of half an ideograph's width.

    ``x1`` is where it ends as printed, an ideograph being two units wide. ``page`` and ``box`` are set for PDF.
    """

    text: str
    x0: float
    x1: float
    line: int
    start: int
    end: int
    page: int | None = None
    box: tuple[float, float, float, float] | None = None

    @property
    def centre(self) -> float:
        """Return the middle of the word."""
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """Hold one printed line: its number in the text from 1, its page, its words from left to right."""

    number: int
    page: int | None
    words: tuple[Word, ...]
    is_page_mark: bool = False  # === page 7 ===, written by the tool that made the text


@lru_cache(maxsize=65536)
def measure_width(text: str) -> int:
    """Return how many half-widths a text takes: two for ideographs and full-width forms (Unicode Annex 11)."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@lru_cache(maxsize=65536)
def is_amount(text: str) -> bool:
    """Tell whether a word is plainly a number of a table: with thousands separators, decimals or a % sign."""
    number = parse_number(text)
    if number is None:
        return bool(_BROKEN.match(text)) and len(text) > 3
    return number.grouped or number.decimals > 0 or number.percent


@lru_cache(maxsize=65536)
def is_numeric(text: str) -> bool:
    """Tell whether a word may stand in a column of numbers: any number, a piece of one, or a dash for none."""
    return is_amount(text) or parse_number(text) is not None or is_dash(text)


def find_amounts(line: PlacedLine) -> list[Word]:
    """Return the words of a line that are plainly amounts; of a row of whole numbers, and of a matrix, every number.

    A row of whole numbers has a label and two numbers and more, none a year. A line of six numbers and more is a
    matrix's: no table of that many columns has one of note references.
    """
    amounts = [word for word in line.words if is_amount(word.text)]
    numbers = line.words[not is_numeric(line.words[0].text) :] if line.words else ()
    if any(not is_numeric(word.text) or _YEAR.match(word.text) for word in numbers):
        return amounts
    if len(numbers) >= _MATRIX or (not amounts and 2 <= len(numbers) < len(line.words)):
        return [word for word in numbers if not is_dash(word.text)]
    return amounts


def is_dash(text: str) -> bool:
    """Tell whether a word is a dash that stands for no amount."""
    return bool(_DASH.match(text))


def is_open(text: str) -> bool:
    """Tell whether a text leaves a bracket open, and so goes on."""
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Return the length two extents share, negative for the gap between them."""
    return min(a1, b1) - max(a0, b0)


def make_cell(words: Sequence[Word], lines: Sequence[str], blank_line: int) -> Cell:
    """Return the cell that prints the words, in reading order; its source lists a part per line where they are several.

    ``blank_line`` is the line a cell without words is given.
    """
    if not words:
        return Cell("", Source(line=blank_line, start=0, end=0, text=""))
    parts = [_span(group, lines) for group in _by_line(words)]
    text = join_pieces([part.text for part in parts])
    first = parts[0]
    joined = "".join(part.text for part in parts)
    source = Source(
        line=first.line,
        start=first.start,
        end=first.end,
        text=joined,
        parts=tuple(parts) if len(parts) > 1 else (),
        page=words[0].page,
        box=enclose(words),
    )
    return Cell(text, source)


def enclose(words: Iterable[Word]) -> tuple[float, float, float, float] | None:
    """Return the box around the words of the first word's page, None where words have none."""
    placed = list(words)
    boxes = [word.box for word in placed if word.box is not None and word.page == placed[0].page]
    if not boxes:
        return None
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _by_line(words: Sequence[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for word in words:
        if groups and groups[-1][0].line == word.line:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _span(words: Sequence[Word], lines: Sequence[str]) -> Span:
    line = words[0].line
    start, end = min(word.start for word in words), max(word.end for word in words)
    return Span(line=line, start=start, end=end, text=lines[line - 1][start:end])


def join_pieces(pieces: Sequence[str]) -> str:
    """Join the pieces of a wrapped text: a blank only between two Latin words, runs of blanks made one.

    Pieces of one number are joined whole, however many there are: 644,25 / 6,778. / 19.
    """
    if not any(" " in piece for piece in pieces) and (number := join_number(list(pieces))) is not None:
        return number
    text = ""
    for piece in pieces:
        clean = re.sub(r"\s{2,}", " ", piece)
        if text and _LATIN.match(text[-1]) and _LATIN.match(clean[:1]) and not _is_figure(text + clean):
            text += " "
        text += clean
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)


def _is_figure(text: str) -> bool:
    return parse_number(text) is not None or is_blank(text)


@dataclass(slots=True)
class Piece:
    """Hold one line of a table: the word of its label, its other words by column."""

    line: PlacedLine
    label: Word | None
    cells: dict[int, list[Word]]

    @property
    def has_amounts(self) -> bool:
        """Tell whether it prints a number beside the label."""
        return any(is_numeric(word.text) for words in self.cells.values() for word in words)
