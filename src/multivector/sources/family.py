"""Who copies whom: documents that go back to one text are one family, and one voice.

A pair is a copy when what it has in common stands out from the other pairs on the same crisis. Each signal is
turned into a robust standard score against those pairs (with ten assumed pairs, so that two documents alone can be
judged too), and the scores are added; order counts double, because reports on the same events share words but
not the order of their sentences. The weights and the threshold were set on the development half of an invented
test set and are reported on the other half (``scripts/score_copies.py``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from multivector.sources.document import Document
from multivector.sources.echo import Echo, echoes
from multivector.sources.style import Damage, Style, style_of

THRESHOLD = 11.0
"""Sum of scores from which a pair is a copy, for up to 120 pairs; see ``docs/explanation/evidence-rules.md``."""

_NEAR_COPY = 0.30  # shared three-word runs that settle the matter alone
_NAMED = 3.0  # added when one document names the other's author
_STATED = 12.0  # added when one document says it was taken from the other's outlet or address
_WEIGHTS = {"runs": 1.25, "rare": 0.5, "sentences": 0.5, "order": 2.0}
_BACKGROUND = {"runs": (0.02, 0.012), "rare": (0.08, 0.035), "sentences": (0.02, 0.03)}
_ASSUMED = np.array([-1.2, -0.8, -0.5, -0.2, 0.0, 0.0, 0.2, 0.5, 0.8, 1.2])
_HEDGED = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|approximately|some|more than|over|at least)\s(?P<n>\$?\d[\d,.]*\d|\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\$?\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class CopyEdge:
    """One document taken from another, directly or through a common source.

    Attributes:
        origin: Id of the document that is nearer to the source.
        copy: Id of the one taken from it.
        score: Sum of the signals' scores.
        kind: ``reprint``, ``spun``, ``mangled`` or ``rewrite``.
        evidence: Why they are one family, in words.
        direction: Why it is this way round, in words; empty if nothing tells.
    """

    origin: str
    copy: str
    score: float
    kind: str
    evidence: tuple[str, ...]
    direction: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Documents that go back to one text.

    Attributes:
        root: Id of the document nearest to the source.
        members: Ids of all of them, the root first.
        edges: Who is taken from whom.
    """

    root: str
    members: tuple[str, ...]
    edges: tuple[CopyEdge, ...]


@dataclass(frozen=True, slots=True)
class Families:
    """The voices behind a set of documents.

    Attributes:
        families: One for each voice, in the order of the documents.
        styles: The style of each document, by id.
        unseen: What a document says it was taken from, where that is not among the documents, by id.
    """

    families: tuple[Family, ...]
    styles: dict[str, Style]
    unseen: dict[str, str]

    @property
    def n_documents(self) -> int:
        """How many documents there are."""
        return sum(len(family.members) for family in self.families)

    @property
    def n_voices(self) -> int:
        """How many independent voices they come down to."""
        return len(self.families)

    def root_of(self, document_id: str) -> str:
        """Id of the root of a document's family."""
        return next(family.root for family in self.families if document_id in family.members)

    def in_words(self) -> str:
        """``5 documents, 4 voices``."""
        documents = "document" if self.n_documents == 1 else "documents"
        return f"{self.n_documents} {documents}, {self.n_voices} voice{'s' if self.n_voices != 1 else ''}"


def find_families(documents: Sequence[Document]) -> Families:
    """Group the documents on one crisis into families.

    Args:
        documents: All documents on the crisis: what is usual among them is what copies stand out from.
    """
    styles = {document.id: style_of(document) for document in documents}
    pairs = echoes(documents)
    scores = score_pairs(pairs)
    # The more pairs, the more of them stand out by chance.
    limit = THRESHOLD + 2.0 * max(0.0, math.log10(max(1, len(documents) * (len(documents) - 1) / 2) / 120))
    edges = []
    for pair, score in zip(pairs, scores, strict=True):
        a, b = documents[pair.first], documents[pair.second]
        named, stated = _names(a, b) + _names(b, a), _stated(a, b) + _stated(b, a)
        total = float(score) + _NAMED * bool(named) + _STATED * bool(stated)
        if total >= limit or pair.runs >= _NEAR_COPY:
            edges.append(_edge(pair, total, a, b, styles))
    families = _join(documents, edges)
    unseen = {
        d.id: d.origin for d in documents if d.origin and not any(_says(d.origin, o) for o in documents if o is not d)
    }
    return Families(tuple(families), styles, unseen)


def score_pairs(pairs: Sequence[Echo]) -> np.ndarray:
    """The sum of scores of each pair, relative to the other pairs of the set."""
    if not pairs:
        return np.zeros(0)
    ordinary = np.array([pair.runs < _NEAR_COPY for pair in pairs])
    total = np.zeros(len(pairs))
    for name, weight in _WEIGHTS.items():
        if name == "order":
            score = np.array([pair.order_score for pair in pairs])
        else:
            values = np.array([getattr(pair, name) for pair in pairs])
            score = _standard(values, ordinary, *_BACKGROUND[name])
        total += weight * np.clip(score, -3.0, 8.0)
    return total


def _standard(values: np.ndarray, ordinary: np.ndarray, centre: float, spread: float) -> np.ndarray:
    background = np.concatenate([values[ordinary], centre + spread * _ASSUMED])
    middle = np.median(background)
    scale = 1.4826 * np.median(np.abs(background - middle))  # as wide as a normal's standard deviation
    return np.asarray((values - middle) / max(scale, spread))


def _edge(pair: Echo, score: float, a: Document, b: Document, styles: dict[str, Style]) -> CopyEdge:
    votes = _direction(pair, a, b, styles)
    backward = sum(weight for weight, _ in votes if weight < 0)
    forward = sum(weight for weight, _ in votes if weight > 0)
    if forward + backward < 0:
        a, b = b, a
        votes = [(-weight, words) for weight, words in votes]
    damage = styles[b.id].damage
    kind = "reprint" if pair.runs >= 0.6 and damage is Damage.NONE else damage.value
    evidence = [
        f"{pair.runs:.0%} of the runs of three words are shared",
        f"{pair.rare:.0%} of the rare words by weight",
        f"{pair.n_alike} sentences alike, order score {pair.order_score:.1f}",
    ]
    evidence += [words for _, words in votes if words.startswith(("names", "says"))]
    direction = tuple(words for weight, words in votes if weight > 0)
    return CopyEdge(a.id, b.id, score, "rewrite" if kind == "none" else kind, tuple(evidence), direction)


def _direction(pair: Echo, a: Document, b: Document, styles: dict[str, Style]) -> list[tuple[float, str]]:
    """Reasons to think that b is from a (positive) or a from b (negative), with weights."""
    votes: list[tuple[float, str]] = []
    for sign, origin, copy in ((1.0, a, b), (-1.0, b, a)):
        if _stated(copy, origin):
            votes.append((4.0 * sign, f"says it is taken from {origin.outlet or origin.name}"))
        if _names(copy, origin):
            votes.append((2.0 * sign, f"names the author {origin.author}"))
        if styles[copy.id].damage is not Damage.NONE and styles[origin.id].damage is Damage.NONE:
            votes.append((2.0 * sign, f"its style is damaged ({styles[copy.id].damage})"))
        elif styles[copy.id].doublets > styles[origin.id].doublets + 2.5:
            votes.append((1.5 * sign, "has more of the doublets that spinning puts in"))
        lost = _hedges_lost(origin, copy)
        if lost:
            votes.append((1.0 * sign, f"drops the hedge on {', '.join(sorted(lost))}"))
        if origin.published and copy.published and origin.published < copy.published:
            votes.append((1.5 * sign, "is dated later"))
    if abs(pair.runs_of_second - pair.runs_of_first) > 0.01:
        sign = 1.0 if pair.runs_of_second > pair.runs_of_first else -1.0
        votes.append((0.5 * sign, "more of it is found in the other than the reverse"))
    return votes


def _hedges_lost(origin: Document, copy: Document) -> set[str]:
    """Numbers that the origin hedges and the copy states flatly."""
    first, second = origin.clean_text(), copy.clean_text()
    hedged = {m["n"] for m in _HEDGED.finditer(first)}
    kept = {m["n"] for m in _HEDGED.finditer(second)}
    return (hedged & set(_NUMBER.findall(second))) - kept


def _names(one: Document, other: Document) -> bool:
    """Whether one document names the author of the other, in this or another transliteration."""
    if not other.author or one.author == other.author:
        return False
    wanted = other.author.split()
    if len(wanted) < 2:
        return False
    name = re.compile(rf"\b{re.escape(wanted[0])}\s(?:[A-Z]\.\s)?([A-Z][\w’'\-]{{2,24}})")
    return any(
        SequenceMatcher(None, m[1].lower(), wanted[-1].lower()).ratio() >= 0.85 for m in name.finditer(one.clean_text())
    )


def _stated(copy: Document, origin: Document) -> bool:
    return bool(copy.origin) and _says(copy.origin, origin) and not (origin.origin and _says(origin.origin, copy))


def _says(stated: str, document: Document) -> bool:
    """Whether a stated origin is this document: its own outlet, not the one it says it was taken from itself."""
    outlet = document.outlet.lower().removeprefix("the ")
    return len(outlet) >= 3 and outlet in stated.lower()


def _join(documents: Sequence[Document], edges: Sequence[CopyEdge]) -> list[Family]:
    parent = {document.id: document.id for document in documents}

    def find(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for edge in edges:
        parent[find(edge.copy)] = find(edge.origin)
    groups: dict[str, list[str]] = {}
    for document in documents:
        groups.setdefault(find(document.id), []).append(document.id)
    families = []
    for members in groups.values():
        own = tuple(edge for edge in edges if edge.origin in members)
        copied = {edge.copy for edge in own}
        given = {key: sum(edge.score for edge in own if edge.origin == key) for key in members}
        root = max(members, key=lambda key: (key not in copied, given[key]))
        families.append(Family(root, (root, *(key for key in members if key != root)), own))
    return families
