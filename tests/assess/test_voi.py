"""Value of information against closed forms, and what chance reaches."""

from __future__ import annotations

import numpy as np
import pytest

from multivector.assess.voi import (
    Classes,
    chance,
    detectable,
    group_chance,
    group_voi,
    neighbour_mean,
    neighbours,
    permuted_shares,
    shrunk,
    voi,
)

N = 2000


def linear(seed: int) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(seed)
    x = dice.normal(size=(N, 3))
    return x, 2 * x[:, 0] + x[:, 1] + dice.normal(size=N)


def test_linear_gaussian() -> None:
    """S = b²/Σb² with b = 2, 1, 0 and unit noise: 4/6, 1/6, 0."""
    x, y = linear(1)
    assert [voi(x[:, i], y) for i in range(3)] == pytest.approx([0.667, 0.167, 0.0], abs=0.05)
    assert [voi(x[:, i], y, 20) for i in range(3)] == pytest.approx([0.667, 0.167, 0.0], abs=0.03 + 0.01)


def test_no_bias_for_what_means_nothing() -> None:
    dice = np.random.default_rng(2)
    shares = [voi(dice.random(500), (dice.random(500) < 0.3).astype(float)) for _ in range(400)]
    assert abs(np.mean(shares)) < 3 * np.std(shares) / np.sqrt(len(shares))


def test_a_dummy_stays_below_what_chance_reaches() -> None:
    dice = np.random.default_rng(3)
    y = (dice.random(N) < 0.4).astype(float)
    bound = chance(permuted_shares(y), 1, -9 / N)
    assert bound == pytest.approx(0.0040, abs=0.0008)  # .0040 at n = 2,000 was found by brute force
    above = np.mean([voi(dice.random(N), y) > bound for _ in range(400)])
    assert above == pytest.approx(0.05, abs=0.035)


def test_the_best_of_many_dummies_stays_below_in_nineteen_of_twenty() -> None:
    dice = np.random.default_rng(4)
    classes = Classes(dice.random((N, 100)))
    y = (dice.random(N) < 0.4).astype(float)
    bound = chance(permuted_shares(y), 100, -9 / N)
    above = np.mean([classes.shares(dice.permutation(y)).max() > bound for _ in range(200)])
    assert above < 0.12


def test_a_number_that_settles_everything() -> None:
    x = np.random.default_rng(5).random(N)
    assert voi(x, (x > np.median(x)).astype(float)) == pytest.approx(1.0, abs=1e-9)


def test_a_flag_has_a_class_for_each_value() -> None:
    """P(y | x = 1) = .9, P(y | x = 0) = .1, P(x = 1) = .2: share p(1−p)·.8²/(q(1−q)), q = .26."""
    dice = np.random.default_rng(6)
    x = (dice.random(20_000) < 0.2).astype(float)
    y = (dice.random(20_000) < np.where(x > 0, 0.9, 0.1)).astype(float)
    assert voi(x, y) == pytest.approx(0.16 * 0.64 / (0.26 * 0.74), abs=0.02)
    means = Classes(x[:, None]).means(y)[0]
    assert means[:2] == pytest.approx([0.1, 0.9], abs=0.02)
    assert np.isnan(means[2:]).all()


def together(x: np.ndarray, y: np.ndarray) -> float:
    return group_voi(y, neighbour_mean(y, neighbours(x)))


def test_a_group_sees_what_its_parts_hide() -> None:
    """y = 1 where both or neither are high: each alone says nothing, both together everything."""
    x = np.random.default_rng(7).random((N, 2))
    y = ((x[:, 0] > 0.5) == (x[:, 1] > 0.5)).astype(float)
    assert max(voi(x[:, 0], y), voi(x[:, 1], y)) < 0.02
    assert together(x, y) > 0.8


def test_a_group_of_linear_numbers() -> None:
    x, y = linear(8)
    assert together(x[:, :2], y) == pytest.approx(5 / 6, abs=0.07)
    assert abs(together(x[:, 2:], y)) < 0.03


def test_the_detectable_share_is_found_four_times_in_five() -> None:
    dice = np.random.default_rng(9)
    share = detectable(N, 1)
    b = np.sqrt(share / (1 - share))
    found = 0
    for _ in range(300):
        x, noise = dice.normal(size=(2, N))
        y = b * x + noise
        found += voi(x, y) > chance(permuted_shares(y), 1, -9 / N)
    assert found / 300 == pytest.approx(0.8, abs=0.08)


def test_nothing_varies() -> None:
    assert voi(np.arange(100.0), np.ones(100)) == 0.0
    assert together(np.random.default_rng(0).random((100, 2)), np.zeros(100)) == 0.0


def test_a_meaningless_number_moves_nothing() -> None:
    """The lowest and highest of ten raw means lie .1 apart at n = 2,000; shrunk they hardly part."""
    dice = np.random.default_rng(10)
    raw, near = [], []
    for _ in range(200):
        y = (dice.random(N) < 0.69).astype(float)
        classes = Classes(dice.random((N, 1)))
        means = classes.means(y)[0]
        raw.append(np.ptp(means))
        near.append(np.ptp(shrunk(means, classes.sizes[0], y)))
    assert np.mean(raw) == pytest.approx(0.1, abs=0.01)
    assert np.mean(near) < 0.25 * np.mean(raw)
    assert np.median(near) < 0.01


def test_shrunk_means_are_nearer_to_the_truth() -> None:
    """Mean squared error of all classes, where the truth is a gentle slope."""
    dice, errors = np.random.default_rng(11), []
    for _ in range(200):
        x = dice.random(N)
        y = (dice.random(N) < 0.5 + 0.06 * (x - 0.5)).astype(float)
        classes = Classes(x[:, None])
        truth = 0.5 + 0.06 * ((np.arange(10) + 0.5) / 10 - 0.5)
        means = classes.means(y)[0]
        errors.append([((m - truth) ** 2).mean() for m in (means, shrunk(means, classes.sizes[0], y))])
    before, after = np.mean(errors, axis=0)
    assert after < 0.7 * before


def test_what_is_sure_is_hardly_shrunk() -> None:
    x = np.random.default_rng(12).random(N)
    y = (x > 0.5).astype(float)
    classes = Classes(x[:, None])
    found = shrunk(classes.means(y)[0], classes.sizes[0], y)
    assert (found.min(), found.max()) == pytest.approx((0.0, 1.0), abs=0.01)


def test_the_best_of_many_meaningless_groups_stays_below_in_nineteen_of_twenty() -> None:
    """The best of 60 passes the mean and 3.5 standard deviations of 20 in 8 studies of 100, that of more in more."""
    dice = np.random.default_rng(13)
    shares = dice.normal(0, 0.01, (400, 60, 21))
    above = [any(row[20] > group_chance(row[:20], 60) for row in study) for study in shares]
    assert np.mean(above) == pytest.approx(0.05, abs=0.033)
