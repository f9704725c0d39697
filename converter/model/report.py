"""Hold the report every format is written from: facts, checks, findings.

This is report.json of the contract, field for field; schemas/report.schema.json is generated from these types.
"""

from __future__ import annotations

import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from converter.model.finding import Finding, Message
from converter.model.period import Duration, Period
from converter.model.source import Source
from converter.model.statement import Scope, StatementKind


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Evidence(StrEnum):
    """Say how far arithmetic vouches for a fact."""

    PROVEN = "proven"
    CONSISTENT = "consistent"
    STATED = "stated"
    CONFLICTING = "conflicting"
    DERIVED = "derived"


class SourceFile(_Frozen):
    """Name the input: ``lines`` is how many lines it has once decoded."""

    file: str
    sha256: str
    encoding: str
    media_type: str
    lines: int


class Entity(_Frozen):
    """Name the reporting entity (报告主体) the way XBRL does: an identifier within a scheme."""

    scheme: str
    identifier: str
    name: str | None
    stock_code: str | None = None
    short_name: str | None = None


class ReportHeader(_Frozen):
    """Say what kind of report it is, for which period (报告期), in which currency (ISO 4217), by which standard."""

    type: str
    period: Duration | None
    currency: str
    standard: str
    title: str | None


class StatementEntry(_Frozen):
    """Locate one statement; facts refer to it by ``id``."""

    id: str
    kind: StatementKind
    scope: Scope
    title: str
    line_from: int
    line_to: int
    presentation_scale: int


class Fact(_Frozen):
    """Hold one fact: a value of a concept for an entity, a period, a unit and dimensions.

    ``concept`` is a prefixed name (``c2x:Assets``); extension concepts have the prefix ``ext``. ``value`` is an exact
    decimal in full units, or text. ``decimals`` is as in XBRL 2.1 §4.6.5, absent for text. ``unit`` is
    ``iso4217:CNY``, ``iso4217:CNY/xbrli:shares``, ``xbrli:shares`` or ``xbrli:pure``, absent for text. ``dimensions``
    maps axis to member, both prefixed names (typed: the text); members that are the axis's default are left out.
    ``label_path`` is what the page says the number is, as printed, outermost first: the note and its captions or the
    statement, the rows it is nested under, its row, the headers of its column.
    """

    id: str
    concept: str
    label: str
    printed_label: str
    label_path: tuple[str, ...] = ()
    value: str
    decimals: int | None = None
    unit: str | None = None
    period: Period
    dimensions: dict[str, str]
    statement: str | None
    scope: Scope
    sources: tuple[Source, ...]
    evidence: Evidence
    checks: tuple[str, ...] = ()


class Check(_Frozen):
    """Hold one identity as tried on printed figures: ``residual`` is printed total minus computed, in full units."""

    id: str
    kind: str
    statement: str | None
    holds: bool
    residual: str
    facts: tuple[str, ...]


class Unresolved(_Frozen):
    """Name a printed number that became no fact: where it stands, why, and every reading it allows."""

    source: Source
    reason: str
    readings: tuple[str, ...] = ()


class StatementCoverage(_Frozen):
    """Count the numbers one statement prints and those that became facts."""

    statement: str
    printed_numbers: int
    facts_from: int


class NotFacts(_Frozen):
    """Count the printed numbers that became no facts for one reason, and say where they stand."""

    reason: Message
    count: int
    places: tuple[Source, ...]


class NumberCoverage(_Frozen):
    """Count numbers printed, those that lie in the source of a numeric fact, and group the others by reason."""

    printed: int = 0
    facts: int = 0
    others: tuple[NotFacts, ...] = ()


class Coverage(_Frozen):
    """Count printed numbers, those that lie in a fact's source, and list the others.

    ``printed_numbers``, ``facts_from``, ``unresolved`` and ``by_statement`` are about the amounts of recognised
    statements and tables; ``tables`` and ``sentences`` are about the whole document: every number in any of its
    tables, and every number with a unit in its sentences.
    """

    printed_numbers: int
    facts_from: int
    unresolved: tuple[Unresolved, ...]
    by_statement: tuple[StatementCoverage, ...]
    tables: NumberCoverage = NumberCoverage()
    sentences: NumberCoverage = NumberCoverage()


class ExtensionConcept(_Frozen):
    """Define a concept of this entity's own: what the row printed, and the base concept it is anchored to.

    ``contributes`` lists the totals that include it, as the document's own arithmetic shows: id of the Summation,
    total, weight.
    """

    name: str
    label: str
    kind: str
    period_type: str
    balance: str | None
    anchor: str
    statement: StatementKind
    contributes: tuple[tuple[str, str, int], ...] = ()


class Report(_Frozen):
    """Hold one converted document. ``extension`` is written as the entity's extension taxonomy, not to report.json."""

    source: SourceFile
    entity: Entity
    report: ReportHeader
    statements: tuple[StatementEntry, ...]
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage
    extension: tuple[ExtensionConcept, ...] = Field(default=(), exclude=True)

    @property
    def period_end(self) -> datetime.date | None:
        """Return the last day of the reporting period, where one was recognised."""
        return self.report.period.end if self.report.period else None
