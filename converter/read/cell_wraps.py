"""Find labels whose first line stands as a text of its own, where every cell stands on a line and blanks vanished."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from converter.read.cell_stream import Stream, StreamCell

_RAGGED = 2  # half-widths that may be left at the end of a line of a wrapped label
_NARROWEST = 8  # half-widths of a column whose labels need several lines
_LEAST_FULL = 2
_BEGINS = re.compile(
    r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]?\s*[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|[①-⑳]|\d"
)
_HEADS = re.compile(r"^分|(?:[:：]|[合小总]计|情况|明细|构成|结构|学历|分类|类别)$")


def find_wrapped(stream: Stream, labels: Sequence[tuple[StreamCell, ...]], filled: Sequence[bool]) -> frozenset[int]:
    """Return which rows without amounts are the first line of the label below them.

    Such a text fills the column, which wraps its labels, as two lines as long as the longest show; and wherever it is
    printed the same text follows: behind a heading, other rows follow elsewhere.
    """
    lengths = [_measure(cell.text) for label in labels for cell in label]
    edge = max(lengths, default=0) - _RAGGED
    if edge < _NARROWEST or sum(length >= edge for length in lengths) < _LEAST_FULL:
        return frozenset()
    return frozenset(
        at
        for at, (upper, lower) in enumerate(pairwise(labels))
        if upper
        and lower
        and filled[at + 1]
        and not filled[at]
        and not (at and not filled[at - 1] and _measure(labels[at - 1][-1].text if labels[at - 1] else "") >= edge)
        and _measure(upper[-1].text) >= edge
        and upper[-1].page == lower[0].page
        and _always_precedes(stream, upper[-1].text, lower[0].text)
    )


def _always_precedes(stream: Stream, first: str, second: str) -> bool:
    if _HEADS.search(first) or _BEGINS.match(first) or _BEGINS.match(second):
        return False
    behind = [below.text for cell, below in pairwise(stream.cells) if cell.text == first]
    return bool(behind) and all(text == second for text in behind)


def _measure(text: str) -> int:
    """Return how wide a text is in half-widths."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
