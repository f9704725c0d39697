"""Arelle's command line, offline, judges the package, and facts of every shape that a report can have."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ENTRY_POINT = "https://w3id.org/cas2xbrl/2026/cas2xbrl-2026.xsd"


def _explicit(axis: str, member: str) -> str:
    return f'<xbrldi:explicitMember dimension="c2x:{axis}Axis">c2x:{member}Member</xbrldi:explicitMember>'


_SCOPE = _explicit("ConsolidatedAndSeparateFinancialStatements", "Separate")
_CAPITAL = _explicit("ComponentsOfEquity", "IssuedCapital")
_BEFORE = _explicit("RetrospectiveApplicationAndRetrospectiveRestatement", "PreviouslyStated")
_TYPED = (
    '<xbrldi:typedMember dimension="c2x:DisagreeingSourceAxis">'
    "<c2x:DisagreeingSourceDomain>line 7</c2x:DisagreeingSourceDomain></xbrldi:typedMember>"
)
_SHAPES = ("", _SCOPE, _CAPITAL, _SCOPE + _CAPITAL, _TYPED, _SCOPE + _TYPED, _SCOPE + _CAPITAL + _TYPED, _BEFORE)


def _judge(root: Path, *arguments: str) -> list[str]:
    """Return Arelle's messages that are more than information."""
    command = [sys.executable, "-m", "arelle.CntlrCmdLine", "--packages", str(root / "taxonomy" / "cas2xbrl-2026.zip")]
    options = [
        "--validate",
        "--internetConnectivity",
        "offline",
        "--calc",
        "c11r",
        "--utr",
        "--logFormat",
        "%(levelname)s %(messageCode)s %(message)s",
    ]
    done = subprocess.run([*command, *arguments, *options], capture_output=True, text=True, check=True, timeout=120)
    return [line for line in done.stdout.splitlines() if line.strip() and not line.startswith("INFO")]


def test_the_package_is_valid_without_a_warning(root: Path):
    assert _judge(root, "--file", ENTRY_POINT) == []
    assert _judge(root, "--file", str(root / "taxonomy" / "cas2xbrl-2026.zip")) == []


def _context(number: int, scenario: str) -> str:
    scenario = f"<xbrli:scenario>{scenario}</xbrli:scenario>" if scenario else ""
    scheme = "https://w3id.org/cas2xbrl/scheme/name"
    entity = f'<xbrli:entity><xbrli:identifier scheme="{scheme}">x</xbrli:identifier></xbrli:entity>'
    instant = "<xbrli:period><xbrli:instant>2022-12-31</xbrli:instant></xbrli:period>"
    year = "<xbrli:startDate>2022-01-01</xbrli:startDate><xbrli:endDate>2022-12-31</xbrli:endDate>"
    return "".join(
        f'<xbrli:context id="{kind}{number}">{entity}{period}{scenario}</xbrli:context>'
        for kind, period in (("i", instant), ("d", f"<xbrli:period>{year}</xbrli:period>"))
    )


def _instance(facts: str) -> str:
    contexts = "".join(_context(number, scenario) for number, scenario in enumerate(_SHAPES))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xbrldi="http://xbrl.org/2006/xbrldi"
 xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:c2x="https://w3id.org/cas2xbrl/2026">
<link:schemaRef xlink:type="simple" xlink:href="{ENTRY_POINT}"/>{contexts}
<xbrli:unit id="cny"><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unit>
<xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>
<xbrli:unit id="shares"><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unit>
<xbrli:unit id="per"><xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unitNumerator>
<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide></xbrli:unit>
{facts}</xbrli:xbrl>"""


def _fact(concept: str, context: str, unit: str, value: str, decimals: int = 2) -> str:
    return f'<c2x:{concept} contextRef="{context}" unitRef="{unit}" decimals="{decimals}">{value}</c2x:{concept}>'


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "report.xbrl"


def test_facts_of_every_shape_are_valid(root: Path, instance: Path):
    facts = [
        fact
        for number in range(len(_SHAPES))
        for fact in (
            _fact("Assets", f"i{number}", "cny", "30.00"),
            _fact("CurrentAssets", f"i{number}", "cny", "10.00"),
            _fact("NoncurrentAssets", f"i{number}", "cny", "20.00"),
            _fact("Equity", f"i{number}", "cny", "5.00"),
            _fact("ChangesInEquity", f"d{number}", "cny", "-1.00"),
            _fact("OtherChangesInEquity", f"d{number}", "cny", "-1.00"),
            _fact("BasicEarningsLossPerShare", f"d{number}", "per", "-0.3528", 4),
            _fact("WeightedAverageReturnOnEquity", f"d{number}", "pure", "0.0517", 4),
            _fact("CurrentRatio", f"i{number}", "pure", "1.70"),
            _fact("NumberOfSharesIssued", f"i{number}", "shares", "640557569", 0),
            f'<c2x:AuditorName contextRef="d{number}">甲会计师事务所</c2x:AuditorName>',
            f'<c2x:AuditReportDate contextRef="d{number}">2023-04-20</c2x:AuditReportDate>',
            f'<c2x:AuditOpinionParagraph contextRef="d{number}">甲</c2x:AuditOpinionParagraph>',
        )
    ]
    instance.write_text(_instance("".join(facts)), encoding="utf-8")
    assert _judge(root, "--file", str(instance)) == []


def test_a_broken_sum_and_a_wrong_unit_are_found(root: Path, instance: Path):
    facts = [
        _fact("ProfitLoss", "d0", "cny", "-214.70"),
        _fact("ProfitLossBeforeTax", "d0", "cny", "-209.61"),
        _fact("IncomeTaxExpenseContinuingOperations", "d0", "cny", "5.10"),  # -214.71: within rounding
        _fact("Liabilities", "i0", "cny", "31.00"),
        _fact("CurrentLiabilities", "i0", "cny", "10.00"),
        _fact("NoncurrentLiabilities", "i0", "cny", "20.00"),
        _fact("Goodwill", "i0", "shares", "1.00"),
    ]
    instance.write_text(_instance("".join(facts)), encoding="utf-8")
    codes = [line.split()[1] for line in _judge(root, "--file", str(instance))]
    assert "calc11e:inconsistentCalculationUsingRounding" in codes
    assert codes.count("calc11e:inconsistentCalculationUsingRounding") == 1
    assert any("4.8.2" in code for code in codes)
