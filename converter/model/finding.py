"""Report what a person has to act on."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from converter.model.source import Source


class Severity(StrEnum):
    """Rank how much a finding matters: information, warning, error (fails the document), in that order."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Message(BaseModel):
    """Say one thing in Chinese and in English."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    zh: str
    en: str


class Finding(BaseModel):
    """Tell the person who must act: where, what was printed, what is wrong and by how much, what to do.

    ``code`` is a stable dotted name such as ``reconcile.sum-differs``; every code has a page in the error gallery
    and an entry in ``tests/findings/<code>/``. ``facts`` holds the ids of the facts concerned.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    code: str
    severity: Severity
    message: Message
    sources: tuple[Source, ...] = ()
    facts: tuple[str, ...] = ()
    suggestion: Message | None = None


Wording = tuple[Severity, str, str, str, str]
"""Severity, message in Chinese and English, what to do in Chinese and English; ``{name}`` is a blank to be filled."""


def word_finding(code: str, wording: Wording, sources: tuple[Source, ...] = (), **values: object) -> Finding:
    """Return the finding of a code, the blanks of its message filled with ``values``."""
    severity, zh, en, do_zh, do_en = wording
    return Finding(
        code=code,
        severity=severity,
        message=Message(zh=zh.format(**values), en=en.format(**values)),
        sources=sources,
        suggestion=Message(zh=do_zh, en=do_en),
    )
