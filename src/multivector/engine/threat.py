"""Threat: how much the crisis makes the regime fear for itself, and what autonomy is worth to it (S15, S3).

Rule: the threat that a crisis leaves halves with time; autonomy weighs more as national identity grows::

    threat(t) = threat_size · (threat_floor + (1 − threat_floor) min(3, dead / threat_deaths))
                · threat_new_leader [leader changed] · (threat_purged or threat_unpurged)
                · (threat_unreformed − threat_reform · reform) · 2^(−t / threat_half_life)
    λ(t)      = autonomy_weight · (1 + identity_heed · clip((N − N(0)) / identity_step, −1, 1))

Purged: the former ruler was removed. reform: the share of the reform promised in the acute phase that is
kept; 0 if none was promised. Kept or broken is told at ``reform_months``. A crisis that never ignited
leaves no threat. The clip keeps identity from blowing up λ.

Source: the trade of autonomy for security is Morrow (1991); factors are our design, sizes assumed.

Leaves out: new protest, the leader's learning, threats from abroad.
"""

from __future__ import annotations

from multivector.engine.compiled import inlined, step
from multivector.engine.country import fade
from multivector.engine.event import KIND, TERM, record
from multivector.engine.vocabulary import Mechanism, Parameter, Switch

P = Parameter

MECHANISM = Mechanism(
    "threat",
    "The threat left by the crisis halves with time; identity raises the weight of autonomy.",
    (
        P("threat_size", "pull of a full threat to who gives security", "share points", 0.0, 0.25, 0.125),
        P("threat_half_life", "half-life of the threat", "months", 3.0, 24.0, 8.5, "log"),
        P("threat_floor", "part of the threat that comes without any dead", "share", 0.5, 0.5, 0.5),
        P("threat_deaths", "dead at which the threat is full", "persons", 225.0, 225.0, 225.0,
          source="assumed; order of January 2022", positive=True),
        P("threat_new_leader", "factor under a new leader", "1", 1.3, 1.3, 1.3),
        P("threat_purged", "factor if the former ruler was removed", "1", 0.8, 0.8, 0.8),
        P("threat_unpurged", "factor if not", "1", 1.2, 1.2, 1.2),
        P("threat_unreformed", "factor without any reform", "1", 1.4, 1.4, 1.4),
        P("threat_reform", "part of it that reform kept in full takes away", "1", 0.8, 0.8, 0.8),
        P("reform", "share of the reform promised that is kept", "share", 0.0, 1.0, 0.5),
        P("reform_months", "time at which a promise counts as kept or broken", "months", 12.0, 12.0, 12.0),
        P("identity_heed", "how far autonomy weighs more as identity grows", "1", 0.0, 0.6, 0.3),
        P("identity_step", "growth of mean identity with the full effect", "share", 0.1, 0.1, 0.1, positive=True),
    ),
    (
        Switch("threat", "the regime feels no threat after the crisis", ("S15",)),
        Switch("identity", "national identity does not change the weight of autonomy", ("S13", "S15")),
    ),
)  # fmt: skip

REFORM_KEPT, REFORM_BROKEN = KIND["reform_kept"], KIND["reform_broken"]
BY_THREAT = TERM["threat"]


@step
def start_threat(w):  # type: ignore[no-untyped-def]
    """The threat that the acute phase leaves."""
    p = w.p[0]
    a = w.acute[0]
    s = w.now[0]
    dead = a.dead_civil + a.dead_security
    size = p.threat_size * (p.threat_floor + (1.0 - p.threat_floor) * min(3.0, dead / p.threat_deaths))
    if a.fate > 0.0:
        size *= p.threat_new_leader
    size *= p.threat_purged if a.purge_day >= 0.0 else p.threat_unpurged
    kept = p.reform if a.reform_day >= 0.0 else 0.0
    size *= p.threat_unreformed - p.threat_reform * kept
    s.threat = w.on[0].threat * s.crisis * size
    s.fading = fade(p.threat_half_life)


@inlined
def feel_threat(w):  # type: ignore[no-untyped-def]
    """Threat and weight of autonomy this month; whether reform was kept, at its date."""
    p = w.p[0]
    s = w.now[0]
    s.threat *= s.fading
    step = min(1.0, max(-1.0, (s.identity - s.identity_start) / p.identity_step))
    s.autonomy_weight = p.autonomy_weight * w.on[0].autonomy * (1.0 + w.on[0].identity * p.identity_heed * step)
    if w.acute[0].reform_day >= 0.0 and s.month == p.reform_months:
        kind = REFORM_KEPT if p.reform >= 0.5 else REFORM_BROKEN
        record(
            w.events, w.count_events, 1.0, s.month, kind, -1.0, -1.0, p.reform,
            BY_THREAT, s.threat, -1.0, 0.0, -1.0, 0.0,
        )  # fmt: skip
