"""Recognise what the tables of tax rates and of useful lives print in words: ranges, several rates, methods.

A cell that is one number is a numeric fact and none of this, but for a number of years: most of its column are ranges.
编报规则第15号 has both tables disclosed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from converter.model.document import Document, Grid
from converter.model.label import parse_label
from converter.model.number import is_blank, parse_number
from converter.model.statement import DocumentFact, TextBlock

# Headers, as keys of labels, and the keys of document_facts.csv they are.
_COLUMNS = {
    "折旧年限": "useful_life",
    "折旧年限年": "useful_life",
    "摊销年限": "useful_life",
    "摊销年限年": "useful_life",
    "使用寿命": "useful_life",
    "使用寿命年": "useful_life",
    "预计使用寿命": "useful_life",
    "预计使用寿命年": "useful_life",
    "预计使用年限": "useful_life",
    "预计使用年限年": "useful_life",
    "残值率": "residual_value_rate",
    "净残值率": "residual_value_rate",
    "预计残值率": "residual_value_rate",
    "预计净残值率": "residual_value_rate",
    "年折旧率": "depreciation_rate",
    "年摊销率": "depreciation_rate",
    "折旧率": "depreciation_rate",
    "折旧方法": "depreciation_method",
    "摊销方法": "depreciation_method",
    "计税依据": "tax_base",
    "税率": "tax_rate",
    "税率征收率": "tax_rate",
    "适用税率": "tax_rate",
    "所得税税率": "tax_rate",
}
_NO_KEY = re.compile(r"[(（][%％][)）]|[%％]")
_SUBJECTS = frozenset({"税种", "纳税主体名称"})  # heads the labels of a table that may have a single such column
_YEARS = "useful_life"
_LEAST = 2  # known columns of any other
_LONGEST_LABEL = 40


def recognise_word_tables(document: Document, notes: Sequence[TextBlock]) -> tuple[DocumentFact, ...]:
    """Return the cells in words, each on the members that name its row and the note its table stands in."""
    starts = [note.source.line for note in notes]
    found: list[DocumentFact] = []
    for block in document.blocks:
        if isinstance(block, Grid) and len(block.rows) > 1 and (columns := _read_header(block)):
            at = bisect_right(starts, block.line_from) - 1
            found.extend(_read_cells(block, columns, notes[at].title if at >= 0 else ""))
    return tuple(found)


def _read_header(grid: Grid) -> dict[int, str]:
    """Return the key of each known column by its index; none where the table is another."""
    header = grid.rows[0]
    keys = [parse_label(_NO_KEY.sub("", cell.text)).key for cell in header]
    columns = {index: _COLUMNS[key] for index, key in enumerate(keys) if index and key in _COLUMNS}
    is_known = len(columns) >= _LEAST or (bool(keys) and keys[0] in _SUBJECTS)
    return columns if is_known and len(set(columns.values())) == len(columns) else {}


def _read_cells(grid: Grid, columns: dict[int, str], title: str) -> Iterator[DocumentFact]:
    width = len(grid.rows[0])
    for index, row in enumerate(grid.rows[1:], 1):
        label = "".join(row[0].text.split()) if row else ""
        if len(row) != width or index in grid.alternatives or not label or len(label) > _LONGEST_LABEL:
            continue
        for column, key in columns.items():
            cell = row[column]
            if is_blank(cell.text) or cell.spanned:
                continue
            if key != _YEARS and parse_number(cell.text) is not None:
                continue
            members = (("NoteItemAxis", label), *((("NoteTitleAxis", title),) if title else ()))
            yield DocumentFact(key, " ".join(cell.text.split()), cell.source, members)
