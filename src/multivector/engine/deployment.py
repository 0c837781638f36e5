"""Deployment and withdrawal of foreign troops (S11, S12).

Rule: troops land ``transport_lag`` after the decision and grow linearly to full strength over ``ramp``. On guard
they free police from guarding, one for ``freed_per_soldier``, at most ``freed_limit`` of the tied police; in
combat they fight. They leave in two stages: a wait after order has held, lengthened by the leverage the patron
seeks and shortened by the host's pressure, then a pull-out::

    wait = order_wait · exp(leverage_hold − host_pressure · n) · (combat_stay if combat)
    stay = arrival → order held for ``wait`` → pull-out over ``pull_out``

While riots go on, a guard mandate creeps into combat with a small hazard. ``rescue`` keeps the largest gain in
survival that the help has meant: (survival with − survival without) / survival with.

Leaves out: casualties of foreign troops; rotation; bases kept.
"""

from __future__ import annotations

import math

from multivector.engine import stream
from multivector.engine.compiled import step
from multivector.engine.event import KIND, TERM, record
from multivector.engine.loyalty import critical_strength, landed_share, phi
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import uniform

P = Parameter

MECHANISM = Mechanism(
    "deployment",
    "Foreign troops land, guard or fight, and leave once order has held.",
    (
        P("freed_per_soldier", "police freed from guarding by one foreign soldier", "1", 0.8, 0.8, 0.8),
        P("freed_limit", "largest share of the tied police that can be freed", "share", 0.15, 0.15, 0.15),
        P("order_wait", "time that order must hold before troops go", "days", 1.0, 7.0, 4.0),
        P("pull_out", "length of the pull-out", "days", 2.0, 10.0, 6.0, positive=True),
        P("leverage_hold", "lengthening of the stay by the leverage the patron seeks (log)", "1", 0.0, 1.2, 0.5),
        P("host_pressure", "shortening of the stay by the host's identity (log, at full identity)", "1", 0.0, 1.2, 0.6),
        P("combat_stay", "factor on the wait under a combat mandate", "1", 5.0, 60.0, 17.0, "log"),
        P("creep_rate", "chance that a guard mandate turns to combat while riots go on", "per 6 hours",
          2e-4, 8e-3, 1.3e-3, "log"),
    ),
    (
        Switch("freed_guards", "foreign troops free no police", ("S11",)),
        Switch("withdrawal", "foreign troops never leave within the horizon", ("S12",)),
    ),
)  # fmt: skip

LAND, COMPLETE, CREEP, BEGIN, END = (
    KIND["troops_land"], KIND["deployment_complete"], KIND["mandate_creep"], KIND["withdrawal_begins"],
    KIND["withdrawal_ends"],
)  # fmt: skip
ORDER, HOST, LEVERAGE, VOTE_LAG, TRANSPORT, VIOLENCE = (
    TERM["order"], TERM["host_pressure"], TERM["leverage"], TERM["vote_lag"], TERM["transport_lag"], TERM["violence"],
)  # fmt: skip


@step
def wait_for_order(w):  # type: ignore[no-untyped-def]
    """Days that order must hold before the withdrawal begins."""
    p = w.p[0]
    n = w.nation[0]
    wait = p.order_wait * math.exp(p.leverage_hold - p.host_pressure * n.identity)
    if n.combat > 0.0:
        wait *= p.combat_stay
    return wait


@step
def rescue_now(w):  # type: ignore[no-untyped-def]
    """How far survival now hangs on the help: (with − without) / with."""
    p = w.p[0]
    n = w.nation[0]
    landed = landed_share(w)
    share = 0.6 * n.announced + 0.4 * landed
    strength = n.strength - w.on[0].troops_strength * p.troops_strength_effect * landed
    signal = n.signal - w.on[0].troops_signal * p.troops_signal_effect * share
    cost = n.cost - w.on[0].troops_strength * p.troops_deterrence * landed
    threshold = critical_strength(signal, n.alpha, p.private_precision, max(0.05, cost))
    alone = phi((strength - threshold) / p.reading_spread)
    helped = phi((n.strength - n.threshold) / p.reading_spread)
    return max(0.0, helped - alone) / max(helped, 1e-6)


@step
def move_troops(w):  # type: ignore[no-untyped-def]
    """Step 8: landing, ramp, rescue, creep of the mandate, withdrawal."""
    p = w.p[0]
    n = w.nation[0]
    if n.granted == 0.0:
        return
    if n.arrival_day < 0.0:
        if n.day >= n.arrival_due:
            n.arrival_day = n.day
            record(
                w.events, w.count_events, 0.0, n.day, LAND, n.organisation, -1.0, n.troops_due,
                VOTE_LAG, p.vote_lag, TRANSPORT, p.transport_lag, -1.0, 0.0,
            )  # fmt: skip
        else:
            return
    n.rescue = max(n.rescue, rescue_now(w))
    if n.exit_day < 0.0:
        before = n.troops
        n.troops = n.troops_due * min(1.0, (n.day - n.arrival_day + n.tick_days) / p.ramp)
        n.troops_peak = max(n.troops_peak, n.troops)
        if before < n.troops_due <= n.troops + 1e-9:
            record(
                w.events, w.count_events, 0.0, n.day, COMPLETE, n.organisation, -1.0, n.troops,
                -1.0, 0.0, -1.0, 0.0, -1.0, 0.0,
            )  # fmt: skip
        riots = n.violence > 0.3
        if n.combat == 0.0 and riots and uniform(w.key, stream.MANDATE, n.tick, 1.0, 0.0) < p.creep_rate:
            n.combat = 1.0
            record(
                w.events, w.count_events, 0.0, n.day, CREEP, n.organisation, -1.0, n.troops,
                VIOLENCE, n.violence, -1.0, 0.0, -1.0, 0.0,
            )  # fmt: skip
        order = n.day - n.order_day if n.order_day >= 0.0 else 0.0
        if w.on[0].withdrawal > 0.0 and n.order_day >= 0.0 and order >= wait_for_order(w):
            begin_withdrawal(w, n.day)
    else:
        n.troops = n.troops_due * max(0.0, 1.0 - (n.day - n.exit_day) / p.pull_out)


@step
def begin_withdrawal(w, day):  # type: ignore[no-untyped-def]
    """Start of the pull-out, with its reasons; the end follows from its length."""
    p = w.p[0]
    n = w.nation[0]
    n.exit_day = day
    n.stay = day + p.pull_out - n.arrival_day
    order = day - n.order_day
    record(
        w.events, w.count_events, 0.0, day, BEGIN, n.organisation, -1.0, n.troops_peak,
        ORDER, order, HOST, p.host_pressure * n.identity, LEVERAGE, p.leverage_hold,
    )  # fmt: skip
    record(
        w.events, w.count_events, 0.0, day + p.pull_out, END, n.organisation, -1.0, n.stay,
        -1.0, 0.0, -1.0, 0.0, -1.0, 0.0,
    )  # fmt: skip


@step
def finish_deployment(w):  # type: ignore[no-untyped-def]
    """After the acute phase: the rest of the stay follows from the same rule; censored at the horizon."""
    n = w.nation[0]
    horizon = w.settings[0].months * 30.44
    if n.granted == 0.0 or n.fate == 2.0:
        if n.arrival_day >= 0.0 and n.stay == 0.0:
            n.stay = max(n.tick_days, n.day - n.arrival_day)
        return
    if n.arrival_day < 0.0:
        n.arrival_day = n.arrival_due
        n.troops_peak = n.troops_due
    if n.exit_day < 0.0:
        if w.on[0].withdrawal > 0.0:
            order = n.order_day if n.order_day >= 0.0 else n.day
            day = max(n.arrival_day + 1.0, order + wait_for_order(w))
            if day < horizon:
                begin_withdrawal(w, day)
        if n.exit_day < 0.0:
            n.stay = horizon - n.arrival_day
    n.stay = min(n.stay, horizon - n.arrival_day)
