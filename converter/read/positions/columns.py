"""Find the columns of a table from where its words stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from converter.read.positions.placed import PlacedLine, Word, find_amounts, is_amount, is_dash, is_numeric, overlap

_SHARED = 0.8
_FEWEST_DASHES = 3


@dataclass(slots=True)
class Column:
    """Hold the extent of one column beside the labels; ``rights`` are the right edges of its numbers."""

    x0: float
    x1: float
    rights: list[float] = field(default_factory=list)

    def take(self, word: Word) -> None:
        """Widen the column by a word."""
        self.x0, self.x1 = min(self.x0, word.x0), max(self.x1, word.x1)
        if is_numeric(word.text):
            self.rights.append(word.x1)

    @property
    def right(self) -> float:
        """Return the edge its numbers end at."""
        return median(self.rights) if self.rights else self.x1

    @property
    def centre(self) -> float:
        """Return its middle."""
        return (self.x0 + self.x1) / 2

    @property
    def is_numeric(self) -> bool:
        """Tell whether numbers stand in it."""
        return bool(self.rights)


def find_columns(body: Sequence[PlacedLine]) -> tuple[list[Column], float]:
    """Return the columns beside the label column from left to right, and where the amounts begin.

    Amounts that stand under each other are a column: the line with most of them first, each further amount to the
    column it shares most with. Whole numbers and words make a column of their own where they stand clear of those.
    """
    amounts = [find_amounts(line) for line in body]
    columns: list[Column] = []
    for words in sorted(amounts, key=len, reverse=True):
        _place(words, columns)
    columns.sort(key=lambda column: column.x0)
    zone = min(column.x0 for column in columns)
    for line in body:
        rest = [
            word
            for at, word in enumerate(line.words)
            if not is_amount(word.text) and not is_dash(word.text) and not _is_label(word, at, zone)
        ]
        _place(rest, columns)
    _add_columns_of_dashes(body, columns, zone)
    columns.sort(key=lambda column: column.x0 + column.x1)
    return columns, zone


def _add_columns_of_dashes(body: Sequence[PlacedLine], columns: list[Column], zone: float) -> None:
    """Add a column where dashes alone stand under each other, clear of every other column."""
    alone: list[Column] = []
    for line in body:
        dashes = [word for word in line.words if is_dash(word.text) and word.x0 > zone]
        _place([word for word in dashes if choose_column(word, columns, set()) is None], alone)
    columns += [column for column in alone if len(column.rights) >= _FEWEST_DASHES]


def _is_label(word: Word, at: int, zone: float) -> bool:
    return at == 0 and word.x0 < zone and not is_numeric(word.text)


def _place(words: Sequence[Word], columns: list[Column]) -> None:
    taken: set[int] = set()
    for word in words:
        best = choose_column(word, columns, taken)
        if best is None:
            columns.append(Column(word.x0, word.x1))
            best = len(columns) - 1
        columns[best].take(word)
        taken.add(best)


def choose_column(word: Word, columns: Sequence[Column], taken: set[int]) -> int | None:
    """Return the column a word stands in: of those it overlaps the one it shares most with, or ends nearest to."""
    hits = [
        (-min(shared, word.x1 - word.x0), abs(word.x1 - column.right), at)
        for at, column in enumerate(columns)
        if at not in taken
        and (shared := overlap(word.x0, word.x1, column.x0, column.x1)) >= min(_SHARED, word.x1 - word.x0)
    ]
    return min(hits)[2] if hits else None


def nearest_column(word: Word, columns: Sequence[Column]) -> int:
    """Return the column a word stands in, or the nearest one."""
    found = choose_column(word, columns, set())
    if found is not None:
        return found
    return min(range(len(columns)), key=lambda at: (-overlap(word.x0, word.x1, columns[at].x0, columns[at].x1), at))
