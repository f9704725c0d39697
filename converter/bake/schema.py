"""Write the taxonomy's schema: one element for each concept, a role type for each link (XBRL 2.1 §5.1)."""

from __future__ import annotations

from lxml import etree

from converter.bake.elements import Element, list_elements
from converter.bake.tables import BASE_URI, PREFIX, Tables
from converter.bake.xml import (
    ABSTRACT_KINDS,
    CALCULATION_FILE,
    DEFINITION_FILE,
    DTR,
    LABEL_FILES,
    LINK,
    PRESENTATION_FILE,
    REF,
    REFERENCE_FILE,
    SCHEMAS,
    SUBSTITUTION,
    TYPES,
    XBRLDT,
    XBRLI,
    XLINK,
    XSD,
    element_id,
    qualified,
    role_id,
    role_uri,
    serialise,
)

_PREFIXES = {
    "xs": XSD,
    "xbrli": XBRLI,
    "link": LINK,
    "xlink": XLINK,
    "xbrldt": XBRLDT,
    "dtr": DTR,
    "ref": REF,
    PREFIX: BASE_URI,
}
_NAMESPACE_PREFIXES = {namespace: prefix for prefix, namespace in _PREFIXES.items()}
_USED_ON = {
    "presentation": ("presentationLink", "definitionLink"),
    "calculation": ("calculationLink",),
    "definition": ("definitionLink",),
}
_LINKBASES = (
    *((path, "label") for path in LABEL_FILES.values()),
    (REFERENCE_FILE, "reference"),
    (PRESENTATION_FILE, "presentation"),
    (CALCULATION_FILE, "calculation"),
    (DEFINITION_FILE, "definition"),
)
IFRS_PART = "IFRSElementName"


def write_schema(tables: Tables) -> bytes:
    """Return the schema document."""
    root = etree.Element(
        qualified(XSD, "schema"),
        {"targetNamespace": BASE_URI, "elementFormDefault": "qualified", "attributeFormDefault": "unqualified"},
        nsmap=_PREFIXES,
    )
    information = etree.SubElement(etree.SubElement(root, qualified(XSD, "annotation")), qualified(XSD, "appinfo"))
    _refer_to_linkbases(information)
    _define_roles(information, tables)
    for namespace, location in SCHEMAS.items():
        etree.SubElement(root, qualified(XSD, "import"), {"namespace": namespace, "schemaLocation": location})
    etree.SubElement(
        root,
        qualified(XSD, "element"),
        {"name": IFRS_PART, "type": "xs:string", "substitutionGroup": "link:part", "id": element_id(IFRS_PART)},
    )
    for element in list_elements(tables):
        _declare(root, element)
    return serialise(root)


def _refer_to_linkbases(information: etree._Element) -> None:
    for path, kind in _LINKBASES:
        reference = etree.SubElement(information, qualified(LINK, "linkbaseRef"))
        reference.set(qualified(XLINK, "type"), "simple")
        reference.set(qualified(XLINK, "href"), path)
        reference.set(qualified(XLINK, "role"), f"http://www.xbrl.org/2003/role/{kind}LinkbaseRef")
        reference.set(qualified(XLINK, "arcrole"), "http://www.w3.org/1999/xlink/properties/linkbase")


def _define_roles(information: etree._Element, tables: Tables) -> None:
    for row in tables.roles:
        role = etree.SubElement(
            information,
            qualified(LINK, "roleType"),
            {"roleURI": role_uri(row["link"], row["id"]), "id": role_id(row["link"], row["id"])},
        )
        etree.SubElement(role, qualified(LINK, "definition")).text = f"{row['label_en']} / {row['label_zh']}"
        for link in _USED_ON[row["link"]]:
            etree.SubElement(role, qualified(LINK, "usedOn")).text = f"link:{link}"


def _declare(root: etree._Element, element: Element) -> None:
    if element.typed_domain:
        etree.SubElement(
            root,
            qualified(XSD, "element"),
            {"name": element.typed_domain, "id": element_id(element.typed_domain), "type": "xs:string"},
        )
    declared = etree.SubElement(root, qualified(XSD, "element"))
    declared.set("name", element.name)
    declared.set("id", element_id(element.name))
    declared.set("type", _name(TYPES[element.kind]))
    declared.set("substitutionGroup", _name(SUBSTITUTION.get(element.kind, (XBRLI, "item"))))
    declared.set("nillable", "true")
    if element.kind in ABSTRACT_KINDS:
        declared.set("abstract", "true")
    declared.set(qualified(XBRLI, "periodType"), element.period_type)
    if element.balance:
        declared.set(qualified(XBRLI, "balance"), element.balance)
    if element.typed_domain:
        declared.set(qualified(XBRLDT, "typedDomainRef"), f"#{element_id(element.typed_domain)}")


def _name(name: tuple[str, str]) -> str:
    namespace, local = name
    return f"{_NAMESPACE_PREFIXES[namespace]}:{local}"
