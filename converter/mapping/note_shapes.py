"""Tell by what a table of the notes prints whether the captions above it are its own.

Pages lose headings and print them out of their order, so that a table stands under the caption of its neighbour. What
tables under a caption always print (核销金额 below 实际核销的应收账款情况) says which captions are none of theirs, and
what only one of them prints (单位名称 beside 占应收账款期末余额合计数的比例) which caption was lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from converter.mapping.note_subjects import SubjectBook
from converter.model.label import parse_label
from converter.model.statement import NotePlace, Statement, StatementKind
from converter.taxonomy import Taxonomy

_NOT = "!"
_SHARE_OF = re.compile(
    r"^占(.{3,12}?)(?:的?(?:期末|年末|期初|年初))?(?:余额)?的?(?:合计数?|总额|总数)?的?(?:比例|比重|百分比)"
)

_NAMING = re.compile(rf"{_SHARE_OF.pattern}|^(.{{3,12}}?)(?:期末|年末)余额$")

_ABOUT = re.compile(r"(?:情况|明细|列示|分类)+$")


class ShapeBook:
    """Look up in note_shapes.csv which captions fit a table."""

    def __init__(self, taxonomy: Taxonomy, subjects: SubjectBook) -> None:
        """Order the rows, longest words first."""
        self._subjects = subjects
        self._captions = tuple(row.caption for row in taxonomy.note_captions)
        self._shapes = sorted(taxonomy.note_shapes, key=lambda row: (-len(row.caption), row.caption))
        self._lost: dict[tuple[str, str], str] = {}
        self._wholes: dict[tuple[str, str], str] = {}

    def learn(self, statements: Iterable[Statement]) -> None:
        """Learn what the notes are about that lost their title: the line item that one of their tables names.

        Where captions in a note are parts of another (应收股利, 其他应收款 below 应收账款), the title of that was lost.
        """
        named: dict[tuple[str, str], set[str]] = {}
        parts: dict[tuple[str, str], dict[str, set[str]]] = {}
        for statement in statements:
            place = statement.place
            if place is None or statement.kind is not StatementKind.NOTE or not place.number:
                continue
            note = place.section, place.number
            if not place.title:
                name = self.place_of(statement, place).title
                named.setdefault(note, set()).update([name] if name else [])
            for part in filter(None, map(self._subjects.parted_by, place.captions if place.title else ())):
                parts.setdefault(note, {}).setdefault(part.section, set()).add(part.balance)
        self._lost = {note: min(names) for note, names in named.items() if len(names) == 1}
        several = {note: [each for each, own in wholes.items() if len(own) > 1] for note, wholes in parts.items()}
        self._wholes = {note: wholes[0] for note, wholes in several.items() if len(wholes) == 1}

    def _captioned(self, place: NotePlace) -> str:
        """Return the line item that a caption names as a whole (固定资产情况)."""
        names = (_ABOUT.sub("", parse_label(caption).key) for caption in place.captions)
        return next((name for name in names if name and self._subjects.find(NotePlace("", name, "")).is_known), "")

    def place_of(self, statement: Statement, place: NotePlace) -> NotePlace:
        """Return the place of a table without captions of others, with the caption and the subject it tells itself."""
        words = _words(statement, place)
        if not place.title:
            title = self._lost.get((place.section, place.number)) or self._captioned(place)
            place = replace(place, title=title)
        whole = self._wholes.get((place.section, place.number))
        if whole and any(part.section == whole for part in filter(None, map(self._subjects.parted_by, place.captions))):
            place = replace(place, title=whole)
        kept = tuple(caption for caption in place.captions if self._fits(caption, words))
        told = [shape for shape in self._shapes if shape.told and _holds(shape.told, words)]
        if told and not any(shape.caption in parse_label(caption).key for shape in told for caption in kept):
            if kept and any(caption in parse_label(kept[-1]).key for caption in self._captions):
                kept = kept[:-1]
            kept = (*kept, told[0].caption)
        return self._with_subject(replace(place, captions=kept), words)

    def without_others(self, statement: Statement, place: NotePlace) -> NotePlace:
        """Return the place of a table of the discussion without the captions that fit none such as it."""
        words = _words(statement, place)
        return replace(place, captions=tuple(caption for caption in place.captions if self._fits(caption, words)))

    def _fits(self, caption: str, words: Mapping[str, None]) -> bool:
        key = parse_label(caption).key
        shape = next((shape for shape in self._shapes if shape.caption in key), None)
        return shape is None or not shape.needs or any(_holds((each,), words) for each in shape.needs)

    def _with_subject(self, place: NotePlace, words: Mapping[str, None]) -> NotePlace:
        """Return the place in the note of the line item that a table prints the shares of, where it is in another's."""
        found = self._subjects.find(place)
        naming = _SHARE_OF if found.is_told else _NAMING
        named = (match[match.lastindex or 0] for text in words if (match := naming.match(text)))
        name = next((name for name in named if self._subjects.line_item(name)), None)
        headings = "".join(parse_label(each).key for each in (place.title, *place.captions))
        if name is None or name in headings:
            return place
        other = replace(place, title=name, captions=())
        if {*filter(None, self._subjects.find(other).concepts)} & {*filter(None, found.concepts)}:
            return place
        return replace(other, number="", captions=place.captions[-1:]) if found.is_told else replace(place, title=name)


def _words(statement: Statement, place: NotePlace) -> Mapping[str, None]:
    """Return the keys of all that the headers and the labels of a table print, in their order."""
    headers = (part for column in statement.columns for part in column.header)
    labels = (item.printed_label for item in statement.items)
    return {parse_label(text).key: None for text in (*place.row_header.split("/"), *headers, *labels) if text}


def _holds(patterns: Iterable[str], words: Mapping[str, None]) -> bool:
    return all(_prints(each.removeprefix(_NOT), words) is not each.startswith(_NOT) for each in patterns)


def _prints(pattern: str, words: Mapping[str, None]) -> bool:
    fits = re.compile("|".join(".*".join(map(re.escape, each.split("*"))) for each in pattern.split("/")))
    return any(fits.fullmatch(text) for text in words)
