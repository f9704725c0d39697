"""The matrix of changes in equity: its columns from damaged headers, its rows with lost cells, its two years."""

from __future__ import annotations

import datetime

from converter.model.period import Duration
from converter.model.statement import Scope
from converter.read import read_document
from converter.recognise import recognise_report

COMPONENTS = [
    "股本",
    "其他权益工具/优先股",
    "其他权益工具/永续债",
    "其他权益工具/其他",
    "资本公积",
    "减：库存股",
    "未分配利润",
    "小计",
    "少数股东权益",
    "所有者权益合计",
]
TOP = "项 目\t2022年度\t\t\t\t\t\t\t\t\t\n\t归属于母公司所有者权益\t\t\t\t\t\t\t\t少数股东权益\t所有者权益合计\n"
PLAIN = "\t股本\t其他权益工具\t\t\t资本公积\t减：库存股\t未分配利润\t小计\t\t\n\t\t优先股\t永续债\t其他\t\t\t\t\t\t\n"
SHIFTED = "\t股本\t其他权益工具\t\t\t资本公积\t减：库存股\t未分配利润\t小计\t\t\n\t优先股\t永续债\t其他\t\t\t\t\t\t\t\n"
ROWS = (
    "一、上年年末余额\t100.00\t\t\t\t50.00\t5.00\t20.00\t165.00\t10.00\t175.00\n"
    "加：会计政策变更\t\t\t\t\t\t\t\t\t\t\n"
    "二、本年年初余额\t100.00\t\t\t\t50.00\t5.00\t20.00\t165.00\t10.00\t175.00\n"
    "三、本年增减变动金额(减少以“-”号填列)\t\t\t\t\t\t\t7.00\t7.00\t1.00\t8.00\n"
    "(一) 综合收益总额\t\t\t\t\t\t\t7.00\t7.00\t1.00\t8.00\n"
    "(三) 利润分配\t\t\t\t\t\t\t\t\t\t\n"
    "四、本年年末余额\t100.00\t\t\t\t50.00\t5.00\t27.00\t172.00\t11.00\t183.00\n"
)


def recognise(text: str, taxonomy):
    document, _ = read_document(text.encode(), "report.txt")
    assert document is not None
    report, findings = recognise_report(document, taxonomy)
    return report.statements, findings


def placed(statement, label: str) -> list[list[tuple[int, str]]]:
    item = next(item for item in statement.items if item.label == label)
    return [[(amount.column, str(amount.value)) for amount in reading] for reading in item.readings]


def year(number: int) -> Duration:
    return Duration(start=datetime.date(number, 1, 1), end=datetime.date(number, 12, 31))


def test_a_header_of_four_rows_names_every_column(taxonomy) -> None:
    (matrix,), findings = recognise(f"2022年年度报告\n\n合并所有者权益变动表\n\n{TOP}{PLAIN}{ROWS}", taxonomy)
    assert not findings
    assert matrix.id == "consolidated-changes-in-equity"
    assert matrix.scope is Scope.CONSOLIDATED
    labels = [column.equity_component or "" for column in matrix.columns]
    assert labels == [label.replace("减：", "") if "库存股" in label else label for label in COMPONENTS]
    assert {column.period for column in matrix.columns} == {year(2022)}
    assert placed(matrix, "综合收益总额") == [[(6, "7.00"), (7, "7.00"), (8, "1.00"), (9, "8.00")]]


def test_a_second_header_row_that_is_shifted_does_not_shift_the_columns(taxonomy) -> None:
    (plain,), _ = recognise(f"2022年年度报告\n\n{TOP}{PLAIN}{ROWS}", taxonomy)
    (shifted,), _ = recognise(f"2022年年度报告\n\n{TOP}{SHIFTED}{ROWS}", taxonomy)
    assert [c.equity_component for c in shifted.columns] == [c.equity_component for c in plain.columns]
    assert [item.readings for item in shifted.items if item.label == "本年年末余额"]


def test_the_comparative_year_is_a_statement_of_its_own(taxonomy) -> None:
    before = (TOP + SHIFTED + ROWS).replace("2022年度", "2021年度")
    text = f"审计报告\n\n合并所有者权益变动表\n\n{TOP}{PLAIN}{ROWS}\n\n合并所有者权益变动表\n\n{before}"
    statements, _ = recognise(text, taxonomy)
    assert [statement.id for statement in statements] == [
        "consolidated-changes-in-equity",
        "consolidated-changes-in-equity-2021",
    ]
    assert {column.period for column in statements[1].columns} == {year(2021)}


def test_without_a_printed_year_the_second_matrix_is_the_comparative_one(taxonomy) -> None:
    plain = (TOP + PLAIN + ROWS).replace("2022年度", "")
    statements, _ = recognise(f"2023年年度报告\n\n合并所有者权益变动表\n\n{plain}\n\n{plain}", taxonomy)
    assert [statement.columns[0].period for statement in statements] == [year(2023), year(2022)]


def test_a_matrix_without_minority_interests_is_the_parents(taxonomy) -> None:
    text = (
        "项目\t股本\t资本公积\t未分配利润\t所有者权益合计\n一、上年年末余额\t1.00\t2.00\t3.00\t6.00\n"
        "二、本年年初余额\t1.00\t2.00\t3.00\t6.00\n（一）综合收益总额\t\t\t1.00\t1.00\n（三）利润分配\t\t\t\t\n"
        "四、本年年末余额\t1.00\t2.00\t4.00\t7.00\n"
    )
    (matrix,), _ = recognise(f"2022年年度报告\n\n{text}", taxonomy)
    assert matrix.scope is Scope.PARENT_ONLY
    assert [column.equity_component for column in matrix.columns] == [
        "股本",
        "资本公积",
        "未分配利润",
        "所有者权益合计",
    ]


def test_a_row_that_lost_cells_has_every_placement_its_blanks_allow(taxonomy) -> None:
    lost = ROWS.replace(
        "(一) 综合收益总额\t\t\t\t\t\t\t7.00\t7.00\t1.00\t8.00", "(一) 综合收益总额\t\t\t\t7.00\t7.00\t1.00\t8.00"
    )
    (matrix,), _ = recognise(f"2022年年度报告\n\n{TOP}{PLAIN}{lost}", taxonomy)
    readings = placed(matrix, "综合收益总额")
    assert [(6, "7.00"), (7, "7.00"), (8, "1.00"), (9, "8.00")] in readings
    assert len(readings) > 1
    for reading in readings:
        columns = [column for column, _ in reading]
        assert columns == sorted(set(columns))
        assert columns[0] >= 3


def test_a_balance_row_without_its_blanks_may_stand_in_any_columns_that_end_in_the_total(taxonomy) -> None:
    closing = "四、本年年末余额\t100.00\t50.00\t5.00\t27.00\t172.00\t11.00\t183.00"
    lost = ROWS[: ROWS.index("四、")] + closing + "\n"
    (matrix,), _ = recognise(f"2022年年度报告\n\n{TOP}{PLAIN}{lost}", taxonomy)
    readings = placed(matrix, "本年年末余额")
    assert [column for column, _ in readings[0]] != []
    assert any([column for column, _ in reading] == [0, 4, 5, 6, 7, 8, 9] for reading in readings)


def test_a_header_that_names_the_total_twice_is_not_believed(taxonomy) -> None:
    spoilt = (TOP + PLAIN + ROWS).replace("减：库存股", "所有者权益合计").replace("2022年度", "2021年度")
    text = f"2022年年度报告\n\n合并所有者权益变动表\n\n{TOP}{PLAIN}{ROWS}\n\n{spoilt}"
    statements, findings = recognise(text, taxonomy)
    assert [c.equity_component for c in statements[1].columns] == [c.equity_component for c in statements[0].columns]
    assert [finding.code for finding in findings] == ["recognise.header-replaced"]


def test_a_row_of_number_splinters_gives_no_amounts(taxonomy) -> None:
    broken = ROWS.replace(
        "四、本年年末余额\t100.00\t\t\t\t50.00\t5.00\t27.00", "四、本年年末余额\t1,67\t0,70\t598\t\t2,34\t2,78\t0,89"
    )
    (matrix,), findings = recognise(f"2022年年度报告\n\n{TOP}{PLAIN}{broken}", taxonomy)
    assert placed(matrix, "本年年末余额") == [[]]
    assert {finding.code for finding in findings} == {"recognise.number-unreadable"}
