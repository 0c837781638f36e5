"""The elite contest: whose line wins at the top, and does the elite replace the president (S8)?

Rule: factions with position, salience and capability meet in a probabilistic Condorcet election (KTAB, the
conditional form, :mod:`~multivector.engine.bargaining`; Coplin and O'Leary's triple of numbers per actor)::

    v_k(i,j) = w_k (|x_k − x_j| − |x_k − x_i|),   w = capability · salience
    c_ij     = Σ_{k: v>0} v_k(i,j),   P(i beats j) = c_ij² / (c_ij² + c_ji²),   p_i ∝ Π_j P(i beats j)
    line     = Σ p_i (1 − |x_i − x_president|),   cohesion = line / line at rest

The former patron's people gain weight as the street presses (``patron_gain``) and lose it when purged; the
security faction's weight falls with shirking. The elite plays its own game of regime change with its own margin:
strength falls with the loss of cohesion and with pressure; the ally's arrival tells it whom to side with. The share
of it that has turned closes half its gap a day; when it reaches the hold, the president is replaced and the regime
stands under a new leader. The weighted mean of
positions is reported beside the election: it is the baseline that bargaining models have to beat.

Leaves out: persons; money; bargaining over several issues; Bueno de Mesquita's expected-utility model, which is a
named variant for comparison only.
"""

from __future__ import annotations

from multivector.engine.bargaining import condorcet
from multivector.engine.compiled import step
from multivector.engine.event import KIND, TERM, record
from multivector.engine.loyalty import (
    critical_strength,
    landed_share,
    share_defecting,
    strength_at_rest,
)
from multivector.engine.vocabulary import Mechanism, Parameter, Switch

P = Parameter

MECHANISM = Mechanism(
    "elites",
    "Factions contest the president's line; the elite may put in a new leader when it looks lost.",
    (
        P("elite_margin", "distance of the president's hold on the elite from the critical one", "1", 0.2, 0.6, 0.4),
        P("elite_wear", "hold lost per unit of pressure from the street", "1", 0.05, 0.3, 0.17),
        P("elite_cohesion", "hold lost with the loss of cohesion", "1", 0.1, 0.5, 0.3),
        P("elite_troops", "hold gained with a full foreign deployment: whom to side with", "1", 0.02, 0.2, 0.1),
        P("patron_gain", "growth of the former patron's weight per unit of pressure", "1", 0.5, 4.0, 2.0),
        P("purge_shock", "first effect of the purge on the hold, before its benefit", "1", 0.0, 0.1, 0.04),
    ),
    (
        Switch("elites", "the elite never splits: cohesion stays at rest and no coup comes", ("S8",)),
    ),
)  # fmt: skip

ELITE_COUP = KIND["elite_coup"]
COHESION, PRESSURE, SHIRKING = TERM["cohesion"], TERM["pressure"], TERM["shirking"]


@step
def elite_line(w, pressure, purged, shirking):  # type: ignore[no-untyped-def]
    """Expected agreement with the president's line, in [0, 1]; the weighted mean position goes to the nation."""
    p = w.p[0]
    total = 0.0
    mean = 0.0
    president = 1.0
    for i in range(len(w.faction)):
        f = w.faction[i]
        weight = f.capability * f.salience
        if f.patron > 0.0:
            weight *= 0.25 if purged > 0.0 else 1.0 + p.patron_gain * pressure
        if f.security > 0.0:
            weight *= max(0.05, 1.0 - 2.0 * shirking)
        if f.president > 0.0:
            president = f.position
        w.faction_position[i] = f.position
        w.faction_weight[i] = weight
        total += weight
        mean += weight * f.position
    w.nation[0].mean_position = mean / total
    condorcet(w.faction_position, w.faction_position, w.faction_weight, w.faction_chance)
    line = 0.0
    for i in range(len(w.faction)):
        line += w.faction_chance[i] * (1.0 - abs(w.faction[i].position - president))
    return line


@step
def start_elites(w):  # type: ignore[no-untyped-def]
    """Cohesion and the elite's own game at rest."""
    p = w.p[0]
    n = w.nation[0]
    n.line_rest = elite_line(w, 0.0, 0.0, 0.0)
    n.line = n.line_rest
    n.cohesion = 1.0
    n.cohesion_low = 1.0
    n.elite_rest = strength_at_rest(
        p.elite_margin, 0.0, p.signal_precision, p.private_precision, p.defection_cost
    )
    star = critical_strength(n.elite_rest, p.signal_precision, p.private_precision, p.defection_cost)
    n.elite_defect_rest = share_defecting(n.elite_rest, star, p.private_precision)


@step
def contest_elites(w):  # type: ignore[no-untyped-def]
    """Step 5, once a day: the contest, cohesion, and the elite's own decision."""
    p = w.p[0]
    n = w.nation[0]
    if w.on[0].elites == 0.0 or n.fate > 0.0 or not 6.0 <= n.hour < 12.0:
        return
    n.line = elite_line(w, n.pressure, n.purged, n.shirking)
    n.cohesion = n.line / n.line_rest
    n.cohesion_low = min(n.cohesion_low, n.cohesion)
    landed = landed_share(w)
    if n.purged > 0.0 and n.purge_age < 2.0:
        shock = p.purge_shock
    else:
        shock = 0.0
    n.purge_age += n.purged
    hold = (
        n.elite_rest
        - p.elite_wear * n.pressure
        - p.elite_cohesion * max(0.0, 1.0 - n.cohesion)
        - shock
        + w.on[0].troops_strength * p.elite_troops * landed
    )
    signal = (
        n.elite_rest
        - n.pressure
        + n.signal_moves
        + w.on[0].troops_signal * p.troops_signal_effect * (0.6 * n.announced + 0.4 * landed)
    )
    star = critical_strength(signal, n.alpha, p.private_precision, n.cost)
    defect = share_defecting(hold, star, p.private_precision)
    wanted = max(0.0, (defect - n.elite_defect_rest) / (1.0 - n.elite_defect_rest))
    n.elite_defecting += 0.5 * (wanted - n.elite_defecting)
    if n.elite_defecting >= hold:
        n.fate = 1.0
        n.fate_day = n.day
        record(
            w.events, w.count_events, 0.0, n.day, ELITE_COUP, -1.0, -1.0, n.elite_defecting,
            COHESION, n.cohesion, PRESSURE, n.pressure, SHIRKING, n.shirking,
        )
