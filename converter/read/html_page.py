"""Read HTML into headings, paragraphs and grids, each with the exact place it was printed.

A tokeniser of our own, because an HTML parser tells the line of an element at best, never its characters. It follows
the HTML Living Standard where reports depend on it: raw text elements (§13.2.5.2), optional end tags (§13.1.2.4),
spans of cells (§4.9.12).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from converter.model.document import Block
from converter.read.html_grid import TableBuilder
from converter.read.printed_run import LinePlaces, Piece, make_blocks

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^<>]*>"
    r"|<(?P<raw>script|style|template|svg)\b[^<>]*>.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][\w:.-]*)(?P<attributes>(?:[^<>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>",
    re.DOTALL | re.IGNORECASE,
)
_INLINE = frozenset(
    (  # noqa: SIM905 - as words they fit on two lines
        "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr o:p q rp rt ruby s"
        " samp small span strike strong sub sup time tt u var wbr"
    ).split()
)
_HEADING = re.compile(r"h([1-6])")
_OUTERMOST = frozenset({"html", "head", "body", "meta", "link", "base"})
_VOID = frozenset({"area", "col", "embed", "hr", "img", "input", "source", "track", "wbr"})
_DECLARED = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FIRST_TAG = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?P<name>[a-zA-Z][\w:.-]*)(?:\s[^<>]*)?>", re.DOTALL)
_BLOCK = re.compile(r"p|div|table|h[1-6]?|ul|ol|center|section|article|span|font|b|strong|body|head")
_MARKDOWN = re.compile(r"^(?:#{1,6} |\s*\|.*\|\s*$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tag:
    """Hold one tag: its name in lower case, whether it ends an element, its attributes, and where it stands."""

    name: str
    closing: bool
    attributes: str
    start: int
    end: int


def is_html(text: str) -> bool:
    """Tell whether a text is HTML: declared so, or begins with an element and shows no Markdown beside it.

    A block of ``key: value`` lines between dashes, as site generators put in front, does not count as text.
    """
    if _DECLARED.match(text):
        return True
    first = _FIRST_TAG.match(_FRONT_MATTER.sub("", text, 1))
    return first is not None and bool(_BLOCK.fullmatch(first["name"].lower())) and not _MARKDOWN.search(text)


def read_html(lines: tuple[str, ...], first_line: int = 1) -> tuple[Block, ...]:
    """Return the blocks of an HTML text in order: headings, paragraphs, grids.

    Comes in: the lines of the decoded text, the first of which has the number ``first_line``. A table that only
    arranges a page is read as what it arranges; tables within its cells become grids of their own.
    """
    text = "\n".join(lines)
    page = _Page(LinePlaces(text, first_line))
    at = 0
    for tag in _find_tags(text):
        page.print_text(at, tag.start)
        at = tag.end
        page.follow(tag)
    page.print_text(at, len(text))
    page.close()
    return tuple(page.blocks)


def _find_tags(text: str) -> Iterator[Tag]:
    for match in _TOKEN.finditer(text):
        name = match["name"] or match["raw"] or "!"
        yield Tag(name.lower(), bool(match["close"]), match["attributes"] or "", match.start(), match.end())


@dataclass(slots=True)
class _Page:
    """Follow the tags of a page: what is printed now, in which tables, and the blocks finished so far."""

    places: LinePlaces
    blocks: list[Block] = field(default_factory=list)
    flow: list[Piece] = field(default_factory=list)
    tables: list[TableBuilder] = field(default_factory=list)
    level: int = 0
    depth: int = 0  # open elements that make of the line ends inside them mere blanks
    begins_block: bool = True
    begins_line: bool = True

    def print_text(self, start: int, end: int) -> None:
        """Take up the text between two tags."""
        if start == end:
            return
        in_cell = bool(self.tables) and self.tables[-1].in_cell
        own_lines = not in_cell and self.depth == 0
        for piece in self.places.cut(start, end):
            if piece.starts_line and own_lines:
                self.begins_block = True
            piece.level = self.level
            piece.starts_block = self.begins_block
            piece.starts_line = piece.starts_line or self.begins_line
            self.begins_block = self.begins_line = False
            (self.tables[-1].pieces if self.tables else self.flow).append(piece)

    def follow(self, tag: Tag) -> None:
        """Do what a tag says."""
        name = tag.name
        if name in _INLINE or ":" in name or name == "!":
            return
        if name == "br":
            self.begins_line = True
            self.begins_block = self.begins_block or not (self.tables and self.tables[-1].in_cell)
            return
        self.begins_block = True
        if name == "table":
            self._follow_table(tag)
        elif self.tables and self.tables[-1].follow(name, tag.attributes, tag.end, closing=tag.closing):
            pass
        elif match := _HEADING.fullmatch(name):
            self.level = 0 if tag.closing else int(match[1])
        elif name not in _OUTERMOST and name not in _VOID and not self.tables:
            self.depth = max(0, self.depth + (-1 if tag.closing else 1))

    def _follow_table(self, tag: Tag) -> None:
        if not tag.closing:
            if self.tables:
                self.tables[-1].begin_nested()
            else:
                self._flush()
            self.tables.append(TableBuilder(self.places, tag.start))
        elif self.tables:
            self._finish_table(tag.end)

    def _finish_table(self, end: int) -> None:
        finished = self.tables.pop().finish(end)
        if self.tables:
            self.tables[-1].end_nested(finished)
        else:
            self.blocks.extend(finished)

    def close(self) -> None:
        """Finish what the end of the text leaves open."""
        while self.tables:
            self._finish_table(self.places.length)
        self._flush()

    def _flush(self) -> None:
        self.blocks.extend(make_blocks(self.flow))
        self.flow = []
