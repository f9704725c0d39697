from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from converter.mapping import explain_label
from converter.model.statement import StatementKind
from converter.taxonomy import LineItemRule, Taxonomy

_SECTIONS = {
    "bs": StatementKind.BALANCE_SHEET,
    "is": StatementKind.INCOME_STATEMENT,
    "cf": StatementKind.CASH_FLOW_STATEMENT,
}


def test_answers_with_rule_and_labels(taxonomy: Taxonomy) -> None:
    explanation = explain_label("减：库存股", StatementKind.BALANCE_SHEET, taxonomy)
    (answer,) = explanation.answers
    assert (answer.concept, answer.label_zh) == ("c2x:TreasuryShares", "库存股")
    assert answer.rule.startswith("line_items:")
    assert answer.label_en


def test_the_place_can_be_given(taxonomy: Taxonomy) -> None:
    answers = explain_label("利息收入", StatementKind.INCOME_STATEMENT, taxonomy).answers
    assert {each.concept for each in answers} == {
        "c2x:RevenueFromInterest",
        "c2x:InterestIncomeIncludedInFinanceExpenses",
        "c2x:InterestIncomeIncludedInNetInterestIncome",
        "c2x:InterestIncomeIncludedInRevenue",
    }
    (answer,) = explain_label("利息收入 (under 财务费用)", None, taxonomy).answers
    assert answer.concept == "c2x:InterestIncomeIncludedInFinanceExpenses"


def test_an_equity_column_is_a_member(taxonomy: Taxonomy) -> None:
    answers = explain_label("少数股东权益", StatementKind.CHANGES_IN_EQUITY, taxonomy).answers
    assert [each.concept for each in answers] == ["c2x:NoncontrollingInterestsMember"]


def test_no_rule_names_the_nearest(taxonomy: Taxonomy) -> None:
    explanation = explain_label("货币基金", StatementKind.BALANCE_SHEET, taxonomy)
    assert explanation.answers == ()
    assert "货币资金" in [each.label for each in explanation.nearest]


def test_user_rules_answer_first(taxonomy: Taxonomy) -> None:
    mine = LineItemRule("balance_sheet", "货币资金", "", "c2x:Goodwill", id="mine.csv:2")
    answers = explain_label("货币资金", StatementKind.BALANCE_SHEET, taxonomy, (mine,)).answers
    assert next(each.rule for each in answers) == "mine.csv:2"
    assert len(answers) == 2


def _lines(folder: Path) -> Iterator[tuple[str, StatementKind, str]]:
    """Yield every line item of the lists for statements, non-recurring items, key figures and equity changes."""
    for file in sorted(folder.glob("0[12789]_*.txt")):
        number, section = file.name[:2], _SECTIONS.get(file.stem[-2:])
        for line in file.read_text("utf-8").splitlines():
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            if number in ("01", "02", "07"):
                if text.startswith("["):
                    section = _SECTIONS.get(text.strip("[]"))
                    continue
                yield file.name, section or StatementKind.KEY_FIGURES, text.split("\t")[-1]
            elif number == "08":
                heading, _, rest = text.partition("]")
                if heading in ("[主要会计数据", "[主要财务指标"):
                    for label in rest.split("|"):
                        yield (
                            file.name,
                            StatementKind.KEY_FIGURES,
                            re.sub(r"\s*\((?:2025 forms|=.*)\)", "", label.strip()),
                        )
            else:
                text = re.sub(r"\s*\((?:also .*|F)\)", "", text).replace("[rows]", "")
                labels = re.split(r"[:|/\s]+", text[9:]) if text.startswith("[columns]") else [text]
                for label in filter(None, labels):
                    yield file.name, StatementKind.CHANGES_IN_EQUITY, label


def test_every_line_of_the_lists_is_explained(shared: Path, taxonomy: Taxonomy) -> None:
    lines = list(_lines(shared / "corpus" / "line_items"))
    assert len(lines) > 500
    without = [(file, label) for file, kind, label in lines if not explain_label(label, kind, taxonomy).answers]
    assert without == []


@pytest.mark.parametrize("label", ["其中：应收利息", "1.重新计量设定受益计划变动额", "（三）利润分配", "a. 应收利息"])
def test_ordinals_and_prefixes_do_not_matter(label: str, taxonomy: Taxonomy) -> None:
    assert explain_label(label, None, taxonomy).answers
