"""Prove what the arithmetic of note tables promises: what adds up is seen to, and no amount is placed wrongly."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from note_sample import NESTED, PART, TOTAL, note_table, open_row, trials_of

from converter.model.mapped import CellRole, MemberRole
from converter.reconcile.note_evidence import Elsewhere
from converter.reconcile.note_readings import choose_note_readings

_cents = st.integers(-99_999_999, 99_999_999)
_gains = st.integers(0, 99_999_999)
_fast = settings(max_examples=40, deadline=None)

ROLL = [CellRole.OPENING, CellRole.INCREASE, CellRole.DECREASE, CellRole.CLOSING]


def shown(cents: int) -> str:
    """Print an amount; zero is printed as a blank."""
    return "" if cents == 0 else f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def rolled(parts: list[tuple[int, int, int]]) -> list[tuple[int, ...]]:
    """Return rows of opening, increase, decrease, closing, and their total."""
    rows = [(opening, more, less, opening + more - less) for opening, more, less in parts]
    return [*rows, tuple(map(sum, zip(*rows, strict=True)))]


@_fast
@given(st.lists(st.tuples(_gains, _gains, _gains), min_size=2, max_size=6))
def test_a_whole_table_holds_throughout(parts: list[tuple[int, int, int]]) -> None:
    rows = [[shown(each) for each in row] for row in rolled(parts)]
    trials = trials_of(*note_table(rows, ROLL, [PART] * len(parts) + [TOTAL]))
    assert all(trial.holds for trial in trials)


@_fast
@given(st.lists(st.tuples(_gains, _gains, _gains), min_size=2, max_size=6), st.data(), st.integers(1_000, 99_999_999))
def test_an_amount_that_is_off_is_in_every_sum_that_fails(
    parts: list[tuple[int, int, int]], data: st.DataObject, step: int
) -> None:
    rows = rolled(parts)
    at = data.draw(st.tuples(st.integers(0, len(parts) - 1), st.integers(0, 3)))
    broken = [[value + (step if (r, c) == at else 0) for c, value in enumerate(row)] for r, row in enumerate(rows)]
    trials = trials_of(*note_table([[shown(v) for v in row] for row in broken], ROLL, [PART] * len(parts) + [TOTAL]))
    for trial in trials:
        cells = {(draft.cells[0].row, draft.cells[0].column) for draft, _ in trial.terms}
        assert trial.holds or at in cells


@_fast
@given(
    st.lists(st.tuples(_gains, _gains, _gains), min_size=1, max_size=5),
    st.sampled_from([0, 1]),
    st.lists(st.sampled_from([PART, NESTED]), min_size=5, max_size=5),
    st.data(),
)
def test_lost_blanks_come_back_or_stay_open(
    parts: list[tuple[int, int, int]], totals: int, roles: list[MemberRole], data: st.DataObject
) -> None:
    rows = rolled(parts)[: len(parts) + totals]
    damaged = data.draw(st.sets(st.integers(0, len(rows) - 1), min_size=1, max_size=3))
    made = []
    for number, row in enumerate(rows):
        printed = [shown(value) for value in row if value]
        ways = list(combinations(range(4), len(printed)))
        squeezed = number in damaged and 0 < len(printed) < 4
        made.append(open_row(printed, ways, number + 1) if squeezed else [shown(value) for value in row])
    members = roles[: len(parts)] + [TOTAL] * totals
    table, mapped = note_table(made, ROLL, members)
    for row, placement in choose_note_readings(table, mapped, Elsewhere({})).items():
        for amount in placement.amounts:
            true = [column for column, value in enumerate(rows[row]) if value]
            at = sorted({each.source.start for each in table.statement.items[row].readings[0]})
            assert amount.column == true[at.index(amount.source.start)]


@_fast
@given(
    st.lists(_cents.filter(bool), min_size=2, max_size=5),
    st.lists(_cents.filter(bool), min_size=2, max_size=5),
    st.sampled_from([2, 3]),
)
def test_readings_that_nothing_satisfies_place_only_what_they_share(
    first: list[int], second: list[int], width: int
) -> None:
    size = min(len(first), len(second))
    rows = [open_row([shown(each)], [[at] for at in range(width)], n + 1) for n, each in enumerate(first[:size])]
    total = [shown(each) for each in second[:width]]
    table, mapped = note_table(
        [*rows, [*total, *[""] * (width - len(total))]], [CellRole.CLOSING] * width, [PART] * size + [TOTAL]
    )
    sums = [sum(chosen) for count in range(size + 1) for chosen in combinations(first[:size], count)]
    placements = choose_note_readings(table, mapped, Elsewhere({}))
    # Each of a sum's numbers is known to half its last digit.
    if not any(2 * abs(value - each) <= size + 1 for value in second[:width] for each in sums):
        assert not any(placement.amounts for placement in placements.values())
