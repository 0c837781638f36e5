"""Repression and its toll: arrests, raids, live fire, the dead on both sides, sites lost (S5).

Rule (everything reads the shares at the start of the step, so the order of regions cannot matter)::

    arrested on the street   min(.3, arrest_rate · force / (street + 50)) a tick; rioters twice as likely
    identified               a share of those who leave is known; raided at home at raid_rate · (1 − δ),
                             · 2 in an emergency, · 3 when the streets are below 30 % of their peak
    contact                  c = force · V / (force + V)            bounded by the smaller side
    fire is live in r        if ordered, or V > fire_threshold · force and (emergency or a site lost)
    civil dead               Poisson(c · civil_lethality) under live fire, else Poisson(c · low_lethality)
    security dead            Poisson(c · security_lethality · (½ + armed/V) · (1 + site_arms · sites lost))
    site lost                when V exceeds guard · (1 + sites lost) (four times in the capital), one a tick

Street arrests alone cannot give thousands of detentions after the streets have emptied: raids do. Fire only on the
president's order gave a seventh of the deaths observed; whether local units fire in self-defence is a disputed
switch.

Leaves out: the hurt; torture; trials; who is killed by whom; foreign troops' own use of force on guard.
"""

from __future__ import annotations

from multivector.engine import stream
from multivector.engine.compiled import step
from multivector.engine.event import KIND, TERM, record
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import poisson, uniform

P = Parameter

MECHANISM = Mechanism(
    "repression",
    "Police arrest on the street and at home; fire kills where it is live; sites fall to large riots.",
    (
        P("arrest_rate", "arrests per man of force, relative to the crowd", "per 6 hours", 0.001, 0.012, 0.0035, "log"),
        P("identified_share", "share of leavers known to the police", "share", 0.05, 0.4, 0.22),
        P("raid_rate", "share of the known that is taken at home", "per 6 hours", 0.002, 0.02, 0.0063, "log"),
        P("held_time", "mean time in detention", "days", 3.0, 30.0, 9.5, "log", positive=True),
        P("fire_threshold", "rioters per man of force at which a local force fires unordered", "1", 0.05, 1.5, 0.27,
          "log"),
        P("civil_lethality", "civilians killed per contact under live fire", "per 6 hours", 2e-3, 0.04, 9e-3, "log"),
        P("low_lethality", "civilians killed per contact without live fire", "per 6 hours", 1e-5, 5e-4, 7e-5, "log"),
        P("security_lethality", "security men killed per contact", "per 6 hours", 1e-4, 5e-3, 7e-4, "log"),
        P("site_arms", "rise of deaths of security men per lost site (looted weapons)", "1", 0.0, 0.5, 0.25),
        P("site_guard", "rioters that a site's guard can hold off", "persons", 150.0, 600.0, 300.0, "log",
          positive=True),
    ),
    (
        Switch("arrests", "nobody is arrested on the street", ("S5",)),
        Switch("raids", "nobody is taken at home", ("S5",)),
        Switch("self_defence", "local forces never fire unordered", ("S5",)),
        Switch("casualties", "nobody is killed", ("S5",)),
    ),
)  # fmt: skip

LOST, REGAINED, SELF_DEFENCE = KIND["site_lost"], KIND["site_regained"], KIND["self_defence_fire"]
CONTACT, PRIZE = TERM["contact"], TERM["prize"]


@step
def open_fire(w):  # type: ignore[no-untyped-def]
    """Step 10: where fire is live this tick, from the shares at the start of the step."""
    p = w.p[0]
    n = w.nation[0]
    for i in range(len(w.region)):
        r = w.region[i]
        before = r.fire
        own = (
            w.on[0].self_defence > 0.0
            and r.rioting > p.fire_threshold * r.force
            and (n.emergency > 0.0 or r.lost > 0.0)
            and r.rioting >= 50.0
        )
        r.fire = 1.0 if own or (n.fire_ordered > 0.0 and r.rioting >= 1.0) else 0.0
        if r.fire > before and own and n.fire_ordered == 0.0 and r.rioted < 2.0:
            r.rioted = 2.0
            record(
                w.events, w.count_events, 0.0, n.day, SELF_DEFENCE, -1.0, float(i), r.rioting,
                CONTACT, r.rioting / max(1.0, r.force), -1.0, 0.0, -1.0, 0.0,
            )  # fmt: skip


@step
def street_arrest(w, region):  # type: ignore[no-untyped-def]
    """Share of a region's peaceful crowd arrested this tick."""
    r = w.region[region]
    share = w.p[0].arrest_rate * r.force / (r.protesting + r.rioting + 50.0)
    return min(0.3, share) * w.on[0].arrests


@step
def raid_share(w):  # type: ignore[no-untyped-def]
    """Share of the identified who are at home that is taken this tick."""
    p = w.p[0]
    n = w.nation[0]
    share = p.raid_rate * (1.0 - n.shirking) * (2.0 if n.emergency > 0.0 else 1.0)
    if n.perceived * n.population < 0.3 * n.peak:
        share *= 3.0
    return min(0.5, share) * w.on[0].raids


@step
def clash(w):  # type: ignore[no-untyped-def]
    """Step 11: the dead and the sites, from the crowds at the start of the tick."""
    p = w.p[0]
    n = w.nation[0]
    tick = n.tick
    for i in range(len(w.region)):
        r = w.region[i]
        street = r.protesting + r.rioting
        force_met = street_arrest(w, i) + (0.2 if r.fire > 0.0 else 0.0)
        r.provoked += 0.5 * (min(1.0, 5.0 * force_met * street / (street + 200.0)) - r.provoked)
        v = r.rioting
        if v < 1.0:
            regain(w, i)
            continue
        contact = r.force * v / (r.force + v)
        if w.on[0].casualties > 0.0:
            lethal = p.civil_lethality if r.fire > 0.0 else p.low_lethality
            civil = min(float(poisson(contact * lethal, w.key, stream.CIVIL_DEATH, tick, float(i), 0.0)), v)
            rate = p.security_lethality * (0.5 + r.armed / v) * (1.0 + p.site_arms * r.lost)
            security = min(float(poisson(contact * rate, w.key, stream.SECURITY_DEATH, tick, float(i), 0.0)), r.force)
            gone = civil * min(1.0, r.armed / v)
            r.armed -= gone
            r.dead_civil += civil
            r.dead_security += security
            r.unburied += civil - gone
        guard = p.site_guard * (4.0 if r.capital > 0.0 else 1.0)
        if v > guard * (1.0 + r.lost) and r.lost < r.sites:
            r.lost += 1.0
            record(
                w.events, w.count_events, 0.0, n.day, LOST, -1.0, float(i), r.lost,
                CONTACT, v, PRIZE, r.prize, -1.0, 0.0,
            )  # fmt: skip
        elif v < 50.0:
            regain(w, i)


@step
def regain(w, region):  # type: ignore[no-untyped-def]
    """Lost sites are retaken when hardly anyone is left."""
    r = w.region[region]
    if r.lost > 0.0:
        record(
            w.events, w.count_events, 0.0, w.nation[0].day, REGAINED, -1.0, float(region), r.lost,
            CONTACT, r.rioting, -1.0, 0.0, -1.0, 0.0,
        )  # fmt: skip
        r.lost = 0.0


@step
def origin_of_dead(w, region, number):  # type: ignore[no-untyped-def]
    """Home region of a civilian killed here: its own people or visitors from its belt."""
    share = w.p[0].belt_share * w.on[0].belt
    own = w.region[region].rioting_home * (1.0 - share if w.region[region].belt_of >= 0.0 else 1.0)
    total = own
    for j in range(len(w.region)):
        if int(w.region[j].belt_of) == region:
            total += share * w.region[j].rioting_home
    u = uniform(w.key, stream.CASUALTY, w.nation[0].tick, float(region), float(number)) * total
    if u <= own:
        return region
    for j in range(len(w.region)):
        if int(w.region[j].belt_of) == region:
            own += share * w.region[j].rioting_home
            if u <= own:
                return j
    return region
