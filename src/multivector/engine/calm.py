"""Is the calm of a draw stable? Draws whose street would stir without any shock are not futures of a crisis.

Near rest the perceived shares ã follow ``ã ← K ã + rest``: one more person seen on the street brings on average
K more. With a gain (spectral radius of K) of 1 or more a calm day is not calm. For a region i, with M the pool, w0 the
share of it that wants to be out on a calm day, s the spread of thresholds and q the share of those who are out::

    K_ij = Σ_cells M q w0 (1 − w0) β/s · ∂S_i/∂a_j / N_j,     q = join / (join + leave)

The ``share`` of the country that is out on a calm day must be small as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multivector.engine.crisis import great_circle
from multivector.engine.draw import Draw
from multivector.engine.hardship import set_standing
from multivector.engine.mobilization import resting_street, size_pools
from multivector.rng import run_key

GAIN_LIMIT = 0.65
"""Largest gain at rest of a draw that counts as calm (below 1: finite samples wander)."""

SHARE_LIMIT = 2.5e-5
"""Largest share of the country on the street on a calm day."""


@dataclass(frozen=True)
class Calm:
    """The state of a calm day.

    Attributes:
        gain: Spectral radius of the response of the street to itself.
        share: Share of the country on the street.
    """

    gain: float
    share: float

    @property
    def stable(self) -> bool:
        """Whether nothing happens without a shock."""
        return self.gain < GAIN_LIMIT and self.share < SHARE_LIMIT


def calm(draw: Draw) -> Calm:
    """The calm day of a draw: gain and share on the street."""
    rows = draw.parameters
    p, on = rows[0], draw.switches[0]
    cell = draw.tables["cell"].copy()
    region = draw.tables["region"].copy()
    key = np.array(run_key(draw.seed, draw.member), np.uint32)
    size_pools(rows, draw.tables["group"], cell, key)
    set_standing(rows, draw.switches, region, key)
    n = len(region)
    pool = np.bincount(cell["region"].astype(np.int64), cell["pool"], n)
    population = region["population"]
    rest, out = resting_street(p, region["standing"])
    mix = p["neighbourhood_weight"] * on["neighbourhood"]
    response = pool * out * rest * (1.0 - rest) * p["conformity"] / p["threshold_spread"]
    hearsay = population[None, :] * np.exp(
        -great_circle(region["latitude"], region["longitude"]) / p["distance_scale"]
    )
    np.fill_diagonal(hearsay, 0.0)
    hearsay /= np.maximum(hearsay.sum(1, keepdims=True), 1e-300)
    slope = np.diag(np.full(n, p["local_weight"] * (1.0 - mix) / p["half_local"]))
    slope += (1.0 - p["local_weight"]) * (1.0 - p["media_weight"]) * on["distance"] * hearsay / p["half_local"]
    slope /= population[None, :]
    media = (1.0 - p["local_weight"]) * p["media_weight"] * on["media"] / p["half_national"] / population.sum()
    # a neighbourhood sees its own street at the density of its own cell's pool, the densest in the region counting
    density = np.zeros(n)
    np.maximum.at(density, cell["region"].astype(np.int64), cell["pool"] / np.maximum(cell["population"], 1.0))
    own = p["local_weight"] * mix / p["half_local"] * response * density / np.maximum(pool, 1e-9)
    gain = response[:, None] * (slope + media) + np.diag(own)
    return Calm(
        gain=float(np.abs(np.linalg.eigvals(gain)).max()), share=float((pool * out * rest).sum() / population.sum())
    )


def rest_gain(draw: Draw) -> float:
    """Gain of the street at rest, relative to the limit: below 1 the draw's calm is stable.

    The larger of the gain over :data:`GAIN_LIMIT` and the resting share over :data:`SHARE_LIMIT`.
    """
    state = calm(draw)
    return max(state.gain / GAIN_LIMIT, state.share / SHARE_LIMIT)
