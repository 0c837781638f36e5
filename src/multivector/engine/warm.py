"""Compile the engine once, so that many processes started after it find it compiled."""

from __future__ import annotations

import numpy as np

from multivector.engine.draw import Draw, Names
from multivector.engine.register import PARAMETER_DTYPE, PARAMETERS, SWITCH_DTYPE, SWITCHES
from multivector.engine.run import simulate
from multivector.engine.tables import TABLES


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


def warm() -> None:
    """Run the smallest crisis once; after that every entry point is compiled and kept on disk."""
    simulate(smallest())
