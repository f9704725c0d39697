"""Key figures and non-recurring items: columns of amounts, of changes, of restated years."""

from __future__ import annotations

import datetime
import re

from converter.model.period import Duration, Instant
from converter.model.statement import StatementKind
from converter.read import read_document
from converter.recognise import recognise_report

SHEET = """| 项目 | 期末余额 | 年初余额 |
| 流动资产： |  |  |
| 货币资金 | 10.00 | 10.00 |
| 流动资产合计 | 10.00 | 10.00 |
| 资产总计 | 10.00 | 10.00 |
| 短期借款 | 4.00 | 4.00 |
| 流动负债合计 | 4.00 | 4.00 |
| 负债合计 | 4.00 | 4.00 |
| 股本 | 5.00 | 5.00 |
| 未分配利润 | 1.00 | 1.00 |
| 归属于母公司所有者权益合计 | 6.00 | 6.00 |
| 所有者权益合计 | 6.00 | 6.00 |
| 负债和所有者权益总计 | 10.00 | 10.00 |
"""
FIGURES = """单位：万元

|  | 本报告期 | 本报告期比上年同期增减（%） | 年初至报告期末 | 年初至报告期末比上年同期增减（%） |
| 营业收入 | 100.00 | 5.00 | 300.00 | -2.00 |
| 归属于上市公司股东的净利润 | 10.00 | 50.00% | 30.00 | 不适用 |
| 基本每股收益（元/股） | 0.10 | 5.00 | 0.30 | -2.00 |
| 经营活动产生的现金流量净额 | —— | —— | 20.00 | 1.00 |
|  | 本报告期末 | 上年度末 | 本报告期末比上年度末增减（%） |  |
| 总资产 | 900.00 | 800.00 | 12.50 |  |
"""
ITEMS = """| 项目 | 本报告期金额 | 年初至报告期末金额 | 说明 |
| 除上述各项之外的其他营业外收入和支出 | 1.00 | 2.00 | 见附注 |
| 减：所得税影响额 | 0.20 | 0.40 |  |
| 少数股东权益影响额（税后） | 0.10 | 0.20 |  |
| 合计 | 0.70 | 1.40 |  |
"""


def recognise(text: str, taxonomy):
    document, _ = read_document(text.encode(), "report.md")
    assert document is not None
    report, findings = recognise_report(document, taxonomy)
    return [s for s in report.statements if s.kind is StatementKind.KEY_FIGURES], findings


def quarter(first: int, last: int) -> Duration:
    end = datetime.date(2024, last + 1, 1) - datetime.timedelta(days=1)
    return Duration(start=datetime.date(2024, first, 1), end=end)


def test_columns_of_amounts_and_of_changes(taxonomy) -> None:
    (figures, items), _ = recognise(f"2024年第三季度报告\n\n{FIGURES}\n\n非经常性损益\n\n{ITEMS}\n\n{SHEET}", taxonomy)
    assert (figures.id, figures.presentation_scale) == ("key-figures", 4)
    assert [column.period for column in figures.columns] == [
        quarter(7, 9),
        quarter(7, 9),
        quarter(1, 9),
        quarter(1, 9),
        Instant(instant=datetime.date(2024, 9, 30)),
        Instant(instant=datetime.date(2023, 12, 31)),
        Instant(instant=datetime.date(2024, 9, 30)),
    ]
    assert [column.measure is not None for column in figures.columns] == [False, True, False, True, False, False, True]
    values = {item.label: [(a.column, str(a.value)) for a in item.readings[0]] for item in figures.items}
    assert values["总资产"] == [(4, "900.00"), (5, "800.00"), (6, "12.50")]
    assert values["经营活动产生的现金流量净额"] == [(2, "20.00"), (3, "1.00")]
    assert items.id == "non-recurring-items"
    assert [column.period for column in items.columns] == [quarter(7, 9), quarter(1, 9)]
    assert [item.prefix for item in items.items] == [None, "减", None, None]


def test_a_year_before_restatement_is_a_measure_of_its_own(taxonomy) -> None:
    text = """|  | 2023年 | 2022年 | 2022年 | 本期比上年同期增减(%) |
|  |  | 调整后 | 调整前 |  |
| 营业收入 | 9.00 | 8.00 | 7.00 | 12.50 |
| 基本每股收益（元/股） | 0.90 | 0.80 | 0.70 | 12.50 |
| 稀释每股收益（元/股） | 0.90 | 0.80 | 0.70 | 12.50 |
| 加权平均净资产收益率（%） | 5.00 | 4.00 | 3.00 | 增加1.00个百分点 |
"""
    (figures,), _ = recognise(f"2023年年度报告\n\n{text}\n\n{SHEET}", taxonomy)
    assert [column.measure for column in figures.columns] == [None, None, "2022年 调整前", "本期比上年同期增减(%)"]
    assert figures.columns[3].period == figures.columns[0].period


def test_key_figures_alone_are_no_report(taxonomy) -> None:
    figures, findings = recognise(f"2024年第三季度报告摘要\n\n{FIGURES}", taxonomy)
    assert not figures
    assert [finding.code for finding in findings] == ["recognise.no-statement"]


def test_a_unit_in_the_header_is_that_of_its_columns(taxonomy) -> None:
    table = (
        "| 主要会计数据 | 2024年（万元） | 2023年（万元） | 本期比上年同期增减(%) |\n"
        "| 归属于上市公司股东的净利润 | 10.00 | 8.00 | 25.00 |\n"
        "| 经营活动产生的现金流量净额 | 20.00 | 16.00 | 25.00 |\n"
        "|  | 2024年末 | 2023年末 | 本期末比上年末增减(%) |\n"
        "| 总资产 | 30.00 | 24.00 | 25.00 |\n\n"
        "| 主要财务指标 | 2024年 | 2023年 | 本期比上年同期增减(%) |\n"
        "| 基本每股收益（元/股） | 0.10 | 0.08 | 25.00 |\n"
    )
    (figures,), _ = recognise(f"2024年年度报告\n\n{table}\n\n{SHEET}", taxonomy)
    assert figures.presentation_scale == 0
    scales = {column.header: column.presentation_scale for column in figures.columns}
    assert scales == {
        ("2024年（万元）",): 4,
        ("2023年（万元）",): 4,
        ("本期比上年同期增减(%)",): None,
        ("2024年末",): 4,  # the header in the middle of the grid goes on in its unit
        ("2023年末",): 4,
        ("本期末比上年末增减(%)",): None,
        ("2024年",): None,
        ("2023年",): None,
    }


def test_a_header_run_into_a_row_leaves_the_rows_below_without_columns(taxonomy) -> None:
    spoilt = FIGURES.replace("|  | 本报告期末 | 上年度末 | 本报告期末比上年度末增减（%） |  |\n", "").replace(
        "| 总资产 | 900.00 | 800.00 | 12.50 |  |",
        "| 总资产 | 900.00 | 上年度末 | 800.00 | 12.50% |\n| 归属于上市公司股东的净资产 | 90.00 | 80.00 | 12.50% |  |",
    )
    (figures,), findings = recognise(f"2024年第三季度报告\n\n{spoilt}\n\n{SHEET}", taxonomy)
    placed = {item.label: item.readings for item in figures.items}
    assert placed["总资产"] == placed["归属于上市公司股东的净资产"] == ((),)
    assert placed["营业收入"] != ((),)
    shifted = [finding for finding in findings if finding.code == "recognise.row-shifted"]
    assert [[source.text for source in finding.sources] for finding in shifted] == [
        ["900.00", "800.00", "12.50%"],
        ["90.00", "80.00", "12.50%"],
    ]
    assert all("上年度末" in finding.message.zh for finding in shifted)


def test_a_page_without_a_header_and_without_its_blank_last_column_goes_on(taxonomy) -> None:
    head, _, rest = ITEMS.partition("| 减：")
    narrow = "\n".join(line.rsplit(" |", 2)[0] + " |" for line in f"| 减：{rest}".splitlines())
    (_, items), _ = recognise(f"2024年第三季度报告\n\n{FIGURES}\n\n{head}\n\n{narrow}\n\n{SHEET}", taxonomy)
    assert [(item.label, [str(amount.value) for amount in item.readings[0]]) for item in items.items] == [
        ("除上述各项之外的其他营业外收入和支出", ["1.00", "2.00"]),
        ("所得税影响额", ["0.20", "0.40"]),
        ("少数股东权益影响额(税后)", ["0.10", "0.20"]),
        ("合计", ["0.70", "1.40"]),
    ]


def test_what_is_left_of_a_label_at_the_top_of_a_page_is_no_header(taxonomy) -> None:
    page = FIGURES.replace("| 总资产 |", "\n\n| 东的净资产 |  |  |  |  |\n| 总资产 |")
    (figures, *_), _ = recognise(f"2024年第三季度报告\n\n{page}\n\n{ITEMS}\n\n{SHEET}", taxonomy)
    assert [str(amount.value) for amount in figures.items[-1].readings[0]] == ["900.00", "800.00", "12.50"]


def test_a_header_that_a_page_break_parts_from_its_rows_is_theirs(taxonomy) -> None:
    page = FIGURES.replace("|  | 本报告期末", "| - | 本报告期末").replace("增减（%） |  |", "增减（%） | - |")
    page = page.replace("| 总资产 | 900.00 | 800.00 | 12.50 |  |", "\n\n| 总资产 | 900.00 | 800.00 | 12.50 |\n")
    (figures, _), _ = recognise(f"2024年第三季度报告\n\n{page}\n\n{ITEMS}\n\n{SHEET}", taxonomy)
    (reading,) = figures.items[-1].readings
    periods = [figures.columns[amount.column].period for amount in reading]
    assert periods[:2] == [Instant(instant=datetime.date(2024, 9, 30)), Instant(instant=datetime.date(2023, 12, 31))]


def test_a_page_of_items_is_known_by_the_header_of_its_labels(taxonomy) -> None:
    first = "| 非经常性损益项目 | 本期金额 | 年初至报告期末金额 | 说明 |\n| 计入当期损益的政府补助 | 1.00 | 2.00 |  |\n"
    rest = ITEMS.replace("| 项目 | 本报告期金额 |", "| 非经常性损益项目 | 本期金额 |")
    (_, items), _ = recognise(f"2024年第三季度报告\n\n{FIGURES}\n\n{first}\n\n{rest}\n\n{SHEET}", taxonomy)
    assert [item.printed_label for item in items.items][:2] == [
        "计入当期损益的政府补助",
        "除上述各项之外的其他营业外收入和支出",
    ]
    assert len(items.columns) == 2


def test_a_page_without_the_column_of_remarks_between_its_periods_goes_on(taxonomy) -> None:
    head, *rows = ITEMS.splitlines()
    between = [re.sub(r"^(\| .*? \| .*? \|)( .*? \|) .*$", r"\1  |\2", row) for row in (head, rows[0])]
    between[0] = "| 非经常性损益项目 | 本报告期金额 | 附注（如适用） | 年初至报告期末金额 |"
    narrow = [row.rpartition(" | ")[0] + " |" for row in rows[1:]]
    page = "\n".join(between) + "\n\n" + "\n".join(narrow)
    (_, items), _ = recognise(f"2024年第三季度报告\n\n{FIGURES}\n\n{page}\n\n{SHEET}", taxonomy)
    placed = [[(amount.column, str(amount.value)) for amount in item.readings[0]] for item in items.items]
    assert placed == [
        [(0, "1.00"), (1, "2.00")],
        [(0, "0.20"), (1, "0.40")],
        [(0, "0.10"), (1, "0.20")],
        [(0, "0.70"), (1, "1.40")],
    ]
