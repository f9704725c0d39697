"""Cut a table of the notes whose columns are of the group and of the parent into one table of each.

Notes on both statements print their columns side by side (2022年12月31日（合并）, 2022年12月31日（母公司）), as the
statements themselves do; whose a figure is, its fact says by its scope, not by the words of a header.
"""

from __future__ import annotations

import re
from dataclasses import replace

from converter.model.statement import Column, LineItem, Scope, Statement
from converter.recognise.periods import plain

_SCOPES = {Scope.CONSOLIDATED: "合并", Scope.PARENT_ONLY: "母公司"}
_SUFFIX = "(?:数|金额|报表|口径)?"


def cut_by_scope(statement: Statement) -> tuple[Statement, ...]:
    """Return the tables that a table holds, the group's first; itself where not each column of amounts has a scope.

    The second has the id of the first; whoever counts tables gives it its own. What was withheld stays with the first.
    """
    printing = {amount.column for item in statement.items for each in item.readings for amount in each}
    scopes = {at: _scope_of(statement.columns[at]) for at in sorted(printing)}
    whole = set(scopes.values()) == set(_SCOPES) and statement.scope is Scope.CONSOLIDATED
    if not whole or any(item.choice for item in statement.items):
        return (statement,)
    return tuple(_cut(statement, scope, [at for at in scopes if scopes[at] is scope]) for scope in _SCOPES)


def _scope_of(column: Column) -> Scope | None:
    """Return the one scope that the words of a column name."""
    words = plain(column.measure or "")
    found = [scope for scope, name in _SCOPES.items() if _pattern(name).search(words)]
    return found[0] if len(found) == 1 else None


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=/)){name}{_SUFFIX}(?:/|$)|[(]{name}{_SUFFIX}[)]")


def _cut(statement: Statement, scope: Scope, columns: list[int]) -> Statement:
    items = tuple(_cut_row(item, columns, first=scope is Scope.CONSOLIDATED) for item in statement.items)
    own = (statement.columns[at] for at in columns)
    pattern = _pattern(_SCOPES[scope])
    named = (replace(each, measure=pattern.sub("", plain(each.measure or "")).strip("/")) for each in own)
    return replace(statement, scope=scope, columns=tuple(named), items=items)


def _cut_row(item: LineItem, columns: list[int], *, first: bool) -> LineItem:
    readings = (
        tuple(replace(amount, column=columns.index(amount.column)) for amount in each if amount.column in columns)
        for each in item.readings
    )
    kept = tuple(dict.fromkeys(readings))
    return replace(item, readings=kept, withheld=item.withheld if first else ())
