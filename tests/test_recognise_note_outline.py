"""Where a table of the notes stands: its note, its captions, its unit, its period, whether it goes on."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from converter.model.document import Grid
from converter.model.period import Duration
from converter.model.statement import Scope, StatementKind
from converter.read import read_document
from converter.recognise.note_lines import is_unit, read_unit
from converter.recognise.note_marks import parse_mark
from converter.recognise.note_outline import TablePlace, outline_tables
from converter.recognise.note_periods import parse_caption_period
from converter.recognise.periods import ReportPeriod

REPORT = ReportPeriod("annual_report", 2023, 12)
HALF_YEAR = ReportPeriod("half_year_report", 2023, 6)
TABLE = (
    "| 项目 | 期末余额 | 期初余额 |\n| --- | --- | --- |\n"
    "| 甲 | 1,000.00 | 2,000.00 |\n| 合计 | 1,000.00 | 2,000.00 |\n"
)
ROWS = "| 乙 | 1,000.00 | 2,000.00 |\n| 合计 | 3,000.00 | 4,000.00 |\n"
DISCUSSION = "# 第三节 管理层讨论与分析\n\n"
BEGIN = "# 一、公司基本情况\n\n# 二、财务报表的编制基础\n\n# 五、合并财务报表项目注释\n\n"


def places(text: str, report: ReportPeriod = REPORT) -> list[TablePlace]:
    document, _ = read_document(text.encode(), "report.md", None)
    assert document is not None
    found = outline_tables(document, report, 0, "CNY")
    assert list(found) == [index for index, block in enumerate(document.blocks) if isinstance(block, Grid)]
    return list(found.values())


def shown(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.place.number, each.place.title, each.place.captions) for each in places(text)]


@pytest.mark.parametrize(
    ("text", "printed", "ordinal", "rest"),
    [
        ("七、合并财务报表项目注释", "七、", 7, "合并财务报表项目注释"),
        ("（二十三）预计负债", "（二十三）", 23, "预计负债"),
        ("12、 固定资产", "12、", 12, "固定资产"),
        ("(2). 按坏账计提方法分类披露", "(2).", 2, "按坏账计提方法分类披露"),
        ("1）存货分类", "1）", 1, "存货分类"),
        ("③应收股利", "③", 3, "应收股利"),
        ("B.第二阶段的坏账准备", "B.", 2, "第二阶段的坏账准备"),
        ("注释5．存货", "注释5．", 5, "存货"),
        ("(ii)坏账准备", "(ii)", 2, "坏账准备"),
        ("(b)坏账准备", "(b)", 2, "坏账准备"),
        ("四 合并财务报表项目附注", "四", 4, "合并财务报表项目附注"),
        ("第十节 财务报告", "第十节", 10, "财务报告"),
    ],
)
def test_numbering_of_every_style_is_read(text: str, printed: str, ordinal: int, rest: str) -> None:
    mark = parse_mark(text)
    assert mark is not None
    assert (mark.printed, mark.ordinal, mark.rest) == (printed, ordinal, rest)


@pytest.mark.parametrize("number", ["({}) ", "注释{}．", "{} ", "{}、", "（{}）"])
def test_notes_are_numbered_in_many_ways(number: str) -> None:
    text = (
        f"{BEGIN}{number.format(1)}货币资金\n\n{TABLE}\n{number.format(2)}应收账款\n\n(a) 按账龄披露\n\n{TABLE}\n"
        f"(b) 坏账准备\n\n(i) 组合计提\n\n{TABLE}"
    )
    assert [(title, captions) for _, title, captions in shown(text)] == [
        ("货币资金", ()),
        ("应收账款", ("按账龄披露",)),
        ("应收账款", ("坏账准备", "组合计提")),
    ]


@pytest.mark.parametrize("text", ["1.25", "2022.12.31", "17", "货币资金", "（1）", "5,000.00 元"])
def test_what_only_looks_like_numbering_is_none(text: str) -> None:
    assert parse_mark(text) is None


def test_title_is_the_level_that_numbers_the_notes_and_captions_what_is_deeper() -> None:
    text = (
        f"{BEGIN}# （三）应收账款\n\n# 1. 按账龄披露\n\n{TABLE}\n"
        f"# 2. 按坏账计提方法分类披露\n\n# (1) 按单项计提\n\n{TABLE}"
    )
    assert shown(text) == [
        ("五、（三）", "应收账款", ("按账龄披露",)),
        ("五、（三）", "应收账款", ("按坏账计提方法分类披露", "按单项计提")),
    ]


def test_a_part_divided_by_statement_numbers_its_notes_one_level_deeper() -> None:
    text = f"{BEGIN}（一）合并资产负债表项目注释\n\n1. 货币资金\n\n(1) 明细情况\n\n{TABLE}"
    assert shown(text) == [("五、（一）1.", "货币资金", ("明细情况",))]


def test_levels_that_ocr_gives_the_headings_do_not_count() -> None:
    text = f"{BEGIN}#### 1、货币资金\n\n{TABLE}\n# （2）应收股利\n\n## 2、应收票据\n\n{TABLE}"
    assert [number for number, _, _ in shown(text)] == ["五、1、", "五、2、"]


def test_lines_of_forms_and_pages_are_no_captions() -> None:
    head = "某某股份有限公司2023年年度报告\n\n17\n\n"
    note = f"# 1、货币资金\n\n√适用 □不适用\n\n单位：元 币种：人民币\n\n{TABLE}\n"
    text = f"{head}{BEGIN}{head}{note}{head}# 2、存货\n\n其他说明：\n\n□适用 √不适用\n\n{head}{TABLE}"
    assert shown(text) == [("五、1、", "货币资金", ()), ("五、2、", "存货", ())]


def test_what_does_not_apply_is_no_caption_of_the_next_table() -> None:
    text = (
        f"{BEGIN}# 1、应收账款\n\n按单项计提坏账准备：\n\n□适用 √不适用\n\n"
        f"按组合计提坏账准备：\n\n√适用 □不适用\n\n{TABLE}"
    )
    assert shown(text) == [("五、1、", "应收账款", ("按组合计提坏账准备",))]


@pytest.mark.parametrize(
    ("boxes", "applies"),
    [
        ("√适用 □不适用", True),
        ("□适用 √不适用", False),
        ("□适用\uf052不适用", False),
        ("□适用 不适用", False),
        ("适用 □不适用", True),
    ],
)
def test_ticked_boxes(boxes: str, applies: bool) -> None:  # noqa: FBT001
    text = f"{BEGIN}# 1、应收账款\n\n按单项计提坏账准备：\n\n{boxes}\n\n{TABLE}"
    assert shown(text)[0][2] == (("按单项计提坏账准备",) if applies else ())


def test_items_that_share_a_note_are_headings_without_a_number() -> None:
    text = (
        f"{BEGIN}# 8、其他应收款\n\n项目列示\n\n{TABLE}\n应收股利\n\n(1). 应收股利\n\n{TABLE}\n"
        f"其他应收款\n\n(1). 按账龄披露\n\n{TABLE}"
    )
    assert [captions for _, _, captions in shown(text)] == [
        ("项目列示",),
        ("应收股利", "应收股利"),
        ("其他应收款", "按账龄披露"),
    ]


def test_a_list_within_a_note_does_not_take_the_place_of_the_notes() -> None:
    text = (
        f"{BEGIN}# 84、政府补助\n\n1. 政府补助基本情况\n\n{TABLE}\n2. 政府补助退回情况\n\n"
        f"{TABLE}\n# 85、其他\n\n{TABLE}"
    )
    assert shown(text) == [
        ("五、84、", "政府补助", ("政府补助基本情况",)),
        ("五、84、", "政府补助", ("政府补助退回情况",)),
        ("五、85、", "其他", ()),
    ]


def test_rows_of_statements_are_no_parts_of_the_notes() -> None:
    text = f"{BEGIN}# 72、资产减值损失\n\n{TABLE}\n五、固定资产减值损失\n\n# 73、资产处置收益\n\n{TABLE}"
    assert [(each.place.section, each.place.number) for each in places(text)] == [
        ("合并财务报表项目注释", "五、72、"),
        ("合并财务报表项目注释", "五、73、"),
    ]


def test_notes_of_the_parent_and_behind_them() -> None:
    text = (
        f"{BEGIN}# 1、应收账款\n\n{TABLE}\n# 十七、母公司财务报表主要项目注释\n\n"
        f"# 1、应收账款\n\n{TABLE}\n# 十八、补充资料\n\n# 1、净资产收益率\n\n{TABLE}"
    )
    assert [each.scope for each in places(text)] == [Scope.CONSOLIDATED, Scope.PARENT_ONLY, Scope.CONSOLIDATED]


def test_notes_that_begin_anew_without_a_heading_are_the_parents() -> None:
    text = f"{BEGIN}# 1、应收账款\n\n{TABLE}\n# 2、存货\n\n{TABLE}\n# 十、其他重要事项\n\n# 1、应收账款\n\n{TABLE}\n"
    assert [each.scope for each in places(text)] == [Scope.CONSOLIDATED, Scope.CONSOLIDATED, Scope.PARENT_ONLY]


def test_before_and_behind_the_notes_is_the_discussion() -> None:
    text = (
        f"# 第三节 管理层讨论与分析\n\n# 四、主营业务分析\n\n（1）营业收入构成\n\n{TABLE}\n# 第十节 财务报告\n\n{BEGIN}"
        f"# 1、货币资金\n\n{TABLE}\n# 第十一节 备查文件目录\n\n{TABLE}"
    )
    found = places(text)
    assert [each.kind for each in found] == [StatementKind.DISCUSSION, StatementKind.NOTE, StatementKind.DISCUSSION]
    assert found[0].place.section == "管理层讨论与分析"
    assert (found[0].place.number, found[0].place.title) == ("第三节四、", "主营业务分析")
    assert [(each.scale, each.unit_printed) for each in found] == [(None, False), (0, True), (None, False)]


@pytest.mark.parametrize(
    ("lines", "scale"),
    [
        ("单位：万元\n\n", 4),
        ("$\\surd$适用 □不适用 单位：千元  币种：人民币\n\n", 3),
        ("（金额单位：人民币百万元）\n\n", 6),
        ("", 0),
    ],
)
def test_unit_of_a_table(lines: str, scale: int) -> None:
    (found,) = places(f"{BEGIN}# 1、货币资金\n\n{lines}{TABLE}")
    assert (found.scale, found.unit_printed, found.place.captions) == (scale, True, ())


def test_unit_glued_to_a_caption_or_in_the_corner_of_the_table() -> None:
    corner = "| 关联方 | | 单位：万元 |\n| --- | --- | --- |\n| 项目 | 期末 | 期初 |\n| 甲 | 1.00 | 2.00 |\n"
    found = places(f"{BEGIN}# 1、关联方\n\n（1）关联租赁 单位：千元\n\n{TABLE}\n（2）其他\n\n{corner}")
    assert [(each.scale, each.place.captions) for each in found] == [(3, ("关联租赁",)), (4, ("其他",))]


def test_unit_holds_for_its_heading_only_and_the_notes_own_beyond() -> None:
    text = (
        f"（除特别说明外，金额单位为人民币千元）\n\n{BEGIN}# 1、甲\n\n单位：万元\n\n"
        f"{TABLE}\n另见：\n\n{TABLE}\n# 2、乙\n\n{TABLE}"
    )
    assert [each.scale for each in places(text)] == [4, 4, 3]


def test_continued_tables_stand_where_the_first_piece_stands() -> None:
    text = (
        f"{BEGIN}# 1、应收账款\n\n（1）按账龄披露\n\n单位：万元\n\n{TABLE}\n（续上表）\n\n"
        f"{TABLE}\n说明如下文。\n\n{TABLE}"
    )
    found = places(text)
    assert [each.continued for each in found] == [False, True, False]
    assert found[1].place == found[0].place
    assert found[1].scale == 4


def test_text_glued_above_the_rest_of_a_table_stands_below_it() -> None:
    text = f"{BEGIN}# 1、应收账款\n\n（1）按账龄披露\n\n{TABLE}\n（2）按款项性质\n{ROWS}\n{TABLE}"
    assert [(each.place.captions, each.continued) for each in places(text)] == [
        (("按账龄披露",), False),
        (("按账龄披露",), True),
        (("按款项性质",), False),
    ]


def test_tables_of_a_note_that_lost_its_heading_are_not_those_of_the_note_before() -> None:
    listing = "| 项目 | 本期增加 |\n| --- | --- |\n| 甲 | 1,000.00 |\n"
    text = (
        f"{BEGIN}# 28、应付职工薪酬\n\n（1）短期薪酬列示\n\n{listing}\n单位：元\n\n{TABLE}\n"
        f"# 30、其他应付款\n\n{TABLE}\n# 31、租赁负债\n\n{TABLE}"
    )
    assert shown(text) == [
        ("五、28、", "应付职工薪酬", ("短期薪酬列示",)),
        ("五、29、", "", ()),
        ("五、30、", "其他应付款", ()),
        ("五、31、", "租赁负债", ()),
    ]


def test_a_list_behind_the_table_of_a_note_without_lists_is_that_of_a_lost_note() -> None:
    text = f"{BEGIN}# 24、应付票据\n\n{TABLE}\n（1）应付账款列示\n\n{TABLE}\n# 26、租赁负债\n\n{TABLE}"
    assert [(number, title) for number, title, _ in shown(text)] == [
        ("五、24、", "应付票据"),
        ("五、25、", ""),
        ("五、26、", "租赁负债"),
    ]


def test_a_lost_note_bears_the_name_of_the_row_that_refers_to_it() -> None:
    statement = "| 项目 | 附注 | 期末余额 |\n| --- | --- | --- |\n| 应交税费 | 五、2 | 1,000.00 |\n"
    text = (
        f"{statement}\n{BEGIN}# 1、应付职工薪酬\n\n（1）短期薪酬列示\n\n{TABLE}\n（1）按税种\n\n{TABLE}\n"
        f"# 3、其他应付款\n\n{TABLE}"
    )
    assert shown(text)[1:] == [
        ("五、1、", "应付职工薪酬", ("短期薪酬列示",)),
        ("五、2、", "应交税费", ("按税种",)),
        ("五、3、", "其他应付款", ()),
    ]


def test_headings_that_ran_together_are_told_apart() -> None:
    text = f"{BEGIN}# 8、其他应收款 项目列示\n\n{TABLE}\n# 十八、 其他重要事项 1、 前期会计差错\n\n{TABLE}"
    assert [(each.place.section, each.place.title, each.place.captions) for each in places(text)] == [
        ("合并财务报表项目注释", "其他应收款", ("项目列示",)),
        ("其他重要事项", "前期会计差错", ()),
    ]


def test_headings_printed_again_on_the_next_page_change_nothing() -> None:
    text = f"{BEGIN}（三）应收账款\n\n1. 按账龄披露\n\n{TABLE}\n（三）应收账款（续）\n\n2. 按性质披露\n\n{TABLE}"
    assert [(number, captions) for number, _, captions in shown(text)] == [
        ("五、（三）", ("按账龄披露",)),
        ("五、（三）", ("按性质披露",)),
    ]


@pytest.mark.parametrize(
    ("text", "scale", "currency"),
    [
        ("单位：元 币种：人民币", 0, "CNY"),
        ("金额单位：人民币千元", 3, "CNY"),
        ("单位：万美元", 4, "USD"),
        ("单位：万股", 4, None),
        ("单位：人", 0, None),
        ("单位元", 0, None),
    ],
)
def test_units(text: str, scale: int, currency: str | None) -> None:
    assert is_unit(text)
    assert read_unit(text) == (scale, currency)


@pytest.mark.parametrize("text", ["编制单位：某某公司", "被投资单位：甲", "计入当期损益的单位成本", "单位名称"])
def test_what_is_no_unit(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("caption", "report", "first", "last"),
    [
        ("2022年12月31日，处于第一阶段的坏账准备", REPORT, (2022, 1, 1), (2022, 12, 31)),
        ("截至 2023 年 12 月 31 日的坏账准备", REPORT, (2023, 1, 1), (2023, 12, 31)),
        ("对2023年1月1日的影响", REPORT, (2022, 1, 1), (2022, 12, 31)),
        ("2022年度", REPORT, (2022, 1, 1), (2022, 12, 31)),
        ("上年年末按组合计提", REPORT, (2022, 1, 1), (2022, 12, 31)),
        ("上期金额", REPORT, (2022, 1, 1), (2022, 12, 31)),
        ("上期金额", HALF_YEAR, (2022, 1, 1), (2022, 6, 30)),
        ("期初余额", HALF_YEAR, (2022, 1, 1), (2022, 12, 31)),
        ("2023年6月30日", HALF_YEAR, (2023, 1, 1), (2023, 6, 30)),
        ("2022年公立医疗市场TOP5", HALF_YEAR, (2022, 1, 1), (2022, 12, 31)),
        ("2022年上半年", HALF_YEAR, (2022, 1, 1), (2022, 6, 30)),
        ("2023 上半年公立医疗市场 TOP10", REPORT, (2023, 1, 1), (2023, 6, 30)),
        ("2023年前三季度", REPORT, (2023, 1, 1), (2023, 9, 30)),
    ],
)
def test_period_that_a_caption_names(
    caption: str, report: ReportPeriod, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    expected = Duration(start=datetime.date(*first), end=datetime.date(*last))
    assert parse_caption_period(caption, report) == expected


@pytest.mark.parametrize(
    "caption",
    [
        "按账龄披露",
        "期初未分配利润的调整",
        "自2019年1月1日起执行新准则",
        "2018年第一期股票期权",
        "2023年起首次执行新准则的影响",
        "2023年12月计提的跌价准备",
        "2022年12月31日和2023年12月31日",
        "期末余额前五名",
    ],
)
def test_captions_that_name_no_period(caption: str) -> None:
    assert parse_caption_period(caption, REPORT) is None


def test_audit_report_of_the_seeds(shared: Path) -> None:
    (path,) = (shared / "seeds").glob("001_*.txt")
    document, _ = read_document(path.read_bytes(), path.name, None)
    assert document is not None
    report = ReportPeriod("audit_report", 2022, 12)
    notes = [each for each in outline_tables(document, report, 0, "CNY").values() if each.kind is StatementKind.NOTE]
    assert len(notes) == 230
    assert sum(each.scope is Scope.PARENT_ONLY for each in notes) == 30
    by_number = {each.place.number: each.place.title for each in notes}
    assert by_number["五、（三）"] == "应收账款"
    assert by_number["五、（四十四）"] == "未分配利润"
    assert by_number["十五、(三)"] == "长期股权投资"
    stages = {each.place.captions[-1]: each.period for each in notes if each.place.captions and each.period}
    assert stages["2021年12月31日，处于第一阶段的坏账准备"] == Duration(
        start=datetime.date(2021, 1, 1), end=datetime.date(2021, 12, 31)
    )


def test_a_statement_of_the_parent_within_a_note_is_the_parents_alone() -> None:
    text = (
        BEGIN + "1、会计政策变更\n\n合并资产负债表\n" + TABLE + "\n母公司资产负债表\n" + TABLE + "\n2、存货\n" + TABLE
    )
    scopes = [Scope.CONSOLIDATED, Scope.PARENT_ONLY, Scope.CONSOLIDATED]
    assert [each.scope for each in places(text)] == scopes


def test_a_title_that_begins_with_a_number_of_years_is_a_heading() -> None:
    text = BEGIN + "42、持有待售负债\n\n□适用√不适用\n\n43、1 年内到期的非流动负债\n\n" + TABLE
    assert shown(text) == [("五、43、", "1年内到期的非流动负债", ())]


def test_a_question_with_boxes_is_no_caption() -> None:
    text = BEGIN + "43、营业收入\n\n净利润孰低是否为负值\n\n□是 \uf052否\n\n营业收入的分解信息：\n" + TABLE
    assert shown(text) == [("五、43、", "营业收入", ("营业收入的分解信息",))]


def test_a_circled_number_that_was_lost_is_the_next_one() -> None:
    text = BEGIN + "9、存货\n\n$\\textcircled{1}$构成情况\n" + TABLE + "\n$\\circledcirc$到期情况\n" + TABLE
    assert shown(text) == [("五、9、", "存货", ("构成情况",)), ("五、9、", "存货", ("到期情况",))]


def units(text: str) -> list[tuple[int | None, bool]]:
    return [(each.scale, each.unit_assumed) for each in places(text)]


def test_a_unit_below_another_caption_is_that_of_a_table_with_the_same_columns() -> None:
    other = TABLE.replace("期初余额", "本期增加")
    text = f"{DISCUSSION}# 一、业务\n\n单位：万元\n\n{TABLE}\n分产品情况\n\n{TABLE}\n其他情况\n\n{other}"
    assert units(text) == [(4, False), (4, False), (4, True)]


def test_a_unit_lapses_with_the_heading_it_stands_under() -> None:
    text = f"{DISCUSSION}# 一、行业\n\n图：市场规模（单位：亿元）\n\n见上图。\n\n# 二、业务\n\n{TABLE}"
    assert units(text) == [(None, True)]


def test_a_sentence_that_gives_the_notes_their_unit_may_say_other_things_first() -> None:
    sentence = "除特别注明之外，期末指2023年12月31日，货币单位为人民币万元。"
    text = f"{BEGIN}{sentence}\n\n# 1、货币资金\n\n{TABLE}\n# 2、存货\n\n{TABLE}"
    assert units(text) == [(4, False), (4, False)]


def test_a_header_printed_again_behind_a_total_is_that_of_a_lost_note() -> None:
    table = "| 项目 | 期末余额 |\n| --- | --- |\n| 甲 | 1,000.00 |\n| 合计 | 1,000.00 |\n"
    text = f"{BEGIN}# 44、营业外收入\n\n{table}\n{table}\n# 46、所得税费用\n\n{table}"
    assert [(number, title) for number, title, _ in shown(text)] == [
        ("五、44、", "营业外收入"),
        ("五、45、", ""),
        ("五、46、", "所得税费用"),
    ]


def test_a_heading_printed_not_to_apply_is_no_caption_of_what_follows() -> None:
    text = (
        f"{DISCUSSION}# 八、会计数据差异\n\n(三)境内外会计准则差异的说明：\n\n□适用 √不适用\n\n"
        f"季度数据差异说明\n\n单位：万元\n\n{TABLE}"
    )
    assert shown(text) == [("第三节八、", "会计数据差异", ("季度数据差异说明",))]


@pytest.mark.parametrize("gap", ["", "   "])
def test_headings_of_several_levels_in_one_line_are_read_apart(gap: str) -> None:
    text = (
        f"{DISCUSSION}十三、重大合同及其履行情况(一){gap}租赁事项{gap}1、托管情况 □适用 √不适用\n\n"
        f"# (二) 担保情况\n\n{TABLE}"
    )
    assert shown(text) == [("第三节十三、", "重大合同及其履行情况", ("担保情况",))]


def test_a_sentence_that_ends_in_the_caption_of_its_first_table() -> None:
    text = BEGIN + f"# 1、外汇风险\n\n主要外币余额产生的影响如下表所述：美元\n\n{TABLE}\n欧元\n\n{TABLE}"
    first, second = places(text)
    assert first.place.captions[-1] == "美元"
    assert second.place.captions == ("欧元",)


def test_a_sentence_whose_colon_stands_behind_the_unit_is_the_caption_of_the_table_it_leads_to() -> None:
    told = "其他变量不变的情况下，汇率的可能合理变动对净资产的税后影响如下"
    (found,) = places(f"{BEGIN}# 1、市场风险\n\n目前未采取任何措施规避汇率风险。{told}（单位：万元）：\n\n{TABLE}")
    assert (found.place.captions, found.scale) == ((told,), 4)


def test_rows_of_a_form_above_a_table_are_no_captions() -> None:
    form = "# （1）合并成本及商誉\n\n--现金\n\n--其他\n\n"
    assert [each.place.captions for each in places(BEGIN + "# 1、企业合并\n\n" + form + TABLE)] == [("合并成本及商誉",)]
