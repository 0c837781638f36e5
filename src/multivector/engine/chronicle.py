"""The chronicle: events of a run as sentences with their reasons, good enough to read aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from multivector.engine.draw import Names
from multivector.engine.event import KINDS, TERMS

if TYPE_CHECKING:
    from multivector.engine.run import Run


def count(number: float) -> str:
    """A number of people as one would say it: two significant digits above a hundred."""
    if number < 100:
        return f"{number:,.0f}"
    digits = int(np.floor(np.log10(number)))
    return f"{round(number, 1 - digits):,.0f}"


def points(value: float) -> str:
    """A share or probability gained, in points of a hundred."""
    return f"{100 * value:.1f} points"


def grade(*steps: tuple[float, str]) -> Callable[[float], str]:
    """Words by size: the first step that the value does not exceed; the last is for everything above.

    Args:
        steps: (upper end, words), rising; empty words say nothing.
    """

    def words(value: float) -> str:
        return next((said for upper, said in steps if value <= upper), steps[-1][1])

    return words


ANY = float("inf")

REASONS: dict[str, Callable[[float], str]] = {
    # the acute phase
    "grievance": grade((0.05, ""), (0.15, "anger had grown"), (ANY, "anger was high")),
    "support": grade((0.02, ""), (0.15, "word had come of others"), (ANY, "the whole country was known to be out")),
    "survival_gain": lambda v: f"he thought it worth {points(v)} of survival",
    "cost": lambda v: f"against a cost he put at {points(v)}",
    "pressure": grade((0.1, ""), (0.3, "the street pressed"), (ANY, "the street pressed hard")),
    "violence": grade((0.1, ""), (0.5, "there was violence"), (ANY, "violence was at its worst")),
    "shirking": lambda v: f"{v:.0%} of the forces did not obey" if v > 0.005 else "",
    "strength": lambda v: f"its strength was down to {v:.2f}",
    "threshold": lambda v: f"where {v:.2f} was needed",
    "cohesion": lambda v: f"the elite held together at {v:.0%} of a calm day's",
    "legal_framing": grade(
        (0.3, "the legal case was weak"), (1.0, "the law could be argued"), (ANY, "the legal case was strong")
    ),
    "patron_stake": grade(
        (0.0, "its leader was unwilling"), (1.5, "its leader was willing"), (ANY, "its leader was eager")
    ),
    "leader_pull": grade((0.0, "the leader held back"), (0.6, ""), (ANY, "the leader pulled it along")),
    "own_reasons": grade((-0.3, "its own reasons spoke against it"), (0.3, ""), (ANY, "its own reasons spoke for it")),
    "order": lambda v: f"order had held for {v:.1f} days",
    "host_pressure": grade((0.25, ""), (ANY, "the host wished to see them go")),
    "vote_lag": lambda v: f"the decision took {v:.0f} hours",
    "transport_lag": lambda v: f"the flights {v:.0f}",
    "instigation": grade((0.3, ""), (ANY, "networks had reach there")),
    "contact": grade((0.2, ""), (ANY, "force had been met")),
    "prize": grade((0.5, ""), (ANY, "it was a prize")),
    # the aftermath
    "compliance_before": grade(
        (-2.0, "such a demand had hardly ever been met"), (-0.5, "such demands had seldom been met"),
        (0.5, "such demands had been met as often as not"), (ANY, "such demands had mostly been met"),
    ),
    "identity": grade((-0.03, "national feeling stood against it"), (0.03, ""), (ANY, "national feeling had eased")),
    "attitude": grade((-0.03, "opinion had soured"), (0.03, ""), (ANY, "opinion was favourable")),
    "leverage": grade((-0.05, "its hold had slipped"), (0.05, ""), (ANY, "it had the means to press")),
    "debt": grade((-0.02, "the debt of the rescue fell away"), (0.02, ""), (ANY, "the debt of the rescue weighed")),
    "tilt": grade((-0.01, "the leader leaned the other way"), (0.01, ""), (ANY, "the leader leaned to it")),
    "garrison": grade((0.02, ""), (ANY, "its troops were in the country")),
    "offer": lambda v: f"worth {points(v)} of alignment",
    "rival_gain": grade((0.005, ""), (ANY, "a rival had gained ground")),
    "attention": grade((0.3, "its attention was fading"), (0.8, ""), (ANY, "it was paying attention")),
    "refusal": lambda v: "to make up for its refusal",
    "accommodation": grade((0.02, ""), (ANY, "fear counsels accommodation")),
    "repayment": grade((0.01, ""), (ANY, "part was paid in demands met")),
    "forgetting": grade((0.01, ""), (ANY, "the rest was forgotten")),
    "threat": grade((0.02, "the danger was past"), (ANY, "the danger was still felt")),
    "precedent": grade((0.0, "rescue looks less likely to them"), (ANY, "rescue looks more likely to them")),
}
"""How a term is said; empty words are left out."""

CAUSES: dict[str, str] = {
    "debt": "the debt of the rescue",
    "garrison": "the troops in the country",
    "tilt": "the leader's own leaning",
    "attitude": "opinion at home",
    "identity": "national feeling",
    "autonomy": "the wish for a free hand",
    "threat": "the need for security",
    "offer": "new offers",
    "trend": "the slow drift of trade",
    "outside_event": "the event abroad",
    "accommodation": "fear",
    "chance": "chance",
}
"""How a term is named as a cause of a turn of policy."""


SPECIAL: dict[tuple[str, str], Callable[[float], str]] = {
    ("granted", "survival_gain"): grade((0.3, ""), (ANY, "help would tip the scales")),
    ("refused", "survival_gain"): grade((0.3, "help would change little"), (ANY, "")),
    ("outside_shock", "identity"): grade((0.0, ""), (ANY, "national feeling rises")),
    ("outside_shock", "attitude"): grade((0.0, "opinion of the power that acts sours"), (ANY, "")),
    ("withdrawal_begins", "leverage"): grade((0.6, ""), (ANY, "their masters were in no hurry")),
}
"""Terms that mean something else in one kind of event."""


def reason(term: int, value: float, kind: str) -> str:
    """One deciding term in words; empty if there is none or it says nothing."""
    if term < 0:
        return ""
    said = SPECIAL.get((kind, TERMS[term])) or REASONS.get(TERMS[term])
    return said(value) if said else ""


def routine(event: np.void) -> bool:
    """Whether an event is too ordinary to be told: a demand declined by a country that declines such demands."""
    if KINDS[int(event["kind"])] != "demand_declined":
        return False
    return any(
        TERMS[int(event[f"term{k}"])] == "compliance_before" and float(event[f"value{k}"]) < -0.5
        for k in (1, 2, 3)
        if event[f"term{k}"] >= 0
    )


def _place(names: Names, row: int) -> str:
    return names.label("region", row) if row >= 0 else "the country"


def _organisation(names: Names, row: int) -> str:
    return names.label("organisation", row) if row >= 0 else "the organisation"


def _member(names: Names, row: int) -> str:
    return names.label("member", row) if row >= 0 else "a member"


def _power(names: Names, row: int) -> str:
    return names.label("power", row) if row >= 0 else "an outside power"


def _shock(names: Names, row: int) -> str:
    return names.label("shock", row) if row >= 0 and "shock" in names.rows else "An outside event"


Teller = Callable[[Names, np.void], str]

SENTENCES: dict[str, Teller] = {
    "price_shock": lambda n, e: "The price shock bites.",
    "gathering": lambda n, e: f"In {_place(n, e['place'])} {count(e['size'])} people gather and stay.",
    "protest_reaches": lambda n, e: f"Protest reaches {_place(n, e['place'])}, {count(e['size'])} strong",
    "mass_protest": lambda n, e: (
        f"It is a mass protest now in {_place(n, e['place'])}, with {count(e['size'])} people."
    ),
    "riot_begins": lambda n, e: f"Riot breaks out in {_place(n, e['place'])}; {count(e['size'])} take part.",
    "site_lost": lambda n, e: f"In {_place(n, e['place'])} a guarded site falls, {e['size']:.0f} lost there now.",
    "site_regained": lambda n, e: f"In {_place(n, e['place'])} the lost sites are retaken.",
    "armed_men": lambda n, e: f"Some {count(e['size'])} armed men appear in {_place(n, e['place'])}.",
    "self_defence_fire": lambda n, e: (
        f"Units in {_place(n, e['place'])} open fire without an order"
        + (f", {e['value1']:.1f} rioters to each man." if e["value1"] >= 1 else ".")
    ),
    "rollback": lambda n, e: "The president rolls the price back",
    "dismissal": lambda n, e: "The president dismisses the government",
    "purge": lambda n, e: "The president removes the old patron and his people",
    "reform": lambda n, e: "The president promises reform",
    "emergency": lambda n, e: "The president declares a state of emergency",
    "shutdown": lambda n, e: "The internet is shut down",
    "fire_order": lambda n, e: "The president orders his forces to fire",
    "framing": lambda n, e: "The president calls the unrest an attack from outside",
    "appeal": lambda n, e: "The president appeals for outside help",
    "placation": lambda n, e: "A known nationalist is given office, to placate opinion",
    "member_agrees": lambda n, e: f"{_member(n, e['actor'])} agrees to send troops",
    "member_declines": lambda n, e: f"{_member(n, e['actor'])} declines to send troops",
    "granted": lambda n, e: f"{_organisation(n, e['actor'])} grants the request; {count(e['size'])} troops are to go",
    "refused": lambda n, e: f"{_organisation(n, e['actor'])} refuses",
    "troops_land": lambda n, e: f"The first troops of {_organisation(n, e['actor'])} land",
    "deployment_complete": lambda n, e: f"The deployment is complete: {count(e['size'])} troops.",
    "mandate_creep": lambda n, e: "The troops, sent to guard, begin to fight",
    "withdrawal_begins": lambda n, e: "The foreign troops begin to leave",
    "withdrawal_ends": lambda n, e: f"The last foreign troops are gone, {e['size']:.0f} days after the first came.",
    "peak": lambda n, e: f"The crowds are at their largest: {count(e['size'])} people across the country.",
    "order_restored": lambda n, e: f"The streets are calm; {count(e['size'])} people are still out.",
    "elite_coup": lambda n, e: "The elite drops the president and puts in another",
    "regime_falls": lambda n, e: "The regime falls",
    "outside_shock": lambda n, e: f"{_shock(n, e['actor'])} shakes the neighbourhood",
    "demand_met": lambda n, e: f"An unwanted demand of {_power(n, e['actor'])} is met",
    "demand_declined": lambda n, e: f"An unwanted demand of {_power(n, e['actor'])} is declined",
    "offer_made": lambda n, e: f"{_power(n, e['actor'])} makes new offers",
    "posture_turn": lambda n, e: (
        f"Policy has turned {'towards' if e['size'] > 0 else 'away from'} {_power(n, e['actor'])} "
        f"by {points(abs(e['size']))} within a year"
    ),
    "leader_falls": lambda n, e: "The line of leaders that came through the crisis loses power",
    "debt_settled": lambda n, e: f"The debt to {_power(n, e['actor'])} is as good as settled",
    "veto_gained": lambda n, e: f"{_power(n, e['actor'])} now gets its way more often than not",
    "veto_lost": lambda n, e: f"{_power(n, e['actor'])} no longer gets its way more often than not",
    "reform_kept": lambda n, e: "The promised reform is largely kept",
    "reform_broken": lambda n, e: "The promised reform is not kept",
    "precedent_set": lambda n, e: "Other clients draw their conclusion about being rescued",
}
"""How each kind of event is said. A sentence without a final stop takes its reasons after a colon."""


def sentence(names: Names, event: np.void) -> str:
    """One event with its reasons; empty if it is too ordinary to be told."""
    if routine(event):
        return ""
    kind = KINDS[int(event["kind"])]
    text = SENTENCES[kind](names, event)
    terms = [(int(event[f"term{k}"]), float(event[f"value{k}"])) for k in (1, 2, 3)]
    if kind == "posture_turn":
        causes = [CAUSES[TERMS[term]] for term, value in terms if term >= 0 and value and TERMS[term] in CAUSES]
        text += f", mostly for {' and '.join(causes)}" if causes else ""
    elif not text.endswith("."):
        reasons = [said for term, value in terms if (said := reason(term, value, kind))]
        text += f": {'; '.join(reasons)}" if reasons else ""
    return f"{text[0].upper()}{text[1:].rstrip('.')}."


def sentences(run: Run) -> list[str]:
    """Every event of a run in words, in the order of ``run.events``; ordinary events are told by an empty text."""
    return [sentence(run.draw.names, event) for event in run.events]
