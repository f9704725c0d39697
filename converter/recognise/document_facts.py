"""Recognise facts about the document itself: company, code, auditor, opinion, signatories, report number."""

from __future__ import annotations

from converter.model.document import Document
from converter.model.statement import DocumentFact, EntityIdentity
from converter.recognise.periods import ReportPeriod
from converter.taxonomy import Taxonomy


def recognise_document_facts(
    document: Document, taxonomy: Taxonomy, entity: EntityIdentity, report: ReportPeriod
) -> tuple[DocumentFact, ...]:
    """Return the facts whose keys the taxonomy has (taxonomy/document_facts.csv), each with the place it was printed."""
    return ()
