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


REASONS: dict[str, Callable[[float], str]] = {
    "survival_gain": lambda v: f"it promised {points(v)} of survival",
    "cost": lambda v: f"against a cost felt as {points(v)}",
    "pressure": lambda v: f"pressure from the street stood at {v:.2f}",
    "violence": lambda v: f"violence was felt at {v:.2f} of its full effect",
    "turnout": lambda v: f"turnout was felt at {v:.2f} of its full effect",
    "sites_lost": lambda v: f"{v:.0f} guarded sites were lost",
    "shirking": lambda v: f"{v:.0%} of the forces did not obey",
    "strength": lambda v: f"the regime's strength was {v:.2f}",
    "threshold": lambda v: f"below {v:.2f} it falls",
    "cohesion": lambda v: f"the elite's cohesion was down to {v:.2f} of a calm day's",
    "legal_framing": lambda v: f"the legal case weighed {v:+.2f}",
    "patron_stake": lambda v: f"the leader's readiness came to {v:+.2f}",
    "leader_pull": lambda v: f"the leader's pull weighed {v:+.2f}",
    "own_reasons": lambda v: f"its own reasons {v:+.2f}",
    "order": lambda v: f"order had held for {v:.1f} days",
    "host_pressure": lambda v: f"the host's wish to see them go weighed {v:.2f}",
    "leverage": lambda v: f"the patron's wish to stay {v:.2f}",
    "vote_lag": lambda v: f"the decision took {v:.0f} hours",
    "transport_lag": lambda v: f"the flights {v:.0f}",
    "grievance": lambda v: f"grievance stood {v:+.2f} above a calm day's",
    "support": lambda v: f"support from elsewhere was felt at {v:.2f}",
    "prize": lambda v: "it was a prize" if v > 0.5 else "",
    "instigation": lambda v: "networks had reach there" if v > 0.3 else "",
}
"""How a term is said; an empty text is left out. Terms without an entry are said by name and value."""


def reason(term: int, value: float) -> str:
    """One deciding term in words; empty if there is none or it says nothing."""
    if term < 0:
        return ""
    name = TERMS[term]
    if name in REASONS:
        return REASONS[name](value)
    return f"{name.replace('_', ' ')} {value:+.2f}"


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
    "protest_reaches": lambda n, e: f"Protest reaches {_place(n, e['place'])}: {count(e['size'])} people are out",
    "mass_protest": lambda n, e: (
        f"It becomes a mass protest in {_place(n, e['place'])}, with {count(e['size'])} people."
    ),
    "riot_begins": lambda n, e: f"Riot breaks out in {_place(n, e['place'])}; {count(e['size'])} take part.",
    "site_lost": lambda n, e: f"In {_place(n, e['place'])} a guarded site falls, {e['size']:.0f} lost there now.",
    "site_regained": lambda n, e: f"In {_place(n, e['place'])} the lost sites are retaken.",
    "armed_men": lambda n, e: f"Some {count(e['size'])} armed men appear in {_place(n, e['place'])}.",
    "self_defence_fire": lambda n, e: (
        f"Outnumbered units in {_place(n, e['place'])} open fire without an order, "
        f"{e['value1']:.1f} rioters to each man."
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
    "exit_asked": lambda n, e: "The president asks the troops to leave.",
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
    """One event with its reasons."""
    text = SENTENCES[KINDS[int(event["kind"])]](names, event)
    if text.endswith("."):
        return text[0].upper() + text[1:]
    reasons = [
        said for k in ("1", "2", "3") if (said := reason(int(event["term" + k]), float(event["value" + k])))
    ]
    text = f"{text}: {'; '.join(reasons)}" if reasons else text
    return f"{text[0].upper()}{text[1:]}."


def sentences(run: Run) -> list[str]:
    """Every event of a run in words, in the order of ``run.events``."""
    return [sentence(run.draw.names, event) for event in run.events]
