"""Tell whether a measure of the notes that no rule covers is of a date or of a period, by its words and its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from converter.model.label import parse_label
from converter.model.period import Duration, Instant, Period
from converter.model.statement import Statement

_BALANCE = re.compile("余额|价值|期末|期初|年末|年初|结存|原值|(?<!与)资产|负债|注册资本|持股|股本")
# What leaves no doubt: the measure ends with the words of a balance, or begins with those of a day.
_BALANCE_AT_END = re.compile(
    "(?:余额|价值|结存|原值|(?<!与)资产|负债|权益|注册资本|持股(?:比例|数量?)?|股本|现金[及和]现金等价物|未分配利润|未实现利润)"
    r"(?:合计|总[额计]|净额|金额|数)?(?:[(（][^)）]*[)）])?$|^截[至止]|^[期年][末初]|[期年][末初](?:数|数额|金额)?$"
)
_HELD = re.compile("持有的.*(?:工具|资产|证券)")
# A caption that tells a day, or who holds something (前十名可转债持有人情况).
_TELLS_DAY = re.compile(r"^(?:截[至止]|于)(?:20\d\d年\d{1,2}月\d{1,2}日|(?:本?报告)?[期年]末|资产负债表日)|持有人")
_CUMULATIVE = re.compile("累[计积]")
_FLOW = re.compile(
    "利得|损益|本期|本年|增加|减少|发生|计提|摊销|转[入出回销]|处置|购置|收到|支付|投入|变动|影响(?:报告期|当期|利润|其他综合收益)"
)
_DAY = re.compile("余额|[期年][末初]")
_PLANNED = re.compile("^拟|^计划|诺投[资入]")  # 拟投资总额, 承诺投资总额: what is meant to be is so at a date


def measured_at(path: Sequence[str], period: Period | None, *, of_balance: bool = False) -> str:
    """Return the type of period of a measure: as its words say, else the period printed, else the words above it.

    ``of_balance`` says that what stands in the same note, with no words of its own, is a balance.
    """
    leaf = path[-1]
    if isinstance(period, Instant) and (_CUMULATIVE.search(leaf) or ends_as_balance(leaf)):
        return "instant"  # 计提的预计负债(2018年12月31日)
    if _PLANNED.search(leaf) and not isinstance(period, Duration):
        return "instant"
    if _FLOW.search(leaf):
        return "duration"
    if isinstance(period, Instant) or ends_as_balance(leaf):
        return "instant"
    if period is not None:
        return "duration"
    return "instant" if of_balance or says_balance("".join(path)) else "duration"


def row_measured_at(words: str, above: str) -> str:
    """Return the type of period of a measure down the rows: that of the row it is part of, else as its words end.

    ``above`` is the type of period of what it is nested under, empty where that is no amount. What runs down the rows
    between balances are movements, whatever they move (固定资产内部重分类) and whatever block they stand in.
    """
    if _FLOW.search(words):
        return "duration"
    return above or ("instant" if _DAY.search(words) or ends_as_balance(words) else "duration")


def all_at_days(statement: Statement) -> bool:
    """Tell whether all columns of a table are of days."""
    return bool(statement.columns) and all(isinstance(column.period, Instant) for column in statement.columns)


def stands_between(statement: Statement, number: int) -> bool:
    """Tell whether a column stands between an opening and a closing balance, so that it moves the one to the other."""
    days = [column.period.instant if isinstance(column.period, Instant) else None for column in statement.columns]
    before, after = ([day for day in each if day is not None] for each in (days[:number], days[number + 1 :]))
    return bool(before) and bool(after) and min(before) < max(after)


def says_balance(words: str) -> bool:
    """Tell whether the words of a measure name what stands at a date."""
    return _BALANCE.search(words) is not None


def says_held(words: str) -> bool:
    """Tell whether words name what is held at a date, nothing of a period."""
    return (ends_as_balance(words) or _HELD.search(words) is not None) and _FLOW.search(words) is None


def tells_day(caption: str) -> bool:
    """Tell whether a caption says that what the table below it lists is what there is at a day."""
    return _TELLS_DAY.search("".join(caption.split())) is not None and _FLOW.search(caption) is None


def ends_as_balance(words: str) -> bool:
    """Tell whether the words of a measure end as a balance does, whatever stands before them (归属于母公司的权益)."""
    return _BALANCE_AT_END.search(parse_label(words).key) is not None
