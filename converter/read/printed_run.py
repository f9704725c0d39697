"""Keep the place of every run of characters that marked-up text prints."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from converter.model.document import Block, Cell, Heading, Paragraph
from converter.model.source import Source, Span
from converter.read.broken_number import join_pieces

_OUTER = " \t\r\f\v\u3000\xa0\ufeff\u200b"
_BLANK = r"(?:[\s\u3000\xa0\ufeff\u200b]|&(?:nbsp|ensp|emsp|thinsp|#160|#12288|#x0*a0|#x3000);?)"
_TRIM = re.compile(rf"{_BLANK}*+(?P<kept>.*?){_BLANK}*\Z", re.IGNORECASE | re.DOTALL)
_INNER_BLANKS = re.compile(r"[ \t\r\xa0]{2,}|[\t\r\xa0]")


@dataclass(slots=True)
class Piece:
    """Hold a run of characters on one line: where it stands, what it prints, and what precedes it.

    ``starts_block`` and ``starts_line`` say that it begins a paragraph or a line of its own; ``after_blank`` that a
    blank stands in front of it. A piece lives only while its block is built.
    """

    line: int
    start: int
    printed: str
    text: str
    after_blank: bool
    starts_line: bool
    starts_block: bool = False
    level: int = 0


class LinePlaces:
    """Turn offsets in a text into lines and characters, and cut its runs, in order, into pieces.

    ``entities`` says that ``&amp;`` and the like stand for characters.
    """

    def __init__(self, text: str, first_line: int, *, entities: bool = True) -> None:
        self._text = text
        self._first_line = first_line
        self._entities = entities
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._blank_before = False

    @property
    def length(self) -> int:
        """Return the number of characters of the text."""
        return len(self._text)

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the number of the line an offset stands on, and the character within it."""
        line = bisect_right(self._starts, offset) - 1
        return self._first_line + line, offset - self._starts[line]

    def cut(self, start: int, end: int) -> list[Piece]:
        """Return the runs of characters between two offsets, one per line, without the blanks around them."""
        raw = self._text[start:end]
        if not raw or raw.isspace():
            self._blank_before = self._blank_before or bool(raw)
            return []
        pieces: list[Piece] = []
        line, column = self.locate(start)
        for index, part in enumerate(raw.split("\n")):
            kept, before, after = _trim(part, entities=self._entities)
            if kept:
                blank = self._blank_before or before > 0 or index > 0
                text = html.unescape(kept) if self._entities and "&" in kept else kept
                at = before if index else column + before
                pieces.append(Piece(line + index, at, kept, _INNER_BLANKS.sub(" ", text), blank, index > 0))
                self._blank_before = after > 0
            elif part:
                self._blank_before = True
        self._blank_before = self._blank_before or raw[-1] == "\n"
        return pieces


def _trim(part: str, *, entities: bool) -> tuple[str, int, int]:
    """Return a run without its outer blanks, and how many characters of blanks stood before and after it."""
    if entities and "&" in part:
        match = _TRIM.match(part)
        assert match is not None
        return match["kept"], match.start("kept"), len(part) - match.end("kept")
    left = part.lstrip(_OUTER)
    kept = left.rstrip(_OUTER)
    return kept, len(part) - len(left), len(left) - len(kept)


def make_source(pieces: Sequence[Piece]) -> Source:
    """Return the source of what pieces print together; several pieces are its parts."""
    first = pieces[0]
    end = first.start + len(first.printed)
    if len(pieces) == 1:
        return Source(line=first.line, start=first.start, end=end, text=first.printed)
    parts = tuple(
        Span(line=piece.line, start=piece.start, end=piece.start + len(piece.printed), text=piece.printed)
        for piece in pieces
    )
    return Source(line=first.line, start=first.start, end=end, text="".join(part.text for part in parts), parts=parts)


def make_text(pieces: Sequence[Piece]) -> str:
    """Return what pieces print: runs between which no blank and no line end stands are one word."""
    if len(pieces) == 1 and " " not in pieces[0].text:
        return pieces[0].text
    words: list[str] = []
    for piece in pieces:
        if words and not (piece.after_blank or piece.starts_line):
            words[-1] += piece.text
        else:
            words.append(piece.text)
    return join_pieces(words)


def make_cell(pieces: Sequence[Piece], places: LinePlaces, offset: int) -> Cell:
    """Return the cell that pieces print, a blank one at ``offset`` where there are none."""
    if not pieces:
        line, start = places.locate(offset)
        return Cell("", Source(line=line, start=start, end=start, text=""))
    return Cell(make_text(pieces), make_source(pieces))


def make_blocks(pieces: Sequence[Piece]) -> list[Block]:
    """Return the headings and paragraphs that pieces outside any table print."""
    blocks: list[Block] = []
    group: list[Piece] = []
    for piece in (*pieces, None):
        if group and (piece is None or piece.starts_block):
            source, text = make_source(group), make_text(group)
            blocks.append(Heading(text, group[0].level, source) if group[0].level else Paragraph(text, source))
            group = []
        if piece is not None:
            group.append(piece)
    return blocks
