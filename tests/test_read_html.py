"""HTML: every cell where its spans put it, every number where it is printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.model.document import Document, Grid, Heading, Paragraph
from converter.model.source import Source
from converter.read import read_document
from converter.read.broken_number import join_number, join_pieces
from converter.read.html_page import is_html, read_html

PAGE = "<html><body>{}</body></html>"


def read(text: str, encoding: str = "utf-8") -> Document:
    document, findings = read_document(text.encode(encoding), "report.html")
    assert document is not None, findings
    return document


def sources_of(document: Document) -> list[Source]:
    found = []
    for block in document.blocks:
        found += [cell.source for row in block.rows for cell in row] if isinstance(block, Grid) else [block.source]
    return found


def assert_exact(document: Document) -> None:
    for source in sources_of(document):
        for part in source.parts or (source,):
            assert document.lines[part.line - 1][part.start : part.end] == part.text
        if source.parts:
            assert source.text == "".join(part.text for part in source.parts)


def outline(document: Document) -> list[object]:
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in document.blocks
    ]


def test_headings_paragraphs_and_tables_come_in_order() -> None:
    document = read(
        PAGE.format(
            "<h2>财务报告</h2><p>单位：<b>元</b></p><table><tr><th>项目</th><th>期末余额</th></tr>"
            "<tr><td>货币资金</td><td>1.00</td></tr></table><p>附注</p>"
        )
    )
    assert outline(document) == ["财务报告", "单位：元", [["项目", "期末余额"], ["货币资金", "1.00"]], "附注"]
    assert isinstance(document.blocks[0], Heading)
    assert document.blocks[0].level == 2
    assert document.media_type == "text/html"
    assert_exact(document)


def test_spans_of_rows_and_columns_are_laid_out() -> None:
    document = read(
        PAGE.format(
            "<table><tr><td rowspan=2>项目</td><td colspan='2'>2019 年度</td><td rowspan=\"2\">合计</td></tr>"
            "<tr><td>股本</td><td>资本公积</td></tr><tr><td>余额</td><td>1.00</td><td>2.00</td><td>3.00</td></tr></table>"
        )
    )
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert outline(document) == [
        [
            ["项目", "2019 年度", "2019 年度", "合计"],
            ["项目", "股本", "资本公积", "合计"],
            ["余额", "1.00", "2.00", "3.00"],
        ]
    ]
    assert [[cell.spanned for cell in row] for row in grid.rows[:2]] == [
        [False, False, True, False],
        [True, False, False, True],
    ]
    assert grid.rows[1][3].source == grid.rows[0][3].source


def test_a_span_ends_with_its_row_group_and_zero_reaches_to_it() -> None:
    document = read(
        PAGE.format(
            "<table><thead><tr><td rowspan=0>项目</td><td>a</td></tr><tr><td>b</td></tr></thead>"
            "<tbody><tr><td>存货</td><td>1.00</td></tr></tbody></table>"
        )
    )
    assert outline(document) == [[["项目", "a"], ["项目", "b"], ["存货", "1.00"]]]


def test_end_tags_may_be_left_out() -> None:
    document = read(PAGE.format("<p>一<p>二<table><tr><td>存货<td>1.00<tr><td>合计<td>2.00</table>三"))
    assert outline(document) == ["一", "二", [["存货", "1.00"], ["合计", "2.00"]], "三"]


def test_a_number_broken_inside_its_cell_is_one_number_with_its_parts() -> None:
    document = read(
        PAGE.format(
            "<table><tr><td>一、上年期末余\n额 \n</td><td>1,618\n,820,\n253.0\n0 \n</td>"
            "<td>-5<br>,970.10</td></tr></table>"
        )
    )
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.rows[0]] == ["一、上年期末余额", "1,618,820,253.00", "-5,970.10"]
    assert [part.text for part in grid.rows[0][1].source.parts] == ["1,618", ",820,", "253.0", "0"]
    assert [part.line for part in grid.rows[0][1].source.parts] == [3, 4, 5, 6]
    assert_exact(document)


@pytest.mark.parametrize(
    ("pieces", "number"),
    [
        (["1,618", ",820,", "253.0", "0"], "1,618,820,253.00"),
        (["-", "1,234.00"], "-1,234.00"),
        (["(1,23", "4.00)"], "(1,234.00)"),
        (["1,234.5", "0"], "1,234.50"),
        (["123.00", "456.00"], None),
        (["12", "3.45"], None),  # twelve and 3.45, or 123.45: both are numbers
        (["1234", "56.7", "8"], None),  # without separators nothing says that it is one
        (["12,34", "5.00"], "12,345.00"),
        (["1,23", "45.00"], None),
        (["营业", "收入"], None),
        (["1.00"], None),
    ],
)
def test_pieces_are_one_number_only_where_they_can_be_nothing_else(pieces: list[str], number: str | None) -> None:
    assert join_number(pieces) == number


@given(st.integers(min_value=10**5, max_value=10**13), st.lists(st.integers(1, 6), min_size=1, max_size=8))
def test_a_number_broken_anywhere_comes_back_or_is_left_in_pieces(cents: int, widths: list[int]) -> None:
    whole = f"{cents // 100:,}.{cents % 100:02}"
    pieces, at = [], 0
    for width in widths:
        pieces.append(whole[at : at + width])
        at += width
    pieces = [piece for piece in [*pieces, whole[at:]] if piece]
    assert join_pieces(pieces) in (whole, " ".join(pieces))


def test_ideographs_are_joined_and_words_keep_their_blank() -> None:
    assert join_pieces(["少数", "股东权益"]) == "少数股东权益"
    assert join_pieces(["Total", "assets"]) == "Total assets"


def test_nested_tables_become_grids_of_their_own_and_the_outer_one_what_it_arranges() -> None:
    document = read(
        PAGE.format(
            "<table><tr><td><p>公告</p><p>资产负债表</p><table><tr><td>存货</td><td>1.00</td></tr></table><p>附注</p></td>"
            "<td>旁栏</td></tr><tr><td>页</td><td>脚</td></tr></table>"
        )
    )
    assert outline(document) == ["公告", "资产负债表", [["存货", "1.00"]], "附注", "旁栏", [["页", "脚"]]]
    assert_exact(document)


def test_a_table_of_one_cell_only_frames_its_text() -> None:
    document = read(PAGE.format("<table><tr><td><p>营业收入增长。</p><p>净利润下降。</p></td></tr></table>"))
    assert [type(block) for block in document.blocks] == [Paragraph, Paragraph]


def test_title_and_unit_rows_inside_a_table_are_lines_above_it() -> None:
    document = read(
        PAGE.format(
            "<table><tr><td colspan=3>合并资产负债表</td></tr><tr><td>编制单位：甲公司</td>"
            "<td>2022年12月31日</td><td>单位：万元</td></tr>"
            "<tr><td>项目</td><td>期末余额</td><td>年初余额</td></tr><tr><td>存货</td><td>1.00</td><td>2.00</td></tr>"
            "<tr><td>法定代表人：</td><td>主管会计工作负责人：</td><td></td></tr></table>"
        )
    )
    assert outline(document) == [
        "合并资产负债表",
        "编制单位：甲公司",
        "2022年12月31日",
        "单位：万元",
        [["项目", "期末余额", "年初余额"], ["存货", "1.00", "2.00"]],
        "法定代表人：",
        "主管会计工作负责人：",
    ]


def test_a_header_over_the_whole_width_of_the_figures_stays_in_the_table() -> None:
    document = read(
        PAGE.format(
            "<table><tr><td></td><td colspan=2>2019年度</td></tr><tr><td>项目</td><td>股本</td><td>合计</td></tr>"
            "<tr><td>余额</td><td>1.00</td><td>1.00</td></tr></table>"
        )
    )
    assert len(outline(document)) == 1


def test_comments_scripts_styles_and_quoted_brackets_print_nothing() -> None:
    document = read(
        PAGE.format(
            "<!-- <p>no</p> --><script>if (a < b) { '<p>no</p>' }</script><style>p > b {}</style>"
            '<p title="a > b">货币资金<!-- 1 --></p><p>x < y &amp; z</p>'
        )
    )
    assert outline(document) == ["货币资金", "x < y & z"]
    assert_exact(document)


def test_entities_at_the_edge_are_blanks_and_no_part_of_the_source() -> None:
    document = read(
        PAGE.format("<table><tr><td>&nbsp;&nbsp;其中：A&amp;B</td><td>&nbsp;</td><td>&#12288;1.00 </td></tr></table>")
    )
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.rows[0]] == ["其中：A&B", "", "1.00"]
    assert grid.rows[0][2].source.text == "1.00"
    assert_exact(document)


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "utf-8", "big5"])
def test_the_declared_encoding_is_used(charset: str) -> None:
    body = "<table><tr><td>資產總計</td><td>1.00</td></tr></table>" if charset == "big5" else "<p>资产总计</p>"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    text = f"<html><head>{meta}</head><body>{body}</body></html>"
    document = read(text, charset)
    assert document.blocks
    assert_exact(document)
    assert document.encoding == {"gb2312": "GB18030", "GBK": "GB18030", "utf-8": "UTF-8", "big5": "Big5"}[charset]


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("<!DOCTYPE html><html></html>", True),
        ("<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'></html>", True),
        ("<h>年度报告</h><br/><table><tr><td>1</td></tr></table>", True),
        ("---\nlayout: post\n---\n<p>营业收入8.17亿元。</p>", True),
        ("# 年度报告\n\n<table><tr><td>1</td></tr></table>", False),
        ("<table><tr><td>1</td></tr></table>\n\n# 附注\n", False),
        ("<div>\n\n| 存货 | 1.00 |\n", False),
        ("<1.00\n", False),
        ("资产负债表\n", False),
    ],
)
def test_html_is_known_by_its_content(text: str, *, claimed: bool) -> None:
    assert is_html(text) is claimed
    document, _ = read_document(text.encode(), "x.txt")
    assert document is None or (document.media_type == "text/html") is claimed


def test_front_matter_keeps_its_lines() -> None:
    document = read(
        "---\nlayout: post\ndate: 2022-04-29\n---\n"
        "<p>营业收入8.17亿元，\n同比增长3.73%。</p><p>净利润亏损4.05亿元。</p>\n"
    )
    assert outline(document) == [
        "---",
        "layout: post",
        "date: 2022-04-29",
        "---",
        "营业收入8.17亿元，同比增长3.73%。",
        "净利润亏损4.05亿元。",
    ]
    assert_exact(document)


@given(st.text(alphabet="<>/=\"'! -tdrpable\n1,.&;钱", max_size=60))
def test_any_text_gives_blocks_with_exact_places(text: str) -> None:
    lines = tuple(("<p>" + text).split("\n"))
    document = Document("x", "", "UTF-8", "text/html", lines, read_html(lines))
    assert_exact(document)


@given(
    st.lists(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=4), min_size=1, max_size=5)
)
def test_spans_are_laid_out_as_the_standard_lays_them_out(table: list[list[tuple[int, int]]]) -> None:
    text = ""
    slots: dict[tuple[int, int], str] = {}  # HTML Living Standard §4.9.12, forming a table
    for y, row in enumerate(table):
        text += "<tr>"
        x = 0
        for number, (columns, rows) in enumerate(row):
            printed = f"{y}.{number}"
            text += f"<td colspan={columns} rowspan={rows}>{printed}"
            while (y, x) in slots:
                x += 1
            slots.update({(y + down, x + right): printed for down in range(rows) for right in range(columns)})
            x += columns
    (grid,) = [block for block in read_html((f"<table>{text}</table>",)) if isinstance(block, Grid)]
    for y, cells in enumerate(grid.rows):
        assert [cell.text for cell in cells] == [slots.get((y, x), "") for x in range(len(cells))]
        assert all(x < len(cells) for row, x in slots if row == y)


@pytest.mark.parametrize("piece", ["<a ", "<td ='", '<p x="', "<!--", "<", "&", "<table>", "</", "<script ", "<!x "])
def test_hostile_markup_comes_to_an_end(piece: str) -> None:
    lines = ("<p>" + piece * (60_000 // len(piece)),)
    is_html(lines[0])
    assert read_html(lines) is not None


def test_the_corpus_page_is_read_whole(shared: Path) -> None:
    data = (shared / "corpus" / "html" / "haixiang-2019-annual.html").read_bytes()
    document, findings = read_document(data, "page.html")
    assert document is not None
    assert not findings
    assert_exact(document)
    printed = {(source.line, source.start) for source in sources_of(document) if source.text}
    assert len(printed) > 9000


def test_a_header_above_a_row_over_the_whole_width_stays_in_the_table() -> None:
    document = read(
        PAGE.format(
            "<table><tr><td>项目</td><td>承诺投资总额</td><td>本期投入</td><td>累计投入</td></tr>"
            "<tr><td colspan=4>承诺投资项目</td></tr>"
            "<tr><td>甲</td><td>1.00</td><td>1.00</td><td>1.00</td></tr></table>"
        )
    )
    (table,) = outline(document)
    assert isinstance(table, list)
    assert len(table) == 3
