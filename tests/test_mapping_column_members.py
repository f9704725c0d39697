"""Columns of a note's table that would be the same facts."""

from __future__ import annotations

import dataclasses

import pytest
from reconcile_sample import YEAR, YEAR_END
from test_mapping_notes import cell, mapped, note, receivables

from converter.model.statement import NotePlace
from converter.taxonomy import Taxonomy


def test_of_two_rates_the_one_named_by_part_of_the_others_words_is_below_a_heading_of_others(
    taxonomy: Taxonomy,
) -> None:
    columns = [("账面余额", YEAR_END), ("坏账准备/比例", YEAR_END), ("坏账准备/计提比例", YEAR_END)]
    table = mapped(note(receivables("按坏账计提方法分类披露"), columns, [("合计", ["9.00", "1.00", "0.10"])]), taxonomy)
    assert table.cells[0][1] is None
    assert cell(table, 0, 2).concept == "c2x:ProvisionRate"
    assert "c2x:DisclosureAxis" not in dict(cell(table, 0, 2).dimensions)


def test_the_measure_that_columns_of_groups_share_tells_no_group_apart(taxonomy: Taxonomy) -> None:
    heads = ("分部1/营业收入", "分部1/营业成本", "合计/营业收入", "合计/营业成本")
    where = NotePlace(
        "七、42", "营业收入和营业成本", "合并财务报表项目注释", ("营业收入、营业成本的分解信息",), "合同分类"
    )
    rows = [("医药工业", ["4.00", "3.00", "4.00", "3.00"]), ("合计", ["4.00", "3.00", "4.00", "3.00"])]
    made = note(where, [(words, YEAR) for words in heads], rows)
    columns = tuple(dataclasses.replace(each, header=tuple(each.header[0].split("/"))) for each in made.columns)
    table = mapped(dataclasses.replace(made, columns=columns), taxonomy)
    told = [dict(cell(table, 1, at).dimensions).get("c2x:DisclosureAxis") for at in range(4)]
    assert told == ["分部1", "分部1", None, None]
    assert cell(table, 1, 1).concept == "c2x:CostOfSales"


@pytest.mark.parametrize(
    ("place", "header", "concept"),
    [
        (("金融资产", ("转移方式分类",)), "第二层次公允价值计量", "c2x:FairValueMeasured"),
        (("", ()), "税后归属于母公司", "c2x:OCINetOfTaxAttributableToOwnersOfParent"),
    ],
)
def test_headers_that_one_table_has_tell_it_where_its_heading_was_lost(
    place: tuple[str, tuple[str, ...]], header: str, concept: str, taxonomy: Taxonomy
) -> None:
    title, captions = place
    where = NotePlace("十一", title, "合并财务报表项目注释", captions, "项目")
    columns = [(header, YEAR if "税" in header else YEAR_END), ("", YEAR_END)]
    rows = [("其他非流动金融资产", ["4.00", "4.00"]), ("合计", ["4.00", "4.00"])]
    found = cell(mapped(note(where, columns, rows), taxonomy), 0, 0)
    assert found.concept == concept
    assert "金融资产" not in dict(found.dimensions).values()


def test_a_company_in_a_note_of_dealings_is_no_investee_though_its_caption_was_lost(taxonomy: Taxonomy) -> None:
    where = NotePlace("十二、5", "关联交易情况", "关联方及关联交易", (), "公司名称")
    rows = [("甲公司", ["4.00"]), ("乙公司", ["5.00"])]
    found = cell(mapped(note(where, [("关联交易金额", YEAR)], rows), taxonomy), 0, 0)
    assert ("c2x:CounterpartyAxis", "甲公司") in found.dimensions
