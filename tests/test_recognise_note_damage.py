"""Rows whose figures were damaged in transcription say nothing; several of them make a table say nothing."""

from __future__ import annotations

from converter.model.document import Cell
from converter.model.source import Source
from converter.recognise.note_cells import read_body_row
from converter.recognise.note_damage import find_damaged


def damaged(*rows: str) -> list[int]:
    body = []
    for number, row in enumerate(rows, 1):
        cells = tuple(Cell(text, Source.at(number, 0, len(text), text)) for text in row.split("|"))
        body.append(read_body_row(cells, 0))
    return sorted(find_damaged(body))


def test_separators_out_of_place_and_money_of_many_decimals_are_damage() -> None:
    assert damaged("甲|1,000.00|2.00", "乙|610,42,3.39|3.00", "丙|5.00|6.00") == [1]
    assert damaged("甲|56349641.98", "乙|1450308.39041", "丙|5.00") == [1]


def test_damage_in_the_total_or_in_two_rows_leaves_no_row_whole() -> None:
    assert damaged("甲|675,000.00", "乙|310,000.00", "合计|1450308.39041") == [0, 1, 2]
    assert damaged("甲|5,00,1.00", "乙|990,000,00", "丙|1.00") == [0, 1, 2]


def test_below_a_row_of_numbers_cut_off_stand_their_rests() -> None:
    assert damaged("国际|695,08|3,152,", "制剂|8,879.69|178.76", "丙|1.00|2.00") == [1]


def test_a_row_of_rests_damages_the_row_above_and_those_that_print_the_same() -> None:
    rows = "丙|9,915,714|6.00", "甲|21,001.88|9,915,714", "合计|21,001.88|9,915,714", "|3.03|.32"
    assert damaged(*rows) == [1, 2, 3]


def test_rates_quantities_and_whole_numbers_are_no_damage() -> None:
    assert damaged("甲|1,000.00|6.52490", "乙|2,000.00|7.12345", "丙|8,782.386|1.00") == []
