"""Every file written for every document of the corpus: valid, the same facts, no warning that is not a finding.

Needs ../shared.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from silver import convertible_documents
from test_emit_round_trip import LOADABLE, expected_facts, with_report_id

from converter.emit import WRITERS
from converter.pipeline import Options, convert_document
from converter.resources import find_resource
from converter.taxonomy import Taxonomy
from converter.validate.judge import PACKAGE, judge_path
from converter.validate.service import ArelleProcess

CALCULATION = "validate.calculation-inconsistent"


@pytest.fixture(scope="module")
def arelle() -> Iterator[ArelleProcess]:
    with ArelleProcess((find_resource("taxonomy", PACKAGE),)) as process:
        yield process


def test_files_of_the_corpus(shared: Path, taxonomy: Taxonomy, arelle: ArelleProcess, tmp_path: Path):
    for path in convertible_documents(shared):
        conversion = convert_document(path.read_bytes(), path.name, taxonomy, Options(tuple(WRITERS)))
        report = conversion.report
        if report is None:
            continue
        folder = tmp_path / path.stem
        for name, data in conversion.files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)

        named = {fact for finding in report.findings for fact in finding.facts}
        for verdict in judge_path(folder, arelle):
            for finding in verdict.findings:
                assert finding.code == CALCULATION, (path.name, verdict.file, finding.message.en)
                facts = {fact.split(".r_")[-1].removesuffix(".value") for fact in finding.facts}
                assert facts & named, (path.name, finding.message.en)

        identifier = "_".join(report.entity.identifier.split())
        expected = {fact.id: fact for fact in expected_facts(report, identifier)}
        for place in LOADABLE.values():
            loaded = {fact.id: fact for fact in map(with_report_id, arelle.load_facts(folder / place))}
            assert loaded == expected, (path.name, place)
