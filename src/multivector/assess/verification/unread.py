"""Targets that are shown and not computed, with the reason (13, 14, 26, 27)."""

from __future__ import annotations

from collections.abc import Iterator

from multivector.assess.verification.target import Question, Target


def unread() -> Iterator[Target]:
    """What others report and this project does not claim."""
    yield Question(
        13, 3, "contagion between places", "French riots of 2005", "Bonnasse-Gahot et al. 2018 (Sci. Rep. 8:107)"
    ).shown(
        "more than 800 municipalities, about three weeks; distance outweighs media", "–",
        "a pattern of another crisis, whose daily counts are not at hand; the news mechanism takes its form",
    )  # fmt: skip
    yield Question(14, 3, "Moro's revolutions", "n = 1.2; three settings of p and r", "Moro 2016 (PLoS ONE 11)").shown(
        "success; anarchy; status quo", "–", "single runs of a model whose rules are not fully known here"
    )
    yield Question(
        26, 3, "KTAB's spatial model of politics", "SOE reform: moves by turn", "Efird, Lester & Wise 2016"
    ).shown(
        "the government moves from 100 to 20 in turn 1; a narrow range by turn 10", "–",
        "turn by turn it hangs on KTAB's random numbers; only its election is used here (target 25)",
    )  # fmt: skip
    yield Question(
        27,
        2,
        "bargaining models against outcomes",
        "351 issues of DEU III: mean absolute error",
        "unreviewed back-test",
    ).unreached(
        "weighted mean 22.99; challenge model 26.8 to 27.9", "–", "the data (doi 10.34810/data53) are not at hand"
    )
