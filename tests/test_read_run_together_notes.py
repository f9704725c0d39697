"""Tables of notes whose cells ran together: headers of several rows, words between the amounts, counts and rates."""

from __future__ import annotations

import pytest

from converter.model.document import Grid
from converter.read.header_levels import join_levels
from converter.read.note_words import is_known, split_note_header
from converter.read.run_together import read_run_together


def read(text: str) -> Grid:
    lines = tuple(text.strip().split("\n"))
    (grid,) = (block for block in read_run_together(lines) if isinstance(block, Grid))
    for row in (*grid.rows, *(way for ways in grid.alternatives.values() for way in ways)):
        for cell in row:
            assert lines[cell.source.line - 1][cell.source.start : cell.source.end] == cell.source.text
    return grid


def rows(grid: Grid) -> list[str]:
    return ["|".join("^" if cell.spanned else cell.text for cell in row) for row in grid.rows]


@pytest.mark.parametrize(
    ("words", "below"),
    [
        ("项目|机器设备|运输工具|电子设备|其他|合计", False),
        ("单位名称|款项的性质|期末余额|账龄|占其他应收款期末余额合计数的比例(%)|坏账准备 期末余额", False),
        ("负债项目|期初余额|本期新增补助金额|本期计入其他收益金额|其他变动|期末余额|与资产相关/与收益相关", False),
        ("被担保方|担保金额|担保起始日|担保到期日|担保是否已经履行完毕", False),
        ("子公司名称|子公司类型|级次|持股比例(%)|表决权比例(%)", False),
        ("应收票据|坏账准备|计提比例(%)", True),
        ("发行 新股|送股|公积金 转股|其他|小计", True),
    ],
)
def test_headers_of_notes_are_split_by_their_words(words: str, *, below: bool) -> None:
    line = words.replace("|", "")
    known = [split for split in split_note_header(line, below=below).values() if is_known(line, split)]
    assert "|".join(line[word.start : word.end] for word in min(known, key=len)) == words


@pytest.mark.parametrize("line", ["资产总计", "应收股利", "处置或报废", "本公司于期末编制。"])
def test_labels_of_rows_are_no_headers(line: str) -> None:
    assert not [split for split in split_note_header(line).values() if is_known(line, split)]


def test_rows_of_a_header_stand_over_each_other() -> None:
    upper, lower = ("期初余额", "本期变动金额", "期末余额"), ("计提", "收回或转回", "转销或核销")
    kinds = (("amount",) * 3, ("amount",) * 3)
    assert join_levels((upper, lower), kinds) == ((0, 1, 1, 1, 2), (None, 0, 1, 2, None))
    assert join_levels((("期末余额", "期初余额"), ("甲", "乙", "丙")), (("amount",) * 2, ("amount",) * 3)) is None


def test_three_rows_of_a_header_and_shares_stand_where_they_can() -> None:
    grid = read(
        "类别期末余额期初余额\n账面余额坏账准备账面价值账面余额坏账准备账面价值\n"
        "金额比例(%)金额计提比例(%)金额比例(%)金额计提比例(%)\n"
        "按组合计提5,446,000.00100.00490,140.009.004,955,860.00200,000.00100.0018,000.009.00182,000.00\n"
        "合计5,446,000.00/490,140.00/4,955,860.00200,000.00/18,000.00/182,000.00\n"
    )
    assert rows(grid)[:3] == [
        "类别|期末余额|^|^|^|^|期初余额|^|^|^|^",
        "|账面余额|^|坏账准备|^|账面价值|账面余额|^|坏账准备|^|账面价值",
        "|金额|比例(%)|金额|计提比例(%)|^|金额|比例(%)|金额|计提比例(%)|^",
    ]
    assert rows(grid)[4] == "合计|5,446,000.00|/|490,140.00|/|4,955,860.00|200,000.00|/|18,000.00|/|182,000.00"
    assert not grid.alternatives


def test_an_amount_of_thousands_is_no_share() -> None:
    grid = read(
        "账龄期末余额期初余额\n金额比例(%)金额比例(%)\n1年以内1,000.0050.00\n合计2,000.00100.003,000.00100.00\n"
    )
    ways = {tuple(cell.text for cell in row[1:]) for row in grid.alternatives[2]}
    assert ("1,000.00", "50.00", "", "") in ways
    assert ("", "", "1,000.00", "50.00") in ways
    assert all(not way[1].startswith("1,") and not way[3].startswith("1,") for way in ways)


def test_words_between_and_behind_amounts_are_cells() -> None:
    grid = read(
        "单位名称款项的性质期末余额账龄占其他应收款期末余额合计数的比例(%)坏账准备期末余额\n"
        "第一名履约保证金4,300,000.004-5年6.933,440,000.00\n"
        "第二名履约保证金3,644,310.001年以内、1-2年5.87117,624.30\n合计/7,944,310.00/12.803,557,624.30\n"
    )
    assert rows(grid)[1:] == [
        "第一名|履约保证金|4,300,000.00|4-5年|6.93|3,440,000.00",
        "第二名|履约保证金|3,644,310.00|1年以内、1-2年|5.87|117,624.30",
        "合计|/|7,944,310.00|/|12.80|3,557,624.30",
    ]


def test_dates_behind_an_amount_are_cells_and_answers_stand_under_questions_only() -> None:
    grid = read(
        "被担保方担保金额担保起始日担保到期日担保是否已经履行完毕\n"
        "甲乙公司30,000,000.002021年7月29日2022年7月25日\n甲乙公司40,000,000.002021年6月29日2022年6月30日否\n"
    )
    assert rows(grid)[1:] == [
        "甲乙公司|30,000,000.00|2021年7月29日|2022年7月25日|",
        "甲乙公司|40,000,000.00|2021年6月29日|2022年6月30日|否",
    ]


def test_what_rows_a_table_has_says_how_many_cells_an_unknown_header_has() -> None:
    grid = read("项目飞行器机器设备合计\n1.期初余额1.002.003.00\n2.期末余额4.005.009.00\n")
    assert rows(grid)[0] == "项目|飞行器|机器设备|合计"
    assert not grid.is_positional


def test_rates_have_four_decimals_and_counts_none() -> None:
    grid = read("项目期末外币余额折算汇率期末折算人民币余额\n其中:美元4,066.656.711427,292.91\n")
    assert rows(grid)[1] == "其中:美元|4,066.65|6.7114|27,292.91"  # 6.711 times that is not 427,292.91
    assert not grid.alternatives
    grid = read("年龄区间数量(人)比例(%)\n30岁以下35850.92\n合计703100.00\n")
    ways = [[cell.text for cell in row] for row in grid.alternatives[1]]
    assert ["30岁以下", "358", "50.92"] in ways


def test_an_amount_more_than_the_header_has_columns_is_no_table_of_it() -> None:
    grid = read("名称期末余额\n甲1,000.002,000.003,000.00\n乙4,000.005,000.006,000.00\n")
    assert [len(row) for row in grid.rows[1:]] == [4, 4]


def test_marks_of_formulas_belong_to_the_words_before_them_and_questions_may_hold_commas() -> None:
    grid = read(
        "项目名称是否涉及变更投向募集资金来源项目募集资金承诺投资总额调整后募集资金投资总额(1)"
        "截至报告期末累计投入募集资金总额(2)截至报告期末累计投入进度(%) (3)=(2)/(1)项目达到预定可使用状态日期"
        "是否已结项投入进度未达计划的具体原因项目可行性是否发生重大变化,如是,请说明具体情况\n"
        "甲项目首发募集200,000.00200,000.0020,000.0010.00不适用不适用不适用\n"
        "小计200,000.00200,000.0020,000.0010.00\n"
        "补充流动资金首发募集不适用100,000.0030,000.0030.00不适用不适用不适用\n"
    )
    header = [cell.text for cell in grid.rows[0]]
    assert header[4:8] == [
        "调整后募集资金投资总额(1)",
        "截至报告期末累计投入募集资金总额(2)",
        "截至报告期末累计投入进度(%) (3)=(2)/(1)",
        "项目达到预定可使用状态日期",
    ]
    assert header[-1] == "项目可行性是否发生重大变化,如是,请说明具体情况"
    assert not grid.alternatives
    assert [[cell.text for cell in row][:7] for row in grid.rows[1:]] == [
        ["甲项目", "", "首发募集", "200,000.00", "200,000.00", "20,000.00", "10.00"],
        ["小计", "", "", "200,000.00", "200,000.00", "20,000.00", "10.00"],
        ["补充流动资金", "", "首发募集", "不适用", "100,000.00", "30,000.00", "30.00"],
    ]


def test_dates_stand_under_words_for_dates_and_other_words_do_not() -> None:
    grid = read(
        "担保方担保方与上市公司的关系被担保方担保金额担保发生日期(协议签署日)担保起始日担保到期日担保类型担保逾期金额\n"
        "甲公司本部乙公司30,000.002021年7月29日2021年7月29日2022年7月25日一般担保\n"
    )
    assert rows(grid)[1] == "甲公司本部乙公司|||30,000.00|2021年7月29日|2021年7月29日|2022年7月25日|一般担保|"
    assert not grid.alternatives


def test_totals_of_guarantees_below_a_list_of_them_are_a_table_of_their_own() -> None:
    lines = [
        "被担保方担保金额担保起始日担保到期日担保是否已经履行完毕",
        "甲公司30,000.002021年7月29日2022年7月25日否",
        "报告期内对子公司担保发生额合计20,000.00",
        "报告期末对子公司担保余额合计(B)110,000.00",
        "担保总额(A+B)110,000.00",
        "其中:",
        "担保总额占公司净资产的比例(%)6.44",
        "",
    ]
    listed, summed = (block for block in read_run_together(tuple(lines)) if isinstance(block, Grid))
    assert len(listed.rows) == 2
    assert rows(summed) == [
        "报告期内对子公司担保发生额合计|20,000.00",
        "报告期末对子公司担保余额合计(B)|110,000.00",
        "担保总额(A+B)|110,000.00",
        "其中:",
        "担保总额占公司净资产的比例(%)|6.44",
    ]


def test_a_name_ends_in_its_legal_form_and_its_branch() -> None:
    grid = read(
        "公司名称主营业务注册资本持股比例总资产净资产营业收入净利润\n"
        "甲科技有限公司为医院和大学开发软件1,260.6358.70%19,226.4612,354.302,376.48-2,780.25\n"
    )
    assert rows(grid)[1].startswith("甲科技有限公司|为医院和大学开发软件|1,260.63|58.70%|")
