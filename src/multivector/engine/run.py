"""One run: a draw lived through, from the shock to the horizon."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from multivector.engine.aftermath import Aftermath, relive
from multivector.engine.crisis import TICK_HOURS, World, build
from multivector.engine.draw import Draw, Rows
from multivector.engine.event import EVENT_DTYPE
from multivector.engine.outcome import ACUTE_DTYPE, FATES, REGION_OUTCOMES, Fate
from multivector.engine.tick import run_acute
from multivector.engine.vocabulary import dtype_of
from multivector.errors import EngineError

REGION_OUTCOME_DTYPE = dtype_of(REGION_OUTCOMES)

MOVE_DAYS = (
    "rollback", "dismissal", "purge", "reform", "emergency", "shutdown", "fire", "framing", "appeal", "placation",
)  # fmt: skip
"""Outcome fields ``<name>_day`` of the president's moves, in their order."""


@dataclass(frozen=True)
class Run:
    """What happened in one run. It does not print, plot or save itself.

    Attributes:
        draw: What was given.
        fate: How the acute phase ended, a sentence.
        acute: One row of :data:`multivector.engine.outcome.ACUTE_DTYPE`.
        region_outcome: One row a region, fields of :data:`multivector.engine.outcome.REGION_OUTCOMES`.
        region_series: (ticks, regions, len(REGION_SERIES)) float32.
        nation_series: (ticks, len(NATION_SERIES)) float32.
        tick_hours: Length of a tick, hours.
        aftermath: The months after.
        twin: The same months on the same dice, had help not been asked and the regime's fate been the same.
        events: Rows of :data:`multivector.engine.event.EVENT_DTYPE`, in order of time.
        n_citizens: Citizens simulated.
    """

    draw: Draw
    fate: Fate
    acute: Rows
    region_outcome: Rows
    region_series: NDArray[np.float32]
    nation_series: NDArray[np.float32]
    tick_hours: float
    aftermath: Aftermath
    twin: Aftermath
    events: Rows
    n_citizens: int


def simulate(draw: Draw, *, threads: int = 1, skip: bool = True) -> Run:
    """Run one draw from the shock to the horizon.

    Args:
        draw: The crisis with every number fixed.
        threads: Threads for the citizens' kernel; the numbers don't depend on it. Ensembles use 1 and run draws
            side by side.
        skip: Whether blocks of citizens in which nothing can happen are skipped; the numbers don't depend on it.

    Raises:
        EngineError: If the run broke one of the model's own rules (a lost person, an unfilled series).
    """
    threads = min(threads, int(numba.config.NUMBA_NUM_THREADS))  # type: ignore[attr-defined]
    numba.set_num_threads(threads)
    world = build(draw, threads=threads, skip=skip)
    ticks = int(run_acute(world, len(world.region_series)))
    acute = acute_outcome(world)
    check(world, acute)
    aftermath = relive(draw, acute)
    twin = relive(draw, not_asked(acute))
    n_events = int(world.count_events[0])
    events = np.concatenate([world.events[:n_events], aftermath.events]).view(EVENT_DTYPE)
    events = events[np.lexsort((np.arange(len(events)), events["time"], events["clock"]))]
    region = np.empty(len(world.region), REGION_OUTCOME_DTYPE)
    for name in region.dtype.names or ():
        region[name] = world.region[name]
    return Run(
        draw=draw,
        fate=FATES[int(acute["fate"][0])],
        acute=acute,
        region_outcome=region,
        region_series=world.region_series[:ticks].copy(),
        nation_series=world.nation_series[:ticks].copy(),
        tick_hours=TICK_HOURS,
        aftermath=aftermath,
        twin=twin,
        events=events,
        n_citizens=world.n_citizens,
    )


def acute_outcome(world: World) -> Rows:
    """The acute outcome of a finished world."""
    n = world.nation[0]
    s = world.settings[0]
    out = np.empty(1, ACUTE_DTYPE)
    days = {f"{name}_day": float(world.move["day"][i]) for i, name in enumerate(MOVE_DAYS)}
    arrived = n["arrival_day"] >= 0
    values = {
        "ignited": float(n["peak"] / n["population"] >= s["ignition_share"]),
        "national": float(n["regions_national"] >= s["national_regions"]),
        "regions": n["regions_national"],
        "peak_street": n["peak"],
        "peak_share": n["peak"] / n["population"],
        "peak_day": n["peak_day"],
        "calm_day": n["calm_day"],
        "held_peak": n["held_peak"],
        "detained": n["detained"],
        "dead_civil": world.region["dead_civil"].sum(),
        "dead_security": world.region["dead_security"].sum(),
        "armed": n["armed_total"],
        "sites_lost": n["sites_peak"],
        "shirking_peak": n["shirking_peak"],
        "shirking_jump": n["shirking_jump"],
        "roots": n["roots"],
        "cohesion_low": n["cohesion_low"],
        "fate": n["fate"],
        "fate_day": n["fate_day"],
        "organisation": n["organisation"],
        "granted": n["granted"],
        "refused": n["refused"],
        "combat": n["combat"],
        "arrival_lag": n["arrival_day"] - n["appeal_day"] if arrived else -1.0,
        "troops": n["troops_peak"],
        "arrival_day": n["arrival_day"],
        "exit_day": n["exit_day"],
        "stay": n["stay"],
        "rescue": n["rescue"],
        "end_day": n["day"],
        **days,
    }
    values["appeal_day"] = n["appeal_day"] if n["appeal_day"] >= 0 else days["appeal_day"]
    for name in ACUTE_DTYPE.names or ():
        out[name] = values[name]
    return out


def not_asked(acute: Rows) -> Rows:
    """The same acute phase, had help not been asked; the regime's fate is held fixed.

    The organisation stays, so that run and twin mean the same power by "the patron".
    """
    twin = acute.copy()
    for name in ("granted", "refused", "combat", "troops", "stay", "rescue"):
        twin[name] = 0.0
    for name in ("appeal_day", "arrival_day", "exit_day", "arrival_lag", "placation_day"):
        twin[name] = -1.0
    return twin


def check(world: World, acute: Rows) -> None:
    """Refuse a run that broke a rule: people lost, a number missing, events dropped.

    Raises:
        EngineError: With the rule and the place.
    """
    for name in ACUTE_DTYPE.names or ():
        if not np.isfinite(acute[name][0]):
            raise EngineError(f"outcome {name} is {acute[name][0]}", expected="a number")
    if world.count_events[0] > len(world.events):
        raise EngineError(
            f"{int(world.count_events[0])} events in one acute phase", expected=f"at most {len(world.events)}"
        )
    doing = world.doing
    if (doing[1:6] != world.counts[:, :5].sum(0)).any() or doing[:6].sum() != world.n_citizens:
        raise EngineError("citizens were lost between the blocks and their counts")
