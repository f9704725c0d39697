from __future__ import annotations

from pathlib import Path

import pytest

from converter.inputs import find_inputs
from converter.model.errors import Cas2xbrlError


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("a.txt", "a.md", "deep/a.txt", "deep/b.md", "deep/.hidden/c.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    return tmp_path


def test_a_folder_is_searched_through_and_each_output_folder_is_unique(tree: Path):
    inputs = find_inputs([str(tree)])
    assert [(str(item.path.relative_to(tree)), item.stem) for item in inputs] == [
        ("a.md", "a"),
        ("a.txt", "a.txt"),
        ("deep/a.txt", "a.txt~2"),
        ("deep/b.md", "b"),
    ]


def test_globs_and_repeats_name_each_file_once(tree: Path):
    inputs = find_inputs([str(tree / "*.md"), str(tree / "a.md"), str(tree / "**/b.md")])
    assert [item.path.name for item in inputs] == ["a.md", "b.md"]


def test_what_names_nothing_is_misuse(tree: Path):
    with pytest.raises(Cas2xbrlError, match="no such file"):
        find_inputs([str(tree / "*.pdf")])
