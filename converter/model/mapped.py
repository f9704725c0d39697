"""Hold what mapping adds to a recognised report: a concept for every row, a member for every equity column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from converter.model.report import ExtensionConcept
from converter.model.statement import RecognisedReport


@dataclass(frozen=True, slots=True)
class MappedItem:
    """Say which concept a row is: ``concept`` is None for a heading that prints no amount.

    ``rule`` is where the mapping comes from: ``line_items:<row>``, ``<user file>:<line>`` or ``extension``.
    ``opening`` says the row's balance stands at the start of the column's period (期初余额).
    """

    concept: str | None
    rule: str
    opening: bool = False


class CellRole(StrEnum):
    """Say what a cell of a note's table is in the arithmetic of its table."""

    OPENING = "opening"  # 期初余额
    INCREASE = "increase"  # 本期增加
    DECREASE = "decrease"  # 本期减少
    MOVEMENT = "movement"  # 其他变动, added with the sign printed
    CLOSING = "closing"  # 期末余额
    GROSS = "gross"  # 账面余额, 账面原值
    ALLOWANCE = "allowance"  # 坏账准备, 累计折旧, 减值准备: taken off the gross amount
    NET = "net"  # 账面价值
    SHARE = "share"  # 比例: of the total of its column
    RATE = "rate"  # 计提比例: allowance ÷ gross
    AMOUNT = "amount"  # any other amount that adds up along the members
    OTHER = "other"  # a number that adds up with nothing


BALANCES: Final = frozenset({CellRole.OPENING, CellRole.CLOSING})
AT_A_DATE: Final = BALANCES | {CellRole.GROSS, CellRole.ALLOWANCE, CellRole.NET}
MOVEMENTS: Final = frozenset({CellRole.INCREASE, CellRole.DECREASE, CellRole.MOVEMENT})


class MemberRole(StrEnum):
    """Say what a row (a column where the table is transposed) is among the members of its table."""

    PART = "part"
    NESTED = "nested"  # 其中: part of the part above
    DEDUCTED = "deducted"  # 减: taken off
    SUBTOTAL = "subtotal"  # 小计
    TOTAL = "total"  # 合计
    APART = "apart"  # adds up with nothing


@dataclass(frozen=True, slots=True)
class MappedCell:
    """Say which fact a cell of a note's table is: ``dimensions`` pairs axes with members, or texts on typed axes.

    ``opening`` says that a balance stands at the start of the period. ``unit`` overrides the unit of the concept's kind
    (a foreign currency).
    """

    concept: str
    role: CellRole
    dimensions: tuple[tuple[str, str], ...] = ()
    opening: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class MappedTable:
    """Say what a note's table holds: ``cells`` by row and column, None where no fact can stand.

    In a transposed table the measures (期初余额, 本期增加) run down the rows and the members (房屋及建筑物) across the
    columns. ``members`` has one role per member: per row, per column where transposed. ``groups`` numbers
    the measures (columns, or rows where transposed) that belong together arithmetically, such as those of one period
    or of one component (账面原值, 累计折旧); identities between measures hold within a group.
    """

    cells: tuple[tuple[MappedCell | None, ...], ...]
    transposed: bool
    members: tuple[MemberRole, ...]
    groups: tuple[int, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class MappedReport:
    """Hold the recognised report with its mapping.

    ``items`` has, per statement id, one MappedItem per row of that statement, in order; ``members`` has, per id of a
    statement of changes in equity, one member per column (None: the default member, that is the total).
    ``measures`` has, per id of a table whose rows are members of a dimension, one concept per column (None: no
    concept), and ``row_members`` one tuple per row: pairs of axis and member's text. ``tables`` has one MappedTable
    per id of a statement with a ``place``: the tables of the notes.
    """

    recognised: RecognisedReport
    items: Mapping[str, tuple[MappedItem, ...]]
    members: Mapping[str, tuple[str | None, ...]]
    extension: tuple[ExtensionConcept, ...]
    measures: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    row_members: Mapping[str, tuple[tuple[tuple[str, str], ...], ...]] = field(default_factory=dict)
    tables: Mapping[str, MappedTable] = field(default_factory=dict)
