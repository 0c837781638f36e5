"""What the ensemble needs of a crisis and of a model: one narrow seam, so that either can be replaced.

The real ones are a compiled scenario and the engine; tests pass small ones of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from multivector.engine.draw import Draw


class Spec(Protocol):
    """What is left open about one number."""

    @property
    def low(self) -> float:
        """Lower end."""

    @property
    def high(self) -> float:
        """Upper end."""

    @property
    def scale(self) -> str:
        """``linear`` or ``log``."""

    @property
    def values(self) -> Sequence[float] | None:
        """The values it may take, equally likely, instead of a range."""


class Crisis(Protocol):
    """A compiled scenario: what is open, and how a crisis with every number fixed is made from it."""

    @property
    def paths(self) -> Sequence[str]:
        """Dotted paths of the numbers left open."""

    @property
    def specs(self) -> Mapping[str, Spec]:
        """What is left open about each of them."""

    @property
    def digest(self) -> str:
        """SHA-256 of all that the numbers come from."""

    def draw(
        self,
        values: Mapping[str, float],
        *,
        seed: int,
        member: int,
        without: Sequence[str] = (),
        set: Mapping[str, object] = ...,
    ) -> Draw:
        """The crisis with every number fixed."""


@dataclass(frozen=True)
class Model:
    """Three functions of the engine. They are sent to other processes, so they must be importable by name.

    Attributes:
        simulate: A whole run.
        rest_gain: Gain of the street at rest; at ``limit`` or above nothing keeps it calm.
        sentences: The events of a run in words, one for each event.
        limit: Gain at which the calm of a draw counts as unstable.
    """

    simulate: Callable[[Draw], Any]
    rest_gain: Callable[[Draw], float]
    sentences: Callable[[Any], Sequence[str]]
    limit: float = 1.0
