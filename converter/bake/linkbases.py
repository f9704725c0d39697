"""Write the linkbases: labels, references, presentation, calculation, definition."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from converter.bake.elements import list_elements
from converter.bake.linkbase import ExtendedLink, Linkbase
from converter.bake.schema import IFRS_PART
from converter.bake.tables import BASE_URI, Row, Tables
from converter.bake.xml import (
    CONCEPT_LABEL,
    CONCEPT_REFERENCE,
    DIMENSION_ARCROLE,
    LABEL_ROLES,
    NEGATED_LABEL,
    NEGATED_LABEL_AT,
    PARENT_CHILD,
    REF,
    SCHEMAS,
    SUMMATION_ITEM,
    SUMMATION_ITEM_AT,
    XBRLDT,
    qualified,
    role_uri,
)

_REFERENCE_ROLES = {
    "format": "http://www.xbrl.org/2003/role/presentationRef",
    "standard": "http://www.xbrl.org/2003/role/reference",
    "ifrs": "http://www.xbrl.org/2003/role/commentaryRef",
}
_MINISTRY_OF_FINANCE = "中华人民共和国财政部"
_SECURITIES_COMMISSION = "中国证券监督管理委员会"
AXIS_DEFAULTS = "axis-defaults"


def write_labels(tables: Tables, language: str) -> bytes:
    """Return the label linkbase of one language (§5.2.2)."""
    linkbase = Linkbase()
    linkbase.refer("role", NEGATED_LABEL, NEGATED_LABEL_AT)
    link = linkbase.add_link("labelLink")
    for element in list_elements(tables):
        source = link.locate(element.name)
        for role, texts in element.labels.items():
            resource = f"label_{element.name}_{role}"
            link.add_resource("label", resource, LABEL_ROLES[role], language).text = texts[language]
            link.join("labelArc", CONCEPT_LABEL, source, resource)
    return linkbase.write()


def write_references(tables: Tables) -> bytes:
    """Return the reference linkbase (§5.2.3): statutory formats, accounting standards, IFRS elements.

    A source that several concepts refer to is one resource.
    """
    linkbase = Linkbase()
    link = linkbase.add_link("referenceLink")
    resources: dict[tuple[str, str, str], str] = {}
    for row in tables.references:
        key = (row["kind"], row["name"], row["section"])
        if key not in resources:
            resources[key] = f"reference_{len(resources) + 1}"
            element = link.add_resource("reference", resources[key], _REFERENCE_ROLES[row["kind"]])
            for namespace, part, text in _list_parts(row):
                etree.SubElement(element, qualified(namespace, part)).text = text
        link.join("referenceArc", CONCEPT_REFERENCE, link.locate(row["concept"]), resources[key])
    return linkbase.write()


def _list_parts(row: Row) -> Iterator[tuple[str, str, str]]:
    if row["kind"] == "ifrs":
        yield REF, "Publisher", "IFRS Foundation"
        yield REF, "Name", "IFRS Accounting Taxonomy"
        yield BASE_URI, IFRS_PART, row["name"]
        return
    yield REF, "Publisher", _SECURITIES_COMMISSION if "公开发行证券" in row["name"] else _MINISTRY_OF_FINANCE
    yield REF, "Name", row["name"]
    if number := re.search(r"第(\d+)号", row["name"]):
        yield REF, "Number", number[1]
    if row["section"]:
        yield REF, "Section", row["section"]


def write_presentation(tables: Tables) -> bytes:
    """Return the presentation linkbase (§5.2.4): the statements as printed, their tables and axes in front."""
    linkbase = Linkbase()
    linkbase.refer("role", NEGATED_LABEL, NEGATED_LABEL_AT)
    for role in _presentation_roles(tables):
        linkbase.refer_to_role("presentation", role["id"])
    for role in _presentation_roles(tables):
        link = linkbase.add_link("presentationLink", role_uri("presentation", role["id"]))
        rows = [row for row in tables.presentation if row["role"] == role["id"]]
        if role["table"]:
            _show(link, rows[0]["parent"], role["table"], "0")
            for number, axis in enumerate(_axes_of(role), start=1):
                _show(link, role["table"], axis, str(number))
                for order, (parent, member) in enumerate(_member_tree(tables, axis), start=1):
                    _show(link, parent, member, str(order))
        for row in rows:
            _show(link, row["parent"], row["child"], row["order"], row["preferred_label"])
    return linkbase.write()


def _show(link: ExtendedLink, parent: str, child: str, order: str, preferred_label: str = "") -> None:
    attributes = {"order": order}
    if preferred_label:
        attributes["preferredLabel"] = LABEL_ROLES[preferred_label]
    link.relate("presentationArc", PARENT_CHILD, parent, child, attributes)


def write_calculation(tables: Tables) -> bytes:
    """Return the calculation linkbase (Calculations 1.1, REC 2023-02-22); each link has a role of its own."""
    linkbase = Linkbase()
    linkbase.refer("arcrole", SUMMATION_ITEM, SUMMATION_ITEM_AT)
    links: dict[str, ExtendedLink] = {}
    published = [row for row in tables.calculations if row["published"]]
    for identifier in dict.fromkeys(row["link"] for row in published):
        linkbase.refer_to_role("calculation", identifier)
    orders: dict[tuple[str, str], int] = {}
    for row in published:
        if row["link"] not in links:
            links[row["link"]] = linkbase.add_link("calculationLink", role_uri("calculation", row["link"]))
        orders[row["link"], row["total"]] = order = orders.get((row["link"], row["total"]), 0) + 1
        links[row["link"]].relate(
            "calculationArc",
            SUMMATION_ITEM,
            row["total"],
            row["contributor"],
            {"order": str(order), "weight": row["weight"]},
        )
    return linkbase.write()


def write_definition(tables: Tables) -> bytes:
    """Return the definition linkbase (XBRL Dimensions 1.0 §2).

    Every hypercube is open and stands in the scenario: a concept may carry further axes, such as the typed axis of
    disagreeing sources, which, having no default, a hypercube that named it would demand of every fact (§3.1.4.2).
    """
    linkbase = Linkbase()
    for arcrole in ("all", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default"):
        linkbase.refer("arcrole", f"{DIMENSION_ARCROLE}{arcrole}", f"{SCHEMAS[XBRLDT]}#{arcrole}")
    for role in _presentation_roles(tables):
        if role["table"]:
            linkbase.refer_to_role("presentation", role["id"])
    linkbase.refer_to_role("definition", AXIS_DEFAULTS)
    for role in _presentation_roles(tables):
        if role["table"]:
            _define_table(linkbase.add_link("definitionLink", role_uri("presentation", role["id"])), role, tables)
    link = linkbase.add_link("definitionLink", role_uri("definition", AXIS_DEFAULTS))
    for row in tables.axes:
        if row["default"]:
            _relate(link, "dimension-default", row["name"], row["default"], 1)
    return linkbase.write()


def _define_table(link: ExtendedLink, role: Row, tables: Tables) -> None:
    rows = [row for row in tables.presentation if row["role"] == role["id"]]
    root = rows[0]["parent"]
    link.relate(
        "definitionArc",
        f"{DIMENSION_ARCROLE}all",
        root,
        role["table"],
        {
            "order": "1",
            qualified(XBRLDT, "contextElement"): "scenario",
            qualified(XBRLDT, "closed"): "false",
        },
    )
    for number, axis in enumerate(_axes_of(role), start=1):
        _relate(link, "hypercube-dimension", role["table"], axis, number)
        for order, (parent, member) in enumerate(_member_tree(tables, axis), start=1):
            _relate(link, "dimension-domain" if parent == axis else "domain-member", parent, member, order)
    for order, child in enumerate(dict.fromkeys(row["child"] for row in rows), start=1):
        _relate(link, "domain-member", root, child, order)


def _relate(link: ExtendedLink, arcrole: str, source: str, target: str, order: int) -> None:
    link.relate("definitionArc", f"{DIMENSION_ARCROLE}{arcrole}", source, target, {"order": str(order)})


def _presentation_roles(tables: Tables) -> list[Row]:
    return [row for row in tables.roles if row["link"] == "presentation"]


def _axes_of(role: Row) -> list[str]:
    return role["axes"].split()


def _member_tree(tables: Tables, axis: str) -> Iterator[tuple[str, str]]:
    """Yield each member with the member, or for the outermost the axis, that it stands under."""
    for row in tables.members:
        if row["axis"] == axis:
            yield row["parent"] or axis, row["name"]
