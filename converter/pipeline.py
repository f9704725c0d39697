"""Run one document through the data flow: read → recognise → map → reconcile → emit.

Validation judges files, so it stands in batch.py, behind the writing of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from converter.emit import WRITERS
from converter.mapping import map_report
from converter.model.finding import Finding, Severity
from converter.model.report import Report
from converter.read import read_document
from converter.recognise import recognise_report
from converter.reconcile import reconcile_report
from converter.taxonomy import LineItemRule, Taxonomy


@dataclass(frozen=True, slots=True)
class Options:
    """Hold what a user can ask of a conversion.

    ``formats`` are as on the command line, ``user_rules`` are put in front of ours, ``layout`` is the layout of text to
    read instead of finding it out.
    """

    formats: tuple[str, ...] = tuple(WRITERS)
    user_rules: tuple[LineItemRule, ...] = ()
    layout: str | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """Hold what one document became.

    ``report`` is None, with a finding that says why, where nothing could be converted. ``files`` maps
    paths relative to the document's output folder to bytes.
    """

    report: Report | None
    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def read_report(
    data: bytes, file: str, taxonomy: Taxonomy, user_rules: tuple[LineItemRule, ...] = (), layout: str | None = None
) -> tuple[Report | None, tuple[Finding, ...]]:
    """Return the report that the bytes of one document print, with every stage's findings.

    A pure function of its arguments. The report is None where the bytes hold no readable text or no statement.
    """
    document, findings = read_document(data, file, layout)
    if document is None:
        return None, findings
    recognised, more = recognise_report(document, taxonomy)
    findings += more
    if not recognised.statements:
        return None, findings
    mapped, more = map_report(recognised, taxonomy, user_rules)
    findings += more
    report, more = reconcile_report(mapped, document, taxonomy)
    findings += more
    return report.model_copy(update={"findings": findings}), findings


def convert_document(data: bytes, file: str, taxonomy: Taxonomy, options: Options) -> Conversion:
    """Convert the bytes of one document into the files of every format asked for."""
    report, findings = read_report(data, file, taxonomy, options.user_rules, options.layout)
    if report is None:
        return Conversion(None, {}, findings)
    files: dict[str, bytes] = {}
    for name in options.formats:
        files.update(WRITERS[name](report, taxonomy))
    return Conversion(report, files, findings)


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count findings, by severity, every severity present."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts
