"""Read what the captions above a note's table say about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from converter.mapping.note_measures import MeasureBook
from converter.mapping.note_members import MemberBook
from converter.mapping.note_subjects import Subject
from converter.model.label import parse_label
from converter.model.statement import NotePlace
from converter.taxonomy import NoteCaption, Taxonomy

# Dates and periods: they are the columns' to say, and a caption must be the same next year.
_WHEN = re.compile(
    r"(?:截至|截止|于)?\s*\d{4}\s*年(?:\s*度|\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?(?:止)?)?"
    r"(?:\s*[、和及与至—-]\s*\d{4}\s*年(?:\s*度|\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?)*(?:止|的|,|，)*"
)
_TAIL = re.compile(
    r"(?:的?情况)?(?:的?(?:列示|披露|说明|明细))?(?:情况)?(?:如下|详?见下表|列示如下)?(?:(?<!负债)(?<!利润)(?<!流量)(?<!变动)(?<!分析)表)?$"
)
_NO_NAMES = frozenset({"", "项目"})  # 项目列示
_EDGES = " :;,.、。·-—"


@dataclass(frozen=True, slots=True)
class Caption:
    """Say what the captions make of a table: the component it is about, the axis of its rows, what it discloses.

    ``disclosure`` is empty where the table shows the amounts of its note once more. ``whole`` is the member that the
    table as a whole is of, where a caption names one (短期薪酬列示, 按单项计提坏账准备的应收账款).
    """

    component: str
    axis: str
    disclosure: str
    whole: tuple[tuple[str, str], ...] = ()


class CaptionBook:
    """Look captions up in note_captions.csv by the longest words they contain."""

    def __init__(self, taxonomy: Taxonomy, measures: MeasureBook, members: MemberBook) -> None:
        """Order the rows, longest words first."""
        self._members = members
        self._concepts = taxonomy.concepts
        self._rows = sorted(taxonomy.note_captions, key=lambda row: (-len(row.caption), row.caption))
        self._measures = measures

    def read(self, place: NotePlace, subject: Subject) -> Caption:
        """Return what the captions of a table say, the innermost having the last word."""
        component = axis = ""
        disclosed: list[str] = []
        whole: dict[str, str] = {}
        own = {"", "项目", subject.key, parse_label(place.title).key}
        listed = parse_label(clean_caption(subject.title)).key  # 应付账款列示: no more than the title
        for printed in place.captions:
            text = clean_caption(printed)
            key = parse_label(text).key
            full = parse_label(without_dates(printed)).key
            row = self._row(full)
            if row is None and key in own:
                continue
            if row is None and (named := self._component(text, subject)):
                component = named
                continue
            if row is not None:
                component, axis = row.component or component, row.axis or axis
                if row.is_view and row.axis and (member := self._members.contained(full, row.axis)):
                    whole[row.axis] = member
            says_more = key != listed if row is None else not row.is_view
            if says_more and (key not in own or (subject.lends_rules and row is not None)):
                disclosed.append(row.caption if row is not None else text)
        return Caption(component, axis, "/".join(dict.fromkeys(disclosed)), tuple(whole.items()))

    def beside_columns(self, caption: Caption, columns: Iterable[tuple[str, ...]], subject: Subject) -> Caption:
        """Return what captions say without a component that a column of the table is of: the others are not, then."""
        measures = (self._measures.find(path, subject) for path in columns)
        named = any(measure is not None and measure.component == caption.component for measure in measures)
        return replace(caption, component="") if caption.component and named else caption

    def _row(self, key: str) -> NoteCaption | None:
        return next((row for row in self._rows if row.caption in key), None)

    def _component(self, text: str, subject: Subject) -> str:
        """Return the component that a caption is nothing but the name of (坏账准备, 开发支出减值准备)."""
        concept = self._concepts.get(subject.balance)
        rest = parse_label(text).key.removeprefix(parse_label(concept.label()).key) if concept is not None else ""
        found = (self._measures.find((words,), subject) for words in (text, rest) if words)
        measure = next((each for each in found if each is not None), None)
        return measure.component if measure is not None else ""


def table_name(place: NotePlace, subject: Subject) -> str:
    """Return what a table is called: the words of its innermost caption that says anything, else of its note."""
    words = (clean_caption(caption) for caption in reversed(place.captions))
    return next((each for each in words if each not in _NO_NAMES), subject.title or place.number)


def own_captions(place: NotePlace) -> NotePlace:
    """Return a place without the captions above one that begins with the title of its note: those of other parts."""
    title = parse_label(place.title).key
    again = [n for n, each in enumerate(place.captions) if title and parse_label(each).key.startswith(title)]
    return replace(place, captions=place.captions[again[-1] :]) if again else place


def clean_caption(printed: str) -> str:
    """Return the words of a caption without ordinals, dates and 如下."""
    return _TAIL.sub("", without_dates(parse_label(printed).term)).strip(_EDGES)


def without_dates(printed: str) -> str:
    """Return a text without the dates and periods it prints."""
    return _WHEN.sub("", unicodedata.normalize("NFKC", printed)).strip(_EDGES)
