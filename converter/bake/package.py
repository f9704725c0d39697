"""Write the taxonomy package (XBRL Taxonomy Packages 1.0) and its zip file, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from converter.bake.linkbases import (
    write_calculation,
    write_definition,
    write_labels,
    write_presentation,
    write_references,
)
from converter.bake.schema import write_schema
from converter.bake.tables import BASE_URI, ENTRY_POINT, PACKAGE_NAME, Tables
from converter.bake.xml import (
    CALCULATION_FILE,
    DEFINITION_FILE,
    LABEL_FILES,
    PRESENTATION_FILE,
    REFERENCE_FILE,
    SCHEMA_FILE,
    XML,
    qualified,
    serialise,
)

PACKAGE = "http://xbrl.org/2016/taxonomy-package"
CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
PUBLICATION_DATE = "2026-01-01"
_VERSION = "2026"
_NAMES = {"en": "CAS XBRL taxonomy 2026", "zh-CN": "企业会计准则财务报告分类标准（cas2xbrl 2026）"}
_DESCRIPTIONS = {
    "en": "Financial statements and key figures under the Chinese Accounting Standards for Business Enterprises",
    "zh-CN": "按中国企业会计准则编制的财务报表与主要会计数据",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip entry can bear


def write_package(tables: Tables) -> dict[str, bytes]:
    """Return the files of the package by path, the one top folder included."""
    files = {
        "META-INF/taxonomyPackage.xml": _write_metadata(),
        "META-INF/catalog.xml": _write_catalog(),
        SCHEMA_FILE: write_schema(tables),
        **{path: write_labels(tables, language) for language, path in LABEL_FILES.items()},
        REFERENCE_FILE: write_references(tables),
        PRESENTATION_FILE: write_presentation(tables),
        CALCULATION_FILE: write_calculation(tables),
        DEFINITION_FILE: write_definition(tables),
    }
    return {f"{PACKAGE_NAME}/{path}": data for path, data in sorted(files.items())}


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file: names sorted, times fixed, nothing compressed (what zlib makes depends on its version)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # Unix, whatever system writes it
            archive.writestr(entry, data)
    return buffer.getvalue()


def _write_metadata() -> bytes:
    root = etree.Element(qualified(PACKAGE, "taxonomyPackage"), nsmap={"tp": PACKAGE})
    root.set(qualified(XML, "lang"), "en")
    etree.SubElement(root, qualified(PACKAGE, "identifier")).text = BASE_URI
    _add_texts(root, "name", _NAMES)
    _add_texts(root, "description", _DESCRIPTIONS)
    etree.SubElement(root, qualified(PACKAGE, "version")).text = _VERSION
    _add_texts(root, "publisher", {"en": "cas2xbrl"})
    etree.SubElement(root, qualified(PACKAGE, "publisherURL")).text = "https://w3id.org/cas2xbrl"
    etree.SubElement(root, qualified(PACKAGE, "publicationDate")).text = PUBLICATION_DATE
    points = etree.SubElement(root, qualified(PACKAGE, "entryPoints"))
    point = etree.SubElement(points, qualified(PACKAGE, "entryPoint"))
    _add_texts(point, "name", _NAMES)
    _add_texts(point, "description", _DESCRIPTIONS)
    etree.SubElement(point, qualified(PACKAGE, "version")).text = _VERSION
    etree.SubElement(point, qualified(PACKAGE, "entryPointDocument"), {"href": ENTRY_POINT})
    languages = etree.SubElement(point, qualified(PACKAGE, "languages"))
    for language in LABEL_FILES:
        etree.SubElement(languages, qualified(PACKAGE, "language")).text = language
    return serialise(root)


def _add_texts(parent: etree._Element, name: str, texts: Mapping[str, str]) -> None:
    for language, text in texts.items():
        element = etree.SubElement(parent, qualified(PACKAGE, name))
        element.set(qualified(XML, "lang"), language)
        element.text = text


def _write_catalog() -> bytes:
    # Only our own files: an entity's extension package rewrites its own place below the same base.
    root = etree.Element(qualified(CATALOG, "catalog"), nsmap={"catalog": CATALOG})
    etree.SubElement(
        root,
        qualified(CATALOG, "rewriteURI"),
        {"uriStartString": f"{BASE_URI}/{PACKAGE_NAME}", "rewritePrefix": f"../{PACKAGE_NAME}"},
    )
    return serialise(root)
