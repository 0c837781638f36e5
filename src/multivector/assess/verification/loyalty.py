"""The global game of regime change that the forces and the elite play (15–17)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scipy.optimize import brentq
from scipy.stats import norm

from multivector.assess.verification.target import Question, Target
from multivector.engine.loyalty import count_roots, critical_strength, share_defecting

GAME = "global game"
SOURCE = "Morris & Shin 2003; closed form"
CASES = (
    (1.0, 4.0, 0.3, 0.5, 0.549674),
    (1.0, 4.0, 0.7, 0.5, 0.450326),
    (1.0, 4.0, 0.5, 0.3, 0.763661),
    (2.0, 16.0, 0.6, 0.4, 0.607336),
)
"""α, β, z, c and θ*."""


def games() -> Iterator[Target]:
    """All targets of this file."""
    costs = (0.1, 0.3, 0.5, 0.8)
    yield Question(15, 1, GAME, "α → 0: θ* = 1 − c, c = .1 .3 .5 .8", SOURCE).near(
        [1 - c for c in costs],
        [critical_strength(0.5, 1e-12, 4.0, c) for c in costs],
        1e-6,
        "bisection to 1e-10, α = 1e-12",
        6,
    )
    yield Question(16, 1, GAME, "θ* at four (α, β, z, c)", "computed independently").near(
        [case[-1] for case in CASES],
        [critical_strength(z, alpha, beta, c) for alpha, beta, z, c, _ in CASES],
        1e-6,
        "printed to six digits",
        6,
    )
    yield Question(16, 1, GAME, "the same against a root finder", "equation solved by Brent's method").near(
        [_solve(*case[:4]) for case in CASES],
        [critical_strength(z, alpha, beta, c) for alpha, beta, z, c, _ in CASES],
        1e-8,
        "two solvers of one equation",
        8,
    )
    star = critical_strength(0.3, 1.0, 4.0, 0.5)
    yield Question(16, 1, GAME, "share defecting at θ* equals θ*", SOURCE).near(
        star, share_defecting(star, star, 4.0), 1e-8, "identity: the regime falls when the share reaches θ", 8
    )
    limit = math.sqrt(2 * math.pi)
    ratios = (0.5, 0.9, 0.99, 1.05, 1.5, 3.0)
    roots = [count_roots(0.5, ratio * limit * 2.0, 4.0, 0.5, 20_000) for ratio in ratios]
    yield Question(17, 1, GAME, "solutions at α/√β = .5 .9 .99 | 1.05 1.5 3 × √(2π)", SOURCE).holds(
        "1 1 1 | 3 3 3", " ".join(map(str, roots)), roots == [1, 1, 1, 3, 3, 3], "z = c = ½, where three exist at once"
    )


def _solve(alpha: float, beta: float, z: float, c: float) -> float:
    def gap(x: float) -> float:
        return float((alpha * (x - z) - math.sqrt(beta) * norm.ppf(x)) / math.sqrt(alpha + beta) - norm.ppf(c))

    return float(brentq(gap, 1e-12, 1 - 1e-12, xtol=1e-14))
