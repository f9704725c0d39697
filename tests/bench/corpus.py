"""Measure how long documents of every layout take, stage by stage, against merely finding the numbers in their text.

    python -m tests.bench.corpus [INPUT...]

The bare work is decoding the text and finding its amounts with one regular expression: what nobody can do without. One
process, one run of each after a warm-up; the slowest reconciliation is what issue 3 bounds by two seconds.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
RECONCILE_SECONDS = 2.0
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def _seconds(function: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    started = time.process_time()
    result = function(*arguments)
    return time.process_time() - started, result


def _find_amounts(data: bytes) -> int:
    return sum(len(_AMOUNT.findall(line)) for line in data.decode("utf-8", "replace").split("\n"))


def _measure(path: Path) -> tuple[float, float, float, float] | None:
    from converter.mapping import map_report
    from converter.read import read_document
    from converter.recognise import recognise_report
    from converter.reconcile import reconcile_report
    from converter.taxonomy import read_taxonomy

    taxonomy = read_taxonomy()
    data = path.read_bytes()
    bare, _ = _seconds(_find_amounts, data)
    read, (document, _) = _seconds(read_document, data, path.name)
    if document is None:
        return None
    recognise, (recognised, _) = _seconds(recognise_report, document, taxonomy)
    mapped, _ = map_report(recognised, taxonomy)
    reconcile, _ = _seconds(reconcile_report, mapped, document, taxonomy)
    return bare, read, recognise, reconcile


def _inputs() -> Iterator[Path]:
    yield from sorted((ROOT / "examples").iterdir())
    if SHARED.is_dir():
        yield from sorted((SHARED / "seeds").iterdir())
        for folder in ("cell-lines", "aligned", "html", "markdown"):
            yield from sorted((SHARED / "corpus" / folder).iterdir())


def main(inputs: list[Path]) -> None:
    _measure(ROOT / "examples" / "statements-2022.txt")
    print(f"{'':44}{'KB':>6}{'bare':>8}{'read':>8}{'recogn.':>8}{'reconc.':>8}{'of bare':>9}")
    slowest = 0.0
    for path in inputs or list(_inputs()):
        measured = _measure(path)
        if measured is None:
            continue
        bare, read, recognise, reconcile = measured
        slowest = max(slowest, reconcile)
        ratio = (read + recognise + reconcile) / bare if bare else 0.0
        size = path.stat().st_size // 1024
        print(f"{path.name[-42:]:44}{size:6}{bare:8.3f}{read:8.3f}{recognise:8.3f}{reconcile:8.3f}{ratio:9.0f}")
    print(f"slowest reconciliation {slowest:.2f} s   ≤ {RECONCILE_SECONDS} s")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
