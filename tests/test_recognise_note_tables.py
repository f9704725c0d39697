"""Tables of the notes: header paths, periods and measures, rows, pages, every placement of a row's numbers."""

from __future__ import annotations

import datetime as dt

import pytest

from converter.model.document import Cell, Document, Grid, Heading, Paragraph
from converter.model.period import Duration, Instant
from converter.model.source import Source
from converter.model.statement import NotePlace, Scope, Statement, StatementKind
from converter.read import read_document
from converter.recognise import recognise_report
from converter.recognise.note_columns import read_column
from converter.recognise.note_header_rows import align_collapsed
from converter.recognise.note_outline import TablePlace
from converter.recognise.note_tables import recognise_note_tables
from converter.recognise.periods import ReportPeriod

REPORT = ReportPeriod("annual_report", 2022, 12)
END, OPENING = Instant(instant=dt.date(2022, 12, 31)), Instant(instant=dt.date(2021, 12, 31))
YEAR = Duration(start=dt.date(2022, 1, 1), end=dt.date(2022, 12, 31))
BEFORE = Duration(start=dt.date(2021, 1, 1), end=dt.date(2021, 12, 31))


def grid(text: str, line: int = 1, *, is_positional: bool = True) -> Grid:
    """Return a grid with a row per line of a text and a cell per field between bars."""
    rows = []
    for number, row in enumerate(text.strip("\n").split("\n"), line):
        cells, start = [], 0
        for field in row.split("|"):
            cells.append(Cell(field.strip(), Source.at(number, start, start + len(field.strip()), field.strip())))
            start += len(field) + 1
        rows.append(tuple(cells))
    return Grid(tuple(rows), line, line + len(rows) - 1, is_positional=is_positional)


def document(*blocks: Grid | Heading | Paragraph) -> Document:
    return Document("x.txt", "0" * 64, "utf-8", "text/plain", (), blocks)


def place(*, continued: bool = False, scale: int | None = 0, captions: tuple[str, ...] = ()) -> TablePlace:
    return TablePlace(
        kind=StatementKind.NOTE,
        scope=Scope.CONSOLIDATED,
        place=NotePlace("五、（三）", "应收账款", "合并财务报表项目注释", captions),
        scale=scale,
        unit_printed=scale is not None,
        currency="CNY",
        period=None,
        continued=continued,
    )


def recognise(*grids: Grid, continued: bool = True, taken: tuple[tuple[int, int], ...] = ()) -> tuple[Statement, ...]:
    """Return the tables of grids under one note; all but the first go on with the one before."""
    places = {index: place(continued=continued and index > 0) for index in range(len(grids))}
    return recognise_note_tables(document(*grids), places, taken, REPORT)[0]


def columns(statement: Statement) -> list[tuple[object, str | None]]:
    return [(column.period, column.measure) for column in statement.columns]


def amounts(statement: Statement) -> dict[str, list[tuple[int, str]]]:
    return {item.label: [(a.column, str(a.value)) for a in item.readings[0]] for item in statement.items}


def nested(statement: Statement) -> list[tuple[str, int, int | None]]:
    return [(item.label, item.level, item.parent) for item in statement.items]


def test_blanks_to_the_right_are_spans_and_blanks_below_reach_down() -> None:
    (table,) = recognise(
        grid("""
类别 | 2022年12月31日 |  |  |  | 账面价值
 | 账面余额 |  | 坏账准备 |  |
 | 金额 | 比例(%) | 金额 | 计提比例(%) |
按组合计提坏账准备 | 100.00 | 50.00 | 4.00 | 4.00 | 96.00
合计 | 200.00 | 100.00 | 4.00 | 2.00 | 196.00
""")
    )
    assert columns(table) == [
        (END, "账面余额"),
        (END, "账面余额/比例(%)"),
        (END, "坏账准备"),
        (END, "坏账准备/计提比例(%)"),
        (END, "账面价值"),  # all other columns are of that day
    ]
    assert table.columns[3].header == ("2022年12月31日", "坏账准备", "计提比例(%)")
    assert amounts(table)["合计"] == [(0, "200.00"), (1, "100.00"), (2, "4.00"), (3, "2.00"), (4, "196.00")]
    assert table.place is not None
    assert (table.id, table.place.row_header, table.period) == ("note-1", "类别", YEAR)


@pytest.mark.parametrize(
    ("path", "period", "measure"),
    [
        (("期末余额",), END, ""),
        (("期末余额-账面余额",), END, "账面余额"),
        (("期初余额 坏账准备",), OPENING, "坏账准备"),
        (("期末余额金额 (元)",), END, ""),
        (("上年年末余额",), OPENING, ""),
        (("坏账准备期末余额",), END, "坏账准备"),
        (("期初余额（账面价值）",), OPENING, "账面价值"),
        (("期末余额坏账准备计提比例(%)",), END, "坏账准备/计提比例(%)"),
        (("本期增加企业合并形成的",), YEAR, "本期增加/企业合并形成的"),
        (("2022 年 12 月 31", "日"), END, ""),
        (("本期发生额", "收入"), YEAR, "收入"),
        (("2021年度计提金额",), BEFORE, "计提金额"),
        (("本期增加金额", "购置"), YEAR, "本期增加金额/购置"),
        (("本期计提",), YEAR, "本期计提"),
        (("2022年12月31日/2022年度",), YEAR, ""),
        (("占应收账款期末余额合计数的比例(%)",), None, "占应收账款期末余额合计数的比例(%)"),
        (("房屋及建筑物",), None, "房屋及建筑物"),
        (("合计",), None, "合计"),
        (("金额",), None, "金额"),
        (("账面余额", "金额"), None, "账面余额"),
        (("2022年",), YEAR, ""),
    ],
)
def test_what_a_header_path_says(path: tuple[str, ...], period: object, measure: str) -> None:
    if path[-1] == "日":
        (table,) = recognise(grid(f"项目 | {path[0]} | 本期增减变动\n | 日 | 追加投资\n甲 | 1.00 | 2.00"))
        column = table.columns[0]
    else:
        column = read_column(path, REPORT)
    assert (column.period, column.measure) == (period, measure)


def test_a_bare_year_is_its_last_day_among_balances() -> None:
    assert read_column(("2021年",), REPORT, balances=True).period == OPENING


def test_the_unit_of_a_column() -> None:
    assert read_column(("账面余额（万元）",), REPORT).presentation_scale == 4


def test_where_blanks_of_a_header_vanished_its_words_share_the_cells_out() -> None:
    header = grid("项目 | 期初余额 | 本期增加金额 | 本期减少金额 | 期末余额\n | 计提 | 其他 | 转回或转销 | 其他").rows
    assert align_collapsed(header, 6) == (
        ("期初余额",),
        ("本期增加金额", "计提"),
        ("本期增加金额", "其他"),
        ("本期减少金额", "转回或转销"),
        ("本期减少金额", "其他"),
        ("期末余额",),
    )
    header = grid("种类 | 期末余额 | 期初余额\n | 账面余额 | 坏账准备 | 账面价值 | 账面余额 | 坏账准备 | 账面价值").rows
    assert align_collapsed(header, 6) == tuple(
        (period, part) for period in ("期末余额", "期初余额") for part in ("账面余额", "坏账准备", "账面价值")
    )


def test_cells_below_several_headers_beside_a_column_of_words() -> None:
    header = grid(
        "出租方 | 租赁资产种类 | 支付的租金 | 增加的使用权资产\n | 本期发生额 | 上期发生额 | 本期发生额 | 上期发生额"
    ).rows
    assert align_collapsed(header, 5) == (
        ("租赁资产种类",),
        ("支付的租金", "本期发生额"),
        ("支付的租金", "上期发生额"),
        ("增加的使用权资产", "本期发生额"),
        ("增加的使用权资产", "上期发生额"),
    )


def test_the_first_of_january_beside_the_day_before_is_restated() -> None:
    (table,) = recognise(grid("项目 | 2022年12月31日 | 2023年1月1日 | 调整数\n甲 | 1.00 | 3.00 | 2.00"))
    assert columns(table)[:2] == [(END, ""), (END, "调整后")]


def test_ordinals_sections_and_of_which_nest_rows() -> None:
    (table,) = recognise(
        grid("""
项目 | 房屋 | 合计
一、账面原值： | |
1.期初余额 | 10.00 | 10.00
2.本期增加金额 | 3.00 | 3.00
（1）购置 | 3.00 | 3.00
处置或报废 | |
4.期末余额 | 13.00 | 13.00
二、账面价值 | |
1.期末账面价值 | 13.00 | 13.00
""")
    )
    assert nested(table) == [
        ("账面原值", 0, None),
        ("期初余额", 1, 0),
        ("本期增加金额", 1, 0),
        ("购置", 2, 2),
        ("处置或报废", 2, 2),
        ("期末余额", 1, 0),
        ("账面价值", 0, None),
        ("期末账面价值", 1, 6),
    ]


def test_rows_that_with_of_which_add_up_to_the_row_above_stand_under_it() -> None:
    (table,) = recognise(
        grid("""
项目 | 期末余额 | 期初余额
社会保险费 | 6.00 | 60.00
其中：医疗保险费 | 3.00 | 30.00
工伤保险费 | 3.00 | 30.00
住房公积金 | 4.00 | 40.00
合计 | 10.00 | 100.00
""")
    )
    assert nested(table)[1:4] == [("医疗保险费", 1, 0), ("工伤保险费", 1, 0), ("住房公积金", 0, None)]


def test_nothing_stands_under_a_total_but_of_which() -> None:
    (table,) = recognise(
        grid("账龄 | 期末余额\n1年以内 | 5.00\n小计 | 5.00\n减：坏账准备 | 1.00\n合计 | 4.00\n其中：境外 | 1.00")
    )
    assert [(label, parent) for label, _, parent in nested(table)][1:] == [
        ("小计", None),
        ("坏账准备", None),
        ("合计", None),
        ("境外", 3),
    ]


def test_pieces_under_the_same_header_are_one_table_and_a_label_broken_between_them_is_one() -> None:
    header = "项目 | 2022年12月31日 | 2021年12月31日\n"
    (table,) = recognise(
        grid(header + "甲项目 | 1,000.00 | 500.00\n与收益相关的补助（其他 | 20.00 | 10.00"),
        grid(header + "收益） | |\n合计 | 1,020.00 | 510.00", line=11),
    )
    assert (table.line_from, table.line_to) == (1, 13)
    assert amounts(table) == {
        "甲项目": [(0, "1000.00"), (1, "500.00")],
        "与收益相关的补助(其他收益)": [(0, "20.00"), (1, "10.00")],
        "合计": [(0, "1020.00"), (1, "510.00")],
    }


def test_a_label_that_stands_whole_elsewhere_is_joined() -> None:
    header = "项目 | 期末余额 | 期初余额\n"
    first, second = recognise(
        grid(header + "智慧医疗平 | 1.00 | 2.00\n台项目 | |\n合计 | 1.00 | 2.00"),
        grid("项目名称 | 预算数\n智慧医疗平台项目 | 9.00", line=11),
        continued=False,
    )
    assert [item.label for item in first.items] == ["智慧医疗平台项目", "合计"]
    assert [item.label for item in second.items] == ["智慧医疗平台项目"]


def test_other_periods_in_the_header_begin_another_table_of_the_same_note() -> None:
    first, second = recognise(
        grid("类别 | 2022年12月31日\n甲 | 1.00"),
        grid("类别 | 2021年12月31日\n甲 | 2.00", line=11),
    )
    assert (first.columns[0].period, second.columns[0].period) == (END, OPENING)
    assert first.place == second.place


def test_a_piece_without_header_that_lost_a_column_leaves_its_places_open() -> None:
    (table,) = recognise(
        grid("单位 | 期初余额 | 本期增加 | 期末余额\n甲 | 1.00 | | 1.00"),
        grid("乙 | 2.00 | 3.00", line=11),
    )
    readings = [[amount.column for amount in reading] for reading in table.items[1].readings]
    assert readings == [[0, 1], [0, 2], [1, 2]]


def test_where_cells_kept_no_columns_every_placement_in_order_is_a_reading() -> None:
    (table,) = recognise(
        grid(
            "账龄 | 期末余额 | 比例(%) | 期初余额\n甲 | 1,000.00 | 60.00% | 3,000.00\n乙 | 2,000.00 | 3,000.00",
            is_positional=False,
        )
    )
    full, short = table.items
    assert [[a.column for a in reading] for reading in full.readings] == [[0, 1, 2]]
    assert [[a.column for a in reading] for reading in short.readings] == [[0, 2]]  # no amount is a ratio


def test_a_row_with_too_many_readings_has_none_and_is_torn() -> None:
    header = " | ".join(["单位", *(f"本期数{number}" for number in range(14))])
    whole = " | ".join(["甲", *["1.00"] * 14])
    short = " | ".join(["乙", *["1.00"] * 7])
    (table,) = recognise(grid(f"{header}\n{whole}\n{short}", is_positional=False))
    assert [(item.readings == ((),), item.is_torn) for item in table.items] == [(False, False), (True, True)]


def test_a_per_cent_sign_may_stand_below_progress() -> None:
    (table,) = recognise(
        grid(
            "工程 | 预算数 | 占预算比例(%) | 工程进度 | 期末余额\n甲 | 9,000.00 | 5.10 | 66.00% | 1.00\n"
            "乙 | 9,000.00 | 66.00%",
            is_positional=False,
        )
    )
    assert [[a.column for a in reading] for reading in table.items[1].readings] == [[0, 1], [0, 2]]


def test_numbers_out_of_their_columns_are_placed_in_order() -> None:
    (table,) = recognise(
        grid("""
担保方 | 授信金额 | 担保金额 | 担保起始日 | 是否履行完毕
甲 | 9,000.00 | 5,000.00 | 2020-4-27 | 是
6,000.00 | 2021-9-17 | | | 是
""")
    )
    assert [[a.column for a in reading] for reading in table.items[0].readings] == [[0, 1]]
    assert [[a.column for a in reading] for reading in table.items[1].readings] == [[0], [1]]


def test_rows_of_a_group_and_rows_alike_are_told_apart() -> None:
    (creditors,) = recognise(
        grid("项目名称 | 关联方 | 期末余额\n应付账款 | | \n | 甲有限公司 | 1.00\n | 乙有限公司 | 2.00\n租赁负债 | |")
    )
    assert nested(creditors) == [
        ("应付账款", 0, None),
        ("甲有限公司", 1, 0),
        ("乙有限公司", 1, 0),
        ("租赁负债", 0, None),
    ]
    (sales,) = recognise(
        grid("关联方 | 交易内容 | 本期发生额\n甲公司 | 服务费 | 1.00\n甲公司 | 材料费 | 2.00\n合计 | | 3.00")
    )
    assert [item.label for item in sales.items] == ["甲公司/服务费", "甲公司/材料费", "合计"]
    assert sales.place is not None
    assert sales.place.row_header == "关联方/交易内容"


def test_numbers_of_rows_years_and_spans_of_years_are_no_amounts() -> None:
    (table,) = recognise(
        grid("序号 | 名称 | 期末余额 | 账龄 | 成立年份\n1 | 甲 | 5.00 | 1-2年 | 2019\n2 | 乙 | 7.00 | 3年 | 2020")
    )
    assert amounts(table) == {"甲": [(0, "5.00")], "乙": [(0, "7.00")]}
    (losses,) = recognise(grid("年份 | 期末余额\n2023 | 5.00\n2024 | 7.00"))
    assert amounts(losses) == {"2023": [(0, "5.00")], "2024": [(0, "7.00")]}


def test_a_total_beside_numbered_rows_and_a_row_without_label() -> None:
    (customers,) = recognise(grid("序号 | 客户名称 | 销售额\n1 | 甲 | 5.00\n2 | 乙 | 7.00\n合计 | -- | 12.00"))
    assert amounts(customers) == {"甲": [(0, "5.00")], "乙": [(0, "7.00")], "合计": [(0, "12.00")]}
    (spent,) = recognise(grid("报告期投资额（元） | 上年同期投资额（元） | 变动幅度\n1,000.00 | 2,000.00 | -50.00%"))
    assert [column.measure for column in spent.columns] == ["投资额", "投资额", "变动幅度"]
    assert amounts(spent) == {"": [(0, "1000.00"), (1, "2000.00"), (2, "-50.00")]}


def test_a_day_in_a_label_is_the_period_of_its_row() -> None:
    (table,) = recognise(
        grid(
            "坏账准备 | 第一阶段 | 合计\n2022年1月1日余额 | 1.00 | 1.00\n"
            "本期计提 | 2.00 | 2.00\n2022年12月31日余额 | 3.00 | 3.00"
        )
    )
    assert [item.period for item in table.items] == [OPENING, None, END]


def test_a_header_parted_from_its_rows_by_a_rule_is_theirs() -> None:
    (table,) = recognise(
        grid("种类 | 2022年12月31日 | 2021年12月31日\n---- | ---- | ----"),
        grid(" | 账面余额 | 坏账准备 | 账面余额 | 坏账准备\n甲 | 4.00 | 3.00 | 2.00 | 1.00", line=11),
    )
    assert columns(table) == [(END, "账面余额"), (END, "坏账准备"), (OPENING, "账面余额"), (OPENING, "坏账准备")]


def test_a_scale_printed_behind_a_number_is_its_own() -> None:
    (table,) = recognise(grid("项目名称 | 预算数 | 期末余额\n甲项目 | 99,908.00 万元 | 111,231,907.37"))
    assert [amount.scale for amount in table.items[0].readings[0]] == [4, None]
    assert amounts(table)["甲项目"] == [(0, "99908.00"), (1, "111231907.37")]


def test_codes_are_no_amounts_wherever_they_stand() -> None:
    header = "证券品种 | 证券代码 | 证券简称 | 最初投资成本 | 本期购买金额 | 期末账面价值"
    (table,) = recognise(
        grid(f"{header}\n股票 | 002179 | 甲公司 | 1.00 | 2.00 | 3.00"),
        grid("股票 | 乙公司 | 600063 | 4.00 | 5.00", line=12),
        grid("股票 | 丙公司 | 000498 | 4.00 | 5.00", line=13),
    )
    printed = {a.source.text for item in table.items for reading in item.readings for a in reading}
    assert printed == {"1.00", "2.00", "3.00", "4.00", "5.00"}


@pytest.mark.parametrize(
    ("header", "assumed", "scale"), [("销售费用（元）", True, None), ("销售费用（亿元）", False, 8)]
)
def test_a_header_in_yuan_below_a_line_in_ten_thousands_leaves_the_unit_open(
    header: str, *, assumed: bool, scale: int | None
) -> None:
    sample = grid(f"同行业公司 | {header}\n甲公司 | 722,012.08")
    (table,) = recognise_note_tables(document(sample), {0: place(scale=4)}, (), REPORT)[0]
    assert (table.unit_assumed, table.columns[0].presentation_scale) == (assumed, scale)


def test_tables_without_numbers_and_tables_taken_are_left_out() -> None:
    words = grid("税种 | 计税依据\n增值税 | 应税收入")
    numbers = grid("项目 | 期末余额\n甲 | 1.00", line=11)
    assert not recognise(words, numbers, continued=False, taken=((12, 12),))


def test_notes_follow_the_statements_of_a_report(taxonomy) -> None:
    text = (
        "2022年年度报告\n\n合并资产负债表\n\n单位：元\n\n"
        "项目\t2022年12月31日\t2021年12月31日\n流动资产：\t\t\n货币资金\t100.00\t90.00\n"
        "流动资产合计\t100.00\t90.00\n资产总计\t100.00\t90.00\n流动负债：\t\t\n短期借款\t60.00\t50.00\n"
        "负债合计\t60.00\t50.00\n股本\t40.00\t40.00\n负债和所有者权益总计\t100.00\t90.00\n\n五、合并财务报表项目注释\n\n（一）货币资金\n\n"
        "项目\t期末余额\t期初余额\n现金\t1.00\t2.00\n银行存款\t99.00\t88.00\n合计\t100.00\t90.00\n"
    )
    source, _ = read_document(text.encode(), "x.txt", None)
    assert source is not None
    report, _ = recognise_report(source, taxonomy)
    sheet, note = report.statements
    assert (sheet.place, note.kind, note.title) == (None, StatementKind.NOTE, "货币资金")
    assert amounts(note)["合计"] == [(0, "100.00"), (1, "90.00")]


@pytest.mark.parametrize(("lead", "year"), [("期末余额/本期发生额", 2024), ("期初余额/上期发生额", 2023)])
def test_a_header_of_a_day_and_a_period_in_front_of_a_name_leaves_the_name(lead, year):
    column = read_column((f"{lead} 甲公司",), ReportPeriod("annual_report", 2024, 12))
    assert column.measure == "甲公司"
    assert column.period == Instant(instant=dt.date(year, 12, 31))


def test_a_piece_under_a_made_up_header_of_another_width_takes_no_columns_from_the_table_before() -> None:
    header = "名称 | 注册地 | 直接 | 间接 | 方式\n"
    tables = recognise(
        grid(header + "甲 | 北京 | 51.00 | | 设立\n乙 | 北京 | | 60.00 | 设立"),
        grid("名称 | 城市 | 城市 | 标记\n丙 | 北京 | 51.00 | ①\n丁 | 上海 | 60.00 | ②", line=11),
    )
    assert [item.label for item in tables[0].items] == ["甲", "乙"]
    assert all(not measure for table in tables[1:] for _, measure in columns(table))


def test_a_header_printed_again_behind_a_total_begins_another_table() -> None:
    header = "项目 | 期末余额 | 期初余额\n"
    _, second = recognise(
        grid(header + "甲 | 1.00 | 2.00\n合计 | 1.00 | 2.00"), grid(header + "乙 | 5.00 | 6.00", line=11)
    )
    assert [item.label for item in second.items] == ["乙"]
    (table,) = recognise(
        grid(header + "甲 | 9.00 | 8.00\n合计 | 9.00 | 8.00"), grid(header + "减：坏账准备 | 5.00 | 6.00", line=11)
    )
    assert len(table.items) == 3


def columns_of(table: Statement) -> list[tuple[str, ...]]:
    return [column.header for column in table.columns]


def amounts_of(table: Statement) -> list[list[list[int]]]:
    return [[[a.column for a in reading] for reading in item.readings] for item in table.items]


def test_a_second_header_row_begins_below_the_cell_it_parts() -> None:
    (table,) = recognise(
        grid(
            "股东名称 | 报告期内增减 | 比例（%） | 质押、标记或冻结情况 | 股东性质\n | | | 股份状态 | 数量\n"
            "甲 | 1,000 | 19.63 | 质押 | 500 | 境内自然人\n乙 | | 5.04 | 无 | | 境内自然人"
        )
    )
    assert columns_of(table)[1:4] == [
        ("比例（%）",),
        ("质押、标记或冻结情况", "股份状态"),
        ("质押、标记或冻结情况", "数量"),
    ]
    assert amounts_of(table) == [[[0, 1, 3]], [[1]]]


def test_words_are_no_movements() -> None:
    header = grid("股东 | 报告期内增减 | 比例 | 股东性质\n | 股份状态 | 数量", is_positional=False)
    assert align_collapsed(header.rows, 5) is None


def test_periods_that_alternate_below_single_columns_say_that_spans_were_lost() -> None:
    (table,) = recognise(
        grid("单位 | 租金 | 利息 | 增加的资产\n | 本期 | 上期 | 本期\n甲 | 1.00 | 2.00 | 3.00\n乙 | 1.00 | 2.00 | 3.00")
    )
    assert columns_of(table) == [(), (), ()]


def test_a_piece_whose_first_row_holds_several_labels_is_refused() -> None:
    (table,) = recognise(
        grid("产品 | 构成 | 本期金额 | 上期金额\n甲 | 直接材料 | 1.00 | 2.00"),
        grid("合计 | | 小计 |\n | 3.00 | 4.00\n直接人工 | 5.00 | 6.00", line=11),
    )
    assert amounts_of(table)[0] == [[1, 2]]
    assert all(readings == [[]] for readings in amounts_of(table)[1:])


def test_a_made_up_header_of_a_continued_piece_is_none() -> None:
    (table,) = recognise(
        grid(
            "子公司名称 | 注册资本 | 经营地 | 业务 | 直接持股比例 | 间接持股比例\n甲 | 9,000.00 | 北京 | 商业 | 51.00 |"
        ),
        grid("公司名称 | 金额 | 城市 | 行业 | 比例\n乙 | 8,000.00 | 北京 | 商业 | 60.00", line=11),
    )
    assert amounts_of(table)[1] == [[0, 3], [0, 4]]


def test_circled_numbers_are_marks() -> None:
    (table,) = recognise(grid("名称 | 期末余额 | 比例(%) | 备注\n甲 | 9.00 | 51 | ③\n乙 | 9.00 | | ①"))
    assert amounts_of(table) == [[[0, 1]], [[0]]]


def test_words_in_the_place_of_the_first_amount_belong_to_a_label_of_two_cells() -> None:
    (table,) = recognise(
        grid("关联方 | 拆借金额 | 说明\n甲 | 5.00 | 拆入\n拆出 | 乙公司 | 9.00 | 存款\n丙 | 1.00 | 拆入")
    )
    assert amounts_of(table) == [[[0]], [[]], [[0]]]


def test_an_amount_of_several_rows_that_their_other_amounts_make_is_none_of_theirs() -> None:
    (table,) = recognise(
        grid(
            "股东 | 持股数量 | 股份种类 | 数量\n甲 | 300 | 普通股 | 200\n甲 | 300 | 外资股 | 100\n乙 | 50 | 普通股 | 50"
        )
    )
    assert amounts_of(table) == [[[2]], [[2]], [[0, 2]]]


def test_a_date_of_the_closing_balance_says_nothing_of_the_opening_one() -> None:
    (table,) = recognise(
        grid(
            "项目 | 期末余额面值 | 期末余额到期日 | 期初余额面值 | 期初余额到期日\n"
            "存单 | 9.00 | 2023/4/8 | 8.00 | 2022/3/30\n存单 | 7.00 | 2023/9/1 | 6.00 | 2023/9/1"
        )
    )
    assert amounts_of(table) == [[[0]], [[0, 2]]]


def test_a_column_without_header_beside_columns_with_one_holds_nothing_known() -> None:
    (table,) = recognise(
        grid("股东 | 期末数量 | 变动数量 | 质押情况 |\n甲 | 9.00 | 8.00 | 无 | 7.00\n乙 | 6.00 | 5.00 | 无 | 4.00")
    )
    assert amounts_of(table) == [[[0, 1]], [[0, 1]]]


def test_an_amount_behind_a_second_label_is_not_of_the_column_it_stands_in() -> None:
    (table,) = recognise(
        grid(
            "担保对象 | 担保额度 | 实际担保金额 | 担保期\n甲公司 | 20.00 | 5.00 | 1.00\n乙公司 | 30.00 | 6.00 | 2.00\n"
            "审批额度合计（B1） | 50.00 | 实际发生额合计（B2） | 11.00"
        )
    )
    assert [len(item.readings[0]) for item in table.items] == [3, 3, 1]


@pytest.mark.parametrize(("other", "assumed"), [("2,260.00万美元", True), ("2,260.00万元", False), ("美国", False)])
def test_bare_amounts_beside_those_in_ten_thousands_of_foreign_money_are_in_no_sure_unit(
    other: str, *, assumed: bool
) -> None:
    (table,) = recognise(
        grid(f"""
子公司名称|注册资本|持股比例（%）
甲公司|50.00|100.00
乙公司|{other}|100.00
""")
    )
    assert table.unit_assumed is assumed


@pytest.mark.parametrize("first", ["", "项目|"])
def test_a_row_that_heads_other_days_begins_a_table(first: str) -> None:
    flows, balances = recognise(
        grid(f"""
项目|本报告期|上年同期|同比增减
营业收入|100.00|80.00|25.00%
{first}本报告期末|本报告期初|增减变动
货币资金|30.00|20.00|50.00%
""")
    )
    assert [column.period for column in flows.columns] == [YEAR, BEFORE, None]
    assert [column.period for column in balances.columns] == [END, OPENING, None]


def test_words_above_the_row_that_heads_other_periods_head_its_columns_too() -> None:
    tables = recognise(
        grid("""
        美元 | | |
         | 升值5% | 1.00 | 2.00
         | 贬值5% | (1.00) | (2.00)
        项目 | 汇率变动 | 对税前股东权益的影响 |
         | | 本年度 | 上年度
        美元 | | |
         | 升值5% | 3.00 | 4.00
        """)
    )
    assert [column.measure for column in tables[1].columns][1:] == ["对税前股东权益的影响"] * 2
    assert all("项目" not in item.printed_label for table in tables for item in table.items)
