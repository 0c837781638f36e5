"""Every switch of the acute phase moves the outcome its source says, in the direction it says.

Pairs share their dice, so a difference is the mechanism's. The outcome must move by more than twice the standard error
of the pairs: the draws are fixed, so this is a statement about these draws and not a gamble.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from multivector.engine.crisis import build
from multivector.engine.draw import Draw
from multivector.engine.register import MECHANISMS, SWITCHES
from multivector.engine.run import acute_outcome
from multivector.engine.tick import run_acute

N = 100

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
    world = build(draw)
    run_acute(world, len(world.region_series))
    return End(acute_outcome(world)[0], world.region, draw.names.rows["region"])


def field(name: str) -> Callable[[End], float]:
    return lambda end: float(end.acute[name])


def falls(end: End) -> float:
    return float(end.acute["fate"] == 2)


def new_leader(end: End) -> float:
    return float(end.acute["fate"] == 1)


def taken(name: str) -> Callable[[End], float]:
    return lambda end: float(end.acute[f"{name}_day"] >= 0)


def rioted(place: str) -> Callable[[End], float]:
    return lambda end: end.of(place, "dead_civil") + end.of(place, "dead_security") + end.of(place, "rioted")


RELUCTANT = {"parameters.alliance.alliance_law": 2.0, "parameters.alliance.alliance_base": -2.0}
"""An alliance that the legal case can sway."""

TEMPERED = {"parameters.riot.riot_rest": 0.003, "parameters.riot.feeder_share": 0.15}
"""Crowds that do not riot in any case, so that a region's own causes show."""

UNPROMPTED = {**TEMPERED, "parameters.riot.prize_effect": 0.9, "parameters.riot.instigation_effect": 0.1}
"""Crowds drawn by prizes rather than incited: the rivals share their places and hide each other."""

SETTINGS: dict[str, dict[str, float]] = {
    "law": RELUCTANT, "framing": RELUCTANT, "prize": UNPROMPTED, "garrison": TEMPERED, "belt": TEMPERED,
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
    "reform_promise": ("S7", taken("reform"), -1),
    "emergency": ("S7", falls, +1),
    "shutdown": ("S2", field("regions"), +1),
    "fire_order": ("S5", field("dead_civil"), -1),
    "framing": ("S9", field("granted"), -1),
    "appeal": ("S9", field("granted"), -1),
    "placation": ("S13", taken("placation"), -1),
    "alliance": ("S10", field("shirking_peak"), +1),
    "law": ("S9", field("granted"), -1),
    "freed_guards": ("S11", lambda e: e.acute["dead_civil"] if e.acute["granted"] else 0.0, +1),
    "withdrawal": ("S12", field("stay"), +1),
    "reserves": ("S5", field("calm_day"), +1),
    "fatigue": ("S2", field("calm_day"), +1),
    "outrage": ("S5", field("calm_day"), -1),
    "fear": ("S5", field("peak_street"), +1),
    "risk": ("S5", field("peak_street"), +1),
    "neighbourhood": ("S2", field("peak_street"), -1),
    "migrants": ("S4", field("sites_lost"), -1),
    "poverty": ("S4", field("sites_lost"), -1),
    "instigation": ("S4", field("armed"), -1),
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
    kept: dict[tuple[tuple[str, float], ...], tuple[list[Draw], list[End]]] = {}

    def of(switch: str) -> tuple[list[Draw], list[End]]:
        settings = SETTINGS.get(switch, {})
        key = tuple(settings.items())
        if key not in kept:
            made = draws(N, settings)
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
