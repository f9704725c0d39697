"""Write xBRL-JSON 1.0 (https://www.xbrl.org/Specification/xbrl-json/REC-2021-10-13), report.xbrl.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from converter.emit.extension import write_extension
from converter.emit.names import TEXT_KINDS, concept_kinds, fact_text, taxonomy_reference
from converter.emit.oim import OIM_LANGUAGE, write_entity, write_namespaces, write_period, write_unit
from converter.model.report import Fact, Report
from converter.taxonomy import Taxonomy

DOCUMENT_TYPE: Final = "https://xbrl.org/2021/xbrl-json"

_encode = json.JSONEncoder(ensure_ascii=False).encode


def write_xbrl_json(report: Report, taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return report.xbrl.json, one fact per line, and the extension taxonomy where the report needs one."""
    entity = write_entity(report)
    kinds = concept_kinds(report, taxonomy)
    information = {
        "documentType": DOCUMENT_TYPE,
        "namespaces": write_namespaces(report, taxonomy),
        "taxonomy": [taxonomy_reference(report, taxonomy)],
    }
    facts = ",\n".join(f"  {_encode(fact.id)}: {_encode(_write_fact(fact, entity, kinds))}" for fact in report.facts)
    header = json.dumps(information, ensure_ascii=False, indent=1).replace("\n", "\n ")
    text = f'{{\n "documentInfo": {header},\n "facts": {{\n{facts}\n }}\n}}\n'
    return {"report.xbrl.json": text.encode(), **write_extension(report, taxonomy)}


def _write_fact(fact: Fact, entity: str, kinds: Mapping[str, str]) -> dict[str, Any]:
    dimensions = {"concept": fact.concept, "entity": entity, "period": write_period(fact.period)}
    content: dict[str, Any] = {"value": fact_text(fact.value)}
    if fact.unit is not None:
        if fact.decimals is not None:  # an absent decimals property means infinitely precise
            content["decimals"] = fact.decimals
        if (unit := write_unit(fact.unit)) is not None:
            dimensions["unit"] = unit
    elif kinds[fact.concept] in TEXT_KINDS:
        dimensions["language"] = OIM_LANGUAGE
    dimensions |= {axis: fact_text(fact.dimensions[axis]) for axis in sorted(fact.dimensions)}
    return content | {"dimensions": dimensions}
