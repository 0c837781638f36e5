"""How much of one text is heard in another: the measurements behind source families.

Four signals for each pair, all between 0 and 1 except the last: shared runs of three words; rare words; sentences
that say the same in the same rare words; and whether they come in the same order, against the same sentences
shuffled. Words are weighed by how few of the documents use them, so that what every report on a
crisis must mention counts for little. A back-translated rewrite keeps few runs of words but keeps its rare words
and its order, which is why hashing of word runs alone does not see it (METER: Clough et al. 2002, ACL).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

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
FloatArray = npt.NDArray[np.float64]
_ALL_PAIRS = 4000
_STANDS_OUT = 6.0  # median deviations of runs and rare words together
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
class _Measures:
    """A set of documents as matrices: one row a document, and for each document one row a sentence."""

    sentences: list[csr_matrix]  # (n_sentences, n_words), rows of unit length
    n_runs: npt.NDArray[np.float64]  # (n_documents,) different three-word runs
    rare_weight: npt.NDArray[np.float64]  # (n_documents,) weight of all its rare words
    shared_runs: npt.NDArray[np.float64]  # (n_documents, n_documents)
    shared_rare: npt.NDArray[np.float64]  # (n_documents, n_documents)


def stem(word: str) -> str:
    """A word without its commonest English endings; enough to meet its other forms."""
    for ending, least in (("ing", 6), ("ied", 5), ("ies", 5), ("ed", 5), ("es", 5), ("ly", 6), ("s", 4)):
        if word.endswith(ending) and len(word) >= least:
            return word[: -len(ending)] + ("y" if ending in ("ied", "ies") else "")
    return word


def echoes(documents: Sequence[Document]) -> list[Echo]:
    """Measure the pairs of a set of documents on one crisis, each pair once.

    Up to 4,000 pairs all are measured. Of more, those whose words stand out at all, and 2,000 others as a
    background: comparing the sentences of half a million pairs would take minutes and find nothing.

    Args:
        documents: The set; word weights are taken from it, so it should hold all documents on the crisis.
    """
    if len(documents) < 2:
        return []
    measures = _measures(documents)
    return [_echo(i, j, measures) for i, j in _pairs(measures)]


def _pairs(measures: _Measures) -> list[tuple[int, int]]:
    first, second = np.triu_indices(len(measures.n_runs), k=1)
    if len(first) > _ALL_PAIRS:
        runs = measures.shared_runs[first, second] / np.minimum(measures.n_runs[first], measures.n_runs[second])
        rare = measures.shared_rare[first, second] / np.minimum(
            measures.rare_weight[first], measures.rare_weight[second]
        )
        excess = sum((x - np.median(x)) / max(float(np.median(np.abs(x - np.median(x)))), 0.01) for x in (runs, rare))
        standing_out = excess > _STANDS_OUT
        others = np.flatnonzero(~standing_out)
        sample = np.random.default_rng(len(first)).choice(others, min(len(others), _ALL_PAIRS // 2), replace=False)
        chosen = np.union1d(np.flatnonzero(standing_out), sample)
        first, second = first[chosen], second[chosen]
    return list(zip(first.tolist(), second.tolist(), strict=True))


def _measures(documents: Sequence[Document]) -> _Measures:
    split = [_sentences(document) for document in documents]
    number_of: dict[str, int] = {}
    plain = [[[number_of.setdefault(w, len(number_of)) for w in sentence] for sentence in text] for text in split]
    stem_of: dict[str, int] = {}
    stems = np.array([stem_of.setdefault(stem(word), len(stem_of)) for word in number_of], dtype=np.int64)
    weight = _weights(plain, stems, stem_of)
    n_words = len(number_of)
    runs = [_runs(text, n_words) for text in plain]
    counted = [np.unique(stems[[w for s in text for w in s]]) if text else np.zeros(0, np.int64) for text in plain]
    common = {stem_of[stem(word)] for word in _COMMON if stem(word) in stem_of}
    floor = 0.6 * float(np.median(weight)) if len(weight) else 0.0
    is_rare = weight >= floor
    is_rare[list(common)] = False
    rare = [words_[is_rare[words_]] for words_ in counted]
    run_table = _table(runs, None)
    rare_table = _table(rare, np.sqrt(weight))
    return _Measures(
        [_rows(text, stems, weight) for text in plain],
        np.array([max(1, len(one)) for one in runs], dtype=np.float64),
        np.array([max(1e-9, float(weight[one].sum())) for one in rare]),
        np.asarray((run_table @ run_table.T).todense()),
        np.asarray((rare_table @ rare_table.T).todense()),
    )


def _weights(plain: list[list[list[int]]], stems: npt.NDArray[np.int64], stem_of: dict[str, int]) -> FloatArray:
    """How few documents use each stem, as log((n + 1) / n with it); next to nothing for the commonest words."""
    count = np.zeros(len(stem_of))
    for text in plain:
        if text:
            count[np.unique(stems[[word for sentence in text for word in sentence]])] += 1
    weight = np.log((len(plain) + 1) / np.maximum(count, 1))
    weight[[stem_of[stem(word)] for word in _COMMON if stem(word) in stem_of]] = 0.05
    return np.asarray(weight)


def _runs(text: list[list[int]], n_words: int) -> npt.NDArray[np.int64]:
    """The different runs of three words, each as one number."""
    flat = np.array([word for sentence in text for word in sentence], dtype=np.int64)
    if len(flat) < 3:
        return np.zeros(0, np.int64)
    return np.unique((flat[:-2] * n_words + flat[1:-1]) * n_words + flat[2:])


def _table(members: list[npt.NDArray[np.int64]], weight: FloatArray | None) -> csr_matrix:
    """One row a document, one column a thing that it has."""
    everything = np.unique(np.concatenate(members)) if members else np.zeros(0, np.int64)
    columns = np.concatenate([np.searchsorted(everything, one) for one in members])
    starts = np.concatenate([[0], np.cumsum([len(one) for one in members])])
    values = np.ones(len(columns)) if weight is None else weight[np.concatenate(members)]
    return csr_matrix((values, columns, starts), shape=(len(members), max(1, len(everything))))


def _rows(text: list[list[int]], stems: npt.NDArray[np.int64], weight: FloatArray) -> csr_matrix:
    """One row a sentence: the weights of its stems, scaled to unit length."""
    members = [np.unique(stems[sentence]) for sentence in text]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in members])])
    columns = np.concatenate(members) if members else np.zeros(0, np.int64)
    norms = [np.full(len(one), np.linalg.norm(weight[one])) for one in members]
    lengths = np.concatenate(norms) if norms else np.zeros(0)
    values = weight[columns] / np.maximum(lengths, 1e-9)
    return csr_matrix((values, columns, starts), shape=(len(text), max(1, len(weight))))


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


def _echo(i: int, j: int, measures: _Measures) -> Echo:
    of_i, of_j = (float(measures.shared_runs[i, j] / measures.n_runs[k]) for k in (i, j))
    rare = float(measures.shared_rare[i, j] / min(measures.rare_weight[i], measures.rare_weight[j]))
    small, large = sorted((measures.sentences[i], measures.sentences[j]), key=lambda rows: rows.shape[0])
    likeness = np.asarray((small @ large.T).todense(), dtype=np.float32)
    alike = _alike(likeness)
    level = sum(alike) / max(1, small.shape[0])
    return Echo(i, j, max(of_i, of_j), of_i, of_j, rare, level, len(alike), _order_score(likeness))


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
