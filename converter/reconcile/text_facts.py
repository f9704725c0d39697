"""Make the facts that are texts or dates: about the document itself, and the notes and accounting policies in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from converter.model.label import note_title_key
from converter.model.period import Duration, Instant, Period
from converter.model.source import Source
from converter.model.statement import DocumentFact, NotePart, Scope, TextBlock
from converter.taxonomy import Taxonomy

# What a note or policy is whose title no rule knows; its title tells it from the others.
_OTHER_POLICY = "DescriptionOfOtherAccountingPoliciesRelevantToUnderstandingOfFinancialStatements"
_OTHER_NOTE = "DisclosureOfNotesAndOtherExplanatoryInformationExplanatory"
_TITLE_AXIS = "NoteTitleAxis"


@dataclass(slots=True)
class TextDraft:
    """Hold a fact in the making that is a text or a date, with all places that print it.

    ``printed_label`` is the key of a fact about the document, or the heading of a note.
    """

    concept: str
    printed_label: str
    value: str
    period: Period
    sources: list[Source]
    disagreeing: bool = False
    scope: Scope = Scope.CONSOLIDATED
    typed: tuple[tuple[str, str], ...] = ()
    id: str = ""

    @property
    def position(self) -> tuple[int, int]:
        """Return where the fact is printed first: line, start."""
        return self.sources[0].line, self.sources[0].start


def document_drafts(facts: Sequence[DocumentFact], period: Period | None, taxonomy: Taxonomy) -> list[TextDraft]:
    """Merge document facts of one concept and one text; without a reporting period they have nothing to attach to."""
    if not isinstance(period, Duration):
        return []
    found: dict[tuple[str, tuple[tuple[str, str], ...], str], TextDraft] = {}
    first: dict[tuple[str, tuple[tuple[str, str], ...]], TextDraft] = {}
    for fact in facts:
        name = taxonomy.document_facts[fact.key]
        concept = taxonomy.concepts[name]
        when: Period = Instant(instant=period.end) if concept.period_type == "instant" else period
        typed = tuple((f"{taxonomy.prefix}:{axis}", text) for axis, text in fact.members)
        known = found.get((name, typed, fact.value))
        if known is not None:
            known.sources.append(fact.source)
            continue
        draft = TextDraft(name, fact.key, fact.value, when, [fact.source], typed=typed)
        found[name, typed, fact.value] = draft
        draft.disagreeing = first.setdefault((name, typed), draft) is not draft
    for draft in found.values():
        draft.sources.sort(key=lambda source: (source.line, source.start))
    return list(found.values())


def text_block_drafts(blocks: Iterable[TextBlock], period: Period | None, taxonomy: Taxonomy) -> list[TextDraft]:
    """Return a draft for each note; one whose concept a note before has is told from it by its title, then its number.

    Without a reporting period there is nothing to attach them to.
    """
    if not isinstance(period, Duration):
        return []
    drafts: list[TextDraft] = []
    taken: set[tuple[str, Scope, tuple[tuple[str, str], ...]]] = set()
    for block in blocks:
        concept, typed = next(
            each for each in _ways_to_name(block, taxonomy) if (each[0], block.scope, each[1]) not in taken
        )
        taken.add((concept, block.scope, typed))
        heading = f"{block.number}{block.title}"
        draft = TextDraft(concept, heading, block.content, period, [block.source], scope=block.scope, typed=typed)
        drafts.append(draft)
    return drafts


def _ways_to_name(block: TextBlock, taxonomy: Taxonomy) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Yield concept and typed dimensions a note can have, the plainest first."""
    concept = taxonomy.text_blocks.get((block.part, note_title_key(block.title)))
    if concept is not None:
        yield concept, ()
    other = f"{taxonomy.prefix}:{_OTHER_POLICY if block.part is NotePart.POLICY else _OTHER_NOTE}"
    axis = f"{taxonomy.prefix}:{_TITLE_AXIS}"
    heading = f"{block.number}{block.title}"
    for title in (block.title, heading, f"{heading} (line {block.source.line})"):
        if title:
            yield other, ((axis, title),)
