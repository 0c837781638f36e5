"""The first start, with everything to compile, and the next."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from verdict import Report, timed

COLD = 8.0
WARM = 1.0

FIRST_RUN = "from multivector.engine.warm import warm; warm()"


def starts(report: Report, rounds: int, doubt: str) -> None:
    """Start a process that runs the smallest crisis, with no compiled code on the disk and then with it."""
    cold, warm = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            given = {**os.environ, "NUMBA_CACHE_DIR": folder}
            start = [sys.executable, "-c", FIRST_RUN]
            cold.append(timed(lambda: subprocess.run(start, env=given, check=True)))  # noqa: B023
            warm.append(min(timed(lambda: subprocess.run(start, env=given, check=True)) for _ in range(3)))  # noqa: B023
    print("\nStart of a process to the end of its first run")
    report.say("nothing compiled yet", cold, "s", at_most=COLD, doubt=doubt)
    report.say("compiled before", warm, "s", at_most=WARM, doubt=doubt)
