"""Judge report.json against the published JSON Schema and against the schema it came with.

jsonschema-rs gives the verdict, in a millisecond; jsonschema, slow but good at telling why, explains what failed and
checks schemas themselves. A differential test holds the two to one verdict.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError, ValidationError

from converter.model.finding import Finding, Message, Severity
from converter.resources import find_resource

FINDINGS: Final[Mapping[str, str]] = {
    "validate.json-unreadable": "a file is no JSON document in UTF-8",
    "validate.schema-violation": "a JSON document breaks a rule of its JSON Schema",
    "validate.schema-broken": "a JSON Schema is itself no valid JSON Schema 2020-12",
}
_SHOWN: Final = 50  # explanations per document; what follows from one mistake in a writer repeats without end

_Path = tuple[str | int, ...]


def check_report_json(data: bytes, own_schema: bytes | None = None) -> tuple[Finding, ...]:
    """Judge the bytes of a report.json against the published schema, and against its report.schema.json if given."""
    report, findings = _read_json(data, "report.json")
    if findings:
        return findings
    findings = _explain_all(_published_schema(), _published_validator(), report, "schemas/report.schema.json")
    if own_schema is None:
        return findings
    findings += check_schema(own_schema, "report.schema.json")
    if any(finding.code != "validate.schema-violation" for finding in findings):
        return findings
    schema = json.loads(own_schema)
    return findings + _explain_all(schema, _compile(schema), report, "report.schema.json")


def check_schema(data: bytes, file: str) -> tuple[Finding, ...]:
    """Judge whether the bytes are a valid JSON Schema 2020-12."""
    schema, findings = _read_json(data, file)
    if findings:
        return findings
    if jsonschema_rs.meta.is_valid(schema):
        return ()
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        place = _pointer(error.absolute_path)
        return (
            Finding(
                code="validate.schema-broken",
                severity=Severity.ERROR,
                message=Message(
                    zh=f"{file} 不是有效的 JSON Schema 2020-12，位置 {place}：{error.message}。请重新生成该文件。",
                    en=f"{file} is no valid JSON Schema 2020-12, at {place}: {error.message}; generate the file again",
                ),
            ),
        )
    return ()


def judge(schema: Any, document: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Tell whether a document conforms to a schema, by jsonschema-rs."""
    return _compile(schema).is_valid(document)


def explain(schema: Any, document: Any) -> tuple[tuple[_Path, str], ...]:  # noqa: ANN401 - any JSON value
    """Return where a document breaks a schema, and how, by jsonschema."""
    errors = sorted(
        _explainer(schema).iter_errors(document), key=lambda error: [str(part) for part in error.absolute_path]
    )
    causes = (_cause(error) for error in errors)
    return tuple((tuple(cause.absolute_path), cause.message) for cause in causes)


def _explain_all(
    schema: Any,  # noqa: ANN401 - any JSON value
    validator: jsonschema_rs.Validator,
    document: Any,  # noqa: ANN401 - any JSON value
    name: str,
) -> tuple[Finding, ...]:
    if validator.is_valid(document):
        return ()
    failing: dict[_Path, None] = {}
    for error in validator.iter_errors(document):
        failing[tuple(error.instance_path[:2])] = None
        if len(failing) > _SHOWN:
            break
    reduced, original = _reduce(document, failing)
    explained = [(_restore(path, original), reason) for path, reason in explain(schema, reduced)]
    return tuple(_violation(path, reason, document, name) for path, reason in explained[:_SHOWN])


def _reduce(document: Any, failing: Iterable[_Path]) -> tuple[Any, dict[str, list[int]]]:  # noqa: ANN401 - any JSON value
    """Return the document without the entries of its lists that are in order, and the old index of those that stay.

    A report has a thousand facts, and one bad one is to be explained: the slow validator need not see the others.
    """
    if not isinstance(document, dict):
        return document, {}
    places = list(failing)
    original: dict[str, list[int]] = {}
    reduced = dict(document)
    for name, value in document.items():
        if isinstance(value, list) and (name,) not in places:
            original[name] = sorted(path[1] for path in places if len(path) == 2 and path[0] == name)  # type: ignore[misc]  # a list's path goes on with an index
            reduced[name] = [value[index] for index in original[name]]
    return reduced, original


def _restore(path: _Path, original: Mapping[str, list[int]]) -> _Path:
    if len(path) > 1 and path[0] in original:
        return (path[0], original[str(path[0])][int(path[1])], *path[2:])
    return path


def _cause(error: ValidationError) -> ValidationError:
    """Return what is really wrong where none of several choices fits: the fault within the choice that was meant.

    A fact is meant to be of the kind its concept is of; elsewhere the choice is meant whose faults lie deepest.
    """
    while error.context:
        choices: dict[Any, list[ValidationError]] = {}
        for inner in error.context:
            choices.setdefault(inner.relative_schema_path[0], []).append(inner)
        unknown = [fault for fault in error.context if list(fault.relative_path) == ["concept"]]
        if len(choices) > 1 and len(unknown) == len(choices):
            reason = f"{unknown[0].instance!r} is no concept of the taxonomy or the extension"
            return ValidationError(reason, path=unknown[0].absolute_path)
        meant = [faults for faults in choices.values() if not any(fault in unknown for fault in faults)]
        deepest = [faults for faults in meant if all(fault.relative_path for fault in faults)]
        if len(meant) > 1 and len(deepest) == 1:
            meant = deepest
        if len(meant) != 1:
            return error
        error = meant[0][0]
    return error


def _violation(path: _Path, reason: str, document: Any, name: str) -> Finding:  # noqa: ANN401 - any JSON value
    place = _pointer(path)
    shown = reason if len(reason) <= 300 else f"{reason[:300]}…"
    return Finding(
        code="validate.schema-violation",
        severity=Severity.ERROR,
        message=Message(
            zh=f"report.json 在 {place} 处不符合 {name}：{shown}。请改正该处，或用本程序重新转换。",
            en=f"report.json breaks {name} at {place}: {shown}; correct it there, or convert the document again",
        ),
        facts=_fact_ids(path, document),
    )


def _fact_ids(path: _Path, document: Any) -> tuple[str, ...]:  # noqa: ANN401 - any JSON value
    if len(path) > 1 and path[0] == "facts":
        fact = document["facts"][path[1]]
        if isinstance(fact, dict) and isinstance(fact.get("id"), str):
            return (fact["id"],)
    return ()


def _pointer(path: Iterable[str | int]) -> str:
    """Return a place as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path) or "/"


def _read_json(data: bytes, file: str) -> tuple[Any, tuple[Finding, ...]]:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant), ()
    except (UnicodeDecodeError, ValueError) as error:
        return None, (
            Finding(
                code="validate.json-unreadable",
                severity=Severity.ERROR,
                message=Message(
                    zh=f"{file} 不是 UTF-8 编码的 JSON 文件：{error}。请重新生成或另存为 UTF-8。",
                    en=f"{file} is no JSON document in UTF-8: {error}; generate it again, or save it as UTF-8",
                ),
            ),
        )


def _refuse_constant(name: str) -> float:
    # NaN and Infinity are no JSON (RFC 8259 §6), though Python reads them.
    raise ValueError(f"{name} is no JSON number")


@lru_cache(maxsize=1)
def _published_schema() -> Any:  # noqa: ANN401 - any JSON value
    return json.loads(find_resource("schemas", "report.schema.json").read_bytes())


@lru_cache(maxsize=1)
def _published_validator() -> jsonschema_rs.Validator:
    return _compile(_published_schema())


def _compile(schema: Any) -> jsonschema_rs.Validator:  # noqa: ANN401 - any JSON value
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def _explainer(schema: Any) -> Draft202012Validator:  # noqa: ANN401 - any JSON value
    return Draft202012Validator(schema, format_checker=FormatChecker(("date",)))
