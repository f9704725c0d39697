"""Write the XBRL 2.1 instance, report.xbrl."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from converter.emit.extension import write_extension
from converter.emit.names import (
    ISO4217,
    LANGUAGE,
    TEXT_KINDS,
    XBRLI,
    concept_kinds,
    concept_namespaces,
    entity_identifier,
    fact_text,
    local_name,
    taxonomy_reference,
)
from converter.model.period import Instant, Period
from converter.model.report import Fact, Report
from converter.taxonomy import Taxonomy

LINK: Final = "http://www.xbrl.org/2003/linkbase"
XLINK: Final = "http://www.w3.org/1999/xlink"
XBRLDI: Final = "http://xbrl.org/2006/xbrldi"
XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_Aspects = tuple[str, tuple[tuple[str, str], ...]]


def write_xbrl(report: Report, taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return report.xbrl, and the extension taxonomy where the report needs one."""
    return {"report.xbrl": _Instance(report, taxonomy).write(), **write_extension(report, taxonomy)}


class _Instance:
    """Build one instance: contexts and units as facts ask for them, facts in the order of the report."""

    def __init__(self, report: Report, taxonomy: Taxonomy) -> None:
        self._report = report
        self._taxonomy = taxonomy
        self._namespaces = {
            "xbrli": XBRLI,
            "link": LINK,
            "xlink": XLINK,
            "xbrldi": XBRLDI,
            "iso4217": ISO4217,
            **concept_namespaces(report, taxonomy),
        }
        self._kinds = concept_kinds(report, taxonomy)
        self._contexts: dict[_Aspects, str] = {}
        self._units: dict[str, str] = {}
        self._named: dict[str, int] = {}  # id of a context or unit → how often it was asked for
        self._identifier = entity_identifier(report)

    def write(self) -> bytes:
        """Return the instance as UTF-8: schemaRef, contexts, units, facts (XBRL 2.1 §4)."""
        root = etree.Element(self._qname("xbrli:xbrl"), nsmap=self._namespaces)
        reference = etree.SubElement(root, self._qname("link:schemaRef"))
        reference.set(f"{{{XLINK}}}type", "simple")
        reference.set(f"{{{XLINK}}}href", taxonomy_reference(self._report, self._taxonomy))
        contexts: list[etree._Element] = []
        units: list[etree._Element] = []
        facts = [self._write_fact(root, fact, contexts, units) for fact in self._report.facts]
        root.extend(contexts)
        root.extend(units)
        root.extend(facts)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)

    def _write_fact(
        self, root: etree._Element, fact: Fact, contexts: list[etree._Element], units: list[etree._Element]
    ) -> etree._Element:
        # Elements are made below the root and moved into place afterwards: an element made on its own would declare
        # every namespace again.
        element = etree.SubElement(root, self._qname(fact.concept))
        element.set("id", fact.id)
        element.set("contextRef", self._refer_to_context(root, fact, contexts))
        if fact.unit is not None:
            element.set("unitRef", self._refer_to_unit(root, fact.unit, units))
            element.set("decimals", "INF" if fact.decimals is None else str(fact.decimals))
        elif self._kinds[fact.concept] in TEXT_KINDS:
            element.set(XML_LANG, LANGUAGE)
        element.text = fact_text(fact.value)
        return element

    def _refer_to_context(self, root: etree._Element, fact: Fact, contexts: list[etree._Element]) -> str:
        """Return the id of the context with a fact's period and dimensions, made where there is none (§4.7)."""
        dimensions = tuple(sorted(fact.dimensions.items()))
        aspects = (_name_period(fact.period), dimensions)
        if aspects in self._contexts:
            return self._contexts[aspects]
        identifier = _distinguish("_".join([aspects[0], *self._name_members(dimensions)]), self._named)
        self._contexts[aspects] = identifier
        context = etree.SubElement(root, self._qname("xbrli:context"))
        context.set("id", identifier)
        entity = etree.SubElement(context, self._qname("xbrli:entity"))
        name = etree.SubElement(entity, self._qname("xbrli:identifier"))
        name.set("scheme", self._report.entity.scheme)
        name.text = self._identifier
        self._write_period(context, fact.period)
        if dimensions:
            # The base taxonomy's hypercubes stand in the scenario (XBRL Dimensions 1.0 §2.2.3, contextElement).
            scenario = etree.SubElement(context, self._qname("xbrli:scenario"))
            for axis, member in dimensions:
                self._write_member(scenario, axis, member)
        contexts.append(context)
        return identifier

    def _name_members(self, dimensions: Iterable[tuple[str, str]]) -> list[str]:
        """Return the part of a context's id that names its members; a typed value, free text, is named by its axis."""
        return [
            local_name(axis if self._taxonomy.axes[axis].typed else member).removesuffix("Member")
            for axis, member in dimensions
        ]

    def _write_period(self, context: etree._Element, period: Period) -> None:
        """Write a period as plain dates: an end or instant date means the end of that day (§4.7.2)."""
        element = etree.SubElement(context, self._qname("xbrli:period"))
        if isinstance(period, Instant):
            etree.SubElement(element, self._qname("xbrli:instant")).text = period.instant.isoformat()
            return
        etree.SubElement(element, self._qname("xbrli:startDate")).text = period.start.isoformat()
        etree.SubElement(element, self._qname("xbrli:endDate")).text = period.end.isoformat()

    def _write_member(self, scenario: etree._Element, axis: str, member: str) -> None:
        if self._taxonomy.axes[axis].typed:
            typed = etree.SubElement(scenario, self._qname("xbrldi:typedMember"))
            typed.set("dimension", axis)
            etree.SubElement(typed, self._qname(typed_domain(axis))).text = fact_text(member)
            return
        explicit = etree.SubElement(scenario, self._qname("xbrldi:explicitMember"))
        explicit.set("dimension", axis)
        explicit.text = member

    def _refer_to_unit(self, root: etree._Element, unit: str, units: list[etree._Element]) -> str:
        """Return the id of a unit, made where there is none: measures, or a divide (§4.8)."""
        if unit in self._units:
            return self._units[unit]
        numerator, _, denominator = unit.partition("/")
        name = "_per_".join("_".join(map(local_name, part.split("*"))) for part in (numerator, denominator) if part)
        identifier = _distinguish(name, self._named)
        self._units[unit] = identifier
        element = etree.SubElement(root, self._qname("xbrli:unit"))
        element.set("id", identifier)
        if denominator:
            divide = etree.SubElement(element, self._qname("xbrli:divide"))
            self._write_measures(etree.SubElement(divide, self._qname("xbrli:unitNumerator")), numerator)
            self._write_measures(etree.SubElement(divide, self._qname("xbrli:unitDenominator")), denominator)
        else:
            self._write_measures(element, numerator)
        units.append(element)
        return identifier

    def _write_measures(self, parent: etree._Element, measures: str) -> None:
        for measure in measures.split("*"):
            etree.SubElement(parent, self._qname("xbrli:measure")).text = measure

    def _qname(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return f"{{{self._namespaces[prefix]}}}{local}"


def typed_domain(axis: str) -> str:
    """Return the element that holds a typed axis's value: the axis's name with Domain for Axis."""
    return f"{axis.removesuffix('Axis')}Domain"


def _name_period(period: Period) -> str:
    if isinstance(period, Instant):
        return f"i_{period.instant.isoformat()}"
    return f"d_{period.start.isoformat()}_{period.end.isoformat()}"


def _distinguish(name: str, taken: dict[str, int]) -> str:
    """Return the name, numbered where something else has it already; take it."""
    found = name
    while found in taken:
        taken[name] += 1
        found = f"{name}_{taken[name]}"
    taken[found] = 1
    return found
