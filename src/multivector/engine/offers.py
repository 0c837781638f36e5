"""Offers: what outside powers put on the table, in answer to the crisis and to each other (S15, S16).

Rule: a power's offer follows its aim with a lag; the aim is a pledge and an answer to rivals, as long as it
pays attention::

    pledge_p  = offer_p [a crisis happened] (+ refusal_offer if p is the patron and refused), halves with attention
    gain_p    = Σ ΔD_q over the other outside powers q;  for the patron its own loss −ΔD_p
    aim_pd    = clip((pledge_p + reaction_p · attention_p · gain_p) · w_pd, −.05, .10)
    o_pd     += (1 − 2^(−1/offer_lag)) (aim_pd − o_pd)

ΔD: change of dependence on a power since the start, last month's. w: the weights of the domains in its
offers; a builder's weights outside the economy shrink by ``division_of_labour`` (1: it builds and leaves
security alone). A patron that refused help makes up for it: without this a refusal can only drive the
country away, though refused regimes have stayed or come closer. That it does so is read from one case; the
size of ``refusal_offer`` is assumed.

Source: our design; "Russia secures, China builds" and its contrary are claims of the sources. Lags and the
cap keep rivals' answers from oscillating.

Leaves out: budgets across clients, conditions, offers that are refused.
"""

from __future__ import annotations

from multivector.engine.compiled import inlined, step
from multivector.engine.country import ECONOMY, SECURITY, fade
from multivector.engine.event import KIND, TERM, record
from multivector.engine.vocabulary import Mechanism, Parameter, Switch

P = Parameter

MECHANISM = Mechanism(
    "offers",
    "Powers make offers after the crisis, answer a rival's gain, and lose interest.",
    (
        P("offer_lag", "half-life of the way from aim to offer", "months", 6.0, 6.0, 6.0),
        P("division_of_labour", "how far a builder leaves other domains than the economy to others", "share",
          0.0, 1.0, 0.5),
        P("refusal_offer", "offer of a patron that refused help", "share points", 0.0, 0.06, 0.03),
        P("offer_notice", "offer, mean over domains, from which it is an event", "share points",
          0.01, 0.01, 0.01),
    ),
    (Switch("offers", "no power offers anything", ("S15", "S16")),),
)  # fmt: skip

OFFER_MADE = KIND["offer_made"]
BY_PLEDGE, BY_GAIN, BY_ATTENTION, BY_REFUSAL = TERM["offer"], TERM["rival_gain"], TERM["attention"], TERM["refusal"]
LEAST, MOST = -0.05, 0.10


@step
def start_offers(w):  # type: ignore[no-untyped-def]
    """What each power is ready to give once the crisis is over."""
    s = w.now[0]
    s.offer_rate = 1.0 - fade(w.p[0].offer_lag)
    for i in range(len(w.power)):
        w.standing[i].pledge = w.power[i].offer * s.crisis
    if w.acute[0].refused > 0.0 and s.patron >= 0.0:
        w.standing[int(s.patron)].pledge += w.p[0].refusal_offer


@inlined
def make_offers(w):  # type: ignore[no-untyped-def]
    """Offers on the table this month."""
    p, s, on = w.p[0], w.now[0], w.on[0]
    power, standing, offer, weight = w.power, w.standing, w.offer, w.weight
    shift = 0.0
    for i in range(len(power)):
        if power[i].home == 0.0:
            shift += standing[i].dependence - standing[i].dependence_start
    for i in range(len(power)):
        if power[i].home > 0.0:
            continue
        k = standing[i]
        k.attention *= k.attention_keep
        k.pledge *= k.attention_keep
        own = k.dependence - k.dependence_start
        gain = -own if i == int(s.patron) else shift - own
        answer = power[i].reaction * k.attention * gain
        other = 1.0 - p.division_of_labour * power[i].builder
        mean = 0.0
        for d in range(3):
            share = other * (power[i].offer_security if d == SECURITY else power[i].offer_politics)
            if d == ECONOMY:
                share = power[i].offer_economy
            aim = on.offers * min(MOST, max(LEAST, (k.pledge + answer) * share))
            offer[i, d] += s.offer_rate * (aim - offer[i, d])
            mean += weight[d] * offer[i, d]
        if k.offered == 0.0 and mean >= p.offer_notice:
            k.offered = 1.0
            tell_offer(w, i, mean, answer)
        elif mean < 0.5 * p.offer_notice:
            k.offered = 0.0


@step
def tell_offer(w, i, mean, answer):  # type: ignore[no-untyped-def]
    """Record an offer: what it is worth, and the pledge, the answer to rivals and the attention behind it."""
    k = w.standing[i]
    amends = i == int(w.now[0].patron) and w.acute[0].refused > 0.0 and w.p[0].refusal_offer > w.power[i].offer
    record(
        w.events, w.count_events, 1.0, w.now[0].month, OFFER_MADE, float(i), -1.0, mean,
        BY_REFUSAL if amends else BY_PLEDGE, k.pledge, BY_GAIN, answer, BY_ATTENTION, k.attention,
    )  # fmt: skip
