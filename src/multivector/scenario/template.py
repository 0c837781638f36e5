"""A checked crisis made ready to be drawn from: arrays with a slot for every number.

All tables, parameters and switches lie in one buffer of float64; the tables of a
:class:`~multivector.engine.draw.Draw` are views of a copy of it. Drawing is one scatter of the drawn values
and a few sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from multivector import units
from multivector.engine import register, tables
from multivector.engine.draw import Draw, Names
from multivector.engine.vocabulary import ANY, Field, Limits, Parameter, Table
from multivector.errors import Fault, ScenarioError
from multivector.scenario.crisis import Provenance, Scenario
from multivector.scenario.document import dotted
from multivector.scenario.quantity import Quantity, limits
from multivector.scenario.strict import near
from multivector.scenario.whole import fixed

Floats = NDArray[np.float64]
Slots = NDArray[np.intp]


@dataclass(frozen=True)
class Spec:
    """One number of the crisis: what it may be, and who says so.

    Attributes:
        path: Its dotted path in the file.
        meaning: One sentence.
        unit: The engine's unit.
        low: Smallest possible number.
        high: Largest possible number.
        central: The number where one is wanted.
        scale: ``linear`` or ``log``.
        values: The possible numbers if there are only a few, in order.
        kind: Where it comes from, see :func:`kind_of`.
        origin: The source in words, with note.
        claims: Ids of the claims behind it.
        limits: What it can be at all.
    """

    path: str
    meaning: str
    unit: str
    low: float
    high: float
    central: float
    scale: str
    values: tuple[float, ...]
    kind: str
    origin: str
    claims: tuple[str, ...] = ()
    limits: Limits = ANY

    @property
    def open(self) -> bool:
        """Whether the number is sampled."""
        return self.low < self.high

    def quantile(self, u: ArrayLike) -> Floats:
        """Numbers at the quantiles ``u`` in [0, 1] of the sampling distribution (uniform on the scale)."""
        u = np.asarray(u, dtype=float)
        if self.values:
            place = np.minimum((u * len(self.values)).astype(int), len(self.values) - 1)
            return np.asarray(np.asarray(self.values)[place])
        if self.scale == "log":
            return np.asarray(np.exp(np.log(self.low) + u * (np.log(self.high) - np.log(self.low))))
        return np.asarray(self.low + u * (self.high - self.low))

    def rank(self, x: ArrayLike) -> Floats:
        """The quantile of numbers ``x``; the middle of its step where there are only a few values."""
        x = np.asarray(x, dtype=float)
        if self.values:
            place = np.searchsorted(np.asarray(self.values), x)
            return np.asarray((place + 0.5) / len(self.values))
        if self.scale == "log":
            return np.asarray((np.log(x) - np.log(self.low)) / (np.log(self.high) - np.log(self.low)))
        return np.asarray((x - self.low) / (self.high - self.low))


@dataclass(frozen=True)
class _Whole:
    """Numbers that must add up: the drawn ones keep their value, the others share the rest."""

    slots: Slots
    total: int  # slot of the number they add up to, -1 for 1

    def fill(self, buffer: Floats, kept: NDArray[np.bool_]) -> None:
        total = 1.0 if self.total < 0 else buffer[self.total]
        parts = buffer[self.slots]
        fixed = kept[self.slots]
        rest = parts[~fixed].sum()
        left = total - parts[fixed].sum()
        if rest > 0 and left >= 0:
            parts[~fixed] *= left / rest
        else:
            parts *= total / parts.sum()
        buffer[self.slots] = parts


class Template:
    """A crisis ready to be drawn from.

    Attributes:
        scenario: The crisis.
        specs: What is sampled, in the order of ``paths``.
        paths: Dotted path of every number that is sampled.
        every: Every number by its path, fixed ones included.
        names: Ids and labels of the rows.
    """

    def __init__(self, scenario: Scenario) -> None:
        layout = _Layout(scenario)
        self.scenario = scenario
        self.names = layout.names
        self.every: Mapping[str, Spec] = layout.specs
        self._slot = layout.slot
        self._base = layout.buffer
        self._parts = layout.parts
        self._wholes = layout.wholes
        self._added = [(layout.slot[a], layout.slot[b], *_limits(layout.specs[a].unit)) for a, b in layout.on_top]
        self._cells, self._cell_population = layout.cells
        open_specs = [spec for spec in layout.specs.values() if spec.open]
        self.specs: tuple[Spec, ...] = tuple(open_specs)
        self.paths: tuple[str, ...] = tuple(spec.path for spec in open_specs)
        self._open: Slots = np.array([layout.slot[path] for path in self.paths], dtype=np.intp)
        self._kept = np.zeros(len(self._base), dtype=bool)
        self._kept[self._open] = True
        for whole in self._wholes:
            whole.fill(self._base, self._kept)
        self._open_wholes = [whole for whole in self._wholes if self._kept[whole.slots].any()]
        self._sound: set[tuple[tuple[str, float], ...]] = set()
        self._index = {path: number for number, path in enumerate(self.paths)}

    def index(self, path: str) -> int:
        """Column of a sampled number.

        Raises:
            ScenarioError: Nothing of that path is sampled.
        """
        self.spec(path)
        if path not in self._index:
            raise ScenarioError(
                f"{path} is fixed at {self.every[path].central:g}", expected="a number that is sampled",
                advice="Give it a `range` in the scenario",
            )  # fmt: skip
        return self._index[path]

    def spec(self, path: str) -> Spec:
        """One number by its path, sampled or not.

        Raises:
            ScenarioError: There is no such number.
        """
        if path not in self.every:
            raise ScenarioError(
                f"nothing in {self.scenario.title!r} has the path {path!r}", expected="the path of a number",
                advice=near(path, self.every),
            )  # fmt: skip
        return self.every[path]

    def read(self, path: str, text: float | str) -> float:
        """A number as it is written on the command line, in the engine's unit.

        Args:
            path: Path of any number of the crisis.
            text: Such as ``0.4``, ``2 weeks`` or ``2022-01-05``.

        Raises:
            ScenarioError: No such path, or the text does not fit its unit.
        """
        spec = self.spec(path)
        unit = "share" if spec.unit == "portion" else spec.unit
        bare = float(text) if isinstance(text, str) and _is_number(text) else text
        try:
            value = units.convert(bare, unit, start=self.scenario.start)
        except units.UnitError as error:
            raise ScenarioError(f"{path}: {error.found}", expected=error.expected, advice=error.advice) from None
        if not spec.limits.hold(value):
            raise ScenarioError(f"{path}: found {text}", expected=f"{spec.limits} ({unit})")
        return value

    def read_all(self, written: Mapping[str, float | str]) -> dict[str, float]:
        """Numbers as they are written on the command line, by path, in the engine's units; see :meth:`read`.

        Raises:
            ScenarioError: Some are wrong, alone or together; ``faults`` holds every fault if there are several.
        """
        found: dict[str, float] = {}
        faults = []
        for path, text in written.items():
            try:
                found[path] = self.read(path, text)
            except ScenarioError as error:
                faults.append(Fault(error.message, error.expected, error.advice))
        _raise([*faults, *self._faults(found)])
        return found

    def _check(self, values: Mapping[str, float]) -> None:
        """Refuse impossible numbers; what was found sound once is not looked at again, for a study has many draws."""
        key = tuple(values.items())
        if key not in self._sound:
            _raise(self._faults(values))
            self._sound.add(key)

    def _faults(self, values: Mapping[str, float]) -> list[Fault]:
        """What is wrong with numbers set by hand: impossible alone, or beside the others."""
        told = [
            Fault(f"found {value:g}", f"{self.spec(path).limits} ({self.spec(path).unit})", path=path)
            for path, value in values.items()
            if not self.spec(path).limits.hold(value)
        ]
        alone = {fault.path for fault in told}
        return told + [
            Fault(found, expected, advice, path=dotted(place))
            for place, found, expected, advice in fixed(self.every, values)
            if dotted(place) not in alone
        ]

    def central(self) -> Floats:
        """The central value of every sampled number."""
        return np.array([spec.central for spec in self.specs])

    def quantile(self, u: ArrayLike) -> Floats:
        """Points of the unit cube as values.

        Args:
            u: Shape (..., k) in [0, 1], columns as in ``paths``.

        Returns:
            The same shape, in the units of the specs.
        """
        u = np.asarray(u, dtype=float)
        columns = [spec.quantile(u[..., number]) for number, spec in enumerate(self.specs)]
        return np.stack(columns, axis=-1) if columns else np.empty_like(u)

    def switches(self, names: Sequence[str]) -> tuple[str, ...]:
        """Switches by name, or all those of a mechanism by its name.

        Raises:
            ScenarioError: No switch and no mechanism has that name.
        """
        found: list[str] = []
        known = {*register.SWITCHES, *(name for name, one in register.MECHANISMS.items() if one.switches)}
        for name in names:
            if name in register.SWITCHES:
                found.append(name)
            elif name in register.MECHANISMS and register.MECHANISMS[name].switches:
                found += [switch.name for switch in register.MECHANISMS[name].switches]
            else:
                raise ScenarioError(
                    f"nothing that can be switched off is called {name!r}",
                    expected="a switch or a mechanism",
                    advice=near(name, known) or f"Known: {', '.join(sorted(known))}",
                )
        return tuple(dict.fromkeys(found))

    def draw(
        self,
        values: Floats | Mapping[str, float] | None = None,
        *,
        seed: int,
        member: int,
        without: Sequence[str] = (),
        set: Mapping[str, float] | None = None,
    ) -> Draw:
        """The crisis with every number fixed.

        Numbers that must add up (ties over powers, groups of a region, guards over regions, contingents)
        keep the values drawn or set; the others share what is left in their old proportions.

        Args:
            values: One value for each of ``paths``, or some of them by path; the others take their central
                value.
            seed: Seed of the study.
            member: Number of the run in it.
            without: Switches, or mechanisms, to turn off.
            set: Any numbers by path, sampled or not, in the engine's units; they win over ``values``.

        Raises:
            ScenarioError: A path or a switch does not exist, there are not as many values as paths, or what is set
                is impossible (a negative rate, shares over 1); ``faults`` holds every fault if there are several.
        """
        buffer = self._base.copy()
        if isinstance(values, Mapping):
            for path, value in values.items():
                buffer[self._open[self.index(path)]] = value
        elif values is not None:
            if len(values) != len(self.paths):
                raise ScenarioError(f"found {len(values)} values", expected=f"{len(self.paths)}, one for each path")
            buffer[self._open] = values
        kept, wholes = self._kept, self._open_wholes
        if set:
            self._check(set)
            kept, wholes = kept.copy(), self._wholes
            for path, value in set.items():
                self.spec(path)
                buffer[self._slot[path]] = value
                kept[self._slot[path]] = True
        for slot, base, low, high in self._added:
            buffer[slot] = min(high, max(low, buffer[slot] + buffer[base]))
        for whole in wholes:
            whole.fill(buffer, kept)
        buffer[self._cells] *= buffer[self._cell_population]
        made = {name: buffer[a:b].view(dtype) for name, (a, b, dtype) in self._parts.items()}
        for name in self.switches(without):
            made["switches"][name] = 0.0
        parameters, switches = made.pop("parameters"), made.pop("switches")
        return Draw(made, parameters, switches, self.names, seed, member)


def _raise(faults: Sequence[Fault]) -> None:
    """Tell what is wrong: one fault in one line, several in a list."""
    if len(faults) == 1:
        raise ScenarioError(str(replace(faults[0], expected="", advice="")), expected=faults[0].expected,
                            advice=faults[0].advice)  # fmt: skip
    if faults:
        raise ScenarioError(f"the numbers that are set have {len(faults)} faults", faults=faults)


def compile(scenario: Scenario) -> Template:
    """Make a crisis ready to be drawn from."""
    return Template(scenario)


class _Layout:
    """Where each number of a crisis lies in the buffer, and what is derived from what."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.specs: dict[str, Spec] = {}
        self.slot: dict[str, int] = {}
        self.parts: dict[str, tuple[int, int, Any]] = {}
        self.wholes: list[_Whole] = []
        self.on_top: list[tuple[str, str]] = []
        self._given = dict(scenario.quantities())
        self._chunks: list[Floats] = []
        self._length = 0
        self._labels: dict[str, str] = {}
        self._rows: dict[str, tuple[str, ...]] = {}
        self._tables()
        self._numbers()
        self._switches()
        self.buffer: Floats = np.concatenate(self._chunks)
        for path in self.slot:
            self.buffer[self.slot[path]] = self.specs[path].central
        self.names = Names(scenario.start.isoformat(), self._rows, self._labels)
        self._sums()
        by_cell = [(self.slot[path], self._cell_total(path)) for path in self.slot if ".groups." in path]
        shares = [(cell, total) for cell, total in by_cell if total >= 0]
        pairs = np.array(shares, dtype=np.intp).reshape(-1, 2)
        self.cells = (pairs[:, 0], pairs[:, 1])

    def _tables(self) -> None:
        s = self.scenario
        regions, groups, powers = list(s.regions), list(s.groups), list(s.powers)
        organisations, shocks = list(s.organisations), list(s.shocks)

        def row(of: list[str], name: str | None) -> float:
            return float(of.index(name)) if name is not None else -1.0

        kinds = {"price": tables.PRICE, "gathering": tables.GATHERING, "outside": tables.OUTSIDE}
        self._table(tables.SETTINGS, {"settings": s.settings}, {})
        self._table(
            tables.REGION,
            {f"regions.{k}": r for k, r in s.regions.items()},
            {f"regions.{k}": {"belt_of": row(regions, r.belt_of)} for k, r in s.regions.items()},
        )
        self._table(tables.GROUP, {f"groups.{k}": r for k, r in s.groups.items()}, {})
        self._cells(regions, groups)
        self._table(tables.FACTION, {f"factions.{k}": r for k, r in s.factions.items()}, {})
        self._table(
            tables.ORGANISATION,
            {f"organisations.{k}": r for k, r in s.organisations.items()},
            {f"organisations.{k}": {"leader": row(powers, r.leader)} for k, r in s.organisations.items()},
        )
        self._table(
            tables.MEMBER,
            {f"organisations.{k}.members.{m}": r for k, o in s.organisations.items() for m, r in o.members.items()},
            {
                f"organisations.{k}.members.{m}": {"organisation": row(organisations, k)}
                for k, o in s.organisations.items()
                for m in o.members
            },
        )
        self._table(tables.POWER, {f"powers.{k}": r for k, r in s.powers.items()}, {})
        self._table(
            tables.SHOCK,
            {f"shocks.{k}": r for k, r in s.shocks.items()},
            {
                f"shocks.{k}": {
                    "kind": kinds[r.kind],
                    "region": row(regions, r.region),
                    "power": row(powers, r.power),
                }
                for k, r in s.shocks.items()
            },
        )
        self._table(
            tables.EFFECT,
            {f"shocks.{k}.effects.{p}": e for k, r in s.shocks.items() for p, e in r.effects.items()},
            {
                f"shocks.{k}.effects.{p}": {"shock": row(shocks, k), "power": row(powers, p)}
                for k, r in s.shocks.items()
                for p in r.effects
            },
        )
        self._table(
            tables.CLIENT,
            {f"clients.{k}": r for k, r in s.clients.items()},
            {f"clients.{k}": {"organisation": row(organisations, r.organisation)} for k, r in s.clients.items()},
        )

    def _table(self, table: Table, rows: Mapping[str, Any], links: Mapping[str, Mapping[str, float]]) -> None:
        """Lay out one table: a spec and a slot for each column, ids turned into row numbers."""
        width = len(table.fields) + len(table.state)
        block = np.zeros((len(rows), width))
        for number, (path, entry) in enumerate(rows.items()):
            key = path.rpartition(".")[2]
            self._labels.setdefault(key, entry.name or key)
            for place, column in enumerate(table.fields):
                if column.unit == "index":
                    block[number, place] = links[path][column.name]
                    continue
                leaf = f"{path}.{column.name}"
                self.slot[leaf] = self._length + number * width + place
                given = self._given.get(leaf)
                default = column.default if column.default is not None else 0.0
                self.specs[leaf] = self._spec(leaf, column, given, default)
        self._rows[table.name] = tuple(path.rpartition(".")[2] for path in rows)
        self._chunk(table.name, block, table.dtype)

    def _cells(self, regions: list[str], groups: list[str]) -> None:
        width = len(tables.CELL.fields) + len(tables.CELL.state)
        order = {field.name: place for place, field in enumerate(tables.CELL.fields)}
        cells = [
            (region, group) for region in regions for group in groups if group in self.scenario.regions[region].groups
        ]
        block = np.zeros((len(cells), width))
        for number, (region, group) in enumerate(cells):
            path = f"regions.{region}.groups.{group}"
            given = self.scenario.regions[region].groups[group]
            block[number, order["region"]] = regions.index(region)
            block[number, order["group"]] = groups.index(group)
            self.slot[path] = self._length + number * width + order["population"]
            column = Field("share", "persons" if given.central > 1 else "share", "residents of the region in the group")
            self.specs[path] = self._spec(path, column, given, 0.0)
        self._rows["cell"] = tuple(f"{region}/{group}" for region, group in cells)
        self._chunk("cell", block, tables.CELL.dtype)

    def _numbers(self) -> None:
        for number, (path, parameter) in enumerate(register.PATHS.items()):
            self.slot[path] = self._length + number
            given = self._given.get(path)
            if given is not None:
                self.specs[path] = self._spec(path, parameter, given, parameter.default)
                continue
            kind = "assumed" if parameter.source.startswith("assumed") else "literature"
            self.specs[path] = Spec(
                path, parameter.meaning, parameter.unit, parameter.low, parameter.high, parameter.default,
                parameter.scale, (), kind, parameter.source, limits=parameter.limits,
            )  # fmt: skip
        self._chunk("parameters", np.zeros((1, len(register.PATHS))), register.PARAMETER_DTYPE)

    def _switches(self) -> None:
        on = np.array([[float(self.scenario.switches.get(name, True)) for name in register.SWITCHES]])
        self._chunk("switches", on, register.SWITCH_DTYPE)

    def _chunk(self, name: str, block: Floats, dtype: Any) -> None:
        self.parts[name] = (self._length, self._length + block.size, dtype)
        self._chunks.append(block.ravel())
        self._length += block.size

    def _spec(self, path: str, place: Field | Parameter, given: Quantity | None, default: float) -> Spec:
        meaning, unit = place.meaning, place.unit
        if given is None:
            return Spec(
                path,
                meaning,
                unit,
                default,
                default,
                default,
                "linear",
                (),
                "assumed",
                "default of the engine",
                limits=place.limits,
            )
        if given.on_top_of:
            self.on_top.append((path, given.on_top_of))
        origin = self.scenario.origin_of(path, given)
        return Spec(
            path, meaning, unit, given.low, given.high, given.central, given.scale,
            tuple(sorted(given.values)) if given.values else (),
            kind_of(self.scenario, origin), _in_words(origin), origin.claims if origin else (),
            place.limits,
        )  # fmt: skip

    def _sums(self) -> None:
        s = self.scenario
        for column in ("security_start", "economy_start", "politics_start"):
            self._whole([f"powers.{power}.{column}" for power in s.powers])
        self._whole([f"regions.{region}.guard_share" for region in s.regions])
        for key, organisation in s.organisations.items():
            self._whole([f"organisations.{key}.members.{member}.contingent" for member in organisation.members])
        for key, region in s.regions.items():
            paths = [f"regions.{key}.groups.{group}" for group in region.groups]
            persons = any(self.specs[path].unit == "persons" for path in paths)
            self._whole(paths, self.slot[f"regions.{key}.population"] if persons else -1)

    def _whole(self, paths: list[str], total: int = -1) -> None:
        if paths:
            self.wholes.append(_Whole(np.array([self.slot[path] for path in paths], dtype=np.intp), total))

    def _cell_total(self, path: str) -> int:
        """Slot of the population that a cell's share is of; -1 if the cell is in persons already."""
        if self.specs[path].unit == "persons":
            return -1
        return self.slot[f"regions.{path.split('.')[1]}.population"]


def kind_of(scenario: Scenario, origin: Provenance | None) -> str:
    """Where a number comes from, in one word.

    ``claims``, ``document``, ``facts`` or ``literature``; ``argued`` if its size is assumed but an article
    says why it matters; ``assumed``. A number with both claims and a source of its own rests on the source:
    the claims are what it is compared with.
    """
    if origin is None:
        return "assumed"
    head = origin.source.partition(":")[0].strip()
    if head in scenario.sources:
        return str(scenario.sources[head].kind)
    if origin.claims:
        return "claims"
    return "argued" if origin.anchor else "assumed"


def _in_words(origin: Provenance | None) -> str:
    if origin is None:
        return "assumed"
    quoted = f" '{origin.anchor.exact}'" if origin.anchor else ""
    return f"{origin.source}{quoted}" + (f" ({origin.note})" if origin.note else "")


def _limits(unit: str) -> tuple[float, float]:
    return limits(unit).least, limits(unit).most


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
