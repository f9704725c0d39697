"""The published schemas in schemas/ are what the models and the taxonomy generate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from emit_sample import SMALL_TAXONOMY
from jsonschema import Draft202012Validator, ValidationError

from converter.emit.published_schemas import write_schemas
from converter.model.finding import Severity
from converter.model.manifest import ManifestLine, Outcome
from converter.taxonomy import Taxonomy


def test_the_checked_in_schemas_are_freshly_generated(taxonomy: Taxonomy, root: Path):
    fresh = write_schemas(taxonomy)
    checked_in = {path.name: path.read_bytes() for path in (root / "schemas").glob("*.json")}
    assert checked_in == fresh, "run: python -m converter.emit"


@pytest.mark.parametrize("name", write_schemas(SMALL_TAXONOMY))
def test_a_schema_says_what_it_is(name: str):
    schema = json.loads(write_schemas(SMALL_TAXONOMY)[name])
    assert list(schema)[:4] == ["$schema", "$id", "title", "description"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://w3id.org/cas2xbrl/2026/schemas/{name}"
    Draft202012Validator.check_schema(schema)


def test_a_line_of_the_manifest_conforms():
    schema = json.loads(write_schemas(SMALL_TAXONOMY)["manifest.schema.json"])
    line = ManifestLine(
        input="a.txt",
        sha256="0" * 64,
        outcome=Outcome.NO_STATEMENT,
        seconds=0.25,
        findings=dict.fromkeys(Severity, 0),
    )
    written = json.loads(line.model_dump_json(exclude_none=True))
    Draft202012Validator(schema).validate(written)
    with pytest.raises(ValidationError, match="is not one of"):
        Draft202012Validator(schema).validate(written | {"outcome": "perhaps"})


@pytest.mark.parametrize(
    ("rule", "word"),
    [
        ({}, None),
        ({"after": "", "opening": True}, None),
        ({"after": "c2x:StatementLineItems"}, None),
        ({"concept": "c2x:StatementLineItems"}, "is not one of"),
        ({"concept": "c2x:SeparateMember"}, "is not one of"),
        ({"statement": "balance sheet"}, "is not one of"),
        ({"label": ""}, "should be non-empty"),
        ({"weight": 1}, "Additional properties"),
    ],
)
def test_a_rule_of_the_users_own(rule: dict[str, object], word: str | None):
    validator = Draft202012Validator(json.loads(write_schemas(SMALL_TAXONOMY)["mapping.schema.json"]))
    rules = [{"statement": "balance_sheet", "label": "资产总计", "concept": "c2x:Assets"} | rule]
    messages = [error.message for error in validator.iter_errors(rules)]
    assert len(messages) == (word is not None)
    assert word is None or word in messages[0]
