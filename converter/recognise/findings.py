"""Word what recognising has to say: one entry per code."""

from __future__ import annotations

from converter.model.finding import Finding, Severity, Wording, word_finding
from converter.model.source import Source

RECOGNISE_FINDINGS: dict[str, Wording] = {
    # code: severity, message (zh, en), what to do (zh, en)
    "recognise.no-statement": (
        Severity.WARNING,
        "文件里没有财务报表：{why_zh}。",
        "the document holds no financial statement: {why_en}",
        "请改用载有财务报表的报告全文。",
        "convert the full report, which holds the statements",
    ),
    "recognise.statement-cut": (
        Severity.WARNING,
        "第 {first}–{last} 行的{title}不完整：缺少{zh}。",
        "the {kind} on lines {first}–{last} is cut: {en} is missing",
        "请对照原文补全该表；已印出的各行照常转换。",
        "complete the table from the original; the rows that are printed are converted all the same",
    ),
    "recognise.period-unknown": (
        Severity.ERROR,
        "第 {first}–{last} 行的{title}：列“{header}”属于哪个期间，表头和标题都没有说明。",
        "the {kind} on lines {first}–{last}: neither header nor title tells the period of the column “{header}”",
        "请在表头补上日期或期间（如 2023年12月31日、2023年度）。",
        "add the date or the period to the header (2023年12月31日, 2023年度)",
    ),
    "recognise.header-replaced": (
        Severity.WARNING,
        "第 {line} 行的权益变动表表头与其各行对不上（{why_zh}），已按{from_zh}确定各列。",
        "the header of the equity matrix on line {line} does not fit its rows ({why_en}); {from_en} gives the columns",
        "请对照原文核对该表各列。",
        "compare the columns of that table with the original",
    ),
    "recognise.number-unreadable": (
        Severity.WARNING,
        "第 {line} 行“{label}”一行印着“{text}”，不是完整的数字，未作为金额。",
        "line {line}, row “{label}”, prints “{text}”, which is no complete number; it was not taken for an amount",
        "请对照原文补正该单元格。",
        "correct the cell from the original",
    ),
    "recognise.number-perhaps-cut": (
        Severity.INFO,
        "第 {line} 行“{label}”一行印着“{text}”，该表其他金额都印到分：后面的数字可能丢失，勾稽关系能证明时才作为金额。",
        "line {line}, row “{label}”, prints “{text}”, others two decimals: perhaps cut, an amount only if proven",
        "请对照原文核对该单元格。",
        "compare the cell with the original",
    ),
    "recognise.row-shifted": (
        Severity.WARNING,
        "第 {line} 行“{label}”：该表某行的金额中间混入了表头文字“{word}”，其下各列无法确定，{text} 未作为金额。",
        "line {line}, row “{label}”: a header's “{word}” stands among the amounts; the columns of {text} are unknown",
        "请对照原文分开表头与该行。",
        "part header and row as in the original",
    ),
    "recognise.placement-open": (
        Severity.WARNING,
        "第 {line} 行“{label}”一行的 {count} 个金额放进 {columns} 列的方式太多，仅保留其中 {kept} 种。",
        "line {line}, row “{label}”: {count} amounts fit {columns} columns in many ways; {kept} of them are kept",
        "请对照原文补上该行丢失的空单元格。",
        "restore the empty cells the row lost from the original",
    ),
    "recognise.labels-slipped": (
        Severity.WARNING,
        "第 {first}–{last} 行：首行有金额无名称，末行“{label}”有名称无金额，各行名称已依次上移一行。",
        "lines {first}–{last}: the first row has no label, the last, “{label}”, no amounts; labels were moved up a row",
        "请对照原文核对这几行。",
        "compare these rows with the original",
    ),
    "recognise.number-unplaced": (
        Severity.WARNING,
        "第 {line} 行“{label}”一行的金额多于列数，{text} 没有放进任何一列。",
        "line {line}, row “{label}”, prints more amounts than there are columns; left over: {text}",
        "请对照原文核对该行。",
        "compare the row with the original",
    ),
}

KIND_NAMES = {
    "balance_sheet": ("资产负债表", "balance sheet"),
    "income_statement": ("利润表", "income statement"),
    "cash_flow_statement": ("现金流量表", "cash flow statement"),
    "changes_in_equity": ("所有者权益变动表", "statement of changes in equity"),
    "key_figures": ("主要会计数据", "key figures"),
}


def make_finding(code: str, sources: tuple[Source, ...] = (), **values: object) -> Finding:
    """Return the finding of a code, its blanks filled with ``values``."""
    return word_finding(code, RECOGNISE_FINDINGS[code], sources, **values)
