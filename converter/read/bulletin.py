"""Put headers back over their columns in half-piped tables, as bulletin pages print them.

Such pages end every cell with a bar and have none in front: ``货币资金 | 1.00 | 2.00 |``. A header's blank first cell
is dropped and a blank one appears at the row's end instead, so the header stands one column too far left.
"""

from __future__ import annotations

import re

from converter.model.document import Cell
from converter.model.number import is_blank, parse_number

_HEADS_LABELS = re.compile(
    r"^(?:项目|科目|指标|类别|名称|资产|负债|报表项目|主要会计数据|主要财务指标|非经常性损益|财务指标|年度|年份|序号)"
)

_Row = tuple[Cell, ...]


def is_half_piped(lines: tuple[str, ...]) -> bool:
    """Tell whether rows of a table end with a bar and begin with none."""
    return bool(lines) and all(line.rstrip().endswith("|") and not line.lstrip().startswith("|") for line in lines)


def align_headers(rows: list[_Row]) -> list[_Row]:
    """Return rows in which headers that lost their blank first cell have it back.

    A header is a row without numbers above rows with some. It lost its first cell where it prints one cell less than
    the rows below it fill, ends in a blank, and does not begin with the heading of the labels (项目).
    """
    aligned: list[_Row] = []
    for at, row in enumerate(rows):
        filled = _count_filled(row)
        below = _body_below(rows, at)
        if (
            0 < filled < len(row)
            and not _has_numbers(row)
            and below
            and max(_count_filled(other) for other in below) == filled + 1
            and not _HEADS_LABELS.match(row[0].text)
            and all(parse_number(other[0].text) is None for other in below)
        ):
            aligned.append((row[-1], *row[:-1]))
        else:
            aligned.append(row)
    return aligned


def _body_below(rows: list[_Row], at: int) -> list[_Row]:
    """Return the rows with numbers that follow a row, up to the next row that ends in as many blanks and has none."""
    body: list[_Row] = []
    for row in rows[at + 1 :]:
        if _has_numbers(row):
            body.append(row)
        elif body:
            break
    return body


def _count_filled(row: _Row) -> int:
    """Return how many cells a row fills from its start."""
    return max((at + 1 for at, cell in enumerate(row) if cell.text), default=0)


def _has_numbers(row: _Row) -> bool:
    return any(parse_number(cell.text) is not None and not is_blank(cell.text) for cell in row[1:])
