"""Published models and exact results, reproduced through the engine's own code: what `verify` runs.

Targets have numbers and tiers: 1 exact or nearly, run in seconds; 2 stochastic, with a tolerance that is stated;
3 shown and never gated. A published value that is not reproduced is listed with the reason, not tuned until it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from multivector.assess.verification.target import Target, Verdict

__all__ = ["Target", "Verdict", "verify"]

QUICK = (
    ("grid", "rules"),
    ("street", "streets"),
    ("loyalty", "games"),
    ("election", "elections"),
    ("opinion", "opinions"),
    ("statistics", "sensitivities"),
    ("statistics", "boxes"),
    ("statistics", "scores"),
    ("statistics", "calibration"),
    ("alignment", "alignments"),
    ("unread", "unread"),
)
"""File and function of the targets that take seconds."""

SLOW = (("grid", "runs"), ("alignment", "answers"))
"""Those that take minutes."""


def verify(slow: bool = False, tell: Callable[[str], None] = lambda name: None) -> Iterator[Target]:
    """Compute all targets, one after the other.

    Args:
        slow: Whether to run the stochastic ones too; otherwise they are left out.
        tell: Told what is computed next.
    """
    for file, name in (*QUICK, *(SLOW if slow else ())):
        tell(f"{file}: {name}")
        yield from getattr(import_module(f"multivector.assess.verification.{file}"), name)()
