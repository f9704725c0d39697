"""Whole small documents and what they must become: tests/corpus/<name>/ holds source, facts and findings side by side.

Facts are compared as facts (concept, value, period, dimensions, decimals, unit, evidence), not as bytes. After a change
that is meant, write them anew with ``--update-golden`` and read the diff as you read code; ``--prune-golden`` removes
what is expected of sources that are gone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from converter.model.report import Fact, Report
from converter.pipeline import Conversion, Options, convert_document
from converter.resources import find_resource
from converter.taxonomy import Taxonomy
from converter.validate.json_schema import check_report_json
from converter.validate.judge import PACKAGE
from converter.validate.service import ArelleProcess
from converter.validate.verdict import LoadedFact, canonical_decimal

FOLDER = Path(__file__).parent / "corpus"
ROOT = Path(__file__).resolve().parent.parent
EXPECTED = ("facts.json", "findings.txt")
LOADABLE = {"xbrl": "report.xbrl", "xbrl-json": "report.xbrl.json", "xbrl-csv": "report.xbrl.csv/report.json"}
BYTES_OF = "two-sided-2023"  # it has an extension, so that every kind of file is written
BYTES = FOLDER / BYTES_OF / "bytes.sha256"


def find_source(folder: Path) -> Path | None:
    """Return the source of a golden; one that stands among the examples is named in source.path."""
    found = next(iter(sorted(folder.glob("source.*"))), None)
    if found is not None and found.suffix == ".path":
        found = ROOT / found.read_text(encoding="utf-8").strip()
    return found if found is not None and found.is_file() else None


FOLDERS = sorted(path for path in FOLDER.iterdir() if path.is_dir())
GOLDENS = [folder for folder in FOLDERS if find_source(folder)]
each_golden = pytest.mark.parametrize("folder", GOLDENS, ids=lambda folder: folder.name)


@pytest.fixture(scope="module")
def conversions(taxonomy: Taxonomy) -> dict[str, Conversion]:
    made = {}
    for folder in GOLDENS:
        source = find_source(folder)
        assert source is not None
        made[folder.name] = convert_document(source.read_bytes(), source.name, taxonomy, Options())
    return made


@pytest.fixture(scope="module")
def arelle() -> Iterator[ArelleProcess]:
    with ArelleProcess((find_resource("taxonomy", PACKAGE),)) as process:
        yield process


def report_of(conversion: Conversion) -> Report:
    assert conversion.report is not None, [finding.code for finding in conversion.findings]
    return conversion.report


def canonical(fact: Fact) -> str:
    """Return a fact as one line of JSON: what it says, and nothing about how it is numbered or where it is printed."""
    shown = fact.model_dump(
        mode="json",
        include={"concept", "value", "decimals", "unit", "period", "dimensions", "evidence"},
        exclude_none=True,
    )
    return json.dumps(shown, ensure_ascii=False, sort_keys=True)


def write_facts(report: Report) -> str:
    lines = sorted(canonical(fact) for fact in report.facts)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def write_findings(conversion: Conversion) -> str:
    """Return a line for each finding: severity, code, and the lines it is about."""
    told = ""
    for finding in conversion.findings:
        lines = sorted({source.line for source in finding.sources})
        told += " ".join([finding.severity.value, finding.code, *map(str, lines)]) + "\n"
    return told


@each_golden
def test_facts_and_findings_are_the_expected_ones(
    folder: Path, conversions: dict[str, Conversion], *, update_golden: bool
) -> None:
    conversion = conversions[folder.name]
    facts, findings = write_facts(report_of(conversion)), write_findings(conversion)
    if update_golden:
        for name, text in zip(EXPECTED, (facts, findings), strict=True):
            (folder / name).write_text(text, encoding="utf-8")
    expected = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    assert json.loads(facts) == expected
    assert findings == (folder / "findings.txt").read_text(encoding="utf-8")


def test_nothing_is_expected_of_sources_that_are_gone(*, prune_golden: bool) -> None:
    left = [folder / name for folder in FOLDERS if folder not in GOLDENS for name in EXPECTED]
    left = [path for path in left if path.exists()]
    if prune_golden:
        for path in left:
            path.unlink()
    assert not [path for path in left if path.exists()], "run with --prune-golden"


def test_every_writer_gives_the_same_bytes_as_ever(
    conversions: dict[str, Conversion], taxonomy: Taxonomy, *, update_golden: bool
) -> None:
    source = find_source(FOLDER / BYTES_OF)
    assert source is not None
    files = conversions[BYTES_OF].files
    assert convert_document(source.read_bytes(), source.name, taxonomy, Options()).files == files
    # report.schema.json lists every concept of the taxonomy: its bytes change with each, so it is compared above only.
    pinned = sorted((name, data) for name, data in files.items() if name != "report.schema.json")
    digests = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in pinned)
    if update_golden:
        BYTES.write_text(digests, encoding="utf-8")
    assert digests == BYTES.read_text(encoding="utf-8")


@each_golden
def test_the_json_conforms_to_the_published_schema_and_to_its_own(
    folder: Path, conversions: dict[str, Conversion]
) -> None:
    files = conversions[folder.name].files
    assert check_report_json(files["report.json"], files["report.schema.json"]) == ()


@each_golden
def test_every_format_loads_back_as_the_facts_of_the_json(
    folder: Path, conversions: dict[str, Conversion], arelle: ArelleProcess, tmp_path: Path
) -> None:
    files = conversions[folder.name].files
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    expected = facts_of_json(files["report.json"])
    assert expected
    for name in LOADABLE.values():
        loaded = [comparable(fact) for fact in arelle.load_facts(tmp_path / name)]
        assert len(loaded) == len(expected), name
        assert set(loaded) == expected, name


Comparable = tuple[str, str | None, str, str | None, int | None, tuple[tuple[str, str], ...]]


def facts_of_json(data: bytes) -> set[Comparable]:
    found = set()
    for fact in json.loads(data)["facts"]:
        period = fact["period"]
        found.add(
            (
                fact["concept"],
                canonical_decimal(fact["value"]) if "unit" in fact else fact["value"],
                period["instant"] if "instant" in period else f"{period['start']}/{period['end']}",
                fact.get("unit"),
                fact.get("decimals"),
                tuple(sorted(fact["dimensions"].items())),
            )
        )
    return found


def comparable(fact: LoadedFact) -> Comparable:
    return fact.concept, fact.value, fact.period, fact.unit, fact.decimals, fact.dimensions
