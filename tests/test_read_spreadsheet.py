"""Workbooks: what is stored is read exactly, with sheet and cell, and statements come out of them."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from decimal import Decimal
from itertools import pairwise

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from converter.model.document import Document, Grid
from converter.model.finding import Finding, Severity
from converter.model.number import parse_number
from converter.model.report import Report
from converter.pipeline import read_report
from converter.read import read_document
from converter.read.number_format import parse_format, print_date, print_number
from converter.read.separated_values import find_separator, read_separated
from converter.read.workbook import name_cell
from converter.taxonomy import Taxonomy

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
# label, closing and opening balance (in yuan) of the two sides of a small balance sheet
ASSETS: list[tuple[str, object, object]] = [
    ("流动资产：", None, None),
    ("货币资金", 1200.5, 1000),
    ("应收账款", 799.5, 500),
    ("存货", 300, 250.25),
    ("流动资产合计", 2300, 1750.25),
    ("非流动资产：", None, None),
    ("固定资产", 700, 800),
    ("非流动资产合计", 700, 800),
    ("资产总计", 3000, 2550.25),
]
CLAIMS: list[tuple[str, object, object]] = [
    ("流动负债：", None, None),
    ("应付账款", 900, 700.25),
    ("流动负债合计", 900, 700.25),
    ("负债合计", 900, 700.25),
    ("所有者权益：", None, None),
    ("实收资本", 1000, 1000),
    ("未分配利润", 1100, 850),
    ("所有者权益合计", 2100, 1850),
    ("负债和所有者权益总计", 3000, 2550.25),
]
INCOME: list[tuple[str, object, object]] = [
    ("一、营业收入", 12.345678, 10),
    ("减：营业成本", 7.3, 6),
    ("销售费用", 1, 1),
    ("管理费用", 0.5, 0.4),
    ("二、营业利润（亏损以“-”号填列）", 3.545678, 2.6),
    ("三、利润总额（亏损总额以“-”号填列）", 3.545678, 2.6),
    ("减：所得税费用", 0.8, 0.6),
    ("四、净利润（净亏损以“-”号填列）", 2.745678, 2),
]


def save(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_statements() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "资产负债表"
    sheet["A1"] = "资产负债表"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "编制单位：甲乙丙有限公司"
    sheet["D2"] = datetime.date(2022, 12, 31)
    sheet["D2"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["F2"] = "单位：元"
    sheet.append(["资产", "期末余额", "年初余额", "负债和所有者权益", "期末余额", "年初余额"])
    for left, right in zip(ASSETS, CLAIMS, strict=True):
        sheet.append([*left, *right])
        for column in "BCEF":
            sheet[f"{column}{sheet.max_row}"].number_format = "#,##0.00"
    sheet.append([])
    sheet.append(["法定代表人：", None, "主管会计工作负责人：", None, "会计机构负责人："])
    income = book.create_sheet("利润表")
    income["A1"] = "利润表"
    income.merge_cells("A1:C1")
    income["A2"] = "编制单位：甲乙丙有限公司"
    income["B2"] = "2022年度"
    income["C2"] = "单位：万元"
    income.append(["项目", "本期金额", "上期金额"])
    for row in INCOME:
        income.append(row)
        for column in "BC":
            income[f"{column}{income.max_row}"].number_format = ACCOUNTING
    return book


def read(data: bytes) -> tuple[Document, tuple[Finding, ...]]:
    document, findings = read_document(data, "book.dat")
    assert document is not None, findings
    for block in document.blocks:
        cells = [cell for row in block.rows for cell in row] if isinstance(block, Grid) else [block]
        for cell in cells:
            for part in cell.source.parts or (cell.source,):
                assert document.lines[part.line - 1][part.start : part.end] == part.text
    return document, findings


def convert(data: bytes, taxonomy: Taxonomy) -> Report:
    report, findings = read_report(data, "book.xlsx", taxonomy)
    assert report is not None, findings
    return report


def test_a_two_sided_balance_sheet_and_an_income_statement_in_wan_yuan(taxonomy: Taxonomy) -> None:
    report = convert(save(make_statements()), taxonomy)
    assert [(s.kind.value, s.presentation_scale) for s in report.statements] == [
        ("balance_sheet", 0),
        ("income_statement", 4),
    ]
    assert str(report.report.period.end) == "2022-12-31"
    values = {
        (fact.printed_label, source.sheet, source.cell): (fact.value, fact.decimals, fact.evidence.value)
        for fact in report.facts
        for source in fact.sources
        if fact.unit is not None
    }
    assert values["货币资金", "资产负债表", "B5"][:2] == ("1200.5", 2)
    assert values["资产总计", "资产负债表", "C12"] == ("2550.25", 2, "proven")
    assert values["负债和所有者权益总计", "资产负债表", "F12"] == ("2550.25", 2, "proven")
    assert values["一、营业收入", "利润表", "B4"][:2] == ("123456.78", 2)  # every digit that is stored
    assert values["减：营业成本", "利润表", "B5"][:2] == ("73000", -2)  # 7.30 as shown
    assert not [fact for fact in report.facts if fact.evidence.value == "conflicting"]
    assert all(check.holds for check in report.checks)


def test_numbers_are_read_as_stored_whatever_their_format() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    red = Font(color="FF0000")
    cases = [
        (-1234.5, "#,##0.00_);[Red]\\(#,##0.00\\)", "-1,234.50"),
        (-1234.5, "#,##0.00;(#,##0.00)", "-1,234.50"),
        (0, ACCOUNTING, "0.00"),
        (1234567, "General", "1234567"),
        (0.1 + 0.2, "General", "0.3"),
        (1e9 + 0.07 - 1e9, "#,##0.00", "0.07"),  # noise of binary arithmetic
        (1234.5678, "#,##0.00", "1,234.5678"),  # no noise
        (0.5077, "0.00%", "50.77%"),
        (1234567890, "#,##0,", "1,234,567.89"),
        (12345678, "0!.0,", "1234.5678"),
        (-0.0, "0.00", "0.00"),
        ("1,234.50", "@", "1,234.50"),
        (True, "General", "TRUE"),
    ]
    for row, (value, code, _) in enumerate(cases, 1):
        cell = sheet.cell(row, 2, value)
        cell.number_format = code
        cell.font = red
        sheet.cell(row, 1, "货币资金")
    document, _ = read(save(book))
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [row[1].text for row in grid.rows] == [printed for *_, printed in cases]


@given(
    st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(["General", "#,##0.00", "0.00", ACCOUNTING, "#,##0", "#,##0.00;[Red](#,##0.00)"]),
)
def test_what_is_printed_is_what_was_stored(value: Decimal, code: str) -> None:
    printed = print_number(repr(float(value)), code)
    assert printed is not None
    number = parse_number(printed)
    assert number is not None
    assert number.value == value
    assert number.decimals >= parse_format(code).decimals


@pytest.mark.parametrize(
    ("stored", "code", "printed"),
    [
        ("44926", "yyyy-mm-dd", "2022年12月31日"),
        ("44926", "m/d/yy", "2022年12月31日"),
        ("44926", 'yyyy"年"m"月"', "2022年12月"),
        ("44926.5", "yyyy-mm-dd hh:mm", "2022年12月31日"),
        ("44926", '[$-804]yyyy"年"', "2022年"),
        ("99999999", "yyyy-mm-dd", None),
    ],
)
def test_dates_are_printed_in_the_parts_their_format_shows(stored: str, code: str, printed: str | None) -> None:
    assert parse_format(code).date
    assert print_date(stored, code, since_1904=False) == printed


@pytest.mark.parametrize("code", ["General", "#,##0.00", "[Red]0.00", '0.00"亿元"', "0.00_ ", '#,##0.00"md"'])
def test_number_formats_are_no_dates(code: str) -> None:
    assert not parse_format(code).date


def test_days_since_1904() -> None:
    assert print_date("43464", "yyyy-mm-dd", since_1904=True) == "2022年12月31日"


def test_a_formula_counts_by_its_stored_value_and_is_never_computed() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["货币资金", 1.5])
    sheet.append(["资产总计", "=SUM(B1:B1)"])
    data = save(book)  # openpyxl stores no values of formulas
    document, findings = read(data)
    assert document.lines == ("Sheet", "货币资金\t1.5", "资产总计")
    (finding,) = findings
    assert (finding.code, finding.severity) == ("read.formula-without-value", Severity.WARNING)
    assert "B2" in finding.message.zh
    document, findings = read(patch(data, "</f><v></v>", "</f><v>1.5</v>", "</f><v/>", "</f><v>1.5</v>"))
    assert document.lines[-1] == "资产总计\t1.5"
    assert not findings


def test_errors_as_values_are_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["货币资金", "#REF!"])
    _, findings = read(save(book))
    assert [finding.code for finding in findings] == ["read.error-value"]


def test_hidden_sheets_and_rows_are_read_and_told() -> None:
    book = make_statements()
    book["利润表"].sheet_state = "hidden"
    book["资产负债表"].row_dimensions[6].hidden = True
    document, findings = read(save(book))
    assert sorted(finding.code for finding in findings) == ["read.hidden-rows", "read.hidden-sheet"]
    assert any("应收账款" in line for line in document.lines)
    assert any("净利润" in line for line in document.lines)


def test_merged_cells_stand_in_every_place_they_cover() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["项目", "2022年", None], [None, "股本", "合计"], ["余额", 1, 1]):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    document, _ = read(save(book))
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["项目", "2022年", "2022年"],
        ["项目", "股本", "合计"],
        ["余额", "1", "1"],
    ]
    assert [[cell.spanned for cell in row] for row in grid.rows[:2]] == [[False, False, True], [True, False, False]]
    assert grid.rows[1][0].source.cell == "A1"


def test_two_statements_on_one_sheet_are_two_tables() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for name in ("资产负债表", "利润表"):
        sheet.append([None, name])
        sheet.append(["编制单位：甲公司", None, "单位：元"])
        sheet.append(["项目", "期末余额", "年初余额"])
        sheet.append(["存货", 1, 2])
        sheet.append([])
    document, _ = read(save(book))
    kinds = ["grid" if isinstance(block, Grid) else block.text for block in document.blocks]
    assert kinds == [
        "Sheet",
        "资产负债表",
        "编制单位：甲公司",
        "单位：元",
        "grid",
        "利润表",
        "编制单位：甲公司",
        "单位：元",
        "grid",
    ]


def test_line_ends_inside_a_cell_do_not_break_the_row() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["归属于母公司\n所有者权益", "1,234,\n567.00"])
    document, _ = read(save(book))
    assert document.lines[1] == "归属于母公司所有者权益\t1,234,567.00"


def test_a_cell_far_away_costs_nothing() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["存货", 1])
    sheet["XFD1048576"] = 2
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="D1:XFD1048576"/></mergeCells>'
    document, _ = read(patch(save(book), "</sheetData>", merged))
    assert document.lines == ("Sheet", "存货\t1", "\t\t2")


def test_a_workbook_without_cells_is_an_error() -> None:
    document, findings = read_document(save(openpyxl.Workbook()), "book.xlsx")
    assert document is not None
    assert [(finding.code, finding.severity) for finding in findings] == [("read.workbook-empty", Severity.ERROR)]


def test_a_damaged_workbook_is_an_error() -> None:
    document, findings = read_document(save(make_statements())[:-400] + b"xl/workbook.xml", "book.xlsx")
    assert document is None
    assert findings[0].code == "read.workbook-damaged"
    document, findings = read_document(patch(save(make_statements()), "</sheetData>", "<broken>"), "book.xlsx")
    assert document is None
    assert findings[0].code == "read.workbook-damaged"


@pytest.mark.parametrize(
    ("stream", "code", "words"),
    [
        ("Workbook", "read.old-spreadsheet", "xlsx"),
        ("EncryptedPackage", "read.encrypted", "password"),
        ("WordDocument", "read.format-not-read", "doc"),
    ],
)
def test_old_and_encrypted_files_say_what_to_do(stream: str, code: str, words: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + stream.encode("utf-16-le") + bytes(512)
    document, (finding,) = read_document(data, "book.xls")
    assert document is None
    assert finding.code == code
    assert words in finding.message.en + (finding.suggestion.en if finding.suggestion else "")


def test_addresses_run_through_the_letters() -> None:
    assert [name_cell(1, column) for column in (1, 26, 27, 52, 53, 702, 703)] == [
        "A1",
        "Z1",
        "AA1",
        "AZ1",
        "BA1",
        "ZZ1",
        "AAA1",
    ]


def test_the_rendering_has_one_line_per_row_in_order() -> None:
    document, _ = read(save(make_statements()))
    cells = [
        cell.source
        for block in document.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row
        if cell.source.sheet == "资产负债表"
    ]
    rows = [(source.line, int(re.sub(r"\D", "", source.cell or ""))) for source in cells]
    assert all(first <= second for first, second in pairwise(rows))


SEPARATED = (
    "合并利润表,,\n编制单位：甲公司,2022年度,单位：元\n项目,本期金额,上期金额\n"
    '一、营业总收入,"1,234.50","(1,000.00)"\n"其中：""主营""\n收入",1200.5,\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_separated_values_are_known_by_content_and_keep_their_places(encoding: str, line_end: str) -> None:
    document, findings = read(SEPARATED.replace("\n", line_end).encode(encoding))
    assert not findings
    assert document.media_type == "text/csv"
    *captions, grid = document.blocks
    assert [block.text for block in captions if not isinstance(block, Grid)] == [
        "合并利润表",
        "编制单位：甲公司",
        "2022年度",
        "单位：元",
    ]
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["项目", "本期金额", "上期金额"],
        ["一、营业总收入", "1,234.50", "(1,000.00)"],
        ['其中："主营" 收入', "1200.5", ""],
    ]
    source = grid.rows[1][1].source
    assert document.lines[source.line - 1][source.start : source.end] == "1,234.50"
    assert [(part.line, part.text) for part in grid.rows[2][0].source.parts] == [(5, '其中：""主营""'), (6, "收入")]


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        (SEPARATED, ","),
        ("sep=;\n存货;1,5\n", ";"),
        ('项目\t"期末"\n存货\t"1,234.50"\n合计\t"1,234.50"\n', "\t"),
        ("项目\t期末\n存货\t1,234.50\n合计\t1,234.50\n", None),
        ("营业收入1,234.50\n营业成本2,345.60\n营业利润3,456.70\n", None),
        ("货币资金   1,234.50   1,234.60\n存货   1,234.50   1,234.60\n合计   1,234.50   1,234.60\n", None),
        ("| 存货 | 1,234.50 |\n| 存货 | 1,234.50 |\n| 存货 | 1,234.50 |\n", None),
        ("存货,1\n", None),
    ],
)
def test_a_separator_is_one_only_where_the_lines_agree(text: str, separator: str | None) -> None:
    assert find_separator(text) == separator


@given(st.lists(st.lists(st.text(alphabet='存货1,.;" \n', max_size=8), min_size=3, max_size=3), min_size=3, max_size=6))
def test_what_the_csv_module_writes_comes_back(table: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    lines = tuple(("sep=,\n" + stream.getvalue()).split("\n"))
    rows = [row for block in read_separated(lines) if isinstance(block, Grid) for row in block.rows]
    expected = [row for row in table if any(cell.strip() for cell in row)]
    assert [["".join(cell.text.split()) for cell in row] for row in rows] == [
        ["".join(cell.split()) for cell in row] for row in expected
    ]


def test_statements_come_out_of_separated_values(taxonomy: Taxonomy) -> None:
    text = "利润表,,\n编制单位：甲乙丙有限公司,2022年度,单位：万元\n项目,本期金额,上期金额\n"
    text += "".join(f'{label},"{now:,}","{then:,}"\n' for label, now, then in INCOME)
    report = convert(text.encode("gbk"), taxonomy)
    assert [(s.kind.value, s.presentation_scale) for s in report.statements] == [("income_statement", 4)]
    assert all(check.holds for check in report.checks)


def patch(data: bytes, *replacements: str) -> bytes:
    """Return a workbook whose first sheet has texts replaced, in pairs of old and new."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                for before, after in zip(replacements[::2], replacements[1::2], strict=True):
                    part = part.replace(before.encode(), after.encode())
            new.writestr(name, part)
    return stream.getvalue()
