"""Name the namespaces and roles of XBRL, and write XML the same way every time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from converter.bake.tables import BASE_URI, PACKAGE_NAME, PREFIX

XML: Final = "http://www.w3.org/XML/1998/namespace"
XSD: Final = "http://www.w3.org/2001/XMLSchema"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XLINK: Final = "http://www.w3.org/1999/xlink"
LINK: Final = "http://www.xbrl.org/2003/linkbase"
XBRLI: Final = "http://www.xbrl.org/2003/instance"
XBRLDT: Final = "http://xbrl.org/2005/xbrldt"
DTR: Final = "http://www.xbrl.org/dtr/type/2024-01-31"
REF: Final = "http://www.xbrl.org/2006/ref"

LINKBASE_SCHEMA: Final = "http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd"
SCHEMAS: Final[Mapping[str, str]] = {
    XBRLI: "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    LINK: LINKBASE_SCHEMA,
    XBRLDT: "http://www.xbrl.org/2005/xbrldt-2005.xsd",
    DTR: "https://www.xbrl.org/dtr/type/2024-01-31/types.xsd",
    REF: "http://www.xbrl.org/2006/ref-2006-02-27.xsd",
}

SCHEMA_FILE: Final = f"{PACKAGE_NAME}.xsd"
LABEL_FILES: Final[Mapping[str, str]] = {
    "zh-CN": f"{PACKAGE_NAME}-label-zh-CN.xml",
    "en": f"{PACKAGE_NAME}-label-en.xml",
}
REFERENCE_FILE: Final = f"{PACKAGE_NAME}-reference.xml"
PRESENTATION_FILE: Final = f"{PACKAGE_NAME}-presentation.xml"
CALCULATION_FILE: Final = f"{PACKAGE_NAME}-calculation.xml"
DEFINITION_FILE: Final = f"{PACKAGE_NAME}-definition.xml"

STANDARD_LINK: Final = "http://www.xbrl.org/2003/role/link"
NEGATED_LABEL: Final = "http://www.xbrl.org/2009/role/negatedLabel"
NEGATED_LABEL_AT: Final = "http://www.xbrl.org/lrr/role/negated-2009-12-16.xsd#negatedLabel"
LABEL_ROLES: Final[Mapping[str, str]] = {
    "standard": "http://www.xbrl.org/2003/role/label",
    "terse": "http://www.xbrl.org/2003/role/terseLabel",
    "total": "http://www.xbrl.org/2003/role/totalLabel",
    "negated": NEGATED_LABEL,
    "period_start": "http://www.xbrl.org/2003/role/periodStartLabel",
    "period_end": "http://www.xbrl.org/2003/role/periodEndLabel",
    "documentation": "http://www.xbrl.org/2003/role/documentation",
}

CONCEPT_LABEL: Final = "http://www.xbrl.org/2003/arcrole/concept-label"
CONCEPT_REFERENCE: Final = "http://www.xbrl.org/2003/arcrole/concept-reference"
PARENT_CHILD: Final = "http://www.xbrl.org/2003/arcrole/parent-child"
SUMMATION_ITEM: Final = "https://xbrl.org/2023/arcrole/summation-item"
SUMMATION_ITEM_AT: Final = "https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"
DIMENSION_ARCROLE: Final = "http://xbrl.org/int/dim/arcrole/"

TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "monetary": (XBRLI, "monetaryItemType"),
    "per_share": (DTR, "perShareItemType"),
    "shares": (XBRLI, "sharesItemType"),
    "pure": (XBRLI, "pureItemType"),
    "percent": (DTR, "percentItemType"),
    "string": (XBRLI, "stringItemType"),
    "date": (XBRLI, "dateItemType"),
    "text_block": (DTR, "textBlockItemType"),
    "abstract": (XBRLI, "stringItemType"),
    "hypercube": (XBRLI, "stringItemType"),
    "axis": (XBRLI, "stringItemType"),
    "typed_axis": (XBRLI, "stringItemType"),
    "member": (DTR, "domainItemType"),
}
SUBSTITUTION: Final[Mapping[str, tuple[str, str]]] = {
    "hypercube": (XBRLDT, "hypercubeItem"),
    "axis": (XBRLDT, "dimensionItem"),
    "typed_axis": (XBRLDT, "dimensionItem"),
}
ABSTRACT_KINDS: Final = frozenset({"abstract", "hypercube", "axis", "typed_axis", "member"})


def role_uri(link: str, identifier: str) -> str:
    """Return the URI of an extended link role; calculation links have roles of their own."""
    return f"{BASE_URI}/role/{identifier}" if link != "calculation" else f"{BASE_URI}/role/calculation/{identifier}"


def role_id(link: str, identifier: str) -> str:
    """Return the id a roleRef points to."""
    return f"{link}-{identifier}"


def element_id(name: str) -> str:
    """Return the id of an element of the schema."""
    return f"{PREFIX}_{name}"


def qualified(namespace: str, name: str) -> str:
    """Return a name in Clark notation, as lxml takes it."""
    return f"{{{namespace}}}{name}"


def serialise(root: etree._Element) -> bytes:
    """Return a document's bytes, indented by two."""
    etree.indent(root, "  ")
    body: bytes = etree.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"
