"""Say of rows that are periods that they are no members, and of rows whose period nothing tells that they are nothing.

Rows that are years (年份: 2019年, 2020年, …) have their periods from recognition; a total below them is of several.
Figures of other companies are of the year of the reports they are from, which need not be the report's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from converter.mapping.note_members import Member
from converter.model.mapped import MemberRole
from converter.model.period import Duration
from converter.model.statement import LineItem, NotePlace, Statement, StatementKind

_SPAN = re.compile(r"^20\d\d[\d年月度季HQ第一二三四前上半\s\-–—~至到]*$", re.IGNORECASE)
_INDUSTRY = re.compile(r"所处.{0,12}行业|^行业(?:情况|概况|发展)")
_PEERS = re.compile("同行业|行业平均")
_PEER, _EXPIRY, _ITEM = ":PeerCompanyAxis", ":ExpiryYearAxis", ":NoteItemAxis"


def settle_dated_rows(statement: Statement, members: Sequence[Member]) -> list[Member]:
    """Return what the rows of a table are: those that are periods no members, those of no told year nameless."""
    spans = [_is_span(item) for item in statement.items]
    found: list[Member] = []
    for item, member, is_span in zip(statement.items, members, spans, strict=True):
        undated = item.period is None
        if is_span:
            found.append(replace(member, role=MemberRole.APART, dimensions=(), line_item=""))
        elif undated and (any(spans) or _is_of_peer(item, member)):
            found.append(replace(member, is_nameless=True, leads=False))
        elif statement.kind is StatementKind.DISCUSSION:
            found.append(replace(member, dimensions=tuple((_own_axis(axis), text) for axis, text in member.dimensions)))
        else:
            found.append(member)
    return found


def is_about_industry(place: NotePlace) -> bool:
    """Tell whether a table stands where the report tells of its industry: its figures are not the entity's."""
    return any(_INDUSTRY.search(words) for words in (place.title, *place.captions))


def _is_span(item: LineItem) -> bool:
    label = unicodedata.normalize("NFKC", item.printed_label).strip()
    return isinstance(item.period, Duration) and _SPAN.match(label) is not None


def _is_of_peer(item: LineItem, member: Member) -> bool:
    return any(axis.endswith(_PEER) for axis, _ in member.dimensions) or _PEERS.search(item.printed_label) is not None


def _own_axis(axis: str) -> str:
    """Return the axis of a row of the discussion, where a year is none that tax losses expire in."""
    return axis.replace(_EXPIRY, _ITEM)
