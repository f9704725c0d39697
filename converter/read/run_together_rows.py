"""Split a row whose cells run together into label, note reference and amounts, in every way it can be split.

Where one amount ends and the next begins:
  - two decimals end an amount where the table prints two decimals throughout;
  - else every split counts in which thousands separators stand in threes and no amount has a leading zero.
Where a note reference ends (附注七、1760,504,735.75: note 1 or 17) is open wherever both sides stay well formed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from converter.model.document import Cell
from converter.model.number import parse_number
from converter.model.source import Source
from converter.read.delimited import clean_markup
from converter.read.header_words import HeaderWord

# Characters of full width, and dashes of any kind, each to the one character it stands for: places stay the same.
_SAME_WIDTH = str.maketrans("０１２３４５６７８９，．（）％－−–—―﹣／", "0123456789,.()%------/")
_NUMERAL = "[一二三四五六七八九十]"
# What may stand between a label and the number of its note: 附注七、 七、 附注 注 注释 五(一) 五、注释
_MARK = re.compile(
    rf"(?:附注|注释|注)?(?:(?:{_NUMERAL}{{1,3}}[、.,])+|\({_NUMERAL}{{1,3}}\)[、.]?)(?:注释|注)?$"
    rf"|(?:附注|注释|注)?{_NUMERAL}{{1,3}}[、.]?(?:\({_NUMERAL}{{1,4}}\)[、.]?|注释|注)$"
    r"|(?:附注|注释|注)$"
)
_CLEAR_MARK = re.compile(rf"{_NUMERAL}[、.]$")  # no label ends like that
_LONGEST_MARK = 14
_WHOLE_MARK = re.compile(rf"\({_NUMERAL}{{1,4}}\)[、.]?$")
_BRACKETED_NOTE = re.compile(rf"(?:附注|注释|注)?(?:{_NUMERAL}{{1,3}}[、.]?)+\d{{0,3}}\(\d{{1,3}}\)$")
_NOTE_NUMBER = re.compile(r"(?:[1-9]\d?|1\d\d)$")  # no report has more notes than that
_MOST_NOTE_DIGITS = 3
_WORDS = r"不适用|N/A|/|(?:增加|减少|上升|下降|提高|降低)?\d{1,4}(?:\.\d{1,4})?个?百分点"
_WORD = re.compile(_WORDS)
_TAIL = re.compile(rf"(?:[-\d,.%()/ ]|{_WORDS})+$")
# What a row that prints amounts ends in.
ROW_END = re.compile(rf"(?:\d,\d{{3}}(?:\.\d+)?|\d\.\d{{1,4}})[%)]?(?:[-/ ]|{_WORDS})*$")
_WHOLE = r"(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d{0,2})"
_LONG_WHOLE = r"(?:0|[1-9]\d{0,14})"
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_DIGITS = re.compile(r"\d*")
_MOST_WAYS = 64  # a row with more is left whole, so that no way is lost unseen
_MOST_SMALL = 3  # digits of a whole number without thousands separators
_MOST_DECIMALS = 4
_DIGIT_CHARS = "0123456789"
_OWN = _DIGIT_CHARS + "."
_OWN_DIGITS = re.compile(r"[A-Za-z#第注-]$")  # a label after which digits may still be its own: V2.0
_VERSION = re.compile(r"(?<![A-Za-z])[Vv]$")  # and one after which they are

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line that may be a table's: its number, its text, the same in half width without outer blanks.

    ``header`` has its cells where it heads columns; ``is_note_header`` says that only the words of notes make it up.
    """

    number: int
    text: str
    plain: str
    offset: int
    has_amounts: bool
    header: tuple[HeaderWord, ...] = ()
    is_note_header: bool = False


def make_word_cell(line: Line, word: HeaderWord) -> Cell:
    """Return a word of a header line as a cell."""
    start, end = line.offset + word.start, line.offset + word.end
    text = line.text[start:end]
    return Cell(clean_markup(text), Source(line=line.number, start=start, end=end, text=text))


class Figures(Enum):
    """Tell how a table prints its amounts."""

    TWO_DECIMALS = auto()
    UNGROUPED = auto()  # two decimals, no thousands separators
    ANY = auto()


_DECIMAL_PATTERNS = {
    figures: re.compile(rf"-?{whole}\.\d\d%?|\(-?{whole}\.\d\d%?\)%?")
    for figures, whole in ((Figures.TWO_DECIMALS, _WHOLE), (Figures.UNGROUPED, _LONG_WHOLE))
}


@dataclass(frozen=True, slots=True)
class Style:
    """Hold what a table as a whole shows about its rows.

    ``limit`` is the number of amount columns, None where unknown; ``notes`` says that rows refer to notes at all,
    ``bare_notes`` that they do so by a number alone; ``dashes`` that a dash stands for a blank cell;
    ``numberless`` that the numbers of notes may be lost, their words left (八、).
    """

    figures: Figures
    limit: int | None = None
    notes: bool = False
    bare_notes: bool = False
    dashes: bool = False
    numberless: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """Hold one way to split a row: where the label ends, the note reference if any, the cells after it."""

    label_end: int
    note: tuple[int, int] | None
    cells: Spans


def same_width(line: str) -> str:
    """Return a line with half-width digits and signs, every character in its place."""
    return line.translate(_SAME_WIDTH)


def split_row(text: str, style: Style) -> tuple[Way, ...]:
    """Return every way to split a row, shortest note first; one way without cells where it prints no amounts.

    Comes in: a line in half-width form (``same_width``) without outer blanks.
    """
    first = find_amounts(text, style)
    if first is None:
        return (_without_amounts(text, style),)
    base = _before_digits(text, first)
    ways: list[Way] = []
    own = bool(_OWN_DIGITS.search(text[:base].rstrip(_OWN)))
    for start in range(first, min(len(text), base + _MOST_NOTE_DIGITS + 2)):
        if start > first and text[start - 1] not in (_OWN if own else _DIGIT_CHARS):
            break
        at = _label_and_note(text, base, start, style, own=own or start == first)
        if at is not None:
            ways.extend(Way(*at, _moved(cells, start)) for cells in split_cells(text[start:], style))
    if _VERSION.search(text[:base]):
        ways = [way for way in ways if way.label_end > base] or ways
    if not ways:
        note = find_note(text, first) if style.notes else None  # its number was lost
        span = None if note is None else (note, first)
        end = first if note is None else note
        ways = [Way(end, span, _moved(cells, first)) for cells in split_cells(text[first:], style)]
    if len(ways) > _MOST_WAYS:  # the label is still one, and what follows it no number
        whole = parse_number(text[first:]) is None
        return (Way(first, None, ((first, len(text)),)) if whole else Way(len(text), None, ()),)
    return tuple(dict.fromkeys(ways))


def is_even(text: str, way: Way) -> bool:
    """Tell whether all amounts of a row have the same number of decimals, percentages apart."""
    printed = [text[start:end].strip("()") for start, end in way.cells]
    return len({len(cell.partition(".")[2]) for cell in printed if cell[-1:].isdigit()}) <= 1


def find_amounts(text: str, style: Style) -> int | None:
    """Return the earliest place from which a row is nothing but amounts, None where it prints none."""
    tail = _TAIL.search(text)
    if tail is None or not any(char.isdigit() for char in tail[0]):
        return None
    for start in range(tail.start(), len(text)):
        if text[start] in ",.% )" or text[max(0, start - 1) : start] == ".":
            continue
        ways = split_cells(text[start:], style)
        if any(any(char.isdigit() for char in text[start + a : start + b]) for cells in ways for a, b in cells):
            return start
    return None


def find_note(text: str, end: int) -> int | None:
    """Return where the words in front of a note's number begin (附注七、 of 附注七、1), None where there are none."""
    begin = max(0, end - _LONGEST_MARK)
    match = _MARK.search(text[begin:end])
    return begin + match.start() if match is not None and begin + match.start() > 0 else None


def count_note_marks(text: str, style: Style) -> int:
    """Return 0 where a row refers to no note, 1 where it may, 2 where what stands before the number says so clearly."""
    first = find_amounts(text, style)
    end = len(text) if first is None else first
    base = _before_digits(text, end)
    if (match := _BRACKETED_NOTE.search(text[:end])) and match.start() > 0:
        return 2 if "、" in match[0] else 1
    if find_note(text, base) is None:
        return 0
    return 2 if _CLEAR_MARK.search(text[:base]) and text[base : base + 1].isdigit() else 1


def has_lost_number(text: str, style: Style) -> bool:
    """Tell whether a row refers to a note by words alone, as no number can stand before its amounts."""
    if count_note_marks(text, style) == 0:
        return False
    first = find_amounts(text, style)
    base = None if first is None else _before_digits(text, first)
    if first is None or base is None or find_note(text, base) is None or _WHOLE_MARK.search(text[:base]):
        return False
    return not any(way.note is not None and way.note[1] > base for way in split_row(text, style))


def has_leading_digits(text: str, style: Style) -> bool:
    """Tell whether digits stand before the amounts that can be no part of them."""
    first = find_amounts(text, style)
    return first is not None and first > 0 and text[first - 1].isdigit()


def _before_digits(text: str, end: int) -> int:
    while end > 0 and text[end - 1].isdigit():
        end -= 1
    return end


def _moved(cells: Spans, by: int) -> Spans:
    return tuple((start + by, end + by) for start, end in cells)


def _label_and_note(
    text: str, base: int, start: int, style: Style, *, own: bool
) -> tuple[int, tuple[int, int] | None] | None:
    """Return where the label ends and the note stands if the amounts begin at ``start``; None where they cannot.

    ``base`` is where the digits before the amounts begin; ``own`` says that they may be the label's own.
    """
    digits = text[base:start]
    note = find_note(text, base) if style.notes else None
    if note is not None:
        if digits:
            return (note, (note, start)) if _NOTE_NUMBER.match(digits) else None
        return (note, (note, base)) if style.numberless or _WHOLE_MARK.search(text[:base]) else None
    if style.notes and not digits and (match := _BRACKETED_NOTE.search(text[:start])) and match.start() > 0:
        return match.start(), (match.start(), start)
    if not digits:
        return base, None
    if style.bare_notes:
        return (base, (base, start)) if base > 0 and _NOTE_NUMBER.match(digits) else None
    return (start, None) if own else None


def _without_amounts(text: str, style: Style) -> Way:
    """Return the way of a row that prints no amounts; its note reference is told all the same."""
    base = _before_digits(text, len(text))
    at = _label_and_note(text, base, len(text), style, own=False) if style.notes else None
    return Way(*at, ()) if at is not None else Way(len(text), None, ())


def split_cells(text: str, style: Style) -> tuple[Spans, ...]:
    """Return every way to split a text that is nothing but amounts, dashes and words such as 不适用 into cells.

    One way more than ``_MOST_WAYS`` at most, so that whoever asks sees that there are too many.
    """
    found: list[Spans] = []

    def go(at: int, cells: Spans) -> None:
        while text.startswith(" ", at):
            at += 1
        if at == len(text):
            found.append(cells)
        elif (style.limit is None or len(cells) < style.limit) and len(found) <= _MOST_WAYS:
            for end in (*_number_ends(text, at, style.figures), *_blank_ends(text, at, dashes=style.dashes)):
                go(end, (*cells, (at, end)))

    go(0, ())
    return tuple(found)


def _blank_ends(text: str, at: int, *, dashes: bool) -> list[int]:
    """Return where what is no amount may end: 不适用, 增加1.5个百分点, a stroke, one dash or two."""
    word = _WORD.match(text, at)
    ends = [word.end()] if word else []
    two = text.startswith("--", at)
    if two:
        ends.append(at + 2)
    if text[at] == "-" and (dashes or at + 1 == len(text)):
        ends.append(at + 1)
    return ends


def _number_ends(text: str, at: int, figures: Figures) -> list[int]:
    """Return where a number that begins at a place may end, longest first."""
    if figures is not Figures.ANY:
        match = _DECIMAL_PATTERNS[figures].match(text, at)
        return [match.end()] if match else []
    bracketed = text[at] == "("
    begin = at + bracketed
    begin += text.startswith("-", begin)
    ends: list[int] = []
    for whole in _whole_ends(text, begin):
        if text.startswith(".", whole):
            decimals = _DIGITS.match(text, whole + 1, whole + 1 + _MOST_DECIMALS)
            assert decimals is not None
            ends.extend(range(decimals.end(), whole + 1, -1))
        elif not text.startswith(",", whole):
            ends.append(whole)
    ends = [end + text.startswith("%", end) for end in ends]
    return [end + 1 for end in ends if text.startswith(")", end)] if bracketed else ends


def _whole_ends(text: str, at: int) -> list[int]:
    """Return where the whole part of a number may end: after its groups of three, or after up to three digits."""
    digits = _DIGITS.match(text, at, at + _MOST_SMALL)
    assert digits is not None
    most = 1 if text.startswith("0", at) else digits.end() - at
    small = [at + size for size in range(most, 0, -1)]
    grouped = _GROUPED.match(text, at)
    return [grouped.end(), *small] if grouped is not None else small
