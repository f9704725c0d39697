"""Headers that a layout printed as the line above their table."""

from converter.model.document import Grid, Heading
from converter.read.delimited import read_blocks

ROWS = ("| 房屋建筑物 | 年限平均法 | 20-30 | 5 | 3.17-4.75 |", "|---|---|---|---|---|")


def test_a_heading_that_is_nothing_but_the_words_of_a_header_is_the_first_row_below_it() -> None:
    heading = r"# 类别折旧方法折旧年限（年）残值率（$.\%.$）年折旧率（%）"
    (grid,) = read_blocks((heading, "", *ROWS))
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.rows[0]] == ["类别", "折旧方法", "折旧年限(年)", "残值率(%)", "年折旧率(%)"]
    assert [cell.text for cell in grid.rows[1]][:2] == ["房屋建筑物", "年限平均法"]
    assert grid.rows[0][1].source.text == "折旧方法"
    assert (grid.line_from, grid.rows[0][0].source.line, grid.rows[0][0].source.start) == (1, 1, 2)


def test_other_headings_stay_headings() -> None:
    for heading in ("# 类别折旧方法", "# 固定资产折旧方法和折旧年限"):
        first, grid = read_blocks((heading, "", *ROWS))
        assert isinstance(first, Heading)
        assert isinstance(grid, Grid)


def test_a_table_with_a_header_of_its_own_needs_no_other() -> None:
    line = "类别折旧方法折旧年限残值率年折旧率"
    table = ("| 类别 | 方法 | 年限 | 残值率 | 折旧率 |", "|---|---|---|---|---|", ROWS[0])
    assert len(read_blocks((line, "", *table))) == 2
