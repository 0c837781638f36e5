"""The alliance: which organisation is asked, who agrees, with what mandate (S9, S10).

Rule: the president asks the organisation with the greatest practical advantage, tilted to its leader
(``40 · tilt``, with a logistic taste). The leader weighs::

    u = base + stake · Δp + law · legal + leverage − other_theatres − home_opposition − backlash_fear · n + ε

Δp: gain in the host's survival by the troops, from the loyalty game. legal: the organisation's remit for internal
unrest, raised to 1 if the unrest has been framed as an attack from outside, else at least .4. n: strength of
national identity. Followers say yes if ``ρ u + (1 − ρ) (ε_k − reluctance) + .5 > 0``; a quorum of them is needed.
A vote lag and a transport lag follow. The mandate is to guard unless a draw on ``combat_lean`` and the violence
of the day makes it combat.

Expected utility of intervention after Altfeld and Bueno de Mesquita's type of rule; base rates for honouring
alliances (Leeds, Long and Mitchell 2000: about 75 %; Berkemeier and Fuhrmann 2018: 22 % after 1945) are for wars,
not for help against internal unrest, so ``alliance_base`` is a wide prior and a grant is mostly an input.

Leaves out: bargaining over the price of help; what members tell each other.
"""

from __future__ import annotations

from multivector.engine import stream
from multivector.engine.compiled import step
from multivector.engine.event import KIND, TERM, record
from multivector.engine.loyalty import critical_strength, phi
from multivector.engine.vocabulary import Mechanism, Parameter, Switch
from multivector.rng import logistic

P = Parameter

MECHANISM = Mechanism(
    "alliance",
    "An organisation is asked; its leader and a quorum of followers weigh stake, law and cost.",
    (
        P("alliance_base", "leader's readiness before anything is weighed", "logit", -2.5, 1.5, -0.5,
          source="assumed; wide around Leeds, Long and Mitchell 2000 and Berkemeier and Fuhrmann 2018"),
        P("alliance_stake", "weight of the host's gain in survival", "1", 2.0, 8.0, 5.0),
        P("alliance_law", "weight of the legal case", "logit", 0.0, 2.0, 1.0),
        P("leverage_sought", "value of the hold over the host that help would give", "logit", 0.0, 1.2, 0.6),
        P("other_theatres", "cost of troops needed elsewhere", "logit", 0.0, 0.8, 0.4),
        P("home_opposition", "cost of opinion at home", "logit", 0.0, 0.8, 0.4),
        P("backlash_fear", "cost of the backlash feared in the host country, at full identity", "logit", 0.0, 0.8, 0.4),
        P("leader_pull", "correlation ρ of followers with the leader", "share", 0.3, 0.95, 0.7),
        P("vote_lag", "time from appeal to decision", "hours", 3.0, 36.0, 10.0, "log"),
        P("transport_lag", "time from decision to first troops", "hours", 6.0, 48.0, 17.0, "log"),
        P("troop_response", "share of the organisation's ready force that it sends", "share", 0.6, 1.0, 0.8),
        P("ramp", "time from first troops to full strength", "days", 1.0, 5.0, 3.0, positive=True),
        P("combat_lean", "readiness for a combat mandate on the day of decision", "logit", -5.0, -1.0, -3.0),
    ),
    (
        Switch("alliance", "every appeal is refused", ("S10",)),
        Switch("law", "framing and remit do not matter", ("S9",)),
    ),
)  # fmt: skip

AGREES, DECLINES, GRANTED, REFUSED = (
    KIND["member_agrees"], KIND["member_declines"], KIND["granted"], KIND["refused"],
)  # fmt: skip
LEGAL, STAKE, LEADER, OWN, GAIN = (
    TERM["legal_framing"], TERM["patron_stake"], TERM["leader_pull"], TERM["own_reasons"], TERM["survival_gain"],
)  # fmt: skip
VOTE_LAG = TERM["vote_lag"]


@step
def help_gain(w):  # type: ignore[no-untyped-def]
    """Gain in survival by a full deployment, in the eyes of those who watch the same game."""
    p = w.p[0]
    n = w.nation[0]
    on = w.on[0]
    strength = n.strength + on.troops_strength * p.troops_strength_effect
    threshold = critical_strength(
        n.signal + on.troops_signal * p.troops_signal_effect, n.alpha, p.private_precision, n.cost
    )
    return max(0.0, phi((strength - threshold) / p.reading_spread) - phi((n.strength - n.threshold) / p.reading_spread))


@step
def ask(w):  # type: ignore[no-untyped-def]
    """Choose whom to ask, and put the question."""
    p = w.p[0]
    n = w.nation[0]
    home_patron = w.organisation[0].leader
    best = -1
    score = -1e9
    for i in range(len(w.organisation)):
        o = w.organisation[i]
        value = o.advantage + logistic(w.key, stream.ORGANISATION, 0.0, float(i), 0.0)
        if o.leader == home_patron:
            value += 40.0 * p.tilt
        if value > score:
            best = i
            score = value
    n.organisation = best
    n.appeal_day = n.day
    n.decision_day = n.day + p.vote_lag / 24.0
    n.help_gain = help_gain(w)
    n.legal = max(w.organisation[best].remit_internal, 1.0 if n.framed > 0.0 else 0.4)


@step
def vote(w):  # type: ignore[no-untyped-def]
    """The organisation decides."""
    p = w.p[0]
    n = w.nation[0]
    o = int(n.organisation)
    n.help_gain = max(n.help_gain, help_gain(w))
    legal = p.alliance_law * n.legal * w.on[0].law
    leader = (
        p.alliance_base
        + p.alliance_stake * n.help_gain
        + legal
        + p.leverage_sought
        - p.other_theatres
        - p.home_opposition
        - p.backlash_fear * n.identity
        + logistic(w.key, stream.VOTE, 0.0, 1000.0 + o, 0.0)
    )
    followers = 0.0
    agreed = 0.0
    sent = 0.0
    for k in range(len(w.member)):
        m = w.member[k]
        if int(m.organisation) != o:
            continue
        if m.leader > 0.0:
            m.agreed = 1.0 if leader > 0.0 else 0.0
        else:
            own = logistic(w.key, stream.VOTE, 0.0, float(k), 0.0) - m.reluctance
            m.agreed = 1.0 if p.leader_pull * leader + (1.0 - p.leader_pull) * own + 0.5 > 0.0 else 0.0
            followers += 1.0
            agreed += m.agreed
            record(
                w.events, w.count_events, 0.0, n.day, AGREES if m.agreed > 0.0 else DECLINES, float(k), -1.0,
                m.contingent, LEADER, p.leader_pull * leader, OWN, (1.0 - p.leader_pull) * own, -1.0, 0.0,
            )  # fmt: skip
        sent += m.contingent * m.agreed
    enough = followers == 0.0 or agreed >= w.organisation[o].quorum * followers - 1e-9
    n.decided = 1.0
    if leader > 0.0 and enough and w.on[0].alliance > 0.0:
        n.granted = 1.0
        n.announced = 1.0
        n.arrival_due = n.day + p.transport_lag / 24.0
        n.troops_due = w.organisation[o].force * p.troop_response * sent
        violence = 3.0 * (n.violence - 0.5)
        lean = p.combat_lean + violence + logistic(w.key, stream.MANDATE, 0.0, 0.0, 0.0)
        n.combat = 1.0 if lean > 0.0 else 0.0
        kind = GRANTED
    else:
        n.refused = 1.0
        kind = REFUSED
    record(
        w.events, w.count_events, 0.0, n.day, kind, float(o), -1.0, n.troops_due,
        GAIN, p.alliance_stake * n.help_gain, LEGAL, legal, STAKE, leader,
    )  # fmt: skip


@step
def consult_alliance(w):  # type: ignore[no-untyped-def]
    """Step 7: an appeal is heard and answered."""
    n = w.nation[0]
    if n.appealed > 0.0 and n.organisation < 0.0:
        ask(w)
    if n.organisation >= 0.0 and n.decided == 0.0 and n.day >= n.decision_day:
        vote(w)


