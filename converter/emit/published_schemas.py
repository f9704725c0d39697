"""Generate the published JSON Schemas (2020-12) of ``schemas/`` from the pydantic models and the taxonomy.

``python -m converter.emit`` writes them anew; a test holds the checked-in files equal to this.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from converter.emit.json_forms import DATE, DECIMAL, DIALECT, OPTIONAL, write_schema
from converter.model.manifest import ManifestLine
from converter.model.report import Report
from converter.model.statement import StatementKind
from converter.taxonomy import Taxonomy

_QNAME: Final = r"^[a-z][a-z0-9]*:\S+$"
_UNIT: Final = r"^(iso4217:[A-Z]{3}(/xbrli:shares)?|xbrli:shares|xbrli:pure)$"

_STRUCTURE: Final = frozenset({"abstract", "hypercube", "axis", "typed_axis", "domain", "member"})

_JSON = dict[str, Any]

# What the types of Python cannot say, by definition and property.
_REFINEMENTS: Final[dict[tuple[str, str], _JSON]] = {
    ("SourceFile", "sha256"): {"pattern": "^[0-9a-f]{64}$"},
    ("ReportHeader", "currency"): {"pattern": "^[A-Z]{3}$"},
    ("Instant", "instant"): {"pattern": DATE},
    ("Duration", "start"): {"pattern": DATE},
    ("Duration", "end"): {"pattern": DATE},
    ("Fact", "id"): {"pattern": r"^[A-Za-z_][A-Za-z0-9_\-]*$"},
    ("Fact", "concept"): {"pattern": _QNAME},
    ("Fact", "unit"): {"pattern": _UNIT},
    ("Fact", "dimensions"): {"propertyNames": {"pattern": _QNAME}},
    ("Check", "residual"): {"pattern": DECIMAL},
    ("Finding", "code"): {"pattern": r"^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$"},
}
# A fact with a unit is a number, one without is text and has no decimals.
_FACT_RULES: Final[_JSON] = {
    "dependentRequired": {"decimals": ["unit"]},
    "if": {"required": ["unit"]},
    "then": {"properties": {"value": {"pattern": DECIMAL}}},
}


def write_schemas(taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return the published schemas by file name."""
    schemas = {
        "report.schema.json": _describe_report(),
        "manifest.schema.json": _describe(ManifestLine, optional=frozenset({"folder"})),
        "mapping.schema.json": _describe_mapping(taxonomy),
    }
    return {
        name: write_schema(
            {"$schema": DIALECT, "$id": f"{taxonomy.base_uri}/schemas/{name}"}
            | {key: schema[key] for key in ("title", "description") if key in schema}
            | schema
        )
        for name, schema in schemas.items()
    }


def _describe_report() -> _JSON:
    """Return the schema of report.json."""
    schema = _describe(Report, optional=OPTIONAL)
    schema["$defs"]["Fact"] |= _FACT_RULES
    return schema


def _describe(model: type[BaseModel], optional: frozenset[str]) -> _JSON:
    """Return a model's schema as written: every field is there but the optional ones, which are absent, never null."""
    schema = model.model_json_schema(mode="serialization")
    _tighten(schema, model.__name__, optional)
    for name, definition in schema.get("$defs", {}).items():
        _tighten(definition, name, optional)
    return schema


def _describe_mapping(taxonomy: Taxonomy) -> _JSON:
    """Return the schema of a user's own line-item rules (``--mapping FILE`` in JSON); editors complete names by it."""
    items = [concept.name for concept in taxonomy.concepts.values() if concept.kind not in _STRUCTURE]
    headings = [concept.name for concept in taxonomy.concepts.values() if concept.kind == "abstract"]
    rule = {
        "type": "object",
        "description": "Map one printed label of one kind of statement to a concept.",
        "properties": {
            "statement": {"description": "The kind of statement.", "enum": [kind.value for kind in StatementKind]},
            "label": {
                "description": "The row as printed; numbering, blanks and full-width forms do not matter.",
                "type": "string",
                "minLength": 1,
            },
            "after": {
                "description": "Apply the rule only below a row of this concept; empty or left out: everywhere else.",
                "anyOf": [{"const": ""}, {"$ref": "#/$defs/Item"}, {"$ref": "#/$defs/Heading"}],
            },
            "concept": {"description": "What the row reports.", "$ref": "#/$defs/Item"},
            "opening": {"description": "The balance stands at the start of the period (期初余额).", "type": "boolean"},
        },
        "required": ["statement", "label", "concept"],
        "additionalProperties": False,
    }
    return {
        "title": "Mapping",
        "description": "Hold a user's own line-item rules, which stand in front of the taxonomy's.",
        "type": "array",
        "items": rule,
        "$defs": {
            "Item": {"description": "A concept that has values.", "enum": items},
            "Heading": {"description": "A heading of the taxonomy.", "enum": headings},
        },
    }


def _tighten(definition: _JSON, name: str, optional: frozenset[str]) -> None:
    properties = definition.get("properties")
    if properties is None:
        return
    for field, schema in properties.items():
        schema.pop("title", None)
        schema.pop("default", None)
        if field in optional and "anyOf" in schema:
            (given,) = (choice for choice in schema.pop("anyOf") if choice != {"type": "null"})
            schema.update(given)
        schema.update(_REFINEMENTS.get((name, field), {}))
    definition["required"] = [field for field in properties if field not in optional]
