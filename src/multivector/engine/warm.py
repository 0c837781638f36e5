"""Compile the engine once, so that many processes started after it find it compiled.

The acute phase and the months share no compiled code, so a second process compiles the months meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np

from multivector.engine.aftermath import relive
from multivector.engine.crisis import build
from multivector.engine.draw import Draw, Names
from multivector.engine.outcome import ACUTE_DTYPE
from multivector.engine.register import PARAMETER_DTYPE, PARAMETERS, SWITCH_DTYPE, SWITCHES
from multivector.engine.run import simulate
from multivector.engine.tables import TABLES
from multivector.engine.tick import run_acute


def smallest() -> Draw:
    """The smallest crisis that runs: one of everything, all numbers at their defaults, nothing happening."""
    tables = {}
    for name, table in TABLES.items():
        row = np.zeros(1, table.dtype)
        for column in table.fields:
            row[column.name] = column.default if column.default is not None else 0.0
        tables[name] = row
    tables["region"]["population"] = tables["cell"]["population"] = 100_000.0
    tables["region"]["urban_share"] = tables["region"]["guard_share"] = 0.5
    tables["faction"]["president"] = tables["faction"]["capability"] = tables["faction"]["salience"] = 1.0
    for share in ("home", "security_start", "economy_start", "politics_start"):
        tables["power"][share] = 1.0
    tables["shock"]["kind"], tables["shock"]["power"] = 1.0, -1.0
    parameters = np.zeros(1, PARAMETER_DTYPE)
    for parameter in PARAMETERS.values():
        parameters[parameter.name] = parameter.default
    switches = np.ones(1, SWITCH_DTYPE)
    assert set(switches.dtype.names or ()) == set(SWITCHES)
    return Draw(tables, parameters, switches, Names("2000-01-01"), seed=0, member=0)


def compiled() -> bool:
    """Whether both halves of the engine lie compiled on the disk, as far as the names of the files tell."""
    folder = Path(str(numba.config.CACHE_DIR))  # type: ignore[attr-defined]
    return all(any(folder.glob(f"*/{half}-*.nbi")) for half in ("tick.run_acute", "month.live"))


def warm_months() -> None:
    """Live through the months of the smallest crisis once."""
    relive(smallest(), np.zeros(1, ACUTE_DTYPE))


def warm_acute() -> None:
    """Live through the acute phase of the smallest crisis once."""
    world = build(smallest(), threads=1, skip=True)
    run_acute(world, len(world.region_series))


def warm() -> None:
    """Run the smallest crisis once; after that every entry point is compiled and kept on disk."""
    if not compiled() and (os.cpu_count() or 1) > 1:
        words = [sys.executable, "-c", "from multivector.engine.warm import warm_months; warm_months()"]
        nothing = subprocess.DEVNULL
        # whatever becomes of it: the last line compiles what is missing
        with subprocess.Popen(words, stdin=nothing, stdout=nothing, stderr=nothing):
            warm_acute()
    simulate(smallest())
