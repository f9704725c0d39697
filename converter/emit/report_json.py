"""Write report.json, the report of the contract (DESIGN §3), one fact per line."""

from __future__ import annotations

import json
from typing import Any

from converter.emit.published_schemas import OPTIONAL
from converter.emit.report_schema import write_report_schema
from converter.model.report import Report
from converter.taxonomy import Taxonomy


def write_report_json(report: Report, taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return report.json and the schema of its own, report.schema.json."""
    content = _without_absent(report.model_dump(mode="json"))
    text = _lay_out(content, breaks=3) + "\n"
    return {"report.json": text.encode(), "report.schema.json": write_report_schema(report, taxonomy)}


def _without_absent(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return {
            name: _without_absent(inner)
            for name, inner in value.items()
            if name not in OPTIONAL or (inner is not None and inner != [])
        }
    if isinstance(value, list):
        return [_without_absent(inner) for inner in value]
    return value


def _lay_out(value: Any, breaks: int, indent: str = "") -> str:  # noqa: ANN401 - any JSON value
    """Return JSON with the outer ``breaks`` levels over lines, whatever lies deeper on one line each."""
    if breaks and value and isinstance(value, list):
        lines = [f"{indent} {_lay_out(inner, 0)}" for inner in value]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    if breaks and value and isinstance(value, dict) and any(isinstance(inner, list | dict) for inner in value.values()):
        lines = [
            f"{indent} {json.dumps(name, ensure_ascii=False)}: {_lay_out(inner, breaks - 1, indent + ' ')}"
            for name, inner in value.items()
        ]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return json.dumps(value, ensure_ascii=False)
