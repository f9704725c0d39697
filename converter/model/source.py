"""Say where in the input a text was printed."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Span(BaseModel):
    """Locate one run of characters on one line of the decoded input.

    ``line`` counts from 1; ``start`` and ``end`` are characters from 0 within that line, ``end`` exclusive,
    so ``lines[line - 1][start:end] == text`` for text inputs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    line: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class Source(Span):
    """Locate one printed place; a number broken over lines lists each piece in ``parts``, in order.

    With parts, the span itself is that of the first part and ``text`` is the parts joined.
    """

    parts: tuple[Span, ...] = ()
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    cell: str | None = None

    @classmethod
    def at(cls, line: int, start: int, end: int, text: str) -> Source:
        """Return the place of a text on one line, unchecked: for readers, which make one for every cell they read.

        The same object as ``Source(line=…, start=…, end=…, text=…)`` in a third of the time.
        """
        source = cls.__new__(cls)
        values = {"line": line, "start": start, "end": end, "text": text, **_DEFAULTS}
        object.__setattr__(source, "__dict__", values)
        object.__setattr__(source, "__pydantic_fields_set__", _PLACE)
        object.__setattr__(source, "__pydantic_extra__", None)
        object.__setattr__(source, "__pydantic_private__", None)
        return source

    def within(self, start: int, end: int) -> Source:
        """Return the place of a part of the text; its page and box, or sheet and cell, are those of the whole."""
        part = {"start": self.start + start, "end": self.start + end, "text": self.text[start:end], "parts": ()}
        return self.model_copy(update=part)


_PLACE = {"line", "start", "end", "text"}
_DEFAULTS = {name: field.default for name, field in Source.model_fields.items() if name not in _PLACE}
