"""Shares and their differences, with intervals that know that draws share acute phases.

An arm of 2,000 draws may rest on 80 simulated acute phases. Draws on the same phase are alike, so the interval is
that of fewer, *effective* draws: p(1 − p) over the variance of the share between clusters (jackknife over clusters of
a ratio; Kish and Frankel 1974, *J. R. Stat. Soc. B* 36). Draws can be no more alike than the same, so they say at least
as much as n²/Σn_c² of them, n_c draws on cluster c (Kish 1965, *Survey Sampling*, ch. 11): with equal clusters their
number, with unequal ones fewer. As many degrees of freedom, less one, has the variance (Carter, Schnepel and
Steigerwald 2017, *Rev. Econ. Stat.* 99).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from multivector.assess.answer import Difference, Estimate

Z80 = 0.8416212335729143
"""One-sided 80 % quantile of the normal distribution."""


def wilson(p: float, n: float, z: float = 1.959963984540054) -> tuple[float, float]:
    """Wilson score interval of a share (Wilson 1927).

    Args:
        p: The share.
        n: Number of independent draws; need not be whole.
        z: Quantile of the interval's two tails.

    Returns:
        Lower and upper end; the whole of [0, 1] without draws.
    """
    if n <= 0:
        return 0.0, 1.0
    z2 = z * z / n
    middle = (p + z2 / 2) / (1 + z2)
    half = z * math.sqrt(p * (1 - p) / n + z2 / 4 / n) / (1 + z2)
    return (middle - half if p > 0 else 0.0), (middle + half if p < 1 else 1.0)


def estimate(
    hits: NDArray[np.bool_], clusters: NDArray[np.int64] | None = None, alpha: float = 0.05
) -> Estimate:
    """A share of draws with its interval.

    Args:
        hits: Shape (n,): where the outcome came.
        clusters: Shape (n,): which acute phase each draw rests on; None if each has its own. With few clusters the
            interval uses Student's t instead of the normal distribution.
        alpha: Chance that the interval misses; less than 0.05 where the worst of several intervals counts.
    """
    n = len(hits)
    if not n:
        return Estimate(math.nan, 0.0, 1.0, 0, 0, 0.0)
    p = float(hits.mean())
    if clusters is None:
        return Estimate(p, *wilson(p, n, _student(math.inf, alpha)), n, n, float(n))
    _, place = np.unique(clusters, return_inverse=True)
    weight = np.bincount(place) / n
    m, fewest = len(weight), 1.0 / float((weight**2).sum())
    if m < 2:
        return Estimate(p, 0.0, 1.0, n, m, float(m))
    without = _by_cluster(hits, place) / (1.0 - weight)  # how far the share would move without each cluster
    variance = float((without**2).sum()) * (m - 1) / m
    effective = min(float(n), max(fewest, p * (1 - p) / variance)) if variance > 0 else fewest
    return Estimate(p, *wilson(p, effective, _student(max(1.0, fewest - 1.0), alpha)), n, m, effective)


def difference(
    one: Estimate,
    other: Estimate,
    hits: tuple[NDArray[np.bool_], NDArray[np.bool_]] | None = None,
    clusters: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None,
) -> Difference:
    """One share minus another, with Newcombe's hybrid score interval (Newcombe 1998, method 10).

    Args:
        one: The first share.
        other: The second.
        hits: The draws behind both; with ``clusters`` the acute phases that both rest on are allowed for.
        clusters: The acute phase of each draw of both, by the same numbers.
    """
    d = one.value - other.value
    down1, up1 = one.value - one.low, one.high - one.value
    down2, up2 = other.value - other.low, other.high - other.value
    r = 0.0
    if hits is not None and clusters is not None:
        r = _shared(hits, clusters)
    low = d - math.sqrt(max(0.0, down1**2 - 2 * r * down1 * up2 + up2**2))
    high = d + math.sqrt(max(0.0, up1**2 - 2 * r * up1 * down2 + down2**2))
    return Difference(d, low, high)


def detectable(one: Estimate, other: Estimate) -> float:
    """Smallest difference of two shares told from none with a power of 80 % at the 5 % level (Cohen 1988, ch. 6)."""
    if not one.effective or not other.effective:
        return math.inf
    weight = one.effective + other.effective
    pooled = (one.value * one.effective + other.value * other.effective) / weight
    pooled = min(0.95, max(0.05, pooled))  # at the very ends the normal approximation promises too much
    spread = math.sqrt(pooled * (1 - pooled) * (1 / one.effective + 1 / other.effective))
    return (1.959963984540054 + Z80) * spread


def _by_cluster(hits: NDArray[np.bool_], clusters: NDArray[np.int64], width: int = 0) -> NDArray[np.float64]:
    """Sum over each cluster of (hit − share)/n, of the first ``width`` at least."""
    residual = (hits - hits.mean()) / len(hits)
    return np.asarray(np.bincount(clusters, residual, width), dtype=float)


def _shared(
    hits: tuple[NDArray[np.bool_], NDArray[np.bool_]], clusters: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> float:
    """Correlation of two shares through the clusters they share, in [0, 1]."""
    width = int(max(clusters[0].max(), clusters[1].max())) + 1
    one, other = (_by_cluster(h, c, width) for h, c in zip(hits, clusters, strict=True))
    scale = math.sqrt(float((one**2).sum() * (other**2).sum()))
    return min(1.0, max(0.0, float((one * other).sum()) / scale)) if scale > 0 else 0.0


def _student(freedom: float, alpha: float) -> float:
    from scipy.special import ndtri, stdtrit

    return float(ndtri(1 - alpha / 2) if math.isinf(freedom) else stdtrit(freedom, 1 - alpha / 2))
