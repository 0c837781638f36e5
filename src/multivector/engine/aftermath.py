"""The aftermath of a crisis: months of opinion, debt, offers and alignment, given how the acute phase ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multivector.engine.draw import Draw, Rows
from multivector.engine.month import live
from multivector.errors import EngineError
from multivector.rng import run_key


@dataclass(frozen=True)
class Aftermath:
    """What the months brought; row 0 of each series is the state before the crisis.

    Attributes:
        month_series: (months + 1, len(MONTH_SERIES)) float32.
        power_series: (months + 1, P, len(POWER_SERIES)) float32.
        events: Rows of :data:`multivector.engine.event.EVENT_DTYPE`, clock 1, time in months.
    """

    month_series: NDArray[np.float32]
    power_series: NDArray[np.float32]
    events: Rows


def relive(draw: Draw, acute: Rows) -> Aftermath:
    """Live through the months after a given end of the acute phase, on the draw's own dice.

    Dice are drawn by counter, so two calls that differ only in ``acute`` share all of them: with help not asked in
    one of them the difference is the price of the rescue.

    Args:
        draw: The crisis with every number fixed.
        acute: One row of :data:`multivector.engine.outcome.ACUTE_DTYPE`.

    Raises:
        EngineError: If more happened than there is room for.
    """
    t = draw.tables
    by_month, by_power, events, happened = live(
        draw.parameters, draw.switches, acute, t["power"], t["group"], t["cell"], t["organisation"], t["shock"],
        t["effect"], t["client"], int(t["settings"]["months"][0]), np.array(run_key(draw.seed, draw.member), np.uint32),
    )  # fmt: skip
    if happened > len(events):
        raise EngineError(f"{happened} events in the months after", expected=f"at most {len(events)}")
    return Aftermath(by_month, by_power, events)
