"""Recognising: statements by their rows, scopes, columns, periods, the equity matrix, what is lost."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from converter.model.finding import Severity
from converter.model.period import Duration, Instant
from converter.model.statement import Scope, StatementKind
from converter.read import read_document
from converter.recognise import RECOGNISE_FINDINGS, recognise_report

BALANCE = """项目	附注	2022年12月31日	2021年12月31日
流动资产：
货币资金	五、（一）	100.00	90.00
应收账款	五、2	50.00	40.00
存货		30.00	20.00
流动资产合计		180.00	150.00
固定资产	五、3	20.00	10.00
非流动资产合计		20.00	10.00
资产总计		200.00	160.00
流动负债：
短期借款		60.00	50.00
应付账款		-	0.00
流动负债合计		60.00	50.00
负债合计		60.00	50.00
所有者权益：
股本		100.00	100.00
未分配利润		{profit}
{owners}所有者权益合计		140.00	110.00
负债和所有者权益总计		200.00	160.00
"""
GROUP = BALANCE.format(
    profit="30.00\t5.00",
    owners="归属于母公司所有者权益合计\t\t130.00\t105.00\n少数股东权益\t\t10.00\t5.00\n",
)
PARENT = BALANCE.format(profit="40.00\t10.00", owners="")
INCOME = """项 目	本期发生额	上期发生额
一、营业总收入	500.00	400.00
其中：营业收入	500.00	400.00
二、营业总成本	300.00	200.00
其中：营业成本	200.00	150.00
销售费用	100.00	50.00
加：投资收益（损失以“-”号填列）		-1.00
三、营业利润（亏损以“-”号填列）	200.00	199.00
减：营业外支出	20.00
四、利润总额（亏损总额以“-”号填列）	180.00	199.00
减：所得税费用	30.00	49.00
五、净利润（净亏损以“-”号填列）	150.00	150.00
1. 归属于母公司股东的净利润	140.00	150.00
2. 少数股东损益	10.00
（一）基本每股收益（元/股）	0.1234	0.1111
"""


def recognise(text: str, taxonomy):
    document, _ = read_document(text.encode(), "report.txt")
    assert document is not None
    return recognise_report(document, taxonomy)


def amounts(statement) -> dict[str, list[tuple[int, str]]]:
    return {
        item.printed_label: [(amount.column, str(amount.value)) for amount in item.readings[0]]
        for item in statement.items
        if item.readings != ((),)
    }


def columns_of(table: str, at: int) -> str:
    """Return the labels and one amount column of a tab table, as a pipe table of two columns."""
    rows = [[*line.split("\t"), "", "", ""] for line in table.split("\n") if line]
    return "\n".join(f"| {row[0]} | {row[at]} |" for row in rows)


def instant(year: int, month: int = 12, day: int = 31) -> Instant:
    return Instant(instant=datetime.date(year, month, day))


def months(year: int, first: int, last: int) -> Duration:
    end = datetime.date(year, last + 1, 1) if last < 12 else datetime.date(year + 1, 1, 1)
    return Duration(start=datetime.date(year, first, 1), end=end - datetime.timedelta(days=1))


def test_a_balance_sheet_is_known_by_its_rows(taxonomy) -> None:
    report, findings = recognise(f"2022年年度报告\n\n单位：千元 币种：人民币\n\n{GROUP}", taxonomy)
    assert not findings
    (sheet,) = report.statements
    assert (sheet.id, sheet.kind, sheet.scope) == (
        "consolidated-balance-sheet",
        StatementKind.BALANCE_SHEET,
        Scope.CONSOLIDATED,
    )
    assert (sheet.presentation_scale, sheet.currency) == (3, "CNY")
    assert [column.period for column in sheet.columns] == [instant(2022), instant(2021)]
    assert (sheet.line_from, sheet.line_to) == (5, 25)
    cash = next(item for item in sheet.items if item.label == "货币资金")
    assert (cash.note, cash.level) == ("五、（一）", 1)
    assert sheet.items[cash.parent or 0].label == "流动资产"
    assert amounts(sheet)["应付账款"] == [(1, "0.00")]
    assert all(len(item.readings) == 1 for item in sheet.items)


def test_every_amount_has_the_place_it_was_printed(taxonomy) -> None:
    text = f"2022年年度报告\n\n{GROUP}"
    report, _ = recognise(text, taxonomy)
    lines = text.split("\n")
    found = [amount for item in report.statements[0].items for amount in item.readings[0]]
    assert found
    for amount in found:
        source = amount.source
        assert lines[source.line - 1][source.start : source.end] == source.text
        assert Decimal(source.text.replace(",", "")) == amount.value


def test_rows_tell_the_parent_from_the_group_where_headings_are_misplaced(taxonomy) -> None:
    half = GROUP.index("流动负债：")
    text = f"2022年年度报告\n\n合并资产负债表\n\n{GROUP[:half]}\n母公司资产负债表\n\n{GROUP[half:]}\n\n{PARENT}"
    report, findings = recognise(text, taxonomy)
    assert [statement.id for statement in report.statements] == [
        "consolidated-balance-sheet",
        "parent-only-balance-sheet",
    ]
    assert len(amounts(report.statements[0])) > 12
    assert not findings


def test_a_two_sided_sheet_becomes_one_column_of_rows(taxonomy) -> None:
    lines = GROUP.rstrip("\n").split("\n")
    left, right = [lines[0], *lines[1:9]], [lines[0], *lines[9:]]
    blank = "\t\t\t"
    rows = []
    for at in range(max(len(left), len(right))):
        one = left[at] if at < len(left) else blank
        other = right[at] if at < len(right) else blank
        one += "\t" * (3 - one.count("\t"))
        other += "\t" * (3 - other.count("\t"))
        rows.append(f"{one}\t{other}")
    report, findings = recognise("2022年年度报告\n\n" + "\n".join(rows), taxonomy)
    assert not findings
    (sheet,) = report.statements
    plain, _ = recognise(f"2022年年度报告\n\n{GROUP}", taxonomy)
    assert amounts(sheet) == amounts(plain.statements[0])
    assert len(sheet.columns) == 2


def test_a_continuation_that_lost_its_note_column_keeps_its_columns(taxonomy) -> None:
    half = GROUP.index("流动负债：")
    rest = GROUP[half:].replace("\t\t", "\t").replace("流动负债：", "流动负债：\t\t")
    report, _ = recognise(f"2022年年度报告\n\n{GROUP[:half]}\n\n{rest}", taxonomy)
    plain, _ = recognise(f"2022年年度报告\n\n{GROUP}", taxonomy)
    (sheet,) = report.statements
    assert amounts(sheet) == amounts(plain.statements[0])


def test_a_note_reference_in_a_row_one_cell_too_long_is_a_note(taxonomy) -> None:
    table = "\n".join(
        "| " + " | ".join(line.split("\t")[i] if i < len(line.split("\t")) else "" for i in (0, 2, 3)) + " |"
        for line in GROUP.split("\n")
        if line
    ).replace("| 存货 | 30.00", "| 存货 | 七、78 | 30.00")
    report, _ = recognise(f"2022年年度报告\n\n{table}\n", taxonomy)
    stock = next(item for item in report.statements[0].items if item.label == "存货")
    assert stock.note == "七、78"
    assert [[(a.column, str(a.value)) for a in reading] for reading in stock.readings] == [[(0, "30.00"), (1, "20.00")]]


def test_a_lone_amount_of_an_unclear_column_has_a_reading_for_each(taxonomy) -> None:
    half = GROUP.index("流动负债：")
    rest = columns_of(GROUP[half:], 2)
    report, _ = recognise(f"2022年年度报告\n\n{GROUP[:half]}\n\n{rest}\n", taxonomy)
    total = next(item for item in report.statements[0].items if item.label == "负债合计")
    assert [[amount.column for amount in reading] for reading in total.readings] == [[0], [1]]


def test_two_columns_printed_one_after_the_other_are_two_columns(taxonomy) -> None:
    half = GROUP.index("流动负债：")
    pieces = [columns_of(GROUP[half:], at) for at in (2, 3)]
    text = f"2022年年度报告\n\n{GROUP[:half]}\n\n{pieces[0]}\n\n| 项目 | 金额 |\n{pieces[1]}\n"
    report, _ = recognise(text, taxonomy)
    (sheet,) = report.statements
    plain, _ = recognise(f"2022年年度报告\n\n{GROUP}", taxonomy)
    assert amounts(sheet) == amounts(plain.statements[0])


def test_an_income_statement_with_words_for_periods(taxonomy) -> None:
    report, findings = recognise(f"2023年半年度报告\n\n合并利润表\n\n单位：元\n\n{INCOME}", taxonomy)
    assert not findings
    (income,) = report.statements
    assert [column.period for column in income.columns] == [months(2023, 1, 6), months(2022, 1, 6)]
    assert (report.report_type, report.period) == ("half_year_report", months(2023, 1, 6))
    assert amounts(income)["减：营业外支出"] == [(0, "20.00")]
    assert amounts(income)["加：投资收益（损失以“-”号填列）"] == [(1, "-1.00")]
    levels = {item.printed_label: item.level for item in income.items}
    assert levels["一、营业总收入"] == 0
    assert levels["其中：营业收入"] == 1
    assert next(item for item in income.items if item.prefix == "加").label == "投资收益"


@pytest.mark.parametrize(
    ("title", "header", "periods"),
    [
        ("2024年第三季度报告", "本期发生额\t上期发生额", [months(2024, 1, 9), months(2023, 1, 9)]),
        (
            "2024年第三季度报告",
            "2024年前三季度（1-9月）\t2023年前三季度（1-9月）",
            [months(2024, 1, 9), months(2023, 1, 9)],
        ),
        ("2024年第三季度报告", "2024年7-9月\t2023年7-9月", [months(2024, 7, 9), months(2023, 7, 9)]),
        ("2024年第一季度报告", "2024年第一季度\t2023年第一季度", [months(2024, 1, 3), months(2023, 1, 3)]),
        ("2023年年度报告", "2023年度\t2022年度", [months(2023, 1, 12), months(2022, 1, 12)]),
        ("2023年年度报告", "本期金额\t上期金额", [months(2023, 1, 12), months(2022, 1, 12)]),
        ("2023年年度报告", "金额\t金额", [months(2023, 1, 12), months(2022, 1, 12)]),
        ("2023年半年度报告", "2023年半年度\t2022年半年度", [months(2023, 1, 6), months(2022, 1, 6)]),
    ],
)
def test_columns_of_a_flow_statement(title: str, header: str, periods: list[Duration], taxonomy) -> None:
    report, _ = recognise(f"{title}\n\n合并利润表\n\n{INCOME.replace('本期发生额	上期发生额', header)}", taxonomy)
    assert [column.period for column in report.statements[0].columns] == periods


@pytest.mark.parametrize(
    ("title", "header", "periods"),
    [
        ("2024年第一季度报告", "期末余额\t年初余额", [instant(2024, 3), instant(2023)]),
        ("2024年半年度报告", "期末余额\t期初余额", [instant(2024, 6, 30), instant(2023)]),
        ("2023年年度报告", "2023年12月31日\t2023年1月1日", [instant(2023), instant(2022)]),
        ("2023年年度报告", "2023年末\t2022年末", [instant(2023), instant(2022)]),
    ],
)
def test_columns_of_a_balance_sheet(title: str, header: str, periods: list[Instant], taxonomy) -> None:
    report, _ = recognise(f"{title}\n\n{GROUP.replace('2022年12月31日	2021年12月31日', header)}", taxonomy)
    assert [column.period for column in report.statements[0].columns] == periods


def test_an_audit_report_covers_the_period_its_headers_print(taxonomy) -> None:
    report, _ = recognise(f"审计报告\n\n2023年4月20日\n\n合并资产负债表\n\n{GROUP}", taxonomy)
    assert (report.report_type, report.period) == ("audit_report", months(2022, 1, 12))


def test_a_label_and_its_amounts_in_two_rows_are_one_line(taxonomy) -> None:
    text = GROUP.replace("资产总计\t\t200.00\t160.00", "资产总计\n\t\t200.00\t160.00")
    report, _ = recognise(f"2022年年度报告\n\n{text}", taxonomy)
    assert amounts(report.statements[0])["资产总计"] == [(0, "200.00"), (1, "160.00")]


def test_a_label_broken_over_two_rows_is_joined(taxonomy) -> None:
    text = GROUP.replace("归属于母公司所有者权益合计\t", "归属于母公司所有者\n权益合计\t")
    report, _ = recognise(f"2022年年度报告\n\n{text}", taxonomy)
    item = next(item for item in report.statements[0].items if item.printed_label.startswith("归属于母公司"))
    assert item.printed_label == "归属于母公司所有者权益合计"
    assert len(item.sources) == 2


def test_labels_that_slipped_a_row_meet_their_amounts_again(taxonomy) -> None:
    text = PARENT.replace("所有者权益合计\t\t140.00\t110.00\n负债和所有者权益总计\t\t200.00\t160.00", "").rstrip("\n")
    text += "\n\t\t140.00\t110.00\n所有者权益合计\t\t200.00\t160.00\n负债和所有者权益总计\t\t\t\n"
    report, findings = recognise(f"2022年年度报告\n\n{text}", taxonomy)
    found = amounts(report.statements[0])
    assert found["所有者权益合计"] == [(0, "140.00"), (1, "110.00")]
    assert found["负债和所有者权益总计"] == [(0, "200.00"), (1, "160.00")]
    assert [finding.code for finding in findings] == ["recognise.labels-slipped"]


def test_a_label_printed_outside_its_table_gets_the_amounts_below_it(taxonomy) -> None:
    text = INCOME.replace("五、净利润（净亏损以“-”号填列）\t150.00\t150.00\n", "\n五、净利润\n| 150.00 | 150.00 |\n\n")
    report, _ = recognise(f"2023年年度报告\n\n合并利润表\n\n{text}", taxonomy)
    assert amounts(report.statements[0])["五、净利润"] == [(0, "150.00"), (1, "150.00")]


def test_what_explains_or_restates_is_no_primary_statement(taxonomy) -> None:
    compared = GROUP.replace("附注\t2022年12月31日\t2021年12月31日", "调整前\t调整数\t调整后")
    changes = "| 项目 | 期末余额 | 变动比例 | 变动原因 |\n" + "\n".join(
        f"| {label} | 1.00 | 2.00 | 主要是本期收到货款所致 |" for label in ("货币资金", "应收账款", "存货", "短期借款")
    )
    report, findings = recognise(f"2022年年度报告\n\n{compared}\n\n{changes}\n", taxonomy)
    assert {statement.kind for statement in report.statements} == {StatementKind.DISCUSSION}
    assert [finding.code for finding in findings] == ["recognise.no-statement"]


def test_a_summary_says_that_summaries_hold_no_statements(taxonomy) -> None:
    report, findings = recognise("2024年年度报告摘要\n\n| 名称 | 数量 |\n| --- | --- |\n| 员工 | 12 |\n", taxonomy)
    assert not report.statements
    (finding,) = findings
    assert (finding.code, finding.severity) == ("recognise.no-statement", Severity.WARNING)
    assert "摘要" in finding.message.zh
    assert "summary" in finding.message.en


def test_a_statement_cut_in_half_says_what_is_missing(taxonomy) -> None:
    report, findings = recognise(
        f"2022年年度报告\n\n合并资产负债表\n\n{GROUP[: GROUP.index('流动负债合计')]}", taxonomy
    )
    assert len(report.statements) == 1
    (finding,) = findings
    assert finding.code == "recognise.statement-cut"
    assert "负债和所有者权益总计" in finding.message.zh
    assert "5–16" in finding.message.en


def test_a_number_cut_off_is_no_amount(taxonomy) -> None:
    text = "\n".join("| " + line.replace("\t", " | ") + " |" for line in GROUP.split("\n") if line)
    text = text.replace("| 存货 |  | 30.00 | 20.00 |", "| 存货 |  | 30.00 | 1,20,  ")
    report, findings = recognise(f"2022年年度报告\n\n{text}\n", taxonomy)
    assert amounts(report.statements[0])["存货"] == [(0, "30.00")]
    assert [finding.code for finding in findings] == ["recognise.number-unreadable"]
    assert findings[0].sources[0].text == "1,20,"


def test_a_document_without_any_period_is_not_guessed_at_silently(taxonomy) -> None:
    header = "项目\t附注\t集团\t公司\t其他"
    text = (
        GROUP.replace("项目	附注	2022年12月31日	2021年12月31日", header)
        .replace("160.00\n", "160.00\t1.00\n")
        .replace("150.00\n", "150.00\t1.00\n")
    )
    _, findings = recognise(f"2022年年度报告\n\n合并资产负债表\n\n{text}", taxonomy)
    assert {finding.code for finding in findings} == {"recognise.period-unknown"}


def test_the_same_bytes_give_the_same_report(taxonomy) -> None:
    text = f"2022年年度报告\n\n{GROUP}\n\n{INCOME}"
    assert recognise(text, taxonomy) == recognise(text, taxonomy)


def test_every_code_has_its_words() -> None:
    for code, (severity, *texts) in RECOGNISE_FINDINGS.items():
        assert code.startswith("recognise.")
        assert severity in set(Severity)
        assert all(texts)


def test_a_header_parted_from_its_rows_still_heads_them(taxonomy) -> None:
    lines = GROUP.split("\n")
    text = f"2023年年度报告\n\n{lines[0]}\n\n" + "\n".join(lines[1:])
    report, findings = recognise(text, taxonomy)
    assert not findings
    assert [column.period for column in report.statements[0].columns] == [instant(2022), instant(2021)]


def test_a_column_printed_below_the_other_is_no_single_labels_amount(taxonomy) -> None:
    text = (
        "2022年年度报告\n\n合并利润表\n\n"
        "| 一、营业收入 | 500.00 |\n| 减：营业成本 | 300.00 |\n| 二、营业利润 | 200.00 |\n"
        "| 三、利润总额 | 200.00 |\n| 四、净利润 | 200.00 |\n| 五、综合收益总额 | |\n"
        "| | 400.00 |\n| | 250.00 |\n| | 150.00 |\n| | 150.00 |\n| | 150.00 |\n"
    )
    report, _ = recognise(text, taxonomy)
    income = next(item for item in report.statements[0].items if item.label == "综合收益总额")
    assert income.readings == ((),)


def test_a_note_reference_in_the_labels_cell_is_no_part_of_the_label(taxonomy) -> None:
    report, _ = recognise(f"合并利润表\n单位：元\n{INCOME.replace('（元/股）', '（元/股）十八、2')}", taxonomy)
    item = next(each for each in report.statements[0].items if "每股收益" in each.printed_label)
    assert (item.printed_label, item.note) == ("（一）基本每股收益（元/股）", "十八、2")
    assert "".join(source.text for source in item.sources) == item.printed_label


def test_a_bare_figure_is_open_where_rows_have_no_column_for_the_notes_of_the_header(taxonomy) -> None:
    rows = [f"{label}\t{at}\t{at},000" for at, label in enumerate(("货币资金", "应收票据", "应收账款", "存货"), 2)]
    full = ["流动资产合计\t14,000\t1,000", "固定资产\t8,000\t2,000", "非流动资产合计\t8,000\t2,000"]
    rest = ["资产总计\t22,000\t3,000", "负债合计\t22,000\t3,000", "负债和所有者权益总计\t22,000\t3,000"]
    table = "\n".join(["项目\t附注\t2022年12月31日\t2021年12月31日", *rows, *full, *rest])
    report, _ = recognise(f"合并资产负债表\n单位：元\n{table}\n", taxonomy)
    first = report.statements[0].items[0]
    assert {tuple((a.column, str(a.value)) for a in reading) for reading in first.readings} == {
        ((0, "2"), (1, "2000")),
        ((0, "2000"),),
        ((1, "2000"),),
    }
