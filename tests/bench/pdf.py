"""Measure how many pages of a PDF are read per second, against the bare library extracting the same words.

    python -m tests.bench.pdf [INPUT...] [--runs N]

Every process is fresh, the runs of each kind are interleaved, medians are printed. "Bare" is the text of every page and
a box for every word of it, through the library's own functions; ours adds lines, ruled lines, tables and blocks.
"""

from __future__ import annotations

import argparse
import ctypes
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "pdf"
TARGET = 0.33  # of the bare library's pages per second: finding tables may take twice what the words take


def _read_bare(data: bytes) -> tuple[int, int]:
    """Return how many pages and words the library finds, having taken every word's text and box."""
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    document = pdfium.PdfDocument(data)
    words = 0
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for page in document:
        text_page = page.get_textpage()
        for match in re.finditer(r"\S+", text_page.get_text_range()):
            for index in (match.start(), match.end() - 1):
                raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
            words += 1
    return len(document), words


def _read_ours(data: bytes) -> tuple[int, int]:
    """Return how many pages and words stand in the document we read."""
    from converter.read.pdf import read_pdf

    document, _ = read_pdf(data, "bench.pdf")
    assert document is not None
    pages = {
        getattr(block, "source", None) and block.source.page for block in document.blocks if hasattr(block, "source")
    }
    return max(page for page in pages if page), sum(len(line.split()) for line in document.lines)


_KINDS = {"bare": _read_bare, "ours": _read_ours}


def _time(kind: str, path: Path) -> None:
    """Print, in this fresh process, the pages, the words and the seconds of one reading; imports are done before."""
    import converter.read.pdf_document  # noqa: F401

    data = path.read_bytes()
    started = time.perf_counter()
    pages, words = _KINDS[kind](data)
    print(pages, words, time.perf_counter() - started)


def _measure(kind: str, path: Path) -> tuple[int, int, float]:
    command = [sys.executable, "-m", "tests.bench.pdf", "--time", kind, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    pages, words, seconds = done.stdout.split()
    return int(pages), int(words), float(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pdf", description="Measure the reading of PDF.")
    parser.add_argument("inputs", nargs="*", type=Path, default=sorted(CORPUS.glob("*.pdf")))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--time", choices=_KINDS)
    arguments = parser.parse_args()
    if arguments.time:
        _time(arguments.time, arguments.inputs[0])
        return
    print(f"{'':34}{'pages':>6}{'words':>8}{'bare p/s':>10}{'ours p/s':>10}{'ratio':>7}   target")
    for path in arguments.inputs:
        seconds: dict[str, list[float]] = {kind: [] for kind in _KINDS}
        pages = words = 0
        for _ in range(arguments.runs):
            for kind in _KINDS:
                pages, words, taken = _measure(kind, path)
                seconds[kind].append(taken)
        bare, ours = (pages / statistics.median(seconds[kind]) for kind in _KINDS)
        print(f"{path.name[:33]:34}{pages:6}{words:8}{bare:10.1f}{ours:10.1f}{ours / bare:7.2f}   ≥ {TARGET}")


if __name__ == "__main__":
    main()
