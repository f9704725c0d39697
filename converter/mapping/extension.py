"""Make anchored concepts of the entity's own for what no rule covers.

Anchoring follows ESEF's idea (RTS on ESEF, Annex IV): an extension names the base concept it narrows.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from converter.mapping.lookup import RuleBook
from converter.mapping.readable_names import readable_member, readable_name
from converter.model.finding import Finding, Message, Severity
from converter.model.label import parse_label
from converter.model.mapped import MappedItem
from converter.model.report import ExtensionConcept
from converter.model.statement import LineItem, Statement, StatementKind
from converter.taxonomy import Taxonomy

FINDINGS: Mapping[str, str] = {
    "mapping.extension-concept": "a row prints an amount and no rule covers its label",
    "mapping.extension-member": "a column of the statement of changes in equity is no known component",
}

UNNAMED = "（无项目名称）"
EQUITY_AXIS = "ComponentsOfEquityAxis"
# What tells rows of the same words in these statements from rows of an income statement.
_APART = {
    StatementKind.CASH_FLOW_STATEMENT: "现金流量",
    StatementKind.CHANGES_IN_EQUITY: "权益变动",
    StatementKind.KEY_FIGURES: "主要财务数据",
}
_STRUCTURE = frozenset({"abstract", "hypercube", "axis", "typed_axis", "domain", "member"})


def anchor_of(statement: Statement, index: int, mapped: Sequence[MappedItem | None], taxonomy: Taxonomy) -> str:
    """Return the nearest wider concept of a row.

    That is the concept of the row it is nested under; else the total that the rows around it add up to; else the
    widest concept of the kind of statement.
    """
    parent = statement.items[index].parent
    while parent is not None:
        item = mapped[parent]
        if item is not None and item.concept in taxonomy.concepts:
            return str(item.concept)
        parent = statement.items[parent].parent
    totals: dict[str, set[str]] = {}
    for summation in taxonomy.summations:
        if summation.statement == statement.kind.value:
            for contributor, _ in summation.contributors:
                totals.setdefault(contributor, set()).add(summation.total)
    before = next((m.concept for m in reversed(mapped[:index]) if m and m.concept in taxonomy.concepts), None)
    following = [m.concept for m in mapped[index + 1 :] if m and m.concept]
    sibling_totals = totals.get(before or "", set())
    for concept in following:
        if concept in sibling_totals:
            return concept
    return taxonomy.anchors.get(before or "") or taxonomy.anchors[statement.kind.value]


def extension_concept(statement: Statement, index: int, anchor: str, taxonomy: Taxonomy) -> ExtensionConcept:
    """Define the concept of a row: the same label in the same place gives the same name, in any document.

    Rows that print no label at all are told apart by their number among such rows.
    """
    item = statement.items[index]
    parsed = parse_label(item.printed_label)
    parent = item.parent
    above = parse_label(statement.items[parent].printed_label).key if parent is not None else ""
    base = taxonomy.concepts[anchor]
    kind, period_type, balance = base.kind, base.period_type, base.balance
    if kind in _STRUCTURE:
        kind, balance = "monetary", None
        period_type = "instant" if statement.kind is StatementKind.BALANCE_SHEET else "duration"
    term = parsed.key or f"{sum(not parse_label(each.printed_label).key for each in statement.items[:index])}"
    words = "/".join(filter(None, (above, term, _APART.get(statement.kind, ""))))
    name = readable_name(words, kind, period_type)
    return ExtensionConcept(
        name=name,
        label=parsed.term or item.printed_label or UNNAMED,
        kind=kind,
        period_type=period_type,
        balance=balance,
        anchor=anchor,
        statement=statement.kind,
    )


def extension_member(statement: Statement, label: str, taxonomy: Taxonomy) -> ExtensionConcept:
    """Define a member for an equity column that no table knows, anchored to the axis's default member."""
    axis = taxonomy.axes[f"{taxonomy.prefix}:{EQUITY_AXIS}"]
    return ExtensionConcept(
        name=readable_member(label),
        label=label,
        kind="member",
        period_type="duration",
        balance=None,
        anchor=axis.default or axis.name,
        statement=statement.kind,
    )


def extension_finding(
    statement: Statement, item: LineItem, concept: ExtensionConcept, book: RuleBook, taxonomy: Taxonomy
) -> Finding:
    """Report a row without a rule, with the nearest labels that have one."""
    line = item.sources[0].line if item.sources else statement.line_from
    near = nearest_labels(parse_label(item.printed_label).key, statement.kind.value, book)
    anchor_zh, anchor_en = (taxonomy.concepts[concept.anchor].label(language) for language in ("zh-CN", "en"))
    return Finding(
        code="mapping.extension-concept",
        severity=Severity.INFO,
        message=Message(
            zh=f"第 {line} 行“{concept.label}”（{statement.title}）没有对应的规则，已作为扩展概念 {concept.name}，"
            f"锚定到“{anchor_zh}”（{concept.anchor}）。",
            en=f"line {line}: no rule covers “{concept.label}” ({statement.title}); it becomes the extension concept "
            f"{concept.name}, anchored to “{anchor_en}” ({concept.anchor})",
        ),
        sources=item.sources,
        suggestion=Message(
            zh="若它与某个已有项目同义，请在 --mapping 文件中加一行规则"
            + (f"；最接近的项目：{'、'.join(near)}。" if near else "。"),
            en="if it means a known line item, add a rule for it to a --mapping file"
            + (f"; the nearest known labels are {', '.join(near)}" if near else ""),
        ),
    )


def extension_member_finding(statement: Statement, number: int, label: str, concept: ExtensionConcept) -> Finding:
    """Report an equity column that no table knows."""
    return Finding(
        code="mapping.extension-member",
        severity=Severity.WARNING,
        message=Message(
            zh=f"第 {statement.line_from} 行起的“{statement.title}”第 {number + 1} 个金额列“{label}”"
            f"不是已知的权益组成部分，已作为扩展成员 {concept.name}。",
            en=f"line {statement.line_from}: amount column {number + 1} “{label}” of {statement.title} is no known "
            f"component of equity; it becomes the extension member {concept.name}",
        ),
        suggestion=Message(
            zh="请检查该表的表头是否错位；若确为新的组成部分，无需处理。",
            en="check whether the header of this table is shifted; a component of its own needs nothing done",
        ),
    )


def nearest_labels(key: str, statement: str, book: RuleBook, count: int = 3) -> tuple[str, ...]:
    """Return the labels with rules that look most like a key, within one kind of statement."""
    known = sorted({rule.label for rule in book.taxonomy.rules if rule.statement == statement and rule.concept})
    return tuple(difflib.get_close_matches(key, known, n=count, cutoff=0.5))
