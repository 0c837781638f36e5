"""Draws that the engine's tests share: a small fictional crisis, and Kazakhstan in waves that mostly run wide."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from multivector import scenario
from multivector.engine.crisis import build
from multivector.engine.draw import Draw
from multivector.engine.run import acute_outcome
from multivector.engine.tick import run_acute

LIVELY = {
    "settings.persons_per_citizen": 10.0,  # tests of signs need no whole country
    "parameters.mobilization.pool_share": 0.008,
    "parameters.mobilization.conformity": 0.85,
    "parameters.mobilization.threshold_spread": 0.055,
    "parameters.mobilization.resting_share": 6e-4,
    "parameters.mobilization.join_rate": 0.3,
    "parameters.mobilization.seed_persons": 1.5,
    "parameters.mobilization.minority_weight": 0.4,
    "parameters.hardship.price_effect": 0.7,
    "parameters.hardship.exposure_floor": 0.08,
    "parameters.news.news_rate": 0.18,
    "parameters.news.half_local": 2.5e-4,
    "parameters.news.half_national": 2e-4,
    "parameters.riot.feeder_share": 0.25,
    "parameters.riot.riot_rest": 0.012,
    "parameters.riot.riot_contagion": 1.0,
    "parameters.loyalty.margin": 0.35,
    "parameters.loyalty.street_wear": 0.5,
    "parameters.president.stake": 4.0,
}
"""Values that make a national, violent wave likely: an ablation shows nothing in a crisis that never comes."""


def acute(draw: Draw) -> np.void:
    """The acute outcome of a draw, without its aftermath."""
    world = build(draw)
    run_acute(world, len(world.region_series))
    return acute_outcome(world)[0]


@pytest.fixture(scope="session")
def kazakhstan() -> scenario.Template:
    return scenario.compile(scenario.load("kazakhstan-2022"))


@pytest.fixture(scope="session")
def draws(kazakhstan: scenario.Template) -> Callable[..., list[Draw]]:
    """Draws of a lively Kazakhstan: ``draws(n, settings)``; the other open numbers vary from draw to draw."""

    def make(n: int, settings: Mapping[str, float] | None = None, first: int = 0) -> list[Draw]:
        fixed = {**LIVELY, **(settings or {})}
        made = []
        for member in range(first, first + n):
            u = np.random.default_rng([7, member]).uniform(0.2, 0.8, len(kazakhstan.paths))
            made.append(kazakhstan.draw(kazakhstan.quantile(u), seed=11, member=member, set=fixed))
        return made

    return make
