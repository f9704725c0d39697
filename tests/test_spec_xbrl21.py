"""What XBRL 2.1 (Recommendation 2003-12-31 with errata to 2013-02-20) and Dimensions 1.0 say of our instances."""

from __future__ import annotations

import re

import pytest
from emit_sample import CNY, EQUITY_AXIS, SMALL_TAXONOMY, SOURCE_AXIS, YEAR, YEAR_END, make_fact, make_report
from lxml import etree

from converter.emit.xbrl_xml import write_xbrl
from converter.model.report import Report

NAMES = {
    "xbrli": "http://www.xbrl.org/2003/instance",
    "link": "http://www.xbrl.org/2003/linkbase",
    "xlink": "http://www.w3.org/1999/xlink",
    "xbrldi": "http://xbrl.org/2006/xbrldi",
    "c2x": SMALL_TAXONOMY.base_uri,
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def as_xml(report: Report) -> etree._Element:
    return etree.fromstring(write_xbrl(report, SMALL_TAXONOMY)["report.xbrl"])


def find(root: etree._Element, path: str) -> list:
    return root.xpath(path, namespaces=NAMES)


def test_4_2_the_schema_reference_comes_first():
    reference = as_xml(make_report())[0]
    assert reference.tag == f"{{{NAMES['link']}}}schemaRef"
    assert reference.get(f"{{{NAMES['xlink']}}}href") == SMALL_TAXONOMY.entry_point
    extended = as_xml(make_report(extended=True))[0]
    assert extended.get(f"{{{NAMES['xlink']}}}href") == "extension/extension.xsd"


def test_4_6_facts_stand_in_the_order_of_the_report():
    root = as_xml(make_report())
    assert find(root, "*[@contextRef]/@id") == [fact.id for fact in make_report().facts]


@pytest.mark.parametrize("value", ["290324919.07", "-0.35", "0.00", "817000000", "12345678901234567890.12"])
def test_4_6_6_a_number_is_written_as_it_is_with_its_decimals(value: str):
    (fact,) = find(as_xml(make_report(facts=(make_fact(1, "c2x:Assets", value, YEAR_END),))), "c2x:Assets")
    assert (fact.text, fact.get("decimals"), fact.get("precision")) == (value, "2", None)


def test_4_6_6_an_exact_number_is_inf():
    (fact,) = find(as_xml(make_report(facts=(make_fact(1, "c2x:Assets", "3", YEAR_END, decimals=None),))), "c2x:Assets")
    assert fact.get("decimals") == "INF"


def test_4_7_facts_with_one_period_and_one_place_share_a_context():
    root = as_xml(make_report())
    contents = [etree.tostring(context).partition(b">")[2] for context in find(root, "xbrli:context")]
    assert len(contents) == len(set(contents))
    assert set(find(root, "*/@contextRef")) == set(find(root, "xbrli:context/@id"))


def test_4_7_2_a_date_means_the_end_of_that_day():
    root = as_xml(make_report())
    assert set(find(root, "//xbrli:instant/text()")) == {"2022-12-31", "2021-12-31"}
    assert set(find(root, "//xbrli:startDate/text()")) == {"2022-01-01"}
    assert set(find(root, "//xbrli:endDate/text()")) == {"2022-12-31"}


def test_4_8_units_are_measures_or_a_divide():
    root = as_xml(make_report())
    assert find(root, "xbrli:unit[@id='CNY']/xbrli:measure/text()") == [CNY]
    assert find(root, "xbrli:unit[@id='pure']/xbrli:measure/text()") == ["xbrli:pure"]
    assert find(root, "xbrli:unit[@id='shares']/xbrli:measure/text()") == ["xbrli:shares"]
    divide = "xbrli:unit[@id='CNY_per_shares']/xbrli:divide"
    assert find(root, f"{divide}/xbrli:unitNumerator/xbrli:measure/text()") == [CNY]
    assert find(root, f"{divide}/xbrli:unitDenominator/xbrli:measure/text()") == ["xbrli:shares"]
    assert len(find(root, "xbrli:unit")) == 4


def test_dimensions_stand_in_the_scenario_and_are_names_or_elements():
    root = as_xml(make_report())
    assert find(root, "//xbrli:segment") == []
    (typed,) = find(root, f"//xbrldi:typedMember[@dimension='{SOURCE_AXIS}']")
    assert find(typed, "c2x:DisagreeingSourceDomain/text()") == ["line 12"]
    members = find(root, f"//xbrldi:explicitMember[@dimension='{EQUITY_AXIS}']/text()")
    assert members == ["c2x:CapitalMember", "c2x:CapitalMember"]


def test_text_has_a_language_and_other_facts_have_none():
    root = as_xml(make_report())
    languages = {fact.get("id"): fact.get(LANG) for fact in find(root, "*[@contextRef]")}
    assert {name for name, language in languages.items() if language == "zh-CN"} == {"f12", "f13"}
    assert {name for name, language in languages.items() if language is None} == languages.keys() - {"f12", "f13"}


@pytest.mark.parametrize("value", ["<b>&amp;</b>", "]]>", "a\r\nb\tc", "𠮷野家", "\u00a0\u3000"])
def test_xml_text_reads_back_as_it_was(value: str):
    report = make_report(facts=(make_fact(1, "c2x:CompanyName", value, YEAR, None, None, None),))
    (fact,) = find(as_xml(report), "c2x:CompanyName")
    assert fact.text == value


def test_xml_1_0_2_2_characters_that_no_xml_holds_are_left_out():
    report = make_report(facts=(make_fact(1, "c2x:CompanyName", "a\x00\x0bb\ufffe", YEAR, None, None, None),))
    (fact,) = find(as_xml(report), "c2x:CompanyName")
    assert fact.text == "ab"


def test_ids_are_names_unique_in_the_document():
    ids = find(as_xml(make_report(extended=True)), "//@id")
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.\-]*", name) for name in ids)
