"""The gallery of errors: each finding's input gives exactly the lines beside it, and the page shows just these."""

from __future__ import annotations

from collections.abc import Iterator

import gallery
import pytest

from converter.resources import find_resource
from converter.taxonomy import Taxonomy
from converter.validate.judge import PACKAGE
from converter.validate.service import ArelleProcess


@pytest.fixture(scope="module")
def arelle() -> Iterator[ArelleProcess]:
    with ArelleProcess((find_resource("taxonomy", PACKAGE),)) as process:
        yield process


def test_every_code_has_a_folder_and_every_folder_a_code() -> None:
    shown, known = {case.code for case in gallery.cases()}, gallery.codes_in_source()
    assert shown >= known, "give each of these a folder in tests/findings: about.md, input.*, then --update-golden"
    assert shown <= known, "no code of this name is left in the source: remove its folder"


@pytest.mark.parametrize("case", gallery.cases(), ids=lambda case: case.code)
def test_the_input_gives_the_expected_lines(
    case: gallery.Case, taxonomy: Taxonomy, arelle: ArelleProcess, *, update_golden: bool
) -> None:
    lines = gallery.lines_of(case, taxonomy, arelle)
    assert lines, f"the input no longer gives {case.code}"
    if update_golden:
        case.expected.write_text(lines, encoding="utf-8")
    assert lines == case.expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", gallery.cases(), ids=lambda case: case.code)
def test_a_finding_says_it_in_both_languages(case: gallery.Case) -> None:
    for text in (case.expected.read_text(encoding="utf-8"), (case.folder / "about.md").read_text(encoding="utf-8")):
        assert any("\u4e00" <= char <= "\u9fff" for char in text)
        assert any("a" <= char <= "z" for char in text)


def test_the_page_is_what_the_folders_give() -> None:
    assert gallery.PAGE.read_text(encoding="utf-8") == gallery.write_page(), "run python -m tests.gallery"
