"""Find the titles of the key audit matters in the auditor's report (中国注册会计师审计准则第1504号)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from converter.model.document import Document, Grid
from converter.model.source import Source
from converter.recognise.note_marks import CHAPTER, parse_mark
from converter.recognise.periods import plain

_SECTION = "关键审计事项"
_WITHIN = ("事项描述", "审计应对", "应对", "如何应对", "应对该事项")  # what every matter is divided into
_DIVIDES = re.compile(rf"^(?:.{{0,3}}事项描述|{_SECTION}(?:.{{0,8}}应对.{{0,4}})?)$")
_LONGEST = 40
_SENTENCE = re.compile("[。；;，,]")
# 第1504号 第十一条: the auditor says of each matter why it was determined to be one.
_NAMED = re.compile(r"将([^，,。；;、将]{1,30}?)(?:识\s*别|确\s*定|认\s*定|作)\s*为\s*关键审计事项")
_PRONOUN = re.compile(r"^(?:其|该|此|上述|这)")


def find_audit_matters(document: Document) -> tuple[Source, ...]:
    """Return the places of the titles in printed order; none where nothing tells them from other words.

    A title is numbered 1, 2, 3 … in the style of the first one, or stands above what every matter is divided into;
    where its title was lost, a matter is called what the auditor calls it (将…确定为关键审计事项). Of these ways that
    which finds most matters missed none that the others found.
    """
    section = list(_read_section(document))
    ways = (_numbered(section), _divided(section), _named(section))
    return max(ways, key=len)


def _read_section(document: Document) -> Iterator[tuple[Source, bool]]:
    """Yield the lines and cells of the section on key audit matters, and whether each is a cell."""
    is_open = False
    for block in document.blocks:
        if isinstance(block, Grid):
            if is_open:
                yield from ((cell.source, True) for row in block.rows for cell in row if cell.text and not cell.spanned)
            continue
        mark = parse_mark(block.text)
        if mark is not None and mark.style <= CHAPTER:
            is_open = plain(mark.rest) == _SECTION
        elif is_open and block.text.strip("# "):
            yield block.source, False


def _numbered(section: Iterable[tuple[Source, bool]]) -> tuple[Source, ...]:
    """Return the numbered titles, where their numbers run from one without a gap."""
    found: list[tuple[int, int, Source]] = []
    for source, is_cell in section:
        mark = parse_mark(source.text)
        if mark is None or is_cell or (title := _title(source)) is None or source.text.rstrip().endswith(("：", ":")):
            continue
        if not found or mark.style == found[0][0]:
            found.append((mark.style, mark.ordinal, title))
    ordinals = [ordinal for _, ordinal, _ in found]
    return tuple(title for _, _, title in found) if ordinals == list(range(1, len(found) + 1)) else ()


def _divided(section: list[tuple[Source, bool]]) -> tuple[Source, ...]:
    """Return the titles above what every matter is divided into; one sentence may stand between (请参阅附注…)."""
    found = []
    for at, (source, _) in enumerate(section):
        if _DIVIDES.match(plain(source.text)):
            above = [each for each, _ in section[max(at - 2, 0) : at]]
            if above and _SENTENCE.search(above[-1].text):
                above.pop()
            if above and (title := _title(above[-1])) is not None:
                found.append(title)
    return tuple(found)


def _named(section: Iterable[tuple[Source, bool]]) -> tuple[Source, ...]:
    """Return what the auditor says to be key audit matters, each once; none where one is only pointed at."""
    matches = [(source, match) for source, _ in section if not source.parts for match in _NAMED.finditer(source.text)]
    if any(_PRONOUN.match(match[1]) for _, match in matches):
        return ()
    found = {plain(match[1]): source.within(match.start(1), match.end(1)) for source, match in reversed(matches)}
    return tuple(reversed(found.values()))


def _title(source: Source) -> Source | None:
    """Return the place of a title in its line, without its number; None where the line is none."""
    mark = parse_mark(source.text)
    title = (source.text if mark is None else mark.rest).strip().rstrip("：:")
    is_other = _SENTENCE.search(title) or plain(title).endswith(_WITHIN) or _DIVIDES.match(plain(title))
    start = source.text.find(title)
    if not title or len(title) > _LONGEST or is_other or start < 0 or source.parts:
        return None
    return source.within(start, start + len(title))
