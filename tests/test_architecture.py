"""Hold the shape of the house: imports run one way, and arelle has one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "converter"

# What each room may import of ours, besides itself. A stage is not in another stage's row.
_BELOW_STAGES = frozenset({"model", "resources", "taxonomy"})
_STAGES = frozenset({"read", "recognise", "mapping", "reconcile", "emit", "validate"})
ALLOWED: dict[str, frozenset[str]] = {
    "model": frozenset(),
    "resources": frozenset({"model"}),
    "taxonomy": frozenset({"model", "resources"}),
    **dict.fromkeys(_STAGES, _BELOW_STAGES),
    "bake": _BELOW_STAGES,
    "pipeline": _BELOW_STAGES | (_STAGES - {"validate"}),
    "inputs": frozenset({"model"}),
    "messages": frozenset({"model"}),
    "batch": _BELOW_STAGES | {"pipeline", "inputs", "validate"},
    "cli": _BELOW_STAGES | _STAGES | {"pipeline", "inputs", "batch", "messages", "bake"},
    "__init__": _BELOW_STAGES | {"pipeline"},
    "__main__": frozenset({"cli"}),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path):
    room = _room(path)
    ours = {name.split(".")[1] for name in _imports(path) if name.startswith("converter.")}
    assert ours - {room} <= ALLOWED[room]


def test_only_one_door_leads_to_arelle():
    doors = {
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if any(name.split(".")[0] == "arelle" for name in _imports(path))
    }
    assert doors == {"validate/arelle.py"}


def test_only_the_command_line_prints_or_exits():
    for path in MODULES:
        if _room(path) in {"cli", "__main__"}:
            continue
        names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        assert not names & {"print", "exit", "quit"}, path


def test_every_package_is_in_the_wheel(root: Path):
    import configparser

    setup = configparser.ConfigParser()
    setup.read(root / "setup.cfg", encoding="utf-8")
    listed = set(setup["options"]["packages"].split())
    folders = {path.parent.relative_to(root) for path in MODULES}
    assert {".".join(folder.parts) for folder in folders} <= listed


def test_modules_stay_small():
    too_long = {str(path): n for path in MODULES if (n := len(path.read_text("utf-8").splitlines())) > 450}
    assert not too_long
