"""Shares and differences: closed forms, published values, coverage."""

from __future__ import annotations

import numpy as np
import pytest

from multivector.assess.answer import Estimate
from multivector.assess.proportion import detectable, difference, estimate, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_published(hits: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998 (Two-sided confidence intervals for the single proportion), table I, method 3."""
    assert wilson(hits / n, n) == pytest.approx((low, high), abs=6e-5)


def independent(hits: int, n: int) -> Estimate:
    return estimate(np.arange(n) < hits)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 20), 0.6791, 1.0)],
)
def test_newcombe_as_published(one: tuple[int, int], other: tuple[int, int], low: float, high: float) -> None:
    """Newcombe 1998 (Interval estimation for the difference between independent proportions), table II, method 10."""
    found = difference(independent(*one), independent(*other))
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


def test_no_draws_say_nothing() -> None:
    nothing = estimate(np.zeros(0, dtype=bool))
    assert (nothing.low, nothing.high, nothing.n) == (0.0, 1.0, 0)


def test_draws_of_one_acute_phase_say_nothing_of_others() -> None:
    alone = estimate(np.ones(500, dtype=bool), np.zeros(500, dtype=np.int64))
    assert (alone.low, alone.high, alone.distinct) == (0.0, 1.0, 1)


def test_draws_that_an_acute_phase_settles_count_once() -> None:
    """If all draws of a cluster agree, 50 draws of each of 40 clusters are worth 40."""
    clusters = np.repeat(np.arange(40), 50)
    found = estimate(clusters < 20, clusters)
    assert found.effective == pytest.approx(40, abs=1.01)
    assert found.n == 2000


def test_draws_that_no_acute_phase_touches_count_each() -> None:
    dice = np.random.default_rng(1)
    found = estimate(dice.random(2000) < 0.4, dice.integers(0, 200, 2000))
    assert found.effective > 1300  # 2,000 but for the noise of an estimated variance


def covered(clustered: bool) -> float:
    """Share of intervals that hold the truth, where half the variance of a log-odds lies between clusters."""
    dice = np.random.default_rng(7)
    wide = dice.normal(0, 1.5, 200_000)
    truth = float((1 / (1 + np.exp(-wide))).mean())
    hits = 0
    for _ in range(400):
        clusters = np.repeat(np.arange(40), 25)
        p = 1 / (1 + np.exp(-dice.normal(0, 1.5, 40)))[clusters]
        drawn = estimate(dice.random(len(clusters)) < p, clusters if clustered else None)
        hits += drawn.low <= truth <= drawn.high
    return hits / 400


def test_intervals_cover_if_clusters_are_heeded_and_only_then() -> None:
    assert covered(True) == pytest.approx(0.95, abs=0.035)  # three standard errors of 400 trials
    assert covered(False) < 0.8


def coverage(sizes: list[int], spread: float, trials: int = 600) -> float:
    """Share of intervals that hold the truth: log-odds of each cluster from a normal, clusters of given sizes."""
    dice = np.random.default_rng(11)
    clusters = np.repeat(np.arange(len(sizes)), sizes)
    truth = 0.5  # by symmetry
    hits = 0
    for _ in range(trials):
        p = 1 / (1 + np.exp(-dice.normal(0, spread, len(sizes))))[clusters]
        drawn = estimate(dice.random(len(clusters)) < p, clusters)
        hits += drawn.low <= truth <= drawn.high
    return hits / trials


@pytest.mark.parametrize("spread", [1.5, 6.0])
def test_intervals_cover_with_unequal_clusters(spread: float) -> None:
    """A floor at the number of clusters covers .75 to .90 of the time in the first case, .18 to .52 in the second."""
    uneven = (1 + 20 * np.exp(np.random.default_rng(5).normal(0, 1.2, 60))).astype(int).tolist()
    assert coverage(uneven, spread) == pytest.approx(0.95, abs=0.03)
    assert coverage([1000] + [25] * 40, spread) > 0.93


def test_draws_that_unequal_acute_phases_settle_count_as_kish_says() -> None:
    """One phase with half of 2,000 draws, 40 with 25 each: n²/Σn_c² = 3.9."""
    clusters = np.repeat(np.arange(41), [1000] + [25] * 40)
    assert estimate(clusters > 0, clusters).effective == pytest.approx(2000**2 / (1000**2 + 40 * 25**2), rel=1e-9)


def test_intervals_widen_with_what_they_are_compared_with() -> None:
    hits = np.arange(100) < 40
    assert estimate(hits, alpha=0.05) == estimate(hits)
    wide, usual = estimate(hits, alpha=0.05 / 20), estimate(hits)
    assert wide.low < usual.low < usual.high < wide.high
    assert (wide.low, wide.high) == pytest.approx(wilson(0.4, 100, 3.0233), abs=1e-4)  # Φ⁻¹(1 − .05/40)


def test_what_two_arms_share_narrows_their_difference() -> None:
    dice = np.random.default_rng(3)
    rows = np.repeat(np.arange(30), 40)
    p = dice.random(30)[rows]
    die = dice.random(len(rows))
    one, other = die < p, die < 0.8 * p
    apart = difference(estimate(one, rows), estimate(other, rows))
    paired = difference(estimate(one, rows), estimate(other, rows), (one, other), (rows, rows))
    assert paired.value == apart.value
    assert paired.high - paired.low < 0.8 * (apart.high - apart.low)
    assert paired.low < 0.2 * p.mean() < paired.high


def test_the_detectable_difference_is_detected_four_times_in_five() -> None:
    dice = np.random.default_rng(5)
    n, base = 500, 0.4
    step = detectable(independent(200, n), independent(200, n))
    found = 0
    for _ in range(600):
        one, other = (estimate(dice.random(n) < p) for p in (base + step, base))
        found += difference(one, other).low > 0
    assert found / 600 == pytest.approx(0.8, abs=0.06)
