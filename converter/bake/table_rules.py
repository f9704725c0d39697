"""Judge the tables: every name exists, every relationship is one that XBRL allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from converter.bake.baked import column_key
from converter.bake.elements import Element, list_elements
from converter.bake.note_tables import OWN, Problem, check_note_tables
from converter.bake.tables import NAMES, Row, Tables
from converter.bake.xml import ABSTRACT_KINDS, LABEL_ROLES, TYPES
from converter.model.finding import Finding, Message, Severity
from converter.model.label import note_title_key, parse_label
from converter.model.statement import NotePart, StatementKind

FINDINGS: Mapping[str, str] = {"taxonomy.bad-row": "a row of a table cannot be built from"}

_Elements = Mapping[str, Element]
_KINDS = frozenset(StatementKind)
_PARTS = frozenset(NotePart)
# Which columns of which table name an element; an empty cell names none.
_NAMING_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "labels": ("concept",),
    "references": ("concept",),
    "presentation": ("parent", "child"),
    "calculations": ("total", "contributor"),
    "roll_forwards": ("balance", "change"),
    "axes": ("default",),
    "members": ("axis", "parent"),
    "aggregations": ("axis", "total", "contributor"),
    "equalities": ("left", "right", "axis", "member"),
    "line_items": ("after", "concept", "heading"),
    "equity_columns": ("member",),
    "row_axes": ("axis",),
    "document_facts": ("concept",),
    "growth_rates": ("concept", "growth_rate"),
    "shares": ("share", "amount"),
    "anchors": ("anchor",),
    "note_measures": ("subject", "component"),
    "note_subjects": ("balance", "flow"),
    "note_captions": ("component", "axis"),
    "note_members": ("axis", "member"),
    "note_text_blocks": ("concept",),
}
# Columns that name several elements, divided by blanks.
_LISTING_COLUMNS = (("calculations", "unless"), ("note_measures", "concept"))


def check_tables(tables: Tables) -> tuple[Finding, ...]:
    """Return a finding for each row that is wrong; none where the taxonomy can be built."""
    repeated = [name for name, count in Counter(row["name"] for row in tables.concepts).items() if count > 1]
    if repeated:
        return tuple(
            _finding(("concepts", 0, f"概念 {name} 定义了两次", f"the concept {name} is defined twice"))
            for name in repeated
        )
    unknown = tuple(_unknown_names(tables))
    if unknown:  # nothing else can be judged before every name is known
        return tuple(map(_finding, unknown))
    elements = {element.name: element for element in list_elements(tables)}
    return tuple(_finding(problem) for problem in chain.from_iterable(rule(tables, elements) for rule in _RULES))


def _finding(problem: Problem) -> Finding:
    table, index, zh, en = problem
    return Finding(
        code="taxonomy.bad-row",
        severity=Severity.ERROR,
        message=Message(
            zh=f"taxonomy/{table}.csv 第 {index + 2} 行：{zh}。", en=f"taxonomy/{table}.csv, line {index + 2}: {en}"
        ),
        suggestion=Message(zh="修正该行后重新运行 taxonomy build。", en="correct the row and run taxonomy build again"),
    )


def _unknown_names(tables: Tables) -> Iterator[Problem]:
    known = {row["name"] for table in (tables.concepts, tables.axes, tables.members) for row in table}
    known |= {row["table"] for row in tables.roles} | {""}
    for table, columns in _NAMING_COLUMNS.items():
        for index, row in enumerate(_rows(tables, table)):
            for column in columns:
                if row[column] not in known:
                    yield (
                        table,
                        index,
                        f"{column} 列的 {row[column]} 未定义",
                        f"{row[column]} in {column} is not defined",
                    )
    for table, column in _LISTING_COLUMNS:
        for index, row in enumerate(_rows(tables, table)):
            for name in row[column].split():
                if name not in known and name != OWN:
                    yield table, index, f"{column} 列的 {name} 未定义", f"{name} in {column} is not defined"


def _rows(tables: Tables, name: str) -> tuple[Row, ...]:
    assert name in NAMES
    rows: tuple[Row, ...] = getattr(tables, name)
    return rows


def _check_concepts(tables: Tables, _: _Elements) -> Iterator[Problem]:
    for index, row in enumerate(tables.concepts):
        if row["kind"] not in TYPES:
            yield "concepts", index, f"类型 {row['kind']} 不存在", f"there is no kind {row['kind']}"
        if row["period_type"] not in {"instant", "duration"}:
            yield (
                "concepts",
                index,
                "期间类型应为 instant 或 duration",
                "the period type is neither instant nor duration",
            )
        if row["balance"] and row["kind"] != "monetary":
            yield (
                "concepts",
                index,
                "只有金额项目有借贷方向",
                "only amounts of money have a balance (XBRL 2.1 §5.1.1.2)",
            )
        if not (row["label_zh"] and row["label_en"]):
            yield "concepts", index, "缺少标签", "a standard label is missing"
    for index, row in enumerate(tables.labels):
        if row["role"] not in LABEL_ROLES:
            yield "labels", index, f"标签角色 {row['role']} 不存在", f"there is no label role {row['role']}"


def _check_presentation(tables: Tables, elements: _Elements) -> Iterator[Problem]:
    """Hold labels to telling the concepts of a statement apart, and preferred labels to existing."""
    taken: dict[tuple[str, str, str], str] = {}
    for index, row in enumerate(tables.presentation):
        child = elements[row["child"]]
        if row["preferred_label"] and row["preferred_label"] not in child.labels:
            zh = f"{child.name} 没有 {row['preferred_label']} 标签"
            yield "presentation", index, zh, f"{child.name} has no {row['preferred_label']} label"
        for language, text in child.labels["standard"].items():
            other = taken.setdefault((row["role"], language, text), child.name)
            if other != child.name:
                zh = f"{child.name} 与 {other} 的标签同为“{text}”"
                yield "presentation", index, zh, f"{child.name} and {other} have the same label “{text}”"


def _check_calculations(tables: Tables, elements: _Elements) -> Iterator[Problem]:
    """Hold sums to one period type (Calculations 1.1 §3) and weights to the balances (XBRL 2.1 §5.1.1.2)."""
    for index, row in enumerate(tables.calculations):
        total, contributor = elements[row["total"]], elements[row["contributor"]]
        if total.period_type != contributor.period_type:
            yield "calculations", index, "合计与组成项目的期间类型不同", "total and contributor differ in period type"
        if row["weight"] not in {"1", "-1"}:
            yield "calculations", index, "权重应为 1 或 -1", "the weight is neither 1 nor -1"
        elif total.balance and contributor.balance and (total.balance == contributor.balance) != (row["weight"] == "1"):
            yield "calculations", index, "权重与借贷方向不符", "the weight does not fit the balances"
        if row["statement"] not in _KINDS:
            yield "calculations", index, f"报表 {row['statement']} 不存在", f"there is no statement {row['statement']}"
        if row["unless"] and row["published"]:  # a calculation linkbase knows no conditions
            yield "calculations", index, "有条件的合计不能发布", "a sum with a condition cannot be published"


def _check_line_items(tables: Tables, elements: _Elements) -> Iterator[Problem]:
    """Hold every label in one place to one rule, which leads to a concept that can have a value, or to a heading."""
    taken: set[tuple[str, str, str]] = set()
    for index, row in enumerate(tables.line_items):
        key = (row["statement"], parse_label(row["label"]).key, row["after"])
        if row["statement"] not in _KINDS:
            yield "line_items", index, f"报表 {row['statement']} 不存在", f"there is no statement {row['statement']}"
        if key in taken:
            yield "line_items", index, f"“{row['label']}”已有规则", f"“{row['label']}” has a rule already"
        taken.add(key)
        if row["concept"] and elements[row["concept"]].kind in ABSTRACT_KINDS:
            yield "line_items", index, f"{row['concept']} 不能有数值", f"{row['concept']} cannot have a value"
    columns: set[str] = set()
    for index, row in enumerate(tables.equity_columns):
        if (column := column_key(row["label"])) in columns:
            yield "equity_columns", index, f"“{row['label']}”已有规则", f"“{row['label']}” has a rule already"
        columns.add(column)


def _check_text_blocks(tables: Tables, elements: _Elements) -> Iterator[Problem]:
    """Hold every title in one part of the notes to one concept, which holds text."""
    taken: set[tuple[str, str]] = set()
    for index, row in enumerate(tables.note_text_blocks):
        if row["part"] not in _PARTS:
            yield "note_text_blocks", index, f"附注部分 {row['part']} 不存在", f"there is no part {row['part']}"
        if elements[row["concept"]].kind != "text_block":
            yield "note_text_blocks", index, f"{row['concept']} 不是文本块", f"{row['concept']} is no text block"
        key = (row["part"], note_title_key(row["title"]))
        if key in taken:
            yield "note_text_blocks", index, f"“{row['title']}”已有规则", f"“{row['title']}” has a rule already"
        taken.add(key)


_RULES: tuple[Callable[[Tables, _Elements], Iterator[Problem]], ...] = (
    _check_concepts,
    _check_presentation,
    _check_calculations,
    _check_line_items,
    check_note_tables,
    _check_text_blocks,
)
