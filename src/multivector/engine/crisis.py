"""The world of one acute phase: the draw's tables with their state, the citizens, and room for what is recorded."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import numpy as np
from numba import types
from numba.experimental import structref
from numpy.typing import NDArray

from multivector.engine.cells import CODES, fill_cells, threshold_edges
from multivector.engine.compiled import step
from multivector.engine.draw import Draw
from multivector.engine.elites import start_elites
from multivector.engine.event import EVENT_DTYPE
from multivector.engine.forces import start_forces
from multivector.engine.hardship import set_standing
from multivector.engine.kernels import BLOCK, N_COUNTS, build_citizens
from multivector.engine.loyalty import start_loyalty
from multivector.engine.mobilization import resting_street, size_pools
from multivector.engine.news import start_news
from multivector.engine.outcome import NATION_SERIES, REGION_SERIES
from multivector.engine.president import MOVE_KINDS, N_MOVES, start_president
from multivector.engine.riot import start_riot
from multivector.engine.tables import MOST_BINS
from multivector.errors import EngineError
from multivector.rng import run_key

NATION = (
    # clock
    "tick", "day", "hour", "tick_days", "ticks_per_day", "population",
    # hardship and news
    "price", "price_full", "price_day", "rolled_back", "openness", "perceived", "perceived_rest",
    "perceived_rioting", "sites_reported",
    # loyalty
    "signal_error", "strength_rest", "threshold_rest", "slope_rest", "defect_rest", "strength", "signal", "threshold",
    "threshold_slope", "alpha", "cost", "pressure", "pressure_before", "turnout", "violence", "shirking",
    "shirking_peak", "shirking_jump", "tottering", "roots", "strength_moves", "signal_moves",
    # elites
    "line_rest", "line", "cohesion", "cohesion_low", "mean_position", "elite_rest", "elite_defect_rest",
    "elite_defecting", "purged", "purge_age", "network_cubes",
    # president
    "survival", "emergency", "shut_down", "fire_ordered", "framed", "appealed", "emboldened",
    # alliance and deployment
    "identity", "organisation", "appeal_day", "decision_day", "decided", "granted", "refused", "announced", "combat",
    "help_gain", "legal", "arrival_due", "arrival_day", "troops_due", "troops", "troops_peak", "exit_day", "stay",
    "rescue", "order_day",
    # toll and course
    "street", "rioting", "held", "detained", "dead_civil", "dead_security", "armed_total", "peak", "peak_day",
    "peak_rioting", "held_peak", "sites_lost", "sites_peak", "calm_day", "fate", "fate_day", "regions_national",
)  # fmt: skip
"""Columns of the one-row national state."""

TICK_HOURS = 6.0
"""Length of an acute tick. The rules speak of nights, mornings and two ticks running, so no other length would tell
the same crisis."""

NATION_DTYPE = np.dtype([(name, np.float64) for name in NATION])

MOVE_DTYPE = np.dtype([(name, np.float64) for name in ("day", "cost", "allowed", "signal", "strength")])

N_EVENTS = 512
"""Room for events of one acute phase; more are counted and reported as an error."""


class World(NamedTuple):
    """Everything a mechanism may read or change, as arrays; every field is passed to compiled code whole."""

    p: NDArray[np.void]
    on: NDArray[np.void]
    settings: NDArray[np.void]
    nation: NDArray[np.void]
    region: NDArray[np.void]
    group: NDArray[np.void]
    cell: NDArray[np.void]
    faction: NDArray[np.void]
    organisation: NDArray[np.void]
    member: NDArray[np.void]
    shock: NDArray[np.void]
    move: NDArray[np.void]
    move_kind: NDArray[np.float64]
    distance: NDArray[np.float64]
    hearsay: NDArray[np.float64]
    faction_position: NDArray[np.float64]
    faction_weight: NDArray[np.float64]
    faction_chance: NDArray[np.float64]
    pressure: NDArray[np.float64]
    key: NDArray[np.uint32]
    threshold: NDArray[np.uint16]
    temper: NDArray[np.uint8]
    status: NDArray[np.uint8]
    lowest: NDArray[np.int64]
    block_cell: NDArray[np.int64]
    block_live: NDArray[np.int64]
    counts: NDArray[np.int64]
    willing: NDArray[np.int64]
    crowd: NDArray[np.int64]
    edges: NDArray[np.int64]
    cell_rule: NDArray[np.int64]
    cell_cuts: NDArray[np.int64]
    skip: NDArray[np.int64]
    chunks: NDArray[np.int64]
    region_series: NDArray[np.float32]
    nation_series: NDArray[np.float32]
    events: NDArray[np.void]
    count_events: NDArray[np.int64]

    @property
    def n_citizens(self) -> int:
        """Citizens simulated, padding left out."""
        return int(self.block_live.sum())

    @property
    def doing(self) -> NDArray[np.int64]:
        """How many citizens do what, by status code 0 to 7, padding included."""
        if len(self.crowd):
            return np.asarray(self.crowd.sum((0, 1, 2)).reshape(2, 8).sum(0))
        return np.bincount(self.status & 7, minlength=8)


@structref.register
class _HandleType(types.StructRef):
    """Numba's type of the world in compiled code.

    Its name goes into every symbol; spelt out, with all columns of all tables, it is what compiling would spend its
    time on.
    """

    def __init__(self, fields: Any) -> None:
        super().__init__(fields)  # type: ignore[no-untyped-call]
        self.name = f"World_{hashlib.sha256(self.name.encode()).hexdigest()[:16]}"


class Handle(structref.StructRefProxy):
    """The world as compiled code passes it around: one pointer instead of forty arrays by value.

    Passed by value the world made every call a copy of some 300 words, and compilation five times as long.
    """


structref.define_constructor(Handle, _HandleType, list(World._fields))  # type: ignore[no-untyped-call]


def great_circle(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances between places in km, shape (n, n), on a sphere of radius 6371 km (haversine)."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    east = np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    a = np.sin((lat[:, None] - lat) / 2) ** 2 + east
    return np.asarray(2 * 6371.0 * np.arcsin(np.sqrt(np.clip(a, 0.0, 1.0))))


@step
def start(w):  # type: ignore[no-untyped-def]
    """State of a calm day, in the order in which mechanisms need each other."""
    start_news(w)
    start_loyalty(w)
    start_elites(w)
    start_president(w)
    start_forces(w)
    start_riot(w)
    if w.settings[0].cells > 0.0:
        fill_cells(w)


def build(draw: Draw, *, threads: int = 1, skip: bool = True) -> World:
    """Set up the world of a draw.

    Args:
        draw: The crisis with every number fixed.
        threads: Chunks of work for that many threads; the numbers don't depend on it.
        skip: Whether blocks in which nothing can happen are skipped; the numbers don't depend on it.

    Raises:
        EngineError: If the settings cannot be run.
    """
    t = {name: rows.copy() for name, rows in draw.tables.items()}
    settings = t["settings"]
    ticks = int(settings["max_days"][0] * 24 / TICK_HOURS)
    region, group, cell = t["region"], t["group"], t["cell"]
    nation = np.zeros(1, NATION_DTYPE)
    for name in (
        "organisation", "appeal_day", "arrival_day", "exit_day", "order_day", "fate_day", "arrival_due", "price_day",
    ):  # fmt: skip
        nation[name] = -1.0
    nation["tick_days"] = TICK_HOURS / 24.0
    nation["ticks_per_day"] = 24.0 / TICK_HOURS
    nation["population"] = region["population"].sum()
    for name in ("onset", "mass"):
        region[name] = -1.0
    share = np.zeros(len(group))
    np.add.at(share, cell["group"].astype(np.int64), cell["population"])
    nation["identity"] = float((share * group["identity"]).sum() / share.sum())
    n_regions, n_cells = len(region), len(cell)
    key = np.array(run_key(draw.seed, draw.member), np.uint32)
    w = World(
        p=draw.parameters.copy(),
        on=draw.switches.copy(),
        settings=settings,
        nation=nation,
        region=region,
        group=group,
        cell=cell,
        faction=t["faction"],
        organisation=t["organisation"],
        member=t["member"],
        shock=t["shock"],
        move=np.zeros(N_MOVES, MOVE_DTYPE),
        move_kind=np.array(MOVE_KINDS),
        distance=great_circle(region["latitude"], region["longitude"]),
        hearsay=np.zeros((n_regions, n_regions)),
        faction_position=np.zeros(len(t["faction"])),
        faction_weight=np.zeros(len(t["faction"])),
        faction_chance=np.zeros(len(t["faction"])),
        pressure=np.zeros(ticks + 1),
        key=key,
        threshold=np.empty(0, np.uint16),
        temper=np.empty(0, np.uint8),
        status=np.empty(0, np.uint8),
        lowest=np.empty(0, np.int64),
        block_cell=np.empty(0, np.int64),
        block_live=np.empty(0, np.int64),
        counts=np.empty((0, N_COUNTS), np.int64),
        willing=np.empty(0, np.int64),
        crowd=np.zeros((0, 1, 2, CODES), np.int64),
        edges=threshold_edges(1),
        cell_rule=np.zeros((n_cells, 10), np.int64),
        cell_cuts=np.zeros((n_cells, 8), np.int64),
        skip=np.array([int(skip)]),
        chunks=np.array([1 if threads == 1 else 8 * threads]),
        region_series=np.zeros((ticks, n_regions, len(REGION_SERIES)), np.float32),
        nation_series=np.zeros((ticks, len(NATION_SERIES)), np.float32),
        events=np.zeros(N_EVENTS, EVENT_DTYPE),
        count_events=np.zeros(1, np.int64),
    )
    size_pools(w.p, w.group, w.cell, w.key)
    set_standing(w.p, w.on, w.region, w.key)
    wants, out = resting_street(w.p[0], region["standing"])
    calm = (cell["pool"] * wants[cell["region"].astype(np.int64)]).sum() * out
    nation["perceived_rest"] = calm / nation["population"]
    return people(w)


def people(w: World) -> World:
    """Fill the pools with citizens: blocks of one cell each, regions side by side; one block a cell held as counts.

    Raises:
        EngineError: If cells are to have no number of bins that can be.
    """
    cell = w.cell
    counted = bool(w.settings["cells"][0] > 0)
    weight = float(w.settings["persons_per_citizen"][0])
    citizens = np.floor(cell["pool"] / weight + 0.5).astype(np.int64)
    blocks = (citizens > 0).astype(np.int64) if counted else -(-citizens // BLOCK)
    first = np.concatenate([[0], np.cumsum(blocks)[:-1]])
    cell["citizens"], cell["blocks"], cell["first"] = citizens, blocks, first
    n = int(blocks.sum())
    block_cell = np.repeat(np.arange(len(cell)), blocks)
    if counted:
        bins = int(w.settings["threshold_bins"][0])
        if not 1 <= bins <= MOST_BINS or bins != w.settings["threshold_bins"][0]:
            found = f"threshold_bins of {float(w.settings['threshold_bins'][0]):g}"
            raise EngineError(found, expected=f"a whole number from 1 to {MOST_BINS}")
        return w._replace(
            block_cell=block_cell, block_live=citizens[block_cell], counts=np.zeros((n, N_COUNTS), np.int64),
            willing=np.zeros(n, np.int64), crowd=np.zeros((n, bins, 2, CODES), np.int64), edges=threshold_edges(bins),
        )  # fmt: skip
    block_live = np.minimum(BLOCK, citizens[block_cell] - BLOCK * (np.arange(n) - first[block_cell]))
    threshold = np.empty(n * BLOCK, np.uint16)
    temper = np.empty(n * BLOCK, np.uint8)
    status = np.empty(n * BLOCK, np.uint8)
    lowest = np.empty(n, np.int64)
    build_citizens(w.key, block_live, threshold, temper, status, lowest)
    return w._replace(
        threshold=threshold, temper=temper, status=status, lowest=lowest, block_cell=block_cell, block_live=block_live,
        counts=np.zeros((n, N_COUNTS), np.int64), willing=np.zeros(n, np.int64),
    )  # fmt: skip
