"""Settle which of several values printed for one fact keeps the plain dimensions."""

from __future__ import annotations

from collections.abc import Sequence

from converter.reconcile.cells import Table
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.identities import is_only_in_notes
from converter.reconcile.trials import Tried

# What says nothing about which value is right: the dispute itself, and a rate worked out from either value.
_SILENT = frozenset({"agreement", "growth"})


def settle_disputes(book: FactBook, tried: Tried, tables: Sequence[Table]) -> bool:
    """Give the plain dimensions to the value that more identities hold with; tell whether any changed hands.

    What a statement prints is never put behind what only tables of the notes print: those are mapped with less
    certainty.
    """
    changed = False
    for key in list(book.disputed):
        plain = book.plain[key]
        rivals = [plain, *book.disputed[key]]
        if not is_only_in_notes(plain, tables):
            rivals = [draft for draft in rivals if not is_only_in_notes(draft, tables)]
        scores = [(_holding(draft, plain, tried), draft) for draft in rivals]
        best = max(holding for holding, _ in scores)
        winner = next(draft for holding, draft in scores if holding == best)
        if winner is not plain:
            book.promote(key, winner)
            changed = True
    return changed


def _holding(draft: Draft, plain: Draft, tried: Tried) -> int:
    """Count the identities that hold with a value: those of the fact, and those of the tables that print the value."""
    of_fact = [trial for trial in tried.of.get(id(plain), ()) if trial.kind not in _SILENT and not trial.local]
    of_cells = [trial for trial in tried.of.get(id(draft), ()) if trial.local]
    step = draft.value - plain.value
    return sum(trial.holds_after(plain, step) for trial in of_fact) + sum(trial.holds for trial in of_cells)
