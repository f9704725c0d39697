"""Write the extension's calculation linkbase: the base taxonomy's totals that the entity's own concepts are part of.

Without it a total that includes a line of the entity's own would look wrong to everyone who adds it up.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from converter.emit.linkbase import Linkbase
from converter.emit.names import EXTENSION_PREFIX, local_name
from converter.model.report import ExtensionConcept, Report
from converter.taxonomy import Taxonomy

SUMMATION_ITEM: Final = "https://xbrl.org/2023/arcrole/summation-item"
_SUMMATION_ITEM_AT: Final = "https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"
_OPPOSITE: Final = {"debit": "credit", "credit": "debit"}


class Sum(NamedTuple):
    """Say that a concept of the extension is part of a total, in the base taxonomy's link of that id."""

    link: str
    total: str
    concept: str
    weight: int


def list_sums(report: Report, taxonomy: Taxonomy) -> tuple[Sum, ...]:
    """Return the sums that stand in the calculation linkbase, those of one link together."""
    published = {(summation.id, summation.total) for summation in taxonomy.summations if summation.published}
    sums = [
        Sum(link, total, f"{EXTENSION_PREFIX}:{local_name(concept.name)}", weight)
        for concept in report.extension
        for link, total, weight in concept.contributes
        if (link, total) in published
    ]
    return tuple(sorted(sums, key=lambda found: found.link))


def write_calculation(report: Report, taxonomy: Taxonomy) -> bytes:
    """Return the calculation linkbase (Calculations 1.1); its arcs join those of the base taxonomy's links."""
    linkbase = Linkbase(taxonomy)
    sums = list_sums(report, taxonomy)
    links = dict.fromkeys(found.link for found in sums)
    for name in links:
        linkbase.refer_to_role(_role(name, taxonomy), f"{taxonomy.entry_point}#calculation-{name}")
    linkbase.refer_to_arcrole(SUMMATION_ITEM, _SUMMATION_ITEM_AT)
    for name in links:
        link = linkbase.add_link("calculationLink", _role(name, taxonomy))
        for order, found in enumerate((found for found in sums if found.link == name), start=1001):
            arc = linkbase.add_arc(link, "calculationArc", SUMMATION_ITEM, found.total, found.concept, order=order)
            arc.set("weight", str(found.weight))
    return linkbase.write()


def balance_of(concept: ExtensionConcept, taxonomy: Taxonomy) -> str | None:
    """Return the balance of a concept, none where a total it is part of contradicts it.

    With a positive weight both have one balance, with a negative one opposite balances (XBRL 2.1 §5.1.1.2); the
    arithmetic is the document's own, the balance only inherited from the anchor.
    """
    for _, total, weight in concept.contributes:
        balance = taxonomy.concepts[total].balance
        if balance and concept.balance != (balance if weight > 0 else _OPPOSITE[balance]):
            return None
    return concept.balance


def _role(link: str, taxonomy: Taxonomy) -> str:
    return f"{taxonomy.base_uri}/role/calculation/{link}"
