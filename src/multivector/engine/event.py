"""Events: what happened when, and the two or three terms that decided it.

The run appends rows of numbers; :mod:`multivector.engine.chronicle` turns them into sentences.
"""

from __future__ import annotations

import numpy as np
from numba import njit

EVENT_DTYPE = np.dtype(
    [
        ("clock", np.int64),  # 0 acute phase (time in days), 1 aftermath (time in months)
        ("time", np.float64),
        ("kind", np.int64),  # index into KINDS
        ("actor", np.int64),  # row of the table the kind speaks of, -1 for none
        ("place", np.int64),  # row of region, -1 for the whole country
        ("size", np.float64),  # the main number of the event, unit by kind
        ("term1", np.int64),  # index into TERMS, -1 for none
        ("value1", np.float64),
        ("term2", np.int64),
        ("value2", np.float64),
        ("term3", np.int64),
        ("value3", np.float64),
    ]
)
"""One event a row."""

KINDS = (
    # acute phase
    "price_shock", "gathering", "protest_reaches", "mass_protest", "riot_begins", "site_lost", "site_regained",
    "armed_men", "self_defence_fire", "rollback", "dismissal", "purge", "reform", "emergency", "shutdown",
    "fire_order", "framing", "appeal", "placation", "member_agrees", "member_declines", "granted", "refused",
    "troops_land", "deployment_complete", "mandate_creep", "withdrawal_begins", "withdrawal_ends",
    "peak", "order_restored", "elite_coup", "regime_falls",
    # aftermath
    "outside_shock", "demand_met", "demand_declined", "offer_made", "posture_turn", "leader_falls", "debt_settled",
    "veto_gained", "veto_lost", "reform_kept", "reform_broken", "precedent_set",
)  # fmt: skip
"""Names of events; their order is their number."""

TERMS = (
    "survival_gain", "cost", "pressure", "violence", "turnout", "sites_lost", "shirking", "strength", "threshold",
    "cohesion", "legal_framing", "patron_stake", "advantage", "tilt", "leader_pull", "own_reasons", "order",
    "host_pressure", "leverage", "vote_lag", "transport_lag", "debt", "hold", "identity", "attitude", "threat",
    "offer", "trend", "accommodation", "garrison", "rival_gain", "attention", "compliance_before", "need", "grievance",
    "support", "contact", "instigation", "prize", "belt", "autonomy", "outside_event", "chance", "repayment",
    "forgetting", "refusal", "precedent",
)  # fmt: skip
"""Names of the terms that decide; their order is their number."""

KIND = {name: float(index) for index, name in enumerate(KINDS)}
"""Number of each kind; a float, since numba compiles a function anew for every literal integer it is given."""

TERM = {name: float(index) for index, name in enumerate(TERMS)}
"""Number of each term, a float for the same reason."""


@njit
def record(events, count, clock, time, kind, actor, place, size, t1, v1, t2, v2, t3, v3):  # type: ignore[no-untyped-def]
    """Append one event; events beyond the buffer are counted, not kept.

    Args:
        events: Array of :data:`EVENT_DTYPE`.
        count: Array of one int64, events so far.
        clock: 0 acute, 1 aftermath.
        time: Days or months since the start of the clock.
        kind: Index into :data:`KINDS`.
        actor: Row of a table or -1.
        place: Row of region or -1.
        size: Main number.
        t1: Index into :data:`TERMS` or -1; with ``v1`` its value; likewise the others.
        v1: Value of the first term.
        t2: Second term.
        v2: Its value.
        t3: Third term.
        v3: Its value.
    """
    i = count[0]
    count[0] = i + 1
    if i < len(events):
        e = events[i]
        e.clock = int(clock)
        e.time = time
        e.kind = int(kind)
        e.actor = int(actor)
        e.place = int(place)
        e.size = size
        e.term1 = int(t1)
        e.value1 = v1
        e.term2 = int(t2)
        e.value2 = v2
        e.term3 = int(t3)
        e.value3 = v3
