"""Boxes: a known corner is found, told with runs it was not found with, and chance makes none."""

from __future__ import annotations

import numpy as np

from multivector.assess.boxes import find, peel
from multivector.assess.dispute import Subject
from multivector.scenario import Spec


def space(n: int = 4000, k: int = 6, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random((n, k))


def test_a_known_corner() -> None:
    x = space()
    inside = (x[:, 1] > 0.7) & (x[:, 4] < 0.4)
    hits = np.random.default_rng(2).random(len(x)) < np.where(inside, 0.9, 0.05)
    limits = peel(x, hits)
    assert set(limits) == {1, 4}
    assert abs(limits[1][0] - 0.7) < 0.05
    assert np.isinf(limits[1][1])
    assert abs(limits[4][1] - 0.4) < 0.05
    assert np.isinf(limits[4][0])


def test_a_band_in_the_middle() -> None:
    x = space(k=3)
    hits = (x[:, 0] > 0.3) & (x[:, 0] < 0.6)
    low, high = peel(x, hits)[0]
    assert abs(low - 0.3) < 0.06
    assert abs(high - 0.6) < 0.06


def told(hits: np.ndarray, x: np.ndarray):  # type: ignore[no-untyped-def]
    paths = [f"p{i}" for i in range(x.shape[1])]
    specs = {p: Spec(p, f"number {p}", "1", 0.0, 1.0, 0.5, "linear", (), "assumed", "") for p in paths}
    subjects = [Subject(p, "number", (p,), f"number {p}", "assumed") for p in paths]
    return find(x, hits, subjects, specs, "it happens", "all runs", range(x.shape[1]))


def test_a_box_as_a_sentence() -> None:
    x = space()
    inside = (x[:, 1] > 0.7) & (x[:, 4] < 0.4)
    hits = np.random.default_rng(2).random(len(x)) < np.where(inside, 0.9, 0.05)
    box = told(hits, x)
    assert box is not None
    assert box.density.low < 0.9 < box.density.high + 0.05
    assert box.base < 0.2
    assert {limit.path for limit in box.limits} == {"p1", "p4"}
    assert "number p1" in box.words


def test_chance_makes_no_box() -> None:
    dice = np.random.default_rng(5)
    found = [told(dice.random(600) < 0.3, space(600, 8, seed)) for seed in range(30)]
    assert sum(box is not None for box in found) <= 5  # one in forty by the 95 % interval, and room for its noise


def test_too_few_runs_make_no_box() -> None:
    assert told(np.arange(60) < 30, space(60)) is None
