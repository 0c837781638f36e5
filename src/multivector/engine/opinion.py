"""Opinion and identity: relief, backlash and what remains of them (S13).

Rule: foreign troops move the attitude of group g to their sender by ``Δ``, in step with how long they have
been seen; a refused appeal moves it by ``−refusal_hurt``; then every attitude follows Friedkin and
Johnsen::

    Δ_g  = relief (1 − n_g)(relief_base + rescue) − betrayal n_g m expo (1 − placation_effect [placated])
           + trust [guard, gone within trust_days],                                    clipped to [−.8, .5]
    m    = 1 for a guard mandate, combat_backlash for combat
    expo = min(2, .5 + .5 ln(1 + days seen / stay_scale)) √(troops / troops_scale)
    x_gp ← k ((1 − i) x_gp + i x̄_p) + (1 − k) b_gp,   k = 2^(−1/opinion_half_life)
    i    = (1 − k)/k · influence/(1 − influence)

The share ``opinion_scar`` of every Δ moves the anchor b for good; ``campaign`` of a power moves it by 1/60
of its five-year size a month. A fall of attitude makes the titular nation firmer: ``n_g += identity_rally ·
|Δ_g|``. Approval of the ruler takes the share ``blame`` of Δ, falls by ``mourning`` for the dead and moves
by ``reform_credit`` with the promised reform, at the month it is due; nothing else in the model depends on
it.

The month's rule is Friedkin and Johnsen's (1990) y' = A W y + (I − A) b with A = k I and W = (1 − i) I + i
1π', π the shares of the groups. So the population's mean fades with the half-life, and in the long run talk
has removed the share ``influence`` of the differences between the groups' anchors; that is how i is found.
Rallies are near zero on average (Baker and Oneal 2001), so ranges are wide and their signs open; the form
of Δ is our design.

Leaves out: bounded confidence, regions, single media, noise of polls.
"""

from __future__ import annotations

import math

from numba import njit

from multivector.engine.compiled import inlined, step
from multivector.engine.country import MONTH_DAYS
from multivector.engine.vocabulary import Mechanism, Parameter, Switch

P = Parameter

MECHANISM = Mechanism(
    "opinion",
    "Foreign troops bring relief, backlash or trust by identity; attitudes drift back to a scarred anchor.",
    (
        P("relief", "relief at help, for a group without national identity and a sure rescue", "attitude",
          0.0, 0.2, 0.1),
        P("relief_base", "part of the relief that does not hang on the rescue", "share", 0.3, 0.3, 0.3),
        P("betrayal", "backlash against foreign troops at full national identity", "attitude",
          0.0, 0.35, 0.175),
        P("combat_backlash", "factor on the backlash under a combat mandate", "1", 1.5, 5.0, 3.0),
        P("placation_effect", "share of the backlash taken away by a nationalist appointment", "share",
          0.0, 0.25, 0.12),
        P("trust", "gain of a guard that leaves in time", "attitude", 0.0, 0.12, 0.06),
        P("trust_days", "longest stay that counts as in time", "days", 30.0, 30.0, 30.0),
        P("stay_scale", "stay after which exposure begins to grow by its logarithm", "days",
          14.0, 14.0, 14.0, positive=True),
        P("troops_scale", "foreign troops with exposure 1", "persons", 2500.0, 2500.0, 2500.0, positive=True),
        P("refusal_hurt", "fall of attitude to a patron that refused", "attitude", 0.0, 0.16, 0.08),
        P("identity_rally", "rise of titular identity per fall of attitude", "1", 0.15, 0.15, 0.15),
        P("opinion_half_life", "half-life of a change of attitude", "months", 6.0, 60.0, 19.0, "log"),
        P("opinion_scar", "share of a change of attitude that stays", "share", 0.0, 0.4, 0.2),
        P("influence", "share of the groups' differences that talk between them removes in the long run", "share",
          0.1, 0.6, 0.35, source="assumed; Friedkin and Johnsen 1990 for the form"),
        P("blame", "share of the feeling about foreign troops that falls on the ruler who called them", "share",
          0.0, 0.6, 0.3),
        P("mourning", "loss of approval at the reference number of dead", "attitude", 0.0, 0.15, 0.07),
        P("reform_credit", "approval won by reform kept in full, lost by reform broken", "attitude",
          0.0, 0.15, 0.07),
    ),
    (
        Switch("backlash", "foreign troops offend nobody", ("S11", "S13")),
        Switch("placation_relief", "placating nationalists softens no backlash", ("S13",)),
        Switch("campaigns", "no power works on opinion", ("S16",)),
    ),
)  # fmt: skip

CAMPAIGN_MONTHS = 60.0
LOWEST, HIGHEST = -0.8, 0.5


@step
def arrival_shock(w, identity):  # type: ignore[no-untyped-def]
    """Change of attitude to the troops' sender, from what has been seen of them up to now.

    Args:
        w: The country.
        identity: Strength of national identity of the group.
    """
    p, a, s, on = w.p[0], w.acute[0], w.now[0], w.on[0]
    seen = MONTH_DAYS * max(0.0, min(s.leave, s.month) - s.arrival)
    exposure = min(2.0, 0.5 + 0.5 * math.log(1.0 + seen / p.stay_scale)) * math.sqrt(a.troops / p.troops_scale)
    harm = p.betrayal * on.backlash * identity * exposure
    if a.combat > 0.0:
        harm *= p.combat_backlash
    if a.placation_day >= 0.0:
        harm *= 1.0 - p.placation_effect * on.placation_relief
    change = p.relief * (1.0 - identity) * (p.relief_base + a.rescue) - harm
    if a.combat == 0.0 and a.stay <= p.trust_days and s.leave <= s.month:
        change += p.trust
    return min(HIGHEST, max(LOWEST, change))


@step
def start_opinion(w):  # type: ignore[no-untyped-def]
    """What the crisis itself leaves: the hurt of a refusal, mourning."""
    p = w.p[0]
    a = w.acute[0]
    s = w.now[0]
    keep = s.opinion_keep
    s.mixing = min(1.0, (1.0 - keep) / keep * p.influence / (1.0 - p.influence))
    for j in range(len(w.people)):
        if a.refused > 0.0:
            shake(w, j, -p.refusal_hurt)
        grief = s.crisis * p.mourning * min(3.0, (a.dead_civil + a.dead_security) / p.threat_deaths)
        w.people[j].approval -= grief
        w.people[j].approval_anchor -= p.opinion_scar * grief


@step
def shake(w, j, change):  # type: ignore[no-untyped-def]
    """Move one group's attitude to the patron, and what goes with it.

    Args:
        w: The country.
        j: Row of the group.
        change: Change of attitude.
    """
    p = w.p[0]
    h = w.people[j]
    patron = int(w.now[0].patron)
    w.attitude[j, patron] += change
    w.anchor[j, patron] += p.opinion_scar * change
    h.approval += p.blame * change
    h.approval_anchor += p.opinion_scar * p.blame * change
    if w.group[j].titular > 0.0 and change < 0.0:
        h.identity = min(1.0, h.identity - p.identity_rally * change)


@step
def meet_troops(w, j):  # type: ignore[no-untyped-def]
    """What seeing foreign troops for longer, or seeing them go, adds for one group."""
    felt = arrival_shock(w, w.group[j].identity)
    shake(w, j, felt - w.people[j].arrival_felt)
    w.people[j].arrival_felt = felt


@njit
def swayed(heard, anchor, susceptibility):  # type: ignore[no-untyped-def]
    """One attitude after Friedkin and Johnsen's step: between its anchor and what is heard, by susceptibility."""
    return anchor + susceptibility * (heard - anchor)


@inlined
def change_minds(w):  # type: ignore[no-untyped-def]
    """Attitudes, approval and identity this month."""
    p, a, s, on = w.p[0], w.acute[0], w.now[0], w.on[0]
    people, group, power, standing = w.people, w.group, w.power, w.standing
    attitude, anchor = w.attitude, w.anchor
    s.identity = 0.0
    s.approval = 0.0
    for j in range(len(people)):
        h = people[j]
        if s.leave > 0.0 and s.arrival < s.month < s.leave + 1.0:
            meet_troops(w, j)
        if a.reform_day >= 0.0 and s.month == p.reform_months:
            credit = p.reform_credit * (2.0 * p.reform - 1.0)
            h.approval += credit
            h.approval_anchor += p.opinion_scar * credit
        h.approval = h.approval_anchor + (h.approval - h.approval_anchor) * s.opinion_keep
        s.approval += h.share * h.approval
        s.identity += h.share * h.identity
    for i in range(len(power)):
        mean = 0.0
        for j in range(len(people)):
            anchor[j, i] += on.campaigns * power[i].campaign / CAMPAIGN_MONTHS
            mean += people[j].share * attitude[j, i]
        everyone = 0.0
        titular = 0.0
        for j in range(len(people)):
            heard = attitude[j, i] + s.mixing * (mean - attitude[j, i])
            x = swayed(heard, anchor[j, i], s.opinion_keep)
            attitude[j, i] = min(1.0, max(-1.0, x))
            everyone += people[j].share * attitude[j, i]
            titular += people[j].share * group[j].titular * attitude[j, i]
        standing[i].attitude = everyone
        standing[i].attitude_titular = titular / max(s.titular_share, 1e-12)
