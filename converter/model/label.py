"""Take a printed row label apart: ordinal, prefix, the term itself, and the key it is looked up by."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# One level of numbering as the statutory formats print it, outermost first.
_ORDINALS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"([一二三四五六七八九十]{1,3})\s*[、.,:]\s*")),  # 一、
    (2, re.compile(r"(\([一二三四五六七八九十]{1,3}\))\s*[、.]?\s*")),  # （一）
    (3, re.compile(r"(\d{1,2})\s*[、.](?!\d)\s*")),  # 1.
    (4, re.compile(r"(\(\d{1,2}\))\s*[、.]?\s*")),  # （1）
    (5, re.compile(r"([①-⑳])\s*")),  # ①
    (6, re.compile(r"([a-z])\s*[、.]\s*(?=[\u4e00-\u9fff])")),  # a.
)
_MARKS = re.compile(r"^[\s△▲☆★*#＊＃…·]+")  # 国资委 formats mark lines of certain industries
_PREFIX = re.compile(r"^(其中|加|减)\s*[:;]\s*")
_SIGN_INSTRUCTION = re.compile(r"\([^()]*?以[^()]*?(?:填列|列示|表示|填写)[^()]*?\)?(?:号?填?列?\))?")
_ALTERNATIVE = re.compile(r"\(或[^()]*\)")  # 实收资本（或股本）
_UNIT = re.compile(r"\(\s*(?:人民币)?(?:元\s*/\s*股|元|股|%|％|千元|万元|百万元|亿元|万|百万|亿|万股|亿股|倍)\s*\)")
_MARKUP = re.compile(r"\*\*|</?[a-zA-Z][^>]*>")


@dataclass(frozen=True, slots=True)
class ParsedLabel:
    """Hold the parts of a label.

    ``ordinal`` and its ``depth`` (1 一、, 2 （一）, 3 1., 4 （1）, 5 ①, 6 a.; 0 none), ``prefix`` (其中, 加, 减), the
    clean ``term``, and ``key``, the normalised form rules are looked up by.
    """

    printed: str
    ordinal: str | None
    depth: int
    prefix: str | None
    term: str
    key: str


@lru_cache(maxsize=65536)
def parse_label(printed: str) -> ParsedLabel:
    """Take a label apart.

    Full-width and half-width forms, blanks and markup do not matter; an ordinal, then 其中/加/减, then again an
    ordinal may stand in front; instructions such as （损失以“-”号填列）, alternatives such as （或股本） and units in
    brackets are no part of the term.
    """
    text = unicodedata.normalize("NFKC", _MARKUP.sub("", printed))
    text = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", text).strip()
    ordinal: str | None = None
    depth = 0
    prefix: str | None = None
    changed = True
    while changed and text:
        changed = False
        text = _MARKS.sub("", text)
        if ordinal is None:
            for level, pattern in _ORDINALS:
                if (match := pattern.match(text)) and match.end() < len(text):
                    ordinal, depth, text, changed = match.group(1), level, text[match.end() :], True
                    break
        if prefix is None and (match := _PREFIX.match(text)) and match.end() < len(text):
            prefix, text, changed = match.group(1), text[match.end() :], True
    term = _UNIT.sub("", _SIGN_INSTRUCTION.sub("", text)).rstrip(":; ")
    return ParsedLabel(printed, ordinal, depth, prefix, term, normalise_term(term))


@lru_cache(maxsize=65536)
def normalise_term(term: str) -> str:
    """Return the key of a term: NFKC, alternatives in brackets dropped, then letters, digits and ideographs only."""
    text = unicodedata.normalize("NFKC", term)
    text = _ALTERNATIVE.sub("", _UNIT.sub("", _SIGN_INSTRUCTION.sub("", text)))
    text = text.replace("帐", "账").replace("減", "减")
    return "".join(char for char in text if char.isalnum())


@lru_cache(maxsize=4096)
def note_title_key(title: str) -> str:
    """Return the key of a note's title: that of a label, without the words that join two things (和, 及, 与)."""
    return re.sub("[和及与]", "", parse_label(title).key)
