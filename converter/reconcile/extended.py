"""Find the totals that include rows no rule covers: the document's own arithmetic says which.

A row mapped to an extension concept is in no summation of the taxonomy, so the total it is part of seems not to add
up. Where rows without a rule make up the difference exactly, in every column, they are contributors.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from itertools import combinations

from converter.model.report import ExtensionConcept
from converter.reconcile.cells import FactKey, Table
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.trials import Trial, Tried
from converter.taxonomy import Taxonomy

_MOST_ROWS = 3  # rows without a rule taken together; more would explain anything


def extend_summations(
    tables: Sequence[Table], book: FactBook, tried: Tried, taxonomy: Taxonomy, extension: tuple[ExtensionConcept, ...]
) -> tuple[Taxonomy, tuple[ExtensionConcept, ...]]:
    """Return the taxonomy with the contributors found, and the extension concepts saying what they contribute to.

    Both come back unchanged where there are none.
    """
    own = {concept.name for concept in extension if concept.kind != "member"}
    failing = [trial for trial in tried.trials if trial.kind == "summation" and not trial.holds]
    if not own or not failing:
        return taxonomy, extension
    totals = {summation.total for summation in taxonomy.summations}
    additions: dict[tuple[str, str], dict[str, int]] = {}
    for trial in failing:
        total = trial.terms[0][0].key.concept
        if trial.table is None or (trial.summation, total) in additions:
            continue
        alike = [
            each
            for each in tried.trials
            if each.summation == trial.summation and each.table == trial.table and each.terms[0][0].key.concept == total
        ]
        found = _contributors(tables[trial.table], alike, book, own, totals)
        if found:
            additions[trial.summation, total] = found
    if not additions:
        return taxonomy, extension
    summations = tuple(
        dataclasses.replace(each, contributors=(*each.contributors, *additions.get((each.id, each.total), {}).items()))
        for each in taxonomy.summations
    )
    told: dict[str, list[tuple[str, str, int]]] = {}
    for (link, total), found in sorted(additions.items()):
        for concept, weight in found.items():
            told.setdefault(concept, []).append((link, total, weight))
    concepts = tuple(
        each.model_copy(update={"contributes": tuple(told[each.name])}) if each.name in told else each
        for each in extension
    )
    return dataclasses.replace(taxonomy, summations=summations), concepts


def _contributors(
    table: Table, trials: Sequence[Trial], book: FactBook, own: set[str], totals: set[str]
) -> dict[str, int]:
    """Return the extension concepts above a total, with weights, that make it add up in every column.

    Looked at are the rows of its section: those after the total that stands above its first contributor.
    """
    row = min(cell.row for trial in trials for cell in trial.terms[0][0].cells if cell.table == table.number)
    contributors = {draft.key.concept for trial in trials for draft, _ in trial.terms[1:]}
    first = min((n for n, item in enumerate(table.items) if item.concept in contributors), default=0)
    before = (n for n in range(first - 1, -1, -1) if table.items[n].concept in totals)
    top = next(before, -1) + 1
    near = [
        (item.concept, table.line_item(number).prefix)
        for number, item in enumerate(table.items)
        if item.concept in own and top <= number < max(row, first + 1)
    ]
    candidates = [(concept, prefix) for concept, prefix in near if concept is not None]
    for count in range(1, min(len(candidates), _MOST_ROWS) + 1):
        for chosen in combinations(candidates, count):
            for sign in (1, -1):
                weights = {concept: -sign if prefix == "减" else sign for concept, prefix in chosen}
                if all(_explains(trial, weights, book) for trial in trials):
                    return weights
    return {}


def _explains(trial: Trial, weights: dict[str, int], book: FactBook) -> bool:
    """Tell whether the trial holds with the extra contributors."""
    at: FactKey = trial.terms[0][0].key
    extra: Iterable[tuple[Draft | None, int]] = (
        (book.plain.get(at._replace(concept=concept)), weight) for concept, weight in weights.items()
    )
    residual, tolerance = trial.residual, trial.tolerance
    for draft, weight in extra:
        if draft is not None:
            residual -= weight * draft.value
            tolerance += draft.half
    return abs(residual) <= tolerance
