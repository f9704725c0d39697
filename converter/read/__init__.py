"""Read the bytes of a document into blocks: a table of readers, one per layout."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from converter.model.document import Block, Document
from converter.model.errors import Cas2xbrlError
from converter.model.finding import Finding
from converter.model.source import Source
from converter.read.encoding import DecodedText, Unreadable, decode_text
from converter.read.findings import READ_FINDINGS, make_finding

__all__ = ["READERS", "READ_FINDINGS", "Reader", "claiming_readers", "layout_names", "read_document"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Hold one layout of text: how to tell it, and how to read its lines into blocks.

    ``rank`` says how telling its marks are: 0 where they leave no doubt (tags, quoted fields, glued amounts), 1 for
    delimiters, 2 for layouts of lines without any, 3 for what takes whatever no other claims. A reader is asked only
    where none of a lower rank claims the text.
    """

    name: str
    claims: Callable[[str], bool]
    read: Callable[[tuple[str, ...]], tuple[Block, ...]]
    media_type: str
    rank: int


@dataclass(frozen=True, slots=True)
class FileReader:
    """Hold one format that is more than text: how to tell it by its bytes, and how to read it whole."""

    name: str
    claims: Callable[[bytes], bool]
    read: Callable[[bytes, str], tuple[Document | None, tuple[Finding, ...]]]


def _later(module: str, name: str) -> Callable[..., Any]:
    """Return a function that imports the one it stands for when it is called: a document needs few of the readers."""

    def call(*arguments: object) -> object:
        return getattr(importlib.import_module(f"converter.read.{module}"), name)(*arguments)

    return call


def _is_run_together(text: str) -> bool:
    claims, is_html, is_separated = (
        _later("run_together", "is_run_together"),
        _later("html_page", "is_html"),
        _later("separated_values", "is_separated"),
    )
    return bool(claims(text) and not is_html(text) and not is_separated(text))


FILE_READERS: tuple[FileReader, ...] = (
    FileReader("pdf", _later("pdf", "is_pdf"), _later("pdf", "read_pdf")),
    FileReader("spreadsheet", _later("workbook", "is_workbook"), _later("spreadsheet", "read_spreadsheet")),
)

READERS: tuple[Reader, ...] = (
    Reader("html", _later("html_page", "is_html"), _later("html_page", "read_html"), "text/html", rank=0),
    Reader(
        "separated-values",
        _later("separated_values", "is_separated"),
        _later("separated_values", "read_separated"),
        "text/csv",
        rank=0,
    ),
    Reader("run-together", _is_run_together, _later("run_together", "read_run_together"), "text/plain", rank=0),
    Reader("delimited", _later("delimited", "is_delimited"), _later("delimited", "read_blocks"), "text/plain", rank=1),
    Reader("aligned", _later("aligned", "is_aligned"), _later("aligned", "read_aligned"), "text/plain", rank=2),
    Reader(
        "collapsed", _later("collapsed", "is_collapsed"), _later("collapsed", "read_collapsed"), "text/plain", rank=2
    ),
    Reader(
        "cell-lines",
        _later("cell_lines", "is_cell_lines"),
        _later("cell_lines", "read_cell_lines"),
        "text/plain",
        rank=2,
    ),
    Reader(
        "running-text",
        _later("running_text", "is_running_text"),
        _later("running_text", "read_paragraphs"),
        "text/plain",
        rank=3,
    ),
)


def claiming_readers(text: str, readers: tuple[Reader, ...] = READERS) -> tuple[Reader, ...]:
    """Return the readers of the lowest rank that claim a text: one, where its layout is plain."""
    for rank in sorted({reader.rank for reader in readers}):
        claiming = tuple(reader for reader in readers if reader.rank == rank and reader.claims(text))
        if claiming:
            return claiming
    return ()


def layout_names() -> tuple[str, ...]:
    """Return the layouts of text that can be asked for by name."""
    return tuple(reader.name for reader in READERS)


def read_document(data: bytes, file: str, layout: str | None = None) -> tuple[Document | None, tuple[Finding, ...]]:
    """Return a document's blocks in order, or None and why it cannot be read.

    Comes in: the bytes of one file, and its name as the report shows it. The name is no evidence of what it holds.
    ``layout`` is the name of the reader to take for a text, whatever the text looks like; raise Cas2xbrlError where
    there is none of that name.
    """
    if layout is not None and layout not in layout_names():
        names = ", ".join(layout_names())
        raise Cas2xbrlError(
            f"没有名为 {layout} 的版式；可用：{names}", f"there is no layout {layout}; there are {names}"
        )
    for file_reader in FILE_READERS:
        if file_reader.claims(data):
            return file_reader.read(data, file)
    decoded = decode_text(data)
    if isinstance(decoded, Unreadable):
        return None, (make_finding(decoded.code, (), **dict(decoded.values)),)
    text = decoded.text.replace("\r\n", "\n")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    claiming = tuple(reader for reader in READERS if reader.name == layout) if layout else claiming_readers(text)
    if not claiming:
        return None, (make_finding("read.unclaimed"),)
    if len(claiming) > 1:
        return None, (make_finding("read.layout-ambiguous", names=", ".join(reader.name for reader in claiming)),)
    (reader,) = claiming
    lines = tuple(text.split("\n"))
    document = Document(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        media_type=reader.media_type,
        lines=lines,
        blocks=reader.read(lines),
    )
    return document, _report_broken(decoded)


def _locate_broken(text: str, offsets: tuple[int, ...]) -> tuple[Source, ...]:
    """Return the place of each character that stands for broken bytes."""
    places = []
    for at in offsets:
        start = at - (text.rfind("\n", 0, at) + 1)
        places.append(Source(line=text.count("\n", 0, at) + 1, start=start, end=start + 1, text=text[at]))
    return tuple(places)


def _report_broken(decoded: DecodedText) -> tuple[Finding, ...]:
    if not decoded.broken:
        return ()
    text = decoded.text if "\n" in decoded.text else decoded.text.replace("\r", "\n")
    sources = _locate_broken(text, decoded.broken)
    lines = [str(line) for line in dict.fromkeys(source.line for source in sources)]
    return (
        make_finding("read.broken-bytes", sources, count=str(len(sources)), zh="、".join(lines), en=", ".join(lines)),
    )
