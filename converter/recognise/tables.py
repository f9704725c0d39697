"""Cut grids into segments: runs of rows under one header that can belong to one statement only."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from converter.model.document import Cell, Document, Grid, Heading, Paragraph
from converter.model.label import parse_label
from converter.model.statement import Scope, StatementKind
from converter.recognise.periods import plain
from converter.recognise.rows import Row, is_note_reference, is_piece, read_row
from converter.recognise.scopes import ScopeColumns, cut_scopes
from converter.recognise.titles import parse_title
from converter.recognise.vocabulary import (
    CLOSING_BALANCE,
    EARLY_BALANCE,
    MARKING_KEYS,
    OPENING_BALANCE,
    PRIMARY_KINDS,
    Vocabulary,
    cheap_key,
    is_opening,
)

HeaderRow = tuple[Cell, ...]
_HEADER_FIRST = re.compile(
    r"^(?:项目(?:名称)?|资产|负债(?:和|及)?(?:所有者|股东)?权益.*|科目|报表项目|年份|指标|主要会计数据|主要财务指标|财务指标|非经常性损益项目)?$"
)
_HEADER_WORD = re.compile(
    r"附注|注释|期末|期初|年末|年初|本期|上期|本年|上年|报告期|20\d\d年|20\d\d$|^20\d\d[-/.]\d{1,2}[-/.]\d{1,2}$|金额|余额|发生额|季度|[1１]?[-—]\d{1,2}月|"
    r"股本|资本公积|所有者权益|优先股|少数股东权益|说明|增减|变动|调整[前后]|项目"
)
_PERIOD_WORD = re.compile(r"20\d\d年|期末|期初|年末|年初|本期|上期|本年|上年")
# Headers no primary statement has: what they head compares, explains or restates.
FOREIGN_HEADER = re.compile(
    r"变动|增减|比例|比重|占.{0,8}的|说明|原因|调整|影响|重述|重分类前|账面|坏账|跌价|减值准备|公允价值|类别|涉及|"
    r"关联方|折算|汇率|外币|分部|抵销|联营|合营|子公司|差异|占比"
)
_BROKEN_NUMBER = re.compile(r"^[-\d,.，\s]+$")
_LONG_TEXT = 0.3  # share of cells beside the label that hold words: above it the table explains, it does not state
_SPLIT_LABELS = 3  # labels of the balance sheet in a second column that make it two-sided
_EQUITY_WIDTH = 5
_LONGEST_LABEL = 60
_FEW_ROWS = 3
_FARTHEST_HEADER = 4  # blocks
COMPONENT = re.compile(
    r"^(?:股本|实收资本|资本公积|减库存股|库存股|其他综合收益|盈余公积|未分配利润|专项储备|优先股|永续债|其他权益工具)"
)


@dataclass(slots=True)
class Segment:
    """Hold rows of one grid under one header; ``votes`` counts the labels each kind of statement knows."""

    block: int
    grid: Grid
    header: tuple[HeaderRow, ...]
    rows: list[Row]
    votes: Counter[StatementKind] = field(default_factory=Counter)
    inherits: bool = False  # goes on in the same grid, under the header of the segment before
    is_line: bool = False  # a label or amounts printed outside their table: never the beginning of a statement
    side: int = 0  # 1 for the right half of a two-sided sheet
    scope: Scope | None = None  # told by the columns' header, where a table prints two scopes side by side

    @property
    def width(self) -> int:
        """Return the number of cells most rows have."""
        return Counter(len(row.cells) for row in self.rows).most_common(1)[0][0] if self.rows else 0

    @property
    def line_from(self) -> int:
        """Return the first line, the header's included."""
        lines = [row[0].source.line for row in self.header if row] + [self.rows[0].line]
        return min(lines)

    @property
    def line_to(self) -> int:
        """Return the last line."""
        return max(row.cells[0].source.line for row in self.rows)

    def kind(self) -> StatementKind | None:
        """Return the kind most labels speak for, None where none does."""
        best = max(PRIMARY_KINDS, key=lambda kind: self.votes[kind])
        return best if self.votes[best] > 0 else None


def find_segments(document: Document, vocabulary: Vocabulary) -> list[Segment]:
    """Return the segments of every grid that may be part of a primary statement, in printed order."""
    segments: list[Segment] = []
    header: tuple[HeaderRow, ...] = ()  # one that a page break parted from its rows
    header_at = -_FARTHEST_HEADER
    cut: ScopeColumns | None = None
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Grid):
            if len(block.text) <= _LONGEST_LABEL and cheap_key(block.text) in vocabulary.rough:
                segments.extend(_cut_line(index, block, vocabulary))
        elif _may_be_statement(block, vocabulary):
            halves, cut = cut_scopes(block, cut)
            found = [] if halves else _cut_grid(index, block, vocabulary)
            for scope, half in halves:
                for segment in _cut_grid(index, half, vocabulary):
                    segment.scope = scope
                    found.append(segment)
            if found and not found[0].header and index - header_at < _FARTHEST_HEADER:
                found[0].header = header
            segments.extend(found)
        elif len(block.rows) <= _FEW_ROWS and all(is_header_row(read_row(row)) for row in block.rows):
            header_at, header = index, block.rows
        elif len(block.rows) <= _FEW_ROWS and not any(row[0].text[:1].isalpha() for row in block.rows):
            rows = [row for row in map(read_row, block.rows) if row.amounts]
            if rows and not any(row.label for row in rows):
                segments.append(Segment(index, block, (), rows, is_line=True))
    return segments


def _cut_line(index: int, block: Heading | Paragraph, vocabulary: Vocabulary) -> list[Segment]:
    """Return a line outside any table as a row without amounts, where it prints nothing but a known label."""
    row = read_row((Cell(block.text, block.source),))
    kinds = _kinds_of(row, vocabulary, 1)
    if not kinds or parse_title(block.text) is not None:
        return []
    grid = Grid((row.cells,), block.source.line, block.source.line)
    segment = Segment(index, grid, (), [row], is_line=True)
    segment.votes.update(kinds)
    return [segment]


def _may_be_statement(grid: Grid, vocabulary: Vocabulary) -> bool:
    """Tell at a quick look: does a third of the labels, or do five of them, stand in any statement."""
    hits = labels = 0
    for row in grid.rows:
        if row and (text := row[0].text):
            labels += 1
            key = cheap_key(text)
            if key in vocabulary.rough or key.endswith("余额"):
                hits += 1
    return hits > 0 and (hits >= 5 or hits * 3 >= labels)


def _cut_grid(index: int, grid: Grid, vocabulary: Vocabulary) -> list[Segment]:
    column = _second_label_column(grid, vocabulary)
    if column is None:
        return _cut_rows(index, grid, grid.rows, vocabulary, 0)
    left = tuple(row[:column] for row in grid.rows)
    right = tuple(row[column:] for row in grid.rows if len(row) > column)
    left_segments = _cut_rows(index, grid, left, vocabulary, 0)
    right_segments = _cut_rows(index, grid, right, vocabulary, 1)
    for segment in right_segments[:1]:
        segment.inherits = segment.inherits or not segment.header
    return left_segments + right_segments


def _second_label_column(grid: Grid, vocabulary: Vocabulary) -> int | None:
    """Return where the right half of a two-sided balance sheet begins (账户式), None where the sheet has one side."""
    keys = vocabulary.keys[StatementKind.BALANCE_SHEET]
    hits: Counter[int] = Counter()
    for row in grid.rows:
        for at, cell in enumerate(row):
            if cell.text and not cell.text[0].isdigit() and parse_label(cell.text).key in keys:
                hits[at] += 1
    columns = sorted(at for at, count in hits.items() if at >= 2 and count >= _SPLIT_LABELS)
    return columns[0] if columns and hits[0] >= _SPLIT_LABELS else None


def _cut_rows(
    index: int, grid: Grid, rows: tuple[tuple[Cell, ...], ...], vocabulary: Vocabulary, side: int
) -> list[Segment]:
    segments: list[Segment] = []
    header: list[HeaderRow] = []
    current: Segment | None = None
    for number, cells in enumerate(rows):
        if not any(cell.text for cell in cells):
            continue
        row = read_row(cells)
        if rows is grid.rows and number in grid.alternatives:
            row.ways = tuple(map(read_row, grid.alternatives[number]))
        kinds = _kinds_of(row, vocabulary, len(cells) if grid.is_positional else max(len(cells), *map(len, header), 0))
        leads = current is None and not segments and not kinds and _is_wordy(row)
        if leads or (is_header_row(row) and (not kinds or _heads_periods(row))):
            if current is not None:
                current, header = None, []
            header.append(cells)
            continue
        opens = any(is_opening(row.key, kind) for kind in kinds)
        if current is None or (opens and len(current.rows) > 0):
            inherits = current is not None or (bool(segments) and not header)
            current = Segment(index, grid, tuple(header), [], inherits=inherits, side=side)
            if inherits and not header:
                current.header = segments[-1].header if segments else ()
            segments.append(current)
        current.rows.append(row)
        for kind in kinds:
            current.votes[kind] += 3 if len(kinds) == 1 else 1
    return segments


def _kinds_of(row: Row, vocabulary: Vocabulary, width: int) -> tuple[StatementKind, ...]:
    """Return the kinds that know a row's label; a wide row is the matrix's, a narrow one never is."""
    key = row.key
    if not key:
        return ()
    if OPENING_BALANCE.match(key) or (
        width >= _EQUITY_WIDTH and (EARLY_BALANCE.match(key) or CLOSING_BALANCE.match(key))
    ):
        return (StatementKind.CHANGES_IN_EQUITY,)
    kinds = vocabulary.kinds_by_key.get(key, ())
    primary = tuple(kind for kind in kinds if kind in PRIMARY_KINDS)
    if width < _EQUITY_WIDTH and (marked := tuple(kind for kind in primary if key in MARKING_KEYS[kind])):
        primary = marked
    if StatementKind.CHANGES_IN_EQUITY in primary:
        if width >= _EQUITY_WIDTH:
            return (StatementKind.CHANGES_IN_EQUITY,)
        return tuple(kind for kind in primary if kind is not StatementKind.CHANGES_IN_EQUITY)
    return primary


def is_header_row(row: Row) -> bool:
    """Tell whether a row heads columns: no amounts, and words of headers beside a label such as 项目 or none.

    A bare year is a header's, not an amount.
    """
    if any(amount.number.grouped or amount.number.decimals for amount in row.amounts):
        return False
    texts = [plain(cell.text) for cell in row.cells if cell.text]
    if not texts:
        return False
    first = plain(row.cells[0].text)
    others = texts[1:] if first else texts
    if not others:
        return bool(_HEADER_FIRST.match(first)) or bool(
            re.fullmatch(r"(?:20\d\d年.*|归属于母公司(?:所有者|股东)?权益|本期|上期|20\d\d)", first)
        )
    worded = sum(1 for text in others if _HEADER_WORD.search(text) or COMPONENT.match(text))
    notes = sum(1 for text in others if is_note_reference(text))
    if notes:
        return False
    if _HEADER_FIRST.match(first):
        return worded > 0 or len(others) == 1
    return worded * 2 > len(others) and worded >= 2 and not row.amounts


def _is_wordy(row: Row) -> bool:
    """Tell whether a row at the head of a table prints words in every other cell and so heads its columns."""
    others = [cell for cell in row.cells[1:] if cell.text and not cell.spanned]
    return (
        bool(others)
        and not row.amounts
        and not any(is_note_reference(cell.text) for cell in others)
        and len(row.unread) == len(others)
        and not any(is_piece(cell.text) for cell in others)
    )


def _heads_periods(row: Row) -> bool:
    return not row.amounts and any(_PERIOD_WORD.search(plain(cell.text)) for cell in row.cells[1:])


def is_foreign(segment: Segment) -> bool:
    """Tell whether a header or the words in the cells show that a table only resembles a statement."""
    for header in segment.header:
        for cell in header[1:]:
            text = plain(cell.text)
            if text and FOREIGN_HEADER.search(text) and not _is_equity_header(segment):
                return True
    words = numbers = 0
    for row in segment.rows:
        numbers += len(row.amounts)
        words += sum(
            1
            for _, cell in row.unread
            if len(cell.text) > 3
            and not cell.text[:3].strip("-").isdigit()
            and not is_note_reference(cell.text)
            and not _BROKEN_NUMBER.match(cell.text)
        )
    return words > 2 and words > _LONG_TEXT * (words + numbers)


def _is_equity_header(segment: Segment) -> bool:
    found = sum(1 for row in segment.header for cell in row if COMPONENT.match(parse_label(cell.text).key))
    return found >= 3
