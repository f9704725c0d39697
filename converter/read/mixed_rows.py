"""Split rows that print words between or behind their amounts, and place what they print under the columns.

Two decimals end an amount, so words behind one begin a cell of their own: 第一名2,207,547.171-2年尚未完毕. What stands
in front of a word that begins with digits, and where digits end a label, is open: every way is kept. Words that fill
several columns (a name and what it owes, two dates) are cut only where their own form says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

AMOUNT = re.compile(
    r"\(-?(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d{0,2})\.\d\d\)|-?(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d{0,2})\.\d\d%?"
)
# What tells that a line prints amounts, wherever in it.
CENTS = re.compile(r"\d,\d{3}\.\d\d|(?<![\d.])\d{1,3}\.\d\d(?![\d.])")
_OWN_DIGITS = re.compile(r"[A-Za-z#第注-]")
_MARKS = re.compile(r"/|--?(?![\d年])")
_DATE = re.compile(r"20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_AGEING = re.compile(r"(?:\d年以[内上]|\d[-至]\d年)(?:[、,，](?:\d年以[内上]|\d[-至]\d年))*")
_PLACE = re.compile(r"(?P<place>[^\d(),、]{2,12})(?P=place)")
_ORDINAL = re.compile(r"(?:第[一二三四五六七八九十]{1,2}名|(?:客户|供应商|单位)[一二三四五六七八九十\d]{1,2})")
# A name ends in its legal form, unless a branch's follows; elsewhere in the last word that ends names.
_LIMITED = re.compile(r".*?有限(?:责任)?公司(?:(?:(?!公司)[^、,;]){1,12}(?:分公司|支行|分行|营业部))?")
_COMPANY = re.compile(r".*(?:公司|\(有限合伙\)|医院|大学|学院|研究院|集团|合伙企业|事务所)")
_LINE_ITEM = re.compile(
    r"(?:其他应收款?|应收账款|应收票据|预付[款账]项|预付款|合同资产|其他应付款|应付账款|应付票据|合同\s?负债|预收[款账]项|长期应收款|租赁负债"
    r"|一年内到期的非流动负债|其他流动资产|其他非流动资产|应收款项融资|应收股利|应付股利|其他流动负债|长期应付款)"
)
_NAMES = (_ORDINAL, _LINE_ITEM, _LIMITED, _COMPANY)
# How the funds of a project were raised, in front of its amounts (内容与格式准则第2号, 募集资金使用进展).
_ISSUE = re.compile(
    r"(?:首发募集(?:资金)?|首次公开发行(?:股票|A股)?|向特定对象发行(?:股票|A股)?|非公开发行(?:股票|A股)?"
    r"|(?:公开|向不特定对象)?发行可转[换债](?:公司债券|债券)?|可转债|配股)$"
)
_SMALL = re.compile(r"-?\d{1,3}\.\d{1,4}%?$")
_MOST_WAYS = 64
_MOST_PLACES = 400
_MOST_TRIES = 20_000
_MOST_SHIFTED = 4  # digits in front of an amount that may be the word's own

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """Hold one piece of a row behind its label: where it stands, and whether it is an amount, words, or a mark."""

    start: int
    end: int
    kind: str  # amount, text, mark


@dataclass(frozen=True, slots=True)
class Column:
    """Hold one column behind the labels': the words over it, and what it prints: amount, ratio or text."""

    name: str
    kind: str
    is_dated: bool = False


Placed = tuple[Span | None, ...]


def split_mixed(text: str) -> tuple[tuple[int, tuple[Item, ...]], ...]:
    """Return every way to split a row: where its label ends, and the amounts, words and marks behind it in order.

    Comes in: a row in half-width form that prints at least one amount with two decimals.
    """
    found: list[tuple[Item, ...]] = []
    _walk(text, 0, (), found)
    ways = []
    for items in dict.fromkeys(found[:_MOST_WAYS]):
        label = items[0] if items and items[0].kind == "text" else None
        rest = items[1:] if label else items
        end = label.end if label else 0
        marks = _cut_marks(text, Item(0, end, "text")) if label else ()
        if len(marks) > 1 and marks[0].kind == "text":
            end, rest = marks[0].end, (*marks[1:], *rest)
        ways.append((end, tuple(piece for item in rest for piece in _cut_marks(text, item))))
    return tuple(ways)


def _walk(text: str, at: int, items: tuple[Item, ...], found: list[tuple[Item, ...]]) -> None:
    while text.startswith(" ", at):
        at += 1
    if len(found) >= _MOST_WAYS:
        return
    if at == len(text):
        found.append(items)
        return
    after_amount = bool(items) and items[-1].kind == "amount"
    if after_amount and (match := AMOUNT.match(text, at)):
        _walk(text, match.end(), (*items, Item(at, match.end(), "amount")), found)
        return
    starts = _find_starts(text, at)
    if not starts:
        found.append((*items, Item(at, len(text), "text")))
        return
    for start in starts:
        match = AMOUNT.match(text, start)
        assert match is not None
        words = (Item(at, start, "text"),) if start > at else ()
        _walk(text, match.end(), (*items, *words, Item(start, match.end(), "amount")), found)


def _find_starts(text: str, at: int) -> list[int]:
    """Return where the next amount behind words may begin: at one place, or at several where digits stand before it."""
    first = None
    for start in range(at, len(text)):
        if AMOUNT.match(text, start) and (start == at or text[start - 1] not in "0123456789.,-"):
            first = start
            break
    loose = next((start for start in range(at, len(text)) if AMOUNT.match(text, start)), None)
    if first is None or (loose is not None and loose < first and CENTS.search(text, loose, first)):
        first = loose
    if first is None:
        return []
    before = first
    while before > at and text[before - 1].isdigit():
        before -= 1
    own = before < first or (before > at and _OWN_DIGITS.match(text[before - 1]))
    if not own:
        return [first]
    return [start for start in range(first, min(len(text), first + _MOST_SHIFTED)) if _may_begin(text, before, start)]


def _may_begin(text: str, before: int, start: int) -> bool:
    return AMOUNT.match(text, start) is not None and all(char in "0123456789.-" for char in text[before:start])


def _cut_marks(text: str, item: Item) -> tuple[Item, ...]:
    """Return words with the strokes around them, which stand for blank cells, apart."""
    if item.kind != "text":
        return (item,)
    start, end = item.start, item.end
    front: list[Item] = []
    back: list[Item] = []
    while start < end and (match := _MARKS.match(text, start, end)) and match[0] == "/":
        front.append(Item(start, match.end(), "mark"))
        start = match.end()
    while end > start and text[end - 1] == "/":
        back.insert(0, Item(end - 1, end, "mark"))
        end -= 1
    words = (Item(start, end, "text"),) if end > start else ()
    return (*front, *words, *back)


def place_items(text: str, items: tuple[Item, ...], columns: tuple[Column, ...]) -> tuple[Placed, ...]:
    """Return every way to place the pieces of a row, in order, under the columns they may stand under.

    Dates stand under the words for dates where any do, and nothing else stands there but marks. Ways that only place
    marks elsewhere are one: a mark is a blank cell. More than ``_MOST_PLACES`` say that there are too many.
    """
    dated = [column.is_dated for column in columns]
    dates = {item for item in items if item.kind == "text" and _DATE.fullmatch(text, item.start, item.end)}
    if dates and any(dated) and (placed := _place_ways(text, items, columns, dates)):
        return placed
    return _place_ways(text, items, columns, None)


def _place_ways(
    text: str, items: tuple[Item, ...], columns: tuple[Column, ...], dates: set[Item] | None
) -> tuple[Placed, ...]:
    found: dict[Placed, Placed] = {}
    marks = {(item.start, item.end) for item in items if item.kind == "mark"}
    tries = 0

    def go(at: int, column: int, placed: Placed) -> None:
        nonlocal tries
        if len(found) > _MOST_PLACES or tries > _MOST_TRIES or len(items) - at > len(columns) - column:
            return
        if at == len(items):
            tries += 1
            whole = (*placed, *(None,) * (len(columns) - column))
            found.setdefault(tuple(None if span in marks else span for span in whole), whole)
            return
        item = items[at]
        agrees = dates is None or item.kind != "text" or (item in dates) == columns[column].is_dated
        if agrees and _may_stand(text, item, columns[column]):
            go(at + 1, column + 1, (*placed, (items[at].start, items[at].end)))
        go(at, column + 1, (*placed, None))

    go(0, 0, ())
    return tuple(found.values()) if tries <= _MOST_TRIES else tuple(found.values())[:1] * (_MOST_PLACES + 1)


def _may_stand(text: str, item: Item, column: Column) -> bool:
    if item.kind == "mark":
        return True
    printed = text[item.start : item.end]
    if item.kind == "text":
        if column.kind != "text":
            return False
        if "是否" in column.name:
            return printed in ("是", "否")
        return True
    if column.kind == "text":
        return False
    return column.kind == "amount" or "百分点" in printed or bool(_SMALL.match(printed.strip("()")))


def cut_words(text: str, items: tuple[Item, ...], columns: tuple[Column, ...]) -> tuple[Item, ...]:
    """Return a row's pieces with words that fill several columns cut, where dates, bands of age or places show it."""
    has_ages = any("账龄" in column.name for column in columns)
    cut: list[Item] = []
    for item in items:
        if item.kind != "text":
            cut.append(item)
            continue
        at = item.start
        if has_ages and (match := _AGEING.match(text, at, item.end)):
            cut.append(Item(at, match.end(), "text"))
            at = match.end()
        for match in _DATE.finditer(text, at, item.end):
            if match.start() > at:
                cut.append(Item(at, match.start(), "text"))
            cut.append(Item(match.start(), match.end(), "text"))
            at = match.end()
        if at < item.end:
            cut.append(Item(at, item.end, "text"))
    if sum(item.kind == "text" for item in cut) > sum(column.kind == "text" for column in columns):
        return items
    return tuple(cut)


def cut_label(text: str, end: int, columns: tuple[Column, ...]) -> tuple[Item, ...]:
    """Return the words in front of a row's amounts as the label and what fills the columns of words next to it.

    One piece where nothing in the words says where the label ends.
    """
    count = next((at for at, column in enumerate(columns) if column.kind != "text"), len(columns))
    whole = (Item(0, end, "text"),)
    if not count:
        return whole
    if any("募集资金来源" in column.name for column in columns[:count]) and (match := _ISSUE.search(text, 1, end)):
        cuts = [match.start()]
    elif count >= 2 and (match := _PLACE.search(text, 1, end)) and len(match["place"]) <= 12:
        cuts = [match.start(), match.start() + len(match["place"]), match.end()]
    elif match := next((match for form in _NAMES if (match := form.match(text, 0, end))), None):
        cuts = [match.end()]
    else:
        return whole
    bounds = [0, *(cut for cut in cuts if cut < end), end]
    if len(bounds) < 3 or len(bounds) - 2 > count:
        return whole
    return tuple(Item(start, stop, "text") for start, stop in pairwise(bounds))
