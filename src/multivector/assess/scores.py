"""Scores of forecasts: all are losses, smaller is better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


def brier(forecast: ArrayLike, happened: ArrayLike) -> float:
    """Mean squared error of probabilities (Brier 1950)."""
    p, o = np.asarray(forecast, dtype=float), np.asarray(happened, dtype=float)
    return float(np.mean((p - o) ** 2))


def log_score(forecast: ArrayLike, happened: ArrayLike, floor: float = 1e-6) -> float:
    """Mean negative log of the probability given to what happened, in nats (Good 1952).

    Args:
        forecast: Probabilities.
        happened: Zeros and ones.
        floor: Smallest probability charged for; a forecast of exactly 0 from a finite ensemble means "never seen".
    """
    p, o = np.asarray(forecast, dtype=float), np.asarray(happened, dtype=float)
    given = np.clip(np.where(o > 0.5, p, 1 - p), floor, 1.0)
    return float(-np.mean(np.log(given)))


def crps(ensemble: ArrayLike, happened: float | tuple[float, float], weights: ArrayLike | None = None) -> float:
    """Continuous ranked probability score of an ensemble, as a forecast distribution (Hersbach 2000).

    E|X − y| − ½ E|X − X'| over the members, the second term over different members only (Ferro 2014), so that more
    members of the same distribution expect the same score. The unit is that of the numbers.

    Args:
        ensemble: Members, shape (n,).
        happened: y; or the ends of an interval in which it lies anywhere, and then the mean over it is taken.
        weights: Shape (n,), adding up to one; equal if None.
    """
    x = np.asarray(ensemble, dtype=float)
    order = np.argsort(x, kind="stable")
    x = x[order]
    w = np.full(len(x), 1 / len(x)) if weights is None else np.asarray(weights, dtype=float)[order]
    off = float((w * distance(x, happened)).sum())
    different = 1 - float((w * w).sum())
    if different <= 0:
        return off
    below = np.cumsum(w) - w
    spread = 2 * float((w * (x * below - np.cumsum(w * x) + w * x)).sum()) / different
    return off - spread / 2


def distance(x: ArrayLike, happened: float | tuple[float, float]) -> NDArray[np.float64]:
    """Distance of numbers from what happened; from an interval, the mean over its points."""
    low, high = happened if isinstance(happened, tuple) else (happened, happened)
    x = np.asarray(x, dtype=float)
    width = high - low
    if width <= 0:
        return np.abs(x - low)
    inside = ((x - low) ** 2 + (high - x) ** 2) / (2 * width)
    return np.where((x >= low) & (x <= high), inside, np.abs(x - (low + high) / 2))


def crps_normal(mean: float, sd: float, happened: float) -> float:
    """The same for a normal forecast, in closed form (Gneiting, Raftery, Westveld and Goldman 2005)."""
    from scipy.stats import norm

    z = (happened - mean) / sd
    return float(sd * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi)))


@dataclass(frozen=True)
class Murphy:
    """Brier score taken apart (Murphy 1973): reliability − resolution + uncertainty.

    Attributes:
        reliability: Distance of forecasts from the frequencies that followed them; smaller is better.
        resolution: Spread of those frequencies; larger is better.
        uncertainty: Variance of what happened; not the forecaster's.
    """

    reliability: float
    resolution: float
    uncertainty: float

    @property
    def brier(self) -> float:
        """The score put together again; exact where equal forecasts share a bin."""
        return self.reliability - self.resolution + self.uncertainty


def murphy(forecast: ArrayLike, happened: ArrayLike, bins: NDArray[np.int64] | None = None) -> Murphy:
    """Take the Brier score apart.

    Args:
        forecast: Probabilities.
        happened: Zeros and ones.
        bins: Bin of each forecast; each different forecast its own if None, and then the parts add up exactly.
    """
    p, o = np.asarray(forecast, dtype=float), np.asarray(happened, dtype=float)
    label = np.unique(p if bins is None else bins, return_inverse=True)[1]
    size = np.bincount(label).astype(float)
    said, followed = np.bincount(label, p) / size, np.bincount(label, o) / size
    base = o.mean()
    return Murphy(
        float((size * (said - followed) ** 2).sum() / len(p)),
        float((size * (followed - base) ** 2).sum() / len(p)),
        float(base * (1 - base)),
    )
