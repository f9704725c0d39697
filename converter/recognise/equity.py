"""Read the matrix of changes in equity: which component each column is, and where a row's amounts can stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from converter.model.label import parse_label
from converter.model.statement import Reading
from converter.recognise.columns import place_too_many
from converter.recognise.items import JoinedRow
from converter.recognise.matrix_shift import RowSums, shifted_placements
from converter.recognise.periods import plain
from converter.recognise.rows import Amount, print_in
from converter.recognise.tables import Segment

OTHER_INSTRUMENTS = "其他权益工具"
_TOTALS = ("所有者权益合计", "股东权益合计")
# The columns of the statutory format in order (财会〔2019〕6号 所有者权益变动表, 财会〔2019〕16号 for groups), as keys
# of their labels, with what else prints the same column.
_FORMAT: tuple[tuple[str, ...], ...] = (
    ("股本", "实收资本"),
    (OTHER_INSTRUMENTS,),
    (OTHER_INSTRUMENTS + "/优先股",),
    (OTHER_INSTRUMENTS + "/永续债",),
    (OTHER_INSTRUMENTS + "/其他",),
    ("资本公积",),
    ("库存股",),
    ("其他综合收益",),
    ("专项储备",),
    ("盈余公积",),
    ("一般风险准备", "一般风险准备金"),
    ("未分配利润",),
    ("其他",),
    ("小计", "归属于母公司所有者权益合计", "归属于母公司股东权益合计", "归属于母公司所有者权益小计"),
    ("少数股东权益",),
    _TOTALS,
)
_ORDER = {key: index for index, keys in enumerate(_FORMAT) for key in keys}
_PARTS = ("优先股", "永续债", "其他")
_COMPREHENSIVE_INCOME = "综合收益总额"
_OF_COMPREHENSIVE_INCOME = frozenset(
    {
        OTHER_INSTRUMENTS,
        *(f"{OTHER_INSTRUMENTS}/{part}" for part in _PARTS),
        "其他综合收益",
        "未分配利润",
        "少数股东权益",
        *_FORMAT[-3],
        *_TOTALS,
    }
)
_MOST_IN_ORDER = 7_000  # placements of a row whose empty cells vanished; with more it is left out whole
MOST_READINGS = 2000  # a row with more order-preserving placements is narrowed, with a finding


@dataclass(frozen=True, slots=True)
class Matrix:
    """Hold the columns of one matrix: per column its component (group in front where ambiguous) and printed header."""

    components: tuple[str, ...]
    headers: tuple[tuple[str, ...], ...]


def read_matrix_header(segments: list[Segment]) -> Matrix | None:
    """Return the columns of a matrix from its header rows, None where it prints no header that can be trusted.

    Where each header cell stands over its column, position decides. Where spans were lost or the second row is
    shifted, the labels do: the set of components printed, in the order of the statutory format, if there are as many
    as the rows have cells.
    """
    for segment in segments:
        if not segment.header:
            continue
        widths = Counter(len(row.cells) - 1 for row in segment.rows if row.label).most_common()
        for width, _ in widths[:2]:
            matrix = _by_position(segment, width) or _by_labels(segment, width)
            if matrix is not None:
                return matrix
    for segment in segments:
        if segment.header and (matrix := _by_position(segment, None) or _by_labels(segment, None)) is not None:
            return matrix
    return None


def _by_position(segment: Segment, width: int | None) -> Matrix | None:
    """Return the columns where every header cell stands over its own column and each names another component."""
    rows = [[cell.text for cell in row[1:]] for row in segment.header]
    rows = [row for row in rows if any(_key(text) in _ORDER or _key(text) in _PARTS for text in row)]
    if not rows:
        return None
    size = max(len(row) for row in rows)
    if width is not None and size != width:
        return None
    components, headers = [], []
    parts_seen = 0
    for at in range(size):
        path = tuple(dict.fromkeys(row[at] for row in rows if at < len(row) and row[at]))
        if not path:
            return None
        component, parts_seen = _name(path, parts_seen)
        if component is None:
            return None
        components.append(component)
        headers.append(path)
    return _checked(components, headers)


def _name(path: tuple[str, ...], parts_seen: int) -> tuple[str | None, int]:
    """Return the component a header path names; ``parts_seen`` counts the columns under a repeated 其他权益工具."""
    keys = [_key(text) for text in path]
    leaf = keys[-1]
    if leaf == OTHER_INSTRUMENTS and parts_seen < 3:
        return f"{OTHER_INSTRUMENTS}|{parts_seen}", parts_seen + 1
    if leaf in _PARTS[:2]:
        if len(keys) > 1 and keys[-2] != OTHER_INSTRUMENTS and keys[-2] in _ORDER:
            return None, parts_seen
        return f"{OTHER_INSTRUMENTS}/{leaf}", parts_seen + 1
    if leaf.startswith(OTHER_INSTRUMENTS) and leaf[len(OTHER_INSTRUMENTS) :] in _PARTS:
        return f"{OTHER_INSTRUMENTS}/{leaf[len(OTHER_INSTRUMENTS) :]}", parts_seen + 1
    if leaf == "其他":
        under = any(key == OTHER_INSTRUMENTS for key in keys[:-1])
        return (f"{OTHER_INSTRUMENTS}/其他" if under else "其他"), parts_seen
    return (leaf if leaf in _ORDER else None), parts_seen


def _by_labels(segment: Segment, width: int | None) -> Matrix | None:
    """Return the components a header prints anywhere, in the order of the format, if they are ``width`` many.

    A header that prints the total or another lone component twice is misread, and no evidence of its columns.
    """
    printed: dict[str, str] = {}
    places: dict[str, set[int]] = {}
    for row in segment.header:
        for at, cell in enumerate(row):
            if not cell.spanned and (key := _key(cell.text)) in _ORDER:
                places.setdefault(key, set()).add(at)
    if any(len(found) > 1 and key not in (OTHER_INSTRUMENTS, "其他") for key, found in places.items()):
        return None
    has_parts = any(_key(cell.text) in _PARTS[:2] for row in segment.header for cell in row)
    for row in segment.header:
        in_part_row = any(_key(cell.text) in _PARTS[:2] for cell in row)
        after_profit = False
        for cell in row:
            key = _key(cell.text)
            if key == OTHER_INSTRUMENTS and has_parts:
                continue
            if key == "未分配利润":
                after_profit = True
            if key in _PARTS[:2]:
                after_profit = False  # a header read line by line: the parts come last
            if key in _PARTS[:2] or (key == "其他" and in_part_row and not after_profit):
                key = f"{OTHER_INSTRUMENTS}/{key}"
            elif key.startswith(OTHER_INSTRUMENTS) and key[len(OTHER_INSTRUMENTS) :] in _PARTS:
                key = f"{OTHER_INSTRUMENTS}/{key[len(OTHER_INSTRUMENTS) :]}"
            if key in _ORDER:
                printed.setdefault(key, cell.text)
    components = sorted(printed, key=lambda key: _ORDER[key])
    if len(components) < 4 or (width is not None and len(components) != width):
        return None
    return _checked(components, [(printed[key],) for key in components])


def _checked(components: list[str], headers: list[tuple[str, ...]]) -> Matrix | None:
    """Return the matrix where no component stands twice and the last one is the total."""
    repeated = [component for component in components if "|" in component]
    if repeated:
        names = _PARTS if len(repeated) == 3 else ("",) * len(repeated)
        if len(repeated) not in (1, 3) and len(repeated) > 1:
            names = tuple(_PARTS[:2] if len(repeated) == 2 else _PARTS[: len(repeated)])
        replaced = iter(f"{OTHER_INSTRUMENTS}/{name}" if name else OTHER_INSTRUMENTS for name in names)
        components = [next(replaced) if "|" in component else component for component in components]
    if len(set(components)) != len(components) or len(components) < 4 or components[-1] not in _TOTALS:
        return None
    positions = [_ORDER[component] for component in components]
    if positions != sorted(positions):
        return None
    return Matrix(tuple(components), tuple(headers))


def _key(text: str) -> str:
    return parse_label(text.replace("-", "").replace("—", "")).key


def place_row(
    line: JoinedRow, components: tuple[str, ...], *, is_positional: bool = True
) -> tuple[tuple[Reading, ...], bool]:
    """Return every reading of a row in a matrix of these columns, and whether some had to be left out.

    A row with a cell for every column is plain, unless a balance row leaves its total blank: then its blanks were lost
    or padded. Otherwise the placements in which the row only lost blanks (or, where it is too long, only gained some),
    and those in which blanks after the total were gained too; for a balance row, which other rows and the balance
    sheet pin down, every order-preserving one that ends in the total, and for any row where the blanks fit none.
    Where there would be more than MOST_READINGS, the row's last amount is held to the total column, and a balance's
    first to share capital. A plain row that does not add up may have been moved (matrix_shift.py).
    """
    columns = len(components)
    amounts = list(line.amounts)
    if not amounts:
        return ((),), False
    cells = len(line.row.cells) - 1
    if not is_positional:
        return _place_in_order(line, components)
    distinct = len({amount.at for amount in amounts}) == len(amounts) and amounts[0].at > 0
    is_padded = len(amounts) >= 3 and cells == columns and amounts[-1].at < columns and _is_balance(line)
    if cells == columns and distinct and not is_padded:
        plain_places = tuple(amount.at - 1 for amount in amounts)
        return tuple(
            tuple(print_in(amount, place) for amount, place in zip(amounts, places, strict=True))
            for places in _plain_or_moved(line, plain_places, components)
        ), False
    if len(amounts) >= columns:
        return place_too_many(amounts, columns), False
    every = list(combinations(range(columns), len(amounts)))
    by_blanks = [places for places in every if distinct and _agrees(places, amounts, cells, columns)]
    to_total = [
        places
        for places in every
        if distinct and places[-1] == columns - 1 and _agrees(places, amounts, amounts[-1].at, columns)
    ]
    likely = by_blanks + to_total
    if len(amounts) >= 3 and _is_balance(line):
        likely += [places for places in every if places[-1] == columns - 1]
    placements = list(dict.fromkeys(likely)) or every
    narrowed = len(placements) > MOST_READINGS
    if narrowed:
        placements = [places for places in placements if places[-1] == columns - 1]
        if len(placements) > MOST_READINGS and _is_balance(line):
            placements = [places for places in placements if places[0] == 0]
        if len(placements) > MOST_READINGS:  # to leave some out would make the others look certain
            return ((),), True
    printed = [[print_in(amount, column) for column in range(columns)] for amount in amounts]
    return tuple(
        tuple(choices[column] for choices, column in zip(printed, places, strict=True)) for places in placements
    ), narrowed


def _plain_or_moved(
    line: JoinedRow, plain_places: tuple[int, ...], components: tuple[str, ...]
) -> list[tuple[int, ...]]:
    """Return the placement by position, and others where it does not add up or is none the format has.

    Comprehensive income stands in none but the columns of what it is made of: where it does by position, only those
    placements are left in which it does not and that add up, if there are any.
    """
    values = [amount.number.value for amount in line.amounts]
    if line.parsed.key == _COMPREHENSIVE_INCOME:
        allowed = [at for at, name in enumerate(components) if name in _OF_COMPREHENSIVE_INCOME]
        if any(place not in allowed and value for place, value in zip(plain_places, values, strict=True)):
            sums = RowSums(components)
            fitting = [places for places in combinations(allowed, len(values)) if sums.hold(places, values)]
            if fitting:
                return fitting
    return [plain_places, *shifted_placements(plain_places, values, components)]


def _place_in_order(line: JoinedRow, components: tuple[str, ...]) -> tuple[tuple[Reading, ...], bool]:
    """Return every reading of a row whose empty cells vanished throughout, its amounts and dashes in order.

    A balance has share capital and a total in every company (公司法); comprehensive income stands in none but the
    columns of what it is made of (财会〔2019〕6号, 综合收益总额).
    """
    columns = len(components)
    if len(line.row.cells) - 1 == columns and len({amount.at for amount in line.amounts}) == len(line.amounts):
        return (tuple(print_in(amount, amount.at - 1) for amount in line.amounts),), False
    printed = [at for at, cell in enumerate(line.row.cells) if at and cell.text]
    if not len(line.amounts) <= len(printed) <= columns:
        printed = [amount.at for amount in line.amounts]
    if len(printed) > columns:
        return (tuple(print_in(amount, at) for at, amount in enumerate(line.amounts[:columns])),), False
    open_columns: tuple[int, ...] = tuple(range(columns))
    if line.parsed.key == _COMPREHENSIVE_INCOME and len(printed) < columns:
        open_columns = tuple(at for at, name in enumerate(components) if name in _OF_COMPREHENSIVE_INCOME)
    ends = _is_balance(line) and len(printed) >= 3 and components[0] in _FORMAT[0]
    if ends:
        inner = combinations(range(1, columns - 1), len(printed) - 2)
        every = [(0, *places, columns - 1) for places in inner]
    else:
        every = list(combinations(open_columns, len(printed))) or list(combinations(range(columns), len(printed)))
    if len(every) > _MOST_IN_ORDER:  # to leave some out would make the others look certain
        return ((),), True
    choices = [(printed.index(amount.at), [print_in(amount, at) for at in range(columns)]) for amount in line.amounts]
    readings = (tuple(amount[places[order]] for order, amount in choices) for places in every)
    return tuple({tuple(amount.column for amount in reading): reading for reading in readings}.values()), False


def place_row_ways(
    line: JoinedRow, components: tuple[str, ...], *, is_positional: bool
) -> tuple[tuple[Reading, ...], bool]:
    """Return every reading of every way a row of the matrix can be split, and whether some had to be left out."""
    if not line.row.ways:
        return place_row(line, components, is_positional=is_positional)
    readings: dict[tuple[tuple[int, int, int, int, Decimal], ...], Reading] = {}
    narrowed = False
    for way in line.row.ways:
        if len(way.cells) - 1 > len(components):
            continue
        placed, left_out = place_row(replace(line, row=way), components, is_positional=is_positional)
        narrowed = narrowed or left_out
        for reading in placed:
            readings.setdefault(
                tuple((a.column, a.source.line, a.source.start, a.source.end, a.value) for a in reading), reading
            )
        if len(readings) > _MOST_IN_ORDER:
            return ((),), True
    return tuple(readings.values()) or ((),), narrowed


def _is_balance(line: JoinedRow) -> bool:
    return plain(line.label).rstrip(":").endswith("余额")


def _agrees(places: tuple[int, ...], amounts: list[Amount], cells: int, columns: int) -> bool:
    """Tell whether a placement only adds blanks to a row too short, or only takes them from one too long."""
    before = at_before = -1
    sign = 1 if cells <= columns else -1
    for place, amount in zip(places, amounts, strict=True):
        at = amount.at - 1
        if (place - before - (at - at_before)) * sign < 0:
            return False
        before, at_before = place, at
    return (columns - before - (cells - at_before)) * sign >= 0
