"""What a row is called whose label was joined to the words of the column beside it."""

from decimal import Decimal

from converter.pipeline import read_report
from converter.taxonomy import Taxonomy


def test_what_is_bought_is_no_part_of_a_company_s_name(taxonomy: Taxonomy) -> None:
    text = """甲股份有限公司 2023 年年度报告
十二、关联方及关联交易
（1）采购商品/接受劳务情况表
单位：元
关联方\t关联交易内容\t本期发生额\t上期发生额
乙有限公司\t采购商品\t11,000.00\t12,000.00
乙有限公司\t接受劳务\t13,000.00\t14,000.00
丙/丁有限公司\t采购商品\t15,000.00\t16,000.00"""
    report, _ = read_report(text.encode(), "report.txt", taxonomy)
    assert report is not None
    members = {
        fact.value: {axis.partition(":")[2]: text for axis, text in fact.dimensions.items() if "LineItem" not in axis}
        for fact in report.facts
        if fact.decimals is not None and Decimal(fact.value) in {11000, 13000, 15000}
    }
    names = {value: (each["CounterpartyAxis"], each.get("NoteItemAxis")) for value, each in members.items()}
    assert names == {
        "11000": ("乙有限公司", "采购商品"),
        "13000": ("乙有限公司", "接受劳务"),
        "15000": ("丙/丁有限公司", None),
    }


def test_who_guarantees_is_called_so_and_apart_from_whom_it_is_for(taxonomy: Taxonomy) -> None:
    text = """甲股份有限公司 2023 年年度报告
十二、关联方及关联交易
（4）关联担保情况
本公司及子公司作为被担保方
单位：元
担保方\t被担保方\t担保金额\t担保起始日\t担保到期日
乙有限公司\t丙有限公司\t11,000.00\t2023-4-15\t2025-4-14
丁有限公司\t戊有限公司\t13,000.00\t2023-5-15\t2025-5-14"""
    report, _ = read_report(text.encode(), "report.txt", taxonomy)
    assert report is not None
    found = [
        (fact.concept, dict(fact.dimensions)["c2x:GuarantorAxis"], "c2x:CounterpartyAxis" in dict(fact.dimensions))
        for fact in report.facts
        if fact.decimals is not None
    ]
    assert found == [("c2x:GuaranteesReceived", name, False) for name in ("乙有限公司", "丁有限公司")]
