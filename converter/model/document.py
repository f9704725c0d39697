"""Hold a document as read: its blocks in order, no text thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from converter.model.source import Source


@dataclass(frozen=True, slots=True)
class Heading:
    """Hold a line the layout marks as a heading (``#`` in Markdown, ``<h1>`` in HTML); ``level`` from 1."""

    text: str
    level: int
    source: Source


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Hold one non-empty line of running text outside any table."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one cell as printed: ``text`` cleaned of markup and outer blanks, ``source`` where it stands.

    A blank cell has ``text == ""``. A cell that spans columns or rows is repeated in each place it covers,
    with the same ``source``; ``spanned`` is true on every repetition after the first.
    """

    text: str
    source: Source
    spanned: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold one table as printed: rows of cells, ragged where the input is ragged.

    Separator rows of Markdown (``| --- |``) are not rows. ``line_from``/``line_to`` are 1-based and inclusive.
    Where the layout lost its structure (cells run together, empty cells vanished), a row can be split into cells in
    several ways: ``alternatives`` maps the row's index to every way, as whole rows of as many cells as there are
    columns; ``rows`` then holds the first of them. The reader does not choose. ``is_positional`` is False where empty
    cells vanished throughout: a cell's index says its order in the row, not its column.
    """

    rows: tuple[Row, ...]
    line_from: int
    line_to: int
    alternatives: Mapping[int, tuple[Row, ...]] = field(default_factory=dict)
    is_positional: bool = True


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """Hold a whole input as read: what file it is and its blocks in the order printed.

    ``lines`` is the decoded text split at line ends, kept so that every source can be shown again.
    """

    file: str
    sha256: str
    encoding: str
    media_type: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
