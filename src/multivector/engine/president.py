"""The president's moves: a bounded chooser who weighs survival against cost (S7, S9).

Rule: he reads his chance of survival from the same game that the forces play, extrapolating the pressure of the
last day, and takes a move when the gain over its gain on a calm day beats its cost::

    survival = Φ((θ^ − θ*^) / σ_p),      X^ = X + foresight · max(0, X − X(24 h ago))
    gain_j   = Φ((θ^ + a_j − θ*^ − θ*' b_j) / σ_p) − survival
    take j   if gain_j − gain_j(rest) > cost_j / stake · exp(reluctance_spread · ε_j),   ε_j logistic, once a run

and then with probability ``take_rate`` a tick, never between 00 and 06. Reluctance is drawn once: a small chance
every tick is a certainty over a crisis. The gain at rest is subtracted so that nothing happens without a crisis.
Preconditions: a purge needs a dismissed government; framing and appeal need an emergency and violence, an order to fire
needs the framing as well (nobody orders fire on those he still calls his citizens); placation needs granted help.
Each move has its effect on strength (a), signal (b), price, media, force or law, and may embolden the street.

Leaves out: advisers, rivalry over credit, learning from earlier crises, moves that nobody in the repertoire made.
"""

from __future__ import annotations

import math

from multivector.engine import stream
from multivector.engine.compiled import step
from multivector.engine.event import KIND, TERM, record
from multivector.engine.loyalty import critical_strength, phi
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import logistic, uniform

P = Parameter

MECHANISM = Mechanism(
    "president",
    "The president takes the move whose gain in survival beats its cost, slowly and with reluctance.",
    (
        P("reading_spread", "spread σ of the president's reading of his survival", "1", 0.12, 0.4, 0.25, positive=True),
        P("foresight", "how far he extrapolates the last day's rise of pressure", "1", 0.0, 1.5, 0.8),
        P("stake", "what survival is worth against the costs of moves", "1", 0.8, 5.0, 2.0, "log", positive=True),
        P("reluctance_spread", "spread of reluctance between moves", "1", 0.1, 0.6, 0.35),
        P("take_rate", "chance to act in six hours once a move is worth it", "per 6 hours", 0.6, 0.6, 0.6),
        P("embolden", "drive to the street gained per concession (below 0: it appeases)", "1", -0.03, 0.05, 0.01),
        P("rollback_effect", "signal of a rolled-back price, per unit of turnout", "1", 0.03, 0.24, 0.13),
        P("dismissal_effect", "signal of a dismissed government", "1", 0.02, 0.12, 0.07),
        P("purge_effect", "strength gained by removing the former patron", "1", 0.0, 0.15, 0.07),
        P("reform_effect", "signal of promised reform", "1", 0.0, 0.08, 0.04),
        P("emergency_effect", "strength gained by a state of emergency", "1", 0.02, 0.12, 0.07),
        P("shutdown_effect", "signal expected from a shutdown", "1", 0.01, 0.1, 0.05),
        P("fire_effect", "strength gained by an order to fire", "1", 0.02, 0.15, 0.08),
        P("framing_effect", "signal of blaming an attack from outside", "1", 0.0, 0.08, 0.04),
        P("placation_signal", "signal of a nationalist appointment once help is granted", "1", 0.0, 0.08, 0.04),
        P("grant_expected", "chance of help that he reckons with when he appeals", "probability", 0.3, 0.9, 0.6),
        P("rollback_cost", "cost of rolling back the price", "1", 0.005, 0.06, 0.017, "log"),
        P("dismissal_cost", "cost of dismissing the government", "1", 0.01, 0.15, 0.039, "log"),
        P("purge_cost", "cost of removing the former patron", "1", 0.02, 0.2, 0.063, "log"),
        P("reform_cost", "cost of promising reform", "1", 0.005, 0.06, 0.017, "log"),
        P("emergency_cost", "cost of a state of emergency", "1", 0.005, 0.08, 0.02, "log"),
        P("shutdown_cost", "cost of a shutdown", "1", 0.01, 0.12, 0.035, "log"),
        P("fire_cost", "cost of ordering fire", "1", 0.02, 0.25, 0.07, "log"),
        P("framing_cost", "cost of the framing to legitimacy", "1", 0.003, 0.03, 0.0095, "log"),
        P("appeal_cost", "cost of an appeal to autonomy and standing", "1", 0.02, 0.3, 0.077, "log"),
        P("placation_cost", "cost of a nationalist appointment", "1", 0.002, 0.02, 0.006, "log"),
        P("price_delay", "time an administration needs before the price can be moved", "days", 1.0, 3.0, 2.0),
    ),
    (
        Switch("rollback", "the price is never rolled back", ("S7",)),
        Switch("dismissal", "the government is never dismissed", ("S7",)),
        Switch("purge", "the former patron is never removed", ("S7", "S8")),
        Switch("reform_promise", "reform is never promised", ("S7",)),
        Switch("emergency", "no state of emergency", ("S7",)),
        Switch("shutdown", "the internet stays on", ("S2", "S7")),
        Switch("fire_order", "no order to fire", ("S5", "S7")),
        Switch("framing", "unrest is never called an attack from outside", ("S7", "S9")),
        Switch("appeal", "no help is asked", ("S9",)),
        Switch("placation", "no nationalist appointment", ("S13",)),
    ),
)  # fmt: skip

ROLLBACK, DISMISSAL, PURGE, REFORM, EMERGENCY, SHUTDOWN, FIRE, FRAMING, APPEAL, PLACATION = range(10)
"""Moves, in the order in which they are weighed."""

N_MOVES = 10

MOVE_KINDS = tuple(
    KIND[name]
    for name in (
        "rollback", "dismissal", "purge", "reform", "emergency", "shutdown", "fire_order", "framing", "appeal",
        "placation",
    )
)  # fmt: skip

GAIN, COST, PRESSURE = TERM["survival_gain"], TERM["cost"], TERM["pressure"]


@step
def start_president(w):  # type: ignore[no-untyped-def]
    """Costs, reluctance and the constant effects of the moves."""
    p = w.p[0]
    on = w.on[0]
    m = w.move
    costs = (
        p.rollback_cost, p.dismissal_cost, p.purge_cost, p.reform_cost, p.emergency_cost, p.shutdown_cost,
        p.fire_cost, p.framing_cost, p.appeal_cost, p.placation_cost,
    )  # fmt: skip
    switches = (
        on.rollback, on.dismissal, on.purge, on.reform_promise, on.emergency, on.shutdown, on.fire_order,
        on.framing, on.appeal, on.placation,
    )  # fmt: skip
    signals = (
        0.0, p.dismissal_effect, 0.0, p.reform_effect, 0.0, p.shutdown_effect, 0.0, p.framing_effect,
        on.troops_signal * p.troops_signal_effect * p.grant_expected, p.placation_signal,
    )  # fmt: skip
    strengths = (
        0.0, 0.0, p.purge_effect, 0.0, p.emergency_effect, 0.0, p.fire_effect, 0.0,
        on.troops_strength * p.troops_strength_effect * p.grant_expected, 0.0,
    )  # fmt: skip
    for j in range(N_MOVES):
        m[j].day = -1.0
        spread = math.exp(p.reluctance_spread * logistic(w.key, stream.RELUCTANCE, 0.0, float(j), 0.0))
        m[j].cost = costs[j] / p.stake * spread
        m[j].allowed = switches[j]
        m[j].signal = signals[j]
        m[j].strength = strengths[j]


@step
def possible(w, j):  # type: ignore[no-untyped-def]
    """Precondition of a move."""
    n = w.nation[0]
    m = w.move
    if m[j].allowed == 0.0 or m[j].day >= 0.0:
        return False
    emergency = m[EMERGENCY].day >= 0.0
    violent = n.violence > 0.1 or n.sites_reported > 0.0
    if j == ROLLBACK:
        return n.price > 0.0 and n.day - n.price_day >= w.p[0].price_delay
    if j == PURGE:
        return m[DISMISSAL].day >= 0.0
    if j == FIRE:
        return emergency and violent and n.framed > 0.0
    if j in (FRAMING, APPEAL):
        return emergency and violent
    if j == PLACATION:
        return n.granted > 0.0
    return True


@step
def take(w, j, gain):  # type: ignore[no-untyped-def]
    """Carry out a move and write down why: its gain in survival beyond that on a calm day, against its cost."""
    p = w.p[0]
    n = w.nation[0]
    w.move[j].day = n.day
    n.strength_moves += w.move[j].strength if j != APPEAL else 0.0
    n.signal_moves += w.move[j].signal if j != APPEAL and j != SHUTDOWN else 0.0
    if j == ROLLBACK:
        n.rolled_back = 1.0
        n.signal_moves += p.rollback_effect * n.turnout
    if j == PURGE:
        n.purged = 1.0
    if j in (ROLLBACK, DISMISSAL, REFORM):
        n.emboldened += p.embolden
    if j == SHUTDOWN:
        n.shut_down = 1.0
    if j == FIRE:
        n.fire_ordered = 1.0
    if j == FRAMING:
        n.framed = 1.0
    if j == APPEAL:
        n.appealed = 1.0
    record(
        w.events, w.count_events, 0.0, n.day, w.move_kind[j], -1.0, -1.0, gain,
        GAIN, gain, COST, w.move[j].cost, PRESSURE, n.pressure,
    )  # fmt: skip


@step
def survival_rest(w, a, b):  # type: ignore[no-untyped-def]
    """Reading of survival on a calm day with a move's effects."""
    n = w.nation[0]
    slope = n.slope_rest
    return phi((n.strength_rest + a - n.threshold_rest - slope * b) / w.p[0].reading_spread)


@step
def decide(w):  # type: ignore[no-untyped-def]
    """Step 6: read survival, weigh each move, take those that are worth it."""
    p = w.p[0]
    n = w.nation[0]
    if n.slope_rest == 0.0:
        up = critical_strength(n.strength_rest + n.signal_error + 0.02, p.signal_precision, p.private_precision,
                               p.defection_cost)  # fmt: skip
        n.slope_rest = (up - n.threshold_rest) / 0.02
    extra = p.foresight * max(0.0, n.pressure - n.pressure_before)
    strength = n.strength - p.street_wear * w.on[0].street_wears * extra
    threshold = n.threshold - n.threshold_slope * extra
    n.survival = phi((strength - threshold) / p.reading_spread)
    if n.hour < 6.0 or n.fate > 0.0:
        return
    rest = survival_rest(w, 0.0, 0.0)
    for j in range(N_MOVES):
        if not possible(w, j):
            continue
        a = w.move[j].strength
        b = w.move[j].signal
        if j == ROLLBACK:
            b = p.rollback_effect * n.turnout
        gain = phi((strength + a - threshold - n.threshold_slope * b) / p.reading_spread) - n.survival
        calm = 0.0 if j == ROLLBACK else survival_rest(w, a, b) - rest
        if gain - calm > w.move[j].cost and uniform(w.key, stream.TAKE, n.tick, float(j), 0.0) < p.take_rate:
            take(w, j, gain - calm)
