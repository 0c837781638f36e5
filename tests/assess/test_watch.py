"""Early signs: areas and information against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from pool import acute_phases
from scipy.stats import norm

from multivector.assess.lives import Lives, readings_of
from multivector.assess.watch import (
    Sign,
    auc,
    auc_interval,
    best_threshold,
    bits,
    detectable,
    going_on,
    judged,
)
from multivector.scenario.condition import Outcome


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


def told(n: int, signs: int, seed: int, strength: float = 0.0, phases: np.ndarray | None = None) -> list:  # type: ignore[type-arg]
    """What is said of signs of which the first tells, by so much, and the others mean nothing."""
    dice = np.random.default_rng(seed)
    hits = dice.random(n) < 0.3
    x = dice.normal(size=(signs, n))
    x[0] += strength * hits
    named = [Sign(f"s{i}", f"sign {i}", column, "1") for i, column in enumerate(x)]
    lot = np.arange(n) if phases is None else phases
    return judged(named, hits, np.ones(n, dtype=bool), lot, "it", "runs", "day", 3)


def test_what_is_told_of_a_sign_is_not_what_it_was_chosen_by() -> None:
    """The shares on either side of the split cover the truth as often as they promise, over many studies."""
    strength, base, covered, trials = 1.0, 0.3, 0, 0
    for seed in range(150):
        for row in told(400, 20, seed, strength):
            if row.observable != "s0":
                continue
            trials += 1
            over = base * norm.sf(row.threshold - strength), (1 - base) * norm.sf(row.threshold)
            truth = over[0] / sum(over)
            covered += row.at_or_above.low <= truth <= row.at_or_above.high
    assert trials > 120
    assert covered / trials == pytest.approx(0.95, abs=0.055)


def test_meaningless_signs_are_not_told() -> None:
    assert sum(bool(told(400, 20, seed)) for seed in range(200)) <= 4  # a 20th, and borne out by the other half: less


def test_a_sign_is_told_on_the_runs_it_was_not_chosen_on() -> None:
    (row, *_) = told(1000, 5, 1, 1.5)
    assert row.n == row.base.n == 500
    assert row.at_or_above.n + row.below.n == 500
    assert row.low <= row.auc <= row.high


def test_too_few_runs_tell_nothing() -> None:
    assert told(60, 5, 1, 3.0) == []


def test_an_acute_phase_is_in_one_half_only() -> None:
    phases = np.repeat(np.arange(50), 20)
    (row, *_) = told(1000, 5, 1, 1.5, phases)
    assert row.base.distinct == 25


def test_the_detectable_area_is_found_four_times_in_five() -> None:
    area = detectable(60, 140, 1)
    shift = float(np.sqrt(2) * norm.ppf(area))
    dice, found = np.random.default_rng(8), 0
    hits = np.arange(200) < 60
    for _ in range(400):
        x = dice.normal(size=200) + shift * hits
        found += auc_interval(auc(x, hits), 60, 140)[0] > 0.5
    assert found / 400 == pytest.approx(0.8, abs=0.08)


def test_a_run_goes_on_until_it_has_been_calm_for_four_days() -> None:
    acute = acute_phases(5)
    acute["end_day"], acute["calm_day"], acute["ignited"] = 14.0, [0.0, 3.0, 6.0, 9.0, 9.0], [1, 1, 1, 1, 0]
    assert going_on(acute, 7).tolist() == [False, True, True, True, False]
    assert going_on(acute, 14).tolist() == [False] * 5  # the shortest phase alone keeps none going


def test_what_the_months_have_settled_is_not_open() -> None:
    early = {"series": "debt", "window": [1, 6], "test": "at_least", "value": 0.5}
    late = {"series": "debt", "window": [49, 60], "test": "at_least", "value": 0.5}
    both, either = (Outcome.model_validate({join: [early, late]}) for join in ("all", "any"))
    readings = tuple(reading for test in both.tests() for reading in readings_of(test))
    numbers = np.array([[[1, 1, 0, 0], [1, 0, 1, 0]]], dtype=np.float32)
    lives = Lives(readings, (False,), numbers, np.arange(4), np.empty((4, 0)))
    came, failed = lives.settled(both, False, 6)
    assert (came.tolist(), failed.tolist()) == ([False] * 4, [False, False, True, True])
    came, failed = lives.settled(either, False, 6)
    assert (came.tolist(), failed.tolist()) == ([True, True, False, False], [False] * 4)
    came, failed = lives.settled(both, False, 60)
    assert (came | failed).all()
    assert (came == lives.holds(both, False)).all()
    assert not np.any(lives.settled(both, False, 5))
