"""Turn bytes into text: the kind of file by its first bytes, the encoding by strict decoding and plausible Chinese."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# The first bytes of files that are no text, as their format specifications (or file(1)) give them.
_MAGIC: tuple[tuple[bytes, int, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", 0, "PNG 图片", "a PNG picture"),
    (b"\xff\xd8\xff", 0, "JPEG 图片", "a JPEG picture"),
    (b"GIF87a", 0, "GIF 图片", "a GIF picture"),
    (b"GIF89a", 0, "GIF 图片", "a GIF picture"),
    (b"II*\x00", 0, "TIFF 图片", "a TIFF picture"),
    (b"MM\x00*", 0, "TIFF 图片", "a TIFF picture"),
    (b"WEBP", 8, "WebP 图片", "a WebP picture"),
    (b"\x1f\x8b\x08", 0, "gzip 压缩文件", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", 0, "7z 压缩文件", "a 7z archive"),
    (b"Rar!\x1a\x07", 0, "RAR 压缩文件", "a RAR archive"),
    (b"BZh", 0, "bzip2 压缩文件", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", 0, "xz 压缩文件", "an xz archive"),
    (b"\x7fELF", 0, "可执行程序", "a program"),
    (b"MZ", 0, "可执行程序", "a program"),
    (b"SQLite format 3\x00", 0, "SQLite 数据库", "an SQLite database"),
    (b"BM", 0, "BMP 图片", "a BMP picture"),
)
# Formats people do have reports in, that this release does not read yet.
_DOCUMENTS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "PDF 文档", "a PDF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文档（.doc 等）", "an old Office document (.doc or the like)"),
    (b"{\\rtf", "RTF 文档", "an RTF document"),
)
# Names of streams in a compound file ([MS-CFB] §2.6.1, UTF-16) that tell what it is.
_STREAMS: tuple[tuple[bytes, str], ...] = (
    ("EncryptedPackage".encode("utf-16-le"), "read.encrypted"),
    ("Workbook".encode("utf-16-le"), "read.old-spreadsheet"),
    ("Book".encode("utf-16-le"), "read.old-spreadsheet"),
)
_ZIP_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"xl/workbook.bin", "Excel 二进制工作簿（.xlsb）", "a binary Excel workbook (.xlsb)"),
    (b"word/", "Word 文档（.docx）", "a Word document (.docx)"),
    (b"ppt/", "PowerPoint 文稿（.pptx）", "a PowerPoint presentation (.pptx)"),
)
_DECLARED_CHARSET = re.compile(rb"<meta[^>]{0,200}\bcharset\s*=\s*[\"']?\s*([\w.:-]{2,20})", re.IGNORECASE)
_DECLARATION = (
    4096  # bytes in which a page's declaration is looked for; the HTML Living Standard asks for 1024 (§4.2.5.4)
)
# What pages declare, to the codec that holds all of it (WHATWG Encoding Standard §4.2: gb2312 and gbk mean gb18030).
_CHARSETS = {
    "gb2312": ("gb18030", "GB18030"),
    "gbk": ("gb18030", "GB18030"),
    "gb18030": ("gb18030", "GB18030"),
    "gb_2312-80": ("gb18030", "GB18030"),
    "x-gbk": ("gb18030", "GB18030"),
    "big5": ("big5hkscs", "Big5"),
    "big5-hkscs": ("big5hkscs", "Big5"),
}
_SHORT_MAGIC = 4  # a magic of fewer bytes may begin a text; it counts only beside control characters

# The most frequent characters of financial reports and of running Chinese, simplified and traditional. Chinese
# decoded in the wrong double-byte encoding gives rare characters and hardly any of these.
_FREQUENT = frozenset(
    "的一是在有和为年月日不公司资产本期产负债流动合计金额股份额其他中应收账款务营业利润费用现金表项目单位元编制权益所有者东总"
    "会计报告人大上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说种面而方后多定行学法所民得经十三之进着等"
    "部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间"
    "样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情最立代想已通并提直题党程展五果料"
    "的為個國們來時會對發產動學經電書長東車馬後應開關業務資產負債總計額損潤現費營財報帳項單幣東權益數證與無"
    "，。：、；（）“”《》—－％｜－１２３４５６７８９０"
)
_PLAUSIBLE = 0.25  # share of frequent characters among all that are not ASCII; running text gives 0.5 and more
_SAMPLE = 40_000  # characters; more would not change the verdict
_LEAST_LEAD_BYTE = 0xC0  # one such byte begins every character of UTF-8 that is not ASCII
_MOST_BROKEN = 20  # places; a page with more was damaged throughout, or is no UTF-8
_BROKEN_SHARE = 0.02  # of the characters that are not ASCII
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Hold a text, the name of the encoding it was in, and where bytes that mean nothing became U+FFFD."""

    text: str
    encoding: str
    broken: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Say why bytes give no text: the ``code`` of the finding and what fills its blanks."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


def decode_text(data: bytes) -> DecodedText | Unreadable:
    """Return the text of a file's bytes, or why there is none.

    The bytes decide, never the name: a picture called .txt is a picture.
    """
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return Unreadable("read.empty")
    if kind := _recognise_document(data):
        return kind
    decoded = _decode(data) or _decode_damaged(data)
    controls = _share_of_controls(decoded.text) if decoded else 1.0
    for magic, at, zh, en in _MAGIC:
        if data.startswith(magic, at) and (len(magic) >= _SHORT_MAGIC or controls > _CONTROL_SHARE):
            return Unreadable("read.binary", (("zh", zh), ("en", en), ("why", "magic bytes / 文件头")))
    if decoded is None:
        if _share_of_control_bytes(data) > _CONTROL_SHARE:
            return Unreadable(
                "read.binary", (("zh", "二进制数据"), ("en", "binary data"), ("why", "control bytes / 控制字节"))
            )
        return Unreadable("read.unknown-encoding", (("offset", str(_first_bad_byte(data))),))
    if controls > _CONTROL_SHARE:
        return Unreadable(
            "read.binary", (("zh", "二进制数据"), ("en", "binary data"), ("why", "control bytes / 控制字节"))
        )
    if not decoded.text.strip():
        return Unreadable("read.empty")
    return decoded


def _recognise_document(data: bytes) -> Unreadable | None:
    for magic, zh, en in _DOCUMENTS:
        if data.startswith(magic):
            if magic.startswith(b"\xd0\xcf"):
                for stream, code in _STREAMS:
                    if stream in data:
                        return Unreadable(code)
            return Unreadable("read.format-not-read", (("zh", zh), ("en", en)))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        for part, zh, en in _ZIP_KINDS:
            if part in data:
                return Unreadable("read.format-not-read", (("zh", zh), ("en", en)))
        return Unreadable(
            "read.binary", (("zh", "zip 压缩文件"), ("en", "a zip archive"), ("why", "magic bytes / 文件头"))
        )
    return None


def _decode(data: bytes) -> DecodedText | None:
    for mark, codec, name in (
        (codecs.BOM_UTF8, "utf-8", "UTF-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16LE"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16BE"),
    ):
        if data.startswith(mark):
            try:
                return DecodedText(data[len(mark) :].decode(codec), name)
            except UnicodeDecodeError:
                return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\x00" not in text:
            return DecodedText(text, "UTF-8")
    if (declared := _DECLARED_CHARSET.search(data, 0, _DECLARATION)) is not None:
        charset = _CHARSETS.get(declared[1].decode("ascii").lower())
        if charset is not None and (found := _best(data, (charset,))) is not None:
            return found
    if len(data) % 2 == 0 and b"\x00" in data:
        return _best(data, (("utf-16-le", "UTF-16LE"), ("utf-16-be", "UTF-16BE")))
    return _best(
        data,
        (
            ("gb18030", "GB18030"),
            ("big5hkscs", "Big5"),
            ("cp950", "Big5"),
            ("utf-16-le", "UTF-16LE"),
            ("utf-16-be", "UTF-16BE"),
        ),
    )


def _decode_damaged(data: bytes) -> DecodedText | None:
    """Return the text of bytes that are UTF-8 but for a handful, each run of which becomes one U+FFFD.

    So pages come that were cut in the middle of a character and joined again. More than a handful, or text that is no
    plausible Chinese, is another encoding.
    """
    text: list[str] = []
    broken: list[int] = []
    length = 0
    at = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    foreign = sum(byte >= _LEAST_LEAD_BYTE for byte in data)
    most = min(_MOST_BROKEN, int(foreign * _BROKEN_SHARE))
    while True:
        try:
            text.append(data[at:].decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            good = data[at : at + error.start].decode("utf-8")
            length += len(good)
            if not broken or broken[-1] != length - 1:  # the next byte of the same run adds nothing
                broken.append(length)
                length += 1
                good += "\ufffd"
            if len(broken) > most:
                return None
            text.append(good)
            at += error.end
    joined = "".join(text)
    if "\x00" in joined or measure_plausibility(joined) < _PLAUSIBLE:
        return None
    return DecodedText(joined, "UTF-8", tuple(broken))


def _best(data: bytes, codecs_and_names: tuple[tuple[str, str], ...]) -> DecodedText | None:
    """Return the decoding whose Chinese is the most plausible, the earlier one where two are equally so."""
    best: tuple[float, DecodedText | None] = (0.0, None)
    for codec, name in codecs_and_names:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if (plausibility := measure_plausibility(text)) > best[0]:
            best = (plausibility, DecodedText(text, name))
    return best[1] if best[0] >= _PLAUSIBLE else None


def measure_plausibility(text: str) -> float:
    """Return the share of frequent characters among those of the text that are not ASCII; 0 where it has none."""
    foreign = [char for char in text[:_SAMPLE] if char > "\x7f"]
    return sum(char in _FREQUENT for char in foreign) / len(foreign) if foreign else 0.0


def _share_of_controls(text: str) -> float:
    return len(_CONTROL.findall(text)) / len(text) if text else 0.0


def _share_of_control_bytes(data: bytes) -> float:
    kept = data.translate(None, bytes([*range(9), *range(14, 27), *range(28, 32)]))
    return 1 - len(kept) / len(data)


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return data.find(b"\x00")
