"""Rarer layouts inside a text: half-piped bulletins and tables drawn with box characters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.model.document import Document, Grid
from converter.model.source import Source
from converter.read import claiming_readers, read_document
from converter.recognise.key_figures import recognise_key_figures
from converter.recognise.report_period import recognise_report_period
from converter.recognise.vocabulary import build_vocabulary
from converter.taxonomy import Taxonomy

BULLETIN = """某某股份有限公司
2020年第一季度报告
本报告期 | 上年同期 | 本报告期比上年同期增减 | |
营业收入(元) | 1,100.00 | 1,000.00 | 10.00% |
基本每股收益(元/股) | -0.0014 | 0.0009 | -255.56% |
加权平均净资产收益率 | -0.12% | 0.08% | -0.20% |
本报告期末 | 上年度末 | 本报告期末比上年度末增减 | |
总资产(元) | 3,000.00 | 2,500.00 | 20.00% |

项目 | 年初至报告期期末金额 | 说明 |
债务重组损益 | 12.00 | |
合计 | 12.00 | -- |
"""
BOX = """┌──────────┬──────┬──────┐
│财务指标 │ 2024-09-30│ 2023-12-31│
├──────────┼──────┼──────┤
│审计意见 │ 未经审计│ 无保留意见│
│归属母公司净利润(万)│ 256.86│ 419.02│
│每股收益 │ │ -0.02│
└──────────┴──────┴──────┘
"""
RULED = """┏━━━━┳━━━━━━┓
┃项目  ┃期末余额    ┃
┣━━━━╋━━━━━━┫
┃其他应 ┃1,234,5     ┃
┃收款  ┃67.00       ┃
┣━━━━╋━━━━━━┫
┃存货  ┃2.00        ┃
┗━━━━┻━━━━━━┛
"""


def read(text: str) -> Document:
    document, findings = read_document(text.encode(), "page.txt")
    assert document is not None, findings
    for source in sources_of(document):
        for part in source.parts or (source,):
            assert document.lines[part.line - 1][part.start : part.end] == part.text
    return document


def sources_of(document: Document) -> list[Source]:
    found = []
    for block in document.blocks:
        found += [cell.source for row in block.rows for cell in row] if isinstance(block, Grid) else [block.source]
    return found


def grids(text: str) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in block.rows] for block in read(text).blocks if isinstance(block, Grid)]


def test_headers_of_a_bulletin_stand_over_their_columns_again() -> None:
    first, second = grids(BULLETIN)
    assert first[0] == ["", "本报告期", "上年同期", "本报告期比上年同期增减"]
    assert first[1] == ["营业收入(元)", "1,100.00", "1,000.00", "10.00%"]
    assert first[4] == ["", "本报告期末", "上年度末", "本报告期末比上年度末增减"]
    assert second[0] == ["项目", "年初至报告期期末金额", "说明"]


@pytest.mark.parametrize(
    "text",
    [
        "项目 | 期末余额 | |\n存货 | 1.00 | 2.00 |\n",  # a column without a heading
        "本期 | 上期 | |\n1.00 | 2.00 | 3.00 |\n",  # no labels below
        "| 本期 | 上期 | |\n| 存货 | 1.00 | 2.00 |\n",  # no half-piped table
        "本期 | 上期 | 增减 |\n存货 | 1.00 | 2.00 |\n",  # no blank at the end
        "一、流动资产 | | |\n存货 | 1.00 | 2.00 |\n",  # a section, not a header
    ],
)
def test_other_rows_stay_where_they_are(text: str) -> None:
    assert grids(text)[0][0][0] == re.split(r" \| ", text.strip("| "), maxsplit=1)[0]


def test_key_figures_of_a_bulletin_come_out_right(taxonomy: Taxonomy) -> None:
    text = BULLETIN.replace("总资产(元)", "归属于上市公司股东的净利润(元) | 1.00 | 2.00 | 1.00% |\n总资产(元)")
    document = read(text)
    report, _ = recognise_report_period(document, [])
    figures, _ = recognise_key_figures(document, report, 0, "CNY", build_vocabulary(taxonomy))
    columns = figures[0].columns
    values = {
        (item.label, str(columns[amount.column].period)): str(amount.value)
        for item in figures[0].items
        for amount in item.readings[0]
        if columns[amount.column].measure is None
    }
    assert values["营业收入", "start=datetime.date(2019, 1, 1) end=datetime.date(2019, 3, 31)"] == "1000.00"
    assert values["总资产", "instant=datetime.date(2020, 3, 31)"] == "3000.00"
    assert values["总资产", "instant=datetime.date(2019, 12, 31)"] == "2500.00"


def test_a_drawn_table_is_a_grid() -> None:
    assert grids("指标\n" + BOX + "完\n") == [
        [
            ["财务指标", "2024-09-30", "2023-12-31"],
            ["审计意见", "未经审计", "无保留意见"],
            ["归属母公司净利润(万)", "256.86", "419.02"],
            ["每股收益", "", "-0.02"],
        ]
    ]


def test_a_table_ruled_row_by_row_has_its_broken_cells_joined() -> None:
    document = read(RULED)
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["项目", "期末余额"],
        ["其他应收款", "1,234,567.00"],
        ["存货", "2.00"],
    ]
    assert [part.line for part in grid.rows[1][1].source.parts] == [4, 5]


def test_lines_of_one_band_are_rows_where_each_prints_its_own_number() -> None:
    text = RULED.replace("┃1,234,5     ┃", "┃1.00        ┃").replace("┃67.00       ┃", "┃3.00        ┃")
    assert [row[0] for row in grids(text)[0]] == ["项目", "其他应", "收款", "存货"]


def test_a_text_that_mixes_layouts_is_claimed_once() -> None:
    mixed = (
        "# 标题\n\n"
        + BULLETIN
        + "\n"
        + BOX
        + "\n| 存货 | 1.00 |\n\n项目\t期末\n存货\t1.00\n\n<table><tr><td>存货</td></tr></table>\n"
    )
    assert [reader.name for reader in claiming_readers(mixed)] == ["delimited"]
    assert len(grids(mixed)) == 6


@given(st.text(alphabet="│┌─┐├┼┤ \n存货1,.0-|", max_size=60))
def test_any_drawing_gives_exact_places(text: str) -> None:
    document, _ = read_document(("│存货│1.00│\n" + text).encode(), "page.txt")
    assert document is not None
    for source in sources_of(document):
        for part in source.parts or (source,):
            assert document.lines[part.line - 1][part.start : part.end] == part.text


def test_the_excerpts_of_the_corpus_are_read_as_tables(shared: Path) -> None:
    text = (shared / "corpus" / "fragments" / "web-fragments.txt").read_text(encoding="utf-8")
    excerpts = dict(re.findall(r"(?ms)^## (F\d)[^\n]*\n(.*?)(?=^## |\Z)", text))
    sizes = {
        name: [(len(grid), max(len(row) for row in grid)) for grid in grids(excerpts[name])]
        for name in ("F2", "F3", "F4", "F5", "F7")
    }
    assert sizes == {
        "F2": [(11, 4), (6, 3)],
        "F3": [(11, 7)],
        "F4": [(7, 7)],
        "F5": [(5, 8)],
        "F7": [(8, 6)],
    }
    for name in ("F2", "F3", "F5"):
        assert grids(excerpts[name])[0][0][0] == ""
    document, _ = read_document(text.encode(), "fragments.txt")
    assert document is not None
