"""Value of information: how much of an answer's spread would go if something were known.

For one number: Var(E[Y|X]) / Var(Y), from the means of Y in ten equal-count bins of X (a class each where X has few
values), less what chance puts between bins. For several numbers that belong to one claim: the covariance of Y with
the mean Y of the 20 nearest neighbours in rank space, the point itself left out.

What meaningless numbers would reach is found by permutation: the moments of the permuted shares give a gamma
distribution, and its quantile at 1 − 0.05/k is what the best of k of them would reach in 95 of 100 studies. For groups,
of which few permutations are made, it is the bound of one more draw from a normal with so many known.

What the outcome's share would be, if the number were known, is told by the means of the bins. The lowest and highest of
ten scatter by chance; so each is drawn to the overall mean by the share of the scatter that chance explains (James and
Stein 1961; Efron and Morris 1973, *J. Am. Stat. Assoc.* 68).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 10
"""Equal-count bins of a number."""

CLASSES = 5
"""A number with at most so many values has a class for each."""

NEIGHBOURS = 20
"""Neighbours of a point, for groups."""

PERMUTATIONS = 400
"""Permutations for what chance reaches."""


def voi(x: Floats, y: Floats, bins: int = BINS) -> float:
    """Share of the variance of ``y`` that goes if ``x`` is known, corrected for chance; may come out below 0.

    Args:
        x: Shape (n,).
        y: Shape (n,); zeros and ones for an outcome that comes or doesn't.
        bins: Equal-count bins.
    """
    return float(Classes(np.asarray(x, dtype=float)[:, None], bins).shares(np.asarray(y, dtype=float))[0])


class Classes:
    """Numbers cut into bins once, to be asked about many outcomes.

    Args:
        x: Shape (n, k).
        bins: Equal-count bins.
    """

    def __init__(self, x: Floats, bins: int = BINS) -> None:
        n, k = x.shape
        self.n, self.k, self.bins = n, k, bins
        labels = np.empty((n, k), dtype=np.int64)
        equal = np.repeat(np.arange(bins), [len(part) for part in np.array_split(np.arange(n), bins)])
        for column in range(k):
            values, place = np.unique(x[:, column], return_inverse=True)
            if len(values) <= CLASSES:
                labels[:, column] = place
            else:
                labels[np.argsort(x[:, column], kind="stable"), column] = equal
        self._flat = (labels + bins * np.arange(k)).ravel()
        self._size = np.bincount(self._flat, minlength=k * bins).reshape(k, bins).astype(float)

    @property
    def sizes(self) -> Floats:
        """Draws in each class, shape (k, bins)."""
        return self._size

    def means(self, y: Floats) -> Floats:
        """Mean of ``y`` in each class, shape (k, bins); NaN where a class is not used."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self._sums(y) / self._size)

    def shares(self, y: Floats) -> Floats:
        """Share of the variance of ``y`` that each number explains, corrected for chance; shape (k,)."""
        total = y.var()
        if total == 0:
            return np.zeros(self.k)
        y = y - y.mean()
        used = self._size > 1
        sums, squares = self._sums(y), self._sums(y * y)
        size = np.where(self._size > 0, self._size, 1.0)
        between = (sums**2 / size).sum(axis=1)
        within = (squares - sums**2 / size) / np.where(used, size - 1, 1.0)
        mean_within = np.where(used, within, 0.0).sum(axis=1) / np.maximum(used.sum(axis=1), 1)
        spare = np.maximum((self._size > 0).sum(axis=1) - 1, 0)
        return np.asarray((between - spare * mean_within) / self.n / total)

    def _sums(self, y: Floats) -> Floats:
        sums = np.bincount(self._flat, np.repeat(y, self.k), self.k * self.bins)
        return np.asarray(sums.reshape(self.k, self.bins), dtype=float)


def group_voi(y: Floats, near: Floats) -> float:
    """Share of the variance of ``y`` that goes if several numbers are known together.

    Args:
        y: Shape (n,).
        near: :func:`neighbour_mean` of ``y`` in the space of those numbers, at most three.
    """
    return float(np.cov(y, near)[0, 1] / y.var(ddof=1)) if y.var() > 0 else 0.0


def neighbour_mean(y: Floats, places: NDArray[np.int64]) -> Floats:
    """Mean of ``y`` over the nearest neighbours of each point, shape (n,).

    Args:
        y: Shape (n,).
        places: What :func:`neighbours` gave.
    """
    return np.asarray(y[places].mean(axis=1))


def neighbours(x: Floats) -> NDArray[np.int64]:
    """Places of the nearest neighbours of each point in rank space, itself left out, shape (n, NEIGHBOURS)."""
    from scipy.spatial import cKDTree
    from scipy.stats import rankdata

    ranks = np.column_stack([rankdata(column) for column in x.T]) / len(x)
    # points with equal ranks (few acute phases, few values) would have an arbitrary order: a fixed grain breaks ties
    ranks += np.random.default_rng(0).uniform(-1e-9, 1e-9, ranks.shape)
    _, places = cKDTree(ranks).query(ranks, k=min(NEIGHBOURS + 1, len(x)))
    own = places == np.arange(len(x))[:, None]
    own[~own.any(axis=1), -1] = True  # the point is nearest to itself; if not listed, the farthest goes
    return np.asarray(places[~own].reshape(len(x), -1), dtype=np.int64)


def chance(shares: Sequence[float] | Floats, k: int, least: float) -> float:
    """What the best of ``k`` meaningless numbers would reach in 95 of 100 studies, from permuted shares.

    Args:
        shares: Shares after permutation.
        k: Numbers compared.
        least: Smallest share there can be, where the gamma distribution begins: −(bins − 1)/n for bins.
    """
    from scipy.stats import gamma

    found = np.asarray(shares, dtype=float)
    floor, spread = min(least, float(found.min()) - 1e-9), float(found.var())
    if len(found) < 2 or spread == 0:
        return 0.0
    mean = float(found.mean()) - floor
    return float(floor + gamma.ppf(1 - 0.05 / max(k, 1), mean * mean / spread, scale=spread / mean))


def group_chance(shares: Sequence[float] | Floats, k: int) -> float:
    """What the best of ``k`` meaningless groups would reach in 95 of 100 studies, from a few permuted shares.

    The mean over neighbours leaves the point out, so shares of meaningless groups scatter around 0, nearly normally;
    the quantile of Student's t allows for a spread known from few (prediction interval).
    """
    from scipy.special import stdtrit

    found = np.asarray(shares, dtype=float)
    m = len(found)
    far = float(stdtrit(m - 1, 1 - 0.05 / max(k, 1))) * math.sqrt(1 + 1 / m)
    return float(found.mean() + far * found.std(ddof=1))


def shrunk(means: Floats, sizes: Floats, y: Floats, extra: float = 0.0) -> Floats:
    """Means of classes drawn to the overall mean by their reliability, 1 − (scatter by chance)/(scatter found).

    Args:
        means: Mean of the outcome in each class; NaN where a class is not used.
        sizes: Draws in each class.
        y: The outcome, shape (n,).
        extra: Share of the outcome's variance that lies between classes of meaningless numbers, beyond what as many
            independent draws put there.
    """
    used = sizes > 0
    total = float(y.var())
    found = float((sizes[used] * (means[used] - y.mean()) ** 2).sum()) / len(y)
    if found <= 0 or total <= 0:
        return means
    by_chance = total * ((int(used.sum()) - 1) / len(y) + extra)
    return np.asarray(y.mean() + max(0.0, 1.0 - by_chance / found) * (means - y.mean()))


def permuted_shares(y: Floats, seed: int = 0, bins: int = BINS) -> Floats:
    """Shares that a meaningless number reaches: random equal-count bins, shape (PERMUTATIONS,)."""
    return np.asarray(_random(len(y), seed, bins).shares(np.asarray(y, dtype=float)))


@lru_cache(maxsize=8)
def _random(n: int, seed: int, bins: int) -> Classes:
    return Classes(np.random.default_rng(seed).random((n, PERMUTATIONS)), bins)


@lru_cache(maxsize=256)
def detectable(n: int, k: int, bins: int = BINS) -> float:
    """Smallest share found with a power of 80 % among ``k`` numbers, by the noncentral F (Cohen 1988, ch. 8)."""
    from scipy.optimize import brentq
    from scipy.stats import f, ncf

    if n <= bins + 1:
        return math.inf
    critical = f.isf(0.05 / max(k, 1), bins - 1, n - bins)

    def lack(share: float) -> float:
        return float(ncf.sf(critical, bins - 1, n - bins, n * share / (1 - share))) - 0.8

    return float(brentq(lack, 1e-6, 0.999)) if lack(0.999) > 0 else math.inf
