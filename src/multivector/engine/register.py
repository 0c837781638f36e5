"""Every mechanism of the engine, and the records made of their parameters and switches."""

from __future__ import annotations

import importlib

import numpy as np

from multivector.engine.vocabulary import Mechanism, Parameter, Switch

ORDER = (
    # the acute phase, in the order of a tick
    "hardship", "news", "loyalty", "elites", "president", "alliance", "deployment", "forces", "mobilization", "riot",
    "repression",
    # the aftermath, in the order of a month
    "world", "demography", "opinion", "debt", "demands", "offers", "threat", "posture", "ties", "survival",
    "precedent",
)
"""Mechanisms by file name, acute phase first."""

MECHANISMS: dict[str, Mechanism] = {
    name: importlib.import_module(f"multivector.engine.{name}").MECHANISM for name in ORDER
}
"""Every mechanism by name, in the order of a tick and of a month."""

PARAMETERS: dict[str, Parameter] = {}
"""Every parameter by its own name (names are unique in the engine)."""

SWITCHES: dict[str, Switch] = {}
"""Every switch by name."""

PATHS: dict[str, Parameter] = {}
"""Every parameter by its path in a scenario, ``parameters.<mechanism>.<name>``."""

for _mechanism in MECHANISMS.values():
    for _parameter in _mechanism.parameters:
        if _parameter.name in PARAMETERS:
            raise ValueError(f"parameter {_parameter.name!r} is declared twice")
        PARAMETERS[_parameter.name] = _parameter
        PATHS[f"parameters.{_mechanism.name}.{_parameter.name}"] = _parameter
    for _switch in _mechanism.switches:
        if _switch.name in SWITCHES:
            raise ValueError(f"switch {_switch.name!r} is declared twice")
        SWITCHES[_switch.name] = _switch

PARAMETER_DTYPE = np.dtype([(name, np.float64) for name in PARAMETERS])
"""One float64 a parameter."""

SWITCH_DTYPE = np.dtype([(name, np.float64) for name in SWITCHES])
"""One float64 a switch: 1 on, 0 off."""
