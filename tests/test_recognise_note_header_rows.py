"""Which rows at the head of a table are its header."""

from __future__ import annotations

import pytest

from converter.model.document import Cell, Row
from converter.model.source import Source
from converter.recognise.note_header_rows import count_header_rows, without_group


def rows(*printed: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(tuple(Cell(text, Source(line=1, start=0, end=0, text="")) for text in row) for row in printed)


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        (
            (
                ("公允价值的确定方法", "模型计算的理论价值"),
                ("数量的确定依据", "无"),
                ("计入资本公积的累计金额", "7.00"),
            ),
            0,
        ),
        ((("项目", "期末余额"), ("货币资金", "7.00"), ("应收账款", "无")), 1),
        ((("公允价值的确定方法", "期末余额"), ("货币资金", "7.00"), ("应收账款", "--")), 1),
    ],
)
def test_the_first_row_of_a_form_that_answers_in_words_is_no_header(
    printed: tuple[tuple[str, ...], ...], count: int
) -> None:
    assert count_header_rows(rows(*printed)) == count


def test_the_heading_of_a_group_in_line_with_its_columns_is_none() -> None:
    (header,) = rows(("股东名称", "持股数量", "质押、标记或冻结情况", "股份状态", "数量"))
    body = rows(("甲", "5", "质押", "3"), ("乙", "4", "不适用", "0"))
    (named,) = without_group([header], body)
    texts = [cell.text for cell in named]
    assert texts == ["股东名称", "持股数量", "质押、标记或冻结情况-股份状态", "质押、标记或冻结情况-数量"]
    assert without_group([header], rows(("甲", "5", "", "质押", "3"))) == [header]


def test_what_heads_words_and_a_number_heads_the_blank_beside_it_too() -> None:
    (header,) = rows(("股东名称", "持有数量", "股份种类及数量", "", ""))
    (named,) = without_group([header], rows(("甲", "5", "人民币普通股", "5", "")))
    assert [cell.text for cell in named][2:] == ["股份种类及数量", "股份种类及数量", ""]
