"""Tell which note a row refers to where the digits of its reference ran into its first amount.

A reference 附注七、1 names the first heading of section 七; where that heading is the row's own label (1、货币资金),
the document itself says where the reference ends.
"""

from __future__ import annotations

import re

from converter.model.document import Document, Grid
from converter.model.label import normalise_term
from converter.recognise.periods import plain
from converter.recognise.rows import Row, is_note_reference

_SECTION = re.compile(r"^([一二三四五六七八九十]{1,3})、")
_HEADING = re.compile(r"^(\d{1,3})[、.](?!\d(?!年[以之]?内))(.{1,40})$")
_REFERENCE = re.compile(r"([一二三四五六七八九十]{1,3})?\D*?(\d{1,3})$")

NoteHeadings = dict[tuple[str | None, int], set[str]]


def read_note_headings(document: Document) -> NoteHeadings:
    """Return the headings of the notes by section and number, as keys; by number alone too, with None for a section.

    None are read where no row of the document leaves open how it is split.
    """
    found: NoteHeadings = {}
    if not any(isinstance(block, Grid) and block.alternatives for block in document.blocks):
        return found
    section: str | None = None
    for block in document.blocks:
        if isinstance(block, Grid) or len(block.text) > 60:
            continue
        text = plain(block.text)
        if match := _SECTION.match(text):
            section = match[1]
        elif match := _HEADING.match(text):
            for at in {section, None}:
                found.setdefault((at, int(match[1])), set()).add(normalise_term(match[2]))
    return found


def keep_named_notes(row: Row, headings: NoteHeadings) -> tuple[Row, ...]:
    """Return the ways to split a row whose note has the row's label for its heading; all ways where none has."""
    named = tuple(way for way in row.ways if _is_named(way, headings))
    return named or row.ways


def _is_named(way: Row, headings: NoteHeadings) -> bool:
    for cell in way.cells[1:2]:
        if is_note_reference(cell.text, in_note_column=True) and (match := _REFERENCE.search(plain(cell.text))):
            return bool(way.key) and way.key in headings.get((match[1], int(match[2])), ())
    return False
