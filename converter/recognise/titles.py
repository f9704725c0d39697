"""Recognise the lines that announce a statement: its kind, its scope, whether it continues one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from converter.model.statement import Scope, StatementKind
from converter.recognise.periods import plain

_NAME = re.compile(
    r"(?P<scope>合并及(?:母公司|公司|本?银行|本行)|合并(?!及)|母公司|公司)?(?P<name>资产负债表|利润表|损益表|现金流量表|(?:所有者|股东)?权益(?:\(?(?:或|/)?(?:股东|所有者)权益\)?)?变动表)"
)
_LEAD = re.compile(r"^(?:#*)(?:[(]?[一二三四五六七八九十\d]{1,3}[)]?[、.．:]?)?")
_TAIL = re.compile(r"^(?:\(?续[表一二三四\d]*\)?|\(未经审计\)|\(经审计\)|[:：]|20\d\d年.{0,12})*$")
_UNIT = re.compile(r"[(]?(?:除[^()]{0,12}外[,，]?)?(?:货币|金额)?单位[^()]*[)]?$|[(]?人民币[百千万亿]*元[)]?$")
_LONGEST = 40
_LONGEST_UNIT = 30  # the unit that a page prints on the title's own line
_KINDS = {
    "资产负债表": StatementKind.BALANCE_SHEET,
    "利润表": StatementKind.INCOME_STATEMENT,
    "损益表": StatementKind.INCOME_STATEMENT,
    "现金流量表": StatementKind.CASH_FLOW_STATEMENT,
}


@dataclass(frozen=True, slots=True)
class Title:
    """Hold what a line announces; ``scope`` is None where it does not say (资产负债表)."""

    kind: StatementKind
    scope: Scope | None
    text: str
    continued: bool


def parse_title(text: str) -> Title | None:
    """Return the statement that a line announces and nothing else, None for any other line.

    现金流量表补充资料, 资产负债表日 and sentences about statements are no titles.
    """
    if "表" not in text or len(text) > _LONGEST + _LONGEST_UNIT:
        return None
    head = _UNIT.sub("", plain(text))
    if len(head) > _LONGEST:
        return None
    match = _NAME.search(head)
    if match is None or not _TAIL.match(head[match.end() :]):
        return None
    before = _LEAD.sub("", head[: match.start()], 1)
    if before and not before.endswith(("公司", "集团", "银行", "年度", "月", "日")):
        return None
    scope = match["scope"]
    return Title(
        kind=_KINDS.get(match["name"], StatementKind.CHANGES_IN_EQUITY),
        scope=None
        if scope is None
        else (Scope.CONSOLIDATED if scope == "合并" else Scope.PARENT_ONLY if "合并" not in scope else None),
        text=match[0],
        continued="续" in head[match.end() :],
    )


def announces_parent(text: str) -> bool:
    """Tell whether a line announces a statement of the parent alone (母公司资产负债表)."""
    title = parse_title(text)
    return title is not None and title.scope is Scope.PARENT_ONLY
