"""Nest the rows of a table of the notes: what stands under headings, ordinals, 其中 and the words of an account."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from converter.model.period import Period
from converter.model.statement import LineItem, Reading
from converter.recognise.note_rows import PARTY, SUM, TOTAL, Line
from converter.recognise.periods import ReportPeriod, parse_instant_header, plain
from converter.recognise.units import parse_label_scale

_WHOLE = re.compile(r"^(?:合计|总计|合计数|总计数)$")
_OF_WHICH = frozenset({"其中"})
_SECTION = re.compile(
    r"^(?:账面原值|原值|原价|累计折旧|累计摊销|累计折耗|减值准备|账面价值|账面净值|联营企业|合营企业|子公司|合营公司|联营公司|"
    r"(?:主营业务)?[按分].{1,10}(?:分类|分解|类型|划分)?|(?:商品|合同|市场或客户|产品|服务|客户)类型|经营地区分类|.{0,8}(?:分类|项目))$"
)
_ACCOUNT = re.compile(
    r"^(?:应[收付]|预[收付]|其他应|其他非?流动|合同|租赁|长期|短期|一年内|1年内|货币资金|存货|在建|银行存款|吸收存款)"
)
_GROUP = re.compile(r"^组合(?:[\d一二三四五六]|:|$)")
_BY_METHOD = re.compile(r"^(?:按单项|按组合|单项|按信用风险|信用风险特征组合)")
_DATED = re.compile(
    r"^(?:截至|于)?(20\d\d[年/.-]\d{1,2}[月/.-]\d{1,2}日?)(?:的?(?:余额|期末余额|期初余额|账面价值|数))?$"
)
_DASHED = re.compile(r"^[-—－]{2}")  # --净利润
_SECTION_RANK, _SUBTOTAL_RANK, _METHOD_RANK, _PLAIN_RANK, _OF_WHICH_RANK, _INSIDE_RANK = 5, 6, 60, 70, 80, 85
_LAST_ORDINALS = (40, 50)  # the ranks of （1） and ①
_NUMBERED = 3  # the depth of 1. and what stands below it
_TWICE = 2


def nest_lines(
    lines: Sequence[Line], readings: Sequence[tuple[Reading, ...]], notes: Sequence[str | None], report: ReportPeriod
) -> tuple[LineItem, ...]:
    """Return the line items with the level and the parent of each.

    Ordinals go before one another (一、 （一） 1. （1） ①); a heading without amounts holds what follows; 其中 is
    nested under the row above, and so are the rows after it that, together with it, add up to that row.
    """
    inside = _rows_inside(lines, readings)
    heads = find_heads(lines)
    items: list[LineItem] = []
    open_rows: list[tuple[int, int]] = []  # (rank, index), outermost first
    parties = sum(1 for line in lines if line.prints_amounts and PARTY.search(line.label))
    for at, line in enumerate(lines):
        rank = _OF_WHICH_RANK if at in inside else _rank(line, open_rows, lines, has_parties=parties > 1)
        if at in heads:
            rank = _SECTION_RANK
        elif (
            rank == _SECTION_RANK
            and SUM.match(line.parsed.key)
            and at < len(lines) - 1
            and _is_headed(open_rows, heads)
        ):
            rank = _SUBTOTAL_RANK  # 合计 below the rows of a heading, with other rows to come
        before: int | None = None
        while open_rows and (
            open_rows[-1][0] >= rank or (open_rows[-1][1] not in heads and _closes(lines[open_rows[-1][1]], rank))
        ):
            before = open_rows.pop()[1]
            if SUM.match(lines[before].parsed.key) and _is_headed(open_rows, heads):
                open_rows.pop()
        if before is not None and open_rows and _begins_anew(lines[before], line):
            open_rows.pop()  # its heading (二、累计折旧) was lost: the rows are no longer those of the heading above
        sources = line.sources or (line.row.cells[0].cell.source,)
        items.append(
            LineItem(
                printed_label=line.label,
                label=line.parsed.term,
                level=len(open_rows),
                parent=open_rows[-1][1] if open_rows else None,
                prefix=line.parsed.prefix,
                ordinal=line.parsed.ordinal,
                note=notes[at],
                readings=readings[at],
                sources=sources,
                members=tuple(("", text) for text in line.beside),
                presentation_scale=parse_label_scale(line.label),
                period=_period_of(line, report),
            )
        )
        open_rows.append((rank, at))
    return tuple(items)


def _is_headed(open_rows: Sequence[tuple[int, int]], heads: frozenset[int]) -> bool:
    return bool(open_rows) and any(index in heads for _, index in open_rows[-2:])


def find_heads(lines: Sequence[Line]) -> frozenset[int]:
    """Return the bare rows that head the rows below them, one block after the other (生物制药: 原材料, …, 小计).

    So they do where a label comes again in the block of another, or where blocks end in their sum; not in the midst of
    numbered rows: above 4. it is a piece of a torn label.
    """
    bare = [at for at, line in enumerate(lines) if line.is_bare and not line.parsed.prefix and not line.parsed.depth]
    ends = [*bare[1:], len(lines)][: len(bare)]
    blocks = {
        at: [line for line in lines[at + 1 : end] if line.prints_amounts] for at, end in zip(bare, ends, strict=True)
    }
    blocks = {
        at: block
        for at, block in blocks.items()
        if len(block) >= _TWICE and not TOTAL.search(lines[at].parsed.key) and not _goes_on(block[0])
    }
    keys = Counter(key for block in blocks.values() for key in {line.parsed.key for line in block})
    comes_again = any(count >= _TWICE for key, count in keys.items() if key)
    ends_in_sum = any(SUM.match(block[-1].parsed.key) and block[-1] is not lines[-1] for block in blocks.values())
    below_sum = {at for at in bare[1:] if SUM.match(lines[at - 1].parsed.key) and lines[-1].prints_amounts}
    if ends_in_sum and bare[-1:] and bare[-1] in below_sum and bare[-1] < len(lines) - 1:
        blocks[bare[-1]] = list(lines[bare[-1] + 1 :])
    return frozenset(blocks) if comes_again or ends_in_sum else frozenset()


def _goes_on(line: Line) -> bool:
    """Tell whether a row's number is that of one before it: 4., no 1."""
    number = plain(line.parsed.ordinal or "").strip("().、")
    return line.parsed.depth >= _NUMBERED and number.isdecimal() and int(number) > 1


def _begins_anew(before: Line, line: Line) -> bool:
    """Tell whether a row has a lower number than the row of the same depth before it: 2. below 3."""
    first, own = before.parsed, line.parsed
    if own.depth < _NUMBERED or own.depth != first.depth:
        return False
    numbers = [plain(ordinal or "").strip("().、") for ordinal in (own.ordinal, first.ordinal)]
    return all(number.isdecimal() for number in numbers) and int(numbers[0]) < int(numbers[1])


def _closes(line: Line, rank: int) -> bool:
    """Tell whether a row is a total, under which nothing stands but 其中."""
    return rank != _OF_WHICH_RANK and not line.parsed.depth and bool(TOTAL.search(line.parsed.key))


def _rank(line: Line, open_rows: list[tuple[int, int]], lines: Sequence[Line], *, has_parties: bool) -> int:
    """Return how deep a row stands: totals and headings 5, ordinals 10 to 50, rows without one 70, 其中 80."""
    parsed = line.parsed
    if parsed.prefix == "其中" or parsed.key in _OF_WHICH:
        return _OF_WHICH_RANK
    if TOTAL.search(parsed.key) and not parsed.depth:
        return _SECTION_RANK if _WHOLE.match(parsed.key) else _SUBTOTAL_RANK
    if parsed.depth:
        return parsed.depth * 10
    if _BY_METHOD.match(parsed.key):
        return _METHOD_RANK
    if _GROUP.match(parsed.key) and any(rank == _METHOD_RANK for rank, _ in open_rows):
        return _PLAIN_RANK
    if not line.prints_amounts and not any(line.texts):
        if line.label.rstrip().endswith((":", "：")) or _SECTION.match(parsed.key):
            return _SECTION_RANK
        if has_parties and _ACCOUNT.match(parsed.key) and not PARTY.search(line.label):
            return _SECTION_RANK
    if any(lines[index].parsed.key in _OF_WHICH for _, index in open_rows):
        return _INSIDE_RANK
    if open_rows and open_rows[-1][0] in _LAST_ORDINALS:
        return open_rows[-1][0]  # beside （1）, not below it
    return _PLAIN_RANK


def _rows_dashed(lines: Sequence[Line]) -> set[int]:
    """Return the rows led by dashes below a sum that prints nothing: its items (下列各项…的合计数: --净利润)."""
    dashed: set[int] = set()
    for at in range(1, len(lines)):
        announced = lines[at - 1].is_bare and TOTAL.search(lines[at - 1].parsed.key)
        if _DASHED.match(lines[at].label) and (announced or at - 1 in dashed):
            dashed.add(at)
    return dashed


def _rows_inside(lines: Sequence[Line], readings: Sequence[tuple[Reading, ...]]) -> set[int]:
    """Return the rows after 其中 that stand under the same row, as together with it they add up to that row."""
    inside = _rows_dashed(lines)
    counts = Counter(line.parsed.key for line in lines)
    for at, line in enumerate(lines):
        if (
            at
            and counts[line.parsed.key] >= _TWICE
            and PARTY.search(line.label)
            and _is_all_of(readings[at - 1], readings[at])
        ):
            inside.add(at)  # 收到的现金, below it the one company that all of it is from
        if line.parsed.prefix != "其中" or at == 0:
            continue
        whole = readings[at - 1][0] if len(readings[at - 1]) == 1 else ()
        if lines[at - 1].is_bare:
            inside.update(_rows_of_which(lines, at + 1, counts))
        if not whole:
            continue
        left = {amount.column: amount.value for amount in whole if not amount.percent}
        for below in range(at, len(lines)):
            parsed = lines[below].parsed
            if below > at and (parsed.prefix or parsed.depth or TOTAL.search(parsed.key)):
                break
            if len(readings[below]) != 1:
                break
            for amount in readings[below][0]:
                if not amount.percent:
                    left[amount.column] = left.get(amount.column, 0) - amount.value
            if left and not any(left.values()):
                inside.update(range(at + 1, below + 1))
                break
    return inside


def _is_all_of(above: tuple[Reading, ...], own: tuple[Reading, ...]) -> bool:
    """Tell whether a row prints the amounts of the row above it once more, none of them zero."""
    if len(above) != 1 or len(own) != 1 or not own[0]:
        return False
    pairs = [[(amount.column, amount.value) for amount in reading] for reading in (above[0], own[0])]
    return pairs[0] == pairs[1] and all(value for _, value in pairs[0])


def _rows_of_which(lines: Sequence[Line], start: int, counts: Mapping[str, int]) -> Iterator[int]:
    """Yield the rows from one on that stand beside 其中 below a row without amounts (货币资金, 其中：美元, 港币).

    Such a list has neither ordinals nor totals; a row in it without amounts is one of a label that comes again.
    """
    for at in range(start, len(lines)):
        parsed = lines[at].parsed
        if parsed.prefix or parsed.depth or TOTAL.search(parsed.key):
            return
        if not lines[at].prints_amounts and counts[parsed.key] < _TWICE:
            return
        if lines[at].is_bare and at + 1 < len(lines) and lines[at + 1].parsed.prefix == "其中":
            return
        yield at


def _period_of(line: Line, report: ReportPeriod) -> Period | None:
    """Return the day a label prints (2022年1月1日余额), None where it prints none."""
    match = _DATED.match(plain(line.label))
    return parse_instant_header(match[1], report) if match else None
