"""Sums as XBRL Calculations 1.1 (REC 2023-02-22) judges them, in its mode "round".

The worked example is that of its requirements document (2021-11-08, §2.1): two balances and their sum, exact, and then
each rounded by itself. Of the recommendation itself the stored copy holds §§1 to 3 only: its examples could not be
transcribed, so its rules are held here with numbers of our own, and a differential test has Arelle judge them too.
What a value with ``decimals`` stands for is XBRL 2.1 §4.6.5 and §4.6.7.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import pytest
from reconcile_sample import reconcile, statement

from converter.emit import WRITERS
from converter.model.period import Instant
from converter.model.report import Report
from converter.model.statement import Scope, Statement, StatementKind
from converter.reconcile.cells import FactKey
from converter.reconcile.facts import Draft
from converter.reconcile.trials import Trial
from converter.resources import find_resource
from converter.taxonomy import Taxonomy
from converter.validate.judge import PACKAGE
from converter.validate.service import ArelleProcess

PLACES = 6
KEY = FactKey("c2x:Any", None, dt.date(2023, 12, 31), "iso4217:CNY", Scope.CONSOLIDATED, None)
INCONSISTENT = "calc11e:inconsistentCalculationUsingRounding"


def fact(value: str, decimals: int) -> Draft:
    half = 5 * 10 ** (PLACES - decimals - 1)
    return Draft(KEY, int(Decimal(value).scaleb(PLACES)), half, decimals, [])


def summation(total: Draft, *parts: tuple[int, Draft]) -> Trial:
    return Trial("summation", None, ((total, 1), *((part, -weight) for weight, part in parts)))


DEBTORS, CASH = Decimal(12_141_123), Decimal(45_441_321)


@pytest.mark.parametrize("decimals", [0, -3, -5, -6, -7])
def test_amounts_that_add_up_are_consistent_however_they_are_rounded(decimals: int) -> None:
    def rounded(value: Decimal) -> Draft:
        unit = Decimal(1).scaleb(-decimals)
        return fact(str((value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit), decimals)

    assert summation(rounded(DEBTORS + CASH), (1, rounded(DEBTORS)), (1, rounded(CASH))).holds


def test_rounded_amounts_need_not_add_up_to_the_last_digit() -> None:
    """12 + 45 are 57, and 58 is the sum of what was rounded to them: XBRL 2.1 §5.2.5.2 would call it inconsistent."""
    trial = summation(fact("58000000", -6), (1, fact("12000000", -6)), (1, fact("45000000", -6)))
    assert trial.holds
    assert not trial.exact
    assert not summation(fact("59000000", -6), (1, fact("12000000", -6)), (1, fact("45000000", -6))).holds


@pytest.mark.parametrize(
    ("total", "parts", "holds"),
    [
        # The interval of a value is half its last digit to either side.
        (("100.00", 2), [(1, "60.00", 2), (1, "40.00", 2)], True),
        (("100.01", 2), [(1, "60.00", 2), (1, "40.00", 2)], True),
        (("100.02", 2), [(1, "60.00", 2), (1, "40.00", 2)], False),
        # Both ends belong to it: intervals that only touch are consistent.
        (("101", 0), [(1, "100", 0)], True),
        (("100.55", 2), [(1, "100.5", 1)], True),
        (("100.56", 2), [(1, "100.5", 1)], False),
        # The ends of all parts add up, each by its own precision.
        (("103", 0), [(1, "33", 0), (1, "33", 0), (1, "33", 0), (1, "2", 0)], True),
        (("104", 0), [(1, "33", 0), (1, "33", 0), (1, "33", 0), (1, "2", 0)], False),
        (("1000", -3), [(1, "400", 0), (1, "98", 0)], False),
        (("1000", -3), [(1, "400", 0), (1, "99", 0)], True),
        # A negative weight turns the interval round; its width is the same.
        (("50.00", 2), [(1, "60.00", 2), (-1, "10.01", 2)], True),
        (("50.00", 2), [(1, "60.00", 2), (-1, "10.02", 2)], False),
        (("-5", 0), [(-1, "4", 0)], True),
        # Signs are no part of it.
        (("0", 0), [(1, "-7", 0), (1, "6", 0)], True),
        (("0", 0), [(1, "-7", 0), (1, "5", 0)], False),
    ],
)
def test_a_sum_is_consistent_where_the_intervals_meet(
    total: tuple[str, int], parts: list[tuple[int, str, int]], *, holds: bool
) -> None:
    made = [(weight, fact(value, decimals)) for weight, value, decimals in parts]
    assert summation(fact(*total), *made).holds is holds


# rows of the statements that are made up: label, weight in its total (None: the total of those before it)
ROWS: tuple[tuple[str, int | None], ...] = (
    ("货币资金", 1),
    ("应收账款", 1),
    ("存货", 1),
    ("流动资产合计", None),
    ("固定资产", 1),
    ("非流动资产合计", None),
    ("股本", 1),
    ("资本公积", 1),
    ("减：库存股", -1),
    ("未分配利润", 1),
    ("归属于母公司所有者权益合计", None),
)
COLUMNS = 16


def made_up_statement(chance: random.Random, number: int, scale: int) -> Statement:
    """Make a balance sheet of many dates whose cells are printed with 0 to 3 decimals, most sums nearly right."""
    dates = [Instant(instant=dt.date(2000 + number, 1, 1) + dt.timedelta(days=column)) for column in range(COLUMNS)]
    cells: list[list[str]] = [[""] * COLUMNS for _ in ROWS]
    for column in range(COLUMNS):
        exact = Decimal(0)
        halves = Decimal(0)
        for row, (_, weight) in enumerate(ROWS):
            decimals = chance.randint(0, 3)
            unit = Decimal(1).scaleb(-decimals)
            if weight is None:
                value = exact.quantize(unit) + unit * chance.choice([0, 0, 1, -1, 2, -2, 3])
                if chance.random() < 0.3:  # as far off as its interval and those of its parts allow, if that can be
                    value = (exact + halves + unit / 2).quantize(unit, "ROUND_FLOOR")
                exact = halves = Decimal(0)
            elif chance.random() < 0.1:
                continue
            else:
                value = Decimal(chance.randint(-20_000, 90_000)).scaleb(-decimals)
                exact += weight * value
                halves += unit / 2
            cells[row][column] = f"{value:.{decimals}f}"
    rows: Sequence[tuple[str, Sequence[str]]] = [(label, cells[row]) for row, (label, _) in enumerate(ROWS)]
    return statement(StatementKind.BALANCE_SHEET, dates, rows, scale=scale, first_line=1 + 100 * number)


@pytest.fixture(scope="module")
def judged(taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, set[frozenset[str]]]:
    """Give a report of 48 made-up balance sheets, and the facts of each sum that Arelle calls inconsistent."""
    chance = random.Random(20230222)
    report, findings = reconcile(
        taxonomy, *(made_up_statement(chance, number, scale) for number, scale in enumerate((0, 3, 4)))
    )
    path = tmp_path_factory.mktemp("calculations") / "report.xbrl"
    path.write_bytes(WRITERS["xbrl"](report, taxonomy)["report.xbrl"])
    with ArelleProcess((find_resource("taxonomy", PACKAGE),)) as arelle:
        arelle.ask_verdicts([path])
        (verdict,) = arelle.take_verdicts()
    assert {message.code for message in verdict.messages} == {INCONSISTENT}
    report = report.model_copy(update={"findings": findings})
    return report, {frozenset(message.facts) for message in verdict.messages}


def test_our_verdict_on_every_sum_is_arelles(judged: tuple[Report, set[frozenset[str]]]) -> None:
    report, inconsistent = judged
    ours = {frozenset(check.facts) for check in report.checks if check.kind == "summation" and not check.holds}
    # A long sum of which one item alone is printed is no inconsistency of the report; we say that Arelle calls it one.
    lone = [set(finding.facts) for finding in report.findings if finding.code == "reconcile.unsettled-sum"]
    assert ours <= inconsistent
    assert all(len(facts) == 2 and any(facts <= named for named in lone) for facts in inconsistent - ours)
    assert len(ours) > len(inconsistent - ours)


def test_the_made_up_sums_are_of_every_kind(judged: tuple[Report, set[frozenset[str]]]) -> None:
    report, inconsistent = judged
    sums = [check for check in report.checks if check.kind == "summation"]
    decimals = {each.id: each.decimals for each in report.facts}
    assert len(sums) > 100
    assert len(inconsistent) > 20
    assert sum(check.holds and check.residual != "0" for check in sums) > 20
    assert sum(abs(Decimal(check.residual)) == width(check.facts, decimals) for check in sums) > 5


def width(facts: Sequence[str], decimals: dict[str, int | None]) -> Decimal:
    """Return how far a sum of facts may be off at most."""
    return sum((Decimal(5).scaleb(-(decimals[name] or 0) - 1) for name in facts), Decimal(0))
