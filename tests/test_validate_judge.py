from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny_taxonomy as tiny

from converter.validate.judge import judge_path
from converter.validate.service import ArelleProcess
from converter.validate.verdict import Gate


@pytest.fixture(scope="module")
def arelle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArelleProcess]:
    with ArelleProcess((tiny.write_package(tmp_path_factory.mktemp("package") / "tiny.zip"),)) as process:
        yield process


def test_a_folder_is_judged_file_by_file(arelle: ArelleProcess, tmp_path: Path):
    tiny.write_xbrl_csv(tmp_path / "report.xbrl.csv")
    tiny.write_package(tmp_path / "package.zip")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}
    (tmp_path / "a.schema.json").write_text(json.dumps(schema))
    (tmp_path / "a.xbrl").write_text(tiny.instance())
    (tmp_path / "b.xbrl.json").write_text(tiny.xbrl_json(total="201.00"))
    (tmp_path / "notes.txt").write_text("not ours to judge")
    verdicts = judge_path(tmp_path, arelle)
    assert [(Path(v.file).relative_to(tmp_path).as_posix(), v.kind, v.gate, v.valid) for v in verdicts] == [
        ("a.schema.json", "json schema", Gate.SCHEMA, True),
        ("a.xbrl", "xbrl", Gate.TRUSTED_BASE, True),
        ("b.xbrl.json", "xbrl-json", Gate.TRUSTED_BASE, True),
        ("package.zip", "taxonomy package", Gate.FULL, True),
        ("report.xbrl.csv/metadata.json", "xbrl-csv", Gate.TRUSTED_BASE, True),
    ]
    assert [finding.code for verdict in verdicts for finding in verdict.findings] == [
        "validate.calculation-inconsistent"
    ]


def test_a_report_is_judged_by_the_published_schema(arelle: ArelleProcess, tmp_path: Path):
    path = tmp_path / "any.json"
    path.write_text('{"source": {}, "facts": [], "findings": [], "coverage": {}}')
    (verdict,) = judge_path(path, arelle)
    assert (verdict.kind, verdict.gate, verdict.valid) == ("report.json", Gate.SCHEMA, False)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("report.txt", "合并资产负债表\t期末余额\n", "validate.unknown-file"),
        ("report.xbrl", "", "validate.unknown-file"),
        ("report.json", "{}", "validate.unknown-file"),
    ],
)
def test_what_cannot_be_judged_says_so(name: str, content: str, code: str, arelle: ArelleProcess, tmp_path: Path):
    (tmp_path / name).write_text(content, encoding="utf-8")
    (verdict,) = judge_path(tmp_path / name, arelle)
    assert not verdict.valid
    assert [finding.code for finding in verdict.findings] == [code]
    assert str(tmp_path / name) in verdict.findings[0].message.zh


def test_a_folder_with_nothing_to_judge_says_so(arelle: ArelleProcess, tmp_path: Path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.csv").write_text("a,b\n")
    (verdict,) = judge_path(tmp_path, arelle)
    assert [finding.code for finding in verdict.findings] == ["validate.nothing-to-judge"]


def test_a_missing_file_says_so(arelle: ArelleProcess, tmp_path: Path):
    (verdict,) = judge_path(tmp_path / "gone.xbrl", arelle)
    assert [finding.code for finding in verdict.findings] == ["validate.unreadable"]
