"""Read what the columns of a table of the notes are about: a period, a measure, a unit, from their header paths."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from converter.model.period import Duration, Period
from converter.model.statement import Column
from converter.recognise.periods import ReportPeriod, parse_duration_header, parse_instant_header, plain
from converter.recognise.units import parse_scale

_DATE = r"20\d\d年\d{1,2}月\d{1,2}日?|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
_SPAN_OF_DATES = re.compile(rf"^({_DATE})(?:[-—–~～至到]+)({_DATE})(?:止期间|期间|止)?")
_DAY = re.compile(r"(20\d\d)[年/.-](\d{1,2})[月/.-](\d{1,2})")
_DAY_LEAD = re.compile(
    rf"^(?:截至|于)?(?:{_DATE}|20\d\d年\d{{1,2}}月[末底]|20\d\d年(?:年?[末初]|期[末初])|[本上][年期][年期][末初]|[本上][年期][末初]|"
    r"[本上]年度[末初]|本?报告期[末初]|期[末初]|年[末初])(?![至到])"
)
_SPAN_LEAD = re.compile(
    r"^(?:20\d\d年?(?:\d{1,2}月?[-—–~～至到]+\d{1,2}月|半年度|上半年|前三季度|第?[一二三四1-4]季度|[一三]季度)|20\d\d年?度|"
    r"20\d\d年(?!\d)|20\d\d$|第?[一二三四]季度|[1-4]季度|年初[至到]本?报告期末|上年同期|上期同期|去年同期|本报告期内?|报告期内?|"
    r"本期|上期|本年度?|上年度?|上一?年度|当期|当年)"
)
_YEAR_TO_DATE = re.compile(r"年初[至到]")
_THAT_QUARTER = re.compile(r"^(?:本期(?![期末初])|本季度?)")
_SAME_DAYS = re.compile(r"^同期(?:数|金额|发生额|发生数)?$")  # 本期数 | 同期数: of the year before
_SAME_DAYS_LAST_YEAR = "上年同期"
_MONTHS_OF_QUARTER = re.compile(r"^\(?\d{1,2}月?[-—–~～至到]\d{1,2}月份?\)?$")  # 第一季度（1-3月份）
_AMOUNT_WORD = re.compile(r"^(?:余额|发生额|发生金额|发生数|累计数|实际数|金额|数额|数)(?!额|量|字)")
_JOINT = re.compile(r"^(?:[的:：、,，/_\-—–\s]+)")
_BALANCE_WORD = "余额"
# 本期增加, 本期计提: a movement, named so by its words though they begin with the period.
_MOVEMENT = re.compile(
    r"^(?:增加|减少|增减|变动|变更|计提|转回|转销|转入|转出|摊销|核销|新增|确认|处置|投入|其他|收回|购置|补提|冲减|计入|归还|偿还|发行|"
    r"行权|授予|失效|支付|合并|提取|使用|结转|退还|公允|汇率|折算|期[初末]|应|实际|利息|所得税|未确认|转作|终止|内部|"
    r"企业|资本化|费用化|分配|宣告|追加|买入|卖出|按|缴纳|已|由|冲销|转换|解除|购入|出售|赎回|累计|成本|终止确认|终止|溢折价)"
)
_OWN_PERIOD = frozenset({"本期", "本年", "本年度", "本报告期", "报告期", "报告期内", "本报告期内", "当期", "当年"})
_DAY_INSIDE = re.compile(
    r"^(?P<what>.*?(?:[^\d/上年本至到]|[股资成]本|以上))(?P<lead>(?:(?<!以)上|(?<![股资成])本)[年期]?度?(?=[年期度])|年(?=年))?[年期度]"
    r"(?P<end>[末初])(?![至到])(?P<rest>.*)$"
)
_SPAN_INSIDE = re.compile(
    r"^(?P<what>.{2,}?)(?:\(|的)?(?P<lead>本期|上期|本年|上年|20\d\d年度)(?:发生额|发生数|金额|数)\)?$"
)
_YEAR_BEHIND = re.compile(r"^(?P<what>.{1,}?[\u4e00-\u9fff)])(?P<lead>20\d\d年度?)$")  # 销售费用2023年
# 影响金额（2020年1月1日）, 公允价值2023年12月31日
_DATE_BEHIND = re.compile(
    rf"^(?P<what>.+?)(?:\((?P<day>{_DATE})\)|(?<=[\u4e00-\u9fff])(?<![于至到止自起的])(?P<bare>{_DATE}))$"
)
_RATIO_OF = re.compile(r"^占|比例|比率|比重|原因|依据|账龄|说明|日期|方法|确定")
_SAYS_NOTHING = frozenset({"金额", "余额", "数额", "数", "发生额", "发生金额", "发生数"})
_UNIT = re.compile(
    r"[（(](?:单位[:：])?(?:人民币|币种[:：]人民币)?(?:元|千元|万元|百万元|亿元|万|百万|亿)[)）]|[（(](?:RMB|人民币)[)）]|"
    r"[（(]?(?:金额)?单位[:：](?:人民币)?[百千万亿]*元[,，;；]?(?:币种[:：]?人民币)?[)）]?"
)
# Two cells of a header that a layout printed as one: 坏账准备计提比例(%), 本期增加企业合并形成的.
_TWO_CELLS = re.compile(
    r"^(账面余额|坏账准备|减值准备|存货跌价准备|跌价准备)(金额|(?:计提)?比例.*|整个存续期.*|预期信用损失.*)$|"
    r"^(本期(?:增加|减少|变动)(?:金额|额)?|本期增减变动)(?:[-/]?((?!金额|额|数|比|率|[-/)(]|$).+)|\(([^-+/]+)\))$|"
    r"^(公允价值)[-/]?(第[一二三]层次.+)$|^(第[一二三]阶段)[-/(]?((?:未来|整个).+)$|^(持股比例(?:\(%\))?|表决权比例(?:\(%\))?)[-/(]?(直接|间接)\)?$|"
    r"^(分部\d{1,2}|合计)[-/]?(营业收入|营业成本)$"
)
_NOT_YET = re.compile(r"(?<=[期年])未(?=余额|数|账面|$)")  # 期未余额, as scanned
# The number of a column, for formulas, and the formula: 累计投入进度（%）（3）=（2）/（1）.
_FORMULA = re.compile(
    r"(?<=.)\s*[=＝][（(]\d.*$|(?<=.)\s*[（(]\d{1,2}[)）]\s*(?:[=＝].*)?$|(?<=.)\s*[①-⑳]\s*(?:[=＝].*)?$"
)
# 期末余额/本期发生额 above figures of a company: of the day for balances, of the period that ends with it for flows.
_DAY_AND_PERIOD = re.compile(r"^([期年][初末](?:余额|数|金额))[/／][本上去][期年](?:同期)?(?:发生额|数|金额)(?=.)")
_FIRST_OF_JANUARY = re.compile(r"^20\d\d[年/.-]0?1[月/.-]0?1(?:日|$)")
_RESTATED = "调整后"
_ADJUSTMENT = re.compile("调整(?:数|金额)|影响(?:数|金额)")
_QUARTER = re.compile(r"第?[一二三四1-4]季度")
_WHOLE_YEAR = frozenset({"合并", "合计", "全年", "年度", "全年合计"})
_FOUR = 4
_IN_BRACKETS = re.compile(r"^\(([^()%+-]{2,})\)$")  # 期初余额（账面价值）
_YEAR_ONLY = re.compile(r"^20\d\d年?$")
_BALANCE_TABLE = re.compile(r"余额|账面|结余|公允价值|期末|期初|持股|资产负债表日|租赁[收付]款额")
# 本期增减变动 | 期末余额: leaves of the first, and what a leaf of the second may be.
_MOVES = re.compile(r"^本[期年次].*(?:变动|增减|发生|增加|减少)")
_CLOSING = re.compile(r"^[期年]末(?:余额|数|账面|[(（]|$)")
_OF_BALANCE = re.compile(r"账面|余额|准备|价值|金额|比例|率|原值|折旧|摊销|小计|合计|数量?$|外币|人民币|[期年][初末]")
_OF_THAT_DAY = re.compile(r"^(?:账面|坏账|减值|跌价|净值|净额|公允|计提比例|合计)")
_RATIO = re.compile(r"进度(?!款)|比例|比重|比率|占比|率(?:$|[（(%])|[%％]|百分点|百分比")
_BLANKS = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class _Part:
    """Hold what one part of a header path says: words of a day, words of a span of days, and the rest."""

    day: str = ""
    span: str = ""
    rest: str = ""
    printed: Period | None = None


def read_columns(paths: Sequence[tuple[str, ...]], report: ReportPeriod, about: str) -> tuple[Column, ...]:
    """Return the columns that header paths name.

    A bare year (2022年) is the year itself, its last day only where the other headers, or what the table is ``about``,
    speak of balances: which of both it is follows, in the end, from the concept.
    """
    paths = _without_overhang(paths)
    words = about + "".join(plain(part) for path in paths for part in path)
    balances = bool(_BALANCE_TABLE.search(words))
    to_date = any(_YEAR_TO_DATE.search(plain(part)) for path in paths for part in path)
    columns = [
        replace(read_column(_name_quarter(path) if to_date else path, report, balances=balances), header=path)
        for path in paths
    ]
    # 2021年12月31日 over 账面余额 and 坏账准备, beside them 账面价值: what is left of them is of that day, too.
    periods = {repr(column.period): column.period for column in columns if column.period is not None}
    dated = [column for column in columns if column.period is not None]
    if len(periods) == 1 and len(dated) > 1 and len({column.header[0] for column in dated}) == 1:
        (period,) = periods.values()
        columns = [
            replace(column, period=period)
            if column.period is None and _OF_THAT_DAY.search(plain(column.measure or ""))
            else column
            for column in columns
        ]
    return tuple(_tell_year(_tell_restated(columns)))


def _without_overhang(paths: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """Return header paths whose closing balance has no leaf of the movements before it (其他 under 期末余额).

    Where a column of the movements was lost, their leaves reach over the heading behind theirs, whose column is the
    last below it.
    """
    found = list(paths)
    for head, run in groupby(range(len(paths)), key=lambda at: paths[at][:1]):
        first, *_ = numbers = list(run)
        moves = paths[first - 1] if first else ()
        leaves = [plain(paths[at][-1]) for at in numbers if len(paths[at]) > 1]
        if len(moves) < 2 or not _MOVES.search(plain(moves[0])) or not _CLOSING.match(plain("".join(head))):
            continue
        if len(leaves) == len(numbers) and not any(map(_OF_BALANCE.search, leaves)):
            for at in numbers[:-1]:
                found[at] = (*moves[:1], *paths[at][1:])
            found[numbers[-1]] = head
    return found


def _name_quarter(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a header path with 本期 as the quarter, as it is beside 年初至报告期末."""
    return tuple(_THAT_QUARTER.sub("本报告期", plain(part)) for part in path)


def _tell_year(columns: list[Column]) -> list[Column]:
    """Take 合并 or 全年 beside quarters for what it is: the amount of the whole year."""
    quarters = sum(bool(_QUARTER.match(plain(column.header[-1]))) for column in columns if column.header)
    if quarters < _FOUR:
        return columns
    return [replace(column, measure="") if column.measure in _WHOLE_YEAR else column for column in columns]


def _tell_restated(columns: list[Column]) -> list[Column]:
    """Say of a column of 1 January beside one of the day before that its amounts are restated (首次执行新准则).

    Both are balances of the same day; the later is what it became under a new standard (调整后), and what the first was
    adjusted by (调整数) is of that day as well.
    """
    days = {column.period for column in columns if not _is_first_of_january(column)}
    day = next((each.period for each in columns if each.period in days and _is_first_of_january(each)), None)
    if day is None:
        return columns
    return [
        replace(column, measure="/".join(filter(None, (column.measure, _RESTATED))))
        if column.period == day and _is_first_of_january(column)
        else replace(column, period=day)
        if column.period is None and _ADJUSTMENT.match(column.measure or "")
        else column
        for column in columns
    ]


def _is_first_of_january(column: Column) -> bool:
    return bool(_FIRST_OF_JANUARY.search(plain("".join(column.header))))


def read_column(path: tuple[str, ...], report: ReportPeriod, *, balances: bool = False) -> Column:
    """Return the column a header path names: its period, its unit, and what else the path says."""
    parts = [_read_part(_clean(text)) for text in path]
    scales = [scale for text in path if (scale := parse_scale(text)) is not None]
    rests = [rest for part in parts if part.rest for rest in _part_cells(part.rest)]
    says_more = len(rests) > 1 or any(part.day or part.span or part.printed for part in parts)
    if says_more:
        rests = [rest for rest in rests if rest not in _SAYS_NOTHING]
    return Column(
        header=path,
        period=_period(parts, report, balances=balances),
        measure="/".join(rest.replace("/", "／") for rest in dict.fromkeys(rests)),  # a stroke within is no joint
        presentation_scale=scales[-1] if scales else None,
    )


def is_ratio(column: Column) -> bool:
    """Tell whether a column's header names a ratio, which no amount with thousands separators is."""
    return bool(column.header) and bool(_RATIO.search(plain(column.header[-1])))


def _clean(text: str) -> str:
    """Return a header without its unit, its number and formula, and without blanks inside words."""
    text = _FORMULA.sub("", _UNIT.sub("", _BLANKS.sub("", _NOT_YET.sub("末", text))).strip())
    return _DAY_AND_PERIOD.sub(r"\1", text)


def _part_cells(rest: str) -> tuple[str, ...]:
    """Return what two cells of a header say that are printed as one."""
    match = _TWO_CELLS.match(rest)
    return tuple(group for group in match.groups() if group) if match else (rest,)


def _period(parts: list[_Part], report: ReportPeriod, *, balances: bool) -> Period | None:
    printed = [part.printed for part in parts if part.printed is not None]
    if printed:
        return printed[-1]
    words = "".join(part.day or part.span for part in parts)
    if any(part.day for part in parts):
        return parse_instant_header(words, report)
    if not words:
        return None
    if balances and _YEAR_ONLY.match(words):
        return parse_instant_header(words, report)
    return parse_duration_header(words, report)


def _read_part(text: str) -> _Part:
    """Take one part of a header path apart; full-width forms are made half-width."""
    head = plain(text)
    if match := _SPAN_OF_DATES.match(head):
        return _Part(printed=_span(match[1], match[2]), rest=_rest(head[match.end() :]))
    if match := _DAY_LEAD.match(head):
        rest = _rest(head[match.end() :])
        both = _read_part(rest) if _SPAN_LEAD.match(rest) else None
        if both is not None and both.span and not both.rest:
            return both  # 2022年12月31日/2022年度: days for the rows of flows, their last for the rows of balances
        return _Part(day=match[0], rest=rest)
    if match := _SPAN_LEAD.match(head):
        return _read_span(head, match[0])
    if _SAME_DAYS.match(head):
        return _Part(span=_SAME_DAYS_LAST_YEAR)
    if match := _DATE_BEHIND.match(head):
        return _Part(day=match["day"] or match["bare"], rest=match["what"])
    if _RATIO_OF.search(head):
        return _Part(rest=head)
    if match := _DAY_INSIDE.match(head):
        rest = _rest(match["rest"])
        day = (match["lead"] or "")[:1].replace("年", "") + "期" + match["end"]
        return _Part(day=day, rest=match["what"].rstrip("的(") + rest.rstrip(")"))
    if match := _SPAN_INSIDE.match(head) or _YEAR_BEHIND.match(head):
        return _Part(span=match["lead"], rest=match["what"])
    return _Part(rest=head)


def _read_span(head: str, lead: str) -> _Part:
    tail = _JOINT.sub("", head[len(lead) :])
    if tail.startswith(_BALANCE_WORD):
        # 上年余额, 2022年余额: a balance, at the end of the days named
        return _Part(day=lead.rstrip("度") + ("末" if lead[:1] != "本" else ""), rest=_rest(tail))
    rest = "" if lead.endswith("季度") and _MONTHS_OF_QUARTER.match(tail) else _rest(tail)
    if lead in _OWN_PERIOD and rest and rest == tail and _MOVEMENT.match(rest):
        return _Part(span=lead, rest=head)
    if lead == "20" or not lead:
        return _Part(rest=head)
    return _Part(span=lead, rest=rest)


def _rest(text: str) -> str:
    """Return what stands behind the words of a period, without words that only say 'the amount'."""
    text = _JOINT.sub("", text)
    text = _AMOUNT_WORD.sub("", text, count=1)
    text = _JOINT.sub("", text)
    match = _IN_BRACKETS.match(text)
    return match[1] if match else "" if text in ("()", ")", "(") else text


def _span(first: str, last: str) -> Period | None:
    start, end = (_DAY.search(text) for text in (first, last))
    if start is None or end is None:
        return None
    try:
        days = [datetime.date(int(day[1]), int(day[2]), int(day[3])) for day in (start, end)]
    except ValueError:
        return None
    return Duration(start=days[0], end=days[1]) if days[0] <= days[1] else None
