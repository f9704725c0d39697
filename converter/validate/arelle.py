"""Judge XBRL with Arelle, and load facts back with it; the only module that imports arelle.

Arelle keeps global state and its models grow with use, so the taxonomy is loaded once into a model that never changes,
and every file is loaded into a copy of that model: a forked process.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from arelle import FileSource, ModelDocument, ModelXbrl
from arelle.Cntlr import Cntlr
from arelle.logging.handlers.StructuredMessageLogHandler import StructuredMessageLogHandler
from arelle.ModelFormulaObject import FormulaOptions
from arelle.ValidateDuplicateFactsConst import DuplicateType
from arelle.ValidateXbrlCalcs import ValidateCalcsMode

from converter.validate.forks import run_in_fork
from converter.validate.verdict import LoadedFact, canonical_decimal


@dataclass(frozen=True, slots=True)
class ArelleResource:
    """Hold Arelle with its taxonomies loaded: a model for each entry point of the packages. Made once, never changed."""

    controller: Any
    models: Mapping[str, Any]


def load_arelle(packages: tuple[Path, ...]) -> ArelleResource:
    """Start Arelle offline and load the taxonomies of ``packages``, each entry point into a model of its own."""
    controller = Cntlr(
        hasGui=False, logFileName="logToStructuredMessage", uiLang="en-US", disable_persistent_config=True
    )
    controller.logger.propagate = False
    controller.logger.logRefObjectProperties = False
    controller.webCache.workOffline = True
    manager = controller.modelManager
    manager.formulaOptions = FormulaOptions()
    manager.disclosureSystem.select(None)
    manager.loadCustomTransforms()
    manager.validateCalcs = ValidateCalcsMode.ROUND_TO_NEAREST
    manager.validateUtr = True
    manager.validateXmlOim = True
    manager.validateDuplicateFacts = DuplicateType.INCONSISTENT
    entry_points: list[str] = []
    for path in packages:
        added = controller.packages.add(str(path))
        if added is not None:
            entry_points += [url for places in added.entry_points.values() for _, url, _ in places if url]
    controller.packages.rebuild()
    models = {url: manager.load(FileSource.openFileSource(url, controller)) for url in entry_points}
    return ArelleResource(controller, models)


def load_facts(resource: ArelleResource, path: Path) -> tuple[LoadedFact, ...]:
    """Return the facts of an instance, inline document, xBRL-JSON or xBRL-CSV metadata file, in document order."""
    return run_in_fork(lambda: tuple(_loaded_facts(_load_file(resource, path))))


def _load_file(resource: ArelleResource, path: Path) -> Any:
    controller = resource.controller
    for model in resource.models.values():
        model.fileSource = FileSource.openFileSource(str(path), controller)
        model.modelDocument = ModelDocument.load(model, str(path), isEntry=True)
        ModelXbrl.loadSchemalocatedSchemas(model)
        return model
    return controller.modelManager.load(FileSource.openFileSource(str(path), controller))


def _loaded_facts(model: Any) -> Iterator[LoadedFact]:
    for fact in _in_document_order(model.facts):
        context = fact.context
        yield LoadedFact(
            id=fact.id or "",
            concept=str(fact.qname),
            value=None if fact.isNil else _canonical_value(fact),
            period=_period(context),
            unit=_unit(fact.unit) if fact.isNumeric else None,
            decimals=int(fact.decimals) if fact.decimals not in (None, "INF") else None,
            entity=context.entityIdentifier,
            dimensions=tuple(sorted((str(name), _member(value)) for name, value in context.qnameDims.items())),
        )


def _in_document_order(facts: Iterable[Any]) -> Iterator[Any]:
    for fact in facts:
        if fact.isItem:
            yield fact
        else:
            yield from _in_document_order(fact.modelTupleFacts)


def _canonical_value(fact: Any) -> str:
    return canonical_decimal(str(Decimal(fact.xValue))) if fact.isNumeric else str(fact.value)


def _member(dimension: Any) -> str:
    return str(dimension.memberQname) if dimension.isExplicit else str(dimension.typedMember.textValue)


def _period(context: Any) -> str:
    # Arelle holds the end of a day as midnight of the next (XBRL 2.1 §4.7.2); people write the day itself.
    day = datetime.timedelta(days=1)
    if context.isInstantPeriod:
        return (context.instantDatetime - day).date().isoformat()
    if context.isForeverPeriod:
        return "forever"
    return f"{context.startDatetime.date().isoformat()}/{(context.endDatetime - day).date().isoformat()}"


def _unit(unit: Any) -> str | None:
    if unit is None:
        return None
    numerator, denominator = ("*".join(sorted(map(str, measures))) for measures in unit.measures)
    return f"{numerator}/{denominator}" if denominator else numerator
