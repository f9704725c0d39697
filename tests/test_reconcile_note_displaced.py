"""Tests of amounts that slipped into the column beside their own."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest
from note_sample import PART, TOTAL, note_table

from converter.model.mapped import CellRole
from converter.reconcile.cells import Placement
from converter.reconcile.note_displaced import withhold_displaced

ROLES = [CellRole.OPENING, CellRole.INCREASE, CellRole.DECREASE]


def open_columns(rows: Sequence[Sequence[str]], roles: Sequence[CellRole] = ROLES) -> dict[int, list[tuple[int, ...]]]:
    """Return, for each row with amounts that are withheld, the columns these may stand in."""
    table, mapped = note_table(rows, list(roles), [*([PART] * (len(rows) - 1)), TOTAL])
    table = dataclasses.replace(table, mapped=mapped)
    placements = {(0, row): Placement(item.readings[0]) for row, item in enumerate(table.statement.items)}
    withhold_displaced([table], placements)
    return {
        row: [columns for _, columns in placement.open_amounts]
        for (_, row), placement in placements.items()
        if placement.open_amounts
    }


def test_an_amount_too_much_here_and_missing_beside_is_withheld():
    rows = [["700.00", "", "30.00"], ["397.74", "", ""], ["", "55.00", ""], ["700.00", "452.74", "30.00"]]
    assert open_columns(rows) == {1: [(0, 1)]}


def test_a_row_whose_amounts_are_what_the_columns_beside_lack_is_withheld():
    rows = [["700.00", "55.00", "30.00"], ["12.00", "-12.00", ""], ["700.00", "67.00", "18.00"]]
    assert open_columns(rows) == {1: [(0, 1), (1, 2)]}


@pytest.mark.parametrize(
    "rows",
    [
        [["700.00", "55.00", ""], ["397.74", "", ""], ["1,097.74", "55.00", ""]],  # all add up
        [["700.00", "55.00", ""], ["397.74", "", ""], ["700.00", "55.00", ""]],  # missing nowhere
        [["700.00", "55.00", "1.00"], ["397.74", "", ""], ["700.00", "55.00", "398.74"]],  # not in the column beside
        [["700.00", "55.00", ""], ["397.74", "1.00", ""], ["700.00", "453.74", ""]],  # its place is taken
        [["700.00", "55.00", ""], ["397.74", "", ""], ["397.74", "", ""], ["1,097.74", "452.74", ""]],  # which of two
        [["700.00", "55.00", ""], ["0.01", "", ""], ["700.00", "55.01", ""]],  # what rounding leaves
    ],
)
def test_what_nothing_tells_to_have_slipped_stays(rows: Sequence[Sequence[str]]):
    assert not open_columns(rows)


@pytest.mark.parametrize(
    ("total", "found"),
    [
        (["300.00", "50.00", "", "30.00"], {2: [(2, 3)]}),
        (["300.00", "50.00", "30.00", "30.00"], {}),  # a total of every column: one of them is misprinted
        (["300.00", "50.00", "", "320.00"], {}),  # made by the rows
    ],
)
def test_a_total_that_nothing_makes_beside_a_column_without_one_is_withheld(total: list[str], found: object):
    rows = [["100.00", "50.00", "", "150.00"], ["200.00", "", "30.00", "170.00"], total]
    assert open_columns(rows, [*ROLES, CellRole.CLOSING]) == found
