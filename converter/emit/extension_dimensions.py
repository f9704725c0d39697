"""Write the extension's definition linkbase: anchors, and a hypercube that gives its concepts and members their place.

XBRL Dimensions 1.0 §3.1: a fact is valid where the hypercubes of one base set allow it. The extension brings base sets
of its own, so that nothing of the base taxonomy is changed: their hypercube holds the extension's concepts, the base
concepts reported with a member of the extension, and the axes these facts have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from converter.emit.linkbase import Linkbase
from converter.emit.names import EXTENSION_PREFIX, local_name
from converter.model.report import Report
from converter.taxonomy import Axis, Taxonomy

# Anchoring as the Link Role Registry has it; the arc role is ESMA's, made for this very relationship.
WIDER_NARROWER: Final = "http://www.esma.europa.eu/xbrl/esef/arcrole/wider-narrower"
_WIDER_NARROWER_AT: Final = "http://www.xbrl.org/lrr/arcrole/esma-arcrole-2018-11-21.xsd#wider-narrower"
_DIMENSIONS: Final = "http://xbrl.org/int/dim/arcrole/"
_DIMENSIONS_AT: Final = "http://www.xbrl.org/2005/xbrldt-2005.xsd#"

ROLE: Final = "extension"
TABLE: Final = f"{EXTENSION_PREFIX}:ExtensionTable"
LINE_ITEMS: Final = f"{EXTENSION_PREFIX}:ExtensionLineItems"


@dataclass(frozen=True, slots=True)
class BaseSet:
    """Hold one use of the extension's hypercube: ``name`` is the id of its role, then its axes and its concepts."""

    name: str
    axes: tuple[str, ...]
    concepts: tuple[str, ...]

    def role(self, namespace: str) -> str:
        """Return the role of the links that make up this base set."""
        return f"{namespace}/role/{self.name}"


def list_base_sets(report: Report, taxonomy: Taxonomy) -> tuple[BaseSet, ...]:
    """Return the base sets that allow every fact the extension has a part in.

    An axis without a default member must be named by every fact of a hypercube that has it (XBRL Dimensions 1.0
    §2.7.1.1), so facts that name such an axis, a disagreeing source for example, need a base set of their own.
    """
    own = [_own(concept.name) for concept in report.extension if concept.kind != "member"]
    axes: dict[tuple[str, ...], set[str]] = {(): set()}
    concepts: dict[tuple[str, ...], dict[str, None]] = {(): dict.fromkeys(own)}
    for fact in report.facts:
        if fact.concept in own or any(_is_own(member) for member in fact.dimensions.values()):
            required = tuple(sorted(axis for axis in fact.dimensions if taxonomy.axes[axis].default is None))
            axes.setdefault(required, set()).update(fact.dimensions)
            concepts.setdefault(required, {})[fact.concept] = None
    return tuple(
        BaseSet(
            name="-".join([ROLE, *(local_name(axis) for axis in required)]),
            axes=tuple(sorted(axes[required])),
            concepts=tuple(concepts[required]),
        )
        for required in sorted(axes)
    )


def write_definitions(report: Report, taxonomy: Taxonomy, namespace: str) -> bytes:
    """Return the definition linkbase."""
    linkbase = Linkbase(taxonomy)
    base_sets = list_base_sets(report, taxonomy)
    for base_set in base_sets:
        linkbase.refer_to_role(base_set.role(namespace), f"extension.xsd#{base_set.name}")
    linkbase.refer_to_arcrole(WIDER_NARROWER, _WIDER_NARROWER_AT)
    for arcrole in ("all", "hypercube-dimension", "dimension-domain", "domain-member"):
        linkbase.refer_to_arcrole(f"{_DIMENSIONS}{arcrole}", f"{_DIMENSIONS_AT}{arcrole}")
    for base_set in base_sets:
        link = linkbase.add_link("definitionLink", base_set.role(namespace))
        if base_set.name == ROLE:
            for concept in report.extension:
                if concept.kind != "member" and concept.anchor in taxonomy.concepts:
                    _add(linkbase, link, WIDER_NARROWER, concept.anchor, _own(concept.name))
        _add(linkbase, link, f"{_DIMENSIONS}all", LINE_ITEMS, TABLE, contextElement="scenario", closed="true")
        for order, axis in enumerate(base_set.axes, start=1):
            _add(linkbase, link, f"{_DIMENSIONS}hypercube-dimension", TABLE, axis, order=order)
            _add_members(linkbase, link, taxonomy.axes[axis], report, taxonomy)
        for order, name in enumerate(base_set.concepts, start=1):
            _add(linkbase, link, f"{_DIMENSIONS}domain-member", LINE_ITEMS, name, order=order)
    return linkbase.write()


def own_members(report: Report, taxonomy: Taxonomy) -> dict[str, list[str]]:
    """Return the extension's members by axis: a member belongs to the axis that its anchor is part of."""
    members: dict[str, list[str]] = {}
    for concept in report.extension:
        if concept.kind == "member":
            for axis in taxonomy.axes.values():
                if concept.anchor in (axis.name, axis.default, *axis.members):
                    members.setdefault(axis.name, []).append(_own(concept.name))
                    break
    return members


def _add_members(linkbase: Linkbase, link: etree._Element, axis: Axis, report: Report, taxonomy: Taxonomy) -> None:
    """Add an axis's domain: its default member with all others below it; a typed axis has none."""
    if axis.typed:
        return
    members = [*axis.members, *own_members(report, taxonomy).get(axis.name, [])]
    if axis.default is None:
        for order, member in enumerate(members, start=1):
            _add(linkbase, link, f"{_DIMENSIONS}dimension-domain", axis.name, member, order=order)
        return
    _add(linkbase, link, f"{_DIMENSIONS}dimension-domain", axis.name, axis.default)
    for order, member in enumerate((member for member in members if member != axis.default), start=1):
        _add(linkbase, link, f"{_DIMENSIONS}domain-member", axis.default, member, order=order)


def _add(
    linkbase: Linkbase,
    link: etree._Element,
    arcrole: str,
    source: str,
    target: str,
    *,
    order: int = 1,
    **attributes: str,
) -> None:
    linkbase.add_arc(link, "definitionArc", arcrole, source, target, order=order, attributes=attributes)


def _own(name: str) -> str:
    return f"{EXTENSION_PREFIX}:{local_name(name)}"


def _is_own(name: str) -> bool:
    return name.startswith(f"{EXTENSION_PREFIX}:")
