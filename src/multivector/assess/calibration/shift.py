"""How far weights move a number, and how far they would move one that has nothing to do with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shift(x: Floats, first: Floats, second: Floats) -> float:
    """Kolmogorov's distance between a number's two distributions under two weightings of the same runs, in [0, 1].

    Args:
        x: Shape (n,).
        first: Weights adding up to one, shape (n,).
        second: The same.
    """
    order = np.argsort(x, kind="stable")
    gap = np.abs(np.cumsum((first - second)[order]))
    last = np.append(np.diff(x[order]) > 0, True)  # equal numbers are one step
    return float(gap[last].max())


def chance(first: Floats, second: Floats, k: int) -> float:
    """What the best of ``k`` meaningless numbers would reach in 95 of 100 cases.

    For a number that has nothing to do with the weights, the difference of the two distribution functions is a
    Brownian bridge with variance Σ(first − second)², so the distance has Kolmogorov's (1933) limiting distribution.
    """
    from scipy.stats import kstwobign

    return float(kstwobign.isf(0.05 / max(k, 1)) * np.sqrt(((first - second) ** 2).sum()))


def difference(x: Floats, first: Floats, second: Floats) -> tuple[float, float, float]:
    """Mean of a number under the first weighting minus that under the second, with its 95 % interval."""
    gap = float(((first - second) * x).sum())
    centred = x - float((first * x).sum())
    half = 1.959963984540054 * float(np.sqrt((((first - second) * centred) ** 2).sum()))
    return gap, gap - half, gap + half
