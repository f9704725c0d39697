"""Build one linkbase of the extension taxonomy: locators, arcs, labels (XBRL 2.1 §3.5)."""

from __future__ import annotations

from typing import Final

from lxml import etree

from converter.emit.names import EXTENSION_PREFIX, local_name
from converter.taxonomy import Taxonomy

LINK: Final = "http://www.xbrl.org/2003/linkbase"
XLINK: Final = "http://www.w3.org/1999/xlink"
XBRLDT: Final = "http://xbrl.org/2005/xbrldt"
STANDARD_ROLE: Final = "http://www.xbrl.org/2003/role/link"
CONCEPT_LABEL: Final = "http://www.xbrl.org/2003/arcrole/concept-label"
LABEL_ROLE: Final = "http://www.xbrl.org/2003/role/label"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


class Linkbase:
    """Collect extended links; every concept gets one locator in each link, made when an arc first needs it."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        self._root = etree.Element(f"{{{LINK}}}linkbase", nsmap={"link": LINK, "xlink": XLINK, "xbrldt": XBRLDT})
        self._locators: set[tuple[etree._Element, str]] = set()

    def refer_to_role(self, role: str, href: str) -> None:
        """Declare a link role used here and where it is defined (§3.5.2.4)."""
        self._refer("roleRef", "roleURI", role, href)

    def refer_to_arcrole(self, arcrole: str, href: str) -> None:
        """Declare an arc role used here and where it is defined (§3.5.2.5)."""
        self._refer("arcroleRef", "arcroleURI", arcrole, href)

    def add_link(self, element: str, role: str = STANDARD_ROLE) -> etree._Element:
        """Add an extended link."""
        link = etree.SubElement(self._root, f"{{{LINK}}}{element}")
        link.set(f"{{{XLINK}}}type", "extended")
        link.set(f"{{{XLINK}}}role", role)
        return link

    def add_arc(
        self,
        link: etree._Element,
        element: str,
        arcrole: str,
        source: str,
        target: str,
        *,
        order: int = 1,
        attributes: dict[str, str] | None = None,
    ) -> etree._Element:
        """Add an arc from one concept to another; ``attributes`` are those of XBRL Dimensions."""
        arc_from, arc_to = self._locate(link, source), self._locate(link, target)
        arc = self._add_arc(link, element, arcrole, arc_from, arc_to)
        arc.set("order", str(order))
        for name, value in (attributes or {}).items():
            arc.set(f"{{{XBRLDT}}}{name}", value)
        return arc

    def add_label(self, link: etree._Element, concept: str, language: str, text: str) -> None:
        """Add a standard label to a concept (§5.2.2)."""
        located = self._locate(link, concept)
        label = f"{located}_{language}"
        self._add_arc(link, "labelArc", CONCEPT_LABEL, located, label)
        resource = etree.SubElement(link, f"{{{LINK}}}label")
        resource.set(f"{{{XLINK}}}type", "resource")
        resource.set(f"{{{XLINK}}}label", label)
        resource.set(f"{{{XLINK}}}role", LABEL_ROLE)
        resource.set(_XML_LANG, language)
        resource.text = text

    def write(self) -> bytes:
        """Return the linkbase as UTF-8."""
        return serialise(self._root)

    def _refer(self, element: str, attribute: str, uri: str, href: str) -> None:
        reference = etree.SubElement(self._root, f"{{{LINK}}}{element}")
        reference.set(attribute, uri)
        reference.set(f"{{{XLINK}}}type", "simple")
        reference.set(f"{{{XLINK}}}href", href)

    def _add_arc(self, link: etree._Element, element: str, arcrole: str, source: str, target: str) -> etree._Element:
        arc = etree.SubElement(link, f"{{{LINK}}}{element}")
        for name, value in (("type", "arc"), ("arcrole", arcrole), ("from", source), ("to", target)):
            arc.set(f"{{{XLINK}}}{name}", value)
        return arc

    def _locate(self, link: etree._Element, concept: str) -> str:
        """Return the label of a concept's locator in a link; the same label in every link."""
        label = concept.replace(":", "_")
        if (link, concept) not in self._locators:
            self._locators.add((link, concept))
            locator = etree.SubElement(link, f"{{{LINK}}}loc")
            locator.set(f"{{{XLINK}}}type", "locator")
            locator.set(f"{{{XLINK}}}href", self._address(concept))
            locator.set(f"{{{XLINK}}}label", label)
        return label

    def _address(self, concept: str) -> str:
        """Return where a concept's element is: in the extension's schema beside the linkbase, or in the base's."""
        prefix = concept.partition(":")[0]
        document = "extension.xsd" if prefix == EXTENSION_PREFIX else self._taxonomy.entry_point
        return f"{document}#{prefix}_{local_name(concept)}"


def serialise(root: etree._Element) -> bytes:
    """Return an XML document as UTF-8, one element per line."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
