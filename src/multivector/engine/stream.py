"""Purposes of random draws: one number each, so that no two mechanisms share dice.

Floats, since numba compiles a function anew for every literal integer it is given.
"""

(
    CITIZEN, THRESHOLD, TEMPER, POOL, GRIEVANCE, VIOLENCE_LEAN, RELUCTANCE, TAKE, VOTE, LAG, EXIT, CIVIL_DEATH,
    SECURITY_DEATH, SIGNAL, ORGANISATION, COUP, TROOPS, SHIFT, DEMAND, ANSWER, POSTURE, SURVIVAL, OPINION, REFORM,
    CASUALTY, MANDATE, LOCAL, FIRST_CROWD,
) = (float(number) for number in range(28))  # fmt: skip
