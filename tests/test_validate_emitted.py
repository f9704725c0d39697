"""Hold our verdicts on what we write ourselves equal to those of the cold command line."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from cold_arelle import CHECKS, cold_messages

from converter.pipeline import Options, convert_document
from converter.resources import find_resource
from converter.taxonomy import Taxonomy
from converter.validate.judge import PACKAGE, start_judge
from converter.validate.verdict import Gate, Verdict

LOADABLE = ("report.xbrl", "report.xbrl.json", "report.xbrl.csv/report.json")


@pytest.fixture(scope="module")
def folder(root: Path, taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("emitted")
    source = root / "examples" / "statements-2022.txt"
    for name, content in convert_document(source.read_bytes(), source.name, taxonomy, Options()).files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def verdicts(folder: Path) -> dict[str, Verdict]:
    with start_judge() as judge:
        return {Path(verdict.file).relative_to(folder).as_posix(): verdict for verdict in judge(folder)}


def test_every_file_written_is_judged_and_valid(verdicts: dict[str, Verdict]):
    assert {*LOADABLE, "report.json", "report.schema.json"} <= verdicts.keys()
    assert all(verdict.valid for verdict in verdicts.values())
    assert {verdicts[name].gate for name in LOADABLE} == {Gate.TRUSTED_BASE}


def test_warm_verdicts_are_those_of_the_cold_command_line(folder: Path, verdicts: dict[str, Verdict]):
    package = str(find_resource("taxonomy", PACKAGE))
    cold = cold_messages(folder, {name: ["--file", name, "--packages", package, *CHECKS] for name in LOADABLE})
    warm = {name: Counter((m.code, m.level) for m in verdicts[name].messages) for name in LOADABLE}
    assert warm == cold


def test_only_calculation_inconsistencies_remain(verdicts: dict[str, Verdict]):
    codes = {finding.code for verdict in verdicts.values() for finding in verdict.findings}
    assert codes <= {"validate.calculation-inconsistent"}
