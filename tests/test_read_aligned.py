"""Text whose columns are kept by blanks, or whose cells kept a single one."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.model.document import Grid
from converter.model.statement import StatementKind
from converter.pipeline import read_report
from converter.read import claiming_readers, read_document
from converter.read.aligned import is_aligned
from converter.read.collapsed import is_collapsed
from converter.taxonomy import Taxonomy

PRIMARY = (
    StatementKind.BALANCE_SHEET,
    StatementKind.INCOME_STATEMENT,
    StatementKind.CASH_FLOW_STATEMENT,
    StatementKind.CHANGES_IN_EQUITY,
)
WIDE = """
=== page 1 ===
            合并资产负债表
                                                   单位：元
  项目                         期末余额              期初余额
  流动资产：
    货币资金               1,516,034,246.28      1,108,509,231.31
    应收账款                                        576,253,532.88
    归属于母公司所有者权益
  （或股东权益）合计       4,981,663,905.19      4,647,275,880.19
    负债合计               1,015,342,820.46        716,783,253.17
"""
COLLAPSED = """合并及银行资产负债表
（除特别注明外，金额单位均为人民币百万元）
合并 银行
2023年 2022年 2023年 2022年
附注 12月31日 12月31日 12月31日 12月31日
资产
现金及存放中央银行款项 八、1 1,337,501 1,263,951 1,336,884 1,263,786
存放同业款项 八、2 189,216 161,422 190,210 158,292
拆出资金 八、3 297,742 303,836 304,653 310,449
衍生金融资产 八、4 2,154 1,905 – –
其他资产 4 11 – –
资产总计 1,826,613 1,731,114 1,831,747 1,732,527
"""


def grids(text: str) -> list[Grid]:
    document, findings = read_document(text.encode(), "report.txt")
    assert document is not None, findings
    return [block for block in document.blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def test_columns_come_from_where_words_stand() -> None:
    (grid,) = grids(WIDE)
    assert texts(grid)[0] == ["项目", "期末余额", "期初余额"]
    assert ["货币资金", "1,516,034,246.28", "1,108,509,231.31"] in texts(grid)
    assert ["应收账款", "", "576,253,532.88"] in texts(grid)
    assert ["归属于母公司所有者权益（或股东权益）合计", "4,981,663,905.19", "4,647,275,880.19"] in texts(grid)


def test_every_source_is_the_printed_text() -> None:
    lines = WIDE.split("\n")
    for grid in grids(WIDE):
        for row in grid.rows:
            for cell in row:
                for span in cell.source.parts or (cell.source,):
                    assert lines[span.line - 1][span.start : span.end] == span.text


def test_the_unit_and_the_title_stay_outside() -> None:
    document, _ = read_document(WIDE.encode(), "report.txt")
    assert document is not None
    outside = [block.text for block in document.blocks if not isinstance(block, Grid)]
    assert outside == ["=== page 1 ===", "合并资产负债表", "单位：元"]


def test_a_layout_is_told_from_the_text() -> None:
    assert [reader.name for reader in claiming_readers(WIDE)] == ["aligned"]
    assert [reader.name for reader in claiming_readers(COLLAPSED)] == ["collapsed"]
    prose = "本公司2020年营业收入1,581,905,632.48元，  比上年增长40.39%。\n" * 5
    assert not is_aligned(prose)
    assert not is_collapsed(prose)


def test_cells_with_one_blank_between_are_told_by_their_order() -> None:
    (grid,) = grids(COLLAPSED)
    assert texts(grid)[:3] == [
        ["", "", "合并", "合并", "银行", "银行"],
        ["", "", "2023年", "2022年", "2023年", "2022年"],
        ["", "附注", "12月31日", "12月31日", "12月31日", "12月31日"],
    ]
    assert texts(grid)[4] == ["现金及存放中央银行款项", "八、1", "1,337,501", "1,263,951", "1,336,884", "1,263,786"]
    assert texts(grid)[8] == ["其他资产", "", "4", "11", "–", "–"]


def test_a_row_that_lost_cells_stays_short() -> None:
    shorter = COLLAPSED.replace("其他资产 4 11 – –", "其他资产 4,321 1,100")
    (grid,) = grids(shorter)
    assert texts(grid)[8] == ["其他资产", "", "4,321", "1,100"]
    assert not grid.is_positional


def test_a_header_that_names_notes_says_how_many_columns_there_are() -> None:
    header = "项目 附注 2022年12月31日 2021年12月31日 2022年12月31日 2021年12月31日"
    rows = ["应收票据 3 73,993.25 59,332.37", "应收账款 4 9,352.91 25,533.77", "存货 5 4,210.00 3,100.00"]
    full = ["货币资金 1 1,000.00 2,000.00 3,000.00 4,000.00", "资产总计 88,556.16 89,966.14 3,000.00 4,000.00"]
    (grid,) = grids("\n".join([header, *full, *rows, ""]))
    assert texts(grid)[0] == header.split()
    assert {tuple(cell.text for cell in way) for way in grid.alternatives[3]} == {
        ("应收票据", "", "3", "73,993.25", "59,332.37"),
        ("应收票据", "3", "73,993.25", "59,332.37"),
    }


def test_a_row_of_dashes_is_no_header() -> None:
    text = """
项目            附注          期末余额          期初余额
流动资产：
货币资金                            --                --
存货            八、      7,608,245.65                --
应收票据                            --                --
应收账款                            --          2,700.00
流动资产合计              7,608,245.65          2,700.00
固定资产        八、         12,000.00          1,100.00
资产总计                  7,620,245.65          3,800.00
"""
    (grid,) = grids(text)
    assert texts(grid)[0] == ["项目", "附注", "期末余额", "期初余额"]
    assert ["货币资金", "", "--", "--"] in texts(grid)
    assert ["应收账款", "", "--", "2,700.00"] in texts(grid)


def test_the_bank_balance_sheet_is_two_statements_and_its_sums_hold(shared: Path, taxonomy: Taxonomy) -> None:
    path = shared / "corpus/aligned/psbc-2023-bs.whitespace.txt"
    report, _ = read_report(path.read_bytes(), path.name, taxonomy)
    assert report is not None
    assert [(s.kind, s.scope, s.presentation_scale) for s in report.statements] == [
        ("balance_sheet", "consolidated", 6),
        ("balance_sheet", "parent_only", 6),
    ]
    assert all(check.holds for check in report.checks)
    totals = {
        (fact.period.model_dump_json(), fact.scope): (fact.value, fact.evidence)
        for fact in report.facts
        if fact.concept == "c2x:Assets"
    }
    assert sorted(totals.values()) == [
        ("14026549000000", "proven"),
        ("14067282000000", "proven"),
        ("15669237000000", "proven"),
        ("15726631000000", "proven"),
    ]
    assert report.coverage.printed_numbers == report.coverage.facts_from == 164


@pytest.mark.parametrize("name", ["jinyu-bio-2020-annual", "maipu-2025-q3"])
def test_real_texts_are_proven_and_nothing_conflicts(shared: Path, taxonomy: Taxonomy, name: str) -> None:
    path = shared / f"corpus/aligned/{name}.layout-aligned.txt"
    report, _ = read_report(path.read_bytes(), path.name, taxonomy)
    assert report is not None
    assert all(check.holds for check in report.checks)
    printed = [range(entry.line_from, entry.line_to + 1) for entry in report.statements if entry.kind in PRIMARY]
    assert not [each for each in report.coverage.unresolved if any(each.source.line in lines for lines in printed)]


def test_lines_of_a_centred_label_stand_above_and_below_its_figures() -> None:
    text = """
=== page 1 ===
            前十名股东
  股东名称                   持股数量              比例
  甲某某                    16,034,246              16.57
  乙投资管理有限公
  司-乙瑞盈三号私          11,108,509              11.40
  募基金
  丙健康产业股权投
                             6,253,532               6.08
  资中心
  丁某                      4,253,532               4.08
"""
    (grid,) = grids(text)
    assert [row[0] for row in texts(grid)[-4:]] == [
        "甲某某",
        "乙投资管理有限公司-乙瑞盈三号私募基金",
        "丙健康产业股权投资中心",
        "丁某",
    ]
    assert texts(grid)[-2][1:] == ["6,253,532", "6.08"]
