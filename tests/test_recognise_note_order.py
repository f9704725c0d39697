"""Headings that a layout moved above the table they stand below."""

from __future__ import annotations

from converter.read import read_document
from converter.recognise.note_lines import LineKind
from converter.recognise.note_order import read_note_lines

BODY = "| 甲 | 1,000.00 | 2,000.00 |\n| 合计 | 1,000.00 | 2,000.00 |\n\n"


def table(*header: str) -> str:
    return "| " + " | ".join(header) + " |\n|" + " --- |" * len(header) + "\n" + BODY


PLAIN = table("项目", "期末余额", "期初余额")


def order(text: str) -> list[str]:
    document, _ = read_document(text.encode(), "report.md", None)
    assert document is not None
    lines = read_note_lines(document)
    return [
        "|" + line.grid.rows[0][0].text if line.grid else line.text for line in lines if line.kind is not LineKind.UNIT
    ]


def test_a_table_is_that_of_the_first_of_two_brothers() -> None:
    text = "# 32、未分配利润\n\n33、营业收入\n" + PLAIN + "单位：元\n\n" + PLAIN
    assert order(text) == ["32、未分配利润", "|项目", "33、营业收入", "|项目"]


def test_a_table_is_not_that_of_the_note_behind_its_heading() -> None:
    text = "# （4）前五名\n\n2、其他应收款\n" + PLAIN
    assert order(text) == ["（4）前五名", "|项目", "2、其他应收款"]


def test_a_first_heading_stands_above_its_table() -> None:
    text = "# 21、固定资产\n\n（1）固定资产情况\n" + PLAIN
    assert order(text) == ["21、固定资产", "（1）固定资产情况", "|项目"]


def test_a_heading_whose_words_the_table_prints_stands_above_it() -> None:
    text = "# 1、应收账款\n\n2、其他应收款\n" + table("款项性质", "其他应收款期末余额", "期初余额")
    assert order(text) == ["1、应收账款", "2、其他应收款", "|款项性质"]


def test_a_prompt_for_words_has_a_table_only_where_its_words_say_so() -> None:
    prompt, five = "# 预付款项未及时结算原因的说明：\n\n", "（2）期末余额前五名的预付款\n"
    own = table("单位名称", "账龄", "未及时结算原因")
    assert order(prompt + five + own)[1:] == ["|单位名称", "（2）期末余额前五名的预付款"]
    assert order(prompt + five + PLAIN)[1:] == ["（2）期末余额前五名的预付款", "|项目"]


def test_a_caption_is_that_of_the_table_that_prints_its_words() -> None:
    text = "# 六、税项\n\n存在不同税率纳税主体的，披露情况说明\n" + table("税种", "计税依据", "税率")
    assert order(text + table("纳税主体名称", "税率", "备注")) == [
        "六、税项",
        "|税种",
        "存在不同税率纳税主体的，披露情况说明",
        "|纳税主体名称",
    ]


def test_a_question_whose_answer_stands_behind_the_table_is_none_of_its_captions() -> None:
    text = PLAIN + "（6）报告期内合并范围是否发生变动\n" + PLAIN + "# □是 否\n"
    assert order(text)[:3] == ["|项目", "|项目", "（6）报告期内合并范围是否发生变动"]


def test_the_rest_of_a_table_goes_on_below_its_header() -> None:
    header = "| 项目 | 期末余额 | 期初余额 |\n| --- | --- | --- |\n"
    text = header + "| 三、减值准备 | 1.00 | 2.00 |\n\n（2）闲置\n" + header + "| 4.期末余额 | 1.00 | 2.00 |\n"
    assert order(text) == ["|项目", "|项目", "（2）闲置"]
    torn = (
        "| 单位 | 期初 | 期末 |\n| --- | --- | --- |\n\n（2）减值\n| 名称 | 合并形成 | |\n| --- | --- | --- |\n" + BODY
    )
    assert order(torn) == ["|单位", "|名称", "（2）减值"]


def test_of_two_captions_alike_the_second_is_that_of_the_next_table() -> None:
    text = "按单项计提的名称：\n\n按组合计提的名称：\n"
    assert order(text + PLAIN) == ["按单项计提的名称：", "|项目", "按组合计提的名称："]
    assert order("分类列示：\n\n按组合计提的名称：\n" + PLAIN) == ["分类列示：", "按组合计提的名称：", "|项目"]
