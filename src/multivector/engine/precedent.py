"""Precedent: what the answer to the appeal tells the organisation's other clients (S17).

Rule: each client's expectation of being rescued moves towards 1 on a grant and towards 0 on a refusal::

    x ← x + precedent_weight ([granted] − x)

This is error-correction learning (Bush and Mosteller 1951). Every client learns the same, so the mean is
enough. It is an outcome: nothing in the country depends on it. If nobody was asked, nobody learns.

Leaves out: likeness between clients, later events elsewhere, forgetting, what clients then do.
"""

from __future__ import annotations

from multivector.engine.compiled import step
from multivector.engine.event import KIND, TERM, record
from multivector.engine.vocabulary import Mechanism, Parameter, Switch

P = Parameter

MECHANISM = Mechanism(
    "precedent",
    "Other clients of the organisation learn from the answer whether they would be rescued.",
    (
        P("precedent_weight", "weight of one answer in a client's expectation", "share", 0.05, 0.5, 0.25,
          source="assumed; Bush and Mosteller 1951 for the form"),
    ),
    (Switch("precedent", "other clients do not learn", ("S17",)),),
)  # fmt: skip

PRECEDENT_SET = KIND["precedent_set"]
BY_PRECEDENT = TERM["precedent"]


@step
def start_precedent(w):  # type: ignore[no-untyped-def]
    """Mean expectation before the crisis among the clients of the organisation; 0 if it has none."""
    organisation = max(0, int(w.acute[0].organisation))
    s = w.now[0]
    for c in w.client:
        if int(c.organisation) == organisation:
            s.clients += 1.0
            s.precedent += c.expectation
    s.precedent /= max(1.0, s.clients)


@step
def set_precedent(w):  # type: ignore[no-untyped-def]
    """What the clients learn, once."""
    a, s = w.acute[0], w.now[0]
    if w.on[0].precedent > 0.0 and s.clients > 0.0 and a.granted + a.refused > 0.0:
        change = w.p[0].precedent_weight * (a.granted - s.precedent)
        s.precedent += change
        record(
            w.events, w.count_events, 1.0, s.month, PRECEDENT_SET, a.organisation, -1.0, s.precedent,
            BY_PRECEDENT, change, -1.0, 0.0, -1.0, 0.0,
        )  # fmt: skip
