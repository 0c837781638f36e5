"""What to watch: early signs that tell how a crisis, and the years after it, will end.

A sign is judged by the area under its ROC curve (Hanley and McNeil 1982) and by the information it carries, both
among the runs in which the outcome is still open when the sign is read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multivector.assess import words
from multivector.assess.answer import Watch
from multivector.assess.consensus import powers_of
from multivector.assess.lives import Lives, Reading
from multivector.assess.proportion import estimate
from multivector.assess.views import Shock
from multivector.assess.voi import BINS
from multivector.ensemble import Study
from multivector.scenario import Template

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

DAYS = (2, 3, 4, 5, 7, 10, 14)
"""Ends of days at which signs are read, counted from the start of the crisis."""

MONTHS = (6, 12)
"""Months at whose end signs are read; each is the mean of three months."""

PRESENT = 100.0
"""A region has protest with at least so many people on the street."""

MOVES = {
    "rollback": "the price has been rolled back", "dismissal": "the government has been dismissed",
    "purge": "the former patron has been removed", "reform": "reform has been promised",
    "emergency": "a state of emergency has been declared", "shutdown": "the internet has been shut down",
    "fire": "the order to fire has been given", "framing": "the unrest has been called an attack from outside",
    "appeal": "help from outside has been asked for",
}  # fmt: skip

FEWEST = 15
"""With fewer runs of either kind than this a sign is not judged."""

BEST = 2
"""Signs an outcome and date."""


@dataclass(frozen=True)
class Sign:
    """Something that can be looked at.

    Attributes:
        name: Its name in the results.
        meaning: In words.
        values: Shape (n,).
        unit: Of the values; ``flag`` for a yes or no.
    """

    name: str
    meaning: str
    values: Floats
    unit: str


def auc(x: Floats, hits: Mask) -> float:
    """Chance that ``x`` is larger in a run with the outcome than in one without, ties counting half.

    Args:
        x: Shape (n,).
        hits: Shape (n,), with at least one run of each kind.
    """
    from scipy.stats import rankdata

    positive = int(hits.sum())
    negative = len(hits) - positive
    ranks = rankdata(x)
    return float((ranks[hits].sum() - positive * (positive + 1) / 2) / (positive * negative))


def auc_interval(a: float, positive: float, negative: float) -> tuple[float, float]:
    """95 % interval of an area under the curve (Hanley and McNeil 1982).

    Args:
        a: The area.
        positive: Independent runs with the outcome.
        negative: Independent runs without.
    """
    q1, q2 = a / (2 - a), 2 * a * a / (1 + a)
    spare = a * (1 - a) + (positive - 1) * (q1 - a * a) + (negative - 1) * (q2 - a * a)
    half = 1.959963984540054 * math.sqrt(max(0.0, spare) / (positive * negative))
    return max(0.0, a - half), min(1.0, a + half)


def bits(x: Floats, hits: Mask, bins: int = BINS) -> float:
    """Information that ``x`` in classes carries on the outcome, in bits, less what chance puts there (Miller 1955)."""
    values, place = np.unique(x, return_inverse=True)
    if len(values) > bins:
        cuts = np.unique(np.quantile(x, np.linspace(0, 1, bins + 1)[1:-1]))
        place = np.searchsorted(cuts, x, side="right")
        place = np.unique(place, return_inverse=True)[1]
    size = np.bincount(place).astype(float)
    share = np.bincount(place, hits) / size
    left = float((size / len(x) * _entropy(share)).sum())
    gained = float(_entropy(np.array([hits.mean()]))[0]) - left
    return max(0.0, gained - (len(size) - 1) / (2 * len(x) * math.log(2)))


def best_threshold(x: Floats, hits: Mask) -> float:
    """The value that splits best: largest difference between the two shares caught (Youden 1950)."""
    order = np.argsort(x, kind="stable")
    sorted_x, sorted_hits = x[order], hits[order]
    ends = np.flatnonzero(np.diff(sorted_x) > 0)  # a split lies after each of these
    if not len(ends):
        return float(sorted_x[0])
    below = np.cumsum(sorted_hits)[ends] / hits.sum() - np.cumsum(~sorted_hits)[ends] / (~hits).sum()
    return float(sorted_x[ends[np.argmax(np.abs(below))] + 1])


def in_the_crisis(study: Study, acute: NDArray[np.void], members: NDArray[np.int64], template: Template) -> list[Watch]:
    """Signs in the first days.

    Args:
        study: The study.
        acute: Acute outcomes of its runs.
        members: Their numbers.
        template: The crisis.
    """
    national_day = template.every["settings.national_day"].central
    ended = acute["end_day"]
    rows: list[Watch] = []
    for day in DAYS:
        signs = _crisis_signs(study, members, acute, day)
        going_on = ended >= day
        ignited = going_on & (acute["peak_share"] > 0)
        outcomes: list[tuple[str, Mask, str, Mask]] = []
        if day < national_day:
            outcomes.append(
                ("Protest becomes a national wave", acute["national"] > 0, "runs still going on then", going_on)
            )
        for text, hit, when in (
            ("The regime falls or its leader is replaced", acute["fate"] > 0, acute["fate_day"]),
            ("Help from outside is asked for", acute["appeal_day"] >= 0, acute["appeal_day"]),
        ):
            undecided = ignited & ((when < 0) | (when >= day))
            outcomes.append((text, hit, "runs in which this is still open then", undecided))
        deadly = acute["dead_civil"] + acute["dead_security"] > 100
        outcomes.append(("More than a hundred people are killed", deadly, "runs still going on then", ignited))
        for text, hit, among, open_ in outcomes:
            rows += _judged(signs, hit, open_, text, among, "day", day, 1.0)
    return rows


def in_the_months(
    template: Template, lives: Lives, shock: Shock, among: str, outcomes: Sequence[tuple[str, bool, Mask]]
) -> list[Watch]:
    """Signs in the first year after.

    Args:
        template: The crisis.
        lives: What was lived in a scope, with :func:`month_readings` read.
        shock: The settings of the outside shock.
        among: The scope in words.
        outcomes: Outcome in words, setting of the shock, where it came.
    """
    rows: list[Watch] = []
    everyone = np.ones(len(lives.rows), dtype=bool)
    for month in MONTHS:
        wanted = month_readings(template, month)
        for text, on, hits in outcomes:
            signs = [
                Sign(
                    f"{r.series}:{r.power}" if r.power else r.series,
                    words.series(r.series, r.power, template.scenario)
                    + (", change since before" if r.against == "pre" else ""),
                    lives.read(r, on).astype(float),
                    words.SERIES[r.series].unit if r.against == "none" else "1",
                )
                for r in wanted
            ]
            share = estimate(hits, lives.rows)
            where = f"{among}, {shock.words(on)}"
            rows += _judged(signs, hits, everyone, text, where, "month", month, share.effective / max(share.n, 1))
    return rows


def month_readings(template: Template, month: int) -> tuple[Reading, ...]:
    """What can be seen in the three months up to ``month``; debts and leanings cannot."""
    window = (max(1, month - 2), month)
    found = [Reading("demands", "", (month, month)), Reading("approval", "", window), Reading("in_power", "", window)]
    for key in powers_of(template):
        found += [
            Reading("posture_security", key, window, "pre"),
            Reading("posture_economy", key, window, "pre"),
            Reading("posture_politics", key, window, "pre"),
            Reading("attitude", key, window),
            Reading("offer", key, window),
        ]
    return tuple(found)


def _crisis_signs(
    study: Study, members: NDArray[np.int64], acute: NDArray[np.void], day: int
) -> list[Sign]:
    """Signs known at the end of a day, for the runs of ``members``."""
    place = {member: row for row, member in enumerate(members.tolist())}
    nation = study.query(
        "SELECT member, max(street) AS crowd, arg_max(street, day) AS street, max(rioting) AS riot,"
        " arg_max(held, day) AS held, arg_max(dead, day) AS dead, max(shirking) AS shirking"
        " FROM nation WHERE day < ? GROUP BY member",
        [float(day)],
    )
    regions = study.query(
        "SELECT member, count(DISTINCT region) AS regions FROM series WHERE day < ? AND street >= ? GROUP BY member",
        [day, PRESENT],
    )

    def column(table: object, name: str) -> Floats:
        filled = np.zeros(len(members))
        for member, value in table.select("member", name).iter_rows():  # type: ignore[attr-defined]
            if member in place:
                filled[place[member]] = value
        return filled

    signs = [
        Sign("street", "people on the street now", column(nation, "street"), "persons"),
        Sign("crowd", "largest crowd so far", column(nation, "crowd"), "persons"),
        Sign("rioting", "most people rioting at once so far", column(nation, "riot"), "persons"),
        Sign("held", "people in detention", column(nation, "held"), "persons"),
        Sign("dead", "people killed so far", column(nation, "dead"), "persons"),
        Sign("shirking", "largest share of the forces not obeying so far", column(nation, "shirking"), "share"),
        Sign("regions", "regions that have seen protest", column(regions, "regions"), "1"),
    ]
    for move, meaning in MOVES.items():
        when = acute[f"{move}_day"]
        signs.append(Sign(f"{move}_day", meaning, ((when >= 0) & (when < day)).astype(float), "flag"))
    return signs


def _judged(
    signs: Sequence[Sign], hits: Mask, open_: Mask, outcome: str, among: str, clock: str, when: int, weight: float
) -> list[Watch]:
    """The best signs of an outcome at a date; ``weight`` is the share of the draws that are independent."""
    y = hits[open_]
    positive, negative = int(y.sum()), int((~y).sum())
    if min(positive, negative) < FEWEST:
        return []
    # an area needs to be clear of ½ by more than the best of so many meaningless signs
    found = []
    for sign in signs:
        x = sign.values[open_]
        if np.ptp(x) == 0:
            continue
        area = auc(x, y)
        low, high = auc_interval(area, max(1.0, positive * weight), max(1.0, negative * weight))
        margin = _bonferroni(len(signs)) / 1.959963984540054
        if abs(area - 0.5) > margin * (high - low) / 2:
            found.append((abs(area - 0.5), area, low, high, sign, x))
    found.sort(key=lambda row: -row[0])
    return [
        _watch(outcome, among, clock, when, y, area, low, high, sign, x)
        for _, area, low, high, sign, x in found[:BEST]
    ]


def _watch(
    outcome: str,
    among: str,
    clock: str,
    when: int,
    y: Mask,
    area: float,
    low: float,
    high: float,
    sign: Sign,
    x: Floats,
) -> Watch:
    split = 1.0 if sign.unit == "flag" else best_threshold(x, y)
    above = x >= split
    over, under, base = (float(part.mean()) if len(part) else math.nan for part in (y[above], y[~above], y))
    date = f"By the end of {'day' if clock == 'day' else 'month'} {when}"
    if sign.unit == "flag":
        case, other = f"if {sign.meaning}", "if not"
    else:
        case, other = f"if {sign.meaning} is {words.number(split, sign.unit)} or more", "if less"
    return Watch(
        outcome=outcome,
        among=among,
        sign=sign.meaning,
        observable=sign.name,
        clock=clock,  # type: ignore[arg-type]
        when=float(when),
        auc=area,
        low=low,
        high=high,
        bits=bits(x, y),
        threshold=split,
        at_or_above=over,
        below=under,
        base=base,
        n=len(y),
        positive=int(y.sum()),
        words=f"{date}, {case}: {over:.0%}; {other}: {under:.0%} ({outcome}; without looking {base:.0%}).",
    )


def _bonferroni(k: int) -> float:
    from scipy.special import ndtri

    return float(ndtri(1 - 0.025 / max(k, 1)))


def _entropy(p: Floats) -> Floats:
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return np.asarray(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)))
