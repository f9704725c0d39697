"""Tell what concepts are: their kinds and types of period, their rates of change, and the names of currencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from converter.model.mapped import MappedReport
from converter.taxonomy import Taxonomy

# Headings of growth_rates.csv: the rates of what stands under them and has none of its own, by period type.
_COMMON_RATES = ("IncomeStatementAbstract", "BalanceSheetAbstract")


@dataclass(frozen=True, slots=True)
class Kinds:
    """Tell kind and period type of a concept, the taxonomy's or the entity's own, and its rate of change (增减比例).

    A line item that has no rate of its own has the one of its period type in ``common_rates``, on a typed axis that
    names the line item. ``currencies`` are the ISO 4217 codes of currencies by name.
    """

    by_concept: Mapping[str, tuple[str, str]]
    rates: Mapping[str, str]
    common_rates: Mapping[str, str]
    line_item_axis: str
    currencies: Mapping[str, str]

    @classmethod
    def of(cls, mapped: MappedReport, taxonomy: Taxonomy) -> Kinds:
        """Collect what the rows of one report need."""
        used = {item.concept for items in mapped.items.values() for item in items if item.concept}
        used |= {name for names in mapped.measures.values() for name in names if name}
        used |= {cell.concept for table in mapped.tables.values() for row in table.cells for cell in row if cell}
        own = {concept.name: (concept.kind, concept.period_type) for concept in mapped.extension}
        rates = {name: taxonomy.growth_rates[name] for name in used if name in taxonomy.growth_rates}
        heads = (f"{taxonomy.prefix}:{head}" for head in _COMMON_RATES)
        common = [taxonomy.growth_rates[head] for head in heads if head in taxonomy.growth_rates]
        for name in (used | set(rates.values()) | set(common)) - own.keys():
            concept = taxonomy.concepts[name]
            own[name] = (concept.kind, concept.period_type)
        return cls(
            own, rates, {own[name][1]: name for name in common}, f"{taxonomy.prefix}:LineItemAxis", taxonomy.currencies
        )

    def is_in_points(self, rate: str) -> bool:
        """Tell whether a concept is the change of a ratio, in percentage points."""
        return any(rate == own and self.by_concept[base][0] == "percent" for base, own in self.rates.items())

    def rate_of(self, concept: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """Return the concept of a line item's rate of change, and the typed axis that names the item where it must."""
        if (own := self.rates.get(concept)) is not None:
            return own, ()
        kind, period_type = self.by_concept[concept]
        common = self.common_rates.get(period_type) if kind == "monetary" else None
        return None if common is None else (common, ((self.line_item_axis, concept),))
