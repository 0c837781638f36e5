"""Loyalty of the forces: a global game of regime change, moved by the street and by the ally (S6, S11).

Rule: each unit sees the regime's strength θ with noise (precision β) and a public signal z (precision α); it
stops obeying if it thinks the fall likely enough. The regime falls when the share that does not obey reaches θ
(Morris and Shin 2003; Angeletos, Hellwig and Pavan 2007; Casper and Tyson 2014 for protest as the public
signal)::

    θ*:  [α (θ* − z) − √β Φ⁻¹(θ*)] / √(α+β) = Φ⁻¹(c)        unique if α/√β ≤ √(2π)
    D    = Φ(√β (θ* − θ) + Φ⁻¹(θ*))                          share that would not obey
    X    = turnout_signal s_A + violence_signal s_V + site_signal min(sites lost, 6)
    θ    = θ0 − street_wear X + cohesion_strength (coh − coh_rest) + moves + troops_strength_effect · landed
    z    = θ0 + η − X + moves + troops_signal_effect (.6 announced + .4 landed)
    δ   += loyalty_inertia ((D − D_rest)/(1 − D_rest) − δ),    falls if δ ≥ θ on two ticks running

``s_A = a~/(a~ + 3 half_national)``, a~ above twice the crowd of a calm day, and ``s_V = v~/(v~ + half_riot)`` are
perceived, never this tick's truth. θ0 is
set so that the *margin* θ0 − θ* at rest is the drawn one: drawn apart, they give regimes that fall before the
crisis. Openness of media scales α. In each region the local force breaks further where rioters outnumber it.
Shirking against peaceful crowds and desertion against violent ones (Dahl, Rivera and Gates 2025) are one share δ.

Leaves out: chains of command as games of their own; pay; who the units are.
"""

from __future__ import annotations

import math

from numba import njit

from multivector.engine import stream
from multivector.engine.compiled import step
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import inverse_normal, normal

P = Parameter

MECHANISM = Mechanism(
    "loyalty",
    "Units obey while the regime looks strong; street and ally move both its strength and how strong it looks.",
    (
        P("margin", "distance of the regime's strength from the critical one on a calm day", "1", 0.15, 0.7, 0.42),
        P("street_wear", "strength lost per unit of pressure from the street", "1", 0.1, 0.8, 0.45),
        P("signal_precision", "precision α of the public signal", "1", 0.3, 4.0, 1.1, "log", positive=True),
        P("private_precision", "precision β of what a unit sees itself", "1", 3.0, 30.0, 9.5, "log", positive=True),
        P("defection_cost", "cost-benefit ratio c of not obeying and losing", "share", 0.3, 0.8, 0.55, positive=True),
        P("signal_error", "standard deviation of the public signal's error, once a run", "1", 0.0, 0.2, 0.1),
        P("turnout_signal", "pressure of full turnout", "1", 0.1, 0.5, 0.3),
        P("violence_signal", "pressure of full violence", "1", 0.1, 0.6, 0.35),
        P("site_signal", "pressure of one lost site", "1", 0.02, 0.12, 0.07),
        P("loyalty_inertia", "share of the gap that obedience closes", "per 6 hours", 0.1, 0.6, 0.35),
        P("cohesion_strength", "strength gained or lost with the elite's cohesion", "1", 0.0, 0.4, 0.2),
        P("troops_strength_effect", "strength added by a full foreign deployment", "1", 0.02, 0.25, 0.12),
        P("troops_signal_effect", "public signal of a full foreign deployment", "1", 0.05, 0.4, 0.2),
        P("troops_deterrence", "rise of the cost of not obeying at a full foreign deployment", "share", 0.0, 0.1, 0.05),
        P("troops_reference", "foreign troops that have the full effect", "persons", 2500.0, 2500.0, 2500.0,
          positive=True),
        P("local_break", "how fast a local force breaks when rioters outnumber it", "1", 0.2, 1.2, 0.6),
    ),
    (
        Switch("loyalty", "every unit obeys whatever happens", ("S6",)),
        Switch("street_wears", "the street moves only the signal, not the strength", ("S6",)),
        Switch("troops_strength", "foreign troops add no strength and do not deter", ("S11",)),
        Switch("troops_signal", "foreign troops send no signal: the psychological effect is off", ("S11",)),
    ),
)  # fmt: skip


@njit
def phi(x):  # type: ignore[no-untyped-def]
    """Standard normal distribution function."""
    return 0.5 * math.erfc(-x * 0.7071067811865476)


@njit
def critical_strength(z, alpha, beta, c):  # type: ignore[no-untyped-def]
    """The strength θ* below which the regime falls; with several solutions, the one that bisection meets.

    Args:
        z: Public signal.
        alpha: Its precision.
        beta: Precision of the private signal.
        c: Cost-benefit ratio of not obeying, in (0, 1).
    """
    target = math.sqrt(alpha + beta) * inverse_normal(c)
    root = math.sqrt(beta)
    low = 1e-9
    high = 1.0 - 1e-9
    for _ in range(34):
        middle = 0.5 * (low + high)
        if alpha * (middle - z) - root * inverse_normal(middle) > target:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@njit
def count_roots(z, alpha, beta, c, steps=400):  # type: ignore[no-untyped-def]
    """Number of solutions θ* on a grid of ``steps`` points; 1 if α/√β ≤ √(2π)."""
    target = math.sqrt(alpha + beta) * inverse_normal(c)
    root = math.sqrt(beta)
    count = 0
    before = True
    for i in range(1, steps):
        x = i / steps
        above = alpha * (x - z) - root * inverse_normal(x) > target
        if i > 1 and above != before:
            count += 1
        if i == 1 and not above:
            count += 1
        before = above
    if before:
        count += 1
    return count


@njit
def share_defecting(theta, theta_star, beta):  # type: ignore[no-untyped-def]
    """Share D of units that would not obey at strength θ."""
    return phi(math.sqrt(beta) * (theta_star - theta) + inverse_normal(theta_star))


@njit
def strength_at_rest(margin, error, alpha, beta, c):  # type: ignore[no-untyped-def]
    """The strength θ0 with ``θ0 − θ*(θ0 + error) = margin``."""
    low = -1.0
    high = 3.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        if middle - critical_strength(middle + error, alpha, beta, c) < margin:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


@step
def start_loyalty(w):  # type: ignore[no-untyped-def]
    """Anchor the game at rest: margin, signal error, share not obeying on a calm day."""
    p = w.p[0]
    n = w.nation[0]
    n.signal_error = p.signal_error * normal(w.key, stream.SIGNAL, 0.0, 0.0, 0.0)
    n.strength_rest = strength_at_rest(
        p.margin, n.signal_error, p.signal_precision, p.private_precision, p.defection_cost
    )
    n.strength = n.strength_rest
    n.signal = n.strength_rest + n.signal_error
    n.threshold = critical_strength(n.signal, p.signal_precision, p.private_precision, p.defection_cost)
    n.threshold_rest = n.threshold
    n.defect_rest = share_defecting(n.strength, n.threshold, p.private_precision)
    n.roots = 1.0


@step
def pressure_now(w):  # type: ignore[no-untyped-def]
    """Pressure X of the street, from what is reported."""
    p = w.p[0]
    n = w.nation[0]
    crowd = max(0.0, n.perceived - 2.0 * n.perceived_rest)
    n.turnout = crowd / (crowd + 3.0 * p.half_national)
    n.violence = n.perceived_rioting / (n.perceived_rioting + p.half_riot)
    return (
        p.turnout_signal * n.turnout
        + p.violence_signal * n.violence
        + p.site_signal * min(n.sites_reported, 6.0)
    )


@step
def landed_share(w):  # type: ignore[no-untyped-def]
    """Foreign troops in the country relative to those that have the full effect, at most 1."""
    return min(1.0, w.nation[0].troops / w.p[0].troops_reference)


@step
def weigh_loyalty(w):  # type: ignore[no-untyped-def]
    """Step 4: pressure, strength, signal, critical strength, obedience; does the regime fall?"""
    p = w.p[0]
    n = w.nation[0]
    n.pressure = pressure_now(w)
    tick = int(n.tick)
    day = int(n.ticks_per_day)
    w.pressure[tick] = n.pressure
    n.pressure_before = w.pressure[tick - day] if tick >= day else 0.0
    landed = landed_share(w)
    wear = p.street_wear * n.pressure * w.on[0].street_wears
    n.strength = (
        n.strength_rest
        - wear
        + p.cohesion_strength * (n.cohesion - 1.0)
        + n.strength_moves
        + w.on[0].troops_strength * p.troops_strength_effect * landed
    )
    n.signal = (
        n.strength_rest
        + n.signal_error
        - n.pressure
        + n.signal_moves
        + w.on[0].troops_signal * p.troops_signal_effect * (0.6 * n.announced + 0.4 * landed)
    )
    alpha = p.signal_precision * (0.5 + 0.5 * n.openness / p.openness)
    cost = min(0.95, p.defection_cost + w.on[0].troops_strength * p.troops_deterrence * landed)
    n.alpha = alpha
    n.cost = cost
    n.threshold = critical_strength(n.signal, alpha, p.private_precision, cost)
    shifted = critical_strength(n.signal + 0.02, alpha, p.private_precision, cost)
    n.threshold_slope = (shifted - n.threshold) / 0.02
    if alpha > 2.5066282746310002 * math.sqrt(p.private_precision):
        n.roots = max(n.roots, float(count_roots(n.signal, alpha, p.private_precision, cost)))
    defect = share_defecting(n.strength, n.threshold, p.private_precision)
    wanted = max(0.0, (defect - n.defect_rest) / (1.0 - n.defect_rest)) * w.on[0].loyalty
    before = n.shirking
    n.shirking += p.loyalty_inertia * (wanted - n.shirking)
    n.shirking_jump = max(n.shirking_jump, n.shirking - before)
    n.shirking_peak = max(n.shirking_peak, n.shirking)
    if n.shirking >= n.strength and w.on[0].loyalty > 0.0:
        n.tottering += 1.0
    else:
        n.tottering = 0.0
    if n.tottering >= 2.0 and n.fate == 0.0:
        n.fate = 2.0
        n.fate_day = n.day


@step
def local_breaking(w, rioting, force):  # type: ignore[no-untyped-def]
    """Extra share of a local force that breaks when rioters outnumber it; 0 with no rioters."""
    if w.on[0].loyalty == 0.0:
        return 0.0
    lean = w.p[0].local_break * math.log(1.0 + 2.0 * rioting / (0.3 * force + 1.0))
    return phi(-2.0 + lean) - phi(-2.0)
