"""Whose report it is, and the facts about the document itself."""

from __future__ import annotations

import pytest

from converter.model.document import Document, Paragraph
from converter.model.source import Source
from converter.model.statement import StatementKind
from converter.read import read_document
from converter.recognise import recognise_report
from converter.recognise.periods import parse_report_title
from converter.recognise.titles import parse_title

AUDIT = """审计报告

甲乙审字[2023]000Z0001 号

甲乙会计师事务所(特殊普通合伙)

丙丁科技股份有限公司全体股东：

一、审计意见

我们认为，后附的财务报表在所有重大方面按照企业会计准则的规定编制，公允反映了财务状况。

中国注册会计师：张一（项目合伙人）

中国注册会计师：李二

2023年 4月 20日

合并资产负债表

2022年12月31日

编制单位：丙丁科技股份有限公司

单位：万元 币种：人民币

法定代表人：王三    主管会计工作负责人：赵四      会计机构负责人：钱五
"""


def recognise(text: str, taxonomy, file: str = "report.txt"):
    document, _ = read_document(text.encode(), file)
    assert document is not None
    return document, recognise_report(document, taxonomy)[0]


def test_an_audit_report_states_its_facts(taxonomy) -> None:
    document, report = recognise(AUDIT, taxonomy)
    facts = {fact.key: fact.value for fact in report.document_facts}
    assert facts["entity_name"] == "丙丁科技股份有限公司"
    assert facts["auditor"] == "甲乙会计师事务所(特殊普通合伙)"
    assert facts["audit_report_number"] == "甲乙审字[2023]000Z0001号"
    assert facts["audit_opinion"] == "无保留意见"
    assert facts["signing_accountants"] == "张一、李二"
    assert facts["audit_report_date"] == "2023-04-20"
    assert facts["presentation_scale"] == "万元"
    assert facts["currency"] == "人民币"
    assert facts["legal_representative"] == "王三"
    assert facts["chief_accounting_officer"] == "赵四"
    assert facts["head_of_accounting"] == "钱五"
    for fact in report.document_facts:
        for span in fact.source.parts or (fact.source,):
            assert document.lines[span.line - 1][span.start : span.end] == span.text


def test_a_qualified_opinion_is_called_what_its_heading_says(taxonomy) -> None:
    _, report = recognise(AUDIT.replace("一、审计意见", "一、保留意见"), taxonomy)
    assert {fact.key: fact.value for fact in report.document_facts}["audit_opinion"] == "保留意见"


def test_the_cover_and_the_profile_name_the_entity(taxonomy) -> None:
    text = (
        "丙丁科技股份有限公司2023 年年度报告\n\n"
        "| 股票简称 | 丙丁科技 | 股票代码 | 600999 |\n| --- | --- | --- | --- |\n"
        "| 公司的中文名称 | 丙丁科技股份有限公司 |\n"
    )
    _, report = recognise(text, taxonomy)
    entity = report.entity
    assert (entity.name, entity.stock_code, entity.short_name) == ("丙丁科技股份有限公司", "600999", "丙丁科技")
    assert len(entity.sources) == 3


def test_headers_above_their_values_name_the_entity(taxonomy) -> None:
    text = "公告\n\n| 股票种类 | 股票简称 | 股票代码 |\n| --- | --- | --- |\n| A股 | 丙丁科技 | 600999 |\n"
    _, report = recognise(text, taxonomy)
    assert (report.entity.stock_code, report.entity.short_name) == ("600999", "丙丁科技")


def test_the_name_of_the_file_is_no_evidence(taxonomy) -> None:
    _, report = recognise("正文\n\n项目\t金额\n", taxonomy, file="600999_2023年年度报告.md")
    assert (report.entity.name, report.entity.stock_code, report.report_type) == (None, None, "other")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("丙丁股份有限公司 2023 年第一季度报告", ("first_quarter_report", 2023, 3)),
        ("2023年一季度报告", ("first_quarter_report", 2023, 3)),
        ("2024 年半年度报告全文", ("half_year_report", 2024, 6)),
        ("2024年第三季度报告", ("third_quarter_report", 2024, 9)),
        ("2023 年年度报告", ("annual_report", 2023, 12)),
        ("2023年度财务报告", ("annual_report", 2023, 12)),
    ],
)
def test_titles_of_reports(text: str, expected: tuple[str, int, int]) -> None:
    found = parse_report_title(text)
    assert found is not None
    assert (found.report_type, found.year, found.last_month) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1、合并资产负债表", StatementKind.BALANCE_SHEET),
        ("母公司利润表（续）", StatementKind.INCOME_STATEMENT),
        ("（三）合并现金流量表", StatementKind.CASH_FLOW_STATEMENT),
        ("合并股东权益变动表", StatementKind.CHANGES_IN_EQUITY),
        ("合并所有者权益（或股东权益）变动表", StatementKind.CHANGES_IN_EQUITY),
        ("现金流量表补充资料", None),
        ("资产负债表日后事项", None),
        ("59、现金流量表项目", None),
        ("编制合并资产负债表时，调整合并资产负债表的期初数。", None),
    ],
)
def test_titles_of_statements(text: str, kind: StatementKind | None) -> None:
    title = parse_title(text)
    assert (title.kind if title else None) is kind


def test_facts_about_the_document_keep_their_page_and_cell(taxonomy) -> None:
    text = "证券代码：600001 证券简称：甲乙科技"
    box = (10.0, 20.0, 300.0, 32.0)
    place = Source(line=1, start=0, end=len(text), text=text, page=7, box=box)
    names = "中国注册会计师：张一 中国注册会计师：李二"
    signed = Source(line=2, start=0, end=len(names), text=names, sheet="封面", cell="B2")
    document = Document(
        "report.pdf",
        "0" * 64,
        "UTF-8",
        "application/pdf",
        (text, names),
        (Paragraph(text, place), Paragraph(names, signed)),
    )
    report, _ = recognise_report(document, taxonomy)
    found = {fact.key: fact.source for fact in report.document_facts}
    assert {(source.page, source.box) for source in report.entity.sources} == {(7, box)}
    assert (found["stock_code"].page, found["stock_code"].box, found["stock_code"].text) == (7, box, "600001")
    accountants = found["signing_accountants"]
    assert (accountants.sheet, accountants.cell) == ("封面", "B2")
    assert [part.text for part in accountants.parts] == ["张一", "李二"]
