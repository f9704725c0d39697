"""Assemble the Report: facts in document order with evidence, checks, coverage, header."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from converter.model.document import Document
from converter.model.mapped import MappedReport
from converter.model.period import Duration, Instant, Period
from converter.model.report import (
    Check,
    Entity,
    Evidence,
    Fact,
    Report,
    ReportHeader,
    SourceFile,
    StatementEntry,
    Unresolved,
)
from converter.model.source import Source
from converter.model.statement import DocumentFact, EntityIdentity, Scope
from converter.reconcile.cells import FactKey, Table, equity_axis, period_of, shown
from converter.reconcile.coverage import count_coverage
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.identities import Trial, Tried
from converter.taxonomy import Taxonomy

SCHEME = "https://w3id.org/cas2xbrl/scheme"
STANDARD = "CAS"


@dataclass(slots=True)
class DocumentDraft:
    """Hold a fact about the document itself in the making: text or a date, with all places that print it."""

    concept: str
    key: str
    value: str
    period: Period
    sources: list[Source]
    disagreeing: bool = False
    id: str = ""

    @property
    def position(self) -> tuple[int, int]:
        """Return where the fact is printed first: line, start."""
        return self.sources[0].line, self.sources[0].start


def number_facts(book: FactBook, mapped: MappedReport, taxonomy: Taxonomy) -> list[DocumentDraft]:
    """Give every fact its id, f1 and on in document order; return the facts about the document itself."""
    about = _document_drafts(mapped.recognised.document_facts, mapped.recognised.period, taxonomy)
    drafts: list[Draft | DocumentDraft] = [*book.all_drafts(), *about]
    drafts.sort(key=lambda draft: draft.position)
    for number, draft in enumerate(drafts, 1):
        draft.id = f"f{number}"
    return about


def _document_drafts(facts: Sequence[DocumentFact], period: Period | None, taxonomy: Taxonomy) -> list[DocumentDraft]:
    """Merge document facts of one concept and one text; without a reporting period they have nothing to attach to."""
    if not isinstance(period, Duration):
        return []
    found: dict[tuple[str, str], DocumentDraft] = {}
    first: dict[str, DocumentDraft] = {}
    for fact in facts:
        name = taxonomy.document_facts[fact.key]
        concept = taxonomy.concepts[name]
        when: Period = Instant(instant=period.end) if concept.period_type == "instant" else period
        known = found.get((name, fact.value))
        if known is not None:
            known.sources.append(fact.source)
            continue
        draft = found[name, fact.value] = DocumentDraft(name, fact.key, fact.value, when, [fact.source])
        draft.disagreeing = first.setdefault(name, draft) is not draft
    for draft in found.values():
        draft.sources.sort(key=lambda source: (source.line, source.start))
    return list(found.values())


def assemble_report(
    mapped: MappedReport,
    document: Document,
    taxonomy: Taxonomy,
    tables: Sequence[Table],
    book: FactBook,
    tried: Tried,
    document_facts: Sequence[DocumentDraft],
    contradicted: set[tuple[int, int]],
    settled: frozenset[tuple[int, int]],
    unresolved: tuple[Unresolved, ...],
) -> Report:
    """Return the finished report; its findings are the pipeline's to add."""
    recognised = mapped.recognised
    for number, trial in enumerate(tried.trials, 1):
        trial.id = f"c{number}"
    places = tables[0].places if tables else 1
    maker = _FactMaker(tables, tried, contradicted, settled, taxonomy, mapped, places)
    ordered: list[Draft | DocumentDraft] = [*book.all_drafts(), *document_facts]
    ordered.sort(key=lambda draft: draft.position)
    facts = tuple(maker.fact(d) if isinstance(d, Draft) else maker.document_fact(d) for d in ordered)
    checks = tuple(
        Check.model_construct(
            id=trial.id,
            kind=trial.kind,
            statement=tables[trial.table].statement.id if trial.table is not None else None,
            holds=trial.holds,
            residual=shown(trial.residual, places),
            facts=tuple(draft.id for draft in trial.drafts),
        )
        for trial in tried.trials
    )
    return Report(
        source=SourceFile(
            file=document.file,
            sha256=document.sha256,
            encoding=document.encoding,
            media_type=document.media_type,
            lines=len(document.lines),
        ),
        entity=_entity(recognised.entity),
        report=ReportHeader(
            type=recognised.report_type,
            period=recognised.period if isinstance(recognised.period, Duration) else None,
            currency=recognised.currency,
            standard=STANDARD,
            title=recognised.title,
        ),
        statements=tuple(
            StatementEntry(
                id=s.id,
                kind=s.kind,
                scope=s.scope,
                title=s.title,
                line_from=s.line_from,
                line_to=s.line_to,
                presentation_scale=s.presentation_scale,
            )
            for s in recognised.statements
        ),
        facts=facts,
        checks=checks,
        findings=(),
        coverage=count_coverage(document, tables, book, facts, unresolved),
        extension=mapped.extension,
    )


class _FactMaker:
    """Make facts of drafts."""

    def __init__(
        self,
        tables: Sequence[Table],
        tried: Tried,
        contradicted: set[tuple[int, int]],
        settled: frozenset[tuple[int, int]],
        taxonomy: Taxonomy,
        mapped: MappedReport,
        places: int,
    ) -> None:
        self.tables = tables
        self.tried = tried
        self.contradicted = contradicted
        self.settled = settled
        self.taxonomy = taxonomy
        self.own = {concept.name: concept.label for concept in mapped.extension}
        self.places = places
        self.scope_axis = f"{taxonomy.prefix}:ConsolidatedAndSeparateFinancialStatementsAxis"
        self.separate = f"{taxonomy.prefix}:SeparateMember"
        self.equity_axis = equity_axis(taxonomy)
        self.restatement_axis = f"{taxonomy.prefix}:RetrospectiveApplicationAndRetrospectiveRestatementAxis"
        self.previously_stated = f"{taxonomy.prefix}:PreviouslyStatedMember"
        self.disagreeing_axis = f"{taxonomy.prefix}:DisagreeingSourceAxis"
        self.periods: dict[tuple[dt.date | None, dt.date], Period] = {}

    def fact(self, draft: Draft) -> Fact:
        """Make the fact of a draft."""
        key, first = draft.key, draft.cells[0]
        table = self.tables[first.table]
        trials = self.tried.of.get(id(draft), [])
        return Fact.model_construct(
            id=draft.id,
            concept=key.concept,
            label=self.own[key.concept] if key.concept in self.own else self.taxonomy.concepts[key.concept].label(),
            printed_label=table.line_item(first.row).printed_label,
            value=shown(draft.value, self.places),
            decimals=draft.decimals,
            unit=key.unit,
            period=self._period(key),
            dimensions=self._dimensions(draft),
            statement=table.statement.id,
            scope=key.scope,
            sources=tuple(cell.source for cell in draft.cells),
            evidence=self._evidence(draft),
            checks=tuple(dict.fromkeys(trial.id for trial in trials)),
        )

    def document_fact(self, draft: DocumentDraft) -> Fact:
        """Make the fact of a text or a date about the document."""
        line = draft.sources[0].line
        return Fact.model_construct(
            id=draft.id,
            concept=draft.concept,
            label=self.taxonomy.concepts[draft.concept].label(),
            printed_label=draft.key,
            value=draft.value,
            decimals=None,
            unit=None,
            period=draft.period,
            dimensions={self.disagreeing_axis: f"line {line}"} if draft.disagreeing else {},
            statement=None,
            scope=Scope.CONSOLIDATED,
            sources=tuple(draft.sources),
            evidence=Evidence.STATED,
            checks=(),
        )

    def _period(self, key: FactKey) -> Period:
        at = (key.start, key.end)
        if at not in self.periods:
            self.periods[at] = period_of(key)
        return self.periods[at]

    def _dimensions(self, draft: Draft) -> dict[str, str]:
        """Return axis → member, sorted by axis, without default members."""
        found: dict[str, str] = {}
        if draft.key.member is not None:
            found[self.equity_axis] = draft.key.member
        if draft.key.scope is Scope.PARENT_ONLY:
            found[self.scope_axis] = self.separate
        found.update(draft.key.typed)
        if draft.key.previously_stated:
            found[self.restatement_axis] = self.previously_stated
        if draft.disagrees_with is not None:
            found[self.disagreeing_axis] = f"line {draft.cells[0].source.line}"
        return dict(sorted(found.items()))

    def _evidence(self, draft: Draft) -> Evidence:
        """Say how far arithmetic vouches for a fact."""
        trials = self.tried.of.get(id(draft), ())
        if any(not trial.holds for trial in trials) or any(
            (cell.table, cell.row) in self.contradicted for cell in draft.cells
        ):
            return Evidence.CONFLICTING
        if any(_pins(trial, draft) for trial in trials) or any(
            (cell.table, cell.row) in self.settled for cell in draft.cells
        ):
            return Evidence.PROVEN
        return Evidence.CONSISTENT if trials else Evidence.STATED


def _pins(trial: Trial, draft: Draft) -> bool:
    """Tell whether an identity leaves a fact no other value and no other place.

    The sum over the components of equity does not say which component an amount belongs to: it pins the total alone.
    """
    return trial.exact and not (trial.kind == "aggregation" and trial.terms[0][0] is not draft)


def _entity(identity: EntityIdentity) -> Entity:
    """Name the entity by its stock code where one is printed, else by its name."""
    scheme = "stock-code" if identity.stock_code else "name"
    return Entity(
        scheme=f"{SCHEME}/{scheme}",
        identifier=identity.stock_code or identity.name or "unnamed",
        name=identity.name,
        stock_code=identity.stock_code,
        short_name=identity.short_name,
    )
