"""How the engine is compiled: steps are inlined into one entry point, which alone is cached.

A step takes the whole world, so a wrapper that lets Python call it would cost more to compile than the step itself;
steps have none. Functions of plain numbers (solvers, distributions) use :func:`numba.njit` and can be called from
Python, tests included.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit

step: Callable[[Callable[..., Any]], Any] = njit(  # type: ignore[call-overload]
    no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy"
)
"""Compile a function that only other compiled functions call."""

entry: Callable[[Callable[..., Any]], Any] = njit(cache=True, error_model="numpy")
"""Compile an entry point: called from Python, kept on disk."""

inlined: Callable[[Callable[..., Any]], Any] = njit(  # type: ignore[call-overload]
    no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy", forceinline=True
)
"""Compile a step so short that calling it with all arrays of the world costs more than the step.

For such a step reference counting is the other cost. The compiler drops it if the step takes what it needs from the
world in its first lines, does not return early, and calls nothing that may raise (a tuple indexed by a variable may).
"""
