"""Fixtures every test module may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from converter.taxonomy import Taxonomy, read_taxonomy

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write what was expected anew; then read the diff.")
    parser.addoption("--prune-golden", action="store_true", help="Remove what is expected of sources that are gone.")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def prune_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--prune-golden"))


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
