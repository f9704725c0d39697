"""Fixtures every test module may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from converter.taxonomy import Taxonomy, read_taxonomy

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return read_taxonomy()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of real documents; tests that need it are skipped on machines without it, never in CI."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI must have ../shared beside the checkout")
        pytest.skip("needs ../shared, the corpus of real documents")
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
