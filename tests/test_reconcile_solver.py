from __future__ import annotations

from itertools import product

from hypothesis import given
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
