"""Recognise facts about the document itself: company, period, unit, auditor, opinion, signatories."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from converter.model.document import Document, Grid
from converter.model.source import Source, Span
from converter.model.statement import DocumentFact, EntityIdentity
from converter.recognise.audit_matters import find_audit_matters
from converter.recognise.periods import ReportPeriod, plain
from converter.taxonomy import Taxonomy

_PERSON = r"[\u4e00-\u9fff·]{2,4}?"
_END = r"(?=\s|$|主管|会计|中国|法定|[(（，,。\d])"
_ACCOUNTANT = re.compile(rf"中国注册会计师\s*[:：]\s*(?:[(（]项目合伙人[)）])?\s*({_PERSON}){_END}")
_DATE = re.compile(r"(20\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_APPROVAL = re.compile(r"于\s*(20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*(?:[^，。]{0,40})批准(?:对外)?报出")
# What one line prints: a text it must hold, the key, the pattern whose first group is the value, the longest line.
_LINES = (
    ("代表人", "legal_representative", re.compile(rf"法定代表人\s*[:：]\s*({_PERSON}){_END}"), 400),
    ("公司负责人", "legal_representative", re.compile(rf"公司负责人\s*[:：]\s*({_PERSON}){_END}"), 400),
    ("负责人", "chief_accounting_officer", re.compile(rf"主管会计工作(?:的)?负责人\s*[:：]\s*({_PERSON}){_END}"), 400),
    (
        "负责人",
        "head_of_accounting",
        re.compile(rf"会计机构负责人(?:[(（]会计主管人员[)）])?\s*[:：]\s*({_PERSON}){_END}"),
        400,
    ),
    ("币种", "currency", re.compile(r"币种\s*[:：]\s*(人民币|港币|美元|欧元)"), 60),
    ("单位", "presentation_scale", re.compile(r"单位\s*[:：]\s*(?:人民币)?(百万元|千元|万元|亿元|元)"), 60),
    (
        "审字",
        "audit_report_number",
        re.compile(
            r"^(\S{1,10}\s?\S{0,4}审字\s*[\[【（(〔]\s*\d{4}\s*[\]】）)〕]\s*(?:第\s*)?[0-9A-Za-z]{2,16}\s*号)$"
        ),
        40,
    ),
    ("事务所", "auditor", re.compile(r"^([\u4e00-\u9fff]{2,12}会计师事务所\s*[(（]特殊普通合伙[)）])$"), 40),
    (
        "信用代码",
        "unified_social_credit_code",
        re.compile(r"统一社会信用代码(?:为|是)?\s*[:：]?\s*([0-9A-Z]{18})"),
        2000,
    ),
    ("地址", "office_address", re.compile(r"公司(?:总部)?的?(?:经营|办公)地址\s*[:：]\s*([^。；;，,\s]{6,60})"), 100),
    ("企业会计准则", "accounting_standard", re.compile(r"按照(企业会计准则)的规定编制"), 2000),
)
# The auditor's opinion (中国注册会计师审计准则第1501号，第二十六条): under this heading it is unqualified.
_OPINION_HEADING = re.compile(r"^(?:[一二三四五]、|\([一二]\))?(审计意见|保留意见|否定意见|无法表示意见)$")
_OPINION = re.compile(r"^我们认为[，,].*(?:在所有重大方面|公允反映)")
# Fields of the profile and audit tables, each beside its value.
_FIELDS = {
    "会计师事务所名称": "auditor",
    "审计机构名称": "auditor",
    "审计意见类型": "audit_opinion",
    "审计报告签署日期": "audit_report_date",
    "审计报告文号": "audit_report_number",
    "公司注册地址": "registered_address",
    "注册地址": "registered_address",
    "统一社会信用代码": "unified_social_credit_code",
    "公司的法定代表人": "legal_representative",
    "公司的外文名称": "foreign_name",
    "公司的英文名称": "foreign_name",
    "签字会计师姓名": "signing_accountants",
    "公司办公地址": "office_address",
    "公司网址": "website",
}
# These name the company only where nothing but the value stands beside them: the secretary has an address, too.
_LONE_FIELDS = {"办公地址": "office_address", "电子信箱": "email", "公司网址": "website"}
_IF_ANY = re.compile(r"[(（]如有[)）]$")
_PAIR = 2
_DATES = frozenset({"audit_report_date", "approval_date"})
_NEAR = 8  # blocks after the accountants' names that may print the date of their report


@dataclass(frozen=True, slots=True)
class PrintedText:
    """Hold a text and where it was printed."""

    value: str
    source: Source


def recognise_document_facts(
    document: Document, taxonomy: Taxonomy, entity: EntityIdentity, report: ReportPeriod, title: PrintedText | None
) -> tuple[DocumentFact, ...]:
    """Return the facts whose keys the taxonomy has (taxonomy/document_facts.csv), each with the place it was printed.

    Where a document prints one of them more than once, the value printed most often stands, the first of equals.
    """
    found: dict[str, list[PrintedText]] = {}
    named = [text for text in (entity.name, entity.stock_code, entity.short_name) if text is not None]
    keys = [
        key
        for key, text in (
            ("entity_name", entity.name),
            ("stock_code", entity.stock_code),
            ("short_name", entity.short_name),
        )
        if text is not None
    ]
    for key, text, source in zip(keys, named, entity.sources, strict=True):
        found[key] = [PrintedText(text, source)]
    if title is not None:
        found["report_title"] = [title]
        found["report_type"] = [PrintedText(report.report_type, title.source)]
        found["period_start"] = [PrintedText(report.duration.start.isoformat(), title.source)]
        found["period_end"] = [PrintedText(report.duration.end.isoformat(), title.source)]
    _scan(document, found)
    facts = []
    for key, printed in found.items():
        if key not in taxonomy.document_facts:
            continue
        best = Counter(one.value for one in printed).most_common(1)[0][0]
        source = next(one.source for one in printed if one.value == best)
        facts.append(DocumentFact(key, best, source))
    return tuple(sorted(facts, key=lambda fact: (fact.source.line, fact.source.start, fact.key)))


def _scan(document: Document, found: dict[str, list[PrintedText]]) -> None:
    accountants: list[Source] = []
    opinion: str | None = None
    signed_at = -_NEAR
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            _read_fields(block, found)
            continue
        text, source = block.source.text, block.source
        for mark, key, pattern, longest in _LINES:
            if mark in text and len(text) <= longest and (match := pattern.search(text)):
                value = plain(match[1]) if key == "audit_report_number" else match[1]
                _note(found, key, value, source.within(match.start(1), match.end(1)))
        if "会计师" in text:
            for match in _ACCOUNTANT.finditer(text):
                accountants.append(source.within(match.start(1), match.end(1)))
                signed_at = index
        if "表" in text or "Sheet" in text:
            signed_at = -_NEAR  # the statements begin: dates are theirs from here on
        if index - signed_at <= _NEAR and len(text) < 40 and (match := _DATE.search(text)):
            _note(found, "audit_report_date", _iso(match), source.within(match.start(), match.end()))
        if "批准报出" in text and (match := _APPROVAL.search(text)) and (date := _DATE.search(match[1])):
            _note(found, "approval_date", _iso(date), source.within(match.start(1), match.end(1)))
        if len(text) < 20 and (match := _OPINION_HEADING.match(plain(text))):
            opinion = "无保留意见" if match[1] == "审计意见" else match[1]
        elif opinion is not None and _OPINION.match(text):
            _note(found, "audit_opinion_paragraph", block.text, source)
            _note(found, "audit_opinion", opinion, source)
            opinion = None
    for key, spans in (("signing_accountants", accountants), ("key_audit_matters", find_audit_matters(document))):
        if spans:
            _note_list(found, key, spans)


_SPAN = {"line", "start", "end", "text"}


def _note_list(found: dict[str, list[PrintedText]], key: str, spans: Sequence[Source]) -> None:
    """Note several names or titles as one fact, in order, each with its own place."""
    distinct = list({span.text: span for span in spans}.values())
    first = distinct[0]
    source = first
    if len(distinct) > 1:
        parts = tuple(Span(**span.model_dump(include=_SPAN)) for span in distinct)
        source = first.model_copy(update={"text": "".join(span.text for span in distinct), "parts": parts})
    found.setdefault(key, []).append(PrintedText("、".join(span.text for span in distinct), source))


def _read_fields(grid: Grid, found: dict[str, list[PrintedText]]) -> None:
    for row in grid.rows:
        if not 2 <= len(row) <= 4:
            continue
        for field, value in pairwise(row):
            name = _IF_ANY.sub("", field.text.replace(" ", ""))
            key = _FIELDS.get(name) or (_LONE_FIELDS.get(name) if len(row) == _PAIR else None)
            if key is None or not value.text or value.text in ("无", "不适用"):
                continue
            if key in _DATES:
                match = _DATE.search(value.text)
                if match is None:
                    continue
                _note(found, key, _iso(match), value.source)
            else:
                _note(found, key, value.text, value.source)


def _note(found: dict[str, list[PrintedText]], key: str, value: str, source: Source) -> None:
    found.setdefault(key, []).append(PrintedText(value, source))


def _iso(match: re.Match[str]) -> str:
    return f"{int(match[1]):04d}-{int(match[2]):02d}-{int(match[3]):02d}"
