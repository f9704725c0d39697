"""Write the entity's extension taxonomy, the folder extension/: its own concepts, labelled, anchored and placed.

The folder is a taxonomy package (Taxonomy Packages 1.0): zipped as it is, it can be handed on by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from converter.emit.extension_dimensions import LINE_ITEMS, ROLE, TABLE, list_base_sets, write_definitions
from converter.emit.extension_sums import balance_of, list_sums, write_calculation
from converter.emit.linkbase import LINK, XLINK, Linkbase, serialise
from converter.emit.names import (
    EXTENSION_PREFIX,
    EXTENSION_SCHEMA,
    LANGUAGE,
    XBRLI,
    extension_namespace,
    local_name,
)
from converter.model.report import ExtensionConcept, Report
from converter.taxonomy import Taxonomy

XSD: Final = "http://www.w3.org/2001/XMLSchema"
XBRLDT: Final = "http://xbrl.org/2005/xbrldt"
TYPES: Final = "http://www.xbrl.org/dtr/type/2024-01-31"
PACKAGE: Final = "http://xbrl.org/2016/taxonomy-package"
CATALOG: Final = "urn:oasis:names:tc:entity:xmlns:xml:catalog"

_PARENT_CHILD: Final = "http://www.xbrl.org/2003/arcrole/parent-child"
_TYPES: Final = {
    "monetary": "xbrli:monetaryItemType",
    "per_share": "dtr:perShareItemType",
    "shares": "xbrli:sharesItemType",
    "pure": "xbrli:pureItemType",
    "percent": "dtr:percentItemType",
    "string": "xbrli:stringItemType",
    "date": "xbrli:dateItemType",
    "text_block": "dtr:textBlockItemType",
    "member": "dtr:domainItemType",
    "abstract": "xbrli:stringItemType",
}
_LINKBASES: Final = ("labels.xml", "presentation.xml", "definition.xml")


def write_extension(report: Report, taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return the files of the extension taxonomy by path, none where the report has no concept of its own."""
    if not report.extension:
        return {}
    namespace = extension_namespace(report, taxonomy)
    calculation = {"extension/calculation.xml": write_calculation(report, taxonomy)}
    return {
        EXTENSION_SCHEMA: _write_schema(report, taxonomy, namespace),
        "extension/labels.xml": _write_labels(report, taxonomy),
        "extension/presentation.xml": _write_presentation(report, taxonomy, namespace),
        "extension/definition.xml": write_definitions(report, taxonomy, namespace),
        **(calculation if list_sums(report, taxonomy) else {}),
        "extension/META-INF/taxonomyPackage.xml": _write_package(report, namespace),
        "extension/META-INF/catalog.xml": _write_catalog(namespace),
    }


def _write_schema(report: Report, taxonomy: Taxonomy, namespace: str) -> bytes:
    """Return the schema: the base taxonomy imported, the linkbases referred to, one element for each concept (§5.1)."""
    root = etree.Element(
        f"{{{XSD}}}schema",
        {"targetNamespace": namespace, "elementFormDefault": "qualified", "attributeFormDefault": "unqualified"},
        nsmap={
            "xsd": XSD,
            "xbrli": XBRLI,
            "link": LINK,
            "xlink": XLINK,
            "xbrldt": XBRLDT,
            "dtr": TYPES,
            EXTENSION_PREFIX: namespace,
        },
    )
    information = etree.SubElement(etree.SubElement(root, f"{{{XSD}}}annotation"), f"{{{XSD}}}appinfo")
    for base_set in list_base_sets(report, taxonomy):
        role_type = etree.SubElement(information, f"{{{LINK}}}roleType")
        role_type.set("roleURI", base_set.role(namespace))
        role_type.set("id", base_set.name)
        with_axes = base_set.name.removeprefix(ROLE).replace("-", " ")
        etree.SubElement(role_type, f"{{{LINK}}}definition").text = f"本公司自有项目 / Concepts of our own{with_axes}"
        for link in ("presentationLink", "definitionLink"):
            etree.SubElement(role_type, f"{{{LINK}}}usedOn").text = f"link:{link}"
    for name in (*_LINKBASES, "calculation.xml") if list_sums(report, taxonomy) else _LINKBASES:
        reference = etree.SubElement(information, f"{{{LINK}}}linkbaseRef")
        reference.set(f"{{{XLINK}}}type", "simple")
        reference.set(f"{{{XLINK}}}href", name)
        reference.set(f"{{{XLINK}}}arcrole", "http://www.w3.org/1999/xlink/properties/linkbase")
    for imported, location in (
        (XBRLI, "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"),
        (XBRLDT, "http://www.xbrl.org/2005/xbrldt-2005.xsd"),
        (TYPES, "https://www.xbrl.org/dtr/type/2024-01-31/types.xsd"),
        (taxonomy.base_uri, taxonomy.entry_point),
    ):
        etree.SubElement(root, f"{{{XSD}}}import", {"namespace": imported, "schemaLocation": location})
    _declare(root, local_name(TABLE), "abstract", "duration", substitution="xbrldt:hypercubeItem")
    _declare(root, local_name(LINE_ITEMS), "abstract", "duration")
    for concept in report.extension:
        _declare(
            root, local_name(concept.name), concept.kind, concept.period_type, balance=balance_of(concept, taxonomy)
        )
    return serialise(root)


def _declare(
    root: etree._Element,
    name: str,
    kind: str,
    period_type: str,
    *,
    balance: str | None = None,
    substitution: str = "xbrli:item",
) -> None:
    element = etree.SubElement(root, f"{{{XSD}}}element")
    element.set("name", name)
    element.set("id", f"{EXTENSION_PREFIX}_{name}")
    element.set("type", _TYPES[kind])
    element.set("substitutionGroup", substitution)
    element.set("nillable", "true")
    if kind in {"abstract", "member"}:
        element.set("abstract", "true")
    element.set(f"{{{XBRLI}}}periodType", period_type)
    if balance is not None and kind == "monetary":  # only amounts of money have a balance (§5.1.1.2)
        element.set(f"{{{XBRLI}}}balance", balance)


def _write_labels(report: Report, taxonomy: Taxonomy) -> bytes:
    """Return the labels: as printed in zh-CN, and in en the printed words with the wider concept's name."""
    linkbase = Linkbase(taxonomy)
    link = linkbase.add_link("labelLink")
    for concept in report.extension:
        name = f"{EXTENSION_PREFIX}:{local_name(concept.name)}"
        for language, text in ((LANGUAGE, concept.label), ("en", _label_in_english(concept, taxonomy))):
            linkbase.add_label(link, name, language, text)
    for name, zh, en in (
        (TABLE, "自有项目表", "Extension [table]"),
        (LINE_ITEMS, "自有项目", "Extension [line items]"),
    ):
        for language, text in ((LANGUAGE, zh), ("en", en)):
            linkbase.add_label(link, name, language, text)
    return linkbase.write()


def _label_in_english(concept: ExtensionConcept, taxonomy: Taxonomy) -> str:
    anchor = taxonomy.concepts.get(concept.anchor)
    return f"{concept.label} (within {anchor.label('en')})" if anchor else concept.label


def _write_presentation(report: Report, taxonomy: Taxonomy, namespace: str) -> bytes:
    """Return the tree that shows each concept under the wider one it is anchored to (§5.2.4)."""
    linkbase = Linkbase(taxonomy)
    role = f"{namespace}/role/{ROLE}"
    linkbase.refer_to_role(role, f"extension.xsd#{ROLE}")
    link = linkbase.add_link("presentationLink", role)
    for order, concept in enumerate(report.extension, start=1):
        name = f"{EXTENSION_PREFIX}:{local_name(concept.name)}"
        linkbase.add_arc(link, "presentationArc", _PARENT_CHILD, concept.anchor, name, order=order)
    return linkbase.write()


def _write_package(report: Report, namespace: str) -> bytes:
    root = etree.Element(f"{{{PACKAGE}}}taxonomyPackage", nsmap={"tp": PACKAGE})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGE)
    name = f"{report.entity.name or report.entity.identifier} 扩展分类标准"
    _add_texts(root, (("identifier", namespace), ("name", name)))
    if report.period_end:
        _add_texts(root, (("version", report.period_end.isoformat()),))
    points = etree.SubElement(root, f"{{{PACKAGE}}}entryPoints")
    point = etree.SubElement(points, f"{{{PACKAGE}}}entryPoint")
    _add_texts(point, (("name", name),))
    etree.SubElement(point, f"{{{PACKAGE}}}entryPointDocument", {"href": f"{namespace}/extension.xsd"})
    return serialise(root)


def _add_texts(parent: etree._Element, texts: Iterable[tuple[str, str]]) -> None:
    for name, text in texts:
        etree.SubElement(parent, f"{{{PACKAGE}}}{name}").text = text


def _write_catalog(namespace: str) -> bytes:
    namespaces: dict[str | None, str] = {None: CATALOG}
    root = etree.Element(f"{{{CATALOG}}}catalog", nsmap=namespaces)  # type: ignore[arg-type]  # lxml-stubs: no default
    etree.SubElement(root, f"{{{CATALOG}}}rewriteURI", {"uriStartString": f"{namespace}/", "rewritePrefix": "../"})
    return serialise(root)
