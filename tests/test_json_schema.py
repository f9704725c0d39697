"""report.json is judged by a fast library and explained by a slow one; both must say the same."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from emit_sample import SMALL_TAXONOMY, make_report

from converter.emit import WRITERS
from converter.emit.published_schemas import write_schemas
from converter.validate.json_schema import FINDINGS, check_report_json, check_schema, explain, judge

FILES = WRITERS["json"](make_report(extended=True), SMALL_TAXONOMY)
REPORT = FILES["report.json"]
OWN_SCHEMA = FILES["report.schema.json"]
PUBLISHED = json.loads(write_schemas(SMALL_TAXONOMY)["report.schema.json"])


def broken(change: Callable[[Any], None]) -> Any:
    document = json.loads(REPORT)
    change(document)
    return document


def set_in_fact(number: int, **fields: Any) -> Callable[[Any], None]:
    return lambda document: document["facts"][number].update(fields)


@pytest.mark.parametrize("extended", [False, True])
def test_a_written_report_conforms_to_both_schemas(*, extended: bool):
    files = WRITERS["json"](make_report(extended=extended), SMALL_TAXONOMY)
    assert check_report_json(files["report.json"], files["report.schema.json"]) == ()
    assert check_report_json(files["report.json"]) == ()


# What is wrong, whether the published schema sees it too, where, and a word of the explanation.
FAULTS: dict[str, tuple[Callable[[Any], None], bool, str, str]] = {
    "a number with separators": (set_in_fact(0, value="1,000.00"), True, "/facts/0/value", "1,000.00"),
    "an unknown concept": (set_in_fact(0, concept="c2x:Asets"), False, "/facts/0/concept", "is no concept"),
    "another kind's unit": (set_in_fact(7, unit="iso4217:CNY"), False, "/facts/7/unit", "xbrli:shares"),
    "a currency the report does not have": (set_in_fact(0, unit="iso4217:USD"), False, "/facts/0/unit", "USD"),
    "no unit": (lambda d: d["facts"][0].pop("unit"), True, "/facts/0", "unit"),
    "decimals of a text": (set_in_fact(11, decimals=2), True, "/facts/11", "decimals"),
    "an instant for a flow": (set_in_fact(6, period={"instant": "2022-12-31"}), False, "/facts/6/period", "instant"),
    "a period that is none of the report's": (
        set_in_fact(0, period={"instant": "2019-12-31"}),
        False,
        "/facts/0/period/instant",
        "2019-12-31",
    ),
    "a day that is none": (
        set_in_fact(6, period={"start": "2022-01-01", "end": "2022-02-30"}),
        True,
        "/facts/6/period/end",
        "2022-02-30",
    ),
    "a date that is text": (set_in_fact(13, value="四月一日"), False, "/facts/13/value", "四月一日"),
    "the default member spelt out": (
        lambda d: d["facts"][1]["dimensions"].update(
            {"c2x:ConsolidatedAndSeparateFinancialStatementsAxis": "c2x:ConsolidatedMember"}
        ),
        False,
        "/facts/1/dimensions/c2x:ConsolidatedAndSeparateFinancialStatementsAxis",
        "ConsolidatedMember",
    ),
    "an axis that is none": (
        lambda d: d["facts"][1]["dimensions"].update({"c2x:NoAxis": "x"}),
        False,
        "/facts/1/dimensions",
        "c2x:NoAxis",
    ),
    "a number that is no string": (set_in_fact(0, value=1.5), True, "/facts/0/value", "1.5"),
    "a null for nothing to say": (lambda d: d["entity"].update(stock_code=None), True, "/entity/stock_code", "None"),
    "an unknown evidence": (set_in_fact(0, evidence="guessed"), True, "/facts/0/evidence", "guessed"),
    "a field of one's own": (lambda d: d.update(more=1), True, "/", "more"),
    "a fact that is none": (lambda d: d["facts"].append(None), True, "/facts/19", "None"),
    "facts that are no list": (lambda d: d.update(facts={}), True, "/facts", "{}"),
    "no coverage": (lambda d: d.pop("coverage"), True, "/", "coverage"),
    "a hash that is none": (lambda d: d["source"].update(sha256="abc"), True, "/source/sha256", "abc"),
    "a place before the first line": (
        lambda d: d["facts"][2]["sources"][0].update(line=0),
        True,
        "/facts/2/sources/0/line",
        "0",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_in_its_place_and_explained(name: str):
    change, published_too, place, word = FAULTS[name]
    findings = check_report_json(json.dumps(broken(change)).encode(), OWN_SCHEMA)
    expected = [" report.schema.json at "] + [" schemas/report.schema.json at "] * published_too
    assert len(findings) == len(expected)
    own = findings[-1]
    assert own.code == "validate.schema-violation"
    assert f"{expected[0]}{place}:" in own.message.en
    assert word in own.message.en
    assert place in own.message.zh
    if place.startswith("/facts/") and "fact that is none" not in name:
        number = int(place.split("/")[2])
        assert own.facts == (json.loads(REPORT)["facts"][number]["id"],)


@pytest.mark.parametrize("schema", [PUBLISHED, json.loads(OWN_SCHEMA)], ids=["published", "the report's own"])
@pytest.mark.parametrize("name", [None, *FAULTS])
def test_both_libraries_give_one_verdict(name: str | None, schema: Any):
    document = broken(FAULTS[name][0]) if name else json.loads(REPORT)
    assert judge(schema, document) == (explain(schema, document) == ())


@pytest.mark.parametrize("schema", [PUBLISHED, json.loads(OWN_SCHEMA)], ids=["published", "the report's own"])
def test_both_libraries_give_one_verdict_on_every_part_replaced_or_removed(schema: Any):
    """Break one fact in every way there is: each value, at any depth, replaced by each type of JSON, or removed."""
    whole = json.loads(REPORT)
    whole["facts"] = whole["facts"][2:3]
    verdicts = set()
    for path in list(_paths(whole["facts"][0])):
        for replacement in (None, True, 0, -1.5, "", "x", [], {}, "REMOVED"):
            document = copy.deepcopy(whole)
            holder = document["facts"][0]
            for part in path[:-1]:
                holder = holder[part]
            if replacement == "REMOVED":
                del holder[path[-1]]
            else:
                holder[path[-1]] = replacement
            verdict = judge(schema, document)
            assert verdict == (explain(schema, document) == ()), (path, replacement)
            verdicts.add(verdict)
    assert verdicts == {True, False}


def _paths(value: Any, above: tuple[Any, ...] = ()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*above, key)
        yield from _paths(inner, (*above, key))


@pytest.mark.parametrize(
    "data", [b"", b"{", "报告".encode("gb18030"), b'{"facts": NaN}', b"PK\x03\x04"], ids=lambda data: repr(data[:12])
)
def test_what_is_no_json_is_said_once(data: bytes):
    (finding,) = check_report_json(data, OWN_SCHEMA)
    assert finding.code == "validate.json-unreadable"
    assert "UTF-8" in finding.message.zh


def test_a_byte_order_mark_is_no_fault():
    assert check_report_json(b"\xef\xbb\xbf" + REPORT, OWN_SCHEMA) == ()


def test_a_schema_that_is_none_is_said_to_be_so():
    schema = json.loads(OWN_SCHEMA)
    schema["properties"]["facts"]["type"] = "arrays"
    (finding,) = check_report_json(REPORT, json.dumps(schema).encode())
    assert finding.code == "validate.schema-broken"
    assert "/properties/facts/type" in finding.message.en
    assert check_schema(OWN_SCHEMA, "report.schema.json") == ()


def test_schemas_conform_to_the_metaschema():
    for data in [OWN_SCHEMA, *write_schemas(SMALL_TAXONOMY).values()]:
        jsonschema.Draft202012Validator.check_schema(json.loads(data))


def test_many_faults_are_not_told_without_end():
    document = json.loads(REPORT)
    document["facts"] = [fact | {"value": None} for fact in document["facts"] * 20]
    assert len(check_report_json(json.dumps(document).encode())) == 50


def test_every_code_is_in_the_table():
    codes = {"validate.json-unreadable", "validate.schema-violation", "validate.schema-broken"}
    assert set(FINDINGS) == codes
