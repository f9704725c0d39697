"""Read a printed number exactly."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

# What stands for "no amount": a dash of any kind, or words to that effect. None of them is zero.
_DASHES = re.compile(r"^[-—–―－‐‑−─一/\\]{1,4}$")
_BLANK_WORDS = frozenset({"不适用", "无", "(空白)", "N/A", "n/a", "NA", "空白"})
_GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_PLAIN = r"\d+(?:\.\d+)?"
_INNER_BLANK = re.compile(r"\d\s+\d")  # two numbers, or one broken in two: not for this function to say
_NUMBER = re.compile(
    rf"^(?P<open>\()?(?P<sign>[-+])?(?P<digits>{_GROUPED}|{_PLAIN}|\.\d+)(?P<close>\))?(?P<percent>%)?$"
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
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if _INNER_BLANK.search(plain):
        return None
    plain = re.sub("[-—–―－‐‑−﹣]", "-", re.sub(r"\s+", "", plain))
    match = _NUMBER.match(plain)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    digits = match["digits"]
    value = Decimal(digits.replace(",", ""))
    if match["open"] or match["sign"] == "-":
        value = -value
    decimals = len(digits.partition(".")[2])
    return Number(value, decimals, bool(match["percent"]), "," in digits)


def is_blank(text: str) -> bool:
    """Tell whether a cell prints nothing: empty, a dash, or 不适用 and the like."""
    plain = re.sub(r"\s+", "", text)
    return not plain or bool(_DASHES.match(plain)) or unicodedata.normalize("NFKC", plain) in _BLANK_WORDS
