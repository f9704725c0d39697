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


def test_a_heading_the_house_prints_below_that_of_the_template_is_the_same() -> None:
    text = BEGIN + "# 五、重要会计政策\n\n# 15、存货\n\n# （十一）存货\n\n# 16、固定资产\n\n" + TABLE
    assert shown(text) == [("固定资产", ())]


OTHER = "| 类别 | 成本 | 公允价值 |\n| --- | --- | --- |\n| 乙 | 1,000.00 | 2,000.00 |\n\n"


def test_headings_that_fall_back_where_a_chapter_is_missing_are_its_own() -> None:
    text = BEGIN + "# 三、政府补助\n\n# 1、负债项目\n\n# 3、计入损益的补助\n\n" + TABLE + OTHER
    text += "# 2、估值技术\n\n" + TABLE + "# 五、关联方\n\n# 1、子公司\n\n" + TABLE
    assert shown(text) == [("计入损益的补助", ()), ("", ()), ("估值技术", ()), ("子公司", ())]
    assert [each.place.section for each in places(text)] == ["政府补助", "", "", "关联方"]


def test_a_list_within_a_note_is_no_chapter() -> None:
    text = BEGIN + "# 三、重要会计政策\n\n# 1、甲\n\n# 3、乙\n\n# 2、列表\n\n# 4、丙\n\n" + TABLE + "# 五、关联方\n\n"
    assert shown(text) == [("丙", ())]
    assert places(text)[0].place.section == "重要会计政策"


def test_in_the_discussion_a_list_that_begins_with_its_second_is_not_below_the_heading_before() -> None:
    chapter = "# 第三节 管理层讨论与分析\n\n# 四、主营业务分析\n\n# （七）报告期内公司获得的主要荣誉\n\n"
    text = chapter + "# 2、收入与成本\n\n# （1）营业成本构成\n\n" + TABLE
    assert shown(text) == [("主营业务分析", ("收入与成本", "营业成本构成"))]


def test_the_last_words_of_a_sentence_are_no_heading_above_a_list() -> None:
    text = NOTES + "# 8、其他应收款\n\n余额增加主要系往来款\n\n增加所致。\n\n（1）按账龄\n\n" + TABLE
    assert shown(text) == [("其他应收款", ("按账龄",))]
