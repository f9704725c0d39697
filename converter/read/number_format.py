"""Print a stored number or date the way its number format means it, but with every digit that is stored.

The rule: what is stored is the truth, what a sheet shows is rounded. A double holds 15 significant decimal digits,
the precision that spreadsheet programs state: what stands behind them is noise of binary arithmetic, and so is what
lies within a ten-thousandth of the last digit a format shows. The format says how many decimals are printed at
least, whether thousands are separated, and whether the number is shown in per cent or in thousands: a heading such as
单位：千元 speaks of the number as shown. Formats: ECMA-376 part 1, §18.8.30 (built-in ones) and §18.8.31 (codes).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

_SIGNIFICANT = Context(prec=15)
_NOISE = Decimal("0.0001")
_LITERAL_POINT = re.compile(r'(?:!\.|\\\.|"\.")([0#?]+)')  # 0!.0, shows tens of thousands
_LITERAL = re.compile(r'"[^"]*"|\\.|!.|_.|\*.|\[(?![hms]+\])[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhs]|上午|下午", re.IGNORECASE)
_BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    22: "yyyy-mm-dd hh:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    31: 'yyyy"年"m"月"d"日"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: "#,##0;-#,##0;-",
    42: "#,##0;-#,##0;-",
    43: "#,##0.00;-#,##0.00;-",
    44: "#,##0.00;-#,##0.00;-",
    49: "@",
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Hold what a format code says: decimals shown, whether in thousands groups, the power of ten shown, % or date.

    ``date`` is empty for numbers, else the parts shown: some of ``y``, ``m``, ``d``.
    """

    decimals: int
    grouped: bool
    shift: int
    percent: bool
    date: str


def find_built_in(number: int) -> str:
    """Return the code of a built-in format; unknown ones mean General."""
    return _BUILT_IN.get(number, "General")


@lru_cache(maxsize=1024)
def parse_format(code: str) -> NumberFormat:
    """Return what a format code says of positive numbers; the other sections only dress the sign."""
    section = code.partition(";")[0]
    tens = 0
    if (trick := _LITERAL_POINT.search(section)) is not None:
        tens = len(trick[1])
    bare = _LITERAL.sub("", section)
    if bare.strip().lower() != "general" and _DATE_LETTERS.search(bare):
        parts = "".join(letter for letter in "yd" if letter in bare.lower())
        is_month = re.search(r"(?<![h:])m(?!\s*:)", bare.lower()) is not None and ("y" in parts or "d" in parts)
        return NumberFormat(0, grouped=False, shift=0, percent=False, date=parts + ("m" if is_month else "") or "h")
    point = re.search(r"\.([0#?]+)", bare)
    scale = re.search(r"[0#?](,+)(?=[^0#?,]*$)", bare)
    percent = "%" in bare
    shift = (2 if percent else 0) - 3 * (len(scale[1]) if scale else 0) - tens
    decimals = (len(point[1]) if point else 0) + tens
    return NumberFormat(decimals, "," in bare[: scale.start(1) if scale else None], shift, percent, "")


def print_number(stored: str, code: str) -> str | None:
    """Return a stored number in print, None where what is stored is no number."""
    try:
        value = Decimal(stored)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    shown = parse_format(code)
    if len(value.as_tuple().digits) > _SIGNIFICANT.prec:
        value = _SIGNIFICANT.plus(value)
    value = value.scaleb(shown.shift)
    if code.lower() != "general" and (exponent := value.as_tuple().exponent) and isinstance(exponent, int):
        unit = Decimal(1).scaleb(-shown.decimals)
        if -exponent > shown.decimals and abs(value).adjusted() - shown.decimals < 27:
            rounded = value.quantize(unit)
            if abs(value - rounded) < unit * _NOISE:
                value = rounded
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    whole, _, fraction = plain.partition(".")
    fraction = fraction.ljust(shown.decimals, "0")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if shown.grouped:
        digits = f"{int(digits):,}"
    if not any(char in "123456789" for char in digits + fraction):
        sign = ""
    return f"{sign}{digits}{'.' + fraction if fraction else ''}{'%' if shown.percent else ''}"


def print_date(stored: str, code: str, *, since_1904: bool) -> str | None:
    """Return a stored day number as a Chinese date of the parts its format shows, None where it is none.

    Day 1 is 1 January 1900 and 1900 counts as a leap year (§18.17.4.1); or day 0 is 1 January 1904.
    """
    try:
        days = int(Decimal(stored))
    except (InvalidOperation, ValueError, OverflowError):
        return None
    origin = datetime.date(1904, 1, 1) if since_1904 else datetime.date(1899, 12, 30)
    try:
        date = origin + datetime.timedelta(days=days)
    except OverflowError:
        return None
    parts = parse_format(code).date
    if "d" in parts and "m" in parts and "y" not in parts:
        return f"{date.month}月{date.day}日"
    if "m" not in parts and "d" not in parts:
        return f"{date.year}年" if "y" in parts else None
    return f"{date.year}年{date.month}月" + (f"{date.day}日" if "d" in parts else "")
