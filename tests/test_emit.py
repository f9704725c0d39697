"""The writers as a table: what each writes where, the same bytes every time, fast enough."""

from __future__ import annotations

import json
import subprocess
import sys
from urllib.parse import quote

import pytest
from emit_sample import EXTENSION, SMALL_TAXONOMY, make_report
from lxml import etree

from converter.emit import WRITERS
from converter.emit.extension import write_extension
from converter.emit.extension_dimensions import WIDER_NARROWER, list_base_sets
from converter.emit.published_schemas import OPTIONAL

PLACES = {
    "xbrl": {"report.xbrl"},
    "xbrl-json": {"report.xbrl.json"},
    "xbrl-csv": {
        "report.xbrl.csv/report.json",
        "report.xbrl.csv/balance_sheet_consolidated.csv",
        "report.xbrl.csv/income_statement_consolidated.csv",
        "report.xbrl.csv/other_amounts.csv",
        "report.xbrl.csv/document_information.csv",
        "report.xbrl.csv/text_blocks.csv",
    },
    "json": {"report.json", "report.schema.json"},
}
EXTENSION_FILES = {
    "extension/extension.xsd",
    "extension/labels.xml",
    "extension/presentation.xml",
    "extension/definition.xml",
    "extension/META-INF/taxonomyPackage.xml",
    "extension/META-INF/catalog.xml",
}
XS = "{http://www.w3.org/2001/XMLSchema}"
XLINK = "{http://www.w3.org/1999/xlink}"


def test_every_format_has_a_writer():
    assert set(WRITERS) == set(PLACES)


@pytest.mark.parametrize("name", PLACES)
def test_files_stand_where_the_contract_says(name: str):
    assert set(WRITERS[name](make_report(), SMALL_TAXONOMY)) == PLACES[name]
    extended = set(WRITERS[name](make_report(extended=True), SMALL_TAXONOMY))
    assert extended == PLACES[name] | (EXTENSION_FILES if name != "json" else set())


def test_the_same_report_gives_the_same_bytes_in_another_process():
    program = (
        "import hashlib, emit_sample as s; from converter.emit import WRITERS;"
        "report = s.make_report(extended=True);"
        "files = {k: v for w in WRITERS.values() for k, v in w(report, s.SMALL_TAXONOMY).items()};"
        "print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_report_json_says_everything_once_and_leaves_out_what_there_is_not():
    report = make_report(extended=True)
    data = WRITERS["json"](report, SMALL_TAXONOMY)["report.json"]
    content = json.loads(data)
    assert list(content) == ["source", "entity", "report", "statements", "facts", "checks", "findings", "coverage"]
    assert type(report).model_validate(content) == report.model_copy(update={"extension": ()})
    assert content["entity"]["name"] is None  # not optional: nobody knows it
    assert "stock_code" not in content["entity"]
    assert set(content["facts"][11]) & OPTIONAL == set()
    assert set(content["facts"][0]["sources"][0]) == {"line", "start", "end", "text"}
    assert [part["text"] for part in content["coverage"]["unresolved"][0]["source"]["parts"]] == ["1,23", "4.56"]


def test_report_json_has_one_fact_on_each_line():
    report = make_report()
    lines = WRITERS["json"](report, SMALL_TAXONOMY)["report.json"].decode("utf-8").splitlines()
    for fact in report.facts:
        (line,) = [line for line in lines if line.startswith(f'  {{"id": "{fact.id}", "concept"')]
        assert json.loads(line.rstrip(","))["value"] == fact.value


def test_the_schema_of_a_report_holds_its_own_concepts_units_periods_and_members():
    schema = json.loads(WRITERS["json"](make_report(extended=True), SMALL_TAXONOMY)["report.schema.json"])
    definitions = schema["$defs"]
    assert definitions["MonetaryInstantConcept"]["enum"] == ["c2x:Assets", "c2x:Equity", "ext:ItemA1B2"]
    assert definitions["PerShareDurationFact"]["properties"]["unit"]["enum"] == ["iso4217:CNY/xbrli:shares"]
    assert definitions["FactInstant"]["properties"]["instant"]["enum"] == ["2021-12-31", "2022-12-31"]
    members = definitions["Dimensions"]["properties"]["c2x:ComponentsOfEquityAxis"]["enum"]
    assert members == ["c2x:CapitalMember", "ext:ComponentE5Member"]
    assert "decimals" not in definitions["StringDurationFact"]["properties"]
    assert json.dumps(schema).count("$ref") == json.dumps(schema).count('"#/$defs/')


def test_the_extension_imports_the_base_and_declares_each_concept():
    files = write_extension(make_report(extended=True, identifier="某某股份"), SMALL_TAXONOMY)
    root = etree.fromstring(files["extension/extension.xsd"])
    assert root.get("targetNamespace") == f"{SMALL_TAXONOMY.base_uri}/entity/{quote('某某股份')}"
    imports = {element.get("namespace"): element.get("schemaLocation") for element in root.iter(f"{XS}import")}
    assert imports[SMALL_TAXONOMY.base_uri] == SMALL_TAXONOMY.entry_point
    elements = {element.get("name"): element for element in root.iter(f"{XS}element")}
    assert set(elements) == {"ExtensionTable", "ExtensionLineItems"} | {c.name[4:] for c in EXTENSION}
    asset = elements["ItemA1B2"]
    assert asset.get("type") == "xbrli:monetaryItemType"
    assert asset.get("{http://www.xbrl.org/2003/instance}balance") == "debit"
    assert elements["ComponentE5Member"].get("abstract") == "true"


def test_the_extension_labels_and_anchors_each_concept():
    files = write_extension(make_report(extended=True), SMALL_TAXONOMY)
    labels = etree.fromstring(files["extension/labels.xml"])
    texts = {label.text for label in labels.iter("{http://www.xbrl.org/2003/linkbase}label")}
    assert {"其他资产项目", "其他资产项目 (within Assets)"} <= texts
    definition = etree.fromstring(files["extension/definition.xml"])
    arcs = list(definition.iter("{http://www.xbrl.org/2003/linkbase}definitionArc"))
    anchors = [
        (arc.get(f"{XLINK}from"), arc.get(f"{XLINK}to")) for arc in arcs if arc.get(f"{XLINK}arcrole") == WIDER_NARROWER
    ]
    assert anchors == [("c2x_Assets", "ext_ItemA1B2"), ("c2x_BasicEarningsLossPerShare", "ext_ItemC3D4")]


def test_an_axis_without_a_default_has_a_base_set_of_its_own():
    plain, disagreeing = list_base_sets(make_report(extended=True), SMALL_TAXONOMY)
    assert plain.name == "extension"
    assert "c2x:DisagreeingSourceAxis" not in plain.axes
    assert plain.concepts == ("ext:ItemA1B2", "ext:ItemC3D4", "c2x:Equity")
    assert disagreeing.axes == (
        "c2x:ConsolidatedAndSeparateFinancialStatementsAxis",
        "c2x:DisagreeingSourceAxis",
    )
    assert disagreeing.concepts == ("ext:ItemA1B2",)
