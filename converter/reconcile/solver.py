"""Choose values for variables with small domains so that linear constraints hold, exactly, in integers.

    variable     a row whose amounts can stand in several ways; its domain holds one number per reading
    constraint   low ≤ Σ contribution of each variable's value ≤ high
    answer       per variable, the values that occur in at least one solution

Three steps, each exact:

    parts        variables that share no constraint are solved apart
    propagation  a value is cut where the other variables of one constraint cannot complete it: first by the range they
                 reach, then by the sums they reach (all sums of one half of them against all sums of the other half)
    search       for every value left that is in no solution yet, one solution that has it, or the proof that none has

The work is bounded, counted in values and sums looked at, so that the answer is the same on every machine. Where the
bound is hit the answer says so, and keeps every value that was not refuted: a value is never declared the only one
unless all others are refuted.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

Domains = list[tuple[int, ...]]

_SUMS_AT_ROOT = 100_000  # sums of one half of a constraint, before any value is tried
_SUMS_IN_SEARCH = 200  # likewise after one is: there trying on is cheaper than looking ahead


@dataclass(frozen=True, slots=True)
class Constraint:
    """Bound the sum of what each variable contributes: ``terms`` pairs a variable with one integer per value.

    A variable stands in a constraint at most once.
    """

    terms: tuple[tuple[int, tuple[int, ...]], ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold, per variable, the values that occur in solutions (none at all: the constraints contradict each other).

    ``complete`` is False per variable where the search bound was hit: its values are those not refuted. ``spent`` is
    the work done, in values and sums looked at.
    """

    values: tuple[tuple[int, ...], ...]
    complete: tuple[bool, ...]
    spent: int = 0

    @property
    def satisfiable(self) -> bool:
        """Tell whether every variable has a value left."""
        return all(self.values)


class _BoundHit(Exception):  # noqa: N818 - a signal inside this module, not an error
    pass


def solve(domains: Sequence[Sequence[int]], constraints: Sequence[Constraint], bound: int = 500_000) -> Answer:
    """Find for every variable the values of its domain that take part in a solution.

    ``bound`` limits the work; the parts of the problem share it, the smaller ones first.
    """
    values: Domains = [tuple(domain) for domain in domains]
    complete = [True] * len(values)
    parts = _components(len(values), constraints)
    parts.sort(key=lambda part: sum(len(values[variable]) for variable in part[0]))
    left = bound
    for variables, linked in parts:
        if not linked:
            continue
        search = _Search(linked, left)
        found, open_values = search.supported(variables, values)
        for variable in variables:
            values[variable] = found[variable]
            complete[variable] = variable not in open_values
        left = max(search.left, 0)
    return Answer(tuple(values), tuple(complete), bound - left)


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
    for constraint in sorted(constraints, key=lambda each: len(each.terms)):
        if constraint.terms:
            parts[find(constraint.terms[0][0])][1].append(constraint)
    return list(parts.values())


class _Search:
    """Solve one part of a problem, counting the work in ``left``, which starts at the bound."""

    def __init__(self, constraints: Sequence[Constraint], bound: int) -> None:
        self.constraints = constraints
        self.left = bound
        self.floor = 0  # what must be left of the bound for the value being tried
        self.watching: dict[int, list[int]] = {}
        for number, constraint in enumerate(constraints):
            for variable, _ in constraint.terms:
                self.watching.setdefault(variable, []).append(number)

    def supported(self, variables: Sequence[int], domains: Domains) -> tuple[dict[int, tuple[int, ...]], set[int]]:
        """Return, by variable, the values that occur in a solution or were not refuted, and which have such.

        Every value has its share of what is left of the bound, so that a hard one costs the others nothing.
        """
        try:
            narrowed = self._propagate(list(domains), range(len(self.constraints)), _SUMS_AT_ROOT)
        except _BoundHit:
            return {variable: domains[variable] for variable in variables}, set(variables)
        if narrowed is None:
            return dict.fromkeys(variables, ()), set()
        seen: dict[int, set[int]] = {variable: set() for variable in variables}
        refuted: dict[int, set[int]] = {variable: set() for variable in variables}
        queries = [(variable, value) for variable in variables for value in narrowed[variable]]
        for number, (variable, value) in enumerate(queries):
            if value in seen[variable]:
                continue
            self.floor = self.left - self.left // (len(queries) - number)
            try:
                solution = self._complete(variables, narrowed, variable, value)
            except _BoundHit:
                continue
            if solution is None:
                refuted[variable].add(value)
            else:
                for each in variables:
                    seen[each].add(solution[each][0])
        kept = {v: tuple(value for value in narrowed[v] if value not in refuted[v]) for v in variables}
        return kept, {v for v in variables if len(seen[v]) < len(kept[v])}

    def _complete(self, variables: Sequence[int], domains: Domains, variable: int, value: int) -> Domains | None:
        """Return a solution in which a variable has a value: domains of one value each; None where there is none."""
        waiting = [(domains, variable, value)]
        while waiting:
            before, chosen, taken = waiting.pop()
            narrowed = list(before)
            narrowed[chosen] = (taken,)
            tried = self._propagate(narrowed, self.watching.get(chosen, ()), _SUMS_IN_SEARCH)
            if tried is None:
                continue
            loose = [each for each in variables if len(tried[each]) > 1]
            if not loose:
                return tried
            following = min(loose, key=lambda each: len(tried[each]))
            waiting.extend((tried, following, each) for each in reversed(tried[following]))
        return None

    def _propagate(self, domains: Domains, first: Sequence[int], most_sums: int) -> Domains | None:
        """Cut values until nothing changes, looking at some constraints first; return None where a domain runs empty.

        A constraint is held against sums only once no range cuts anything any more.
        """
        pending = dict.fromkeys(first)
        by_sums: dict[int, None] = {}
        while pending or by_sums:
            ranging = bool(pending)
            queue = pending if ranging else by_sums
            number = next(iter(queue))
            del queue[number]
            constraint = self.constraints[number]
            open_sizes = [len(domains[variable]) for variable, _ in constraint.terms if len(domains[variable]) > 1]
            self._spend(len(constraint.terms) + sum(open_sizes))
            if ranging:
                kept = _cut_by_range(domains, constraint)
                if open_sizes:
                    by_sums[number] = None
            else:
                kept = self._cut_by_sums(domains, constraint, most_sums)
            if kept is None or not all(values for _, values in kept):
                return None
            for variable, values in kept:
                if len(values) < len(domains[variable]):
                    domains[variable] = values
                    pending.update(dict.fromkeys(self.watching[variable]))
        return domains

    def _cut_by_sums(self, domains: Domains, constraint: Constraint, most_sums: int) -> _Kept:
        """Return what is left of each variable of a constraint, holding the sums of its two halves together.

        The variables that give the most different numbers are summed up first, so that what the others cannot make up
        for falls away at once. Where a half has too many sums, nothing is cut.
        """
        low, high, loose = _open_terms(domains, constraint)
        given = [[give for _, give in pairs] for _, pairs in loose]
        bits = list(accumulate((len(gives) for gives in given), initial=0))
        order = sorted(range(len(loose)), key=lambda at: min(given[at]) - max(given[at]))
        large, small = _Half(), _Half()
        open_least, open_most = sum(map(min, given)), sum(map(max, given))
        while order:
            half, other = (large, small) if len(large.sums) <= len(small.sums) else (small, large)
            at = order.pop(0 if half is large else -1)
            gives = given[at]
            open_least, open_most = open_least - min(gives), open_most - max(gives)
            half.add(gives, bits[at], low - open_most - other.most, high - open_least - other.least)
            self._spend(len(half.sums))
            if len(half.sums) > most_sums:
                return []
            if not half.sums:
                return [(variable, ()) for variable, _ in loose]
        self._spend(len(large.sums) + len(small.sums))
        mask = large.matching(small, low, high) | small.matching(large, low, high)
        return [
            (variable, tuple(value for n, (value, _) in enumerate(pairs) if mask >> bits[at] + n & 1))
            for at, (variable, pairs) in enumerate(loose)
        ]

    def _spend(self, work: int) -> None:
        self.left -= work
        if self.left < self.floor:
            raise _BoundHit


_Kept = list[tuple[int, tuple[int, ...]]]  # variables, and the values left of them
_Open = tuple[int, tuple[tuple[int, int], ...]]  # a variable, and its values with what each gives


def _open_terms(domains: Domains, constraint: Constraint) -> tuple[int, int, list[_Open]]:
    """Return the bounds on what the variables of several values give together, and these variables."""
    fixed = 0
    loose: list[_Open] = []
    for variable, gives in constraint.terms:
        domain = domains[variable]
        if len(domain) == 1:
            fixed += gives[domain[0]]
        else:
            loose.append((variable, tuple((value, gives[value]) for value in domain)))
    return constraint.low - fixed, constraint.high - fixed, loose


def _cut_by_range(domains: Domains, constraint: Constraint) -> _Kept | None:
    """Return what is left of the variables a constraint cuts, holding each value against the range of the others.

    None where the others cannot complete any value.
    """
    low, high = constraint.low, constraint.high
    loose: list[tuple[int, list[int], int, int]] = []
    for variable, gives in constraint.terms:
        given = [gives[value] for value in domains[variable]]
        smallest, largest = (given[0], given[0]) if len(given) == 1 else (min(given), max(given))
        low, high = low - largest, high - smallest
        if smallest < largest:
            loose.append((variable, given, smallest, largest))
    if low > 0 or high < 0:
        return None
    return [
        (
            variable,
            tuple(
                v
                for v, give in zip(domains[variable], given, strict=True)
                if give - smallest <= high and largest - give <= -low
            ),
        )
        for variable, given, smallest, largest in loose
        if largest - smallest > min(high, -low)
    ]


class _Half:
    """Hold the sums that some variables of a constraint can give: sum → which values occur in it, as bits."""

    def __init__(self) -> None:
        self.sums: dict[int, int] = {0: 0}
        self.least = self.most = 0

    def add(self, gives: Sequence[int], bit: int, low: int, high: int) -> None:
        """Add a variable whose values give ``gives``, the first of them at ``bit``; keep sums from low to high."""
        sums: dict[int, int] = {}
        for number, give in enumerate(gives):
            own = 1 << bit + number
            for before, values in self.sums.items():
                after = before + give
                if low <= after <= high:
                    sums[after] = sums.get(after, 0) | values | own
        self.sums = sums
        if sums:
            self.least, self.most = min(sums), max(sums)

    def matching(self, other: _Half, low: int, high: int) -> int:
        """Return the values in sums that a sum of the other half completes to something from low to high."""
        reach = sorted(other.sums)
        found = 0
        for own, values in self.sums.items():
            at = bisect_left(reach, low - own)
            if at < len(reach) and reach[at] <= high - own:
                found |= values
        return found
