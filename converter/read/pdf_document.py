"""Read PDF: words with positions from its text layer, ruled tables by their lines, others by where words stand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium

from converter.model.document import Block, Document, Grid
from converter.model.finding import Finding
from converter.read.findings import make_finding
from converter.read.pdf_page import PdfPage, Token, group_lines, join_tokens, measure_unit
from converter.read.positions.blocks import find_blocks
from converter.read.positions.lattice import Lattice, build_ruled_grid, find_lattices
from converter.read.positions.page_breaks import rejoin_rows
from converter.read.positions.placed import PlacedLine, Word, is_amount

_FEWEST_CHARACTERS = 8  # on a page that has a text layer, on average
_FURNITURE = 5  # blocks a page break may put between two pieces of a table
_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(slots=True)
class _Text:
    """Hold the text made of the pages so far: its lines, their words, and the ruled tables with the words in them."""

    lines: list[str] = field(default_factory=list)
    placed: list[PlacedLine] = field(default_factory=list)
    grids: list[Block] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)


def read_pages(data: bytes, file: str) -> tuple[Document | None, tuple[Finding, ...]]:
    """Return the blocks of a PDF with text, or None and why it has none that can be read.

    ``lines`` of the document is our rendering, one per printed line, words from left to right; every source also
    has its page and its box in points from the page's top left corner.
    """
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() == _PASSWORD
        return None, (make_finding("read.encrypted" if locked else "read.pdf-broken"),)
    try:
        text, blind = _read_pages(document)
        count = pdfium.FPDF_GetPageCount(document)
    finally:
        pdfium.FPDF_CloseDocument(document)
    if sum(len(line) for line in text.lines) < _FEWEST_CHARACTERS * max(count, 1):
        return None, (make_finding("read.pdf-scanned", pages=str(count)),)
    others = find_blocks(text.placed, text.lines, frozenset(text.breaks))
    blocks = _rejoin_pages(sorted([*text.grids, *others], key=_first_line))
    findings: tuple[Finding, ...] = ()
    if blind:
        findings = (make_finding("read.pdf-page-scanned", pages=_list_pages(blind)),)
    return (
        Document(
            file=file,
            sha256=hashlib.sha256(data).hexdigest(),
            encoding="binary",
            media_type="application/pdf",
            lines=tuple(text.lines),
            blocks=tuple(blocks),
        ),
        findings,
    )


def _rejoin_pages(blocks: list[Block]) -> list[Block]:
    """Return the blocks with rows that a page break cut made whole."""
    last: int | None = None
    lost: set[int] = set()
    for index, block in enumerate(blocks):
        if not isinstance(block, Grid):
            continue
        before = blocks[last] if last is not None else None
        if (
            isinstance(before, Grid)
            and last is not None
            and index - last <= _FURNITURE
            and _page(before) != _page(block)
        ):
            blocks[last], rest = rejoin_rows(before, block)
            if rest is None:
                lost.add(index)
                continue
            blocks[index] = rest
        last = index
    return [block for index, block in enumerate(blocks) if index not in lost]


def _page(grid: Grid) -> int | None:
    return next((cell.source.page for cell in grid.rows[0] if cell.source.page is not None), None)


def _first_line(block: Block) -> int:
    return block.line_from if isinstance(block, Grid) else block.source.line


def _read_pages(document: object) -> tuple[_Text, list[int]]:
    """Return the text of all pages, and the pages that print a picture only."""
    text = _Text()
    blind: list[int] = []
    for index in range(pdfium.FPDF_GetPageCount(document)):
        page = PdfPage.load(document, index)
        if page is None:
            continue
        try:
            tokens = page.read_tokens()
            if not tokens and _has_picture(page):
                blind.append(index + 1)
            _add_page(text, page, tokens, index + 1)
        finally:
            page.close()
    return text, blind


def _has_picture(page: PdfPage) -> bool:
    return any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.handle, at)) == pdfium.FPDF_PAGEOBJ_IMAGE
        for at in range(pdfium.FPDFPage_CountObjects(page.handle))
    )


def _add_page(text: _Text, page: PdfPage, tokens: list[Token], number: int) -> None:
    if not tokens:
        return
    unit = measure_unit(tokens)
    lattices: list[Lattice] = []
    if sum(1 for token in tokens if is_amount(token.text)) > 1:  # where no amounts stand there is no table to find
        lattices = find_lattices(*page.read_edges())
    rows = group_lines(tokens)
    lattices = [lattice for lattice in lattices if _is_whole(lattice, rows)]
    held: list[list[tuple[Word, float, float]]] = [[] for _ in lattices]
    for row in rows:
        walls = sorted({x for lattice in lattices for x in lattice.find_walls(row[0].middle)})
        pieces = [piece for token in row for piece in page.cut_token(token, walls, unit)] if walls else row
        words = join_tokens(pieces, unit, walls)
        free: list[Word] = []
        line_number = len(text.lines) + 1
        start = 0
        for token in words:
            word = Word(
                token.text,
                token.x0 / unit,
                token.x1 / unit,
                line_number,
                start,
                start + len(token.text),
                number,
                (round(token.x0, 1), round(token.y0, 1), round(token.x1, 1), round(token.y1, 1)),
            )
            start = word.end + 2
            middle = (token.x0 + token.x1) / 2
            inside = next((at for at, lattice in enumerate(lattices) if lattice.holds(middle, token.middle)), None)
            if inside is None:
                free.append(word)
            else:
                held[inside].append((word, middle, token.middle))
        text.lines.append("  ".join(token.text for token in words))
        if len(free) < len(words):
            text.breaks.add(len(text.placed))
        text.placed.append(PlacedLine(line_number, number, tuple(free)))
    for lattice, words_in in zip(lattices, held, strict=True):
        grid = build_ruled_grid(lattice, words_in, text.lines)
        if grid is not None:
            text.grids.append(grid)


def _is_whole(lattice: Lattice, rows: list[list[Token]]) -> bool:
    """Tell a ruled table from boxes around labels only: no amount stands beside it, at the height of its rows."""
    inside = outside = 0
    for row in rows:
        if not lattice.ys[0] <= row[0].middle <= lattice.ys[-1]:
            continue
        for token in row:
            if is_amount(token.text):
                if lattice.holds((token.x0 + token.x1) / 2, token.middle):
                    inside += 1
                else:
                    outside += 1
    return outside == 0 or inside > 4 * outside


def _list_pages(pages: list[int]) -> str:
    shown = ", ".join(str(page) for page in pages[:10])
    return shown if len(pages) <= 10 else f"{shown}, …"
