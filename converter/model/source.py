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
