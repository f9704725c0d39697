"""Write tables of cells as text, page or sheet, the way tools and web sites do."""

from __future__ import annotations

import csv
import html
import io
import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal

import openpyxl

from .tables import Table

Layout = Callable[[list[str], list[Table], random.Random], bytes]
_AMOUNT = re.compile(r"^[-(]?[\d,]+\.?\d*\)?$")


def _above(table: Table) -> list[str]:
    return [table.title, f"编制单位：{table.company}", table.date, table.unit]


def _grid(table: Table) -> list[tuple[str, ...]]:
    return [*table.headers, *table.rows]


def write_pipes(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write Markdown tables."""
    del chance
    lines = list(title)
    for table in tables:
        rows = ["| " + " | ".join(row) + " |" for row in _grid(table)]
        lines += [*_above(table), "", rows[0], "|" + " --- |" * len(table.headers[0]), *rows[1:], ""]
    return "\n".join(lines).encode()


def write_tabs(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write cells with tabs between."""
    del chance
    lines = list(title)
    for table in tables:
        lines += [*_above(table), *("\t".join(row) for row in _grid(table)), ""]
    return "\n".join(lines).encode()


def write_run_together(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write cells with nothing between, as a web page does that lost its markup; titles run into what follows."""
    lines = list(title)
    for table in tables:
        above = _above(table)
        how = chance.choice(("apart", "date", "all"))
        if how == "date":
            above = [table.title + table.date + f"编制单位:{table.company}", table.unit]
        elif how == "all":
            above = [
                f"{table.title}{table.date}编制单位:{table.company}{table.unit.replace('：', ':')}".replace(" ", "")
            ]
        lines += ["", *above, *("".join(row) for row in _grid(table)), "", "公司负责人:张三主管会计工作负责人:李四", ""]
    return "\n".join(lines).encode()


def write_collapsed(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write cells with one blank between, blank cells gone, and a line at the foot of each page."""
    lines = list(title)
    page = chance.randrange(50, 200)
    for table in tables:
        lines += _above(table)
        for row in _grid(table):
            lines.append(" ".join(cell for cell in row if cell))
        page += 1
        lines += [f"{table.company} {page}", ""]
    return "\n".join(lines).encode()


def write_cell_lines(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write one cell on each line, blank cells as blank lines, with feet and heads of pages in between."""
    return _write_cells(title, tables, chance, keep_blanks=True, broken=False)


def write_cell_lines_lost(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write one cell on each line, blank cells gone."""
    return _write_cells(title, tables, chance, keep_blanks=False, broken=False)


def write_cell_lines_broken(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write one cell on each line, blank cells gone, long labels and amounts broken as narrow columns break them."""
    return _write_cells(title, tables, chance, keep_blanks=chance.random() < 0.3, broken=True)


def _write_cells(
    title: list[str], tables: list[Table], chance: random.Random, *, keep_blanks: bool, broken: bool
) -> bytes:
    end = " " if keep_blanks else ""  # what tools that keep blank cells close every cell with
    lines = [f"{line}{end}" for line in title]
    page = chance.randrange(50, 100)
    rows = 0
    for table in tables:
        lines += [f"{line}{end}" for line in _above(table)]
        width = chance.choice((9, 10, 12)) if table.matrix else chance.choice((12, 14, 99))
        for number, row in enumerate(_grid(table)):
            rows += 1
            if rows > 40 and number > len(table.headers) + 1:
                rows = 0
                page += 1
                lines += [f"{page} / 195{end}", f"{_running_head(title)}{end}"]
            for at, cell in enumerate(row):
                if cell:
                    wide = (8 if table.matrix else 14) if at == 0 else width
                    lines += _break(cell, wide) if broken else [cell]
                    lines[-1] += end
                elif keep_blanks and number >= len(table.headers):
                    lines.append(" ")
    return "\n".join(lines).encode()


def _running_head(title: list[str]) -> str:
    return next((line for line in title if line.endswith("报告")), "财务报表")


def _break(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]


def write_aligned(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write columns kept by blanks, labels to the left, amounts to the right of their column."""
    return _write_columns(title, tables, chance, wrap=None)


def write_aligned_wrapped(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write columns kept by blanks, long labels on two lines and more, amounts on the first or between them."""
    return _write_columns(title, tables, chance, wrap=chance.choice(("top", "middle")))


def _write_columns(title: list[str], tables: list[Table], chance: random.Random, *, wrap: str | None) -> bytes:
    lines = [" " * 30 + line if line else line for line in title]
    page = chance.randrange(50, 100)
    written = 0
    for table in tables:
        widest = (12 if table.matrix else 30) if wrap else 999
        grid = _grid(table)
        widths = [max(_width(row[at]) for row in grid) for at in range(len(grid[0]))]
        widths[0] = min(widths[0], widest)
        lines += [" " * 30 + line for line in _above(table)]
        for number, row in enumerate(grid):
            labels = _wrap(row[0], widest)
            if number < len(table.headers):
                cells = _centre(row, widths, table.headers[number + 1] if number + 1 < len(table.headers) else ())
            else:
                cells = [" " * (widths[at] - _width(cell)) + cell for at, cell in enumerate(row) if at]
            margin = " " * 10
            if wrap == "middle" and len(labels) % 2 == 0 and any(row[1:]):
                middle = len(labels) // 2
                new = [*labels[:middle], "", *labels[middle:]]
            else:
                middle = len(labels) // 2 if wrap == "middle" else 0
                new = list(labels)
            for at, label in enumerate(new):
                text = label + " " * (widths[0] - _width(label))
                line = "   ".join([text, *cells]) if at == middle else text
                lines.append((margin + line).rstrip())
            written += len(new)
            if written > 45 and number > len(table.headers) + 1:
                written = 0
                page += 1
                lines += [
                    " " * 50 + f"{page} / 195",
                    "",
                    f"=== page {page + 1} ===",
                    "",
                    " " * 50 + _running_head(title),
                    "",
                ]
        lines.append("")
    return "\n".join(lines).encode()


def _centre(row: tuple[str, ...], widths: list[int], below: tuple[str, ...]) -> list[str]:
    """Return the cells of a header, those of groups in the middle of the columns they span."""
    cells = []
    at = 1
    while at < len(row):
        end = at + 1
        while below and row[at] and below[at] and end < len(row) and not row[end] and below[end]:
            end += 1
        width = sum(widths[at:end]) + 3 * (end - at - 1)
        free = width - _width(row[at])
        cells.append(" " * (free - free // 2) + row[at] + " " * (free // 2))
        at = end
    return cells


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for char in text:
        if _width(lines[-1] + char) > width:
            lines.append("")
        lines[-1] += char
    return lines


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def write_html(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write a page with tables whose headers span columns and rows."""
    del chance
    parts = ["<html><head><meta charset='utf-8'></head><body>"]
    parts += [f"<p>{html.escape(line)}</p>" for line in title if line]
    for table in tables:
        parts += [f"<p>{html.escape(line)}</p>" for line in _above(table)]
        parts.append("<table>")
        parts += _html_header(table)
        for row in table.rows:
            parts.append("<tr>" + "".join(f"<td>{html.escape(cell) or '&nbsp;'}</td>" for cell in row) + "</tr>")
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>"]).encode()


def _html_header(table: Table) -> list[str]:
    """Return the rows of a header: a blank belongs to the cell on its left in a group, else to the one above."""
    headers = table.headers
    parts = []
    taken: set[tuple[int, int]] = set()
    for top, row in enumerate(headers):
        cells = []
        for left, cell in enumerate(row):
            if (top, left) in taken:
                continue
            right = left + 1
            groups = any(len(below) > left + 1 and below[left] for below in headers[top + 1 :]) and left > 0
            while groups and right < len(row) and not row[right] and (top, right) not in taken:
                right += 1
            bottom = top + 1
            while not groups and bottom < len(headers) and not headers[bottom][left]:
                bottom += 1
            taken |= {(down, across) for down in range(top, bottom) for across in range(left, right)}
            cells.append(f"<th colspan={right - left} rowspan={bottom - top}>{html.escape(cell)}</th>")
        parts.append("<tr>" + "".join(cells) + "</tr>")
    return parts


def write_csv(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write comma-separated values."""
    del chance
    out = io.StringIO()
    writer = csv.writer(out)
    for line in title:
        writer.writerow([line])
    for table in tables:
        for line in _above(table):
            writer.writerow([line])
        writer.writerows(_grid(table))
        writer.writerow([])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
    """Write a workbook, a sheet for each statement, amounts as numbers or as text."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    numbers = chance.random() < 0.5
    for number, table in enumerate(tables):
        sheet = book.create_sheet(f"{number + 1}")
        for line in [*(title if number == 0 else []), *_above(table)]:
            sheet.append([line])
        for row in _grid(table):
            sheet.append([_cell(cell, at) if numbers else cell or None for at, cell in enumerate(row)])
            if numbers:
                for cell in sheet[sheet.max_row]:
                    if isinstance(cell.value, float):
                        cell.number_format = "#,##0.00"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(text: str, at: int) -> str | float | None:
    if at == 0 or not _AMOUNT.match(text):
        return text or None
    value = Decimal(re.sub("[(),-]", "", text))
    return float(-value if text[0] in "-(" else value)


def recode(layout: Layout, encoding: str, newline: str = "\n") -> Layout:
    """Return a layout of text in another encoding, or with other ends of lines."""

    def write(title: list[str], tables: list[Table], chance: random.Random) -> bytes:
        return layout(title, tables, chance).decode().replace("\n", newline).encode(encoding)

    return write


LAYOUTS: Mapping[str, Layout] = {
    "pipes": write_pipes,
    "tabs": write_tabs,
    "html": write_html,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "run together": write_run_together,
    "collapsed": write_collapsed,
    "cell lines": write_cell_lines,
    "cell lines, blanks lost": write_cell_lines_lost,
    "cell lines, broken": write_cell_lines_broken,
    "aligned": write_aligned,
    "aligned, wrapped": write_aligned_wrapped,
    "gb18030": recode(write_tabs, "gb18030", "\r\n"),
    "utf-16": recode(write_tabs, "utf-16"),
}
