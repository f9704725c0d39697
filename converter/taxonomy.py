"""Hold the taxonomy as baked from the tables: concepts, labels, relationships and line-item rules.

The baked form (``taxonomy/baked.json``) is read here; XSD and linkbases are never read at run time.
``cas2xbrl taxonomy check`` proves that both say the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from converter.resources import find_resource

STANDARD = "standard"
NUMERIC_KINDS = frozenset({"monetary", "per_share", "shares", "pure", "percent"})  # of concepts with a value in digits


@dataclass(frozen=True, slots=True)
class Concept:
    """Define one concept.

    ``kind`` is monetary, per_share, shares, pure, percent, string, date, text_block, or for structure abstract,
    hypercube, axis, typed_axis, domain, member. ``period_type`` is instant or duration; ``balance`` debit, credit or
    None. ``labels`` maps role (standard, terse, total, negated, period_start, period_end, documentation) to language
    (zh-CN, en) to text.
    """

    name: str
    kind: str
    period_type: str
    balance: str | None
    labels: Mapping[str, Mapping[str, str]]

    def label(self, language: str = "zh-CN", role: str = STANDARD) -> str:
        """Return the label in a language and role, falling back to the standard role."""
        return self.labels.get(role, self.labels[STANDARD])[language]


@dataclass(frozen=True, slots=True)
class Summation:
    """State that a total equals the weighted sum of its contributors (Calculations 1.1 summation-item).

    ``statement`` is the StatementKind value whose calculation link holds it; ``id`` names the link. One that is not
    ``published`` holds within one printed table only and stands in no calculation linkbase: an XBRL processor would
    try it in contexts (a third year of key figures) in which some contributors are not reported. A statement with a
    row for one of ``unless`` is not of the format the sum is about.
    """

    id: str
    statement: str
    total: str
    contributors: tuple[tuple[str, int], ...]
    published: bool = True
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RollForward:
    """State opening balance + change = closing balance for one instant concept and one duration concept."""

    balance: str
    change: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Describe one dimension: its members (none for a typed one) and its default member."""

    name: str
    default: str | None
    members: tuple[str, ...]
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Aggregation:
    """State that, along one axis, a member's facts are the weighted sum of other members' facts.

    ``total`` is a member, or the axis's default.
    """

    axis: str
    total: str
    contributors: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Equality:
    """State that two concepts (or one concept on a member and another concept) have one value.

    ``kind`` is ``concept`` (left and right are concepts, same period and dimensions) or ``member`` (the axis concept
    ``left`` with dimension ``axis``=``member`` equals the concept ``right`` without it). ``reported`` is a member's
    balance before restatement (上年年末余额), which ``right`` may equal instead. ``note`` is like ``member``, of a
    movement of the notes that mostly is the amount of a line: it tells where an amount stands, and never fails.
    """

    kind: str
    left: str
    right: str
    axis: str | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class LineItemRule:
    """Map one printed label of one kind of statement to a concept.

    ``label`` is in normalised form (see converter.mapping). ``after`` is a concept: where several rules have the same
    label, the one whose ``after`` was mapped most recently above the row is taken; an empty ``after`` is taken where
    none was. ``opening`` marks a row or rule whose balance stands at the start of the column's period (期初余额).
    ``concept`` is empty for a row known to be a heading that prints no amounts; ``heading`` may then name an abstract
    concept, so that rules below can stand ``after`` it. With both, the row is a total of the rows below where it prints
    amounts, and their heading where it prints none.
    """

    statement: str
    label: str
    after: str
    concept: str
    opening: bool = False
    id: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class NoteMeasure:
    """Map a header (a row's label where a table is transposed) of the notes' tables to what its amounts are.

    ``label`` and ``under``, what stands above it, are normalised and may hold ``*`` for any words. ``subject`` is the
    concept whose note the rule is for, empty for any. ``concepts`` is ``=`` for the subject's own, or one concept, or
    one of each period type, and empty for texts. ``component`` is a member of CarryingAmountComponentsAxis, ``role`` a
    CellRole or ``text``. ``unit`` is ``currency`` where the amounts are in the currency that their row names.
    """

    label: str
    under: str
    subject: str
    concepts: tuple[str, ...]
    component: str
    role: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NoteSubject:
    """Say what the notes under a title (in a section, empty for any) are about: a balance, a flow, or both.

    ``rows`` is ``line_items`` where each row is a line item with its own amount, ``items`` where a row that no rule
    covers is no part of the subject, ``rules`` where the concepts only choose the rules of measures and no amount is
    theirs, or the kind of statement whose rules give the rows their concepts.
    """

    title: str
    section: str
    balance: str
    flow: str
    rows: str = ""


@dataclass(frozen=True, slots=True)
class NoteCaption:
    """Say what words of a caption mean: the component its table is about, a known view, the axis of its rows."""

    caption: str
    component: str
    is_view: bool
    axis: str


@dataclass(frozen=True, slots=True)
class NoteShape:
    """Say what a table prints that stands under a caption with these words.

    One of ``needs`` at least, if there are any; where it prints all that is ``told``, it is such a table whatever
    stands above it. ``*`` is for any words, ``/`` between those of which one is printed, ``!`` in front of
    what must not be.
    """

    caption: str
    needs: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteMember:
    """Map a printed label to a member of an explicit axis."""

    axis: str
    label: str
    member: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Hold the whole taxonomy, made once per process and handed to every stage."""

    base_uri: str
    prefix: str
    entry_point: str
    concepts: Mapping[str, Concept]
    summations: tuple[Summation, ...]
    roll_forwards: tuple[RollForward, ...]
    axes: Mapping[str, Axis]
    aggregations: tuple[Aggregation, ...]
    equalities: tuple[Equality, ...]
    rules: tuple[LineItemRule, ...]
    equity_columns: Mapping[str, str]  # printed column label (normalised) → member; "" is the total
    document_facts: Mapping[str, str]  # DocumentFact.key → concept
    anchors: Mapping[str, str]  # section concept or StatementKind → widest concept to anchor extensions to
    growth_rates: Mapping[str, str] = field(default_factory=dict)  # concept → its rate of change (增减比例)
    shares: Mapping[str, str] = field(default_factory=dict)  # share of a whole (占营业收入比重) → the amount
    row_axes: Mapping[str, str] = field(
        default_factory=dict
    )  # printed dimension of rows (分产品), normalised → typed axis
    rules_by_label: Mapping[tuple[str, str], tuple[LineItemRule, ...]] = field(default_factory=dict)
    note_measures: tuple[NoteMeasure, ...] = ()
    note_subjects: tuple[NoteSubject, ...] = ()
    note_captions: tuple[NoteCaption, ...] = ()
    note_shapes: tuple[NoteShape, ...] = ()
    note_members: tuple[NoteMember, ...] = ()
    text_blocks: Mapping[tuple[str, str], str] = field(
        default_factory=dict
    )  # part of the notes and title (normalise: note_title_key) → text block
    currencies: Mapping[str, str] = field(default_factory=dict)  # printed name of a currency (美元) → ISO 4217


def read_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read the baked taxonomy; ``path`` defaults to the one installed."""
    raw: dict[str, Any] = json.loads((path or find_resource("taxonomy", "baked.json")).read_bytes())
    rules = tuple(LineItemRule(**row) for row in raw["rules"])
    by_label: dict[tuple[str, str], list[LineItemRule]] = {}
    for rule in rules:
        by_label.setdefault((rule.statement, rule.label), []).append(rule)
    return Taxonomy(
        base_uri=raw["base_uri"],
        prefix=raw["prefix"],
        entry_point=raw["entry_point"],
        concepts={row["name"]: Concept(**row) for row in raw["concepts"]},
        summations=tuple(
            Summation(
                r["id"],
                r["statement"],
                r["total"],
                tuple((c, w) for c, w in r["contributors"]),
                r.get("published", True),
                tuple(r.get("unless", ())),
            )
            for r in raw["summations"]
        ),
        roll_forwards=tuple(RollForward(**row) for row in raw["roll_forwards"]),
        axes={
            r["name"]: Axis(r["name"], r["default"], tuple(r["members"]), r.get("typed", False)) for r in raw["axes"]
        },
        aggregations=tuple(
            Aggregation(r["axis"], r["total"], tuple((c, w) for c, w in r["contributors"])) for r in raw["aggregations"]
        ),
        equalities=tuple(Equality(**row) for row in raw["equalities"]),
        rules=rules,
        equity_columns=raw["equity_columns"],
        document_facts=raw["document_facts"],
        anchors=raw["anchors"],
        row_axes=raw["row_axes"],
        shares=raw["shares"],
        growth_rates=raw.get("growth_rates", {}),
        rules_by_label={key: tuple(found) for key, found in by_label.items()},
        note_measures=tuple(
            NoteMeasure(**{**row, "concepts": tuple(row["concepts"])}) for row in raw.get("note_measures", ())
        ),
        note_subjects=tuple(NoteSubject(**row) for row in raw.get("note_subjects", ())),
        note_captions=tuple(NoteCaption(**row) for row in raw.get("note_captions", ())),
        note_shapes=tuple(
            NoteShape(row["caption"], tuple(row["needs"]), tuple(row["told"])) for row in raw.get("note_shapes", ())
        ),
        note_members=tuple(NoteMember(**row) for row in raw.get("note_members", ())),
        text_blocks={(part, title): concept for part, title, concept in raw.get("text_blocks", ())},
        currencies=raw.get("currencies", {}),
    )
