from __future__ import annotations

import pytest

from converter.model.finding import Severity
from converter.validate.messages import FINDINGS, RULES, findings_of, rule_of
from converter.validate.verdict import ArelleMessage


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        ("calc11e:inconsistentCalculationUsingRounding", "validate.calculation-inconsistent"),
        ("xbrldie:PrimaryItemDimensionallyInvalidError", "validate.dimension-invalid"),
        ("xbrl.4.8.2:sharesFactUnit-notSharesMeasure", "validate.unit-invalid"),
        ("utre:error-NumericFactUtrInvalid", "validate.unit-invalid"),
        ("arelle:duplicateFacts", "validate.duplicates-inconsistent"),
        ("oime:disallowedDuplicateFacts", "validate.duplicates-inconsistent"),
        ("xbrl.4.7.2:contextPeriodType", "validate.wrong-period"),
        ("xbrl.4.7.3.2:entityScheme", "validate.context-invalid"),
        ("tpe:invalidMetaDataFile", "validate.package-broken"),
        ("IOerror", "validate.taxonomy-not-loaded"),
        ("something:nobodyHasSeen", "validate.not-conformant"),
    ],
)
def test_every_code_of_arelle_has_a_finding(code: str, finding: str):
    assert rule_of(code).finding == finding
    assert finding in FINDINGS


def test_every_rule_says_what_is_wrong_and_what_to_do_in_both_languages():
    for rule in RULES:
        assert all((rule.finding, rule.zh, rule.en, rule.do_zh, rule.do_en))


def _message(code: str, *facts: str, level: str = "ERROR") -> ArelleMessage:
    return ArelleMessage(code, level, "text", facts)


def test_a_root_cause_stands_alone():
    findings = findings_of([_message("xbrl.4.6.1:a", "f1"), _message("IOerror"), _message("oime:unknownConcept")])
    assert [finding.code for finding in findings] == ["validate.taxonomy-not-loaded"]


def test_an_echo_about_the_same_fact_is_left_out_and_one_about_another_stays():
    unit, registry = "xbrl.4.8.2:monetaryFactUnit-notMonetaryMeasure", "utre:error-NumericFactUtrInvalid"
    findings = findings_of([_message(unit, "f1"), _message(registry, "f1"), _message(registry, "f2")])
    assert [finding.facts for finding in findings] == [("f1",), ("f2",)]


@pytest.mark.parametrize(
    ("level", "severity"),
    [("ERROR", Severity.ERROR), ("WARNING", Severity.WARNING), ("INCONSISTENCY", Severity.WARNING)],
)
def test_levels_become_severities(level: str, severity: Severity):
    (finding,) = findings_of([_message("a:b", level=level)])
    assert finding.severity is severity


def test_lines_and_facts_are_named_but_not_all_of_many():
    (finding,) = findings_of([ArelleMessage("a:b", "ERROR", "text", ("f1", "f2"), tuple(range(1, 9)))])
    assert "（第 1, 2, 3, 4, 5, … 行，事实 f1, f2）：[a:b] text" in finding.message.zh
    assert " (line 1, 2, 3, 4, 5, …, fact f1, f2): [a:b] text" in finding.message.en
