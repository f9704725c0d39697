"""Keep Arelle warm in a process of its own, which loads while its owner does something else.

Starting Arelle takes longer than converting a document; beside the owner, on another core, it costs nothing. And the
owner's memory holds no Arelle.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from converter.validate.forks import ForkError
from converter.validate.verdict import Gate, LoadedFact, Verdict

_Request = tuple[str, tuple[object, ...]]


class ArelleProcess:
    """Hold a process that has Arelle and the taxonomies of ``packages`` loaded, and ask it for verdicts and facts.

    Starting it returns at once; the first answer waits until Arelle is loaded. One question at a time, from one thread.
    """

    def __init__(self, packages: Sequence[Path]) -> None:
        requests_out, requests_in = os.pipe()
        answers_out, answers_in = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self._child = os.fork()
        if self._child == 0:
            os.close(requests_in)
            os.close(answers_out)
            _serve(packages, os.fdopen(requests_out, "rb"), os.fdopen(answers_in, "wb"))
        os.close(requests_out)
        os.close(answers_in)
        self._requests: IO[bytes] = os.fdopen(requests_in, "wb")
        self._answers: IO[bytes] = os.fdopen(answers_out, "rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing: it holds nothing that could be lost."""
        os.kill(self._child, signal.SIGKILL)
        with contextlib.suppress(BrokenPipeError):  # it may be gone already
            self._requests.close()
        self._answers.close()
        os.waitpid(self._child, 0)

    def ask_verdicts(self, paths: Sequence[Path], gate: Gate = Gate.TRUSTED_BASE) -> None:
        """Have files judged; ``take_verdicts`` gives the verdicts, and in between there is time for something else."""
        self._ask("validate_files", (tuple(path.resolve() for path in paths), gate))

    def take_verdicts(self) -> tuple[Verdict, ...]:
        """Wait for the verdicts last asked for, in the order of the paths."""
        return cast("tuple[Verdict, ...]", self._answer())

    def validate_package(self, path: Path) -> Verdict:
        """Judge a taxonomy package."""
        self._ask("validate_package", (path.resolve(),))
        return cast("Verdict", self._answer())

    def load_facts(self, path: Path) -> tuple[LoadedFact, ...]:
        """Return the facts of a file as Arelle loads them."""
        self._ask("load_facts", (path.resolve(),))
        return cast("tuple[LoadedFact, ...]", self._answer())

    def _ask(self, name: str, arguments: tuple[object, ...]) -> None:
        request: _Request = (name, arguments)
        try:
            pickle.dump(request, self._requests)
            self._requests.flush()
        except BrokenPipeError as error:
            raise _gone() from error

    def _answer(self) -> object:
        try:
            succeeded, value = pickle.load(self._answers)  # noqa: S301 - written by our own child
        except EOFError as error:
            raise _gone() from error
        if not succeeded:
            raise ForkError(f"校验进程失败：{value}", f"the validating process failed: {value}")
        return cast("object", value)


def _gone() -> ForkError:
    return ForkError("校验进程意外退出。", "the validating process ended unexpectedly")


def _serve(packages: Sequence[Path], requests: IO[bytes], answers: IO[bytes]) -> None:
    """Load Arelle, answer until the requests end, and never return."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner is interrupted too, and ends us
        # openpyxl, which Arelle brings for workbooks that are never opened here, loads numpy wherever it finds it:
        # a fifth of the time that starting takes.
        sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # None means: not to be found
        failure = ""
        try:
            from converter.validate import arelle  # noqa: PLC0415 - here, so that the owner need not load it

            resource = arelle.load_arelle(packages)
            functions: dict[str, Callable[..., object]] = {
                "validate_files": partial(arelle.validate_files, resource),
                "validate_package": arelle.validate_package,
                "load_facts": partial(arelle.load_facts, resource),
            }
        except Exception:  # noqa: BLE001 - whatever it is, the owner has to hear of it
            failure = traceback.format_exc()
        while True:
            try:
                name, arguments = cast("_Request", pickle.load(requests))  # noqa: S301 - written by our own parent
            except EOFError:
                break
            outcome: tuple[bool, object] = (False, failure)
            if not failure:
                try:
                    outcome = (True, functions[name](*arguments))
                except Exception:  # noqa: BLE001 - as above
                    outcome = (False, traceback.format_exc())
            pickle.dump(outcome, answers)
            answers.flush()
        status = 0
    finally:
        os._exit(status)
