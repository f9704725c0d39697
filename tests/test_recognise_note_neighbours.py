"""Captions that stand above a table and are those of the table before it alone."""

from __future__ import annotations

import pytest
from test_recognise_note_outline import BEGIN, shown


def table(*header: str) -> str:
    rows = ["甲" + " | 1,000.00" * (len(header) - 1), "合计" + " | 1,000.00" * (len(header) - 1)]
    return "\n".join(f"| {row} |" for row in (" | ".join(header), " | ".join(["---"] * len(header)), *rows)) + "\n"


@pytest.mark.parametrize(
    ("heading", "first", "second", "kept"),
    [
        ("主营业务分地区情况", ("分地区", "营业收入"), ("销售模式", "营业收入"), False),
        ("按账龄披露", ("账龄", "期末余额"), ("类别", "期末余额"), False),
        ("主营业务分行业、分产品情况", ("分行业", "营业收入"), ("分产品", "营业收入"), True),
        ("在建项目情况", ("项目", "期末余额"), ("名称", "预算数"), True),
        ("对外交易收入的分布", ("项目", "本年发生额"), ("项目", "年末余额"), False),
        ("职工薪酬", ("项目", "本年发生额"), ("项目", "年末余额"), True),
    ],
)
def test_a_caption_that_names_how_the_table_before_is_parted_is_that_of_no_other(
    heading: str, first: tuple[str, ...], second: tuple[str, ...], *, kept: bool
) -> None:
    text = f"{BEGIN}# 1、营业收入\n\n# （1）{heading}\n\n单位：元\n\n{table(*first)}\n单位：元\n\n{table(*second)}"
    assert [captions for *_, captions in shown(text)] == [(heading,), (heading,) if kept else ()]
