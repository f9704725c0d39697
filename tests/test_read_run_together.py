"""Rows, headers and tables whose cells ran together: every way to split them, each amount in its exact place."""

from __future__ import annotations

import random

import pytest

from converter.model.document import Document, Grid, Paragraph
from converter.read import read_document
from converter.read.header_words import split_header
from converter.read.run_together import is_run_together, read_run_together
from converter.read.run_together_rows import Figures, Style, same_width, split_row

TWO = Style(Figures.TWO_DECIMALS, notes=True)
ANY = Style(Figures.ANY, limit=4, notes=True)
STATEMENT = """合并资产负债表2022年6月30日编制单位:某公司

单位:元币种:人民币

项目附注期末余额期初余额
流动资产:
货币资金附注七、1760,504,735.751,273,521,765.55
交易性金融资产附注七、250,025,000.00
衍生金融资产附注七、3
其他综合收益附注七、57-1,442,516.94-1,442,516.94
流动资产合计809,087,218.811,272,079,248.61
"""


def split(text: str, style: Style) -> list[tuple[str, str, list[str]]]:
    plain = same_width(text)
    return [
        (plain[: way.label_end], plain[slice(*way.note)] if way.note else "", [plain[a:b] for a, b in way.cells])
        for way in split_row(plain, style)
    ]


def read(text: str) -> Document:
    document, findings = read_document(text.encode(), "page.txt")
    assert document is not None, findings
    return document


def grids(text: str) -> list[Grid]:
    return [block for block in read(text).blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        (
            "货币资金附注七、1760,504,735.751,273,521,765.55",
            [
                ("货币资金", "附注七、1", ["760,504,735.75", "1,273,521,765.55"]),
                ("货币资金", "附注七、17", ["60,504,735.75", "1,273,521,765.55"]),
            ],
        ),
        ("交易性金融资产七、250,025,000.00", [("交易性金融资产", "七、2", ["50,025,000.00"])]),
        ("其他综合收益附注七、57-1,442,516.94-3.00", [("其他综合收益", "附注七、57", ["-1,442,516.94", "-3.00"])]),
        ("存货五(一)1,234.565.00", [("存货", "五(一)", ["1,234.56", "5.00"])]),
        ("存货五、（二十四）1,234.56", [("存货", "五、(二十四)", ["1,234.56"])]),
        ("存货十、七、78（1）1,234.56", [("存货", "十、七、78(1)", ["1,234.56"])]),
        ("存货注1234.00", [("存货", "注1", ["234.00"]), ("存货", "注12", ["34.00"]), ("存货", "注123", ["4.00"])]),
        ("衍生金融资产附注五、3", [("衍生金融资产", "附注五、3", [])]),
        ("流动资产:", [("流动资产:", "", [])]),
        ("（一）基本每股收益（元/股）-0.19-0.26", [("(一)基本每股收益(元/股)", "", ["-0.19", "-0.26"])]),
        ("1年以内88,989,256.2570.95", [("1年以内", "", ["88,989,256.25", "70.95"])]),
        ("营业收入656,416,758.49-57.75-806.80", [("营业收入", "", ["656,416,758.49", "-57.75", "-806.80"])]),
        ("净利润-5.00不适用-1,926.01", [("净利润", "", ["-5.00", "不适用", "-1,926.01"])]),
        (
            "研发投入占比(%)40.9730.42增加10.55个百分点",
            [("研发投入占比(%)", "", ["40.97", "30.42", "增加10.55个百分点"])],
        ),
        ("合计5,446.00/490.00/", [("合计", "", ["5,446.00", "/", "490.00", "/"])]),
    ],
)
def test_two_decimals_end_an_amount_and_notes_end_wherever_both_sides_stay_well_formed(
    text: str, ways: list[tuple[str, str, list[str]]]
) -> None:
    found = split(text, TWO)
    if "注1234" in text:  # 123 is a note number too
        assert found == [way for way in ways if way in found]
        assert len(found) >= 2
    else:
        assert found == ways


def test_without_decimals_thousands_separators_tell_where_amounts_end() -> None:
    label = "现金及存放中央银行款项"
    assert split(label + "八、11,154,8431,202,9351,154,8431,202,935", ANY) == [
        (label, "八、1", ["1,154,843", "1,202,935", "1,154,843", "1,202,935"])
    ]


def test_without_decimals_every_split_that_fits_the_columns_counts() -> None:
    found = [cells for _, note, cells in split("拆出资金八、3123,456789", ANY) if note == "八、3"]
    assert found[:2] == [["123,456", "789"], ["123,456", "78", "9"]]
    assert ["12", "3,456", "789"] in found
    assert {"".join(cells) for cells in found} == {"123,456789"}
    assert max(len(cells) for cells in found) == 4


def test_dashes_are_cells_where_the_table_has_them() -> None:
    style = Style(Figures.ANY, limit=4, dashes=True)
    assert ("少数股东权益", "", ["4,054", "3,702", "-", "-"]) in split("少数股东权益4,0543,702--", style)


def test_digits_after_a_letter_may_be_the_label_s() -> None:
    ways = split("某平台B3.0167,874.44", Style(Figures.TWO_DECIMALS))
    assert ("某平台B3.0", "", ["167,874.44"]) in ways
    assert ("某平台B", "", ["3.01", "67,874.44"]) in ways


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("项目附注期末余额期初余额", "项目|附注|期末余额|期初余额"),
        ("项目2022年半年度", "项目|2022年半年度"),
        (
            "主要会计数据2022年2021年本期比上年同期 增减(%)2020年",
            "主要会计数据|2022年|2021年|本期比上年同期 增减(%)|2020年",
        ),
        ("项目2025年前三季度（1-9月）2024年前三季度（1-9月）", "项目|2025年前三季度（1-9月）|2024年前三季度（1-9月）"),
        ("本报告期比上年同期增减变动幅度(%)上年同期", "本报告期比上年同期增减变动幅度(%)|上年同期"),
        ("其他权益工具", ""),
        ("本期转回", ""),
        ("本公司于期末编制财务报表", ""),
    ],
)
def test_headers_are_split_by_the_words_that_make_them_up(line: str, words: str) -> None:
    assert "|".join(line[word.start : word.end] for word in split_header(line)) == words


@pytest.mark.parametrize(
    "words",
    [
        "优先股|永续债|其他",
        "实收资本(或股本)|其他权益工具|资本公积|减:库存股|其他综合收益|未分配利润|其他|小计",
        "账面余额|坏账准备|账面 价值",
        "归属于母公司所有者权益|少数股东权益|所有者权益合计",
    ],
)
def test_lower_rows_of_a_header_need_no_first_word(words: str) -> None:
    line = words.replace("|", "")
    assert "|".join(line[word.start : word.end] for word in split_header(line, below=True)) == words


def test_a_version_is_the_label_s() -> None:
    ways = split("手术管理系统V4.0484,582.55", Style(Figures.TWO_DECIMALS))
    assert ways[0] == ("手术管理系统V4.0", "", ["484,582.55"])
    assert all(label != "手术管理系统V" for label, _, _ in ways)


def test_a_statement_is_a_grid_and_its_title_parts_are_lines() -> None:
    document = read(STATEMENT)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "合并资产负债表",
        "2022年6月30日",
        "编制单位:某公司",
        "单位:元币种:人民币",
    ]
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert not grid.is_positional
    assert texts(grid)[0] == ["项目", "附注", "期末余额", "期初余额"]
    assert texts(grid)[3] == ["交易性金融资产", "附注七、2", "50,025,000.00"]
    assert [way[1].text for way in grid.alternatives[2]] == ["附注七、1", "附注七、17"]


def test_every_source_is_exactly_the_printed_text() -> None:
    document = read("\n".join("  " + line for line in STATEMENT.split("\n")))
    for block in document.blocks:
        rows = (
            [*block.rows, *(way for ways in block.alternatives.values() for way in ways)]
            if isinstance(block, Grid)
            else [(block,)]
        )
        for cell in (cell for row in rows for cell in row):
            source = cell.source
            assert document.lines[source.line - 1][source.start : source.end] == source.text


def test_words_over_several_columns_stand_over_each_and_rows_get_every_place() -> None:
    text = (
        "项目附注八本集团本银行\n2023年12月31日2022年12月31日2023年12月31日2022年12月31日\n"
        "存放同业款项八、27,8344,2152,3185,698\n应收利息八、41,2345,678\n资产总计1,642,2151,844,4451,647,0661,788,770\n"
    )
    (grid,) = grids(text)
    assert texts(grid)[0] == ["项目", "附注八", "本集团", "本集团", "本银行", "本银行"]
    assert grid.is_positional
    assert {len(row) for way in grid.alternatives.values() for row in way} == {6}
    assert len(grid.alternatives[3]) >= 6  # two amounts in four columns


def test_text_between_tables_and_headings_stay_text() -> None:
    document = read(
        "1、 货币资金\n项目期末余额期初余额\n库存现金54,956.9926,323.04\n合计54,956.9926,323.04\n2、 应收票据\n"
        "本公司不存在质押的款项。\n项目期末余额期初余额\n合计4,955,860.00182,000.00\n"
    )
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Paragraph, Grid, Paragraph, Paragraph, Grid]


def test_blank_lines_between_all_rows_do_not_part_them() -> None:
    (grid,) = grids("\n\n".join(line for line in STATEMENT.split("\n")[4:] if line))
    assert len(grid.rows) == 7


def test_a_row_the_table_s_decimals_do_not_fit_is_even_in_its_own() -> None:
    text = STATEMENT + "基本每股收益-0.11490.0896\n破损1,670,705.376\n"
    (grid,) = grids(text)
    assert texts(grid)[-2][2:] == ["-0.1149", "0.0896"]
    assert len(texts(grid)[-1][2:]) <= 1


def test_only_glued_amounts_make_a_text_run_together() -> None:
    assert is_run_together(STATEMENT)
    assert not is_run_together("货币资金\n1,234.56\n2,345.67\n")
    assert not is_run_together("货币资金  1,234.56  2,345.67\n")
    assert not is_run_together("| 货币资金 | 1,234.561,234.56 |\n| 存货 | 1,234.56 |\n")


def glue(rng: random.Random, *, decimals: bool) -> tuple[str, str, str, list[str]]:
    """Return a row glued together, and what it was made of."""
    label = rng.choice(["货币资金", "1年以内", "减:库存股", "(一)基本每股收益(元/股)", "一年内到期的非流动负债"])
    prefix = rng.choice(["", "附注七、", "五、", "注释", "十、七、"])
    note = prefix + (str(rng.randint(1, 99)) if prefix else "")
    amounts = []
    for _ in range(rng.randint(1, 4)):
        whole = f"{rng.choice([rng.randint(0, 999), rng.randint(1000, 10**10)]):,}"
        sign = "-" if decimals and rng.random() < 0.2 else ""
        amounts.append(sign + whole + (f".{rng.randint(0, 99):02}" if decimals else ""))
    return label + note + "".join(amounts), label, note, amounts


@pytest.mark.parametrize("decimals", [True, False], ids=["two decimals", "no decimals"])
def test_how_a_row_was_glued_together_is_always_among_its_ways(*, decimals: bool) -> None:
    rng = random.Random(7)
    lost = 0
    for _ in range(2000):
        text, label, note, amounts = glue(rng, decimals=decimals)
        if not decimals and not note:
            continue  # digits that end a label or begin an amount: only a table with decimals tells them apart
        ways = split(text, Style(Figures.TWO_DECIMALS if decimals else Figures.ANY, limit=4, notes=bool(note)))
        if ways == [(text, "", [])]:
            lost += 1  # too many ways: the row is left whole
        else:
            assert (label, note, amounts) in ways, text
    assert lost < 100


def test_an_answer_that_ran_together_with_the_next_heading_is_a_line_of_its_own() -> None:
    blocks = read_run_together(("无60、 未分配利润", "项目本期上年度", "期末未分配利润1,234,567.891,234,567.80"))
    assert [(block.text, block.source.start) for block in blocks if isinstance(block, Paragraph)] == [
        ("无", 0),
        ("60、 未分配利润", 1),
    ]


def test_what_stands_between_a_total_and_the_next_header_is_the_caption_of_the_next_table() -> None:
    lines = ("学历构成数量(人)比例(%)", "本科4074.11", "专科1425.89", "合计54100.00", "年龄结构")
    next_table = ("年龄区间数量(人)比例(%)", "30岁以下3055.56", "30岁以上2444.44", "合计54100.00")
    blocks = read_run_together((*lines, *next_table))
    assert [block.text for block in blocks if not isinstance(block, Grid)] == ["年龄结构"]
    assert sum(isinstance(block, Grid) for block in blocks) == 2
