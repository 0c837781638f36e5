"""The choice of posture alone: exact, on the simplex, with the comparative statics of Morrow (1991)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from multivector.engine.posture import best_shares

PATRON = 0


def choose(pull, curvature):
    shares = np.empty(len(pull))
    best_shares(np.asarray(pull, float), np.asarray(curvature, float), shares)
    return shares


def start(rng):
    """A calibrated start dominated by the patron: shares, curvature, pull, as in a country at rest."""
    shares = rng.dirichlet([8, 1, 1, 1, 2])
    exposure = np.append(rng.uniform(0.1, 1.2, 4), 0.0)
    weight = np.exp(rng.uniform(np.log(0.2), np.log(2)))
    curvature = 1 + 2 * weight * exposure * shares
    return shares, exposure, weight, curvature, curvature * shares


SEEDS = st.integers(0, 2**32 - 1)


def test_agrees_with_a_general_solver():
    rng = np.random.default_rng(1)
    worst = 0.0
    for _ in range(200):
        n = int(rng.integers(2, 7))
        pull, curvature = rng.normal(0, 0.6, n), rng.uniform(0.5, 4, n)
        guess = minimize(
            lambda a, pull=pull, curvature=curvature: -(pull @ a - 0.5 * curvature @ a**2),
            np.full(n, 1 / n),
            jac=lambda a, pull=pull, curvature=curvature: curvature * a - pull,
            bounds=[(0, 1)] * n,
            constraints={"type": "eq", "fun": lambda a: a.sum() - 1, "jac": lambda a: np.ones(len(a))},
            method="SLSQP",
            options={"ftol": 1e-14, "maxiter": 500},
        )
        worst = max(worst, np.abs(guess.x - choose(pull, curvature)).max())
    assert worst < 1e-6


@given(SEEDS)
def test_stays_on_the_simplex(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 9))
    shares = choose(rng.normal(0, 2, n), rng.uniform(0.1, 10, n))
    assert (shares >= 0).all()
    assert abs(shares.sum() - 1) < 1e-12


@given(SEEDS)
def test_start_is_the_optimum(seed):
    shares, _, _, curvature, pull = start(np.random.default_rng(seed))
    assert np.abs(choose(pull, curvature) - shares).max() < 1e-12


@given(st.integers(1, 9), st.floats(-3, 3), st.floats(0.1, 9))
def test_equal_powers_get_equal_shares(n, pull, curvature):
    assert np.abs(choose(np.full(n, pull), np.full(n, curvature)) - 1 / n).max() < 1e-14


@given(SEEDS)
def test_renaming_powers_renames_the_answer(seed):
    rng = np.random.default_rng(seed)
    pull, curvature, order = rng.normal(0, 0.6, 5), rng.uniform(0.5, 4, 5), rng.permutation(5)
    assert np.abs(choose(pull[order], curvature[order]) - choose(pull, curvature)[order]).max() < 1e-12


@given(SEEDS, st.floats(0.01, 0.25))
def test_threat_moves_towards_the_patron(seed, threat):
    rng = np.random.default_rng(seed)
    shares, _, _, curvature, pull = start(rng)
    value = np.array([rng.uniform(0.7, 1), *rng.uniform(0.1, 0.5, 3), rng.uniform(0.2, 0.5)])
    assert choose(pull + threat * value, curvature)[PATRON] > shares[PATRON]


@given(SEEDS, st.floats(0.01, 0.6))
def test_a_dearer_autonomy_moves_away_from_the_patron(seed, heed):
    rng = np.random.default_rng(seed)
    shares, exposure, weight, _, _ = start(rng)
    exposure[PATRON] = rng.uniform(0.8, 1.2)  # no other power is so exposed and so large
    exposure[1:4] = rng.uniform(0.1, 0.8, 3)
    if shares[PATRON] < shares[1:].max():
        return
    curvature = 1 + 2 * weight * exposure * shares
    dearer = 1 + 2 * weight * (1 + heed) * exposure * shares
    assert choose(curvature * shares, dearer)[PATRON] < shares[PATRON]


@given(SEEDS, st.floats(0.01, 0.3))
def test_backlash_against_one_power_moves_away_from_it(seed, anger):
    shares, _, _, curvature, pull = start(np.random.default_rng(seed))
    hurt = pull.copy()
    hurt[PATRON] -= anger
    assert choose(hurt, curvature)[PATRON] < shares[PATRON]


@given(SEEDS, st.floats(0.01, 0.1), st.floats(1.1, 3))
def test_a_larger_shock_to_a_power_changes_more(seed, shock, factor):
    """Morrow's second hypothesis: the larger the change of capabilities, the larger that of the alliance."""
    shares, _, _, curvature, pull = start(np.random.default_rng(seed))
    small, large = pull.copy(), pull.copy()
    small[1] += shock
    large[1] += shock * factor
    assert choose(large, curvature)[1] - shares[1] > choose(small, curvature)[1] - shares[1] > 0


@given(SEEDS)
def test_a_share_at_zero_comes_back(seed):
    shares, _, _, curvature, pull = start(np.random.default_rng(seed))
    shunned = pull.copy()
    shunned[1] -= 3
    assert choose(shunned, curvature)[1] == 0
    assert choose(pull, curvature)[1] == pytest.approx(shares[1], abs=1e-12)
