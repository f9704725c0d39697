"""Reading: which bytes are text, and what a text's tables hold, each cell with its exact place."""

from __future__ import annotations

import pytest

from converter.model.document import Grid, Heading, Paragraph
from converter.model.errors import Cas2xbrlError
from converter.model.finding import Severity
from converter.read import READ_FINDINGS, READERS, Reader, claiming_readers, read_document

CHINESE = "# 合并资产负债表\n\n单位：元\n\n| 项目 | 期末余额 |\n| --- | --- |\n| 货币资金 | 1,234.56 |\n"
TRADITIONAL = "合併資產負債表\n單位：元\n項目\t期末餘額\n貨幣資金\t1,234.56\n"


def read(text: str):
    document, findings = read_document(text.encode(), "report.md")
    assert document is not None, findings
    return document


def grids(text: str) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in b.rows] for b in read(text).blocks if isinstance(b, Grid)]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode("utf-8"), "UTF-8"),
        (b"\xef\xbb\xbf" + CHINESE.encode("utf-8"), "UTF-8"),
        (CHINESE.encode("utf-16"), "UTF-16LE"),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), "UTF-16BE"),
        (CHINESE.encode("utf-16-le"), "UTF-16LE"),
        (CHINESE.encode("utf-16-be"), "UTF-16BE"),
        (CHINESE.encode("gb18030"), "GB18030"),
        (TRADITIONAL.encode("big5"), "Big5"),
    ],
)
def test_every_encoding_gives_the_same_cells(data: bytes, encoding: str) -> None:
    document, findings = read_document(data, "report.txt")
    assert not findings
    assert document is not None
    assert document.encoding == encoding
    assert [b.rows[-1][1].text for b in document.blocks if isinstance(b, Grid)] == ["1,234.56"]


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "read.empty", "empty"),
        (b"\xef\xbb\xbf \r\n\t\n", "read.empty", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "read.binary", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "read.binary", "JPEG"),
        (b"PK\x03\x04" + bytes(64), "read.binary", "zip"),
        (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", "read.workbook-damaged", "damaged"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "read.pdf-broken", "PDF"),
        (bytes(range(256)) * 8, "read.binary", "binary"),
        (b"\x00\x01\x02\x03" * 100, "read.binary", "binary"),
        (b"\xa0\xff\xfe\xfd\xff " * 40, "read.unknown-encoding", "encoding"),
    ],
)
def test_what_cannot_be_read_is_an_error_in_both_languages(data: bytes, code: str, words: str) -> None:
    document, findings = read_document(data, "report.txt")
    assert document is None
    (finding,) = findings
    assert finding.code == code
    assert finding.severity is Severity.ERROR
    assert words in finding.message.en
    assert any("\u4e00" <= char <= "\u9fff" for char in finding.message.zh)
    assert finding.suggestion is not None


def test_every_code_has_its_words() -> None:
    for code, (severity, *texts) in READ_FINDINGS.items():
        assert code.startswith("read.")
        assert severity in set(Severity)
        assert all(texts)


def test_every_source_is_the_printed_text() -> None:
    text = (
        "# 一、标题 #\r\n  正文 \r\n\r\n|  **货币资金**  | 1,234.56|\r\n|:--|--|\r\n|存货<br>合计||\r\n"
        "项目\t 2022年 \t\r\na\t1\t\r\n"
    )
    document = read(text)
    for block in document.blocks:
        cells = [cell for row in block.rows for cell in row] if isinstance(block, Grid) else [block]
        for cell in cells:
            source = cell.source
            assert document.lines[source.line - 1][source.start : source.end] == source.text
    assert [type(block) for block in document.blocks] == [Heading, Paragraph, Grid, Grid]


def test_pipe_rows_without_separator_with_a_lost_pipe_and_dashes_are_rows() -> None:
    assert grids("| a | 1 |\n| b | - |\n| - | --- |\n四、期末余额 | 2 | 3 |\n") == [
        [["a", "1"], ["b", "-"], ["-", "---"], ["四、期末余额", "2", "3"]]
    ]


def test_the_separator_is_no_row_and_short_dashes_only_right_under_the_header() -> None:
    assert grids("| a | b |\n|-|-|\n| x | y |\n|---|---|\n| - | - |\n") == [[["a", "b"], ["x", "y"], ["-", "-"]]]


def test_escaped_pipes_tags_and_entities_are_cleaned() -> None:
    assert grids("| a\\|b | <u>c</u><sup>2</sup> | d&amp;e | x<br>y |\n") == [[["a|b", "c2", "d&e", "x y"]]]


def test_a_blank_line_ends_a_table_and_text_stays() -> None:
    document = read("项目\t1\n\n**三、筹资活动产生的现金流量：**\n存货\t2\n")
    assert [type(block) for block in document.blocks] == [Grid, Paragraph, Grid]
    assert document.blocks[1].text == "三、筹资活动产生的现金流量："


def test_a_line_without_a_tab_between_two_rows_is_a_row_of_one_cell() -> None:
    assert grids("a\tb\n货币\n资金\t2.00\n") == [[["a", "b"], ["货币"], ["资金", "2.00"]]]


def test_a_tagged_table_is_read_with_its_spans() -> None:
    text = (
        "前文<table><tr><th rowspan='2'>项目</th><th colspan=2>2022年度</th></tr>\n"
        "<tr><td>股本</td><td>资本\n公积</td></tr><tr><td>余额</td><td> 1.00 </td>"
        "<td><b>2.00</b></td></tr></table>后文\n"
    )
    document = read(text)
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["项目", "2022年度", "2022年度"],
        ["项目", "股本", "资本公积"],
        ["余额", "1.00", "2.00"],
    ]
    assert [cell.spanned for cell in grid.rows[0]] == [False, False, True]
    assert grid.rows[1][0].spanned
    assert [part.text for part in grid.rows[1][2].source.parts] == ["资本", "公积"]
    source = grid.rows[2][2].source
    assert document.lines[source.line - 1][source.start : source.end] == "2.00"
    assert [block.text for block in document.blocks if not isinstance(block, Grid)] == ["前文", "后文"]


def test_text_without_a_table_is_paragraphs() -> None:
    document = read("# 公告\n\n营业收入8.17亿元。\n")
    assert [(type(b), b.text) for b in document.blocks] == [(Heading, "公告"), (Paragraph, "营业收入8.17亿元。")]


def test_two_readers_that_claim_one_file_are_both_named() -> None:
    greedy = Reader("greedy", lambda _: True, lambda _: (), "text/plain", rank=1)
    assert [reader.name for reader in claiming_readers(CHINESE, (*READERS, greedy))][-1] == "greedy"
    assert claiming_readers(CHINESE, ()) == ()


def test_a_layout_asked_for_overrides_what_the_text_looks_like() -> None:
    text = "| 项目 | 期末余额 |\n| --- | --- |\n| 货币资金 | 1.00 |\n".encode()
    document, _ = read_document(text, "a.md", "running-text")
    assert document is not None
    assert not any(isinstance(block, Grid) for block in document.blocks)
    with pytest.raises(Cas2xbrlError, match="no layout upside-down"):
        read_document(text, "a.md", "upside-down")


def test_the_corpus_keeps_every_line_in_a_block(shared) -> None:
    for path in sorted((shared / "corpus" / "markdown").glob("*.md"))[::8]:
        document, findings = read_document(path.read_bytes(), path.name)
        assert document is not None
        assert not findings
        covered: set[int] = set()
        for block in document.blocks:
            if isinstance(block, Grid):
                covered.update(range(block.line_from, block.line_to + 1))
            else:
                covered.add(block.source.line)
        printed = {number for number, line in enumerate(document.lines, 1) if line.strip(" \t\u3000\xa0|#-:")}
        assert printed <= covered


PLAIN_PAGE = "".join(f"第{number}段：货币资金与应收账款期末余额合计一千元。\r\n" for number in range(1, 11))


def test_a_handful_of_broken_bytes_is_marked_and_placed() -> None:
    data = PLAIN_PAGE.encode()
    cut = data.replace("第3段".encode(), "第3".encode() + "段".encode()[:2]).replace("第7段".encode(), b"\xff\xfe7")
    document, findings = read_document(cut, "page.txt")
    assert document is not None
    (finding,) = findings
    assert (finding.code, finding.severity) == ("read.broken-bytes", Severity.WARNING)
    assert [(source.line, source.start) for source in finding.sources] == [(3, 2), (7, 0)]
    for source in finding.sources:
        assert document.lines[source.line - 1][source.start : source.end] == source.text == "\ufffd"
    assert "2" in finding.message.en
    assert document.encoding == "UTF-8"


def test_many_broken_bytes_are_an_unknown_encoding() -> None:
    data = PLAIN_PAGE.encode().replace("段".encode(), "段".encode()[:2])
    document, findings = read_document(data, "page.txt")
    assert document is None
    assert [finding.code for finding in findings] == ["read.unknown-encoding"]
