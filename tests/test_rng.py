"""Dice by counter: known answers of Philox, exact quantiles, and no draw that hangs on another."""

import numpy as np
import pytest
from numba import uint64
from scipy import stats
from scipy.stats import kstest, norm

from multivector.rng import binomial, inverse_normal, logistic, normal, philox, poisson, run_key, uniform

KEY = np.array([1, 2], np.uint32)

KNOWN = [
    ((0, 0), (0, 0, 0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ((0xFFFFFFFF,) * 2, (0xFFFFFFFF,) * 4, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        (0xA4093822, 0x299F31D0),
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]
"""Key, counter and words of Philox4x32-10 (Random123's known-answer tests)."""


@pytest.mark.parametrize(("key", "counter", "words"), KNOWN)
def test_philox_gives_the_known_answers(key, counter, words):
    assert [f"{word:08x}" for word in philox(*map(uint64, (*key, *counter)))] == words.split()


def test_quantiles_of_the_normal_distribution():
    p = np.concatenate([np.logspace(-300, -1, 200), np.linspace(0.001, 0.999, 999)])
    assert np.array([inverse_normal(x) for x in p]) == pytest.approx(norm.ppf(p), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("draw", "law"),
    [(uniform, "uniform"), (normal, "norm"), (logistic, "logistic")],
    ids=["uniform", "normal", "logistic"],
)
def test_draws_follow_their_law(draw, law):
    assert kstest([draw(KEY, 3.0, 7.0, float(unit)) for unit in range(4000)], law).pvalue > 1e-3


@pytest.mark.parametrize("mean", [0.3, 5.0, 80.0, 2000.0])
def test_poisson_has_its_mean_and_variance(mean):
    x = np.array([poisson(mean, KEY, 1.0, 1.0, float(unit)) for unit in range(4000)])
    assert abs(x.mean() - mean) < 4 * np.sqrt(mean / 4000)
    assert abs(x.var() / mean - 1) < 0.15


def test_every_part_of_the_counter_counts():
    base = (KEY, 1.0, 2.0, 3.0, 4.0)
    others = [
        (np.array([2, 1], np.uint32), 1.0, 2.0, 3.0, 4.0), (KEY, 2.0, 2.0, 3.0, 4.0), (KEY, 1.0, 3.0, 3.0, 4.0),
        (KEY, 1.0, 2.0, 4.0, 4.0), (KEY, 1.0, 2.0, 3.0, 5.0),
    ]  # fmt: skip
    assert len({uniform(*one) for one in (base, *others)}) == 6
    assert uniform(*base) == uniform(*base)


def test_every_run_of_a_study_has_its_key():
    assert len({run_key(seed, member) for seed in range(5) for member in range(200)}) == 1000


@pytest.mark.parametrize(
    ("n", "p"), [(1, 0.3), (5, 0.01), (40, 0.2), (40, 0.9), (30, 0.5), (2000, 0.006), (900, 0.4), (10**6, 0.97)]
)
def test_binomial_is_binomial(n: int, p: float) -> None:
    """Chi-square of 40,000 draws against the exact probabilities, in classes that expect at least 20."""
    key, draws = np.array([5, 9], np.uint32), 40_000
    drawn = np.array([binomial(n, p, key, 1.0, float(k), float(n), 0.0) for k in range(draws)])
    law = stats.binom(n, p)
    edges = np.unique(law.ppf(np.linspace(0, 1, 60)[1:-1])).astype(int)
    expected = np.diff(np.concatenate([[0.0], law.cdf(edges), [1.0]]))
    found = np.bincount(np.searchsorted(edges, drawn), minlength=len(expected))
    kept = expected * draws >= 20
    assert found[~kept].sum() <= max(3.0, 3 * draws * expected[~kept].sum())
    chi = ((found[kept] - draws * expected[kept]) ** 2 / (draws * expected[kept])).sum()
    assert stats.chi2(max(1, kept.sum() - 1)).sf(chi) > 1e-4
    assert drawn.min() >= 0
    assert drawn.max() <= n


def test_binomial_at_the_ends() -> None:
    key = np.array([5, 9], np.uint32)
    for n, p, expected in ((0, 0.5, 0), (7, 0.0, 0), (7, 1.0, 7), (-1, 0.9, 0), (10**9, 0.0, 0)):
        assert binomial(n, p, key, 1.0, 0.0, 0.0, 0.0) == expected


def test_more_of_a_small_binomial_on_the_same_dice() -> None:
    key = np.array([5, 9], np.uint32)
    for unit in range(200):
        drawn = [binomial(20, p, key, 1.0, 0.0, float(unit), 0.0) for p in (0.1, 0.2, 0.3, 0.4)]
        assert drawn == sorted(drawn)
