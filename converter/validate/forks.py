"""Run a function in a copy of this process, so that what it changes is gone afterwards."""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import TypeVar

from converter.model.errors import Cas2xbrlError

Result = TypeVar("Result")


class ForkError(Cas2xbrlError):
    """Say that a forked process ended without a result, and why where it could tell."""


def run_in_fork(function: Callable[[], Result]) -> Result:
    """Return what ``function`` returns when run in a fork."""
    return run_in_forks([function])[0]


def run_in_forks(functions: Sequence[Callable[[], Result]], at_once: int | None = None) -> list[Result]:
    """Return what each function returns, in order, each run in a fork of its own, ``at_once`` of them at a time.

    Results must be picklable. Where one fails, the others still run and ForkError is raised for the first.
    """
    limit = at_once or os.cpu_count() or 1
    running: list[tuple[int, int]] = []
    outcomes: list[tuple[bool, object]] = []
    for function in functions:
        if len(running) - len(outcomes) >= limit:
            outcomes.append(_collect(*running[len(outcomes)]))
        running.append(_start(function))
    outcomes += [_collect(*child) for child in running[len(outcomes) :]]
    for succeeded, value in outcomes:
        if not succeeded:
            raise ForkError(f"校验进程失败：{value}", f"the validating process failed: {value}")
    return [value for _, value in outcomes]  # type: ignore[misc]  # what _start pickled is what the function returned


def _start(function: Callable[[], object]) -> tuple[int, int]:
    """Fork, run the function there and return the child's id and the end of the pipe its result comes from."""
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)
        try:
            outcome: tuple[bool, object] = (True, function())
        except Exception:  # noqa: BLE001 - whatever it is, the parent has to hear of it
            outcome = (False, traceback.format_exc())
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(outcome, pipe, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        # No clean-up of the parent's that was inherited may run here: no atexit, no destructors, no flushing.
        os._exit(status)


def _collect(child: int, reading: int) -> tuple[bool, object]:
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if not data:
        return False, f"exit status {os.waitstatus_to_exitcode(status)}"
    outcome: tuple[bool, object] = pickle.loads(data)  # noqa: S301 - written by our own child
    return outcome
