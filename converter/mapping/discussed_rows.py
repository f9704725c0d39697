"""Tell what the rows of a table of the discussion are: figures of their own, parts of a figure named above them.

Tables that 内容与格式准则第2号 prescribes often run down the page: a label, a figure (在职员工数量合计). Lines
between them say what the figures below are and by what they are told apart (教育程度类别: employees by education).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from converter.mapping.lookup import RuleBook
from converter.mapping.note_layout import prints
from converter.mapping.note_members import TOTALS, Member, MemberBook, MemberLabel
from converter.mapping.note_subjects import SubjectBook
from converter.mapping.row_names import name_of
from converter.model.mapped import MemberRole
from converter.model.statement import Statement, StatementKind
from converter.taxonomy import LineItemRule

_SEE_NOTE = re.compile(r"[（(](?:参见注|注)\s*\d+[)）]")


def row_labels(statement: Statement) -> list[MemberLabel]:
    """Return the labels of a table's rows; of several columns of labels the first one, where it tells rows apart."""
    labels = [MemberLabel(item.printed_label, item.parent, item.prefix, prints(item)) for item in statement.items]
    names = [name_of(item) for item in statement.items]
    counts = Counter(name for name, label in zip(names, labels, strict=True) if label.prints)
    return [
        replace(label, text=name) if counts[name] == 1 and name else label
        for name, label in zip(names, labels, strict=True)
    ]


class DiscussedRows:
    """Map the rows of tables of the discussion."""

    def __init__(self, book: RuleBook, subjects: SubjectBook, members: MemberBook) -> None:
        """Take what rows are looked up in."""
        self._book = book
        self._subjects = subjects
        self._members = members

    def map_rows(self, statement: Statement, labels: Sequence[MemberLabel], members: Sequence[Member]) -> list[Member]:
        """Return the rows, those with a figure of their own, or that are part of one named above, with its concept."""
        found: list[Member] = []
        concept = axis = head = ""
        counts = Counter(label.key for label in labels if label.prints)
        for label, member, item in zip(labels, members, statement.items, strict=True):
            rule = self._rule(label, {member.concept for member in found})
            if rule is not None and label.prints:
                leads = bool(rule.concept) and len(item.readings[0]) == 1
                own = replace(member, role=MemberRole.APART, concept=rule.concept, dimensions=(), leads=leads)
                found.append(own if rule.concept else replace(member, is_nameless=True))
            elif not label.prints and (heading := self._subjects.heading(label.text)) is not None:
                concept = heading.balance or heading.flow
                axis, head = self._members.header_axis(label.text), label.term
                found.append(member)
            elif concept and label.prints:
                is_total = label.key in TOTALS
                role = MemberRole.SUBTOTAL if is_total else MemberRole.PART
                # 其他 of two lists is told by what heads each.
                axis_of, text = self._members.dimension(label, (axis,))
                text = f"{head}/{text}" if axis_of != axis and counts[label.key] > 1 else text
                dimensions = () if is_total else ((axis_of, text),)
                found.append(replace(member, role=role, concept=concept, dimensions=dimensions, is_nameless=False))
            else:
                found.append(member)
        return found

    def _rule(self, label: MemberLabel, above: Collection[str]) -> LineItemRule | None:
        """Return the rule of a label, or of its last part (医药工业/销售量); those for members of an axis are none.

        A rule that is of what a row ``above`` is comes first (研发投入 | 占营业收入比例).
        """
        for words in dict.fromkeys((label.text, label.text.split("/")[-1])):
            key = MemberLabel(_SEE_NOTE.sub("", words)).key
            rules = self._book.rules(StatementKind.DISCUSSION.value, key)
            rule = next((rule for rule in rules if rule.after in above and rule.after), None)
            rule = rule or next((rule for rule in rules if not rule.after), None)
            if rule is not None:
                return rule
        return None
