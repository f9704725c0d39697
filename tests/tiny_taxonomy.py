# ruff: noqa: E501 - XML is easier to read unbroken
"""Make a tiny taxonomy package and instances of it, for tests that must not depend on the real taxonomy.

The taxonomy has a two-level calculation (Total = A + B − C), an explicit dimension with a default member on a closed
hypercube, a typed dimension, a text item, a ratio and a per-share amount; ``extra`` adds concepts to measure with.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

BASE = "https://example.org/tiny"
ENTRY_POINT = f"{BASE}/tiny.xsd"
SCHEME = "https://example.org/scheme"
XBRL_JSON = "https://xbrl.org/2021/xbrl-json"

_CONCEPTS = (
    ("A", "xbrli:monetaryItemType", "instant", "debit", "xbrli:item", "false"),
    ("B", "xbrli:monetaryItemType", "instant", "debit", "xbrli:item", "false"),
    ("C", "xbrli:monetaryItemType", "instant", "credit", "xbrli:item", "false"),
    ("Total", "xbrli:monetaryItemType", "instant", "debit", "xbrli:item", "false"),
    ("Revenue", "xbrli:monetaryItemType", "duration", "credit", "xbrli:item", "false"),
    ("Title", "xbrli:stringItemType", "duration", "", "xbrli:item", "false"),
    ("Ratio", "num:percentItemType", "duration", "", "xbrli:item", "false"),
    ("PerShare", "num:perShareItemType", "duration", "", "xbrli:item", "false"),
    ("Lines", "xbrli:stringItemType", "duration", "", "xbrli:item", "true"),
    ("Table", "xbrli:stringItemType", "duration", "", "xbrldt:hypercubeItem", "true"),
    ("ScopeAxis", "xbrli:stringItemType", "duration", "", "xbrldt:dimensionItem", "true"),
    ("AllMember", "nonnum:domainItemType", "duration", "", "xbrli:item", "true"),
    ("ParentMember", "nonnum:domainItemType", "duration", "", "xbrli:item", "true"),
    ("StrayMember", "nonnum:domainItemType", "duration", "", "xbrli:item", "true"),
)


def _schema(extra: int) -> str:
    elements = []
    for name, kind, period, balance, group, abstract in _all_concepts(extra):
        balance_attribute = f' xbrli:balance="{balance}"' if balance else ""
        elements.append(
            f'<xs:element name="{name}" id="t_{name}" type="{kind}" substitutionGroup="{group}" nillable="true" '
            f'xbrli:periodType="{period}"{balance_attribute} abstract="{abstract}"/>'
        )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:nonnum="http://www.xbrl.org/dtr/type/non-numeric"
 xmlns:num="http://www.xbrl.org/dtr/type/numeric" xmlns:t="{BASE}" targetNamespace="{BASE}"
 elementFormDefault="qualified" attributeFormDefault="unqualified">
<xs:annotation><xs:appinfo>
<link:linkbaseRef xlink:type="simple" xlink:href="tiny-links.xml" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>
<link:roleType roleURI="{BASE}/role/lines" id="lines"><link:definition>Lines</link:definition><link:usedOn>link:presentationLink</link:usedOn><link:usedOn>link:calculationLink</link:usedOn><link:usedOn>link:definitionLink</link:usedOn></link:roleType>
</xs:appinfo></xs:annotation>
<xs:import namespace="http://www.xbrl.org/2003/instance" schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
<xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
<xs:import namespace="http://www.xbrl.org/dtr/type/non-numeric" schemaLocation="http://www.xbrl.org/dtr/type/nonNumeric-2009-12-16.xsd"/>
<xs:import namespace="http://www.xbrl.org/dtr/type/numeric" schemaLocation="http://www.xbrl.org/dtr/type/numeric-2009-12-16.xsd"/>
{"".join(elements)}
</xs:schema>"""


def _all_concepts(extra: int) -> tuple[tuple[str, str, str, str, str, str], ...]:
    return _CONCEPTS + tuple(
        (f"X{n}", "xbrli:monetaryItemType", "instant", "debit", "xbrli:item", "false") for n in range(extra)
    )


def _linkbase(extra: int) -> str:
    names = [row[0] for row in _all_concepts(extra)]
    locators = "".join(f'<link:loc xlink:type="locator" xlink:href="tiny.xsd#t_{n}" xlink:label="{n}"/>' for n in names)
    labels = "".join(
        f'<link:label xlink:type="resource" xlink:label="l_{n}" xlink:role="http://www.xbrl.org/2003/role/label" xml:lang="en">{n}</link:label>'
        f'<link:labelArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/concept-label" xlink:from="{n}" xlink:to="l_{n}"/>'
        for n in names
    )
    reported = ["A", "B", "C", "Total", *(f"X{n}" for n in range(extra))]
    presentation = "".join(
        f'<link:presentationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/parent-child" '
        f'xlink:from="Lines" xlink:to="{n}" order="{i}"/>'
        for i, n in enumerate(reported, 1)
    )
    calculation = "".join(
        f'<link:calculationArc xlink:type="arc" xlink:arcrole="https://xbrl.org/2023/arcrole/summation-item" '
        f'xlink:from="Total" xlink:to="{n}" order="{i}" weight="{w}"/>'
        for i, (n, w) in enumerate((("A", "1.0"), ("B", "1.0"), ("C", "-1.0")), 1)
    )
    dimension = "http://xbrl.org/int/dim/arcrole"
    arcs = [  # the default stands on a locator of its own: two arcs between one pair of labels are an xlink error
        (f"{dimension}/all", "Lines", "Table", ' xbrldt:contextElement="scenario" xbrldt:closed="true"'),
        (f"{dimension}/hypercube-dimension", "Table", "ScopeAxis", ""),
        (f"{dimension}/dimension-domain", "ScopeAxis", "AllMember", ""),
        (f"{dimension}/dimension-default", "ScopeAxis", "Default", ""),
        (f"{dimension}/domain-member", "AllMember", "ParentMember", ""),
        *((f"{dimension}/domain-member", "Lines", n, "") for n in reported),
    ]
    definition = "".join(
        f'<link:definitionArc xlink:type="arc" xlink:arcrole="{role}" xlink:from="{a}" xlink:to="{b}" order="{i}"{more}/>'
        for i, (role, a, b, more) in enumerate(arcs, 1)
    )
    role = f"{BASE}/role/lines"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://www.xbrl.org/2003/linkbase http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd">
<link:roleRef xlink:type="simple" roleURI="{role}" xlink:href="tiny.xsd#lines"/>
<link:arcroleRef xlink:type="simple" arcroleURI="https://xbrl.org/2023/arcrole/summation-item" xlink:href="http://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"/>
<link:arcroleRef xlink:type="simple" arcroleURI="{dimension}/all" xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#all"/>
<link:arcroleRef xlink:type="simple" arcroleURI="{dimension}/hypercube-dimension" xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#hypercube-dimension"/>
<link:arcroleRef xlink:type="simple" arcroleURI="{dimension}/dimension-domain" xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#dimension-domain"/>
<link:arcroleRef xlink:type="simple" arcroleURI="{dimension}/dimension-default" xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#dimension-default"/>
<link:arcroleRef xlink:type="simple" arcroleURI="{dimension}/domain-member" xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#domain-member"/>
<link:labelLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">{locators}{labels}</link:labelLink>
<link:presentationLink xlink:type="extended" xlink:role="{role}">{locators}{presentation}</link:presentationLink>
<link:calculationLink xlink:type="extended" xlink:role="{role}">{locators}{calculation}</link:calculationLink>
<link:definitionLink xlink:type="extended" xlink:role="{role}">{locators}<link:loc xlink:type="locator" xlink:href="tiny.xsd#t_AllMember" xlink:label="Default"/>{definition}</link:definitionLink>
</link:linkbase>"""


_META = f"""<?xml version="1.0" encoding="UTF-8"?>
<tp:taxonomyPackage xml:lang="en" xmlns:tp="http://xbrl.org/2016/taxonomy-package"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://xbrl.org/2016/taxonomy-package http://xbrl.org/2016/taxonomy-package.xsd">
<tp:identifier>{BASE}</tp:identifier><tp:name>Tiny</tp:name><tp:description>Tiny</tp:description><tp:version>1</tp:version>
<tp:entryPoints><tp:entryPoint><tp:name>Tiny</tp:name><tp:description>Tiny</tp:description><tp:entryPointDocument href="{ENTRY_POINT}"/></tp:entryPoint></tp:entryPoints>
</tp:taxonomyPackage>"""

_CATALOG = f"""<?xml version="1.0" encoding="UTF-8"?>
<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><rewriteURI uriStartString="{BASE}/" rewritePrefix="../tiny/"/></catalog>"""


def write_package(path: Path, extra: int = 0, *, broken: bool = False) -> Path:
    """Write the package; ``broken`` gives an arc in it a target that does not exist."""
    linkbase = _linkbase(extra)
    if broken:
        linkbase = linkbase.replace('xlink:from="Total" xlink:to="A"', 'xlink:from="Total" xlink:to="Nowhere"')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("META-INF/taxonomyPackage.xml", _META),
            ("META-INF/catalog.xml", _CATALOG),
            ("tiny/tiny.xsd", _schema(extra)),
            ("tiny/tiny-links.xml", linkbase),
        ):
            package.writestr(f"tiny-package/{name}", text)
    return path


def write_extension(folder: Path) -> Path:
    """Write an extension taxonomy with one concept of its own, taken into the calculation."""
    folder.mkdir(exist_ok=True)
    own = "https://example.org/tiny/entity/1"
    schema = folder / "ext.xsd"
    schema.write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" targetNamespace="{own}"
 elementFormDefault="qualified" attributeFormDefault="unqualified">
<xs:annotation><xs:appinfo><link:linkbaseRef xlink:type="simple" xlink:href="ext-links.xml" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/></xs:appinfo></xs:annotation>
<xs:import namespace="http://www.xbrl.org/2003/instance" schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
<xs:import namespace="{BASE}" schemaLocation="{ENTRY_POINT}"/>
<xs:element name="Own" id="e_Own" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="instant" xbrli:balance="debit"/>
</xs:schema>""",
        encoding="utf-8",
    )
    role, dimension = f"{BASE}/role/lines", "http://xbrl.org/int/dim/arcrole"
    locators = (
        "".join(
            f'<link:loc xlink:type="locator" xlink:href="{ENTRY_POINT}#t_{n}" xlink:label="{n}"/>'
            for n in ("Total", "Lines")
        )
        + '<link:loc xlink:type="locator" xlink:href="ext.xsd#e_Own" xlink:label="Own"/>'
    )
    (folder / "ext-links.xml").write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">
<link:roleRef xlink:type="simple" roleURI="{role}" xlink:href="{ENTRY_POINT}#lines"/>
<link:arcroleRef xlink:type="simple" arcroleURI="https://xbrl.org/2023/arcrole/summation-item" xlink:href="http://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"/>
<link:arcroleRef xlink:type="simple" arcroleURI="{dimension}/domain-member" xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#domain-member"/>
<link:calculationLink xlink:type="extended" xlink:role="{role}">{locators}<link:calculationArc xlink:type="arc" xlink:arcrole="https://xbrl.org/2023/arcrole/summation-item" xlink:from="Total" xlink:to="Own" order="9" weight="1.0"/></link:calculationLink>
<link:definitionLink xlink:type="extended" xlink:role="{role}">{locators}<link:definitionArc xlink:type="arc" xlink:arcrole="{dimension}/domain-member" xlink:from="Lines" xlink:to="Own" order="99"/></link:definitionLink>
</link:linkbase>""",
        encoding="utf-8",
    )
    return schema


def instance(
    *, schema: str = ENTRY_POINT, body: str = "", total: str = "200.00", unit: str = "iso4217:CNY", extra: int = 0
) -> str:
    """Return an instance whose total holds by default (100 + 150 − 50); ``body`` is put in front of the facts' end."""
    more = "".join(f'<t:X{n} id="x{n}" contextRef="i" unitRef="u" decimals="2">{n}.25</t:X{n}>' for n in range(extra))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
 xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:t="{BASE}" xmlns:ext="https://example.org/tiny/entity/1">
<link:schemaRef xlink:type="simple" xlink:href="{schema}"/>
<xbrli:context id="i"><xbrli:entity><xbrli:identifier scheme="{SCHEME}">1</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>2022-12-31</xbrli:instant></xbrli:period></xbrli:context>
<xbrli:context id="p"><xbrli:entity><xbrli:identifier scheme="{SCHEME}">1</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>2022-12-31</xbrli:instant></xbrli:period><xbrli:scenario><xbrldi:explicitMember dimension="t:ScopeAxis">t:ParentMember</xbrldi:explicitMember></xbrli:scenario></xbrli:context>
<xbrli:context id="s"><xbrli:entity><xbrli:identifier scheme="{SCHEME}">1</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>2022-12-31</xbrli:instant></xbrli:period><xbrli:scenario><xbrldi:explicitMember dimension="t:ScopeAxis">t:StrayMember</xbrldi:explicitMember></xbrli:scenario></xbrli:context>
<xbrli:context id="d"><xbrli:entity><xbrli:identifier scheme="{SCHEME}">1</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:startDate>2022-01-01</xbrli:startDate><xbrli:endDate>2022-12-31</xbrli:endDate></xbrli:period></xbrli:context>
<xbrli:unit id="u"><xbrli:measure>{unit}</xbrli:measure></xbrli:unit>
<xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>
<xbrli:unit id="ps"><xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unitNumerator><xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide></xbrli:unit>
<t:A id="f1" contextRef="i" unitRef="u" decimals="2">100.00</t:A>
<t:B id="f2" contextRef="i" unitRef="u" decimals="2">150.00</t:B>
<t:C id="f3" contextRef="i" unitRef="u" decimals="2">50.00</t:C>
<t:Total id="f4" contextRef="i" unitRef="u" decimals="2">{total}</t:Total>
<t:A id="f5" contextRef="p" unitRef="u" decimals="2">-7.50</t:A>
<t:Revenue id="f6" contextRef="d" unitRef="u" decimals="-3">817000000</t:Revenue>
<t:Title id="f7" contextRef="d" xml:lang="zh-CN">报告 &amp; 附注</t:Title>
<t:Ratio id="f8" contextRef="d" unitRef="pure" decimals="4">0.5077</t:Ratio>
<t:PerShare id="f9" contextRef="d" unitRef="ps" decimals="2">-0.16</t:PerShare>
{more}{body}
</xbrli:xbrl>"""


def xbrl_json(*, schema: str = ENTRY_POINT, total: str = "200.00", **more: object) -> str:
    """Return the same facts as xBRL-JSON; ``more`` adds or replaces facts by id."""
    entity, instant, year = "s:1", "2023-01-01T00:00:00", "2022-01-01T00:00:00/2023-01-01T00:00:00"
    money = {"entity": entity, "period": instant, "unit": "iso4217:CNY"}
    facts: dict[str, object] = {
        "f1": {"value": "100.00", "decimals": 2, "dimensions": {"concept": "t:A", **money}},
        "f2": {"value": "150.00", "decimals": 2, "dimensions": {"concept": "t:B", **money}},
        "f3": {"value": "50.00", "decimals": 2, "dimensions": {"concept": "t:C", **money}},
        "f4": {"value": total, "decimals": 2, "dimensions": {"concept": "t:Total", **money}},
        "f5": {
            "value": "-7.50",
            "decimals": 2,
            "dimensions": {"concept": "t:A", **money, "t:ScopeAxis": "t:ParentMember"},
        },
        "f6": {
            "value": "817000000",
            "decimals": -3,
            "dimensions": {"concept": "t:Revenue", "entity": entity, "period": year, "unit": "iso4217:CNY"},
        },
        "f7": {
            "value": "报告 & 附注",
            "dimensions": {"concept": "t:Title", "entity": entity, "period": year, "language": "zh-cn"},
        },
        "f8": {
            "value": "0.5077",
            "decimals": 4,
            "dimensions": {"concept": "t:Ratio", "entity": entity, "period": year},
        },
        "f9": {
            "value": "-0.16",
            "decimals": 2,
            "dimensions": {
                "concept": "t:PerShare",
                "entity": entity,
                "period": year,
                "unit": "iso4217:CNY/xbrli:shares",
            },
        },
    }
    facts.update(more)
    return json.dumps(
        {
            "documentInfo": {
                "documentType": XBRL_JSON,
                "namespaces": {
                    "t": BASE,
                    "s": SCHEME,
                    "iso4217": "http://www.xbrl.org/2003/iso4217",
                    "xbrl": "https://xbrl.org/2021",
                    "xbrli": "http://www.xbrl.org/2003/instance",
                },
                "taxonomy": [schema],
            },
            "facts": facts,
        },
        ensure_ascii=False,
    )


def write_xbrl_csv(folder: Path, *, schema: str = ENTRY_POINT, total: str = "200.00") -> Path:
    """Write the balance-sheet facts of the instance as xBRL-CSV and return the metadata file."""
    folder.mkdir(exist_ok=True)
    metadata = folder / "metadata.json"
    dimensions = {"concept": "$concept", "entity": "s:1", "period": "2023-01-01T00:00:00", "unit": "iso4217:CNY"}
    columns = {
        "concept": {},
        "scope": {},
        "value": {"decimals": 2, "dimensions": {**dimensions, "t:ScopeAxis": "$scope"}},
    }
    namespaces = {
        "t": BASE,
        "s": SCHEME,
        "iso4217": "http://www.xbrl.org/2003/iso4217",
        "xbrl": "https://xbrl.org/2021",
    }
    content = {
        "documentInfo": {
            "documentType": "https://xbrl.org/2021/xbrl-csv",
            "namespaces": namespaces,
            "taxonomy": [schema],
        },
        "tableTemplates": {"lines": {"rowIdColumn": "id", "columns": {"id": {}, **columns}}},
        "tables": {"lines": {"url": "lines.csv"}},
    }
    metadata.write_text(json.dumps(content), encoding="utf-8")
    rows = ["f1,t:A,,100.00", "f2,t:B,,150.00", "f3,t:C,,50.00", f"f4,t:Total,,{total}", "f5,t:A,t:ParentMember,-7.50"]
    (folder / "lines.csv").write_text("\r\n".join(["id,concept,scope,value", *rows, ""]), encoding="utf-8")
    return metadata


def inline(*, schema: str = ENTRY_POINT, total: str = "200.00") -> str:
    """Return the four facts that make up the total as Inline XBRL 1.1."""
    money = 'contextRef="i" unitRef="u" decimals="2" format="ixt:num-dot-decimal"'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"
 xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:t="{BASE}">
<head><title>Tiny</title></head><body><div style="display:none"><ix:header>
<ix:references><link:schemaRef xlink:type="simple" xlink:href="{schema}"/></ix:references>
<ix:resources>
<xbrli:context id="i"><xbrli:entity><xbrli:identifier scheme="{SCHEME}">1</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant>2022-12-31</xbrli:instant></xbrli:period></xbrli:context>
<xbrli:unit id="u"><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unit>
</ix:resources></ix:header></div>
<p><ix:nonFraction id="f1" name="t:A" {money}>100.00</ix:nonFraction> + <ix:nonFraction id="f2" name="t:B" {money}>150.00</ix:nonFraction>
− <ix:nonFraction id="f3" name="t:C" {money}>50.00</ix:nonFraction> = <ix:nonFraction id="f4" name="t:Total" {money}>{total}</ix:nonFraction></p>
</body></html>"""
