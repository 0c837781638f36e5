"""Runs that count for more or less than one: effective number, quantiles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def effective(weights: Floats) -> float:
    """Number of equal runs that say as much: (Σw)² / Σw² (Kish 1965); 0 if no run has weight."""
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0


def quantiles(x: Floats, weights: Floats, q: Sequence[float]) -> Floats:
    """Quantiles of weighted numbers, shape (len(q),); with equal weights those that numpy interpolates.

    Args:
        x: Shape (n,), n at least 1.
        weights: Shape (n,), not negative, some above 0.
        q: Shares in [0, 1].
    """
    order = np.argsort(x, kind="stable")
    order = order[weights[order] > 0]
    x, w = x[order], weights[order]
    if len(x) == 1:
        return np.full(len(q), x[0])
    # the middle of each run's share, stretched so that the first stands at 0 and the last at 1
    at = np.cumsum(w) - w / 2
    return np.asarray(np.interp(q, (at - at[0]) / (at[-1] - at[0]), x))
