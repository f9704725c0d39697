"""Measure the solver on planted statements: ambiguous cells against milliseconds.

    python -m tests.bench.solver

Whole reports are planted, statement upon statement, and a share of their rows loses its empty cells; measured is the
time inside `solve`, all calls of one document together. The last lines are one sum alone, the hardest thing there is:
so many lone amounts under one total in two columns, up to where the bound is reached and the answer says so.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from converter.mapping import map_report
from converter.model.report import Report
from converter.read import read_document
from converter.recognise import recognise_report
from converter.reconcile import readings, reconcile_report
from converter.reconcile.solver import Answer, Constraint, solve
from converter.taxonomy import Taxonomy, read_taxonomy

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from planted.damage import Damage, lose_all_blanks, lose_blanks
from planted.equity import closing_of, plant_matrix
from planted.printing import FORMS, Layout, print_run_together, print_statement, print_tabs
from planted.statements import Amount, plant_statement

from converter.model.statement import Scope, StatementKind

_KINDS = (StatementKind.BALANCE_SHEET, StatementKind.INCOME_STATEMENT, StatementKind.CASH_FLOW_STATEMENT)
_TARGET = 2.0  # seconds in the solver for any one document
_seconds: list[float] = []
_cells: list[int] = []


def _timed(domains: Sequence[Sequence[int]], constraints: Sequence[Constraint], bound: int = 500_000) -> Answer:
    started = time.perf_counter()
    answer = solve(domains, constraints, bound)
    _seconds.append(time.perf_counter() - started)
    return answer


def _reports(layout: Layout, damage: Damage) -> Iterator[str]:
    """Yield texts of reports from a few statements to all ten."""
    for size in range(1, 9):
        for seed in range(3):
            chance = random.Random(f"bench/{size}/{seed}")
            draw = Amount(chance, FORMS[0].digits, 0.5)
            scopes = (Scope.CONSOLIDATED, Scope.PARENT_ONLY)
            planted = [plant_statement(kind, scope, 2022, draw) for kind in _KINDS for scope in scopes]
            for scope in scopes:
                before = plant_matrix(scope, 2021, draw)
                planted += [plant_matrix(scope, 2022, draw, closing_of(before)), before]
            lines = ["测试股份有限公司2022年年度报告", ""]
            for statement in planted[:: 9 - size] if size < 8 else planted:
                table = print_statement(statement, FORMS[0], chance)
                damage(table, chance)
                lines += layout(table)
            yield "\n".join(lines)


def _measure(text: str, taxonomy: Taxonomy) -> tuple[int, float, Report]:
    """Return a report's ambiguous cells, the seconds in the solver, and the report."""
    _seconds.clear()
    document, _ = read_document(text.encode(), "planted.txt")
    assert document is not None
    recognised, _ = recognise_report(document, taxonomy)
    mapped, _ = map_report(recognised, taxonomy)
    items = [item for statement in recognised.statements for item in statement.items if len(item.readings) > 1]
    report, _ = reconcile_report(mapped, document, taxonomy)
    return sum(len(item.readings[0]) for item in items), sum(_seconds), report


def _one_sum(count: int, least: float) -> tuple[float, Answer]:
    """Solve one sum of so many amounts from 10**least to 10**12, each of them in one of two columns."""
    chance = random.Random(count)
    amounts = [int(10 ** chance.uniform(least, 12)) for _ in range(count)]
    left = [chance.random() < 0.5 for _ in amounts]
    totals = [sum(a for a, is_left in zip(amounts, left, strict=True) if is_left is side) for side in (True, False)]
    constraints = [
        Constraint(tuple((n, (a, 0) if side else (0, a)) for n, a in enumerate(amounts)), total, total)
        for side, total in ((True, totals[0]), (False, totals[1]))
    ]
    started = time.perf_counter()
    answer = solve([(0, 1)] * count, constraints)
    return time.perf_counter() - started, answer


def _curve(name: str, layout: Layout, damage: Damage, taxonomy: Taxonomy) -> float:
    """Print a curve, three reports a line; return the seconds of the slowest report."""
    measured = sorted((_measure(text, taxonomy) for text in _reports(layout, damage)), key=lambda each: each[0])
    print(f"{name:34}{'cells':>8}{'ms in the solver':>18}{'µs a cell':>12}{'unresolved':>12}")
    for start in range(0, len(measured), 3):
        group = measured[start : start + 3]
        cells = round(statistics.mean(each[0] for each in group))
        seconds = statistics.mean(each[1] for each in group)
        unresolved = round(statistics.mean(len(each[2].coverage.unresolved) for each in group))
        print(f"{cells:42}{seconds * 1e3:18.1f}{seconds / max(cells, 1) * 1e6:12.0f}{unresolved:12}")
    return max(each[1] for each in measured)


def main() -> None:
    taxonomy = read_taxonomy()
    patched: Any = readings
    patched.solve = _timed
    slowest = max(
        _curve("reports that lost empty cells", print_tabs, lose_blanks, taxonomy),
        _curve("reports whose cells run together", print_run_together, lose_all_blanks, taxonomy),
    )
    print(f"{'slowest report':42}{slowest:16.2f} s   ≤ {_TARGET} s")
    for name, least in (("one sum, amounts of any size", 5.0), ("one sum, amounts of one size", 11.0)):
        print(f"{name:34}{'cells':>8}{'ms in the solver':>18}   answer")
        for count in (8, 16, 24, 28, 32, 40, 60):
            seconds, answer = _one_sum(count, least)
            only = all(answer.complete) and all(len(values) == 1 for values in answer.values)
            said = "one solution, proven" if only else "bound reached, what is open stays open"
            print(f"{count:42}{seconds * 1e3:18.1f}   {said}")


if __name__ == "__main__":
    main()
