# ruff: noqa: ANN401 - Arelle's objects are taken as they are: its types are not checked (pyproject.toml)
"""Judge XBRL with Arelle, and load facts back with it; the only module that imports arelle.

Arelle keeps global state and its models grow with use, so the taxonomy is loaded once into a model that is never used
up: every file is loaded into a copy of it, in a forked process.
"""

from __future__ import annotations

import datetime as dt
import gc
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final

from arelle import FileSource, ModelDocument, ModelXbrl, PackageManager, Validate, ValidateUtr, XbrlConst
from arelle.Cntlr import Cntlr
from arelle.ModelFormulaObject import FormulaOptions
from arelle.utils.EntryPointDetection import filesourceEntrypointFiles
from arelle.ValidateDuplicateFactsConst import DuplicateType
from arelle.ValidateFileSource import ValidateFileSource
from arelle.ValidateXbrl import ValidateXbrl
from arelle.ValidateXbrlCalcs import ValidateCalcsMode

from converter.validate.filekind import FileKind, Identified, identify_file, rests_on
from converter.validate.forks import run_in_fork, run_in_forks
from converter.validate.messages import SEVERITIES, findings_of
from converter.validate.verdict import ArelleMessage, Gate, LoadedFact, Verdict, canonical_decimal

_OBJECT_NUMBER: Final = re.compile(r"(?<=\w)\[\d+, ")  # ModelSequence[762, …]: differs from one loading to the next


class _Collector(logging.Handler):
    """Keep what Arelle says as data."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[ArelleMessage] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelname not in SEVERITIES:
            return  # information: loading times and the like
        references = getattr(record, "refs", ())
        fragments = (str(ref.get("href", "")).partition("#")[2] for ref in references)
        self.messages.append(
            ArelleMessage(
                code=str(getattr(record, "messageCode", "")),
                level=record.levelname,
                text=_OBJECT_NUMBER.sub("[", record.getMessage()),
                # An element without an id is pointed to by its place, element(/1/5).
                facts=tuple(dict.fromkeys(part for part in fragments if part and not part.startswith("element("))),
                lines=tuple(dict.fromkeys(int(ref["sourceLine"]) for ref in references if ref.get("sourceLine"))),
            )
        )


class _TrustingValidator(ValidateXbrl):  # type: ignore[misc]  # Arelle's types are not checked
    """Leave out the links of trusted documents, as Arelle itself leaves out their elements."""

    def checkLinks(self, modelLinks: Iterable[Any]) -> None:  # noqa: N802, N803 - Arelle's names
        trusted = self.disclosureSystem.standardTaxonomiesDict
        super().checkLinks({link for link in modelLinks if link.modelDocument.uri not in trusted})


@dataclass(frozen=True, slots=True)
class ArelleResource:
    """Hold Arelle with its taxonomies loaded, a model for each entry point of the packages; made once, never changed.

    ``failures`` is what Arelle said against the packages while loading: with any, no file can be judged.
    """

    controller: Any
    collector: Any
    models: Mapping[str, Any]
    failures: tuple[ArelleMessage, ...]


def load_arelle(packages: Sequence[Path]) -> ArelleResource:
    """Start Arelle offline and load the taxonomies of the packages; once per process, for Arelle's state is global."""
    controller, collector = _start_controller()
    entry_points: list[str] = []
    for path in packages:
        added = controller.packages.add(str(path.resolve()))
        if added is not None:
            entry_points += sorted(url for places in added.entry_points.values() for _, url, _ in places)
    controller.packages.rebuild()
    models = {url: _load_taxonomy(controller, url) for url in entry_points}
    if not entry_points:
        names = ", ".join(map(str, packages))
        collector.messages.append(
            ArelleMessage("cas2xbrl:taxonomyNotLoaded", "ERROR", f"no taxonomy package with an entry point: {names}")
        )
    failures = tuple(collector.messages)
    collector.messages.clear()
    # What stands now is shared by every fork; the collector of garbage need not look at it again and unshare it.
    gc.collect()
    gc.freeze()
    return ArelleResource(controller, collector, models, failures)


def _start_controller() -> tuple[Any, _Collector]:
    """Start Arelle as `arelleCmdLine --validate --calc c11r --utr --oim --validateDuplicateFacts inconsistent`."""
    PackageManager.getInstance().close()  # what was loaded before must not stand in for what a package lacks
    controller = Cntlr(hasGui=False, uiLang="en-US", disable_persistent_config=True)
    collector = _Collector()
    controller.startLogging(logHandler=collector, logRefObjectProperties=False, logPropagate=False)
    controller.webCache.workOffline = True
    manager = controller.modelManager
    manager.disclosureSystem.select(None)
    manager.loadCustomTransforms()
    manager.formulaOptions = FormulaOptions()
    manager.validateCalcs = ValidateCalcsMode.ROUND_TO_NEAREST
    manager.validateUtr = True
    manager.validateXmlOim = True
    manager.validateDuplicateFacts = DuplicateType.INCONSISTENT
    return controller, collector


def _load_taxonomy(controller: Any, entry_point: str) -> Any:
    model = controller.modelManager.load(FileSource.openFileSource(entry_point, controller))
    # What validating an instance will ask of the taxonomy is worked out here once, not in every fork again.
    for arcrole, role, link, arc in tuple(model.baseSets):
        whole = link is None and arc is None
        if (arcrole in _LINKS_CHECKED and link and arc) or (arcrole in _DIMENSIONS and whole):
            model.relationshipSet(arcrole, role, link, arc)
        if arcrole == XbrlConst.all and whole:
            model.relationshipSet(XbrlConst.notAll, role)
    for arcrole in (XbrlConst.conceptLabel, XbrlConst.elementLabel):
        model.relationshipSet(arcrole)
    ValidateUtr.loadUtr(model)
    # Whether a concept is of some type depends on its type and substitution group alone, and is asked twenty times of
    # each concept in use: concepts alike in both share the answers.
    answers: dict[tuple[Any, Any], dict[Any, bool]] = {}
    for concept in model.qnameConcepts.values():
        alike = answers.setdefault((concept.typeQname, concept.substitutionGroupQname), {})
        concept._instanceOfTypeCache = alike  # noqa: SLF001 - a cache has no other door; without it all is but slower
    return model


_DIMENSIONS: Final = frozenset(
    {
        XbrlConst.all,
        XbrlConst.hypercubeDimension,
        XbrlConst.dimensionDomain,
        XbrlConst.domainMember,
        XbrlConst.dimensionDefault,
    }
)
_LINKS_CHECKED: Final = frozenset({*XbrlConst.summationItems, XbrlConst.parentChild, *_DIMENSIONS})


def validate_files(
    resource: ArelleResource, paths: Sequence[Path], gate: Gate = Gate.TRUSTED_BASE, at_once: int | None = None
) -> tuple[Verdict, ...]:
    """Judge each file: XBRL 2.1, Dimensions 1.0, Calculations 1.1 (c11r), OIM, units, inconsistent duplicates.

    A file that rests on one of our taxonomies is judged with the base taxonomy trusted, unless Gate.FULL is asked for;
    any other is always judged with its whole DTS. Each is judged in a fork, ``at_once`` at a time.
    """
    return tuple(run_in_forks([partial(_validate_file, resource, path, gate) for path in paths], at_once))


def validate_package(path: Path) -> Verdict:
    """Judge a taxonomy package: its form (Taxonomy Packages 1.0) and, whole, the DTS of each of its entry points."""
    return run_in_fork(partial(_validate_package, path))


def load_facts(resource: ArelleResource, path: Path) -> tuple[LoadedFact, ...]:
    """Return the facts of an instance, inline document, xBRL-JSON or xBRL-CSV metadata file, in document order."""
    return run_in_fork(
        lambda: tuple(_loaded_facts(_load_file(resource, path, identify_file(path), Gate.TRUSTED_BASE)[0]))
    )


def _validate_file(resource: ArelleResource, path: Path, asked: Gate) -> Verdict:
    identified = identify_file(path)
    gate = Gate.NONE
    messages = resource.failures
    if not messages:
        model, gate = _load_file(resource, path, identified, asked)
        if model.modelDocument is not None:
            judge = Validate.Validate(model)
            judge.instValidator = judge.formulaValidator = _TrustingValidator(model)
            judge.validate()
        # References are to any element, also to contexts and units; only those to facts lead back to a source.
        facts = {str(fact.id) for fact in (*model.factsInInstance, *model.undefinedFacts)}
        messages = tuple(
            replace(
                message,
                text=message.text.replace(f"{path.parent}/", ""),
                facts=tuple(name for name in message.facts if name in facts),
            )
            for message in _in_order(resource.collector.messages)
        )
    return Verdict(str(path), identified.kind.value, gate, findings_of(messages), messages)


def _in_order(messages: Sequence[ArelleMessage]) -> list[ArelleMessage]:
    """Keep the order of codes, which is that of the checks, and give those of one code an order of their own.

    Arelle walks through sets, so that messages of one check come in another order every time.
    """
    codes = list(dict.fromkeys(message.code for message in messages))
    return sorted(messages, key=lambda message: (codes.index(message.code), message.lines, message.text))


def _load_file(resource: ArelleResource, path: Path, identified: Identified, asked: Gate) -> tuple[Any, Gate]:
    """Load a file, into a model that has its taxonomy if there is one, and say how much is to be judged."""
    controller = resource.controller
    source = FileSource.openFileSource(str(path.resolve()), controller)
    models = {} if asked is Gate.FULL else resource.models
    for entry_point, model in models.items():
        if rests_on(path, identified.references, entry_point):
            trusted = {document.uri: "trusted" for document in model.urlDocs.values()}
            controller.modelManager.disclosureSystem.standardTaxonomiesDict.update(trusted)
            if identified.references != (entry_point,) or identified.kind is FileKind.TAXONOMY_SCHEMA:
                model.relationshipSets.clear()  # an extension adds to them
            model.fileSource = source
            model.modelDocument = None
            model.modelDocument = ModelDocument.load(model, source.url, isEntry=True)
            ModelXbrl.loadSchemalocatedSchemas(model)
            return model, Gate.TRUSTED_BASE
    return controller.modelManager.load(source), Gate.FULL


def _validate_package(path: Path) -> Verdict:
    controller, collector = _start_controller()
    source = FileSource.openFileSource(str(path.resolve()), controller)
    ValidateFileSource(controller, source).validate(forceValidateAsTaxonomyPackage=True)
    entries = filesourceEntrypointFiles(source)
    if not entries and not collector.messages:
        text = f"the package names no entry point that can be loaded: {path.name}"
        collector.messages.append(ArelleMessage("cas2xbrl:taxonomyNotLoaded", "ERROR", text))
    for entry in entries:
        source.select(entry["file"])
        model = controller.modelManager.load(source, entrypoint=entry)
        model.closeFileSource = False  # the next entry point is in it too
        if model.modelDocument is not None:
            Validate.validate(model)
    messages = tuple(replace(message, facts=()) for message in _in_order(collector.messages))
    return Verdict(str(path), FileKind.TAXONOMY_PACKAGE.value, Gate.FULL, findings_of(messages), messages)


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
    day = dt.timedelta(days=1)
    if context.isInstantPeriod:
        return str((context.instantDatetime - day).date().isoformat())
    if context.isForeverPeriod:
        return "forever"
    return f"{context.startDatetime.date().isoformat()}/{(context.endDatetime - day).date().isoformat()}"


def _unit(unit: Any) -> str | None:
    if unit is None:
        return None
    numerator, denominator = ("*".join(sorted(map(str, measures))) for measures in unit.measures)
    return f"{numerator}/{denominator}" if denominator else numerator
