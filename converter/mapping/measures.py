"""Map tables whose rows are members of a dimension and whose columns are measures."""

from __future__ import annotations

from collections.abc import Mapping

from converter.mapping.lookup import RuleBook
from converter.model.finding import Finding, Message, Severity
from converter.model.label import parse_label
from converter.model.statement import Statement
from converter.taxonomy import Taxonomy

FINDINGS: Mapping[str, str] = {
    "mapping.unknown-measure": "a column of a table of members prints a measure that no rule covers",
}

RowMembers = tuple[tuple[tuple[str, str], ...], ...]


def map_row_members(statement: Statement, taxonomy: Taxonomy) -> RowMembers:
    """Return, per row, the axes it is a member of, each with the member's text, or its name where the axis has names.

    A dimension that no row of row_axes.csv names becomes part of the member on the axis of other dimensions.
    """
    other = taxonomy.row_axes.get("")
    named = {(row.axis, row.label): row.member for row in taxonomy.note_members}
    found: list[tuple[tuple[str, str], ...]] = []
    for item in statement.items:
        members: list[tuple[str, str]] = []
        for dimension, text in item.members:
            axis = taxonomy.row_axes.get(parse_label(dimension).key)
            if axis is not None:
                members.append((axis, named.get((axis, parse_label(text).key), text)))
            elif other is not None:
                members.append((other, f"{dimension}/{text}"))
        found.append(tuple(members))
    return tuple(found)


def map_measures(
    statement: Statement, rows: RowMembers, book: RuleBook
) -> tuple[tuple[str | None, ...], tuple[Finding, ...]]:
    """Return the concept of each column, None where no rule covers its measure, and findings about these.

    A rule whose ``after`` is an axis holds in tables whose rows are members of that axis.
    """
    seen = {axis: 0 for members in rows for axis, _ in members}
    concepts: list[str | None] = []
    findings: list[Finding] = []
    for number, column in enumerate(statement.columns):
        rule = book.find(statement.kind.value, parse_label(column.measure or "").key, seen)
        concepts.append(rule.concept if rule else None)
        if rule is None and (finding := _finding(statement, number)) is not None:
            findings.append(finding)
    return tuple(concepts), tuple(findings)


def _finding(statement: Statement, number: int) -> Finding | None:
    printed = [
        amount.source
        for item in statement.items
        for reading in item.readings[:1]
        for amount in reading
        if amount.column == number
    ]
    if not printed:
        return None
    measure = statement.columns[number].measure or ""
    return Finding(
        code="mapping.unknown-measure",
        severity=Severity.WARNING,
        message=Message(
            zh=f"第 {statement.line_from}–{statement.line_to} 行“{statement.title}”的“{measure}”列没有对应的概念，"
            f"其中 {len(printed)} 个数字未成为事实。",
            en=f"lines {statement.line_from}–{statement.line_to}, “{statement.title}”: no rule covers the column "
            f"“{measure}”; its {len(printed)} numbers became no facts",
        ),
        sources=tuple(printed),
        suggestion=Message(
            zh=f"用 --mapping 为 {statement.kind.value} 的“{measure}”加一条规则。",
            en=f"add a rule for “{measure}” of {statement.kind.value} with --mapping",
        ),
    )
