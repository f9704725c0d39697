"""Find every way a run of printed pieces can be whole numbers, each piece used once and in order."""

from __future__ import annotations

import re

from converter.read.cell_stream import NUMBER, Kind, StreamCell

_GROUPED = re.compile(r"[(（]?[-－–—−]?(?:\d{1,3}(?:,\d{3})+|\d{1,3})\.\d\d[)）]?[%％]?")
_DIGITS = re.compile(r"[\d,.]+[)）]?[%％]?")
_MOST_PIECES = 4  # of one number
_MOST_WAYS = 64

Numbers = tuple[tuple[StreamCell, ...], ...]


def join_numbers(run: tuple[StreamCell, ...], count: int) -> tuple[Numbers, ...]:
    """Return every way to read a run as ``count`` numbers; where there is none, as the most there can be below it.

    A number of several pieces must be well formed as a whole, with thousands separators and two decimals; a dash in
    front is its sign. A piece that is whole, and a dash, may also stand for itself (a dash alone is an empty cell).
    """
    if len(run) <= count and all(cell.kind is Kind.NUMBER for cell in run) and not _could_join(run):
        return (run_as_is(run),)
    ways: list[Numbers] = []
    dead: set[tuple[int, int]] = set()
    for wanted in range(min(count, len(run)), 0, -1):
        _split(run, 0, wanted, [], ways, dead)
        if ways:
            break
    return tuple(ways)


def run_as_is(run: tuple[StreamCell, ...]) -> Numbers:
    """Return a run read as one number per piece."""
    return tuple((cell,) for cell in run)


def _could_join(run: tuple[StreamCell, ...]) -> bool:
    return any(_is_whole(run[at : at + 2]) for at in range(len(run) - 1))


def _split(
    run: tuple[StreamCell, ...],
    at: int,
    left: int,
    taken: list[tuple[StreamCell, ...]],
    ways: list[Numbers],
    dead: set[tuple[int, int]],
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
        if _is_whole(pieces):
            taken.append(pieces)
            found = _split(run, at + size, left - 1, taken, ways, dead) or found
            taken.pop()
    if not found and len(ways) < _MOST_WAYS:
        dead.add((at, left))
    return found


def _is_whole(pieces: tuple[StreamCell, ...]) -> bool:
    if len(pieces) == 1:
        return pieces[0].kind is Kind.DASH or NUMBER.fullmatch(pieces[0].text) is not None
    if any(not _DIGITS.fullmatch(piece.text) for piece in pieces[1:]):
        return False
    return _GROUPED.fullmatch("".join(piece.text for piece in pieces)) is not None
