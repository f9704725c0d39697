"""Find every way a run of printed pieces can be whole numbers, each piece used once and in order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from converter.read.cell_stream import NUMBER, Kind, StreamCell

_WHOLE = re.compile(r"[(（]?[-－–—−]?(?:\d{1,3}(?:,\d{3})+|\d{1,3})\.\d\d[)）]?[%％]?")
_WHOLE_WITHOUT_CENTS = re.compile(r"[(（]?[-－–—−]?\d{1,3}(?:,\d{3})+[)）]?")
_DIGITS = re.compile(r"[\d,.]+[)）]?[%％]?")
_SIGNED = re.compile(r"[-－–—−(（].*\d.*")
_ONE_DECIMAL = re.compile(r".*\.\d")
_TWO_DECIMALS = re.compile(r".*\.\d\d[)）]?")
_MOST_PIECES = 4  # of one number
_MOST_WAYS = 64

Numbers = tuple[tuple[StreamCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Breaks:
    """Say how a table breaks its numbers over lines: between digits, and between the minus sign and the digits.

    ``cents`` says that its amounts have two decimals, so that a number of several pieces must have them too.
    """

    digits: bool
    signs: bool
    cents: bool = True


def tell_breaks(runs: Iterable[tuple[StreamCell, ...]]) -> Breaks:
    """Return how a table's numbers are broken, as its cells show.

    A piece that is no number, or one decimal where others have two, tells broken digits. A dash alone can be a sign
    only where no number prints its own sign or stands in brackets.
    """
    cells = [cell for run in runs for cell in run]
    numbers = [cell.text for cell in cells if cell.kind is Kind.NUMBER]
    two = sum(1 for text in numbers if _TWO_DECIMALS.fullmatch(text))
    one = sum(1 for text in numbers if _ONE_DECIMAL.fullmatch(text))
    return Breaks(
        digits=any(cell.kind is Kind.FRAGMENT for cell in cells) or 0 < one < two,
        signs=not any(_SIGNED.fullmatch(cell.text) for cell in cells if cell.kind is not Kind.DASH),
        cents=two > 0,
    )


def join_numbers(run: tuple[StreamCell, ...], count: int, breaks: Breaks) -> tuple[Numbers, ...]:
    """Return every way to read a run as at most ``count`` numbers, those of most numbers first.

    A number of several pieces must be well formed as a whole, with thousands separators, and with two decimals where
    the table prints any; a dash in front is its sign. A piece that is whole, and a dash, may also stand for itself (a
    dash alone is an empty cell).
    """
    ways: list[Numbers] = []
    dead: set[tuple[int, int]] = set()
    for wanted in range(min(count, len(run)), 0, -1):
        _split(run, 0, wanted, [], ways, dead, breaks)
    return tuple(ways)


def fit_numbers(run: tuple[StreamCell, ...], count: int, breaks: Breaks) -> tuple[Numbers, ...]:
    """Return the ways to read more than ``count`` cells as just as many, blanks among them, by joining neighbours."""
    ways: list[Numbers] = []

    def go(at: int, taken: Numbers) -> None:
        rest, left = len(run) - at, count - len(taken)
        if not left <= rest <= left * _MOST_PIECES or len(ways) >= _MOST_WAYS:
            return
        if not rest:
            ways.append(taken)
            return
        for size in range(min(_MOST_PIECES, rest), 0, -1):
            pieces = run[at : at + size]
            if size == 1 or (pieces[0].kind is not Kind.BLANK and _is_whole(pieces, breaks)):
                go(at + size, (*taken, pieces))

    if len(run) > count:
        go(0, ())
    return tuple(ways)


def _split(
    run: tuple[StreamCell, ...],
    at: int,
    left: int,
    taken: list[tuple[StreamCell, ...]],
    ways: list[Numbers],
    dead: set[tuple[int, int]],
    breaks: Breaks,
) -> bool:
    """Add the ways to read the run from ``at`` on as ``left`` numbers; ``dead`` remembers where there is none."""
    rest = len(run) - at
    if not left <= rest <= left * _MOST_PIECES or (at, left) in dead or len(ways) >= _MOST_WAYS:
        return False
    if not rest:
        ways.append(tuple(taken))
        return True
    found = False
    for size in range(min(_MOST_PIECES, rest), 0, -1):
        pieces = run[at : at + size]
        if _is_whole(pieces, breaks):
            taken.append(pieces)
            found = _split(run, at + size, left - 1, taken, ways, dead, breaks) or found
            taken.pop()
    if not found and len(ways) < _MOST_WAYS:
        dead.add((at, left))
    return found


def _is_whole(pieces: tuple[StreamCell, ...], breaks: Breaks) -> bool:
    first = pieces[0]
    if len(pieces) == 1:
        return first.kind is Kind.DASH or NUMBER.fullmatch(first.text) is not None
    digits = pieces[1:] if first.kind is Kind.DASH else pieces
    if first.kind is Kind.DASH and not breaks.signs:
        return False
    if len(digits) > 1 and not breaks.digits:
        return False
    if any(not _DIGITS.fullmatch(piece.text) for piece in pieces[1:]):
        return False
    whole = _WHOLE if breaks.cents else _WHOLE_WITHOUT_CENTS
    return whole.fullmatch("".join(piece.text for piece in pieces)) is not None
