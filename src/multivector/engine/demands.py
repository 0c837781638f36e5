"""Demands: what outside powers ask for against the country's wish, and whether they get it (S14, S18).

Rule: unwanted demands of each outside power come at random; each is met with the probability of the month::

    demands ~ Poisson(demand_rate / 12)              drawn for all together, then given to one at random
    logit P_p = logit P_p(0) + leverage (L_p − L_p(0)) − identity_compliance (N − N(0))
                + attitude_compliance min(.5, X_p)
                + [p = patron] (debt_compliance g + tilt_compliance tilt + troops_compliance [troops here])
    L_p = Σ_d μ_d s_pd u_pd,   u: part of security and economic ties that cannot be replaced within a year;
          the patron's economic part falls by transit_diversification over diversification_months

P(0) is the chance before the crisis. A power holds a veto while the mean of P over the last twelve months
is at least veto_level; the months before the crisis count with P(0). A demand met pays back debt
(:mod:`debt`).

Source: our design. That influence rests on ties that are costly to replace is Hirschman (1945). P(0) and
the rate are assumed; most of the spread of P is the spread of P(0), so read P against the twin as well.

Leaves out: what the demands are about, bargaining, punishment for a no, leverage by politics and language.
"""

from __future__ import annotations

import math

import numpy as np

from multivector.engine import stream
from multivector.engine.compiled import inlined, step
from multivector.engine.country import ECONOMY, SECURITY
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
        P("tilt_compliance", "effect of the leader's tilt on compliance, per share point", "logit",
          10.0, 10.0, 10.0),
        P("troops_compliance", "effect of the patron's troops in the country", "logit", 2.0, 2.0, 2.0),
        P("transit_diversification", "fall of the irreplaceable part of economic ties with the patron", "share",
          0.0, 0.4, 0.2),
        P("diversification_months", "time that this takes", "months", 60.0, 60.0, 60.0),
        P("veto_level", "mean chance of compliance from which a power holds a veto", "probability",
          0.5, 0.5, 0.5),
    ),
    (Switch("demands", "nobody demands anything; the chance of compliance is still reported", ("S14", "S18")),),
)  # fmt: skip

DEMAND_MET, DEMAND_DECLINED = KIND["demand_met"], KIND["demand_declined"]
VETO_GAINED, VETO_LOST = KIND["veto_gained"], KIND["veto_lost"]
VOICES = ("compliance_before", "leverage", "identity", "attitude", "debt", "tilt", "garrison")
VOICE = np.array([*(TERM[name] for name in VOICES), -1])  # the last column of voices stays 0: no term
HABIT, LEVERAGE, IDENTITY, ATTITUDE, DEBT, TILT, TROOPS = range(len(VOICES))
VOICE_COUNT = len(VOICES)
BY_HABIT = TERM["compliance_before"]
YEAR = 12


@inlined
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
            w.voice[i, HABIT] = math.log(before / (1.0 - before))
            k.compliance = before
            k.recent_compliance = before
            k.veto = 1.0 if before >= w.p[0].veto_level else 0.0
            w.complied[0, i] = before


@inlined
def answer_demands(w):  # type: ignore[no-untyped-def]
    """Chances of compliance, vetoes won or lost, demands and answers this month."""
    p, s, on = w.p[0], w.now[0], w.on[0]
    power, standing, complied, voice, key = w.power, w.standing, w.complied, w.voice, w.key
    month, patron = int(s.month), int(s.patron)
    rate = 0.0
    for i in range(len(power)):
        if power[i].home > 0.0:
            continue
        rate += on.demands * p.demand_rate / 12.0
        k = standing[i]
        voice[i, LEVERAGE] = p.leverage * (irreplaceable(w, i) - k.leverage_start)
        voice[i, IDENTITY] = -p.identity_compliance * (s.identity - s.identity_start)
        voice[i, ATTITUDE] = p.attitude_compliance * min(0.5, k.attitude)
        if i == patron:
            voice[i, DEBT] = p.debt_compliance * s.debt
            voice[i, TILT] = p.tilt_compliance * s.tilt
            voice[i, TROOPS] = p.troops_compliance * s.present
        logit = 0.0
        for m in range(VOICE_COUNT):
            logit += voice[i, m]
        k.compliance = 1.0 / (1.0 + math.exp(-logit))
        complied[month, i] = k.compliance
        k.recent_compliance += (k.compliance - complied[max(0, month - YEAR), i]) / YEAR
        veto = 1.0 if k.recent_compliance >= p.veto_level else 0.0
        if veto != k.veto:
            k.veto = veto
            tell_veto(w, i)
    for n in range(poisson(rate, key, stream.DEMAND, float(month), 0.0, 0.0)):
        answer(w, n)


@step
def answer(w, n):  # type: ignore[no-untyped-def]
    """Give the n-th demand of the month to an outside power at random, and answer it."""
    p, s = w.p[0], w.now[0]
    power, standing, key = w.power, w.standing, w.key
    month = int(s.month)
    outside = 0
    for j in range(len(power)):
        outside += power[j].home == 0.0
    rank = int(outside * uniform(key, stream.DEMAND, float(month), 1.0, float(n)))
    i = 0
    for j in range(len(power)):
        if power[j].home == 0.0:
            if rank == 0:
                i = j
            rank -= 1
    met = 1.0 if uniform(key, stream.ANSWER, float(month), float(i), float(n)) < standing[i].compliance else 0.0
    tell_answer(w, i, met)
    s.demands += met
    if i == int(s.patron):
        paid = met * min(s.debt, p.repayment)
        s.repaid += paid
        s.debt -= paid


@step
def tell_answer(w, i, met):  # type: ignore[no-untyped-def]
    """Record an answer with the three voices that spoke loudest for it."""
    voice = w.voice
    sign = 2.0 * met - 1.0
    first, second, third = VOICE_COUNT, VOICE_COUNT, VOICE_COUNT
    for m in range(VOICE_COUNT):
        x = sign * voice[i, m]
        if x > max(0.0, sign * voice[i, first]):
            first, second, third = m, first, second
        elif x > max(0.0, sign * voice[i, second]):
            second, third = m, second
        elif x > max(0.0, sign * voice[i, third]):
            third = m
    record(
        w.events, w.count_events, 1.0, w.now[0].month, DEMAND_MET if met > 0.0 else DEMAND_DECLINED, float(i), -1.0,
        w.standing[i].compliance, VOICE[first], voice[i, first], VOICE[second], voice[i, second], VOICE[third],
        voice[i, third],
    )  # fmt: skip


@step
def tell_veto(w, i):  # type: ignore[no-untyped-def]
    """Record a veto won or lost."""
    k = w.standing[i]
    kind = VETO_GAINED if k.veto > 0.0 else VETO_LOST
    record(
        w.events, w.count_events, 1.0, w.now[0].month, kind, float(i), -1.0, k.recent_compliance,
        BY_HABIT, w.complied[0, i], -1.0, 0.0, -1.0, 0.0,
    )  # fmt: skip
