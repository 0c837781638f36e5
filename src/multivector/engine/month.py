"""The months after the acute phase, and the order of each.

0. What the crisis leaves, once: who rules, debt and hold, threat, hurt and mourning, pledges, precedent.

Each month:

1. outside events (:mod:`world`)
2. groups and generations (:mod:`demography`)
3. opinion and identity (:mod:`opinion`)
4. debt and hold (:mod:`debt`), demands and answers (:mod:`demands`)
5. offers, from last month's ties (:mod:`offers`)
6. threat and the weight of autonomy (:mod:`threat`)
7. posture, from last month's ties (:mod:`posture`)
8. ties (:mod:`ties`)
9. survival of the line of leaders (:mod:`survival`)
10. turns of posture told, series written
"""

from __future__ import annotations

import numpy as np

from multivector.engine.compiled import entry, inlined
from multivector.engine.country import country_before, turn_page
from multivector.engine.debt import remember, start_debt
from multivector.engine.demands import answer_demands, start_demands
from multivector.engine.demography import replace_generations
from multivector.engine.offers import make_offers, start_offers
from multivector.engine.opinion import change_minds, start_opinion
from multivector.engine.outcome import MONTH_SERIES, POWER_SERIES
from multivector.engine.posture import choose_posture, watch_turns
from multivector.engine.precedent import set_precedent, start_precedent
from multivector.engine.survival import face_fall, start_survival
from multivector.engine.threat import feel_threat, start_threat
from multivector.engine.ties import concentration, move_ties
from multivector.engine.world import start_world, strike

MONTH_WIDTH, POWER_WIDTH = len(MONTH_SERIES), len(POWER_SERIES)


@entry
def live(p, on, acute, power, group, cell, organisation, shock, effect, client, months, key):  # type: ignore[no-untyped-def]
    """Live through the months.

    Args:
        p: Parameters, one row.
        on: Switches, one row.
        acute: Outcome of the acute phase, one row.
        power: Table ``power``.
        group: Table ``group``.
        cell: Table ``cell``, for the size of the groups.
        organisation: Table ``organisation``.
        shock: Table ``shock``.
        effect: Table ``effect``.
        client: Table ``client``.
        months: How many.
        key: Key of the dice, two uint32.

    Returns:
        Series by month (months + 1, len(MONTH_SERIES)), series by month and power (months + 1, P,
        len(POWER_SERIES)), both float32, the events there was room for, and how many there were.
    """
    w = country_before(p, on, acute, power, group, cell, organisation, shock, effect, client, months, key)
    by_month = np.empty((months + 1, MONTH_WIDTH), np.float32)
    by_power = np.empty((months + 1, len(power), POWER_WIDTH), np.float32)
    start_world(w)
    start_demands(w)
    start_precedent(w)
    watch_turns(w)
    write(w, by_month, by_power)
    # 0 what the crisis leaves
    start_survival(w)
    start_debt(w)
    start_threat(w)
    start_opinion(w)
    start_offers(w)
    set_precedent(w)
    for month in range(1, months + 1):
        turn_page(w, month)
        strike(w)  # 1
        replace_generations(w)  # 2
        change_minds(w)  # 3
        remember(w)  # 4
        answer_demands(w)
        make_offers(w)  # 5
        feel_threat(w)  # 6
        choose_posture(w)  # 7
        move_ties(w)  # 8
        face_fall(w)  # 9
        watch_turns(w)  # 10
        write(w, by_month, by_power)
    return by_month, by_power, w.events[: min(w.count_events[0], len(w.events))].copy(), w.count_events[0]


@inlined
def write(w, by_month, by_power):  # type: ignore[no-untyped-def]
    """Write this month's row of both series, in the order of MONTH_SERIES and POWER_SERIES."""
    s = w.now[0]
    standing, posture, ties, offers, weight = w.standing, w.posture, w.ties, w.offer, w.weight
    t = int(s.month)
    row = by_month[t]
    row[0] = s.debt
    row[1] = s.hold
    row[2] = s.identity
    row[3] = s.approval
    row[4] = s.threat
    row[5] = s.autonomy
    row[6] = concentration(w)
    row[7] = s.demands
    row[8] = s.in_power
    row[9] = s.precedent
    row[10] = s.titular_share
    for i in range(len(standing)):
        k = standing[i]
        cells = by_power[t, i]
        cells[0] = k.alignment
        cells[1] = k.dependence
        offer = 0.0
        for d in range(3):
            cells[2 + d] = posture[i, d]
            cells[5 + d] = ties[i, d]
            offer += weight[d] * offers[i, d]
        cells[8] = k.attitude
        cells[9] = k.attitude_titular
        cells[10] = k.compliance
        cells[11] = offer
