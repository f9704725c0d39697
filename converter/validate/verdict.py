"""Hold what validating a file gives: the verdict, the validator's own messages, and the facts as loaded back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # pydantic takes longer to load than Arelle's process may wait to be started (service.py)
    from converter.model.finding import Finding


class Gate(StrEnum):
    """Say how much was judged.

    FULL: the file and every document of its DTS. TRUSTED_BASE: the file and its extension taxonomy; the base taxonomy,
    which is judged whole whenever it is built, was taken as it is. SCHEMA: a JSON document against its JSON Schema.
    NONE: nothing, because the file could not be told or read.
    """

    FULL = "full"
    TRUSTED_BASE = "trusted base"
    SCHEMA = "json schema"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ArelleMessage:
    """Hold one message as Arelle gave it, with the ids of the facts and the lines of the file it refers to."""

    code: str
    level: str
    text: str
    facts: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Hold what was found in one file.

    ``kind`` is the value of a FileKind, ``gate`` says how much was judged. ``findings`` is for people: the root cause
    alone where there is one. ``messages`` is everything Arelle said at level warning or above, in order.
    """

    file: str
    kind: str
    gate: Gate
    findings: tuple[Finding, ...]
    messages: tuple[ArelleMessage, ...] = ()

    @property
    def valid(self) -> bool:
        """Tell whether no finding is an error."""
        return all(finding.severity != "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class LoadedFact:
    """Hold one fact as Arelle loads it, in canonical form, so that sets of facts of two formats can be compared.

    ``concept`` and the names in ``dimensions`` are prefixed with the document's own prefixes. ``value`` is text, or the
    decimal in the form of ``canonical_decimal``, or None where the fact is nil. ``period`` is ``2022-12-31`` or
    ``2022-01-01/2022-12-31``, both days included. ``unit`` is as in report.json. ``decimals`` is None where the fact
    has none or is exact (INF). ``dimensions`` are pairs of axis and member (typed: its text), sorted, without defaults.
    """

    id: str
    concept: str
    value: str | None
    period: str
    unit: str | None
    decimals: int | None
    entity: tuple[str, str]
    dimensions: tuple[tuple[str, str], ...] = ()


def canonical_decimal(text: str) -> str:
    """Return the one way to write a decimal: no exponent, no sign on zero, no zeros at the end after the point."""
    value = Decimal(text)
    if value == 0:
        return "0"
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written
