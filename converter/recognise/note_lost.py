"""Find the tables of notes whose heading was lost, so that they are not taken for tables of the note before.

The notes of a part are numbered without gaps. Where 24、 is followed by 26、, the tables of the 25th stand below the
24th: from where a list begins anew, or from a table that nothing introduces though its header is another. What the note
is called the statements themselves may say: the row that refers to it (附注 七、25) bears its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from converter.model.document import Grid
from converter.model.label import parse_label
from converter.recognise.note_lines import LineKind, NoteLine, has_header
from converter.recognise.note_marks import CHAPTER, Mark, parse_mark
from converter.recognise.note_stack import SHARED_ITEMS, Entry, is_heading
from converter.recognise.periods import plain

_REFERENCE = re.compile(
    r"^(?:附注)?(?:第?[一二三四五六七八九十]{1,3}节?[、.])?([一二三四五六七八九十]{1,3})[、.](\d{1,3})$"
)
_TOTALS = frozenset({"合计", "总计"})
_LARGEST_GAP = 5  # notes lost in one place

References = Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class LostNote:
    """Hold the number and title of a lost note, empty where unknown; its own captions come after ``headings``."""

    number: str
    title: str
    headings: int


@dataclass(frozen=True, slots=True)
class TableStep:
    """Hold what leads to one table of the notes: the part and the note it seems to stand in, and what is above it.

    ``introduced`` says that a heading or caption stands between it and the table before; ``restarts`` counts how often
    a list directly below the note has begun anew, ``lists`` how often one has begun, ``headings`` how many headings
    were read before.
    """

    block: int
    part: Entry
    note: Entry
    introduced: bool
    restarts: int
    lists: int
    headings: int
    grid: Grid


def find_lost_chapters(lines: Sequence[NoteLine]) -> frozenset[int]:
    """Return the places of the lines that are the first heading left of a chapter whose own was lost.

    Where 十、 is followed by 十二、, one was lost. If the headings below 十、 fall back (3、 and then 2、) and count on
    from there up to 十二、, they are those of 十一、: behind a list within a note, the notes go on as before it.
    """
    marks = [(at, mark) for at, line in enumerate(lines) if (mark := _heading(line)) is not None]
    chapters = [n for n, (_, mark) in enumerate(marks) if mark.style <= CHAPTER]
    found: set[int] = set()
    for here, there in pairwise(chapters):
        chapter, following = marks[here][1], marks[there][1]
        below = marks[here + 1 : there]
        if chapter.style == following.style == CHAPTER and following.ordinal > chapter.ordinal + 1 and below:
            style = below[0][1].style
            level = [(at, mark.ordinal) for at, mark in below if mark.style == style]
            falls = [n for n, ((_, last), (_, each)) in enumerate(pairwise(level), 1) if 1 < each <= last]
            if len(falls) == 1 and all(each <= last + 1 for (_, last), (_, each) in pairwise(level[falls[0] :])):
                found.add(level[falls[0]][0])
    return frozenset(found)


def _heading(line: NoteLine) -> Mark | None:
    mark = parse_mark(line.text) if line.kind is LineKind.TEXT else None
    return mark if mark is not None and is_heading(mark, follows=False) else None


def read_references(lines: Iterable[NoteLine]) -> References:
    """Return the label of each row of the statements by the note it refers to: part and number."""
    found: dict[tuple[int, int], str] = {}
    for line in lines:
        for row in line.grid.rows if line.kind is LineKind.TABLE and line.grid is not None else ():
            if len(row) > 2 and (match := _REFERENCE.match(plain(row[1].text))) and row[0].text:
                part = parse_mark(f"{match[1]}、注释")
                if part is not None:
                    found.setdefault((part.ordinal, int(match[2])), parse_label(row[0].text).term)
    return found


def find_lost_notes(
    steps: list[TableStep], notes: list[tuple[Entry, Entry]], references: References
) -> Mapping[int, LostNote]:
    """Return the lost notes of the tables that belong to one, by the index of their block.

    ``notes`` are the headings of notes as printed, each below its part.
    """
    found: dict[int, LostNote] = {}
    for (part, note), (next_part, following) in pairwise(notes):
        gap = following.ordinal - note.ordinal - 1
        if next_part is not part or following.style != note.style or not 0 < gap <= _LARGEST_GAP:
            continue
        below = [step for step in steps if step.note is note]
        begin, stale = _find_begin(below, gap)
        number = f"{part.printed}{note.printed.replace(str(note.ordinal), str(note.ordinal + 1))}" if gap == 1 else ""
        title = references.get((part.ordinal, note.ordinal + 1), "") if gap == 1 else ""
        found.update({step.block: LostNote(number, title, stale) for step in below[begin:]})
    return found


def _find_begin(below: list[TableStep], gap: int) -> tuple[int, int]:
    """Return which table of a note is the first of the lost ones, and how many headings had been read before them.

    As many notes as were lost begin with one of the signs, and all of them stand at the end.
    """
    anew = [at for at in range(1, len(below)) if below[at].restarts > below[at - 1].restarts]
    other = [
        at
        for at in range(1, len(below))
        if not below[at].introduced
        and has_header(below[at].grid)
        and (_header(below[at].grid) != _header(below[at - 1].grid) or _ends_with_total(below[at - 1].grid))
    ]
    # A note that prints its table at once has no list behind it, unless items share it.
    late = [
        at
        for at in range(1, len(below))
        if below[at].lists > below[at - 1].lists == below[0].lists and plain(below[0].note.title) not in SHARED_ITEMS
    ]
    for signs in (anew, other, late):
        if signs:
            begin = signs[max(0, len(signs) - gap)]
            return begin, below[begin - 1].headings
    return len(below), 0


def _header(grid: Grid) -> tuple[str, ...]:
    return tuple(plain(cell.text) for cell in grid.rows[0]) if grid.rows else ()


def _ends_with_total(grid: Grid) -> bool:
    return bool(grid.rows) and bool(grid.rows[-1]) and plain(grid.rows[-1][0].text) in _TOTALS
