"""Prove what reconciling promises: what was destroyed comes back or is unresolved, never wrong."""

from __future__ import annotations

from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from reconcile_sample import COMPONENTS, balance_sheet, line_item, matrix, reconcile, statement

from converter.model.report import Evidence, Report
from converter.model.source import Source
from converter.model.statement import LineItem, PrintedAmount, StatementKind
from converter.taxonomy import read_taxonomy

TAXONOMY = read_taxonomy()

_cents = st.integers(-99_999_999, 99_999_999)
_fast = settings(max_examples=25, deadline=None)

# A movement by component: share capital, capital reserve, treasury shares, retained earnings, minority.
_movement = st.tuples(*(st.one_of(st.just(0), _cents) for _ in range(5)))


def shown(cents: int) -> str:
    """Print an amount; zero is printed as a blank, as equity matrices do."""
    return "" if cents == 0 else f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def row_of(parts: tuple[int, ...]) -> list[str]:
    capital, reserve, treasury, retained, minority = parts
    parent = capital + reserve - treasury + retained
    return [shown(each) for each in (capital, reserve, treasury, retained, parent, minority, parent + minority)]


def plus(*rows: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True))


def planted(opening: tuple[int, ...], *movements: tuple[int, ...]) -> list[tuple[str, list[str]]]:
    income, owners, paid, other = movements
    change = plus(*movements)
    return [
        ("二、本年年初余额", row_of(opening)),
        ("三、本年增减变动金额", row_of(change)),
        ("（一）综合收益总额", row_of(income)),
        ("（二）所有者投入和减少资本", row_of(owners)),
        ("1.所有者投入的普通股", row_of(owners)),
        ("（三）利润分配", row_of(paid)),
        ("2.对所有者的分配", row_of(paid)),
        ("（五）专项储备", row_of(other)),
        ("四、本年年末余额", row_of(plus(opening, change))),
    ]


def squeezed(label: str, cells: list[str], line: int) -> LineItem:
    """Lose the blanks of a row: every placement that keeps the order is a reading."""
    printed = [(text, n) for n, text in enumerate(text for text in cells if text)]
    readings = []
    for chosen in combinations(range(len(COMPONENTS)), len(printed)):
        amounts = []
        for column, (text, n) in zip(chosen, printed, strict=True):
            source = Source(line=line, start=30 * (n + 1), end=30 * (n + 1) + len(text), text=text)
            (plain,) = matrix([(label, [""] * column + [text])]).items[0].readings[0]
            amounts.append(PrintedAmount(column, plain.value, plain.decimals, source))
        readings.append(tuple(amounts))
    return line_item(label, tuple(readings), line)


def facts_of(report: Report) -> set[tuple[str, str, str, str]]:
    return {(f.concept, f.value, str(f.period), str(f.dimensions)) for f in report.facts}


@_fast
@given(
    opening=_movement,
    movements=st.tuples(_movement, _movement, _movement, _movement),
    damaged=st.sets(st.integers(0, 8), min_size=1, max_size=5),
)
def test_lost_blanks_come_back_exactly_or_stay_unresolved(
    opening: tuple[int, ...], movements: tuple[tuple[int, ...], ...], damaged: set[int]
) -> None:
    rows = planted(opening, *movements)
    whole, _ = reconcile(TAXONOMY, matrix(rows))
    torn = [squeezed(label, cells, n + 1) if n in damaged else (label, cells) for n, (label, cells) in enumerate(rows)]
    report, _ = reconcile(TAXONOMY, matrix(torn))
    assert facts_of(report) <= facts_of(whole)
    printed = sum(bool(text) for _, cells in rows for text in cells)
    assert report.coverage.printed_numbers == printed
    assert report.coverage.facts_from + len(report.coverage.unresolved) == printed
    assert not any(fact.evidence is Evidence.CONFLICTING for fact in report.facts)


@_fast
@given(
    items=st.lists(st.integers(1, 99_999_999), min_size=3, max_size=3),
    struck=st.integers(0, 2),
    place=st.integers(0, 7),
    digit=st.integers(1, 9),
)
def test_a_planted_digit_error_is_never_proven(items: list[int], struck: int, place: int, digit: int) -> None:
    labels = ["货币资金", "应收账款", "存货"]
    total = sum(items)
    wrong = list(items)
    at = 10**place
    wrong[struck] += ((items[struck] // at + digit) % 10 - items[struck] // at % 10) * at
    assume(wrong[struck])
    rows = [(label, [shown(value)]) for label, value in zip(labels, wrong, strict=True)]
    rows += [("流动资产合计", [shown(total)]), ("资产总计", [shown(total)])]
    report, findings = reconcile(TAXONOMY, balance_sheet(rows))
    struck_facts = [f for f in report.facts if f.printed_label == labels[struck]]
    assert not any(f.evidence is Evidence.PROVEN for f in struck_facts)
    if abs(wrong[struck] - items[struck]) > 2:  # less is within the rounding of four printed numbers
        assert all(f.evidence is Evidence.CONFLICTING for f in struck_facts)
        assert [each.code for each in findings] == ["reconcile.sum-differs"]
    assert {f.value for f in struck_facts} <= {_plain(wrong[struck])}


def _plain(cents: int) -> str:
    text = f"{cents // 100}.{cents % 100:02d}".rstrip("0").rstrip(".")
    return text or "0"


@_fast
@given(value=st.integers(1, 10**12), scale=st.sampled_from([0, 3, 4, 6, 8]))
def test_the_scale_does_not_change_a_value(value: int, scale: int) -> None:
    full = str(value * 10**scale)
    report, _ = reconcile(
        TAXONOMY,
        statement(
            StatementKind.BALANCE_SHEET,
            [balance_sheet([]).columns[0].period],
            [("货币资金", [str(value)])],
            scale=scale,
        ),
    )
    assert report.facts[0].value == full
    assert report.facts[0].decimals == -scale
