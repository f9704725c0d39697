"""Count what the document prints and what became facts; say where the other numbers are, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from converter.model.document import Document
from converter.model.finding import Message
from converter.model.report import Coverage, Fact, NotFacts, NumberCoverage, StatementCoverage, Unresolved
from converter.model.source import Source
from converter.model.statement import Statement
from converter.reconcile.cells import Table
from converter.reconcile.facts import FactBook
from converter.reconcile.printed_numbers import find_sentence_numbers, find_table_numbers

_NOT_READ = Message(zh="未被读作所在表格的金额", en="not read as an amount of its table")
_UNKNOWN_TABLE = Message(zh="所在表格未被识别", en="its table is not recognised")
_NO_TABLE = Message(zh="所在表格的结构已丢失", en="the structure of its table is lost")
_IN_WORDS = Message(zh="是文字事实的一部分（如区间）", en="part of a fact in words (a range, for instance)")
_SENTENCE = Message(zh="未从语句中识别", en="not recognised in its sentence")

_Spans = Mapping[int, list[tuple[int, int]]]  # line → start, end


def count_coverage(
    document: Document, tables: Sequence[Table], book: FactBook, facts: Sequence[Fact], unresolved: Iterable[Unresolved]
) -> Coverage:
    """Count the numbers of each statement, of all tables and of all sentences, and those that became facts."""
    placed = [0] * len(tables)
    for draft in book.all_drafts():
        for cell in draft.cells:
            placed[cell.table] += 1
    printed = [
        sum(len(item.readings[0]) + len(item.withheld) for item in table.statement.items if item.readings)
        for table in tables
    ]
    listed = tuple(sorted(unresolved, key=lambda each: (each.source.line, each.source.start)))
    spans = _index_spans(source for fact in facts if fact.unit is not None for source in fact.sources)
    words = _index_spans(source for fact in facts if fact.unit is None for source in fact.sources)
    statements = [table.statement for table in tables]
    in_tables, in_sentences = _count_document(document, statements, spans, words, listed)
    return Coverage(
        printed_numbers=sum(printed),
        facts_from=sum(placed),
        unresolved=listed,
        by_statement=tuple(
            StatementCoverage(statement=table.statement.id, printed_numbers=count, facts_from=done)
            for table, count, done in zip(tables, printed, placed, strict=True)
        ),
        tables=in_tables,
        sentences=in_sentences,
    )


class _Count:
    """Count numbers of one sort, and gather those that are no facts by reason."""

    def __init__(self) -> None:
        self.facts = 0
        self.others: dict[tuple[str, str], tuple[Message, list[Source]]] = {}

    def add_other(self, source: Source, reason: Message) -> None:
        self.others.setdefault((reason.en, reason.zh), (reason, []))[1].append(source)

    def finish(self) -> NumberCoverage:
        """Return the counts, the commonest reason first."""
        groups = sorted(self.others.values(), key=lambda group: (-len(group[1]), group[0].en))
        return NumberCoverage(
            printed=self.facts + sum(len(places) for _, places in groups),
            facts=self.facts,
            others=tuple(NotFacts(reason=reason, count=len(places), places=tuple(places)) for reason, places in groups),
        )


def _count_document(
    document: Document, statements: Sequence[Statement], spans: _Spans, words: _Spans, unresolved: Sequence[Unresolved]
) -> tuple[NumberCoverage, NumberCoverage]:
    """Return the counts of the numbers in tables and in sentences; one in a table is not counted again."""
    reasons = _index_reasons(unresolved)
    within = {line for each in statements for line in range(each.line_from, each.line_to + 1)}
    certain = {(line, start) for line, found in spans.items() for start, _ in found}
    in_tables, in_sentences = _Count(), _Count()
    for source, is_read in find_table_numbers(document, certain):
        if _is_covered(source, spans):
            in_tables.facts += 1
        elif (reason := reasons.get((source.line, source.start))) is not None:
            in_tables.add_other(source, reason)
        elif _is_covered(source, words):
            in_tables.add_other(source, _IN_WORDS)
        elif not is_read:
            in_tables.add_other(source, _NO_TABLE)
        else:
            in_tables.add_other(source, _NOT_READ if source.line in within else _UNKNOWN_TABLE)
    for source in find_sentence_numbers(document):
        if _is_covered(source, spans):
            in_sentences.facts += 1
        else:
            in_sentences.add_other(source, reasons.get((source.line, source.start), _SENTENCE))
    return in_tables.finish(), in_sentences.finish()


def _index_spans(sources: Iterable[Source]) -> _Spans:
    """Return the places of facts by line, every piece of a broken number for itself."""
    found: dict[int, list[tuple[int, int]]] = {}
    for source in sources:
        for span in source.parts or (source,):
            found.setdefault(span.line, []).append((span.start, span.end))
    return found


def _index_reasons(unresolved: Sequence[Unresolved]) -> dict[tuple[int, int], Message]:
    """Return the reasons by place; ``Unresolved.reason`` is English and Chinese, a slash between."""
    messages: dict[str, Message] = {}
    found = {}
    for each in unresolved:
        if each.reason not in messages:
            en, _, zh = each.reason.partition(" / ")
            messages[each.reason] = Message(zh=zh or en, en=en)
        found[each.source.line, each.source.start] = messages[each.reason]
    return found


def _is_covered(source: Source, spans: _Spans) -> bool:
    return any(
        start < piece.end and piece.start < end
        for piece in source.parts or (source,)
        for start, end in spans.get(piece.line, ())
    )
