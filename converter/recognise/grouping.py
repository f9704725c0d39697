"""Join segments into statements as printed, and tell primary statements from what only resembles them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from converter.model.document import Cell, Document, Grid, Heading, Paragraph
from converter.model.number import parse_number
from converter.model.statement import Scope, StatementKind
from converter.recognise.rows import Row, read_row
from converter.recognise.tables import Segment, is_foreign
from converter.recognise.titles import Title, parse_title
from converter.recognise.vocabulary import (
    CLOSING_BALANCE,
    CONSOLIDATED_LABEL,
    EARLY_BALANCE,
    EQUITY_MOVEMENT,
    OPENING_BALANCE,
    TOTAL_KEYS,
    Vocabulary,
    is_opening,
)

_FARTHEST = 14  # blocks between two pieces of one statement: page furniture, a misplaced title, units
_NEUTRAL_FARTHEST = 5
_CONTEXT = 16  # blocks before a statement that may announce it
# Distinct labels and totals without which a table is no whole statement, and with a title right above it.
_LEAST: dict[StatementKind, tuple[tuple[int, int], tuple[int, int]]] = {
    StatementKind.BALANCE_SHEET: ((12, 3), (6, 0)),
    StatementKind.INCOME_STATEMENT: ((7, 2), (4, 0)),
    StatementKind.CASH_FLOW_STATEMENT: ((8, 3), (5, 0)),
    StatementKind.CHANGES_IN_EQUITY: ((3, 1), (3, 0)),
}
# Labels that stand twice in one statement, and so say nothing about a new one.
_REPEATED = frozenset(
    {"其他", "优先股", "永续债", "利息收入", "应付股利", "应收股利", "应付利息", "应收利息", "小计", "合计", "递延收益"}
)


@dataclass(slots=True)
class Group:
    """Hold the segments of one statement in order, and the lines around them that say what it is."""

    kind: StatementKind
    segments: list[Segment]
    seen: Counter[str] = field(default_factory=Counter)
    context: tuple[Heading | Paragraph, ...] = ()
    between: tuple[Heading | Paragraph, ...] = ()
    titles: tuple[Title, ...] = ()
    scope: Scope = Scope.CONSOLIDATED
    foreign: bool = False  # resembles a statement, but compares or explains: kept only so that its pieces stay together

    def add(self, segment: Segment) -> None:
        """Append a segment and remember its labels."""
        self.segments.append(segment)
        self.seen.update(row.key for row in segment.rows if row.key)

    @property
    def last_block(self) -> int:
        """Return the index of the last block that holds a piece."""
        return self.segments[-1].block

    def has(self, *keys: str) -> bool:
        """Tell whether one of the labels stands in the statement."""
        return any(key in self.seen for key in keys)

    def is_closed(self) -> bool:
        """Tell whether an equity matrix has printed its closing balance."""
        return self.kind is StatementKind.CHANGES_IN_EQUITY and any(CLOSING_BALANCE.match(key) for key in self.seen)


def group_segments(document: Document, segments: list[Segment], vocabulary: Vocabulary) -> list[Group]:
    """Return the primary statements of a document in printed order, scopes not yet told.

    A piece goes on with the statement before it where both are of one kind, stand near each other, and the piece does
    not begin anew what was already printed. Groups that lack the totals of a statement are left out unless a title
    announces them. What stands in columns headed by the parent's name is grouped for itself.
    """
    parent = [segment for segment in segments if segment.scope is Scope.PARENT_ONLY]
    if parent:
        others = [segment for segment in segments if segment.scope is not Scope.PARENT_ONLY]
        groups = _group(document, others, vocabulary) + _group(document, parent, vocabulary)
        return sorted(groups, key=lambda group: group.segments[0].block)
    return _group(document, segments, vocabulary)


def _group(document: Document, segments: list[Segment], vocabulary: Vocabulary) -> list[Group]:
    groups: list[Group] = []
    for segment in segments:
        kind = segment.kind()
        foreign = not segment.is_line and is_foreign(segment)
        last = groups[-1] if groups else None
        # A foreign table goes on only in pieces that bear no header of their own; nothing foreign joins a statement.
        alike = last is not None and (last.foreign if foreign else not (last.foreign and segment.header))
        if last is not None and alike and _continues(document, last, segment, kind):
            if not merge_column(last.segments[-1], segment):
                last.add(segment)
        elif kind is not None and not segment.is_line:
            group = Group(kind, [], foreign=foreign)
            group.add(segment)
            groups.append(group)
    previous: Group | None = None
    kept = []
    for group in groups:
        if group.foreign:
            continue
        _drop_trailing_lines(group)
        _attach_context(document, group, previous)
        if _is_statement(group, vocabulary):
            kept.append(group)
            previous = group
    return _without_surplus(kept)


def _without_surplus(groups: list[Group]) -> list[Group]:
    """Leave out what repeats a kind beyond its places and bears no title: restated tables in the notes, mostly."""
    taken: Counter[StatementKind] = Counter()
    kept = []
    for group in groups:
        taken[group.kind] += 1
        places = 4 if group.kind is StatementKind.CHANGES_IN_EQUITY else 2
        if taken[group.kind] <= places or group.titles:
            kept.append(group)
    return kept


def _continues(document: Document, group: Group, segment: Segment, kind: StatementKind | None) -> bool:
    gap = _count_between(document, group.last_block, segment.block)
    if gap > _FARTHEST or _is_of_another_scope(document, group, segment):
        return False
    if segment.is_line:
        near = gap <= _NEUTRAL_FARTHEST
        if kind is None:
            last = group.segments[-1].rows[-1]
            return near and gap <= 1 and not last.amounts and bool(last.label)
        return near and group.kind in (kind, *segment.votes) and segment.rows[0].key not in group.seen
    if kind is None:
        return segment.inherits or gap <= _NEUTRAL_FARTHEST
    if kind is not group.kind:
        return (
            gap == 0
            and segment.inherits
            and len(segment.rows) < 3
            and not any(is_opening(row.key, kind) for row in segment.rows)
        )
    return is_second_column(group.segments[-1], segment) or not _begins_anew(group, segment, kind)


def _is_of_another_scope(document: Document, group: Group, segment: Segment) -> bool:
    """Tell a table that begins, under a title of another scope, the statement it might go on with."""
    if segment.is_line or not segment.header or not any(is_opening(row.key, group.kind) for row in segment.rows[:2]):
        return False
    first, here = group.segments[0].block, segment.block
    before = _last_scope(document, max(first - _CONTEXT, 0), first, group.kind)
    between = _last_scope(document, group.last_block + 1, here, group.kind)
    return before is not None and between is not None and before is not between


def _last_scope(document: Document, begin: int, end: int, kind: StatementKind) -> Scope | None:
    """Return the scope that the last title of a kind among some blocks names."""
    texts = (block.text for block in reversed(document.blocks[begin:end]) if not isinstance(block, Grid))
    titles = (title for text in texts if (title := parse_title(text)) is not None and title.kind is kind)
    return next((title.scope for title in titles), None)


def _count_between(document: Document, first: int, last: int) -> int:
    """Count the blocks that print something between two; another table of amounts counts as out of reach."""
    count = 0
    for block in document.blocks[first + 1 : last]:
        if not isinstance(block, Grid):
            count += 1
        elif any(cell.text for row in block.rows for cell in row):
            count += 1 if len(block.rows) <= 3 else _FARTHEST + 1
    return count


def is_second_column(first: Segment, second: Segment) -> bool:
    """Tell whether two pieces with one amount a row print the same labels: one column after the other."""
    if first.is_line or second.is_line or len(second.rows) < 3:
        return False
    if any(len(row.amounts) > 1 or len(row.cells) > 2 for row in (*first.rows, *second.rows)):
        return False
    keys = {row.key for row in first.rows if row.key}
    again = sum(1 for row in second.rows if row.key in keys)
    return again >= 3 and again * 3 >= len(second.rows) * 2


def merge_column(first: Segment, second: Segment) -> bool:
    """Put the amounts of a second column beside the first's, row by row in order; False where it is none.

    A row the first piece does not have keeps its place after the row before it.
    """
    if first.kind() is not second.kind() or not is_second_column(first, second):
        return False
    merged: list[Row] = []
    rest = list(second.rows)
    for row in first.rows:
        at = next((index for index, other in enumerate(rest) if other.key == row.key), None)
        if at is None:
            merged.append(_beside(row, None))
            continue
        merged.extend(_beside(None, other) for other in rest[:at])
        merged.append(_beside(row, rest[at]))
        rest = rest[at + 1 :]
    merged.extend(_beside(None, other) for other in rest)
    first.rows = merged
    return True


def _beside(row: Row | None, other: Row | None) -> Row:
    base = row or other
    assert base is not None
    blank = Cell("", base.cells[0].source)
    left = row.cells[1] if row is not None and len(row.cells) > 1 else blank
    right = other.cells[1] if other is not None and len(other.cells) > 1 else blank
    return read_row((base.cells[0], left, right))


def _drop_trailing_lines(group: Group) -> None:
    """Leave out lines after the last table that print a label but were followed by no amounts."""
    while len(group.segments) > 1 and group.segments[-1].is_line and not group.segments[-1].rows[0].amounts:
        group.segments.pop()


def _begins_anew(group: Group, segment: Segment, kind: StatementKind) -> bool:
    keys = [row.key for row in segment.rows if row.key and row.key not in _REPEATED]
    if not keys:
        return False
    if kind is StatementKind.CHANGES_IN_EQUITY:
        if any(OPENING_BALANCE.match(key) for key in keys[:3]):
            return len(group.seen) >= 5 or any(OPENING_BALANCE.match(key) for key in group.seen)
        again = sum(1 for key in keys if key in group.seen)
        return (group.is_closed() and bool(segment.header) and not segment.inherits) or (
            again >= 5 and again * 2 >= len(keys)
        )
    again = sum(1 for key in keys if key in group.seen)
    if again >= 3 and again * 2 >= len(keys):
        return True
    opens = is_opening(keys[0], kind) and segment.rows[0].parsed.depth in (0, 1)
    if not opens or len(group.seen) < 8:
        return False
    if kind is StatementKind.INCOME_STATEMENT and keys[0] == "营业收入" and segment.rows[0].parsed.prefix == "其中":
        return False
    return keys[0] in group.seen or (
        kind is not StatementKind.BALANCE_SHEET and bool(group.seen.keys() & TOTAL_KEYS[kind])
    )


def _prints_amounts(grid: Grid) -> bool:
    numbers = (parse_number(cell.text) for row in grid.rows for cell in row if cell.text[-1:].isdigit())
    return any(number is not None and (number.grouped or number.decimals > 0) for number in numbers)


def _attach_context(document: Document, group: Group, previous: Group | None) -> None:
    """Take in the lines above a statement, down from the one before it, and those within it.

    A statement may begin in the grid whose first rows went to the one before; what heads that grid heads it.
    """
    first = group.segments[0].block
    before_it = [segment.block for segment in previous.segments if segment.block < first] if previous else []
    begin = max(max(before_it, default=-1) + 1, first - _CONTEXT, 0)
    before: list[Heading | Paragraph] = []
    for block in document.blocks[begin:first]:
        if isinstance(block, Grid):
            if len(block.rows) > 3 and _prints_amounts(block):  # a header parted from its rows keeps what heads it
                before.clear()
        else:
            before.append(block)
    within = [block for block in document.blocks[first : group.last_block + 1] if not isinstance(block, Grid)]
    group.context, group.between = tuple(before), tuple(within)
    titles = [title for block in before if (title := parse_title(block.text)) is not None]
    for row in group.segments[0].header:
        texts = {cell.text for cell in row if cell.text}
        if len(texts) == 1 and (title := parse_title(texts.pop())) is not None:
            titles.append(title)
    group.titles = tuple(title for title in titles if title.kind is group.kind)


def _is_statement(group: Group, vocabulary: Vocabulary) -> bool:
    keys = vocabulary.keys[group.kind]
    distinct = sum(1 for key in group.seen if key in keys)
    totals = sum(1 for key in group.seen if key in TOTAL_KEYS[group.kind])
    if group.kind is StatementKind.CHANGES_IN_EQUITY:
        balances = sum(
            1
            for key in group.seen
            if OPENING_BALANCE.match(key) or EARLY_BALANCE.match(key) or CLOSING_BALANCE.match(key)
        )
        distinct += balances + sum(1 for key in group.seen if EQUITY_MOVEMENT.search(key))
        if not balances:
            return False
    amounts = sum(len(row.amounts) for segment in group.segments for row in segment.rows)
    untitled, titled = _LEAST[group.kind]
    least, least_totals = titled if group.titles else untitled
    return amounts >= 3 and distinct >= least and totals >= least_totals


def tell_scopes(groups: list[Group]) -> None:
    """Set the scope of every statement: what its columns, its rows, its title print, then its place in the order.

    Consolidated statements come before the parent's (财会〔2019〕16号); only they print shares of owners of the parent
    and of others.
    """
    told = [group for group in groups if group.segments[0].scope is not None]
    for group in told:
        group.scope = group.segments[0].scope or group.scope
    for kind in {group.kind: None for group in groups}:
        alike = [group for group in groups if group.kind is kind and group not in told]
        # What the group's own statement lacks tells it from the parent's; alone, its title is believed: a group without
        # other owners prints no shares of theirs.
        alone = len(alike) == 1 and _score_title(alike[0]) > 0
        scores = [(0 if alone else 4 * _score_content(group)) + 3 * _score_title(group) for group in alike]
        per_scope = 2 if kind is StatementKind.CHANGES_IN_EQUITY and len(alike) > 2 else 1
        for index, group in enumerate(alike):
            # A place in the order outweighs nothing that is printed; it decides where what is printed does not.
            order = 0.5 if index < per_scope or len(alike) == 1 else -0.5
            group.scope = Scope.CONSOLIDATED if scores[index] + order >= 0 else Scope.PARENT_ONLY


def _score_title(group: Group) -> int:
    scopes = [title.scope for title in group.titles if title.scope is not None]
    if not scopes:
        return 0
    return 1 if scopes[-1] is Scope.CONSOLIDATED else -1


def _score_content(group: Group) -> float:
    """Return 1 where the rows or columns are those of a group, -1 where a whole statement lacks them, 0 else."""
    if group.kind is StatementKind.CHANGES_IN_EQUITY:
        header = "".join(cell.text for segment in group.segments for row in segment.header for cell in row)
        if "少数股东" in header:
            return 1
        return -1 if "所有者权益合计" in header or "股东权益合计" in header else 0
    labels = [row.label for segment in group.segments for row in segment.rows]
    if any(CONSOLIDATED_LABEL.search(label) for label in labels):
        return 1
    if group.kind is StatementKind.BALANCE_SHEET:
        return -1 if group.has("未分配利润") and group.has("所有者权益合计", "股东权益合计") else 0
    if group.kind is StatementKind.INCOME_STATEMENT:
        if group.has("综合收益总额"):
            return -1
        return 0.5 if group.has("营业总收入", "营业总成本") else -0.5
    bank_lines = group.has("客户存款和同业存放款项净增加额", "向中央银行借款净增加额")
    if bank_lines:
        return 0.75
    return -0.5 if group.has("分配股利利润或偿付利息支付的现金") else 0
