from __future__ import annotations

import os

import pytest

from converter.validate.forks import ForkError, run_in_fork, run_in_forks


def test_results_come_in_order_and_changes_stay_in_the_fork():
    seen: list[int] = []
    results = run_in_forks([lambda n=n: (seen.append(n), n * n)[1] for n in range(5)], at_once=2)
    assert results == [0, 1, 4, 9, 16]
    assert seen == []


def test_a_result_larger_than_a_pipe_holds_comes_whole():
    assert len(run_in_fork(lambda: b"x" * 1_000_000)) == 1_000_000


def test_an_exception_is_told_and_the_others_still_run():
    with pytest.raises(ForkError, match="no luck"):
        run_in_forks([lambda: 1, lambda: int("no luck"), lambda: 3])


def test_a_process_that_dies_is_told():
    with pytest.raises(ForkError, match="exit status 7"):
        run_in_fork(lambda: os._exit(7))
