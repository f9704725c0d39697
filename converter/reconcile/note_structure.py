"""Look at a note's table by members and measures, whichever of the two runs down the rows.

member    what an amount is about: 房屋及建筑物, 1年以内, a company    one role each (PART, TOTAL …)
measure   what is said of it: 期末余额, 坏账准备, 比例                one role each (CLOSING, ALLOWANCE …)
slot      row and column of a cell
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from converter.model.mapped import CellRole, MappedCell, MappedTable, MemberRole
from converter.model.period import Period
from converter.model.statement import Statement

Slot = tuple[int, int]  # row, column of one table

_COMPONENT_AXIS = "CarryingAmountComponentsAxis"
_GROSS_MEMBER = "GrossMember"
_IMPAIRED = ":ImpairmentMember"
_IMPAIRMENT = re.compile(r"计提减值准备$")
_TOTAL = re.compile(r"(?:合计|小计)$")
_SUM = re.compile(r"(?:增加|减少|变动)(?:额|金额|数)?(?:合计|小计)?$")


@dataclass(frozen=True, slots=True)
class Measure:
    """Hold one measure of a table: its most frequent role, its group, and which measure it is printed under.

    ``is_sum`` says that it may be the sum of those after it (本期增加金额), though none is printed under it;
    ``is_total`` that it is the sum of others (小计), ``is_loss`` that it names what is lost (计入损益的损失).
    ``component`` is the part of the carrying amount it is about (None: the carrying amount itself), ``when`` the time
    its balances stand at: the printed period, and whether it is the start of it.
    """

    index: int
    role: CellRole | None
    group: int
    parent: int | None
    component: str | None
    when: tuple[Period | None, bool]
    is_sum: bool = False
    is_total: bool = False
    is_loss: bool = False

    @property
    def is_gross(self) -> bool:
        """Tell whether it is the amount before anything is taken off."""
        return self.component is not None and self.component.endswith(f":{_GROSS_MEMBER}")


@dataclass(slots=True)
class Structure:
    """Hold the members and measures of a table; ``parents`` has per member the one it is printed under."""

    table: MappedTable
    members: tuple[MemberRole, ...]
    parents: tuple[int | None, ...]
    measures: tuple[Measure, ...]

    @classmethod
    def of(cls, table: MappedTable, statement: Statement) -> Structure:
        """Read the structure off a mapped table."""
        rows = range(len(statement.items))
        columns = range(len(statement.columns))
        row_parents = tuple(item.parent for item in statement.items)
        column_parents = tuple(_column_above(statement, column) for column in columns)
        if table.transposed:
            members, measures = column_parents, row_parents
        else:
            members, measures = row_parents, column_parents
        found = []
        for index in rows if table.transposed else columns:
            cells = (
                [table.cells[index][column] for column in columns]
                if table.transposed
                else [table.cells[row][index] for row in rows]
            )
            period = statement.items[index].period if table.transposed else statement.columns[index].period
            label = statement.items[index].label if table.transposed else statement.columns[index].measure or ""
            found.append(_measure(index, [c for c in cells if c], table.groups[index], measures[index], period, label))
        if not table.transposed:
            found = [replace(each, is_loss=each.is_loss or _is_left(each, found, statement)) for each in found]
        return cls(table, table.members, members, tuple(found))

    def slot(self, member: int, measure: int) -> Slot:
        """Return where the amount of a member in a measure stands."""
        return (measure, member) if self.table.transposed else (member, measure)

    def cell(self, member: int, measure: int) -> MappedCell | None:
        """Return what the amount of a member in a measure is."""
        row, column = self.slot(member, measure)
        return self.table.cells[row][column]

    def groups(self) -> dict[int, list[Measure]]:
        """Return the measures that belong together, by group."""
        found: dict[int, list[Measure]] = {}
        for measure in self.measures:
            found.setdefault(measure.group, []).append(measure)
        return found


def columns_without_name(statement: Statement) -> frozenset[int]:
    """Return the columns of amounts that have no header, where there are several: nothing tells them apart."""
    printing = {amount.column for item in statement.items for reading in item.readings for amount in reading}
    found = frozenset(
        column
        for column in printing
        if not any(statement.columns[column].header) and statement.columns[column].period is None
    )
    return found if len(found) > 1 else frozenset()


def component_of(cell: MappedCell) -> str | None:
    """Return the component of the carrying amount that a cell is about, None for the carrying amount itself."""
    return next((member for axis, member in cell.dimensions if axis.endswith(f":{_COMPONENT_AXIS}")), None)


def is_component_axis(axis: str) -> bool:
    """Tell whether an axis is the one that parts the carrying amount into gross amount and what is taken off."""
    return axis.endswith(f":{_COMPONENT_AXIS}")


def is_gross(member: str) -> bool:
    """Tell whether a member is the amount before anything is taken off."""
    return member.endswith(f":{_GROSS_MEMBER}")


def roots(indices: Iterable[int], parents: tuple[int | None, ...]) -> tuple[int, ...]:
    """Return those of some rows or columns that are printed under none of the others."""
    chosen = list(indices)
    among = set(chosen)
    return tuple(index for index in chosen if not among & set(_ancestors(index, parents)))


def leaves(indices: Iterable[int], parents: tuple[int | None, ...]) -> tuple[int, ...]:
    """Return those of some rows or columns that none of the others is printed under."""
    chosen = list(indices)
    above = {ancestor for index in chosen for ancestor in _ancestors(index, parents)}
    return tuple(index for index in chosen if index not in above)


def _ancestors(index: int, parents: tuple[int | None, ...]) -> list[int]:
    found: list[int] = []
    above = parents[index]
    while above is not None and above not in found:
        found.append(above)
        above = parents[above]
    return found


def _measure(
    index: int, cells: list[MappedCell], group: int, parent: int | None, period: Period | None, label: str
) -> Measure:
    if not cells:
        return Measure(index, None, group, parent, None, (period, False))
    role = Counter(cell.role for cell in cells).most_common(1)[0][0]
    first = next(cell for cell in cells if cell.role is role)
    when = (period, first.opening or role is CellRole.OPENING)
    is_sum, is_total = _SUM.search(label) is not None, _TOTAL.search(label) is not None
    is_loss = label.endswith("损失")
    return Measure(index, role, group, parent, component_of(first), when, is_sum, is_total, is_loss)


def _is_left(measure: Measure, measures: Sequence[Measure], statement: Statement) -> bool:
    """Tell whether an impairment of the period (计提减值准备) is left in what the table prints as impaired at its end.

    It lowers the carrying amount then. Beside a blank 减值准备期末余额 it is something else that slipped over.
    """
    if not _IMPAIRMENT.search(statement.columns[measure.index].measure or "") or measure.component is not None:
        return False
    impaired = {each.index for each in measures if each.component is not None and each.component.endswith(_IMPAIRED)}
    printed = [{amount.column for amount in reading} for item in statement.items for reading in item.readings[:1]]
    return all(impaired & columns for columns in printed if measure.index in columns)


def _column_above(statement: Statement, column: int) -> int | None:
    """Return the column under whose header another's is printed: 本期增加金额 for 本期增加金额/购置."""
    own = statement.columns[column]
    if not own.measure:
        return None
    for other, heading in enumerate(statement.columns):
        beside = other != column and heading.measure and heading.period == own.period
        if beside and own.measure.startswith(f"{heading.measure}/"):
            return other
    return None
