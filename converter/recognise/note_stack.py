"""Keep track of the headings a line of the notes stands under, in whatever order a house numbers its levels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from converter.model.statement import Scope
from converter.recognise.note_lines import LineKind, NoteLine
from converter.recognise.note_marks import CHAPTER, PART, Mark, parse_mark
from converter.recognise.periods import plain

UNNUMBERED = -1
_LONGEST_HEADING = 60
_LONGEST_CAPTION = 40
_LONGEST_LEAD = 160  # a sentence that ends in a colon
_LONGEST_SUBHEADING = 20
_SENTENCE_END = re.compile(r"[。；;]")
_BOILERPLATE = re.compile(r"^(?:其他说明|说明|注|其他|无|不适用|适用|是|否|附注|续)\d*$")
_NOT_CAPTION = re.compile(r"^[\d,，.．%％\-—\s]*$|^注\d*[:：]|^\[注")
_GROUPING = re.compile(
    r"^(?:合并|母公司)?(?:及母公司)?(?:资产负债表|利润表|损益表|现金流量表|(?:所有者|股东)权益(?:变动表)?)(?:主要|重要)?(?:项目)?的?(?:注释|附注|说明)?$"
)
_BASIS = re.compile(r"^(?:本?公司)?(?:合并)?(?:财务|会计)报表的?编制基础")
_PROFILE = re.compile(r"基本情况|概况|简介|历史沿革")
_ITEMS = re.compile(r"(?:合并)?(?:财务|会计)报表(?:的)?(?:主要|重要|有关)?项目的?(?:注释|附注|说明)")
_NOTES = re.compile(r"^(?:20\d\d年度?)?(?:合并)?(?:财务|会计)报表附注$")
_FARTHEST_PROFILE = 400  # lines


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one heading that is open: its numbering and its title."""

    style: int
    ordinal: int
    printed: str
    title: str


@dataclass(slots=True)
class Outline:
    """Hold the open headings, outermost first, and the unnumbered lines since the last heading or table."""

    entries: list[Entry] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    headings: int = 0

    def read(self, line: NoteLine, lines: tuple[NoteLine, ...], at: int) -> None:
        """Take in one line of text: a numbered heading changes what is open, another line may be a caption."""
        if not self.read_marked(line, lines, at):
            self.pending.append(line.text)

    def read_marked(self, line: NoteLine, lines: tuple[NoteLine, ...], at: int) -> bool:
        """Open the numbered heading a line is; False where it is none."""
        mark = parse_mark(line.text)
        if mark is None:
            return False
        follows = any(e.style == mark.style and e.ordinal + 1 == mark.ordinal for e in self.entries)
        if not is_heading(mark, follows):
            return False
        inner = parse_mark(mark.rest) if mark.style <= CHAPTER else None
        if inner is not None:  # 七、1、货币资金
            if not any(e.style == mark.style and e.ordinal == mark.ordinal for e in self.entries):
                self._open(replace_rest(mark, ""))
            mark = inner
        self._open(mark)
        self.headings += 1
        self.pending.clear()
        return True

    def cancel(self) -> None:
        """Forget the caption that was just found not to apply (□适用 √不适用)."""
        self.pending.clear()

    def captions(self) -> tuple[str, ...]:
        """Return the unnumbered lines right above a table that say what it is about."""
        found: list[str] = []
        for text in reversed(self.pending):
            if not is_caption(text):
                break
            if not _BOILERPLATE.match(clean_caption(text)):
                found.append(clean_caption(text))
        return tuple(dict.fromkeys(reversed(found)))

    def title_of(self, entries: list[Entry]) -> int:
        """Return which of the open headings is the note: the first numbered one below its part."""
        for index, entry in enumerate(entries[1:], 1):
            if entry.style == UNNUMBERED:
                return index - 1
            if not _GROUPING.match(plain(entry.title)):
                return index
        return len(entries) - 1

    def scope(self, parent: re.Pattern[str]) -> Scope:
        """Return whose figures the tables below the open headings print."""
        is_parent = any(parent.search(plain(entry.title)) for entry in self.entries)
        return Scope.PARENT_ONLY if is_parent else Scope.CONSOLIDATED

    def _open(self, mark: Mark) -> None:
        subheading = self._subheading(mark)
        entries = self.entries
        same = [index for index, entry in enumerate(entries) if entry.style == mark.style]
        if mark.style <= CHAPTER:
            cut = next((index for index, entry in enumerate(entries) if entry.style >= mark.style), len(entries))
        elif next_to := [index for index in same if entries[index].ordinal + 1 == mark.ordinal]:
            cut = next_to[-1]
        elif same and mark.ordinal == 1 and self._is_nested(same[-1]):
            cut = len(entries)
        elif same:
            earlier = [index for index in same if entries[index].ordinal < mark.ordinal]
            cut = (earlier or same)[-1]
        elif mark.ordinal == 1:
            cut = len(entries)
        else:
            cut = next((index for index, entry in enumerate(entries) if entry.style > mark.style), len(entries))
        if subheading is not None:
            while cut and entries[cut - 1].style == UNNUMBERED:
                cut -= 1
        del entries[cut:]
        if subheading is not None:
            entries.append(Entry(UNNUMBERED, 0, "", subheading))
        entries.append(Entry(mark.style, mark.ordinal, mark.printed, clean_caption(mark.rest)))

    def _is_nested(self, same: int) -> bool:
        """Tell whether a list that begins anew is one within the heading of its own style that is open.

        Directly below it, or below the headings of a deeper note, the parent's own heading was lost instead.
        """
        first = next((index for index, entry in enumerate(self.entries) if entry.style > CHAPTER), None)
        return same == first and len(self.entries) > same + 1

    def _subheading(self, mark: Mark) -> str | None:
        """Return the unnumbered heading right above the first of a list: 应收利息 above （1）应收利息分类."""
        if mark.ordinal != 1 or mark.style <= CHAPTER or not self.pending or not self.entries:
            return None
        text = clean_caption(self.pending[-1])
        if len(text) > _LONGEST_SUBHEADING or not re.fullmatch(r"[\u4e00-\u9fff（）()/、]{3,}", text):
            return None
        return None if _BOILERPLATE.match(text) or re.search(r"[司日]$|说明$|如下$", text) else text


def replace_rest(mark: Mark, rest: str) -> Mark:
    """Return the numbering with another text behind it."""
    return Mark(mark.style, mark.ordinal, mark.printed, rest)


def is_heading(mark: Mark, follows: bool) -> bool:
    """Tell whether a numbered line is a heading, not an item of a list of sentences.

    One that takes its turn among the open headings (``follows``) may be a sentence, for it ends what stood before.
    """
    text = plain(mark.rest)
    if mark.style == PART:
        return len(text) <= _LONGEST_CAPTION and not _SENTENCE_END.search(text)
    if text.endswith(":"):
        return len(text) <= _LONGEST_LEAD
    if _SENTENCE_END.search(text):
        return follows and mark.style > CHAPTER
    return len(text) <= _LONGEST_HEADING or (follows and mark.style > CHAPTER)


def is_caption(text: str) -> bool:
    """Tell whether a line above a table says what it is about: short, or the opening of a sentence that ends in a colon."""
    head = plain(text)
    if head.endswith(":"):
        return len(head) <= _LONGEST_LEAD
    return not _NOT_CAPTION.match(head) and len(head) <= _LONGEST_CAPTION and not _SENTENCE_END.search(head)


def clean_caption(text: str) -> str:
    """Return a heading or caption without blanks and the colon behind it; of a sentence only the first."""
    joined = "".join(text.split()).strip("*#：:、")
    return _SENTENCE_END.split(joined, maxsplit=1)[0].strip("：:")


def find_notes(lines: tuple[NoteLine, ...]) -> tuple[int, int]:
    """Return where the notes to the financial statements begin and end, as places in ``lines``; (n, n) without any.

    They begin with the company's profile that stands before the basis of preparation (财务报表的编制基础), and end with
    the part of the report they stand in.
    """
    total = len(lines)
    marks = [parse_mark(line.text) if line.kind is LineKind.TEXT else None for line in lines]
    begin = next(
        (at for at, m in enumerate(marks) if m and _BASIS.match(plain(m.rest)) and len(m.rest) <= _LONGEST_CAPTION),
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
                and len(mark.rest) <= _LONGEST_CAPTION
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
                    or ((m := marks[at]) and m.style == CHAPTER and _ITEMS.match(plain(m.rest)))
                )
            ),
            total,
        )
    end = next(
        (at for at in range(begin + 1, total) if (m := marks[at]) and m.style == PART and is_heading(m, False)), total
    )
    return begin, end
