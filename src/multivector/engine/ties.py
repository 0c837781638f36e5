"""Ties: the slow stock of arms, trade, transit, investment, language and studies (S18).

Rule: ties follow posture, each domain at its own speed; dependence is their mean over domains::

    s_pd ← s_pd + (1 − 2^(−1/ties_half_life_d)) (a_pd − s_pd),     D_p = Σ_d μ_d s_pd

Debt and threat that fade within months hardly move ties with half-lives of years, so a test must say
whether it speaks of posture or of ties. Concentration is the Herfindahl–Hirschman index Σ D_p² over the
outside powers (Hirschman 1945), the home entry left out, not rescaled.

Source: half-lives are assumed; the economy's range must hold a fall of an import share by a third in 3.5
years.

Leaves out: single contracts, sanctions, prices, routes (but see transit in :mod:`demands`).
"""

from __future__ import annotations

from multivector.engine.compiled import inlined
from multivector.engine.vocabulary import Mechanism, Parameter, Switch

P = Parameter

MECHANISM = Mechanism(
    "ties",
    "Structural ties follow posture slowly, each domain at its own speed.",
    (
        P("ties_half_life_security", "half-life of ties in security", "months", 48.0, 180.0, 93.0, "log"),
        P("ties_half_life_economy", "half-life of ties in the economy", "months", 9.0, 48.0, 21.0, "log"),
        P("ties_half_life_politics", "half-life of ties in politics and culture", "months",
          36.0, 180.0, 80.0, "log"),
    ),
    (Switch("ties", "ties are frozen as they were before the crisis", ("S18",)),),
)


@inlined
def move_ties(w):  # type: ignore[no-untyped-def]
    """Ties and dependence this month."""
    ties, posture, rate, weight, standing = w.ties, w.posture, w.ties_rate, w.weight, w.standing
    for i in range(len(standing)):
        total = 0.0
        for d in range(3):
            ties[i, d] += rate[d] * (posture[i, d] - ties[i, d])
            total += weight[d] * ties[i, d]
        standing[i].dependence = total


@inlined
def concentration(w):  # type: ignore[no-untyped-def]
    """Herfindahl–Hirschman index of dependence on outside powers."""
    power, standing = w.power, w.standing
    total = 0.0
    for i in range(len(power)):
        if power[i].home == 0.0:
            total += standing[i].dependence ** 2
    return total
