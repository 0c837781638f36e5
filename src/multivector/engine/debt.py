"""Debt and hold: what a rescued regime owes, and how far it stands on foreign force (S14, S12).

Rule: a regime that was rescued and still stands owes its rescuer; a mandate holds it up while the troops
stay::

    g(0)    = min(1, debt_scale · rescue · (combat_debt if combat))
    hold(0) = hold_guard or hold_combat
    both are constant while troops stay, then halve every debt_half_life;  g −= repayment per demand met
    garrison = garrison_pull · hold, times garrison_combat for combat; a guard's ends with its exit

Debt 1: the regime would surely have fallen. Debt is a state of the leader's mind: it shows only in demands
met, votes and contracts, and can never be scored itself.

Source: our design. That a favour must be repaid, and how long it is felt, is what the sources dispute:
``debt_half_life`` is that dispute. ``combat_debt`` and ``garrison_pull`` were set on a pattern of twelve
interventions, which are therefore no test of them.

Leaves out: gratitude of the public, debts to several powers, refusal to acknowledge.
"""

from __future__ import annotations

from multivector.engine.compiled import inlined, step
from multivector.engine.country import fade
from multivector.engine.event import KIND, TERM, record
from multivector.engine.vocabulary import Mechanism, Parameter, Switch

P = Parameter

MECHANISM = Mechanism(
    "debt",
    "A rescued regime owes; the debt halves once the troops are gone and shrinks with every demand met.",
    (
        P("debt_scale", "debt for a sure rescue by a guard", "share", 0.2, 1.0, 0.6),
        P("combat_debt", "factor on the debt under a combat mandate", "1", 1.5, 4.0, 2.75),
        P("debt_half_life", "half-life of debt and hold after the exit", "months", 4.0, 60.0, 15.5, "log"),
        P("repayment", "debt paid by one unwanted demand met", "share", 0.0, 0.15, 0.075),
        P("debt_settled_level", "debt below which it counts as settled", "share", 0.05, 0.05, 0.05),
        P("hold_guard", "how far the regime stands on foreign force under a guard mandate", "share",
          0.3, 0.3, 0.3),
        P("hold_combat", "the same under a combat mandate", "share", 0.95, 0.95, 0.95),
        P("garrison_pull", "pull of foreign troops in the country, at full hold", "share points",
          0.0, 0.35, 0.175),
        P("garrison_combat", "factor on it under a combat mandate", "1", 2.0, 2.0, 2.0),
    ),
    (
        Switch("debt", "nothing is owed for a rescue", ("S14",)),
        Switch("hold", "the regime never stands on foreign force", ("S12",)),
    ),
)  # fmt: skip

DEBT_SETTLED = KIND["debt_settled"]
BY_REPAYMENT, BY_FORGETTING = TERM["repayment"], TERM["forgetting"]


@step
def start_debt(w):  # type: ignore[no-untyped-def]
    """Debt and hold that the acute phase leaves."""
    p = w.p[0]
    a = w.acute[0]
    s = w.now[0]
    stands = 1.0 if a.granted > 0.0 and a.fate < 2.0 else 0.0
    owed = p.debt_scale * a.rescue
    if a.combat > 0.0:
        owed *= p.combat_debt
    s.debt = w.on[0].debt * stands * min(1.0, owed)
    s.incurred = s.debt
    s.debt_keep = fade(p.debt_half_life)
    if s.leave > s.arrival:
        s.hold = w.on[0].hold * stands * (p.hold_combat if a.combat > 0.0 else p.hold_guard)


@inlined
def remember(w):  # type: ignore[no-untyped-def]
    """Debt, hold and garrison this month."""
    p = w.p[0]
    s = w.now[0]
    keep = 1.0 - s.gone * (1.0 - s.debt_keep)
    s.debt *= keep
    if w.acute[0].combat > 0.0:
        s.hold *= keep
        s.garrison = p.garrison_pull * p.garrison_combat * s.hold
    else:
        s.garrison = p.garrison_pull * s.hold * s.present
        s.hold *= keep
    level = p.debt_settled_level
    if s.incurred >= level and s.debt < level and s.settled == 0.0:
        s.settled = 1.0
        record(
            w.events, w.count_events, 1.0, s.month, DEBT_SETTLED, s.patron, -1.0, s.incurred,
            BY_REPAYMENT, s.repaid, BY_FORGETTING, s.incurred - s.repaid - s.debt, -1.0, 0.0,
        )  # fmt: skip
