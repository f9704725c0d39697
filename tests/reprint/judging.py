"""Convert a reprint through the whole pipeline and hold its facts against the original's."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from decimal import Decimal

from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

from .kinds import KINDS
from .originals import Key, Original, key_of, primary_facts
from .tables import make_tables, report_title, round_value


@dataclass(frozen=True, slots=True)
class Outcome:
    """Count what became of one reprint: ``wrong`` and ``missing`` say each fact."""

    kind: str
    document: str
    expected: int
    recovered: int
    unresolved: int
    wrong: tuple[str, ...]
    missing: tuple[str, ...]
    seconds: float
    data: bytes


def reprint(original: Original, name: str) -> bytes:
    """Return the bytes of a document's statements, printed anew; everything follows from the document and the kind."""
    kind = KINDS[name]
    chance = random.Random(f"{name}/{original.name}")
    return kind.layout(report_title(original.report), make_tables(original.report, kind.form), chance)


def judge_reprint(original: Original, name: str, taxonomy: Taxonomy) -> Outcome:
    """Print anew, convert and compare."""
    data = reprint(original, name)
    started = time.perf_counter()
    report, _ = read_report(data, "reprint", taxonomy)
    seconds = time.perf_counter() - started
    form = KINDS[name].form
    truth = {
        key: {round_value(value, form, scaled="shares" not in original.units[key]) for value in values}
        for key, values in original.truth.items()
    }
    doubtful = {(concept, round_value(value, form, scaled=True)) for concept, value in original.doubtful}
    wrong = []
    recovered: set[Key] = set()
    for fact in primary_facts(report) if report else ():
        key = key_of(fact)
        if Decimal(fact.value) in truth.get(key, ()):
            recovered.add(key)
        elif (fact.concept, abs(Decimal(fact.value))) not in doubtful:
            where = fact.sources[0].line
            want = ", ".join(map(str, truth.get(key, ()))) or "no such fact"
            wrong.append(f"line {where} {fact.printed_label} {_shown(key)} {fact.value} {fact.evidence} ({want})")
    unresolved = len(report.coverage.unresolved) if report else 0
    missing = tuple(
        f"{sorted(original.statements[key])} {_shown(key)} {sorted(map(str, truth[key]))}"
        for key in truth.keys() - recovered
    )
    return Outcome(
        name, original.name, len(truth), len(recovered), unresolved, tuple(wrong), tuple(sorted(missing)), seconds, data
    )


def _shown(key: Key) -> str:
    concept, days, dimensions = key
    members = " ".join(member for _, member in dimensions)
    return f"{concept} {'/'.join(days)} {members}".strip()
