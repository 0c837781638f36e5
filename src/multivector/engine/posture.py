"""Posture: how the leader divides each domain among the powers (S15).

Rule: in every domain the leader chooses the shares that are worth most, and moves part of the way there::

    a* = argmax Σ_p β_p a_p − ½ Σ_p q_p a_p²   over a ≥ 0, Σ a = 1;      a ← a + f (a* − a)
    q_pd = 1 + 2 λ(t) e_p D_p        a tie costs autonomy by exposure e and dependence D on the power
    β_pd = (1 + 2 λ(0) e_p(0) D_p(0)) s_pd(0)       so that the start is the optimum and a calm country stands still
         + threat · σ_p [security] + debt · debt_pull_d [patron] + tilt [patron, not economy]
         + garrison · (1 security, ½ else) [patron] + (1 − max(debt, hold)) audience_d X_p
         + offer_pd + trend_p years [economy] + fear_p [not economy] + outside_pd + noise · ε_pd
    f  = 1 − 2^(−1/posture_half_life_d)

The optimum is water-filling, exact: a_p = max(0, (β_p − ν)/q_p). All pulls are share points: .05 lifts a
share by about .04 to .05 if nothing else reacts and it lasts. A regime that stands on foreign force, or
owes its life, does not follow its public: hence the factor of X. ``tilt`` holds after help was given; a
fall of the regime replaces it by ``tilt_after_fall`` (:mod:`survival`).

Autonomy of choice is 1 − Σ_d μ_d ½ ‖a* − a*_free‖₁, with a*_free chosen without debt, hold, garrison and
tilt. A turn of posture is told when the alignment with a power has moved by ``turn_size`` within twelve
months, with the two pulls whose change, against the mean of all powers, drove it most.

Source: the trade of autonomy for security is Morrow (1991), whose comparative statics are tests here; the
quadratic form is our design, chosen because threat moves a country *towards* its patron from any calibrated
start (a power form fails that in 40 % of starts). Literature on hedging (Kuik; Vanderhill, Joireman and
Tulepbayeva 2020) gives types, no equations.

Leaves out: a leader who looks ahead, beliefs, budgets of the powers.
"""

from __future__ import annotations

import numpy as np
from numba import njit, uint64

from multivector.engine import stream
from multivector.engine.compiled import inlined, step
from multivector.engine.country import ECONOMY, PULL_COUNT, PULLS, SECURITY
from multivector.engine.event import KIND, TERM, record
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import inverse_normal, philox

P = Parameter

MECHANISM = Mechanism(
    "posture",
    "The leader trades security, gains, debt and the public's voice against autonomy, and moves part of the way.",
    (
        P("autonomy_weight", "weight λ of autonomy against curvature 1", "1", 0.2, 2.0, 0.63, "log",
          source="assumed; Morrow 1991 for the form"),
        P("domain_weight_security", "weight of security among the domains", "share", 0.25, 0.5, 0.375),
        P("domain_weight_economy", "weight of the economy among the domains", "share", 0.3, 0.5, 0.4),
        P("posture_half_life_security", "half-life of a change of posture in security", "months",
          6.0, 36.0, 14.5, "log"),
        P("posture_half_life_economy", "half-life of a change of posture in the economy", "months", 6.0, 36.0, 14.5,
          "log"),
        P("posture_half_life_politics", "half-life of a change of posture in politics", "months",
          1.0, 6.0, 2.5, "log"),
        P("debt_pull_security", "pull of full debt in security", "share points", 0.0, 0.3, 0.15),
        P("debt_pull_economy", "pull of full debt in the economy", "share points", 0.0, 0.08, 0.04),
        P("debt_pull_politics", "pull of full debt in politics", "share points", 0.0, 0.3, 0.15),
        P("tilt", "the leader's lean to the patron after help was given", "share points", -0.04, 0.06, 0.01),
        P("audience_security", "pull of public attitude in security, per unit", "share points",
          0.0, 0.25, 0.125),
        P("audience_economy", "pull of public attitude in the economy, per unit", "share points",
          0.0, 0.08, 0.04),
        P("audience_politics", "pull of public attitude in politics, per unit", "share points",
          0.0, 0.4, 0.2),
        P("noise", "monthly noise of each pull, standard deviation", "share points", 0.002, 0.01, 0.006),
        P("turn_size", "change of alignment within a year that counts as a turn", "share points",
          0.02, 0.02, 0.02),
    ),
    (
        Switch("autonomy", "a tie costs no autonomy", ("S15",)),
        Switch("audience", "the leader does not hear the public", ("S13", "S15")),
        Switch("trends", "economic pulls have no slow trend", ("S18",)),
    ),
)  # fmt: skip

POSTURE_TURN = KIND["posture_turn"]
THREAT, DEBT, TILT, GARRISON, ATTITUDE, OFFER, TREND, FEAR, OUTSIDE, CHANCE, AUTONOMY = range(len(PULLS))
TERM_OF = np.array([*(TERM[name] for name in PULLS), -1])
YEAR = 12


@njit(error_model="numpy")
def best_shares(pull, curvature, shares):  # type: ignore[no-untyped-def]
    """The shares a ≥ 0 with sum 1 that maximise Σ pull·a − ½ Σ curvature·a², exactly.

    Water-filling by active sets: solve for the water level ν among the powers still in, drop those below it,
    repeat. The level only rises, so who is dropped stays out and at most as many rounds as powers are needed.

    Args:
        pull: Pull β of each power.
        curvature: Curvature q > 0 of each power.
        shares: Filled with the answer.
    """
    n = len(pull)
    for i in range(n):
        shares[i] = 1.0
    while True:
        top = -1.0
        bottom = 0.0
        for i in range(n):
            if shares[i] > 0.0:
                top += pull[i] / curvature[i]
                bottom += 1.0 / curvature[i]
        level = top / bottom
        dropped = False
        for i in range(n):
            if shares[i] > 0.0 and pull[i] <= level:
                shares[i] = 0.0
                dropped = True
        if not dropped:
            break
    for i in range(n):
        if shares[i] > 0.0:
            shares[i] = (pull[i] - level) / curvature[i]


@inlined
def choose_posture(w):  # type: ignore[no-untyped-def]
    """Three choices, one a domain, and how free they were."""
    p, on, s = w.p[0], w.on[0], w.now[0]
    power, standing, weight = w.power, w.standing, w.weight
    start, posture, offer, noise = w.start, w.posture, w.offer, w.noise
    debt_pull, audience, rate = w.debt_pull, w.audience, w.posture_rate
    n, month, patron = len(power), int(s.month), int(s.patron)
    pulls = w.pulls[month]
    deaf = max(s.debt, s.hold)
    weight_start = p.autonomy_weight * on.autonomy
    pull, free_pull, curvature, target, free_target = (
        w.choice[0], w.choice[1], w.choice[2], w.choice[3], w.choice[4]
    )
    for i in range(n):
        draw_noise(w, i)
        standing[i].alignment = 0.0
    s.autonomy = 1.0
    for d in range(3):
        m = weight[d]
        secure = 1.0 if d == SECURITY else 0.0
        trade = 1.0 if d == ECONOMY else 0.0
        for i in range(n):
            k = standing[i]
            at_start = 1.0 + 2.0 * weight_start * power[i].exposure * k.dependence_start
            curvature[i] = 1.0 + 2.0 * s.autonomy_weight * k.exposure * k.dependence
            threat = secure * s.threat * power[i].security_value
            trend = trade * on.trends * power[i].economy_trend * s.month / 12.0
            fear = (1.0 - trade) * k.accommodation
            outside = secure * k.security_shift + trade * k.economy_shift
            said = on.audience * audience[d] * k.attitude
            free_pull[i] = (
                at_start * start[i, d] + threat + trend + fear + outside + said + offer[i, d] + noise[i, d]
            )
            pull[i] = free_pull[i] - deaf * said
            if i == patron:
                debt = s.debt * debt_pull[d]
                garrison = s.garrison * (0.5 + 0.5 * secure)
                tilt = (1.0 - trade) * s.tilt
                pull[i] += debt + garrison + tilt
                pulls[i, DEBT] += m * debt
                pulls[i, GARRISON] += m * garrison
                pulls[i, TILT] += m * tilt
            pulls[i, THREAT] += m * threat
            pulls[i, ATTITUDE] += m * (1.0 - deaf) * said
            pulls[i, OFFER] += m * offer[i, d]
            pulls[i, TREND] += m * trend
            pulls[i, FEAR] += m * fear
            pulls[i, OUTSIDE] += m * outside
            pulls[i, CHANCE] += m * noise[i, d]
            pulls[i, AUTONOMY] += m * (at_start - curvature[i]) * posture[i, d]
        best_shares(pull, curvature, target)
        best_shares(free_pull, curvature, free_target)
        for i in range(n):
            s.autonomy -= 0.5 * m * abs(target[i] - free_target[i])
            posture[i, d] += rate[d] * (target[i] - posture[i, d])
            standing[i].alignment += m * posture[i, d]


@inlined
def draw_noise(w, i):  # type: ignore[no-untyped-def]
    """This month's noise of the pulls of one power: the words of one counter, a normal number for each domain."""
    size, month, key, noise = w.p[0].noise, int(w.now[0].month), w.key, w.noise
    words = philox(uint64(key[0]), uint64(key[1]), uint64(i), uint64(month), uint64(int(stream.POSTURE)), uint64(0))
    for d in range(3):
        noise[i, d] = size * inverse_normal((float(words[d]) + 0.5) / 4294967296.0) if size > 0.0 else 0.0


@inlined
def watch_turns(w):  # type: ignore[no-untyped-def]
    """Notice turns of posture towards or away from a power, at most one a year each."""
    month = int(w.now[0].month)
    back = max(0, month - YEAR)
    power, standing, aligned, size = w.power, w.standing, w.aligned, w.p[0].turn_size
    for i in range(len(power)):
        k = standing[i]
        aligned[month, i] = k.alignment
        move = k.alignment - aligned[back, i]
        if power[i].home == 0.0 and abs(move) >= size and month >= k.turned + YEAR:
            k.turned = month
            tell_turn(w, i, move, back)


@step
def tell_turn(w, i, move, back):  # type: ignore[no-untyped-def]
    """Record a turn with the two pulls whose change, against the mean of all powers, drove it most.

    Args:
        w: The country.
        i: Row of the power.
        move: Change of alignment.
        back: The month since when.
    """
    month = int(w.now[0].month)
    n = len(w.power)
    sign = 1.0 if move > 0.0 else -1.0
    first, second = -1, -1
    best, next_best = 0.0, 0.0
    for m in range(PULL_COUNT):
        mean = 0.0
        for j in range(n):
            mean += (w.pulls[month, j, m] - w.pulls[back, j, m]) / n
        x = sign * (w.pulls[month, i, m] - w.pulls[back, i, m] - mean)
        if x > best:
            first, second = m, first
            best, next_best = x, best
        elif x > next_best:
            second = m
            next_best = x
    record(
        w.events, w.count_events, 1.0, w.now[0].month, POSTURE_TURN, float(i), -1.0, move,
        TERM_OF[first], sign * best, TERM_OF[second],
        sign * next_best, -1.0, 0.0,
    )  # fmt: skip
