"""What could be settled: what tells nothing is said to move nothing, what tells is found, in each kind of subject."""

from __future__ import annotations

import numpy as np
import pytest
from pool import acute_phases

from multivector.assess.dispute import Disputes, Settled, Subject, facts_of

N = 1200


def asked(seed: int, strength: float) -> tuple[dict[str, Settled], float]:
    """An outcome asked of four numbers, the facts of 60 acute phases and a group; the first number may tell."""
    dice = np.random.default_rng(seed)
    acute, rows = acute_phases(60), dice.integers(0, 60, N)
    x = dice.random((N, 4))
    hits = dice.random(N) < 0.5 + strength * (x[:, 0] - 0.5)
    numbers = [Subject(f"n{i}", "number", (f"n{i}",), f"number {i}", "assumed") for i in range(4)]
    group = Subject("g", "group", ("n0", "n1"), "a claim", "claims")
    disputes = Disputes(numbers, x, facts=facts_of(), acute=acute, rows=rows, groups=[group])
    return {found.subject.id: found for found in disputes.settle(hits)}, float(hits.mean())


def test_what_tells_is_found_with_its_ends() -> None:
    """P rises from .05 to .95 over the range: .095 and .905 in the end tenths."""
    found, _ = asked(1, 0.9)
    number, group = found["n0"], found["g"]
    assert (number.at_low, number.at_high) == pytest.approx((0.095, 0.905), abs=0.09)
    assert number.share > number.chance
    assert group.share > group.chance
    assert group.high - group.low > 0.5


def test_what_tells_nothing_moves_nothing() -> None:
    raw = 2 * 1.54 * np.sqrt(0.25 * 10 / N)  # mean range of ten means of N/10 draws
    ranges: dict[str, list[float]] = {}
    better = 0
    for seed in range(8):
        found, now = asked(seed, 0.0)
        better += any(settled.share > settled.chance for settled in found.values())
        for name, settled in found.items():
            assert settled.low - 1e-9 <= now <= settled.high + 1e-9
            ranges.setdefault(name, []).append(settled.high - settled.low)
    assert better <= 2  # one study in twenty
    for name in ("n0", "n1", "g", "stay", "dead"):
        assert np.mean(ranges[name]) < 0.5 * raw, name
