"""Word what reading has to say: one entry per code."""

from __future__ import annotations

from converter.model.finding import Finding, Severity, Wording, word_finding
from converter.model.source import Source

READ_FINDINGS: dict[str, Wording] = {
    # code: severity, message (zh, en), what to do (zh, en)
    "read.empty": (
        Severity.ERROR,
        "文件是空的：没有任何可读的文字。",
        "the file is empty: there is no text in it",
        "请检查文件是否下载完整，再重新转换。",
        "check that the file was downloaded whole, then convert it again",
    ),
    "read.binary": (
        Severity.ERROR,
        "这不是文本：从内容看是 {zh}。",
        "this is no text: by its content it is {en}",
        "请提供报告的文字版本（制表符或竖线分隔的文本、Markdown）。",
        "give the text of the report (tab- or pipe-delimited text, Markdown)",
    ),
    "read.format-not-read": (
        Severity.ERROR,
        "文件是 {zh}，本版本还不能读取这种格式。",
        "the file is {en}, a format this release does not read yet",
        "请先把它转成制表符或竖线分隔的文本（如 Markdown）再转换。",
        "turn it into tab- or pipe-delimited text (Markdown, say) and convert that",
    ),
    "read.unknown-encoding": (
        Severity.ERROR,
        "无法确定文字编码：按 UTF-8 解码在第 {offset} 字节处失败，按 UTF-16、GB18030、Big5 也读不出通顺的中文。",
        "the encoding is unknown: it breaks at byte {offset} as UTF-8, and gives no Chinese as UTF-16, GB18030 or Big5",
        "请把文件另存为 UTF-8 再转换。",
        "save the file as UTF-8 and convert it again",
    ),
    "read.broken-bytes": (
        Severity.WARNING,
        "文件是 UTF-8，但有 {count} 处字节不成字符，已各以“\ufffd”代替：第 {zh} 行。",
        "the file is UTF-8, but bytes of it form no character and are read as “\ufffd”: {count} in all, on line {en}",
        "请对照原件补正这些字符；含有它们的数字不会成为事实。",
        "restore these characters from the original; a number that holds one becomes no fact",
    ),
    "read.pdf-broken": (
        Severity.ERROR,
        "PDF 文件已损坏，无法打开。",
        "the PDF is broken and cannot be opened",
        "请检查文件是否下载完整；或用阅读器打开后另存一份，再转换。",
        "check that the file was downloaded whole, or open it in a viewer, save a copy and convert that",
    ),
    "read.pdf-scanned": (
        Severity.ERROR,
        "PDF 共 {pages} 页，只有图像，没有文字层：这是扫描件。",
        "the PDF has {pages} page(s) of pictures and no text layer: it is a scan",
        "请先用 OCR 软件识别文字（输出带文字层的 PDF 或文本），再转换。",
        "run it through OCR first (giving a PDF with a text layer, or text) and convert that",
    ),
    "read.pdf-page-scanned": (
        Severity.WARNING,
        "第 {pages} 页只有图像，没有文字层，其中的数字没有读到。",
        "page(s) {pages} hold a picture and no text layer; numbers on them were not read",
        "如果这些页印有报表，请先用 OCR 软件识别，再转换。",
        "if statements are printed there, run the file through OCR first and convert that",
    ),
    "read.layout-ambiguous": (
        Severity.ERROR,
        "这份文字可以按几种版式来读：{names}。程序不作猜测。",
        "the text can be read in several layouts: {names}; which one is not guessed",
        "请用 --layout 指明其中一种，再重新转换。",
        "name one of them with --layout and convert again",
    ),
    "read.unclaimed": (
        Severity.ERROR,
        "没有读取器认得这种文字版式。",
        "no reader knows this layout of text",
        "请把报告转成制表符或竖线分隔的文本（如 Markdown）再转换。",
        "turn the report into tab- or pipe-delimited text (Markdown, say) and convert that",
    ),
    "read.old-spreadsheet": (
        Severity.ERROR,
        "文件是旧版 Excel 工作簿（.xls），本版本只读取 .xlsx。",
        "the file is an old Excel workbook (.xls); only .xlsx is read",
        "请在 Excel 或 WPS 中打开它，另存为 .xlsx，再转换。",
        "open it in Excel or WPS, save it as .xlsx and convert that",
    ),
    "read.encrypted": (
        Severity.ERROR,
        "文件设有打开密码，内容是加密的。",
        "the file is protected by a password: its content is encrypted",
        "请用密码打开后另存一份不加密的文件，再转换。",
        "open it with the password, save a copy without one and convert that",
    ),
    "read.workbook-damaged": (
        Severity.ERROR,
        "Excel 工作簿已损坏，无法读取：{why}。",
        "the workbook is damaged and cannot be read: {why}",
        "请在 Excel 或 WPS 中打开并修复，另存为新的 .xlsx，再转换。",
        "open it in Excel or WPS, let it be repaired, save it as a new .xlsx and convert that",
    ),
    "read.workbook-empty": (
        Severity.ERROR,
        "Excel 工作簿里没有任何填写内容的表格。",
        "no sheet of the workbook holds a table",
        "请检查是否选对了文件；图片和图表里的数字不会被读取。",
        "check that it is the right file; numbers in pictures and charts are not read",
    ),
    "read.hidden-sheet": (
        Severity.INFO,
        "工作表“{sheet}”是隐藏的，其内容也已读取。",
        "sheet “{sheet}” is hidden; it was read like the others",
        "如果它不属于报告，请删除后重新转换。",
        "delete it and convert again if it is no part of the report",
    ),
    "read.hidden-rows": (
        Severity.INFO,
        "工作表“{sheet}”有 {count} 个隐藏行（第 {rows} 行），其内容也已读取。",
        "sheet “{sheet}” has hidden rows ({count}: {rows}); they were read like the others",
        "如果它们不属于报告，请删除后重新转换。",
        "delete them and convert again if they are no part of the report",
    ),
    "read.formula-without-value": (
        Severity.WARNING,
        "工作表“{sheet}”有 {count} 个公式没有保存计算结果：{cells}。这些单元格按空白处理，本程序不代为计算。",
        "sheet “{sheet}” has formulas without a stored value ({count}: {cells}); they are read as blank, not computed",
        "请在 Excel 或 WPS 中打开、重新计算并保存，再转换。",
        "open it in Excel or WPS, recalculate, save and convert again",
    ),
    "read.error-value": (
        Severity.WARNING,
        "工作表“{sheet}”有 {count} 个单元格的值是错误（如 #REF!、#DIV/0!）：{cells}。",
        "sheet “{sheet}” has cells that hold an error such as #REF! or #DIV/0! ({count}: {cells})",
        "请更正这些单元格的公式，再转换。",
        "correct the formulas of these cells and convert again",
    ),
}


def make_finding(code: str, sources: tuple[Source, ...] = (), **values: str) -> Finding:
    """Return the finding of a code, its blanks filled with ``values``."""
    return word_finding(code, READ_FINDINGS[code], sources, **values)
