"""The course of the crisis: how large, how violent, where and when."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from multivector.engine.outcome import NATION_SERIES
from multivector.report import words
from multivector.report.fan import HOW, Panel, fans
from multivector.report.figure import NARROW, WIDE, Figure, Section, Table
from multivector.report.record import Floats, Record, bands
from multivector.report.tiles import places, tiles

MAPS = 8
"""Days shown as maps, at most."""

UNITS = {field.name: field.unit for field in NATION_SERIES}

RIOT = 10.0
"""Rioters in a region from which a day counts as a day of riot there."""


def section(record: Record) -> Section:
    """The section."""
    figures = [street(record)]
    if len(record.study.regions) > 1:
        figures += [crowds(record), riots(record)]
    return Section("course", "The course of the crisis", "course.html.j2", {"among": record.wave}, tuple(figures))


def street(record: Record) -> Figure:
    """People on the street and rioting, by day."""
    series = {
        "People on the street": bands(record.nation("street", record.wave)),
        "of them rioting": bands(record.nation("rioting", record.wave)),
    }
    crowd, riot = series.values()
    panels = [Panel(name, found, hue) for (name, found), hue in zip(series.items(), ("blue", "rust"), strict=True)]
    top = int(np.argmax(crowd[2]))
    start = record.scenario.start
    peak = words.count(crowd[2, top])
    low, high = words.count(crowd[0, top]), words.count(crowd[4, top])
    worst = int(np.argmax(riot[2]))
    rioting = (
        f"Rioters are most on {words.day(start, worst)}, {words.count(riot[2, worst])} in the median run,"
        f" over {words.count(riot[4, worst])} in one run of twenty."
        if riot[2, worst] >= 1
        else f"In the median run nobody riots; in one run of twenty more than {words.count(riot[4].max())} do at once."
    )
    return Figure(
        id="street",
        title=f"People on the street, by day, in {record.wave}",
        finding=f"The median crowd is largest on {words.day(start, top)} with {peak} people"
        f" (nine runs in ten: {low} to {high}). {rioting}",
        how=HOW + " Each day shows its largest six hours; after a run's unrest has ended its street is empty.",
        wide=day_fans(record, panels),
        narrow=day_fans(record, panels, narrow=True),
        table=day_table(record, series),
    )  # fmt: skip


def day_fans(
    record: Record,
    panels: Sequence[Panel],
    *,
    narrow: bool = False,
    form: str = ",.0f",
    tops: Sequence[float] = (),
) -> dict[str, object]:
    """Fans by day: two in a row on a page, one on a telephone."""
    labels = [words.day(record.scenario.start, day) for day in range(record.days)]
    every = max(1, -(-record.days // (5 if narrow else 7)))
    return fans(panels, labels, narrow=narrow, height=150 if narrow else 190, every=every, form=form, tops=tops)


def day_table(record: Record, series: dict[str, Floats], unit: str = "persons") -> Table:
    """Quantiles by day, a row a day and series."""
    head = ("day", "series", "5 %", "25 %", "median", "75 %", "95 %") if len(series) > 1 else (
        "day", "5 %", "25 %", "median", "75 %", "95 %")  # fmt: skip
    rows = []
    for name, found in series.items():
        for day in range(found.shape[1]):
            key = [words.day(record.scenario.start, day)] + ([name] if len(series) > 1 else [])
            rows.append([*key, *(words.in_unit(value, unit, record.scenario.start) for value in found[:, day])])
    return Table.of(head, rows, words=2 if len(series) > 1 else 1)


def crowds(record: Record) -> Figure:
    """Median crowd per thousand residents, by region and day."""
    regions = record.study.regions
    people = np.array([record.template.every[f"regions.{region}.population"].central for region in regions])
    found = 1000 * np.median(record.regions("street", record.wave), axis=0) / people
    steps = (0.1, 0.5, 1.0, 2.0, 4.0)
    classes = ("under 0.1", "0.1 – 0.5", "0.5 – 1", "1 – 2", "2 – 4", "4 or more")
    peaks = found.max(axis=0)
    order = np.argsort(-peaks, kind="stable")
    most = [f"{record.label('regions', regions[i])} ({words.number(peaks[i])} per thousand)" for i in order[:3]]
    passes = found >= steps[1]
    begins = " No region passes 0.5 per thousand."
    if passes.any():
        first = int(np.argmax(passes.any(axis=1)))
        early = [record.label("regions", region) for region, there in zip(regions, passes[first], strict=True) if there]
        named = words.listed(early[:4]) + (f" and {len(early) - 4} more" if len(early) > 4 else "")
        begins = f" It passes 0.5 per thousand first in {named}, on {words.day(record.scenario.start, first)}."
    return _maps(
        record,
        "crowds",
        found,
        steps,
        classes,
        legend="people on the street per 1,000 residents",
        title=f"Crowds by region and day: median of {record.wave}",
        finding=f"Turnout is densest in {words.listed(most)}.{begins}",
        form=words.number,
    )


def riots(record: Record) -> Figure:
    """Share of runs with a riot, by region and day."""
    regions = record.study.regions
    hits = record.regions("rioting", record.wave) >= RIOT
    found = hits.mean(axis=0)
    ever = hits.any(axis=1).mean(axis=0)
    order = np.argsort(-ever, kind="stable")
    most = [f"{record.label('regions', regions[i])} ({words.percent(ever[i])} of runs)" for i in order[:4]]
    calm = [record.label("regions", regions[i]) for i in order[::-1][:2]]
    return _maps(
        record,
        "riots",
        found,
        (0.05, 0.2, 0.4, 0.6, 0.8),
        ("under 5 %", "5 – 20 %", "20 – 40 %", "40 – 60 %", "60 – 80 %", "80 % or more"),
        legend=f"share of runs with {RIOT:.0f} or more rioters that day",
        title=f"Riot by region and day: share of {record.wave}",
        finding=f"Riot at any time is most frequent in {words.listed(most)} and rarest in {words.listed(calm)}.",
        form=words.percent,
    )


def shown_days(record: Record) -> list[int]:
    """Days to draw maps of: until the median crowd is below a tenth of its largest, evenly spaced."""
    crowd = np.median(record.nation("street", record.wave), axis=0)
    small = np.flatnonzero(crowd < crowd.max() / 10)
    after = small[small > int(np.argmax(crowd))]
    last = int(after[0]) if len(after) else record.days - 1
    return sorted({round(day) for day in np.linspace(0, last, min(MAPS, last + 1)).tolist()})


def _maps(
    record: Record,
    name: str,
    found: Floats,
    steps: Sequence[float],
    classes: Sequence[str],
    *,
    legend: str,
    title: str,
    finding: str,
    form: object,
) -> Figure:
    regions = record.study.regions
    at = places(regions, dict(record.scenario.tiles.at) if record.scenario.tiles else None)
    days = shown_days(record)
    labels = [words.day(record.scenario.start, day) for day in days]
    wide = 1 + max(column for _, column in at.values())

    def drawn(columns: int, width: int) -> dict[str, object]:
        tile = (width - 16 * (columns - 1)) // (columns * wide)
        return tiles(
            found[days], steps, classes, title=legend, names=labels, regions=regions, at=at, columns=columns, tile=tile
        )

    assert callable(form)
    rows = [
        [record.label("regions", region), *(form(found[day, column]) for day in days)]
        for column, region in enumerate(regions)
    ]
    return Figure(
        id=name,
        title=title,
        finding=finding,
        how="Each tile is a region, placed roughly where it lies; each small map is a day.",
        wide=drawn(4, WIDE - 10),
        narrow=drawn(2, NARROW),
        table=Table.of(["region", *labels], rows),
    )
