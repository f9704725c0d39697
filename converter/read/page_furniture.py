"""Find what belongs to the page and not to the text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

# === page 12 === / 第 3 页 (共 9 页) / 66 / 195
_PAGE_MARK = re.compile(
    r"[=\-—\s]*page\s*\d+[=\-—\s]*|第\s*\d+\s*页(?:\s*[/,，]?\s*共\s*\d+\s*页)?|\d{1,4}\s*/\s*\d{1,4}", re.IGNORECASE
)
_FIGURE = re.compile(r"\d{1,4}")
_LEAST_PAGES = 3
_SHARE_OF_PAGES = 0.6  # a running head stands on most pages
_FARTHEST = 3  # lines of furniture on one side of a page mark
_MOST_NUMBERS_OUT_OF_ORDER = 0.2
_SHORTEST_HEAD = 8  # characters of a running head that is told even where it is glued to a cell


@dataclass(frozen=True, slots=True)
class Furniture:
    """Hold the indices of the lines that are page furniture, and of lines that end in it, where it begins."""

    lines: frozenset[int]
    tails: Mapping[int, int]


def find_furniture(lines: tuple[str, ...]) -> Furniture:
    """Return the lines that are page furniture, blank lines right below them included.

    Page marks are told by their form, or as figures that grow from one repetition of a line to the next; what stands
    beside them on most pages in the same words is a running head or foot.
    """
    texts = [line.strip() for line in lines]
    counts = Counter(text for text in texts if text)
    marks = {
        at for at, text in enumerate(texts) if text and text[0] in "=-—第pP0123456789" and _PAGE_MARK.fullmatch(text)
    }
    if len(marks) < _LEAST_PAGES:
        marks = set()
    if not marks:
        marks = _find_numbered(texts, counts)
    if not marks:
        return Furniture(frozenset(), {})
    pages = _count_pages(marks)
    furniture, figures = _spread(texts, counts, marks, pages, numbered=True)
    numbers = [int(texts[at]) for at in sorted(figures)]
    if len(figures) < max(2, pages * _SHARE_OF_PAGES) or any(two <= one for one, two in pairwise(numbers)):
        furniture, _ = _spread(texts, counts, marks, pages, numbered=False)
    for at in sorted(furniture):
        below = at + 1
        if below < len(lines) and below not in furniture and lines[below] and not texts[below]:
            furniture.add(below)
    tails = _find_glued(lines, {texts[at] for at in furniture if len(texts[at]) >= _SHORTEST_HEAD}, furniture)
    return Furniture(frozenset(furniture), tails)


def _find_glued(lines: tuple[str, ...], heads: set[str], furniture: set[int]) -> dict[int, int]:
    """Return where a running head begins that is glued to the text before it; the page number below is furniture."""
    tails: dict[int, int] = {}
    endings = {head[-_SHORTEST_HEAD:] for head in heads}
    for at, line in enumerate(lines[:-1]):
        if (
            at in furniture
            or line.rstrip()[-_SHORTEST_HEAD:] not in endings
            or not _FIGURE.fullmatch(lines[at + 1].strip())
        ):
            continue
        for head in sorted(heads):
            if line.rstrip().endswith(head):
                tails[at] = line.rindex(head)
                furniture.add(at + 1)
    return tails


def _spread(
    texts: list[str], counts: Counter[str], marks: set[int], pages: int, *, numbered: bool
) -> tuple[set[int], set[int]]:
    """Return the page marks with the running heads and feet beside them, and the bare figures among those.

    Figures are page numbers (``numbered``) where they stand on most pages and grow; otherwise they are the text's own.
    """
    furniture = set(marks)
    figures: set[int] = set()
    for mark in sorted(marks):
        for step in (-1, 1):
            at = mark + step
            for _ in range(_FARTHEST):
                if not 0 <= at < len(texts) or not texts[at]:
                    break
                is_figure = numbered and step < 0 and _FIGURE.fullmatch(texts[at]) is not None
                if at not in marks:
                    if not is_figure and _FIGURE.fullmatch(texts[at]) is not None:
                        break  # the rest of a number, however often it is printed
                    if counts[texts[at]] < pages * _SHARE_OF_PAGES and not is_figure:
                        break
                    furniture.add(at)
                    if is_figure:
                        figures.add(at)
                at += step
    return furniture, figures


def _count_pages(marks: set[int]) -> int:
    """Count the pages: marks that follow each other directly are of one page."""
    return sum(1 for mark in marks if mark - 1 not in marks)


def _find_numbered(texts: list[str], counts: Counter[str]) -> set[int]:
    """Return the repeated lines with a page number beside them, and those numbers: they grow from page to page."""
    for step in (1, -1):
        beside: dict[str, list[int]] = {}
        for at, text in enumerate(texts):
            repeated = counts[text] >= _LEAST_PAGES and any(char.isalpha() for char in text)  # no amount
            if repeated and 0 <= at + step < len(texts) and _FIGURE.fullmatch(texts[at + step]):
                beside.setdefault(text, []).append(at)
        for text, places in sorted(beside.items(), key=lambda item: -len(item[1])):
            if len(places) < max(_LEAST_PAGES, counts[text] * _SHARE_OF_PAGES):
                continue
            numbers = [int(texts[at + step]) for at in places]
            out_of_order = sum(1 for one, two in pairwise(numbers) if not 0 < two - one <= 3)
            if out_of_order <= len(numbers) * _MOST_NUMBERS_OUT_OF_ORDER:
                return {*places, *(at + step for at in places)}
    return set()
