"""Tests of the unit of a table that prints none in a report whose other tables do."""

from __future__ import annotations

import pytest

from converter.model.report import Report
from converter.pipeline import read_report
from converter.taxonomy import Taxonomy

STATED = "（除特别注明外，金额单位为人民币元）"
REPORT = """2023年年度报告
合并资产负债表
2023年12月31日
单位：元
项目\t2023年12月31日\t2022年12月31日
货币资金\t31,415,926,535.89\t27,182,818,284.59
其他应收款\t1,000,000,000.00\t800,000,000.00
流动资产合计\t32,415,926,535.89\t27,982,818,284.59
资产总计\t32,415,926,535.89\t27,982,818,284.59
股本\t32,415,926,535.89\t27,982,818,284.59
所有者权益合计\t32,415,926,535.89\t27,982,818,284.59
负债和所有者权益总计\t32,415,926,535.89\t27,982,818,284.59
五、合并财务报表项目注释
"""
OTHERS = """2、存货
单位：元
项目\t期末余额\t期初余额
原材料\t600.00\t500.00
合计\t600.00\t500.00
3、其他流动资产
单位：万元
项目\t期末余额\t期初余额
预缴税费\t0.06\t0.05
合计\t0.06\t0.05
"""


def values(taxonomy: Taxonomy, rows: str, *, stated: str = "", others: str = OTHERS) -> dict[str, str]:
    """Return the values of the facts of the table of a first note, by their text."""
    text = f"{REPORT}{stated}\n1、货币资金\n项目\t期末余额\t期初余额\n{rows}\n{others}"
    report, _ = read_report(text.encode(), "report.txt", taxonomy)
    assert isinstance(report, Report)
    lines = range(REPORT.count("\n") + 1, REPORT.count("\n") + rows.count("\n") + 5)
    return {s.text: fact.value for fact in report.facts for s in fact.sources if s.line in lines}


@pytest.mark.parametrize(
    ("rows", "text", "value"),
    [
        # the total is that of the statement, in ten thousands
        (
            "库存现金\t92.65\t84.59\n银行存款\t3,141,500.00\t2,718,197.24\n合计\t3,141,592.65\t2,718,281.83",
            "92.65",
            "926500",
        ),
        # in ten thousands it would be more than the report knows of anything
        ("库存现金\t92.65\t84.59\n银行存款\t31,415,000.00\t27,182,000.00", "92.65", "92.65"),
        # in ten thousands as well as not
        ("库存现金\t92.65\t84.59\n银行存款\t415,000.00\t182,000.00", "92.65", None),
    ],
)
def test_amounts_say_the_unit_that_was_lost(taxonomy: Taxonomy, rows: str, text: str, value: str | None) -> None:
    assert values(taxonomy, rows).get(text) == value


@pytest.mark.parametrize(
    ("stated", "others"),
    [(STATED, OTHERS), ("", ""), ("", OTHERS.replace("单位：元\n", "").replace("单位：万元\n", ""))],
)
def test_notes_that_say_their_unit_once_or_never_are_in_it(taxonomy: Taxonomy, stated: str, others: str) -> None:
    rows = "库存现金\t92.65\t84.59\n银行存款\t415,000.00\t182,000.00"
    assert values(taxonomy, rows, stated=stated, others=others)["92.65"] == "92.65"


def test_whole_numbers_in_thousands_are_no_ratios(taxonomy: Taxonomy) -> None:
    rows = "库存现金\t60.00\t50.00"
    others = (
        "\n2、应收账款\n账龄\t账面余额\t计提比例（%）\n1年以内\t60.00\t33,864\n1至2年\t40.00\t322\n合计\t100.00\t35\n"
    )
    text = f"{REPORT}{STATED}\n1、货币资金\n项目\t期末余额\t期初余额\n{rows}\n{others}"
    report, _ = read_report(text.encode(), "report.txt", taxonomy)
    assert report is not None
    texts = {source.text for fact in report.facts for source in fact.sources}
    assert "40.00" in texts
    assert not {"33,864", "322"} & texts
