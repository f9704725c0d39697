from __future__ import annotations

import random
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from converter.reconcile.solver import Constraint, solve


def test_one_solution() -> None:
    # x in {1, 2}, y in {10, 20}: x + y = 12
    answer = solve([(0, 1), (0, 1)], [Constraint(((0, (1, 2)), (1, (10, 20))), 12, 12)])
    assert answer.values == ((1,), (0,))
    assert answer.complete == (True, True)


def test_several_solutions_keep_what_is_common_to_all() -> None:
    # x + y = 3 has two solutions; z = 7 has one
    answer = solve(
        [(0, 1), (0, 1), (0, 1)], [Constraint(((0, (1, 2)), (1, (1, 2))), 3, 3), Constraint(((2, (7, 8)),), 7, 7)]
    )
    assert answer.values == ((0, 1), (0, 1), (0,))


def test_contradiction_leaves_no_value_and_touches_no_other_part() -> None:
    answer = solve([(0, 1), (0, 1)], [Constraint(((0, (1, 2)),), 5, 5)])
    assert answer.values == ((), (0, 1))
    assert not answer.satisfiable


def test_bound_never_declares_a_value_the_only_one() -> None:
    many = tuple(range(30))
    terms = tuple((n, many) for n in range(12))
    answer = solve([many] * 12, [Constraint(terms, 100, 100)], bound=500)
    assert not any(answer.complete)
    assert all(len(values) == 30 for values in answer.values)


def test_lone_amounts_under_one_total_are_proven() -> None:
    chance = random.Random(1)
    amounts = [chance.randrange(10**6, 10**11) for _ in range(24)]
    left = [chance.random() < 0.5 for _ in amounts]
    totals = [sum(a for a, at in zip(amounts, left, strict=True) if at is side) for side in (True, False)]
    answer = solve(
        [(0, 1)] * 24,
        [
            Constraint(tuple((n, (a, 0)) for n, a in enumerate(amounts)), totals[0], totals[0]),
            Constraint(tuple((n, (0, a)) for n, a in enumerate(amounts)), totals[1], totals[1]),
        ],
    )
    assert answer.values == tuple((0,) if at else (1,) for at in left)
    assert all(answer.complete)
    assert answer.spent < 200_000


def test_a_hard_part_costs_the_others_nothing() -> None:
    chance = random.Random(2)
    amounts = [chance.randrange(10**6, 10**11) for _ in range(60)]
    total = sum(amounts[::2])
    hard = Constraint(tuple((n, (a, 0)) for n, a in enumerate(amounts)), total, total)
    easy = Constraint(((60, (7, 8)),), 7, 7)
    answer = solve([(0, 1)] * 61, [hard, easy], bound=50_000)
    assert answer.values[60] == (0,)
    assert answer.complete[60]
    assert not any(answer.complete[:60])
    assert answer.spent <= 50_000
    assert all(set(values) >= {n % 2} for n, values in enumerate(answer.values[:60]))


_domain = st.lists(st.integers(-5, 5), min_size=1, max_size=4)


@given(domains=st.lists(_domain, min_size=1, max_size=4), data=st.data())
def test_agrees_with_trying_everything(domains: list[list[int]], data: st.DataObject) -> None:
    constraints = []
    for _ in range(data.draw(st.integers(0, 3))):
        chosen = data.draw(st.lists(st.integers(0, len(domains) - 1), min_size=1, unique=True))
        low = data.draw(st.integers(-8, 8))
        constraints.append(
            Constraint(tuple((n, tuple(domains[n])) for n in chosen), low, low + data.draw(st.integers(0, 2)))
        )
    solutions = [
        choice
        for choice in product(*(range(len(domain)) for domain in domains))
        if all(c.low <= sum(gives[choice[n]] for n, gives in c.terms) <= c.high for c in constraints)
    ]
    answer = solve([range(len(domain)) for domain in domains], constraints)
    if solutions:
        assert [set(values) for values in answer.values] == [{s[n] for s in solutions} for n in range(len(domains))]
    else:
        assert not answer.satisfiable


@settings(deadline=None)
@given(
    planted=st.lists(
        st.tuples(st.lists(st.integers(-500, 500), min_size=2, max_size=4), st.integers(0, 3)), max_size=7
    ),
    data=st.data(),
    bound=st.sampled_from([0, 5, 60, 400, 1_000_000]),
)
def test_what_was_planted_is_never_cut(planted: list[tuple[list[int], int]], data: st.DataObject, bound: int) -> None:
    """Whatever the bound, the planted values stay, and what is called complete is what trying everything finds."""
    domains = [tuple(range(len(values))) for values, _ in planted]
    choice = [at % len(values) for values, at in planted]
    constraints = []
    for _ in range(data.draw(st.integers(0, 3)) if planted else 0):
        chosen = data.draw(st.lists(st.integers(0, len(planted) - 1), min_size=1, unique=True))
        terms = tuple((n, tuple(data.draw(st.sampled_from([1, -1, 2])) * v for v in planted[n][0])) for n in chosen)
        total = sum(gives[choice[n]] for n, gives in terms)
        constraints.append(Constraint(terms, total - data.draw(st.integers(0, 3)), total))
    answer = solve(domains, constraints, bound)
    assert all(at in values for at, values in zip(choice, answer.values, strict=True))
    solutions = [
        tried
        for tried in product(*domains)
        if all(c.low <= sum(gives[tried[n]] for n, gives in c.terms) <= c.high for c in constraints)
    ]
    for n, values in enumerate(answer.values):
        supported = {tried[n] for tried in solutions}
        assert supported <= set(values)
        if answer.complete[n]:
            assert supported == set(values)
