"""Find where in a document the notes to the financial statements begin and end."""

from __future__ import annotations

import re

from converter.recognise.note_lines import LineKind, NoteLine
from converter.recognise.note_marks import CHAPTER, PART, parse_mark
from converter.recognise.note_stack import ITEMS, LONGEST_CAPTION, is_heading
from converter.recognise.periods import plain

_BASIS = re.compile(r"^(?:本?公司)?(?:合并)?(?:财务|会计)报表的?编制基础")
_PROFILE = re.compile(r"基本情况|概况|简介|历史沿革")
_NOTES = re.compile(r"^(?:20\d\d年度?)?(?:合并)?(?:财务|会计)报表附注$")
_FARTHEST_PROFILE = 400  # lines


def find_notes(lines: tuple[NoteLine, ...]) -> tuple[int, int]:
    """Return where the notes to the financial statements begin and end, as places in ``lines``; (n, n) without any.

    They begin with the company's profile that stands before the basis of preparation (财务报表的编制基础), and end with
    the part of the report they stand in.
    """
    total = len(lines)
    marks = [parse_mark(line.text) if line.kind is LineKind.TEXT else None for line in lines]
    begin = next(
        (at for at, m in enumerate(marks) if m and _BASIS.match(plain(m.rest)) and len(m.rest) <= LONGEST_CAPTION),
        None,
    )
    if begin is not None:
        first = max(0, begin - _FARTHEST_PROFILE)
        for at in range(begin - 1, first - 1, -1):
            mark = marks[at]
            if (
                mark is not None
                and mark.style in (PART, CHAPTER)
                and _PROFILE.search(mark.rest)
                and len(mark.rest) <= LONGEST_CAPTION
            ):
                begin = at
                break
            if mark is not None and mark.style == PART:
                break
    else:
        begin = next(
            (
                at
                for at, line in enumerate(lines)
                if line.kind is LineKind.TEXT
                and (
                    _NOTES.match(plain(line.text))
                    or ((m := marks[at]) and m.style == CHAPTER and ITEMS.match(plain(m.rest)))
                )
            ),
            total,
        )
    end = next(
        (at for at in range(begin + 1, total) if (m := marks[at]) and m.style == PART and is_heading(m, follows=False)),
        total,
    )
    return begin, end
