"""Build one linkbase: extended links with locators, resources and arcs (XBRL 2.1 §3.5.3)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from converter.bake.tables import BASE_URI, PREFIX
from converter.bake.xml import (
    LINK,
    LINKBASE_SCHEMA,
    REF,
    SCHEMA_FILE,
    STANDARD_LINK,
    XBRLDT,
    XLINK,
    XML,
    XSI,
    element_id,
    qualified,
    role_id,
    role_uri,
    serialise,
)


class ExtendedLink:
    """Hold one extended link under construction."""

    def __init__(self, element: etree._Element) -> None:
        """Take the empty link element."""
        self._element = element
        self._locators: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()

    def locate(self, name: str, variant: int = 1) -> str:
        """Return the label of a locator of an element; ``variant`` counts locators of the same element."""
        label = name if variant == 1 else f"{name}_{variant}"
        if label not in self._locators:
            self._locators.add(label)
            locator = etree.SubElement(self._element, qualified(LINK, "loc"))
            locator.set(qualified(XLINK, "type"), "locator")
            locator.set(qualified(XLINK, "href"), f"{SCHEMA_FILE}#{element_id(name)}")
            locator.set(qualified(XLINK, "label"), label)
        return label

    def add_resource(self, kind: str, label: str, role: str, language: str | None = None) -> etree._Element:
        """Add a resource (a label or a reference) and return its element."""
        resource = etree.SubElement(self._element, qualified(LINK, kind))
        resource.set(qualified(XLINK, "type"), "resource")
        resource.set(qualified(XLINK, "label"), label)
        resource.set(qualified(XLINK, "role"), role)
        if language:
            resource.set(qualified(XML, "lang"), language)
        return resource

    def join(
        self, arc: str, arcrole: str, source: str, target: str, attributes: Mapping[str, str] | None = None
    ) -> None:
        """Add an arc between two labels."""
        element = etree.SubElement(self._element, qualified(LINK, arc))
        element.set(qualified(XLINK, "type"), "arc")
        element.set(qualified(XLINK, "arcrole"), arcrole)
        element.set(qualified(XLINK, "from"), source)
        element.set(qualified(XLINK, "to"), target)
        for name, value in (attributes or {}).items():
            element.set(name, value)

    def relate(self, arc: str, arcrole: str, source: str, target: str, attributes: Mapping[str, str]) -> None:
        """Add an arc between two elements; a pair related twice gets a second locator (XLink 1.1 §5.1.3)."""
        variant = 1
        while (pair := (self.locate(source), self.locate(target, variant))) in self._pairs:
            variant += 1
        self._pairs.add(pair)
        self.join(arc, arcrole, *pair, attributes)


class Linkbase:
    """Hold one linkbase document under construction."""

    def __init__(self) -> None:
        """Start empty."""
        self._root = etree.Element(
            qualified(LINK, "linkbase"),
            nsmap={"link": LINK, "xlink": XLINK, "xsi": XSI, "xbrldt": XBRLDT, "ref": REF, PREFIX: BASE_URI},
        )
        self._root.set(qualified(XSI, "schemaLocation"), f"{LINK} {LINKBASE_SCHEMA}")
        self._references = 0

    def refer_to_role(self, link: str, identifier: str) -> None:
        """Refer to a role type of the taxonomy's own."""
        self.refer("role", role_uri(link, identifier), f"{SCHEMA_FILE}#{role_id(link, identifier)}")

    def refer(self, kind: str, uri: str, location: str) -> None:
        """Add a roleRef or an arcroleRef in front of all links."""
        reference = etree.Element(qualified(LINK, f"{kind}Ref"))
        reference.set(qualified(XLINK, "type"), "simple")
        reference.set(f"{kind}URI", uri)
        reference.set(qualified(XLINK, "href"), location)
        self._root.insert(self._references, reference)
        self._references += 1

    def add_link(self, name: str, role: str = STANDARD_LINK) -> ExtendedLink:
        """Add an extended link."""
        element = etree.SubElement(self._root, qualified(LINK, name))
        element.set(qualified(XLINK, "type"), "extended")
        element.set(qualified(XLINK, "role"), role)
        return ExtendedLink(element)

    def write(self) -> bytes:
        """Return the document's bytes."""
        etree.cleanup_namespaces(self._root, keep_ns_prefixes=["link", "xlink", "xsi"])
        return serialise(self._root)
