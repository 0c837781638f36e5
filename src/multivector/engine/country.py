"""The country in the months after the crisis: the state that the mechanisms of a month read and change.

Two portfolios over powers and domains, each summing to one in every domain: posture (this month's choice:
votes, exercises, new contracts) and ties (the stock: arms, trade, transit, language). Domains are security,
economy and politics, in this order. The entry with ``home = 1`` is what the country provides for itself.

Months count from the scenario's first day, so that a run and its twin live through the same calendar; row 0
of every series is the state before the crisis. A month has 365.25 / 12 days.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from multivector.engine.compiled import inlined, step
from multivector.engine.draw import Rows
from multivector.engine.event import EVENT_DTYPE

SECURITY, ECONOMY, POLITICS = 0, 1, 2
"""Domains."""

MONTH_DAYS = 30.4375
"""Days in a month."""

NOW = np.dtype(
    [
        (name, np.float64)
        for name in (
            "month", "patron", "crisis", "arrival", "leave", "present", "gone",
            "debt", "incurred", "repaid", "settled", "debt_keep", "hold", "garrison", "tilt",
            "threat", "fading", "autonomy_weight", "autonomy",
            "identity", "identity_start", "approval", "titular_share", "opinion_keep", "mixing",
            "offer_rate", "demands", "in_power", "hazard", "precedent", "clients",
        )
    ]
)  # fmt: skip
"""Scalars of the month.

``arrival`` and ``leave``: first and last moment of foreign troops, in months; ``present`` and ``gone``: part of this
month with them, and after them; ``fading``: share of the first threat still felt.
"""

STANDING = np.dtype(
    [
        (name, np.float64)
        for name in (
            "exposure", "attention", "attention_keep", "pledge", "accommodation", "security_shift", "economy_shift",
            "dependence", "dependence_start", "alignment", "leverage_start", "attitude",
            "attitude_titular", "compliance", "recent_compliance", "veto", "offered", "turned",
        )
    ]
)  # fmt: skip
"""What changes about each power: one row a power."""

PEOPLE = np.dtype(
    [
        (name, np.float64)
        for name in (
            "share_start", "share", "identity", "approval", "approval_anchor", "arrival_felt", "outside_felt",
        )
    ]
)  # fmt: skip
"""What changes about each group: one row a group."""

PULLS = (
    "threat", "debt", "tilt", "garrison", "attitude", "offer", "trend", "accommodation", "outside_event", "chance",
    "autonomy",
)  # fmt: skip
"""Terms of the pull towards a power; their order is their number in ``Country.pulls``."""

PULL_COUNT = len(PULLS)


class Country(NamedTuple):
    """State and inputs of the months; P powers, G groups, T months.

    Attributes:
        p: Parameters, one row.
        on: Switches, one row.
        acute: Outcome of the acute phase, one row.
        power: Table ``power``.
        group: Table ``group``.
        shock: Table ``shock``.
        effect: Table ``effect``.
        client: Table ``client``.
        key: Key of the dice.
        now: Scalars, one row of :data:`NOW`.
        standing: P rows of :data:`STANDING`.
        people: G rows of :data:`PEOPLE`.
        weight: Weight of each domain, sums to 1.
        start: (P, 3) shares before the crisis.
        posture: (P, 3) shares chosen this month.
        ties: (P, 3) shares of the stock.
        offer: (P, 3) offers on the table, share points.
        voice: (P, 8) what speaks for compliance, log odds; :mod:`demands` names the columns.
        choice: (5, P) working space of :mod:`posture`.
        noise: (P, 3) noise of the pulls this month.
        posture_rate: Share of the gap to the target that posture closes in a month, by domain.
        ties_rate: The same for ties towards posture.
        debt_pull: Pull of full debt, by domain.
        audience: Pull of public attitude, by domain.
        attitude: (G, P) change of attitude since the start.
        anchor: (G, P) where attitude returns to.
        pulls: (T + 1, P, len(PULLS)) pull by term, mean over domains.
        aligned: (T + 1, P) alignment by month.
        complied: (T + 1, P) compliance by month.
        events: Buffer of events.
        count_events: Events so far, one int64.
    """

    p: Rows
    on: Rows
    acute: Rows
    power: Rows
    group: Rows
    shock: Rows
    effect: Rows
    client: Rows
    key: NDArray[np.uint32]
    now: Rows
    standing: Rows
    people: Rows
    weight: NDArray[np.float64]
    start: NDArray[np.float64]
    posture: NDArray[np.float64]
    ties: NDArray[np.float64]
    offer: NDArray[np.float64]
    voice: NDArray[np.float64]
    choice: NDArray[np.float64]
    noise: NDArray[np.float64]
    posture_rate: NDArray[np.float64]
    ties_rate: NDArray[np.float64]
    debt_pull: NDArray[np.float64]
    audience: NDArray[np.float64]
    attitude: NDArray[np.float64]
    anchor: NDArray[np.float64]
    pulls: NDArray[np.float64]
    aligned: NDArray[np.float64]
    complied: NDArray[np.float64]
    events: Rows
    count_events: NDArray[np.int64]


@inlined
def fade(half_life):  # type: ignore[no-untyped-def]
    """Share left after a month of something with this half-life in months."""
    return 0.5 ** (1.0 / half_life)


@njit
def month_of(day):  # type: ignore[no-untyped-def]
    """Month, counted from 1, in which a day since the scenario's start falls."""
    return max(1, int(day / MONTH_DAYS) + 1)


@step
def country_before(p, on, acute, power, group, cell, organisation, shock, effect, client, months, key):  # type: ignore[no-untyped-def]
    """The country before the crisis, told how the acute phase will have ended.

    The patron is the leader of the organisation appealed to; if none was, of the first one.
    """
    n, g = len(power), len(group)
    q = p[0]
    now = np.zeros(1, NOW)
    standing = np.zeros(n, STANDING)
    people = np.zeros(g, PEOPLE)
    a = acute[0]
    s = now[0]
    s.patron = -1.0
    if len(organisation) > 0:
        s.patron = organisation[max(0, int(a.organisation))].leader
    s.crisis = a.ignited
    if a.granted > 0.0 and a.arrival_day >= 0.0:
        s.arrival = a.arrival_day / MONTH_DAYS
        s.leave = (a.arrival_day + a.stay) / MONTH_DAYS
    s.autonomy = 1.0
    s.in_power = 1.0
    s.opinion_keep = fade(q.opinion_half_life)
    start = np.empty((n, 3))
    for i in range(n):
        start[i, SECURITY] = power[i].security_start
        start[i, ECONOMY] = power[i].economy_start
        start[i, POLITICS] = power[i].politics_start
    weight = np.empty(3)
    weight[SECURITY] = q.domain_weight_security
    weight[ECONOMY] = q.domain_weight_economy
    weight[POLITICS] = 1.0 - weight[SECURITY] - weight[ECONOMY]
    for i in range(n):
        k = standing[i]
        k.exposure = power[i].exposure
        k.attention = 1.0
        k.attention_keep = fade(power[i].attention_half_life)
        k.dependence_start = weight[0] * start[i, 0] + weight[1] * start[i, 1] + weight[2] * start[i, 2]
        k.dependence = k.dependence_start
        k.alignment = k.dependence_start
        k.turned = -12.0
    total = 0.0
    for c in cell:
        people[int(c.group)].share_start += c.population
        total += c.population
    for j in range(g):
        people[j].share_start /= max(total, 1.0)
        people[j].share = people[j].share_start
        people[j].identity = group[j].identity
        s.identity_start += people[j].share * people[j].identity
        s.titular_share += people[j].share * group[j].titular
    s.identity = s.identity_start
    posture_rate = np.array([
        1.0 - fade(q.posture_half_life_security), 1.0 - fade(q.posture_half_life_economy),
        1.0 - fade(q.posture_half_life_politics),
    ])  # fmt: skip
    debt_pull = np.array([q.debt_pull_security, q.debt_pull_economy, q.debt_pull_politics])
    audience = np.array([q.audience_security, q.audience_economy, q.audience_politics])
    ties_rate = np.array([
        1.0 - fade(q.ties_half_life_security), 1.0 - fade(q.ties_half_life_economy),
        1.0 - fade(q.ties_half_life_politics),
    ])  # fmt: skip
    return Country(
        p, on, acute, power, group, shock, effect, client, key, now, standing, people, weight, start, start.copy(),
        start.copy(), np.zeros((n, 3)), np.zeros((n, 8)), np.empty((5, n)), np.zeros((n, 3)), posture_rate,
        ties_rate * on[0].ties, debt_pull, audience, np.zeros((g, n)), np.zeros((g, n)),
        np.zeros((months + 1, n, PULL_COUNT)), np.zeros((months + 1, n)), np.zeros((months + 1, n)),
        np.empty(4 * n * months + 64, EVENT_DTYPE), np.zeros(1, np.int64),
    )  # fmt: skip


@inlined
def turn_page(w, month):  # type: ignore[no-untyped-def]
    """Begin a month: how much of it sees foreign troops, and how much comes after them."""
    s = w.now[0]
    s.month = month
    s.present = min(1.0, max(0.0, min(s.leave, month) - max(s.arrival, month - 1.0)))
    s.gone = min(1.0, max(0.0, month - max(s.leave, month - 1.0)))
