"""What a user does: the command itself, its exit status, what it prints and what it leaves."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def run(*args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "converter", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


@pytest.fixture(scope="module")
def converted(root: Path, tmp_path_factory) -> tuple[subprocess.CompletedProcess[str], Path]:
    out = tmp_path_factory.mktemp("converted")
    return run("convert", root / "examples", "-o", out), out


def has_both_languages(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text) and any(
        char.isascii() and char.isalpha() for char in text
    )


def test_examples_convert_and_say_so(converted):
    done, out = converted
    assert done.returncode == 0, done.stderr
    outcomes = done.stdout.splitlines()[::2]
    assert [line.split("\t")[0] for line in outcomes] == ["converted"] * 3
    assert all(line.startswith("  numbers: ") for line in done.stdout.splitlines()[1::2])
    for stem in ("statements-2022", "notes-2022", "first-quarter-2024"):
        names = {path.name for path in (out / stem).iterdir()} - {"extension"}
        assert names == {"report.json", "report.schema.json", "report.xbrl", "report.xbrl.json", "report.xbrl.csv"}
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text("utf-8").splitlines()]
    assert [line["outcome"] for line in lines] == ["converted"] * 3
    assert not list(out.glob(".writing-*"))


def test_what_was_written_is_valid(converted):
    _, out = converted
    done = run("validate", out)
    assert done.returncode == 0, done.stdout
    assert "INVALID" not in done.stdout


def test_same_input_gives_the_same_bytes(converted, root: Path, tmp_path: Path):
    _, out = converted
    run("convert", root / "examples/statements-2022.txt", "-o", tmp_path)

    def digests(folder: Path) -> dict[str, str]:
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    assert digests(tmp_path / "statements-2022") == digests(out / "statements-2022")


def test_format_narrows_what_is_written(root: Path, tmp_path: Path):
    assert run("convert", root / "examples/statements-2022.txt", "-o", tmp_path, "--format", "json").returncode == 0
    assert {path.name for path in (tmp_path / "statements-2022").iterdir()} == {"report.json", "report.schema.json"}


@pytest.mark.parametrize(
    ("name", "data", "status", "word"),
    [
        ("empty.txt", b"", 1, "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, 1, "PNG"),
        ("noise.txt", bytes(range(128, 256)) * 40, 1, "encoding"),
        ("letter.txt", "尊敬的股东：本公告不含财务报表。\n".encode(), 0, "no statement"),
    ],
)
def test_bad_input_is_told_clearly_and_leaves_nothing(tmp_path: Path, name: str, data: bytes, status: int, word: str):
    source = tmp_path / name
    source.write_bytes(data)
    done = run("convert", source, "-o", tmp_path / "out")
    assert done.returncode == status, done.stderr
    assert has_both_languages(done.stderr)
    assert word in done.stderr.replace("-", " ")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["manifest.jsonl"]


def test_a_failing_document_does_not_take_the_others_with_it(root: Path, tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_bytes(b"")
    (tmp_path / "in/b.txt").write_bytes((root / "examples/statements-2022.txt").read_bytes())
    done = run("convert", tmp_path / "in", "-o", tmp_path / "out")
    assert done.returncode == 1
    assert (tmp_path / "out/b/report.json").is_file()
    assert not (tmp_path / "out/a").exists()


def test_a_failed_run_takes_away_what_an_earlier_one_wrote(root: Path, tmp_path: Path):
    source = tmp_path / "report.txt"
    source.write_bytes((root / "examples/statements-2022.txt").read_bytes())
    assert run("convert", source, "-o", tmp_path / "out", "--format", "json").returncode == 0
    source.write_bytes(b"")
    assert run("convert", source, "-o", tmp_path / "out").returncode == 1
    assert not (tmp_path / "out/report").exists()


@pytest.mark.parametrize(
    "args",
    [
        ("convert", "no-such-file.txt", "-o", "out"),
        ("convert", "report.txt", "-o", "out", "--format", "docx"),
        ("convert", "report.txt", "-o", "out", "--format", "ixbrl"),
        ("convert", "report.txt", "-o", "out", "--engine", "dask"),
        ("convert", "report.txt", "-o", "out", "--jobs", "3"),
        ("convert", "report.txt", "-o", "out", "--resume"),
        ("convert", "report.txt", "-o", "out", "--layout", "upside-down"),
        ("convert", "report.txt", "-o", "out", "--mapping", "broken.csv"),
        ("convert", "report.txt", "-o", "report.txt/below"),
        ("validate", "no-such-file.xbrl"),
        ("schema", "no-such-schema"),
        ("diff", "a", "b"),
    ],
)
def test_misuse_is_status_2_in_both_languages(args: tuple[str, ...], root: Path, tmp_path: Path):
    (tmp_path / "report.txt").write_bytes((root / "examples/statements-2022.txt").read_bytes())
    (tmp_path / "broken.csv").write_text("statement,label\nbalance_sheet,货币资金\n", "utf-8")
    done = run(*args, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "error:" in done.stderr
    assert has_both_languages(done.stderr)
    assert "Traceback" not in done.stderr


def test_a_user_s_rule_comes_first(root: Path, tmp_path: Path):
    mapping = tmp_path / "ours.csv"
    mapping.write_text("statement,label,after,concept\nbalance_sheet,货币资金,,c2x:CashAndCashEquivalents\n", "utf-8")
    source = root / "examples/statements-2022.txt"
    assert run("convert", source, "-o", tmp_path, "--format", "json", "--mapping", mapping).returncode == 0
    report = json.loads((tmp_path / "statements-2022/report.json").read_text("utf-8"))
    mapped = {fact["concept"] for fact in report["facts"] if fact["printed_label"] == "货币资金"}
    assert mapped == {"c2x:CashAndCashEquivalents"}


def test_strict_fails_on_a_finding_of_severity_error(root: Path, tmp_path: Path):
    # The example prints a row twice, as its scan does.
    done = run("convert", root / "examples/statements-2022.txt", "-o", tmp_path, "--strict")
    assert done.returncode == 1
    assert not (tmp_path / "statements-2022").exists()


def test_log_format_json_is_json_line_by_line(root: Path, tmp_path: Path):
    source = root / "examples/statements-2022.txt"
    done = run("convert", source, "-o", tmp_path, "--format", "json", "--log-format", "json")
    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert events[-1]["event"] == "document"
    assert {event["event"] for event in events} == {"finding", "document"}


def test_explain_knows_and_says_where_it_does_not():
    known = run("explain", "货币资金")
    assert known.returncode == 0
    assert known.stdout.startswith("c2x:CashAtBankAndOnHand\t")
    unknown = run("explain", "从未见过的项目")
    assert unknown.returncode == 1
    assert has_both_languages(unknown.stdout)


def test_schema_prints_what_is_published(root: Path):
    assert run("schema").stdout.split() == ["manifest", "mapping", "report"]
    assert run("schema", "report").stdout == (root / "schemas/report.schema.json").read_text("utf-8")


def test_help_teaches_every_option():
    text = run("convert", "--help").stdout
    for word in ("-o", "--format", "--mapping", "--strict", "Exit status", "Examples"):
        assert word in text


def test_a_kill_in_mid_batch_leaves_whole_documents_only(root: Path, tmp_path: Path):
    data = (root / "examples/statements-2022.txt").read_bytes()
    (tmp_path / "in").mkdir()
    for number in range(30):
        (tmp_path / f"in/report-{number:02}.txt").write_bytes(data)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "converter", "convert", str(tmp_path / "in"), "-o", str(out)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        for _ in range(600):
            if (out / "report-01").exists():
                break
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
    whole = sorted(path for path in out.iterdir() if path.is_dir() and not path.name.startswith("."))
    assert 2 <= len(whole) < 30
    for folder in whole:
        assert {path.name for path in folder.iterdir()} >= {"report.json", "report.xbrl", "report.xbrl.json"}
        json.loads((folder / "report.json").read_text("utf-8"))
    done = run("convert", tmp_path / "in/report-00.txt", "-o", out, "--format", "json")
    assert done.returncode == 0
    assert not list(out.glob(".writing-*"))
