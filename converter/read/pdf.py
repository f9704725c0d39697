"""Tell PDF, and read it: the library that does is loaded only for one."""

from __future__ import annotations

from converter.model.document import Document
from converter.model.finding import Finding

_HEADER_WITHIN = 1024  # bytes before %PDF- that readers let pass (ISO 32000-1, annex H, note 13)


def is_pdf(data: bytes) -> bool:
    """Tell a PDF by its header."""
    return b"%PDF-" in data[:_HEADER_WITHIN]


def read_pdf(data: bytes, file: str) -> tuple[Document | None, tuple[Finding, ...]]:
    """Return the blocks of a PDF with text, or None and why it has none that can be read."""
    from converter.read.pdf_document import read_pages  # noqa: PLC0415 - 50 ms that only PDF needs

    return read_pages(data, file)
