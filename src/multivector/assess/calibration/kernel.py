"""Approximate Bayesian computation on runs that are already there: misses, a soft kernel, weights.

Each observation comes with an allowance: how far one run's chance may put the number off. A *miss* is the distance of
a run's number from what was seen, in allowances; three allowances are a full miss, however far, and so is a number
that does not exist because the thing never happened. A run has the weight ::

    w ∝ exp(−½ Σ (miss / t)²)

with the tolerance t. That is the exact posterior of a model whose numbers are off by independent errors with a standard
deviation of t allowances (Wilkinson 2013, *Statistical Applications in Genetics and Molecular Biology* 12), and the
soft form of rejection (Beaumont, Zhang and Balding 2002, *Genetics* 162). Strict intervals would reject what the dice
alone put off. The tolerance wanted is the smallest that leaves enough effective runs, as in adaptive sequential
schemes (Del Moral, Doucet and Jasra 2012, *Statistics and Computing* 22); no new runs are made.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from multivector.assess.weighted import effective

Floats = NDArray[np.float64]

FULL = 3.0
"""A miss by this many allowances is a full one: a single interval that is wrong cannot decide alone."""

NARROWEST, WIDEST = 0.01, 1e3
"""Tolerances looked at, in allowances."""


def misses(x: Floats, low: Floats, high: Floats, allowance: Floats) -> Floats:
    """How far numbers miss what was seen, in allowances, in [0, FULL].

    Args:
        x: Shape (n, J); NaN where the thing never happened.
        low: Lower end of what was seen, shape (J,); NaN if it was seen not to happen.
        high: Upper end, likewise.
        allowance: Shape (J,), above 0.
    """
    off = np.maximum(np.maximum(low - x, x - high), 0.0) / allowance
    absent, unseen = np.isnan(x), np.isnan(low)
    off = np.where(absent ^ unseen, FULL, np.where(absent & unseen, 0.0, off))
    return np.minimum(off, FULL)


def weights(missed: Floats, tolerance: float) -> Floats:
    """Weights of runs, shape (n,), adding up to one.

    Args:
        missed: Shape (n, J).
        tolerance: In allowances.
    """
    return _weights((missed**2).sum(axis=1), tolerance)


def tolerance_for(missed: Floats, wanted: float) -> float:
    """The smallest tolerance that leaves as many effective runs as wanted, to 0.1 %; the widest if none does."""
    squares = (missed**2).sum(axis=1)
    low, high = NARROWEST, WIDEST
    if effective(_weights(squares, low)) >= wanted:
        return low
    while high / low > 1.001:
        middle = float(np.sqrt(low * high))
        if effective(_weights(squares, middle)) < wanted:
            low = middle
        else:
            high = middle
    return high


def _weights(squares: Floats, tolerance: float) -> Floats:
    found = np.exp((squares.min() - squares) / (2 * tolerance * tolerance))
    return np.asarray(found / found.sum())


def recover(
    x: Floats, allowance: Floats, theta: Floats, truths: NDArray[np.int64], wanted: float
) -> tuple[Floats, Floats]:
    """Runs taken one after another as if they had been seen, and what the others make of their numbers.

    If the posteriors are right, the place of the true number in its posterior is uniform on (0, 1) over truths that
    are drawn from the prior (Talts et al. 2018, arXiv 1804.06788; Prangle et al. 2014, *Australian and New Zealand
    Journal of Statistics* 56, for the choice of truths near what was seen).

    Args:
        x: What the runs show, shape (n, J).
        allowance: Shape (J,).
        theta: Numbers that the runs were made with, shape (n, k).
        truths: Runs to be taken as the truth.
        wanted: Effective runs.

    Returns:
        Places of the true numbers, shape (truths, k); tolerances that were needed, shape (truths,).
    """
    places, needed = np.empty((len(truths), theta.shape[1])), np.empty(len(truths))
    others = np.ones(len(x), dtype=bool)
    for row, truth in enumerate(truths):
        others[truth] = False
        missed = misses(x[others], x[truth], x[truth], allowance)
        needed[row] = tolerance_for(missed, wanted)
        w, rest = weights(missed, needed[row]), theta[others]
        places[row] = w @ (rest < theta[truth]) + w @ (rest == theta[truth]) / 2
        others[truth] = True
    return places, needed
