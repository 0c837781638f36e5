"""Scores against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from multivector.assess.scores import brier, crps, crps_normal, log_score, murphy


def test_crps_of_a_standard_normal_at_its_mean() -> None:
    """2φ(0) − 1/√π = (√2 − 1)/√π (Gneiting and others 2005)."""
    assert crps_normal(0, 1, 0) == pytest.approx((np.sqrt(2) - 1) / np.sqrt(np.pi), abs=1e-12)
    assert crps_normal(0, 1, 0) == pytest.approx(0.233695, abs=1e-6)


@pytest.mark.parametrize("happened", [-2.0, 0.0, 0.7, 3.0])
def test_an_ensemble_approaches_the_closed_form(happened: float) -> None:
    members = norm.ppf((np.arange(4000) + 0.5) / 4000, loc=1, scale=2)
    assert crps(members, happened) == pytest.approx(crps_normal(1, 2, happened), abs=2e-3)


def test_more_members_expect_the_same_score() -> None:
    dice = np.random.default_rng(0)
    few = np.mean([crps(dice.normal(size=5), 0.3) for _ in range(20_000)])
    assert few == pytest.approx(crps_normal(0, 1, 0.3), abs=0.01)


def test_a_single_member_is_charged_its_distance() -> None:
    assert crps([2.0], 5.0) == 3.0


def test_a_coin_scores_a_quarter() -> None:
    assert brier([0.5] * 4, [0, 1, 1, 0]) == 0.25
    assert log_score([0.5] * 4, [0, 1, 1, 0]) == pytest.approx(np.log(2))


def test_what_was_called_impossible_is_charged_the_floor() -> None:
    assert log_score([0.0], [1], floor=1e-3) == pytest.approx(np.log(1000))


forecasts = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.integers(0, 1)), min_size=1, max_size=60
)


@given(forecasts)
def test_murphys_parts_add_up(pairs: list[tuple[float, int]]) -> None:
    p, o = np.array(pairs, dtype=float).T
    parts = murphy(p, o)
    assert parts.brier == pytest.approx(brier(p, o), abs=1e-12)
    assert min(parts.reliability, parts.resolution, parts.uncertainty) >= 0


def test_a_forecaster_who_is_right_is_reliable_and_one_who_repeats_himself_resolves_nothing() -> None:
    happened = np.array([1, 0, 0, 0, 1, 1, 1, 0])
    assert murphy(np.array([0.25] * 4 + [0.75] * 4), happened).reliability == 0
    assert murphy(np.full(8, 0.3), happened).resolution == 0
