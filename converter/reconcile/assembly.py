"""Assemble the Report: facts in document order with evidence, checks, coverage, header."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from converter.model.document import Document
from converter.model.mapped import MappedReport
from converter.model.period import Duration, Period
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
from converter.model.statement import EntityIdentity, Scope, Statement
from converter.reconcile.cells import FactKey, Table, equity_axis, period_of, shown
from converter.reconcile.coverage import count_coverage
from converter.reconcile.facts import Draft, FactBook
from converter.reconcile.text_facts import TextDraft, document_drafts, text_block_drafts
from converter.reconcile.trials import Trial, Tried
from converter.taxonomy import Taxonomy

SCHEME = "https://w3id.org/cas2xbrl/scheme"
STANDARD = "CAS"


def number_facts(book: FactBook, mapped: MappedReport, taxonomy: Taxonomy) -> list[TextDraft]:
    """Give every fact its id, f1 and on in document order; return the facts that are texts or dates."""
    recognised = mapped.recognised
    texts = [
        *document_drafts(recognised.document_facts, recognised.period, taxonomy),
        *text_block_drafts(recognised.text_blocks, recognised.period, taxonomy),
    ]
    drafts: list[Draft | TextDraft] = [*book.all_drafts(), *texts]
    drafts.sort(key=lambda draft: draft.position)
    for number, draft in enumerate(drafts, 1):
        draft.id = f"f{number}"
    return texts


def assemble_report(
    mapped: MappedReport,
    document: Document,
    taxonomy: Taxonomy,
    tables: Sequence[Table],
    book: FactBook,
    tried: Tried,
    texts: Sequence[TextDraft],
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
    ordered: list[Draft | TextDraft] = [*book.all_drafts(), *texts]
    ordered.sort(key=lambda draft: draft.position)
    facts = tuple(maker.fact(d) if isinstance(d, Draft) else maker.text_fact(d) for d in ordered)
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
            label_path=_label_path(table.statement, first.row, first.column),
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

    def text_fact(self, draft: TextDraft) -> Fact:
        """Make the fact of a text or a date."""
        dimensions = dict(draft.typed)
        if draft.scope is Scope.PARENT_ONLY:
            dimensions[self.scope_axis] = self.separate
        if draft.disagreeing:
            dimensions[self.disagreeing_axis] = f"line {draft.sources[0].line}"
        return Fact.model_construct(
            id=draft.id,
            concept=draft.concept,
            label=self.taxonomy.concepts[draft.concept].label(),
            printed_label=draft.printed_label,
            value=draft.value,
            decimals=None,
            unit=None,
            period=draft.period,
            dimensions=dict(sorted(dimensions.items())),
            statement=None,
            scope=draft.scope,
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
            found[self.disagreeing_axis] = draft.place
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


def _label_path(statement: Statement, row: int, column: int) -> tuple[str, ...]:
    """Return what the page says a number is, as printed, outermost first, without what is not printed."""
    place = statement.place
    head = (place.title, *place.captions) if place is not None else (statement.title,)
    rows: list[str] = []
    at: int | None = row
    while at is not None:
        item = statement.items[at]
        rows.append(item.printed_label)
        at = item.parent if item.parent != at else None
    return tuple(filter(None, (*head, *reversed(rows), *statement.columns[column].header)))


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
