"""Make a small taxonomy, its package, and reports of every kind of fact, for the tests of the writers."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

from converter.model.period import Duration, Instant, Period
from converter.model.report import (
    Check,
    Coverage,
    Entity,
    Evidence,
    ExtensionConcept,
    Fact,
    Report,
    ReportHeader,
    SourceFile,
    StatementCoverage,
    StatementEntry,
    Unresolved,
)
from converter.model.source import Source, Span
from converter.model.statement import Scope, StatementKind
from converter.taxonomy import Axis, Concept, Taxonomy

BASE = "https://w3id.org/cas2xbrl/2026"
ENTRY_POINT = f"{BASE}/cas2xbrl-2026.xsd"
SCOPE_AXIS = "c2x:ConsolidatedAndSeparateFinancialStatementsAxis"
EQUITY_AXIS = "c2x:ComponentsOfEquityAxis"
SOURCE_AXIS = "c2x:DisagreeingSourceAxis"
YEAR_END = Instant(instant=dt.date(2022, 12, 31))
YEAR = Duration(start=dt.date(2022, 1, 1), end=dt.date(2022, 12, 31))
CNY = "iso4217:CNY"


def _concept(name: str, kind: str, period_type: str = "duration", balance: str | None = None) -> Concept:
    return Concept(f"c2x:{name}", kind, period_type, balance, {"standard": {"zh-CN": f"{name}（中文）", "en": name}})


CONCEPTS = (
    _concept("Assets", "monetary", "instant", "debit"),
    _concept("Equity", "monetary", "instant", "credit"),
    _concept("ProfitLoss", "monetary", "duration", "credit"),
    _concept("BasicEarningsLossPerShare", "per_share"),
    _concept("GrossMargin", "percent"),
    _concept("Employees", "pure", "instant"),
    _concept("IssuedShares", "shares", "instant"),
    _concept("CompanyName", "string"),
    _concept("Opinion", "text_block"),
    _concept("SigningDate", "date"),
    _concept("StatementLineItems", "abstract"),
    _concept("StatementTable", "hypercube"),
    _concept(SCOPE_AXIS[4:], "axis"),
    _concept("ConsolidatedMember", "member"),
    _concept("SeparateMember", "member"),
    _concept(EQUITY_AXIS[4:], "axis"),
    _concept("EquityMember", "member"),
    _concept("CapitalMember", "member"),
    _concept(SOURCE_AXIS[4:], "typed_axis"),
)
AXES = (
    Axis(SCOPE_AXIS, "c2x:ConsolidatedMember", ("c2x:ConsolidatedMember", "c2x:SeparateMember")),
    Axis(EQUITY_AXIS, "c2x:EquityMember", ("c2x:EquityMember", "c2x:CapitalMember")),
    Axis(SOURCE_AXIS, None, (), typed=True),
)
SMALL_TAXONOMY = Taxonomy(
    base_uri=BASE,
    prefix="c2x",
    entry_point=ENTRY_POINT,
    concepts={concept.name: concept for concept in CONCEPTS},
    summations=(),
    roll_forwards=(),
    axes={axis.name: axis for axis in AXES},
    aggregations=(),
    equalities=(),
    rules=(),
    equity_columns={},
    document_facts={},
    anchors={},
)
EXTENSION = (
    ExtensionConcept(
        name="ext:ItemA1B2",
        label="其他资产项目",
        kind="monetary",
        period_type="instant",
        balance="debit",
        anchor="c2x:Assets",
        statement=StatementKind.BALANCE_SHEET,
    ),
    ExtensionConcept(
        name="ext:ItemC3D4",
        label="每股其他收益",
        kind="per_share",
        period_type="duration",
        balance=None,
        anchor="c2x:BasicEarningsLossPerShare",
        statement=StatementKind.INCOME_STATEMENT,
    ),
    ExtensionConcept(
        name="ext:ComponentE5Member",
        label="永续债以外",
        kind="member",
        period_type="duration",
        balance=None,
        anchor="c2x:EquityMember",
        statement=StatementKind.CHANGES_IN_EQUITY,
    ),
)


def make_fact(
    number: int,
    concept: str,
    value: str,
    period: Period,
    unit: str | None = CNY,
    decimals: int | None = 2,
    statement: str | None = "s1",
    **dimensions: str,
) -> Fact:
    """Make a fact; dimensions are given as scope=, equity= and source=."""
    axes = {"scope": SCOPE_AXIS, "equity": EQUITY_AXIS, "source": SOURCE_AXIS}
    return Fact(
        id=f"f{number}",
        concept=concept,
        label="项目",
        printed_label="一、“项目”,\n含逗号",
        value=value,
        decimals=decimals if unit else None,
        unit=unit,
        period=period,
        dimensions={axes[key]: member for key, member in dimensions.items()},
        statement=statement,
        scope=Scope.PARENT_ONLY if "scope" in dimensions else Scope.CONSOLIDATED,
        sources=(Source(line=number, start=0, end=len(value), text=value),),
        evidence=Evidence.STATED,
    )


FACTS = (
    make_fact(1, "c2x:Assets", "290324919.07", YEAR_END),
    make_fact(2, "c2x:Assets", "0.00", YEAR_END, scope="c2x:SeparateMember"),
    make_fact(3, "c2x:Assets", "290324919.70", YEAR_END, source="line 12"),
    make_fact(4, "c2x:Equity", "-12.30", YEAR_END, equity="c2x:CapitalMember"),
    make_fact(5, "c2x:Equity", "12.30", YEAR_END, equity="c2x:CapitalMember", scope="c2x:SeparateMember"),
    make_fact(6, "c2x:Equity", "7.10", Instant(instant=dt.date(2021, 12, 31))),
    make_fact(7, "c2x:ProfitLoss", "-817000000", YEAR, decimals=-6, statement="s2"),
    make_fact(8, "c2x:BasicEarningsLossPerShare", "0.350", YEAR, f"{CNY}/xbrli:shares", 3, "s2"),
    make_fact(9, "c2x:GrossMargin", "0.5077", YEAR, "xbrli:pure", 4, None),
    make_fact(10, "c2x:Employees", "1204", YEAR_END, "xbrli:pure", 0, None),
    make_fact(11, "c2x:IssuedShares", "120000000", YEAR_END, "xbrli:shares", 0, None),
    make_fact(12, "c2x:CompanyName", "#某某 <股份> & “有限”公司", YEAR, None, None, None),
    make_fact(13, "c2x:Opinion", '第一段，含 "引号"\n第二段 12d2', YEAR, None, None, None),
    make_fact(14, "c2x:SigningDate", "2023-04-01", YEAR, None, None, None),
)
EXTENSION_FACTS = (
    make_fact(21, "ext:ItemA1B2", "7.00", YEAR_END),
    make_fact(22, "ext:ItemA1B2", "7.50", YEAR_END, scope="c2x:SeparateMember"),
    make_fact(23, "ext:ItemA1B2", "7.51", YEAR_END, scope="c2x:SeparateMember", source="line 30"),
    make_fact(24, "ext:ItemC3D4", "0.01", YEAR, f"{CNY}/xbrli:shares", 2, "s2"),
    make_fact(25, "c2x:Equity", "9.00", YEAR_END, equity="ext:ComponentE5Member"),
)


def make_report(*, extended: bool = False, facts: tuple[Fact, ...] | None = None, identifier: str = "000000") -> Report:
    """Make a report of all kinds of facts, with or without an extension taxonomy."""
    chosen = facts if facts is not None else FACTS + (EXTENSION_FACTS if extended else ())
    source = Source(
        line=9,
        start=2,
        end=6,
        text="1,234.56",
        parts=(Span(line=9, start=2, end=6, text="1,23"), Span(line=10, start=0, end=4, text="4.56")),
    )
    return Report(
        source=SourceFile(file="a.txt", sha256="0" * 64, encoding="utf-8", media_type="text/plain", lines=40),
        entity=Entity(scheme="https://w3id.org/cas2xbrl/scheme/stock-code", identifier=identifier, name=None),
        report=ReportHeader(type="audit_report", period=YEAR, currency="CNY", standard="CAS", title="审计报告"),
        statements=(
            StatementEntry(
                id="s1",
                kind=StatementKind.BALANCE_SHEET,
                scope=Scope.CONSOLIDATED,
                title="合并资产负债表",
                line_from=1,
                line_to=20,
                presentation_scale=0,
            ),
            StatementEntry(
                id="s2",
                kind=StatementKind.INCOME_STATEMENT,
                scope=Scope.CONSOLIDATED,
                title="合并利润表",
                line_from=21,
                line_to=40,
                presentation_scale=6,
            ),
        ),
        facts=chosen,
        checks=(Check(id="c1", kind="sum", statement="s1", holds=False, residual="-0.63", facts=("f1", "f3")),),
        findings=(),
        coverage=Coverage(
            printed_numbers=15,
            facts_from=14,
            unresolved=(Unresolved(source=source, reason="two readings", readings=("1234.56", "1.23")),),
            by_statement=(StatementCoverage(statement="s1", printed_numbers=7, facts_from=7),),
        ),
        extension=EXTENSION if extended else (),
    )


_TYPES = {
    "monetary": "xbrli:monetaryItemType",
    "per_share": "dtr:perShareItemType",
    "percent": "dtr:percentItemType",
    "pure": "xbrli:pureItemType",
    "shares": "xbrli:sharesItemType",
    "date": "xbrli:dateItemType",
    "text_block": "dtr:textBlockItemType",
    "member": "dtr:domainItemType",
}
_GROUPS = {"hypercube": "xbrldt:hypercubeItem", "axis": "xbrldt:dimensionItem", "typed_axis": "xbrldt:dimensionItem"}
_SOURCE_ROLE = f"{BASE}/role/source"
_DIMENSIONS = "http://xbrl.org/int/dim/arcrole"


def write_package(path: Path) -> Path:
    """Write the small taxonomy as a package: every concept that has values stands on one closed hypercube."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("base/cas2xbrl-2026.xsd", _schema())
        package.writestr("base/definition.xml", _definition())
        package.writestr(
            "base/META-INF/catalog.xml",
            '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
            f'<rewriteURI uriStartString="{BASE}/" rewritePrefix="../"/></catalog>',
        )
        package.writestr(
            "base/META-INF/taxonomyPackage.xml",
            '<tp:taxonomyPackage xmlns:tp="http://xbrl.org/2016/taxonomy-package" xml:lang="en">'
            f"<tp:identifier>{BASE}</tp:identifier><tp:name>Small</tp:name><tp:entryPoints><tp:entryPoint>"
            f'<tp:name>Small</tp:name><tp:entryPointDocument href="{ENTRY_POINT}"/>'
            "</tp:entryPoint></tp:entryPoints></tp:taxonomyPackage>",
        )
    return path


def _schema() -> str:
    elements = ['<xs:element name="DisagreeingSourceDomain" id="c2x_DisagreeingSourceDomain" type="xs:string"/>']
    for concept in CONCEPTS:
        name = concept.name[4:]
        more = f' xbrli:balance="{concept.balance}"' if concept.balance else ""
        if concept.kind == "typed_axis":
            more += ' xbrldt:typedDomainRef="#c2x_DisagreeingSourceDomain"'
        if concept.kind in {"abstract", "member", *_GROUPS}:
            more += ' abstract="true"'
        elements.append(
            f'<xs:element name="{name}" id="c2x_{name}" type="{_TYPES.get(concept.kind, "xbrli:stringItemType")}" '
            f'substitutionGroup="{_GROUPS.get(concept.kind, "xbrli:item")}" nillable="true" '
            f'xbrli:periodType="{concept.period_type}"{more}/>'
        )
    return f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:dtr="http://www.xbrl.org/dtr/type/2024-01-31"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
 targetNamespace="{BASE}" elementFormDefault="qualified"><xs:annotation><xs:appinfo>
<link:roleType roleURI="{_SOURCE_ROLE}" id="source"><link:usedOn>link:definitionLink</link:usedOn></link:roleType>
<link:linkbaseRef xlink:type="simple" xlink:href="definition.xml"
 xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/></xs:appinfo></xs:annotation>
<xs:import namespace="http://www.xbrl.org/2003/instance"
 schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
<xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
<xs:import namespace="http://www.xbrl.org/dtr/type/2024-01-31"
 schemaLocation="https://www.xbrl.org/dtr/type/2024-01-31/types.xsd"/>
{"".join(elements)}</xs:schema>"""


def _definition() -> str:
    """Return one base set without the typed axis, which would have every fact name it, and one with it."""
    links = _link("http://www.xbrl.org/2003/role/link", [axis for axis in AXES if not axis.typed])
    links += _link(_SOURCE_ROLE, list(AXES))
    references = "".join(
        f'<link:arcroleRef xlink:type="simple" arcroleURI="{_DIMENSIONS}/{role}" '
        f'xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#{role}"/>'
        for role in ("all", "hypercube-dimension", "dimension-domain", "dimension-default", "domain-member")
    )
    return (
        '<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:xbrldt="http://xbrl.org/2005/xbrldt"><link:roleRef xlink:type="simple" roleURI="{_SOURCE_ROLE}" '
        f'xlink:href="cas2xbrl-2026.xsd#source"/>{references}{links}</link:linkbase>'
    )


def _link(role: str, axes: list[Axis]) -> str:
    arcs = [("all", "StatementLineItems", "StatementTable")]
    for axis in axes:
        arcs.append(("hypercube-dimension", "StatementTable", axis.name[4:]))
        if axis.default:
            arcs += [(role, axis.name[4:], axis.default[4:]) for role in ("dimension-domain", "dimension-default")]
            arcs += [("domain-member", axis.default[4:], m[4:]) for m in axis.members if m != axis.default]
    reported = [c.name[4:] for c in CONCEPTS if c.kind not in {"abstract", "member", *_GROUPS}]
    arcs += [("domain-member", "StatementLineItems", name) for name in reported]
    content = ""
    for number, (arcrole, source, target) in enumerate(arcs):
        content += "".join(
            f'<link:loc xlink:type="locator" xlink:href="cas2xbrl-2026.xsd#c2x_{name}" xlink:label="{end}{number}"/>'
            for end, name in (("from", source), ("to", target))
        )
        more = ' xbrldt:contextElement="scenario" xbrldt:closed="true"' if arcrole == "all" else ""
        content += (
            f'<link:definitionArc xlink:type="arc" xlink:arcrole="{_DIMENSIONS}/{arcrole}" '
            f'xlink:from="from{number}" xlink:to="to{number}" order="{number}"{more}/>'
        )
    return f'<link:definitionLink xlink:type="extended" xlink:role="{role}">{content}</link:definitionLink>'
