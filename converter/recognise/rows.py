"""Take a table's rows apart: label, note reference, printed numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from converter.model.document import Cell
from converter.model.label import ParsedLabel, parse_label
from converter.model.number import Number, is_blank, parse_number
from converter.model.source import Source
from converter.model.statement import PrintedAmount

# 七、1 / 五、（二十四） / 十五（一） / 附注五、3 / 七.61 / (二)、1
_NOTE = re.compile(r"^(?:附注|注释?)?[一二三四五六七八九十百()（）、.,，．\d\s\-—]{2,14}$")
# 基本每股收益（元/股）十八、2: the reference stands in the label's cell
_LABEL_AND_NOTE = re.compile(
    r"(?P<label>.+(?:[^一二三四五六七八九十百()（）、.,，．\d\s附注释第见]|[^一二三四五六七八九十\d][)）]))\s*"
    r"(?P<note>(?:附注|注释?)?[一二三四五六七八九十]{1,3}、\s*\d{1,3})"
)
_CHINESE_NUMERAL = re.compile(r"[一二三四五六七八九十]")
_WORDED_NOTE = re.compile(
    r"^(?:附注|注释?)?(?:[一二三四五六七八九十]{1,3}[、.,，．]?)?(?:附注|注释?)\d{1,3}$"
)  # 注1 / 五、注释12
_PLAIN_NOTE = re.compile(r"^\d{1,3}(?:[、,.]\s*\d{1,2})?$|^[（(]\d{1,2}[)）]$")
_NUMBER_TOKEN = re.compile(r"[(（]?[-－—–−]?\d[\d,，]*(?:\.\d+)?[)）]?%?")
_LONGEST_NUMBERS = 60  # characters of a cell that prints nothing but numbers
FIGURES = re.compile(r"[-+—–－−(（]?[\d,，.．]*\d[\d,，.．]*[)）]?")  # digits and what stands between them
_PLACEHOLDER = re.compile(r"^[.…·。\s]+$")


@dataclass(frozen=True, slots=True)
class Amount:
    """Hold one printed number of a row, the index of the cell it stands in, and the scale printed behind it."""

    at: int
    number: Number
    source: Source
    scale: int | None = None


def print_in(amount: Amount, column: int) -> PrintedAmount:
    """Return an amount as one printed in a column of its statement."""
    number = amount.number
    return PrintedAmount(column, number.value, number.decimals, amount.source, number.percent, amount.scale)


@dataclass(slots=True)
class Row:
    """Hold one row of a table: ``cells`` as printed, the label's index and text, and what was read in the rest.

    Rows are made once per table that may be a statement and live only within this stage.
    """

    cells: tuple[Cell, ...]
    label: str
    parsed: ParsedLabel
    sources: tuple[Source, ...]
    amounts: list[Amount] = field(default_factory=list)
    unread: list[tuple[int, Cell]] = field(default_factory=list)  # not blank, not a number, not a note
    ways: tuple[Row, ...] = ()  # every way to split it, this one among them, where there is more than one

    @property
    def key(self) -> str:
        """Return the key the row's label is looked up by."""
        return self.parsed.key

    @property
    def line(self) -> int:
        """Return the line the row begins on."""
        return self.cells[0].source.line if self.cells else self.sources[0].line


def read_row(cells: tuple[Cell, ...]) -> Row:
    """Return a row whose first cell is the label; a note reference that looks like a number stays for the columns."""
    first = cells[0]
    # A note reference is no label: where the label was parted from it, the row goes on with the one above.
    is_no_label = _PLACEHOLDER.match(first.text) or is_note_reference(first.text)
    label = "" if is_no_label or (first.text and is_blank(first.text)) else first.text
    source, note = first.source, None
    if match := _LABEL_AND_NOTE.fullmatch(label):
        note = Cell(match["note"], source)
        if source.text == label and not source.parts:
            note = Cell(match["note"], _part(source, match.start("note"), len(label)))
            source = _part(source, 0, match.end("label"))
        label = match["label"]
    row = Row(cells, label, parse_label(label), (source,) if label else ())
    if note is not None:
        row.unread.append((0, note))
    if label and (number := parse_number(label)) is not None:
        row.label, row.parsed, row.sources = "", parse_label(""), ()
        row.amounts.append(Amount(0, number, first.source))
    for index, cell in enumerate(cells[1:], 1):
        if not cell.text or cell.spanned:
            continue
        if len(cell.text) > _LONGEST_NUMBERS:
            row.unread.append((index, cell))
            continue
        number = parse_number(cell.text)
        if number is not None:
            row.amounts.append(Amount(index, number, cell.source))
        elif is_blank(cell.text) or _PLACEHOLDER.match(cell.text):
            continue
        elif numbers := split_numbers(cell):
            row.amounts.extend(Amount(index, found, source) for found, source in numbers)
        else:
            row.unread.append((index, cell))
    return row


def _part(source: Source, start: int, end: int) -> Source:
    place = {"start": source.start + start, "end": source.start + end, "text": source.text[start:end]}
    return source.model_copy(update=place)


def split_numbers(cell: Cell) -> list[tuple[Number, Source]]:
    """Return the numbers of a cell that prints nothing but several whole numbers, each with its own place.

    Only numbers with decimals or thousands separators count: 2 3 may as well be a note or a broken number.
    """
    source = cell.source
    if source.parts or len(source.text.split()) < 2 or not cell.text[-1].isdigit():
        return []
    tokens = list(_NUMBER_TOKEN.finditer(source.text))
    if len(tokens) < 2 or _NUMBER_TOKEN.sub("", source.text).strip():
        return []
    found: list[tuple[Number, Source]] = []
    for token in tokens:
        number = parse_number(token[0])
        if number is None or not (number.grouped or number.decimals):
            return []
        start = source.start + token.start()
        place = source.model_copy(update={"start": start, "end": start + len(token[0]), "text": token[0]})
        found.append((number, place))
    return found


def is_piece(text: str) -> bool:
    """Tell whether a cell prints figures that are no whole number: the piece of one."""
    return (
        bool(FIGURES.fullmatch(text))
        and (parse_number(text) is None or text.startswith((".", "．")))
        and not is_note_reference(text)
    )


def is_note_reference(text: str, *, in_note_column: bool = False) -> bool:
    """Tell a reference to a note (附注) by its form; a bare figure is one only in a column known to hold notes."""
    stripped = text.strip()
    if in_note_column and _PLAIN_NOTE.match(stripped):
        return True
    if _WORDED_NOTE.match(stripped):
        return True
    return len(stripped) > 1 and bool(_NOTE.match(stripped)) and bool(_CHINESE_NUMERAL.search(stripped))
