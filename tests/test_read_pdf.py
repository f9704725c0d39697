"""PDF: words and ruled lines of its text layer; scans and locked files say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.model.document import Grid
from converter.model.finding import Severity
from converter.model.report import Report
from converter.pipeline import read_report
from converter.read import read_document
from converter.taxonomy import Taxonomy

PRIMARY = ("balance_sheet", "income_statement", "cash_flow_statement", "changes_in_equity")


def make_pdf(content: str, rotate: int = 0) -> bytes:
    """Make a PDF of one page that draws and writes with a font every reader has."""
    stream = content.encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Rotate %d"
        b"/Resources<</Font<</F 5 0 R>>>>>>" % rotate,
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    xref = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % xref


def write(x: float, y: float, text: str) -> str:
    return f"BT /F 10 Tf {x} {y} Td ({text}) Tj ET\n"


ROWS = (
    ("Item", "2020", "2019"),
    ("Cash", "1,234.56", "2,345.67"),
    ("Debt", "", "345.67"),
    ("Total", "1,234.56", "2.00"),
)
TEXT = "".join(
    write(x, 250 - 20 * row, text)
    for row, cells in enumerate(ROWS)
    for x, text in zip((20, 120, 220), cells, strict=True)
)
LINES = "".join(f"10 {y} 300 0.5 re f\n" for y in (264, 244, 224, 204, 184)) + "".join(
    f"{x} 184 0.5 80 re f\n" for x in (10, 110, 210, 310)
)
STROKES = "".join(f"10 {y} m 310 {y} l\n" for y in (264, 244, 224, 204, 184)) + "".join(
    f"{x} 184 m {x} 264 l\n" for x in (10, 110, 210, 310)
)


@pytest.mark.parametrize(
    ("name", "content"), [("ruled", LINES + TEXT), ("drawn as one path", STROKES + "S\n" + TEXT), ("unruled", TEXT)]
)
def test_a_table_is_found_with_and_without_lines(name: str, content: str) -> None:
    document, findings = read_document(make_pdf(content), f"{name}.pdf")
    assert document is not None
    assert not findings
    assert document.media_type == "application/pdf"
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row] for row in grid.rows][1:] == [list(row) for row in ROWS[1:]]


def test_every_source_is_the_printed_text_and_has_its_page_and_box() -> None:
    document, _ = read_document(make_pdf(LINES + TEXT), "ruled.pdf")
    assert document is not None
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    cell = grid.rows[1][2]
    assert document.lines[cell.source.line - 1][cell.source.start : cell.source.end] == cell.text == "2,345.67"
    assert cell.source.page == 1
    assert cell.source.box is not None
    x0, y0, x1, y1 = cell.source.box
    assert 219 < x0 < 222 < x1 < 270
    assert 55 < y0 < 70 < y1 < 80  # from the top left corner


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_seen(rotate: int) -> None:
    turned = {
        90: "0 1 -1 0 400 0 cm\n",
        180: "-1 0 0 -1 400 300 cm\n",
        270: "0 -1 1 0 0 300 cm\n",
    }[rotate]
    document, _ = read_document(make_pdf(turned + LINES + TEXT, rotate), "turned.pdf")
    assert document is not None
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [[cell.text for cell in row] for row in grid.rows][1:] == [list(row) for row in ROWS[1:]]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (make_pdf("0.9 g 10 10 200 200 re f\n"), "read.pdf-scanned", "OCR"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "read.pdf-broken", "broken"),
        (make_pdf(TEXT)[:200], "read.pdf-broken", "broken"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, code: str, words: str) -> None:
    document, findings = read_document(data, "report.pdf")
    assert document is None
    (finding,) = findings
    assert finding.code == code
    assert finding.severity is Severity.ERROR
    assert finding.suggestion is not None
    assert words in finding.message.en + finding.suggestion.en
    assert any("\u4e00" <= char <= "\u9fff" for char in finding.message.zh)


def canonical(report: Report) -> set[tuple[object, ...]]:
    """Return the facts of the primary statements, wherever else they are printed."""
    ids = {statement.id for statement in report.statements if statement.kind in PRIMARY}
    first = {s.line_from: s for s in report.statements if s.id in ids}
    spans = [(s.line_from, s.line_to) for s in first.values()]
    return {
        (fact.concept, fact.value, fact.decimals, fact.period.model_dump_json(), tuple(sorted(fact.dimensions.items())))
        for fact in report.facts
        if any(low <= source.line <= high for source in fact.sources for low, high in spans)
    }


@pytest.fixture(scope="module", params=["jinyu-bio-2020-annual", "maipu-2025-q3"])
def both(request: pytest.FixtureRequest, shared: Path, taxonomy: Taxonomy) -> tuple[Report, Report]:
    paths = (
        shared / f"corpus/pdf/{request.param}.pdf",
        shared / f"corpus/aligned/{request.param}.layout-aligned.txt",
    )
    reports = [read_report(path.read_bytes(), path.name, taxonomy)[0] for path in paths]
    assert reports[0] is not None
    assert reports[1] is not None
    return reports[0], reports[1]


def test_a_report_gives_the_same_facts_from_pdf_and_from_aligned_text(both: tuple[Report, Report]) -> None:
    pdf, text = (canonical(report) for report in both)
    assert len(text) > 190
    assert pdf == text


def test_the_identities_of_every_primary_statement_hold(both: tuple[Report, Report]) -> None:
    for report in both:
        ids = {statement.id for statement in report.statements if statement.kind in PRIMARY}
        own = [check for check in report.checks if check.statement in ids and check.kind != "equality"]
        assert len(own) > 60
        assert all(check.holds for check in own)
        kinds = {statement.kind for statement in report.statements}
        assert {"balance_sheet", "income_statement", "cash_flow_statement"} <= kinds


def test_every_number_from_pdf_knows_its_page_and_box(both: tuple[Report, Report]) -> None:
    numeric = [fact for fact in both[0].facts if fact.decimals is not None]
    assert numeric
    for fact in numeric:
        for source in fact.sources:
            assert source.page is not None
            assert source.box is not None
