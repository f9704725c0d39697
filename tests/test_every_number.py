"""What issue 4 says must be seen of the five kinds of documents: every printed number a fact. Needs ../shared.

What a document prints is counted here from its lines alone, apart from our readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from converter.model.report import Fact, Report
from converter.pipeline import read_report
from converter.taxonomy import read_taxonomy

SEPARATED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
# Where amounts run together, their two decimals tell where one ends; version numbers (V2.0) end in one digit.
RUN_TOGETHER = re.compile(r"(?<![\d.])(?:\d\.\d(?=\d))?(\d{1,3}(?:,\d{3})+\.\d{2})|(\d{1,3}(?:,\d{3})+\.\d{2})")
BROKEN = re.compile(r"\d{1,3}(?:,\d{1,3})+(?:\.\d+)?")
Place = tuple[int, int, int]


@cache
def converted(path: Path) -> Report:
    report, _ = read_report(path.read_bytes(), path.name, read_taxonomy())
    assert report is not None
    return report


def list_lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8-sig").splitlines()


def is_sentence(line: str) -> bool:
    return "。" in line or len(line) > 250


def delimited_amounts(path: Path) -> Iterator[Place]:
    for number, line in enumerate(list_lines(path), 1):
        if "\t" in line:
            yield from ((number, match.start(), match.end()) for match in SEPARATED.finditer(line))


def run_together_amounts(path: Path) -> Iterator[Place]:
    for number, line in enumerate(list_lines(path), 1):
        if not is_sentence(line):
            for match in RUN_TOGETHER.finditer(line):
                start, end = match.span(1) if match[1] else match.span(2)
                yield number, start, end


def amounts_line_by_line(path: Path) -> Iterator[Place]:
    for number, line in enumerate(list_lines(path), 1):
        if "。" not in line and len(line) <= 30:
            yield from ((number, match.start(), match.end()) for match in BROKEN.finditer(line))


def share_in_numeric_facts(report: Report, printed: list[Place]) -> float:
    """Return the share of printed amounts that lie in the source of a fact with a number; text blocks do not count."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for fact in report.facts:
        if fact.decimals is not None:
            for source in fact.sources:
                for span in source.parts or (source,):
                    spans.setdefault(span.line, []).append((span.start, span.end))
    found = sum(any(a < end and start < b for a, b in spans.get(line, ())) for line, start, end in printed)
    return found / len(printed)


def test_the_audit_report(shared: Path):
    path = shared / "seeds/001_313dedaca723782c.txt"
    printed = list(delimited_amounts(path))
    assert len(printed) == 2718
    assert share_in_numeric_facts(converted(path), printed) >= 0.995


def test_the_web_report(shared: Path):
    path = shared / "seeds/002_bb0e86c5dfab111a.txt"
    printed = list(run_together_amounts(path))
    assert len(printed) > 1700
    assert share_in_numeric_facts(converted(path), printed) >= 0.97


def test_the_annual_report_with_a_cell_to_a_line(shared: Path):
    path = shared / "seeds/004_bc6069923b392734.txt"
    printed = list(amounts_line_by_line(path))
    assert len(printed) > 300
    assert share_in_numeric_facts(converted(path), printed) >= 0.95


NOTES = (
    "corpus/markdown/600085_20240329_NJ0B.md",
    "corpus/markdown/600085_20250404_K6RE.md",
    "corpus/markdown/600329_20250331_WYS4.md",
    "corpus/markdown/600436_20240420_1K89.md",
    "corpus/markdown/300869_2024年半年度报告.md",
    "seeds/001_313dedaca723782c.txt",
    "seeds/002_bb0e86c5dfab111a.txt",
)


def note_facts(report: Report, kinds: tuple[str, ...] = ("note",)) -> list[Fact]:
    kind_of = {entry.id: entry.kind.value for entry in report.statements}
    return [fact for fact in report.facts if fact.decimals is not None and kind_of.get(fact.statement or "") in kinds]


@pytest.mark.parametrize("name", NOTES)
def test_most_note_facts_are_on_base_concepts(shared: Path, name: str):
    facts = note_facts(converted(shared / name))
    assert len(facts) > 400
    assert sum(fact.concept.startswith("c2x:") for fact in facts) >= 0.85 * len(facts)


@pytest.mark.parametrize("name", NOTES)
def test_no_two_extension_concepts_are_the_same_thing(shared: Path, name: str):
    own = [concept for concept in converted(shared / name).extension if concept.kind != "member"]
    things = [(concept.label, concept.kind, concept.period_type, concept.anchor) for concept in own]
    assert len(set(things)) == len(things)
    assert len({concept.name for concept in own}) == len(own)


def concepts_by_label(report: Report, title: str) -> dict[tuple[str, ...], set[str]]:
    """Return what the rows of a note's tables became, by row and headers as printed."""
    found: dict[tuple[str, ...], set[str]] = {}
    for fact in note_facts(report):
        if fact.label_path and fact.label_path[0] == title:
            key = ("".join(fact.printed_label.split()), *fact.label_path[-2:])
            found.setdefault(key, set()).add(fact.concept)
    return found


@pytest.mark.parametrize("title", ["应收账款", "存货", "固定资产", "应付职工薪酬", "其他应收款"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("600085_20240329_NJ0B.md", "600085_20250404_K6RE.md"),  # two years
        ("600329_20250331_WYS4.md", "600436_20240420_1K89.md"),  # two companies
    ],
)
def test_the_same_note_gives_the_same_concepts(shared: Path, title: str, one: str, other: str):
    left, right = (concepts_by_label(converted(shared / "corpus/markdown" / name), title) for name in (one, other))
    common = left.keys() & right.keys()
    assert len(common) >= 5
    same = sum(bool(left[key] & right[key]) for key in common)
    assert same >= 0.95 * len(common), [(key, left[key], right[key]) for key in common if not left[key] & right[key]]


def test_every_number_of_the_example_s_notes_is_a_proven_fact(root: Path):
    """The notes of a group without other owners; needs no ../shared."""
    report = converted(root / "examples/notes-2022.txt")
    assert {entry.scope.value for entry in report.statements} == {"consolidated"}
    assert report.coverage.tables.printed == report.coverage.tables.facts == 116
    assert not report.coverage.unresolved
    assert not report.findings
    assert all(check.holds for check in report.checks)
    amounts = [fact for fact in report.facts if (fact.unit or "").startswith("iso4217")]
    assert all(fact.evidence.value == "proven" for fact in amounts)
    receivables = [fact for fact in amounts if fact.concept == "c2x:CurrentTradeReceivables"]
    (net,) = (fact for fact in receivables if fact.value == "88046512.3" and not fact.dimensions)
    assert [source.line for source in net.sources] == [8, 49, 58]  # the balance sheet, the ageing, the classes
    assert net.statement == "consolidated-balance-sheet"
    allowance = {"c2x:CarryingAmountComponentsAxis": "c2x:AllowanceMember"}
    assert {fact.value for fact in receivables if fact.dimensions == allowance} == {"6000000", "6500000"}
    (within_a_year,) = (fact for fact in receivables if fact.value == "80150000")
    assert within_a_year.label_path == ("应收账款", "按账龄披露", "1年以内", "2022年12月31日")
    assert within_a_year.dimensions == {
        "c2x:AgeingAxis": "c2x:WithinOneYearMember",
        "c2x:CarryingAmountComponentsAxis": "c2x:GrossMember",
    }
