"""Take from a real document what its primary statements print, and the facts they are."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from converter.mapping import map_report
from converter.model.period import Instant
from converter.model.report import Evidence, Fact, Report
from converter.model.statement import RecognisedReport, Statement, StatementKind
from converter.read import read_document
from converter.recognise import recognise_report
from converter.reconcile import reconcile_report
from converter.taxonomy import Taxonomy

PRIMARY = (
    StatementKind.BALANCE_SHEET,
    StatementKind.INCOME_STATEMENT,
    StatementKind.CASH_FLOW_STATEMENT,
    StatementKind.CHANGES_IN_EQUITY,
)
_NO_AXIS = "c2x:DisagreeingSourceAxis"

Key = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]  # concept, days, dimensions


@dataclass(frozen=True, slots=True)
class Original:
    """Hold what one document prints.

    ``report`` has the statements each row of which has one reading only; ``truth`` gives, per fact of theirs, the
    values printed for it; ``units`` the unit, ``statements`` the statements' ids. ``doubtful`` has concept and amount,
    without sign, of what the page itself contradicts: where sums say that it slipped into another column or lost its
    sign, they are right, not the page.
    """

    name: str
    report: RecognisedReport
    truth: Mapping[Key, frozenset[Decimal]]
    units: Mapping[Key, str]
    statements: Mapping[Key, frozenset[str]] = field(default_factory=dict)
    doubtful: frozenset[tuple[str, Decimal]] = frozenset()


def read_original(path: Path, taxonomy: Taxonomy) -> Original | None:
    """Return what a document prints in statements that are plain, None where it has none."""
    document, _ = read_document(path.read_bytes(), path.name)
    if document is None:
        return None
    recognised, _ = recognise_report(document, taxonomy)
    plain = tuple(each for each in recognised.statements if each.kind in PRIMARY and _is_plain(each))
    if not plain:
        return None
    recognised = dataclasses.replace(recognised, statements=plain)
    mapped, _ = map_report(recognised, taxonomy)
    report, _ = reconcile_report(mapped, document, taxonomy)
    truth: dict[Key, set[Decimal]] = defaultdict(set)
    statements: dict[Key, set[str]] = defaultdict(set)
    units: dict[Key, str] = {}
    for fact in primary_facts(report):
        key = key_of(fact)
        truth[key].add(Decimal(fact.value))
        statements[key].add(str(fact.statement))
        units[key] = str(fact.unit)
    return Original(
        path.name,
        recognised,
        {key: frozenset(values) for key, values in truth.items()},
        units,
        {key: frozenset(ids) for key, ids in statements.items()},
        frozenset(
            (fact.concept, abs(Decimal(fact.value)))
            for fact in primary_facts(report)
            if fact.evidence is Evidence.CONFLICTING
        ),
    )


def primary_facts(report: Report) -> list[Fact]:
    """Return the numbers of a report that stand in its primary statements."""
    kinds = {each.id: each.kind for each in report.statements}
    return [fact for fact in report.facts if fact.unit and kinds.get(str(fact.statement)) in PRIMARY]


def key_of(fact: Fact) -> Key:
    """Return what a fact is about: concept, days and dimensions, without that which parts disagreeing places."""
    period = fact.period
    days = (period.instant,) if isinstance(period, Instant) else (period.start, period.end)
    dimensions = sorted(each for each in fact.dimensions.items() if each[0] != _NO_AXIS)
    return fact.concept, tuple(day.isoformat() for day in days), tuple(dimensions)


def _is_plain(statement: Statement) -> bool:
    """Tell whether a statement left nothing open: whole columns with periods, and one reading for every row."""
    if len(statement.items) < 12 or any(column.period is None for column in statement.columns):
        return False
    return all(len(item.readings) == 1 for item in statement.items)
