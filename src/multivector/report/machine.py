"""What this machine can do, and what is missing: measured and looked up, never guessed."""

from __future__ import annotations

import math
import os
import platform
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

import multivector
from multivector.errors import MultivectorError

State = Literal["good", "missing", "bad"]
"""``missing`` is something optional; ``bad`` is something that stops the work."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox")
"""Browsers looked for; the report opens in any, tests want the first."""

STUDY = 4000
"""Runs of a study if none are asked for: what the estimate is for."""

LEAST, MOST = 40, 2000
"""Candidates simulated to measure the rate."""

SECONDS = 3.0
"""Time to measure for, at least."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    Attributes:
        name: What.
        state: Whether it is there.
        value: What was found.
        advice: What to do about it; empty if nothing.
    """

    name: str
    state: State
    value: str
    advice: str = ""


@dataclass(frozen=True)
class Speed:
    """How quickly this machine simulates.

    Attributes:
        prepared: Seconds to the first run: loading compiled code, or compiling it.
        rate: Runs a second of one process, measured.
        runs: Runs that it was measured on.
        cores: Cores to share the work.
    """

    prepared: float
    rate: float
    runs: int
    cores: int

    @property
    def study(self) -> float:
        """Estimated seconds for a study of :data:`STUDY` runs on all cores, if they don't hinder each other."""
        return self.prepared + STUDY / (self.rate * self.cores) if self.rate else math.inf


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory() -> tuple[float, float]:
    """Memory in the machine and free of it, in GB; a container's limit counts; NaN where nothing says."""
    total = free = math.nan
    try:
        told = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines() if ":" in line)
        total, free = (float(told[name].split()[0]) / 1e6 for name in ("MemTotal", "MemAvailable"))
        limit = Path("/sys/fs/cgroup/memory.max").read_text().strip()
        used = float(Path("/sys/fs/cgroup/memory.current").read_text()) / 1e9
        if limit != "max":
            total, free = min(total, float(limit) / 1e9), min(free, float(limit) / 1e9 - used)
    except (OSError, KeyError, ValueError):
        pass
    return total, free


def cache() -> tuple[Path, int]:
    """Folder of the compiled code and number of compiled functions in it."""
    engine = Path(multivector.__file__).parent / "engine"
    folder = Path(os.environ["NUMBA_CACHE_DIR"]) if os.environ.get("NUMBA_CACHE_DIR") else engine / "__pycache__"
    return folder, sum(1 for _ in folder.rglob("*.nbi")) if folder.is_dir() else 0


def browser() -> str:
    """Path of a browser; empty if there is none."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


def speed(scenario: str, clock: Callable[[], float] = time.perf_counter) -> Speed:
    """Simulate a few runs of a crisis, one after the other, and measure.

    Args:
        scenario: A file or a name of the library.
        clock: Tells the time in seconds.

    Raises:
        MultivectorError: If the crisis cannot be read or a run fails.
    """
    import numpy as np

    from multivector.ensemble import engine
    from multivector.scenario import compile, load

    crisis = compile(load(scenario))
    model = engine()
    dice = np.random.default_rng(1)

    def simulate(member: int) -> bool:
        """One candidate as a study takes it: passed over if its country would not stay calm by itself."""
        values = crisis.quantile(dice.random(len(crisis.paths)))
        draw = crisis.draw(values, seed=1, member=member)
        if calm := model.calm(draw):
            model.simulate(draw)
        return calm

    begun = clock()
    model.prepare()
    simulate(0)
    model.simulate(crisis.draw(crisis.central(), seed=1, member=0))
    prepared = clock() - begun
    begun, tried, runs = clock(), 0, 0
    while (tried < LEAST or clock() - begun < SECONDS) and tried < MOST:
        tried += 1
        runs += simulate(tried)
    return Speed(prepared, runs / max(clock() - begun, 1e-9), runs, cores())


def findings(measured: Speed | MultivectorError | None) -> list[Finding]:
    """Everything looked at.

    Args:
        measured: Result of :func:`speed`, the error that it met, or None if it was not asked.
    """
    found = [
        Finding("multivector", "good", multivector.__version__),
        Finding("Python", "good", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        *_packages(),
        _memory(),
        Finding("cores", "good", str(cores())),
        _cache(),
        _browser(),
    ]
    if isinstance(measured, Speed):
        value = f"{measured.rate:.1f} runs/s a process, measured on {measured.runs} runs"
        value += f"; first run {measured.prepared:.1f} s"
        found.append(Finding("speed", "good" if measured.rate > 0 else "bad", value))
        minutes = measured.study / 60
        took = f"{measured.study:.0f} s" if minutes < 2 else f"{minutes:.0f} minutes"
        found.append(
            Finding(
                "time for a study",
                "good",
                f"about {took} for {STUDY:,} runs on {measured.cores} cores (estimated)",
                "How it grows with people, regions and months: docs/explanation/scale.md",
            )
        )
    elif measured is not None:
        found.append(Finding("speed", "bad", str(measured), "Check the scenario with `multivector check`"))
    return found


def _packages() -> list[Finding]:
    """The packages of the core in one line, those that are absent and those of each extra on their own."""
    try:
        wanted = [_WANTED.match(line) for line in requires("multivector") or ()]
    except PackageNotFoundError:
        return [Finding("packages", "missing", "multivector is not installed, only imported", "pip install .")]
    there: list[str] = []
    extras: dict[str, list[tuple[str, bool]]] = {}
    found: list[Finding] = []
    for line in wanted:
        assert line is not None, "a requirement begins with a name"
        name, extra = line["name"], line["extra"]
        try:
            told = f"{name} {version(name)}"
        except PackageNotFoundError:
            told = ""
        if extra:
            extras.setdefault(extra, []).append((told or name, bool(told)))
        elif told:
            there.append(told)
        else:
            found.append(Finding(name, "bad", "not installed", f"pip install {name}"))
    found.insert(0, Finding("packages", "good", ", ".join(there)))
    for extra, parts in extras.items():
        absent = [name for name, present in parts if not present]
        value = f"not installed: {', '.join(absent)}" if absent else ", ".join(name for name, _ in parts)
        advice = f"Optional: pip install 'multivector[{extra}]'" if absent else ""
        found.append(Finding(f"extra {extra}", "missing" if absent else "good", value, advice))
    return found


_WANTED = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:.*;.*extra\s*==\s*['\"](?P<extra>[^'\"]+)['\"])?")


def _memory() -> Finding:
    total, free = memory()
    if math.isnan(total):
        return Finding("memory", "missing", "this system does not say")
    short = free < 0.5
    advice = "Close other programs, or run with --jobs 1" if short else ""
    return Finding("memory", "missing" if short else "good", f"{total:.1f} GB, {free:.1f} GB free", advice)


def _cache() -> Finding:
    folder, compiled = cache()
    if not os.access(folder if folder.is_dir() else folder.parent, os.W_OK):
        return Finding(
            "compiled code", "missing", f"{folder} cannot be written to, so every start compiles anew",
            "Set NUMBA_CACHE_DIR to a folder that you may write to",
        )  # fmt: skip
    if not compiled:
        return Finding("compiled code", "good", f"none yet in {folder}; the first run compiles it, about half a minute")
    return Finding("compiled code", "good", f"{compiled} functions in {folder}")


def _browser() -> Finding:
    path = browser()
    if path:
        return Finding("browser", "good", path)
    return Finding("browser", "missing", "none found", "Reports open in any browser; tests of pages want Chromium")
