"""The toll: killed, detained, and the foreign troops."""

from __future__ import annotations

import numpy as np

from multivector.report import words
from multivector.report.course import day_fans, day_table
from multivector.report.fan import HOW, Panel
from multivector.report.figure import Figure, Section, Table
from multivector.report.record import Floats, Group, Record, bands


def section(record: Record) -> Section:
    """The section."""
    figures = [people(record)]
    landed = Group(record.wave.mask & (record.acute["arrival_day"] >= 0), f"{record.wave.words} to which troops came")
    if landed.n:
        figures.append(troops(record, landed))
    return Section("toll", "Casualties, detentions, troops", "toll.html.j2", {"table": totals(record)}, tuple(figures))


def people(record: Record) -> Figure:
    """Killed and detained, by day."""
    series = {
        "Killed so far, both sides": bands(record.nation("dead", record.wave)),
        "In detention": bands(record.nation("held", record.wave)),
    }
    dead, held = series.values()
    panels = [Panel(name, found, hue) for (name, found), hue in zip(series.items(), ("rust", "plum"), strict=True)]
    return Figure(
        id="toll",
        title=f"Killed and detained, by day, in {record.wave}",
        finding=f"By the end of the days shown the median run has {words.count(dead[2, -1])} dead"
        f" (half of the runs: {words.count(dead[1, -1])} to {words.count(dead[3, -1])}; one in twenty over"
        f" {words.count(dead[4, -1])}) and {words.count(held[2].max())} people held at once at most.",
        how=HOW + " After the end of a run's unrest the dead stay dead, and those held are taken as still held.",
        wide=day_fans(record, panels),
        narrow=day_fans(record, panels, narrow=True),
        table=day_table(record, series),
    )


def troops(record: Record, landed: Group) -> Figure:
    """Foreign troops in the country, by day, where they came at all."""
    series = {"Foreign troops in the country": bands(present(record, landed))}
    found = next(iter(series.values()))
    stood = landed.mask & (record.acute["fate"] < 2)
    stay = np.quantile(record.acute["stay"][stood if stood.any() else landed.mask], (0.25, 0.5, 0.75))
    sent = np.quantile(record.acute["troops"][landed.mask], (0.25, 0.5, 0.75))
    panels = [Panel("Foreign troops in the country", found, "teal")]
    fight = record.share(record.acute["combat"] > 0, landed)
    return Figure(
        id="troops",
        title=f"Foreign troops, by day, in {landed}",
        finding=f"In the median run {words.count(sent[1])} are in the country when they are most (middle half:"
        f" {words.count(sent[0])} to {words.count(sent[2])}); where the regime stands they stay"
        f" {words.number(stay[1])} days ({words.number(stay[0])} to {words.number(stay[2])})."
        f" They fight rather than guard in {words.share(fight)} of these runs.",
        how=HOW
        + " Troops that outstay the unrest are counted until they have left."
        + " How many are sent is nearly an input: the scenario says what force stands ready.",
        wide=day_fans(record, panels),
        narrow=day_fans(record, panels, narrow=True),
        table=day_table(record, series),
    )


def present(record: Record, landed: Group) -> Floats:
    """Foreign troops by day, shape ``(n, days)``: as recorded to the end of the acute phase, then by their stay.

    An acute phase may end in calm with troops still there; they stay at full strength to the start of the withdrawal
    and shrink evenly to its end.
    """
    recorded = record.nation("troops", landed)
    acute = record.acute[landed.mask]
    day = np.arange(recorded.shape[1])[None, :]
    begin, end = acute["exit_day"][:, None], (acute["arrival_day"] + acute["stay"])[:, None]
    left = np.clip((end - day) / np.maximum(end - begin, 0.25), 0.0, 1.0)
    after = acute["troops"][:, None] * np.where(begin < 0, day <= end, left)
    fallen = (acute["fate"] == 2)[:, None]
    return np.where(day <= np.floor(acute["end_day"])[:, None], recorded, np.where(fallen, 0.0, after))


def totals(record: Record) -> Table:
    """Quantiles of the totals of a run."""
    acute = record.acute[record.wave.mask]
    landed = acute["arrival_day"] >= 0
    rows: list[tuple[str, Floats, str]] = [
        ("largest crowd", acute["peak_street"], "persons"),
        ("the same as a share of the country", acute["peak_share"], "share"),
        ("regions with protest by the national day", acute["regions"], "1"),
        ("civilians killed", acute["dead_civil"], "persons"),
        ("security men killed", acute["dead_security"], "persons"),
        ("ever detained", acute["detained"], "persons"),
        ("guarded sites lost at once", acute["sites_lost"], "1"),
        ("day of calm", acute["calm_day"], "date"),
    ]
    if landed.any():
        rows += [
            ("foreign troops, where they came", acute["troops"][landed], "persons"),
            ("days of their stay", acute["stay"][landed], "1"),
        ]
    start = record.scenario.start
    return Table.of(
        ("", "5 %", "25 %", "median", "75 %", "95 %", "runs"),
        [
            [name, *(words.in_unit(q, unit, start) for q in np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95))),
             f"{len(values):,}"]
            for name, values, unit in rows
        ],
    )  # fmt: skip
