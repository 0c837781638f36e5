"""A crisis and a model of a few lines, to try the ensemble on: three regions, two powers, ten days."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field

import numpy as np

from multivector.engine.draw import Draw, Names
from multivector.engine.event import EVENT_DTYPE, KIND
from multivector.engine.outcome import (
    ACUTE_DTYPE,
    FATES,
    MONTH_SERIES,
    NATION_SERIES,
    POWER_SERIES,
    REGION_OUTCOMES,
    REGION_SERIES,
)
from multivector.engine.vocabulary import dtype_of
from multivector.ensemble.model import Model
from multivector.errors import EngineError, ScenarioError

REGIONS, POWERS = ("ONE", "TWO", "THR"), ("north", "south")


@dataclass(frozen=True)
class Open:
    low: float = 0.0
    high: float = 1.0
    scale: str = "linear"
    values: tuple[float, ...] | None = None


@dataclass(frozen=True)
class SmallScenario:
    digest: str = "d" * 64


@dataclass(frozen=True)
class SmallCrisis:
    """Compiled scenario with the seam's names and nothing else."""

    scenario: SmallScenario = SmallScenario()
    specs: dict = field(
        default_factory=lambda: {
            "parameters.street.size": Open(10.0, 1000.0, "log"),
            "parameters.street.heat": Open(0.0, 2.0),
            "parameters.alliance.answer": Open(values=(0.0, 1.0, 5.0)),
        }
    )

    @property
    def paths(self):
        return tuple(self.specs)

    def quantile(self, u):
        columns = []
        for share, spec in zip(np.asarray(u).T, self.specs.values(), strict=True):
            if spec.values:
                columns.append(np.asarray(spec.values)[(share * len(spec.values)).astype(int)])
            elif spec.scale == "log":
                columns.append(spec.low * (spec.high / spec.low) ** share)
            else:
                columns.append(spec.low + share * (spec.high - spec.low))
        return np.column_stack(columns)

    def central(self):
        return self.quantile(np.full((1, len(self.specs)), 0.5))[0]

    def draw(self, values=None, *, seed, member, without=(), set=None):
        given = dict(zip(self.paths, self.central() if values is None else values, strict=True)) | dict(set or {})
        if strange := given.keys() - self.specs.keys():
            raise ScenarioError(f"{sorted(strange)[0]} is no number of this scenario")
        row = np.zeros(1, dtype=[(p.rsplit(".", 1)[-1], float) for p in self.specs])
        for path, value in given.items():
            row[path.rsplit(".", 1)[-1]] = value
        names = Names("2030-01-01", {"region": REGIONS, "power": POWERS})
        switches = np.array([(0.0 if "fire" in without else 1.0,)], dtype=[("fire", float)])
        return Draw({}, row, switches, names, seed, member)


@dataclass(frozen=True)
class SmallAftermath:
    month_series: np.ndarray
    power_series: np.ndarray
    events: np.ndarray


@dataclass(frozen=True)
class SmallRun:
    acute: np.ndarray
    region_outcome: np.ndarray
    region_series: np.ndarray
    nation_series: np.ndarray
    tick_hours: float
    aftermath: SmallAftermath
    twin: SmallAftermath
    events: np.ndarray
    fate: object
    draw: Draw


def simulate(draw: Draw) -> SmallRun:
    dice = np.random.default_rng([draw.seed, draw.member])
    size, heat = draw.parameters["size"][0], draw.parameters["heat"][0]
    ticks = 40
    acute = np.zeros(1, dtype=ACUTE_DTYPE)
    for name in ACUTE_DTYPE.names:
        acute[name] = dice.normal()
    acute["ignited"], acute["national"] = float(size > 100), float(size > 300)
    acute["peak_street"], acute["fate"] = size * 100, float(heat > 1.5)
    regional = np.zeros(3, dtype=dtype_of(REGION_OUTCOMES))
    for name in regional.dtype.names:
        regional[name] = np.floor(size * dice.random(3))
    street = (size * dice.random((ticks, 3, len(REGION_SERIES)))).astype(np.float32)
    nation = dice.random((ticks, len(NATION_SERIES))).astype(np.float32)
    aftermath = SmallAftermath(
        dice.random((7, len(MONTH_SERIES))).astype(np.float32),
        dice.random((7, 2, len(POWER_SERIES))).astype(np.float32),
        _events(1, ("posture_turn",)),
    )
    twin = aftermath
    if size > 300:
        twin = SmallAftermath(aftermath.month_series * 0.5, aftermath.power_series * 0.5, aftermath.events)
    happened = ("gathering", "mass_protest") if size > 100 else ("gathering",)
    events = np.concatenate([_events(0, happened), aftermath.events])
    fate = FATES[int(acute["fate"][0])]
    return SmallRun(acute, regional, street, nation, 6.0, aftermath, twin, events, fate, draw)


def simulate_with_faults(draw: Draw) -> SmallRun:
    """Fails for every fifth run, as a model does at the edge of its ranges."""
    if draw.member % 5 == 3:
        raise EngineError(f"run {draw.member} broke a rule")
    return simulate(draw)


def simulate_slowly(draw: Draw) -> SmallRun:
    time.sleep(0.03)
    return simulate(draw)


def simulate_until_killed(draw: Draw) -> SmallRun:
    """Kills its own process, as the system does when memory runs out."""
    if draw.member == 30:
        os.kill(os.getpid(), signal.SIGKILL)
    return simulate(draw)


def calm(draw: Draw) -> bool:
    """Not so for a quarter of the draws."""
    return bool(draw.parameters["heat"][0] < 1.5)


def always_calm(draw: Draw) -> bool:
    return True


def sentences(run: SmallRun) -> list[str]:
    return [f"Something happened at {e['time']:.2f}." for e in run.events]


def _events(clock: int, kinds: tuple[str, ...]) -> np.ndarray:
    rows = np.zeros(len(kinds), dtype=EVENT_DTYPE)
    rows["clock"], rows["place"], rows["actor"] = clock, 0, -1
    rows["kind"] = [KIND[k] for k in kinds]
    rows["time"] = np.arange(len(kinds)) + 0.25
    return rows


MODEL = Model(simulate, calm, sentences)
CALM = Model(simulate, always_calm, sentences)
FAULTY = Model(simulate_with_faults, always_calm, sentences)
SLOW = Model(simulate_slowly, always_calm, sentences)
KILLED = Model(simulate_until_killed, always_calm, sentences)
