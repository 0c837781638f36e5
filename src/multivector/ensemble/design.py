"""Designs: which values the numbers left open take in which row.

A design is an endless sequence of candidate rows. The values of a candidate depend on (seed, its number,
kind, path) alone, so a design is extended by taking more of the same sequence, and two studies with the same
seed share their rows and their dice whatever else differs between them. Candidates whose calm is unstable are
passed over: the rows of a design are the first ``n`` calm candidates, and a row keeps the number of its
candidate.

``lhs`` is a nested Latin hypercube (Qian 2009, *Nested Latin hypercube designs*, Biometrika 96; here by
doubling): after 2ᵏ candidates every number has exactly one value in each of its 2ᵏ equal strata, and the next
2ᵏ candidates fill the halves that are still vacant, in an order drawn apart for each number. ``sobol`` is a
scrambled Sobol' sequence (Owen 1998), better balanced over several numbers at once, but a candidate then
depends on which numbers are open.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multivector.ensemble.model import Crisis
from multivector.errors import EnsembleError

KINDS = ("lhs", "sobol")
"""Kinds of design."""

PATIENCE = 0.02
"""A design is given up if, of 1,000 candidates or more, a smaller share than this is calm."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def nested_strata(seed: int, path: str, count: int) -> Floats:
    """First ``count`` numbers of one path's sequence, each in (0, 1), shape ``(count,)``."""
    name = int.from_bytes(hashlib.sha256(path.encode()).digest()[:8], "big")
    points = _dice(seed, name, 0).random(1)
    while len(points) < count:
        fine = 2 * len(points)
        dice = _dice(seed, name, fine)
        vacant = np.floor(points * fine).astype(np.int64) ^ 1
        points = np.concatenate([points, (dice.permutation(vacant) + dice.random(len(points))) / fine])
    return points[:count]


def candidates(paths: Sequence[str], count: int, *, kind: str, seed: int) -> Floats:
    """First ``count`` candidates as numbers in (0, 1), shape ``(count, len(paths))``.

    Raises:
        EnsembleError: If the kind is unknown, or ``sobol`` is asked for more than 21,201 numbers.
    """
    if kind not in KINDS:
        raise EnsembleError(f"design {kind!r} is unknown", expected=" or ".join(KINDS))
    if not paths:
        return np.zeros((count, 0))
    if kind == "lhs":
        return np.column_stack([nested_strata(seed, path, count) for path in paths])
    from scipy.stats import qmc

    if len(paths) > qmc.Sobol.MAXDIM:
        limit = f"at most {qmc.Sobol.MAXDIM} for sobol"
        raise EnsembleError(f"{len(paths)} numbers are open", expected=limit)
    sequence = qmc.Sobol(len(paths), scramble=True, rng=np.random.default_rng([seed, 0x50B01]))
    points: Floats = sequence.random_base2(max(0, math.ceil(math.log2(max(count, 1)))))[:count]
    return points


def values(crisis: Crisis, shares: Floats, fixed: Mapping[str, float]) -> Floats:
    """Values of several candidates, shape as ``shares``: ``(rows, len(crisis.paths))``.

    Args:
        crisis: Compiled scenario.
        shares: Numbers in [0, 1).
        fixed: Values fixed by hand, by path; those of numbers left open take the place of the sampled ones.
    """
    filled = crisis.quantile(shares)
    for column, path in enumerate(crisis.paths):
        if path in fixed:
            filled[:, column] = fixed[path]
    return filled


def candidate(crisis: Crisis, row: int, *, kind: str, seed: int, fixed: Mapping[str, float]) -> Floats:
    """Values of one candidate, shape ``(len(crisis.paths),)``: with the dice, all that a replay needs."""
    shares = candidates(crisis.paths, row + 1, kind=kind, seed=seed)[row:]
    row_of_values: Floats = values(crisis, shares, fixed)[0]
    return row_of_values


@dataclass(frozen=True)
class Design:
    """The rows of a study.

    Attributes:
        paths: Numbers left open.
        rows: Numbers of the candidates taken, rising, shape ``(n,)``.
        values: Their values, shape ``(n, len(paths))``.
        replications: Runs of each row, on different dice.
    """

    paths: tuple[str, ...]
    rows: Integers
    values: Floats
    replications: int = 1

    @property
    def members(self) -> Integers:
        """Numbers of the runs, ``row * replications + replication``, shape ``(n * replications,)``."""
        steps = np.arange(self.replications)
        return (self.rows[:, None] * self.replications + steps).ravel()

    @property
    def tried(self) -> int:
        """Candidates examined to find these; ``tried - n`` were not calm."""
        return int(self.rows[-1]) + 1

    @property
    def rejected_share(self) -> float:
        """Share of the candidates examined whose calm was unstable."""
        return 1.0 - len(self.rows) / self.tried


def make(
    crisis: Crisis,
    n: int,
    *,
    kind: str = "lhs",
    seed: int = 1,
    replications: int = 1,
    fixed: Mapping[str, float],
    calm: Callable[[Integers, Floats], Sequence[bool]],
) -> Design:
    """The first ``n`` candidates that are calm.

    Args:
        crisis: Compiled scenario.
        n: Rows wanted.
        kind: ``lhs`` or ``sobol``.
        seed: Seed of the study.
        replications: Runs of each row.
        fixed: Values fixed by hand, by path.
        calm: Tells for numbers of candidates ``(m,)`` and their values ``(m, p)`` which are calm.

    Raises:
        EnsembleError: If the arguments make no design, or next to no candidate is calm.
    """
    if n < 1 or replications < 1:
        raise EnsembleError(f"{n} rows of {replications} runs were asked for", expected="at least 1 of each")
    kept: list[Integers] = []
    filled: list[Floats] = []
    tried = found = 0
    while found < n:
        if tried >= 1000 and found < PATIENCE * tried:
            raise EnsembleError(
                f"only {found} of {tried} draws are calm before the crisis begins",
                expected="a country at rest stays at rest",
                advice="Narrow the ranges that let the street rouse itself, or look at --set and --without",
            )
        share = (found + 1) / (tried + 1)  # of calm candidates, as far as is known
        wanted = math.ceil((n - found) / share)
        batch = np.arange(tried, tried + min(max(wanted, 16), max(n, 1000)))
        shares = candidates(crisis.paths, int(batch[-1]) + 1, kind=kind, seed=seed)[tried:]
        drawn = values(crisis, shares, fixed)
        mask = np.asarray(calm(batch, drawn), dtype=bool)
        kept.append(batch[mask])
        filled.append(drawn[mask])
        tried += len(batch)
        found += int(mask.sum())
    rows = np.concatenate(kept)[:n]
    return Design(tuple(crisis.paths), rows, np.concatenate(filled)[:n], replications)


def _dice(seed: int, name: int, level: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(seed, spawn_key=(name, level))))
