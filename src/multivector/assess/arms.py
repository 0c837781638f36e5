"""Arms: ways of drawing numbers and acute phases so that given conditions hold.

Numbers of the scenario are drawn from their ranges cut down to what the conditions allow, on the same dice in
every arm: a die of u in (0, 1) becomes the u-quantile of what is allowed. Conditions on the acute phase are not
forced: finished runs of the study that meet them are drawn with replacement ("observed"). So an acute phase comes
with numbers other than those it was simulated with; what the months share with it is the acute outcome alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from multivector.scenario import Spec, Template
from multivector.scenario.condition import Constraint
from multivector.scenario.view import Premise

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

Spans = tuple[tuple[float, float], ...]
"""What is allowed of a number: disjoint intervals of its quantiles, in order."""

ALL: Spans = ((0.0, 1.0),)

ROW, BOX = "acute phase", "way to be so"
"""Names of the two dice of an arm that belong to no number."""


@dataclass(frozen=True)
class Box:
    """A way for conditions to hold: an interval or several for some numbers, and the acute phases that fit.

    Attributes:
        spans: By path; numbers not named are free.
        fits: Shape (k,): which runs of the pool fit.
    """

    spans: Mapping[str, Spans]
    fits: Mask

    @property
    def weight(self) -> float:
        """Share of the free draws that lie in it."""
        share = float(self.fits.mean()) if len(self.fits) else 0.0
        for spans in self.spans.values():
            share *= _length(spans)
        return share

    def __and__(self, other: Box) -> Box:
        spans = dict(self.spans)
        for path, more in other.spans.items():
            spans[path] = _both(spans.get(path, ALL), more)
        return Box(spans, self.fits & other.fits)


@dataclass(frozen=True)
class Sample:
    """Draws of an arm.

    Attributes:
        values: Shape (n, len(template.paths)).
        rows: Shape (n,): place of each draw's acute phase among those that were given.
    """

    values: Floats
    rows: NDArray[np.int64]


class Ground:
    """What arms are drawn from: the open numbers of a crisis, and a pool of finished acute phases.

    Args:
        template: The crisis.
        acute: Pool, shape (k,), fields of :data:`multivector.engine.outcome.ACUTE_DTYPE`.
        n: Draws an arm.
        seed: Seed of the dice.
        fixed: Numbers that the study fixed by hand, by path.
        pool: Places of the acute phases to draw from, those that weigh more several times; each once if None.
    """

    def __init__(
        self,
        template: Template,
        acute: NDArray[np.void],
        *,
        n: int,
        seed: int,
        fixed: Mapping[str, float],
        pool: NDArray[np.int64] | None = None,
    ) -> None:
        self._pool = np.arange(len(acute)) if pool is None else pool
        self.template, self.acute, self.n, self.fixed = template, acute[self._pool], n, fixed
        self._free = np.column_stack([strata(seed, path, n) for path in template.paths] or [np.empty((n, 0))])
        self._row, self._box = strata(seed, ROW, n), strata(seed, BOX, n)

    def every(self) -> Box:
        """No condition at all."""
        return Box({}, np.ones(len(self.acute), dtype=bool))

    def all_of(self, constraints: Sequence[Constraint]) -> Box:
        """The box in which all of the constraints hold."""
        box = self.every()
        for constraint in constraints:
            box = box & self._one(constraint)
        return box

    def any_of(self, constraints: Sequence[Constraint]) -> list[Box]:
        """Disjoint boxes in one of which at least one of the constraints holds."""
        boxes, none_yet = [], self.every()
        for constraint in constraints:
            boxes.append(none_yet & self._one(constraint))
            none_yet = none_yet & self._one(constraint.opposite())
        return boxes

    def boxes(
        self, given: Sequence[Constraint], held: Sequence[Premise] = (), turned: Sequence[Premise] = ()
    ) -> list[Box]:
        """Disjoint boxes that can be drawn from, in one of which the conditions hold.

        Args:
            given: Constraints that hold in all of them.
            held: Premises that hold.
            turned: Premises that don't.
        """
        ways = [[self.all_of([*given, *(c for premise in held for c in premise.where)])]]
        ways += [self.any_of(premise.reversed()) for premise in turned]
        joined = []
        for way in product(*ways):
            box = way[0]
            for other in way[1:]:
                box = box & other
            if box.weight > 0:
                joined.append(box)
        return joined

    def sample(self, boxes: Sequence[Box]) -> Sample:
        """Draw from boxes in proportion to their weight, on the same dice whatever the boxes."""
        weights = np.array([box.weight for box in boxes])
        chosen = np.searchsorted(np.cumsum(weights / weights.sum())[:-1], self._box, side="right")
        points, rows = self._free.copy(), np.empty(self.n, dtype=np.int64)
        for number, box in enumerate(boxes):
            mine = chosen == number
            fitting = np.flatnonzero(box.fits)
            rows[mine] = fitting[(self._row[mine] * len(fitting)).astype(np.int64)]
            for path, spans in box.spans.items():
                if path in self.template.paths:
                    column = self.template.index(path)
                    points[mine, column] = _into(spans, points[mine, column])
        return Sample(self.template.quantile(points), self._pool[rows])

    def _one(self, constraint: Constraint) -> Box:
        if constraint.acute is not None:
            return Box({}, constraint.holds(self.acute[constraint.acute]))
        assert constraint.path is not None
        spec = self.template.spec(constraint.path)
        settled = self.fixed.get(constraint.path, None if spec.open else spec.central)
        if settled is not None:
            return Box({constraint.path: ALL if constraint.holds(settled) else ()}, self.every().fits)
        return Box({constraint.path: allowed(spec, constraint)}, self.every().fits)


def strata(seed: int, name: str, n: int) -> Floats:
    """One number in each of ``n`` equal strata of (0, 1), in an order of its own for each name: shape (n,)."""
    word = int.from_bytes(hashlib.sha256(f"assess: {name}".encode()).digest()[:8], "big")
    dice = np.random.Generator(np.random.Philox(np.random.SeedSequence(seed, spawn_key=(word,))))
    return np.asarray((dice.permutation(n) + dice.random(n)) / n)


def allowed(spec: Spec, constraint: Constraint) -> Spans:
    """Quantiles of an open number at which a constraint holds."""
    if spec.values:
        k = len(spec.values)
        steps = [(j / k, (j + 1) / k) for j, value in enumerate(spec.values) if constraint.holds(value)]
        return tuple(steps)
    if constraint.range is not None:
        low, high = (float(spec.rank(np.clip(end, spec.low, spec.high))) for end in constraint.range)
        spans = ((low, high),) if constraint.test == "between" else ((0.0, low), (high, 1.0))
    else:
        low, high = (float(spec.rank(np.clip(end, spec.low, spec.high))) for end in constraint.interval())
        spans = ((low, high),)
    return tuple((a, b) for a, b in spans if a < b)


def _length(spans: Spans) -> float:
    return sum(b - a for a, b in spans)


def _both(one: Spans, other: Spans) -> Spans:
    cuts = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple((a, b) for a, b in cuts if a < b)


def _into(spans: Spans, u: Floats) -> Floats:
    """Points of (0, 1) moved into intervals, in order, evenly."""
    starts, lengths = np.array([a for a, _ in spans]), np.array([b - a for a, b in spans])
    before = np.cumsum(lengths) - lengths
    along = u * lengths.sum()
    place = np.searchsorted(before, along, side="right") - 1
    moved: Floats = starts[place] + along - before[place]
    return moved
