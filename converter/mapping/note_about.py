"""Settle what a table is about: its headings say so, unless its headers, its rows or its total say otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from converter.mapping.note_captions import Caption, CaptionBook, own_captions
from converter.mapping.note_layout import Path, prints
from converter.mapping.note_members import SUBTOTALS, TOTALS
from converter.mapping.note_subjects import NOTE_HEADER, NOTE_ROW, Subject, SubjectBook, names_lines
from converter.mapping.note_totals import LineAmounts
from converter.model.label import parse_label
from converter.model.statement import NotePlace, Statement, StatementKind

_TAKEN_OFF = "减值准备"
_PARTED = re.compile(r"([^/、（(]{2,})分(?:行业|地区|产品|类别|项目|渠道|部门)")


class TableBook:
    """Tell the subject of a table, and what its captions make of it."""

    def __init__(self, subjects: SubjectBook, captions: CaptionBook, lines: LineAmounts) -> None:
        """Take what headings are looked up in, and the amounts of the primary statements."""
        self._subjects = subjects
        self._captions = captions
        self._lines = lines

    def about(
        self, statement: Statement, place: NotePlace, columns: Sequence[Path]
    ) -> tuple[Subject, Caption, NotePlace]:
        """Return what a table at a place is about, what its captions say, and its place without those of others."""
        labels = [item.printed_label for item in statement.items if prints(item)]
        if names_lines(place.row_header.partition("/")[2]):
            labels = [label.rpartition("/")[2] for label in labels]
        keys = [key for label in labels if (key := parse_label(label).key) not in TOTALS | SUBTOTALS]
        if statement.kind is StatementKind.DISCUSSION:
            subject = self._discussed(statement, place, columns, keys)
            return subject, self._captions.read(own_captions(place), subject), place
        place = _with_parted(place)
        headed = self._subjects.find(place)
        caption = self._captions.read(own_captions(place), headed)
        caption = self._captions.beside_columns(caption, columns, headed)
        if self._lines.is_taken_off(statement, columns, headed, place) and caption == Caption("", caption.axis, ""):
            caption = self._captions.read(replace(place, captions=(_TAKEN_OFF,)), headed)
        bare = replace(place, captions=())
        told = self._told(headed, columns, labels)
        told = told or self._lines.subject_of(statement, columns, headed, self._subjects.find(bare))
        if told is None:
            subject = self._subjects.about_line_items(headed, keys, place.row_header)
            told = self._subjects.on_side(subject, labels)
            if told == subject:
                return subject, caption, place
        return told, Caption("", caption.axis, ""), bare

    def _told(self, headed: Subject, columns: Sequence[Path], labels: Sequence[str]) -> Subject | None:
        """Return what headers or rows tell that only one table has, None where the headings say the same or more."""
        told = self._subjects.told_by((header for path in columns for header in path), NOTE_HEADER)
        if told is None and not headed.statement:
            told = self._subjects.told_by(labels, NOTE_ROW)
        return None if told is None or told.concepts == headed.concepts else told

    def _discussed(
        self, statement: Statement, place: NotePlace, columns: Sequence[Path], keys: Sequence[str]
    ) -> Subject:
        """Return the subject of a table of the discussion."""
        headers = [part for path in columns for part in path]
        plain = [column.period for column, path in zip(statement.columns, columns, strict=True) if not path]
        dated = any(period is not None for period in plain)
        return self._subjects.find_discussed(place, headers, keys, dated=dated)


def _with_parted(place: NotePlace) -> NotePlace:
    """Return a place under what the header of its labels says is parted (预提费用分行业), where no heading names it."""
    words = parse_label(place.row_header).key
    match = _PARTED.fullmatch(words)
    headings = "".join(parse_label(each).key for each in (place.title, *place.captions))
    return place if match is None or match[1] in headings else replace(place, captions=(*place.captions, words))
