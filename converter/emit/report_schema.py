"""Write report.schema.json: the published schema narrowed to what this one report can say.

A consumer that knows nothing of XBRL validates with it and generates code from it: one object per kind of value and
type of period, with the concepts it may have, its units, the report's periods, and the members of every axis.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from converter.emit.extension_dimensions import own_members
from converter.emit.json_forms import DATE, DECIMAL, write_schema
from converter.emit.names import EXTENSION_PREFIX, local_name
from converter.model.period import Instant
from converter.model.report import Fact, Report
from converter.resources import find_resource
from converter.taxonomy import NUMERIC_KINDS, Taxonomy

_JSON = dict[str, Any]

_GROUPS: Final = {
    "monetary": "Monetary",
    "per_share": "PerShare",
    "shares": "Shares",
    "pure": "Pure",
    "percent": "Percent",
    "string": "String",
    "date": "Date",
    "text_block": "TextBlock",
}
_CURRENCY: Final = re.compile(r"iso4217:[A-Z]{3}")


def write_report_schema(report: Report, taxonomy: Taxonomy) -> bytes:
    """Return the schema of one report: self-contained JSON Schema 2020-12."""
    schema: _JSON = json.loads(_published_schema())
    definitions = schema["$defs"]
    general: _JSON = definitions.pop("Fact")
    definitions["Dimensions"] = _describe_dimensions(report, taxonomy)
    definitions |= _describe_periods(report.facts, definitions)
    units = _list_units(report)
    groups = _group_concepts(report, taxonomy)
    names = []
    for (kind, period_type), concepts in groups.items():
        name = f"{_GROUPS[kind]}{period_type.capitalize()}"
        definitions[f"{name}Concept"] = {"type": "string", "enum": concepts}
        definitions[f"{name}Fact"] = _describe_fact(general, name, kind, period_type, units)
        names.append(f"{name}Fact")
    definitions["Fact"] = {
        "description": general["description"],
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in names],
    }
    schema["description"] = f"{report.entity.name or report.entity.identifier}: {report.report.title or 'report.json'}"
    del schema["$id"]  # this one is about one report and published nowhere
    return write_schema(schema)


@lru_cache(maxsize=1)
def _published_schema() -> bytes:
    return find_resource("schemas", "report.schema.json").read_bytes()


def _group_concepts(report: Report, taxonomy: Taxonomy) -> dict[tuple[str, str], list[str]]:
    """Return the concepts that can have a value, by kind and period type."""
    groups: dict[tuple[str, str], list[str]] = {}
    for concept in taxonomy.concepts.values():
        if concept.kind in _GROUPS:
            groups.setdefault((concept.kind, concept.period_type), []).append(concept.name)
    for own in report.extension:
        if own.kind in _GROUPS:
            groups.setdefault((own.kind, own.period_type), []).append(f"{EXTENSION_PREFIX}:{local_name(own.name)}")
    return groups


def _describe_dimensions(report: Report, taxonomy: Taxonomy) -> _JSON:
    """Return the axes with their members; a default member is expressed by leaving the axis out."""
    axes: _JSON = {}
    own = own_members(report, taxonomy)
    for axis in taxonomy.axes.values():
        if axis.typed:
            axes[axis.name] = {"type": "string", "minLength": 1}
        elif members := [m for m in (*axis.members, *own.get(axis.name, ())) if m != axis.default]:
            axes[axis.name] = {"type": "string", "enum": members}
    return {"type": "object", "properties": axes, "additionalProperties": False}


def _describe_periods(facts: Iterable[Fact], definitions: _JSON) -> _JSON:
    """Return the definitions of the two types of period, narrowed to the dates this report's facts have."""
    instants: set[str] = set()
    starts: set[str] = set()
    ends: set[str] = set()
    for fact in facts:
        if isinstance(fact.period, Instant):
            instants.add(fact.period.instant.isoformat())
        else:
            starts.add(fact.period.start.isoformat())
            ends.add(fact.period.end.isoformat())
    narrowed: _JSON = {}
    for name, fields in (("Instant", {"instant": instants}), ("Duration", {"start": starts, "end": ends})):
        properties = {
            field: {"type": "string", "enum": sorted(dates)} if dates else definitions[name]["properties"][field]
            for field, dates in fields.items()
        }
        narrowed[f"Fact{name}"] = {**definitions[name], "title": f"Fact{name}", "properties": properties}
    return narrowed


def _list_units(report: Report) -> dict[str, list[str]]:
    """Return the units each numeric kind can have: the report's currency, and any other its facts are in."""
    currencies = {f"iso4217:{report.report.currency}"}
    currencies.update(found[0] for fact in report.facts if fact.unit and (found := _CURRENCY.match(fact.unit)))
    return {
        "monetary": sorted(currencies),
        "per_share": [f"{currency}/xbrli:shares" for currency in sorted(currencies)],
        "shares": ["xbrli:shares"],
        "pure": ["xbrli:pure"],
        "percent": ["xbrli:pure"],
    }


def _describe_fact(general: _JSON, name: str, kind: str, period_type: str, units: dict[str, list[str]]) -> _JSON:
    numeric = kind in NUMERIC_KINDS
    properties: _JSON = {
        **general["properties"],
        "concept": {"$ref": f"#/$defs/{name}Concept"},
        "period": {"$ref": f"#/$defs/Fact{period_type.capitalize()}"},
        "dimensions": {"$ref": "#/$defs/Dimensions"},
    }
    required = list(general["required"])
    if numeric:
        properties["value"] = {"type": "string", "pattern": DECIMAL}
        properties["unit"] = {"type": "string", "enum": units[kind]}
        required += ["decimals", "unit"]
    else:
        properties["value"] = {"type": "string", "pattern": DATE} if kind == "date" else {"type": "string"}
        del properties["decimals"], properties["unit"]
    return {
        "title": f"{name}Fact",
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
