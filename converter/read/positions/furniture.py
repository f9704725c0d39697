"""Find page headers and footers: what stands at the edge of page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from converter.read.positions.placed import PlacedLine, is_amount

_EDGE = 2  # lines at the top and at the bottom of a page that may be furniture
_SHARE = 0.4  # of the pages that must print a line for it to be furniture
_FEWEST = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–\s]*$")


def find_furniture(lines: Sequence[PlacedLine]) -> frozenset[int]:
    """Return the indexes of lines that are page headers, footers or page numbers.

    A line that marks the beginning of a page is one; so is a line within two lines of the edge of its page whose text,
    figures apart, stands there on many pages; a page number also where it stands first or last by itself.
    """
    found: set[int] = {index for index, line in enumerate(lines) if line.is_page_mark}
    pages: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if line.page is not None and line.words and not line.is_page_mark:
            pages.setdefault(line.page, []).append(index)
    seen: Counter[str] = Counter()
    edges: list[tuple[int, str]] = []
    for indexes in pages.values():
        for index in dict.fromkeys((*indexes[:_EDGE], *indexes[-_EDGE:])):
            text = " ".join(word.text for word in lines[index].words)
            if index in (indexes[0], indexes[-1]) and _PAGE_NUMBER.match(text):
                found.add(index)
            words = lines[index].words
            if len(words) <= _FEWEST and not any(is_amount(word.text) for word in words):
                key = _DIGITS.sub("#", text)
                seen[key] += 1
                edges.append((index, key))
    least = max(_FEWEST, _SHARE * len(pages))
    found |= {index for index, key in edges if seen[key] >= least and any(char.isalpha() for char in key)}
    return frozenset(found)
