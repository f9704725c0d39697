"""Captions that a table cannot stand under are dropped, those that it tells itself are added."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reconcile_sample import YEAR_END
from test_mapping_notes import cell, mapped, note, receivables

from converter.mapping.lookup import RuleBook
from converter.mapping.note_shapes import ShapeBook
from converter.mapping.note_subjects import SubjectBook
from converter.mapping.notes import NoteMapper
from converter.model.statement import NotePlace
from converter.taxonomy import Taxonomy

SHARE = "占应收账款期末余额合计数的比例"
AXIS = "c2x:DisclosureAxis"


@pytest.mark.parametrize(
    ("captions", "row_header", "headers", "label", "expected"),
    [
        (("实际核销的应收账款情况",), "项目", ("核销金额",), "实际核销的应收账款", ("实际核销的应收账款情况",)),
        (("实际核销的应收账款情况",), "单位名称", ("期末余额", SHARE), "客户一", ("前五名",)),
        (("实际核销的应收账款情况",), "类别", ("期初余额", "计提", "转销或核销"), "坏账准备", ()),
        (("按预付对象归集的期末余额前五名的预付款情况",), "行业", ("期末余额",), "医药", ()),
        (("按预付对象归集的期末余额前五名的预付款情况",), "账龄", ("期末余额金额", "期末余额比例"), "1年以内", ()),
        (
            ("使用范围受限但仍属于现金及现金等价物列示的情况",),
            "项目",
            ("本期金额", "不属于现金及现金等价物的理由"),
            "保证金",
            ("不属于现金及现金等价物的货币资金",),
        ),
        ((), "项目", ("期初余额", "期末余额", "减值测试情况"), "甲项目", ("开发支出减值准备",)),
        (("短期薪酬列示",), "项目", ("期初余额",), "基本养老保险", ()),
        (("按坏账计提方法分类披露",), "名称", ("账面余额", "计提理由"), "甲公司", ("按单项计提坏账准备",)),
        (("商誉减值准备",), "被投资单位名称", ("期初余额", "企业合并形成的"), "甲公司", ("商誉账面原值",)),
        (("其他符合非经常性损益定义的损益项目",), "报告期利润", ("每股收益",), "扣除非经常性损益后的净利润", ()),
    ],
)
def test_what_a_table_prints_tells_its_captions(
    captions: tuple[str, ...],
    row_header: str,
    headers: tuple[str, ...],
    label: str,
    expected: tuple[str, ...],
    taxonomy: Taxonomy,
) -> None:
    shapes = ShapeBook(taxonomy, SubjectBook(RuleBook(taxonomy)))
    place = receivables(*captions, row_header=row_header)
    table = note(place, [(header, None) for header in headers], [(label, ["7"] * len(headers))])
    assert shapes.place_of(table, place).captions == expected


def test_figures_of_associates_are_told_by_their_rows(taxonomy: Taxonomy) -> None:
    place = NotePlace("十、3、", "在合营企业或联营企业中的权益", "十、在其他主体中的权益", (), "")
    rows = [(label, ["7", "8"]) for label in ("流动资产", "对联营企业权益投资的账面价值", "营业收入")]
    table = mapped(note(place, [("甲公司", YEAR_END), ("乙公司", YEAR_END)], rows), taxonomy)
    assert dict(cell(table, 0, 0).dimensions) == {"c2x:InvesteeAxis": "甲公司"}


def test_the_total_of_the_five_largest_is_not_that_of_the_note(taxonomy: Taxonomy) -> None:
    table = note(
        receivables(row_header="单位名称"),
        [("期末余额", YEAR_END), (SHARE, None)],
        [("客户一", ["7", "30"]), ("合计", ["7", "30"])],
    )
    assert dict(cell(mapped(table, taxonomy), 1, 0).dimensions)[AXIS] == "前五名"


def test_the_line_item_that_shares_are_of_is_the_subject_whatever_the_heading(taxonomy: Taxonomy) -> None:
    place = NotePlace("十八、3、", "长期股权投资", "母公司财务报表主要项目注释", (), "单位名称")
    columns = [("期末余额", YEAR_END), ("占其他应收款期末余额合计数的比例", None)]
    table = mapped(note(place, columns, [("客户一", ["7", "30"]), ("合计", ["7", "30"])]), taxonomy)
    assert "Receivables" in cell(table, 0, 0).concept
    assert dict(cell(table, 0, 1).dimensions)["c2x:LineItemAxis"] == cell(table, 0, 0).concept


def test_a_note_that_lost_its_title_is_about_what_one_of_its_tables_names(taxonomy: Taxonomy) -> None:
    lost = NotePlace("七、4、", "", "合并财务报表项目注释", ("按账龄披露",), "账龄")
    ageing = note(lost, [("", YEAR_END)], [("1年以内", ["7"]), ("合计", ["7"])])
    largest = note(replace(lost, captions=(), row_header="单位名称"), [("应收账款期末余额", YEAR_END)], [("甲", ["7"])])
    mapper = NoteMapper(RuleBook(taxonomy))
    assert mapper.map_table(ageing)[0].cells[1][0] is None
    mapper.shapes.learn([ageing, largest])
    assert cell(mapper.map_table(ageing)[0], 1, 0).concept == "c2x:CurrentTradeReceivables"


def test_parts_of_another_note_belong_to_it_though_its_title_was_lost(taxonomy: Taxonomy) -> None:
    dividends = note(receivables("应收股利", "应收股利分类"), [("", YEAR_END)], [("甲公司", ["7"]), ("合计", ["7"])])
    others = note(receivables("其他应收款", "按账龄披露"), [("", YEAR_END)], [("1年以内", ["5"]), ("合计", ["5"])])
    own = note(receivables("按账龄披露"), [("", YEAR_END)], [("1年以内", ["9"]), ("合计", ["9"])])
    mapper = NoteMapper(RuleBook(taxonomy))
    mapper.shapes.learn([own, others])
    assert cell(mapper.map_table(others)[0], 1, 0).concept == "c2x:OtherCurrentReceivables"
    mapper.shapes.learn([own, dividends, others])
    concepts = [cell(mapper.map_table(table)[0], 1, 0).concept for table in (own, dividends, others)]
    assert concepts == [
        "c2x:CurrentTradeReceivables",
        "c2x:DividendsReceivableIncludedInOtherReceivables",
        "c2x:OtherReceivablesExcludingInterestAndDividends",
    ]


def test_the_header_of_labels_says_what_is_parted_where_no_heading_does(taxonomy: Taxonomy) -> None:
    for title, disclosed in (("其他应付款", "预提费用分行业"), ("预提费用", None)):
        place = NotePlace("七、41", title, "合并财务报表项目注释", (), "预提费用分行业")
        table = mapped(note(place, [("", YEAR_END)], [("医药", ["5"]), ("合计", ["5"])]), taxonomy)
        assert dict(cell(table, 1, 0).dimensions).get(AXIS) == disclosed


def test_losses_by_the_year_in_which_they_expire_are_no_differences(taxonomy: Taxonomy) -> None:
    place = NotePlace("七、29", "递延所得税资产", "合并财务报表项目注释", ("未确认递延所得税资产明细",), "年份")
    table = mapped(note(place, [("期末金额", YEAR_END), ("期初金额", YEAR_END)], [("2026年", ["5", "6"])]), taxonomy)
    assert cell(table, 0, 0).concept == "c2x:UnusedTaxLossesForWhichNoDeferredTaxAssetRecognised"


def test_what_a_page_break_left_of_a_name_is_none(taxonomy: Taxonomy) -> None:
    rows = [("甲项目", ["7"]), ("项目", ["8"]), ("合计", ["15"])]
    table = mapped(note(receivables(row_header="项目名称"), [("期末余额", YEAR_END)], rows), taxonomy)
    assert [each[0] is None for each in table.cells] == [False, True, False]
