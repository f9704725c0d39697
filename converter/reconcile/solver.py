"""Choose values for variables with small domains so that linear constraints hold, exactly, in integers.

    variable     a row whose amounts can stand in several ways; its domain is 0 … size-1, one value per reading
    constraint   low ≤ Σ contribution of each variable's value ≤ high
    answer       per variable, the values that occur in at least one solution

Propagation cuts values that no choice of the others can complete; search then looks for one solution per value not yet
seen in any. The work is bounded, counted in values looked at; where the bound is hit the answer says so and keeps every
value that was not refuted, so a value is never declared the only one unless all others are refuted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

Domains = list[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Constraint:
    """Bound the sum of what each variable contributes: ``terms`` pairs a variable with one integer per value."""

    terms: tuple[tuple[int, tuple[int, ...]], ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold, per variable, the values that occur in solutions (none at all: the constraints contradict each other).

    ``complete`` is False per variable where the search bound was hit: its values are those not refuted.
    """

    values: tuple[tuple[int, ...], ...]
    complete: tuple[bool, ...]

    @property
    def satisfiable(self) -> bool:
        """Tell whether every variable has a value left."""
        return all(self.values)


class _BoundHit(Exception):  # noqa: N818 - a signal inside this module, not an error
    pass


def solve(domains: Sequence[Sequence[int]], constraints: Sequence[Constraint], bound: int = 300_000) -> Answer:
    """Find for every variable the values of its domain that take part in a solution.

    ``bound`` limits the values looked at; it is shared by the parts of the problem, the smaller ones first.
    """
    values: list[tuple[int, ...]] = [tuple(domain) for domain in domains]
    complete = [True] * len(values)
    search = _Search(bound)
    parts = _components(len(values), constraints)
    parts.sort(key=lambda part: sum(len(values[variable]) for variable in part[0]))
    for variables, linked in parts:
        linked.sort(key=lambda constraint: len(constraint.terms))
        search.constraints = linked
        narrowed: Domains | None = list(values)
        try:
            narrowed = search.propagate(list(values))
            supported = search.supported(variables, narrowed) if narrowed else {}
        except _BoundHit:
            for variable in variables:
                values[variable] = narrowed[variable] if narrowed else ()
                complete[variable] = False
        else:
            for variable in variables:
                values[variable] = tuple(sorted(supported.get(variable, ())))
    return Answer(tuple(values), tuple(complete))


def _components(count: int, constraints: Sequence[Constraint]) -> list[tuple[list[int], list[Constraint]]]:
    """Split the problem into parts that share no constraint."""
    root = list(range(count))

    def find(variable: int) -> int:
        while root[variable] != variable:
            root[variable] = root[root[variable]]
            variable = root[variable]
        return variable

    for constraint in constraints:
        for variable, _ in constraint.terms[1:]:
            root[find(variable)] = find(constraint.terms[0][0])
    parts: dict[int, tuple[list[int], list[Constraint]]] = {}
    for variable in range(count):
        parts.setdefault(find(variable), ([], []))[0].append(variable)
    for constraint in constraints:
        if constraint.terms:
            parts[find(constraint.terms[0][0])][1].append(constraint)
    return list(parts.values())


def _cut(domains: Domains, constraint: Constraint) -> list[tuple[int, tuple[int, ...]]]:
    """Return the variables of one constraint whose domains shrink, with what is left of them.

    With two open variables each value is held against every value of the other; with more, against the range that
    the others can reach.
    """
    fixed = 0
    loose: list[tuple[int, tuple[int, ...]]] = []
    for variable, gives in constraint.terms:
        domain = domains[variable]
        if len(domain) == 1:
            fixed += gives[domain[0]]
        else:
            loose.append((variable, gives))
    low, high = constraint.low - fixed, constraint.high - fixed
    if not loose:
        return [] if low <= 0 <= high else [(constraint.terms[0][0], ())] if constraint.terms else []
    shrunk: list[tuple[int, tuple[int, ...]]] = []
    if len(loose) == 2:
        for (variable, gives), (other, other_gives) in (loose, loose[::-1]):
            reach = sorted({other_gives[value] for value in domains[other]})
            kept = tuple(
                value
                for value in domains[variable]
                if (at := bisect_left(reach, low - gives[value])) < len(reach) and reach[at] <= high - gives[value]
            )
            if len(kept) < len(domains[variable]):
                shrunk.append((variable, kept))
        return shrunk
    ranges = [
        (min(gives[v] for v in domains[variable]), max(gives[v] for v in domains[variable]))
        for variable, gives in loose
    ]
    least, most = sum(r[0] for r in ranges), sum(r[1] for r in ranges)
    for (variable, gives), (smallest, largest) in zip(loose, ranges, strict=True):
        floor, ceiling = low - (most - largest), high - (least - smallest)
        kept = tuple(value for value in domains[variable] if floor <= gives[value] <= ceiling)
        if len(kept) < len(domains[variable]):
            shrunk.append((variable, kept))
    return shrunk


class _Search:
    """Look for solutions of one part of a problem at a time, counting the values looked at."""

    def __init__(self, bound: int) -> None:
        self.left = bound
        self.constraints: Sequence[Constraint] = ()

    def propagate(self, domains: Domains) -> Domains | None:
        """Cut values until nothing changes; return None where a domain runs empty."""
        watching: dict[int, list[int]] = {}
        for number, constraint in enumerate(self.constraints):
            for variable, _ in constraint.terms:
                watching.setdefault(variable, []).append(number)
        pending = dict.fromkeys(range(len(self.constraints)))
        while pending:
            number = next(iter(pending))
            del pending[number]
            constraint = self.constraints[number]
            self.left -= sum(len(domains[variable]) for variable, _ in constraint.terms)
            if self.left < 0:
                raise _BoundHit
            for variable, kept in _cut(domains, constraint):
                if not kept:
                    return None
                domains[variable] = kept
                pending.update(dict.fromkeys(watching[variable]))
        return domains

    def supported(self, variables: Sequence[int], domains: Domains) -> dict[int, set[int]]:
        """Return the values of each variable that occur in a solution."""
        seen: dict[int, set[int]] = {variable: set() for variable in variables}
        for variable in variables:
            for value in domains[variable]:
                if value not in seen[variable] and (solution := self._complete(variables, domains, variable, value)):
                    for each in variables:
                        seen[each].add(solution[each][0])
        return seen

    def _complete(self, variables: Sequence[int], domains: Domains, variable: int, value: int) -> Domains | None:
        """Return a solution in which a variable has a value: domains of one value each; None where there is none."""
        fixed = list(domains)
        fixed[variable] = (value,)
        narrowed = self.propagate(fixed)
        if narrowed is None:
            return None
        loose = [each for each in variables if len(narrowed[each]) > 1]
        if not loose:
            return narrowed
        following = min(loose, key=lambda each: len(narrowed[each]))
        for next_value in narrowed[following]:
            solution = self._complete(variables, narrowed, following, next_value)
            if solution is not None:
                return solution
        return None
