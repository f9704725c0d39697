"""Word what the command line itself says, in Chinese and English, in one place."""

from __future__ import annotations

from converter.model.finding import Finding, Message
from converter.model.manifest import ManifestCounts

NOT_YET = {
    "ixbrl": Message(
        zh="--format ixbrl（可点击的原文页）尚未提供，将随后续版本发布；其余格式可用。",
        en="--format ixbrl (the tagged page) is not there yet; it comes in a later release. The other formats work.",
    ),
    "jobs": Message(
        zh="--jobs 大于 1 尚未提供：本版本在一个进程内逐份转换。请去掉该选项或写 --jobs 1。",
        en="--jobs above 1 is not there yet: this release converts in one process. Leave it out, or say --jobs 1.",
    ),
    "engine": Message(
        zh="--engine dask 尚未提供，请用 --engine local。",
        en="--engine dask is not there yet; use --engine local.",
    ),
    "resume": Message(
        zh="--resume 尚未提供：每次运行都会重新转换全部文件。请去掉该选项。",
        en="--resume is not there yet: every run converts every document anew. Leave the option out.",
    ),
    "diff": Message(
        zh="diff 命令尚未提供，将随后续版本发布。",
        en="the command diff is not there yet; it comes in a later release.",
    ),
}


def describe_finding(finding: Finding) -> list[str]:
    """Return the lines that show a finding to a person: code and place, then Chinese, English and what to do."""
    where = f" [{finding.sources[0].line}]" if finding.sources else ""
    lines = [
        f"{finding.severity.value}: {finding.code}{where}",
        f"  {finding.message.zh}",
        f"  {finding.message.en}",
    ]
    if finding.suggestion:
        lines += [f"  → {finding.suggestion.zh}", f"  → {finding.suggestion.en}"]
    return lines


def describe_counts(counts: ManifestCounts) -> str:
    """Return the line that says how many printed numbers became facts, and why the others did not."""
    parts = [
        f"numbers: {counts.numbers_in_tables:,} in tables, {counts.facts_in_tables:,} in facts"
        + _share(counts.facts_in_tables, counts.numbers_in_tables)
    ]
    if counts.numbers_in_sentences:
        parts.append(
            f"{counts.numbers_in_sentences:,} in sentences, {counts.facts_in_sentences:,} in facts"
            + _share(counts.facts_in_sentences, counts.numbers_in_sentences)
        )
    if counts.not_facts:
        parts.append("not facts: " + ", ".join(f"{count:,} {reason}" for reason, count in counts.not_facts.items()))
    return " · ".join(parts)


def _share(part: int, whole: int) -> str:
    """Return a share in brackets, rounded down: all of it is 100 %, and nothing less."""
    if not whole:
        return ""
    permille = part * 1000 // whole
    return f" ({permille // 10} %)" if permille % 10 == 0 else f" ({permille // 10}.{permille % 10} %)"
