"""Give a table the header that a layout printed as the line above it, its cells run together.

Layouts take the one row of a header for a heading (# 类别折旧方法折旧年限（年）残值率) and leave the table without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from converter.model.document import Block, Cell, Grid, Row
from converter.model.source import Source
from converter.read.note_words import is_known, split_note_header

_PERCENT = re.compile(r"\$[\s.\\]*%[\s.\\]*\$")  # (%) as a formula
_BRACKETS = str.maketrans("（）％", "()%")
_NUMBER = re.compile(r"^\D{0,2}\d[\d,.]*%?(?:\s*[-–—~]\s*\d[\d,.]*%?)?$")
_LEAST = 3  # columns: fewer words make a line that says something


def with_glued_headers(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with each line that is nothing but the header of the table below it as that table's first row.

    Every word of such a line heads a column in the notes, there are as many of them as the table has columns, and the
    table begins with numbers.
    """
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid) and found and (header := _header(found[-1], block)) is not None:
            found[-1] = Grid((header, *block.rows), header[0].source.line, block.line_to)
        else:
            found.append(block)
    return tuple(found)


def _header(above: Block, grid: Grid) -> Row | None:
    width = len(grid.rows[0])
    if isinstance(above, Grid) or width < _LEAST or not any(_NUMBER.match(cell.text) for cell in grid.rows[0]):
        return None
    if any(len(row) != width for row in grid.rows):
        return None
    line = _PERCENT.sub(lambda match: "%".ljust(len(match[0])), above.text).translate(_BRACKETS)
    words = split_note_header(line).get(width - 1, ())  # beside the first cell
    if not words or words[0].kind != "first" or not is_known(line, words):
        return None
    at, start = above.source.line, above.source.start
    return tuple(
        Cell(
            "".join(line[word.start : word.end].split()),
            Source.at(at, start + word.start, start + word.end, above.text[word.start : word.end]),
        )
        for word in words
    )
