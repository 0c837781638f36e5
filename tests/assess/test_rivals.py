"""Rival causes: pairs only, honest about what cannot be told, wary of a range's end."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from pool import acute_phases

from multivector.assess.rivals import PAIRS, leans, pattern, rivals, shown
from multivector.engine import register
from multivector.engine.outcome import REGION_OUTCOMES
from multivector.engine.vocabulary import dtype_of
from multivector.scenario import Template, compile, load

N = 600


@cache
def template() -> Template:
    return compile(load("velmora"))


def made(cause: np.ndarray) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Runs whose dead are in the capital, as the pattern wants it, where ``cause`` is above one half."""
    ids = tuple(template().scenario.regions)
    regional = np.zeros((N, len(ids)), dtype=dtype_of(REGION_OUTCOMES))
    there = ids.index("capital")
    regional["dead_civil"] = 10.0
    regional["dead_civil"][cause > 0.5, there] = 10.0 * len(ids)
    return acute_phases(N), regional, ids


def test_the_pattern_is_where_the_dead_were() -> None:
    found = pattern(template().scenario.observations)
    assert found
    assert all(set(seen.metric.field) & {"dead_civil", "dead_security"} for seen in found.values())


def test_a_cause_that_makes_the_pattern_stands_out_of_its_pair() -> None:
    ranks = np.random.default_rng(1).random((N, len(template().paths)))
    first, second = PAIRS[0][0][0], PAIRS[0][1][0]
    acute, regional, ids = made(ranks[:, template().index(first)])
    assert set(shown(pattern(template().scenario.observations), acute, regional, ids).tolist()) == {0, 1}
    found = rivals(template(), acute, regional, ids, ranks)
    assert found is not None
    assert (found.n_with, found.n_without) == ((s := int((ranks[:, template().index(first)] > 0.5).sum())), N - s)
    pair = found.pairs[0]
    assert (pair.first.path, pair.second.path) == (first, second)
    assert pair.first.shift == pytest.approx(0.5, abs=0.05)
    assert pair.second.low < 0 < pair.second.high
    assert pair.low > 0
    assert "lean more on" in pair.words
    others = [p for p in found.pairs if first not in (p.first.path, p.second.path)]
    assert sum(p.low <= 0 <= p.high for p in others) >= len(others) - 1
    assert "belief" in found.caveat


def test_a_cause_is_never_shown_without_its_rival() -> None:
    ranks = np.random.default_rng(2).random((N, len(template().paths)))
    acute, regional, ids = made(ranks[:, 0])
    found = rivals(template(), acute, regional, ids, ranks, ("prize",))
    assert found is not None
    paths = {side.path for pair in found.pairs for side in (pair.first, pair.second)}
    assert not {p for p in paths if "prize" in p or "instigation" in p or "armed" in p}


def test_too_few_runs_weigh_nothing() -> None:
    acute, regional, ids = made(np.zeros(N))
    found = rivals(template(), acute, regional, ids, np.full((N, len(template().paths)), 0.5))
    assert found is not None
    assert found.pairs == ()
    assert "too few" in found.caveat


def test_every_cause_is_one_of_the_engine() -> None:
    for pair in PAIRS:
        for path, switch in pair:
            assert path in register.PATHS
            assert switch in register.SWITCHES


def test_leaning_on_an_end() -> None:
    even = np.linspace(0, 1, 300)
    assert not leans(even)
    assert leans(np.concatenate([even[:100], np.full(100, 0.97)]))
    assert leans(np.concatenate([even[:100], np.full(100, 0.02)]))
