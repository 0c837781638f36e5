"""What to watch: early signs that tell how a crisis, and the years after it, will end.

A sign is judged by the area under its ROC curve (Hanley and McNeil 1982) and by the information it carries, both
among the runs in which the outcome is still open when the sign is read: the crisis is going on, and the outcome has
neither come nor become impossible. Signs and the values that split best are chosen on one half of these runs; all that
is told of them is from the other half, for the best of many on the runs that chose it looks better than it is. Where
draws share acute phases, a phase is in one half only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from multivector.assess import words
from multivector.assess.answer import Estimate, Watch
from multivector.assess.consensus import powers_of
from multivector.assess.lives import Lives, Reading
from multivector.assess.proportion import Z80, estimate
from multivector.assess.views import Shock
from multivector.assess.voi import BINS
from multivector.ensemble import Study
from multivector.scenario import Template
from multivector.scenario.condition import Outcome

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
"""With fewer runs of either kind than this, in either half, a sign is not judged; nor with fewer beside its split."""

CALM = 4.0
"""Days of calm that end an acute phase, once it has lasted its shortest time (:mod:`multivector.engine.tick`)."""

DEADLY = 100
"""So many killed count as many."""

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


def detectable(positive: float, negative: float, signs: int) -> float:
    """Smallest area above one half that is found among so many signs with a power of 80 % (normal approximation).

    Args:
        positive: Independent runs with the outcome.
        negative: Independent runs without.
        signs: Signs looked at.
    """
    error = math.sqrt((positive + negative + 1) / (12 * positive * negative))  # of an area of one half
    return min(1.0, 0.5 + (_bonferroni(signs) + Z80) * error)


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
    every = template.every
    national_day, enough = every["settings.national_day"].central, every["settings.national_regions"].central
    onset = study.regional()["onset"]
    rows: list[Watch] = []
    for day in DAYS:
        signs = _crisis_signs(study, members, acute, day)
        dead = next(sign.values for sign in signs if sign.name == "dead")
        waved = ((onset >= 0) & (onset < day)).sum(axis=1) >= enough
        outcomes = [
            ("The regime falls or its leader is replaced", acute["fate"] > 0, _by(acute["fate_day"], day)),
            ("Help from outside is asked for", acute["appeal_day"] >= 0, _by(acute["appeal_day"], day)),
            ("More than a hundred people are killed", acute["dead_civil"] + acute["dead_security"] > DEADLY,
             dead > DEADLY),
        ]  # fmt: skip
        if day < national_day:
            outcomes.insert(0, ("Protest becomes a national wave", acute["national"] > 0, waved))
        running = going_on(acute, day)
        for text, hit, done in outcomes:
            rows += judged(signs, hit, running & ~done, members, text, OPEN, "day", day)
    return rows


OPEN = "runs that ignite, go on then and have not come to this yet"


def going_on(acute: NDArray[np.void], day: float) -> Mask:
    """Runs that ignite, have not ended by a day, and have not been calm for good by then for as long as ends a run."""
    return np.asarray((acute["ignited"] > 0) & (acute["end_day"] >= day) & (acute["calm_day"] >= day - CALM))


def _by(when: Floats, day: float) -> Mask:
    """Where something happened before the end of a day; -1 is never."""
    return np.asarray((when >= 0) & (when < day))


def in_the_months(
    template: Template, lives: Lives, shock: Shock, among: str, outcomes: Sequence[tuple[str, bool, Outcome]]
) -> list[Watch]:
    """Signs in the first year after.

    Args:
        template: The crisis.
        lives: What was lived in a scope, with :func:`month_readings` read.
        shock: The settings of the outside shock.
        among: The scope in words.
        outcomes: Outcome in words, setting of the shock, the outcome.
    """
    rows: list[Watch] = []
    for month in MONTHS:
        wanted = month_readings(template, month)
        for text, on, outcome in outcomes:
            came, failed = lives.settled(outcome, on, month)
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
            where = f"{among}, {shock.words(on)}, if still open then"
            rows += judged(signs, lives.holds(outcome, on), ~(came | failed), lives.rows, text, where, "month", month)
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


def judged(
    signs: Sequence[Sign],
    hits: Mask,
    open_: Mask,
    phases: NDArray[np.int64],
    outcome: str,
    among: str,
    clock: Literal["day", "month"],
    when: int,
) -> list[Watch]:
    """The best signs of an outcome at a date, chosen with one half of the runs and told with the other.

    Args:
        signs: What can be looked at.
        hits: Where the outcome comes, shape (n,).
        open_: Where it is still open, shape (n,).
        phases: The acute phase of each, shape (n,).
        outcome: In words.
        among: In words.
        clock: Of the date.
        when: The date.
    """
    first = _half(phases)
    choosing, telling = open_ & first, open_ & ~first
    kinds = [int((hits[half] == kind).sum()) for half in (choosing, telling) for kind in (True, False)]
    if min(kinds) < FEWEST:
        return []
    weight = estimate(hits[choosing], phases[choosing]).effective / choosing.sum()
    # an area needs to be clear of ½ by more than the best of so many meaningless signs
    margin = _bonferroni(len(signs)) / 1.959963984540054
    found = []
    for sign in signs:
        x, y = sign.values[choosing], hits[choosing]
        if np.ptp(x) == 0:
            continue
        area = auc(x, y)
        low, high = auc_interval(area, max(1.0, kinds[0] * weight), max(1.0, kinds[1] * weight))
        if abs(area - 0.5) > margin * (high - low) / 2:
            split = 1.0 if sign.unit == "flag" else best_threshold(x, y)
            found.append((abs(area - 0.5), sign, split, area > 0.5))
    found.sort(key=lambda row: -row[0])
    y, where, k = hits[telling], phases[telling], len(signs)
    told = [
        _told(outcome, among, clock, when, sign, split, up, y, where, sign.values[telling], k)
        for _, sign, split, up in found[:BEST]
    ]
    return [row for row in told if row is not None]


def _half(phases: NDArray[np.int64]) -> Mask:
    """Half of the acute phases, by lot: a rule such as every second would go with the design's own order."""
    _, place = np.unique(phases, return_inverse=True)
    count = int(place.max(initial=-1)) + 1
    return np.asarray((np.random.default_rng(0).permutation(count) % 2 == 0)[place])


def _told(
    outcome: str,
    among: str,
    clock: Literal["day", "month"],
    when: int,
    sign: Sign,
    split: float,
    up: bool,
    y: Mask,
    phases: NDArray[np.int64],
    x: Floats,
    signs: int,
) -> Watch | None:
    """What the other half says of a sign; None if it does not bear it out, or has too few runs on one side."""
    above = x >= split
    base = estimate(y, phases)
    over, under = estimate(y[above], phases[above]), estimate(y[~above], phases[~above])
    if min(over.distinct, under.distinct) < FEWEST:
        return None
    positive, negative = (max(1.0, float(kind.sum()) * base.effective / base.n) for kind in (y, ~y))
    area = auc(x, y)
    low, high = auc_interval(area, positive, negative)
    if (low <= 0.5) if up else (high >= 0.5):
        return None
    date = f"By the end of {clock} {when}"
    if sign.unit == "flag":
        case, other = f"if {sign.meaning}", "if not"
    else:
        case, other = f"if {sign.meaning} is {words.number(split, sign.unit)} or more", "if less"
    return Watch(
        outcome=outcome,
        among=among,
        sign=sign.meaning,
        observable=sign.name,
        clock=clock,
        when=float(when),
        auc=area,
        low=low,
        high=high,
        detectable=detectable(positive, negative, signs),
        bits=bits(x, y),
        threshold=split,
        at_or_above=over,
        below=under,
        base=base,
        n=len(y),
        positive=int(y.sum()),
        words=(
            f"{date}, {case}: {_share(over)}; {other}: {_share(under)}"
            f" ({outcome}; without looking {base.value:.0%} of {len(y):,})."
        ),
    )


def _share(p: Estimate) -> str:
    return f"{p.value:.0%} ({p.low:.0%} to {p.high:.0%})"


def _bonferroni(k: int) -> float:
    from scipy.special import ndtri

    return float(ndtri(1 - 0.025 / max(k, 1)))


def _entropy(p: Floats) -> Floats:
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return np.asarray(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)))
