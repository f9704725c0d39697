"""Prove that what was planted and destroyed comes back or stays unresolved, through the whole pipeline.

`python -m tests.planted --count 10000` does the same for ten thousand statements and prints the table.
"""

from __future__ import annotations

import pytest
from planted.damage import KINDS
from planted.judging import judge_one

from converter.taxonomy import Taxonomy

_DOCUMENTS = 12  # of each kind, some of several statements


# Where cells run together and digits are false besides, another reading may make up for them exactly: that is
# measured (--false), not promised.
_PROMISED = [name for name, kind in KINDS.items() if not (kind.is_false and kind.layouts == ("run-together",))]


@pytest.mark.parametrize("kind", _PROMISED)
def test_no_value_is_wrong(kind: str, taxonomy: Taxonomy) -> None:
    outcomes = [judge_one(kind, seed, taxonomy) for seed in range(_DOCUMENTS)]
    wrong = [f"--kind '{kind}' --show {each.seed}: {value}" for each in outcomes for value in each.wrong]
    assert not wrong


@pytest.mark.parametrize("kind", ["none", "a digit misread", "header lost after a page break"])
def test_a_whole_table_leaves_nothing_open(kind: str, taxonomy: Taxonomy) -> None:
    for seed in range(_DOCUMENTS):
        amounts = judge_one(kind, seed, taxonomy).amounts
        assert amounts["unresolved"] == amounts["missing"] == 0


def test_most_lone_amounts_come_back(taxonomy: Taxonomy) -> None:
    outcomes = [judge_one("empty cells lost", seed, taxonomy) for seed in range(_DOCUMENTS)]
    placed = sum(each.amounts["placed"] for each in outcomes)
    assert placed > 0.9 * sum(each.amounts["planted"] for each in outcomes)
