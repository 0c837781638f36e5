"""Survival: whether the line of leaders that came through the crisis stays in power (S8).

Rule: every month the line falls with the hazard ``1 − (1 − fall_hazard)^(1/12)``; once. A fall replaces the
tilt by ``tilt_after_fall`` and leaves ``debt_after_fall`` of the debt, for favours are owed by persons. If
the regime fell in the acute phase the line has changed before month 1 and nothing is owed. Where help was
given and the regime stands, the leader leans to the patron by ``tilt`` (:mod:`posture`).

Source: our design. Yearly rates of irregular and regular exit of autocrats are of this order; the range is
assumed.

Leaves out: elections, succession, a new crisis; the hazard doesn't depend on approval or threat.
"""

from __future__ import annotations

from multivector.engine import stream
from multivector.engine.compiled import inlined, step
from multivector.engine.event import KIND, TERM, record
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import uniform

P = Parameter

MECHANISM = Mechanism(
    "survival",
    "The line of leaders falls at random; its successors lean elsewhere and owe less.",
    (
        P("fall_hazard", "chance that the line of leaders falls within a year", "per year",
          0.005, 0.04, 0.0225),
        P("tilt_after_fall", "lean of its successors to the patron", "share points", -0.15, 0.05, -0.05),
        P("debt_after_fall", "share of the debt that successors acknowledge", "share", 0.3, 0.3, 0.3),
    ),
    (Switch("regime_hazard", "the line of leaders never falls in the aftermath", ("S8",)),),
)

LEADER_FALLS = KIND["leader_falls"]
BY_TILT, BY_DEBT = TERM["tilt"], TERM["debt"]


@step
def start_survival(w):  # type: ignore[no-untyped-def]
    """Who rules after the acute phase, and where they lean."""
    a = w.acute[0]
    s = w.now[0]
    s.hazard = w.on[0].regime_hazard * (1.0 - (1.0 - w.p[0].fall_hazard) ** (1.0 / 12.0))
    if a.fate == 2.0:
        s.in_power = 0.0
        s.tilt = w.p[0].tilt_after_fall
    elif a.granted > 0.0:
        s.tilt = w.p[0].tilt


@inlined
def face_fall(w):  # type: ignore[no-untyped-def]
    """Whether the line of leaders falls this month."""
    p, s = w.p[0], w.now[0]
    if uniform(w.key, stream.SURVIVAL, s.month, 0.0, 0.0) < s.hazard * s.in_power:
        s.in_power = 0.0
        record(w.events, w.count_events, 1.0, s.month, LEADER_FALLS, -1.0, -1.0, p.fall_hazard, BY_TILT,
               p.tilt_after_fall - s.tilt, BY_DEBT, (p.debt_after_fall - 1.0) * s.debt, -1.0, 0.0)  # fmt: skip
        s.tilt = p.tilt_after_fall
        s.debt *= p.debt_after_fall
