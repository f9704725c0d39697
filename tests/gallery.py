"""The gallery of errors: every finding there is, made by the smallest input that gives it.

tests/findings/<code>/about.md      what it means and what to do, in English and in Chinese
tests/findings/<code>/input.*       the input, a file or a folder
tests/findings/<code>/expected.txt  what the command prints for it

``python -m tests.gallery`` writes docs/errors.md from these folders.
"""

from __future__ import annotations

import ast
import csv
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from unittest import mock

from converter import batch, read
from converter.bake import build_taxonomy, check_taxonomy
from converter.bake.check import BAKED_FILE, ZIP_FILE
from converter.inputs import InputFile
from converter.messages import describe_finding
from converter.model.finding import Finding
from converter.pipeline import Options, read_report
from converter.taxonomy import Taxonomy
from converter.validate.judge import judge_path
from converter.validate.service import ArelleProcess

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "findings"
PAGE = ROOT / "docs" / "errors.md"

STAGES = {
    "read": ("Reading", "读取"),
    "recognise": ("Recognising", "识别"),
    "mapping": ("Mapping", "映射"),
    "reconcile": ("Reconciling", "勾稽"),
    "validate": ("Validating files", "校验文件"),
    "batch": ("Running", "运行"),
    "taxonomy": ("Building the taxonomy", "构建分类标准"),
}
_CODE = re.compile(rf"({'|'.join(STAGES)})\.[a-z]+(-[a-z]+)*")
_SHOWN_LINES = 24


_PREAMBLE = """# The gallery of errors · 错误图鉴

Every finding cas2xbrl can report: what it means, what to do, the smallest input that gives it, and what is printed for
it. The outputs are real: the tests make each of them anew (`tests/findings/`).

cas2xbrl 可能报告的每一种问题：含义、处理办法、能引出它的最小输入，以及程序的实际输出。
输出均由测试逐一重现（`tests/findings/`）。

This page is written by `python -m tests.gallery`. 本页由该命令生成。
"""


@dataclass(frozen=True)
class Case:
    """Hold one folder of the gallery."""

    code: str

    @property
    def folder(self) -> Path:
        return FOLDER / self.code

    @property
    def source(self) -> Path:
        (found,) = self.folder.glob("input*")
        return found

    @property
    def expected(self) -> Path:
        return self.folder / "expected.txt"


def codes_in_source() -> set[str]:
    """Return every code of a finding that the source names, read from the code."""
    return {
        node.value
        for path in (ROOT / "converter").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value)
    }


def cases() -> list[Case]:
    """Return the folders of the gallery, stage by stage."""
    order = list(STAGES)
    names = [path.name for path in FOLDER.iterdir() if path.is_dir()]
    return [Case(name) for name in sorted(names, key=lambda name: (order.index(name.partition(".")[0]), name))]


def lines_of(case: Case, taxonomy: Taxonomy, arelle: ArelleProcess) -> str:
    """Return what the command prints of the findings with the case's code, when given the case's input."""
    with tempfile.TemporaryDirectory() as scratch:
        findings = tuple(_findings(case, Path(scratch), taxonomy, arelle))
        lines = [line for finding in findings if finding.code == case.code for line in describe_finding(finding)]
        return "".join(f"{line}\n" for line in lines).replace(f"{Path(scratch).resolve()}/", "")


def _findings(case: Case, scratch: Path, taxonomy: Taxonomy, arelle: ArelleProcess) -> Iterable[Finding]:
    stage = case.code.partition(".")[0]
    if stage == "taxonomy":
        return _of_a_broken_taxonomy(case, scratch)
    if stage == "batch":
        return _of_a_failing_run(case, scratch, taxonomy)
    path = scratch / case.source.name
    if not case.source.is_dir():
        shutil.copy(case.source, path)
    elif path.suffix:  # an archive: packed here, so that what is wrong in it can be read in the folder
        with zipfile.ZipFile(path, "w") as archive:
            for file in sorted(case.source.rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(case.source).as_posix())
    else:
        shutil.copytree(case.source, path)
    if stage == "validate":
        if case.code == "validate.unreadable":
            path.unlink()
        return [finding for verdict in judge_path(path, arelle) for finding in verdict.findings]
    if case.code == "read.unclaimed":  # the last reader takes whatever no other does; without it something is left
        readers = tuple(reader for reader in read.READERS if reader.name != "running-text")
        with mock.patch.object(read, "claiming_readers", partial(read.claiming_readers, readers=readers)):
            return read.read_document(path.read_bytes(), path.name)[1]
    if case.code == "read.layout-ambiguous":  # no text is claimed by two of our readers: lend it a second one
        second = replace(read.READERS[-1], name="a reader like it")
        with mock.patch.object(
            read, "claiming_readers", partial(read.claiming_readers, readers=(*read.READERS, second))
        ):
            return read.read_document(path.read_bytes(), path.name)[1]
    if case.code == "mapping.extension-member":  # recognising knows no column that the tables lack; take one away
        known = {label: member for label, member in taxonomy.equity_columns.items() if label != "未分配利润"}
        taxonomy = replace(taxonomy, equity_columns=known)
    report, findings = read_report(path.read_bytes(), path.name, taxonomy)
    assert report is None or report.findings == findings
    return findings


def _of_a_broken_taxonomy(case: Case, scratch: Path) -> Iterable[Finding]:
    """Put the input's rows in front of those of the table it is named after: input.labels.csv goes into labels.csv."""
    folder = scratch / "taxonomy"
    shutil.copytree(ROOT / "taxonomy", folder)
    table = folder / case.source.name.removeprefix("input.")
    with table.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        columns, known = list(rows.fieldnames or ()), list(rows)
    with case.source.open(encoding="utf-8", newline="") as lines:
        added = [dict.fromkeys(columns, "") | row for row in csv.DictReader(lines)]
    with table.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(added + known)
    if case.code == "taxonomy.forms-differ":  # a build that wrote the one form only
        before = (folder / ZIP_FILE).read_bytes()
        assert build_taxonomy(folder) == ()
        (folder / ZIP_FILE).write_bytes(before)
    assert (folder / BAKED_FILE).is_file()
    return check_taxonomy(folder)


def _of_a_failing_run(case: Case, scratch: Path, taxonomy: Taxonomy) -> Iterable[Finding]:
    path = scratch / case.source.name
    shutil.copy(case.source, path)
    item, out = InputFile(path, path.stem), scratch / "out"
    batch.prepare_output(out)

    def fail(*_: object) -> None:
        raise KeyError("a mistake of ours")

    if case.code == "batch.file-error":  # gone between the search for inputs and the conversion
        path.unlink()
        stage: Callable[..., object] = batch.convert_document
    else:
        stage = fail
    with mock.patch.object(batch, "convert_document", stage):
        (result,) = batch.convert_batch([item], out, taxonomy, Options(("json",)), lambda _: (), strict=False)
    # The frames of the trace are the program's own business; what failed is in its last line.
    hidden = re.compile(r"(Traceback [^\n]*\n)(?: [^\n]*\n)+")
    return [
        finding.model_copy(
            update={
                "message": finding.message.model_copy(
                    update={
                        "zh": hidden.sub(r"\1  …\n", finding.message.zh),
                        "en": hidden.sub(r"\1  …\n", finding.message.en),
                    }
                )
            }
        )
        for finding in result.findings
    ]


def write_page() -> str:
    """Return docs/errors.md: the gallery as one page, from the folders alone."""
    parts = [_PREAMBLE]
    found = cases()
    for stage, (en, zh) in STAGES.items():
        own = [case for case in found if case.code.startswith(f"{stage}.")]
        if not own:
            continue
        parts.append(f"## {en} · {zh}\n")
        for case in own:
            about = (case.folder / "about.md").read_text(encoding="utf-8").strip()
            parts.append(f"### `{case.code}`\n\n{about}\n")
            parts.append(_show_input(case.source))
            parts.append(f"Printed · 输出：\n\n{_fence(case.expected.read_text(encoding='utf-8'))}")
    return "\n".join(parts)


def _show_input(source: Path) -> str:
    files = sorted(path for path in source.rglob("*") if path.is_file() and path.parent.name != "_rels")
    files = files if source.is_dir() else [source]
    shown = []
    for path in files:
        name = path.relative_to(source.parent).as_posix()
        shown.append(f"Input · 输入 `{name}`：\n\n{_fence(_show_text(path.read_bytes()))}")
    return "\n".join(shown)


def _show_text(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if not text.strip():
        return f"({len(data)} bytes, no text)\n"
    if re.search(r"[\x00-\x08\x0e-\x1f]", text):
        return f"{data[:24].hex(' ')}{' …' if len(data) > 24 else ''}   ({len(data)} bytes)\n"
    lines = text.splitlines()
    if len(lines) > _SHOWN_LINES:
        lines = [*lines[:_SHOWN_LINES], f"… ({len(lines) - _SHOWN_LINES} more lines)"]
    return "".join(f"{line}\n" for line in lines)


def _fence(text: str) -> str:
    return f"````text\n{text}````\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(write_page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
