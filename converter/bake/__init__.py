"""Build the taxonomy from its tables, and check that what was built says what the tables say.

tables.py       the CSV tables, read
table_rules.py  the CSV tables, judged
elements.py     every element with its labels
baked.py        tables → baked.json
schema.py, linkbases.py, package.py   tables → the XBRL taxonomy package
published.py    the package read back
check.py        build and check
"""

from __future__ import annotations

from converter.bake.baked import bake_taxonomy
from converter.bake.check import FINDINGS, build_taxonomy, check_taxonomy
from converter.bake.package import write_package, write_zip
from converter.bake.tables import Tables, read_tables

__all__ = [
    "FINDINGS",
    "Tables",
    "bake_taxonomy",
    "build_taxonomy",
    "check_taxonomy",
    "read_tables",
    "write_package",
    "write_zip",
]
