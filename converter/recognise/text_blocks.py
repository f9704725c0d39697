"""Recognise the notes and the accounting policies as blocks of text, each from its heading to the next.

Which line is a heading, and of which level, is for note_stack.py to say. The chapters that explain accounting policies
and the items of the statements are divided into their notes; any other chapter (税项, 关联方及关联交易) is one note
(公开发行证券的公司信息披露编报规则第15号——财务报告的一般规定).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from converter.model.document import Document
from converter.model.source import Source
from converter.model.statement import NotePart, Scope, TextBlock
from converter.recognise.note_extent import find_notes
from converter.recognise.note_lines import LineKind, NoteLine
from converter.recognise.note_marks import PART
from converter.recognise.note_order import read_note_lines
from converter.recognise.note_stack import UNNUMBERED, Entry, Outline
from converter.recognise.periods import plain
from converter.recognise.xhtml import write_fragment, write_heading, write_paragraph, write_table

_POLICIES = re.compile(r"会计政策|会计估计|会计制度|编制方法$")
_ITEMS = re.compile(r"报表.{0,8}(?:注释|附注|说明)$|项目.{0,2}(?:注释|附注|说明)$")
_RUN_ON = re.compile(r"\d{1,2}[、.．](?=\D)")  # 其他重要事项1、前期会计差错更正
_SENTENCE = re.compile("[。；;]")


@dataclass(slots=True)
class _Note:
    """Hold one note as it is being read: ``parts`` are the lines of its XHTML, each with the block it comes from."""

    number: str
    title: str
    section: str
    part: NotePart
    scope: Scope
    depth: int
    source: Source
    heading: str
    parts: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Numbering:
    """Follow the numbers of the accounting policies, to tell them from lists within one in the same style.

    A list begins anew at 1 and counts on; the policies go on with the number after the last one.
    """

    chapter: Entry | None = None
    policy: int = 0
    item: int = 0  # of the list last read within the policy

    def is_list(self, entries: list[Entry]) -> bool:
        """Tell whether a heading at the level of the policies is of a list within the one that is open."""
        last = entries[-1]
        if entries[0] is not self.chapter:
            self.chapter, self.policy, self.item = entries[0], 0, 0
        if len(entries) < 2 or _tell_part(entries[0]) is not NotePart.POLICY:
            return False
        counts_on = self.item and last.ordinal == self.item + 1 and last.ordinal != self.policy + 1
        if last.ordinal <= self.policy or counts_on:
            self.item = last.ordinal
            return True
        self.policy, self.item = last.ordinal, 0
        return False


def recognise_text_blocks(document: Document) -> tuple[TextBlock, ...]:
    """Return every note of a document in printed order; a heading with nothing below it is none."""
    lines = read_note_lines(document)
    begin, end = find_notes(lines)
    notes: list[_Note] = []
    outline = Outline(in_notes=True)
    open_at: tuple[Entry, ...] = ()
    numbering = _Numbering()
    for line in lines[begin:end]:
        if line.kind is LineKind.TEXT:
            before = outline.headings
            outline.read(line.text)
            if outline.headings > before:
                entries = [entry for entry in outline.entries if entry.style != PART]
                reach = _reach(entries, outline)
                opens = tuple(entries[:reach]) != open_at and not numbering.is_list(entries[:reach])
                open_at = tuple(entries[:reach])
                if opens or not notes:
                    notes.append(_begin_note(entries, reach, line, document, outline.scope()))
                else:
                    _add_heading(notes[-1], line, len(entries))
                continue
        elif line.kind is LineKind.NOT_APPLICABLE:
            outline.cancel()
        elif line.grid is not None:
            outline.pending.clear()
        if notes:
            _add(notes[-1], line)
    return tuple(_finish(note) for note in notes if note.parts)


def _reach(entries: list[Entry], outline: Outline) -> int:
    """Return how many of the open headings name the note: the chapter alone, or the headings down to the note."""
    part = _tell_part(entries[0])
    if part is NotePart.CHAPTER:
        return 1
    if part is NotePart.ITEM:
        return outline.title_of(entries) + 1
    # Unnumbered lines between the chapter and its first policy (重要提示) name nothing.
    return next((at for at, entry in enumerate(entries[1:], 2) if entry.style != UNNUMBERED), 1)


def _tell_part(chapter: Entry) -> NotePart:
    head = plain(chapter.title)
    if chapter.lost or _ITEMS.search(head):
        return NotePart.ITEM
    return NotePart.POLICY if _POLICIES.search(head) else NotePart.CHAPTER


def _begin_note(entries: list[Entry], reach: int, line: NoteLine, document: Document, scope: Scope) -> _Note:
    named = entries[:reach]
    return _Note(
        number="".join(entry.printed for entry in named),
        title=_RUN_ON.split(named[-1].title)[0],
        section=entries[0].title,
        part=_tell_part(entries[0]) if reach > 1 else NotePart.CHAPTER,
        scope=scope,
        depth=reach,
        source=_place(line, document),
        heading=line.text,
    )


def _place(line: NoteLine, document: Document) -> Source:
    """Return where a heading is printed: the characters of its piece, where it shares the line with others."""
    block = document.blocks[line.block]
    assert line.grid is None
    source: Source = block.source  # type: ignore[union-attr]
    start = source.text.find(line.text)
    if start < 0 or source.parts or len(line.text) == len(source.text):
        return source
    end = start + len(line.text)
    return source.model_copy(update={"start": source.start + start, "end": source.start + end, "text": line.text})


def _add_heading(note: _Note, line: NoteLine, depth: int) -> None:
    """Add a heading within the note; a numbered sentence is a paragraph of its own."""
    if _SENTENCE.search(line.text):
        note.parts.append((line.block, write_paragraph(line.text)))
    else:
        note.parts.append((-1, write_heading(line.text, max(depth - note.depth, 1) + 1)))


def _add(note: _Note, line: NoteLine) -> None:
    """Add a table, or a piece of a line; pieces of one line are one paragraph."""
    if line.grid is not None:
        note.parts.append((line.block, write_table(line.grid)))
        return
    text = write_paragraph(line.text)
    if note.parts and note.parts[-1][0] == line.block:
        before = note.parts.pop()[1]
        text = before.removesuffix("</p>") + " " + text.removeprefix("<p>")
    note.parts.append((line.block, text))


def _finish(note: _Note) -> TextBlock:
    parts = [write_heading(note.heading, 1), *(text for _, text in note.parts)]
    return TextBlock(note.number, note.title, note.section, note.part, note.scope, write_fragment(parts), note.source)
