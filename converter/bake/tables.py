"""Read the reviewable tables under taxonomy/ into rows.

Each table is one CSV file (UTF-8, a header line); taxonomy/README.md explains every column. Names stand there without
prefix. Nothing is judged here: check_tables (rules.py) does that.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from converter.model.errors import BrokenInstallationError

BASE_URI: Final = "https://w3id.org/cas2xbrl/2026"
PREFIX: Final = "c2x"
PACKAGE_NAME: Final = "cas2xbrl-2026"
ENTRY_POINT: Final = f"{BASE_URI}/{PACKAGE_NAME}.xsd"

Row = Mapping[str, str]
NAMES: Final = (
    "concepts",
    "labels",
    "references",
    "roles",
    "presentation",
    "calculations",
    "roll_forwards",
    "axes",
    "members",
    "aggregations",
    "equalities",
    "line_items",
    "equity_columns",
    "row_axes",
    "document_facts",
    "growth_rates",
    "shares",
    "anchors",
    "note_measures",
    "note_subjects",
    "note_captions",
    "note_shapes",
    "note_members",
    "currencies",
    "note_text_blocks",
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Hold the rows of every table, in the order of the file; each row maps a column to its text."""

    concepts: tuple[Row, ...]
    labels: tuple[Row, ...]
    references: tuple[Row, ...]
    roles: tuple[Row, ...]
    presentation: tuple[Row, ...]
    calculations: tuple[Row, ...]
    roll_forwards: tuple[Row, ...]
    axes: tuple[Row, ...]
    members: tuple[Row, ...]
    aggregations: tuple[Row, ...]
    equalities: tuple[Row, ...]
    line_items: tuple[Row, ...]
    equity_columns: tuple[Row, ...]
    row_axes: tuple[Row, ...]
    document_facts: tuple[Row, ...]
    growth_rates: tuple[Row, ...]
    shares: tuple[Row, ...]
    anchors: tuple[Row, ...]
    note_measures: tuple[Row, ...]
    note_subjects: tuple[Row, ...]
    note_captions: tuple[Row, ...]
    note_shapes: tuple[Row, ...]
    note_members: tuple[Row, ...]
    currencies: tuple[Row, ...]
    note_text_blocks: tuple[Row, ...]


def read_tables(folder: Path) -> Tables:
    """Read all tables of a folder; raise BrokenInstallationError where one is missing."""
    return Tables(**{name: _read_table(folder / f"{name}.csv") for name in NAMES})


def _read_table(path: Path) -> tuple[Row, ...]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BrokenInstallationError(f"taxonomy/{path.name}") from None
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


def prefixed(name: str) -> str:
    """Return a name with the taxonomy's prefix; no name stays no name."""
    return f"{PREFIX}:{name}" if name else ""
