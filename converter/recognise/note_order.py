"""Put the lines of a document in the order in which their page printed them.

Layouts move a heading above the table that ends its page or block, though it was printed below: two headings stand
above the first table and none above the second. Where blank lines part the blocks, the one that was moved is glued to
the top of the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from converter.model.document import Document, Grid
from converter.recognise.note_lines import LineKind, NoteLine, has_header, read_lines_as_laid_out
from converter.recognise.note_marks import EXPLAINS, SENTENCE_END, Mark, parse_mark
from converter.recognise.periods import plain

_SECOND = 2  # the first line that has one above it
_LONGEST_WAITING = 60
_ASKS = re.compile(r"是否|有无")
_ANSWERS = re.compile(r"^[□√☑✓☐R¨]?\s*[是有](?:$|[\s□√☑✓☐R¨])")
_AMID = re.compile(r"^(?:[2-9]|[二三四五六七八九])[.．、]")  # 4.期末余额, 四、账面价值
_PLAIN = re.compile(
    r"^(?:期[末初]|年[末初]|本[期年]|上[期年])(?:账面)?(?:余额|价值|发生额|金额|数)?(?:[(].*)?$"
)  # any table's
_LEAST_SHARED = 3  # characters that a heading and a table have in common, so that it is no accident


def read_note_lines(document: Document) -> tuple[NoteLine, ...]:
    """Return the lines of a document, those that the layout moved above a table in their place below it."""
    lines = list(read_lines_as_laid_out(document))
    at = 1
    while at + 1 < len(lines):
        text, table = lines[at], lines[at + 1]
        if (
            text.kind is LineKind.TEXT
            and table.grid is not None
            and text.line == table.line - 1
            and text.line >= _SECOND
            and not document.lines[text.line - _SECOND].strip()
            and _was_below(lines, at, table.grid)
        ):
            lines[at], lines[at + 1] = table, text
        at += 1
    return tuple(lines)


def _was_below(lines: list[NoteLine], at: int, grid: Grid) -> bool:
    """Tell whether a text glued to the top of a table was printed below it."""
    text, before = lines[at], lines[at - 1]
    after = lines[at + 2] if at + 2 < len(lines) else None
    if before.kind is LineKind.UNIT and before.block != text.block:  # the table's own unit stands above the text
        return True
    if before.grid is not None and _goes_on(before.grid, grid):
        return True
    if after is not None and after.kind is LineKind.TEXT and _ASKS.search(text.text) and _ANSWERS.match(after.text):
        return True
    if (
        after is not None and after.grid is not None and has_header(after.grid)
    ):  # nothing else introduces the next table
        own = _shared(text.text, _header(grid) if has_header(grid) else tuple(_words(grid)))
        if _shared(text.text, _header(after.grid)) >= _LEAST_SHARED + (own if own >= _LEAST_SHARED else 0):
            return True
    return _is_of_another(text, _waiting(lines, at), grid)


def _goes_on(before: Grid, grid: Grid) -> bool:
    """Tell whether a table is the rest of the one before it: without a header, or below the same or a torn one."""
    if not has_header(grid):
        return True
    above, header = _header(before), _header(grid)
    first = next((row[0].text for row in grid.rows[1:] if row), "")
    if above == header and _AMID.match(plain(first)):
        return True
    is_torn = not any(re.search(r"\d[\d,]*\.\d|^\d", cell.text) for row in before.rows for cell in row)
    return is_torn and len(above) == len(header) and "" in header and "" not in above


def _waiting(lines: list[NoteLine], at: int) -> NoteLine | None:
    """Return the heading or caption right above a place that has had no table yet."""
    for line in reversed(lines[:at]):
        if line.kind is LineKind.TEXT:
            is_short = len(plain(line.text)) <= _LONGEST_WAITING and not SENTENCE_END.search(line.text)
            return line if is_short else None
        if line.kind is not LineKind.APPLICABLE:
            return None
    return None


def _is_of_another(text: NoteLine, waiting: NoteLine | None, grid: Grid) -> bool:
    """Tell whether the table below a numbered heading is that of the one above it, which would have none else.

    A heading is no child of its own brother, nor of what stands deeper. What the table itself says comes first.
    """
    mark = parse_mark(text.text)
    if mark is None:
        return waiting is not None and waiting.block != text.block and _is_sibling(waiting.text, text.text)
    if waiting is None or mark.ordinal == 1 or text.marked or waiting.block == text.block:
        return False
    if not any(re.search(r"[\u4e00-\u9fff]", words) for words in _header(grid)):  # the row of a statement, torn
        return False
    other = parse_mark(waiting.text)
    if other is not None and not _cannot_hold(other, mark):
        return False
    words, title = tuple(_words(grid)), other.rest if other else waiting.text
    own, others = _shared(mark.rest, words), _shared(title, words)
    if _named(title, grid) > _named(mark.rest, grid):
        return True
    if own > others and own >= _LEAST_SHARED:
        return False
    if EXPLAINS.search(plain(waiting.text).rstrip(":")):  # asks for words, seldom for a table
        return others >= own + _LEAST_SHARED
    return True


def _is_sibling(above: str, text: str) -> bool:
    """Tell whether two captions say the same of two things: 按单项计提坏账准备, 按组合计提坏账准备."""
    first, second = plain(above).rstrip(":"), plain(text).rstrip(":")
    others = sum(a != b for a, b in zip(first, second, strict=False))
    return len(first) == len(second) >= 2 * _LEAST_SHARED and 0 < others < _LEAST_SHARED


def _cannot_hold(above: Mark, mark: Mark) -> bool:
    return mark.style < above.style or (mark.style == above.style and mark.ordinal == above.ordinal + 1)


def _header(grid: Grid) -> tuple[str, ...]:
    return tuple(plain(cell.text) for cell in grid.rows[0]) if grid.rows else ()


def _words(grid: Grid) -> Iterator[str]:
    """Yield the words of a table's header and of its labels."""
    yield from _header(grid)
    yield from (plain(row[0].text) for row in grid.rows[1:] if row)


def _named(title: str, grid: Grid) -> int:
    """Return how long the longest header of a table is that stands whole in a title (补充资料)."""
    head = plain(title)
    return max((len(word) for word in _header(grid) if len(word) >= _LEAST_SHARED and word in head), default=0)


def _shared(text: str, words: tuple[str, ...]) -> int:
    """Return how many characters in a row a text has in common with any of some words."""
    head = plain(text)
    most = 0
    for word in words:
        if _PLAIN.match(word):
            continue
        for start in range(len(word)):
            while start + most < len(word) and word[start : start + most + 1] in head:
                most += 1
    return most
