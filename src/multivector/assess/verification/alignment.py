"""Comparative statics of the multi-vector posture (34) and the prior of the alliance's answer (33)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from multivector import scenario
from multivector.assess.verification.target import Question, Target
from multivector.engine.aftermath import relive
from multivector.engine.crisis import build
from multivector.engine.draw import Draw
from multivector.engine.outcome import ACUTE_DTYPE, POWER_SERIES
from multivector.engine.posture import best_shares
from multivector.engine.run import acute_outcome
from multivector.engine.tick import run_acute

CRISIS = "kazakhstan-2022"
POSTURE = "multi-vector posture"
MORROW = "Morrow 1991 (AJPS 35), hypotheses; our form"
COLUMN = {field.name: i for i, field in enumerate(POWER_SERIES)}
SLACK = 1e-6


def draws(n: int, low: float = 0.2, high: float = 0.8) -> list[Draw]:
    """Draws of the shipped crisis from the middle of its ranges."""
    crisis = scenario.compile(scenario.load(CRISIS))
    dice = np.random.default_rng(5)
    cube = dice.uniform(low, high, (n, len(crisis.paths)))
    return [crisis.draw(crisis.quantile(u), seed=5, member=i) for i, u in enumerate(cube)]


def rescued() -> NDArray[np.void]:
    """An acute phase that ended with help: 200 dead, a guard of 2,500 for 13 days."""
    acute = np.zeros(1, ACUTE_DTYPE)
    for name in acute.dtype.names or ():
        if name.endswith("_day"):
            acute[name] = -1.0
    for name, value in {
        "ignited": 1, "dead_civil": 190, "dead_security": 10, "appeal_day": 3, "granted": 1, "troops": 2500,
        "arrival_day": 4, "exit_day": 11, "stay": 13, "rescue": 0.5, "purge_day": 3, "reform_day": 9,
    }.items():  # fmt: skip
        acute[name] = value
    return acute


def alignments() -> Iterator[Target]:
    """All tier-1 targets of this file."""
    shares = np.empty(5)
    best_shares(np.full(5, 0.3), np.full(5, 1.7), shares)
    yield Question(34, 1, POSTURE, "five equal powers: shares", MORROW).near([0.2] * 5, shares, 1e-12, "closed form")
    before, after = np.empty(3), np.empty(3)
    best_shares(np.array([0.5, 0.4, 0.3]), np.array([1.5, 1.2, 1.0]), before)
    best_shares(np.array([0.6, 0.4, 0.3]), np.array([1.5, 1.2, 1.0]), after)
    inverse = 1 / np.array([1.5, 1.2, 1.0])
    slope = inverse[0] * (1 - inverse[0] / inverse.sum())
    yield Question(34, 1, POSTURE, "slope of a share in its own pull", "first-order condition").near(
        0.1 * slope, after[0] - before[0], 1e-12, "closed form", 6
    )
    made = draws(60)
    yield _sign(
        "threat × 1.5: security share of the patron rises", made, _scaled("threat_size", 1.5), "posture_security", 1
    )
    yield _sign("debt × 1.5: alignment with the patron rises", made, _scaled("debt_scale", 1.5), "alignment", 1)
    yield _sign(
        "betrayal × 1.5: alignment with the patron falls", made, _scaled("betrayal", 1.5), "alignment", -1, 0.95
    )
    yield _capability(made)
    yield _standstill(made[:20])


def _scaled(name: str, factor: float) -> Callable[[Draw], Draw]:
    return lambda draw: draw.with_parameters(**{name: float(draw.parameters[name][0]) * factor})


def _patron(draw: Draw) -> int:
    return int(draw.tables["organisation"]["leader"][0])


def _course(draw: Draw, column: str, power: int) -> NDArray[np.float64]:
    return np.asarray(relive(draw, rescued()).power_series[:, power, COLUMN[column]], float)


def _change(draw: Draw, change: Callable[[Draw], Draw], column: str) -> float:
    power = _patron(draw)
    return float((_course(change(draw), column, power) - _course(draw, column, power))[7:25].mean())


def _sign(
    text: str, made: list[Draw], change: Callable[[Draw], Draw], column: str, sign: int, least: float = 0.98
) -> Target:
    right = np.mean([sign * _change(draw, change, column) >= -SLACK for draw in made])
    return Question(34, 1, POSTURE, text, MORROW).within(
        "the sign", least, 1.0, float(right), f"share of {len(made)} draws of {CRISIS}, months 7 to 24; a demand "
        "answered otherwise may turn a few", 2,
    )  # fmt: skip


def _capability(made: list[Draw]) -> Target:
    """Morrow's second test: the larger the change of the patron's capability, the larger that of the portfolio."""

    def moved(size: float) -> float:
        def change(draw: Draw) -> Draw:
            power = _patron(draw)
            return draw.setting("power", "security_value", draw.tables["power"]["security_value"][power] * size, power)

        return float(np.mean([abs(_change(draw, change, "posture_security")) for draw in made]))

    small, large = moved(1.2), moved(1.6)
    return Question(34, 1, POSTURE, "patron's capability × 1.2 and × 1.6: mean change of its share", MORROW).holds(
        "larger for the larger shock", f"{small:.5f} and {large:.5f}", large > 1.5 * small > 0, "Morrow's second test"
    )


def _standstill(made: list[Draw]) -> Target:
    slow = {f"posture_half_life_{domain}": 1e15 for domain in ("security", "economy", "politics")}
    most = max(
        float(np.ptp(relive(draw.with_parameters(**slow), rescued()).power_series[:, :, COLUMN["alignment"]], 0).max())
        for draw in made
    )
    return Question(34, 1, POSTURE, "no speed of adjustment: largest change of alignment", MORROW).near(
        0, most, 1e-6, "32-bit series", 7
    )


def answers() -> Iterator[Target]:
    """The alliance's answer over the whole prior (tier 2)."""
    asked = granted = 0
    for draw in draws(400, 0.0, 1.0):
        world = build(draw)
        run_acute(world, len(world.region_series))
        acute = acute_outcome(world)
        asked += bool(acute["granted"][0] or acute["refused"][0])
        granted += bool(acute["granted"][0])
    yield Question(
        33, 2, "alliance's answer", f"prior predictive share of appeals granted ({asked} appeals in 400 draws)",
        "Berkemeier & Fuhrmann 2018; Leeds, Long & Mitchell 2000",
    ).within(
        ".22 (after 1945) to .75 (1816–1944)", 0.22, 0.75, granted / max(1, asked),
        "rates of alliances honoured in war; a range to lie in, not a number to fit",
    )  # fmt: skip
    yield Question(33, 3, "alliance's answer", "by type of treaty", "Berkemeier & Fuhrmann 2018").shown(
        "defence .41, non-aggression .37, offence .74, neutrality .78", "–", "the model has no types of treaty"
    )
