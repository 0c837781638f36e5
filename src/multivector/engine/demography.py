"""Demography: groups and generations change their share of the population, slowly (S13).

Rule: each group's share moves along a straight line, and shares are scaled to sum to one::

    share_g(t) ∝ max(0, share_g(0) + growth_g · t / 12)

National identity and public opinion are means over groups, so a nation can change its mind by changing its
people: the generation that grew up after independence replaces the one before.

Source: population growth by group is the scenario's (censuses, current statistics); the line is our design.

Leaves out: births and deaths one by one, waves of migrants, people who change their language or identity.
"""

from __future__ import annotations

from multivector.engine.compiled import inlined
from multivector.engine.vocabulary import Mechanism, Switch

MECHANISM = Mechanism(
    "demography",
    "Groups and generations change their share of the population along a straight line.",
    (),
    (Switch("demography", "every group keeps its share of the population", ("S13",)),),
)


@inlined
def replace_generations(w):  # type: ignore[no-untyped-def]
    """Shares of the groups this month."""
    s = w.now[0]
    people, group = w.people, w.group
    years = w.on[0].demography * s.month / 12.0
    total = 0.0
    titular = 0.0
    for j in range(len(people)):
        share = max(0.0, people[j].share_start + group[j].growth * years)
        people[j].share = share
        total += share
        titular += share * group[j].titular
    for j in range(len(people)):
        people[j].share /= total
    s.titular_share = titular / total
