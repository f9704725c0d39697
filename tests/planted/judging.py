"""Convert what was destroyed, through the whole pipeline, and hold what comes back against what was planted."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field

from converter.model.period import Instant
from converter.model.report import Fact, Report
from converter.model.statement import Scope, StatementKind
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

from .damage import KINDS, Kind, destroy
from .equity import closing_of, plant_matrix
from .printing import FORMS, Key, PrintedTable, join_sides, print_statement
from .statements import Amount, PlantedStatement, format_labels, plant_statement

YEAR = 2022


@dataclass(slots=True)
class Truth:
    """Hold what a document prints: per fact the values printed for it, and the facts whose digits were changed."""

    values: dict[Key, set[str]] = field(default_factory=dict)
    misread: set[Key] = field(default_factory=set)
    printed: int = 0


@dataclass(slots=True)
class Outcome:
    """Hold what became of one document: its statements, its amounts by what they became, and what came out wrong."""

    kind: str
    seed: int
    statements: int
    amounts: Counter[str]
    wrong: list[str]
    text: str
    seconds: float


def judge_one(name: str, seed: int, taxonomy: Taxonomy) -> Outcome:
    """Plant, print, destroy, convert and compare one document; everything follows from the kind and the seed."""
    text, truth, statements = make_document(name, seed)
    started = time.process_time()
    report, _ = read_report(text.encode(), "planted.txt", taxonomy)
    seconds = time.process_time() - started
    amounts: Counter[str] = Counter(planted=truth.printed)
    wrong: list[str] = []
    if report is not None:
        _compare(report, truth, amounts, wrong)
    amounts["missing"] = truth.printed - amounts["placed"] - amounts["unresolved"]
    return Outcome(name, seed, statements, amounts, wrong, text, seconds)


def make_document(name: str, seed: int) -> tuple[str, Truth, int]:
    """Return the text of one destroyed document, what it prints, and how many statements it holds."""
    chance = random.Random(f"{name}/{seed}")
    kind = KINDS[name]
    form = chance.choice(FORMS)
    statements = _plant(kind, Amount(chance, form.digits, chance.choice((0.15, 0.35, 0.6))), chance)
    truth = Truth()
    lines = [f"测试股份有限公司{YEAR}年年度报告", ""]
    tables = [print_statement(statement, form, chance) for statement in statements]
    if kind.is_beside:
        labels = format_labels(statements[0].kind)
        tables = [join_sides(*pair, labels, chance) for pair in zip(tables[::2], tables[1::2], strict=True)]
    for table in tables:
        lines += destroy(table, kind, chance)
        _note_truth(table, truth)
    return "\n".join(lines) + "\n", truth, len(statements)


def _plant(kind: Kind, draw: Amount, chance: random.Random) -> list[PlantedStatement]:
    """Return the statements of a document: one, or several that agree with each other."""
    scope = chance.choice((Scope.CONSOLIDATED, Scope.CONSOLIDATED, Scope.PARENT_ONLY))
    wanted = chance.choice(kind.statements)
    if kind.is_beside:
        return [plant_statement(wanted, one, YEAR, draw) for one in (Scope.CONSOLIDATED, Scope.PARENT_ONLY)]
    details = chance.random() < 0.7
    if wanted is StatementKind.CHANGES_IN_EQUITY:
        before = plant_matrix(scope, YEAR - 1, draw)
        after = plant_matrix(scope, YEAR, draw, closing_of(before))
        return [after, before] if chance.random() < 0.5 else [after]
    kinds = [each for each in kind.statements if each is not StatementKind.CHANGES_IN_EQUITY]
    if chance.random() < 0.7:
        kinds = [wanted]
    scopes = [scope] if len(kinds) == 1 or chance.random() < 0.5 else [Scope.CONSOLIDATED, Scope.PARENT_ONLY]
    return [plant_statement(each, one, YEAR, draw, with_details=details) for each in kinds for one in scopes]


def _note_truth(table: PrintedTable, truth: Truth) -> None:
    for line in table.lines:
        for at, (key, value) in enumerate(zip(line.keys, line.values, strict=True)):
            if key is not None and value is not None:
                truth.values.setdefault(key, set()).add(value)
                truth.printed += 1
                if at in line.misread:
                    truth.misread.add(key)


def _compare(report: Report, truth: Truth, amounts: Counter[str], wrong: list[str]) -> None:
    for fact in report.facts:
        if fact.unit is None:
            continue
        amounts[fact.evidence.value] += 1
        amounts["placed"] += len(fact.sources)
        key = _key(fact)
        if fact.value not in truth.values.get(key, ()):
            wrong.append(f"{fact.printed_label} {key} {fact.value} {fact.evidence} ≠ {truth.values.get(key)}")
        elif key in truth.misread and fact.evidence.value == "proven":
            wrong.append(f"{fact.printed_label} {key} {fact.value} was misread and is proven")
    # An amount is listed as often as it can be cut from its row.
    amounts["unresolved"] = min(len(report.coverage.unresolved), max(truth.printed - amounts["placed"], 0))


def _key(fact: Fact) -> Key:
    period = fact.period
    times = (None, period.instant) if isinstance(period, Instant) else (period.start, period.end)
    members = [value for axis, value in fact.dimensions.items() if axis.endswith("ComponentsOfEquityAxis")]
    member = members[0].partition(":")[2] if members else ""
    return fact.concept.partition(":")[2], times, fact.scope, member
