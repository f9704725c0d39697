from __future__ import annotations

import json
from pathlib import Path

import pytest
import tiny_taxonomy as tiny

from converter.validate.filekind import FileKind, identify_file, rests_on

XBRL_CSV = {"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-csv", "taxonomy": [tiny.ENTRY_POINT]}}
INLINE = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:link="http://www.xbrl.org/2003/linkbase" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"><body><div>'
    '<link:schemaRef xlink:href="a.xsd"/></div></body></html>'
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (tiny.instance(), FileKind.XBRL),
        ("\ufeff" + tiny.instance(), FileKind.XBRL),
        (tiny.instance()[:3000], FileKind.XBRL),
        (INLINE, FileKind.IXBRL),
        (tiny.xbrl_json(), FileKind.XBRL_JSON),
        (tiny.xbrl_json()[:400], FileKind.XBRL_JSON),
        (json.dumps(XBRL_CSV), FileKind.XBRL_CSV),
        ('{"source": {}, "facts": [], "findings": [], "coverage": {}}', FileKind.REPORT),
        ('{"$schema": "https://json-schema.org/draft/2020-12/schema"}', FileKind.JSON_SCHEMA),
        ('{"a": 1}', FileKind.UNKNOWN),
        ("[1, 2]", FileKind.UNKNOWN),
        ("<a/>", FileKind.UNKNOWN),
        ("<xs:schema", FileKind.UNKNOWN),
        ("合并资产负债表\n", FileKind.UNKNOWN),
        ("", FileKind.UNKNOWN),
        ("PK\x03\x04 but no archive", FileKind.UNKNOWN),
    ],
)
def test_a_file_is_known_by_its_content(content: str, kind: FileKind, tmp_path: Path):
    path = tmp_path / "any.name"
    path.write_text(content, encoding="utf-8")
    assert identify_file(path).kind is kind


def test_utf_16_is_read_too(tmp_path: Path):
    path = tmp_path / "a"
    path.write_text(tiny.instance().replace("UTF-8", "UTF-16"), encoding="utf-16")
    assert identify_file(path).kind is FileKind.XBRL


def test_a_package_and_a_schema_are_known(tmp_path: Path):
    assert identify_file(tiny.write_package(tmp_path / "p")).kind is FileKind.TAXONOMY_PACKAGE
    schema = identify_file(tiny.write_extension(tmp_path / "e"))
    assert schema.kind is FileKind.TAXONOMY_SCHEMA
    assert tiny.ENTRY_POINT in schema.references
    assert identify_file(tmp_path / "e" / "ext-links.xml").kind is FileKind.LINKBASE


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (tiny.ENTRY_POINT, True),
        ("e/ext.xsd", True),
        ("other/around.xsd", True),
        ("e/missing.xsd", False),
        ("https://example.org/else.xsd", False),
    ],
)
def test_a_file_rests_on_an_entry_point_itself_or_through_local_schemas(
    reference: str, tmp_path: Path, *, expected: bool
):
    tmp_path = tmp_path / "年报 2022"  # percent-encoded in addresses
    tmp_path.mkdir()
    tiny.write_extension(tmp_path / "e")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "around.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        '<xs:import namespace="a" schemaLocation="../e/ext.xsd"/>'
        '<xs:import namespace="b" schemaLocation="around.xsd"/></xs:schema>'
    )
    path = tmp_path / "a.xbrl"
    path.write_text(tiny.instance(schema=reference))
    assert rests_on(path, identify_file(path).references, tiny.ENTRY_POINT) is expected
