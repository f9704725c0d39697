"""Read text whose columns are kept by blanks, as layout-keeping PDF-to-text tools write it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from converter.model.document import Block
from converter.read.delimited import is_delimited
from converter.read.positions.blocks import find_blocks
from converter.read.positions.placed import PlacedLine, Word, is_amount, is_numeric, measure_width

_PAGE_MARK = re.compile(r"^\s*[=\-]{2,}\s*(?:page|第)\s*(\d{1,4})\s*(?:页)?\s*[=\-]{2,}\s*$", re.IGNORECASE)
_WORD = re.compile(r"\S+(?:[ \xa0]\S+)*")
# Two amounts and more in one line, one at least set off by two blanks.
_AMOUNT = r"[(（-]?\d[\d,]*(?:\.\d+)?%?[)）]?"
_ALIGNED_ROW = re.compile(
    rf"[ \u3000]{{2,}}{_AMOUNT}[ \u3000]+(?:{_AMOUNT}|-{{1,2}})[ \u3000]*(?:\S|$)"
    rf"|\S[ \u3000]{{2,}}{_AMOUNT}[ \u3000]{{2,}}\S"
)
_PLAIN_AMOUNT = re.compile(r"\d,\d{3}|\d\.\d")
# 43.65%主要系营业收入增长所致: two cells, the second begins where the first ends
_TOKEN = re.compile(r"(?<!\S)-?\d[\d,]*\.\d+%(?=[\u4e00-\u9fff])|\S+")
_FEWEST_ROWS = 3
_LEAST_SHARE = 0.2  # of the lines with an amount that must be such rows
_SAMPLE = 400  # rows that say which measure of width a text keeps


def is_aligned(text: str) -> bool:
    """Tell whether a text keeps its columns by blanks: rows with amounts set off by two blanks and more."""
    if is_delimited(text):
        return False
    rows = amounts = 0
    for line in text.split("\n"):
        if _PLAIN_AMOUNT.search(line):
            amounts += 1
            rows += "  " in line and bool(_ALIGNED_ROW.search(line))
    return rows >= _FEWEST_ROWS and rows >= _LEAST_SHARE * amounts


def read_aligned(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """Return the blocks of a text in order.

    Comes in: the lines of the decoded text; lines such as ``=== page 7 ===`` and form feeds begin a page. Where a tool
    counts an ideograph as one column and where as two is told from the text: the measure under which amounts end in
    fewer places is the one it was set with.
    """
    measure = _choose_measure(lines)
    placed: list[PlacedLine] = []
    page = _first_page(lines)
    for number, line in enumerate(lines, 1):
        mark = _PAGE_MARK.match(line)
        if mark is not None:
            page = int(mark[1])
        elif "\f" in line:
            page = (page or 1) + line.count("\f")
        words = tuple(_split(line, number, measure))
        placed.append(PlacedLine(number, page, words, is_page_mark=mark is not None))
    return find_blocks(placed, lines)


def _first_page(lines: Sequence[str]) -> int | None:
    """Return the page a text begins on, None where nothing marks its pages."""
    for line in lines:
        if (mark := _PAGE_MARK.match(line)) is not None:
            return max(int(mark[1]) - 1, 0)
        if "\f" in line:
            return 1
    return None


def _split(line: str, number: int, measure: Callable[[str], int]) -> list[Word]:
    """Return the words of a line: set apart by two blanks, or by one where a number stands beside it."""
    words: list[Word] = []
    for match in _WORD.finditer(line.replace("\u3000", " ").replace("\f", " ").replace("\t", " ")):
        for start, end in _cut_at_numbers(line, match.start(), match.end()):
            text = line[start:end]
            x0 = float(measure(line[:start]))
            words.append(Word(text, x0, x0 + measure_width(text), number, start, end))
    return words


def _cut_at_numbers(line: str, start: int, end: int) -> list[tuple[int, int]]:
    tokens = [(start + token.start(), start + token.end()) for token in _TOKEN.finditer(line[start:end])]
    pieces: list[tuple[int, int]] = []
    for begin, stop in tokens:
        both = (line[pieces[-1][0] : pieces[-1][1]], line[begin:stop]) if pieces else ("", "")
        joined = bool(pieces) and not any(is_amount(text) for text in both)
        if joined and not (is_numeric(both[0]) and is_numeric(both[1])):
            pieces[-1] = (pieces[-1][0], stop)
        else:
            pieces.append((begin, stop))
    return pieces


def _choose_measure(lines: Sequence[str]) -> Callable[[str], int]:
    measures: tuple[Callable[[str], int], ...] = (measure_width, len)
    return min(measures, key=lambda measure: _count_edges(lines, measure))


def _count_edges(lines: Sequence[str], measure: Callable[[str], int]) -> float:
    """Count how often an amount ends elsewhere than the amount above it does: low where columns are straight."""
    breaks = rows = 0
    before: Counter[int] = Counter()
    for line in lines:
        ends = Counter(
            measure(line[: match.end()])
            for match in re.finditer(r"(?<![\d,.])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,.])", line)
        )
        if not ends:
            continue
        if before:
            breaks += sum((ends - before).values())
        before = ends
        rows += 1
        if rows > _SAMPLE:
            break
    return breaks / max(rows, 1)
