"""Reprint real documents, convert the reprints, and print by kind what came back.

python -m tests.reprint [--documents N] [--kind TEXT] [--document TEXT] [--jobs N] [--show] [--write FILE]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from converter.taxonomy import Taxonomy, read_taxonomy

from .judging import Outcome, judge_reprint
from .kinds import KINDS
from .originals import Original, read_original

ROOT = Path(__file__).resolve().parent.parent.parent
_SHARED = ROOT.parent / "shared"
_taxonomy: list[Taxonomy] = []
_originals: dict[str, Original | None] = {}


def find_documents() -> list[Path]:
    """Return the documents whose layout keeps structure, small ones first."""
    corpus = _SHARED / "corpus"
    found = [*(ROOT / "examples").iterdir(), *corpus.glob("markdown/*.md"), *corpus.glob("html/*.html")]
    found += [*corpus.glob("pdf/*.pdf"), *(_SHARED / "seeds").glob("001_*.txt")]
    return sorted(found, key=lambda path: (path.stat().st_size, path.name))


def _judge(task: tuple[str, list[str]]) -> list[Outcome]:
    path, kinds = task
    if not _taxonomy:
        _taxonomy.append(read_taxonomy())
    original = read_original(Path(path), _taxonomy[0])
    if original is None:
        return []
    return [judge_reprint(original, kind, _taxonomy[0]) for kind in kinds]


def _show(outcomes: Iterable[Outcome], *, details: int) -> int:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seconds: Counter[str] = Counter()
    for each in outcomes:
        counts[each.kind].update(
            documents=1,
            expected=each.expected,
            recovered=each.recovered,
            wrong=len(each.wrong),
            missing=len(each.missing),
            unresolved=each.unresolved,
        )
        seconds[each.kind] += each.seconds  # type: ignore[assignment]
        for line in each.wrong[:details]:
            print(f"WRONG {each.kind} / {each.document}: {line}", file=sys.stderr)
        if len(each.missing) > 0.03 * each.expected and details:
            print(f"MISSING {each.kind} / {each.document}: {len(each.missing)} of {each.expected}", file=sys.stderr)
            for line in each.missing[:details]:
                print(f"    {line}", file=sys.stderr)
    print(f"{'':40}{'docs':>5}{'facts':>8}{'recovered':>11}{'wrong':>7}{'missing':>9}{'unresolved':>12}{'seconds':>9}")
    for kind in (each for each in KINDS if each in counts):
        _print_line(kind, counts[kind], seconds[kind])
    _print_line("all", sum(counts.values(), Counter()), sum(seconds.values()))
    return sum(each["wrong"] for each in counts.values())


def _print_line(kind: str, count: Counter[str], seconds: float) -> None:
    share = count["recovered"] / max(count["expected"], 1)
    print(
        f"{kind:40}{count['documents']:5}{count['expected']:8}{share:11.2%}{count['wrong']:7}{count['missing']:9}"
        f"{count['unresolved']:12}{seconds:9.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.reprint")
    parser.add_argument("--documents", type=int, help="only so many documents")
    parser.add_argument("--document", action="append", help="only documents whose name has this in it")
    parser.add_argument("--kind", action="append", help="only kinds whose name has this in it")
    parser.add_argument("--exact", action="store_true", help="kinds are named whole")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--details", type=int, default=0, metavar="N", help="say N wrong and missing facts of each")
    parser.add_argument("--write", metavar="FILE", help="write the last reprint there")
    arguments = parser.parse_args()
    wanted = arguments.kind or [""]
    kinds = [name for name in KINDS if any(each == name if arguments.exact else each in name for each in wanted)]
    names = arguments.document or [""]
    paths = [path for path in find_documents() if any(each in path.name for each in names)][: arguments.documents]
    tasks = [(str(path), kinds) for path in paths]
    if arguments.jobs == 1:
        results = map(_judge, tasks)
        outcomes = [each for result in results for each in result]
    else:
        with ProcessPoolExecutor(arguments.jobs) as pool:
            outcomes = [each for result in pool.map(_judge, tasks) for each in result]
    if arguments.write and outcomes:
        Path(arguments.write).write_bytes(outcomes[-1].data)
    sys.exit(_show(outcomes, details=arguments.details) > 0)


if __name__ == "__main__":
    main()
