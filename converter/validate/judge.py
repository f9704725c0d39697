"""Judge any file, ours or not: find out what it is, and have it judged by whoever knows that kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from converter.resources import find_resource
from converter.validate.filekind import ARELLE_KINDS, FileKind, identify_file
from converter.validate.service import ArelleProcess
from converter.validate.verdict import Gate, Verdict

if TYPE_CHECKING:
    from converter.model.finding import Finding

PACKAGE: Final = "cas2xbrl-2026.zip"
_OWN_SCHEMA: Final = "report.schema.json"
FINDINGS: Final[Mapping[str, str]] = {
    "validate.unknown-file": "a file is of no kind that can be judged",
    "validate.unreadable": "a file cannot be read",
    "validate.nothing-to-judge": "a folder holds no file that can be judged",
}


@contextmanager
def start_judge() -> Iterator[Callable[[Path], tuple[Verdict, ...]]]:
    """Give the function that judges a path. It returns at once: what it needs is loaded in a process beside us."""
    with ArelleProcess((find_resource("taxonomy", PACKAGE),)) as arelle:
        yield lambda path: judge_path(path, arelle)


def judge_path(path: Path, arelle: ArelleProcess) -> tuple[Verdict, ...]:
    """Judge a file, or every file in a folder that can be judged; one verdict each, in the order of their names.

    A folder of xBRL-CSV is one file: its metadata. Linkbases are judged with the schema that refers to them.
    """
    if not path.is_dir():
        return _judge_files((path,), arelle)
    files = tuple(_files_in(path))
    if files:
        return _judge_files(files, arelle)
    finding = _finding(
        "validate.nothing-to-judge",
        f"文件夹 {path} 中没有可校验的文件。请给出 XBRL、xBRL-JSON、xBRL-CSV、report.json 或分类标准包。",
        f"the folder {path} holds no file that can be judged; give it XBRL, xBRL-JSON, xBRL-CSV, a report.json or a "
        "taxonomy package",
    )
    return (Verdict(str(path), FileKind.UNKNOWN.value, Gate.NONE, (finding,)),)


def _files_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield from _files_in(path)
        elif _kind_of(path) not in (FileKind.UNKNOWN, FileKind.LINKBASE, None):
            yield path


def _kind_of(path: Path) -> FileKind | None:
    try:
        return identify_file(path).kind
    except OSError:
        return None


def _judge_files(paths: tuple[Path, ...], arelle: ArelleProcess) -> tuple[Verdict, ...]:
    kinds = {path: _kind_of(path) for path in paths}
    by_arelle = [path for path in paths if kinds[path] in ARELLE_KINDS]
    arelle.ask_verdicts(by_arelle)
    try:
        verdicts = {  # while Arelle is at it
            path: _judge_json(path, kind)
            for path, kind in kinds.items()
            if kind is FileKind.REPORT or kind is FileKind.JSON_SCHEMA
        }
    finally:  # an answer left lying would be taken for the next
        taken = zip(by_arelle, arelle.take_verdicts(), strict=True)
    verdicts |= {path: replace(verdict, file=str(path)) for path, verdict in taken}
    for path, kind in kinds.items():
        if kind is FileKind.TAXONOMY_PACKAGE:
            verdicts[path] = replace(arelle.validate_package(path), file=str(path))
        elif kind in (FileKind.UNKNOWN, None):
            verdicts[path] = _unknown(path) if kind else _unreadable(path)
    return tuple(verdicts[path] for path in paths)


def _judge_json(path: Path, kind: FileKind) -> Verdict:
    # Imported here, after Arelle was asked, so that it does not wait for this.
    from converter.validate.json_schema import check_report_json, check_schema  # noqa: PLC0415

    data = path.read_bytes()
    if kind is FileKind.JSON_SCHEMA:
        findings = check_schema(data, path.name)
    else:
        own = path.parent / _OWN_SCHEMA
        findings = check_report_json(data, own.read_bytes() if own.is_file() else None)
    return Verdict(str(path), kind.value, Gate.SCHEMA, findings)


def _unknown(path: Path) -> Verdict:
    finding = _finding(
        "validate.unknown-file",
        f"{path} 不是可校验的文件：其内容既不是 XBRL 实例、Inline XBRL、xBRL-JSON、xBRL-CSV 元数据、"
        "分类标准（包），也不是 report.json。请检查是否给错了文件；要转换财务报告请用 cas2xbrl convert。",
        f"{path} is no file that can be judged: by its content it is no XBRL instance, Inline XBRL, xBRL-JSON, "
        "xBRL-CSV metadata, taxonomy (package) or report.json; check whether it is the right file; to convert a "
        "financial report use cas2xbrl convert",
    )
    return Verdict(str(path), FileKind.UNKNOWN.value, Gate.NONE, (finding,))


def _unreadable(path: Path) -> Verdict:
    finding = _finding(
        "validate.unreadable",
        f"无法读取 {path}。请检查文件是否存在以及是否有权限。",
        f"cannot read {path}; check that it exists and that its permissions allow it",
    )
    return Verdict(str(path), FileKind.UNKNOWN.value, Gate.NONE, (finding,))


def _finding(code: str, zh: str, en: str) -> Finding:
    # Imported here, so that starting a judge, the first thing a command does, need not wait for pydantic.
    from converter.model.finding import Finding, Message, Severity  # noqa: PLC0415

    return Finding(code=code, severity=Severity.ERROR, message=Message(zh=zh, en=en))
