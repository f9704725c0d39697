"""Find which lines make up one table: lines with amounts under each other, their labels, the header above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from converter.read.note_reference import is_note_reference
from converter.read.positions.placed import (
    PlacedLine,
    Word,
    find_amounts,
    is_amount,
    is_dash,
    is_numeric,
    is_open,
    overlap,
)

_LONGEST_CELL = 56  # half-widths; a longer word is a sentence's line
_LONGEST_HEADER = 40
_MOST_BETWEEN = 60  # rows without any amount in a row
_MOST_ABOVE = 16
_SHARED = 0.8  # half-widths two words must share to stand over each other
_NO_HEADER = re.compile(r"单位\s*[:：]|币种|编制|[:：].+[:：]|。|^[√□]|[□√]")
_SPANNING = re.compile(
    r"^(?:\d{4}年.{0,12}|[本上][年期].{0,12}|[期年][初末].{0,8}|归属于.{2,16}|合并|母公司|本公司|本集团|金额)$"
)
_TITLE = re.compile(
    r"表(?:\(续\)|（续）)?$|^\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$|[—-]\d{1,2}\s*月(?:\d{1,2}\s*日)?$"
)
_ALTERNATIVE = re.compile(r"^[（(]或")  # （或股东权益）合计: never the beginning of a label
_BULLET = re.compile(r"^(?:[（(]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[、.．])")


@dataclass(slots=True)
class Run:
    """Hold the lines of one table, by index: ``header`` above ``body``; ``columns`` are extents of its amounts."""

    header: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    columns: list[list[float]] = field(default_factory=list)
    last: int = 0  # the number of its last line with amounts

    @property
    def zone(self) -> float:
        """Return where the amounts begin."""
        return min(column[0] for column in self.columns)

    def widen(self, line: PlacedLine) -> None:
        """Let the columns take in the amounts of a line."""
        self.last = line.number
        for word in find_amounts(line):
            for column in self.columns:
                if overlap(word.x0, word.x1, column[0], column[1]) >= _SHARED:
                    column[0], column[1] = min(column[0], word.x0), max(column[1], word.x1)
                    break
            else:
                self.columns.append([word.x0, word.x1])

    def covers(self, word: Word) -> bool:
        """Tell whether a word stands over one of the columns of amounts."""
        return any(overlap(word.x0, word.x1, column[0], column[1]) >= _SHARED for column in self.columns)


def find_runs(
    lines: Sequence[PlacedLine], furniture: frozenset[int], breaks: frozenset[int] = frozenset()
) -> list[Run]:
    """Return the tables of a text in order, every line in one of them at most.

    Two lines with amounts belong together where an amount of one stands under an amount of the other and whatever
    stands between keeps clear of the columns (labels without amounts, words in other columns).
    """
    runs: list[Run] = []
    current: Run | None = None
    waiting: list[int] = []
    for index, line in enumerate(lines):
        if index in breaks:
            current, waiting = None, []
        if index in furniture or not line.words:
            continue
        if not has_amounts(line):
            waiting.append(index)
            continue
        if current is not None and _goes_on(current, [lines[at] for at in waiting], line):
            current.body += [*waiting, index]
            current.widen(line)
        else:
            current = Run(body=[index])
            current.widen(line)
            runs.append(current)
            current.header = waiting
        waiting = []
    for run in runs:
        _choose_header(run, lines)
    kept = [run for run in runs if _is_table(run, lines)]
    for at, run in enumerate(kept):
        begins = kept[at + 1].header or kept[at + 1].body if at + 1 < len(kept) else [len(lines)]
        _take_tail(run, lines, furniture, breaks, begins[0])
    return kept


def has_amounts(line: PlacedLine) -> bool:
    """Tell whether a line prints an amount in a column, and is no sentence that happens to hold one."""
    words = line.words
    if not find_amounts(line):
        return False
    return all(word.x1 - word.x0 <= _LONGEST_CELL or is_numeric(word.text) for word in words)


def _goes_on(run: Run, between: list[PlacedLine], line: PlacedLine) -> bool:
    if len(between) > _MOST_BETWEEN or any(not _keeps_clear(run, row) for row in between):
        return False
    if any(run.covers(word) for word in find_amounts(line)):
        return True
    # A row that prints only in columns still empty: right below, or below labels alone, its label left of all amounts.
    first = line.words[0]
    labels = all(row.words[0].x1 <= run.zone and (len(row.words) == 1 or _is_small_row(row, run)) for row in between)
    near = line.number - run.last <= len(between) + 2
    return labels and near and len(between) <= _MOST_ABOVE and first.x1 <= run.zone and not is_numeric(first.text)


def _keeps_clear(run: Run, line: PlacedLine) -> bool:
    """Tell whether a line's words, numbers apart, stand outside every column of amounts."""
    return all(
        is_numeric(word.text) or (not run.covers(word) and not (word.x0 < run.zone < word.x1)) for word in line.words
    )


def _choose_header(run: Run, lines: Sequence[PlacedLine]) -> None:
    """Keep, of the lines above a table, the header and the labels between it and the first amounts."""
    above = run.header
    labels: list[int] = []
    header: list[int] = []
    for index in reversed(above[-_MOST_ABOVE - _MOST_BETWEEN :]):
        line = lines[index]
        if header:
            if len(header) < _MOST_ABOVE and _heads(line, run, header, lines):
                header.append(index)
                continue
            break
        if _heads(line, run, header, lines):
            header.append(index)
        elif _is_small_row(line, run) or (_keeps_clear(run, line) and _is_label_line(line)):
            labels.append(index)
        else:
            break
    while header and _is_lone_label(lines[header[-1]], run):
        header.pop()  # a short line of text above the header's first line
    if header:
        run.body = [*reversed(labels), *run.body]
        run.header = list(reversed(header))
        return
    run.header = []
    kept: list[int] = []
    below = run.body[0]
    for index in labels:
        if lines[below].number - lines[index].number > 1 or lines[index].page != lines[below].page:
            break
        if _BULLET.match(lines[index].words[0].text) and kept:
            break
        kept.append(index)
        below = index
    run.body = [*reversed(kept), *run.body]


def _is_label_line(line: PlacedLine) -> bool:
    """Tell whether a clear line above the amounts is part of the table: a label, or the first line of a taller cell."""
    return len(line.words) <= 2 and not any(
        _TITLE.search(word.text) or _NO_HEADER.search(word.text) for word in line.words
    )


def _is_small_row(line: PlacedLine, run: Run) -> bool:
    """Tell a row without plain amounts (货币资金 七、1 755; 应收票据 -- --) from words that head columns."""
    first, *others = line.words
    notes = [word for word in others if is_note_reference(word.text) and not word.text.isdigit()]
    cells = [word for word in others if word not in notes]
    if not notes and (not cells or not all(is_dash(word.text) for word in cells)):
        return False
    return (
        first.x1 <= run.zone
        and not is_numeric(first.text)
        and all(is_dash(word.text) or (is_numeric(word.text) and run.covers(word)) for word in cells)
    )


def _is_lone_label(line: PlacedLine, run: Run) -> bool:
    return (
        len(line.words) == 1
        and line.words[0].x1 <= run.zone
        and not re.fullmatch(r"项\s*目|资\s*产|科\s*目", line.words[0].text)
    )


def _heads(line: PlacedLine, run: Run, header: list[int], lines: Sequence[PlacedLine]) -> bool:
    """Tell whether a line heads columns: short words, no amounts, one at least over the part where amounts stand."""
    words = line.words
    if any(
        is_amount(word.text) or word.x1 - word.x0 > _LONGEST_HEADER or _NO_HEADER.search(word.text) for word in words
    ):
        return False
    if _is_small_row(line, run):
        return False
    if any(_TITLE.search(word.text) and len(words) == 1 for word in words) and not _stands_on(words[0], header, lines):
        return False
    if sum(1 for word in words if ":" in word.text or "：" in word.text) > 1 and len(words) <= 4:
        return False
    reaches = any(word.x1 > run.zone for word in words)
    if len(words) > 1:
        return reaches
    word = words[0]
    if not reaches:
        return bool(header) and len(word.text) <= 8
    return (
        bool(_SPANNING.match(word.text))
        or _stands_on(word, header, lines)
        or (not header and run.covers(word) and len(word.text) <= 8)
    )


def _stands_on(word: Word, header: list[int], lines: Sequence[PlacedLine]) -> bool:
    """Tell whether a word is the upper piece of a header cell: right above another, about its middle."""
    if not header:
        return False
    return any(
        abs(word.centre - other.centre) <= 2 or abs(word.x0 - other.x0) <= 1
        for at in header[-2:]
        for other in lines[at].words
    )


def _is_table(run: Run, lines: Sequence[PlacedLine]) -> bool:
    """Tell a table from a line of text with a figure in it: a header, or two rows, or two amounts in a row."""
    rows = [lines[index] for index in run.body if has_amounts(lines[index])]
    return len(rows) > 1 or bool(run.header) or sum(1 for word in rows[0].words if is_numeric(word.text)) > 1


def _take_tail(
    run: Run, lines: Sequence[PlacedLine], furniture: frozenset[int], breaks: frozenset[int], end: int
) -> None:
    """Take in the lines after the last amounts that finish its row: the rest of a broken number, of a wrapped label."""
    index = run.body[-1] + 1
    while index < end and index not in breaks:
        line = lines[index]
        if not line.words or index in furniture:
            index += 1
            continue
        if line.page != lines[run.body[-1]].page or not _finishes(run, lines, line):
            break
        run.body.append(index)
        index += 1


def _finishes(run: Run, lines: Sequence[PlacedLine], line: PlacedLine) -> bool:
    last = lines[run.body[-1]]
    if line.number - last.number > 2:
        return False
    if all(word.text.isdigit() and run.covers(word) for word in line.words):
        return True
    (first, *more) = line.words
    if more or not _keeps_clear(run, line) or _BULLET.match(first.text) or first.x0 >= run.zone:
        return False
    label = next((word for word in last.words if word.x0 < run.zone and not is_numeric(word.text)), None)
    if label is None:
        return last.words[0].x0 >= run.zone  # amounts on a line of their own, in the middle of their label
    pieces = [word.text for index in run.body[-6:] for word in lines[index].words[:1] if not is_numeric(word.text)]
    text = "".join(pieces)
    widest = max(
        w.x1 for index in run.body for w in lines[index].words[:1] if w.x0 < run.zone and not is_numeric(w.text)
    )
    return (
        is_open(text)
        or bool(_ALTERNATIVE.match(first.text))
        or (first.x0 <= label.x0 and label.x1 >= widest - 4 and len(first.text) <= len(label.text))
    )
