"""Say which members the columns of a note's table are of, and tell columns apart that would be the same facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from converter.mapping.note_layout import Path, printing_columns
from converter.mapping.note_measures import Measure
from converter.mapping.note_members import Dimensions, Member, MemberBook, MemberLabel, member_roles
from converter.model.label import parse_label
from converter.model.mapped import CellRole, MemberRole
from converter.model.period import Period
from converter.model.statement import Statement

_TOTALS = (("合计",), ("总计",))


def tell_apart(
    statement: Statement,
    columns: Sequence[Path],
    measures: list[Measure | None],
    across: list[Dimensions],
    printing: Collection[int],
    axis: str,
) -> None:
    """Give columns that would be the same facts what their headers say, on the axis of disclosures.

    Where their headers say nothing, or the same, nobody knows what they are; of two rates the one whose header is part
    of the other's (比例 beside 计提比例) stands below a heading that is not its own. What all of them end with is the
    measure (分部1/营业收入 beside 合计/营业收入), and a total is told apart by the others.
    """
    signs = [(measure, across[number], statement.columns[number].period) for number, measure in enumerate(measures)]
    told = [n for n, sign in enumerate(signs) if sign[0] is not None and n in printing]
    leaves = {n: columns[n][-1] for n in told if columns[n] and _is_rate(signs[n][0])}
    vague = {n for n in leaves for other in leaves if signs[n] == signs[other] and leaves[n] in leaves[other][1:]}
    told = [n for n in told if n not in vague]
    counts = Counter(signs[n] for n in told)
    headers = Counter((signs[n], columns[n]) for n in told)
    for number, sign in enumerate(signs):
        if number in vague or (counts[sign] > 1 and (not columns[number] or headers[sign, columns[number]] > 1)):
            measures[number] = None
        elif counts[sign] > 1:
            alike = {columns[n] for n in told if signs[n] == sign}
            own = columns[number]
            if len({path[-1] for path in alike}) == 1 and len({path[:-1] for path in alike}) == len(alike):
                own = own[:-1] or own
            if tuple(parse_label(part).key for part in own) not in _TOTALS:
                text = "/".join(parse_label(part).term for part in own)
                across[number] = (*across[number], (axis, text))


def _is_rate(measure: Measure | None) -> bool:
    return measure is not None and measure.role is CellRole.RATE


def column_members(
    statement: Statement, columns: Sequence[Path], members: MemberBook, axes: tuple[str, str], subject: str
) -> list[Member]:
    """Return what each column is among the members; those of one period are told apart.

    ``axes`` are those that the caption and the header of the labels say, ``subject`` is the key of what the table is
    about. A column counts that prints an amount in any reading: which it is, may be open still.
    """
    printing = printing_columns(statement)
    found = [Member(MemberRole.TOTAL if at in printing else MemberRole.APART) for at in range(len(columns))]
    by_period: dict[Period | None, list[int]] = {}
    for number, column in enumerate(statement.columns):
        if number in printing:
            by_period.setdefault(column.period, []).append(number)
    for numbers in by_period.values():
        if len(numbers) == 1 and not columns[numbers[0]]:
            continue
        labels = [MemberLabel("/".join(columns[number][-1:])) for number in numbers]
        if len({label.key for label in labels}) < len(labels):
            labels = [MemberLabel("".join(columns[number])) for number in numbers]
        roles = member_roles(labels, subject)
        each_axes = members.axes_of(labels, axes)
        dimensions = members.dimensions(labels, roles, [each_axes] * len(labels))
        for number, role, each in zip(numbers, roles, dimensions, strict=True):
            found[number] = Member(role, each or (), is_nameless=each is None or not columns[number])
    return found
