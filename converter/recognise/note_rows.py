"""Turn the body rows of a table of the notes into lines: labels whole again and told apart.

A label broken over rows or pages is joined where its pieces say so: brackets that close in the next piece, words that
cannot end or begin a label, or the whole label printed elsewhere in the document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from converter.model.label import ParsedLabel, parse_label
from converter.model.source import Source
from converter.recognise.note_cells import BodyRow, Kind, is_amount
from converter.recognise.periods import plain

_CANNOT_END = re.compile(r"[、，,（(“《—和与及或的]$")
_CANNOT_BEGIN = re.compile(r"^[、，,）)”》。]")
TOTAL = re.compile(r"(?:合计|总计|合计数|小计|总额)$")
SUM = re.compile(r"^(?:小计|合计|总计)$")
PARTY = re.compile(r"有限|股份公司|集团|合伙企业|医院|银行|大学|研究[所院]|Ltd|LTD|Inc|INC")
_NUMBERED_NAME = re.compile(r"^(\d{1,3})\s*(?=[^\d\s.、．)）年月日天个万亿%元股]{2})(\S.*)$")
_TRADES = "发展|科技|技术|贸易|商贸|投资|管理|实业|医药|药业|制药|控股|集团|服务|咨询|生物|健康|食品|连锁|工程|置业"
TAIL = re.compile(rf"^(?:{_TRADES})*(?:股份)?(?:有限)?(?:责任)?公司$")  # of a company's name: without what tells it
_BAND_ENDS = re.compile(r"^(?:\d年?[至到—~～-]+)?(\d)年(?:以内)?(?:\([^)]*\))?$")
_BAND_BEGINS = re.compile(r"^(\d)年?(?:[至到—~～-]+\d年|以上)")
_LAST_BAND = re.compile("以上$")
_WHOLE_NAME = re.compile(
    r"有限合伙\)$|(?:公司|医院|大学|银行|研究[所院]|合伙企业|Ltd\.?|LTD\.?|Inc\.?|INC\.?)(?:\([^()]*\))?$"
)
_OF_WHICH = "其中"
_NAME_END = re.compile(r"(?:有限|股份|责任)公司|(?:医院|银行|大学|研究[所院]|合伙企业|门诊部)$")
_OF_BANK = re.compile(r"(?:公司|银行)[-—–一]")  # 甲银行股份有限公司-乙基金
_FUND_END = re.compile(r"(?:基金|计划|组合|专户|产品|账户|资金|信托|公司)(?:\([^()]*\))?$")
_GOES_ON = re.compile(r"[^,，。、:：;；]{1,20}")
_ANSWER = re.compile(r"^(?:不适用|无|没有|[□☐√☑].*)$")
_DAY = re.compile(r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_AFFECTED = re.compile("影响的?报表项目(?:名称)?$")
_UNTOLD = "（未标明）"  # in front of the words that tell the row from others
_MANY = 400  # rows beyond which doubled labels are not looked for one by one
_TWICE = 2


@dataclass(slots=True)
class Line:
    """Hold one row as meant: its label's pieces joined, the row that prints its numbers, and its texts."""

    label: str
    sources: tuple[Source, ...]
    row: BodyRow
    texts: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # those of the texts that were joined to the label
    parsed: ParsedLabel = field(init=False)

    def __post_init__(self) -> None:
        """Take the label apart."""
        self.parsed = parse_label(self.label)

    def rename(self, label: str) -> None:
        """Give the line another label."""
        self.label, self.parsed = label, parse_label(label)

    @property
    def prints_amounts(self) -> bool:
        """Tell whether the row prints a number beside its label."""
        return any(cell.kind is Kind.NUMBER for cell in self.row.cells[1:])

    @property
    def prints_words(self) -> bool:
        """Tell whether the row prints words where others print amounts, or an answer to its label (不适用)."""
        known = {self.label, *self.texts}
        return any(
            _ANSWER.match(cell.cell.text) or (cell.kind is Kind.TEXT and cell.cell.text not in known)
            for cell in self.row.cells[1:]
        )

    @property
    def is_bare(self) -> bool:
        """Tell whether the row prints a label and nothing else."""
        return bool(self.label) and not self.prints_amounts and not any(self.texts)


def build_lines(
    rows: Sequence[BodyRow],
    label_at: int,
    text_columns: Sequence[int],
    count_printed: Callable[[str], int],
    labels: Collection[str] = (),
) -> list[Line]:
    """Return the lines of a table from its rows; ``count_printed`` says how often a text stands in the document.

    ``labels`` are keys of the labels that rules are about.
    """
    lines: list[Line] = []
    for row in rows:
        label, sources = _label_of(row, label_at)
        texts = [
            row.cells[at].cell.text if at < len(row.cells) and row.cells[at].kind in (Kind.TEXT, Kind.DATE) else ""
            for at in text_columns
        ]
        line = Line(label, sources, row, texts)
        if not label and not any(texts) and not any(each.amounts for each in row.cells):
            continue
        if lines and (
            _join(lines[-1], line, count_printed, labels) or _join_over_pages(lines[-1], line, count_printed)
        ):
            continue
        lines.append(line)
    _give_back_amounts(lines)
    _name_of_which(lines)
    return lines


def _label_of(row: BodyRow, label_at: int) -> tuple[str, tuple[Source, ...]]:
    """Return the label of a row; where rows are numbered, a total may stand there, or a name glued to its number."""
    numbered = _NUMBERED_NAME.match(row.cells[0].cell.text) if label_at == 1 and row.cells else None
    if numbered is not None and row.cells[0].kind is Kind.TEXT:
        return numbered[2], (row.cells[0].cell.source,)
    for at in range(label_at, -1, -1):
        if at >= len(row.cells):
            continue
        cell = row.cells[at]
        if (
            is_amount(cell)
            or cell.kind is Kind.MARK
            or not cell.cell.text
            or (at < label_at and cell.kind is not Kind.TEXT)
        ):
            continue
        return cell.cell.text, (cell.cell.source,)
    return "", ()


def _give_back_amounts(lines: list[Line]) -> None:
    """Give amounts without label at the head of a page to the numbered row below them that prints none.

    The row above them is whole, and a row with an ordinal that begins a page prints its amounts beside it.
    """
    for at in range(len(lines) - 1, 0, -1):
        line, below = lines[at - 1], lines[at]
        above = lines[at - 2] if at > 1 else None
        begins = above is None or above.row.piece != line.row.piece
        if line.label or any(line.texts) or not line.prints_amounts or not begins or above is None:
            continue
        if below.row.piece == line.row.piece and below.parsed.ordinal and not below.prints_amounts and above.label:
            below.row = line.row
            del lines[at - 1]


def _name_of_which(lines: list[Line]) -> None:
    """Give the amounts beside 其中： alone to the row below it that prints a label and nothing else."""
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if line.parsed.key != _OF_WHICH or not line.prints_amounts:
            continue
        line.rename("")
        if at + 1 < len(lines) and lines[at + 1].is_bare and not lines[at + 1].parsed.prefix:
            lines[at + 1].rename(f"{_OF_WHICH}：{lines[at + 1].label}")
            lines[at + 1].row = line.row
            del lines[at]


def _join(last: Line, line: Line, count_printed: Callable[[str], int], labels: Collection[str]) -> bool:
    """Join a row to the one above where both are one line; return whether they were."""
    if not line.label:
        if (
            last.label
            and line.prints_amounts
            and not any(line.texts)
            and not last.prints_amounts
            and not any(last.texts)
        ):
            if last.label.rstrip().endswith((":", "：")) or last.parsed.ordinal:
                return False
            last.row = line.row
            return True
        return False
    if not last.label or (last.prints_amounts and line.prints_amounts):
        return False
    if last.prints_amounts and line.prints_words and not _ends_name(last.label, line.label):
        return False  # 战略投资者…的情况 | 不适用: a row of its own
    if line.parsed.ordinal or line.parsed.prefix:
        return False
    if TOTAL.search(line.parsed.key) and not (line.is_bare and _is_known_whole(last.label, line.label, labels)):
        return False
    if not _are_one_label(last.label, line.label, count_printed, labels):
        return False
    last.rename(last.label + line.label)
    last.sources += line.sources
    if line.prints_amounts:
        last.row = line.row
    last.texts = [first + second for first, second in zip(last.texts, line.texts, strict=True)]
    return True


def _join_over_pages(last: Line, line: Line, count_printed: Callable[[str], int]) -> bool:
    """Join the rest of a label that begins a page, whatever words stand beside it, to the last row of the page before.

    What a page broke off is the label, or the name in a column of words behind it; return whether it was joined.
    """
    begins = last.row.piece != line.row.piece and last.prints_amounts and not line.prints_amounts
    if not begins or any(_ANSWER.match(cell.cell.text) for cell in line.row.cells[1:]):
        return False
    if not line.label:
        cut = [at for at, text in enumerate(line.texts) if text and _is_rest(last.texts[at], text, count_printed)]
        for at in cut:
            last.texts[at] += line.texts[at]
        return bool(cut)
    if not last.label or line.parsed.ordinal or line.parsed.prefix or TOTAL.search(line.parsed.key):
        return False
    if not _is_rest(last.label, line.label, count_printed):
        return False
    last.rename(last.label + line.label)
    last.sources += line.sources
    return True


def _is_rest(first: str, second: str, count_printed: Callable[[str], int]) -> bool:
    """Tell whether words are the rest of others: both are printed as one elsewhere, or are a party's name together."""
    one, two = plain(first), plain(second)
    if not one:
        return False
    if is_cut_fund(first) and _GOES_ON.fullmatch(two) and not _OF_BANK.search(two):
        return True
    return count_printed(one + two) > 0 or (not PARTY.search(one) and bool(_NAME_END.search(two)))


def is_cut_fund(label: str) -> bool:
    """Tell whether a fund's name, which begins with that of the bank it is kept at, breaks off before its end."""
    name = plain(label)
    return bool(_OF_BANK.search(name)) and not _FUND_END.search(name)


def _ends_name(first: str, second: str) -> bool:
    """Tell whether the second text is nothing but the tail of a company's name that the first lacks."""
    one, two = plain(first), plain(second)
    listed = "、" in one and bool(TAIL.match(two.partition("、")[0]))  # 甲公司、乙 | 公司、丙公司
    return (listed or bool(TAIL.match(two))) and not _WHOLE_NAME.search(one)


def _are_one_label(first: str, second: str, count_printed: Callable[[str], int], labels: Collection[str] = ()) -> bool:
    one, two = plain(first), plain(second)
    if _ends_name(first, second):
        return True
    if one.count("(") > one.count(")") and two.count(")") > two.count("("):
        return True
    if _CANNOT_END.search(one) or _CANNOT_BEGIN.search(two):
        return True
    parts = count_printed(one), count_printed(two)
    if count_printed(one + two) == 0:
        return _is_known_whole(first, second, labels) and max(parts) < _TWICE
    return min(parts) < _TWICE


def _is_known_whole(first: str, second: str, labels: Collection[str]) -> bool:
    """Tell whether rules are about two texts as one, and about neither alone (…股东的综 | 合收益总额)."""
    one, two = plain(first), plain(second)
    return [parse_label(text).key in labels for text in (one + two, one, two)] == [True, False, False]


def tell_apart(lines: list[Line], headers: Sequence[str] = ()) -> int:
    """Carry labels down to rows that print none and join columns of words until labels differ; return how many.

    In tables such as 关联方 | 关联交易内容 the first column alone does not tell rows apart. A row with a label and
    nothing else heads the rows without one that follow (应付账款, below it the creditors in the second column).
    ``headers`` are those of the columns of words: lines of the statements that amounts are of are joined to each row.
    """
    _carry_down(lines)
    width = max((len(line.texts) for line in lines), default=0)
    joined = 0
    for at in range(width):
        labels = [line.label for line in lines if line.prints_amounts and line.label]
        names_lines = at == 0 and any(_AFFECTED.search(header) for header in headers[:1])
        if len(set(labels)) == len(labels) and not names_lines:
            break
        doubled = {label for label in labels if labels.count(label) > 1} if len(labels) < _MANY else None
        doubled = None if names_lines else doubled
        parts = [label for label in labels if not SUM.match(plain(label))]
        if doubled is not None and 2 * sum(label in doubled for label in parts) > len(parts):
            doubled = None  # the column says what each row belongs to, also where one row alone does
        for line in lines:
            text = line.texts[at]
            is_sum = bool(SUM.match(line.parsed.key))
            if (
                text
                and line.label
                and not (names_lines and _ANSWER.match(text))
                and not is_sum
                and line.prints_amounts
                and (doubled is None or line.label in doubled)
            ):
                line.rename(f"{line.label}/{text}")
                line.beside.append(text)
                joined = at + 1
    return joined


def _carry_down(lines: list[Line]) -> None:
    carried, texts = "", [""]
    headed = False
    for late in _find_late(lines):
        lines[late].rename("")
    untold = _find_untold(lines)
    below = _find_begun_below(lines)
    for at, line in enumerate(lines):
        if at in untold:
            line.rename(_UNTOLD)
            continue
        if at in below:
            own = lines[below[at]]
            line.rename(own.label)
            line.texts = [text or other for text, other in zip(line.texts, own.texts, strict=True)]
            continue
        if line.label:
            headed = not line.prints_amounts and not any(line.texts)
            carried, texts = line.label, list(line.texts)
            continue
        words = next((at for at, text in enumerate(line.texts) if text), None)
        if headed and words == 0:
            line.rename(line.texts[0])
            line.texts[0] = ""
        elif carried and words is not None and not headed and not _is_displaced(line):
            line.rename(carried)
            line.texts = [
                own or (above if above and not above[0].isdigit() else "")
                for own, above in zip(line.texts, texts, strict=True)
            ]
            texts = list(line.texts)


def _find_begun_below(lines: list[Line]) -> dict[int, int]:
    """Return, by row without label, the row below whose label is its own: merged cells print it in their middle.

    So it is where rows right above a label begin on the day the labelled one does, the labelled one before on another.
    """
    found: dict[int, int] = {}
    labelled = [at for at, line in enumerate(lines) if line.label]
    for before, at in pairwise(labelled):
        for here in range(at - 1, before, -1):
            own, day = lines[here], next((text for text in lines[here].texts if _DAY.match(text)), "")
            if not own.prints_amounts or not day or day not in lines[at].texts or day in lines[before].texts:
                break
            found[here] = at
    return found


def _find_untold(lines: list[Line]) -> frozenset[int]:
    """Return the rows around one whose label stands in an amount's place: merged cells print it in their middle.

    Which of the rows without label around it are its own nothing says; its own label it has.
    """
    untold: set[int] = set()
    for at, line in enumerate(lines):
        if (
            line.label
            or not line.prints_amounts
            or not any(cell.kind is Kind.TEXT and PARTY.search(cell.cell.text) for cell in line.row.cells[1:])
            or not line.prints_words
        ):
            continue
        words = next(cell.cell for cell in line.row.cells[1:] if cell.kind is Kind.TEXT)
        line.rename(words.text)
        line.sources = (words.source,)
        for way in (-1, 1):
            here = at + way
            while 0 <= here < len(lines) and not lines[here].label:
                untold.add(here)
                here += way
    return frozenset(untold)


def _find_late(lines: list[Line]) -> frozenset[int]:
    """Return the rows of ages that follow one without label between two that adjoin (3至4年, amounts, 4至5年).

    No age is between them: the label stands a row below its amounts. So do those that follow, unless they go on up to
    the last (5年以上) and the total stands behind them.
    """
    late: set[int] = set()
    for at, line in enumerate(lines[:-1]):
        if line.label or any(line.texts) or not line.prints_amounts:
            continue
        above = next((each.label for each in reversed(lines[:at]) if each.label and each.prints_amounts), "")
        ends, begins = _BAND_ENDS.match(plain(above)), _BAND_BEGINS.match(plain(lines[at + 1].label))
        if ends and begins and ends[1] == begins[1]:
            rest = range(at + 1, len(lines))
            bands = list(takewhile(lambda here: _BAND_BEGINS.match(plain(lines[here].label)), rest))
            is_whole = _LAST_BAND.search(lines[bands[-1]].label) and len(lines) > bands[-1] + 1
            late.update(bands[:1] if is_whole else bands)
    return frozenset(late)


def _is_displaced(line: Line) -> bool:
    """Tell whether an amount stands where the row's label should."""
    return is_amount(line.row.cells[0])
