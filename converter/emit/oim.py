"""Write the string forms that xBRL-JSON and xBRL-CSV share.

OIM Common is https://www.xbrl.org/Specification/oim-common/REC-2021-10-13+errata-2023-04-19.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from converter.emit.names import ISO4217, LANGUAGE, XBRLI, concept_namespaces, entity_identifier
from converter.model.period import Instant, Period
from converter.model.report import Report
from converter.taxonomy import Taxonomy

PURE: Final = "xbrli:pure"
ENTITY_PREFIX: Final = "scheme"
OIM_LANGUAGE: Final = LANGUAGE.lower()  # OIM 1.0 §5.1.5; xBRL-JSON 1.0 §5.2 demands it

_ONE_DAY = dt.timedelta(days=1)


def write_period(period: Period) -> str:
    """Return the ISO 8601 form of a period: an instant, or start/end, each as a date and time.

    A day ends at midnight of the next (OIM Common 1.0 §3.5), so 2022-12-31 is 2023-01-01T00:00:00.
    """
    if isinstance(period, Instant):
        return _midnight(period.instant + _ONE_DAY)
    return f"{_midnight(period.start)}/{_midnight(period.end + _ONE_DAY)}"


def write_abbreviated_period(period: Period) -> str:
    """Return the form of a period that people read: ``2022-12-31@end`` or ``2022-01-01..2022-12-31``.

    xBRL-CSV alone allows these forms (xBRL-CSV 1.0, abbreviated period representations).
    """
    if isinstance(period, Instant):
        return f"{period.instant.isoformat()}@end"
    return f"{period.start.isoformat()}..{period.end.isoformat()}"


def write_unit(unit: str) -> str | None:
    """Return the unit string of a fact's unit, or None for the plain number.

    Measures stand in alphabetical order, several in one place in brackets (OIM Common 1.0 §3.4);
    ``xbrli:pure`` alone is expressed by leaving the unit out (OIM 1.0 §3.4).
    """
    if unit == PURE:
        return None
    return "/".join(_write_measures(part) for part in unit.split("/"))


def write_entity(report: Report) -> str:
    """Return the entity as an SQName (OIM Common 1.0 §3.1)."""
    return f"{ENTITY_PREFIX}:{entity_identifier(report)}"


def write_namespaces(report: Report, taxonomy: Taxonomy) -> dict[str, str]:
    """Return the prefixes a report uses, with the reserved ones bound as OIM Common 1.0 §1.2 fixes them."""
    return {
        "xbrl": "https://xbrl.org/2021",
        "xbrli": XBRLI,
        "iso4217": ISO4217,
        ENTITY_PREFIX: report.entity.scheme,
        **concept_namespaces(report, taxonomy),
    }


def _midnight(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00"


def _write_measures(part: str) -> str:
    measures = sorted(part.strip("()").split("*"))
    return measures[0] if len(measures) == 1 else f"({'*'.join(measures)})"
