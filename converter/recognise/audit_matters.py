"""Find the titles of the key audit matters in the auditor's report (中国注册会计师审计准则第1504号)."""

from __future__ import annotations

import re

from converter.model.document import Document, Grid
from converter.model.source import Source
from converter.recognise.note_marks import CHAPTER, parse_mark
from converter.recognise.periods import plain

_SECTION = "关键审计事项"
_WITHIN = ("事项描述", "审计应对", "应对", "如何应对")  # what every matter is divided into
_LONGEST = 40
_SENTENCE = re.compile("[。；;，,]")


def find_audit_matters(document: Document) -> tuple[Source, ...]:
    """Return the places of the titles in printed order; none where they are not numbered.

    They are numbered in one style, that of the first numbered line below the section's heading, up to the next section.
    """
    found: list[Source] = []
    style: int | None = None
    is_open = False
    for block in document.blocks:
        if isinstance(block, Grid):
            continue
        mark = parse_mark(block.text)
        if mark is None:
            continue
        if mark.style <= CHAPTER:
            if is_open and found:
                break
            is_open = plain(mark.rest) == _SECTION
            continue
        title = mark.rest.strip().rstrip("：:")
        if not is_open or len(title) > _LONGEST or _SENTENCE.search(title) or plain(title).endswith(_WITHIN):
            continue
        if style is None:
            style = mark.style
        start = block.source.text.find(title)
        if mark.style == style and start >= 0 and not block.source.parts:
            at = block.source.start + start
            found.append(block.source.model_copy(update={"start": at, "end": at + len(title), "text": title}))
    return tuple(found)
