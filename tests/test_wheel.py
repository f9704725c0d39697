"""The wheel away from the checkout, in an empty environment: installed, it does the main job."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory) -> Path:
    """Build the wheel from a copy of the tree and install it into a new environment; give that environment's bin."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(place), str(root)]
    subprocess.run(build, check=True)
    (wheel,) = place.glob("*.whl")
    venv.create(place / "env", with_pip=True)
    subprocess.run([place / "env/bin/pip", "install", "--quiet", str(wheel)], check=True)
    return place / "env/bin"


def test_the_installed_command_does_the_main_job(installed: Path, root: Path, tmp_path: Path):
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [installed / "cas2xbrl", "convert", root / "examples/statements-2022.txt", "-o", tmp_path / "out"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/statements-2022/report.xbrl").is_file()


def test_the_installed_command_uses_its_own_files(installed: Path, tmp_path: Path):
    done = subprocess.run(
        [
            installed / "python",
            "-c",
            "from converter.resources import find_resource as f; print(f('taxonomy', 'baked.json'))",
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert str(installed.parent) in done.stdout
