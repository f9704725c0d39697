"""Put the words of a header's rows over each other: which columns a word of the upper row stands over.

Cells that ran together, or stand one per line, do not say how far they span. What says it is how the tables of notes
are made (编报规则第15号): patterns repeated under each period, 金额 and 比例 under what they are of, the parts of a
change under the word for it, nothing under a carrying amount.
"""

from __future__ import annotations

import re

# Words that stand over the columns below them where any do: periods, changes, shares.
_PERIOD = re.compile(r"^[期年][末初]|^[本上](?:报告)?[期年]|^20\d\d年")
_CHANGE = re.compile(
    r"变动金额|增减变动|^本期变动|变动增减|本期增加|本期减少|本期发生金额|持股比例|表决权比例|每股收益$"
)
_NEVER_OVER = re.compile(r"^(?:账面)?(?:价值|净值|净额)$|^合计$|^小计$")
_MEASURE = re.compile(r"^(?:账面)?金额$|^账面余额$|^数量$")
_STAGE = re.compile(r"第[一二三]阶段")

Spans = tuple[int, ...]


def nest(upper: tuple[str, ...], lower: tuple[str, ...], kinds: tuple[str, ...]) -> Spans | None:
    """Return over how many words of the lower row each word of the upper one stands, None where nothing says it.

    A word over none heads a column of its own. ``kinds`` are those of the upper words: columns of texts stand alone.
    """
    able = [at for at, kind in enumerate(kinds) if kind != "text"]
    if not able or not lower:
        return None
    if len(able) == 1:
        return _spread(len(upper), able, (len(lower),))
    stages = [at for at in able if _STAGE.search(upper[at])]
    if stages and len(stages) == len(lower):
        return _spread(len(upper), stages, (1,) * len(stages))
    changes = [at for at in able if _CHANGE.search(upper[at])]
    if len(changes) == 1:
        return _spread(len(upper), changes, (len(lower),))
    names = tuple(upper[at] for at in able)
    if changes and len(lower) % len(changes) == 0 and len(changes) < len(able):
        return _spread(len(upper), changes, (len(lower) // len(changes),) * len(changes))
    times = _count_repeats(lower)
    if times > 1 and (sizes := _nest_repeated(names, lower, times)) is not None:
        return _spread(len(upper), able, sizes)
    parts = _cut_at_measures(lower)
    over = [at for at in able if not _NEVER_OVER.search(upper[at])]
    if len(parts) == len(over) > 1:
        return _spread(len(upper), over, parts)
    return None


def _nest_repeated(names: tuple[str, ...], lower: tuple[str, ...], times: int) -> Spans | None:
    """Return the spans over a lower row that repeats itself, None where the upper one does not go with it."""
    if len(names) == times:
        return (len(lower) // times,) * times
    above = _count_repeats(names)
    if above % times == 0 and len(names) > above:
        size = len(names) // times
        part = nest(names[:size], lower[: len(lower) // times], ("amount",) * size)
        return part * times if part is not None else None
    periods = [at for at, name in enumerate(names) if _PERIOD.search(name)]
    if len(periods) == times:
        return _spread(len(names), periods, (len(lower) // times,) * times)
    return None


def _spread(count: int, at: list[int], sizes: Spans) -> Spans:
    spans = [0] * count
    for place, size in zip(at, sizes, strict=True):
        spans[place] = size
    return tuple(spans)


def _count_repeats(words: tuple[str, ...]) -> int:
    """Return how many times a row of words is one pattern repeated, 1 where it is none."""
    for size in range(1, len(words) // 2 + 1):
        if len(words) % size == 0 and words == words[:size] * (len(words) // size):
            return len(words) // size
    return 1


def _cut_at_measures(words: tuple[str, ...]) -> Spans:
    """Return the lengths of the parts that each begin with 金额."""
    starts = [at for at, word in enumerate(words) if _MEASURE.search(word)]
    if not starts or starts[0] != 0:
        return ()
    return tuple(end - start for start, end in zip(starts, [*starts[1:], len(words)], strict=True))


def join_levels(
    levels: tuple[tuple[str, ...], ...], kinds: tuple[tuple[str, ...], ...]
) -> tuple[tuple[int | None, ...], ...] | None:
    """Return, for each level, the index of its word over each column, None where it has none there; None where unclear.

    Comes in: the words of each row of a header from the top, the label's left out, and their kinds.
    """
    columns: list[list[int | None]] = [[at] for at in range(len(levels[0]))]  # one list of indices per column
    open_columns = list(range(len(levels[0])))  # the words of the level above, by the column they begin in
    for depth in range(1, len(levels)):
        above = [columns[at][-1] for at in open_columns]
        upper = tuple(levels[depth - 1][at] for at in above if at is not None)
        upper_kinds = tuple(kinds[depth - 1][at] for at in above if at is not None)
        spans = nest(upper, levels[depth], upper_kinds)
        if spans is None or sum(spans) != len(levels[depth]):
            return None
        joined: list[list[int | None]] = []
        opened: list[int] = []
        word = span_at = 0
        for column in columns:
            if column[-1] is None:
                joined.append([*column, None])
                continue
            size = spans[span_at]
            span_at += 1
            if not size:
                joined.append([*column, None])
            for _ in range(size):
                opened.append(len(joined))
                joined.append([*column, word])
                word += 1
        columns, open_columns = joined, opened
    return tuple(tuple(column[depth] for column in columns) for depth in range(len(levels)))
