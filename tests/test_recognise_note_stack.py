"""Which headings are open above a table, where some of them were lost, printed twice or begin anew."""

from __future__ import annotations

from converter.model.document import Grid
from converter.read import read_document
from converter.recognise.note_outline import TablePlace, outline_tables
from converter.recognise.periods import ReportPeriod

TABLE = (
    "| 项目 | 期末余额 | 期初余额 |\n| --- | --- | --- |\n"
    "| 甲 | 1,000.00 | 2,000.00 |\n| 合计 | 1,000.00 | 2,000.00 |\n\n"
)
BEGIN = "# 一、公司基本情况\n\n# 二、财务报表的编制基础\n\n"
NOTES = BEGIN + "# 七、合并财务报表项目注释\n\n"


def places(text: str) -> list[TablePlace]:
    document, _ = read_document(text.encode(), "report.md", None)
    assert document is not None
    found = outline_tables(document, ReportPeriod("annual_report", 2023, 12), 0, "CNY")
    assert list(found) == [index for index, block in enumerate(document.blocks) if isinstance(block, Grid)]
    return list(found.values())


def shown(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.place.title, each.place.captions) for each in places(text)]


def test_a_list_that_begins_anew_below_an_item_of_a_shared_note_is_the_next_items() -> None:
    lists = "# （2）应收股利\n\n# 1）分类\n\n" + TABLE + "# 5）核销情况\n\n" + TABLE
    text = (
        NOTES + "# 8、其他应收款\n\n" + lists + "# 1）其他应收款按款项性质分类\n\n" + TABLE + "# 2）按账龄\n\n" + TABLE
    )
    assert shown(text)[2:] == [
        ("其他应收款", ("其他应收款", "其他应收款按款项性质分类")),
        ("其他应收款", ("其他应收款", "按账龄")),
    ]


def test_a_list_that_begins_anew_and_names_nothing_stands_below_no_heading() -> None:
    text = NOTES + "# 8、存货\n\n# （1）分类\n\n# 1）按类别\n\n" + TABLE + "# 1）按批次\n\n" + TABLE
    assert shown(text) == [("存货", ("分类", "按类别")), ("存货", ("按批次",))]
