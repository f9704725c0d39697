"""Find the documents a user named by files, folders and globs."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from converter.model.errors import Cas2xbrlError


@dataclass(frozen=True, slots=True)
class InputFile:
    """Name one input and the folder its results go to: ``stem`` is unique within a run."""

    path: Path
    stem: str


def find_inputs(patterns: Iterable[str]) -> tuple[InputFile, ...]:
    """Return the files that paths, folders (searched through, hidden files left out) and globs name, sorted, each once.

    Two files with one stem would share an output folder: every later one carries its whole name, and a number where
    that is taken too. Raise Cas2xbrlError where a pattern names nothing.
    """
    paths: dict[Path, None] = {}
    for pattern in patterns:
        found = _expand(pattern)
        if not found:
            raise Cas2xbrlError(f"找不到文件：{pattern}", f"no such file or folder: {pattern}")
        paths.update(dict.fromkeys(found))
    inputs: list[InputFile] = []
    taken: set[str] = set()
    for path in paths:
        stem = path.stem if path.stem not in taken else path.name
        number = 2
        while stem in taken:
            stem, number = f"{path.name}~{number}", number + 1
        taken.add(stem)
        inputs.append(InputFile(path, stem))
    return tuple(inputs)


def _expand(pattern: str) -> list[Path]:
    path = Path(pattern)
    if path.is_dir():
        below = (found for found in path.rglob("*") if found.is_file())
        return sorted(found for found in below if not any(part.startswith(".") for part in found.parts))
    if path.exists():
        return [path]
    matches = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
    return sorted(Path(found) for found in matches if Path(found).is_file())
