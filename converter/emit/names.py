"""Name what the XBRL formats refer to: namespaces, the entity, the taxonomy a report is about, kinds of concept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from converter.model.report import Report
from converter.taxonomy import Taxonomy

LANGUAGE = "zh-CN"
EXTENSION_PREFIX = "ext"
EXTENSION_SCHEMA = "extension/extension.xsd"
XBRLI = "http://www.xbrl.org/2003/instance"
ISO4217 = "http://www.xbrl.org/2003/iso4217"

TEXT_KINDS = frozenset({"string", "text_block"})

_NO_XML_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def extension_namespace(report: Report, taxonomy: Taxonomy) -> str:
    """Return the namespace of the entity's own concepts; the identifier is percent-encoded (RFC 3986 §2.1)."""
    return f"{taxonomy.base_uri}/entity/{quote(report.entity.identifier, safe='')}"


def taxonomy_reference(report: Report, taxonomy: Taxonomy) -> str:
    """Return what a report in the document's folder refers to: the entity's extension, else the base taxonomy.

    The extension imports the base taxonomy's entry point, so one reference discovers all (XBRL 2.1 §3.2).
    """
    return EXTENSION_SCHEMA if report.extension else taxonomy.entry_point


def concept_namespaces(report: Report, taxonomy: Taxonomy) -> dict[str, str]:
    """Return the namespaces of the concepts by prefix."""
    namespaces = {taxonomy.prefix: taxonomy.base_uri}
    if report.extension:
        namespaces[EXTENSION_PREFIX] = extension_namespace(report, taxonomy)
    return namespaces


def concept_kinds(report: Report, taxonomy: Taxonomy) -> Mapping[str, str]:
    """Return the kind of every concept the report uses, extension concepts included."""
    own = {f"{EXTENSION_PREFIX}:{local_name(concept.name)}": concept.kind for concept in report.extension}
    return {name: own[name] if name in own else taxonomy.concepts[name].kind for name in _used_concepts(report)}


def local_name(name: str) -> str:
    """Return a prefixed name without its prefix."""
    return name.rpartition(":")[2]


def entity_identifier(report: Report) -> str:
    """Return the entity's identifier in the form every XBRL format can hold.

    The local part of an SQName holds no blank (OIM Common 1.0 §3.1), so blanks inside a name become ``_``.
    """
    return re.sub(r"\s+", "_", report.entity.identifier.strip())


def fact_text(value: str) -> str:
    """Return a text without the control characters that no XML document can hold (XML 1.0 §2.2)."""
    return _NO_XML_CHARACTER.sub("", value)


def _used_concepts(report: Report) -> Iterator[str]:
    return (fact.concept for fact in report.facts)
