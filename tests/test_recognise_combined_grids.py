from __future__ import annotations

import hashlib

from converter.model.document import Cell, Document, Grid, Paragraph
from converter.model.source import Source
from converter.recognise.combined_grids import part_combined


def document(*rows: str) -> Document:
    """Return a document of one grid, its rows given as cells between bars."""
    cells = tuple(
        tuple(Cell(text.strip(), Source.at(line, at, at, "")) for at, text in enumerate(row.split("|")))
        for line, row in enumerate(rows, 1)
    )
    digest = hashlib.sha256(b"").hexdigest()
    return Document("a.md", digest, "utf-8", "text/markdown", rows, (Grid(cells, 1, len(rows)),))


def shown(found: Document) -> list[str | list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text
        for block in found.blocks
    ]


def test_pairs_titles_and_tables_printed_as_one_are_parted() -> None:
    parted = part_combined(
        document(
            "报告期末普通股股东总数|5|上一月末普通股股东总数|6",
            "前10名股东持股情况（不含转融通）|||",
            "股东名称|持股比例|期末持股数量|",
            "|||",
            "甲|5.00%|50|",
            "特别说明|无||",
            "前10名无限售条件股东持股情况|||",
            "股东名称|数量|股份种类|",
            "乙|7|普通股|",
        )
    )
    assert shown(parted) == [
        [["报告期末普通股股东总数", "5"], ["上一月末普通股股东总数", "6"]],
        "前10名股东持股情况（不含转融通）",
        [["股东名称", "持股比例", "期末持股数量", ""], ["甲", "5.00%", "50", ""], ["特别说明", "无", "", ""]],
        "前10名无限售条件股东持股情况",
        [["股东名称", "数量", "股份种类", ""], ["乙", "7", "普通股", ""]],
    ]
    first, title, second = parted.blocks[:3]
    assert isinstance(first, Grid)
    assert isinstance(title, Paragraph)
    assert isinstance(second, Grid)
    assert (first.line_from, first.line_to) == (1, 1)
    assert title.source.line == 2
    assert (second.line_from, second.line_to) == (3, 6)


def test_a_row_of_pairs_alone_is_a_table_of_pairs() -> None:
    assert shown(part_combined(document("股东总数|5|上一月末|6"))) == [[["股东总数", "5"], ["上一月末", "6"]]]


def test_blank_rows_and_texts_part_no_table() -> None:
    whole = document("税种|计税依据|税率|说明", "营业税|||", "城建税|流转税额|5、7|按地区", "所得税|所得额|25|")
    assert part_combined(whole) is whole
    matrix = document("|本期|上期|合计", "一、账面原值|||", "1.期初余额|5|6|11")
    assert part_combined(matrix) is matrix
