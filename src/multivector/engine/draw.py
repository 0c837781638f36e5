"""One crisis with every number fixed: what the engine is given."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.void]


@dataclass(frozen=True)
class Names:
    """Ids of the rows of each table, for chronicles; the numbers don't depend on them.

    Attributes:
        start: First day, ISO date.
        rows: Table name to ids, in row order.
        labels: Id to the name people read.
    """

    start: str
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def label(self, table: str, row: int) -> str:
        """Readable name of a row."""
        name = self.rows[table][row]
        return self.labels.get(name, name)


@dataclass(frozen=True)
class Draw:
    """Plain arrays, every number fixed.

    Attributes:
        tables: Table name to a structured array, see :data:`multivector.engine.tables.TABLES`; ``settings`` has one
            row. State columns are ignored (the run begins with zeros in its own copy).
        parameters: One row of :data:`multivector.engine.register.PARAMETER_DTYPE`.
        switches: One row of :data:`multivector.engine.register.SWITCH_DTYPE`; 1 on, 0 off.
        names: Ids and labels.
        seed: Seed of the study.
        member: Number of the run in it; with ``seed`` it fixes all dice.
    """

    tables: dict[str, Rows]
    parameters: Rows
    switches: Rows
    names: Names
    seed: int
    member: int

    def without(self, *switches: str) -> Draw:
        """The same crisis on the same dice with some mechanisms switched off."""
        on = self.switches.copy()
        for name in switches:
            on[name] = 0.0
        return replace(self, switches=on)

    def setting(self, table: str, column: str, value: Any, row: int = 0) -> Draw:
        """The same crisis with one table entry changed (for branches and tests)."""
        changed = self.tables[table].copy()
        changed[column][row] = value
        return replace(self, tables={**self.tables, table: changed})

    def with_parameters(self, **values: float) -> Draw:
        """The same crisis with some parameters changed."""
        changed = self.parameters.copy()
        for name, value in values.items():
            changed[name] = value
        return replace(self, parameters=changed)
