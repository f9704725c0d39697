"""Find what a header of a note's table measures, or a row's label where measures run down the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from converter.mapping.note_subjects import DISCUSSION, Subject, label_pattern
from converter.model.label import parse_label
from converter.model.mapped import MOVEMENTS, CellRole
from converter.model.period import Duration, Period
from converter.taxonomy import NoteMeasure, Taxonomy

OWN = "="  # the subject's own concept
_TEXT = "text"
_BEFORE_TAX = "所得税前发生额"
_AFTER_TAX = frozenset({"OCIIncomeTax", "OCINetOfTaxAttributableToOwnersOfParent"})
# Words of the period in front of a measure; those of the second group say that a balance is the opening one.
_PERIOD = re.compile(
    r"^(?:(期初|年初|上年年末|上年末|上期末|本次变动前)|本次变动后|期末|年末|本期|上期|本年度|上年度|本年|上年|当期|报告期末|报告期)+(?=.{2})"
)
_ORDINAL = re.compile(r"\s*[(（]?[一二三四五六七八九十\d]+[)）、.．]")
_AMOUNTS = frozenset({CellRole.AMOUNT, CellRole.GROSS, CellRole.NET})
_WHOLE = frozenset({CellRole.NET, CellRole.SHARE, CellRole.RATE, CellRole.OTHER})


@dataclass(frozen=True, slots=True)
class Measure:
    """Say what the amounts under a header are: see NoteMeasure. ``role`` is None for texts.

    A ``generic`` concept is one for the notes of many line items; its facts name theirs: ``line_item`` where the header
    is that of another one (流动资产, in a table about subsidiaries). A ``prescribed`` one is that of one table of the
    discussion, so that nothing else need be said of it.
    """

    concepts: tuple[str, ...]
    component: str
    role: CellRole | None
    generic: bool = False
    opening: bool = False
    in_currency: bool = False
    line_item: str = ""
    prescribed: bool = False

    @property
    def takes_component(self) -> bool:
        """Tell whether a component that headers above or captions name is the measure's too."""
        return not self.component and self.role is not None and self.role not in _WHOLE

    @property
    def is_movement(self) -> bool:
        """Tell whether it is what a balance changed by."""
        return self.role in MOVEMENTS


PLAIN = Measure((OWN,), "", CellRole.AMOUNT)


class MeasureBook:
    """Look headers up in note_measures.csv: the whole path, then its last part; a rule for the subject first."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Index the rules by label; those with ``*`` are patterns."""
        self._exact: dict[str, list[NoteMeasure]] = {}
        self._patterns: list[tuple[re.Pattern[str], NoteMeasure]] = []
        self._discussion = f"{taxonomy.prefix}:{DISCUSSION}"
        users: dict[str, set[str]] = {}
        for rule in taxonomy.note_measures:
            if "*" in rule.label:
                self._patterns.append((label_pattern(rule.label), rule))
            else:
                self._exact.setdefault(rule.label, []).append(rule)
            for name in rule.concepts if rule.subject != self._discussion else ():
                users.setdefault(name, set()).add(rule.subject)
        self._patterns.sort(key=lambda each: -len(each[1].label))
        self._generic = frozenset(name for name, subjects in users.items() if "" in subjects or len(subjects) > 1)
        self._found: dict[tuple[tuple[str, ...], Subject], Measure | None] = {}

    def find(self, path: tuple[str, ...], subject: Subject) -> Measure | None:
        """Return what a header path measures, None where no rule says it; no path is the subject's own amount.

        A component that only a header above names (坏账准备/金额) is handed down, and its role with it.
        """
        if not path:
            return PLAIN
        at = (path, subject)
        if at not in self._found:
            self._found[at] = self._find(path, subject)
        return self._found[at]

    def _find(self, path: tuple[str, ...], subject: Subject) -> Measure | None:
        keys = tuple(parse_label(part).key for part in path)
        for label, above, opening in _forms(keys, subject.key):
            rule = _best(self._exact.get(label, ()), above, subject)
            if rule is None:
                rule = _best((rule for pattern, rule in self._patterns if pattern.fullmatch(label)), above, subject)
            if rule is not None:
                return self.inherit(self._measure(rule, opening=opening), path, subject)
        return None

    def _measure(self, rule: NoteMeasure, *, opening: bool) -> Measure:
        role = None if rule.role == _TEXT else CellRole(rule.role)
        prescribed = rule.subject == self._discussion and OWN not in rule.concepts
        generic = not prescribed and any(name in self._generic and name != OWN for name in rule.concepts)
        at_a_date = rule.concepts == (OWN,) or role is CellRole.SHARE
        is_opening = role is CellRole.OPENING or (opening and at_a_date)
        in_currency = bool(rule.unit)
        return Measure(
            rule.concepts, rule.component, role, generic, is_opening, in_currency=in_currency, prescribed=prescribed
        )

    def before_tax(
        self, measures: Sequence[Measure | None], periods: Sequence[Period | None], subject: Subject
    ) -> list[Measure | None]:
        """Say of the amount of the period that tax and other owners' part are taken off of, that it is before them."""
        names = {name.partition(":")[2] for measure in measures if measure is not None for name in measure.concepts}
        before = self.find((_BEFORE_TAX,), subject) if names & _AFTER_TAX else None
        return [
            before if before is not None and each is PLAIN and isinstance(period, Duration) else each
            for each, period in zip(measures, periods, strict=True)
        ]

    def inherit(self, measure: Measure, path: tuple[str, ...], subject: Subject) -> Measure:
        """Take from the headers above, the nearest first, what the measure itself does not say.

        The component of a movement is that of its block (累计折旧, 计提), whatever its rule says of it elsewhere.
        """
        takes = measure.takes_component or measure.is_movement
        for end in range(len(path) - 1, 0, -1):
            above = self.find(path[:end], subject)
            if above is None or above.role is None:
                continue
            is_header = end == len(path) - 1 and not _ORDINAL.match(path[-1])  # 四、账面价值 is a block by itself
            if is_header and above.is_movement and measure.concepts == (OWN,) and measure.role in _AMOUNTS:
                return replace(above, component=above.component or measure.component)  # 本期减少/账面价值
            if above.component and takes:
                takes = False
                role = above.role if measure.role is CellRole.AMOUNT else measure.role
                measure = replace(measure, component=above.component, role=role)
            if above.opening and (OWN in measure.concepts or measure.role is CellRole.SHARE):
                measure = replace(measure, opening=True)
        return measure


def _forms(keys: tuple[str, ...], title: str) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield what to look up, best first: label, what stands above it, whether it is an opening balance."""
    leaf, above = keys[-1], keys[:-1]
    is_opening = (match := _PERIOD.match(leaf)) is not None and bool(match[1])
    if above:
        yield "".join(keys), (), is_opening
    yield leaf, above, is_opening
    plain = leaf.replace(title, "") if title and len(leaf) > len(title) + 1 else leaf
    if plain not in {leaf, ""}:
        yield plain, above, is_opening
    for label in dict.fromkeys((leaf, plain)):
        if match := _PERIOD.match(label):
            yield label[match.end() :], above, bool(match[1])


def _best(rules: Iterable[NoteMeasure], above: tuple[str, ...], subject: Subject) -> NoteMeasure | None:
    """Choose the rule that says most of the place: its subject first, then the nearest header above."""
    best: NoteMeasure | None = None
    best_score = (False, -1)
    for rule in rules:
        if rule.subject and rule.subject not in {*subject.concepts, subject.part}:
            continue
        depth = -1
        if rule.under:
            pattern = label_pattern(rule.under)
            depth = max((n for n, key in enumerate(above) if pattern.fullmatch(key)), default=-1)
            if depth < 0:
                continue
        score = (bool(rule.subject), depth)
        if best is None or score > best_score:
            best, best_score = rule, score
    return best
