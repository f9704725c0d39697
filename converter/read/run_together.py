"""Read text whose table cells ran together, as a web page's do that was stripped of its markup.

A row is a line such as 货币资金附注七、1760,504,735.751,273,521,765.55, a table a run of lines that print amounts or
short labels. Rows are split in every way the digits allow (run_together_rows.py), headers by the words that head
columns (header_words.py). Empty cells vanished, so a cell's index says its order among the amounts, not its column.
"""

from __future__ import annotations

import dataclasses
import re
from itertools import combinations
from math import comb

from converter.model.document import Block, Cell, Grid, Row
from converter.model.source import Source
from converter.read.delimited import is_delimited, make_cell, read_line
from converter.read.header_words import HeaderWord, split_header
from converter.read.mixed_rows import CENTS
from converter.read.note_words import is_known, may_be_note_header, split_note_header
from converter.read.run_together_notes import find_sums, make_note_grid
from converter.read.run_together_rows import (
    ROW_END,
    Figures,
    Line,
    Style,
    Way,
    count_note_marks,
    find_amounts,
    has_leading_digits,
    has_lost_number,
    is_even,
    make_word_cell,
    same_width,
    split_cells,
    split_row,
)

# Two amounts without anything between them: 735.751,273,521 / 1,154,8431,202,935 / 31,160-27,146
_GLUED = re.compile(r",\d{3}\.\d{2}-?\d{1,3}[,.]\d|,\d{4,6},\d{3}|,\d{3}-\d{1,3},\d{3}")
_DASHED = re.compile(r"\d--?$|--\d|[\u4e00-\u9fff)]--?$")
_GROUPED = re.compile(r"\d,\d{3}(?!\d)")
_LEAST_SHARE = 0.1  # of the lines with amounts
_SENTENCE = re.compile(r"[。！？!?；;□√☑]|[:：](?!$).{0,40}[:：]")
_LONGEST_LABEL = 90
_LONGEST_WITHIN = 160  # of a row in the middle of a table
_FURNITURE = re.compile(
    r"^(?:(?:金额|货币)?单位[:：]|编制单位|公司负责人|企业负责人|法定代表人|主管会计|会计机构|后附|\d{1,3}\s*/\s*\d{1,3}$)"
)
_TITLE = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?\s*)?(?:合并及(?:母)?公司|合并|母公司|公司|本行|银行)?"
    r"(?:资产负债表|利润表|损益表|现金流量表|(?:所有者|股东)?权益(?:[(（]?(?:或)?(?:股东|所有者)权益[)）]?)?变动表)(?:[(（]续[)）])?"
)
_TITLE_PART = re.compile(
    r"20\d\d年|编制单位|(?<!编制)(?:金额|货币)?单位[:：]|币种[:：]|[(（](?:未经审计|经审计|除特别)"
)
_ENDS = re.compile("[合总]计")
_HEADING = re.compile(
    r"^(?:\d{1,3}\s*[、.．]|[(（]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]\s*[、.．]?|第[一二三四五六七八九十]+节)"
)
_AMOUNT = re.compile(r"\d,\d")
# The answer to one heading, run together with the next: 无60、 未分配利润
_ANSWERED = re.compile(r"(?P<answer>无|不适用)(?=\d{1,3}\s*、\s*[\u4e00-\u9fff])")
_OUTER = " \t\u3000\xa0\ufeff"
_NOTE_HINT = re.compile("金额|余额|发生额|比例|账面")
_LEAST_WORDS = 3  # of a header of a note in the middle of a run
_WIDEST = 24
_TELLING_ROWS = 8  # rows with amounts of which one at least shows whether bare numbers refer to notes
_MOST_SPREAD = 2000  # rows as wide as the table that one printed row may be


def is_run_together(text: str) -> bool:
    """Tell whether a text without delimiters prints amounts without anything between them."""
    if is_delimited(text):
        return False
    glued = grouped = 0
    for line in text.split("\n"):
        if "," in line and _GROUPED.search(line):
            grouped += 1
            glued += bool(_GLUED.search(line))
    return glued > _LEAST_SHARE * grouped


def read_run_together(lines: tuple[str, ...]) -> tuple[Block, ...]:
    """Return the blocks of a text in order: headings, paragraphs, and a grid for every run of rows.

    Every non-blank line becomes part of one block, but for titles that ran together with a date and a company
    (合并资产负债表2022年6月30日编制单位:…), which become one block for each.
    """
    blocks: list[Block] = []
    run: list[Line] = []
    spaced = _is_spaced(lines)
    dashes = _prints_dashes(lines)
    for number, line in enumerate(lines, 1):
        stripped = line.strip(_OUTER)
        if not stripped:
            if not spaced:
                _read_run(run, blocks, whole=True, dashes=dashes)
            continue
        plain = same_width(stripped)
        has_amounts = bool(ROW_END.search(plain))
        if _may_be_row(plain, has_amounts=has_amounts, longest=_LONGEST_WITHIN if run else _LONGEST_LABEL):
            run.append(Line(number, line, plain, line.index(stripped), has_amounts))
        else:
            _read_run(run, blocks, whole=False, dashes=dashes)
            blocks.extend(_read_text(line, number))
    _read_run(run, blocks, whole=True, dashes=dashes)
    return tuple(blocks)


def _prints_dashes(lines: tuple[str, ...]) -> bool:
    """Tell whether dashes may stand for blank cells: somewhere one is no sign, as no number follows it."""
    return any(_DASHED.search(same_width(line.strip(_OUTER))) for line in lines)


def _is_spaced(lines: tuple[str, ...]) -> bool:
    """Tell whether a blank line follows every line, so that blank lines say nothing about where tables end."""
    glued = [at for at, line in enumerate(lines) if _GLUED.search(line)]
    alone = sum(1 for at in glued if at + 1 >= len(lines) or not lines[at + 1].strip(_OUTER))
    return len(glued) >= 3 and alone * 4 > len(glued) * 3


def _may_be_row(plain: str, *, has_amounts: bool, longest: int = _LONGEST_LABEL) -> bool:
    """Tell whether a line may be a row or a header of a table rather than text."""
    label = plain.rstrip("0123456789,.%()/- ")
    if not _AMOUNT.search(plain) and may_be_note_header(plain):
        return True
    if len(label) > longest and ("资本公积" not in label or "。" in label):
        return False
    if (
        _SENTENCE.search(label.replace("?", "") if CENTS.search(plain) else label)
        or _FURNITURE.match(plain)
        or plain.startswith("#")
    ):
        return False
    return has_amounts or not _TITLE.match(plain)


def _read_run(run: list[Line], blocks: list[Block], *, whole: bool, dashes: bool) -> None:
    """Turn the lines of a run into grids, one for each header, and text; ``whole`` says that a blank line ended it."""
    lines = list(run)
    run.clear()
    if not any(line.has_amounts or CENTS.search(line.plain) for line in lines):
        for line in lines:
            blocks.extend(_read_text(line.text, line.number))
        return
    pending: list[Line] = []
    below = False
    for line in lines:
        read = _read_header(line, pending, below=below)
        if read.header and not below:
            _flush(pending, blocks, whole=False, dashes=dashes)
        pending.append(read)
        below = bool(read.header)
    _flush(pending, blocks, whole=whole, dashes=dashes)


def _read_header(line: Line, pending: list[Line], *, below: bool) -> Line:
    """Return a line with the cells it has as a header, or told to print amounts between words below a header.

    A header of a note that no list makes up whole counts only where the run begins: the rows say whether it is one.
    """
    if line.has_amounts:
        return line
    if header := split_header(line.plain, below=below):
        return dataclasses.replace(line, header=header)
    headed = any(other.header for other in pending)
    if CENTS.search(line.plain):
        return dataclasses.replace(line, has_amounts=headed)
    begins = not any(other.has_amounts for other in pending)
    ways = split_note_header(line.plain, below=below) if below or begins or _NOTE_HINT.search(line.plain) else {}
    known = [words for words in ways.values() if is_known(line.plain, words)]
    least = min(known, key=len, default=())
    if not least and ways and not pending:
        least = min(ways.values(), key=len)
    if not (below or begins) and len(least) < _LEAST_WORDS:
        return line
    return dataclasses.replace(line, header=least, is_note_header=bool(least))


def _flush(pending: list[Line], blocks: list[Block], *, whole: bool, dashes: bool) -> None:
    """Turn the lines waiting into a grid with what stands before and after it.

    Lines without amounts before the first header, or before the first amount of a table without one, are text unless
    they end in a colon; so are those after the last amount that look like headings or follow a total, where the run
    was not ``whole``.
    """
    lines = list(pending)
    pending.clear()
    amounts = [at for at, line in enumerate(lines) if line.has_amounts]
    if not amounts or (len(lines) == 1 and not _GLUED.search(lines[0].plain)):
        for line in lines:
            blocks.extend(_read_text(line.text, line.number))
        return
    first = next((at for at, line in enumerate(lines) if line.header), None)
    if first is None or first > amounts[0]:
        first = amounts[0]
        while first > 0 and not _HEADING.match(lines[first - 1].plain):
            first -= 1
    last = len(lines)
    if not whole:
        last = amounts[-1] + 1
        ended = _ENDS.match(lines[last - 1].plain)  # below a total stands the caption of what follows
        while not ended and last < len(lines) and not _HEADING.match(lines[last].plain):
            last += 1
    for line in lines[:first]:
        blocks.extend(_read_text(line.text, line.number))
    sums = first + find_sums(lines[first:last])
    blocks.extend(_make_grid(part, dashes=dashes) for part in (lines[first:sums], lines[sums:last]) if part)
    for line in lines[last:]:
        blocks.extend(_read_text(line.text, line.number))


def _read_text(line: str, number: int) -> list[Block]:
    """Return the block of a line outside any table; of a title with what ran together with it, one for each part."""
    stripped = line.strip(_OUTER)
    if match := _ANSWERED.match(stripped):
        answer = line.index(stripped) + match.end("answer")
        return [read_line(line[:answer], number), *_read_text(" " * answer + line[answer:], number)]
    title = _TITLE.match(stripped)
    if title is None or title.end() == len(stripped):
        return [read_line(line, number)]
    offset = line.index(stripped)
    cuts = [0] + [m.start() for m in _TITLE_PART.finditer(stripped) if m.start() >= title.end()]
    if len(cuts) < 2 or cuts[1] > title.end() + 2:
        return [read_line(line, number)]
    blocks: list[Block] = []
    for begin, end in zip(cuts, [*cuts[1:], len(stripped)], strict=True):
        piece = " " * (offset + begin) + stripped[begin:end]
        if piece.strip(_OUTER):
            blocks.append(read_line(piece, number))
    return blocks


def _make_grid(lines: list[Line], *, dashes: bool) -> Grid:
    noted = make_note_grid(lines)
    if noted is not None:
        return noted
    lines = [
        dataclasses.replace(line, header=()) if line.is_note_header and not is_known(line.plain, line.header) else line
        for line in lines
    ]
    style = _tell_style(lines, dashes=dashes)
    heads = [line for line in lines if line.header]
    rows: list[Row] = _header_rows(heads, notes=style.notes)
    before = 1 + style.notes
    is_matrix = _count_components(lines) > 0
    width = before + style.limit if style.limit and len(heads) > 1 and not is_matrix else None
    alternatives: dict[int, tuple[Row, ...]] = {}
    split = {line.number: _split(line.plain, style) for line in lines if not line.header}
    if width is not None and any(
        sum(comb(width - before, min(len(way.cells), width - before)) for way in ways) > _MOST_SPREAD
        for ways in split.values()
    ):
        width = None  # where its cells stand is left to the matrix they are of
    for line in lines:
        if line.header:
            continue
        ways = [_make_row(line, way, notes=style.notes) for way in split[line.number]]
        if width is not None:
            ways = list(dict.fromkeys(spread for way in ways for spread in _spread_row(way, before, width)))
        if len(ways) > 1:
            alternatives[len(rows)] = tuple(ways)
        rows.append(ways[0])
    return Grid(tuple(rows), lines[0].number, lines[-1].number, alternatives, is_positional=width is not None)


def _spread_row(row: Row, before: int, width: int) -> list[Row]:
    """Return every row as wide as the table that has the cells of one from which empty cells vanished, in order."""
    cells = row[before:]
    if not cells or len(row) >= width:
        return [row]
    blank = Cell("", Source(line=row[0].source.line, start=0, end=0, text=""))
    spread = []
    for places in combinations(range(width - before), len(cells)):
        wide = [blank] * (width - before)
        for place, cell in zip(places, cells, strict=True):
            wide[place] = cell
        spread.append((*row[:before], *wide))
    return spread


def _split(text: str, style: Style) -> tuple[Way, ...]:
    """Split a row by its table's style, or where that fails into amounts of any one number of decimals."""
    ways = split_row(text, style)
    if ways[0].cells or not ROW_END.search(text):
        return ways
    for limit in dict.fromkeys((style.limit, None)):
        other = dataclasses.replace(style, figures=Figures.ANY, limit=limit)
        if even := tuple(way for way in split_row(text, other) if way.cells and is_even(text, way)):
            return even
    return ways


def _tell_style(lines: list[Line], *, dashes: bool) -> Style:
    """Return what the rows of a table and its header have in common."""
    headers = [line.header for line in lines if line.header]
    texts = [line.plain for line in lines if not line.header]
    figures = _tell_figures([line.plain for line in lines if line.has_amounts])
    style = Style(figures, dashes=dashes, notes=True)
    in_header = any(word.kind == "note" for words in headers for word in words)
    marked = sum(count_note_marks(text, style) for text in texts)
    notes = in_header or marked > 1
    limit = _count_columns(headers)
    bare = in_header and _has_bare_notes(texts, dataclasses.replace(style, limit=limit or None), marked)
    if limit and figures is Figures.TWO_DECIMALS and not in_header:
        exact = Style(figures)
        if any(_fewest(line.plain, exact) > limit for line in lines if line.has_amounts and not line.header):
            limit = None  # the header lost cells, or they are not all told apart
    if limit is None and (figures is Figures.ANY or dashes):
        limit = _count_components(lines) or max((_fewest(text, style) for text in texts), default=None)
    style = Style(figures, limit or None, notes, bare, dashes)
    numberless = notes and any(has_lost_number(text, style) for text in texts)
    return dataclasses.replace(style, numberless=numberless)


def _has_bare_notes(texts: list[str], style: Style, marked: int) -> bool:
    """Tell whether numbers stand before amounts that no amount can hold; a short table may, all the same.

    ``marked`` is how often words tell a reference: where they mostly do, it is no number alone.
    """
    numbered = [text for text in texts if find_amounts(text, style) is not None and not count_note_marks(text, style)]
    bare = sum(has_leading_digits(text, style) for text in numbered)
    return bare > marked or (not marked and len(numbered) < _TELLING_ROWS)


def _count_columns(headers: list[tuple[HeaderWord, ...]]) -> int | None:
    """Return how many columns the lowest row of a header names, None where rows above reach over columns of their own.

    That is so where a row below does not divide evenly among the words above it.
    """
    count: int | None = None
    for words in headers:
        own = sum(word.kind not in ("first", "note") for word in words)
        if (count and own % count) or any(word.kind == "equity" for word in words):
            return None
        count = own
    return count


def _count_components(lines: list[Line]) -> int:
    """Return how many columns the header of a matrix of equity names, 0 where it names none.

    归属于母公司所有者权益 over 小计, and 其他权益工具 over 优先股 and 永续债, are no columns of their own.
    """
    words = [line.plain[word.start : word.end] for line in lines for word in line.header if word.kind == "equity"]
    groups = any(word.startswith("归属于") for word in words) and "小计" in words
    return len(words) - groups - ("其他权益工具" in words and any(word in words for word in ("优先股", "永续债")))


def _tell_figures(rows: list[str]) -> Figures:
    if not any("," in row for row in rows) and any(re.search(r"\d{6,}\.\d\d", row) for row in rows):
        return Figures.UNGROUPED
    printed = [row for row in rows if re.search(r"\d[,.]\d", row)]
    exact = sum(find_amounts(row, Style(Figures.TWO_DECIMALS)) is not None for row in printed)
    return Figures.TWO_DECIMALS if exact * 2 > len(printed) else Figures.ANY


def _fewest(text: str, style: Style) -> int:
    """Return the least number of cells a row can be split into."""
    first = find_amounts(text, style)
    if first is None:
        return 0
    ways = split_cells(text[first:], dataclasses.replace(style, limit=_WIDEST, dashes=False))
    return min((len(cells) for cells in ways), default=0)


def _make_row(line: Line, way: Way, *, notes: bool) -> Row:
    def cell(start: int, end: int) -> Cell:
        return make_cell(line.text, line.number, line.offset + start, line.offset + end)

    row = [cell(0, way.label_end)]
    if notes:
        row.append(cell(*way.note) if way.note else cell(0, 0))
    row.extend(cell(*span) for span in way.cells)
    return tuple(row)


def _header_rows(heads: list[Line], *, notes: bool) -> list[Row]:
    """Return the rows of a header; words over several columns of the row below stand over each of them.

    A row without a first word stands over the columns, a blank cell in front.
    """
    rows: list[Row] = []
    last = _count_columns([line.header for line in heads])
    for line in heads:
        blank = make_cell(line.text, line.number, 0, 0)
        words = list(line.header)
        row = [make_word_cell(line, words.pop(0)) if words[0].kind == "first" else blank]
        if notes:
            row.append(make_word_cell(line, words.pop(0)) if words and words[0].kind == "note" else blank)
        over = last // len(words) if last and len(words) > 1 else 1
        for word in words:
            cell = make_word_cell(line, word)
            row.extend(dataclasses.replace(cell, spanned=at > 0) for at in range(over))
        rows.append(tuple(row))
    return rows
