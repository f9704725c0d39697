"""Turn what Arelle says into findings: one per thing a person has to mend, the root cause alone where there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from converter.model.finding import Finding, Message, Severity
from converter.validate.verdict import ArelleMessage

# Arelle's levels. INCONSISTENCY is what Calculations 1.1 §4 calls an inconsistency: of the numbers, not of the file.
SEVERITIES: Final[Mapping[str, Severity]] = {
    "CRITICAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "ERROR-SEMANTIC": Severity.ERROR,
    "ASSERTION-NOT-SATISFIED": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "WARNING-SEMANTIC": Severity.WARNING,
    "INCONSISTENCY": Severity.WARNING,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Say what a family of Arelle's codes means.

    ``root`` means that nothing else said of the file counts once this is. ``follows`` names findings after which this
    one is only an echo if it is about the same facts.
    """

    codes: str
    finding: str
    zh: str
    en: str
    do_zh: str
    do_en: str
    root: bool = False
    follows: tuple[str, ...] = ()


# The first rule whose pattern matches the whole code is taken.
RULES: Final[tuple[Rule, ...]] = (
    Rule(
        r"xmlSchema:syntax|xmlSyntax:.*|xbrlje:invalidJSON|xbrlce:invalidJSON|.*:invalidJSON.*",
        "validate.not-well-formed",
        "文件残缺或格式错误，无法完整读取",
        "the file is broken and cannot be read whole",
        "请重新生成该文件，或检查传输过程是否截断了它。",
        "make the file anew, or check whether it was cut off on its way",
        root=True,
    ),
    Rule(
        r"IOerror|FileNotLoadable|oime:invalidTaxonomy|cas2xbrl:taxonomyNotLoaded",
        "validate.taxonomy-not-loaded",
        "无法加载文件所引用的分类标准，因此其中的事实无从校验",
        "the taxonomy the file refers to cannot be loaded, so none of its facts can be judged",
        "校验不联网：请把该分类标准放在文件所写的相对路径下，或改正引用的地址。",
        "validation is offline: put that taxonomy where the file says it is, or correct the address",
        root=True,
    ),
    Rule(
        r"tpe:.*|rpe:.*",
        "validate.package-broken",
        "分类标准包不符合 Taxonomy Packages 1.0",
        "the taxonomy package does not conform to Taxonomy Packages 1.0",
        "请改正 META-INF 中的文件后重新打包。",
        "correct the files in META-INF and pack again",
    ),
    Rule(
        r"calc11e:inconsistentCalculation.*|xbrl\.5\.2\.5\.2:calcInconsistency",
        "validate.calculation-inconsistent",
        "合计与其组成部分之和不符",
        "a total differs from the sum of its parts",
        "请核对原文：若原文如此，则为披露本身的差异；否则改正读错的数字。",
        "look at the page: if it prints these numbers, the report itself is inconsistent; if not, correct ours",
    ),
    Rule(
        r"xbrl:schemaImportMissing|oime:unknownConcept|xmlSchema:elementUnexpected|xbrl\.3\.3\.1:.*",
        "validate.unknown-concept",
        "分类标准中没有这个概念",
        "the taxonomy has no such concept",
        "请改正概念名称，或在扩展分类标准中定义它。",
        "correct the concept's name, or define it in an extension taxonomy",
    ),
    Rule(
        r"xbrl\.4\.7\.2:.*|oime:.*[pP]eriod.*",
        "validate.wrong-period",
        "事实的期间与概念的期间类型（时点或期间）不符",
        "the period of a fact does not fit the period type of its concept",
        "时点概念用资产负债表日，期间概念用起止日。",
        "give an instant concept a date, and a duration concept a start and an end",
    ),
    Rule(
        r"xbrldie:.*|xbrldte:.*|oime:.*[dD]imension.*|.*:dimension.*",
        "validate.dimension-invalid",
        "维度组合不为分类标准所允许",
        "the taxonomy does not allow these dimensions",
        "请检查轴与成员是否属于该概念所在的表。",
        "check whether the axis and its member belong to the table of the concept",
    ),
    Rule(
        r"xbrl\.4\.8\..*|xbrl\.4\.6\.2:.*|oime:.*[uU]nit.*",
        "validate.unit-invalid",
        "计量单位与概念的类型不符",
        "the unit does not fit the type of the concept",
        "货币金额用 iso4217 货币，股数用 xbrli:shares，比率用 xbrli:pure。",
        "amounts of money take an iso4217 currency, shares xbrli:shares, ratios xbrli:pure",
    ),
    Rule(
        r"utre:.*",
        "validate.unit-invalid",
        "计量单位不在单位登记表（UTR）所允许之列",
        "the Units Registry does not allow this unit here",
        "货币金额用 iso4217 货币，股数用 xbrli:shares，比率用 xbrli:pure。",
        "amounts of money take an iso4217 currency, shares xbrli:shares, ratios xbrli:pure",
        follows=("validate.unit-invalid",),
    ),
    Rule(
        r"arelle:duplicateFacts|.*[dD]uplicateFacts.*",
        "validate.duplicates-inconsistent",
        "同一事实有互相矛盾的数值",
        "one and the same fact stands with values that contradict each other",
        "只保留正确的一个。",
        "keep the right one only",
    ),
    Rule(
        r"xmlSchema:value.*|oime:.*[vV]alue.*|xbrl(je|ce):.*[vV]alue.*|xbrl\.4\.6\.[34]:.*|oime:.*[dD]ecimals.*",
        "validate.value-invalid",
        "数值或精度不合其类型",
        "a value or its decimals do not fit the type",
        "请改正该数值。",
        "correct the value",
    ),
    Rule(
        r"xbrl\.4\.6\.1:.*|xbrl\.4\.7\..*",
        "validate.context-invalid",
        "事实的上下文缺失或无效",
        "the context of a fact is missing or invalid",
        "请检查 contextRef 与上下文的定义。",
        "check the contextRef and the definition of the context",
    ),
    Rule(
        r".*",
        "validate.not-conformant",
        "不符合规范",
        "the file does not conform to the specification",
        "请按所引条款改正。",
        "correct it after the clause named",
    ),
)
FINDINGS: Final[Mapping[str, str]] = {rule.finding: rule.en for rule in RULES}
_COMPILED: Final = tuple((re.compile(rule.codes), rule) for rule in RULES)


def findings_of(messages: Sequence[ArelleMessage]) -> tuple[Finding, ...]:
    """Return the findings for the messages about one file, in order, without the echoes of others."""
    ruled = [(message, rule_of(message.code)) for message in messages if message.level in SEVERITIES]
    roots = [pair for pair in ruled if pair[1].root]
    if roots:
        return (_finding(*roots[0]),)
    return tuple(_finding(message, rule) for message, rule in _without_echoes(ruled))


def rule_of(code: str) -> Rule:
    """Return the rule for one of Arelle's codes; there is one for any."""
    return next(rule for pattern, rule in _COMPILED if pattern.fullmatch(code))


def _without_echoes(ruled: Sequence[tuple[ArelleMessage, Rule]]) -> Iterator[tuple[ArelleMessage, Rule]]:
    said: set[tuple[str, tuple[str, ...], tuple[int, ...]]] = set()
    found: dict[str, set[str]] = {}
    for message, rule in ruled:
        # Arelle says an unknown element twice, as XML Schema and as XBRL sees it: same facts, same lines, same finding.
        key = (rule.finding, message.facts, message.lines)
        echoes = (message.facts or message.lines) and key in said and rule.finding == "validate.unknown-concept"
        follows = message.facts and any(set(message.facts) <= found.get(name, set()) for name in rule.follows)
        if echoes or follows:
            continue
        said.add(key)
        found.setdefault(rule.finding, set()).update(message.facts)
        yield message, rule


def _finding(message: ArelleMessage, rule: Rule) -> Finding:
    zh, en = _where(message)
    return Finding(
        code=rule.finding,
        severity=SEVERITIES[message.level],
        message=Message(
            zh=f"{rule.zh}{zh}：[{message.code}] {message.text}",
            en=f"{rule.en}{en}: [{message.code}] {message.text}",
        ),
        facts=message.facts,
        suggestion=Message(zh=rule.do_zh, en=rule.do_en),
    )


def _where(message: ArelleMessage) -> tuple[str, str]:
    """Say which lines of the file and which facts a message is about, where it says; a few of them are enough."""
    zh, en = [], []
    if message.lines:
        zh.append(f"第 {_some(message.lines)} 行")
        en.append(f"line {_some(message.lines)}")
    if message.facts:
        zh.append(f"事实 {_some(message.facts)}")
        en.append(f"fact {_some(message.facts)}")
    return (f"（{'，'.join(zh)}）", f" ({', '.join(en)})") if zh else ("", "")


def _some(items: Sequence[object]) -> str:
    return ", ".join(map(str, items[:5])) + (", …" if len(items) > 5 else "")
