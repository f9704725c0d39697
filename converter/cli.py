"""Be the command line; the only module that prints or exits.

Heavy modules are imported inside the commands that need them, so that ``--help`` answers at once.
"""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

import click

from converter.model.errors import Cas2xbrlError

if TYPE_CHECKING:
    from converter.batch import DocumentResult
    from converter.mapping import Explanation
    from converter.model.finding import Finding
    from converter.validate.verdict import Verdict

FORMATS = ("xbrl", "ixbrl", "xbrl-json", "xbrl-csv", "json")
FAILED = 1
MISUSED = 2

Arguments = ParamSpec("Arguments")


def _exits_on_error(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Turn misuse and broken installations into two lines, Chinese and English, and exit status 2."""

    @functools.wraps(command)
    def wrapped(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Cas2xbrlError as error:
            click.echo(f"错误：{error.zh}\nerror: {error.en}", err=True)
            sys.exit(MISUSED)

    return wrapped


def _not_yet(name: str) -> Cas2xbrlError:
    from converter.messages import NOT_YET

    return Cas2xbrlError(NOT_YET[name].zh, NOT_YET[name].en)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cas2xbrl", prog_name="cas2xbrl")
def main() -> None:
    """Turn Chinese financial reports into validated XBRL and JSON. 把中国财务报告转换为经过校验的 XBRL 与 JSON。

    \b
    Start with:   cas2xbrl convert report.txt -o out
    then look at: out/report/report.json   (every fact, where it was printed, and what vouches for it)
    """  # noqa: D301 - \b is click's mark for a paragraph not to be re-wrapped


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), required=True, help="Folder to write to.")
@click.option(
    "--format",
    "formats",
    default=None,
    metavar="LIST",
    help="Comma-separated: xbrl, xbrl-json, xbrl-csv, json. Default: all of these.",
)
@click.option("--mapping", type=click.Path(path_type=Path), help="Your own line-item rules (CSV or JSON), before ours.")
@click.option("--layout", metavar="NAME", help="Read texts in this layout instead of finding it out.")
@click.option("--strict", is_flag=True, help="A finding of severity error fails the document.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", help="Messages on standard error.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to use (this release: 1).")
@click.option("--engine", type=click.Choice(["local", "dask"]), default="local", help="This release: local.")
@click.option("--scheduler", metavar="ADDRESS", help="Scheduler of the engine dask (not in this release).")
@click.option("--resume/--no-resume", default=None, help="Skip what is done (not in this release).")
@_exits_on_error
def convert(
    *,
    paths: tuple[str, ...],
    out: Path,
    formats: str | None,
    mapping: Path | None,
    layout: str | None,
    strict: bool,
    log_format: str,
    jobs: int | None,
    engine: str,
    scheduler: str | None,
    resume: bool | None,
) -> None:
    """Convert documents: files, folders or globs. 转换财务报告。

    Writes OUT/<stem>/ for each document (report.json, report.schema.json, report.xbrl, report.xbrl.json,
    report.xbrl.csv/ and, where needed, extension/) and OUT/manifest.jsonl with a line for each. A document's files
    appear whole and valid, or not at all.

    \b
    Exit status: 0 all well; 1 a document failed or is invalid; 2 the command was misused.

    \b
    Examples:
      cas2xbrl convert annual.txt -o out
      cas2xbrl convert reports/ 'more/*.md' -o out --format json,xbrl
      cas2xbrl convert annual.txt -o out --mapping our-items.csv --strict
    """  # noqa: D301 - as above
    chosen = _chosen_formats(formats)
    if (jobs or 1) > 1:
        raise _not_yet("jobs")
    if engine == "dask" or scheduler:
        raise _not_yet("engine")
    if resume:
        raise _not_yet("resume")

    from converter.inputs import find_inputs
    from converter.validate.judge import start_judge

    inputs = find_inputs(paths)
    failed = 0
    with start_judge() as judge:
        # The judge warms up in a process of its own while we load the rest and convert the first document.
        from converter.batch import convert_batch, prepare_output
        from converter.mapping import read_mapping_file
        from converter.model.manifest import Outcome
        from converter.pipeline import Options
        from converter.taxonomy import read_taxonomy

        if layout is not None:
            _check_layout(layout)
        prepare_output(out)
        taxonomy = read_taxonomy()
        options = Options(chosen, read_mapping_file(mapping, taxonomy) if mapping else (), layout)
        results = convert_batch(inputs, out, taxonomy, options, judge, strict=strict)
        for result in _with_progress(results, len(inputs), as_json=log_format == "json"):
            failed += result.line.outcome is Outcome.FAILED
            _echo_result(result, out)
    sys.exit(FAILED if failed else 0)


def _check_layout(layout: str) -> None:
    from converter.read import layout_names

    if layout not in layout_names():
        names = ", ".join(layout_names())
        raise Cas2xbrlError(
            f"--layout 不认识 {layout}；可用：{names}", f"--layout does not know {layout}; it knows {names}"
        )


def _chosen_formats(text: str | None) -> tuple[str, ...]:
    if text is None:
        return tuple(name for name in FORMATS if name != "ixbrl")
    chosen = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        names = ", ".join(FORMATS)
        raise Cas2xbrlError(
            f"--format 不认识 {'、'.join(unknown) or '空值'}；可用：{names}",
            f"--format does not know {', '.join(unknown) or 'an empty value'}; it knows {names}",
        )
    if "ixbrl" in chosen:
        raise _not_yet("ixbrl")
    return chosen


def _with_progress(results: Iterator[DocumentResult], total: int, *, as_json: bool) -> Iterator[DocumentResult]:
    """Yield the results; show findings and progress on standard error: a bar on a terminal, lines elsewhere."""
    if as_json or not sys.stderr.isatty() or total == 1:
        for number, result in enumerate(results, start=1):
            _log_result(result, number, total, as_json=as_json)
            yield result
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    for number, result in enumerate(track(results, "cas2xbrl", total=total, console=console), start=1):
        _log_result(result, number, total, as_json=False)
        yield result


def _log_result(result: DocumentResult, number: int, total: int, *, as_json: bool) -> None:
    from converter.messages import describe_finding

    if as_json:
        for finding in result.findings:
            record = {"event": "finding", "input": result.line.input, **finding.model_dump(mode="json")}
            click.echo(json.dumps(record, ensure_ascii=False), err=True)
        record = {"event": "document", "number": number, "of": total, **result.line.model_dump(mode="json")}
        click.echo(json.dumps(record, ensure_ascii=False), err=True)
        return
    click.echo(f"[{number}/{total}] {result.line.input} {result.line.seconds:.1f} s", err=True)
    for finding in result.findings:
        if finding.severity.value != "info":
            click.echo("\n".join(describe_finding(finding)), err=True)


def _echo_result(result: DocumentResult, out: Path) -> None:
    line = result.line
    where = out / line.folder if line.folder else line.input
    counts = line.counts
    click.echo(
        f"{line.outcome.value}\t{where}\t{counts.facts} facts\t{counts.proven} proven\t"
        f"{counts.conflicting} conflicting\t{counts.unresolved} unresolved\t"
        + ", ".join(f"{count} {severity.value}" for severity, count in line.findings.items())
    )
    if line.folder:
        from converter.messages import describe_counts

        click.echo(f"  {describe_counts(counts)}")


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", help="Form of the verdicts.")
@_exits_on_error
def validate(*, paths: tuple[Path, ...], log_format: str) -> None:
    """Judge files, ours or not: XBRL, Inline XBRL, xBRL-JSON, xBRL-CSV, report.json, taxonomy packages. 校验文件。

    Exit status 0 where every file is valid, 1 where one is not.
    """
    from converter.validate.judge import start_judge

    verdicts: list[Verdict] = []
    for path in paths:
        if not path.exists():
            raise Cas2xbrlError(f"找不到文件：{path}", f"no such file or folder: {path}")
    with start_judge() as judge:
        for path in paths:
            for verdict in judge(path):
                verdicts.append(verdict)
                _echo_verdict(verdict, as_json=log_format == "json")
    sys.exit(0 if all(verdict.valid for verdict in verdicts) else FAILED)


def _echo_verdict(verdict: Verdict, *, as_json: bool) -> None:
    from converter.messages import describe_finding

    if as_json:
        record = {
            "file": verdict.file,
            "kind": verdict.kind,
            "gate": verdict.gate.value,
            "valid": verdict.valid,
            "findings": [finding.model_dump(mode="json", exclude_none=True) for finding in verdict.findings],
        }
        click.echo(json.dumps(record, ensure_ascii=False))
        return
    click.echo(f"{'valid' if verdict.valid else 'INVALID'}\t{verdict.file}\t{verdict.kind}\t({verdict.gate.value})")
    for finding in verdict.findings:
        click.echo("\n".join(describe_finding(finding)))


@main.command()
@click.argument("label", metavar="LABEL")
@click.option(
    "--statement",
    type=click.Choice(
        ["balance_sheet", "income_statement", "cash_flow_statement", "changes_in_equity", "key_figures", "note"]
    ),
    help="Look only at rules for this kind of statement.",
)
@click.option("--mapping", type=click.Path(path_type=Path), help="Your own line-item rules, before ours.")
@_exits_on_error
def explain(*, label: str, statement: str | None, mapping: Path | None) -> None:
    """Show which concept a printed LABEL maps to, by which rule, and the nearest others. 说明项目对应的概念。

    Exit status 1 where no rule covers the label.
    """
    from converter.mapping import explain_label, read_mapping_file
    from converter.model.statement import StatementKind
    from converter.taxonomy import read_taxonomy

    taxonomy = read_taxonomy()
    rules = read_mapping_file(mapping, taxonomy) if mapping else ()
    kind = StatementKind(statement) if statement else None
    explanation = explain_label(label, kind, taxonomy, rules)
    _echo_explanation(explanation)
    sys.exit(0 if explanation.answers else FAILED)


def _echo_explanation(explanation: Explanation) -> None:
    for answer in explanation.answers:
        place = f"  位于 {answer.after} 之下 / below {answer.after}" if answer.after else ""
        click.echo(f"{answer.concept or '(标题行 / a heading)'}\t{answer.label_zh}\t{answer.label_en}")
        click.echo(f"  {answer.statement}, {answer.rule}{place}")
    if not explanation.answers:
        click.echo(f"没有规则覆盖“{explanation.label}”；转换时它会成为扩展概念。")
        click.echo(f"no rule covers “{explanation.label}”; in a conversion it becomes an extension concept.")
    for near in explanation.nearest:
        click.echo(f"  相近 / near: {near.label}\t{near.concept}\t{near.statement}")


@main.command()
@click.argument("name", required=False, metavar="[NAME]")
@_exits_on_error
def schema(*, name: str | None) -> None:
    """Print a published JSON Schema (2020-12), or the names of all. 打印已发布的 JSON Schema。"""
    from converter.resources import find_resource

    files = {path.name.removesuffix(".schema.json"): path for path in find_resource("schemas").glob("*.schema.json")}
    if name is None:
        click.echo("\n".join(sorted(files)))
    elif name.removesuffix(".schema.json") in files:
        click.echo(files[name.removesuffix(".schema.json")].read_text(encoding="utf-8"), nl=False)
    else:
        known = ", ".join(sorted(files))
        raise Cas2xbrlError(
            f"没有名为 {name} 的 schema；可用：{known}", f"there is no schema {name}; there are {known}"
        )


@main.group()
def taxonomy() -> None:
    """Build or check the taxonomy. 构建或检查分类标准。"""


@taxonomy.command("build")
@_exits_on_error
def taxonomy_build() -> None:
    """Write the baked form and the taxonomy package anew from the tables under taxonomy/."""
    from converter.bake import build_taxonomy
    from converter.resources import find_resource

    findings = build_taxonomy()
    _echo_findings(findings)
    if findings:
        sys.exit(FAILED)
    folder = find_resource("taxonomy")
    for path in (*folder.glob("*.json"), *folder.glob("*.zip")):
        click.echo(f"{path}\t{path.stat().st_size} bytes")


@taxonomy.command("check")
@_exits_on_error
def taxonomy_check() -> None:
    """Prove that tables, baked form and package say the same, and have Arelle judge the package whole."""
    from converter.bake import check_taxonomy
    from converter.resources import find_resource
    from converter.validate.judge import PACKAGE, start_judge

    with start_judge() as judge:
        findings = check_taxonomy()
        _echo_findings(findings)
        if not findings:
            click.echo("tables, baked form and package say the same / 表、烘焙形式与分类标准包一致")
        verdicts = judge(find_resource("taxonomy", PACKAGE))
    for verdict in verdicts:
        _echo_verdict(verdict, as_json=False)
    sys.exit(FAILED if findings or not all(verdict.valid for verdict in verdicts) else 0)


def _echo_findings(findings: tuple[Finding, ...]) -> None:
    from converter.messages import describe_finding

    for finding in findings:
        click.echo("\n".join(describe_finding(finding)), err=True)


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("reports", nargs=-1, metavar="A B")
@_exits_on_error
def diff(*, reports: tuple[str, ...]) -> None:  # noqa: ARG001 - taken so that its absence can be said plainly
    """Compare the facts of two converted reports (not in this release). 比较两份报告。"""
    raise _not_yet("diff")
