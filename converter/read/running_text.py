"""Read text without any table: headings and paragraphs."""

from __future__ import annotations

from converter.model.document import Block
from converter.read.aligned import is_aligned
from converter.read.collapsed import is_collapsed
from converter.read.delimited import is_delimited, read_line


def is_running_text(text: str) -> bool:
    """Tell whether a text holds no row of any table."""
    return not (is_delimited(text) or is_aligned(text) or is_collapsed(text))


def read_paragraphs(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """Return one heading or paragraph per non-blank line."""
    return tuple(read_line(line, number) for number, line in enumerate(lines, 1) if line.strip())
