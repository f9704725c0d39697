"""Hold one line of OUT/manifest.jsonl: what became of one input."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from converter.model.finding import Severity


class Outcome(StrEnum):
    """Say how one input ended: converted, failed (with findings that say why), or no_statement (nothing to convert)."""

    CONVERTED = "converted"
    FAILED = "failed"
    NO_STATEMENT = "no_statement"


class ManifestCounts(BaseModel):
    """Count what was found: printed numbers, facts by evidence, and numbers that stayed unresolved.

    ``numbers_in_tables`` counts every number in the document's tables, ``facts_in_tables`` those in a numeric fact's
    source; likewise for numbers with units in sentences. ``not_facts`` counts the others by reason, in English.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    statements: int = Field(default=0, ge=0)
    printed_numbers: int = Field(default=0, ge=0)
    facts: int = Field(default=0, ge=0)
    proven: int = Field(default=0, ge=0)
    conflicting: int = Field(default=0, ge=0)
    unresolved: int = Field(default=0, ge=0)
    numbers_in_tables: int = Field(default=0, ge=0)
    facts_in_tables: int = Field(default=0, ge=0)
    numbers_in_sentences: int = Field(default=0, ge=0)
    facts_in_sentences: int = Field(default=0, ge=0)
    not_facts: dict[str, int] = Field(default_factory=dict)


class ManifestLine(BaseModel):
    """Hold one line of the manifest.

    ``input`` is the path as the user gave it, ``sha256`` of its bytes, ``folder`` the output folder below OUT (absent
    where nothing was written), ``seconds`` the wall time, ``findings`` the number of findings by severity, and
    ``files`` the files written, relative to ``folder``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    input: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    outcome: Outcome
    folder: str | None = None
    counts: ManifestCounts = ManifestCounts()
    seconds: float = Field(ge=0)
    findings: dict[Severity, int]
    files: tuple[str, ...] = ()
