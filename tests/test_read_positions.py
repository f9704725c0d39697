"""Words with positions: columns by where they stand, rows by how labels wrap, numbers broken by their cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter.model.document import Cell, Grid
from converter.model.source import Source
from converter.read.positions.blocks import find_blocks
from converter.read.positions.lattice import Edge, build_ruled_grid, find_lattices
from converter.read.positions.page_breaks import rejoin_rows
from converter.read.positions.placed import PlacedLine, Word, join_pieces, measure_width


def place(rows: list[list[tuple[float, str]]], pages: list[int] | None = None) -> tuple[list[PlacedLine], list[str]]:
    """Place words at given positions; a number's position is where it ends."""
    texts = ["  ".join(text for _, text in row) for row in rows]
    lines = []
    for number, row in enumerate(rows, 1):
        words, start = [], 0
        for x, text in row:
            width = measure_width(text)
            x0 = x - width if text.rstrip(".")[-1].isdigit() else x
            words.append(Word(text, x0, x0 + width, number, start, start + len(text)))
            start += len(text) + 2
        lines.append(PlacedLine(number, pages[number - 1] if pages else None, tuple(words)))
    return lines, texts


def grids(rows: list[list[tuple[float, str]]], pages: list[int] | None = None) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in find_blocks(*place(rows, pages))
        if isinstance(block, Grid)
    ]


def test_an_empty_cell_stays_empty_because_position_tells_the_column() -> None:
    found = grids(
        [
            [(0, "项目"), (30, "期末余额"), (50, "期初余额")],
            [(0, "货币资金"), (40, "1,234.56"), (60, "2,345.67")],
            [(0, "预收款项"), (60, "72.91")],
            [(0, "合同负债"), (40, "80.35")],
        ]
    )
    assert found == [
        [
            ["项目", "期末余额", "期初余额"],
            ["货币资金", "1,234.56", "2,345.67"],
            ["预收款项", "", "72.91"],
            ["合同负债", "80.35", ""],
        ]
    ]


def test_a_column_only_the_header_shows_is_kept() -> None:
    (found,) = grids(
        [
            [(0, "项目"), (20, "附注"), (32, "2020年度"), (52, "2019年度")],
            [(0, "营业收入"), (40, "1,234.56"), (60, "2,345.67")],
            [(0, "营业成本"), (40, "234.56"), (60, "345.67")],
        ]
    )
    assert found[0] == ["项目", "附注", "2020年度", "2019年度"]
    assert found[1] == ["营业收入", "", "1,234.56", "2,345.67"]


@pytest.mark.parametrize("amounts_at", [0, 1, 2])
def test_a_label_wrapped_in_its_cell_is_rejoined_wherever_its_amounts_stand(amounts_at: int) -> None:
    amounts = [(50.0, "21.48"), (70.0, "-137.20")]
    wrapped: list[list[tuple[float, str]]] = [[(2, "投资收益（损失以“－”号填")], [], [(0, "列）")]]
    wrapped[amounts_at] += amounts
    (found,) = grids(
        [
            [(0, "项目"), (42, "本期"), (62, "上期")],
            [(2, "其他收益"), (50, "5.60"), (70, "7.80")],
            *[row for row in wrapped if row],
            [(2, "营业外收入"), (50, "8.10"), (70, "9.20")],
        ]
    )
    assert found[1:] == [
        ["其他收益", "5.60", "7.80"],
        ["投资收益（损失以“－”号填列）", "21.48", "-137.20"],
        ["营业外收入", "8.10", "9.20"],
    ]


def test_a_number_broken_by_its_narrow_cell_is_rejoined_and_lists_its_pieces() -> None:
    lines, texts = place(
        [
            [(0, "项目"), (22, "未分配利润"), (42, "合计")],
            [(0, "上年年末余额"), (32, "1,858,221,567."), (52, "4,167,551,966.83")],
            [(32, "60")],
            [(0, "本年期初余额"), (32, "10,318,312,85"), (52, "4,167,551,966.83")],
            [(32, "1.48")],
        ]
    )
    (grid,) = [block for block in find_blocks(lines, texts) if isinstance(block, Grid)]
    first, second = grid.rows[1][1], grid.rows[2][1]
    assert first.text == "1,858,221,567.60"
    assert [(part.line, part.text) for part in first.source.parts] == [(2, "1,858,221,567."), (3, "60")]
    assert second.text == "10,318,312,851.48"
    assert all(texts[p.line - 1][p.start : p.end] == p.text for p in (*first.source.parts, *second.source.parts))


def test_page_headers_and_footers_neither_break_nor_enter_a_table() -> None:
    rows: list[list[tuple[float, str]]] = []
    pages: list[int] = []
    for page in range(1, 5):
        body = [[(0.0, f"{page}．其他应付款"), (40.0, f"{page},234.56"), (60.0, "2,345.67")]] * 2
        new = [[(20.0, "2020年年度报告")], *body, [(28.0, f"{page} / 4")]]
        rows += new
        pages += [page] * len(new)
    blocks = find_blocks(*place(rows, pages))
    tables = [block for block in blocks if isinstance(block, Grid)]
    assert [len(table.rows) for table in tables] == [2, 2, 2, 2]
    assert {len(row) for table in tables for row in table.rows} == {3}
    assert sum(1 for block in blocks if not isinstance(block, Grid)) == 8


def test_a_group_heads_the_columns_under_it() -> None:
    (found,) = grids(
        [
            [(28, "合并"), (68, "母公司")],
            [(0, "项目"), (20, "2023年"), (40, "2022年"), (60, "2023年"), (80, "2022年")],
            [(0, "货币资金"), (28, "1,337.50"), (48, "1,263.95"), (68, "1,336.88"), (88, "1,263.78")],
            [(0, "存货"), (28, "189.21"), (48, "161.42"), (68, "190.21"), (88, "158.29")],
        ]
    )
    assert found[0] == ["", "合并", "合并", "母公司", "母公司"]
    assert found[1] == ["项目", "2023年", "2022年", "2023年", "2022年"]


_AMOUNT = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False).map(lambda value: f"{value:,.2f}")


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(
            st.lists(st.one_of(st.none(), _AMOUNT), min_size=width, max_size=width), min_size=2, max_size=12
        )
    )
)
def test_what_was_set_in_columns_comes_back_in_them(table: list[list[str | None]]) -> None:
    width = len(table[0])
    full: list[str | None] = ["1,000.00"] * width  # a total prints every column
    rows = [*table, full]
    placed = [
        [(0.0, f"{index + 1}．项"), *((20.0 + 20 * (at + 1), text) for at, text in enumerate(row) if text)]
        for index, row in enumerate(rows)
    ]
    head = [(0.0, "项目"), *((20.0 + 20 * at + 12, f"列{'甲乙丙丁戊己'[at]}") for at in range(width))]
    found = grids([head, *placed])
    assert [row[1:] for table_found in found for row in table_found][1:] == [
        [text or "" for text in row] for row in rows
    ]


def test_ruled_lines_make_cells_and_missing_ones_merge_them() -> None:
    across = [Edge(y, 0, 90) for y in (0, 10, 20, 30)]
    down = [Edge(0, 0, 30), Edge(30, 0, 30), Edge(60, 10, 30), Edge(90, 0, 30)]
    (lattice,) = find_lattices(across, down)
    texts = ["项目 2020年度", "甲 乙", "现金 1.00 2.00"]
    words = [
        (Word("项目", 0, 4, 1, 0, 2), 15.0, 5.0),
        (Word("2020年度", 5, 13, 1, 3, 9), 58.0, 5.0),
        (Word("甲", 5, 7, 2, 0, 1), 45.0, 15.0),
        (Word("乙", 9, 11, 2, 2, 3), 75.0, 15.0),
        (Word("现金", 0, 4, 3, 0, 2), 15.0, 25.0),
        (Word("1.00", 5, 9, 3, 3, 7), 45.0, 25.0),
        (Word("2.00", 9, 13, 3, 8, 12), 75.0, 25.0),
    ]
    grid = build_ruled_grid(lattice, words, texts)
    assert grid is not None
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["项目", "2020年度", "2020年度"],
        ["", "甲", "乙"],
        ["现金", "1.00", "2.00"],
    ]
    assert grid.rows[0][2].spanned


def test_boxes_that_do_not_touch_are_no_table() -> None:
    assert find_lattices([Edge(0, 0, 10), Edge(50, 40, 90)], [Edge(20, 10, 30), Edge(95, 0, 30)]) == []


def _row(line: int, *texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, Source(line=line, start=0, end=len(text), text=text)) for text in texts)


def test_a_row_cut_by_a_page_break_is_rejoined_but_amounts_never_move() -> None:
    before = Grid((_row(1, "", "2020年末", "本期末比上年"),), 1, 1)
    after = Grid((_row(4, "", "", "同期末增减(%)"), _row(5, "总资产", "6,278.24", "12.40")), 4, 5)
    whole, rest = rejoin_rows(before, after)
    assert [cell.text for cell in whole.rows[0]] == ["", "2020年末", "本期末比上年同期末增减(%)"]
    assert rest is not None
    assert rest.line_from == 5
    assert rejoin_rows(before, Grid(after.rows[1:], 5, 5)) == (before, Grid(after.rows[1:], 5, 5))


def test_pieces_are_joined_with_a_blank_only_between_latin_words() -> None:
    assert join_pieces(["其他综合收", "益"]) == "其他综合收益"
    assert join_pieces(["Onebiol", "LLC"]) == "Onebiol LLC"
    assert join_pieces(["1,858,221,567.", "60"]) == "1,858,221,567.60"


@pytest.mark.parametrize(
    "cells",
    [
        [("甲", 5.0), ("1,000.00", 25.0), ("2,000.00", 45.0), ("3,000.00", 70.0)],
        [("甲", 25.0), ("1,000.00", 45.0), ("3,000.00", 70.0)],
    ],
)
def test_a_line_that_is_missing_between_columns_is_found_by_what_their_rows_print(
    cells: list[tuple[str, float]],
) -> None:
    down = [Edge(0, 0, 30), Edge(20, 0, 30), Edge(60, 0, 30), Edge(80, 0, 30)]
    lattice = find_lattices([Edge(y, 0, 80) for y in (0, 10, 20, 30)], down)[0]
    words, lines = [], []
    for row in range(3):
        start = 0
        for text, x in cells:
            word = Word(text, x, x + 8, row + 1, start, start + len(text), 1, (x, row * 10 + 1, x + 8, row * 10 + 9))
            words.append((word, x + 4, row * 10 + 5.0))
            start += len(text) + 2
        lines.append("  ".join(text for text, _ in cells))
    grid = build_ruled_grid(lattice, words, lines)
    assert grid is not None
    assert [[cell.text for cell in row if cell.text] for row in grid.rows] == [[text for text, _ in cells]] * 3


def test_a_number_in_three_pieces_is_one() -> None:
    assert join_pieces(["644,25", "6,778.", "19"]) == "644,256,778.19"
    assert join_pieces(["100.00  673,335.0", "7"]) != "100.00673,335.07"
