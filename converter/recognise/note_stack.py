"""Keep track of the headings a line of the notes stands under, in whatever order a house numbers its levels."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from converter.model.statement import Scope
from converter.recognise.note_marks import (
    BRACKETED,
    CHAPTER,
    CIRCLED,
    EXPLAINS,
    HALF_BRACKETED,
    NUMBERED,
    PART,
    SENTENCE_END,
    Mark,
    parse_bare_mark,
    parse_lost_mark,
    parse_mark,
)
from converter.recognise.periods import plain
from converter.recognise.titles import announces_parent

UNNUMBERED = -1
_LONGEST_HEADING = 60
LONGEST_CAPTION = 40
_LONGEST_LEAD = 160  # a sentence that ends in a colon
_LONGEST_SUBHEADING = 20
_BOILERPLATE = re.compile(
    r"^(?:无|不适用|适用|是|否|说明|附注|续|√|□)+$|说明[:：,，]?(?:无|不适用)$|^公司(?:是否)?需要?遵守|是否|^要求$|"
    r"^其他(?:重要)?说明(?:[,，]|$)|说明[,，]包括|^确定该组合依据的说明$"
)
# Headers of the column of labels that a layout left above its table.
_HEADER_TERM = re.compile(
    r"^(?:项目|项目名称|名称|类别|种类|账龄|关联方|款项的?性质|单位名称|被投资单位(?:名称)?|补充资料|合计)$"
)
_UNTITLED = re.compile(r"^[（(]\s*(\d{1,2})\s*[)）]\s*[.．、]?$")
_EXPLAINS_NOTHING = re.compile(r"^[^:：]{2,30}说明[:：](?=.{4})")  # …说明：and the next heading on the same line
_AMOUNT_BEHIND = re.compile(r"[:：]?[\d,，]*\d\.\d\d$")
_GLYPH = re.compile(r"[\ue000-\uf8ff]")  # of symbol fonts: boxes and ticks
_NOT_CAPTION = re.compile(r"^[\d,，.．%％\-—\s]*$|^注\d*[:：]|^\[注|^--")  # --其他, a row of a form
_PARENT = re.compile(
    r"^(?:母公司|公司|本公司)(?:财务|会计)?报表(?:的)?(?:主要|重要|有关)?(?:项目)?的?(?:注释|附注|说明)|"
    r"母公司.{0,8}报表.{0,10}(?:注释|附注|说明)"
)
# The parts of the notes (编报规则第15号, 第三章); what else is numbered 五、 there may be the row of a statement.
_CHAPTER = re.compile(
    r"报表.{0,8}(?:注释|附注|说明)$|编制基础|会计政策|^税项|合并范围|其他主体|金融工具|公允价值|^关联方|^股份支付|承诺|"
    r"日后事项|^其他重要|^补充资料|^研发支出|^政府补助|分部|企业合并"
)
_STATEMENT_ROW = re.compile(
    r"减值损失|减值准备|现金流量|净增加额|余额$|金额$|小计$|合计$|总计$|营业总?收入$|营业总?成本$|利润|每股收益|综合收益|"
    r"账面价值|账面原值|累计折旧|累计摊销|联营企业$|合营企业$|薪酬$|福利"
)
# The items that one line of the statutory format holds (财会〔2019〕6号), each of which has tables of its own.
SHARED_ITEMS = {
    "其他应收款": ("应收利息", "应收股利", "其他应收款"),
    "其他应付款": ("应付利息", "应付股利", "其他应付款"),
    "固定资产": ("固定资产", "固定资产清理"),
    "在建工程": ("在建工程", "工程物资"),
    "长期应付款": ("长期应付款", "专项应付款"),
}
_AGAIN = re.compile(r"[（(]?续[)）]?$")
_LARGEST_STEP = 3
_GROUPING = re.compile(
    r"^(?:合并|母公司)?(?:及母公司)?(?:资产负债表|利润表|损益表|现金流量表|(?:所有者|股东)权益(?:变动表)?)(?:主要|重要)?(?:项目)?的?(?:注释|附注|说明)?$"
)
ITEMS = re.compile(r"(?:^|合并)(?:财务|会计)报表(?:的)?(?:主要|重要|有关)?项目的?(?:注释|附注|说明)")


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one heading that is open: its numbering and its title; ``lost`` where nothing of it was left to read."""

    style: int
    ordinal: int
    printed: str
    title: str
    lost: bool = False


@dataclass(slots=True)
class Outline:
    """Hold the open headings, outermost first, and the unnumbered lines since the last heading or table."""

    in_notes: bool = False
    entries: list[Entry] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    headings: int = 0
    follows_heading: bool = False  # nothing but that was read since the innermost heading
    is_void: bool = False  # the innermost heading was printed not to apply, and nothing was read since
    items: set[tuple[int, str]] = field(default_factory=set)  # style and titles of the notes on items of the statements
    before: int = 0  # ordinal of the note before the open one
    notes: list[tuple[Entry, Entry]] = field(default_factory=list)  # those on items read so far, each below its part
    restarts: int = 0  # lists directly below a note that began anew
    lists: int = 0  # lists directly below a note that began
    closed: list[Entry] = field(default_factory=list)  # headings printed not to apply: nothing stands under them

    def read(self, text: str) -> None:
        """Take in one line of text: a numbered heading changes what is open, another line may be a caption."""
        self.is_void = False
        self.follows_heading = self.read_marked(text) or self._open_part(clean_caption(text))
        if not self.follows_heading:
            self.pending.append(text)

    def read_marked(self, text: str) -> bool:
        """Open the numbered heading a line is; False where it is none."""
        mark = parse_mark(text) or self._parse_bare(text) or self._parse_untitled(text) or self._parse_circled(text)
        if mark is None:
            return False
        follows = any(_level(e.style) == _level(mark.style) and e.ordinal + 1 == mark.ordinal for e in self.entries)
        if not is_heading(mark, follows=follows) or (mark.style == CHAPTER and not self._is_chapter(mark)):
            return False
        if self._is_repeated(mark):
            return True
        inner = parse_mark(mark.rest) if mark.style <= CHAPTER else None
        if inner is not None:  # 七、1、货币资金
            if not any(e.style == mark.style and e.ordinal == mark.ordinal for e in self.entries):
                self._open(Mark(mark.style, mark.ordinal, mark.printed, ""))
            mark = inner
        self._open(mark)
        self.headings += 1
        self.pending.clear()
        return True

    def cancel(self) -> None:
        """Forget the caption that was just found not to apply (□适用 √不适用), or the heading where there is none."""
        self.is_void = not self.pending and self.follows_heading
        if self.is_void and self.entries:
            self.closed.append(self.entries[-1])
        self.pending.clear()

    def applies(self, entry: Entry) -> bool:
        """Tell whether tables may stand under an open heading: it was not printed not to apply."""
        return not any(entry is each for each in self.closed)

    def lose_chapter(self) -> None:
        """Take in that the heading of the next chapter was lost: what was open is closed, nothing names the new one."""
        at = next((index for index, entry in enumerate(self.entries) if entry.style == CHAPTER), None)
        if at is not None:
            self.entries[at:] = [Entry(CHAPTER, self.entries[at].ordinal + 1, "", "")]

    def captions(self) -> tuple[str, ...]:
        """Return the unnumbered lines right above a table that say what it is about."""
        found: list[str] = []
        for text in reversed(self.pending):
            if not is_caption(text):
                break
            clean = clean_caption(text)
            if not clean or _BOILERPLATE.search(clean) or _HEADER_TERM.match(clean):
                continue
            if not (found and EXPLAINS.search(clean)):  # an explanation that was left out: another heading follows
                found.append(clean)
        return tuple(dict.fromkeys(reversed(found)))

    def title_of(self, entries: list[Entry]) -> int:
        """Return which of the open headings is the note: the first numbered one below its part."""
        for index, entry in enumerate(entries[1:], 1):
            if entry.style == UNNUMBERED:
                return index - 1
            if not _GROUPING.match(plain(entry.title)):
                return index
        return len(entries) - 1

    def scope(self) -> Scope:
        """Return whose figures the tables below the open headings print.

        A second set of notes on items of the statements, whose own heading was lost, is the parent's (CAS 33).
        """
        is_parent = any(_PARENT.search(plain(entry.title)) or entry.lost for entry in self.entries)
        is_parent = is_parent or any(map(announces_parent, self.pending))
        return Scope.PARENT_ONLY if is_parent else Scope.CONSOLIDATED

    def note(self) -> tuple[Entry, Entry] | None:
        """Return the open note on an item of the statements, below its part."""
        first = self._first_level()
        last = self.notes[-1] if self.notes else None
        return last if last is not None and first is not None and self.entries[first] is last[1] else None

    def _open_part(self, text: str) -> bool:
        """Open the unnumbered heading of one of the items that share a note and a line of the statement."""
        first = self._first_level()
        if first is None or text not in SHARED_ITEMS.get(plain(self.entries[first].title), ()):
            return False
        self.entries[first + 1 :] = [Entry(UNNUMBERED, 0, "", text)]
        self.headings += 1
        self.pending.clear()
        return True

    def _parse_bare(self, text: str) -> Mark | None:
        """Return the number without a stop before a title, where it takes its turn among the notes."""
        mark = parse_bare_mark(text) if self.in_notes and self.entries else None
        if mark is None:
            return None
        last = self.entries[-1] if mark.ordinal == 1 else None
        if last is not None and last.style == CHAPTER:
            return mark
        turn = mark.ordinal - 1
        return mark if any(entry.printed == str(turn) and entry.ordinal == turn for entry in self.entries) else None

    def _parse_untitled(self, text: str) -> Mark | None:
        """Return a number in brackets with nothing behind it, where it takes its turn: its title was lost."""
        match = _UNTITLED.match(text)
        if match is None:
            return None
        mark = Mark(BRACKETED, int(match[1]), "".join(text.split()), "")
        turn = any(entry.style == BRACKETED and entry.ordinal + 1 == mark.ordinal for entry in self.entries)
        return mark if turn else None

    def _parse_circled(self, text: str) -> Mark | None:
        """Return a circled number that lost its number: it is the next one, and the first was never lost."""
        return parse_lost_mark(text, max((e.ordinal for e in self.entries if e.style == CIRCLED), default=1))

    def _open(self, mark: Mark) -> None:
        subheading = self._subheading(mark)
        title = clean_caption(mark.rest)
        if self._is_lost_part(mark, title):
            self.entries[:] = [Entry(CHAPTER, 0, "", "", lost=True)]
        first = self._first_level()
        cut = self._cut(mark, first)
        if subheading is not None:
            while cut and self.entries[cut - 1].style == UNNUMBERED:
                cut -= 1
        if cut == first:
            self.before = self.entries[cut].ordinal
        elif first is not None and cut == first + 1 and mark.ordinal == 1 and subheading is None:
            self.lists += 1
            self.restarts += cut < len(self.entries) and self.entries[cut].style == mark.style
        lost = None if subheading is not None else self._find_lost_parent(mark, title, cut)
        if lost is not None:
            self.entries[cut - 1 :] = lost
        else:
            del self.entries[cut:]
        if subheading is not None:
            self.entries.append(Entry(UNNUMBERED, 0, "", subheading))
        self.entries.append(Entry(mark.style, mark.ordinal, mark.printed, title))
        if self._first_level() == len(self.entries) - 1 and len(self.entries) > 1:
            chapter = self.entries[-2]
            if ITEMS.search(plain(chapter.title)):
                self.items.add((mark.style, title))
                self.notes.append((chapter, self.entries[-1]))

    def _cut(self, mark: Mark, first: int | None) -> int:
        """Return from which of the open headings on a new one takes the place."""
        entries = self.entries
        if mark.style <= CHAPTER:
            return next((index for index, entry in enumerate(entries) if entry.style >= mark.style), len(entries))
        same = [index for index, entry in enumerate(entries) if entry.style == mark.style]
        alike = [index for index in same if _stop(entries[index].printed) == _stop(mark.printed)]
        for among in (alike, same):
            if next_to := [index for index in among if entries[index].ordinal + 1 == mark.ordinal]:
                return next_to[-1]
        deeper = [index for index in same if index != first]
        if same and first in same:
            if mark.ordinal > entries[same[0]].ordinal or mark.ordinal == self.before + 2:
                return same[0]
            return deeper[-1] if deeper else len(entries)
        if same:
            earlier = [index for index in same if entries[index].ordinal < mark.ordinal]
            return (earlier or same)[-1]
        if mark.ordinal == 1:
            return len(entries)
        for index in range(len(entries) - 1, -1, -1):  # 1）… and then （2）…
            if _level(entries[index].style) == _level(mark.style) and entries[index].ordinal + 1 == mark.ordinal:
                return index
        if not self.in_notes and first is not None and mark.style == NUMBERED:  # no list begins with its second
            return first
        return next((index for index, entry in enumerate(entries) if entry.style > mark.style), len(entries))

    def _find_lost_parent(self, mark: Mark, title: str, cut: int) -> list[Entry] | None:
        """Return what stands in place of the heading above a list that began anew: its next, whose heading was lost.

        The lists below one heading begin once. What the lost one was called, a title tells that begins with the name
        of its note or of an item of it; else nothing does. None where no list began anew, or directly below the note.
        """
        first = self._first_level()
        if mark.ordinal != 1 or first is None or cut - 1 <= first or cut >= len(self.entries):
            return None
        parent, last = self.entries[cut - 1], self.entries[cut]
        if last.style != mark.style or not last.ordinal:
            return None
        note = plain(self.entries[first].title)
        items = sorted({note, *SHARED_ITEMS.get(note, ())}, key=len, reverse=True)
        name = next((item for item in items if item and plain(title).startswith(item)), "")
        return [Entry(parent.style, parent.ordinal + 1, "", name)] if name else []

    def _first_level(self) -> int | None:
        """Return which of the open headings stands directly below its part, where the notes are numbered."""
        at = next((index for index, entry in enumerate(self.entries) if entry.style == CHAPTER), None)
        below = None if at is None else at + 1
        return below if below is not None and below < len(self.entries) else None

    def _is_lost_part(self, mark: Mark, title: str) -> bool:
        """Tell whether notes begin anew with an item that had its note already: the heading above was lost."""
        if not self.in_notes or mark.ordinal != 1 or (mark.style, title) not in self.items:
            return False
        first = self._first_level()
        part = next((entry for entry in self.entries if entry.style == CHAPTER), None)
        if part is None or part.lost or _PARENT.search(plain(part.title)):
            return False
        return first is None or self.entries[first].style == mark.style

    def _is_chapter(self, mark: Mark) -> bool:
        """Tell whether 五、… is a part of the notes and not a row of a statement that lost its table.

        The parts of the notes are numbered upwards.
        """
        if not self.in_notes:
            return True
        text = plain(mark.rest)
        if _CHAPTER.search(text):
            return True
        open_ = next((entry for entry in self.entries if entry.style == CHAPTER), None)
        if _STATEMENT_ROW.search(text):
            return False
        return open_ is None or open_.ordinal < mark.ordinal <= open_.ordinal + _LARGEST_STEP

    def _is_repeated(self, mark: Mark) -> bool:
        """Tell whether a heading is that of an open one printed again: at the head of a page (续), or by the house.

        Some houses print their own heading below the template's, numbered as another level: 15、存货（十一）存货.
        """
        title = _AGAIN.sub("", clean_caption(mark.rest))
        if self._takes_no_turn(mark) and title == self.entries[-1].title and mark.style < self.entries[-1].style:
            return True
        return any(
            entry.style == mark.style and entry.ordinal == mark.ordinal and entry.title == title
            for entry in self.entries
        )

    def _takes_no_turn(self, mark: Mark) -> bool:
        """Tell whether a number below a chapter neither begins a list nor goes on with an open one."""
        if mark.style <= CHAPTER or mark.ordinal == 1 or not self.entries:
            return False
        return not any(_level(entry.style) == _level(mark.style) for entry in self.entries)

    def _subheading(self, mark: Mark) -> str | None:
        """Return the unnumbered heading right above the first of a list: 应收利息 above （1）应收利息分类."""
        if mark.ordinal != 1 or mark.style <= CHAPTER or not self.pending or not self.entries:
            return None
        text = clean_caption(self.pending[-1])
        if SENTENCE_END.search(self.pending[-1]):
            return None  # the last words of a sentence broken over lines
        if len(text) > _LONGEST_SUBHEADING or not re.fullmatch(r"[\u4e00-\u9fff（）()/、]{3,}", text):
            return None
        return None if _BOILERPLATE.search(text) or re.search(r"[司日]$|说明$|如下$", text) else text


def _level(style: int) -> int:
    """Return the style, 1） and （1） alike: one list may print both."""
    return BRACKETED if style == HALF_BRACKETED else style


def _stop(printed: str) -> str:
    """Return how a number ends, dots and their wide forms alike: 1、 and 1. number different levels."""
    return plain(printed)[-1:].strip("0123456789")


def is_heading(mark: Mark, *, follows: bool) -> bool:
    """Tell whether a numbered line is a heading, not an item of a list of sentences.

    One that takes its turn among the open headings (``follows``) may be a sentence, for it ends what stood before.
    """
    text = plain(mark.rest)
    if mark.style == PART:
        return len(text) <= LONGEST_CAPTION and not SENTENCE_END.search(text)
    if text.endswith(":") and not text.endswith(("。:", ";:")):
        return len(text) <= _LONGEST_LEAD
    if SENTENCE_END.search(text):
        return follows and mark.style > CHAPTER
    return len(text) <= _LONGEST_HEADING or (follows and mark.style > CHAPTER)


def is_caption(text: str) -> bool:
    """Tell whether a line above a table says what it is about: short, or a sentence that ends in a colon."""
    head = plain(text)
    if head.endswith(":") and not head.endswith(("。:", ";:")):
        return len(head) <= _LONGEST_LEAD
    return not _NOT_CAPTION.match(head) and len(head) <= LONGEST_CAPTION and not SENTENCE_END.search(head)


def clean_caption(text: str) -> str:
    """Return a heading or caption without blanks, the colon and the amount behind it; of a sentence only the first."""
    joined = _EXPLAINS_NOTHING.sub("", _GLYPH.sub("", "".join(text.split())).strip("*#：:、"))
    return _AMOUNT_BEHIND.sub("", SENTENCE_END.split(joined, maxsplit=1)[0].strip("：:"))
