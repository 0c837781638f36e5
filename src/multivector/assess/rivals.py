"""The balance of the rival causes of violence, always in pairs.

Runs that show the observed pattern of violence are set against those that don't: how far each cause's strength
moves within its range. A model blames whatever cause it was given, so a cause is shown only beside its rival, with
the difference of the two and its interval, and a cause that leans on an end of its range is marked: there the range
decides, not the evidence.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from multivector.assess.answer import RivalPair, Rivals, Shift
from multivector.assess.proportion import wilson
from multivector.engine import register
from multivector.scenario import Template
from multivector.scenario.observation import Observation

Floats = NDArray[np.float64]

PAIRS = (
    (("parameters.riot.instigation_effect", "instigation"), ("parameters.riot.prize_effect", "prize")),
    (("parameters.riot.armed_men", "instigation"), ("parameters.riot.prize_effect", "prize")),
    (("parameters.riot.migrant_effect", "migrants"), ("parameters.riot.belt_share", "belt")),
    (("parameters.riot.poverty_effect", "poverty"), ("parameters.riot.provocation_effect", "provocation")),
    (("parameters.riot.discipline_effect", "discipline"), ("parameters.riot.garrison_effect", "garrison")),
)
"""Rival causes, as the rule of riot names them: path of the strength, and switch."""

CAVEAT = (
    "Where each cause could act (networks, newcomers, poverty, labour, garrisons, prizes, belts) is written down in the"
    " scenario as a belief about the years before. A shift shows what this model needs, with these beliefs, to meet"
    " the pattern; it is no evidence that the cause was at work. Causes that nobody wrote down are not in the race."
)

DEATHS = ("dead_civil", "dead_security")

FEWEST = 20
"""With fewer runs of either kind than this no shift is computed."""


def pattern(observations: Mapping[str, Observation]) -> dict[str, Observation]:
    """The observations that tell where violence was: regional ones on the dead that are no inputs."""
    return {
        key: seen
        for key, seen in observations.items()
        if set(seen.metric.field) & set(DEATHS) and not seen.input_like
    }


def shown(
    observations: Mapping[str, Observation], acute: NDArray[np.void], regional: NDArray[np.void], ids: tuple[str, ...]
) -> NDArray[np.int64]:
    """How many parts of a pattern each run shows, allowing for the chance of one run; shape (n,)."""
    met = [seen.met(seen.metric.of(acute, regional, ids), wide=True) for seen in observations.values()]
    return np.asarray(np.sum(met, axis=0, dtype=np.int64))


def rivals(
    template: Template,
    acute: NDArray[np.void],
    regional: NDArray[np.void],
    ids: tuple[str, ...],
    ranks: Floats,
    switched_off: tuple[str, ...] = (),
) -> Rivals | None:
    """The balance of the rival causes; None if the crisis tells no pattern of violence.

    Args:
        template: The crisis.
        acute: Acute outcomes, shape (n,).
        regional: Regional outcomes, shape (n, R).
        ids: Ids of the regions.
        ranks: Place of each open number in its range, shape (n, paths), in [0, 1].
        switched_off: Switches that the study turned off; pairs with one of them are left out, both sides.
    """
    observed = pattern(template.scenario.observations)
    if not observed:
        return None
    among = acute["national"] > 0
    parts = shown(observed, acute, regional, ids)
    least = len(observed)
    while least > 1 and (among & (parts >= least)).sum() < FEWEST:
        least -= 1  # the whole pattern is too rare here: what shows most of it must do
    with_it = among & (parts >= least)
    without = among & ~with_it
    n_with, n_without = int(with_it.sum()), int(without.sum())
    pairs = []
    if min(n_with, n_without) >= FEWEST:
        for one, other in PAIRS:
            if any(path not in template.paths or switch in switched_off for path, switch in (one, other)):
                continue
            columns = [ranks[:, template.index(path)] for path, _ in (one, other)]
            pairs.append(_pair(one, other, columns[0], columns[1], with_it, without))
    return Rivals(
        pattern=(
            f"at least {least} of these {len(observed)}:" if least < len(observed) else "all of these:",
            *(_in_words(seen) for seen in observed.values()),
        ),
        among="national waves",
        n_with=n_with,
        n_without=n_without,
        pairs=tuple(pairs),
        caveat=CAVEAT
        if pairs
        else f"{n_with} of {n_with + n_without} national waves show the pattern: too few to weigh causes. {CAVEAT}",
    )


def _pair(
    one: tuple[str, str],
    other: tuple[str, str],
    x: Floats,
    z: Floats,
    with_it: NDArray[np.bool_],
    without: NDArray[np.bool_],
) -> RivalPair:
    first, second = _shift(*one, x, with_it, without), _shift(*other, z, with_it, without)
    gap, low, high = _welch((x - z)[with_it], (x - z)[without])
    # a cause that calms and one that calms, or two that inflame: both sides of a pair have the same sign by design
    if low > 0:
        balance = f"the runs with the pattern lean more on “{first.meaning}” than on its rival “{second.meaning}”"
    elif high < 0:
        balance = f"the runs with the pattern lean more on “{second.meaning}” than on its rival “{first.meaning}”"
    else:
        balance = f"the runs cannot tell “{first.meaning}” from its rival “{second.meaning}”"
    near = [side.meaning for side in (first, second) if side.near_bound]
    bound = f" Near the end of its range, so the range decides: {'; '.join(near)}." if near else ""
    text = (
        f"{balance[0].upper()}{balance[1:]}: shifts {first.shift:+.2f} ({first.low:+.2f} to {first.high:+.2f}) and"
        f" {second.shift:+.2f} ({second.low:+.2f} to {second.high:+.2f}) of the range.{bound}"
    )
    return RivalPair(first, second, gap, low, high, text)


def _shift(
    path: str, switch: str, x: Floats, with_it: NDArray[np.bool_], without: NDArray[np.bool_]
) -> Shift:
    value, low, high = _welch(x[with_it], x[without])
    return Shift(
        path=path,
        switch=switch,
        meaning=register.PATHS[path].meaning,
        shift=value,
        low=low,
        high=high,
        mean=float(x[with_it].mean()),
        near_bound=leans(x[with_it]),
    )


def leans(ranks: Floats) -> bool:
    """Whether places in a range crowd at one of its ends: surely more than 20 % in an outer tenth."""
    n = len(ranks)
    return any(wilson(float(crowd.mean()), n)[0] > 0.2 for crowd in (ranks < 0.1, ranks > 0.9))


def _welch(one: Floats, other: Floats) -> tuple[float, float, float]:
    """Difference of two means with its 95 % interval (Welch 1947)."""
    from scipy.special import stdtrit

    a, b = one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)
    gap = float(one.mean() - other.mean())
    if a + b == 0:
        return gap, gap, gap
    freedom = (a + b) ** 2 / (a * a / (len(one) - 1) + b * b / (len(other) - 1))
    half = float(stdtrit(freedom, 0.975)) * math.sqrt(a + b)
    return gap, gap - half, gap + half


def _in_words(seen: Observation) -> str:
    low, high = seen.interval(wide=True)
    return f"{seen.name}: {low:g} to {high:g}" if low != high else f"{seen.name}: {low:g}"
