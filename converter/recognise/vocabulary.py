"""Know which row labels belong to which kind of statement, so that content decides what a table is.

The labels are those of the taxonomy's line-item rules; the few that mark where a statement begins, that it is whole,
or that it can be no primary statement are those of the statutory formats (财会〔2019〕6号 and 16号).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from converter.model.statement import StatementKind
from converter.taxonomy import Taxonomy

PRIMARY_KINDS = (
    StatementKind.BALANCE_SHEET,
    StatementKind.INCOME_STATEMENT,
    StatementKind.CASH_FLOW_STATEMENT,
    StatementKind.CHANGES_IN_EQUITY,
)

# Keys of the row a statement opens with: where one is met again, another statement begins.
OPENING_KEYS: dict[StatementKind, frozenset[str]] = {
    StatementKind.BALANCE_SHEET: frozenset({"流动资产", "货币资金"}),
    StatementKind.INCOME_STATEMENT: frozenset({"营业总收入", "营业收入"}),
    StatementKind.CASH_FLOW_STATEMENT: frozenset({"经营活动产生的现金流量", "销售商品提供劳务收到的现金"}),
    StatementKind.CHANGES_IN_EQUITY: frozenset(),  # by pattern, see OPENING_BALANCE
}
# Keys that only the primary statement of the kind prints together; a whole statement has nearly all of them.
TOTAL_KEYS: dict[StatementKind, frozenset[str]] = {
    StatementKind.BALANCE_SHEET: frozenset(
        {
            "流动资产合计",
            "非流动资产合计",
            "资产总计",
            "流动负债合计",
            "非流动负债合计",
            "负债合计",
            "所有者权益合计",
            "股东权益合计",
            "负债和所有者权益总计",
            "负债和股东权益总计",
            "负债及所有者权益总计",
            "负债及股东权益总计",
            "未分配利润",
        }
    ),
    StatementKind.INCOME_STATEMENT: frozenset(
        {"营业利润", "利润总额", "净利润", "综合收益总额", "其他综合收益的税后净额", "所得税费用", "营业总成本"}
    ),
    StatementKind.CASH_FLOW_STATEMENT: frozenset(
        {
            "经营活动现金流入小计",
            "经营活动现金流出小计",
            "投资活动现金流入小计",
            "投资活动现金流出小计",
            "筹资活动现金流入小计",
            "筹资活动现金流出小计",
            "经营活动产生的现金流量净额",
            "投资活动产生的现金流量净额",
            "筹资活动产生的现金流量净额",
            "现金及现金等价物净增加额",
        }
    ),
    StatementKind.CHANGES_IN_EQUITY: frozenset(
        {
            "综合收益总额",
            "所有者投入和减少资本",
            "股东投入和减少资本",
            "利润分配",
            "所有者权益内部结转",
            "股东权益内部结转",
        }
    ),
}
# The rows a whole statement ends with, each with its spellings, the format's own first: without one it was cut.
CLOSING_KEYS: dict[StatementKind, tuple[tuple[str, ...], ...]] = {
    StatementKind.BALANCE_SHEET: (
        ("资产总计", "资产合计", "资产总额"),
        (
            "负债和所有者权益总计",
            "负债和股东权益总计",
            "负债及所有者权益总计",
            "负债及股东权益总计",
            "负债与所有者权益总计",
            "负债和所有者权益合计",
            "负债和股东权益合计",
            "负债及所有者权益合计",
            "负债及股东权益合计",
        ),
    ),
    StatementKind.INCOME_STATEMENT: (("利润总额",), ("净利润",)),
    StatementKind.CASH_FLOW_STATEMENT: (("期末现金及现金等价物余额", "年末现金及现金等价物余额"),),
    StatementKind.CHANGES_IN_EQUITY: (),  # by pattern, see CLOSING_BALANCE
}
# Keys that speak for one kind only, whatever else prints them (the supplement of the cash flow statement, say).
MARKING_KEYS: dict[StatementKind, frozenset[str]] = {
    kind: OPENING_KEYS[kind] | TOTAL_KEYS[kind] for kind in PRIMARY_KINDS
}
OPENING_BALANCE = re.compile(r"^上[年期][年期度]?[末终]余额$|^上年[年度]?期?末余额$")
EARLY_BALANCE = re.compile(r"^(?:本[年期])?[年期]?初余额$")
CLOSING_BALANCE = re.compile(r"^(?:本[年期])?[年期]?末余额$")
EQUITY_MOVEMENT = re.compile(r"增减变动金额")

# Rows that only the consolidated statements print (归属于母公司, 少数股东), or only those of a parent.
CONSOLIDATED_LABEL = re.compile(r"少数股东|归属于?母公司|归属于上市公司")

# Labels of the header's first cell; the taxonomy knows them as headings, here they head columns.
HEADER_KEYS = frozenset(
    {
        "项目",
        "资产",
        "负债和所有者权益",
        "负债和股东权益",
        "负债及所有者权益",
        "负债及股东权益",
        "非经常性损益项目",
        "科目",
        "主要会计数据",
        "主要财务指标",
    }
)

_PUNCTUATION = str.maketrans("", "", "、，,。.:：;；- —－“”\"'‘’*△▲☆★#　\xa0\t/")
_BRACKETS = re.compile(r"[（(][^（()）]*[）)]?")
_LEAD = re.compile(
    r"^[\s*△▲☆★#]*(?:(?:其中|加|减)\s*[:：]\s*)?"
    r"(?:[一二三四五六七八九十]{1,3}\s*[、.．,，]|[（(]\s*[一二三四五六七八九十\d]{1,3}\s*[)）]\s*[、.]?|\d{1,2}\s*[、.．](?!\d)|[①-⑳])?"
    r"\s*(?:(?:其中|加|减)\s*[:：]\s*)?"
)


@lru_cache(maxsize=32768)
def cheap_key(label: str) -> str:
    """Return a rough key of a printed label: no ordinal, no punctuation, nothing in brackets.

    Costs a tenth of parse_label and is used only to leave out tables that cannot be a statement.
    """
    head = _LEAD.sub("", label, 1)
    if "（" in head or "(" in head:
        head = _BRACKETS.sub("", head)
    return head.translate(_PUNCTUATION)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Hold, per kind of statement, the keys of its rows, and for the quick look every rough key of any kind."""

    keys: dict[StatementKind, frozenset[str]]
    kinds_by_key: dict[str, tuple[StatementKind, ...]]
    rough: frozenset[str]


@lru_cache(maxsize=4)
def _build(rules: tuple[tuple[str, str], ...]) -> Vocabulary:
    keys: dict[StatementKind, set[str]] = {kind: set() for kind in (*PRIMARY_KINDS, StatementKind.KEY_FIGURES)}
    for statement, label in rules:
        kind = StatementKind(statement) if statement in set(StatementKind) else None
        if kind in keys and label and label not in HEADER_KEYS:
            keys[kind].add(label)
    for kind in PRIMARY_KINDS:
        keys[kind] |= OPENING_KEYS[kind] | TOTAL_KEYS[kind]
        for closing in CLOSING_KEYS[kind]:
            keys[kind] |= set(closing)
    by_key: dict[str, list[StatementKind]] = {}
    for kind, labels in keys.items():
        for label in sorted(labels):
            by_key.setdefault(label, []).append(kind)
    return Vocabulary(
        keys={kind: frozenset(labels) for kind, labels in keys.items()},
        kinds_by_key={key: tuple(kinds) for key, kinds in by_key.items()},
        rough=frozenset(cheap_key(key) for key in by_key) - {"", "其他", "合计", "小计"},
    )


def build_vocabulary(taxonomy: Taxonomy) -> Vocabulary:
    """Return the vocabulary of a taxonomy's line-item rules."""
    return _build(tuple((rule.statement, rule.label) for rule in taxonomy.rules))


def is_opening(key: str, kind: StatementKind) -> bool:
    """Tell whether a row of this key is where a statement of the kind begins."""
    if kind is StatementKind.CHANGES_IN_EQUITY:
        return bool(OPENING_BALANCE.match(key))
    return key in OPENING_KEYS[kind]
