"""Notes and accounting policies become text-block facts: readable XHTML, one for each, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from converter.model.report import Fact
from converter.model.statement import NotePart, Scope, TextBlock
from converter.pipeline import Options, convert_document
from converter.read import read_document
from converter.recognise.text_blocks import recognise_text_blocks
from converter.resources import find_resource
from converter.taxonomy import Taxonomy
from converter.validate.judge import PACKAGE
from converter.validate.service import ArelleProcess

XHTML = "{http://www.w3.org/1999/xhtml}"
NOTES = """甲乙股份有限公司
财务报表附注
2023年度
（金额单位：人民币元）

一、公司基本情况

本公司于某地设立。

二、财务报表的编制基础

本公司以持续经营为基础编制。

三、重要会计政策及会计估计

（一）会计期间

自公历1月1日起至12月31日止。

（二）金融工具

1. 分类

甲 < 乙，丙 & 丁。

（三）某某特有政策

按实际发生额计量。

四、税项

（一）主要税种及税率

增值税税率为13%。

五、合并财务报表项目注释

（一）应收账款

1. 按账龄披露

账龄\t期末余额\t期初余额
1年以内\t100.00\t90.00
合计\t100.00\t90.00

2. 本期无核销的应收账款。

（二）存货

（三）套期工具明细

本期无。

六、关联方及关联交易

（一）母公司情况

无母公司。

（二）子公司情况

见附注。

七、母公司财务报表主要项目注释

（一）应收账款

期末余额为零。
"""
SHEET = """
合并资产负债表
2023年12月31日
单位：元
项目\t2023年12月31日\t2022年12月31日
应收账款\t100.00\t90.00
存货\t50.00\t40.00
流动资产合计\t150.00\t130.00
资产总计\t150.00\t130.00
负债合计\t60.00\t50.00
所有者权益合计\t90.00\t80.00
负债和所有者权益总计\t150.00\t130.00

"""


def read_blocks(text: str) -> tuple[TextBlock, ...]:
    document, _ = read_document(text.encode(), "input.txt")
    assert document is not None
    return recognise_text_blocks(document)


@pytest.fixture(scope="module")
def blocks() -> dict[str, TextBlock]:
    return {f"{block.number}{block.title}": block for block in read_blocks(NOTES)}


def test_policies_and_items_are_divided_other_chapters_are_not(blocks: dict[str, TextBlock]):
    assert list(blocks) == [
        "一、公司基本情况",
        "二、财务报表的编制基础",
        "三、（一）会计期间",
        "三、（二）金融工具",
        "三、（三）某某特有政策",
        "四、税项",
        "五、（一）应收账款",
        "五、（三）套期工具明细",  # 存货 has nothing below its heading
        "六、关联方及关联交易",
        "七、（一）应收账款",
    ]
    assert blocks["三、（二）金融工具"].part is NotePart.POLICY
    assert blocks["五、（一）应收账款"].part is NotePart.ITEM
    assert blocks["四、税项"].part is NotePart.CHAPTER
    assert blocks["五、（一）应收账款"].scope is Scope.CONSOLIDATED
    assert blocks["七、（一）应收账款"].scope is Scope.PARENT_ONLY


def test_the_source_of_a_note_is_its_heading(blocks: dict[str, TextBlock]):
    source = blocks["五、（一）应收账款"].source
    assert NOTES.splitlines()[source.line - 1][source.start : source.end] == "（一）应收账款"


def test_content_is_wellformed_xhtml_with_headings_paragraphs_and_tables(blocks: dict[str, TextBlock]):
    root = etree.fromstring(blocks["五、（一）应收账款"].content)
    assert root.tag == f"{XHTML}div"
    assert [(child.tag.removeprefix(XHTML), (child.text or "").strip()) for child in root] == [
        ("h1", "（一）应收账款"),
        ("h2", "1. 按账龄披露"),
        ("table", ""),
        ("p", "2. 本期无核销的应收账款。"),
    ]
    rows = [[cell.text for cell in row] for row in root.iter(f"{XHTML}tr")]
    assert rows[0] == ["账龄", "期末余额", "期初余额"]
    assert rows[2] == ["合计", "100.00", "90.00"]


def test_marks_of_xml_in_the_text_are_text(blocks: dict[str, TextBlock]):
    root = etree.fromstring(blocks["三、（二）金融工具"].content)
    assert root[-1].text == "甲 < 乙，丙 & 丁。"


def test_a_list_numbered_like_the_policies_stays_within_its_policy():
    text = NOTES.replace("（一）会计期间", "4、会计期间").replace("（二）金融工具", "5、金融工具")
    text = text.replace("（三）某某特有政策", "6、某某特有政策").replace("1. 分类\n", "1、分类\n\n（略）\n\n2、计量\n")
    titles = [block.title for block in read_blocks(text) if block.part is NotePart.POLICY]
    assert titles == ["会计期间", "金融工具", "某某特有政策"]


def test_spans_are_written_once():
    html = (
        "<p>一、公司基本情况</p><p>略。</p><p>二、财务报表的编制基础</p><table><tr><td rowspan=2>项目</td>"
        "<td colspan=2>金额</td></tr><tr><td>期末</td><td>期初</td></tr><tr><td>存货</td><td>1.00</td><td></td></tr>"
        "</table>"
    )
    document, _ = read_document(f"<html><body>{html}</body></html>".encode(), "input.html")
    assert document is not None
    content = recognise_text_blocks(document)[-1].content
    assert '<tr><td rowspan="2">项目</td><td colspan="2">金额</td></tr>' in content
    assert "<tr><td>期末</td><td>期初</td></tr>" in content
    assert "<tr><td>存货</td><td>1.00</td><td/></tr>" in content


@pytest.fixture(scope="module")
def facts(taxonomy: Taxonomy) -> list[Fact]:
    report = convert_document((SHEET + NOTES).encode(), "input.txt", taxonomy, Options(formats=())).report
    assert report is not None
    return [fact for fact in report.facts if taxonomy.concepts[fact.concept].kind == "text_block"]


def test_known_notes_have_concepts_others_the_general_one_with_their_title(facts: list[Fact]):
    assert [(fact.concept.removeprefix("c2x:"), fact.dimensions) for fact in facts] == [
        ("DisclosureOfGeneralInformationAboutFinancialStatementsExplanatory", {}),
        ("DisclosureOfBasisOfPreparationOfFinancialStatementsExplanatory", {}),
        ("DescriptionOfAccountingPeriodExplanatory", {}),
        ("DescriptionOfAccountingPolicyForFinancialInstrumentsExplanatory", {}),
        (
            "DescriptionOfOtherAccountingPoliciesRelevantToUnderstandingOfFinancialStatements",
            {"c2x:NoteTitleAxis": "某某特有政策"},
        ),
        ("DisclosureOfApplicableTaxesExplanatory", {}),
        ("DisclosureOfCurrentTradeReceivablesExplanatory", {}),
        (
            "DisclosureOfNotesAndOtherExplanatoryInformationExplanatory",
            {"c2x:NoteTitleAxis": "套期工具明细"},
        ),
        ("DisclosureOfRelatedPartyExplanatory", {}),
        (
            "DisclosureOfCurrentTradeReceivablesExplanatory",
            {"c2x:ConsolidatedAndSeparateFinancialStatementsAxis": "c2x:SeparateMember"},
        ),
    ]


def test_a_note_whose_concept_is_taken_is_told_by_its_title(taxonomy: Taxonomy):
    twice = (SHEET + NOTES).replace("（三）套期工具明细", "（三）应收账款")
    report = convert_document(twice.encode(), "input.txt", taxonomy, Options(formats=())).report
    assert report is not None
    (second,) = [fact for fact in report.facts if fact.dimensions == {"c2x:NoteTitleAxis": "应收账款"}]
    assert second.printed_label == "五、（三）应收账款"


def test_text_blocks_cover_no_numbers(taxonomy: Taxonomy):
    report = convert_document((SHEET + NOTES).encode(), "input.txt", taxonomy, Options(formats=())).report
    assert report is not None
    (group,) = report.coverage.sentences.others
    assert [place.text for place in group.places] == ["13"]


def test_every_format_loads_back_as_the_same_text(facts: list[Fact], taxonomy: Taxonomy, tmp_path: Path):
    files = convert_document((SHEET + NOTES).encode(), "input.txt", taxonomy, Options()).files
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    expected = sorted((fact.concept, tuple(sorted(fact.dimensions.items())), fact.value) for fact in facts)
    names = [tmp_path / name for name in ("report.xbrl", "report.xbrl.json", "report.xbrl.csv/report.json")]
    with ArelleProcess([find_resource("taxonomy", PACKAGE)]) as arelle:
        for path in names:
            loaded = arelle.load_facts(path)
            found = [each for each in loaded if taxonomy.concepts[each.concept].kind == "text_block"]
            assert sorted((each.concept, each.dimensions, each.value) for each in found) == expected, path.name
        arelle.ask_verdicts(names)
        assert [verdict.messages for verdict in arelle.take_verdicts()] == [(), (), ()]


def test_the_audit_report_has_a_block_for_every_note(shared: Path):
    path = next((shared / "seeds").glob("001_*.txt"))
    found = read_blocks(path.read_text(encoding="utf-8"))
    parts = [block.part for block in found]
    assert parts.count(NotePart.POLICY) == 30
    assert parts.count(NotePart.ITEM) == 74
    assert max(len(block.content) for block in found) < 20_000
    for block in found:
        etree.fromstring(block.content)
