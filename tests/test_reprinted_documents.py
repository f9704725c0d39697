"""Real statements printed anew in layouts that lose structure: what comes back is right, and most of it comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from reprint.judging import judge_reprint
from reprint.kinds import KINDS
from reprint.originals import Original, read_original

from converter.taxonomy import Taxonomy

EXAMPLES = ("statements-2022.txt", "first-quarter-2024.md")

# Kinds whose structure is only printed otherwise: everything comes back.
PLAIN = [
    "pipes",
    "html",
    "csv",
    "xlsx",
    "gb18030",
    "utf-16",
    "tabs / full width",
    "tabs / blanks in groups",
    "tabs / spaced labels",
    "xlsx / 万元 2",
    "aligned",
    "aligned / words, notes",
    "aligned / 千元 0",
]
# Kinds that lose structure, with the least share of the facts that comes back.
LOSING = {
    "aligned, wrapped": 0.99,
    "aligned, wrapped / 千元 0": 0.99,
    "cell lines / words, notes": 0.99,
    "cell lines, broken / 千元 0": 0.9,
    "collapsed / words, notes": 0.9,
    "collapsed / 百万元 0": 0.97,
    "run together": 0.85,
    "run together / words, notes": 0.85,
}


@pytest.fixture(scope="module")
def originals(taxonomy: Taxonomy) -> list[Original]:
    folder = Path(__file__).resolve().parent.parent / "examples"
    found = [read_original(folder / name, taxonomy) for name in EXAMPLES]
    return [each for each in found if each is not None]


@pytest.mark.parametrize("kind", PLAIN)
def test_what_is_only_printed_otherwise_comes_back_whole(
    kind: str, originals: list[Original], taxonomy: Taxonomy
) -> None:
    for original in originals:
        outcome = judge_reprint(original, kind, taxonomy)
        assert not outcome.wrong
        assert not outcome.missing


@pytest.mark.parametrize("kind", LOSING)
def test_what_lost_its_structure_comes_back_right_or_not_at_all(
    kind: str, originals: list[Original], taxonomy: Taxonomy
) -> None:
    for original in originals:
        outcome = judge_reprint(original, kind, taxonomy)
        assert not outcome.wrong
        assert outcome.recovered >= LOSING[kind] * outcome.expected


@pytest.mark.parametrize("kind", ["aligned / notes", "cell lines / notes", "html"])
def test_a_whole_report_comes_back(kind: str, shared: Path, taxonomy: Taxonomy) -> None:
    original = read_original(shared / "corpus/html/haixiang-2019-annual.html", taxonomy)
    assert original is not None
    outcome = judge_reprint(original, kind, taxonomy)
    assert not outcome.wrong
    assert outcome.recovered >= 0.95 * outcome.expected


def test_every_kind_names_a_form_the_generator_prints() -> None:
    assert {*PLAIN, *LOSING} <= set(KINDS)
