"""Turn Chinese financial reports into validated XBRL and JSON.

The public API: ``convert`` and the types of what it gives.

    >>> from converter import convert
    >>> conversion = convert(Path("report.txt").read_bytes(), "report.txt")
    >>> conversion.report.facts[0].value
    '290324919.07'
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converter.pipeline import Conversion
    from converter.taxonomy import LineItemRule, Taxonomy

__all__ = ["convert"]


def convert(
    data: bytes,
    file: str,
    *,
    formats: tuple[str, ...] | None = None,
    user_rules: tuple[LineItemRule, ...] = (),
    taxonomy: Taxonomy | None = None,
) -> Conversion:
    """Convert the bytes of one document.

    ``file`` is the name to put into the report. ``formats`` are those of the command line, all by default. The result
    holds the report, the files of every format as bytes and all findings; its report is None where the bytes print no
    statement. Files are not judged here: see ``cas2xbrl validate``.
    """
    from converter.pipeline import Options, convert_document

    options = Options(user_rules=user_rules) if formats is None else Options(formats, user_rules)
    return convert_document(data, file, taxonomy or _installed_taxonomy(), options)


@lru_cache(maxsize=1)
def _installed_taxonomy() -> Taxonomy:
    from converter.taxonomy import read_taxonomy

    return read_taxonomy()
