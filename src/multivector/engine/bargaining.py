"""Bargaining: how rival positions of unequal weight become one outcome.

Four answers to the same question, from the plainest on:

* the **weighted mean** and **weighted median**: the baselines that every bargaining model has to beat;
* the **probabilistic Condorcet election** (KTAB's form): chances of every option. It is what the elites of a
  crisis use (:mod:`multivector.engine.elites`)::

      v_k(i,j) = w_k (|x_k − o_j| − |x_k − o_i|),   c_ij = Σ_{k: v>0} v_k(i,j)
      P(i ≻ j) = c_ij^q / (c_ij^q + c_ji^q)         q: 1 linear, 2 square, 4 quartic, 8 octic
      conditional      p_i ∝ Π_j P(i ≻ j)
      Markov uniform   p_i ← Σ_j P(i ≻ j) (p_i + p_j) / n,   P(i ≻ i) = ½

* Bueno de Mesquita's **expected-utility model** in the reading of Scholz, Calbert and Smith (2011), equation
  numbers theirs, with Q = 1 (then the status quo terms of T, eqs 22 and 23, drop out)::

      eq 15, 16   Us, Uf = 2 − 4 [½ ∓ ½ |x_i − x_j| / D]^r_i;   eq 24  Usq = 2 − 4 (½)^r_i
      eq 25       E_ij = s_j (P_ij Us + (1 − P_ij) Uf) + (1 − s_j) Us − Usq
      eq 33, 34   R_i = (2 Σ_j E_ji − max − min) / (max − min),   r_i = (1 − R_i/3) / (1 + R_i/3)

  twice: with r = 1 to find R, then with r. Actor i judges j's prospects by its own r_i (E^i_ji). It hears from
  every j that it believes to gain (E^i_ji > 0): **conflict** if i expects to gain too, but less: i moves to j;
  **compromise** if i expects to lose less than j gains: i moves the part |E_ij / E^i_ji| of the way;
  **surrender** if more: i moves to j. It takes a conflict before a compromise before a surrender.

Two variants, because the printed equations do not give the published table. ``paper``: eq 31, P_ij is the share
of votes, each c s (|x_k − x_j| − |x_k − x_i|), that go to i; of equal kinds of offers the least move is taken.
``scholz_code``: the votes are (|x_k − x_j| / D)^r_k − (|x_k − x_i| / D)^r_k, the denominator of P is the sum of
all absolute votes over all pairs of actors, and of several compromises the one with the smallest weighted mean
position (|E_ij| x_i + |E^i_ji| x_j) / (|E_ij| + |E^i_ji|) is taken.

Leaves out: several issues at once, Q ≠ 1, learning, vetoes. Scholz, Calbert and Smith themselves call adoption of
this model for forecasting premature; here it is a named alternative and never the default.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FLOOR = 1e-8
"""What a coalition without members weighs, so that equal options are a toss-up (KTAB's value)."""

VARIANTS = ("scholz_code", "paper")

CONFLICT, COMPROMISE, SURRENDER = range(3)


def weighted_mean(position: Floats, weight: Floats) -> float:
    """Mean of positions, weighted (capability times salience)."""
    return float((position * weight).sum() / weight.sum())


def weighted_median(position: Floats, weight: Floats) -> float:
    """Smallest position with at least half of the weight at or below it: the Condorcet winner on a line."""
    order = np.argsort(position, kind="stable")
    below = np.cumsum(weight[order])
    return float(position[order][np.searchsorted(below, 0.5 * below[-1] * (1.0 - 1e-12))])


@njit
def beats(option, i, j, position, weight, exponent):  # type: ignore[no-untyped-def]
    """Probability that option i beats option j in a vote of everybody.

    Args:
        option: The options' places on the line.
        i: One option.
        j: Another.
        position: The voters' positions.
        weight: Their weights.
        exponent: Of the victory function: 1 linear, 2 square, 4 quartic, 8 octic.
    """
    win = FLOOR
    lose = FLOOR
    for k in range(len(position)):
        gain = weight[k] * (abs(position[k] - option[j]) - abs(position[k] - option[i]))
        if gain > 0.0:
            win += gain
        else:
            lose -= gain
    return win**exponent / (win**exponent + lose**exponent)


@njit
def condorcet(option, position, weight, chance, exponent=2.0):  # type: ignore[no-untyped-def]
    """Conditional probabilistic Condorcet election: each option's chance to beat all others.

    Args:
        option: The options' places on the line, shape (m,).
        position: The voters' positions, shape (n,); the same array if voters are the options.
        weight: Their weights (capability times salience), shape (n,).
        chance: Filled with the probability that each option wins, shape (m,).
        exponent: Of the victory function.
    """
    m = len(option)
    for i in range(m):
        chance[i] = 1.0
    for i in range(m):
        for j in range(i + 1, m):
            better = beats(option, i, j, position, weight, exponent)
            chance[i] *= better
            chance[j] *= 1.0 - better
    total = 0.0
    for i in range(m):
        total += chance[i]
    for i in range(m):
        chance[i] /= total


def markov_uniform(option: Floats, position: Floats, weight: Floats, exponent: float = 1.0) -> Floats:
    """Probabilistic Condorcet election in Markov form: the sitting option is challenged by any other alike.

    Args:
        option: The options' places on the line, shape (m,).
        position: The voters' positions, shape (n,).
        weight: Their weights, shape (n,).
        exponent: Of the victory function.

    Returns:
        Long-run share of time that each option sits, shape (m,).
    """
    m = len(option)
    odds = np.array(
        [[0.5 if i == j else beats(option, i, j, position, weight, exponent) for j in range(m)] for i in range(m)]
    )
    chance = np.full(m, 1.0 / m)
    for _ in range(100_000):
        after = (odds * (chance[:, None] + chance[None, :])).sum(1) / m
        if np.abs(after - chance).max() < 1e-12:
            break
        chance = 0.5 * (chance + after)
    return np.asarray(chance / chance.sum())


def victory_odds(
    position: Floats, weight: Floats, risk: Floats, span: float, variant: str = "scholz_code"
) -> Floats:
    """P_ij: probability that actor i prevails over actor j, shape (n, n).

    Args:
        position: Positions, shape (n,).
        weight: Capability times salience, shape (n,).
        risk: Risk exponents of the voters, shape (n,).
        span: Length D of the issue.
        variant: One of :data:`VARIANTS`.
    """
    exponent = risk if variant == "scholz_code" else np.ones_like(risk)
    far = (np.abs(position[:, None] - position[None, :]) / span) ** exponent[:, None]
    votes = weight[:, None, None] * (far[:, None, :] - far[:, :, None])  # voter k, for i, against j
    won = np.maximum(votes, 0.0).sum(0)
    if variant == "scholz_code":
        total = np.full_like(won, np.abs(votes).sum())
    else:
        total = np.abs(votes).sum(0)
    return np.asarray(np.divide(won, total, out=np.full_like(won, 0.5), where=total > 0.0))


def expected_utility(
    position: Floats, salience: Floats, risk: Floats, odds: Floats, span: float
) -> tuple[Floats, Floats]:
    """What actor i expects of a challenge between itself and actor j (eq 25 with Q = 1).

    Args:
        position: Positions, shape (n,).
        salience: Saliences in [0, 1], shape (n,).
        risk: Risk exponents, shape (n,).
        odds: P_ij, shape (n, n).
        span: Length D of the issue.

    Returns:
        E_ij: what i expects to gain by challenging j; E^i_ji: what i believes that j expects to gain by
        challenging i, judged with i's own attitude to risk. Both (n, n).
    """
    near = 0.5 * np.abs(position[:, None] - position[None, :]) / span
    r = risk[:, None]
    success = 2.0 - 4.0 * (0.5 - near) ** r
    failure = 2.0 - 4.0 * (0.5 + near) ** r
    at_rest = 2.0 - 4.0 * 0.5**r

    def gain(wins: Floats, resists: Floats) -> Floats:
        return np.asarray(resists * (wins * success + (1.0 - wins) * failure) + (1.0 - resists) * success - at_rest)

    return gain(odds, salience[None, :]), gain(odds.T, salience[:, None])


def risk_exponent(gain: Floats) -> Floats:
    """Eqs 33 and 34: from what all others together expect to gain against an actor to the exponent of its risk.

    Args:
        gain: Σ_j E_ji of every actor i, shape (n,).

    Returns:
        r in [½, 2]: 2 for the safest actor, ½ for the most threatened; 1 if all stand alike.
    """
    low, high = gain.min(), gain.max()
    if high == low:
        return np.ones_like(gain)
    return risk_of((2.0 * gain - high - low) / (high - low))


def risk_of(security: Floats) -> Floats:
    """Eq 33: r = (1 − R/3) / (1 + R/3)."""
    return (1.0 - security / 3.0) / (1.0 + security / 3.0)


def view(
    position: Floats, capability: Floats, salience: Floats, variant: str = "scholz_code"
) -> tuple[Floats, Floats, Floats]:
    """What everyone expects of everyone before a round.

    Args:
        position: Positions, shape (n,).
        capability: Capabilities, shape (n,).
        salience: Saliences in [0, 1], shape (n,).
        variant: One of :data:`VARIANTS`.

    Returns:
        E_ij (n, n) and E^i_ji (n, n) as in :func:`expected_utility`, and risk exponents r (n,).
    """
    span = float(np.ptp(position)) or 1.0
    weight = capability * salience
    risk = np.ones_like(position)
    odds = victory_odds(position, weight, risk, span, variant)
    own, _ = expected_utility(position, salience, risk, odds, span)
    risk = risk_exponent(own.sum(0) - np.diag(own))
    odds = victory_odds(position, weight, risk, span, variant)
    return *expected_utility(position, salience, risk, odds, span), risk


def bargain(position: Floats, capability: Floats, salience: Floats, variant: str = "scholz_code") -> Floats:
    """One round of offers: everybody moves at once to the best offer heard.

    Args:
        position: Positions, shape (n,).
        capability: Capabilities, shape (n,).
        salience: Saliences in [0, 1], shape (n,).
        variant: One of :data:`VARIANTS`.

    Returns:
        Positions after the round, shape (n,).
    """
    mine, theirs, _ = view(position, capability, salience, variant)
    after = position.copy()
    for i in range(len(position)):
        offers = []
        for j in range(len(position)):
            own, other = mine[i, j], theirs[i, j]
            if j == i or other <= 0.0 or position[i] == position[j]:
                continue
            way = position[j] - position[i]
            if own > 0.0:
                if own < other:
                    offers.append((CONFLICT, abs(way), position[j]))
            elif -own < other:
                part = -own / other * way
                order = abs(part)
                if variant == "scholz_code":
                    order = (-own * position[i] + other * position[j]) / (other - own)
                offers.append((COMPROMISE, order, position[i] + part))
            else:
                offers.append((SURRENDER, abs(way), position[j]))
        if offers:
            after[i] = min(offers, key=lambda offer: offer[:2])[2]
    return after


def negotiate(
    position: Floats, capability: Floats, salience: Floats, rounds: int, variant: str = "scholz_code"
) -> Floats:
    """Positions round by round, shape (rounds + 1, n); row 0 is where everyone begins."""
    course = [np.asarray(position, np.float64)]
    for _ in range(rounds):
        course.append(bargain(course[-1], capability, salience, variant))
    return np.array(course)
