"""Make concepts of the entity's own for what the notes measure and no rule covers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from converter.mapping.readable_names import readable_name
from converter.model.finding import Finding, Message, Severity
from converter.model.label import parse_label
from converter.model.report import ExtensionConcept
from converter.model.source import Source
from converter.model.statement import PrintedAmount, Statement, StatementKind
from converter.taxonomy import Taxonomy

FINDINGS: Mapping[str, str] = {
    "mapping.extension-concept": "a row prints an amount and no rule covers its label",
    "mapping.unknown-measure": "a column of a table of members prints a measure that no rule covers",
}

# What the words of a measure say about its kind; the first that fits counts.
_KINDS = (
    ("per_share", re.compile("每股|元/股")),
    ("percent", re.compile(r"[%％]|(?<!汇)率(?!风险)|比例|比重|占比|百分|同比|环比|增幅|变动幅度")),
    ("shares", re.compile("股数|股份数|持股数|股份数量|股票数量|股本数量")),
    ("pure", re.compile("人数|户数|家数|次数|套数|人次|年限|月数|天数|数量|汇率(?!风险)")),
    ("monetary", re.compile("金额|余额|价值|原值|额|款|费|收入|成本|利润|资产|负债|薪酬|工资|支出|准备|损失|收益|元")),
)
_COUNTED = re.compile("人数|户数|家数|次数|套数|人次|年限|月数|天数|汇率|[(（][人户家个张次项件名份年天][)）]")
_OTHER_UNIT = re.compile("[万亿][股张份]|[(（](?:小时|吨|千克|公斤|万?[盒瓶支片粒袋台套]|亩|平方米)[)）]")
_RATIO = re.compile(r"[%％]|比例|比重|占比|率$|同比|环比|增减|增幅|变动幅度|每股")
_GAIN = re.compile("利得|损益|损失")
# Words end with what an amount is of, whatever a heading hangs on to them (存款业务, 广告费构成, 重要承诺事项).
_AMOUNT_AT_END = re.compile(
    "(?:额|款|费用?|[价产原净现]值|收入|支出|成本|股本|收益|损益|损失|利得|利润|股利|红利|利息|现金|资金|[保奖押租佣]证?金"
    "|资产|负债|权益|准备|商誉|存货|投资|理财|产品|工具|证券|债券|承诺|薪酬|工资|报酬|补助|税|债|公积|影响|数)"
    "(?:业务|总体|构成|事项|情况|明细|合计|小计)*(?:[(（][^)）]*[)）])?$"
)
_MONEY_DECIMALS = 2
_SHOWN = 8
_GENERIC = {
    ("monetary", "instant"): "AmountAtEndOfPeriod",
    ("monetary", "duration"): "AmountOfPeriod",
    ("percent", "instant"): "ShareOfTotal",
    ("percent", "duration"): "ShareOfTotalOfPeriod",
}
_NO_WIDER = "NotesAbstract"


def kind_of(words: str, amounts: Iterable[PrintedAmount], *, unit_printed: bool) -> str | None:
    """Return the kind that a measure's words say, or that the print of its amounts does; None where neither does."""
    for kind, pattern in _KINDS:
        if pattern.search(words):
            return kind
    printed = list(amounts)
    if printed and all(amount.percent for amount in printed):
        return "percent"
    money = sum(amount.decimals == _MONEY_DECIMALS for amount in printed)
    return "monetary" if unit_printed and printed and 2 * money >= len(printed) else None


def says_unit(words: str, kind: str) -> bool:
    """Tell whether words that name a number of things say which things, so that it is a count, no quantity of goods.

    Counts in ten thousands are none either: facts that are no money have no scale.
    """
    return _OTHER_UNIT.search(words) is None and (kind != "pure" or _COUNTED.search(words) is not None)


def says_ratio(words: str) -> bool:
    """Tell whether a header prints ratios or rates of change, no amounts."""
    return _RATIO.search(words) is not None


def names_amount(words: str) -> bool:
    """Tell whether words say what an amount is of: a heading such as 剩余到期日 or 利润分配情况 does not."""
    return _AMOUNT_AT_END.search(parse_label(words).key) is not None


def says_gain(words: str) -> bool:
    """Tell whether a header is what a balance gained or lost by, the name of nobody."""
    return _GAIN.search(words) is not None


class OwnConcepts:
    """Collect the concepts of one report: the same words, kind and type of period are one concept."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Take the taxonomy that the concepts are anchored in."""
        self._taxonomy = taxonomy
        self.by_name: dict[str, ExtensionConcept] = {}

    def make(self, words: str, kind: str, period_type: str, statement: StatementKind) -> str:
        """Return the name of the concept for these words, defined where it is new."""
        name = readable_name(words, kind, period_type)
        if name not in self.by_name:
            generic = f"{self._taxonomy.prefix}:{_GENERIC.get((kind, period_type), _NO_WIDER)}"
            label = "——".join(parse_label(part).term or part for part in words.split("/"))
            self.by_name[name] = ExtensionConcept(
                name=name,
                label=label,
                kind=kind,
                period_type=period_type,
                balance=None,
                anchor=generic,
                statement=statement,
            )
        return name


def own_concepts_finding(concepts: Mapping[str, ExtensionConcept], first: Mapping[str, Source]) -> Finding:
    """Report all measures of the notes that became concepts of the entity's own."""
    named = list(concepts)
    more_zh, more_en = (" 等", " and others") if len(named) > _SHOWN else ("", "")
    sources = tuple(first[name] for name in named if name in first)
    return Finding(
        code="mapping.extension-concept",
        severity=Severity.INFO,
        message=Message(
            zh=f"附注表格中有 {len(named)} 个项目没有对应的规则，已作为扩展概念："
            f"{'、'.join(named[:_SHOWN])}{more_zh}。",
            en=f"no rule covers {len(named)} measures in tables of the notes; they become extension concepts: "
            f"{', '.join(named[:_SHOWN])}{more_en}",
        ),
        sources=sources[:_SHOWN],
        suggestion=Message(
            zh="若它们与已有项目同义，请在 taxonomy/note_measures.csv 中加一行规则。",
            en="where one means a known measure, add a row for it to taxonomy/note_measures.csv",
        ),
    )


def unknown_measures_finding(statement: Statement, measures: Iterable[str], sources: tuple[Source, ...]) -> Finding:
    """Report the measures of one table whose unit nothing tells, so that their numbers are no facts."""
    names = "、".join(dict.fromkeys(measures))
    return Finding(
        code="mapping.unknown-measure",
        severity=Severity.INFO,
        message=Message(
            zh=f"第 {statement.line_from}–{statement.line_to} 行“{statement.title}”的“{names}”没有对应的概念，"
            f"单位也未印出，其中 {len(sources)} 个数字未成为事实。",
            en=f"lines {statement.line_from}–{statement.line_to}, “{statement.title}”: no rule covers “{names}” and no "
            f"unit is printed; {len(sources)} numbers became no facts",
        ),
        sources=sources,
        suggestion=Message(
            zh=f"在 taxonomy/note_measures.csv 中为“{names}”加一行规则。",
            en=f"add a row for “{names}” to taxonomy/note_measures.csv",
        ),
    )
