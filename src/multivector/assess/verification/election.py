"""Bargaining on the date of European emission standards: mean, median, election, expected utility (18–25)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from multivector.assess.verification.target import Question, Target, numbers
from multivector.engine.bargaining import (
    condorcet,
    markov_uniform,
    negotiate,
    risk_of,
    view,
    weighted_mean,
    weighted_median,
)

ACTORS = (
    "Netherlands", "Belgium", "Luxembourg", "Germany", "France", "Italy", "United Kingdom", "Ireland", "Denmark",
    "Greece",
)  # fmt: skip
CAPABILITY = np.array([0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08])
POSITION = np.array([4.0, 7, 4, 4, 10, 10, 10, 7, 4, 7])
SALIENCE = np.array([0.80, 0.40, 0.20, 0.80, 0.60, 0.60, 0.90, 0.10, 1.00, 0.70])
"""Years until emission standards for medium cars, European Community: Bueno de Mesquita (1994, in *European
Community Decision Making*, Yale University Press, ch. 4), as printed in Scholz, Calbert and Smith (2011), Table 1."""

ACTUAL, FORECAST = 8.833, (8.35, 9.05)
"""What was decided, and Bueno de Mesquita's forecast with where it settles (1994, p. 98)."""

SCHOLZ = "Scholz, Calbert & Smith 2011 (ICAART)"
MEDIANS = (8.4, 9.9, 9.9, 9.9, 9.9, 7.4, 8.8, 9.6)
MEANS = (7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6)
"""Table 2 of Scholz, Calbert and Smith (2011), rounds 1 to 8."""

MEDIANS_10 = (
    7.0, 8.415932, 9.610859, 9.961980, 9.961980, 9.961980, 7.472046, 8.824594, 9.671130, 9.671130, 7.0,
)  # fmt: skip
MEANS_10 = (
    7.389956, 7.461314, 7.552501, 7.590145, 7.358131, 7.349174, 7.414878, 7.510457, 7.572447, 7.324989, 7.242131,
)  # fmt: skip
"""Ten rounds of the open re-implementation jmckib/bdm-scholz-expected-utility-model, to six digits."""

BELGIUM = {2: (0.606, 0.242), 4: (-0.115, 0.243), 5: (-0.115, 0.243), 3: (-0.473, 0.242), 0: (-0.473, 0.242),
           6: (-0.655, 0.243), 8: (-0.832, 0.242), 7: (0.0, 0.0), 9: (0.0, 0.0)}  # fmt: skip
FRANCE = {8: (-2.016, -0.442), 0: (-1.226, -0.442), 3: (-1.226, -0.442), 9: (-0.410, -0.206), 1: (0.194, -0.206),
          7: (0.798, -0.206), 2: (1.146, -0.442), 5: (0.0, 0.0), 6: (0.0, 0.0)}  # fmt: skip
"""Points of Figs 7 and 8: other actor to (own, believed other's) expected utility."""

OPTIONS = np.array([4.0, 7.0, 10.0])


def elections() -> Iterator[Target]:
    """All targets of this file."""
    weight = CAPABILITY * SALIENCE
    start = Question(18, 1, "weighted mean, median", "EC emission standards, round 0", "D. Masad's notebook")
    yield start.near(
        (7.389955686853767, 7.0),
        (weighted_mean(POSITION, weight), weighted_median(POSITION, weight)),
        1e-6,
        "closed form, rounding",
        6,
    )
    course = negotiate(POSITION, CAPABILITY, SALIENCE, 10)
    median = np.array([weighted_median(x, weight) for x in course])
    mean = np.array([weighted_mean(x, weight) for x in course])
    table = Question(19, 1, "BDM scholz_code", "EC, Q = 1: median of rounds 1 and 3 to 8", f"{SCHOLZ}, Table 2")
    kept = [0, 2, 3, 4, 5, 6, 7]
    yield table.near(np.array(MEDIANS)[kept], median[1:9][kept], 0.1, "the table is cut to one digit")
    yield Question(19, 1, "BDM scholz_code", "EC, Q = 1: median of round 2", f"{SCHOLZ}, Table 2").unreached(
        "9.9", f"{median[2]:.4f}", "one cell of the table; an open re-implementation (jmckib) gives 9.6109 as well"
    )
    yield Question(20, 1, "BDM scholz_code", "EC, Q = 1: mean of rounds 1 to 8", f"{SCHOLZ}, Table 2").near(
        MEANS, mean[1:9], 0.07, "the table is cut, not rounded, to one digit"
    )
    both = Question(21, 1, "BDM scholz_code", "EC: medians, rounds 0 to 10", "jmckib/bdm-scholz-…, run")
    yield both.near(MEDIANS_10, median, 1e-5, "printed to six digits", 6)
    both = Question(21, 1, "BDM scholz_code", "EC: means, rounds 0 to 10", "jmckib/bdm-scholz-…, run")
    yield both.near(MEANS_10, mean, 1e-5, "printed to six digits", 6)
    mine, theirs, risk = view(POSITION, CAPABILITY, SALIENCE)
    for who, points, figure in ((1, BELGIUM, 7), (4, FRANCE, 8)):
        ours = [(mine[who, j], theirs[who, j]) for j in points]
        yield Question(
            22, 1, "BDM scholz_code", f"round 1, expected utilities seen by {ACTORS[who]}", f"{SCHOLZ}, Fig. {figure}"
        ).near(np.array(list(points.values())), np.array(ours), 0.03, "read off a printed figure", 3)
    paper = negotiate(POSITION, CAPABILITY, SALIENCE, 10, "paper")
    yield Question(23, 1, "BDM and baselines v. what was decided", "EC, years", "Bueno de Mesquita 1994, p. 98").shown(
        f"decided {ACTUAL}; BDM {FORECAST[0]}, settling at {FORECAST[1]} (error {FORECAST[1] - ACTUAL:+.2f})",
        f"mean {mean[0]:.2f} (error {mean[0] - ACTUAL:+.2f}); scholz_code round 1 {median[1]:.2f} "
        f"({median[1] - ACTUAL:+.2f}), never settles; paper settles at {weighted_median(paper[-1], weight):.2f} "
        f"({weighted_median(paper[-1], weight) - ACTUAL:+.2f})",
        "the reading of the same equations moves the forecast by three years: never a headline forecaster",
    )
    yield Question(24, 1, "BDM risk map", "R = −1, 0, 1", f"{SCHOLZ}, eq. 33").near(
        (2.0, 1.0, 0.5), risk_of(np.array([-1.0, 0.0, 1.0])), 1e-12, "closed form"
    )
    yield Question(24, 1, "BDM risk map", "range of r in round 1", f"{SCHOLZ}, eq. 33").near(
        (0.5, 2.0), (risk.min(), risk.max()), 1e-12, "the most and the least threatened"
    )
    yield from _condorcet(weight)


def _condorcet(weight: np.ndarray) -> Iterator[Target]:
    reference = {1: (0.2046, 0.4198, 0.3756), 2: (0.1122, 0.4829, 0.4049), 4: (0.0267, 0.5383, 0.4350)}
    chance = np.empty(3)
    for exponent, expected in reference.items():
        condorcet(OPTIONS, POSITION, weight, chance, float(exponent))
        yield Question(
            25, 1, "probabilistic Condorcet, conditional", f"EC, options 4, 7, 10; exponent {exponent}",
            "KTAB's equations, computed independently",
        ).near(expected, chance, 1e-4, "printed to four digits")  # fmt: skip
    markov = markov_uniform(OPTIONS, POSITION, weight, 1.0)
    yield Question(
        25, 1, "probabilistic Condorcet, Markov uniform", "EC, options 4, 7, 10; linear",
        "KTAB's equations, computed independently",
    ).near((0.2459, 0.3920, 0.3620), markov, 1e-4, "printed to four digits")  # fmt: skip
    condorcet(POSITION, POSITION, weight, everyone := np.empty(10), 2.0)
    yield Question(
        25, 1, "probabilistic Condorcet, as the elites hold it", "voters are the options", "probability"
    ).holds(
        "sum 1, equal positions equal chances",
        f"sum {everyone.sum():.12f}; {numbers(everyone[[0, 2, 3, 8]], 6)}",
        bool(abs(everyone.sum() - 1) < 1e-12 and np.ptp(everyone[[0, 2, 3, 8]]) < 1e-12),
        "property",
    )
