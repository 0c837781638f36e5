"""Early signs: areas and information against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from multivector.assess.watch import auc, auc_interval, best_threshold, bits


@pytest.mark.parametrize("shift", [0.0, 0.5, 1.5])
def test_area_between_two_normals(shift: float) -> None:
    """AUC = Φ(d/√2)."""
    dice = np.random.default_rng(1)
    x = np.concatenate([dice.normal(shift, 1, 4000), dice.normal(0, 1, 4000)])
    hits = np.arange(8000) < 4000
    area = auc(x, hits)
    assert area == pytest.approx(norm.cdf(shift / np.sqrt(2)), abs=0.02)
    assert auc(-x, hits) == pytest.approx(1 - area, abs=1e-12)


def test_a_sign_that_never_differs_tells_nothing() -> None:
    hits = np.arange(100) < 30
    assert auc(np.ones(100), hits) == 0.5
    assert bits(np.ones(100), hits) == 0.0


def test_the_interval_covers() -> None:
    dice = np.random.default_rng(2)
    truth, covered = norm.cdf(1 / np.sqrt(2)), 0
    for _ in range(300):
        x = np.concatenate([dice.normal(1, 1, 40), dice.normal(0, 1, 120)])
        low, high = auc_interval(auc(x, np.arange(160) < 40), 40, 120)
        covered += low <= truth <= high
    assert covered / 300 == pytest.approx(0.95, abs=0.045)


@pytest.mark.parametrize("error", [0.0, 0.1, 0.5])
def test_information_of_a_noisy_channel(error: float) -> None:
    """1 − H(e) bits for a flag that is wrong with chance e (Shannon 1948)."""
    dice = np.random.default_rng(3)
    hits = dice.random(40_000) < 0.5
    x = np.where(dice.random(40_000) < error, ~hits, hits).astype(float)
    entropy = 0.0 if error == 0 else -error * np.log2(error) - (1 - error) * np.log2(1 - error)
    assert bits(x, hits) == pytest.approx(1 - entropy, abs=0.015)  # three standard errors


def test_chance_is_taken_off_the_information() -> None:
    dice = np.random.default_rng(4)
    found = [bits(dice.random(300), dice.random(300) < 0.5) for _ in range(200)]
    assert np.mean(found) < 0.01  # nine spare classes at n = 300 would put 0.022 bits there


def test_the_threshold_of_a_clean_split() -> None:
    x = np.array([1.0, 2.0, 3.0, 10.0, 11.0])
    assert best_threshold(x, x > 5) == 10.0
    assert best_threshold(x, x < 5) == 10.0
