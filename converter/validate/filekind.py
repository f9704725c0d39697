"""Tell what a file is by its content, and which taxonomy it says it rests on."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

_XBRLI = "{http://www.xbrl.org/2003/instance}"
_LINK = "{http://www.xbrl.org/2003/linkbase}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_XSD = "{http://www.w3.org/2001/XMLSchema}"
_SCHEMA_REF = f"{_LINK}schemaRef"
# Any report model version: xBRL-JSON 1.0 §3.1, xBRL-CSV 1.0 §3.1.
_DOCUMENT_TYPES = {"xbrl-json": "XBRL_JSON", "xbrl-csv": "XBRL_CSV"}
_REPORT_KEYS = {"source", "facts", "findings", "coverage"}


class FileKind(StrEnum):
    """Name every kind of file that can be judged; UNKNOWN is none of them."""

    XBRL = "xbrl"
    IXBRL = "ixbrl"
    XBRL_JSON = "xbrl-json"
    XBRL_CSV = "xbrl-csv"
    TAXONOMY_SCHEMA = "taxonomy schema"
    LINKBASE = "linkbase"
    TAXONOMY_PACKAGE = "taxonomy package"
    REPORT = "report.json"
    JSON_SCHEMA = "json schema"
    UNKNOWN = "unknown"


ARELLE_KINDS = frozenset(
    {FileKind.XBRL, FileKind.IXBRL, FileKind.XBRL_JSON, FileKind.XBRL_CSV, FileKind.TAXONOMY_SCHEMA, FileKind.LINKBASE}
)


@dataclass(frozen=True, slots=True)
class Identified:
    """Hold what a file is, and the addresses of the taxonomy it refers to as written."""

    kind: FileKind
    references: tuple[str, ...] = ()


def identify_file(path: Path) -> Identified:
    """Look into a file and say what it is; raises OSError where it cannot be read."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return Identified(_identify_archive(path))
    # A byte-order mark and blanks may stand in front; UTF-16 shows as bytes of zero in between.
    plain = head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip()
    if plain.startswith(b"{"):
        return _identify_json(path)
    if plain.startswith(b"<"):
        return _identify_xml(path)
    return Identified(FileKind.UNKNOWN)


def _identify_archive(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return FileKind.UNKNOWN
    # Taxonomy Packages 1.0 §3.1: exactly one folder at the top, META-INF in it.
    if any(name.split("/")[1:] == ["META-INF", "taxonomyPackage.xml"] for name in names):
        return FileKind.TAXONOMY_PACKAGE
    return FileKind.UNKNOWN


def _identify_json(path: Path) -> Identified:
    try:
        content = json.loads(path.read_bytes())
    except ValueError:
        return Identified(_kind_of_broken_json(path))
    if not isinstance(content, dict):
        return Identified(FileKind.UNKNOWN)
    info = content.get("documentInfo")
    if isinstance(info, dict):
        kind = _kind_of_document_type(str(info.get("documentType")))
        # A CSV metadata file may take its taxonomy from the files it extends; then no references are known here.
        references = () if info.get("extends") else _strings(info.get("taxonomy"))
        return Identified(kind, references)
    if "$schema" in content:
        return Identified(FileKind.JSON_SCHEMA)
    return Identified(FileKind.REPORT if content.keys() >= _REPORT_KEYS else FileKind.UNKNOWN)


def _kind_of_broken_json(path: Path) -> FileKind:
    """Tell what a file that is not well-formed JSON was meant to be, so that a validator can say what is broken."""
    text = path.read_bytes()[:65536].decode("utf-8", "replace")
    for name in _DOCUMENT_TYPES:
        if f"/{name}" in text:
            return _kind_of_document_type(name)
    return FileKind.UNKNOWN


def _kind_of_document_type(document_type: str) -> FileKind:
    name = _DOCUMENT_TYPES.get(document_type.rpartition("/")[2])
    return FileKind[name] if name else FileKind.UNKNOWN


def _strings(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever JSON holds in that place
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _identify_xml(path: Path) -> Identified:
    # recover: a document that is broken further on is still what its root says; the validator reports the break.
    events = etree.iterparse(str(path), events=("start",), recover=True, resolve_entities=False, huge_tree=True)
    kind = FileKind.UNKNOWN
    references: list[str] = []
    try:
        for _, element in events:
            if not isinstance(element.tag, str):
                continue
            if kind is FileKind.UNKNOWN:
                kind = _kind_of_root(element.tag)
                if kind in (FileKind.UNKNOWN, FileKind.TAXONOMY_SCHEMA, FileKind.LINKBASE):
                    break
            if element.tag == _SCHEMA_REF:
                references.append(element.get(_XLINK_HREF, ""))
            elif kind is FileKind.XBRL and not element.tag.startswith((_LINK, f"{_XBRLI}xbrl")):
                break  # XBRL 2.1 §4.2: the references stand in front of everything else
    except etree.XMLSyntaxError:
        pass
    if kind is FileKind.TAXONOMY_SCHEMA:
        references = list(_imported(path))
    return Identified(kind, tuple(references))


def _kind_of_root(tag: str) -> FileKind:
    if tag in (f"{_XBRLI}xbrl", f"{_LINK}xbrl"):
        return FileKind.XBRL
    if tag == f"{_XHTML}html":
        return FileKind.IXBRL
    if tag == f"{_XSD}schema":
        return FileKind.TAXONOMY_SCHEMA
    return FileKind.LINKBASE if tag == f"{_LINK}linkbase" else FileKind.UNKNOWN


def _imported(schema: Path) -> Iterator[str]:
    tree = etree.parse(str(schema), etree.XMLParser(recover=True, resolve_entities=False))
    for element in tree.iter(f"{_XSD}import", f"{_XSD}include"):
        location = element.get("schemaLocation")
        if location:
            yield location


def rests_on(path: Path, references: tuple[str, ...], entry_point: str) -> bool:
    """Tell whether a file's taxonomy is an entry point, alone or with local schemas that take it in.

    Only then does the file's DTS hold the whole of the entry point's, so that it may be added to a model that has it.
    """
    return any(reference == entry_point for reference in references) or any(
        entry_point in _closure(path.parent, reference) for reference in references
    )


def _closure(folder: Path, reference: str) -> set[str]:
    """Return the addresses that a local schema imports, through local schemas."""
    seen: set[str] = set()
    waiting = [urljoin(folder.resolve().as_uri() + "/", reference)]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        local = Path(unquote(urlsplit(address).path))
        if address.startswith("file:") and local.is_file():
            waiting += [urljoin(address, location) for location in _imported(local)]
    return seen
