"""Put a number back together that a narrow cell broke over several lines."""

from __future__ import annotations

import re

from converter.model.number import Number, parse_number

_NUMERIC = re.compile(r"[-+—–－−()（）,，.．\d%％]+")
_LONG_WHOLE = re.compile(r"\d{4,}")


def join_pieces(pieces: list[str]) -> str:
    """Return the text that the pieces of one cell, broken at blanks or line ends, print together.

    A number broken in the middle is joined without a blank, and so are words whose characters need none (Chinese);
    everything else keeps one blank between two pieces.
    """
    joined = join_number(pieces)
    if joined is not None:
        return joined
    text = ""
    for piece in pieces:
        text += piece if not text or (_is_ideographic(text[-1]) and _is_ideographic(piece[0])) else " " + piece
    return text


def join_number(pieces: list[str]) -> str | None:
    """Return the one number that pieces print, None where they print words, or may as well print several numbers.

    The whole must be a well-formed number with its thousands separators in place, and at least one piece none that
    could stand alone: ``1,618`` / ``,820,`` / ``253.0`` / ``0`` is one number, ``12.30`` / ``4.56`` is left alone.
    """
    parts = [part for piece in pieces for part in piece.split()]
    if len(parts) < 2 or not all(_NUMERIC.fullmatch(part) for part in parts):
        return None
    whole = "".join(parts)
    number = parse_number(whole)
    if number is None or (_LONG_WHOLE.search(whole.partition(".")[0]) and "," not in whole and "，" not in whole):
        return None
    return None if all(_stands_alone(part, number) for part in parts) else whole


def _stands_alone(part: str, whole: Number) -> bool:
    """Tell whether a piece may be a number of its own: as many decimals as the whole, or none in front of a point."""
    number = parse_number(part)
    if number is None or part.startswith("."):
        return False
    return number.decimals in (0, whole.decimals) if whole.decimals != 2 else number.decimals in (0, 2)


def _is_ideographic(char: str) -> bool:
    return char >= "\u2e80"
