"""Boxes: corners of the ranges in which an outcome crowds, found by patient peeling.

PRIM (Friedman and Fisher 1999, *Bump hunting in high-dimensional data*; Bryant and Lempert 2010): from the whole
space, a twentieth of the runs is peeled off again and again, at whichever end of whichever number raises the share
of hits most; then each end that adds nothing sure is let go. The box is found with one half of the runs and told
with the other, so that its density is no artefact of the search.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from multivector.assess import words
from multivector.assess.answer import Box, Limit
from multivector.assess.dispute import Subject
from multivector.assess.proportion import estimate
from multivector.scenario import Spec

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

PEEL = 0.05
"""Share of the runs in the box that a step takes off."""

SMALLEST = 0.08
"""Share of the runs below which no box goes."""

SIDES = 3
"""Most numbers that a box may bound: more are no sentence."""


def peel(x: Floats, hits: Mask, sides: int = SIDES) -> dict[int, tuple[float, float]]:
    """The box in which hits crowd, as the interval of each column bounded (ends infinite where open).

    Args:
        x: Shape (n, k).
        hits: Shape (n,).
        sides: Most columns bounded.
    """
    n = len(x)
    inside = np.ones(n, dtype=bool)
    limits: dict[int, tuple[float, float]] = {}
    while inside.sum() * (1 - PEEL) >= max(SMALLEST * n, 10):
        now = hits[inside].mean()
        columns = list(limits) if len(limits) >= sides else range(x.shape[1])
        best: tuple[float, int, tuple[float, float]] | None = None
        for column in columns:
            values = x[inside, column]
            low, high = limits.get(column, (-np.inf, np.inf))
            for cut in ((float(np.quantile(values, PEEL)), high), (low, float(np.quantile(values, 1 - PEEL)))):
                left = (values >= cut[0]) & (values <= cut[1])
                taken = len(values) - left.sum()
                if not taken or left.sum() < max(SMALLEST * n, 10):
                    continue
                gain = (hits[inside][left].mean() - now) / taken * len(values)
                if best is None or gain > best[0]:
                    best = gain, column, cut
        if best is None or best[0] <= 0:
            break
        limits[best[1]] = best[2]
        low, high = best[2]
        inside &= (x[:, best[1]] >= low) & (x[:, best[1]] <= high)
    return _kept(x, hits, limits)


def find(
    x: Floats,
    hits: Mask,
    subjects: Sequence[Subject],
    specs: dict[str, Spec],
    outcome: str,
    among: str,
    likely: Sequence[int],
) -> Box | None:
    """A box as a sentence, or None if no corner is surely denser than the whole.

    Args:
        x: Values, shape (n, k).
        hits: Where the outcome came, shape (n,).
        subjects: The numbers, in the order of the columns.
        specs: Numbers by path.
        outcome: In words.
        among: Among which runs, in words.
        likely: Columns to look at: those that tell something by themselves.
    """
    if len(x) < 100 or not likely or min(hits.sum(), (~hits).sum()) < 20:
        return None
    columns = list(likely)
    half = np.arange(len(x)) % 2 == 0
    found = peel(x[half][:, columns], hits[half])
    limits = {columns[c]: ends for c, ends in found.items()}
    inside = _inside(x, limits) & ~half
    if not limits or inside.sum() < 10:
        return None
    density = estimate(hits[inside])
    base = float(hits.mean())
    if density.low <= base:
        return None
    coverage = estimate(inside[~half & hits])
    sides = []
    for column, (low, high) in limits.items():
        spec = specs[subjects[column].id]
        ends = [None if np.isinf(end) else end for end in (low, high)]
        sides.append(Limit(spec.path, subjects[column].meaning, ends[0], ends[1], spec.unit))
    where = words.listed([_side(side) for side in sides])
    return Box(
        outcome, among, tuple(sides), base, density, coverage, int(inside.sum()),
        f"Where {where}: {density.value:.0%} ({density.low:.0%} to {density.high:.0%}) against {base:.0%} overall;"
        f" {coverage.value:.0%} of all such runs lie there ({outcome}, {among}).",
    )  # fmt: skip


def _side(side: Limit) -> str:
    ends = [words.number(end, side.unit) if end is not None else "" for end in (side.low, side.high)]
    if side.low is None:
        return f"{side.meaning} is {ends[1]} or less"
    if side.high is None:
        return f"{side.meaning} is {ends[0]} or more"
    return f"{side.meaning} is between {ends[0]} and {ends[1]}"


def _inside(x: Floats, limits: dict[int, tuple[float, float]]) -> Mask:
    inside = np.ones(len(x), dtype=bool)
    for column, (low, high) in limits.items():
        inside &= (x[:, column] >= low) & (x[:, column] <= high)
    return inside


def _kept(x: Floats, hits: Mask, limits: dict[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """The ends that matter: without any of them the share of hits is surely smaller (binomial test)."""
    from scipy.stats import binom

    kept = dict(limits)
    while kept:
        inside = _inside(x, kept)
        n, k = int(inside.sum()), int(hits[inside].sum())
        worth = {}
        for column, ends in kept.items():
            for place, end in enumerate(ends):
                if not np.isinf(end):
                    wider = _inside(x, _opened(kept, column, place))
                    worth[column, place] = float(binom.sf(k - 1, n, hits[wider].mean()))
        least = max(worth, key=lambda end: worth[end])
        if worth[least] < 0.05:
            break
        kept = _opened(kept, *least)
    return kept


def _opened(limits: dict[int, tuple[float, float]], column: int, place: int) -> dict[int, tuple[float, float]]:
    """The limits with one end of a column let go."""
    low, high = limits[column]
    ends = (-np.inf, high) if place == 0 else (low, np.inf)
    rest = {c: e for c, e in limits.items() if c != column or not np.isinf(ends).all()}
    return {c: ends if c == column else e for c, e in rest.items()}
