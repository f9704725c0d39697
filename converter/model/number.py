"""Read a printed number exactly."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

# What stands for "no amount": a dash of any kind, or words to that effect. None of them is zero.
_DASHES = re.compile(r"^[-—–―－‐‑−─一/\\]{1,4}$")
_BLANK_WORDS = frozenset({"不适用", "无", "(空白)", "N/A", "n/a", "NA", "空白"})
_LONGEST_BLANK = max(map(len, _BLANK_WORDS)) + 1  # NFKC may shorten what it normalises, not lengthen these
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_PLAIN = r"\d+(?:\.\d+)?"
_INNER_BLANK = re.compile(r"\d\s+\d")  # two numbers, or one broken in two: not for this function to say
_BLANKS = re.compile(r"\s+")
_MINUS = re.compile("[-—–―－‐‑−﹣]")
_NUMBER = re.compile(
    rf"^(?P<open>\()?(?P<sign>[-+])?(?P<digits>{_GROUPED}|{_PLAIN}|\.\d+)(?P<close>\))?(?P<percent>%)?$"
)
# Marks whose compatible forms are digits: ① numbers a choice or a note, ² refers to one; neither is part of an amount.
_CIRCLED = "\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32bf"
_RAISED = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089"
_MARK = re.compile(f"[{_CIRCLED}{_RAISED}]")
_MARKED = re.compile(
    rf"(?:(?<=[\d%％)）])[{_CIRCLED}]+|(?<=[,，.．]\d\d)[{_RAISED}]+|(?<=[,，]\d{{3}})[{_RAISED}]+)\s*$"
)
# 增加1.91个百分点: the verb is the sign, and a point is a hundredth as a percent is.
_POINTS = re.compile(
    rf"^(?:(?P<up>增加|增长|上升|提高|提升)|(?P<down>减少|下降|降低))?了?(?P<sign>[-+])?(?P<digits>{_PLAIN})个?百分点$"
)


@dataclass(frozen=True, slots=True)
class Number:
    """Hold a number as printed: its exact value, its digits after the point, and whether a % sign stands with it."""

    value: Decimal
    decimals: int
    percent: bool
    grouped: bool


def parse_number(text: str) -> Number | None:
    """Return the number a cell prints, or None where it prints none.

    Thousands separators must stand in threes: ``1,23,456`` is no number, nor are two numbers in one cell; such a
    cell is left to whoever knows what else it may mean. Brackets and leading minus signs of any width are negative.
    Percentage points are percents: 减少0.05个百分点 is -0.05 %. A mark behind a number refers to a note: 39① is 39; a
    lone mark is no number.
    """
    match = _NUMBER.match(text) if text.isascii() else None
    if match is None:
        if text.isalpha():  # words, the usual case
            return None
        if _MARK.search(text):
            text = _MARKED.sub("", text)
            if _MARK.search(text):
                return None
        plain = unicodedata.normalize("NFKC", text).strip()
        if _INNER_BLANK.search(plain):
            return None
        plain = _MINUS.sub("-", _BLANKS.sub("", plain))
        match = _NUMBER.match(plain)
        if match is None and plain.endswith("百分点"):
            return _parse_points(plain)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    digits = match["digits"]
    value = Decimal(digits.replace(",", ""))
    if match["open"] or match["sign"] == "-":
        value = -value
    decimals = len(digits.partition(".")[2])
    return Number(value, decimals, bool(match["percent"]), "," in digits)


def _parse_points(plain: str) -> Number | None:
    match = _POINTS.match(plain)
    if match is None:
        return None
    digits = match["digits"]
    value = Decimal(digits)
    if bool(match["down"]) != (match["sign"] == "-"):
        value = -value
    return Number(value, len(digits.partition(".")[2]), percent=True, grouped=False)


def is_blank(text: str) -> bool:
    """Tell whether a cell prints nothing: empty, a dash, or 不适用 and the like."""
    plain = _BLANKS.sub("", text)
    if not plain or _DASHES.match(plain):
        return True
    return len(plain) <= _LONGEST_BLANK and unicodedata.normalize("NFKC", plain) in _BLANK_WORDS
