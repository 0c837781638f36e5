"""The security forces by region: police, guard, reserves, what is free to act (S5, S11).

Rule::

    free_r  = police_r (1 − tied) + guard_r + freed_r (+ foreign troops in combat)
    force_r = free_r (1 − broken_r) · (emergency_force in an emergency)
    broken  = 1 − (1 − δ)(1 − local break)

The guard moves towards where crowds and rioters are (need = crowd + 6 · rioters), closing a share of the gap a
tick; part of it always stays at its stations. Foreign troops on guard free police in proportion to the sites.

Leaves out: travel routes; the army proper; munitions; fatigue of the men.
"""

from __future__ import annotations

from multivector.engine.compiled import step
from multivector.engine.loyalty import local_breaking
from multivector.engine.vocabulary import Mechanism, Parameter, Switch

P = Parameter

MECHANISM = Mechanism(
    "forces",
    "Police stay in their region, the guard moves to where it is needed, and some of both do not obey.",
    (
        P("police_per_thousand", "police per thousand residents", "persons per thousand", 1.5, 4.0, 2.7),
        P("guard_force", "national guard per thousand residents", "persons per thousand", 0.5, 1.55, 0.9, "log"),
        P("tied_share", "share of police tied to guarding sites", "share", 0.3, 0.65, 0.47),
        P("reserve_rate", "share of the gap to need that reserves close", "per 6 hours", 0.08, 0.35, 0.17, "log"),
        P("mobile_share", "share of the guard that can move", "share", 0.5, 0.9, 0.7),
        P("emergency_force", "factor on force in a state of emergency", "1", 1.3, 1.3, 1.3),
    ),
    (
        Switch("reserves", "the guard never moves", ("S5",)),
    ),
)  # fmt: skip


@step
def start_forces(w):  # type: ignore[no-untyped-def]
    """Police and guard at their stations."""
    p = w.p[0]
    n = w.nation[0]
    for i in range(len(w.region)):
        r = w.region[i]
        r.police = p.police_per_thousand * r.population / 1000.0
        r.guard = p.guard_force * n.population / 1000.0 * r.guard_share


@step
def move_forces(w):  # type: ignore[no-untyped-def]
    """Step 9: reserves move, guards are freed, force and its breaking follow."""
    p = w.p[0]
    n = w.nation[0]
    total = p.guard_force * n.population / 1000.0
    need = 0.0
    sites = 0.0
    tied = 0.0
    for i in range(len(w.region)):
        r = w.region[i]
        need += r.perceived * r.population + 6.0 * r.perceived_rioting
        sites += r.sites * r.police
        tied += r.police * p.tied_share
    guarding = n.troops if n.combat == 0.0 else 0.0
    freed = min(p.freed_per_soldier * guarding, p.freed_limit * tied) * w.on[0].freed_guards
    for i in range(len(w.region)):
        r = w.region[i]
        if w.on[0].reserves > 0.0:
            wanted = r.guard_share
            if need > 1.0:
                here = (r.perceived * r.population + 6.0 * r.perceived_rioting) / need
                urgency = min(1.0, need / total)
                wanted += urgency * p.mobile_share * (here - r.guard_share)
            r.guard += p.reserve_rate * (total * wanted - r.guard)
        share = r.sites * r.police / sites
        r.foreign = n.troops * share
        r.freed = freed * share
        free = r.police * (1.0 - p.tied_share) + r.guard + r.freed
        if n.combat > 0.0:
            free += r.foreign
        r.broken = 1.0 - (1.0 - n.shirking) * (1.0 - local_breaking(w, r.rioting, free))
        r.force = free * (1.0 - r.broken) * (p.emergency_force if n.emergency > 0.0 else 1.0)
