"""Hold what mapping adds to a recognised report: a concept for every row, a member for every equity column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class MappedReport:
    """Hold the recognised report with its mapping.

    ``items`` has, per statement id, one MappedItem per row of that statement, in order; ``members`` has, per id of a
    statement of changes in equity, one member per column (None: the default member, that is the total).
    ``measures`` has, per id of a table whose rows are members of a dimension, one concept per column (None: no
    concept), and ``row_members`` one tuple per row: pairs of axis and member's text.
    """

    recognised: RecognisedReport
    items: Mapping[str, tuple[MappedItem, ...]]
    members: Mapping[str, tuple[str | None, ...]]
    extension: tuple[ExtensionConcept, ...]
    measures: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    row_members: Mapping[str, tuple[tuple[tuple[str, str], ...], ...]] = field(default_factory=dict)
