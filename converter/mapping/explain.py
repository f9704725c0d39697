"""Say which concept a label maps to, by which rule, and what else is near."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass

from converter.mapping.lookup import RuleBook, member_of, plain_forms
from converter.model.label import parse_label
from converter.model.statement import StatementKind
from converter.taxonomy import LineItemRule, Taxonomy

_UNDER = re.compile(r"^(?P<label>.+?)\s*\((?:under|在)\s*(?P<above>[^()]+?)(?:之?下)?\)$")


@dataclass(frozen=True, slots=True)
class Answer:
    """Say that a label means a concept (or an equity member) in one kind of statement.

    ``concept`` is empty for a heading. ``after`` is the concept above the row that makes this rule the one.
    """

    statement: str
    concept: str
    rule: str
    after: str
    label_zh: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """Name a known label that looks like the one asked for."""

    label: str
    statement: str
    concept: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Hold the answers to one label; none where no rule covers it."""

    label: str
    key: str
    answers: tuple[Answer, ...]
    nearest: tuple[Nearest, ...]


def explain_label(
    label: str, statement: StatementKind | None, taxonomy: Taxonomy, user_rules: tuple[LineItemRule, ...] = ()
) -> Explanation:
    """Explain a label, in one kind of statement or in all.

    Several answers are listed where the place decides. The place can be given: ``利息收入 (under 财务费用)``.
    """
    book = RuleBook(taxonomy, user_rules)
    kinds = [statement.value] if statement else [kind.value for kind in StatementKind]
    place = _UNDER.match(unicodedata.normalize("NFKC", label).strip())
    key = parse_label(place["label"] if place else label).key
    answers: list[Answer] = []
    for kind in kinds:
        found = book.rules(kind, key)
        if place:
            above = {rule.concept or rule.heading for rule in book.rules(kind, parse_label(place["above"]).key)}
            found = tuple(rule for rule in found if rule.after in above)
        answers += [_answer(kind, rule, taxonomy) for rule in found]
        if kind == StatementKind.CHANGES_IN_EQUITY.value and (member := _member_answer(label, taxonomy)):
            answers.append(member)
    return Explanation(label, key, tuple(answers), _nearest(key, kinds, book))


def _answer(kind: str, rule: LineItemRule, taxonomy: Taxonomy) -> Answer:
    concept = taxonomy.concepts.get(rule.concept or rule.heading)
    zh, en = (concept.label(), concept.label("en")) if concept else ("", "")
    return Answer(kind, rule.concept, rule.id, rule.after, zh, en)


def _member_answer(label: str, taxonomy: Taxonomy) -> Answer | None:
    known, member = member_of(label, taxonomy)
    if not known:
        return None
    axis = taxonomy.axes[f"{taxonomy.prefix}:ComponentsOfEquityAxis"]
    name = member or axis.default or axis.name
    concept = taxonomy.concepts[name]
    return Answer(
        StatementKind.CHANGES_IN_EQUITY.value, name, "equity_columns", axis.name, concept.label(), concept.label("en")
    )


def _nearest(key: str, kinds: list[str], book: RuleBook, count: int = 5) -> tuple[Nearest, ...]:
    """Return other labels that look like the key, best first."""
    known: dict[str, LineItemRule] = {}
    for rule in book.taxonomy.rules:
        if rule.statement in kinds and rule.concept and rule.label not in plain_forms(key):
            known.setdefault(rule.label, rule)
    near = difflib.get_close_matches(key, sorted(known), n=count, cutoff=0.5)
    return tuple(Nearest(word, known[word].statement, known[word].concept) for word in near)
