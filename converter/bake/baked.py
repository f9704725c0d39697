"""Write the baked form, taxonomy/baked.json, which converter.taxonomy reads at run time."""

from __future__ import annotations

import json
from collections.abc import Iterable

from converter.bake.elements import list_elements
from converter.bake.note_tables import bake_note_tables
from converter.bake.tables import BASE_URI, ENTRY_POINT, PREFIX, Row, Tables, prefixed
from converter.model.label import note_title_key, parse_label
from converter.model.statement import StatementKind

_KINDS = frozenset(StatementKind)


def bake_taxonomy(tables: Tables) -> bytes:
    """Return baked.json: the same tables give the same bytes, whatever machine bakes them.

    Labels of line items and of equity columns are normalised (converter.model.label); names get their prefix; a rule's
    id is the line of line_items.csv it stands on. Each row stands on a line of its own, so that a change can be read.
    """
    parts: dict[str, str] = {
        "base_uri": _json(BASE_URI),
        "prefix": _json(PREFIX),
        "entry_point": _json(ENTRY_POINT),
        "concepts": _lines(_bake_concepts(tables)),
        "summations": _lines(_bake_summations(tables)),
        "roll_forwards": _lines({key: prefixed(name) for key, name in row.items()} for row in tables.roll_forwards),
        "axes": _lines(_bake_axes(tables)),
        "aggregations": _lines(_bake_aggregations(tables)),
        "equalities": _lines(_bake_equalities(tables)),
        "rules": _lines(_bake_rules(tables)),
        "equity_columns": _json({column_key(row["label"]): prefixed(row["member"]) for row in tables.equity_columns}),
        "row_axes": _json({parse_label(row["label"]).key: prefixed(row["axis"]) for row in tables.row_axes}),
        "document_facts": _json({row["key"]: prefixed(row["concept"]) for row in tables.document_facts}),
        "growth_rates": _json({prefixed(row["concept"]): prefixed(row["growth_rate"]) for row in tables.growth_rates}),
        "shares": _json({prefixed(row["share"]): prefixed(row["amount"]) for row in tables.shares}),
        "anchors": _json(
            {
                row["section"] if row["section"] in _KINDS else prefixed(row["section"]): prefixed(row["anchor"])
                for row in tables.anchors
            }
        ),
        "currencies": _json({parse_label(row["label"]).key: row["code"] for row in tables.currencies}),
        "text_blocks": _lines(
            [row["part"], note_title_key(row["title"]), prefixed(row["concept"])] for row in tables.note_text_blocks
        ),
        **{name: _lines(rows) for name, rows in bake_note_tables(tables).items()},
    }
    body = ",\n".join(f"{_json(key)}:{value}" for key, value in parts.items())
    return f"{{\n{body}\n}}\n".encode()


def column_key(label: str) -> str:
    """Return the key of an equity column: each part of ``group/component`` normalised, joined."""
    return "".join(parse_label(part).key for part in label.split("/"))


def rule_id(index: int) -> str:
    """Return the id of the rule in a row of line_items.csv, counted from 0: the line it stands on."""
    return f"line_items:{index + 2}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _lines(rows: Iterable[object]) -> str:
    return "[\n" + ",\n".join(_json(row) for row in rows) + "\n]"


def _bake_concepts(tables: Tables) -> list[dict[str, object]]:
    return [
        {
            "name": prefixed(element.name),
            "kind": element.kind,
            "period_type": element.period_type,
            "balance": element.balance,
            "labels": element.labels,
        }
        for element in list_elements(tables)
    ]


def _bake_summations(tables: Tables) -> list[dict[str, object]]:
    grouped: dict[tuple[str, str, str, bool, str], list[tuple[str, int]]] = {}
    for row in tables.calculations:
        key = (row["link"], row["statement"], row["total"], bool(row["published"]), row["unless"])
        grouped.setdefault(key, []).append((prefixed(row["contributor"]), int(row["weight"])))
    baked: list[dict[str, object]] = []
    for (link, statement, total, published, unless), contributors in grouped.items():
        summation: dict[str, object] = {"id": link, "statement": statement, "total": prefixed(total)}
        summation["contributors"] = contributors
        if not published:
            summation["published"] = False
        if unless:
            summation["unless"] = [prefixed(name) for name in unless.split()]
        baked.append(summation)
    return baked


def _bake_axes(tables: Tables) -> list[dict[str, object]]:
    return [
        {
            "name": prefixed(row["name"]),
            "default": prefixed(row["default"]) or None,
            "members": [prefixed(member["name"]) for member in tables.members if member["axis"] == row["name"]],
        }
        | ({"typed": True} if row["typed_domain"] else {})
        for row in tables.axes
    ]


def _bake_aggregations(tables: Tables) -> list[dict[str, object]]:
    grouped: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for row in tables.aggregations:
        key = (row["id"], row["axis"], row["total"])
        grouped.setdefault(key, []).append((prefixed(row["contributor"]), int(row["weight"])))
    return [
        {"axis": prefixed(axis), "total": prefixed(total), "contributors": contributors}
        for (_, axis, total), contributors in grouped.items()
    ]


def _bake_equalities(tables: Tables) -> list[dict[str, str]]:
    return [
        {"kind": row["kind"], "left": prefixed(row["left"]), "right": prefixed(row["right"])}
        | ({"axis": prefixed(row["axis"]), "member": prefixed(row["member"])} if row["axis"] else {})
        for row in tables.equalities
    ]


def _bake_rules(tables: Tables) -> list[dict[str, object]]:
    return [_bake_rule(row, rule_id(index)) for index, row in enumerate(tables.line_items)]


def _bake_rule(row: Row, identifier: str) -> dict[str, object]:
    rule: dict[str, object] = {
        "statement": row["statement"],
        "label": parse_label(row["label"]).key,
        "after": prefixed(row["after"]),
        "concept": prefixed(row["concept"]),
        "id": identifier,
    }
    if row["opening"]:
        rule["opening"] = True
    if row["heading"]:
        rule["heading"] = prefixed(row["heading"])
    return rule
