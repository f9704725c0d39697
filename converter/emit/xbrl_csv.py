"""Write xBRL-CSV 1.0 (https://www.xbrl.org/Specification/xbrl-csv/REC-2021-10-13), the folder report.xbrl.csv.

One table per kind of statement and scope, one fact per row, for people with a spreadsheet or a data frame: labels,
periods in words of dates, one column per axis in use, the value last.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any, Final

from converter.emit.extension import write_extension
from converter.emit.names import concept_kinds, fact_text, local_name, taxonomy_reference
from converter.emit.oim import OIM_LANGUAGE, write_abbreviated_period, write_entity, write_namespaces, write_unit
from converter.model.report import Fact, Report
from converter.taxonomy import Taxonomy

DOCUMENT_TYPE: Final = "https://xbrl.org/2021/xbrl-csv"
FOLDER: Final = "report.xbrl.csv"
TEXT_TABLE: Final = "document_information"
BLOCK_TABLE: Final = "text_blocks"
OTHER_TABLE: Final = "other_amounts"

_TEXTS = frozenset({TEXT_TABLE, BLOCK_TABLE})

_Tables = dict[str, list[Fact]]


def write_xbrl_csv(report: Report, taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return the metadata and the tables, and the extension taxonomy where the report needs one."""
    tables = _divide_into_tables(report, concept_kinds(report, taxonomy))
    reference = taxonomy_reference(report, taxonomy)
    metadata = {
        "documentInfo": {
            "documentType": DOCUMENT_TYPE,
            "namespaces": write_namespaces(report, taxonomy),
            # Relative to the metadata file, which stands one folder deeper than the extension.
            "taxonomy": [f"../{reference}" if report.extension else reference],
        },
        "dimensions": {"entity": write_entity(report)},
        "tableTemplates": {name: _describe_table(name, facts) for name, facts in tables.items()},
        "tables": {name: {"url": f"{name}.csv"} for name in tables},
    }
    files = {f"{FOLDER}/report.json": (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode()}
    for name, facts in tables.items():
        files[f"{FOLDER}/{name}.csv"] = _write_table(name, facts)
    return {**files, **write_extension(report, taxonomy)}


def _divide_into_tables(report: Report, kinds: Mapping[str, str]) -> _Tables:
    """Return the facts by table, tables in the order their first fact has in the report."""
    names = {entry.id: f"{entry.kind.value}_{entry.scope.value}" for entry in report.statements}
    tables: _Tables = {}
    for fact in report.facts:
        if fact.unit is None:
            name = BLOCK_TABLE if kinds[fact.concept] == "text_block" else TEXT_TABLE
        elif fact.statement is None:
            name = OTHER_TABLE
        else:
            name = names[fact.statement]
        tables.setdefault(name, []).append(fact)
    return tables


def _axis_columns(facts: list[Fact]) -> dict[str, str]:
    """Return the column of each axis in use; a column's name is an identifier and holds no prefix."""
    return {axis: local_name(axis) for axis in sorted({axis for fact in facts for axis in fact.dimensions})}


def _describe_table(name: str, facts: list[Fact]) -> dict[str, Any]:
    """Return the table template: every column before ``value`` gives one aspect of the fact in ``value``."""
    axes = _axis_columns(facts)
    dimensions = {"concept": "$concept", "period": "$period"}
    value: dict[str, Any] = {"dimensions": dimensions}
    columns: dict[str, Any] = {"id": {}, "label": {"comment": True}, "printed_label": {"comment": True}}
    columns |= {"concept": {}, "period": {}} | {column: {} for column in axes.values()}
    if name in _TEXTS:
        dimensions["language"] = OIM_LANGUAGE
    else:
        dimensions["unit"] = "$unit"
        value["decimals"] = "$decimals"
        columns |= {"unit": {}, "decimals": {}}
    dimensions |= {axis: f"${column}" for axis, column in axes.items()}
    columns["value"] = value
    return {"rowIdColumn": "id", "columns": columns}


def _write_table(name: str, facts: list[Fact]) -> bytes:
    """Return one table as RFC 4180 says: CRLF, quotes doubled, cells quoted where they must be."""
    axes = _axis_columns(facts)
    header = ["id", "label", "printed_label", "concept", "period", *axes.values()]
    header += ["value"] if name in _TEXTS else ["unit", "decimals", "value"]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    for fact in facts:
        row = [fact.id, fact.label, fact.printed_label, fact.concept, write_abbreviated_period(fact.period)]
        row += [_write_cell(fact.dimensions[axis]) if axis in fact.dimensions else "" for axis in axes]
        if fact.unit is not None:
            row += [write_unit(fact.unit) or "", "" if fact.decimals is None else str(fact.decimals)]
        writer.writerow([*row, _write_cell(fact.value)])
    return stream.getvalue().encode()


def _write_cell(value: str) -> str:
    """Return a text as a cell: empty text has a name, and a leading ``#`` is doubled (special values, Appendix A)."""
    text = fact_text(value)
    if text == "":
        return "#empty"
    return f"#{text}" if text.startswith("#") else text
