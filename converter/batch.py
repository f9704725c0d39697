"""Convert many documents: write each one's files whole or not at all, have them judged, keep the manifest."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from converter.inputs import InputFile
from converter.model.errors import Cas2xbrlError
from converter.model.finding import Finding, Message, Severity
from converter.model.manifest import ManifestCounts, ManifestLine, Outcome
from converter.model.report import Evidence, Report
from converter.pipeline import Conversion, Options, convert_document, count_by_severity
from converter.taxonomy import Taxonomy
from converter.validate.verdict import Verdict

MANIFEST = "manifest.jsonl"
_PART_PREFIX = ".writing-"

Judge = Callable[[Path], tuple[Verdict, ...]]
"""Judge every file in a document's output folder."""


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """Hold what became of one input: its line of the manifest, the report if there is one, and all findings."""

    line: ManifestLine
    report: Report | None
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]


def prepare_output(out: Path) -> None:
    """Make the output folder and clear what a killed run left half-written; raise Cas2xbrlError where that fails."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for left in out.glob(f"{_PART_PREFIX}*"):
            shutil.rmtree(left)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise Cas2xbrlError(
            f"无法写入输出文件夹 {out}：{error.strerror}。请换一个文件夹或检查权限。",
            f"cannot write to the output folder {out}: {error.strerror}; choose another or check its permissions",
        ) from error


def convert_batch(
    inputs: Sequence[InputFile], out: Path, taxonomy: Taxonomy, options: Options, judge: Judge, *, strict: bool
) -> Iterator[DocumentResult]:
    """Convert each input, yield what became of it, and write one line of OUT/manifest.jsonl for each.

    A document that fails leaves no files; the others go on.
    """
    with (out / MANIFEST).open("w", encoding="utf-8") as manifest:
        for item in inputs:
            result = _convert_one(item, out, taxonomy, options, judge, strict=strict)
            manifest.write(result.line.model_dump_json(exclude_none=True) + "\n")
            manifest.flush()
            yield result


def _convert_one(
    item: InputFile, out: Path, taxonomy: Taxonomy, options: Options, judge: Judge, *, strict: bool
) -> DocumentResult:
    started = time.perf_counter()
    data = b""
    verdicts: tuple[Verdict, ...] = ()
    _remove_results(out / item.stem)
    try:
        data = item.path.read_bytes()
        conversion = convert_document(data, item.path.name, taxonomy, options)
        findings = conversion.findings
        outcome = _outcome(conversion, strict=strict)
        if outcome is Outcome.CONVERTED:
            verdicts = _write_whole(conversion, out, item.stem, judge)
            invalid = tuple(
                finding for verdict in verdicts for finding in verdict.findings if finding.severity is Severity.ERROR
            )
            findings += invalid
            outcome = Outcome.FAILED if invalid else outcome
    except OSError as error:
        conversion, outcome, findings = _failed(_unreadable(item.path, error))
    except Exception:  # noqa: BLE001 - one document's fault, ours included, must not take the others with it
        conversion, outcome, findings = _failed(_internal_error(item.path, traceback.format_exc()))
    converted = outcome is Outcome.CONVERTED
    line = ManifestLine(
        input=str(item.path),
        sha256=hashlib.sha256(data).hexdigest(),
        outcome=outcome,
        folder=item.stem if converted else None,
        counts=_counts(conversion.report),
        seconds=round(time.perf_counter() - started, 3),
        findings=count_by_severity(findings),
        files=tuple(sorted(conversion.files)) if converted else (),
    )
    return DocumentResult(line, conversion.report, findings, verdicts)


def _outcome(conversion: Conversion, *, strict: bool) -> Outcome:
    errors = any(finding.severity is Severity.ERROR for finding in conversion.findings)
    if conversion.report is None:
        return Outcome.FAILED if errors else Outcome.NO_STATEMENT
    return Outcome.FAILED if strict and errors else Outcome.CONVERTED


def _write_whole(conversion: Conversion, out: Path, stem: str, judge: Judge) -> tuple[Verdict, ...]:
    """Write the files beside their place, have them judged there, and move them into place if all are valid."""
    with tempfile.TemporaryDirectory(prefix=_PART_PREFIX, dir=out) as part:
        folder = Path(part) / stem
        for name, data in conversion.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        verdicts = judge(folder)
        if all(verdict.valid for verdict in verdicts):
            folder.rename(out / stem)
    return verdicts


def _remove_results(folder: Path) -> None:
    """Remove an earlier run's results, so that what stands in OUT is what the manifest says; touch nothing else."""
    if (folder / "report.json").is_file() or (folder / "report.xbrl").is_file():
        shutil.rmtree(folder)


def _failed(finding: Finding) -> tuple[Conversion, Outcome, tuple[Finding, ...]]:
    return Conversion(None, {}, (finding,)), Outcome.FAILED, (finding,)


def _unreadable(path: Path, error: OSError) -> Finding:
    return Finding(
        code="batch.file-error",
        severity=Severity.ERROR,
        message=Message(
            zh=f"无法读写 {error.filename or path}：{error.strerror}。请检查该文件、权限和磁盘空间后重试。",
            en=f"cannot read or write {error.filename or path}: {error.strerror}; "
            "check the file, its permissions and the disk, then try again",
        ),
    )


def _internal_error(path: Path, trace: str) -> Finding:
    return Finding(
        code="batch.internal-error",
        severity=Severity.ERROR,
        message=Message(
            zh=f"转换 {path} 时程序出错，未写出任何文件。请将下列信息报告给我们：\n{trace}",
            en=f"the program failed on {path} and wrote no file; please report the following:\n{trace}",
        ),
    )


def _counts(report: Report | None) -> ManifestCounts:
    if report is None:
        return ManifestCounts()
    coverage = report.coverage
    not_facts: dict[str, int] = {}
    for group in (*coverage.tables.others, *coverage.sentences.others):
        not_facts[group.reason.en] = not_facts.get(group.reason.en, 0) + group.count
    return ManifestCounts(
        statements=len(report.statements),
        printed_numbers=coverage.printed_numbers,
        facts=len(report.facts),
        proven=sum(fact.evidence is Evidence.PROVEN for fact in report.facts),
        conflicting=sum(fact.evidence is Evidence.CONFLICTING for fact in report.facts),
        unresolved=len(coverage.unresolved),
        numbers_in_tables=coverage.tables.printed,
        facts_in_tables=coverage.tables.facts,
        numbers_in_sentences=coverage.sentences.printed,
        facts_in_sentences=coverage.sentences.facts,
        not_facts=not_facts,
    )
