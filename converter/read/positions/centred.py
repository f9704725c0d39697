"""Find the rows of a table whose cells are centred: as many lines of a label above its figures as below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from converter.read.positions.placed import Piece

_ROOM = 3  # half-widths that may be left at the end of a line of a label that goes on
_LEAST_ROWS = 3
_NARROWEST = 8  # half-widths of a column whose labels need several lines


def build_centred_rows(pieces: Sequence[Piece], begins: re.Pattern[str]) -> list[list[Piece]] | None:
    """Return the lines of each row, None where they do not all stand around figures or none has several.

    The lines above the first figures are as many as below them; what is left up to the next figures stands above those,
    and so on to the end of the table, where nothing may be left. Every line of a label but its last is a full one, and
    only the first may print what ``begins`` a row.
    """
    figures = [at for at, piece in enumerate(pieces) if piece.has_amounts]
    if len(figures) < _LEAST_ROWS or len(figures) == len(pieces):
        return None
    groups: list[list[Piece]] = []
    begin = 0
    for at in figures:
        end = at + (at - begin) + 1
        groups.append(list(pieces[begin:end]))
        begin = end
        if end > len(pieces) or any(piece.has_amounts for piece in groups[-1] if piece is not pieces[at]):
            return None
    if begin != len(pieces):
        return None
    words = [[piece.label for piece in group if piece.label is not None] for group in groups]
    if any(not labels or any(begins.match(label.text) for label in labels[1:]) for labels in words):
        return None
    width = max(label.x1 - label.x0 for labels in words for label in labels)
    if width < _NARROWEST or any(label.x1 - label.x0 < width - _ROOM for labels in words for label in labels[:-1]):
        return None
    return groups
