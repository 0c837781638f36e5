"""What nearly all runs agree on, and where they part: statements counted, and the number that tells runs apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from multivector.assess import words
from multivector.assess.answer import Consensus, Divergence
from multivector.assess.dispute import Disputes
from multivector.assess.lives import Lives, Reading
from multivector.assess.proportion import estimate
from multivector.assess.views import Shock
from multivector.scenario import Template

AGREED = 0.9
"""Share of runs that makes a consensus."""

FEWEST = 30
"""With fewer acute phases than this nothing is called agreed or disputed."""

POSTURE, TIES, MOOD = 0.01, 0.005, 0.05
"""Changes that count: of posture and of ties (share), and of attitudes."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Statement:
    """A sentence that holds in some runs.

    Attributes:
        yes: The sentence.
        no: Its denial.
        among: Among which runs, in words.
        phase: ``crisis`` or ``aftermath``.
        hits: Shape (n,): where it holds.
        clusters: Shape (n,): the acute phase of each; None if each run has its own.
        disputes: What could be settled, in the same runs; None if that is not asked.
    """

    yes: str
    no: str
    among: str
    phase: Literal["crisis", "aftermath"]
    hits: Mask
    clusters: NDArray[np.int64] | None
    disputes: Disputes | None


@dataclass(frozen=True)
class Among:
    """A part of the runs of a study, prepared for questions.

    Attributes:
        name: In words.
        runs: Shape (all runs,): which belong to it.
        disputes: What could be settled, in those runs.
    """

    name: str
    runs: Mask
    disputes: Disputes | None


def of_crisis(acute: NDArray[np.void], among: dict[str, Among]) -> list[Statement]:
    """Statements on the acute phase.

    Args:
        acute: Acute outcomes of the study's runs.
        among: ``all``, ``ignited``, ``national``, ``appealed`` and ``deployed``.
    """

    def day(name: str) -> Mask:
        return np.asarray(acute[f"{name}_day"] >= 0)

    told = [
        ("The crisis ignites.", "The crisis does not ignite.", "all", acute["ignited"] > 0),
        ("Protest becomes a national wave.", "Protest stays short of a national wave.", "ignited",
         acute["national"] > 0),
        ("The regime falls.", "The regime does not fall.", "national", acute["fate"] == 2),
        ("Its own elite replaces the leader.", "Its own elite does not replace the leader.", "national",
         acute["fate"] == 1),
        ("The price is rolled back.", "The price is not rolled back.", "national", day("rollback")),
        ("The government is dismissed.", "The government is not dismissed.", "national", day("dismissal")),
        ("The former patron is removed.", "The former patron is not removed.", "national", day("purge")),
        ("A state of emergency is declared.", "No state of emergency is declared.", "national", day("emergency")),
        ("The internet is shut down.", "The internet stays on.", "national", day("shutdown")),
        ("The order to fire is given.", "No order to fire is given.", "national", day("fire")),
        ("Help from outside is asked for.", "No help from outside is asked for.", "national", day("appeal")),
        ("The streets are calm within 20 days.", "The streets are not calm within 20 days.", "national",
         acute["calm_day"] <= 20),
        ("More than a hundred people are killed.", "A hundred people or fewer are killed.", "national",
         acute["dead_civil"] + acute["dead_security"] > 100),
        ("The help asked for is granted.", "The help asked for is not granted.", "appealed", acute["granted"] > 0),
        ("The mandate is combat.", "The mandate is to guard.", "deployed", acute["combat"] > 0),
        ("The troops leave, or the regime falls, within 30 days.", "The troops stay more than 30 days.", "deployed",
         acute["stay"] <= 30),
    ]  # fmt: skip
    return [
        Statement(yes, no, among[name].name, "crisis", hits[among[name].runs], None, among[name].disputes)
        for yes, no, name, hits in told
    ]


def readings(template: Template, months: int) -> list[tuple[str, str, Reading, str, float]]:
    """Statements on the months as (yes, no, reading, comparison, bound); the comparison is ``>`` or ``<``."""
    scenario = template.scenario
    last, first = (max(1, months - 11), months), (1, min(12, months))
    year = f"the last year (months {last[0]} to {last[1]})"
    told = []
    for key in powers_of(template):
        name = words.power(scenario, key)
        told += [
            (f"In {year} an unwanted demand of {name} is more likely met than not.",
             f"In {year} {name} has no veto: an unwanted demand is more likely refused than met.",
             Reading("compliance", key, last), ">", 0.5),
            (f"In {year} ties with {name} are closer than before the crisis.",
             f"In {year} ties with {name} are not closer than before the crisis.",
             Reading("dependence", key, last, "pre"), ">", TIES),
            (f"In {year} ties with {name} are looser than before the crisis.",
             f"In {year} ties with {name} are not looser than before the crisis.",
             Reading("dependence", key, last, "pre"), "<", -TIES),
            (f"In {year} posture is nearer to {name} than before the crisis.",
             f"In {year} posture is not nearer to {name} than before the crisis.",
             Reading("alignment", key, last, "pre"), ">", POSTURE),
            (f"In {year} posture is farther from {name} than before the crisis.",
             f"In {year} posture is not farther from {name} than before the crisis.",
             Reading("alignment", key, last, "pre"), "<", -POSTURE),
            (f"The help brings posture nearer to {name}, in {year}.",
             f"The help does not bring posture nearer to {name}, in {year}.",
             Reading("alignment", key, last, "twin"), ">", POSTURE),
            (f"The help drives posture away from {name}, in {year}.",
             f"The help does not drive posture away from {name}, in {year}.",
             Reading("alignment", key, last, "twin"), "<", -POSTURE),
            (f"In the first year the population thinks worse of {name}.",
             f"In the first year the population does not think worse of {name}.",
             Reading("attitude", key, first), "<", -MOOD),
        ]  # fmt: skip
    told += [
        ("The leaders who survived the crisis are still in power at the end.",
         "The leaders who survived the crisis are no longer in power at the end.",
         Reading("in_power", "", (months, months)), ">", 0.5),
        ("Two years on a debt for the help is outstanding.", "Two years on the debt for the help is all but gone.",
         Reading("debt", "", (min(24, months), min(24, months))), ">", 0.05),
        (f"In {year} ties are spread over fewer powers than before the crisis.",
         f"In {year} ties are not spread over fewer powers than before the crisis.",
         Reading("concentration", "", last, "pre"), ">", TIES),
    ]  # fmt: skip
    return told


def of_months(template: Template, lives: Lives, shock: Shock, among: str, disputes: Disputes) -> list[Statement]:
    """Statements on the months, in every setting of the outside shock."""
    months = int(template.every["settings.months"].central)
    found = []
    for on in shock.settings:
        where = f"{among}, {shock.words(on)}"
        for yes, no, reading, sign, bound in readings(template, months):
            numbers = lives.read(reading, on)
            hits = numbers > bound if sign == ">" else numbers < bound
            found.append(Statement(yes, no, where, "aftermath", hits, lives.rows, disputes))
    return found


def powers_of(template: Template) -> list[str]:
    """Ids of the powers outside."""
    return [key for key in template.scenario.powers if not template.every[f"powers.{key}.home"].central]


def consensus(statements: Sequence[Statement]) -> tuple[Consensus, ...]:
    """Statements on which at least nine runs in ten agree, as they hold."""
    rows = []
    for s in statements:
        share = estimate(s.hits, s.clusters)
        if share.distinct < FEWEST:
            continue
        holds = share.value >= 0.5
        agreed = share if holds else estimate(~s.hits, s.clusters)
        if agreed.value >= AGREED:
            rows.append(Consensus(s.yes if holds else s.no, s.among, s.phase, agreed, agreed.low >= AGREED))
    return tuple(rows)


def divergence(statements: Sequence[Statement]) -> tuple[Divergence, ...]:
    """Statements on which runs part, with the number or fact that tells them apart best, most divided first."""
    rows = []
    for s in statements:
        share = estimate(s.hits, s.clusters)
        if share.distinct < FEWEST or not 1 - AGREED < share.value < AGREED or s.disputes is None:
            continue
        found = s.disputes.settle(s.hits)
        best = next((f for f in found if f.subject.kind != "group" and f.share > f.chance), None)
        n, least = len(s.hits), s.disputes.detectable
        percent = f"{share.value:.0%} of runs ({share.low:.0%} to {share.high:.0%})"
        if best is None:
            text = f"no single number tells which (with {n:,} draws, {least:.0%} of the variance would have been found)"
        else:
            text = (
                f"most hangs on {best.subject.meaning}: {best.at_low:.0%} where it is lowest, {best.at_high:.0%} where"
                f" it is highest; it explains {best.share:.0%} of the variance (chance: {best.chance:.1%}; n = {n:,})"
            )
        rows.append(
            Divergence(
                statement=s.yes,
                among=s.among,
                phase=s.phase,
                share=share,
                subject=best.subject.id if best else "",
                meaning=best.subject.meaning if best else "",
                explained=best.share if best else 0.0,
                at_low=best.at_low if best else share.value,
                at_high=best.at_high if best else share.value,
                chance=best.chance if best else (found[0].chance if found else 0.0),
                detectable=least,
                words=f"{s.yes} So in {percent}; {text}.",
            )
        )
    parts = list(dict.fromkeys(row.among for row in rows))
    return tuple(sorted(rows, key=lambda row: (parts.index(row.among), abs(row.share.value - 0.5))))
