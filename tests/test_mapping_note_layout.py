from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reconcile_sample import YEAR_END, YEAR_START, line_item, plain_reading, statement

from converter.mapping.note_layout import row_paths
from converter.model.statement import LineItem, StatementKind


def rows_of(rows: Sequence[tuple[str, Sequence[str], int | None]]) -> list[LineItem]:
    return [
        line_item(label, (plain_reading(cells, line),) if any(cells) else (), line, parent)
        for line, (label, cells, parent) in enumerate(rows, start=1)
    ]


def paths(rows: Sequence[tuple[str, Sequence[str], int | None]]) -> list[tuple[str, ...]]:
    return list(row_paths(statement(StatementKind.NOTE, [YEAR_END, YEAR_START], rows_of(rows))))


def test_what_adds_to_a_whole_that_its_numbered_parts_are_is_beside_it() -> None:
    found = paths(
        [
            ("一、账面原值", (), None),
            ("3.本期减少金额", ("30", "10"), 0),
            ("（1）处置或报废", ("20", "10"), 1),
            ("（2）其他减少", ("10", ""), 1),
            ("外币报表折算差额", ("7", "0"), 1),
        ]
    )
    assert found[-1] == ("一、账面原值", "外币报表折算差额")


def test_a_part_without_a_number_that_the_whole_needs_stays_its_part() -> None:
    found = paths(
        [
            ("一、账面原值", (), None),
            ("3.本期减少金额", ("37", "10"), 0),
            ("（1）处置或报废", ("30", "10"), 1),
            ("外币报表折算差额", ("7", "0"), 1),
        ]
    )
    assert found[-1] == ("一、账面原值", "3.本期减少金额", "外币报表折算差额")


def test_a_row_of_a_day_is_its_balance_however_the_day_is_printed() -> None:
    (item,) = rows_of([("2023 年 1 月 1 日余额", ("5", "5"), None)])
    dated = replace(item, period=YEAR_START)
    assert row_paths(statement(StatementKind.NOTE, [YEAR_END, YEAR_START], [dated])) == (("余额",),)
