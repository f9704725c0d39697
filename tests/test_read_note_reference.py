"""Note references as the statements print them, and rows whose numbers they stand among."""

from __future__ import annotations

import pytest

from converter.model.document import Document, Grid
from converter.read import read_document
from converter.read.note_reference import is_note_reference


@pytest.mark.parametrize(
    "text", ["12", "七、1", "附注七、1", "五、（一）", "八、30.1", "十、七、78（1）", "（四）", "注释5"]
)
def test_a_reference_is_told_in_every_form(text: str) -> None:
    assert is_note_reference(text)


@pytest.mark.parametrize("text", ["35.50", "1,234", "货币资金", "-", "附注", "2022"])
def test_an_amount_or_a_word_is_none(text: str) -> None:
    assert not is_note_reference(text)


def read(text: str) -> Document:
    document, _ = read_document(text.encode(), "x.txt")
    assert document is not None
    return document


def grids(text: str) -> list[Grid]:
    return [block for block in read(text).blocks if isinstance(block, Grid)]


COLLAPSED = """资产负债表
2022年12月31日
单位：千元
项目 附注 2022年12月31日 2021年12月31日
货币资金 1 290,325 414,758
应收票据 5 3,452
预付款项 31,999 23,111
存货 8 261,001 249,022
应收账款 6 404,103 466,514
固定资产 9 100,001 120,002
"""


def test_a_bare_note_number_among_amounts_is_no_amount_where_it_is_one_too_many() -> None:
    (grid,) = grids(COLLAPSED)
    rows = [[cell.text for cell in row] for row in grid.rows]
    assert rows[1] == ["货币资金", "1", "290,325", "414,758"]
    assert rows[3] == ["预付款项", "", "31,999", "23,111"]


def test_a_bare_number_that_may_be_a_note_or_an_amount_is_read_both_ways() -> None:
    (grid,) = grids(COLLAPSED)
    ways = {tuple(cell.text for cell in way) for way in grid.alternatives[2]}
    assert ways == {("应收票据", "", "5", "3,452"), ("应收票据", "5", "3,452")}


ALIGNED = """
          合并资产负债表
          项目                        2022年12月31日   2021年12月31日
          货币资金                               290              415
          应收账款                               404              467
          其他流动资产                             2                –
          流动资产合计                           851            1,201
          固定资产                             1,111            1,222
          资产总计                             2,851            2,201
"""


def test_a_dash_is_no_sign_of_the_number_below_it_and_whole_numbers_are_rows() -> None:
    (grid,) = grids(ALIGNED)
    rows = [[cell.text for cell in row] for row in grid.rows]
    assert rows[1] == ["货币资金", "290", "415"]
    assert rows[3:5] == [["其他流动资产", "2", "–"], ["流动资产合计", "851", "1,201"]]
