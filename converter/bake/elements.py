"""List every element of the taxonomy with its labels: the concepts of the table, then tables, axes and members.

What a table leaves to convention is settled here once, for the baked form and for the schema alike: hypercubes are
named after their statement, their labels are the statement's.
"""

from __future__ import annotations

from dataclasses import dataclass

from converter.bake.tables import Row, Tables

STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Element:
    """Define one element: ``labels`` maps role to language to text; ``typed_domain`` is for typed axes only."""

    name: str
    kind: str
    period_type: str
    balance: str | None
    labels: dict[str, dict[str, str]]
    typed_domain: str | None = None


def list_elements(tables: Tables) -> tuple[Element, ...]:
    """Return all elements in the order of the tables."""
    elements = [
        Element(row["name"], row["kind"], row["period_type"], row["balance"] or None, _standard(row))
        for row in tables.concepts
    ]
    by_name = {element.name: element for element in elements}
    for row in tables.labels:
        by_name[row["concept"]].labels[row["role"]] = {"zh-CN": row["label_zh"], "en": row["label_en"]}
    for row in tables.roles:
        if row["table"]:
            labels = {STANDARD: {"zh-CN": f"{row['label_zh']}（表）", "en": f"{row['label_en']} [table]"}}
            elements.append(Element(row["table"], "hypercube", "duration", None, labels))
    for row in tables.axes:
        labels = {STANDARD: {"zh-CN": f"{row['label_zh']}（轴）", "en": f"{row['label_en']} [axis]"}}
        typed = row["typed_domain"] or None
        elements.append(Element(row["name"], "typed_axis" if typed else "axis", "duration", None, labels, typed))
    for row in tables.members:
        labels = {STANDARD: {"zh-CN": f"{row['label_zh']}（成员）", "en": f"{row['label_en']} [member]"}}
        elements.append(Element(row["name"], "member", "duration", None, labels))
    return tuple(elements)


def _standard(row: Row) -> dict[str, dict[str, str]]:
    return {STANDARD: {"zh-CN": row["label_zh"], "en": row["label_en"]}}
