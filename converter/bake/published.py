"""Read a taxonomy package's own files back: what its schema and linkbases say, whoever wrote them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urldefrag

from lxml import etree

from converter.bake.xml import (
    CONCEPT_LABEL,
    DIMENSION_ARCROLE,
    LABEL_ROLES,
    LINK,
    SUBSTITUTION,
    SUMMATION_ITEM,
    TYPES,
    XBRLDT,
    XBRLI,
    XLINK,
    XML,
    XSD,
    qualified,
)

_ROLE_NAMES = {uri: name for name, uri in LABEL_ROLES.items()}
_NS = {"xs": XSD, "link": LINK, "xlink": XLINK}
_Arc = tuple[str, str, str, str, int]  # link role, arcrole, source, target, weight (1 where it has none)


@dataclass(slots=True)
class PublishedAxis:
    """Hold an axis as the definition linkbase has it."""

    default: str | None = None
    members: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class PublishedConcept:
    """Hold a concept as the schema and the label linkbases have it; ``labels`` maps (role, language) to text."""

    kind: str
    period_type: str
    balance: str | None
    typed: bool
    labels: dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Published:
    """Hold what a package says; ``summations`` maps (link role, total) to {contributor: weight}."""

    concepts: dict[str, PublishedConcept]
    summations: dict[tuple[str, str], dict[str, int]]
    axes: dict[str, PublishedAxis]


def read_published(files: Mapping[str, bytes], schema_path: str) -> Published:
    """Return what the schema at a path in the package, and every linkbase it refers to, say."""
    schema = etree.fromstring(files[schema_path])
    names = {element.get("id", ""): element.get("name", "") for element in schema.findall("xs:element", _NS)}
    concepts = dict(_read_concepts(schema))
    arcs: list[_Arc] = []
    for reference in schema.iterfind(".//link:linkbaseRef", _NS):
        path = posixpath.join(posixpath.dirname(schema_path), reference.get(qualified(XLINK, "href"), ""))
        _read_linkbase(etree.fromstring(files[path]), names, concepts, arcs)
    summations: dict[tuple[str, str], dict[str, int]] = {}
    axes = {name: PublishedAxis() for name, concept in concepts.items() if concept.kind in {"axis", "typed_axis"}}
    children: dict[str, set[str]] = {}
    for role, arcrole, source, target, weight in arcs:
        if arcrole == SUMMATION_ITEM:
            summations.setdefault((role, source), {})[target] = weight
        elif arcrole == f"{DIMENSION_ARCROLE}dimension-default":
            axes[source].default = target
        elif arcrole in {f"{DIMENSION_ARCROLE}dimension-domain", f"{DIMENSION_ARCROLE}domain-member"}:
            children.setdefault(source, set()).add(target)
    for name, axis in axes.items():
        _collect(children, name, axis.members)
    return Published(concepts, summations, axes)


def _read_concepts(schema: etree._Element) -> Iterator[tuple[str, PublishedConcept]]:
    kinds = {(TYPES[kind], SUBSTITUTION.get(kind, (XBRLI, "item"))): kind for kind in TYPES if kind != "typed_axis"}
    kinds[TYPES["abstract"], (XBRLI, "item")] = "string"  # told apart by the attribute abstract
    for element in schema.findall("xs:element", _NS):
        group = element.get("substitutionGroup")
        period_type = element.get(qualified(XBRLI, "periodType"))
        if group is None or period_type is None:
            continue
        kind = kinds[_resolve(element, element.get("type", "")), _resolve(element, group)]
        typed = element.get(qualified(XBRLDT, "typedDomainRef")) is not None
        if kind == "string" and element.get("abstract") == "true":
            kind = "abstract"
        if kind == "axis" and typed:
            kind = "typed_axis"
        yield (
            element.get("name", ""),
            PublishedConcept(kind, period_type, element.get(qualified(XBRLI, "balance")), typed, {}),
        )


def _resolve(element: etree._Element, name: str) -> tuple[str, str]:
    prefix, _, local = name.rpartition(":")
    return element.nsmap.get(prefix or None) or "", local


def _read_linkbase(
    linkbase: etree._Element, names: Mapping[str, str], concepts: Mapping[str, PublishedConcept], arcs: list[_Arc]
) -> None:
    for link in linkbase:
        if link.get(qualified(XLINK, "type")) != "extended":
            continue
        targets: dict[str, str] = {}
        labels: dict[str, etree._Element] = {}
        for element in link:
            label = element.get(qualified(XLINK, "label"), "")
            if element.tag == qualified(LINK, "loc"):
                targets[label] = names[urldefrag(element.get(qualified(XLINK, "href"), "")).fragment]
            elif element.tag == qualified(LINK, "label"):
                labels[label] = element
        for element in link.iterchildren():
            if element.get(qualified(XLINK, "type")) != "arc":
                continue
            source = targets[element.get(qualified(XLINK, "from"), "")]
            to = element.get(qualified(XLINK, "to"), "")
            arcrole = element.get(qualified(XLINK, "arcrole"), "")
            if arcrole == CONCEPT_LABEL:
                found = labels[to]
                role = _ROLE_NAMES[found.get(qualified(XLINK, "role"), "")]
                concepts[source].labels[role, found.get(qualified(XML, "lang"), "")] = found.text or ""
            elif to in targets:
                role = link.get(qualified(XLINK, "role"), "")
                arcs.append((role, arcrole, source, targets[to], int(element.get("weight", "1"))))


def _collect(children: Mapping[str, set[str]], name: str, found: set[str]) -> None:
    for child in children.get(name, ()):
        if child not in found:
            found.add(child)
            _collect(children, child, found)
