"""Split a header whose cells run together, by the words that head columns of financial tables.

The words are those of the statutory formats (财会〔2019〕6号, 16号; 财会〔2018〕36号) and of the disclosure rules for
periodic reports (公开发行证券的公司信息披露内容与格式准则第2号、第3号; 编报规则第15号). A header that these words do
not make up whole is left in one piece: where its cells end cannot be known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PERCENT = r"(?:[(（][%％][)）]|[%％])?"
_UNIT = r"(?:[(（](?:人民币)?(?:元|千元|万元|百万元|亿元)[)）])?"
_SPAN = r"(?:[(（]\d{1,2}[-—–~－至]\d{1,2}月(?:份)?[)）])?"
_STATE = r"(?:[(（](?:未经审计|经审计|未审计|已审计|经重述|已重述|重述后|调整后|调整前|追溯调整后)[)）])?"
_WHEN = r"(?:本报告期|本报告期末|本期|本期末|报告期|报告期末|本年|本年末|年初至报告期末|期末)"
_EARLIER = r"(?:上年|上年同期|上期|上年度|上年度末|上年末|上年年末|上年期末|上期期末|期初|年初)"
_MONTHS = r"1?\d月?[-—–~－至到]+1?\d月"

# The first cell of a header: what the rows are.
FIRST_WORDS = (
    r"项目(?:名称)?",
    r"资产",
    r"负债(?:和|及)?(?:所有者|股东)权益(?:[(（]或(?:股东|所有者)权益[)）])?",
    r"(?:报表)?科目",
    r"类别",
    r"账龄",
    r"种类",
    r"名称",
    r"主要会计数据",
    r"主要财务指标",
    r"(?:非经常性损益)?项目",
    r"财务指标",
    r"坏账准备",
    r"款项(?:的)?性质",
    r"(?:单位|公司|被投资单位|子公司|纳税主体|借款单位|债券|投资者|股东|客户|产品)名称",
    r"税种",
    r"业务类别",
    r"合同分类",
)
NOTE_WORDS = (r"附注(?:编号|号|[一二三四五六七八九十]{1,3})?", r"注释(?:号)?", r"行次")
_PERIOD_WORDS = (
    # dates and years
    rf"20\d\d年\d{{1,2}}月\d{{1,2}}日{_STATE}(?:余额)?{_UNIT}",
    rf"20\d\d年{_MONTHS}(?:金额|发生额)?{_STATE}{_UNIT}",
    rf"20\d\d年(?:度|半年度|上半年|前三季度|第[一二三四1-4]季度|\d{{1,2}}月(?:末)?|年?末|年?初)?{_SPAN}{_STATE}(?:金额|余额|发生额)?{_UNIT}",
    r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}",
    # periods by name
    rf"[本上](?:期|年|年度|报告期)(?:年?期?[末初])?(?:余额|金额|数|发生额|累计数|累计发生额)?{_SPAN}{_STATE}{_UNIT}",
    rf"[期年][末初](?:余额|金额|数|账面余额|账面价值|公允价值)?{_STATE}{_UNIT}",
    rf"上年(?:年末|期末|同期|度末|度期末|度)(?:余额|金额|数|发生额)?{_SPAN}{_STATE}{_UNIT}",
    rf"上期(?:期末|同期)(?:余额|金额|数|发生额)?{_SPAN}{_UNIT}",
    rf"年初(?:至|到)(?:本)?报告期(?:期)?末(?:金额)?{_SPAN}{_UNIT}",
    rf"(?:第)?[一二三四]季度{_SPAN}",
    rf"[（(]?{_MONTHS}(?:份)?[)）]?",
)
# Words that say which period, whose figures or how they changed: two of them, or one after a first cell, make a header.
COLUMN_WORDS = (
    *_PERIOD_WORDS,
    # whose figures of which period, in one cell
    *(rf"(?:(?:本)?集团|本银行|本行|银行|合并|母公司|本公司|公司){word}" for word in _PERIOD_WORDS),
    # changes
    rf"{_WHEN}?比{_EARLIER}(?:同期|末)?的?(?:增减变动|增减|增长|变动)(?:率|比例|幅度|额|变动)?{_PERCENT}",
    rf"同比(?:增减|增长|变动|变化)?(?:率|比例|幅度)?{_PERCENT}",
    rf"(?:增减|变动|增长)(?:率|比例|幅度|额|金额|变动)?{_PERCENT}",
    # whose figures
    r"(?:本)?集团|本银行|本行|银行|合并(?:数)?|母公司(?:数)?|本公司|公司",
)
# Components of equity (财会〔2019〕6号 所有者权益变动表).
EQUITY_WORDS = (
    r"归属于(?:母|本|上市)公司(?:的)?(?:所有者|股东)(?:的)?权益(?:合计|小计)?",
    r"少数股东权益",
    r"(?:所有者|股东)权益(?:[(（]或(?:股东|所有者)权益[)）])?(?:合计|总计)",
    r"权益合计",
    r"(?:实收资本|股本)(?:[(（](?:或)?(?:股本|实收资本)[)）])?",
    r"其他权益工具",
    r"优先股",
    r"永续债(?:券)?",
    r"其他",
    r"资本公积",
    r"(?:减[:：])?库存股",
    r"其他综合收益",
    r"外币报表折算差额",
    r"专项储备",
    r"盈余公积",
    r"一般风险准备(?:金)?",
    r"未分配利润",
    r"小计",
    r"合计",
)
# Words that stand in the rows of a header below its first.
LOWER_WORDS = (
    r"(?:期末|期初)?账面(?:余额|价值)",
    r"(?:坏账|跌价|减值)准备",
    r"(?:合同)?(?:存货)?跌价准备/合同履约成本减值准备",
    rf"金额{_UNIT}",
    rf"(?:计提)?比例{_PERCENT}",
    r"计提(?:理由)?",
    r"收回或转回",
    r"转销或核销",
    r"转回或转销",
    r"其他变动",
    rf"本[期年](?:增加|减少|变动|摊销|计提)(?:金额)?{_UNIT}",
    r"收入",
    r"成本",
    r"说明",
    r"备注",
)


@dataclass(frozen=True, slots=True)
class HeaderWord:
    """Hold one cell of a header: where it stands in its line, and which kind of word it is."""

    start: int
    end: int
    kind: str  # first, note, column, equity, lower


_KINDS = tuple(
    (kind, tuple(re.compile(word) for word in words))
    for kind, words in (
        ("note", NOTE_WORDS),
        ("column", COLUMN_WORDS),
        ("equity", EQUITY_WORDS),
        ("lower", LOWER_WORDS),
    )
)
FIRST_PATTERNS = tuple(re.compile(word) for word in FIRST_WORDS)
_GROUP = re.compile(r"归属于(?:母|本|上市)公司(?:的)?(?:所有者|股东)(?:的)?权益")
_LONGEST = 400
_LONGEST_FIRST = 12
BLANKS = frozenset(" \t\u3000\xa0")
_LETTERS = re.compile(r"[\u4e00-\u9fff]+")
_HINT = re.compile(
    r"20\d\d|[期年][末初]|[本上][期年]|报告期|同期|同比|季度|集团|银行|母公司|合并|资本公积|少数股东权益"
)
_LEAST_HINTS = 2


def split_header(line: str, *, below: bool = False) -> tuple[HeaderWord, ...]:
    """Return the cells of a header line in order; none where the line is no header that the words make up whole.

    ``below`` says that the line before was a header's: words of a lower row count then, and no first cell is needed.
    Blanks inside a line may stand anywhere, for cells were broken over lines before they ran together.
    """
    if len(line) > _LONGEST:
        return ()
    kept = [at for at, char in enumerate(line) if char not in BLANKS]
    text = "".join(line[at] for at in kept)
    if not text or "。" in text:
        return ()
    words = _split(text, below=below)
    return tuple(HeaderWord(kept[word.start], kept[word.end - 1] + 1, word.kind) for word in words)


def _split(text: str, *, below: bool) -> tuple[HeaderWord, ...]:
    for pattern in FIRST_PATTERNS:
        match = pattern.match(text)
        if match and (rest := _cover(text, match.end(), lower=True)):
            return (HeaderWord(0, match.end(), "first"), *rest)
    if below:
        words = _cover(text, 0, lower=True)
        return words if len(words) > 1 or _GROUP.fullmatch(text) or any(w.kind == "column" for w in words) else ()
    if len(_HINT.findall(text)) < _LEAST_HINTS:
        return ()
    words = _cover(text, 0, lower=False)
    if sum(word.kind == "column" for word in words) >= 2 or sum(word.kind == "equity" for word in words) >= 4:
        return words
    free = _LETTERS.match(text)
    for end in range(min(_LONGEST_FIRST, free.end()) if free else 0, 1, -1):
        words = _cover(text, end, lower=False)
        if sum(word.kind == "column" for word in words) >= 2:
            return (HeaderWord(0, end, "first"), *words)
    return ()


def _cover(text: str, start: int, *, lower: bool) -> tuple[HeaderWord, ...]:
    """Return the fewest words that make up a text from ``start`` on, none where no words do."""
    best: dict[int, tuple[HeaderWord, ...]] = {start: ()}
    for at in range(start, len(text)):
        before = best.get(at)
        if before is None:
            continue
        for kind, patterns in _KINDS:
            if kind == "lower" and not lower:
                continue
            for pattern in patterns:
                for end in _ends(pattern, text, at):
                    known = best.get(end)
                    if known is None or len(known) > len(before) + 1:
                        best[end] = (*before, HeaderWord(at, end, kind))
    return best.get(len(text), ())


def _ends(pattern: re.Pattern[str], text: str, at: int) -> tuple[int, ...]:
    """Return where a word that begins at a place may end: its longest form, and shorter ones it is made of."""
    ends = []
    match = pattern.match(text, at)
    while match and match.end() > at:
        ends.append(match.end())
        match = pattern.fullmatch(text, at, match.end() - 1) or pattern.match(text, at, match.end() - 1)
    return tuple(ends)
