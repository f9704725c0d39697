"""Bake and judge the tables about the tables of the notes: measures, subjects, captions, members.

Labels are normalised as everywhere (converter.model.label). The label of a measure, and a title, may hold ``*`` for any
words between its pieces (``占*的比例``); it stays in the baked form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from converter.bake.elements import Element
from converter.bake.tables import Row, Tables, prefixed
from converter.model.label import parse_label
from converter.model.mapped import CellRole
from converter.model.statement import StatementKind
from converter.taxonomy import NUMERIC_KINDS

OWN = "="  # the subject's own concept
TEXT = "text"  # the role of a column of texts or ordinals
CURRENCY = "currency"  # the amounts are in the currency that the row names
LINE_ITEMS = "line_items"  # the rows of a note are line items, each with its amount
STATEMENTS = "statements"  # the rows are lines of whichever primary statement has them
ITEMS = "items"  # a row that no rule covers is an item by itself, no part of the subject
RULES = "rules"  # the concepts only choose the rules of measures, no amount is theirs
_ROWS = frozenset(StatementKind) | {"", LINE_ITEMS, STATEMENTS, ITEMS, RULES}
_ROLES = frozenset(CellRole) | {TEXT}
_COMPONENTS = "CarryingAmountComponentsAxis"

Problem = tuple[str, int, str, str]  # table, row from 0, in Chinese, in English


def bake_note_tables(tables: Tables) -> dict[str, list[dict[str, object]]]:
    """Return the rows of the four tables as they stand in the baked form, names with their prefix."""
    return {
        "note_measures": [
            {
                "label": pattern_key(row["label"]),
                "under": pattern_key(row["under"]),
                "subject": prefixed(row["subject"]),
                "concepts": [name if name == OWN else prefixed(name) for name in row["concept"].split()],
                "component": prefixed(row["component"]),
                "role": row["role"],
                "unit": row["unit"],
            }
            for row in tables.note_measures
        ],
        "note_subjects": [
            {
                "title": pattern_key(row["title"]),
                "section": parse_label(row["section"]).key,
                "balance": prefixed(row["balance"]),
                "flow": prefixed(row["flow"]),
                "rows": row["rows"],
            }
            for row in tables.note_subjects
        ],
        "note_captions": [
            {
                "caption": parse_label(row["caption"]).key,
                "component": prefixed(row["component"]),
                "is_view": bool(row["is_view"]),
                "axis": prefixed(row["axis"]),
            }
            for row in tables.note_captions
        ],
        "note_shapes": [
            {
                "caption": parse_label(row["caption"]).key,
                "needs": [_printed_key(words) for words in row["needs"].split()],
                "told": [_printed_key(words) for words in row["told"].split()],
            }
            for row in tables.note_shapes
        ],
        "note_members": [
            {"axis": prefixed(row["axis"]), "label": parse_label(row["label"]).key, "member": prefixed(row["member"])}
            for row in tables.note_members
        ],
    }


def pattern_key(label: str) -> str:
    """Return the key of a measure's label, each piece between stars normalised by itself."""
    return "*".join(parse_label(piece).key for piece in label.split("*"))


def _printed_key(words: str) -> str:
    """Return the key of words that a table prints, or, with ``!`` in front, does not."""
    others = "/".join(map(pattern_key, words.removeprefix("!").split("/")))
    return words[: words.startswith("!")] + others


def check_note_tables(tables: Tables, elements: Mapping[str, Element]) -> Iterator[Problem]:
    """Yield what is wrong: two rows for one label, a role that does not exist, a member of another axis."""
    yield from _check_repeated(tables)
    members = {(row["axis"], row["name"]) for row in tables.members}
    for index, row in enumerate(tables.note_measures):
        if row["role"] not in _ROLES:
            yield "note_measures", index, f"作用 {row['role']} 不存在", f"there is no role {row['role']}"
        if row["unit"] not in {"", CURRENCY}:
            yield "note_measures", index, "unit 列应为 currency 或空", "unit is neither currency nor empty"
        yield from _check_component("note_measures", index, row, members)
        yield from _check_measure(index, row, elements)
    for index, row in enumerate(tables.note_captions):
        yield from _check_component("note_captions", index, row, members)
    for index, row in enumerate(tables.note_subjects):
        if row["rows"] not in _ROWS:
            zh = f"rows 列的 {row['rows']} 不是 line_items、items、rules 或报表种类"
            yield (
                "note_subjects",
                index,
                zh,
                f"{row['rows']} in rows is none of line_items, items, rules, nor a kind of statement",
            )
        for column, period_type in (("balance", "instant"), ("flow", "duration")):
            if row[column] and elements[row[column]].period_type != period_type:
                zh, en = f"{row[column]} 的期间类型不符", f"{row[column]} is no concept of period type {period_type}"
                yield "note_subjects", index, zh, en
    for index, row in enumerate(tables.note_members):
        if (row["axis"], row["member"]) not in members:
            zh, en = f"{row['member']} 不是该轴的成员", f"{row['member']} is no member of {row['axis']}"
            yield "note_members", index, zh, en


def _check_component(table: str, index: int, row: Row, members: set[tuple[str, str]]) -> Iterator[Problem]:
    if row["component"] and (_COMPONENTS, row["component"]) not in members:
        zh = f"{row['component']} 不是 {_COMPONENTS} 的成员"
        yield table, index, zh, f"{row['component']} is no member of {_COMPONENTS}"


def _check_measure(index: int, row: Row, elements: Mapping[str, Element]) -> Iterator[Problem]:
    """Hold a measure to one concept, or to one per period type that both are figures."""
    names = row["concept"].split()
    if (row["role"] == TEXT) != (not names):
        zh, en = "只有 text 列没有概念", "columns of texts, and only these, have no concept"
        yield "note_measures", index, zh, en
    own = [elements[name] for name in names if name != OWN]
    if any(element.kind not in NUMERIC_KINDS for element in own):
        yield "note_measures", index, "概念不是数值", "a concept is no figure"
    if len(names) > 1 and sorted(element.period_type for element in own) != ["duration", "instant"]:
        zh, en = "两个概念应为时点与期间各一", "two concepts are one of an instant and one of a duration"
        yield "note_measures", index, zh, en


def _check_repeated(tables: Tables) -> Iterator[Problem]:
    for table, rows, columns in (
        ("note_measures", tables.note_measures, ("label", "under", "subject")),
        ("note_subjects", tables.note_subjects, ("title", "section")),
        ("note_captions", tables.note_captions, ("caption",)),
        ("note_shapes", tables.note_shapes, ("caption",)),
        ("note_members", tables.note_members, ("axis", "label")),
        ("currencies", tables.currencies, ("label",)),
    ):
        taken: set[tuple[str, ...]] = set()
        for index, row in enumerate(rows):
            key = tuple(
                row[column] if column in {"subject", "axis"} else pattern_key(row[column]) for column in columns
            )
            if key in taken:
                yield table, index, f"“{row[columns[-1]] or row[columns[0]]}”重复", "a row says the same before it"
            taken.add(key)
