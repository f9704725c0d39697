"""Read the parts of an Excel workbook (.xlsx): its sheets, and what every cell stores.

Straight from the parts (ECMA-376 part 1, §18), because what is wanted is the decimal text that is stored and whether a
formula has its value beside it; libraries give floats, and either the formula or the value. Elements are known by
their local names, for the strict and the transitional form differ in namespaces only.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from converter.read.number_format import find_built_in

_WORKBOOK = "xl/workbook.xml"
_LARGEST_PART = 400_000_000  # bytes unpacked; a bomb, not a workbook, is larger
_MOST_MERGED = 200_000  # places covered by merged cells; whole columns merged cover more
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class DamagedWorkbookError(Exception):
    """Say that a workbook's parts cannot be read, and why."""


@dataclass(frozen=True, slots=True)
class StoredCell:
    """Hold what a cell stores: ``kind`` is number, text, boolean or error; a formula may lack its value."""

    kind: str
    stored: str
    format_code: str
    formula: bool


@dataclass(slots=True)
class Sheet:
    """Hold a sheet: cells by row and column from 1, merged areas as (top, left, bottom, right)."""

    name: str
    hidden: bool
    cells: dict[int, dict[int, StoredCell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Workbook:
    """Hold the sheets in order, and whether days are counted from 1904."""

    sheets: tuple[Sheet, ...]
    since_1904: bool


def is_workbook(data: bytes) -> bool:
    """Tell a workbook by its content: a zip archive that holds xl/workbook.xml."""
    return data.startswith(b"PK\x03\x04") and _WORKBOOK.encode() in data


def read_workbook(data: bytes) -> Workbook:
    """Return the sheets of a workbook; raise DamagedWorkbookError where the archive or a part is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read_parts(archive)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, EOFError, NotImplementedError, ValueError) as error:
        raise DamagedWorkbookError(str(error) or type(error).__name__) from error
    except (RuntimeError, OSError) as error:  # an encrypted member, or a stream that does not unpack
        raise DamagedWorkbookError(str(error)) from error


def name_cell(row: int, column: int) -> str:
    """Return the address of a cell, B12 for row 12 and column 2."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _read_parts(archive: zipfile.ZipFile) -> Workbook:
    book = _parse(archive, _WORKBOOK)
    targets = _read_relationships(archive)
    strings = _read_strings(archive)
    formats = _read_formats(archive)
    since_1904 = any(item.get("date1904") in ("1", "true") for item in _all(book, "workbookPr"))
    sheets = []
    for item in _all(book, "sheet"):
        link = next((str(value) for name, value in item.attrib.items() if str(name).endswith("}id")), "")
        path = targets.get(link)
        if path is None or "/chartsheets/" in path or path not in archive.namelist():
            continue
        sheet = Sheet(str(item.get("name", "")), hidden=item.get("state", "visible") != "visible")
        _read_sheet(archive, path, sheet, strings, formats)
        sheets.append(sheet)
    return Workbook(tuple(sheets), since_1904)


def _parse(archive: zipfile.ZipFile, path: str) -> etree._Element:
    if archive.getinfo(path).file_size > _LARGEST_PART:
        raise DamagedWorkbookError(f"{path}: {archive.getinfo(path).file_size} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(archive.read(path), parser)


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return root.iter(f"{{*}}{name}")


def _read_relationships(archive: zipfile.ZipFile) -> dict[str, str]:
    targets = {}
    for item in _all(_parse(archive, "xl/_rels/workbook.xml.rels"), "Relationship"):
        target = str(item.get("Target", ""))
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        targets[str(item.get("Id"))] = path
    return targets


def _read_strings(archive: zipfile.ZipFile) -> list[str]:
    """Return the shared strings (§18.4); phonetic readings are no part of them."""
    path = "xl/sharedStrings.xml"
    if path not in archive.namelist():
        return []
    return [_text_of(item) for item in _all(_parse(archive, path), "si")]


def _text_of(item: etree._Element) -> str:
    texts = []
    for text in _all(item, "t"):
        parent = text.getparent()
        if parent is None or etree.QName(parent).localname != "rPh":
            texts.append(text.text or "")
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(texts))


def _read_formats(archive: zipfile.ZipFile) -> list[str]:
    """Return the format code of every cell style (§18.8.10, §18.8.30)."""
    path = "xl/styles.xml"
    if path not in archive.namelist():
        return []
    styles = _parse(archive, path)
    own = {str(item.get("numFmtId")): str(item.get("formatCode", "")) for item in _all(styles, "numFmt")}
    codes = []
    for group in _all(styles, "cellXfs"):
        for item in _all(group, "xf"):
            number = str(item.get("numFmtId", "0"))
            codes.append(own.get(number) or find_built_in(int(number)))
    return codes


def _read_sheet(archive: zipfile.ZipFile, path: str, sheet: Sheet, strings: list[str], formats: list[str]) -> None:
    root = _parse(archive, path)
    number = 0
    for row in _all(root, "row"):
        number = int(row.get("r") or number + 1)
        if row.get("hidden") in ("1", "true"):
            sheet.hidden_rows.add(number)
        column = 0
        cells: dict[int, StoredCell] = {}
        for item in row:
            if not isinstance(item.tag, str) or etree.QName(item).localname != "c":
                continue
            address = _ADDRESS.fullmatch(str(item.get("r", "")))
            column = _column_number(address[1]) if address else column + 1
            if (cell := _read_cell(item, strings, formats)) is not None:
                cells[column] = cell
        if cells:
            sheet.cells[number] = cells
    covered = 0
    for item in _all(root, "mergeCell"):
        first, _, last = str(item.get("ref", "")).partition(":")
        start, end = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
        if start is None or end is None:
            continue
        area = (int(start[2]), _column_number(start[1]), int(end[2]), _column_number(end[1]))
        covered += (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
        if covered <= _MOST_MERGED:
            sheet.merged.append(area)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _read_cell(item: etree._Element, strings: list[str], formats: list[str]) -> StoredCell | None:
    """Return what a cell stores (§18.3.1.4), None for one that only carries a style."""
    value = formula = inline = None
    for part in item:
        name = etree.QName(part).localname if isinstance(part.tag, str) else ""
        if name == "v":
            value = part.text
        elif name == "f":
            formula = part
        elif name == "is":
            inline = _text_of(part)
    style = int(item.get("s") or 0)
    code = formats[style] if style < len(formats) else "General"
    kind = str(item.get("t", "n"))
    if kind == "inlineStr" and inline is not None:
        return StoredCell("text", inline, code, formula=False)
    if value is None:
        return StoredCell("number", "", code, formula=True) if formula is not None else None
    has_formula = formula is not None
    if kind == "s":
        index = int(value)
        return StoredCell("text", strings[index] if index < len(strings) else "", code, has_formula)
    if kind == "str":
        return StoredCell("text", value, code, has_formula)
    if kind == "d":
        return StoredCell("text", value[:10], code, has_formula)
    return StoredCell({"b": "boolean", "e": "error"}.get(kind, "number"), value, code, has_formula)
