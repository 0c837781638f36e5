"""Demands: what outside powers ask for against the country's wish, and whether they get it (S14, S18).

Rule: unwanted demands of each outside power come at random; each is met with the probability of the month::

    demands ~ Poisson(demand_rate / 12)              drawn for all together, then given to one at random
    logit P_p = logit P_p(0) + leverage (L_p − L_p(0)) − identity_compliance (N − N(0))
                + attitude_compliance min(.5, X_p)
                + [p = patron] (debt_compliance g + tilt_compliance tilt + troops_compliance [troops here])
    L_p = Σ_d μ_d s_pd u_pd,   u: part of security and economic ties that cannot be replaced within a year;
          the patron's economic part falls by transit_diversification over diversification_months

P(0) is the chance before the crisis. A power holds a veto while the mean of P over the last twelve months is at
least veto_level; the months before the crisis count with P(0). A demand met pays back debt (:mod:`debt`).

Source: our design. That influence rests on ties that are costly to replace is Hirschman (1945). P(0) and the rate
are assumed; most of the spread of P is the spread of P(0), so read P against the twin as well.

Leaves out: what the demands are about, bargaining, punishment for a no, leverage by politics and language.
"""

from __future__ import annotations

import math

import numpy as np

from multivector.engine import stream
from multivector.engine.country import ECONOMY, SECURITY, rare, step
from multivector.engine.event import KIND, TERM, record
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import poisson, uniform

P = Parameter

MECHANISM = Mechanism(
    "demands",
    "Unwanted demands are met by leverage, debt, attitude and identity; a demand met pays back debt.",
    (
        P("demand_rate", "unwanted demands of each outside power", "per year", 1.0, 4.0, 2.5),
        P("leverage", "effect of hard-to-replace ties on compliance, per unit of share", "logit", 4.0, 20.0, 12.0,
          source="assumed; Hirschman 1945 for the form"),
        P("debt_compliance", "effect of full debt on compliance with the patron", "logit", 0.5, 4.0, 2.25),
        P("identity_compliance", "effect of identity on compliance, per unit", "logit", 1.0, 8.0, 4.5),
        P("attitude_compliance", "effect of attitude on compliance, per unit", "logit", 0.5, 4.0, 2.25),
        P("tilt_compliance", "effect of the leader's tilt on compliance, per share point", "logit", 10.0, 10.0, 10.0),
        P("troops_compliance", "effect of the patron's troops in the country", "logit", 2.0, 2.0, 2.0),
        P("transit_diversification", "fall of the irreplaceable part of economic ties with the patron", "share",
          0.0, 0.4, 0.2),
        P("diversification_months", "time that this takes", "months", 60.0, 60.0, 60.0),
        P("veto_level", "mean chance of compliance from which a power holds a veto", "probability", 0.5, 0.5, 0.5),
    ),
    (Switch("demands", "nobody demands anything; the chance of compliance is still reported", ("S14", "S18")),),
)  # fmt: skip

DEMAND_MET, DEMAND_DECLINED = KIND["demand_met"], KIND["demand_declined"]
VETO_GAINED, VETO_LOST = KIND["veto_gained"], KIND["veto_lost"]
BY_LEVERAGE, BY_DEBT, BY_IDENTITY, BY_ATTITUDE, BY_TILT, BY_TROOPS, BY_HABIT = (
    TERM["leverage"], TERM["debt"], TERM["identity"], TERM["attitude"], TERM["tilt"], TERM["garrison"],
    TERM["compliance_before"],
)  # fmt: skip
YEAR = 12


@step
def irreplaceable(w, i):  # type: ignore[no-untyped-def]
    """Hard-to-replace ties L with a power now."""
    p, s, k = w.p[0], w.now[0], w.power[i]
    economy = k.irreplaceable_economy
    if i == int(s.patron):
        economy *= 1.0 - p.transit_diversification * min(1.0, s.month / p.diversification_months)
    return (
        w.weight[SECURITY] * w.ties[i, SECURITY] * k.irreplaceable_security
        + w.weight[ECONOMY] * w.ties[i, ECONOMY] * economy
    )


@step
def start_demands(w):  # type: ignore[no-untyped-def]
    """Leverage, compliance and vetoes before the crisis."""
    for i in range(len(w.power)):
        if w.power[i].home == 0.0:
            k = w.standing[i]
            before = min(1.0 - 1e-9, max(1e-9, w.power[i].compliance))
            k.leverage_start = irreplaceable(w, i)
            k.habit = math.log(before / (1.0 - before))
            k.compliance = before
            k.recent_compliance = before
            k.veto = 1.0 if before >= w.p[0].veto_level else 0.0
            w.complied[0, i] = before


@step
def answer_demands(w):  # type: ignore[no-untyped-def]
    """Chances of compliance, vetoes won or lost, demands and answers this month."""
    p, s = w.p[0], w.now[0]
    power, standing, complied = w.power, w.standing, w.complied
    month, patron = int(s.month), int(s.patron)
    outside = 0
    for i in range(len(power)):
        if power[i].home > 0.0:
            continue
        outside += 1
        k = standing[i]
        k.by_leverage = p.leverage * (irreplaceable(w, i) - k.leverage_start)
        k.by_identity = -p.identity_compliance * (s.identity - s.identity_start)
        k.by_attitude = p.attitude_compliance * min(0.5, k.attitude)
        if i == patron:
            k.by_debt = p.debt_compliance * s.debt
            k.by_tilt = p.tilt_compliance * s.tilt
            k.by_troops = p.troops_compliance * s.present
        logit = k.habit + k.by_leverage + k.by_identity + k.by_attitude + k.by_debt + k.by_tilt + k.by_troops
        k.compliance = 1.0 / (1.0 + math.exp(-logit))
        complied[month, i] = k.compliance
        k.recent_compliance += (k.compliance - complied[max(0, month - YEAR), i]) / YEAR
        veto = 1.0 if k.recent_compliance >= p.veto_level else 0.0
        if veto != k.veto:
            k.veto = veto
            tell_veto(w, i)
    rate = w.on[0].demands * outside * p.demand_rate / 12.0
    for n in range(poisson(rate, w.key, stream.DEMAND, month, 0)):
        answer(w, n, outside)


@rare
def answer(w, n, outside):  # type: ignore[no-untyped-def]
    """Give the n-th demand of the month to a power at random, and answer it."""
    s = w.now[0]
    month = int(s.month)
    i = asker(w, int(outside * uniform(w.key, stream.DEMAND, month, 1, n)))
    met = uniform(w.key, stream.ANSWER, month, i, n) < w.standing[i].compliance
    if met:
        s.demands += 1.0
        if i == int(s.patron):
            paid = min(s.debt, w.p[0].repayment)
            s.repaid += paid
            s.debt -= paid
    tell_answer(w, i, met)


@rare
def asker(w, rank):  # type: ignore[no-untyped-def]
    """Row of the outside power with this rank among them."""
    row = -1
    for i in range(len(w.power)):
        if w.power[i].home == 0.0:
            if rank == 0:
                row = i
            rank -= 1
    return row


@rare
def tell_answer(w, i, met):  # type: ignore[no-untyped-def]
    """Record an answer with the three terms that spoke loudest for it."""
    k = w.standing[i]
    kinds = np.array([BY_HABIT, BY_LEVERAGE, BY_IDENTITY, BY_ATTITUDE, BY_DEBT, BY_TILT, BY_TROOPS, -1])
    values = np.array([k.habit, k.by_leverage, k.by_identity, k.by_attitude, k.by_debt, k.by_tilt, k.by_troops, 0.0])
    sign = 1.0 if met else -1.0
    first, second, third = -1, -1, -1
    for n in range(7):
        x = sign * values[n]
        if x > 0.0:
            if first < 0 or x > sign * values[first]:
                first, second, third = n, first, second
            elif second < 0 or x > sign * values[second]:
                second, third = n, second
            elif third < 0 or x > sign * values[third]:
                third = n
    record(
        w.events, w.count_events, 1, w.now[0].month, DEMAND_MET if met else DEMAND_DECLINED, i, -1, k.compliance,
        kinds[first], values[first], kinds[second], values[second], kinds[third], values[third],
    )  # fmt: skip


@rare
def tell_veto(w, i):  # type: ignore[no-untyped-def]
    """Record a veto won or lost."""
    k = w.standing[i]
    kind = VETO_GAINED if k.veto > 0.0 else VETO_LOST
    record(w.events, w.count_events, 1, w.now[0].month, kind, i, -1, k.recent_compliance, BY_HABIT, w.complied[0, i],
           -1, 0.0, -1, 0.0)  # fmt: skip
