"""Tell the header rows of a table of the notes from its body and give every column its header path.

A header is printed over one to four rows. In a layout that keeps blanks, a blank to the right of a header cell is its
span (``2022年12月31日 | | |``), and a blank below it a cell that spans down; a layout that repeats spanned cells needs
neither. Where blanks vanished, the cells below are shared out among those above by their words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from converter.model.document import Cell, Row
from converter.model.number import parse_number
from converter.recognise.periods import plain

_RULE = re.compile(r"^[-—=:+\s]{3,}$")  # a line drawn between header and body
_MOST_ROWS = 4
_PAIR = 2  # cells: a label, and what it is
_LONGEST = 60  # characters of a header cell
_FIRST = re.compile(
    r"(?:项目|名称|类别|种类|分类|构成|性质|账龄|单位|科目|阶段|关联方|对象|地区|行业|产品|内容|年份|序号|指标)$"
)
_ORDINAL_HEADER = re.compile(r"^(?:序号?|编号|No\.?|行次|排名|排序|名次)$")
_EARLIEST, _LATEST = 1980, 2100
_HEADS_ONE = re.compile(
    r"金额|余额|比例|比重|数$|数量|额$|率$|[率额数值量]\(|值$|[期年][末初]|[本上][期年]|20\d\d|情况|内容|合计|小计|成本|收入|价|权益|公司$|"
    r"资产$|负债$|备注|说明|标准|依据|方法|[期月日]$|费$|利润|损失|收益|报酬|页码|账面|年限|性质|关系|期限|描述|理由|原因|附注|[(（].*[元%股][)）]"
)
_GROWS = re.compile(r"^(?!.*(?:说明|原因)$)(?:.*变动|.*增加|.*减少|.*增减|.*持股比例|.*发生额|.*发生金额|.*发生数)")
_PARTED = re.compile(r"账面余额|坏账准备|减值准备|跌价准备|金额")
_DESCRIBES = re.compile(r"种类|性质|内容|名称|关系|类型|代码|是否|状态|[地者]$")  # columns of words beside the label
_INCREASE = re.compile(r"计提|购置|增加|内部|投入|企业合并|新增|转入")
_DECREASE = re.compile(r"转回|转销|核销|处置|减少|确认为|转出|收回|转入当期损益")
_HEADS_BOTH = re.compile(r"种类[及和]数量$")  # of a column of words and of the one beside it
_OF_GROUP = re.compile(r"质押|冻结")
_STATE = re.compile(r"^股[份票]状态$")


def is_rule(row: Row) -> bool:
    """Tell whether a row only draws a line."""
    printed = [cell.text for cell in row if cell.text]
    return bool(printed) and all(_RULE.match(text) for text in printed)


def is_year(text: str) -> bool:
    """Tell whether a text is a bare year, which looks like a number and is none."""
    return len(text) == 4 and text.isdigit() and _EARLIEST <= int(text) <= _LATEST


def is_ordinal_header(text: str) -> bool:
    """Tell whether a column's header says that it numbers the rows (序号)."""
    return bool(_ORDINAL_HEADER.match(plain(text)))


def is_title(rows: Sequence[Row]) -> bool:
    """Tell whether the first row of a table is its title: one text, and the header below it."""
    if len(rows) < 2 or len(rows[1]) < 3:
        return False
    texts = {cell.text for cell in rows[0] if cell.text}
    return (
        len(texts) == 1
        and bool(rows[0][0].text)
        and len({cell.text for cell in rows[1][1:] if cell.text}) > 1
        and _is_wordy(rows[1])
    )


def count_header_rows(rows: Sequence[Row]) -> int:
    """Return how many rows at the head of a table are its header; 0 where it goes on with one printed before."""
    if not rows or not _is_wordy(rows[0]) or _is_key_and_value(rows[0]) or _is_form(rows):
        return 0
    count = 1
    while count < min(len(rows), _MOST_ROWS) and _goes_on(rows[0], rows[count]):
        count += 1
    return count


def _is_wordy(row: Row) -> bool:
    """Tell whether a row prints words beside its first cell and no amount anywhere."""
    printed = [cell for cell in row[1:] if cell.text and not _RULE.match(cell.text)]
    texts = [cell.text for cell in printed]
    if not texts or all(is_blank_mark(text) for text in texts):
        return False
    first = row[0].text
    if first and parse_number(first) is not None and not is_year(plain(first)):
        return False
    return all(len(text) <= _LONGEST and "。" not in text and _is_header_text(text) for text in texts)


def _is_key_and_value(row: Row) -> bool:
    """Tell whether a row of two cells names something and says what it is (名称 | 甲公司), and heads no column."""
    return len(row) == _PAIR and bool(row[0].text) and not _HEADS_ONE.search(plain(row[1].text))


def _is_form(rows: Sequence[Row]) -> bool:
    """Tell whether every row of two cells says something of its own, in words as often as not, the first one too."""
    if len(rows[0]) != _PAIR or not rows[0][0].text or _FIRST.search(plain(rows[0][0].text)):
        return False
    return any(
        len(row) == _PAIR
        and row[0].text
        and row[1].text
        and not is_blank_mark(row[1].text)
        and _is_header_text(row[1].text)
        for row in rows[1:]
    )


def is_blank_mark(text: str) -> bool:
    """Tell whether a cell prints one of the signs that stand for no amount."""
    return text in ("/", "-", "—", "–", "--", "——", "不适用", "－")


def _is_header_text(text: str) -> bool:
    return parse_number(text) is None or is_year(plain(text))


def _goes_on(top: Row, row: Row) -> bool:
    """Tell whether a row below the first header row still heads columns."""
    if not _is_wordy(row):
        return False
    first, head = plain(row[0].text), plain(top[0].text)
    if first and first != head:
        return not head and bool(_FIRST.search(first))
    if any(is_blank_mark(cell.text) for cell in row[1:] if cell.text):
        return False
    # Where rows are numbered, a row without a number that prints the second label is one of the body.
    return not (not first and is_ordinal_header(head) and len(row) > 1 and row[1].text and row[1].text != top[1].text)


def resolve_paths(rows: Sequence[Row], width: int) -> tuple[tuple[str, ...], ...]:
    """Return the header path of every cell of a row, outermost first, from header rows that keep their blanks."""
    filled: list[list[str]] = []
    for number, row in enumerate(rows):
        texts = [row[at].text if at < len(row) else "" for at in range(width)]
        below = rows[number + 1 :]
        for at in range(2, width):
            if texts[at] or not texts[at - 1]:
                continue
            same_parent = number == 0 or (filled[-1][at] == filled[-1][at - 1] and filled[-1][at] != "")
            if same_parent and any(at < len(other) and other[at].text for other in below):
                texts[at] = texts[at - 1]
        filled.append(texts)
    return tuple(_join_path([texts[at] for texts in filled]) for at in range(width))


def _join_path(texts: Sequence[str]) -> tuple[str, ...]:
    """Return a path without blanks and repetitions; a date broken over two rows is one."""
    path: list[str] = []
    for text in texts:
        if not text or (path and path[-1] == text):
            continue
        if path and plain(text) == "日" and plain(path[-1])[-1:].isdigit():
            path[-1] += text
        else:
            path.append(text)
    return tuple(path)


def read_last_row(rows: Sequence[Row], width: int) -> tuple[tuple[str, ...], ...] | None:
    """Return paths from the last header row where it alone keeps its blanks, from a first row above a blank of it."""
    if len(rows) < 2 or len(rows[-1]) != width:
        return None
    leading = next((at for at, cell in enumerate(rows[-1]) if at and cell.text), width)
    return tuple(
        (cell.text,)
        if cell.text
        else (rows[0][at].text,)
        if at < min(leading, len(rows[0])) and rows[0][at].text
        else ()
        for at, cell in enumerate(rows[-1])
    )


def is_collapsed(rows: Sequence[Row], width: int) -> bool:
    """Tell whether the blanks of header rows vanished, so that a cell's index does not say its column."""
    if len(rows) < 2:
        return bool(rows) and len(rows[0]) < width
    return any(len(row) != width for row in rows)


def align_below(rows: Sequence[Row], width: int) -> tuple[tuple[str, ...], ...] | None:
    """Return the header paths of the columns beside the label's where only the second row kept its blanks.

    Its blanks at either end are below the first row's cells at that end, which head one column each. None where the
    rows are no such pair.
    """
    if len(rows) != 2 or len(rows[1]) != width or len(rows[0]) >= width:
        return None
    leaves = _cells_beside_label(rows[0])
    filled = [at for at in range(1, width) if rows[1][at].text]
    if not filled or len(filled) != filled[-1] - filled[0] + 1:
        return None
    leading, trailing = filled[0] - 1, width - 1 - filled[-1]
    parents = leaves[leading : len(leaves) - trailing]
    if len(leaves) <= leading + trailing:
        return None
    children = [rows[1][at].text for at in filled]
    restarts = [at for at, child in enumerate(children) if child == children[0]]
    if len(restarts) != len(parents):
        size, left = divmod(len(children), len(parents))
        if left or (len(restarts) > 1 and len(parents) > 1):
            return None
        restarts = list(range(0, len(children), size))
    ends = [*restarts[1:], len(children)]
    below = [
        (parent, child)
        for parent, first, end in zip(parents, restarts, ends, strict=True)
        for child in children[first:end]
    ]
    outer = [(text,) for text in leaves[:leading]], [(text,) for text in leaves[len(leaves) - trailing :]]
    return tuple(_join_path(path) for path in (*outer[0], *below, *(outer[1] if trailing else [])))


def align_collapsed(rows: Sequence[Row], count: int | None) -> tuple[tuple[str, ...], ...] | None:
    """Return the header paths of the columns beside the label's where the blanks of the header vanished.

    ``count`` is the number of columns the fullest row of the body fills. None where the words do not tell.
    """
    levels = [_cells_beside_label(row) for row in rows]
    levels = [level for level in levels if level]
    if not levels:
        return None
    if (shifted := _attach_below_index(rows, levels, count)) is not None:
        return shifted
    leaves: list[tuple[str, ...]] = [(text,) for text in levels[0]]
    for number, children in enumerate(levels[1:], 1):
        last = number == len(levels) - 1
        grown = _attach(leaves, children, count if last else None)
        if grown is None:
            return None
        leaves = grown
    return tuple(_join_path(leaf) for leaf in leaves)


def _attach_below_index(
    rows: Sequence[Row], levels: Sequence[list[str]], count: int | None
) -> tuple[tuple[str, ...], ...] | None:
    """Return the header paths where the cells of the second row begin below the one of the first that they part.

    Both rows have as many cells: those after it in the first row were moved up by its span, which was lost.
    """
    if len(rows) != 2 or len(levels) != 2 or len(rows[0]) != len(rows[1]):
        return None
    filled = [at for at, cell in enumerate(rows[1]) if at and cell.text]
    if (
        not filled
        or filled[0] < 2
        or filled != list(range(filled[0], len(rows[1])))
        or len(levels[0]) != len(rows[0]) - 1
    ):
        return None
    parent, children = filled[0] - 1, levels[1]
    if len(children) < 2 or len(levels[0]) - 1 + len(children) < (count or 0):
        return None
    below = [(levels[0][parent], child) for child in children]
    return tuple(_join_path(path) for path in (*_leaves(levels[0][:parent]), *below, *_leaves(levels[0][parent + 1 :])))


def _leaves(texts: Sequence[str]) -> list[tuple[str, ...]]:
    return [(text,) for text in texts]


def _cells_beside_label(row: Row) -> list[str]:
    texts = [cell.text for cell in row[1:] if cell.text and not cell.spanned]
    return [text for at, text in enumerate(texts) if not at or text != texts[at - 1]] if _repeats(row) else texts


def _repeats(row: Row) -> bool:
    """Tell whether a row prints a cell that spans others in each place: two neighbours the same, and no 金额."""
    return any(a.text and a.text == b.text and not _PARTED.fullmatch(a.text) for a, b in pairwise(row[1:]))


def _attach(leaves: list[tuple[str, ...]], children: list[str], count: int | None) -> list[tuple[str, ...]] | None:
    """Share the cells of a header row out among those above; None where nothing says how."""
    if plain(children[0]) == "日" and len(leaves) > 1:
        rest = _attach(leaves[1:], children[1:], None if count is None else count - 1) if children[1:] else leaves[1:]
        return None if rest is None else [(*leaves[0], children[0]), *rest]
    groups = _groups(leaves, children)
    if groups is None:
        return None
    grown: list[tuple[str, ...]] = []
    for at, leaf in enumerate(leaves):
        if at in groups:
            grown.extend((*leaf, child) for child in groups[at])
        else:
            grown.append(leaf)
    return grown


def _groups(leaves: list[tuple[str, ...]], children: list[str]) -> dict[int, list[str]] | None:
    every = range(len(leaves))
    if len(leaves) == 1:
        return {0: children}
    restarts = [at for at, child in enumerate(children) if child == children[0]]
    runs = [children[a:b] for a, b in zip(restarts, [*restarts[1:], len(children)], strict=True)]
    growing = [at for at in every if _GROWS.search(leaves[at][-1])]
    parted = [at for at in every if _PARTED.search(leaves[at][-1])] if "金额" in children[0] else []
    leading = len(leaves) - len(runs)
    trailing = list(every)[leading:] if all(_DESCRIBES.search(leaf[-1]) for leaf in leaves[: max(leading, 0)]) else []
    for parents in (parted, growing, list(every), trailing):
        if len(runs) > 1 and len(parents) == len(runs):
            return dict(zip(parents, runs, strict=True))
    if len(runs) > 1 and all(run == runs[0] for run in runs) and len(runs[0]) > 1:
        return None  # pairs that are none of theirs: the row lost some
    for parents in (parted, growing):
        if len(parents) == 1 and parents is growing and _DESCRIBES.search(children[0]):
            return None  # 股份状态 is no movement
        if len(parents) == 1:
            return {parents[0]: children}
        if len(parents) == 2:
            cut = _cut_movements(children)
            return {parents[0]: children[:cut], parents[1]: children[cut:]}
    if len(children) % len(leaves) == 0:
        size = len(children) // len(leaves)
        return {at: children[at * size : (at + 1) * size] for at in every}
    return None


def _cut_movements(children: list[str]) -> int:
    """Return where the decreases begin among the cells below 本期增加 and 本期减少."""
    for at, child in enumerate(children):
        if at and _DECREASE.search(child) and not (_INCREASE.search(child) and at * 2 < len(children)):
            return at
    return len(children) // 2


def same_header(first: Sequence[Row], second: Sequence[Row]) -> bool:
    """Tell whether two headers print the same, blanks and widths of characters aside."""
    return _printed(first) == _printed(second)


def _printed(rows: Sequence[Row]) -> list[str]:
    return [plain(cell.text) for row in rows for cell in row if cell.text and not cell.spanned]


def label_of(cells: Sequence[Cell]) -> str:
    """Return the header of the column of labels from its cells, outermost first."""
    return "/".join(dict.fromkeys(plain(cell.text) for cell in cells if cell.text))


def without_group(header: list[Row], body: Sequence[Row]) -> list[Row]:
    """Return a header without the heading of a group that stands in line with what it heads, and is said of each.

    质押、标记或冻结情况 | 股份状态 | 数量 are two columns: most rows have a cell less than the header.
    """
    header = [_with_both(row) for row in header] if len(header) == 1 else header
    if len(header) != 1 or 2 * sum(len(row) == len(header[0]) - 1 for row in body) <= len(body):
        return header
    row = header[0]
    at = next((at for at, cell in enumerate(row[:-2]) if _OF_GROUP.search(plain(cell.text))), None)
    if at is None or not _STATE.search(plain(row[at + 1].text)) or _OF_GROUP.search(plain(row[at + 2].text)):
        return header
    named = [replace(cell, text=f"{row[at].text}-{cell.text}") for cell in row[at + 1 : at + 3]]
    return [(*row[:at], *named, *row[at + 3 :])]


def _with_both(row: Row) -> Row:
    """Return a header row that says again of the blank beside it what heads two columns (股份种类及数量)."""
    cells = list(row)
    for at in range(1, len(cells)):
        before = row[at - 1].text
        if not cells[at].text and _HEADS_BOTH.search(plain(before)):
            cells[at] = replace(cells[at], text=before)
    return tuple(cells)
