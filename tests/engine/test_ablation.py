"""Every switch of the acute phase moves the outcome its source says, in the direction it says.

Pairs share their dice, so a difference is the mechanism's. The outcome must move by more than twice the standard error
of the pairs: the draws are fixed, so this is a statement about these draws and not a gamble.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numba
import numpy as np
import pytest

from multivector.engine.crisis import build
from multivector.engine.draw import Draw
from multivector.engine.outcome import MONTH_SERIES, POWER_SERIES
from multivector.engine.register import MECHANISMS, SWITCHES
from multivector.engine.run import Run, acute_outcome, simulate
from multivector.engine.tick import run_acute

N = 100

MANY = {"promises": 300, "outrage": 300, "freed_guards": 300}
"""Draws for what moves little: a tenth of a standard deviation needs hundreds to be seen."""

ALMATY, BELT, ASTANA, MANGYSTAU, ATYRAU = "ALA", "ALM", "AST", "MAN", "ATY"


@dataclass(frozen=True)
class End:
    """What an ablation may look at: the acute outcome and the regions."""

    acute: np.void
    region: np.ndarray
    ids: tuple[str, ...]

    def of(self, place: str, column: str) -> float:
        return float(self.region[column][self.ids.index(place)])

    def share(self, place: str, column: str) -> float:
        return self.of(place, column) / max(1.0, float(self.region[column].sum()))


def live(draw: Draw) -> End:
    numba.set_num_threads(1)  # threads that wait for each other cost more than these short runs
    world = build(draw)
    run_acute(world, len(world.region_series))
    return End(acute_outcome(world)[0], world.region, draw.names.rows["region"])


def field(name: str) -> Callable[[End], float]:
    return lambda end: float(end.acute[name])


def falls(end: End) -> float:
    return float(end.acute["fate"] == 2)


def new_leader(end: End) -> float:
    return float(end.acute["fate"] == 1)


def rioted(place: str) -> Callable[[End], float]:
    return lambda end: end.of(place, "dead_civil") + end.of(place, "dead_security") + end.of(place, "rioted")


RELUCTANT = {"parameters.alliance.alliance_law": 2.0, "parameters.alliance.alliance_base": -2.0}
"""An alliance that the legal case can sway."""

TEMPERED = {"parameters.riot.riot_rest": 0.003, "parameters.riot.feeder_share": 0.15}
"""Crowds that do not riot in any case, so that a region's own causes show."""

UNPROMPTED = {**TEMPERED, "parameters.riot.prize_effect": 0.9, "parameters.riot.instigation_effect": 0.1}
"""Crowds drawn by prizes rather than incited: the rivals share their places and hide each other."""

APPEASED = {"parameters.president.reform_effect": 0.08, "parameters.president.embolden": -0.03}
"""A promise that the forces see and that calms the street."""

EMBOLDENED = {"parameters.president.embolden": 0.05}
"""A street that takes a concession for weakness."""

SETTINGS: dict[str, dict[str, float]] = {
    "law": RELUCTANT, "framing": RELUCTANT, "prize": UNPROMPTED, "garrison": TEMPERED, "belt": TEMPERED,
    "reform_promise": APPEASED,
}  # fmt: skip
"""Where the lively crisis hides a mechanism, the circumstances in which it can be seen."""

EXPECTED: dict[str, tuple[str, Callable[[End], float], int]] = {
    # switch: (row, measure, sign of the measure with the mechanism off, relative to on)
    "price": ("S1", field("peak_street"), -1),
    "memory": ("S3", lambda e: e.of(MANGYSTAU, "peak"), -1),
    "promises": ("S3", field("peak_street"), -1),
    "media": ("S2", field("regions"), -1),
    "distance": ("S2", field("regions"), -1),
    "loyalty": ("S6", field("shirking_peak"), -1),
    "street_wears": ("S6", falls, -1),
    "troops_strength": ("S11", field("rescue"), -1),
    "troops_signal": ("S11", field("rescue"), -1),
    "elites": ("S8", field("cohesion_low"), +1),
    "rollback": ("S7", field("shirking_peak"), +1),
    "dismissal": ("S7", field("shirking_peak"), +1),
    "purge": ("S8", field("cohesion_low"), -1),
    "reform_promise": ("S7", field("shirking_peak"), +1),
    "emergency": ("S7", falls, +1),
    "shutdown": ("S2", field("regions"), +1),
    "fire_order": ("S5", field("dead_civil"), -1),
    "framing": ("S9", field("granted"), -1),
    "appeal": ("S9", field("granted"), -1),
    "placation": ("S13", field("shirking_peak"), +1),
    "alliance": ("S10", field("shirking_peak"), +1),
    "law": ("S9", field("granted"), -1),
    "freed_guards": ("S11", lambda e: e.acute["dead_civil"] if e.acute["granted"] else 0.0, +1),
    "withdrawal": ("S12", field("stay"), +1),
    "reserves": ("S5", field("calm_day"), +1),
    "fatigue": ("S2", field("calm_day"), +1),
    "outrage": ("S5", field("regions"), -1),
    "fear": ("S5", field("peak_street"), +1),
    "risk": ("S5", field("peak_street"), +1),
    "neighbourhood": ("S2", field("peak_street"), -1),
    "migrants": ("S4", field("sites_lost"), -1),
    "poverty": ("S4", field("sites_lost"), -1),
    "instigation": ("S4", field("sites_lost"), -1),
    "prize": ("S4", lambda e: e.share(ALMATY, "dead_civil"), -1),
    "discipline": ("S4", lambda e: rioted(MANGYSTAU)(e) + rioted(ATYRAU)(e), +1),
    "garrison": ("S4", rioted(ASTANA), +1),
    "provocation": ("S4", field("sites_lost"), -1),
    "belt": ("S4", lambda e: e.share(ALMATY, "dead_civil"), -1),
    "riots": ("S4", field("dead_civil"), -1),
    "arrests": ("S5", field("held_peak"), -1),
    "raids": ("S5", field("held_peak"), -1),
    "self_defence": ("S5", field("dead_civil"), -1),
    "casualties": ("S5", field("dead_civil"), -1),
}

ACUTE_MECHANISMS = (
    "hardship", "news", "loyalty", "elites", "president", "alliance", "deployment", "forces", "mobilization", "riot",
    "repression",
)  # fmt: skip


Crises = Callable[[str], tuple[list[Draw], list[End]]]


@pytest.fixture(scope="module")
def crises(draws: Callable[..., list[Draw]]) -> Crises:
    """Draws in which a switch can be seen, and how they end with every mechanism on."""
    kept: dict[tuple[object, ...], tuple[list[Draw], list[End]]] = {}

    def of(switch: str) -> tuple[list[Draw], list[End]]:
        settings = SETTINGS.get(switch, {})
        n = MANY.get(switch, N)
        key = (n, *settings.items())
        if key not in kept:
            made = draws(n, settings)
            kept[key] = (made, [live(draw) for draw in made])
        return kept[key]

    return of


def test_every_switch_of_the_acute_phase_has_an_expectation() -> None:
    acute = {switch.name for name in ACUTE_MECHANISMS for switch in MECHANISMS[name].switches}
    assert set(EXPECTED) == acute
    assert all(SWITCHES[name].rows for name in acute)


def test_rows_one_to_twelve_are_all_carried() -> None:
    rows = {row for switch in SWITCHES.values() for row in switch.rows}
    assert {f"S{k}" for k in range(1, 20) if k != 19} <= rows


@pytest.mark.parametrize("switch", list(EXPECTED))
def test_ablation(switch: str, crises: Crises) -> None:
    row, measure, sign = EXPECTED[switch]
    made, with_all = crises(switch)
    assert row in SWITCHES[switch].rows
    off = np.array([measure(live(draw.without(switch))) for draw in made], float)
    on = np.array([measure(end) for end in with_all], float)
    change = off - on
    error = change.std(ddof=1) / np.sqrt(len(change))
    assert sign * change.mean() > 2.0 * error, f"{on.mean():.4g} with it, {off.mean():.4g} without"


def dead(run: Run) -> float:
    return float(run.acute["dead_civil"][0] + run.acute["dead_security"][0])


def outcome_of(name: str) -> Callable[[Run], float]:
    return lambda run: float(run.acute[name][0])


def month_of(name: str, first: int, last: int) -> Callable[[Run], float]:
    column = [series.name for series in MONTH_SERIES].index(name)
    return lambda run: float(run.aftermath.month_series[first : last + 1, column].mean())


def titular_mood(run: Run) -> float:
    """Mean attitude of the titular nation to Russia, the first of the powers, in the first year."""
    column = [series.name for series in POWER_SERIES].index("attitude_titular")
    return float(run.aftermath.power_series[1:13, 0, column].mean())


BEYOND: list[tuple[str, str, dict[str, float], Callable[[Run], float], int]] = [
    # switch, what should move, circumstances, measure, sign with the switch off relative to on
    ("placation", "the titular nation minds the troops less", {}, titular_mood, -1),
    ("reform_promise", "a promise that calms keeps the crowd smaller", APPEASED, outcome_of("peak_street"), +1),
    ("reform_promise", "one that emboldens swells it", EMBOLDENED, outcome_of("peak_street"), -1),
    ("reform_promise", "kept in full it wins approval once it is due", {"parameters.threat.reform": 1.0},
     month_of("approval", 13, 24), -1),
    ("reform_promise", "broken it costs approval", {"parameters.threat.reform": 0.0},
     month_of("approval", 13, 24), +1),
    ("reform_promise", "kept in full it takes away threat", {"parameters.threat.reform": 1.0},
     month_of("threat", 1, 24), +1),
    ("instigation", "the dead are more", {}, dead, -1),
    ("instigation", "more of the forces do not obey", {}, outcome_of("shirking_peak"), -1),
]  # fmt: skip
"""What a move does beyond the acute numbers, or otherwise in other circumstances."""


@pytest.mark.parametrize(
    ("switch", "settings", "measure", "sign"),
    [pytest.param(switch, *rest, id=f"{switch}: {what}") for switch, what, *rest in BEYOND],
)
def test_what_a_move_does_beyond_being_taken(
    switch: str,
    settings: dict[str, float],
    measure: Callable[[Run], float],
    sign: int,
    draws: Callable[..., list[Draw]],
    lived: dict[tuple[str, tuple[tuple[str, float], ...]], list[Run]],
) -> None:
    key = tuple(settings.items())
    made = draws(N, settings)
    for name in ("", switch):
        if (name, key) not in lived:
            lived[name, key] = [simulate(draw.without(name) if name else draw) for draw in made]
    change = np.array([measure(off) - measure(on) for on, off in zip(lived["", key], lived[switch, key], strict=True)])
    error = change.std(ddof=1) / np.sqrt(len(change))
    assert sign * change.mean() > 2.0 * error, f"{change.mean():.4g} with a standard error of {error:.2g}"


@pytest.fixture(scope="module")
def lived() -> dict[tuple[str, tuple[tuple[str, float], ...]], list[Run]]:
    """Whole runs by switch (empty: all on) and circumstances, made when they are asked for."""
    return {}
