"""Hold the ten primary statements of the run-together web report to what the page prints, amount by amount.

run_together_golden.csv was written by reading the page: 466 amounts, each with its line, its place in the line, its row
and the column it belongs to. Where a note number ends was taken from the headings of the notes, where a lone amount
belongs from sums made by hand.
"""

from __future__ import annotations

import csv
import datetime
import re
from decimal import Decimal
from pathlib import Path

import pytest

from converter.mapping import map_report
from converter.model.period import Duration, Instant
from converter.model.report import Evidence, Fact, Report
from converter.read import read_document
from converter.recognise import recognise_report
from converter.reconcile import reconcile_report
from converter.taxonomy import Taxonomy

_SEED = "002_bb0e86c5dfab111a.txt"
_AXIS = "c2x:ComponentsOfEquityAxis"
_MEMBERS = {
    "实收资本": "c2x:IssuedCapitalMember",
    "资本公积": "c2x:CapitalReserveMember",
    "其他综合收益": "c2x:AccumulatedOtherComprehensiveIncomeMember",
    "盈余公积": "c2x:SurplusReserveMember",
    "未分配利润": "c2x:RetainedEarningsMember",
    "小计": "c2x:EquityAttributableToOwnersOfParentMember",
    "少数股东权益": "c2x:NoncontrollingInterestsMember",
    "所有者权益合计": None,
}
# What arithmetic leaves open: the half year between the two matrices is not printed, so nothing says whether the amount
# between share capital and the rest was capital reserve or another equity instrument.
_OPEN = {
    (2035, "582,198,911.01"),
    (2040, "582,198,911.01"),
    (2064, "582,198,911.01"),
    (2108, "451,572,163.87"),
    (2112, "451,572,163.87"),
    (2135, "451,572,163.87"),
}


@pytest.fixture(scope="module")
def converted(shared: Path, taxonomy: Taxonomy) -> tuple[Report, tuple[str, ...]]:
    data = (shared / "seeds" / _SEED).read_bytes()
    document, _ = read_document(data, _SEED)
    assert document is not None
    recognised, _ = recognise_report(document, taxonomy)
    mapped, _ = map_report(recognised, taxonomy)
    report, _ = reconcile_report(mapped, document, taxonomy)
    return report, document.lines


@pytest.fixture(scope="module")
def golden() -> list[dict[str, str]]:
    with (Path(__file__).parent / "run_together_golden.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected_period(row: dict[str, str]) -> Instant | Duration:
    year = 2022 if row["column"].startswith("current") else 2021
    label = row["label"]
    if row["statement"] == "balance_sheet":
        return Instant(instant=datetime.date(2022, 6, 30) if year == 2022 else datetime.date(2021, 12, 31))
    if re.search(r"期初现金|期初余额|上年期末余额|会计政策变更", label):
        return Instant(instant=datetime.date(year - 1, 12, 31))
    if re.search(r"期末现金|期末余额", label):
        return Instant(instant=datetime.date(year, 6, 30))
    return Duration(start=datetime.date(year, 1, 1), end=datetime.date(year, 6, 30))


def facts_by_place(report: Report) -> dict[tuple[int, int, int], Fact]:
    return {(s.line, s.start, s.end): fact for fact in report.facts for s in fact.sources}


def place(row: dict[str, str]) -> tuple[int, int, int]:
    start = int(row["start"])
    return int(row["line"]), start, start + len(row["amount"])


def test_every_amount_is_right_to_the_cell_period_and_scope(
    converted: tuple[Report, tuple[str, ...]], golden: list[dict[str, str]]
) -> None:
    report, lines = converted
    facts = facts_by_place(report)
    assert len(golden) == 466
    wrong = []
    for row in golden:
        line, start, end = place(row)
        assert lines[line - 1][start:end] == row["amount"]
        if (line, row["amount"]) in _OPEN:
            continue
        fact = facts.get((line, start, end))
        component = row["column"].partition(" ")[2]
        member = _MEMBERS[component] if component else None
        if (
            fact is None
            or Decimal(fact.value) != Decimal(row["amount"].replace(",", ""))
            or fact.scope.value != row["scope"]
            or fact.period != expected_period(row)
            or fact.dimensions.get(_AXIS) != member
            or fact.evidence is Evidence.CONFLICTING
        ):
            wrong.append((row, fact))
    assert not wrong


def test_nothing_but_those_amounts_became_a_fact(
    converted: tuple[Report, tuple[str, ...]], golden: list[dict[str, str]]
) -> None:
    report, _ = converted
    places = {place(row) for row in golden}
    within = range(min(line for line, _, _ in places), max(line for line, _, _ in places) + 1)
    numbers = {at for at, fact in facts_by_place(report).items() if fact.unit is not None and at[0] in within}
    assert not numbers - places


def test_what_arithmetic_leaves_open_is_unresolved_with_its_readings(
    converted: tuple[Report, tuple[str, ...]],
) -> None:
    report, _ = converted
    unresolved = {(each.source.line, each.source.text): each.readings for each in report.coverage.unresolved}
    assert {at for at in unresolved if 1556 <= at[0] <= 2150} == _OPEN
    for at in _OPEN:
        assert {"优先股", "资本公积"} <= set(unresolved[at])


def test_lone_amounts_and_note_numbers_are_proven(
    converted: tuple[Report, tuple[str, ...]], golden: list[dict[str, str]]
) -> None:
    report, _ = converted
    facts = facts_by_place(report)
    alone = {
        line: row
        for line in {row["line"] for row in golden}
        if len(row := [r for r in golden if r["line"] == line]) == 1
    }
    assert len(alone) > 20
    for (row,) in alone.values():
        if (int(row["line"]), row["amount"]) not in _OPEN:
            assert facts[place(row)].evidence is Evidence.PROVEN, row
