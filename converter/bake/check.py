"""Prove that tables, baked form and taxonomy package say the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from converter.bake.baked import bake_taxonomy
from converter.bake.package import write_package, write_zip
from converter.bake.published import Published, read_published
from converter.bake.table_rules import FINDINGS as _TABLE_FINDINGS
from converter.bake.table_rules import check_tables
from converter.bake.tables import PACKAGE_NAME, PREFIX, prefixed, read_tables
from converter.bake.xml import SCHEMA_FILE, role_uri
from converter.model.finding import Finding, Message, Severity
from converter.resources import find_resource
from converter.taxonomy import Taxonomy, read_taxonomy

FINDINGS: Mapping[str, str] = {
    **_TABLE_FINDINGS,
    "taxonomy.stale-file": "a file built from the tables is not what the tables give now",
    "taxonomy.forms-differ": "the baked form and the taxonomy package say different things",
}

_Parts = Mapping[str, object]  # what one form says of one thing, part by part

BAKED_FILE = "baked.json"
ZIP_FILE = f"{PACKAGE_NAME}.zip"


def build_taxonomy(folder: Path | None = None) -> tuple[Finding, ...]:
    """Write baked.json and the package's zip file anew from the tables; return what is wrong with the tables.

    Nothing is written where a finding is an error.
    """
    folder = folder or find_resource("taxonomy")
    tables = read_tables(folder)
    findings = check_tables(tables)
    if not findings:
        (folder / BAKED_FILE).write_bytes(bake_taxonomy(tables))
        (folder / ZIP_FILE).write_bytes(write_zip(write_package(tables)))
    return findings


def check_taxonomy(folder: Path | None = None) -> tuple[Finding, ...]:
    """Return every way in which tables, baked.json and the package disagree; none where all is well.

    The package is read back from its files, as any XBRL processor would, and compared with the baked form as the
    converter reads it: concepts, labels, calculations, axes and members.
    """
    folder = folder or find_resource("taxonomy")
    tables = read_tables(folder)
    if findings := check_tables(tables):
        return findings
    zipped = (folder / ZIP_FILE).read_bytes() if (folder / ZIP_FILE).exists() else b""
    baked = (folder / BAKED_FILE).read_bytes() if (folder / BAKED_FILE).exists() else b""
    stale = [_stale(BAKED_FILE)] if baked != bake_taxonomy(tables) else []
    if zipped != write_zip(write_package(tables)):
        stale.append(_stale(ZIP_FILE))
    if not (zipped and baked):
        return tuple(stale)
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    published = read_published(files, f"{PACKAGE_NAME}/{SCHEMA_FILE}")
    return (*stale, *compare_forms(read_taxonomy(folder / BAKED_FILE), published))


def compare_forms(taxonomy: Taxonomy, published: Published) -> tuple[Finding, ...]:
    """Return one finding for each thing that the baked form and the package say differently."""
    return tuple(
        _differs(what, left, right)
        for baked, package in (
            (_baked_concepts(taxonomy), _published_concepts(published)),
            (_baked_summations(taxonomy), _published_summations(published)),
            (_baked_axes(taxonomy), _published_axes(published)),
        )
        for what, left, right in _differences(baked, package)
    )


def _differences(left: Mapping[str, _Parts], right: Mapping[str, _Parts]) -> Iterator[tuple[str, _Parts, _Parts]]:
    """Yield what differs, with those of its parts that do, as either form has them."""
    for what in sorted(left.keys() | right.keys()):
        one, other = left.get(what, {}), right.get(what, {})
        parts = sorted(part for part in one.keys() | other.keys() if one.get(part) != other.get(part))
        if parts or (what in left) != (what in right):
            left_parts, right_parts = ({part: form[part] for part in parts if part in form} for form in (one, other))
            yield what, left_parts, right_parts


def _baked_concepts(taxonomy: Taxonomy) -> dict[str, _Parts]:
    return {
        name: _concept_parts(
            concept.kind,
            concept.period_type,
            concept.balance,
            {(role, language): text for role, texts in concept.labels.items() for language, text in texts.items()},
        )
        for name, concept in taxonomy.concepts.items()
    }


def _published_concepts(published: Published) -> dict[str, _Parts]:
    return {
        prefixed(name): _concept_parts(concept.kind, concept.period_type, concept.balance, concept.labels)
        for name, concept in published.concepts.items()
    }


def _concept_parts(
    kind: str, period_type: str, balance: str | None, labels: Mapping[tuple[str, str], str]
) -> dict[str, object]:
    texts = {f"{role} label in {language}": text for (role, language), text in labels.items()}
    return {"kind": kind, "period type": period_type, "balance": balance, **texts}


def _baked_summations(taxonomy: Taxonomy) -> dict[str, _Parts]:
    return {
        f"{role_uri('calculation', summation.id)} {summation.total}": dict(summation.contributors)
        for summation in taxonomy.summations
        if summation.published
    }


def _published_summations(published: Published) -> dict[str, _Parts]:
    return {
        f"{role} {prefixed(total)}": {prefixed(name): weight for name, weight in contributors.items()}
        for (role, total), contributors in published.summations.items()
    }


def _baked_axes(taxonomy: Taxonomy) -> dict[str, _Parts]:
    return {name: {"default": axis.default, **_member_parts(axis.members)} for name, axis in taxonomy.axes.items()}


def _published_axes(published: Published) -> dict[str, _Parts]:
    return {
        prefixed(name): {
            "default": prefixed(axis.default or "") or None,
            **_member_parts(_prefix_all(axis.members)),
        }
        for name, axis in published.axes.items()
    }


def _prefix_all(names: Iterable[str]) -> set[str]:
    return {f"{PREFIX}:{name}" for name in names}


def _member_parts(members: Iterable[str]) -> dict[str, object]:
    return dict.fromkeys(members, "a member")


def _stale(name: str) -> Finding:
    return Finding(
        code="taxonomy.stale-file",
        severity=Severity.ERROR,
        message=Message(
            zh=f"taxonomy/{name} 与各表不一致。",
            en=f"taxonomy/{name} is not what the tables give",
        ),
        suggestion=Message(zh="运行 cas2xbrl taxonomy build。", en="run cas2xbrl taxonomy build"),
    )


def _differs(what: str, baked: _Parts, package: _Parts) -> Finding:
    return Finding(
        code="taxonomy.forms-differ",
        severity=Severity.ERROR,
        message=Message(
            zh=f"{what}：baked.json 为{_told(baked) or '空'}，分类标准包为{_told(package) or '空'}。",
            en=f"{what}: baked.json says {_told(baked) or 'nothing'}, the package says {_told(package) or 'nothing'}",
        ),
        suggestion=Message(
            zh="运行 cas2xbrl taxonomy build；若仍不一致，则 converter/bake 有误。",
            en="run cas2xbrl taxonomy build; if they still differ, converter/bake is at fault",
        ),
    )


def _told(parts: _Parts) -> str:
    return ", ".join(f"{part} “{value}”" for part, value in parts.items())
