"""The taxonomy's relationships: what each promises of the others."""

from __future__ import annotations

from collections import Counter

import pytest

from converter.taxonomy import Taxonomy

_STRUCTURE = {"abstract", "hypercube", "axis", "typed_axis", "domain", "member"}


def test_every_name_that_is_used_is_defined(taxonomy: Taxonomy):
    used = {name for rule in taxonomy.rules for name in (rule.concept, rule.after, rule.heading) if name}
    used |= {name for sum_ in taxonomy.summations for name in (sum_.total, *(c for c, _ in sum_.contributors))}
    used |= {name for roll in taxonomy.roll_forwards for name in (roll.balance, roll.change)}
    used |= {name for axis in taxonomy.axes.values() for name in (axis.name, *axis.members, axis.default) if name}
    used |= {name for row in taxonomy.aggregations for name in (row.axis, row.total, *(c for c, _ in row.contributors))}
    used |= {
        name for row in taxonomy.equalities for name in (row.left, row.right, row.axis, row.member) if name is not None
    }
    used |= {name for name in taxonomy.equity_columns.values() if name}
    used |= {*taxonomy.document_facts.values(), *taxonomy.anchors.values()}
    used |= {*taxonomy.growth_rates, *taxonomy.growth_rates.values()}
    assert used <= taxonomy.concepts.keys()


def test_rules_lead_to_what_can_have_a_value(taxonomy: Taxonomy):
    kinds = {taxonomy.concepts[rule.concept].kind for rule in taxonomy.rules if rule.concept}
    assert not kinds & _STRUCTURE
    assert {taxonomy.concepts[rule.heading].kind for rule in taxonomy.rules if rule.heading} == {"abstract"}


def test_no_two_rules_say_different_things_of_one_place(taxonomy: Taxonomy):
    places = Counter((rule.statement, rule.label, rule.after) for rule in taxonomy.rules)
    assert max(places.values()) == 1
    assert all(rule.label for rule in taxonomy.rules)


def test_sums_hold_at_one_time_and_fit_the_balances(taxonomy: Taxonomy):
    for summation in taxonomy.summations:
        total = taxonomy.concepts[summation.total]
        for name, weight in summation.contributors:
            contributor = taxonomy.concepts[name]
            assert contributor.period_type == total.period_type, summation
            if total.balance and contributor.balance:
                assert (contributor.balance == total.balance) == (weight == 1), (summation, name)


def test_sums_of_one_total_stand_in_links_of_their_own(taxonomy: Taxonomy):
    places = Counter((summation.id, summation.total) for summation in taxonomy.summations)
    assert max(places.values()) == 1


def test_roll_forwards_join_a_balance_and_a_flow(taxonomy: Taxonomy):
    for roll in taxonomy.roll_forwards:
        assert taxonomy.concepts[roll.balance].period_type == "instant"
        assert taxonomy.concepts[roll.change].period_type == "duration"


def test_equal_amounts_have_one_period_type(taxonomy: Taxonomy):
    for equality in taxonomy.equalities:
        assert taxonomy.concepts[equality.left].period_type == taxonomy.concepts[equality.right].period_type


def test_every_concept_is_labelled_in_both_languages(taxonomy: Taxonomy):
    for concept in taxonomy.concepts.values():
        for role, texts in concept.labels.items():
            assert all(texts[language] for language in ("zh-CN", "en")), (concept.name, role)


def test_every_extension_finds_an_anchor(taxonomy: Taxonomy):
    lines = {rule.concept for rule in taxonomy.rules if rule.concept}
    contributors = {name for summation in taxonomy.summations for name, _ in summation.contributors}
    assert lines & contributors <= taxonomy.anchors.keys()
    statements = {rule.statement for rule in taxonomy.rules}
    assert statements | {"note", "discussion", "prose"} <= taxonomy.anchors.keys()


@pytest.mark.parametrize(
    ("total", "terms"),
    [
        # a consolidated income statement, and a parent-only one, which prints neither of the two totals
        (
            "c2x:ProfitLossFromOperatingActivities",
            {"c2x:Revenue": 1, "c2x:CostOfSales": -1, "c2x:OtherIncome": 1, "c2x:AssetImpairmentGainsLosses": 1},
        ),
        ("c2x:Equity", {"c2x:IssuedCapital": 1, "c2x:TreasuryShares": -1, "c2x:NoncontrollingInterests": 1}),
        ("c2x:EquityAttributableToOwnersOfParent", {"c2x:IssuedCapital": 1, "c2x:TreasuryShares": -1}),
    ],
)
def test_totals_are_sums_of_lines_not_of_subtotals(taxonomy: Taxonomy, total: str, terms: dict[str, int]):
    found = [dict(row.contributors) for row in taxonomy.summations if row.total == total and row.published]
    assert any(terms.items() <= contributors.items() for contributors in found)
    assert not any("c2x:TotalOperatingRevenue" in contributors for contributors in found)
    assert not any("c2x:EquityAttributableToOwnersOfParent" in contributors for contributors in found)


def test_the_equity_matrix_is_tied_to_the_balance_sheet(taxonomy: Taxonomy):
    tied = {row.member for row in taxonomy.equalities if row.kind == "member" and row.left == "c2x:Equity"}
    members = set(taxonomy.axes["c2x:ComponentsOfEquityAxis"].members)
    assert members - tied == {
        "c2x:EquityMember",
        "c2x:OtherComponentsOfEquityMember",
        "c2x:OtherInstrumentsClassifiedAsEquityMember",
    }
