"""Write the extension's definition linkbase: anchors, and a hypercube that gives its concepts and members their place.

XBRL Dimensions 1.0 §3.1: a fact is valid where the hypercubes of one base set allow it. The extension brings a base
set of its own, so that nothing of the base taxonomy is changed: its hypercube holds the extension's concepts, the base
concepts reported with a member of the extension, and the axes these facts have.
"""

from __future__ import annotations

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

TABLE: Final = f"{EXTENSION_PREFIX}:ExtensionTable"
LINE_ITEMS: Final = f"{EXTENSION_PREFIX}:ExtensionLineItems"


def write_definitions(report: Report, taxonomy: Taxonomy, role: str) -> bytes:
    """Return the definition linkbase."""
    linkbase = Linkbase(taxonomy)
    linkbase.refer_to_role(role, "extension.xsd#extension")
    linkbase.refer_to_arcrole(WIDER_NARROWER, _WIDER_NARROWER_AT)
    for arcrole in ("all", "hypercube-dimension", "dimension-domain", "domain-member"):
        linkbase.refer_to_arcrole(f"{_DIMENSIONS}{arcrole}", f"{_DIMENSIONS_AT}{arcrole}")
    link = linkbase.add_link("definitionLink", role)
    items = [concept for concept in report.extension if concept.kind != "member"]
    for concept in items:
        if concept.anchor in taxonomy.concepts:
            _add(linkbase, link, WIDER_NARROWER, concept.anchor, _own(concept.name))
    _add(linkbase, link, f"{_DIMENSIONS}all", LINE_ITEMS, TABLE, contextElement="scenario", closed="true")
    axes, primary_items = _list_uses(report)
    for order, axis in enumerate(axes, start=1):
        _add(linkbase, link, f"{_DIMENSIONS}hypercube-dimension", TABLE, axis, order=order)
        _add_members(linkbase, link, taxonomy.axes[axis], report, taxonomy)
    for order, name in enumerate(primary_items, start=1):
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


def _list_uses(report: Report) -> tuple[list[str], list[str]]:
    """Return the axes and the concepts of all facts that need the extension's hypercube."""
    own = [_own(concept.name) for concept in report.extension if concept.kind != "member"]
    axes: set[str] = set()
    concepts = dict.fromkeys(own)
    for fact in report.facts:
        if fact.concept in own or any(_is_own(member) for member in fact.dimensions.values()):
            axes.update(fact.dimensions)
            concepts[fact.concept] = None
    return sorted(axes), list(concepts)


def _add_members(
    linkbase: Linkbase, link: etree._Element, axis: Axis, report: Report, taxonomy: Taxonomy
) -> None:
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
