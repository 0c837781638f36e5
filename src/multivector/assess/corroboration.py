"""The years after against what is on record of them: scored, never fitted (TRACE's output corroboration).

A number is scored by its CRPS, averaged over the interval on record; what happens or does not by its Brier score.
Beside each stands the naive forecast that all stays as it was in the month before the crisis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multivector.assess.answer import Score
from multivector.assess.scores import brier, crps, distance
from multivector.assess.weighted import quantiles
from multivector.ensemble import Study
from multivector.ensemble.coverage import FEWEST
from multivector.scenario.corroboration import Corroboration

Floats = NDArray[np.float64]

NAIVE = "all stays as before the crisis"

GIVEN_UP = 0.05
"""What was given a smaller probability than this was forecast not to happen."""


@dataclass(frozen=True)
class Forecast:
    """What the runs of a study say of something on record.

    Attributes:
        id: Its id in the scenario.
        record: The record.
        rows: Places, among the runs that succeeded, of those that it is looked at among; shape (n,).
        values: The number in them, shape (n,).
        naive: What the number would be if all stayed as before the crisis.
    """

    id: str
    record: Corroboration
    rows: NDArray[np.int64]
    values: Floats
    naive: float


def forecasts(
    study: Study, records: dict[str, Corroboration], acute: NDArray[np.void], members: NDArray[np.int64]
) -> list[Forecast]:
    """Forecasts of everything on record within the horizon.

    Args:
        study: The study.
        records: By id.
        acute: Acute outcomes of its runs that succeeded, shape (k,).
        members: Their numbers, rising, shape (k,).
    """
    found = []
    for key, record in records.items():
        among = np.ones(len(acute), dtype=bool)
        for constraint in record.given:
            assert constraint.acute is not None
            among &= constraint.holds(acute[constraint.acute])
        view, of_power = ("powers", "AND power = ?") if record.power else ("months", "")
        low, high = record.window
        table = study.query(
            f'SELECT member, avg("{record.series}") FILTER (month BETWEEN {low} AND {high}) AS later,'
            f' avg("{record.series}") FILTER (month = 0) AS before FROM {view}'
            f" WHERE arm = 'actual' {of_power} GROUP BY member HAVING later IS NOT NULL ORDER BY member",
            [record.power] if record.power else None,
        )
        rows = np.searchsorted(members, table["member"].to_numpy())
        later, before = (table[name].to_numpy().astype(float) for name in ("later", "before"))
        kept = among[rows]
        if not kept.any():
            continue
        rows, later, before = rows[kept], later[kept], before[kept]
        if record.relative_to == "pre":
            later, before = later - before, np.zeros(len(before))
        found.append(Forecast(key, record, rows, later, float(before.mean())))
    return found


def score(forecast: Forecast, setting: str, weights: Floats | None = None) -> Score:
    """A forecast scored.

    Args:
        forecast: The forecast.
        setting: Setting of the outside shock in the runs, in words.
        weights: Weights of all runs that succeeded, shape (k,); equal if None.
    """
    record, x = forecast.record, forecast.values
    w = np.ones(len(x)) if weights is None else weights[forecast.rows]
    w = w / w.sum()
    seen = (record.low, record.high)
    if record.certain:
        p = float((w * x).sum())
        given = p if record.low else 1 - p
        middle, most = p, (p, p)
        inside = "too few runs" if len(x) < FEWEST else "inside" if given >= GIVEN_UP else "outside"
        found, naive = brier(p, record.low), brier(forecast.naive, record.low)
    else:
        given = float(w[(x >= record.low) & (x <= record.high)].sum())
        low, middle, high = quantiles(x, w, (0.05, 0.5, 0.95)).tolist()
        most, inside = (low, high), _place(seen, (low, high), len(x))
        found, naive = crps(x, seen, w), float(distance(forecast.naive, seen))
    return Score(
        id=forecast.id,
        statement=record.name,
        setting=setting,
        unit=record.unit,
        measure="brier" if record.certain else "crps",
        low=record.low,
        high=record.high,
        middle=middle,
        most=most,
        inside=inside,  # type: ignore[arg-type]
        probability=given,
        score=found,
        naive=naive,
        naive_name=NAIVE,
        n=len(x),
        input_like=record.input_like,
    )


def _place(seen: tuple[float, float], most: tuple[float, float], n: int) -> str:
    """Where a record lies: inside by its middle, for it may be wider than the runs; partly if it only touches."""
    if n < FEWEST:
        return "too few runs"
    if most[0] <= (seen[0] + seen[1]) / 2 <= most[1]:
        return "inside"
    return "partly" if most[0] <= seen[1] and seen[0] <= most[1] else "outside"


def in_words(scores: Sequence[Score]) -> str:
    """How all of them fared, in a sentence; empty if there are none that earn credit."""
    earned = [s for s in scores if not s.input_like and s.inside != "too few runs"]
    if not earned:
        return ""
    inside = sum(s.inside == "inside" for s in earned)
    are = "lies" if inside == 1 else "lie"
    better = [s for s in earned if s.score < s.naive]
    worse = [s.statement for s in earned if s.score >= s.naive]
    text = (
        f"Of {len(earned)} things on record of the years after, none of them fitted, {inside} {are} inside the central"
        f" 90 % of the runs, and {len(better)} {'is' if len(better) == 1 else 'are'} forecast better than by “{NAIVE}”"
    )
    return text + (f"; not so: {', '.join(worse)}." if worse else ".")
