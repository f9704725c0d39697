"""Name the entity's own concepts after their printed words, the same words the same name, in any document.

A name is an NCName (Namespaces in XML 1.0 §4): ideographs are letters there, so the words can be read as printed.
"""

from __future__ import annotations

import re
import unicodedata

from converter.model.label import normalise_term

_PREFIX = "ext"
# What both editions of XML 1.0 that are in use allow in a name; anything else is dropped.
_FORBIDDEN = re.compile("[^A-Za-z0-9_\u3007\u4e00-\u9fa5]")
_LONGEST = 60  # characters
# What tells concepts of the same words apart: the kind, where the words do not say it, then the type of period.
_KINDS = {
    "percent": ("比例", re.compile("率|比例|比重|占比|百分")),
    "per_share": ("每股", re.compile("每股")),
    "shares": ("股数", re.compile("股")),
    "pure": ("数量", re.compile("数|量|年限|期限|倍")),
}
_BALANCE = re.compile("余额|价值|期末|期初|年末|年初|结存|库存")


def readable_name(words: str, kind: str, period_type: str) -> str:
    """Return the prefixed name of a concept: its words, then what they leave unsaid of its kind and type of period."""
    stem = _stem(words)
    said, pattern = _KINDS.get(kind, ("", re.compile("")))
    if said and not pattern.search(stem):
        stem = f"{stem}_{said}"
    if period_type == "instant" and not _BALANCE.search(stem):
        stem = f"{stem}_期末"
    return f"{_PREFIX}:{stem}"


def readable_member(words: str) -> str:
    """Return the prefixed name of a member."""
    return f"{_PREFIX}:{_stem(words)}Member"


def _stem(words: str) -> str:
    parts = (normalise_term(unicodedata.normalize("NFKC", part)) for part in words.split("/"))
    stem = "_".join(filter(None, (_FORBIDDEN.sub("", part) for part in parts)))[:_LONGEST]
    return stem if stem and not stem[0].isdigit() else f"_{stem}"
