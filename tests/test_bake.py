"""The build: same tables, same bytes; and the check finds what is not the same."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest

from converter.bake import bake_taxonomy, build_taxonomy, check_taxonomy, read_tables, write_package, write_zip
from converter.model.errors import BrokenInstallationError
from converter.taxonomy import read_taxonomy


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(root / "taxonomy", tmp_path / "taxonomy"))


def _edit(path: Path, **changes: str) -> None:
    """Change columns of the first row of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= changes
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8")


def test_what_is_checked_in_is_what_the_tables_give():
    assert check_taxonomy() == ()


def test_building_twice_gives_the_same_bytes(root: Path):
    first, second = (read_tables(root / "taxonomy") for _ in range(2))
    assert bake_taxonomy(first) == bake_taxonomy(second)
    assert write_zip(write_package(first)) == write_zip(write_package(second))


def test_building_writes_what_check_accepts(folder: Path):
    (folder / "baked.json").unlink()
    (folder / "cas2xbrl-2026.zip").unlink()
    assert [finding.code for finding in check_taxonomy(folder)] == ["taxonomy.stale-file"] * 2
    assert build_taxonomy(folder) == ()
    assert check_taxonomy(folder) == ()


def test_a_changed_table_makes_the_built_files_stale(folder: Path):
    _edit(folder / "roll_forwards.csv", change="ChangesInEquity", balance="Equity")
    findings = check_taxonomy(folder)
    assert [finding.code for finding in findings] == ["taxonomy.stale-file"]
    assert findings[0].message.en == "taxonomy/baked.json is not what the tables give"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (">货币资金<", ">现金<", "c2x:CashAtBankAndOnHand"),
        ('weight="-1"', 'weight="1"', "role/calculation/balance-sheet c2x:EquityAttributableToOwnersOfParent"),
        ('xlink:to="SeparateMember" order', 'xlink:to="RestatedMember" order', "c2x:ConsolidatedAndSeparate"),
        ('balance="debit"', 'balance="credit"', "c2x:CashAtBankAndOnHand"),
    ],
)
def test_the_package_is_compared_with_the_baked_form(folder: Path, old: str, new: str, said: str):
    package = folder / "cas2xbrl-2026.zip"
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, data in files.items():
        # The definition linkbase comes before the presentation, which is not compared.
        if old.encode() in data and "presentation" not in name:
            files[name] = data.replace(old.encode(), new.encode(), 1)
            break
    package.write_bytes(write_zip(files))
    findings = check_taxonomy(folder)
    assert findings[0].code == "taxonomy.stale-file"
    assert any(finding.code == "taxonomy.forms-differ" and said in finding.message.en for finding in findings)


@pytest.mark.parametrize(
    ("table", "changes", "said"),
    [
        (
            "concepts",
            {"period_type": "forever"},
            "line 2: the period type is neither instant nor duration",
        ),
        ("concepts", {"kind": "money"}, "concepts.csv, line 2: there is no kind money"),
        ("concepts", {"balance": "debit", "kind": "abstract"}, "only amounts of money have a balance"),
        ("concepts", {"label_en": ""}, "a standard label is missing"),
        ("labels", {"role": "short"}, "labels.csv, line 2: there is no label role short"),
        ("presentation", {"preferred_label": "total"}, "has no total label"),
        ("calculations", {"contributor": "ProfitLoss"}, "total and contributor differ in period type"),
        ("calculations", {"weight": "2"}, "the weight is neither 1 nor -1"),
        ("calculations", {"weight": "-1"}, "the weight does not fit the balances"),
        ("calculations", {"statement": "balance"}, "there is no statement balance"),
        ("line_items", {"concept": "Nowhere"}, "Nowhere in concept is not defined"),
        ("line_items", {"after": "Nowhere"}, "Nowhere in after is not defined"),
        ("line_items", {"concept": "AssetsAbstract"}, "AssetsAbstract cannot have a value"),
        ("line_items", {"label": "货币资金："}, "has a rule already"),
        ("equity_columns", {"label": "小计"}, "“小计” has a rule already"),
        ("anchors", {"anchor": "Nowhere"}, "Nowhere in anchor is not defined"),
    ],
)
def test_a_wrong_row_is_found_and_nothing_is_built(folder: Path, table: str, changes: dict[str, str], said: str):
    before = (folder / "baked.json").read_bytes()
    _edit(folder / f"{table}.csv", **changes)
    findings = check_taxonomy(folder)
    assert any(finding.code == "taxonomy.bad-row" and said in finding.message.en for finding in findings)
    assert build_taxonomy(folder) == findings
    assert (folder / "baked.json").read_bytes() == before


def test_a_concept_defined_twice_is_found(folder: Path):
    with (folder / "concepts.csv").open("a", encoding="utf-8") as file:
        file.write("Assets,monetary,instant,debit,资产,Assets\n")
    assert [finding.message.en for finding in check_taxonomy(folder)] == [
        "taxonomy/concepts.csv, line 2: the concept Assets is defined twice"
    ]


def test_a_missing_table_is_a_broken_installation(folder: Path):
    (folder / "axes.csv").unlink()
    with pytest.raises(BrokenInstallationError, match=r"taxonomy/axes\.csv"):
        check_taxonomy(folder)


def test_the_baked_form_reads_back(folder: Path):
    taxonomy = read_taxonomy(folder / "baked.json")
    assert taxonomy.entry_point == "https://w3id.org/cas2xbrl/2026/cas2xbrl-2026.xsd"
    assert taxonomy.rules[0].id == "line_items:2"
    assert taxonomy.concepts["c2x:Assets"].label() == "资产总计"
