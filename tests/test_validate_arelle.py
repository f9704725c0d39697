"""Hold the verdicts of the warm Arelle equal to those of the cold command line, and the facts of the formats equal."""

from __future__ import annotations

import os
import signal
import socket
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import tiny_taxonomy as tiny
from cold_arelle import CHECKS, Counts, cold_messages

from converter.validate.arelle import ArelleResource, load_arelle, load_facts, validate_files, validate_package
from converter.validate.forks import ForkError, run_in_fork
from converter.validate.service import ArelleProcess
from converter.validate.verdict import Gate, Verdict, canonical_decimal

MONEY = 'unitRef="u" decimals="2"'


def _fact(name: str, context: str, value: str, more: str = MONEY) -> str:
    return f'<{name} id="z1" contextRef="{context}" {more}>{value}</{name}>'


# File → its content, the codes of its findings, and the facts these name.
CASES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "valid.xbrl": (tiny.instance(), (), ()),
    "broken-total.xbrl": (
        tiny.instance(total="201.00"),
        ("validate.calculation-inconsistent",),
        ("f4", "f1", "f2", "f3"),
    ),
    "unknown-element.xbrl": (
        tiny.instance(body=_fact("t:Nope", "i", "1")),
        ("validate.unknown-concept",),
        ("z1",),
    ),
    "wrong-period.xbrl": (tiny.instance(body=_fact("t:Revenue", "i", "1")), ("validate.wrong-period",), ("z1",)),
    "stray-member.xbrl": (tiny.instance(body=_fact("t:B", "s", "1")), ("validate.dimension-invalid",), ("z1",)),
    "no-such-currency.xbrl": (
        tiny.instance(unit="iso4217:XXQ"),
        ("validate.unit-invalid",) * 6,
        ("f1", "f2", "f3", "f4", "f5", "f6"),
    ),
    "money-without-currency.xbrl": (
        tiny.instance(unit="xbrli:pure"),
        ("validate.unit-invalid",) * 6,  # Arelle says each twice, after XBRL 2.1 and after the registry
        ("f1", "f2", "f3", "f4", "f5", "f6"),
    ),
    "inconsistent-duplicates.xbrl": (
        tiny.instance(body=_fact("t:A", "i", "101.00")),
        ("validate.duplicates-inconsistent",),
        ("f1", "z1"),
    ),
    "consistent-duplicates.xbrl": (tiny.instance(body=_fact("t:A", "i", "100", 'unitRef="u" decimals="0"')), (), ()),
    "no-such-taxonomy.xbrl": (
        tiny.instance(schema="https://example.org/none.xsd"),
        ("validate.taxonomy-not-loaded",),
        (),
    ),
    "malformed.xbrl": (tiny.instance().replace("</t:A>", "</t:B>", 1), ("validate.not-well-formed",), ()),
    "cut-in-half.xbrl": (tiny.instance()[:2600], ("validate.not-well-formed",), ()),
    "no-number.xbrl": (tiny.instance(body=_fact("t:B", "p", "abc")), ("validate.value-invalid",), ("z1",)),
    "no-context.xbrl": (tiny.instance(body=_fact("t:B", "none", "1")), ("validate.context-invalid",), ("z1",)),
    "extended.xbrl": (
        tiny.instance(schema="extension/ext.xsd", total="203.00", body=_fact("ext:Own", "i", "3.00")),
        (),
        (),
    ),
    "extended-broken-total.xbrl": (
        tiny.instance(schema="extension/ext.xsd", body=_fact("ext:Own", "i", "3.00")),
        ("validate.calculation-inconsistent",),
        ("f4", "f1", "f2", "f3", "z1"),
    ),
    "broken-extension.xbrl": (tiny.instance(schema="broken/ext.xsd"), ("validate.not-conformant",), ()),
    "valid.json": (tiny.xbrl_json(), (), ()),
    "broken-total.json": (
        tiny.xbrl_json(total="201.00"),
        ("validate.calculation-inconsistent",),
        ("f4", "f1", "f2", "f3"),
    ),
    "valid.xhtml": (tiny.inline(), (), ()),
    "broken-total.xhtml": (
        tiny.inline(total="1,201.00"),
        ("validate.calculation-inconsistent",),
        ("f4", "f1", "f2", "f3"),
    ),
    "no-such-taxonomy.json": (
        tiny.xbrl_json(schema="https://example.org/none.xsd"),
        ("validate.taxonomy-not-loaded",),
        (),
    ),
    "cut-in-half.json": (tiny.xbrl_json()[:500], ("validate.not-well-formed",), ()),
}
FULL = {"no-such-taxonomy.xbrl", "no-such-taxonomy.json", "cut-in-half.json"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judged")
    tiny.write_package(folder / "tiny.zip")
    tiny.write_package(folder / "broken.zip", broken=True)
    tiny.write_extension(folder / "extension")
    links = tiny.write_extension(folder / "broken").with_name("ext-links.xml")
    links.write_text(links.read_text().replace('xlink:to="Own" order="9"', 'xlink:to="Nowhere" order="9"'))
    for name, (content, _, _) in CASES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def resource(folder: Path) -> ArelleResource:
    return load_arelle((folder / "tiny.zip",))


@pytest.fixture(scope="module")
def verdicts(resource: ArelleResource, folder: Path) -> dict[str, Verdict]:
    return dict(zip(CASES, validate_files(resource, [folder / name for name in CASES]), strict=True))


@pytest.fixture(scope="module")
def cold(folder: Path) -> dict[str, Counts]:
    runs = {name: ["--file", name, "--packages", "tiny.zip", *CHECKS] for name in CASES}
    runs |= {name: ["--file", name, "--taxonomyPackage"] for name in ("tiny.zip", "broken.zip")}
    return cold_messages(folder, runs)


def _counted(verdict: Verdict) -> Counts:
    return Counter((message.code, message.level) for message in verdict.messages)


@pytest.mark.parametrize("name", CASES)
def test_warm_verdict_is_that_of_the_cold_command_line(name: str, verdicts, cold):
    assert _counted(verdicts[name]) == cold[name]


def test_full_gate_gives_the_same_messages_as_the_trusted_base(resource: ArelleResource, folder: Path, verdicts):
    full = validate_files(resource, [folder / name for name in CASES], Gate.FULL)
    assert {verdict.gate for verdict in full} == {Gate.FULL}
    assert [_counted(verdict) for verdict in full] == [_counted(verdicts[name]) for name in CASES]


@pytest.mark.parametrize("name", CASES)
def test_findings_name_the_cause_once_and_its_facts(name: str, verdicts):
    _, codes, facts = CASES[name]
    findings = verdicts[name].findings
    assert tuple(finding.code for finding in findings) == codes
    assert tuple(fact for finding in findings for fact in finding.facts) == facts
    assert all(finding.message.zh and finding.message.en and finding.suggestion for finding in findings)


@pytest.mark.parametrize("name", CASES)
def test_verdict_says_which_gate_ran(name: str, verdicts):
    assert verdicts[name].gate == (Gate.FULL if name in FULL else Gate.TRUSTED_BASE)


def test_an_inconsistent_total_is_a_warning_and_an_unknown_element_an_error(verdicts):
    assert verdicts["broken-total.xbrl"].valid
    assert not verdicts["unknown-element.xbrl"].valid


def test_judging_is_repeatable_and_leaves_no_trace(resource: ArelleResource, folder: Path):
    names = ["unknown-element.xbrl", "valid.xbrl", "unknown-element.xbrl", "valid.xbrl"]
    verdicts = validate_files(resource, [folder / name for name in names], at_once=1)
    assert verdicts[:2] == verdicts[2:]
    assert not resource.collector.messages


@pytest.mark.parametrize(("name", "valid"), [("tiny.zip", True), ("broken.zip", False)])
def test_package_is_judged_as_by_the_cold_command_line(name: str, folder: Path, cold, *, valid: bool):
    verdict = validate_package(folder / name)
    assert verdict.valid is valid
    assert verdict.gate is Gate.FULL
    assert _counted(verdict) == cold[name]


def test_a_package_without_its_catalogue_is_found_out_even_if_another_is_loaded(resource: ArelleResource, folder: Path):
    bare = folder / "bare.zip"
    with zipfile.ZipFile(folder / "tiny.zip") as whole, zipfile.ZipFile(bare, "w") as out:
        for name in whole.namelist():
            if not name.endswith("catalog.xml"):
                out.writestr(name, whole.read(name))
    assert resource.models
    assert not validate_package(bare).valid


def test_no_file_is_judged_against_a_package_that_does_not_load(folder: Path):
    (folder / "no.zip").write_bytes(b"PK\x03\x04 and no more")
    # In a fork, because Arelle is started once per process.
    (verdict,) = run_in_fork(lambda: validate_files(load_arelle((folder / "no.zip",)), (folder / "valid.xbrl",)))
    assert verdict.gate is Gate.NONE
    assert [finding.code for finding in verdict.findings] == ["validate.taxonomy-not-loaded"]


def test_facts_are_the_same_from_every_format(resource: ArelleResource, folder: Path):
    xml, oim = (load_facts(resource, folder / name) for name in ("valid.xbrl", "valid.json"))
    assert set(xml) == set(oim)
    assert len(xml) == 9
    by_id = {fact.id: fact for fact in xml}
    assert by_id["f5"].dimensions == (("t:ScopeAxis", "t:ParentMember"),)
    assert (by_id["f5"].value, by_id["f5"].period) == ("-7.5", "2022-12-31")
    assert (by_id["f6"].decimals, by_id["f6"].period) == (-3, "2022-01-01/2022-12-31")
    assert (by_id["f7"].value, by_id["f7"].unit) == ("报告 & 附注", None)
    assert (by_id["f8"].unit, by_id["f9"].unit) == ("xbrli:pure", "iso4217:CNY/xbrli:shares")
    assert [fact.id for fact in xml] == sorted(by_id)


def test_csv_and_inline_facts_are_those_of_the_instance(resource: ArelleResource, folder: Path):
    expected = {replace(fact, id="") for fact in load_facts(resource, folder / "valid.xbrl") if fact.id < "f6"}
    metadata = tiny.write_xbrl_csv(folder / "csv")
    (verdict,) = validate_files(resource, [metadata])
    assert (verdict.messages, verdict.gate) == ((), Gate.TRUSTED_BASE)
    assert {replace(fact, id="") for fact in load_facts(resource, metadata)} == expected
    assert {replace(fact, id="") for fact in load_facts(resource, folder / "valid.xhtml")} <= expected


def test_a_broken_total_in_csv_names_its_cells(resource: ArelleResource, folder: Path):
    metadata = tiny.write_xbrl_csv(folder / "csv-broken", total="201.00")
    (verdict,) = validate_files(resource, [metadata])
    (finding,) = verdict.findings
    assert finding.code == "validate.calculation-inconsistent"
    # Arelle puts r_ in front of the row identifiers of a table.
    assert finding.facts == tuple(f"lines.r_{row}.value" for row in ("f4", "f1", "f2", "f3"))


@pytest.fixture(scope="module")
def process(folder: Path) -> Iterator[ArelleProcess]:
    with ArelleProcess((folder / "tiny.zip",)) as process:
        yield process


def test_the_process_beside_us_gives_the_same_answers(process: ArelleProcess, resource, folder: Path):
    paths = [folder / "valid.xbrl", folder / "broken-total.json"]
    process.ask_verdicts(paths)
    assert process.take_verdicts() == validate_files(resource, paths)
    assert process.load_facts(paths[0]) == load_facts(resource, paths[0])
    assert process.validate_package(folder / "tiny.zip") == validate_package(folder / "tiny.zip")


@pytest.mark.parametrize(
    ("text", "canonical"), [("100.00", "100"), ("-0.50", "-0.5"), ("-0.0", "0"), ("1E+3", "1000"), ("0.5077", "0.5077")]
)
def test_a_decimal_is_written_in_one_way(text: str, canonical: str):
    assert canonical_decimal(text) == canonical


def test_a_process_that_died_is_told_and_can_be_closed(folder: Path):
    process = ArelleProcess((folder / "tiny.zip",))
    os.kill(process._child, signal.SIGKILL)  # noqa: SLF001 - as the system does when memory runs out
    with pytest.raises(ForkError, match="ended unexpectedly"):
        process.load_facts(folder / "valid.xbrl")
    process.close()


def test_nothing_is_asked_of_the_network(resource: ArelleResource, folder: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (verdict,) = validate_files(resource, [folder / "no-such-taxonomy.xbrl"])
    assert [message.code for message in verdict.messages] == ["IOerror", "xbrl:schemaImportMissing"]
