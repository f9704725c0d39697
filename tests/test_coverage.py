"""Every number of the document is counted: those in facts, and the others with the reason."""

from __future__ import annotations

import pytest

from converter.messages import describe_counts
from converter.model.document import Document
from converter.model.manifest import ManifestCounts
from converter.model.report import Coverage
from converter.pipeline import read_report
from converter.read import read_document
from converter.reconcile.printed_numbers import find_sentence_numbers, find_table_numbers
from converter.taxonomy import read_taxonomy

SHEET = """合并资产负债表
2023年12月31日
单位：元
项目\t附注\t2023年12月31日\t2022年12月31日
货币资金\t七.1\t100.00\t90.00
存货\t七.2\t50.00\t40.00
流动资产合计\t\t150.00\t130.00
资产总计\t\t150.00\t130.00
负债合计\t\t60.00\t50.00
所有者权益合计\t\t90.00\t80.00
负债和所有者权益总计\t\t150.00\t130.00
"""


def read(text: str) -> Document:
    document, _ = read_document(text.encode(), "input.txt")
    assert document is not None
    return document


def cover(text: str) -> Coverage:
    report, _ = read_report(text.encode(), "input.txt", read_taxonomy())
    assert report is not None
    return report.coverage


def table_numbers(text: str) -> list[str]:
    return [source.text for source, _ in find_table_numbers(read(text), frozenset())]


def test_all_numbers_of_a_statement_are_facts():
    coverage = cover(SHEET)
    assert (coverage.tables.printed, coverage.tables.facts, coverage.tables.others) == (14, 14, ())
    assert coverage.sentences.printed == 0


def test_numbers_of_a_table_that_is_no_statement_are_listed_with_the_reason():
    coverage = cover("型号\t台时\n甲型\t1,234.50\n乙型\t2,345.60\n\n1,760.55\n\n" + SHEET)
    assert coverage.tables.printed == 17
    assert coverage.tables.facts == 14
    places = {group.reason.en: [(place.line, place.text) for place in group.places] for group in coverage.tables.others}
    assert sum(map(len, places.values())) == 3
    assert places["the structure of its table is lost"] == [(5, "1,760.55")]
    assert sorted(place for found in places.values() for place in found)[:2] == [(2, "1,234.50"), (3, "2,345.60")]


def test_numbers_with_units_in_sentences_are_counted_with_their_places():
    coverage = cover(SHEET + "\n本期实现收入8.17亿元，同比增长3.73%，员工 120 人。\n")
    (group,) = coverage.sentences.others
    assert (coverage.sentences.printed, coverage.sentences.facts, group.count) == (3, 0, 3)
    assert [place.text for place in group.places] == ["8.17", "3.73", "120"]


def test_what_stays_unresolved_keeps_its_reason():
    text = SHEET.replace("货币资金\t七.1\t100.00", "货币资金\t七.1\t12.5%")
    (group,) = cover(text).tables.others
    assert group.reason.en == "a percentage is printed for an item that is an amount"
    assert [place.text for place in group.places] == ["12.5%"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("1\t甲公司\t1,000.00", ["1,000.00"]),  # an ordinal at the head of the row
        ("甲公司\t2022\t1,000.00", ["1,000.00"]),  # a year
        ("甲公司\t2022.06\t1,000.00", ["1,000.00"]),  # a month
        ("证券代码\t600999\t1,000.00", ["1,000.00"]),
        ("甲公司\t000123\t1,000.00", ["1,000.00"]),  # a code: no figure begins with a nought
        ("甲公司\t12\t-\t(3.5)", ["12", "(3.5)"]),
        ("1,234.00\t5.00\t6.00", ["1,234.00", "5.00", "6.00"]),  # the label was lost
        ("甲公司\t1,234.00 5,678.00", ["1,234.00", "5,678.00"]),  # two amounts in one cell
    ],
)
def test_ordinals_years_and_codes_are_no_figures(row: str, expected: list[str]):
    assert table_numbers(f"项目\t列一\t列二\n{row}\n乙公司\t-\t-\n") == expected


def test_a_column_of_note_references_holds_no_figures_on_the_next_page_either():
    text = "项目\t附注\t期末\n存货\t7\t10.00\n资产\t8\t20.00\n\n第 2 页\n\n负债\t9\t30.00\n权益\t10\t40.00\n"
    assert table_numbers(text) == ["10.00", "20.00", "30.00", "40.00"]


def test_amounts_outside_any_table_are_what_is_left_of_one():
    numbers = list(
        find_table_numbers(read("说明\n\n1,234.56\n\n货币资金1,760.55\n\n17\n\n共1,234.56元。\n"), frozenset())
    )
    assert [(source.text, is_read) for source, is_read in numbers] == [("1,234.56", False), ("1,760.55", False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("营业收入817,000.00元，较上年增加1.5个百分点。", ["817,000.00", "1.5"]),
        ("亏损4.05亿元，上年-2,000万元。", ["4.05", "-2,000"]),
        ("发行5,000万股，每股0.52元/股，增长12％。", ["5,000", "0.52", "12"]),
        ("2023年12月31日，第3项、前5名，型号A12项。", []),
        ("覆盖医院1,500余家，专利30项。", ["1,500", "30"]),
    ],
)
def test_a_number_in_a_sentence_has_a_unit(text: str, expected: list[str]):
    assert [source.text for source in find_sentence_numbers(read(text))] == expected


def test_sentences_in_cells_are_sentences():
    text = "项目\t金额\t说明\n存货\t10.00\t较年初增加37.41%，系备货增加\n资产\t20.00\t无\n"
    assert [source.text for source in find_sentence_numbers(read(text))] == ["37.41"]
    (source,) = find_sentence_numbers(read(text))
    assert (source.line, source.start) == (2, 14)


def test_the_line_for_people_never_rounds_up_to_all():
    counts = ManifestCounts(
        numbers_in_tables=3412,
        facts_in_tables=3411,
        numbers_in_sentences=57,
        facts_in_sentences=12,
        not_facts={"not recognised in its sentence": 45, "its table is not recognised": 1},
    )
    assert describe_counts(counts) == (
        "numbers: 3,412 in tables, 3,411 in facts (99.9 %) · 57 in sentences, 12 in facts (21 %)"
        " · not facts: 45 not recognised in its sentence, 1 its table is not recognised"
    )


def test_the_audit_report_accounts_for_every_number(shared):
    """Each number is in a fact or in a group, and no place is listed twice."""
    path = next((shared / "seeds").glob("001_*.txt"))
    coverage = cover(path.read_text(encoding="utf-8"))
    for count in (coverage.tables, coverage.sentences):
        places = [(place.line, place.start) for group in count.others for place in group.places]
        assert len(places) == len(set(places))
        assert count.printed == count.facts + len(places)
    assert coverage.tables.printed > 2_800
    assert coverage.sentences.printed > 100
