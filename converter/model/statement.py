"""Hold statements as printed, before any concept is known.

Statement ─┬─ columns: what each amount column is about (period, equity component)
           └─ items:   LineItem ── readings: every way its amounts can stand in the columns
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from converter.model.period import Duration, Period
from converter.model.source import Source


class StatementKind(StrEnum):
    """Name the kinds of statement (报表种类) of the contract."""

    BALANCE_SHEET = "balance_sheet"  # 资产负债表
    INCOME_STATEMENT = "income_statement"  # 利润表
    CASH_FLOW_STATEMENT = "cash_flow_statement"  # 现金流量表
    CHANGES_IN_EQUITY = "changes_in_equity"  # 所有者权益变动表
    KEY_FIGURES = "key_figures"  # 主要会计数据和财务指标、非经常性损益
    NOTE = "note"  # 附注
    DISCUSSION = "discussion"  # 管理层讨论与分析
    PROSE = "prose"  # 正文叙述


class Scope(StrEnum):
    """Tell the group's figures (合并) from the parent's own (母公司)."""

    CONSOLIDATED = "consolidated"
    PARENT_ONLY = "parent_only"


@dataclass(frozen=True, slots=True)
class Column:
    """Describe one amount column of a statement.

    ``header`` is the header path as printed, outermost first. ``period`` is the period the column covers: a
    Duration for flow statements and the equity matrix, an Instant for balance sheets. ``equity_component`` is the
    printed label of the component in an equity matrix (the group header in front where the label alone is
    ambiguous: ``其他权益工具/其他``), else ``None``.
    ``measure`` is the printed label where the column is not an amount in currency (``增减(%)``), else ``None``.
    ``presentation_scale`` is the column's own where its header prints one (``2024年（万元）``), else ``None``.
    In a table of the notes ``measure`` is what the header path says besides the period, its parts joined by ``/``
    (``本期增加金额/购置``), and empty where it says nothing more.
    """

    header: tuple[str, ...]
    period: Period | None
    equity_component: str | None = None
    measure: str | None = None
    presentation_scale: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedAmount:
    """Hold one printed number.

    ``value`` is exact and as printed (before the presentation scale), ``decimals`` counts its printed digits after the
    point, ``percent`` says whether a % sign stands with it. ``scale`` is the power of ten printed behind it
    (``99,908.00万元``), else ``None``.
    """

    column: int
    value: Decimal
    decimals: int
    source: Source
    percent: bool = False
    scale: int | None = None


Reading = tuple[PrintedAmount, ...]


@dataclass(frozen=True, slots=True)
class LineItem:
    """Hold one row of a statement.

    ``printed_label`` is the row as printed (pieces over several lines joined); ``label`` the same without ordinal,
    prefix and sign instruction. ``level`` is the printed depth (0 outermost), ``parent`` the index in
    ``Statement.items`` of the row it is nested under. ``prefix`` is 其中, 加 or 减 where printed. ``note`` is the note
    reference (附注) as printed. ``readings`` holds every placement of the row's amounts: exactly one where the layout
    is plain, several where it is not; a row that prints no amount has the single empty reading ``((),)``.
    ``members`` says what the row is about where rows are members of a dimension and columns are measures: pairs of
    the dimension as printed (分产品) and the member's text; in notes the words of columns beside the labels that were
    joined to them (关联方 | 关联交易内容), the dimension empty. Rows of one statement with the same ``choice`` have as
    many readings each, and take the one at the same index: a piece of a table whose amounts all stand in one column.
    ``presentation_scale`` is the row's own where its label prints one (``净利润（万）``), else ``None``.
    ``period`` is the row's own where its label prints one (``2021年12月31日余额``), else ``None``.
    A row that ``is_torn`` lost cells, and amounts it printed, or may have printed, are in none of its readings;
    ``withheld`` are those that are there: the page does not say in which column, or what stands there.
    """

    printed_label: str
    label: str
    level: int
    parent: int | None
    prefix: str | None
    ordinal: str | None
    note: str | None
    readings: tuple[Reading, ...]
    sources: tuple[Source, ...]
    members: tuple[tuple[str, str], ...] = ()
    choice: str | None = None
    presentation_scale: int | None = None
    period: Period | None = None
    is_torn: bool = False
    withheld: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Say where in the notes or the discussion a table stands.

    ``number`` is the note's number as printed, all levels joined (``五、（三）``), ``title`` its heading without the
    number (``应收账款``), ``section`` the heading of the part of the notes it belongs to (``合并财务报表项目注释``).
    ``captions`` are the headings and lines between the note's heading and the table that say what the table is about,
    outermost first, without numbers (``按坏账计提方法分类披露``). ``row_header`` is the header of the column of labels
    (``账龄``). What is not printed is empty.
    """

    number: str
    title: str
    section: str
    captions: tuple[str, ...] = ()
    row_header: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Hold one statement as printed, page-break pieces already joined.

    ``presentation_scale`` is the power of ten of the printed unit (元 0, 千元 3, 万元 4, 百万元 6, 亿元 8).
    ``unit_printed`` is False where the unit of a table's amounts is printed nowhere and cannot be taken for granted;
    ``unit_assumed`` is True where the unit was printed for other tables, and the amounts have yet to bear it out.
    ``place`` is set for tables of the notes and the discussion that are read by their structure (附注表格); these have
    ``period``, the days that a column and row without a period of their own are about.
    """

    id: str
    kind: StatementKind
    scope: Scope
    title: str
    line_from: int
    line_to: int
    presentation_scale: int
    currency: str
    columns: tuple[Column, ...]
    items: tuple[LineItem, ...]
    unit_printed: bool = True
    place: NotePlace | None = None
    period: Duration | None = None
    unit_assumed: bool = False


@dataclass(frozen=True, slots=True)
class EntityIdentity:
    """Say whose report it is.

    ``name`` (公司名称), ``stock_code`` (证券代码) and ``short_name`` (证券简称), where printed.
    """

    name: str | None
    stock_code: str | None = None
    short_name: str | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """Hold one fact about the document itself, text or a date; ``key`` is a row of taxonomy/document_facts.csv.

    ``members`` pairs typed axes, without prefix, with texts where a table prints one such fact for each of its rows.
    """

    key: str
    value: str
    source: Source
    members: tuple[tuple[str, str], ...] = ()


class NotePart(StrEnum):
    """Name the parts of the notes that are read in different ways."""

    POLICY = "policy"  # 重要会计政策及会计估计: one note for each policy
    ITEM = "item"  # 财务报表项目注释: one note for each item of the statements
    CHAPTER = "chapter"  # any other chapter, one note as a whole


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Hold one note as text: ``content`` is an element of XHTML, ``source`` the place of the note's heading.

    ``number`` and ``title`` are the heading's, ``section`` is the title of its chapter.
    """

    number: str
    title: str
    section: str
    part: NotePart
    scope: Scope
    content: str
    source: Source


@dataclass(frozen=True, slots=True)
class RecognisedReport:
    """Hold everything recognised in one document."""

    entity: EntityIdentity
    report_type: str  # annual_report, half_year_report, first_quarter_report, third_quarter_report, audit_report, other
    period: Period | None  # the reporting period (报告期), a Duration
    currency: str  # ISO 4217
    title: str | None
    statements: tuple[Statement, ...]
    document_facts: tuple[DocumentFact, ...] = ()
    text_blocks: tuple[TextBlock, ...] = ()
