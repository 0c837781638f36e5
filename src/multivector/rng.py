"""Random numbers by counter: a draw is a function of what it is for, never of what was drawn before.

Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, *Parallel random numbers: as easy as 1, 2, 3*, SC11) maps a
64-bit key and a 128-bit counter to four 32-bit words. The key is the run; the counter names the purpose: (stream,
tick, unit, number). So thread count, process count and order never change a number, and a counterfactual keeps
the dice of everything it does not touch.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, uint32, uint64

M0, M1 = 0xD2511F53, 0xCD9E8D57
W0, W1 = 0x9E3779B9, 0xBB67AE85


def run_key(seed: int, member: int) -> tuple[int, int]:
    """Key of one run: two 32-bit words that differ for every (seed, member).

    Args:
        seed: Seed of the study.
        member: Number of the run in it.
    """
    words = np.random.SeedSequence(seed, spawn_key=(member,)).generate_state(2, np.uint32)
    return int(words[0]), int(words[1])


@njit
def philox(k0, k1, c0, c1, c2, c3):  # type: ignore[no-untyped-def]
    """Four 32-bit words for one key and one counter (all as uint64 holding 32 bits)."""
    m = uint64(0xFFFFFFFF)
    for _ in range(10):
        p0 = uint64(M0) * c0
        p1 = uint64(M1) * c2
        c0, c1, c2, c3 = (p1 >> uint64(32)) ^ c1 ^ k0, p1 & m, (p0 >> uint64(32)) ^ c3 ^ k1, p0 & m
        k0 = (k0 + uint64(W0)) & m
        k1 = (k1 + uint64(W1)) & m
    return c0, c1, c2, c3


@njit(error_model="numpy")
def uniform(key, stream, tick, unit, number=0.0):  # type: ignore[no-untyped-def]
    """Uniform number in the open interval (0, 1), 53 bits.

    Args:
        key: Array of two uint32, the run's key.
        stream: Purpose.
        tick: Time.
        unit: Who or where.
        number: Which of several draws for the same purpose.
    """
    a, b, _, _ = philox(
        uint64(key[0]), uint64(key[1]), uint64(uint32(unit)), uint64(uint32(tick)), uint64(uint32(stream)),
        uint64(uint32(number)),
    )
    return (float((a >> uint64(5)) * uint64(67108864) + (b >> uint64(6))) + 0.5) / 9007199254740992.0


@njit(error_model="numpy")
def inverse_normal(p):  # type: ignore[no-untyped-def]
    """Quantile of the standard normal distribution, relative error below 1e-9 (Wichura 1988, AS 241)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r
              + 4.5921953931549871457e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r
              + 1.3314166789178437745e2) * r + 3.3871328727963666080e0)
        den = (((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r
              + 2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r
              + 4.2313330701600911252e1) * r + 1.0)
        return q * num / den
    r = math.sqrt(-math.log(min(p, 1.0 - p)))
    if r <= 5.0:
        r -= 1.6
        num = (((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
              + 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
              + 4.63033784615654529590e0) * r + 1.42343711074968357734e0)
        den = (((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
              + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
              + 2.05319162663775882187e0) * r + 1.0)
    else:
        r -= 5.0
        num = (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
              + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
              + 5.46378491116411436990e0) * r + 6.65790464350110377720e0)
        den = (((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
              + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
              + 5.99832206555887937690e-1) * r + 1.0)
    return math.copysign(num / den, q)


@njit(error_model="numpy")
def normal(key, stream, tick, unit, number=0.0):  # type: ignore[no-untyped-def]
    """Standard normal draw."""
    return inverse_normal(uniform(key, stream, tick, unit, number))


@njit(error_model="numpy")
def logistic(key, stream, tick, unit, number=0.0):  # type: ignore[no-untyped-def]
    """Standard logistic draw."""
    u = uniform(key, stream, tick, unit, number)
    return math.log(u / (1.0 - u))


@njit(error_model="numpy")
def poisson(mean, key, stream, tick, unit, number=0.0):  # type: ignore[no-untyped-def]
    """Poisson draw by inversion: with the same dice a larger mean never gives a smaller count.

    Above a mean of 600 the normal approximation is used (relative error of the standard deviation below 0.1 %).
    """
    if mean <= 0.0:
        return 0
    u = uniform(key, stream, tick, unit, number)
    if mean > 600.0:
        return max(0, math.floor(mean + math.sqrt(mean) * inverse_normal(u) + 0.5))
    p = math.exp(-mean)
    total = p
    k = 0
    while total < u and k < 4000:
        k += 1
        p *= mean / k
        total += p
    return k


@njit(error_model="numpy")
def binomial(n, p, key, stream, tick, unit, number=0.0):  # type: ignore[no-untyped-def]
    """Binomial draw: how many of ``n`` succeed, each with chance ``p``. Its cost does not grow with ``n``.

    Below a mean of 10 by inversion, so that with the same dice a larger ``p`` never gives a smaller count; above by
    rejection from a transformed uniform (BTRS; Hormann 1993, *The generation of binomial random variates*, J. Stat.
    Comput. Simul. 46). Both are exact.

    Args:
        n: Trials, a whole number.
        p: Chance of success.
        key: Array of two uint32, the run's key.
        stream: Purpose.
        tick: Time.
        unit: Who or where.
        number: First of the numbers used up; 64 further on no other draw is touched (short of a chance of 1e-13).
    """
    small = min(p, 1.0 - p)
    if n <= 0 or small <= 0.0:
        return n if n > 0 and p > 0.5 else 0
    k = 0.0
    if n * small < 10.0:
        u = uniform(key, stream, tick, unit, number)
        term = math.exp(n * math.log1p(-small))
        total = term
        while total < u and k < n:
            k += 1.0
            term *= small / (1.0 - small) * (n - k + 1.0) / k
            total += term
    else:
        deviation = math.sqrt(n * small * (1.0 - small))
        b = 1.15 + 2.53 * deviation
        a = -0.0873 + 0.0248 * b + 0.01 * small
        mode = math.floor((n + 1.0) * small)
        odds = math.log(small / (1.0 - small))
        height = math.lgamma(mode + 1.0) + math.lgamma(n - mode + 1.0)
        accepted = False
        while not accepted:
            u = uniform(key, stream, tick, unit, number) - 0.5
            v = uniform(key, stream, tick, unit, number + 1.0)
            number += 2.0
            near = 0.5 - abs(u)
            k = math.floor((2.0 * a / near + b) * u + n * small + 0.5)
            if k < 0.0 or k > n:
                continue
            # the box under the density holds most draws and needs no density
            accepted = near >= 0.07 and v <= 0.92 - 4.2 / b
            if not accepted:
                density = height - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0) + (k - mode) * odds
                accepted = math.log(v * (2.83 + 5.1 / b) * deviation / (a / (near * near) + b)) <= density
    return int(n - k) if p > 0.5 else int(k)
