"""Write report.json, the report of the contract (DESIGN §3), one fact per line."""

from __future__ import annotations

import json
from typing import Any

from converter.emit.json_forms import OPTIONAL
from converter.emit.report_schema import write_report_schema
from converter.model.report import Report
from converter.taxonomy import Taxonomy

_encode = json.JSONEncoder(ensure_ascii=False).encode


def write_report_json(report: Report, taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return report.json and the schema of its own, report.schema.json."""
    content = report.model_dump(mode="json")
    _leave_out_absent(content)
    text = _lay_out(content, breaks=3) + "\n"
    return {"report.json": text.encode(), "report.schema.json": write_report_schema(report, taxonomy)}


def _leave_out_absent(value: Any) -> None:  # noqa: ANN401 - any JSON value
    """Delete, at every depth, the optional fields that say nothing."""
    if isinstance(value, dict):
        for name in [name for name, inner in value.items() if name in OPTIONAL and (inner is None or inner == [])]:
            del value[name]
        value = value.values()
    for inner in value:
        if isinstance(inner, dict | list):
            _leave_out_absent(inner)


def _lay_out(value: Any, breaks: int, indent: str = "") -> str:  # noqa: ANN401 - any JSON value
    """Return JSON with the outer ``breaks`` levels over lines, whatever lies deeper on one line each."""
    if breaks and value and isinstance(value, list):
        lines = [f"{indent} {_lay_out(inner, 0)}" for inner in value]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    if breaks and value and isinstance(value, dict) and any(isinstance(inner, list | dict) for inner in value.values()):
        lines = [
            f"{indent} {_encode(name)}: {_lay_out(inner, breaks - 1, indent + ' ')}" for name, inner in value.items()
        ]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return _encode(value)
