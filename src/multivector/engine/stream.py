"""Purposes of random draws: one number each, so that no two mechanisms share dice.

Floats, since numba compiles a function anew for every literal integer it is given.
"""

(
    POOL, GRIEVANCE, VIOLENCE_LEAN, RELUCTANCE, TAKE, VOTE, CIVIL_DEATH, SECURITY_DEATH, SIGNAL, ORGANISATION, DEMAND,
    ANSWER, POSTURE, SURVIVAL, CASUALTY, MANDATE, FIRST_CROWD,
) = (float(number) for number in range(17))  # fmt: skip

CITIZEN, THRESHOLD, TEMPER = (2.0**31 + number for number in range(3))
"""Purposes of whole planes of words. A plane has its purpose where a single draw has its number
(:func:`multivector.engine.lanes.random_words`, :func:`multivector.rng.uniform`), and no number is as large."""

