"""What the ensemble needs of a crisis and of a model: one narrow seam, so that either can be replaced.

The real ones are a compiled scenario (:class:`multivector.scenario.Template`) and the engine; tests pass
small ones of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from multivector.engine.draw import Draw


class Written(Protocol):
    """A crisis as it was written down."""

    @property
    def digest(self) -> str:
        """SHA-256 of what it says."""


class Crisis(Protocol):
    """A compiled scenario: what is open, and how a crisis with every number fixed is made from it."""

    @property
    def scenario(self) -> Written:
        """The crisis as it was written down."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Dotted paths of the numbers left open."""

    def quantile(self, u: ArrayLike) -> NDArray[np.float64]:
        """Points of the unit cube as values, shape ``(..., len(paths))``."""

    def central(self) -> NDArray[np.float64]:
        """The central value of every number left open."""

    def draw(
        self,
        values: NDArray[np.float64] | Mapping[str, float] | None = None,
        *,
        seed: int,
        member: int,
        without: Sequence[str] = (),
        set: Mapping[str, float] | None = None,
    ) -> Draw:
        """The crisis with every number fixed; numbers in ``set`` win over ``values``."""


def _ready() -> None:
    """Nothing needs to be prepared."""


@dataclass(frozen=True)
class Model:
    """The functions of the engine. They are sent to other processes, so they must be importable by name.

    Attributes:
        simulate: A whole run.
        calm: Whether nothing happens in a draw without a shock.
        sentences: The events of a run in words, one for each event.
        prepare: Does what must be done once before the first run.
    """

    simulate: Callable[[Draw], Any]
    calm: Callable[[Draw], bool]
    sentences: Callable[[Any], Sequence[str]]
    prepare: Callable[[], None] = _ready


def engine() -> Model:
    """The engine itself; importing it loads the compiled code, so this is called where runs are wanted."""
    from multivector.engine.chronicle import sentences
    from multivector.engine.run import simulate
    from multivector.engine.warm import warm

    return Model(simulate, _stable, sentences, warm)


def _stable(draw: Draw) -> bool:
    from multivector.engine.calm import calm

    return calm(draw).stable
