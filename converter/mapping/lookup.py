"""Find the rule that covers a label in its place."""

from __future__ import annotations

from collections.abc import Mapping

from converter.model.label import normalise_term, parse_label
from converter.taxonomy import LineItemRule, Taxonomy

# What reports print around a known label without changing its meaning, as it stands in a normalised key. Tried only
# where the key itself has no rule, longest first; a longer label that means something else has a rule of its own.
_PREFIXES = ("其中", "加", "减", "另")
_SHORTEST_LABEL = 2  # characters
_SUFFIXES = ("元每股", "人民币元", "合计数", "续")


class RuleBook:
    """Hold the user's rules in front of the taxonomy's and find the one for a row."""

    def __init__(self, taxonomy: Taxonomy, user_rules: tuple[LineItemRule, ...] = ()) -> None:
        """Take the rules; those of the user are looked at first."""
        self.taxonomy = taxonomy
        self._user: dict[tuple[str, str], tuple[LineItemRule, ...]] = {}
        for rule in user_rules:
            key = (rule.statement, rule.label)
            self._user[key] = (*self._user.get(key, ()), rule)

    def find(self, statement: str, key: str, seen: Mapping[str, int], parent: str | None = None) -> LineItemRule | None:
        """Return the rule for a key, or None.

        ``seen`` says for each concept mapped above the row at which row it was last mapped; ``parent`` is the concept
        of the row it is nested under.
        """
        for form in plain_forms(key):
            for rules in (
                self._user.get((statement, form), ()),
                self.taxonomy.rules_by_label.get((statement, form), ()),
            ):
                if (rule := nearest_rule(rules, seen, parent)) is not None:
                    return rule
        return None

    def is_several(self, statement: str, key: str) -> bool:
        """Tell whether a key is nothing but known labels of line items run together: whose the amounts are is lost."""
        counts = {0: 0}  # end of a run of known labels → the most labels in it
        for end in range(_SHORTEST_LABEL, len(key) + 1):
            found = [
                counts[start] + 1
                for start in counts
                if end - start >= _SHORTEST_LABEL and self._is_line_item(statement, key[start:end])
            ]
            if found:
                counts[end] = max(found)
        return counts.get(len(key), 0) > 1

    def _is_line_item(self, statement: str, key: str) -> bool:
        return any(rule.concept for rule in self.taxonomy.rules_by_label.get((statement, key), ()))

    def rules(self, statement: str, key: str) -> tuple[LineItemRule, ...]:
        """Return every rule a key has in one kind of statement, the user's first."""
        for form in plain_forms(key):
            found = self._user.get((statement, form), ()) + self.taxonomy.rules_by_label.get((statement, form), ())
            if found:
                return found
        return ()


def nearest_rule(
    rules: tuple[LineItemRule, ...], seen: Mapping[str, int], parent: str | None = None
) -> LineItemRule | None:
    """Choose among rules of one label: the one whose ``after`` was mapped last above; without ``after`` otherwise.

    A rule whose ``after`` is the very row it is nested under comes first: （六）其他 is nested under the whole change,
    not under （五） above it. Where every rule names an ``after`` and none was mapped above, a single rule is taken all
    the same: the heading it waits for may have been lost; of several, none is.
    """
    for rule in rules:
        if parent is not None and rule.after == parent:
            return rule
    best: LineItemRule | None = None
    best_row = -1
    for rule in rules:
        if rule.after and (row := seen.get(rule.after, -1)) > best_row:
            best, best_row = rule, row
    if best is not None:
        return best
    for rule in rules:
        if not rule.after:
            return rule
    return rules[0] if len(rules) == 1 else None


def plain_forms(key: str) -> tuple[str, ...]:
    """Return the key, then the key with a harmless prefix or suffix dropped."""
    forms = [key]
    forms += [key.removeprefix(word) for word in _PREFIXES if key.startswith(word) and len(key) > len(word) + 1]
    forms += [key.removesuffix(word) for word in _SUFFIXES if key.endswith(word) and len(key) > len(word) + 1]
    return tuple(forms)


def member_of(label: str, taxonomy: Taxonomy) -> tuple[bool, str | None]:
    """Return whether the label of an equity column is known, and its member (None is the total).

    A label with its group in front (``其他权益工具/其他``) is looked up whole, then by its last part.
    """
    parts = label.split("/")
    for key in ("".join(normalise_term(part) for part in parts), parse_label(label).key, parse_label(parts[-1]).key):
        if key in taxonomy.equity_columns:
            return True, taxonomy.equity_columns[key] or None
    return False, None
