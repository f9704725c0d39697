"""Sort the lines between tables: headings and captions, units, continuation marks, and the furniture of pages.

What the page adds to every sheet (running heads, page numbers) and what a form adds to every item (√适用 □不适用) says
nothing about the table below it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from converter.model.document import Document, Grid, Heading
from converter.recognise.note_marks import LOST_CIRCLED
from converter.recognise.periods import plain
from converter.recognise.units import parse_currency, parse_scale


class LineKind(Enum):
    """Name what a line between tables does."""

    TEXT = "text"  # a heading, a caption or a sentence
    UNIT = "unit"  # 单位：元 币种：人民币
    CONTINUED = "continued"  # (续上表)
    APPLICABLE = "applicable"  # √适用 □不适用
    NOT_APPLICABLE = "not_applicable"  # □适用 √不适用
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """Hold one piece of a line, or a table by the index of its block; ``scale``, ``currency`` are those of a unit."""

    kind: LineKind
    text: str
    block: int
    line: int
    marked: bool = False  # a heading of the layout
    scale: int | None = None
    currency: str | None = None
    grid: Grid | None = None


_BOX = r"(?:\$\s*\\(?:surd|checkmark|square|Box)\s*\$|[√☑✓■□☐þ¨Rr\uf000-\uf0ff])"  # the last are glyphs of symbol fonts
_APPLICABLE = re.compile(rf"({_BOX})?\s*适用\s*({_BOX})?\s*不适用")
_EMPTY_BOX = re.compile(r"[□☐¨\uf06f\uf0a3\uf0a8]|square|Box")
_UNIT = re.compile(
    r"[（(]?(?:除[^（()）]{0,16}外[,，]?)?(?:财务附注中)?(?:报表的?)?(?:(?:货币|金额|计量|数量)?(?<![制资属购造托位该])单位|币种)\s*(?:[:：]|为|均为|人民币)[^。；]{0,40}。?$"
)
# A unit printed so is that of all tables which print none of their own: 除特别注明之外，货币单位为人民币元.
DEFAULT_UNIT = re.compile(r"特别(?:说明|注明|指明)|另有(?:说明|注明)|如无|若无|未经|报表的?单位")
_FOREIGN = "港元|港币|美元|欧元|日元|英镑|新加坡元"
_COUNTED = "(?:股|人|张|户|份|个|名|家|吨|%)"
_BARE_UNIT = re.compile(r"^[（(]?(?:(?:单位)?[:：]?人民币|单位)(?:百?[千万亿]?元)[)）]?$|^位:[百千万亿]*元")
_CONTINUED = re.compile(r"^[（(\[【]?(?:续(?:上)?表?\d*|接上(?:表|页)|上表续|表续)[)）\]】]?[:：]?$")
_PAGE = re.compile(
    r"^(?:第?\d{1,4}页?(?:[/／共]+第?\d{1,4}页?)?|[-—–－]+\d{1,4}[-—–－]+|第\d+页共\d+页|\d{1,4}[/／]\d{1,4}|=+page\d+=+)$"
)
_RUNNING = re.compile(r"报告|附注|公司|集团|银行")
_RUNNING_WORDS = re.compile(r"^(?:年?年度报告|20\d\d年(?:年度|半年度|度)?报告(?:全文)?|财务报表附注|半年度报告)$")
_LONGEST_RUNNING = 60
_LEAST_REPEATS = 3
_AMOUNT = re.compile(r"\d[,，]\d{3}|^[-－—]?\d+[.．]\d+[%％]?$")
_CIRCLED = re.compile(r"\$\s*\\textcircled\s*\{\s*([1-9]|1\d|20)\s*\}\s*\$")  # ① as a formula
_CIRCLED_LOST = re.compile(r"\$\s*\\circled[a-z]*\s*\$")  # the same with its number lost
_LOOSE_MARK = re.compile(r"^([（(]?)\s*([一二三四五六七八九十]{1,3}|\d{1,3})\s*([)）、.．])(?=\s|[\u4e00-\u9fff])")
_LEADS = re.compile(r"^(?:[-*•]\s+|#+\s*|\*\*)+")
_GAP = re.compile(r"\s{2,}|\t+|　+")
_INNER = re.compile(
    r"^(?P<outer>(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])\s*[\u4e00-\u9fff]{2,20}?)\s*"
    r"(?P<inner>(?:1[、.．]|[（(]\s*一\s*[)）])\s*[\u4e00-\u9fff].*)$|"
    r"^(?P<note>\d{1,3}[、.．]\s*[\u4e00-\u9fff、]{2,15}?)\s*(?P<listing>项目列示)$|"
    r"^(?P<title>[\u4e00-\u9fff]{3,15})\s*(?P<first>[（(]1[)）][.．、]?\s*[\u4e00-\u9fff].*)$"
)
# A sentence that tells of tables, and the caption of the first on the same line (如下表所述：美元).
_TOLD = re.compile(r"^(?P<sentence>.{8,}如下表?(?:所[示述列])?[:：])\s*(?P<caption>[\u4e00-\u9fff]{2,12})$")
_MARK_END = re.compile(
    r"^(?:第?[（(]?[一二三四五六七八九十百\d]{1,4}[)）]?[节章]?[、.．,，]?|[A-Za-z①-⑳][、.．)）]?)$|"
    r"[（(](?:\d+|[一二三四五六七八九十]+)[)）][.．、]?$|[/、，,]$"
)


def read_lines_as_laid_out(document: Document) -> tuple[NoteLine, ...]:
    """Return the lines of a document as its layout orders them, cut where several share one, furniture left out."""
    running = _find_running_heads(document)
    found: list[NoteLine] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            found.append(NoteLine(LineKind.TABLE, "", index, block.line_from, grid=block))
            continue
        if _is_furniture(block.text, running):
            continue
        marked = isinstance(block, Heading)
        pieces = [
            NoteLine(kind, text, index, block.source.line, marked, *_read_unit(kind, text))
            for kind, text in _cut(block.text)
        ]
        at = len(found)
        while at and _stands_above(found[at - 1], block.source.line, block.source.start):
            at -= 1
        found[at:at] = pieces
    return tuple(_join_broken(found))


def _join_broken(lines: list[NoteLine]) -> list[NoteLine]:
    """Return the lines with a heading joined whose brackets close only on the line below."""
    joined: list[NoteLine] = []
    for line in lines:
        above = joined[-1] if joined else None
        if (
            above is not None
            and above.kind is line.kind is LineKind.TEXT
            and line.line == above.line + 1
            and _open_brackets(above.text) == 1
            and _open_brackets(line.text) == -1
        ):
            joined[-1] = replace(above, text=above.text + line.text)
        else:
            joined.append(line)
    return joined


def _open_brackets(text: str) -> int:
    head = plain(text)
    return head.count("(") - head.count(")")


def is_unit(text: str) -> bool:
    """Tell whether a text says nothing but a unit."""
    match = _UNIT.search(text)
    return (match is not None and not text[: match.start()].strip()) or bool(_BARE_UNIT.match(plain(text)))


def read_unit(text: str) -> tuple[int | None, str | None]:
    """Return the scale and the currency a unit line prints; counts (股, 人) have a scale and no currency."""
    head = plain(text)
    currency = parse_currency(text)
    if match := re.search(r"人民币(百?[千万亿]?元)", head):
        return parse_scale(f"单位:{match[1]}"), currency or "CNY"
    if match := re.search(rf"单位(?:为|均为)?:?(百万|[千万亿])?(?:({_FOREIGN})|{_COUNTED})", head):
        foreign = parse_currency(f"币种:{match[2]}") if match[2] else None
        return (parse_scale(f"单位:{match[1]}元") if match[1] else 0), foreign or currency
    return parse_scale(text), currency


def _read_unit(kind: LineKind, text: str) -> tuple[int | None, str | None]:
    return read_unit(text) if kind is LineKind.UNIT else (None, None)


def _stands_above(line: NoteLine, at: int, start: int) -> bool:
    """Tell whether a text was printed above a table that comes before it in reading order."""
    if line.grid is None:
        return False
    if at != line.grid.line_from:
        return at < line.grid.line_from
    first = next((cell.source for row in line.grid.rows for cell in row if cell.text), None)
    return first is not None and first.line == at and start < first.start


def _find_running_heads(document: Document) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for block in document.blocks:
        if not isinstance(block, Grid) and len(block.text) <= _LONGEST_RUNNING and _RUNNING.search(block.text):
            counts[plain(block.text)] += 1
    return frozenset(
        text
        for text, count in counts.items()
        if count >= _LEAST_REPEATS and re.search(r"报告|附注$|(?:公司|集团|银行)$", text)
    )


def _is_furniture(text: str, running: frozenset[str]) -> bool:
    head = plain(text)
    return head in running or bool(_PAGE.match(head)) or bool(_RUNNING_WORDS.match(head))


def _cut(text: str) -> Iterator[tuple[LineKind, str]]:
    at = 0
    for match in _APPLICABLE.finditer(text):
        yield from _cut_gaps(text[at : match.start()])
        yield _tell_applicable(match), match[0]
        at = match.end()
    yield from _cut_gaps(text[at:])


def _tell_applicable(match: re.Match[str]) -> LineKind:
    """Return which box is ticked; where only one box was kept it is the empty one."""
    first, second = match[1], match[2]
    if first is not None and _EMPTY_BOX.search(first):
        return LineKind.NOT_APPLICABLE
    if second is not None and not _EMPTY_BOX.search(second):
        return LineKind.NOT_APPLICABLE
    return LineKind.APPLICABLE


def _cut_gaps(text: str) -> Iterator[tuple[LineKind, str]]:
    pieces: list[str] = []
    text = _CIRCLED.sub(lambda match: chr(ord("①") + int(match[1]) - 1), text)
    text = _CIRCLED_LOST.sub(LOST_CIRCLED, text)
    tight = _LOOSE_MARK.sub(r"\1\2\3", _LEADS.sub("", text.strip(" \t　*")))
    for piece in _GAP.split(tight):
        if pieces and (_MARK_END.search(pieces[-1].strip()) or is_unit(pieces[-1])):
            pieces[-1] += " " + piece  # 1、  应收账款; 单位：元  币种：人民币
        elif re.search(r"\w", piece):
            pieces.append(piece)
    for piece in pieces:
        rest = piece.strip()
        while match := _INNER.match(rest):  # 九、合并范围的变更1、非同一控制…; 固定资产(1). 固定资产情况
            yield LineKind.TEXT, match["outer"] or match["note"] or match["title"]
            rest = match["inner"] or match["listing"] or match["first"]
        if match := _TOLD.match(rest):
            yield LineKind.TEXT, match["sentence"]
            rest = match["caption"]
        yield from _cut_unit(rest)


def _cut_unit(text: str) -> Iterator[tuple[LineKind, str]]:
    if _CONTINUED.match(plain(text)):
        yield LineKind.CONTINUED, text
        return
    if _BARE_UNIT.match(plain(text)):
        yield LineKind.UNIT, text
        return
    match = _UNIT.search(text)
    if match is None or len(match[0]) > _LONGEST_RUNNING or "编制单位" in text:
        if text:
            yield LineKind.TEXT, text
        return
    head = text[: match.start()].strip(" \t　")
    before, stop, last = head.rpartition("。")
    if last.endswith("如下"):  # the colon stands behind the unit: …影响如下（单位：万元）：
        yield from ((LineKind.TEXT, each) for each in (before + stop, f"{last}：") if each)
    elif head:
        yield LineKind.TEXT, head
    sentence = head.rpartition("。")[2]
    yield LineKind.UNIT, sentence + match[0] if DEFAULT_UNIT.search(plain(sentence)) else match[0]


def has_header(grid: Grid) -> bool:
    """Tell whether a table begins with a row of words, as headers are; rows of amounts or one word go on."""
    texts = [cell.text for cell in grid.rows[0] if cell.text] if grid.rows else []
    return len(texts) > 1 and not texts[0].startswith("合计") and not any(_AMOUNT.search(text) for text in texts)
