"""One cell per line: the stream of cells, broken and glued ones, headers, rows and tables."""

from __future__ import annotations

from converter.model.document import Cell, Grid
from converter.read.cell_lines import is_cell_lines, read_cell_lines
from converter.read.cell_stream import Kind, Piece, StreamCell, read_stream
from converter.read.number_pieces import Breaks, fit_numbers, join_numbers, tell_breaks
from converter.read.page_furniture import find_furniture


def grids(text: str) -> list[Grid]:
    return [block for block in read_cell_lines(tuple(text.split("\n"))) if isinstance(block, Grid)]


def texts(row: tuple[Cell, ...]) -> list[str]:
    return [cell.text for cell in row]


def run(*pieces: str) -> tuple[StreamCell, ...]:
    stream = read_stream(pieces, find_furniture(()))
    assert len(stream.cells) == len(pieces)
    return stream.cells


def joined(pieces: tuple[StreamCell, ...], count: int, breaks: Breaks | None = None) -> list[list[str]]:
    ways = join_numbers(pieces, count, breaks or tell_breaks([pieces]))
    return [["".join(piece.text for piece in number) for number in way] for way in ways]


# --- the stream ---------------------------------------------------------------------------------------------------


def test_where_blanks_close_cells_empty_ones_are_kept_and_broken_ones_joined() -> None:
    lines = ("其中：对联营企业和合营企", "业的投资收益 ", " ", "1,858,221,567.", "60 ", "1.00 2,000.00 ", " -3.00 ")
    stream = read_stream((*lines, *["4.00 "] * 30), find_furniture(()))
    assert stream.closed
    assert [cell.text for cell in stream.cells[:7]] == [
        "其中：对联营企业和合营企业的投资收益",
        "",
        "1,858,221,567.60",
        "1.00",
        "2,000.00",
        "",
        "-3.00",
    ]
    assert stream.cells[2].pieces == (Piece(4, 0, 14, "1,858,221,567."), Piece(5, 0, 2, "60"))


def test_cells_glued_to_a_number_or_a_unit_are_split() -> None:
    lines = ("0.20%黑龙江", "1,284,785.502022年7月", "单位：元2022年", "309.90 126,791,619.67")
    stream = read_stream(lines, find_furniture(()))
    assert not stream.closed
    assert [(cell.text, cell.kind) for cell in stream.cells] == [
        ("0.20%", Kind.NUMBER),
        ("黑龙江", Kind.TEXT),
        ("1,284,785.50", Kind.NUMBER),
        ("2022年7月", Kind.TEXT),
        ("单位：元", Kind.TEXT),
        ("2022年", Kind.TEXT),
        ("309.90", Kind.NUMBER),
        ("126,791,619.67", Kind.NUMBER),
    ]
    for cell in stream.cells:
        piece = cell.pieces[0]
        assert lines[piece.line - 1][piece.start : piece.end] == piece.text


# --- numbers in pieces --------------------------------------------------------------------------------------------


def test_numbers_broken_over_lines_are_joined_in_the_one_way_that_fills_the_columns() -> None:
    pieces = run("72,422,85", "0.80", "-", "69,430,63", "1.97", "6,557,650", ".13", "753,784.9", "8")
    assert joined(pieces, 4) == [["72,422,850.80", "-69,430,631.97", "6,557,650.13", "753,784.98"]]


def test_a_number_that_may_be_two_is_read_both_ways() -> None:
    assert joined(run("753,784.9", "8"), 2, Breaks(digits=True, signs=True)) == [["753,784.9", "8"], ["753,784.98"]]
    assert joined(run("-", "5.00"), 2, Breaks(digits=False, signs=True)) == [["-", "5.00"], ["-5.00"]]


def test_a_dash_is_no_sign_where_numbers_print_their_own() -> None:
    pieces = run("-", "5.00", "(3.00)")
    assert tell_breaks([pieces]) == Breaks(digits=False, signs=False)
    assert joined(pieces, 3) == [["-", "5.00", "(3.00)"]]


def test_a_long_run_of_pieces_comes_to_an_end() -> None:
    assert joined(run(*["1,000.0", "0"] * 200), 300, Breaks(digits=True, signs=True))


# --- tables -------------------------------------------------------------------------------------------------------

STATEMENT = """合并利润表
2024 年度
本集团
附注五
2024 年度
2023 年度
一、营业收入
63,789.23
60,067.11
其中：对联营公司和合营公司的
投资收益
48
(117.57)
641.44
=== page 2 ===
某某股份有限公司
-
-
二、营业支出
35.50
=== page 3 ===
某某股份有限公司
三、净利润
1.00
2.00
=== page 4 ===
某某股份有限公司
后附财务报表附注为本财务报表的组成部分。
"""


def test_a_statement_is_rebuilt_with_notes_brackets_and_page_breaks_inside() -> None:
    text = STATEMENT.replace("-\n-\n", "")
    [grid] = grids(text)
    assert [texts(row) for row in grid.rows] == [
        ["", "", "本集团", "本集团"],
        ["", "附注五", "2024 年度", "2023 年度"],
        ["一、营业收入", "", "63,789.23", "60,067.11"],
        ["其中：对联营公司和合营公司的投资收益", "48", "(117.57)", "641.44"],
        ["二、营业支出", "", "35.50", ""],
        ["三、净利润", "", "1.00", "2.00"],
    ]
    assert [[texts(row)[2:] for row in ways] for ways in grid.alternatives.values()] == [[["35.50", ""], ["", "35.50"]]]
    assert list(grid.alternatives) == [4]
    label = grid.rows[3][0].source
    assert [(part.line, part.text) for part in label.parts] == [(10, "其中：对联营公司和合营公司的"), (11, "投资收益")]


def test_no_text_is_thrown_away() -> None:
    lines = tuple(STATEMENT.split("\n"))
    blocks = read_cell_lines(lines)
    printed = sorted(
        piece.text
        for block in blocks
        for cell in (
            [cell for row in block.rows for cell in row if not cell.spanned] if isinstance(block, Grid) else [block]
        )
        for piece in (cell.source.parts or (cell.source,))
        if piece.text
    )
    assert printed == sorted(line.strip() for line in lines if line.strip())


def test_percentages_stand_in_ratio_columns_only() -> None:
    header = "2022年 2021年 同比增减 金额 占比重 金额 占比重"
    rows = "甲 1.00 10.00% 2.00 20.00% -50.00% 乙 3.00 30.00% 4.00 40.00% -25.00% 丙 5.00 50.00%"
    text = "\n".join(f"{header} {rows}".split())
    [grid] = grids(text)
    assert [texts(row) for row in grid.rows[:2]] == [
        ["", "2022年", "2022年", "2021年", "2021年", "同比增减"],
        ["", "金额", "占比重", "金额", "占比重", ""],
    ]
    ways = [texts(row)[1:] for row in grid.alternatives[4]]
    assert ["5.00", "50.00%", "", "", ""] in ways
    assert ["", "", "5.00", "50.00%", ""] in ways
    assert all(not way[1].startswith("5.") and not way[0].endswith("%") for way in ways)


def test_a_header_that_lost_a_column_heads_no_table() -> None:
    rows = "甲 1.00 2.00 3.00 乙 4.00 5.00 丙 6.00 7.00 丁 8.00 9.00"
    assert not grids("\n".join(f"2022年 2021年 {rows}".split()))


def test_companies_with_wrapped_names_and_a_page_break_inside_a_row() -> None:
    words = (
        "公司名称 公司类型 主要业务 注册资本 净利润 "
        "甲乙丙丁 戊（厦 门）有限 公司 子公司 软件开发 及应用 10,000,00 0.00 - 1,000,23 4.56 "
        "天地玄黄 限责任公 子公司 研发生产 50,000,00 0.00 7,650 .13 "
        "第2页 司 销售 宇宙洪荒 公司 子公司 保险经纪 1,000,00 0.00 753,784.9 8 第3页 第4页"
    )
    text = "\n".join(words.split())
    [grid] = grids(text)
    assert [texts(row) for row in grid.rows[1:]] == [
        ["甲乙丙丁戊（厦门）有限公司", "子公司", "软件开发及应用", "10,000,000.00", "-1,000,234.56"],
        ["天地玄黄限责任公司", "子公司", "研发生产销售", "50,000,000.00", "7,650.13"],
        ["宇宙洪荒公司", "子公司", "保险经纪", "1,000,000.00", "753,784.98"],
    ]
    assert not grid.alternatives


def test_running_text_and_columns_kept_by_blanks_are_not_claimed() -> None:
    assert not is_cell_lines("营业收入8.17亿元，同比增长3.73%。\n" * 20)
    assert not is_cell_lines("货币资金        1,516,034,246.28    1,108,509,231.31\n" * 20)
    assert is_cell_lines("货币资金\n1,516,034,246.28\n1,108,509,231.31\n" * 20)


def test_two_whole_numbers_may_be_one_where_a_table_prints_no_cents() -> None:
    pieces = run("-54", "8,721")
    assert joined(pieces, 2, Breaks(digits=True, signs=True, cents=False)) == [["-54", "8,721"], ["-548,721"]]
    assert joined(pieces, 2, Breaks(digits=True, signs=True)) == [["-54", "8,721"]]


def test_a_cell_too_many_is_the_rest_of_a_broken_number() -> None:
    ways = fit_numbers(run("-23", "1,187", "-231,187"), 2, Breaks(digits=True, signs=False, cents=False))
    assert [["".join(piece.text for piece in number) for number in way] for way in ways] == [["-231,187", "-231,187"]]
    assert fit_numbers(run("462,170", "4,000", "100"), 2, Breaks(digits=True, signs=False, cents=False)) == ()


def test_components_of_equity_say_how_many_columns_a_matrix_has() -> None:
    names = ["股本", "其他权益工具", "资本公积", "盈余公积", "未分配利润", "所有者权益合计", "优先股", "永续债"]
    rows = ["一、上年期末余额", "100.00", "20.00", "120.00", "（一）综合收益总额", "5.00", "5.00"]
    (grid,) = grids("\n".join(["项目", "2022年度", *names, *rows, "四、本期期末余额", "100.00", "25.00", "125.00"]))
    assert grid.rows[0][0].text == "项目"
    assert {len(row) for row in grid.rows[1:]} == {8}


def test_columns_of_the_group_and_the_parent_are_headed_in_one_cell_or_two() -> None:
    rows = [
        "货币资金",
        "5,100.00",
        "4,200.00",
        "3,300.00",
        "2,400.00",
        "存货",
        "1,100.00",
        "900.00",
        "800.00",
        "700.00",
    ]
    one = ["项目", "合并本期发生额", "合并上期发生额", "母公司本期发生额", "母公司上期发生额"]
    two = ["合并", "合并", "母公司", "母公司", "项目", "本期发生额", "上期发生额", "本期发生额", "上期发生额"]
    for header in (one, two):
        (grid,) = grids("\n".join([*header, *rows]))
        assert texts(grid.rows[-2]) == rows[:5]


def test_which_empty_cell_of_a_row_with_one_too_many_is_a_column_nobody_can_tell() -> None:
    head = "项目 \n2019年12月31日 \n2020年1月1日 \n调整数 \n"
    rows = [
        f"{label} \n{number}.00 \n{number}.00 \n \n" for label, number in zip("甲乙丙丁戊己", range(1, 7), strict=True)
    ]
    wrapped = "归属于母公司所有者权益\n（或股东权益）合计 \n \n21.00 \n21.00 \n \n"
    grid = grids("合并资产负债表 \n单位：元 \n" + head + "".join(rows[:3]) + wrapped + "".join(rows[3:]))[0]
    at = next(at for at, row in enumerate(grid.rows) if row[0].text.startswith("归属"))
    assert {tuple(texts(row)[1:]) for row in grid.alternatives[at]} == {
        ("21.00", "21.00", ""),
        ("21.00", "", "21.00"),
        ("", "21.00", "21.00"),
    }
    assert set(grid.alternatives) == {at}
