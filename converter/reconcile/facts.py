"""Merge printed cells into facts: one fact for one key, all its places as sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from converter.reconcile.cells import FactKey, PrintedCell


@dataclass(slots=True, eq=False)
class Draft:
    """Hold a fact in the making; ``disagrees_with`` is the one with the plain dimensions where two places differ.

    ``place`` tells it from the others then: its line, with the character where several stand on one.
    """

    key: FactKey
    value: int
    half: int
    decimals: int
    cells: list[PrintedCell]
    disagrees_with: Draft | None = None
    place: str = ""
    id: str = ""

    @property
    def position(self) -> tuple[int, int]:
        """Return where the fact is printed first: line, start."""
        source = self.cells[0].source
        return source.line, source.start


@dataclass(slots=True)
class FactBook:
    """Hold the drafts: ``plain`` by key, ``disputed`` the other values printed for the same key."""

    plain: dict[FactKey, Draft] = field(default_factory=dict)
    disputed: dict[FactKey, list[Draft]] = field(default_factory=dict)

    def by_concept(self) -> Mapping[str, dict[FactKey, Draft]]:
        """Return the plain drafts by concept."""
        found: dict[str, dict[FactKey, Draft]] = {}
        for key, draft in self.plain.items():
            found.setdefault(key.concept, {})[key] = draft
        return found

    def all_drafts(self) -> list[Draft]:
        """Return every draft in document order."""
        drafts = [*self.plain.values(), *(draft for drafts in self.disputed.values() for draft in drafts)]
        return sorted(drafts, key=lambda draft: draft.position)

    def promote(self, key: FactKey, draft: Draft) -> None:
        """Give a disputed value the plain dimensions instead of the one that has them."""
        before = self.plain[key]
        others = [each for each in (before, *self.disputed[key]) if each is not draft]
        draft.disagrees_with = None
        for each in others:
            each.disagrees_with = draft
        self.plain[key] = draft
        self.disputed[key] = others


def merge_cells(cells: Iterable[PrintedCell], notes: frozenset[int] = frozenset()) -> FactBook:
    """Merge cells of one key whose values are equal to the coarser of their printed precisions.

    Where values differ, one that a statement prints comes before those of the tables ``notes``; then the one printed in
    most tables gets the plain dimensions, the earliest among equals. What the identities say about it is seen to later.
    """
    grouped: dict[FactKey, list[PrintedCell]] = {}
    for cell in cells:
        grouped.setdefault(cell.key, []).append(cell)
    book = FactBook()
    for key, found in grouped.items():
        drafts = _clusters(key, found)
        if len(drafts) > 1:
            drafts.sort(key=lambda draft: _rank(draft, notes))
        book.plain[key] = drafts[0]
        if len(drafts) > 1:
            _name_places(drafts)
            book.disputed[key] = drafts[1:]
            for draft in drafts[1:]:
                draft.disagrees_with = drafts[0]
    return book


def _name_places(drafts: list[Draft]) -> None:
    lines = [draft.position[0] for draft in drafts]
    for draft in drafts:
        line, start = draft.position
        draft.place = f"line {line}" if lines.count(line) == 1 else f"line {line}, character {start}"


def _rank(draft: Draft, notes: frozenset[int]) -> tuple[bool, int, tuple[int, int]]:
    tables = {cell.table for cell in draft.cells}
    return tables <= notes, -len(tables), draft.position


def _clusters(key: FactKey, cells: list[PrintedCell]) -> list[Draft]:
    """Return one draft per distinct value, its value and decimals those of the finest print."""
    drafts: list[Draft] = []
    for cell in sorted(cells, key=lambda each: each.half):
        for draft in drafts:
            if abs(draft.value - cell.value) <= max(draft.half, cell.half) and (
                draft.half != cell.half or draft.value == cell.value
            ):
                draft.cells.append(cell)
                break
        else:
            drafts.append(Draft(key, cell.value, cell.half, cell.decimals, [cell]))
    for draft in drafts:
        draft.cells.sort(key=lambda each: (each.source.line, each.source.start))
    return drafts
