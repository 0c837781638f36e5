"""Citizens: the rule of the street carried out person by person.

Between the mechanisms, which speak of rates and drives by cell, and the kernels, which compare 16-bit integers,
this file translates: willingness and transition shares become cut points, counts become persons.
"""

from __future__ import annotations

import math

from numba import njit

from multivector.engine import stream
from multivector.engine.cells import gather_cell, remove_from_cells, step_cells
from multivector.engine.compiled import step
from multivector.engine.kernels import BLOCK, DEAD, PROTESTING, QUIET, RIOTING, TIRED, step_citizens
from multivector.engine.mobilization import expit
from multivector.engine.news import local_support
from multivector.engine.repression import origin_of_dead, raid_share, street_arrest
from multivector.engine.riot import gather_rioters
from multivector.rng import uniform


@njit
def cut(share):  # type: ignore[no-untyped-def]
    """A share of [0, 1] as a 16-bit cut point."""
    return int(65535.0 * min(1.0, max(0.0, share)) + 0.5)


@step
def leaving_cuts(leave, tired, known, cuts, first):  # type: ignore[no-untyped-def]
    """Cumulative cuts of the leaving slice: known and tired, tired, known, neither."""
    cuts[first] = cut(leave * tired * known)
    cuts[first + 1] = cut(leave * tired)
    cuts[first + 2] = cut(leave * (tired + (1.0 - tired) * known))
    cuts[first + 3] = cut(leave)


@step
def set_rules(w):  # type: ignore[no-untyped-def]
    """Cut points of every cell for this tick."""
    p = w.p[0]
    n = w.nation[0]
    night = p.night_factor if n.hour < 6.0 else 1.0
    tired = p.tired_share * w.on[0].fatigue
    stay = (1.0 - p.leave_rate) * (1.0 - 0.5 * (1.0 - night))
    eager = 1.0 - stay
    idle = 1.0 - stay * (1.0 - 0.5 * p.join_rate)
    free = 1.0 - math.exp(-n.tick_days / p.held_time)
    rest = 1.0 - math.exp(-n.tick_days / p.rest_time)
    raid = raid_share(w)
    for i in range(len(w.cell)):
        r = w.region[int(w.cell[i].region)]
        taken = street_arrest(w, int(w.cell[i].region))
        rule = w.cell_rule[i]
        rule[0] = int(256.0 * r.feeder)
        rule[1] = cut(p.join_rate * night)
        rule[2] = cut(p.turn_rate * r.turn)
        rule[3] = cut(taken)
        rule[4] = cut(p.calm_rate)
        rule[5] = cut(min(0.6, 2.0 * taken))
        rule[6] = cut(free)
        rule[7] = cut(rest)
        rule[8] = cut(raid)
        rule[9] = TIRED if w.on[0].fatigue > 0.0 else QUIET
        leaving_cuts(eager, tired, p.identified_share, w.cell_cuts[i], 0)
        leaving_cuts(idle, tired, p.identified_share, w.cell_cuts[i], 4)


@step
def set_willingness(w):  # type: ignore[no-untyped-def]
    """Willingness of every block: its cell's drive and what its own street shows, mixed with its region.

    A block that is not full weighs its own street less, so that one citizen more counts the same in every block. A
    cell held as counts is one block as large as itself: there, a citizen's own street is that of the whole cell.
    """
    p = w.p[0]
    mix = p.neighbourhood_weight * w.on[0].neighbourhood
    for i in range(len(w.cell)):
        c = w.cell[i]
        r = w.region[int(c.region)]
        first = int(c.first)
        blocks = int(c.blocks)
        density = c.pool / max(1.0, c.citizens) / max(1.0, c.population) if c.citizens > 0.0 else 0.0
        base = 0.0
        quiet_value = -1
        for b in range(first, first + blocks):
            out = w.counts[b, 0] + w.counts[b, 1]
            if out == 0 and quiet_value >= 0:
                w.willing[b] = quiet_value
                continue
            live = w.block_live[b]
            near = mix * min(1.0, live / BLOCK)
            here = density * out * c.citizens / live
            seen = (1.0 - near) * r.perceived + near * here
            base = c.drive + p.conformity * local_support(w, seen) / p.threshold_spread
            w.willing[b] = cut(expit(base))
            if out == 0:
                quiet_value = w.willing[b]


@step
def tally(w):  # type: ignore[no-untyped-def]
    """Counts of blocks into cells, regions and the nation, citizens into persons."""
    n = w.nation[0]
    weight = w.settings[0].persons_per_citizen
    for i in range(len(w.region)):
        r = w.region[i]
        r.protesting = 0.0
        r.rioting_home = 0.0
        r.held = 0.0
    for i in range(len(w.cell)):
        c = w.cell[i]
        c.protesting = 0.0
        c.rioting = 0.0
        c.detained = 0.0
        c.tired = 0.0
        c.dead = 0.0
        c.arrested = 0.0
        for b in range(int(c.first), int(c.first + c.blocks)):
            k = w.counts[b]
            c.protesting += k[0]
            c.rioting += k[1]
            c.detained += k[2]
            c.tired += k[3]
            c.dead += k[4]
            c.arrested += k[5]
        r = w.region[int(c.region)]
        r.protesting += weight * c.protesting
        r.rioting_home += weight * c.rioting
        r.held += weight * c.detained
        r.detained += weight * c.arrested
        n.detained += weight * c.arrested
    gather_rioters(w)


@step
def step_society(w):  # type: ignore[no-untyped-def]
    """Step 12: every citizen decides."""
    set_rules(w)
    set_willingness(w)
    if w.settings[0].cells > 0.0:
        step_cells(
            w.key, w.nation[0].tick, w.crowd, w.edges, w.block_cell, w.counts, w.willing, w.cell_rule, w.cell_cuts
        )
    else:
        step_citizens(
            w.key, int(w.nation[0].tick), w.threshold, w.temper, w.status, w.lowest, w.block_cell, w.counts, w.willing,
            w.cell_rule, w.cell_cuts, w.skip[0] > 0, w.chunks[0],
        )  # fmt: skip
    tally(w)


@step
def gather(w, region, persons):  # type: ignore[no-untyped-def]
    """Put a first crowd on the street of a region, cell by cell in proportion to the pools, first blocks first.

    Returns:
        Persons put on the street (less than asked if the pool is too small).
    """
    weight = w.settings[0].persons_per_citizen
    pool = 0.0
    for i in range(len(w.cell)):
        if int(w.cell[i].region) == region:
            pool += w.cell[i].citizens
    wanted = min(pool, persons / weight)
    put = 0.0
    for i in range(len(w.cell)):
        c = w.cell[i]
        if int(c.region) != region:
            continue
        here = math.floor(wanted * c.citizens / pool + 0.5)
        if w.settings[0].cells > 0.0:
            if here > 0:
                put += gather_cell(w.key, w.nation[0].tick, w.crowd, w.counts, int(c.first), here)
            continue
        o = int(c.first) * BLOCK
        k = 0
        while here > 0 and k < int(c.blocks) * BLOCK:
            if w.status[o + k] == 0:
                w.status[o + k] = PROTESTING
                w.counts[int(c.first) + k // BLOCK, 0] += 1
                here -= 1
                put += 1.0
            k += 1
    tally(w)
    return put * weight


@step
def bury(w):  # type: ignore[no-untyped-def]
    """Take the civilian dead out of the citizens: one rioting citizen for every ``persons_per_citizen`` dead."""
    weight = w.settings[0].persons_per_citizen
    changed = False
    for i in range(len(w.region)):
        r = w.region[i]
        number = 0.0
        while r.unburied >= weight:
            home = origin_of_dead(w, i, number)
            found = remove_one(w, home, i, number)
            number += 1.0
            if not found:
                break
            r.unburied -= weight
            changed = True
    if changed:
        tally_dead(w)


@step
def remove_one(w, home, region, number):  # type: ignore[no-untyped-def]
    """Mark one rioting (else protesting) citizen of a home region dead, from a random block on."""
    first = -1
    last = -1
    for i in range(len(w.cell)):
        c = w.cell[i]
        if int(c.region) == home and c.blocks > 0.0:
            if first < 0:
                first = int(c.first)
            last = int(c.first + c.blocks)
    if first < 0:
        return False
    u = uniform(w.key, stream.CASUALTY, w.nation[0].tick, float(region), 100000.0 + number)
    if w.settings[0].cells > 0.0:
        return remove_from_cells(w.crowd, w.counts, first, last, u)
    start = int(u * (last - first))
    for column in range(2):
        wanted = RIOTING if column == 0 else PROTESTING
        for offset in range(last - first):
            b = first + (start + offset) % (last - first)
            if w.counts[b, 1 - column] == 0:
                continue
            for k in range(b * BLOCK, b * BLOCK + BLOCK):
                if w.status[k] & 7 == wanted:
                    w.counts[b, 1 - column] -= 1
                    w.counts[b, 4] += 1
                    if w.status[k] & 8:
                        w.counts[b, 6] -= 1
                    w.status[k] = DEAD
                    return True
    return False


@step
def tally_dead(w):  # type: ignore[no-untyped-def]
    """Cells and regions again after a burial, without counting arrests twice."""
    for b in range(len(w.block_cell)):
        w.counts[b, 5] = 0
    tally(w)
