"""Lives: the months after given acute phases, lived through again in every setting, and numbers read off them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from multivector.engine.outcome import MONTH_SERIES, POWER_SERIES
from multivector.ensemble.execute import Executor
from multivector.scenario import Template
from multivector.scenario.condition import Outcome, SeriesTest

SHOCK = "outside_shocks"
"""The engine's switch for dated events from outside."""

POWER = {field.name: place for place, field in enumerate(POWER_SERIES)}
MONTH = {field.name: place for place, field in enumerate(MONTH_SERIES)}

CHUNK = 250
"""Draws in a task."""


@dataclass(frozen=True)
class Reading:
    """A number read off a life: the mean of a monthly series over a window, as a difference if wanted.

    Attributes:
        series: Name of the series.
        power: Id of the power; empty for a series of the country's.
        window: First and last month, both counted; months beyond the horizon are left out.
        against: ``none``, ``pre`` (month 0), ``twin`` (help not asked) or ``changed`` (some numbers changed).
        changed: Those numbers, by path.
    """

    series: str
    power: str
    window: tuple[int, int]
    against: Literal["none", "pre", "twin", "changed"] = "none"
    changed: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Lives:
    """What was read off the lives of an arm.

    Attributes:
        readings: Which numbers.
        settings: Settings of the outside shock, in order.
        numbers: Shape (settings, readings, n).
        rows: Shape (n,): place in the pool of each draw's acute phase.
        values: Shape (n, paths).
    """

    readings: tuple[Reading, ...]
    settings: tuple[bool, ...]
    numbers: NDArray[np.float32]
    rows: NDArray[np.int64]
    values: NDArray[np.float64]

    def read(self, reading: Reading, shock: bool) -> NDArray[np.float32]:
        """One number of every draw, in one setting."""
        numbers: NDArray[np.float32] = self.numbers[self.settings.index(shock), self.readings.index(reading)]
        return numbers

    def holds(self, outcome: Outcome, shock: bool, factor: float = 1.0) -> NDArray[np.bool_]:
        """Where an outcome holds, in one setting, with dead-bands times ``factor``."""
        if outcome.only is not None:
            test = outcome.only
            size = factor if test.deadband else 1.0
            each = [test.holds(self.read(reading, shock).astype(float), size) for reading in readings_of(test)]
            return np.asarray(np.logical_and.reduce(each))
        if outcome.all is not None:
            return np.asarray(np.logical_and.reduce([self.holds(part, shock, factor) for part in outcome.all]))
        return np.asarray(np.logical_or.reduce([self.holds(part, shock, factor) for part in outcome.any or ()]))

    def settled(self, outcome: Outcome, shock: bool, month: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Where an outcome is known by the end of a month to have come, and where to have failed.

        A test is known when its window is over; all of several have failed with the first, one of several has come
        with the first.
        """
        if outcome.only is not None:
            held = self.holds(outcome, shock)
            known = outcome.only.window[1] <= month
            return held & known, ~held & known
        parts = [self.settled(part, shock, month) for part in (outcome.all or outcome.any or ())]
        came, failed = zip(*parts, strict=True)
        if outcome.all is not None:
            return np.asarray(np.logical_and.reduce(came)), np.asarray(np.logical_or.reduce(failed))
        return np.asarray(np.logical_or.reduce(came)), np.asarray(np.logical_and.reduce(failed))


@dataclass(frozen=True)
class Order:
    """An arm whose lives are wanted.

    Attributes:
        values: Shape (n, paths).
        acute: Shape (n,): the acute outcome of each draw.
        rows: Shape (n,): where it comes from.
        readings: What to read.
    """

    values: NDArray[np.float64]
    acute: NDArray[np.void]
    rows: NDArray[np.int64]
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class _Task:
    template: Template
    order: Order
    number: int
    first: int
    settings: tuple[bool, ...]
    seed: int
    without: tuple[str, ...]
    set: Mapping[str, float]


def readings_of(test: SeriesTest) -> tuple[Reading, ...]:
    """The numbers that a test compares: one for each power."""
    changed = tuple(sorted(test.changed.items()))
    return tuple(
        Reading(test.series, power, test.window, test.relative_to, changed) for power in test.power or ("",)
    )


def lives_a_draw(readings: Sequence[Reading]) -> int:
    """How often the months of a draw are lived through, in each setting of the shock."""
    changes = {reading.changed for reading in readings if reading.against == "changed"}
    return 1 + len(changes) + any(reading.against == "twin" for reading in readings)


def live(
    orders: Sequence[Order],
    template: Template,
    *,
    settings: tuple[bool, ...],
    seed: int,
    without: Sequence[str],
    set: Mapping[str, float],
    work: Executor,
    tick: Callable[[int], None],
) -> list[Lives]:
    """Live through the months of several arms.

    Args:
        orders: The arms.
        template: The crisis.
        settings: Settings of the outside shock: True comes, False does not.
        seed: Seed of the dice; draw number i of every arm has the dice of member i.
        without: Switches that the study turned off.
        set: Numbers that the study fixed.
        work: Where to do it.
        tick: Told how many draws are done.
    """
    parts = [
        _Task(template, _slice(order, first), number, first, settings, seed, tuple(without), dict(set))
        for number, order in enumerate(orders)
        for first in range(0, len(order.values), CHUNK)
    ]
    blocks: dict[tuple[int, int], NDArray[np.float32]] = {}
    for number, first, block in work.map(_live, parts, tick):
        blocks[number, first] = block
    return [
        Lives(
            order.readings,
            settings,
            np.concatenate([blocks[number, first] for first in range(0, len(order.values), CHUNK)], axis=2),
            order.rows,
            order.values,
        )
        for number, order in enumerate(orders)
    ]


def _slice(order: Order, first: int) -> Order:
    part = slice(first, first + CHUNK)
    return replace(order, values=order.values[part], acute=order.acute[part], rows=order.rows[part])


def _live(task: _Task, tick: Callable[[], None]) -> tuple[int, int, NDArray[np.float32]]:
    """Live through the draws of a task; shape of the result (settings, readings, draws)."""
    from multivector.engine.aftermath import relive
    from multivector.engine.run import not_asked

    order, readings = task.order, task.order.readings
    powers = task.template.names.rows["power"]
    wanted = {reading.changed for reading in readings if reading.against == "changed"}
    twins = any(reading.against == "twin" for reading in readings)
    kept: dict[Any, list[Any]] = {}
    for number in range(len(order.values)):
        acute = order.acute[number : number + 1]
        no_help = not_asked(acute) if twins else acute
        for change in (None, *sorted(wanted)):
            draw = task.template.draw(
                order.values[number],
                seed=task.seed,
                member=task.first + number,
                without=task.without,
                set={**task.set, **dict(change or ())},
            )
            for shock in task.settings:
                here = draw if shock else draw.without(SHOCK)
                kept.setdefault((shock, change), []).append(relive(here, acute))
                if change is None and twins:
                    kept.setdefault((shock, "twin"), []).append(relive(here, no_help))
        tick()
    stacked = {
        key: (np.stack([life.month_series for life in lives]), np.stack([life.power_series for life in lives]))
        for key, lives in kept.items()
    }

    def mean(key: Any, reading: Reading) -> NDArray[np.float64]:
        by_month, by_power = stacked[key]
        if reading.power:
            series = by_power[:, :, powers.index(reading.power), POWER[reading.series]]
        else:
            series = by_month[:, :, MONTH[reading.series]]
        low, high = reading.window
        chosen = series[:, min(low, series.shape[1] - 1) : high + 1].astype(float)
        result: NDArray[np.float64] = chosen.mean(axis=1)
        return result - series[:, 0] if reading.against == "pre" else result

    block = np.empty((len(task.settings), len(readings), len(order.values)), np.float32)
    for row, shock in enumerate(task.settings):
        for column, reading in enumerate(readings):
            number_now = mean((shock, None), reading)
            if reading.against == "twin":
                number_now = number_now - mean((shock, "twin"), reading)
            elif reading.against == "changed":
                number_now = number_now - mean((shock, reading.changed), reading)
            block[row, column] = number_now
    return task.number, task.first, block
