"""Tell pieces of numbers from numbers: what a narrow cell broke is joined where it can be, and else read by nobody.

A piece may look like a number of its own: the ``8.00`` that a cell broke off ``835,352,688.00`` is well formed. Around
a cell that is visibly a piece, therefore, whatever may belong to it counts as a piece too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal

from converter.model.document import Cell
from converter.model.label import parse_label
from converter.model.number import Number, parse_number
from converter.model.source import Source, Span
from converter.model.statement import Reading
from converter.recognise.items import JoinedRow
from converter.recognise.rows import FIGURES, Amount, Row, is_piece

_ENDED = re.compile(r"\.\d\d\)?$")
_LONG = re.compile(r"\d{4,}")
_USUAL_DECIMALS = 2  # 元 are printed to the 分 (财会〔2019〕6号 prints 单位：元)
_LEAST_AMOUNTS = 10
_MANY_PIECES = 3
_SHARE = 10  # of so many amounts at most one may print fewer decimals, where two are usual


def mend_fragments(rows: Iterable[Row], known: frozenset[str]) -> None:
    """Join the pieces of broken numbers over the rows below a label; what joins to no number becomes unread.

    A labelled row and the label-less rows below it are taken together, column by column, and a row whose label only
    ends the one above (together they are a ``known`` key). A number joined from pieces stands in the topmost row that
    prints one of them, its source lists them all. Where the pieces of one column join to nothing, numbers were broken
    across columns too, and no piece of these rows means anything.
    """
    block: list[Row] = []
    for row in rows:
        if row.ways:  # the reader has split it, in every way
            continue
        if row.label and block and not _ends_label(block, row, known):
            _mend_block(block)
            block = []
        block.append(row)
    if block:
        _mend_block(block)


def _ends_label(block: list[Row], row: Row, known: frozenset[str]) -> bool:
    """Tell whether a row goes on with label and broken numbers of the one row above."""
    (above, *more) = block
    if more or not above.label or row.key in known or not _has_piece(above):
        return False
    return parse_label(above.label + row.label).key in known


def _has_piece(row: Row) -> bool:
    return any(is_piece(cell.text) for _, cell in row.unread)


def _mend_block(block: list[Row]) -> None:
    if not any(_has_piece(row) for row in block) and not any(
        amount.source.text.startswith((".", "．")) for row in block for amount in row.amounts
    ):
        return
    for row in block:
        _set_aside_beside(row)
    if len(block) == 1:
        return
    chains = [
        (chain, at)
        for at in sorted({at for row in block for at, _ in _figures(row)})
        for chain in _chains([(row, cell) for row in block for where, cell in _figures(row) if where == at])
    ]
    joined = [_join(chain) for chain, _ in chains]
    failed = any(len(chain) > 1 and source is None for (chain, _), source in zip(chains, joined, strict=True))
    for (chain, at), source in zip(chains, joined, strict=True):
        for row, cell in chain:
            _set_aside(row, at, cell)
        if source is None or failed:
            continue
        for row, cell in chain:
            row.unread.remove((at, cell))
        number = _parse_whole(source.text)
        assert number is not None
        top = chain[0][0]
        top.amounts.append(Amount(at, number, source))
        top.amounts.sort(key=lambda amount: amount.at)
    if failed:  # whatever else stands below the label may be a piece of the same numbers
        for row in block[1:]:
            for at, cell in _figures(row):
                if not row.label:
                    _set_aside(row, at, cell)


def _figures(row: Row) -> Iterator[tuple[int, Cell]]:
    """Yield the cells beside the label that print figures and nothing else, with their place."""
    for at, cell in enumerate(row.cells[1:], 1):
        if cell.text and not cell.spanned and FIGURES.fullmatch(cell.text):
            yield at, cell


def _set_aside_beside(row: Row) -> None:
    """Take from a row's amounts those that, with the piece right beside them, print one number cut in two."""
    figures = dict(_figures(row))
    for at, cell in figures.items():
        beside = figures.get(at + 1)
        if beside is None or not (is_piece(cell.text) or is_piece(beside.text)):
            continue
        if _parse_whole(cell.text + beside.text.lstrip("-—–－−(（")) is not None:
            _set_aside(row, at, cell)
            _set_aside(row, at + 1, beside)


def _set_aside(row: Row, at: int, cell: Cell) -> None:
    row.amounts[:] = [amount for amount in row.amounts if amount.at != at]
    if (at, cell) not in row.unread:
        row.unread.append((at, cell))


def _chains(column: list[tuple[Row, Cell]]) -> Iterator[list[tuple[Row, Cell]]]:
    """Yield the runs of cells in one column that a piece ties together, down to where decimals end a number."""
    run: list[tuple[Row, Cell]] = []
    for row, cell in column:
        run.append((row, cell))
        if _ENDED.search(cell.text):
            if any(is_piece(each.text) for _, each in run):
                yield run
            run = []
    if any(is_piece(each.text) for _, each in run):
        yield run


def _join(chain: list[tuple[Row, Cell]]) -> Source | None:
    """Return the place of the one number that pieces print together, None where they print none."""
    whole = "".join(cell.text for _, cell in chain)
    if len(chain) < 2 or any(cell.source.parts for _, cell in chain) or _parse_whole(whole) is None:
        return None
    parts = tuple(
        Span(line=cell.source.line, start=cell.source.start, end=cell.source.end, text=cell.source.text)
        for _, cell in chain
    )
    first = chain[0][1].source
    return first.model_copy(update={"text": whole, "parts": parts})


def _parse_whole(text: str) -> Number | None:
    """Return the number pieces print together; one of four digits and more must have its separators."""
    number = parse_number(text)
    if number is None or (not number.grouped and _LONG.search(unicodedata.normalize("NFKC", text).partition(".")[0])):
        return None
    return number


def doubt_cut_amounts(lines: list[JoinedRow], readings: list[tuple[Reading, ...]]) -> list[tuple[Source, ...]]:
    """Give rows with amounts that may be cut each reading again without them; return these amounts per row.

    Where nearly all amounts of a statement print two decimals, or others of it are visibly in pieces, one that prints
    fewer may have lost its end: only arithmetic can tell. Amounts per share are no evidence and are never meant, nor
    is a plain 0.
    """
    printed = [
        [] if "每股" in line.label else [amount for amount in placed[0] if not amount.percent]
        for line, placed in zip(lines, readings, strict=True)
    ]
    short = [[a for a in row if a.decimals < _USUAL_DECIMALS and a.value != Decimal(0)] for row in printed]
    number = sum(map(len, short))
    usual = sum(1 for row in printed for amount in row if amount.decimals == _USUAL_DECIMALS)
    pieces = sum(1 for line in lines for _, cell in line.unread if is_piece(cell.text))
    is_rare = usual >= _LEAST_AMOUNTS and number * _SHARE <= usual
    if not is_rare and not (usual and pieces >= _MANY_PIECES):
        return [()] * len(lines)
    for row, doubtful in enumerate(short):
        if doubtful:
            cut = {(amount.source.line, amount.source.start) for amount in doubtful}
            without = tuple(
                tuple(amount for amount in reading if (amount.source.line, amount.source.start) not in cut)
                for reading in readings[row]
            )
            readings[row] = tuple(dict.fromkeys((*readings[row], *without)))
    return [tuple(amount.source for amount in doubtful) for doubtful in short]
