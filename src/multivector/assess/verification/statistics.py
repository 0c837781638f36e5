"""The statistics that answers rest on, against closed forms (29–32)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from multivector.assess.verification.target import Question, Target

A, B = 7.0, 0.1


def sensitivities() -> Iterator[Target]:
    """Sobol indices of Ishigami and Homma's function, by the library that the house uses (29)."""
    from SALib.analyze import sobol
    from SALib.sample import sobol as design

    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-np.pi, np.pi]] * 3}
    x = design.sample(problem, 2**13, calc_second_order=False, seed=1)
    y = _ishigami(x)
    found = sobol.analyze(problem, y, calc_second_order=False, seed=1)
    first = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    second = A**2 / 8
    both = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = first + second + both
    exact = np.array([first, second, 0.0, first + both, second, both]) / variance
    name = "Ishigami & Homma 1990; closed form"
    yield Question(29, 1, "Sobol indices", "Ishigami, a = 7, b = 0.1: S1 S2 S3 ST1 ST2 ST3", name).near(
        exact, [*found["S1"], *found["ST"]], 0.02, "2^13 Saltelli points"
    )
    yield Question(29, 1, "Sobol indices", "Ishigami: variance", name).near(
        variance, y.var(), 0.02 * variance, "2^13 Saltelli points"
    )
    yield _voi(exact[:3], name)


def _ishigami(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0]))


def _voi(exact: NDArray[np.float64], source: str) -> Target:
    from multivector.assess.voi import voi

    x = np.random.default_rng(3).uniform(-np.pi, np.pi, (40_000, 3))
    y = _ishigami(x)
    return Question(29, 1, "value of information", "Ishigami: share of variance known with x1, x2, x3", source).near(
        exact, [voi(x[:, k], y, 40) for k in range(3)], 0.02, "40,000 random points in 40 bins"
    )


def boxes() -> Iterator[Target]:
    """Patient peeling finds a planted box, and Bryant and Lempert's if their data are there (30)."""
    from multivector.assess.boxes import peel

    dice = np.random.default_rng(8)
    x = dice.uniform(size=(8000, 6))
    true = {1: (0.7, 1.0), 4: (0.0, 0.3)}
    inside = np.all([(x[:, k] >= a) & (x[:, k] <= b) for k, (a, b) in true.items()], axis=0)
    hits = dice.uniform(size=len(x)) < np.where(inside, 0.9, 0.05)
    found = peel(x, hits)
    ends = [np.clip(found.get(k, (np.nan, np.nan)), 0, 1) for k in true]
    yield Question(30, 1, "PRIM", "a planted box (2 of 6 numbers; 90 % in it, 5 % outside)", "construction").near(
        [end for pair in true.values() for end in pair],
        np.concatenate(ends),
        0.05,
        "8,000 points, peels of 5 %, boxes of 8 % and more",
        3,
    )
    yield Question(30, 1, "PRIM", "numbers bounded", "construction").holds(
        "the two planted", " ".join(f"x{k}" for k in sorted(found)), sorted(found) == sorted(true), "no other side kept"
    )
    yield _bryant()


def _bryant() -> Target:
    from multivector.assess.boxes import peel

    question = Question(
        30, 1, "PRIM", "Bryant & Lempert's 882 runs, box 21: coverage, density, mass, numbers",
        "EMA Workbench's PRIM on its example data",
    )  # fmt: skip
    published = ".7528 .7701 .0986 4"
    spec = find_spec("ema_workbench")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    files = sorted(folder.glob("examples/data/bryant*.csv")) if folder else []
    if not files:
        return question.unreached(
            published, "–", "the data are not ours to ship; the row is computed where ema_workbench is installed"
        )
    with files[0].open(newline="", encoding="utf-8") as lines:
        data = np.array([[float(cell) for cell in row] for row in list(csv.reader(lines))[1:]])
    x, hits = data[:, 2:11], data[:, 15] > 0.5
    found = peel(x, hits, 4)
    inside = np.all([(x[:, k] >= a) & (x[:, k] <= b) for k, (a, b) in found.items()], axis=0)
    coverage, density = hits[inside].sum() / hits.sum(), hits[inside].mean()
    return question.unreached(
        published, f"{coverage:.4f} {density:.4f} {inside.mean():.4f} {len(found)}",
        "our peeling drops a side that a binomial test at 5 % does not support: the weakest of their four goes",
    )  # fmt: skip


def scores() -> Iterator[Target]:
    """Scores of forecasts (31)."""
    from multivector.assess.scores import brier, crps, crps_normal, murphy

    exact = (np.sqrt(2) - 1) / np.sqrt(np.pi)
    source = "Gneiting et al. 2005; closed form"
    yield Question(31, 1, "CRPS", "N(0, 1) at 0", source).near(exact, crps_normal(0, 1, 0), 1e-6, "closed form", 6)
    from scipy.stats import norm

    members = norm.ppf((np.arange(2000) + 0.5) / 2000)
    yield Question(31, 1, "CRPS", "an ensemble of 2,000 quantiles of N(0, 1) at 0", source).near(
        exact, crps(members, 0.0), 1e-3, "quantiles for the distribution", 5
    )
    dice = np.random.default_rng(4)
    forecast = np.round(dice.uniform(size=500), 1)
    happened = dice.uniform(size=500) < forecast
    parts = murphy(forecast, happened)
    yield Question(31, 1, "Brier score", "reliability − resolution + uncertainty", "Murphy 1973").near(
        brier(forecast, happened), parts.brier, 1e-12, "identity", 6
    )


SHAPE, RATE = 2.0, 0.5
"""Of the Gamma prior."""

COUNTS = (3, 7, 4, 6, 2)
"""Poisson data."""


def calibration() -> Iterator[Target]:
    """Approximate Bayesian computation by the code of `calibrate` (32)."""
    from scipy.stats import chi2, gamma, kstwobign, poisson

    from multivector.assess.calibration.kernel import FULL, misses, recover, weights
    from multivector.assess.weighted import effective

    dice = np.random.default_rng(5)
    theta = dice.gamma(SHAPE, 1 / RATE, 200_000)
    total, n, one = dice.poisson(theta * len(COUNTS)), len(COUNTS), np.ones(1)
    seen = np.array([float(sum(COUNTS))])
    x = total[:, None].astype(float)
    source = "conjugacy"

    def distance(tolerance: float, exact: NDArray[np.float64]) -> tuple[float, float]:
        """Distance of the weighted draws from an exact distribution function at them, and what chance allows."""
        w = weights(misses(x, seen, seen, one), tolerance)
        order = np.argsort(theta)
        reached = np.cumsum(w[order])
        gap = np.maximum(np.abs(reached - exact[order]), np.abs(reached - w[order] - exact[order])).max()
        return float(gap), float(kstwobign.isf(0.001) / np.sqrt(effective(w)))

    exact = gamma.cdf(theta, SHAPE + seen[0], scale=1 / (RATE + n))
    gap, allowed = distance(0.1, exact)
    question = Question(32, 1, "ABC", "Gamma prior, Poisson data, tolerance 0.1: KS distance from the exact posterior",
                        source)  # fmt: skip
    yield question.within("Gamma(a + Σx, b + n)", 0.0, allowed, gap, "99.9 % quantile of KS for the effective draws", 4)
    # a soft kernel is an exact posterior too: that of counts that are off by an error
    grid = np.linspace(1e-6, theta.max() * 1.001, 20_001)
    sums = np.arange(0, total.max() + 1)
    kernel = np.exp(-0.5 * (np.minimum(np.abs(sums - seen[0]), FULL) / 2.0) ** 2)
    density = gamma.pdf(grid, SHAPE, scale=1 / RATE) * (poisson.pmf(sums, grid[:, None] * n) @ kernel)
    whole = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    gap, allowed = distance(2.0, np.interp(theta, grid, whole / whole[-1]))
    question = Question(32, 1, "ABC", "the same, tolerance 2: KS distance from the posterior under that error",
                        "Wilkinson 2013")  # fmt: skip
    yield question.within("quadrature", 0.0, allowed, gap, "99.9 % quantile of KS for the effective draws", 4)
    trials, bins = 400, 20
    places, _ = recover(x[:8000], one, theta[:8000, None], np.arange(trials), 200.0)
    counted = np.bincount(np.minimum((places[:, 0] * bins).astype(int), bins - 1), minlength=bins)
    statistic = float(((counted - trials / bins) ** 2 / (trials / bins)).sum())
    question = Question(32, 1, "ABC", "places of 400 true values in their posteriors, 20 bins: χ²", "Talts et al. 2018")
    yield question.within("uniform", 0.0, float(chi2.isf(0.001, bins - 1)), statistic, "99.9 % quantile of χ²(19)", 1)
