"""State what must add up in a note's table, from its structure alone.

    parts         the members make their total, in every measure that adds up
    net           gross amount - what is taken off = carrying amount, for every member
    roll-forward  opening + increases - decreases + movements = closing, for every member
    nested        a measure or member is the sum of what is printed under it

Where the structure leaves open which members or measures take part (其中, several subtotals, a sum beside its items),
an identity has several ways. Which one is meant, the amounts say (note_trials.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from converter.model.label import parse_label
from converter.model.mapped import AT_A_DATE, BALANCES, CellRole, MappedTable, MemberRole
from converter.model.statement import Statement
from converter.reconcile.note_structure import Measure, Slot, Structure, is_component_axis, leaves, roots

ADDING_UP = frozenset(
    {
        CellRole.OPENING,
        CellRole.INCREASE,
        CellRole.DECREASE,
        CellRole.MOVEMENT,
        CellRole.CLOSING,
        CellRole.GROSS,
        CellRole.ALLOWANCE,
        CellRole.NET,
        CellRole.SHARE,
        CellRole.AMOUNT,
    }
)
_LOOSE = frozenset({CellRole.AMOUNT, CellRole.OTHER})  # what stands between opening and closing may be a movement, too
_IN_ROLL_FORWARD = BALANCES | {
    CellRole.INCREASE,
    CellRole.DECREASE,
    CellRole.MOVEMENT,
    CellRole.SHARE,
    CellRole.RATE,
}
_TOTALS = frozenset({"合计", "总计", "小计"})
_ELIMINATED = re.compile("抵[销消]")
_COUNTED = frozenset({MemberRole.PART, MemberRole.DEDUCTED})


@dataclass(frozen=True, slots=True)
class Way:
    """Hold one way an identity can be meant: positions with factors, that of the head left out.

    ``negative`` are the positions that print what is taken off with a minus sign, if it is meant this way.
    """

    terms: tuple[tuple[int, int], ...]
    negative: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Identity:
    """Say that head - Σ factor × position = 0 holds in each line.

    Positions are rows and lines columns where ``down``, else the other way round. ``clear`` says that the structure
    leaves no doubt what takes part: such an identity that holds in no way is broken. One that is ``optional`` (其中
    need not be exhaustive) is said only where it holds.
    """

    kind: str
    head: int
    ways: tuple[Way, ...]
    lines: tuple[int, ...]
    down: bool
    clear: bool = False
    optional: bool = False

    def slot(self, position: int, line: int) -> Slot:
        """Return row and column of a position in a line."""
        return (position, line) if self.down else (line, position)


def note_identities(table: MappedTable, statement: Statement) -> tuple[Identity, ...]:
    """Return what must add up in a table."""
    structure = Structure.of(table, statement)
    return tuple(
        identity
        for identity in (
            *_parts(structure),
            *_nested_members(structure),
            *_across(structure, statement),
            *_nets(structure),
            *_roll_forwards(structure),
        )
        if identity.ways and identity.lines
    )


def _parts(structure: Structure) -> Iterator[Identity]:
    """Yield an identity for every total and subtotal."""
    roles = structure.members
    lines = tuple(measure.index for measure in structure.measures if measure.role in ADDING_UP)
    totals = [at for at, role in enumerate(roles) if role is MemberRole.TOTAL]
    plain = len(totals) == 1 and set(roles) <= {MemberRole.PART, MemberRole.TOTAL}
    down = not structure.table.transposed
    for at, role in enumerate(roles):
        if role not in (MemberRole.TOTAL, MemberRole.SUBTOTAL):
            continue
        start = max((total for total in totals if total < at), default=-1) + 1
        among = list(range(start, at))
        if role is MemberRole.TOTAL and not any(roles[each] is not MemberRole.APART for each in among):
            after = next((total for total in totals if total > at), len(roles))
            among = list(range(at + 1, after))
        ways = list(_ways_of_parts(structure, at, among))
        if role is MemberRole.TOTAL:
            ways += _ways_of_totals(roles, at, [total for total in totals if total < at], among)
        nested = any(structure.parents[each] is not None for each in among)
        yield Identity("parts", at, _distinct(ways), lines, down, clear=plain and not nested and len(among) > 1)


def _ways_of_parts(structure: Structure, head: int, among: Sequence[int]) -> Iterator[Way]:
    roles, parents = structure.members, structure.parents
    subtotals = [each for each in among if roles[each] is MemberRole.SUBTOTAL]
    since = [each for each in among if not subtotals or each > subtotals[-1]]
    parts = [each for each in among if roles[each] in _COUNTED]
    late = [each for each in since if roles[each] in _COUNTED]
    nested = [each for each in since if roles[each] is MemberRole.NESTED]
    everything = [each for each in among if roles[each] in _COUNTED or roles[each] is MemberRole.NESTED]
    whole = (parts, [*subtotals[-1:], *late], [*subtotals, *late], late)
    ordered = whole if roles[head] is MemberRole.TOTAL else (late, parts, [*subtotals[-1:], *late])
    sets = [*ordered, list(roots(parts, parents)), list(leaves(everything, parents)), everything]
    if not late:
        sets.append(nested)
    # 其中：原值, and below it 减值准备: of the same item, though only the first says so.
    going_on = {each for each in among if _goes_on(roles, each)}
    sets += [[each for each in chosen if each not in going_on] for chosen in ordered if going_on & set(chosen)]
    for chosen in sets:
        yield Way(tuple(_signed(chosen, roles)))
        if any(roles[each] is MemberRole.DEDUCTED for each in chosen):
            # What is taken off may be printed with a minus sign; or the table is about what is taken off elsewhere.
            yield Way(tuple((each, 1) for each in chosen))


def _goes_on(roles: Sequence[MemberRole], at: int) -> bool:
    """Tell whether a member taken off stands right below a nested one."""
    return at > 0 and roles[at] is MemberRole.DEDUCTED and roles[at - 1] is MemberRole.NESTED


def _ways_of_totals(
    roles: Sequence[MemberRole], head: int, before: Sequence[int], among: Sequence[int]
) -> Iterator[Way]:
    """Yield the ways a grand total can be made of totals above it."""
    late = [each for each in among if each < head and roles[each] in _COUNTED]
    for totals in (before, before[-1:]):
        if totals:
            yield Way((*((each, 1) for each in totals), *_signed(late, roles)))


def _signed(positions: Iterable[int], roles: Sequence[MemberRole]) -> Iterator[tuple[int, int]]:
    return ((each, -1 if roles[each] is MemberRole.DEDUCTED else 1) for each in positions)


def _nested_members(structure: Structure) -> Iterator[Identity]:
    """Yield, for a member that others are printed under, that these make it, if they do."""
    roles = structure.members
    lines = tuple(measure.index for measure in structure.measures if measure.role in ADDING_UP)
    under: dict[int, list[int]] = {}
    above: int | None = None
    for at, role in enumerate(roles):
        parent = structure.parents[at]
        if role is MemberRole.NESTED and parent is None:
            parent = above
        if role is MemberRole.PART:
            above = at
        elif role is not MemberRole.NESTED:
            above = None
        if parent is not None and role in (*_COUNTED, MemberRole.NESTED):
            under.setdefault(parent, []).append(at)
    for head, children in under.items():
        if roles[head] in (MemberRole.PART, MemberRole.NESTED) and len(children) > 1:
            way = Way(tuple(_signed(children, roles)))
            yield Identity("parts", head, (way,), lines, not structure.table.transposed, optional=True)


def _across(structure: Structure, statement: Statement) -> Iterator[Identity]:
    """Yield, for columns of members (1年以内, 1至5年) beside measures down no row, that they make the column 合计."""
    if structure.table.transposed:
        return
    lines = tuple(range(len(structure.members)))
    parts: list[int] = []
    for measure in structure.measures:
        header = statement.columns[measure.index].header
        if measure.role not in ADDING_UP or not header:
            continue
        if parse_label(header[-1]).key not in _TOTALS:
            parts.append(measure.index)
            continue
        own = tuple((each, 1) for each in parts if _is_part_across(structure, statement, each, measure.index))
        parts = []
        if len(own) > 1:
            # What is eliminated may be printed without its minus sign.
            headers = {each: "".join(statement.columns[each].header) for each, _ in own}
            less = tuple((each, -1 if _ELIMINATED.search(headers[each]) else 1) for each, _ in own)
            yield Identity("parts", measure.index, _distinct((Way(own), Way(less))), lines, down=False)


def _is_part_across(structure: Structure, statement: Statement, part: int, total: int) -> bool:
    """Tell whether the cells of a column are those of another, of one member more."""
    if statement.columns[part].period != statement.columns[total].period:
        return False
    for row in structure.table.cells:
        one, whole = row[part], row[total]
        if one is not None and whole is not None:
            further = dict(set(one.dimensions) - set(whole.dimensions))
            left = set(whole.dimensions) - set(one.dimensions)
            is_member = len(further) == 1 and not any(is_component_axis(axis) for axis in further)
            return one.concept == whole.concept and is_member and not left
    return False


def _nets(structure: Structure) -> Iterator[Identity]:
    """Yield gross amount - what is taken off = carrying amount, for the measures of one time."""
    times: dict[tuple[object, ...], list[Measure]] = {}  # of one group, and of all blocks of a transposed table
    for measure in structure.measures:
        if measure.role in AT_A_DATE:
            if measure.role not in BALANCES:
                times.setdefault((measure.group, measure.when), []).append(measure)
            times.setdefault(("block", measure.when), []).append(measure)
    told: set[tuple[int, ...]] = set()
    for key, measures in times.items():
        gross = [m.index for m in measures if m.role is CellRole.GROSS or (m.role in BALANCES and m.is_gross)]
        net = [m.index for m in measures if m.role is CellRole.NET or (m.role in BALANCES and m.component is None)]
        off = [
            m.index
            for m in measures
            if m.role is CellRole.ALLOWANCE or (m.role in BALANCES and m.component is not None and not m.is_gross)
        ]
        slots = (*gross, *net, *off)
        if len(gross) == len(net) == 1 and off and slots not in told:
            told.add(slots)
            taken = Way(((gross[0], 1), *((each, -1) for each in off)))
            minus = Way(((gross[0], 1), *((each, 1) for each in off)), frozenset(off))
            lines = tuple(range(len(structure.members)))
            # Blocks may be torn apart by a page, and one of them be elsewhere.
            clear = key[0] != "block"
            yield Identity("net", net[0], (taken, minus), lines, structure.table.transposed, clear=clear)


def _roll_forwards(structure: Structure) -> Iterator[Identity]:
    """Yield the roll-forward of each group of measures, and the sums within it."""
    for measures in structure.groups().values():
        components = dict.fromkeys(measure.component for measure in measures if measure.role in BALANCES)
        if len(components) > 1:
            for component in components:
                own = [each for each in measures if each.component == component]
                yield from _roll_forward(structure, own)
        else:
            yield from _roll_forward(structure, measures)


def _roll_forward(structure: Structure, measures: Sequence[Measure]) -> Iterator[Identity]:
    by_role: dict[CellRole | None, list[int]] = {}
    for measure in measures:
        by_role.setdefault(measure.role, []).append(measure.index)
    parents = tuple(measure.parent for measure in structure.measures)
    down, lines = structure.table.transposed, tuple(range(len(structure.members)))
    moves = {role: by_role.get(role, []) for role in (CellRole.INCREASE, CellRole.DECREASE, CellRole.MOVEMENT)}
    every = [index for indices in moves.values() for index in indices]
    for indices in moves.values():
        yield from _sums_within(structure, indices, every, parents)
    opening, closing = by_role.get(CellRole.OPENING, []), by_role.get(CellRole.CLOSING, [])
    if len(opening) != 1 or len(closing) != 1 or not any(moves.values()):
        return
    choices = [_choices(structure, indices, every, parents) for indices in moves.values()]
    outer = roots(every, parents)
    whole = tuple(index for index in outer if structure.measures[index].is_total)
    if whole and len(whole) < len(outer):  # 发行新股, 其他, 小计
        for chosen in (whole, tuple(index for index in outer if index not in whole)):
            choices = [[*sets, tuple(i for i in chosen if i in own)] for sets, own in _with_own(choices, moves)]
    first, last = sorted((opening[0], closing[0]))
    loose = tuple(
        each.index for each in measures if each.role in _LOOSE and first < each.index < last and each.index not in every
    )
    ways = []
    for more, less, other in product(*(dict.fromkeys(sets) for sets in choices)):
        for further in dict.fromkeys(((), loose)):
            loose_terms = tuple((each, -1 if structure.measures[each].is_loss else 1) for each in further)
            gained = ((opening[0], 1), *((each, 1) for each in (*more, *other)), *loose_terms)
            ways.append(Way((*gained, *((each, -1) for each in less))))
            if less:
                ways.append(Way((*gained, *((each, 1) for each in less)), frozenset(less)))
            if other:
                # 其他变动 printed without a sign, though it takes off.
                lost = ((opening[0], 1), *((each, 1) for each in more), *loose_terms)
                ways.append(Way((*lost, *((each, -1) for each in (*less, *other)))))
    clear = all(len(set(sets)) == 1 for sets in choices) and set(by_role) <= _IN_ROLL_FORWARD
    yield Identity("roll-forward", closing[0], _distinct(ways), lines, down, clear=clear)


def _with_own(
    choices: Sequence[list[tuple[int, ...]]], moves: Mapping[CellRole, list[int]]
) -> Iterator[tuple[list[tuple[int, ...]], list[int]]]:
    return zip(choices, moves.values(), strict=True)


def _choices(
    structure: Structure, indices: Sequence[int], every: Sequence[int], parents: tuple[int | None, ...]
) -> list[tuple[int, ...]]:
    """Return which of some increases can be meant: each without what is printed under it, or the first as their sum."""
    own = set(indices)
    outer = tuple(index for index in roots(every, parents) if index in own)
    inner = tuple(index for index in leaves(every, parents) if index in own)
    sets = [outer] if outer == inner else [outer, inner]
    if len(outer) > 1 and structure.measures[outer[0]].is_sum:
        sets += [outer[:1], outer[1:]]
    return list(dict.fromkeys(sets))


def _sums_within(
    structure: Structure, indices: Sequence[int], every: Sequence[int], parents: tuple[int | None, ...]
) -> Iterator[Identity]:
    """Yield that an increase is the sum of what is printed under it, or the first one that of all others."""
    down, lines = structure.table.transposed, tuple(range(len(structure.members)))
    heads = [index for index in indices if any(parents[other] == index for other in every)]
    for head in heads:
        under = tuple((each, 1) for each in every if parents[each] == head)
        yield Identity("parts", head, (Way(under),), lines, down, clear=len(under) > 1)
    if not heads and len(indices) > 1 and structure.measures[indices[0]].is_sum:
        rest = tuple((each, 1) for each in indices[1:])
        yield Identity("parts", indices[0], (Way(rest),), lines, down, optional=True)


def _distinct(ways: Iterable[Way]) -> tuple[Way, ...]:
    return tuple(dict.fromkeys(way for way in ways if way.terms))
