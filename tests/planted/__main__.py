"""Destroy planted statements, convert them, and print by kind of damage what came back.

python -m tests.planted [--count STATEMENTS] [--kind KIND] [--jobs N] [--show SEED]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice

from converter.taxonomy import Taxonomy, read_taxonomy

from .damage import KINDS
from .judging import Outcome, judge_one, make_document

_COLUMNS = ("proven", "consistent", "stated", "conflicting")
_taxonomy: list[Taxonomy] = []


def _judge(task: tuple[str, int]) -> Outcome:
    if not _taxonomy:
        _taxonomy.append(read_taxonomy())
    return judge_one(*task, _taxonomy[0])


def _show(outcomes: Iterable[Outcome], statements: int) -> int:
    """Take outcomes until so many statements are judged; print the table, return how many values are wrong."""
    documents: Counter[str] = Counter()
    held: Counter[str] = Counter()
    amounts: dict[str, Counter[str]] = {}
    wrong = 0
    seconds: list[float] = []
    for outcome in outcomes:
        documents[outcome.kind] += 1
        held[outcome.kind] += outcome.statements
        amounts.setdefault(outcome.kind, Counter()).update(outcome.amounts)
        amounts[outcome.kind]["wrong"] += len(outcome.wrong)
        wrong += len(outcome.wrong)
        seconds.append(outcome.seconds)
        for each in outcome.wrong[:3]:
            print(f"WRONG {outcome.kind} / {outcome.seed}: {each}", file=sys.stderr)
        if held.total() >= statements:
            break
    heads = f"{'docs':>7}{'stmts':>7}{'amounts':>10}  wrong  unresolved  missing   of the facts:"
    print(f"{'':38}{heads} {'  '.join(_COLUMNS)}")
    amounts["all"] = sum(amounts.values(), Counter())
    documents["all"], held["all"] = documents.total(), held.total()
    slowest = max(seconds)
    for kind, counts in amounts.items():
        planted = max(counts["planted"], 1)
        facts = max(sum(counts[each] for each in _COLUMNS), 1)
        shares = "  ".join(f"{counts[each] / facts:{len(each)}.1%}" for each in _COLUMNS)
        print(
            f"{kind:38}{documents[kind]:7}{held[kind]:7}{counts['planted']:10}{counts['wrong']:7}"
            f"{counts['unresolved'] / planted:12.2%}{counts['missing'] / planted:9.2%}{'':17}{shares}"
        )
    print(f"{sum(seconds):.0f} s of conversion, {slowest:.1f} s the slowest document")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.planted")
    parser.add_argument("--count", type=int, default=300, help="statements to destroy")
    parser.add_argument("--kind", choices=tuple(KINDS), action="append", help="only this kind of damage")
    parser.add_argument("--false", action="store_true", help="also what makes digits or rows false beside the layout")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", type=int, metavar="SEED", help="print one document and what is wrong with it")
    arguments = parser.parse_args()
    kinds = arguments.kind or [kind for kind in KINDS if arguments.false or not KINDS[kind].is_false]
    if arguments.show is not None:
        outcome = judge_one(kinds[0], arguments.show, read_taxonomy())
        print(make_document(kinds[0], arguments.show)[0])
        print("\n".join(outcome.wrong), outcome.amounts, sep="\n")
        return
    tasks = ((kind, seed) for seed in count() for kind in kinds)
    if arguments.jobs == 1:
        sys.exit(_show(map(_judge, tasks), arguments.count) > 0)
    with ProcessPoolExecutor(arguments.jobs) as pool:
        outcomes = pool.map(_judge, islice(tasks, arguments.count), chunksize=4)
        sys.exit(_show(outcomes, arguments.count) > 0)


if __name__ == "__main__":
    main()
