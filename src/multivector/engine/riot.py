"""Riot: why a crowd turns violent, as rival causes that can each be switched off (S4).

Rule: only a feeder share of a crowd could riot at all; they turn with a probability that rises with the region's
lean, with rioters already there (in persons: a riot is seen, not computed per head), with force met and with the
size of the crowd::

    logit(turn) = logit(riot_rest) + [b_r + β_v V/(V + half_riot) + provocation · F_r + crowd_cover · street/(street
                  + mass) − ¼ w_risk (P sev − 1) − night] / s_v
    b_r         = migrants + poverty + instigation + prize − discipline − garrison, each effect · covariate, + noise
    feeder_r    = feeder_share · (urban share)^urban_power

Rivals, in pairs: **instigation** (patronage networks incite, and send armed men once a crowd is there) against
**prize** targets that draw rioters wherever they are; poor **young migrants** at the urban edge against
**inflow from the belt** around a city (rioters of the commuter belt riot in the city); **poverty** against police
that strike first (**provocation**); labour **discipline** that calms against a strong **garrison** that deters. All
regional covariates are beliefs of the scenario's author, marked so; a posterior on one of these causes means
nothing unless its rivals were there. The balance of evidence belongs to the report.

Leaves out: rumours; gangs as actors; looting for its own sake; looted weapons except through ``site_arms``.
"""

from __future__ import annotations

from multivector.engine import stream
from multivector.engine.compiled import step
from multivector.engine.event import KIND, TERM, record
from multivector.engine.mobilization import expit, logit
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import normal

P = Parameter

MECHANISM = Mechanism(
    "riot",
    "A feeder share of the crowd turns violent by region, contagion and force met; rival causes are switches.",
    (
        P("riot_rest", "chance that one who could riot wants to, in a peaceful crowd of average lean", "share",
          1e-3, 0.03, 6e-3, "log", positive=True),
        P("feeder_share", "share of a crowd that could turn to violence", "share", 0.03, 0.4, 0.11, "log"),
        P("urban_power", "how much the feeder share falls outside towns (exponent)", "1", 0.0, 1.5, 0.75),
        P("riot_spread", "spread s_v of the lean to violence", "1", 0.12, 0.3, 0.2, positive=True),
        P("riot_contagion", "weight of rioters already there", "1", 0.3, 1.5, 0.8),
        P("half_riot", "rioters at which their pull is half", "persons", 100.0, 3000.0, 550.0, "log", positive=True),
        P("turn_rate", "share of those who want to that turns", "per 6 hours", 0.2, 0.8, 0.45),
        P("calm_rate", "share of rioters that stops", "per 6 hours", 0.1, 0.4, 0.22),
        P("crowd_cover", "weight of the crowd's anonymity", "1", 0.3, 0.3, 0.3),
        P("migrant_effect", "lean from young newcomers", "1", 0.0, 0.8, 0.4),
        P("poverty_effect", "lean from poverty", "1", 0.0, 0.8, 0.4),
        P("instigation_effect", "lean from networks that incite", "1", 0.0, 1.0, 0.4),
        P("prize_effect", "lean from targets worth seizing", "1", 0.0, 1.0, 0.5),
        P("discipline_effect", "calm from organised labour", "1", 0.0, 1.2, 0.6),
        P("garrison_effect", "calm from a strong guard", "1", 0.0, 0.6, 0.3),
        P("provocation_effect", "lean from force met by a peaceful crowd", "1", 0.0, 0.8, 0.4),
        P("belt_share", "share of the belt's rioters that riot in the city", "share", 0.0, 0.8, 0.4),
        P("lean_spread", "spread of unexplained lean", "1", 0.0, 0.3, 0.15),
        P("armed_men", "armed men that networks can send, whole country", "persons", 10.0, 5000.0, 220.0, "log"),
        P("armed_trigger", "crowd in a region at which they come", "persons", 500.0, 500.0, 500.0),
        P("armed_leave", "share of armed men that slips away", "per 6 hours", 0.02, 0.2, 0.08),
    ),
    (
        Switch("migrants", "newcomers do not add to violence", ("S4",)),
        Switch("poverty", "poverty does not add to violence", ("S4",)),
        Switch("instigation", "nobody incites and no armed men come", ("S4", "S8")),
        Switch("prize", "targets draw nobody", ("S4",)),
        Switch("discipline", "organised labour does not calm", ("S4",)),
        Switch("garrison", "a strong guard does not deter", ("S4",)),
        Switch("provocation", "force met by a peaceful crowd does not inflame it", ("S4", "S5")),
        Switch("belt", "nobody comes in from the belt", ("S4",)),
        Switch("riots", "no crowd ever turns violent", ("S4",)),
    ),
)  # fmt: skip

ARMED, RIOT_BEGINS = KIND["armed_men"], KIND["riot_begins"]
INSTIGATION, PRIZE, SUPPORT, CONTACT = TERM["instigation"], TERM["prize"], TERM["support"], TERM["contact"]


@step
def start_riot(w):  # type: ignore[no-untyped-def]
    """Lean and feeder share of every region; who of a belt riots in the city."""
    p = w.p[0]
    on = w.on[0]
    n = w.nation[0]
    cubes = 0.0
    for i in range(len(w.region)):
        r = w.region[i]
        r.lean = (
            on.migrants * p.migrant_effect * r.migrants
            + on.poverty * p.poverty_effect * r.poverty
            + on.instigation * p.instigation_effect * r.networks
            + on.prize * p.prize_effect * r.prize
            - on.discipline * p.discipline_effect * r.labour
            - on.garrison * p.garrison_effect * r.garrison
            + p.lean_spread * normal(w.key, stream.VIOLENCE_LEAN, 0.0, float(i), 0.0)
        )
        r.feeder = on.riots * min(0.9, p.feeder_share * r.urban_share**p.urban_power)
        cubes += r.networks**3
    n.network_cubes = max(cubes, 1e-9)


@step
def send_armed_men(w):  # type: ignore[no-untyped-def]
    """Armed men come where networks reach and a crowd gives cover; some slip away every tick."""
    p = w.p[0]
    n = w.nation[0]
    for i in range(len(w.region)):
        r = w.region[i]
        r.armed *= 1.0 - p.armed_leave
        if r.armed < 1.0:
            r.armed = 0.0
        if w.on[0].instigation == 0.0 or r.armed_sent > 0.0:
            continue
        if r.protesting + r.rioting > p.armed_trigger and r.networks > 0.0:
            r.armed_sent = 1.0
            r.armed += p.armed_men * r.networks**3 / n.network_cubes
            n.armed_total += r.armed
            if r.armed >= 50.0:
                record(
                    w.events, w.count_events, 0.0, n.day, ARMED, -1.0, float(i), r.armed,
                    INSTIGATION, r.networks, SUPPORT, r.protesting + r.rioting, -1.0, 0.0,
                )  # fmt: skip


@step
def weigh_riot(w):  # type: ignore[no-untyped-def]
    """Step 10: chance that one who could riot wants to, by region."""
    p = w.p[0]
    n = w.nation[0]
    mass = w.settings[0].mass_persons
    night = 0.14 if n.hour < 6.0 else 0.0
    for i in range(len(w.region)):
        r = w.region[i]
        street = r.protesting + r.rioting
        x = (
            r.lean
            + p.riot_contagion * r.rioting / (r.rioting + p.half_riot)
            + w.on[0].provocation * p.provocation_effect * r.provoked
            + p.crowd_cover * street / (street + mass)
            - 0.5 * r.risk
            - night
        )
        r.turn = expit(logit(p.riot_rest) + x / p.riot_spread)
        if r.rioted == 0.0 and r.rioting >= 100.0:
            r.rioted = 1.0
            record(
                w.events, w.count_events, 0.0, n.day, RIOT_BEGINS, -1.0, float(i), r.rioting,
                SUPPORT, street, INSTIGATION, r.armed, CONTACT, r.provoked,
            )  # fmt: skip


@step
def gather_rioters(w):  # type: ignore[no-untyped-def]
    """Rioters present in each region: its own, less those gone to the city, plus visitors and armed men."""
    share = w.p[0].belt_share * w.on[0].belt
    for i in range(len(w.region)):
        r = w.region[i]
        r.rioting = r.armed + r.rioting_home * (1.0 - share if r.belt_of >= 0.0 else 1.0)
    for i in range(len(w.region)):
        r = w.region[i]
        if r.belt_of >= 0.0:
            w.region[int(r.belt_of)].rioting += share * r.rioting_home
