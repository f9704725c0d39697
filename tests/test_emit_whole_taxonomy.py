"""A report with every concept of the taxonomy that can have a value, on every member, is valid in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from emit_sample import EQUITY_AXIS, EXTENSION_FACTS, SCOPE_AXIS, SOURCE_AXIS, YEAR, YEAR_END, make_fact, make_report

from converter.emit import WRITERS
from converter.emit.extension_sums import balance_of
from converter.model.report import ExtensionConcept, Fact, Report
from converter.resources import find_resource
from converter.taxonomy import Taxonomy
from converter.validate.json_schema import check_report_json
from converter.validate.service import ArelleProcess

UNITS = {
    "monetary": ("iso4217:CNY", "0.00"),
    "per_share": ("iso4217:CNY/xbrli:shares", "0.00"),
    "shares": ("xbrli:shares", "0"),
    "pure": ("xbrli:pure", "0"),
    "percent": ("xbrli:pure", "0.00"),
    "string": (None, "文字"),
    "text_block": (None, "文字"),
    "date": (None, "2023-04-01"),
}


def make_whole_report(taxonomy: Taxonomy, extension: tuple[ExtensionConcept, ...]) -> Report:
    """Make every amount zero, so that every sum of the calculation linkbase holds."""
    facts: list[Fact] = []

    def add(concept: str, dimensions: dict[str, str]) -> None:
        found = taxonomy.concepts[concept]
        unit, value = UNITS[found.kind]
        period = YEAR_END if found.period_type == "instant" else YEAR
        fact = make_fact(len(facts) + 1, concept, value, period, unit, 2 if "." in value else 0)
        facts.append(fact.model_copy(update={"dimensions": dimensions}))

    for concept in taxonomy.concepts.values():
        if concept.kind in UNITS:
            add(concept.name, {})
            add(concept.name, {SCOPE_AXIS: "c2x:SeparateMember"})
    for member in taxonomy.axes[EQUITY_AXIS].members:
        if member != taxonomy.axes[EQUITY_AXIS].default:
            add("c2x:Equity", {EQUITY_AXIS: member})
            add("c2x:Equity", {EQUITY_AXIS: member, SCOPE_AXIS: "c2x:SeparateMember"})
    add("c2x:Assets", {SOURCE_AXIS: "line 12"})
    add("c2x:Equity", {SOURCE_AXIS: "line 13", EQUITY_AXIS: "c2x:IssuedCapitalMember"})
    if extension:
        facts += [fact.model_copy(update={"id": f"e{fact.id}", "value": "0.00"}) for fact in EXTENSION_FACTS]
    return make_report(facts=tuple(facts)).model_copy(update={"extension": extension})


@pytest.fixture(scope="module")
def arelle():
    with ArelleProcess([find_resource("taxonomy", "cas2xbrl-2026.zip")]) as process:
        yield process


@pytest.mark.parametrize("extended", [False, True], ids=["base only", "with an extension"])
def test_every_concept_is_valid_in_every_format(
    *, extended: bool, taxonomy: Taxonomy, arelle: ArelleProcess, tmp_path: Path
):
    extension = make_report(extended=extended).extension
    report = make_whole_report(taxonomy, extension)
    for write in WRITERS.values():
        for name, data in write(report, taxonomy).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    own_schema = (tmp_path / "report.schema.json").read_bytes()
    assert check_report_json((tmp_path / "report.json").read_bytes(), own_schema) == ()
    paths = [tmp_path / name for name in ("report.xbrl", "report.xbrl.json", "report.xbrl.csv/report.json")]
    arelle.ask_verdicts(paths)
    assert [verdict.messages for verdict in arelle.take_verdicts()] == [(), (), ()]
    for path in paths:
        assert len(arelle.load_facts(path)) == len(report.facts)


@pytest.mark.parametrize("told", [True, False])
def test_a_total_that_includes_the_entitys_own_line_holds_where_the_extension_says_so(
    *, told: bool, taxonomy: Taxonomy, arelle: ArelleProcess, tmp_path: Path
):
    (summation,) = [s for s in taxonomy.summations if s.id == "balance-sheet" and s.total == "c2x:CurrentAssets"]
    own = (
        make_report(extended=True)
        .extension[0]
        .model_copy(
            update={
                "contributes": ((summation.id, summation.total, 1), ("balance-sheet-equity", "c2x:Equity", 1)) * told
            }
        )
    )
    facts = (
        make_fact(1, summation.total, "10.00", YEAR_END),
        make_fact(2, summation.contributors[0][0], "4.00", YEAR_END),
        make_fact(3, own.name, "6.00", YEAR_END),
    )
    files = WRITERS["xbrl"](make_report(facts=facts).model_copy(update={"extension": (own,)}), taxonomy)
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    arelle.ask_verdicts([tmp_path / "report.xbrl"])
    (verdict,) = arelle.take_verdicts()
    codes = [message.code for message in verdict.messages]
    assert codes == ([] if told else ["calc11e:inconsistentCalculationUsingRounding"])
    assert ("extension/calculation.xml" in files) == told


@pytest.mark.parametrize(
    ("balance", "weight", "declared"),
    [("debit", 1, "debit"), ("debit", -1, None), ("credit", 1, None), ("credit", -1, "credit"), (None, 1, None)],
)
def test_a_balance_that_a_total_contradicts_is_not_declared(
    balance: str | None, weight: int, declared: str | None, taxonomy: Taxonomy
):
    own = make_report(extended=True).extension[0]
    contributes = (("balance-sheet", "c2x:CurrentAssets", weight),)
    assert balance_of(own.model_copy(update={"balance": balance, "contributes": contributes}), taxonomy) == declared
