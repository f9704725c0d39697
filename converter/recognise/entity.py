"""Recognise whose report it is: name, stock code, short name, as printed; the file's name is no evidence."""

from __future__ import annotations

import re
from collections import Counter

from converter.model.document import Document, Grid
from converter.model.source import Source
from converter.model.statement import EntityIdentity

_COMPANY = r"[\u4e00-\u9fff·A-Za-z（）()]{2,40}?(?:股份有限公司|有限责任公司|有限公司|集团公司)"
_PREPARED_BY = re.compile(rf"编制单位\s*[:：]\s*({_COMPANY})")
_NAME_FIELD = re.compile(rf"(?:公司(?:的)?(?:中文)?(?:法定)?名称|公司名称)\s*[:：]?\s*({_COMPANY})")
_COVER = re.compile(rf"^({_COMPANY})(?:$|\s*(?:20\d\d|二[〇○零]))")
_ADDRESSEE = re.compile(rf"^({_COMPANY})全体股东\s*[:：]?$")
_AUDITOR = re.compile(r"会计师事务所")
_CODE = re.compile(r"(?:证券|股票|公司|A股)\s*代码\s*[:：]?\s*([0368]\d{5}|[489]\d{5})(?!\d)")
_SHORT = re.compile(
    r"(?:证券|股票|A股)\s*简称\s*[:：]?\s*([\u4e00-\u9fffA-Za-z＊*]{2,10}?)(?=\s|$|公告|编号|股票|证券|[，,。；;）)])"
)
_CODE_HEADER = re.compile(r"^(?:公司)?(?:证券|股票)代码$")
_SHORT_HEADER = re.compile(r"^(?:公司)?(?:证券|股票)简称$")
_HEAD = 200  # blocks looked at for the cover and the company profile


def recognise_entity(document: Document) -> EntityIdentity:
    """Return the entity as the document prints it.

    编制单位 of the statements speaks first, then the profile's 公司名称, then the auditor's addressee, then the cover.
    """
    names: dict[int, Counter[str]] = {rank: Counter() for rank in range(4)}
    where: dict[str, Source] = {}
    codes: Counter[str] = Counter()
    shorts: Counter[str] = Counter()

    def note(counter: Counter[str], text: str, source: Source) -> None:
        counter[text] += 1
        where.setdefault(text, source)

    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            if index < _HEAD:
                _read_profile(block, names[1], codes, shorts, where)
            continue
        text = block.text
        if len(text) > 200:
            continue
        if "编制单位" in text and (match := _PREPARED_BY.search(text)):
            note(names[0], _tidy(match[1]), _part(block.source, match[1]))
        if index >= _HEAD:
            continue
        if match := _NAME_FIELD.search(text):
            note(names[1], _tidy(match[1]), _part(block.source, match[1]))
        if match := _ADDRESSEE.match(text):
            note(names[2], _tidy(match[1]), _part(block.source, match[1]))
        if (match := _COVER.match(text)) and not _AUDITOR.search(text):
            note(names[3], _tidy(match[1]), _part(block.source, match[1]))
        if match := _CODE.search(text):
            note(codes, match[1], _part(block.source, match[1]))
        if (match := _SHORT.search(text)) and not re.search("代码|股票|证券", match[1]):
            note(shorts, match[1], _part(block.source, match[1]))
    name = next((counter.most_common(1)[0][0] for counter in names.values() if counter), None)
    code = codes.most_common(1)[0][0] if codes else None
    short = shorts.most_common(1)[0][0] if shorts else None
    sources = tuple(where[text] for text in (name, code, short) if text is not None)
    return EntityIdentity(name=name, stock_code=code, short_name=short, sources=sources)


def _read_profile(
    grid: Grid, names: Counter[str], codes: Counter[str], shorts: Counter[str], where: dict[str, Source]
) -> None:
    """Read a profile table: a field beside its value, or headers above their values."""
    for row_index, row in enumerate(grid.rows):
        for at, cell in enumerate(row):
            field = cell.text.replace(" ", "")
            if not 4 <= len(field) <= 12:
                continue
            beside = row[at + 1] if at + 1 < len(row) else None
            below = (
                grid.rows[row_index + 1][at]
                if row_index + 1 < len(grid.rows) and at < len(grid.rows[row_index + 1])
                else None
            )
            for value in (beside, below):
                if value is None or not value.text:
                    continue
                text = value.text.strip()
                if _CODE_HEADER.match(field) and (match := re.search(r"(?<!\d)(\d{6})(?!\d)", text)):
                    codes[match[1]] += 1
                    where.setdefault(match[1], _part(value.source, match[1]))
                elif (
                    _SHORT_HEADER.match(field)
                    and re.fullmatch(r"[*＊A-Za-z\u4e00-\u9fff]{2,8}", text)
                    and "代码" not in text
                ):
                    shorts[text] += 1
                    where.setdefault(text, value.source)
                elif field in ("公司的中文名称", "公司名称", "公司中文名称", "中文名称") and re.fullmatch(
                    _COMPANY, text
                ):
                    names[_tidy(text)] += 1
                    where.setdefault(_tidy(text), value.source)


def _part(source: Source, text: str) -> Source:
    at = source.text.find(text)
    if at < 0:
        return source
    place = {"start": source.start + at, "end": source.start + at + len(text), "text": text, "parts": ()}
    return source.model_copy(update=place)


def _tidy(name: str) -> str:
    return name.replace("(", "（").replace(")", "）")
