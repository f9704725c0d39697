"""Take words and ruled lines from one page of a PDF."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2.raw as pdfium

from converter.read.positions.lattice import Edge
from converter.read.positions.placed import is_amount, is_numeric, measure_width

_TOKEN = re.compile(r"[^\s\x00\ufffe\uffff\ufeff]+")
_THIN = 2.5  # points: what is thinner is a line, not a box
_FEWEST_IDEOGRAPHS = 2
_SAME_LINE = 0.35  # of a character's height that middles on one line may differ
_GLUED = re.compile(r"\.\d\d(?=-?\d{1,3},\d{3})|\.\d\d(?=-?\d{1,3}\.\d\d)")
_MOST_SEGMENTS = 4000


@dataclass(frozen=True, slots=True)
class Token:
    """Hold what a page prints without a blank: its text and box, in points from the page's top left corner.

    ``at`` is the library's index of its first character.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    at: int

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return (self.y0 + self.y1) / 2


@dataclass(slots=True)
class PdfPage:
    """Hold an open page: the library's handle and the text it found on it."""

    handle: object
    text_handle: object
    width: float
    height: float
    rotation: int

    @classmethod
    def load(cls, document: object, index: int) -> PdfPage | None:
        """Open a page, None where the library cannot."""
        handle = pdfium.FPDF_LoadPage(document, index)
        if not handle:
            return None
        text_handle = pdfium.FPDFText_LoadPage(handle)
        rotation = pdfium.FPDFPage_GetRotation(handle)
        return cls(handle, text_handle, pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle), rotation)

    def close(self) -> None:
        """Give the page back to the library."""
        pdfium.FPDFText_ClosePage(self.text_handle)
        pdfium.FPDF_ClosePage(self.handle)

    def read_tokens(self) -> list[Token]:
        """Return the words the page prints, in the order of its content."""
        count = pdfium.FPDFText_CountChars(self.text_handle)
        if count <= 0:
            return []
        buffer = (ctypes.c_ushort * (count + 1))()
        taken = pdfium.FPDFText_GetText(self.text_handle, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(taken - 1, 0)].decode("utf-16-le", "replace")
        if len(text) != count:  # surrogates or characters left out: one by one then
            text = "".join(chr(pdfium.FPDFText_GetUnicode(self.text_handle, at) or 32) for at in range(count))
        tokens: list[Token] = []
        for match in _TOKEN.finditer(text):
            tokens.extend(self._make_tokens(match[0], match.start()))
        return tokens

    def _make_tokens(self, text: str, start: int) -> Iterator[Token]:
        """Return the token of a text, two where the library glued two amounts."""
        begin = 0
        for cut in [*(match.end() for match in _GLUED.finditer(text)), len(text)]:
            first, last = self._box(start + begin), self._box(start + cut - 1)
            if first is not None and last is not None:
                x0, y0 = min(first[0], last[0]), min(first[1], last[1])
                x1, y1 = max(first[2], last[2]), max(first[3], last[3])
                yield Token(text[begin:cut], x0, y0, x1, y1, start + begin)
            begin = cut

    def cut_token(self, token: Token, walls: list[float], unit: float) -> list[Token]:
        """Return the pieces of a token that stands in two cells, for their texts touch at the wall between."""
        pieces: list[Token] = []
        for wall in walls:
            if not token.x0 + unit < wall < token.x1 - unit:
                continue
            for index in range(1, len(token.text)):
                box = self._box(token.at + index)
                if box is not None and (box[0] + box[2]) / 2 > wall:
                    pieces.append(replace(token, text=token.text[:index], x1=box[0]))
                    token = replace(token, text=token.text[index:], x0=box[0], at=token.at + index)
                    break
        return [*pieces, token]

    def _box(self, index: int) -> tuple[float, float, float, float] | None:
        rect = pdfium.FS_RECTF()
        if not pdfium.FPDFText_GetLooseCharBox(self.text_handle, index, rect):
            return None
        return self._turn(rect.left, rect.bottom, rect.right, rect.top)

    def _turn(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return a box as it is seen: from the top left corner, the page's rotation applied (ISO 32000-1, 8.3.2.3)."""
        if self.rotation == 1:
            return bottom, left, top, right
        if self.rotation == 2:
            return self.width - right, bottom, self.width - left, top
        if self.rotation == 3:
            return self.width - top, self.height - right, self.width - bottom, self.height - left
        return left, self.height - top, right, self.height - bottom

    def read_edges(self) -> tuple[list[Edge], list[Edge]]:
        """Return the horizontal and the vertical lines the page draws, the sides of boxes included."""
        across: list[Edge] = []
        down: list[Edge] = []
        floats = [ctypes.c_float() for _ in range(4)]
        for index in range(pdfium.FPDFPage_CountObjects(self.handle)):
            item = pdfium.FPDFPage_GetObject(self.handle, index)
            if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_PATH:
                continue
            if pdfium.FPDFPath_CountSegments(item) > 6:
                self._read_segments(item, across, down)
            elif pdfium.FPDFPageObj_GetBounds(item, *floats):
                left, bottom, right, top = (value.value for value in floats)
                self._add_box(self._turn(left, bottom, right, top), across, down)
        return across, down

    @staticmethod
    def _add_box(box: tuple[float, float, float, float], across: list[Edge], down: list[Edge]) -> None:
        x0, y0, x1, y1 = box
        thin, low = x1 - x0 <= _THIN, y1 - y0 <= _THIN
        if low and not thin:
            across.append(Edge((y0 + y1) / 2, x0, x1))
        elif thin and not low:
            down.append(Edge((x0 + x1) / 2, y0, y1))
        elif not thin:
            across += [Edge(y0, x0, x1), Edge(y1, x0, x1)]
            down += [Edge(x0, y0, y1), Edge(x1, y0, y1)]

    def _read_segments(self, item: object, across: list[Edge], down: list[Edge]) -> None:
        """Add the straight lines of a path that draws many at once."""
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(item, matrix)
        x, y = ctypes.c_float(), ctypes.c_float()
        last: tuple[float, float] | None = None
        for index in range(min(pdfium.FPDFPath_CountSegments(item), _MOST_SEGMENTS)):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            here = (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_LINETO and last is not None:
                box = self._turn(
                    min(last[0], here[0]), min(last[1], here[1]), max(last[0], here[0]), max(last[1], here[1])
                )
                if box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN:
                    self._add_box(box, across, down)
            last = here


def measure_unit(tokens: list[Token]) -> float:
    """Return the width of half an ideograph on a page, in points."""
    widths = [
        (token.x1 - token.x0) / measure_width(token.text)
        for token in tokens
        if len(token.text) >= _FEWEST_IDEOGRAPHS and "\u4e00" <= token.text[0] <= "\u9fff" and token.x1 > token.x0
    ]
    return median(widths) if widths else 5.0


def group_lines(tokens: list[Token]) -> list[list[Token]]:
    """Return the tokens of a page line by line from the top, each line from the left."""
    lines: list[list[Token]] = []
    middles: list[float] = []
    for token in sorted(tokens, key=lambda token: (token.middle, token.x0)):
        height = max(token.y1 - token.y0, 1.0)
        if lines and abs(middles[-1] - token.middle) <= _SAME_LINE * height:
            lines[-1].append(token)
        else:
            lines.append([token])
            middles.append(token.middle)
    return [sorted(line, key=lambda token: token.x0) for line in lines]


def join_tokens(line: list[Token], unit: float, walls: list[float]) -> list[Token]:
    """Return a line's words: tokens with hardly a gap between them are one.

    Unless one of them is an amount, or a wall stands between.
    """
    words: list[Token] = []
    for token in line:
        last = words[-1] if words else None
        if last is None or not _belong(last, token, unit, walls):
            words.append(token)
            continue
        blank = " " if token.x0 - last.x1 > 0.6 * unit else ""
        words[-1] = Token(
            last.text + blank + token.text,
            last.x0,
            min(last.y0, token.y0),
            max(last.x1, token.x1),
            max(last.y1, token.y1),
            last.at,
        )
    return words


def _belong(last: Token, token: Token, unit: float, walls: list[float]) -> bool:
    gap = token.x0 - last.x1
    if gap > 1.6 * unit or any(last.x1 - unit < wall < token.x0 + unit and last.x0 < wall < token.x1 for wall in walls):
        return False
    if is_amount(last.text) or is_amount(token.text):
        return gap <= 0.1 * unit and not (is_numeric(last.text) and is_numeric(token.text))
    return True
