"""How much of one text is heard in another: the measurements behind source families.

Four signals for each pair, all between 0 and 1 except the last: shared runs of three words; rare words; sentences
that say the same in the same rare words; and whether they come in the same order, against the same sentences
shuffled. Words are weighed by how few of the documents use them, so that what every report on a
crisis must mention counts for little. A back-translated rewrite keeps few runs of words but keeps its rare words
and its order, which is why hashing of word runs alone does not see it (METER: Clough et al. 2002, ACL).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multivector.sources.document import Document, Role
from multivector.sources.sentence import sentences, words

_COMMON = frozenset(
    """the a an and or but of to in on at by for from with as is are was were be been being it its this that these
    those he she they his her their them him we our us you your i my not no nor so than then there here when where
    which who whom whose what why how all any both each few more most other some such only own same too very can
    could will would shall should may might must do does did done has have had having if because while after
    before about above below under over into onto out up down off again further once between during through also
    just now new one two first last many much even still yet said says say""".split()  # noqa: SIM905
)
_ALIKE = 0.20  # cosine from which two sentences are taken to say the same
_LEAST = 0.05  # cosine below which two sentences add nothing to a chain
_SHUFFLES = 32
_FLOOR = 0.35  # least standard deviation that a chain is measured in
_LONGEST = 400  # sentences of a document that are compared


@dataclass(frozen=True, slots=True)
class Echo:
    """What two documents have in common; ``first`` and ``second`` are their places in the set.

    Attributes:
        runs: Shared three-word runs, as a share of those of the document that has fewer.
        runs_of_first, runs_of_second: The same share of each: the larger one points at the copy.
        rare: Shared rare words by weight, as a share of those of the document that has fewer.
        sentences: Share of the shorter document's sentences (by weight of likeness) heard in the other.
        n_alike: How many sentences that is.
        order_score: How far the best chain of like sentences in the same order exceeds that of the sentences
            shuffled, in standard deviations.
    """

    first: int
    second: int
    runs: float
    runs_of_first: float
    runs_of_second: float
    rare: float
    sentences: float
    n_alike: int
    order_score: float


@dataclass(frozen=True, slots=True)
class _Text:
    runs: frozenset[tuple[str, str, str]]
    rare: dict[str, float]
    rows: npt.NDArray[np.float32]  # (n_sentences, n_words), unit length


def stem(word: str) -> str:
    """A word without its commonest English endings; enough to meet its other forms."""
    for ending, least in (("ing", 6), ("ied", 5), ("ies", 5), ("ed", 5), ("es", 5), ("ly", 6), ("s", 4)):
        if word.endswith(ending) and len(word) >= least:
            return word[: -len(ending)] + ("y" if ending in ("ied", "ies") else "")
    return word


def echoes(documents: Sequence[Document]) -> list[Echo]:
    """Measure every pair of a set of documents on one crisis, each pair once.

    Args:
        documents: The set; word weights are taken from it, so it should hold all documents on the crisis.
    """
    texts = _texts(documents)
    return [_echo(i, j, texts[i], texts[j]) for i in range(len(texts)) for j in range(i + 1, len(texts))]


def _texts(documents: Sequence[Document]) -> list[_Text]:
    split = [_sentences(document) for document in documents]
    stems = [[[stem(word) for word in sentence] for sentence in text] for text in split]
    document_count = Counter(word for text in stems for word in {w for s in text for w in s})
    n = len(documents)
    weight = {word: 0.05 if word in _COMMON else math.log((n + 1) / count) for word, count in document_count.items()}
    number_of = {word: index for index, word in enumerate(sorted(weight))}
    scale = np.array([weight[word] for word in sorted(weight)], dtype=np.float32)
    made = []
    for text, plain in zip(stems, split, strict=True):
        flat = [word for sentence in plain for word in sentence]
        runs = frozenset(zip(flat, flat[1:], flat[2:], strict=False))
        rows = np.zeros((len(text), len(number_of)), dtype=np.float32)
        for row, sentence in enumerate(text):
            for word in sentence:
                rows[row, number_of[word]] = 1.0
        rows *= scale
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        np.divide(rows, norms, out=rows, where=norms > 0)
        middle = sorted(weight[w] for w in document_count)[len(weight) // 2] if weight else 0.0
        rare = {w: weight[w] for s in text for w in s if weight[w] >= 0.6 * middle and w not in _COMMON}
        made.append(_Text(runs, rare, rows))
    return made


def _sentences(document: Document) -> list[list[str]]:
    found = []
    seen: set[str] = set()
    for line in document.content():
        if line.role is Role.TITLE or line.why == "repeated":
            continue
        text = document.view(line).text
        if text in seen:
            continue
        seen.add(text)
        for start, end in sentences(text[:20_000]):
            listed = words(text[start:end])
            if len(listed) >= 4:
                found.append(listed[:120])
    return found[:_LONGEST]


def _echo(i: int, j: int, a: _Text, b: _Text) -> Echo:
    shared = len(a.runs & b.runs)
    of_a, of_b = shared / max(1, len(a.runs)), shared / max(1, len(b.runs))
    common = sum(value for word, value in a.rare.items() if word in b.rare)
    rare = common / max(1e-9, min(sum(a.rare.values()), sum(b.rare.values())))
    small, large = (a, b) if len(a.rows) <= len(b.rows) else (b, a)
    likeness = small.rows @ large.rows.T
    alike = _alike(likeness)
    level = sum(alike) / max(1, len(small.rows))
    return Echo(i, j, max(of_a, of_b), of_a, of_b, rare, level, len(alike), _order_score(likeness))


def _alike(likeness: npt.NDArray[np.float32]) -> list[float]:
    """The likeness of sentences that are each other's likest, where it is enough.

    It must be so both ways: otherwise one long sentence draws all the others.
    """
    if likeness.size == 0:
        return []
    places = likeness.argmax(axis=1)
    values = likeness[np.arange(len(likeness)), places]
    mutual = values >= 0.999 * likeness.max(axis=0)[places]
    return [float(value) for value in values[mutual & (values >= _ALIKE)]]


def _order_score(likeness: npt.NDArray[np.float32]) -> float:
    """How far the best chain of like sentences in order exceeds that of the same sentences shuffled.

    In units of the shuffles' standard deviation (with a floor), from 32 shuffles that are the same in every run.
    """
    gains = np.clip(likeness - _LEAST, 0.0, None)
    if gains.size == 0:
        return 0.0
    dice = np.random.default_rng(gains.shape[0] * 1009 + gains.shape[1])
    shuffles = np.array([dice.permutation(len(gains)) for _ in range(_SHUFFLES)])
    chains = _best_chains(np.concatenate([gains[None], gains[shuffles]]))
    usual = chains[1:]
    return float((chains[0] - usual.mean()) / max(float(usual.std()), _FLOOR))


def _best_chains(gains: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Weight of the best increasing chain in each (rows, columns) table of a stack."""
    best = np.zeros((gains.shape[0], gains.shape[2] + 1), dtype=np.float32)
    for row in range(gains.shape[1]):
        reach = gains[:, row, :] + np.maximum.accumulate(best, axis=1)[:, :-1]
        best[:, 1:] = np.maximum(best[:, 1:], reach)
    return np.asarray(best.max(axis=1))
