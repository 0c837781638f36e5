"""The order of an acute tick. :func:`tick` is the list; nothing happens anywhere else.

1.  clock       what time it is
2.  shocks      dated shocks of this tick: the price, the first gathering
3.  news        perceived shares move towards the true ones of the last tick
4.  loyalty     pressure, strength, signal, critical strength; does the regime fall?
5.  elites      once a day: the contest; does the elite replace the president?
6.  president   reads his survival and takes moves (not between 00 and 06)
7.  alliance    an appeal is heard, voted on, answered
8.  deployment  troops land, grow, leave
9.  forces      reserves move, guards are freed, part of the force does not obey
10. weigh       live fire, drive to the street and lean to riot, region by region
11. clash       the dead and the sites
12. society     armed men come and go; every citizen decides; the dead are taken out
13. record      what happened goes into the series

Steps 4 to 8 read only perceived, lagged shares; in step 9 a force sees the rioters before it. Steps 10 and 11, and the
cut points of step 12, read the crowds that the tick began with. So the order of regions cannot matter.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from multivector.engine.alliance import consult_alliance
from multivector.engine.citizens import bury, gather, step_society
from multivector.engine.compiled import entry, step
from multivector.engine.crisis import Handle, start
from multivector.engine.deployment import finish_deployment, move_troops
from multivector.engine.elites import contest_elites
from multivector.engine.event import KIND, TERM, record
from multivector.engine.forces import move_forces
from multivector.engine.hardship import apply_shocks
from multivector.engine.loyalty import weigh_loyalty
from multivector.engine.mobilization import weigh_drive
from multivector.engine.news import spread_news
from multivector.engine.president import EMERGENCY, decide
from multivector.engine.repression import clash, open_fire
from multivector.engine.riot import send_armed_men, weigh_riot

GATHERING, REACHES, MASS, RESTORED, FALLS, PEAK = (
    KIND["gathering"], KIND["protest_reaches"], KIND["mass_protest"], KIND["order_restored"], KIND["regime_falls"],
    KIND["peak"],
)  # fmt: skip
GRIEVANCE, SUPPORT, SHIRKING, STRENGTH, THRESHOLD, PRESSURE = (
    TERM["grievance"], TERM["support"], TERM["shirking"], TERM["strength"], TERM["threshold"], TERM["pressure"],
)  # fmt: skip


@step
def set_clock(w, t):  # type: ignore[no-untyped-def]
    """Step 1."""
    n = w.nation[0]
    n.tick = t
    n.day = t * n.tick_days
    n.hour = (n.day - np.floor(n.day)) * 24.0
    n.emergency = 1.0 if w.move[EMERGENCY].day >= 0.0 else 0.0


@step
def first_gatherings(w):  # type: ignore[no-untyped-def]
    """Step 2, second half: the people of a first gathering come together."""
    n = w.nation[0]
    for i in range(len(w.shock)):
        k = w.shock[i]
        if n.day >= k.day > n.day - n.tick_days:
            if k.kind == 0.0:
                n.price_day = n.day
            if k.kind == 1.0:
                put = gather(w, int(k.region), k.size * w.p[0].seed_persons)
                record(
                    w.events, w.count_events, 0.0, n.day, GATHERING, -1.0, k.region, put,
                    GRIEVANCE, n.price, -1.0, 0.0, -1.0, 0.0,
                )  # fmt: skip


@step
def record_tick(w):  # type: ignore[no-untyped-def]
    """Step 13: series, peaks, onsets, order and calm."""
    n = w.nation[0]
    s = w.settings[0]
    t = int(n.tick)
    n.street = 0.0
    n.rioting = 0.0
    n.held = 0.0
    n.dead_civil = 0.0
    n.dead_security = 0.0
    n.sites_lost = 0.0
    out = w.region_series[t]
    for i in range(len(w.region)):
        r = w.region[i]
        here = r.protesting + r.rioting
        n.street += here
        n.rioting += r.rioting
        n.held += r.held
        n.dead_civil += r.dead_civil
        n.dead_security += r.dead_security
        n.sites_lost += r.lost
        r.peak = max(r.peak, here)
        if r.onset < 0.0 and here >= s.onset_persons:
            r.onset = n.day
            if n.day <= s.national_day:
                n.regions_national += 1.0
            record(
                w.events, w.count_events, 0.0, n.day, REACHES, -1.0, float(i), here,
                GRIEVANCE, r.grievance, SUPPORT, r.support, -1.0, 0.0,
            )  # fmt: skip
        if r.mass < 0.0 and here >= s.mass_persons:
            r.mass = n.day
            record(w.events, w.count_events, 0.0, n.day, MASS, -1.0, float(i), here, -1.0, 0.0, -1.0, 0.0, -1.0, 0.0)
        out[i, 0] = here
        out[i, 1] = r.rioting
        out[i, 2] = r.held
        out[i, 3] = r.dead_civil + r.dead_security
    n.sites_reported += w.p[0].news_rate * (n.sites_lost - n.sites_reported)
    n.sites_peak = max(n.sites_peak, n.sites_lost)
    n.held_peak = max(n.held_peak, n.held)
    n.peak_rioting = max(n.peak_rioting, n.rioting)
    if n.street > n.peak:
        n.peak = n.street
        n.peak_day = n.day
    calm = n.street <= max(0.1 * n.peak, s.calm_street) and n.rioting <= max(0.05 * n.peak_rioting, s.calm_riot)
    if calm:
        if n.order_day < 0.0 and n.peak > s.mass_persons:
            n.order_day = n.day
            record(
                w.events, w.count_events, 0.0, n.day, RESTORED, -1.0, -1.0, n.street,
                SHIRKING, n.shirking, PRESSURE, n.pressure, -1.0, 0.0,
            )  # fmt: skip
    else:
        n.calm_day = n.day
        n.order_day = -1.0
    line = w.nation_series[t]
    line[0] = n.street
    line[1] = n.rioting
    line[2] = n.held
    line[3] = n.dead_civil + n.dead_security
    line[4] = n.shirking
    line[5] = n.strength
    line[6] = n.threshold
    line[7] = n.signal
    line[8] = n.survival
    line[9] = n.cohesion
    line[10] = n.line
    line[11] = n.mean_position
    line[12] = n.openness
    line[13] = n.troops


@step
def tick(w, t):  # type: ignore[no-untyped-def]
    """One acute tick: the order of the module's docstring."""
    set_clock(w, t)  # 1
    apply_shocks(w)  # 2
    first_gatherings(w)
    spread_news(w)  # 3
    weigh_loyalty(w)  # 4
    contest_elites(w)  # 5
    decide(w)  # 6
    consult_alliance(w)  # 7
    move_troops(w)  # 8
    move_forces(w)  # 9
    open_fire(w)  # 10
    weigh_drive(w)
    weigh_riot(w)
    clash(w)  # 11
    send_armed_men(w)  # 12
    step_society(w)
    bury(w)
    record_tick(w)  # 13


@step
def over(w):  # type: ignore[no-untyped-def]
    """Whether the acute phase has ended: the regime has fallen, or it has been calm for four days."""
    n = w.nation[0]
    if n.fate == 2.0:
        return True
    waiting = n.appealed > 0.0 and (n.decided == 0.0 or (n.granted > 0.0 and n.arrival_day < 0.0))
    return n.day >= w.settings[0].minimum_days and n.day - n.calm_day >= 4.0 and not waiting


@entry
def run_acute(world: Any, ticks: Any) -> Any:
    """The whole acute phase; returns the number of ticks run."""
    w: Any = Handle(*world)  # type: ignore[no-untyped-call]
    start(w)
    n = w.nation[0]
    run = 0
    for t in range(ticks):
        tick(w, t)
        run = t + 1
        if over(w):
            break
    if n.fate == 2.0:
        record(
            w.events, w.count_events, 0.0, n.fate_day, FALLS, -1.0, -1.0, n.shirking,
            SHIRKING, n.shirking, STRENGTH, n.strength, THRESHOLD, n.threshold,
        )  # fmt: skip
    record(w.events, w.count_events, 0.0, n.peak_day, PEAK, -1.0, -1.0, n.peak, -1.0, 0.0, -1.0, 0.0, -1.0, 0.0)
    finish_deployment(w)
    return run
