"""Tables of notes and of the discussion, one cell per line: headers of several rows, words beside amounts, pairs."""

from __future__ import annotations

import pytest

from converter.model.document import Grid
from converter.read.cell_note_grid import read_note_grid, read_pairs
from converter.read.cell_stream import Stream, read_stream
from converter.read.page_furniture import find_furniture


def stream_of(text: str) -> tuple[Stream, tuple[str, ...]]:
    lines = tuple(text.strip("\n").split("\n"))
    return read_stream(lines, find_furniture(lines)), lines


def read(text: str) -> Grid:
    stream, lines = stream_of(text)
    found = read_note_grid(stream, 0)
    assert found is not None
    for row in (*found[0].rows, *(way for ways in found[0].alternatives.values() for way in ways)):
        for cell in row:
            for part in cell.source.parts or (cell.source,):
                assert lines[part.line - 1][part.start : part.end] == part.text
    return found[0]


def rows(grid: Grid) -> list[str]:
    return ["|".join("^" if cell.spanned else cell.text for cell in row) for row in grid.rows]


def broken(text: str) -> str:
    return "\n".join(text.split())


def test_a_header_broken_over_lines_is_joined_and_numbers_make_rows() -> None:
    grid = read(
        broken(
            "营业收入 营业成本 毛利率 营业收入比上 年同期增减 营业成本比上 年同期增减 毛利率比上年 同期增减 "
            "民生服务 535,606,124.32 226,327,550.42 57.74% -35.59% -43.25% 5.73% "
            "保险 82,851,277.22 32,306,752.95 61.01% 3.80% 5.58% -0.66%"
        )
    )
    assert rows(grid) == [
        "|营业收入|营业成本|毛利率|营业收入比上年同期增减|营业成本比上年同期增减|毛利率比上年同期增减",
        "民生服务|535,606,124.32|226,327,550.42|57.74%|-35.59%|-43.25%|5.73%",
        "保险|82,851,277.22|32,306,752.95|61.01%|3.80%|5.58%|-0.66%",
    ]


def test_the_rows_decide_how_the_rows_of_a_header_stand_over_each_other() -> None:
    head = "类别 期初余额 本期变动金额 期末余额 计提 收回或转回 转销或核销 "
    text = head + "坏账准备 5.00 1.00 2.00 3.00 1.50 合计 5.00 1.00 2.00 3.00 1.50"
    assert rows(read(broken(text)))[:2] == [
        "类别|期初余额|本期变动金额|^|^|期末余额",
        "|^|计提|收回或转回|转销或核销|^",
    ]


def test_the_change_of_share_capital_stands_over_its_parts_though_a_row_has_cells_to_spare() -> None:
    head = "期初余额 \n本次变动增减（+、一） \n期末余额 \n发行新股 \n送股 \n公积金转股 \n其他 \n小计 \n"
    text = head + "股份总数 1,126.00 \n \n \n \n \n 1,126.00 \n \n \n" + "7.00 \n" * 30
    assert rows(read(text))[:3] == [
        "|期初余额|本次变动增减（+、一）|^|^|^|^|期末余额",
        "|^|发行新股|送股|公积金转股|其他|小计|^",
        "股份总数|1,126.00||||||1,126.00",
    ]


def test_a_bare_ordinal_begins_a_row_and_a_dash_stands_for_a_name() -> None:
    head = "序号 客户名称 销售额（元） 占年度销售总额比例 "
    text = head + "1 客户一 1,000.00 4.68% 2 客户二 2,000.00 3.12% 合计 -- 3,000.00 7.80%"
    assert rows(read(broken(text)))[1:] == [
        "1|客户一|1,000.00|4.68%",
        "2|客户二|2,000.00|3.12%",
        "合计|--|3,000.00|7.80%",
    ]


def test_words_between_amounts_are_one_cell_and_an_answer_ends_a_row() -> None:
    text = (
        "项目名称 研发资本化金额 相关项目的基本情况 实施进度 甲 1,000.00 已经 开始 50.00% 乙 2,000.00 已经 结束 100.00%"
    )
    assert rows(read(broken(text)))[1:] == ["甲|1,000.00|已经开始|50.00%", "乙|2,000.00|已经结束|100.00%"]
    text = "项目 金额 形成原因说明 是否具有可持续性 收益 5.00 被投资 单位亏损 否 收入 1,006.00 合并价差 是"
    assert rows(read(broken(text)))[1:] == ["收益|5.00|被投资单位亏损|否", "收入|1,006.00|合并价差|是"]


def test_where_cells_vanished_percentages_stand_in_their_columns_only() -> None:
    text = "项目 期末余额 期末余额占比 毛利率 甲 1,000.00 50.00% 10.00% 乙 3,000.00 50.00% 5.00% 丙 7.00%"
    grid = read(broken(text.replace("期末余额占比", "占比")))
    assert {"|".join(cell.text for cell in row) for row in grid.alternatives[3]} == {"丙||7.00%|", "丙|||7.00%"}


def test_amounts_without_a_label_below_their_header_are_a_row() -> None:
    text = "报告期投资额（元） 上年同期投资额（元） 变动幅度 28,426,144.89 59,915,060.00 -52.56%"
    assert rows(read(broken(text)))[1:] == ["|28,426,144.89|59,915,060.00|-52.56%"]


def test_where_blanks_close_cells_a_row_is_its_label_and_a_cell_for_every_column() -> None:
    head = "单位名称 \n款项的性质 \n期末余额 \n账龄 \n坏账准备期末余额 \n"
    body = "第一名 \n往来款 \n1,000.00 \n2-3 年 \n10.00 \n第二名 \n保证金 \n2,000.00 \n1-2 年 \n \n"
    grid = read(head + body + "合计 \n/ \n3,000.00 \n/ \n10.00 \n" * 8)
    assert rows(grid)[1:4] == [
        "第一名|往来款|1,000.00|2-3 年|10.00",
        "第二名|保证金|2,000.00|1-2 年|",
        "合计|/|3,000.00|/|10.00",
    ]


@pytest.mark.parametrize("text", ["货币资金 1,000.00", "本期 公司 完成 1,000.00", "项目 说明 没有 数字"])
def test_other_texts_head_no_table(text: str) -> None:
    assert read_note_grid(stream_of(broken(text))[0], 0) is None


def test_pairs_of_a_text_and_an_amount_are_a_grid_without_header() -> None:
    text = "前五名客户合计销售金额（元） 65,729,334.15 前五名客户合计销售金额占年度销售总额比 例 12.19% 说明"
    found = read_pairs(stream_of(broken(text))[0], 0)
    assert found is not None
    assert rows(found[0]) == [
        "前五名客户合计销售金额（元）|65,729,334.15",
        "前五名客户合计销售金额占年度销售总额比例|12.19%",
    ]


def test_a_cell_of_two_words_with_a_blank_between_is_two_columns() -> None:
    head = "类别\n期初余额\n本期变动金额\n期末余额\n计提\n收回或转回\n转销或核销 其他变动\n"
    text = head + "坏账准备\n5.00\n1.00\n2.00\n0.50\n0.25\n3.25\n"
    assert rows(read(text)) == [
        "类别|期初余额|本期变动金额|^|^|^|期末余额",
        "|^|计提|收回或转回|转销或核销|其他变动|^",
        "坏账准备|5.00|1.00|2.00|0.50|0.25|3.25",
    ]


def closed(text: str) -> str:
    """Return the cells of a text, parted by |, as lines that a blank closes."""
    return "\n".join(cell + " " for cell in text.split("|"))


def test_an_empty_cell_that_only_a_blank_before_words_tells_keeps_the_labels_in_their_rows() -> None:
    grid = read(
        closed(
            "种类|金额|列报项目|计入当期损益的金额|甲项目|3,000.00|递延收益|1,500.00|"
            "乙项目|  递延收益|280.00|丙项目|200.00|递延收益|20.00"
        )
    )
    assert rows(grid)[1:] == [
        "甲项目|3,000.00|递延收益|1,500.00",
        "乙项目||递延收益|280.00",
        "丙项目|200.00|递延收益|20.00",
    ]


def test_a_header_whose_rows_have_a_text_more_begins_with_the_word_before_it() -> None:
    text = closed(
        "主要产品|单位|生产量|销售量|库存量|甲|吨|10.50|20.50|5.00|乙|吨|11.50|21.50|6.00|丙|吨|1.50|2.50|1.00"
    )
    assert rows(read(text)) == [
        "主要产品|单位|生产量|销售量|库存量",
        "甲|吨|10.50|20.50|5.00",
        "乙|吨|11.50|21.50|6.00",
        "丙|吨|1.50|2.50|1.00",
    ]
    stream, _ = stream_of(text)
    assert read_note_grid(stream, 1) is None


def test_two_words_on_one_line_are_two_cells_where_a_row_lacks_one() -> None:
    grid = read(
        closed(
            "子公司名称|主要经营地|注册地|业务性质|持股比例(%)|取得方式|"
            "甲公司|北京|北京|制造|51.00|设立|乙公司|上海 上海|制造|60.00|设立"
        )
    )
    assert rows(grid)[-1] == "乙公司|上海|上海|制造|60.00|设立"


def test_a_text_that_fills_its_column_is_the_first_line_of_the_label_below() -> None:
    head = "营业收入 营业成本 毛利率 "
    numbers = "378,234.26 142,789.60 62.25% "
    text = head + f"分产品 定制软件产品 {numbers}系统集成及硬 件 {numbers}技术服务 {numbers}分地区 福建 {numbers}"
    assert [row.split("|")[0] for row in rows(read(broken(text)))[1:]] == [
        "分产品",
        "定制软件产品",
        "系统集成及硬件",
        "技术服务",
        "分地区",
        "福建",
    ]


def test_a_text_that_other_texts_follow_elsewhere_heads_the_rows_below() -> None:
    head, numbers = "营业收入 营业成本 毛利率 ", "378,234.26 142,789.60 62.25% "
    text = head + f"民生信息服务 原材料费用 {numbers}民生信息服务 人工成本费用 {numbers}"
    assert [row.split("|")[0] for row in rows(read(broken(text)))[1:]] == [
        "民生信息服务",
        "原材料费用",
        "民生信息服务",
        "人工成本费用",
    ]


def test_a_name_that_stands_once_for_every_column_is_a_row_of_the_header() -> None:
    grid = read(
        closed(
            "期末余额/本期发生额|期初余额/上期发生额|甲某合伙企业|甲某合伙企业|流动资产|4.00|3.00|资产合计|6.00|5.00"
        )
    )
    assert rows(grid)[1:3] == ["|甲某合伙企业|甲某合伙企业", "流动资产|4.00|3.00"]


def test_behind_a_total_the_word_that_heads_labels_begins_another_table() -> None:
    grid = read(
        closed(
            "项目名称|期末余额|期初余额|甲|4.00|3.00|乙|2.00|1.00|合计|6.00|4.00|开发成本|项目名称|开工时间|丙|9.00|8.00"
        )
    )
    assert [row.split("|")[0] for row in rows(grid)] == ["项目名称", "甲", "乙", "合计"]


def test_no_amount_stands_in_a_column_of_words() -> None:
    grid = read(
        closed(
            "非经常性损益项目|2020年金额|附注|（如适用）|2019年金额|处置损益|4,000.25|-3,000.25|"
            "政府补助|2,000.25|1,000.25|合计|6,000.50|-2,000.00"
        )
    )
    assert rows(grid)[1:] == ["处置损益|4,000.25||-3,000.25", "政府补助|2,000.25||1,000.25", "合计|6,000.50||-2,000.00"]
