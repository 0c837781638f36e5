"""Outside shocks: dated events abroad that the crisis did not cause (S16).

Rule: in its month an event of kind 2 moves, for good unless said otherwise::

    felt_g          1 for the titular nation, kin_shock for the patron's kin, other_shock for the rest
    attitude[g,p] += size · attitude_p · felt_g          the share opinion_scar moves the anchor too
    identity_g    += size · identity · felt_g
    exposure_p    *= 1 + size (exposure_factor_p − 1)    a tie to p costs more autonomy
    attention_p   *= 1 + size (attention_factor_p − 1)   offers standing included
    pull_p        += size · security_p [security], size · economy_p [economy]
    pledge_p      += size · offer_p                      fades with p's attention
    pull_actor    += size · accommodation                security and politics: fear of who acts

The last line must exist: without a way towards the power that acts, every event of this kind says "away",
and nothing about it is tested. Size 0 is no event, byte for byte.

Source: our design; sizes are the scenario's (tables ``shock`` and ``effect``) and assumed.

Leaves out: events that the crisis makes likelier; the decay of fear; migration that the event sets off.
"""

from __future__ import annotations

from multivector.engine.compiled import inlined, step
from multivector.engine.country import month_of
from multivector.engine.event import KIND, TERM, record
from multivector.engine.tables import OUTSIDE
from multivector.engine.vocabulary import Mechanism, Parameter, Switch

P = Parameter

MECHANISM = Mechanism(
    "world",
    "Dated events abroad move attitudes, exposure, attention, offers and fear.",
    (
        P("kin_shock", "share of an outside event's effect on opinion felt by the patron's kin", "share",
          0.0, 0.5, 0.25),
        P("other_shock", "share of it felt by groups neither titular nor kin", "share", 0.7, 0.7, 0.7),
    ),
    (Switch("outside_shocks", "no event abroad reaches the country", ("S16",)),),
)  # fmt: skip

OUTSIDE_SHOCK = KIND["outside_shock"]
BY_FEAR, BY_IDENTITY, BY_ATTITUDE = TERM["accommodation"], TERM["identity"], TERM["attitude"]


@step
def start_world(w):  # type: ignore[no-untyped-def]
    """How much of an outside event each group feels."""
    p = w.p[0]
    for j in range(len(w.people)):
        felt = p.other_shock
        if w.group[j].kin > 0.0:
            felt = p.kin_shock
        elif w.group[j].titular > 0.0:
            felt = 1.0
        w.people[j].outside_felt = felt


@inlined
def strike(w):  # type: ignore[no-untyped-def]
    """Let this month's outside events happen."""
    s = w.now[0]
    shock, allowed = w.shock, w.on[0].outside_shocks
    for i in range(len(shock)):
        k = shock[i]
        if k.kind != OUTSIDE or k.size == 0.0 or allowed == 0.0 or month_of(k.day) != s.month:
            continue
        for j in range(len(w.people)):
            h = w.people[j]
            h.identity = min(1.0, max(0.0, h.identity + k.size * k.identity * h.outside_felt))
        actor = int(k.power)
        change = 0.0
        if actor >= 0:
            w.standing[actor].accommodation += k.size * k.accommodation
        for e in w.effect:
            if int(e.shock) == i:
                if int(e.power) == actor:
                    change = k.size * e.attitude
                touch(w, e, k.size)
        record(
            w.events, w.count_events, 1.0, s.month, OUTSIDE_SHOCK, float(i), -1.0, k.size,
            BY_FEAR, k.size * k.accommodation, BY_IDENTITY, k.size * k.identity, BY_ATTITUDE, change,
        )  # fmt: skip


@step
def touch(w, e, size):  # type: ignore[no-untyped-def]
    """One effect of an event on one power.

    Args:
        w: The country.
        e: Row of table ``effect``.
        size: Factor on it.
    """
    i = int(e.power)
    k = w.standing[i]
    k.exposure *= 1.0 + size * (e.exposure_factor - 1.0)
    attention = 1.0 + size * (e.attention_factor - 1.0)
    k.attention *= attention
    k.pledge = k.pledge * attention + size * e.offer
    k.security_shift += size * e.security
    k.economy_shift += size * e.economy
    for j in range(len(w.people)):
        change = size * e.attitude * w.people[j].outside_felt
        w.attitude[j, i] += change
        w.anchor[j, i] += w.p[0].opinion_scar * change
