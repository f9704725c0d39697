"""Read the numbering in front of a heading of the notes: 五、 （三） 1. （1） ① A. and their like.

The styles and their usual order are those of printed notes; 编报规则第15号 prescribes what is disclosed, not how it is
numbered, so every style may stand at every depth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SENTENCE_END = re.compile(r"[。；;]")
EXPLAINS = re.compile(r"说明$")  # 其他说明：, 核销说明： ask for words, seldom for a table
_CHINESE = "一二三四五六七八九十百零〇"
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_STOP = r"[、.．,，:：]"

PART = 0  # 第十节
CHAPTER = 1  # 五、
NOTE_WORD = 3  # 注释5
NUMBERED = 4  # 1、
BRACKETED = 7  # （1）
HALF_BRACKETED = 8  # 1）
CIRCLED = 9  # ①
ROMAN = 12  # (i)
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (PART, re.compile(rf"第([{_CHINESE}]{{1,3}}|\d{{1,2}})[节章](?![、,，\d第])\s*")),
    (CHAPTER, re.compile(rf"([{_CHINESE}]{{1,4}})(?:[、.．]\s*|\s+(?=[合公财税企或承资母分金重关在股其补政投]))")),
    (2, re.compile(rf"[（(]\s*([{_CHINESE}]{{1,4}})\s*[)）][、.．]?\s*")),
    (
        NOTE_WORD,
        re.compile(rf"(?:附注(?=\s*\d)|注释)\s*(\d{{1,3}}|[{_CHINESE}]{{1,4}}){_STOP}?\s*(?=[^\d\s、，,。(（)）])"),
    ),
    (NUMBERED, re.compile(rf"(\d{{1,3}})\s*{_STOP}(?!\d(?!\s*年[以之]?内))\s*")),  # 43、1年内到期的…
    (5, re.compile(r"\d{1,2}[.．](\d{1,2})[、.．]?(?![\d.．%％])\s*")),
    (6, re.compile(r"\d{1,2}[.．]\d{1,2}[.．](\d{1,2})[、.．]?(?![\d.．%％])\s*")),
    (BRACKETED, re.compile(rf"[（(]\s*(\d{{1,2}})\s*[)）]{_STOP}?\s*")),
    (HALF_BRACKETED, re.compile(rf"(\d{{1,2}})\s*[)）]{_STOP}?\s*")),
    (CIRCLED, re.compile(rf"([{_CIRCLED}]){_STOP}?\s*")),
    (10, re.compile(rf"([A-Z])(?:{_STOP}|[)）])(?![A-Za-z])\s*")),
    (ROMAN, re.compile(r"[（(](i{1,3}|iv|vi{0,3}|ix|x)[)）]\s*")),
    (11, re.compile(rf"[（(]?([a-z])(?:{_STOP}|[)）])(?![A-Za-z])\s*")),
)


_BARE = re.compile(r"(\d{1,2})\s+([\u4e00-\u9fff][\u4e00-\u9fff、（）()/\s]{1,29})$")


LOST_CIRCLED = "◎"  # a circled number whose number was lost


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold the numbering of a line: its style (smaller is usually outer), its ordinal, what is printed, the rest."""

    style: int
    ordinal: int
    printed: str
    rest: str


def parse_mark(text: str) -> Mark | None:
    """Return the numbering a text begins with and what follows it; None where it has none or is nothing else."""
    for style, pattern in _STYLES:
        match = pattern.match(text)
        if match is None or not match.group(0):
            continue
        rest = text[match.end() :].strip()
        ordinal = _parse_ordinal(match[1], is_roman=style == ROMAN)
        if ordinal is None or not re.search(r"[\u4e00-\u9fffA-Za-z]", rest):
            return None
        return Mark(style, ordinal, "".join(match.group(0).split()), rest)
    return None


def parse_bare_mark(text: str) -> Mark | None:
    """Return the number that stands before a short title without any stop (12 发放贷款和垫款), as banks print it."""
    match = _BARE.match(text)
    return Mark(NUMBERED, int(match[1]), match[1], match[2]) if match else None


def parse_lost_mark(text: str, last: int) -> Mark | None:
    """Return a circled number that lost its number as the one behind ``last``; None where there is none."""
    if not text.startswith(LOST_CIRCLED) or last >= len(_CIRCLED):
        return None
    return parse_mark(f"{_CIRCLED[last]}{text[len(LOST_CIRCLED) :]}")


def _parse_ordinal(digits: str, *, is_roman: bool) -> int | None:
    if digits.isdecimal():
        return int(digits)
    if digits in _CIRCLED:
        return _CIRCLED.index(digits) + 1
    if is_roman:
        return _ROMAN.index(digits) + 1
    if digits.isascii():
        return ord(digits.lower()) - ord("a") + 1
    return _parse_chinese(digits)


def _parse_chinese(digits: str) -> int | None:
    """Return the number 二十三 stands for (below 1,000); None for digits in no such order."""
    total, last = 0, 0
    for digit in digits:
        if digit in "十百":
            total += (last or 1) * (10 if digit == "十" else 100)
            last = 0
        else:
            last = last * 10 + _DIGITS[digit]
    return (total + last) or None
