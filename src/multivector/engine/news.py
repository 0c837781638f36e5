"""News: nobody acts on the truth of this tick, only on what has been reported (S2, S20).

Rule: perceived shares move towards true ones at a rate; support mixes what is seen at home, what is heard from
near regions and what media carry from the whole country::

    a~_r  += news_rate (a_r − a~_r)                       likewise rioters and the national share
    S_r    = w_loc · h(a~_r, h_loc) + (1 − w_loc) [ξ (m/m0) h(a~_nat, h_nat) + (1 − ξ) h(â_r, h_loc)]
    h(a,k) = a / (a + k),   â_r = Σ_j W_rj a~_j,   W_rj ∝ N_j exp(−d_rj / d0),  j ≠ r

Contagion within and between places with distance and media follows Bonnasse-Gahot et al. (2018); the saturating
form is ours: shares of a population are tiny, and a product with them is either nothing or everything. ``m`` is
the openness of media, cut by a shutdown.

Leaves out: who hears what; rumours; foreign broadcasts.
"""

from __future__ import annotations

import math

from multivector.engine.compiled import step
from multivector.engine.vocabulary import Mechanism, Parameter, Switch

P = Parameter

MECHANISM = Mechanism(
    "news",
    "Perceived shares lag true ones; support mixes home, near regions and media, and a shutdown cuts media.",
    (
        P("news_rate", "share of the gap to the truth that news closes", "per 6 hours", 0.06, 0.3, 0.13, "log"),
        P("local_weight", "weight of what is seen in the own region", "share", 0.3, 0.8, 0.55),
        P("media_weight", "weight of media in what is heard from elsewhere", "share", 0.2, 0.9, 0.55),
        P("half_local", "share of a region on the street at which support is half", "share", 1e-4, 1e-3, 3e-4,
          "log", positive=True),
        P("half_national", "share of the country on the street at which support is half", "share", 1e-4, 8e-4, 3e-4,
          "log", positive=True),
        P("distance_scale", "distance at which hearsay falls to 1/e", "km", 200.0, 900.0, 430.0, "log"),
        P("openness", "openness of media and internet before the crisis", "share", 0.4, 0.9, 0.65, positive=True),
        P("shutdown_openness", "openness during a shutdown", "share", 0.02, 0.4, 0.09, "log"),
    ),
    (
        Switch("media", "nothing is heard through media; their weight is removed, not handed on", ("S2",)),
        Switch("distance", "nothing is heard from near regions; the weight is removed, not handed on", ("S2",)),
    ),
)  # fmt: skip


@step
def start_news(w):  # type: ignore[no-untyped-def]
    """Weights of hearsay between regions; openness at its value before the crisis."""
    p = w.p[0]
    n = w.nation[0]
    n.openness = p.openness
    for i in range(len(w.region)):
        total = 0.0
        for j in range(len(w.region)):
            w.hearsay[i, j] = 0.0
            if i != j:
                w.hearsay[i, j] = w.region[j].population * math.exp(-w.distance[i, j] / p.distance_scale)
                total += w.hearsay[i, j]
        if total > 0.0:
            for j in range(len(w.region)):
                w.hearsay[i, j] /= total


@step
def spread_news(w):  # type: ignore[no-untyped-def]
    """Step 3: perceived shares move towards the true ones, and support follows."""
    p = w.p[0]
    n = w.nation[0]
    n.openness = p.shutdown_openness if n.shut_down > 0.0 else p.openness
    street = 0.0
    rioting = 0.0
    for i in range(len(w.region)):
        r = w.region[i]
        here = r.protesting + r.rioting
        r.perceived += p.news_rate * (here / r.population - r.perceived)
        r.perceived_rioting += p.news_rate * (r.rioting - r.perceived_rioting)
        street += here
        rioting += r.rioting
    n.perceived += p.news_rate * (street / n.population - n.perceived)
    n.perceived_rioting += p.news_rate * (rioting - n.perceived_rioting)
    media = w.on[0].media * p.media_weight * n.openness / p.openness * n.perceived / (n.perceived + p.half_national)
    for i in range(len(w.region)):
        heard = 0.0
        for j in range(len(w.region)):
            heard += w.hearsay[i, j] * w.region[j].perceived
        near = w.on[0].distance * (1.0 - p.media_weight) * heard / (heard + p.half_local)
        w.region[i].support = (1.0 - p.local_weight) * (media + near)


@step
def local_support(w, share):  # type: ignore[no-untyped-def]
    """Support from a share on the street that people see at home."""
    p = w.p[0]
    return p.local_weight * share / (share + p.half_local)
