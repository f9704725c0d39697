"""What the Open Information Model's specifications say of our writers, clause by clause.

OIM 1.0, OIM Common Definitions 1.0, xBRL-JSON 1.0 and xBRL-CSV 1.0, Recommendations of 2021-10-13 with errata.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re

import pytest
from emit_sample import SMALL_TAXONOMY, YEAR, YEAR_END, make_fact, make_report

from converter.emit.oim import write_abbreviated_period, write_namespaces, write_period, write_unit
from converter.emit.xbrl_csv import write_xbrl_csv
from converter.emit.xbrl_json import write_xbrl_json
from converter.model.period import Duration, Instant
from converter.model.report import Report


def as_json(report: Report) -> dict:
    return json.loads(write_xbrl_json(report, SMALL_TAXONOMY)["report.xbrl.json"])


def fact_json(report: Report, number: int) -> dict:
    return as_json(report)["facts"][f"f{number}"]


def table(report: Report, name: str) -> list[dict[str, str]]:
    data = write_xbrl_csv(report, SMALL_TAXONOMY)[f"report.xbrl.csv/{name}.csv"]
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Instant(instant=dt.date(2022, 12, 31)), "2023-01-01T00:00:00"),
        (Instant(instant=dt.date(2024, 2, 28)), "2024-02-29T00:00:00"),
        (
            Duration(start=dt.date(2022, 1, 1), end=dt.date(2022, 12, 31)),
            "2022-01-01T00:00:00/2023-01-01T00:00:00",
        ),
        (
            Duration(start=dt.date(2022, 6, 30), end=dt.date(2022, 6, 30)),
            "2022-06-30T00:00:00/2022-07-01T00:00:00",
        ),
    ],
)
def test_common_3_5_a_day_ends_at_midnight_of_the_next(period, text: str):
    assert write_period(period) == text


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("iso4217:CNY", "iso4217:CNY"),
        ("iso4217:USD/xbrli:shares", "iso4217:USD/xbrli:shares"),  # xBRL-JSON 1.0, Example 4: US dollars per share
        ("utr:kg*utr:MWh", "(utr:MWh*utr:kg)"),  # code points, not letters, give the order: capitals first
        ("utr:m*utr:kg/utr:s*utr:h", "(utr:kg*utr:m)/(utr:h*utr:s)"),
    ],
)
def test_common_3_4_measures_stand_in_order_and_several_in_brackets(unit: str, text: str):
    assert write_unit(unit) == text


def test_oim_3_4_the_plain_number_has_no_unit():
    assert write_unit("xbrli:pure") is None
    assert "unit" not in fact_json(make_report(), 9)["dimensions"]
    assert next(row for row in table(make_report(), "other_amounts") if row["id"] == "f9")["unit"] == ""


def test_common_1_2_reserved_prefixes_have_their_namespaces():
    namespaces = write_namespaces(make_report(), SMALL_TAXONOMY)
    assert namespaces["xbrl"] == "https://xbrl.org/2021"
    assert namespaces["xbrli"] == "http://www.xbrl.org/2003/instance"
    assert namespaces["iso4217"] == "http://www.xbrl.org/2003/iso4217"


@pytest.mark.parametrize("identifier", ["000000", "某某股份有限公司", "A B\u3000C", "a:b#c"])
def test_common_3_1_the_entity_is_an_sqname(identifier: str):
    report = make_report(identifier=identifier)
    entity = fact_json(report, 1)["dimensions"]["entity"]
    prefix, _, local = entity.partition(":")
    assert as_json(report)["documentInfo"]["namespaces"][prefix] == report.entity.scheme
    assert re.fullmatch(r"\S+", local)


def test_json_2_2_the_document_says_what_it_is():
    information = as_json(make_report())["documentInfo"]
    assert information["documentType"] == "https://xbrl.org/2021/xbrl-json"
    assert information["taxonomy"] == [SMALL_TAXONOMY.entry_point]
    assert as_json(make_report(extended=True))["documentInfo"]["taxonomy"] == ["extension/extension.xsd"]


def test_json_5_1_a_value_is_a_string_and_decimals_an_integer():
    assert fact_json(make_report(), 1)["value"] == "290324919.07"
    assert fact_json(make_report(), 7)["decimals"] == -6
    exact = make_report(facts=(make_fact(1, "c2x:Assets", "12", YEAR_END, decimals=None),))
    assert "decimals" not in fact_json(exact, 1)  # absent: infinitely precise (OIM 1.0 §3.3)


def test_json_5_2_language_is_in_lower_case_and_on_text_only():
    assert fact_json(make_report(), 12)["dimensions"]["language"] == "zh-cn"
    assert fact_json(make_report(), 13)["dimensions"]["language"] == "zh-cn"
    for number in (1, 9, 14):  # an amount, a ratio, a date
        assert "language" not in fact_json(make_report(), number)["dimensions"]


def test_json_5_2_explicit_members_are_names_and_typed_ones_text():
    dimensions = fact_json(make_report(), 5)["dimensions"]
    assert dimensions["c2x:ComponentsOfEquityAxis"] == "c2x:CapitalMember"
    assert fact_json(make_report(), 3)["dimensions"]["c2x:DisagreeingSourceAxis"] == "line 12"


def test_json_5_facts_are_keyed_by_their_ids_in_order():
    assert list(as_json(make_report())["facts"]) == [fact.id for fact in make_report().facts]


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (YEAR_END, "2022-12-31@end"),
        (YEAR, "2022-01-01..2022-12-31"),
        (Duration(start=dt.date(2022, 1, 1), end=dt.date(2022, 1, 1)), "2022-01-01..2022-01-01"),
    ],
)
def test_csv_periods_are_written_as_people_read_them(period, text: str):
    assert write_abbreviated_period(period) == text


@pytest.mark.parametrize(("value", "cell"), [("", "#empty"), ("#nil", "##nil"), ("##", "###"), ("a#", "a#")])
def test_csv_appendix_a_special_values_are_escaped(value: str, cell: str):
    report = make_report(facts=(make_fact(1, "c2x:CompanyName", value, YEAR, None, None, None),))
    (row,) = table(report, "document_information")
    assert row["value"] == cell


def test_csv_names_of_tables_and_columns_are_identifiers():
    metadata = json.loads(write_xbrl_csv(make_report(extended=True), SMALL_TAXONOMY)["report.xbrl.csv/report.json"])
    names = [*metadata["tables"], *(name for t in metadata["tableTemplates"].values() for name in t["columns"])]
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_\-]*", name) for name in names)


def test_csv_every_row_is_one_fact_and_every_header_a_column_of_the_template():
    report = make_report(extended=True)
    files = write_xbrl_csv(report, SMALL_TAXONOMY)
    metadata = json.loads(files["report.xbrl.csv/report.json"])
    ids = []
    for name, template in metadata["tableTemplates"].items():
        rows = table(report, name)
        assert list(rows[0]) == list(template["columns"])
        assert template["rowIdColumn"] == "id"
        ids += [row["id"] for row in rows]
    assert sorted(ids) == sorted(fact.id for fact in report.facts)


def test_rfc_4180_lines_end_in_crlf_and_quotes_are_doubled():
    tables = write_xbrl_csv(make_report(), SMALL_TAXONOMY)
    data = b"".join(tables[name] for name in sorted(tables) if name.endswith(".csv"))
    assert all(tables[name].endswith(b"\r\n") for name in tables if name.endswith(".csv"))
    assert '含 ""引号""'.encode() in data
