"""Read tables drawn with box characters (Unicode block U+2500: ┌─┬─┐ │ ├─┼─┤), as quote pages print them."""

from __future__ import annotations

import re
from itertools import pairwise

from converter.model.document import Block, Cell, Grid
from converter.read.broken_number import join_number
from converter.read.printed_run import LinePlaces, Piece, make_cell

_JOINT = re.compile(r"[│┃┆┇┊┋║├-╋╞-╬┌-┛╒-╝]")
_DASHES = re.compile(r"[\s─━┄┅┈┉═╌╍╴╶]*")
_DIGIT = re.compile(r"\d")
_LEAST_BANDS = 3

_Line = list[Piece | None]


def is_box_line(line: str) -> bool:
    """Tell whether a line is part of a drawn table: two joints or uprights, the first or last of its characters one."""
    stripped = line.strip()
    return (
        len(stripped) > 2
        and stripped[0] > "\u24ff"
        and (_JOINT.match(stripped[0]) is not None or _JOINT.match(stripped[-1]) is not None)
        and len(_JOINT.findall(stripped)) >= 2
    )


def read_box_grid(lines: tuple[str, ...], at: int, blocks: list[Block]) -> int:
    """Append the grid that begins at an index and return the index of the line after it.

    Rules (├─┼─┤) cut a table into bands. Where every band prints at most one number in a column, the table is ruled
    row by row and a band is a row, its cells broken over lines; else every line is a row.
    """
    first = at
    bands: list[list[_Line]] = [[]]
    while at < len(lines) and is_box_line(lines[at]):
        cells = _split(lines[at], at + 1)
        if any(cells):
            bands[-1].append(cells)
        elif bands[-1]:
            bands.append([])
        at += 1
    bands = [band for band in bands if band]
    if len(bands) >= _LEAST_BANDS and all(_is_one_row(band) for band in bands):
        rows = bands
    else:
        rows = [[line] for band in bands for line in band]
    if rows:
        blocks.append(Grid(tuple(_make_row(row, lines) for row in rows), first + 1, at))
    return at


def _split(line: str, number: int) -> _Line:
    """Return what stands between the uprights of a line, None for cells that are blank or part of a rule."""
    joints = [match.start() for match in _JOINT.finditer(line)]
    bounds = list(pairwise(joints))
    if line[: joints[0]].strip():
        bounds.insert(0, (-1, joints[0]))
    if line[joints[-1] + 1 :].strip():
        bounds.append((joints[-1], len(line)))
    pieces: _Line = []
    for left, right in bounds:
        raw = line[left + 1 : right]
        text = raw.strip()
        if _DASHES.fullmatch(raw):
            pieces.append(None)
        else:
            start = left + 1 + raw.index(text)
            pieces.append(Piece(number, start, text, text, after_blank=True, starts_line=True))
    return pieces


def _is_one_row(band: list[_Line]) -> bool:
    if len({len(line) for line in band}) > 1:
        return False
    for column in zip(*band, strict=True):
        texts = [piece.text for piece in column if piece is not None]
        numeric = [text for text in texts if _DIGIT.search(text)]
        if len(numeric) > 1 and join_number(texts) is None:
            return False
    return True


def _make_row(band: list[_Line], lines: tuple[str, ...]) -> tuple[Cell, ...]:
    width = max(len(line) for line in band)
    number = next(piece.line for line in band for piece in line if piece is not None)
    places = LinePlaces(lines[number - 1], number, entities=False)
    columns = [[line[at] for line in band if at < len(line)] for at in range(width)]
    return tuple(make_cell([piece for piece in column if piece is not None], places, 0) for column in columns)
