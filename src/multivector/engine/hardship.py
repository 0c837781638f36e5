"""Hardship and standing grievance: where the crisis gets its fuel (S1, S3).

Rule: grievance is hardship seen through the loss of legitimacy (Epstein 2002: ``G = H (1 - L)``), anchored at rest::

    rise     = price_effect · x_r · dp(t) · (1 − L_g),   x_r = floor + (1 − floor) · price_exposure_r
    L_g      = legitimacy + legitimacy_titular · titular_g − broken_promises
    standing = ½ (G_rest,r − mean G_rest),   G_rest,r = memory_effect · memory_r + spread · ε_r

``dp`` is 0 before the price shock, its size after it, and falls by ``rollback_relief`` when the price is rolled
back. Only the rise and the regional difference enter the drive to the street; the level, hardship on a calm day
included, is absorbed in the share that is on the street on a calm day, which is what keeps a calm country calm.

Leaves out: incomes of persons, prices of other goods, grievance that grows or heals within the weeks of a crisis.
"""

from __future__ import annotations

from multivector.engine import stream
from multivector.engine.compiled import entry, step
from multivector.engine.event import KIND, record
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import normal

P = Parameter

MECHANISM = Mechanism(
    "hardship",
    "A dated price shock raises hardship by regional exposure; legitimacy turns hardship into grievance.",
    (
        P("price_effect", "hardship added by the full price shock at full exposure", "share", 0.3, 0.9, 0.6),
        P("exposure_floor", "exposure of a region that the shock does not touch directly", "share", 0.0, 0.12, 0.06),
        P("legitimacy", "legitimacy of the regime, national mean", "share", 0.4, 0.8, 0.6),
        P("legitimacy_titular", "difference of legitimacy among the titular nation", "share", -0.1, 0.05, -0.02),
        P("broken_promises", "legitimacy lost to promised reforms never made", "share", 0.0, 0.1, 0.05),
        P("memory_effect", "standing grievance at a place of remembered repression", "share", 0.0, 0.15, 0.07),
        P("grievance_spread", "spread of unexplained standing grievance between regions", "share", 0.0, 0.06, 0.03),
        P("rollback_relief", "share of the price shock that a rollback undoes", "share", 0.3, 1.0, 0.7),
    ),
    (
        Switch("price", "the price shock does not happen", ("S1",)),
        Switch("memory", "remembered repression adds no grievance", ("S3",)),
        Switch("promises", "broken promises cost no legitimacy", ("S3",)),
    ),
)

PRICE_SHOCK = KIND["price_shock"]


@step
def legitimacy_of(p, on, titular):  # type: ignore[no-untyped-def]
    """Legitimacy of the regime in a group."""
    value = p.legitimacy + p.legitimacy_titular * titular - p.broken_promises * on.promises
    return min(0.98, max(0.02, value))


@entry
def set_standing(p_row, on_row, region, key):  # type: ignore[no-untyped-def]
    """Standing grievance by region, relative to the country's population-weighted mean; fills ``standing``.

    Args:
        p_row: Parameters, one row.
        on_row: Switches, one row.
        region: Regions, changed.
        key: Run key.
    """
    p = p_row[0]
    on = on_row[0]
    mean = 0.0
    people = 0.0
    for i in range(len(region)):
        r = region[i]
        noise = normal(key, stream.GRIEVANCE, 0.0, float(i), 0.0)
        r.standing = on.memory * p.memory_effect * r.memory + p.grievance_spread * noise
        mean += r.standing * r.population
        people += r.population
    mean /= people
    for i in range(len(region)):
        region[i].standing = 0.5 * (region[i].standing - mean)


@step
def apply_shocks(w):  # type: ignore[no-untyped-def]
    """Step 2: dated shocks of this tick; the price level follows."""
    n = w.nation[0]
    for i in range(len(w.shock)):
        k = w.shock[i]
        if k.kind == 0.0 and n.day >= k.day > n.day - n.tick_days and w.on[0].price > 0.0:
            n.price_full = k.size
            record(
                w.events, w.count_events, 0.0, n.day, PRICE_SHOCK, -1.0, -1.0, k.size,
                -1.0, 0.0, -1.0, 0.0, -1.0, 0.0,
            )  # fmt: skip
    n.price = n.price_full * (1.0 - w.p[0].rollback_relief * n.rolled_back)


@step
def grievance_rise(w, region, titular):  # type: ignore[no-untyped-def]
    """Grievance above its value at rest, for a region's group."""
    p = w.p[0]
    exposure = p.exposure_floor + (1.0 - p.exposure_floor) * w.region[region].price_exposure
    return p.price_effect * exposure * w.nation[0].price * (1.0 - legitimacy_of(p, w.on[0], titular))
