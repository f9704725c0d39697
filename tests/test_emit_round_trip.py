"""Every format loads back into Arelle as the facts of the report, and Arelle has nothing to say against any of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from emit_sample import SMALL_TAXONOMY, YEAR, make_fact, make_report, write_package

from converter.emit import WRITERS
from converter.model.period import Instant
from converter.model.report import Report
from converter.validate.service import ArelleProcess
from converter.validate.verdict import LoadedFact, canonical_decimal

LOADABLE = {"xbrl": "report.xbrl", "xbrl-json": "report.xbrl.json", "xbrl-csv": "report.xbrl.csv/report.json"}


@pytest.fixture(scope="module")
def arelle(tmp_path_factory: pytest.TempPathFactory):
    with ArelleProcess([write_package(tmp_path_factory.mktemp("package") / "base.zip")]) as process:
        yield process


def write_all(report: Report, folder: Path) -> None:
    for write in WRITERS.values():
        for name, data in write(report, SMALL_TAXONOMY).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def expected_facts(report: Report, identifier: str) -> list[LoadedFact]:
    return [
        LoadedFact(
            id=fact.id,
            concept=fact.concept,
            value=canonical_decimal(fact.value) if fact.unit else fact.value,
            period=fact.period.instant.isoformat()
            if isinstance(fact.period, Instant)
            else f"{fact.period.start.isoformat()}/{fact.period.end.isoformat()}",
            unit=fact.unit,
            decimals=fact.decimals,
            entity=(report.entity.scheme, identifier),
            dimensions=tuple(sorted(fact.dimensions.items())),
        )
        for fact in report.facts
    ]


def with_report_id(fact: LoadedFact) -> LoadedFact:
    """Return the fact under the id it has in the report: in a table it is the id of the row."""
    if not fact.id.endswith(".value"):
        return fact
    _, row, _ = fact.id.split(".")
    return LoadedFact(
        row.removeprefix("r_"),
        fact.concept,
        fact.value,
        fact.period,
        fact.unit,
        fact.decimals,
        fact.entity,
        fact.dimensions,
    )


@pytest.mark.parametrize("extended", [False, True], ids=["base only", "with an extension"])
@pytest.mark.parametrize("name", LOADABLE)
def test_a_format_loads_back_as_the_same_facts(name: str, *, extended: bool, arelle: ArelleProcess, tmp_path: Path):
    report = make_report(extended=extended)
    write_all(report, tmp_path)
    loaded = [with_report_id(fact) for fact in arelle.load_facts(tmp_path / LOADABLE[name])]
    expected = expected_facts(report, "000000")
    if name == "xbrl-csv":  # tables are in the order of statements
        loaded.sort(key=lambda fact: int(fact.id[1:]))
    assert loaded == expected


@pytest.mark.parametrize("extended", [False, True], ids=["base only", "with an extension"])
def test_arelle_has_nothing_to_say(*, extended: bool, arelle: ArelleProcess, tmp_path: Path):
    write_all(make_report(extended=extended), tmp_path)
    arelle.ask_verdicts([tmp_path / name for name in LOADABLE.values()])
    for verdict in arelle.take_verdicts():
        assert verdict.messages == (), verdict.file
        assert verdict.gate.value != "none"


def test_a_member_the_hypercube_does_not_have_is_noticed(arelle: ArelleProcess, tmp_path: Path):
    """Were the extension's own hypercube open, the tests above would prove nothing."""
    write_all(make_report(extended=True), tmp_path)
    path = tmp_path / "report.xbrl"
    path.write_text(
        path.read_text(encoding="utf-8").replace(">ext:ComponentE5Member<", ">c2x:SeparateMember<"), encoding="utf-8"
    )
    arelle.ask_verdicts([path])
    (verdict,) = arelle.take_verdicts()
    assert "xbrldie:PrimaryItemDimensionallyInvalidError" in {message.code for message in verdict.messages}


def test_an_entity_known_by_a_name_with_blanks(arelle: ArelleProcess, tmp_path: Path):
    report = make_report(extended=True, identifier="某某 股份（集团） Co., Ltd.")
    write_all(report, tmp_path)
    identifier = "某某_股份（集团）_Co.,_Ltd."
    for name in LOADABLE.values():
        assert {fact.entity for fact in arelle.load_facts(tmp_path / name)} == {(report.entity.scheme, identifier)}
    arelle.ask_verdicts([tmp_path / name for name in LOADABLE.values()])
    assert [verdict.messages for verdict in arelle.take_verdicts()] == [(), (), ()]


@pytest.mark.parametrize("value", ["#nil", "##", " 首尾空白 ", "a\tb\r\nc", '"', "", "=1+1", "12d2", "坏\x0c字符"])
def test_text_of_any_kind_survives_every_format(value: str, arelle: ArelleProcess, tmp_path: Path):
    report = make_report(facts=(make_fact(1, "c2x:CompanyName", value, YEAR, None, None, None),))
    write_all(report, tmp_path)
    expected = value.replace("\x0c", "")
    for name in LOADABLE.values():
        (fact,) = arelle.load_facts(tmp_path / name)
        assert fact.value == expected, name
