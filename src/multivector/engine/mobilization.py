"""Mobilization: who of the mobilizable few takes to the street (S2, S3).

Rule: turnout was a quarter of a percent of the country, so plain threshold models tip to everyone or no one. A
mobilizable pool is drawn, and within it each citizen has a fixed threshold (logistic, spread s), so that the same
people come back; everything else is a deviation from the calm state::

    pool_rg = pool_share · N · (n_rg u_g) / Σ(n u) · exp(σ ε_r − σ²/2),    u_g: young and minority weights
    drive   = rise_g + standing_r − ½ w_risk (P · sev − 1) + β S + outrage − fear + emboldened
    citizen wants to be out  iff  threshold quantile < logistic(logit(resting_share) + drive / s)
    P       = 1 − exp(−½ k · force / (street + 50)),   sev = 1 + (live − 1) · fire + emergency severity
    join    λ · night a tick if wanting;  leave ω, likelier at night and if not wanting;  a share τ of leavers is
            tired and rests for weeks, and so does everybody let go from detention

``P`` is Epstein's (2002) arrest probability; it enters as the deviation from 1, its value on an empty street. With
λ = 1, ω = 0, no risk and S = share, the next share is F(share): Granovetter's (1978) map. S is perceived support
(:mod:`~multivector.engine.news`); inside a region it mixes the reported share with what is in sight in the own
neighbourhood, a block of 256 citizens. The size of turnout follows the pool: it is nearly an input, and never a
prediction.

Leaves out: households, friendship, organisation; people outside the pool never join, however strong the wave.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from multivector.engine import stream
from multivector.engine.compiled import entry, step
from multivector.engine.hardship import grievance_rise
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import normal

P = Parameter

MECHANISM = Mechanism(
    "mobilization",
    "Citizens of a mobilizable pool join when drive passes their own threshold, tire, and rest.",
    (
        P("pool_share", "share of the population that could take to the street at all", "share", 0.003, 0.02, 0.008,
          "log"),
        P("young_weight", "mobilizability of the young relative to the older", "1", 1.2, 4.0, 2.6),
        P("minority_weight", "mobilizability outside the titular nation relative to it", "1", 0.05, 0.6, 0.3),
        P("pool_spread", "spread of the pool between regions (log)", "1", 0.1, 0.7, 0.4),
        P("resting_share", "share of the pool that wants to be out on a calm day", "share", 1e-4, 5e-3, 7e-4,
          "log", positive=True),
        P("threshold_spread", "spread s of thresholds", "1", 0.03, 0.1, 0.065, positive=True),
        P("conformity", "weight β of perceived support", "1", 0.4, 1.0, 0.7),
        P("neighbourhood_weight", "weight of the own neighbourhood in what is seen at home", "share", 0.0, 0.4, 0.2),
        P("join_rate", "share of those who want that joins", "per 6 hours", 0.1, 0.4, 0.25),
        P("leave_rate", "share that goes home", "per 6 hours", 0.08, 0.4, 0.24),
        P("night_factor", "factor on joining between 00 and 06", "share", 0.1, 0.5, 0.3),
        P("tired_share", "share of leavers that is tired", "share", 0.5, 1.0, 0.75),
        P("rest_time", "mean rest of the tired", "days", 15.0, 365.0, 74.0, "log", positive=True),
        P("seed_persons", "people at the first gathering, factor on the scenario's number", "1", 0.35, 2.8, 1.0, "log"),
        P("risk_k", "steepness k of the perceived risk", "1", 0.5, 2.3, 1.1, source="2.3: Epstein 2002"),
        P("risk_weight", "weight of risk", "1", 0.1, 0.6, 0.35),
        P("fire_severity", "factor of live fire on risk", "1", 1.5, 5.0, 3.2),
        P("emergency_severity", "addition of an emergency to risk", "1", 0.0, 0.6, 0.3),
        P("outrage_effect", "drive added by deaths that people hear of", "1", 0.0, 0.2, 0.1),
        P("fear_effect", "drive lost to deaths while fire goes on", "1", 0.0, 0.5, 0.25),
        P("death_scale", "deaths at which outrage and fear are full", "persons", 300.0, 300.0, 300.0, positive=True),
    ),
    (
        Switch("fatigue", "nobody tires", ("S2",)),
        Switch("outrage", "deaths do not outrage", ("S5",)),
        Switch("fear", "deaths do not frighten", ("S5",)),
        Switch("risk", "perceived risk does not hold anyone back", ("S5",)),
        Switch("neighbourhood", "people see only their region, not their own block", ("S2",)),
    ),
)  # fmt: skip


@entry
def size_pools(p_row, group, cell, key):  # type: ignore[no-untyped-def]
    """Mobilizable people of every cell, persons, written to the column ``pool``.

    Args:
        p_row: Parameters, one row.
        group: Groups.
        cell: Cells, changed.
        key: Run key.
    """
    p = p_row[0]
    total = 0.0
    people = 0.0
    for i in range(len(cell)):
        c = cell[i]
        c.pool = c.population * weight_of(p, group[int(c.group)])
        total += c.pool
        people += c.population
    scale = p.pool_share * people / total
    for i in range(len(cell)):
        c = cell[i]
        shift = normal(key, stream.POOL, 0.0, c.region, 0.0)
        c.pool *= scale * math.exp(p.pool_spread * shift - 0.5 * p.pool_spread**2)
        c.pool = min(c.pool, 0.9 * c.population)


def resting_street(
    p: np.void, standing: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """The street of a calm day.

    Args:
        p: Parameters.
        standing: Standing grievance by region, shape (n,).

    Returns:
        Share of the pool that wants to be out, shape (n,), and share of those who are out at a time: joining and
        leaving in balance, nights included, tiredness left out.
    """
    wants = 1.0 / (1.0 + (1.0 / p["resting_share"] - 1.0) * np.exp(-standing / p["threshold_spread"]))
    join = p["join_rate"] * (3.0 + p["night_factor"]) / 4.0
    leave = 1.0 - (1.0 - p["leave_rate"]) * (1.0 - 0.125 * (1.0 - p["night_factor"]))
    return wants, float(join / (join + leave))


@step
def weight_of(p, g):  # type: ignore[no-untyped-def]
    """Mobilizability of a group."""
    young = p.young_weight * g.young + (1.0 - g.young)
    titular = g.titular + p.minority_weight * (1.0 - g.titular)
    return young * titular


@njit
def logit(x):  # type: ignore[no-untyped-def]
    """Log odds."""
    return math.log(x / (1.0 - x))


@njit
def expit(x):  # type: ignore[no-untyped-def]
    """Inverse of the log odds."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


@njit
def arrest_probability(k, force, crowd):  # type: ignore[no-untyped-def]
    """Perceived probability of arrest, 1 − exp(−k · force / crowd) (Epstein 2002)."""
    return 1.0 - math.exp(-k * force / crowd)


@step
def weigh_drive(w):  # type: ignore[no-untyped-def]
    """Step 10: drive to the street of every cell, all but what its own region and neighbourhood show."""
    p = w.p[0]
    n = w.nation[0]
    on = w.on[0]
    for i in range(len(w.region)):
        r = w.region[i]
        street = r.protesting + r.rioting
        arrest = arrest_probability(p.risk_k, 0.5 * r.force, street + 50.0)
        live = r.fire if r.fire > 0.0 else 0.4 * n.fire_ordered
        severity = 1.0 + (p.fire_severity - 1.0) * live + p.emergency_severity * n.emergency
        r.risk = on.risk * 0.5 * p.risk_weight * (arrest * severity - 1.0)
        seen = r.dead_civil + n.openness * max(0.0, n.dead_civil - r.dead_civil)
        r.mourned = min(1.0, math.log(1.0 + seen) / math.log(1.0 + p.death_scale))
        mood = on.outrage * p.outrage_effect * (0.3 + 0.7 * n.openness) * r.mourned
        mood -= on.fear * p.fear_effect * live * r.mourned
        r.grievance = r.standing - r.risk + mood + p.conformity * r.support + n.emboldened
    for i in range(len(w.cell)):
        c = w.cell[i]
        rise = grievance_rise(w, int(c.region), w.group[int(c.group)].titular)
        c.drive = logit(p.resting_share) + (w.region[int(c.region)].grievance + rise) / p.threshold_spread
