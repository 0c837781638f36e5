"""Alignment over the years: where policy leans, power by power, with and without help asked."""

from __future__ import annotations

import numpy as np

from multivector import units
from multivector.report import words
from multivector.report.fan import HOW, Moment, Panel, fans
from multivector.report.figure import Figure, Section, Table
from multivector.report.palette import SERIES
from multivector.report.record import Floats, Record, bands


def section(record: Record) -> Section:
    """The section."""
    if not record.months:
        return Section("alignment", "Alignment over the years", "alignment.html.j2", {"months": 0})
    figures = (by_power(record), rescue(record), scope(record))
    content = {"months": record.months, "among": record.rescued, "shocks": [name for _, name in shocks(record)]}
    return Section("alignment", "Alignment over the years", "alignment.html.j2", content, figures)


def shocks(record: Record) -> list[tuple[float, str]]:
    """Dated events from outside: month and name."""
    off = {"outside_shocks"} & {*record.study.manifest.identity.without}
    if off or not record.scenario.switches.get("outside_shocks", True):
        return []
    return [
        (
            units.convert(f"{record.template.every[f'shocks.{key}.day'].central} days", "months"),
            record.label("shocks", key),
        )
        for key, shock in record.scenario.shocks.items()
        if shock.kind == "outside"
    ]


def powers(record: Record) -> list[tuple[str, str]]:
    """Outside powers: id and hue."""
    home = {key for key in record.scenario.powers if record.template.every[f"powers.{key}.home"].central}
    abroad = [key for key in record.scenario.powers if key not in home]
    return [(key, SERIES[number % len(SERIES)]) for number, key in enumerate(abroad)]


def by_power(record: Record) -> Figure:
    """Change of alignment since the crisis, and the twin's median."""
    panels, table, ends = [], [], []
    for key, hue in powers(record):
        actual = record.aftermath("alignment", "actual", record.rescued, key)
        twin = record.aftermath("alignment", "twin", record.rescued, key)
        change, other = bands(actual - actual[:, :1]), bands(twin - twin[:, :1])
        name = record.label("powers", key)
        panels.append(Panel(name, 100 * change, hue, 100 * other[2]))
        ends.append((name, change[:, -1], float(np.median(actual[:, 0]))))
        table += _yearly(record, name, change, other[2])
    most = max(ends, key=lambda end: abs(end[1][2]))
    told = words.listed(
        [f"{name} {words.points(q[2])} ({words.points(q[0])} to {words.points(q[4])})" for name, q, _ in ends]
    )
    return Figure(
        id="alignment",
        title=f"Change of alignment since before the crisis, in percentage points: {record.rescued}",
        finding=f"After {record.months} months the median change, with nine runs in ten, is {told}. The largest is"
        f" {most[0]}'s, from {words.percent(most[2])} before the crisis.",
        how=HOW + " Dashed: median of the twins, the same dice with help not asked.",
        wide=_year_fans(record, panels),
        narrow=_year_fans(record, panels, narrow=True),
        table=Table.of(("power", "month", "5 %", "25 %", "median", "75 %", "95 %", "median, help not asked"), table, 2),
    )


def rescue(record: Record) -> Figure:
    """Difference that the help makes: run minus twin."""
    panels, table, told = [], [], []
    for key, hue in powers(record):
        actual = record.aftermath("alignment", "actual", record.rescued, key)
        twin = record.aftermath("alignment", "twin", record.rescued, key)
        gap = bands(actual - twin)
        name = record.label("powers", key)
        panels.append(Panel(name, 100 * gap, hue))
        table += _yearly(record, name, gap)
        at = int(np.argmax(np.abs(gap[2])))
        told.append((abs(gap[2, at]), name, gap, at))
    _, name, gap, at = max(told, key=lambda item: item[0])
    first = (
        f"The help moves the median run most {'towards' if gap[2, at] > 0 else 'away from'} {name}: by"
        f" {words.points(abs(gap[2, at])).lstrip('+')} points in"
        f" month {at} (nine runs in ten: {words.points(gap[0, at])} to {words.points(gap[4, at])})."
        if abs(gap[2, at]) >= 5e-4
        else "In the median run the help leaves no power's alignment changed by as much as 0.05 points."
    )
    end = max(told, key=lambda item: abs(item[2][4, -1] - item[2][0, -1]))
    return Figure(
        id="rescue",
        title=f"What the help changed: alignment minus that of the twin, in percentage points: {record.rescued}",
        finding=f"{first} At the end nine runs in ten lie within {words.points(end[2][0, -1])} to"
        f" {words.points(end[2][4, -1])} points for {end[1]}, the widest.",
        how=HOW + " Each run is compared with its twin: the same numbers, the same dice, help not asked.",
        wide=_year_fans(record, panels),
        narrow=_year_fans(record, panels, narrow=True),
        table=Table.of(("power", "month", "5 %", "25 %", "median", "75 %", "95 %"), table, 2),
    )


def scope(record: Record) -> Figure:
    """Debt, autonomy, concentration, approval."""
    wanted = (
        ("debt", "Debt to the rescuer", "rust"),
        ("autonomy", "Freedom of choice", "blue"),
        ("concentration", "Concentration of ties (HHI)", "plum"),
        ("in_power", "The line of leaders is in power", "slate"),
    )
    panels, table, found = [], [], {}
    for column, name, hue in wanted:
        actual = record.aftermath(column, "actual", record.rescued)
        twin = record.aftermath(column, "twin", record.rescued)
        if column == "in_power":
            mean, other = np.nanmean(actual, axis=0), np.nanmean(twin, axis=0)
            quantiles = np.tile(mean, (5, 1))
        else:
            quantiles, other = bands(actual), bands(twin)[2]
        found[column] = quantiles
        panels.append(Panel(name, quantiles, hue, other))
        table += _yearly(record, name, quantiles, other, plain=True)
    debt = found["debt"][2]
    halved = np.flatnonzero((debt <= debt[1] / 2) & (np.arange(len(debt)) > 0))
    fades = f"; it has halved by month {halved[0]}" if len(halved) and debt[1] > 0 else ""
    return Figure(
        id="scope",
        title=f"Room for manoeuvre over the years: {record.rescued}",
        finding=f"The median debt to the rescuer is {words.percent(debt[1])} one month"
        f" after{fades}. Freedom of choice ends at {words.number(found['autonomy'][2, -1])},"
        f" concentration of ties at {words.number(found['concentration'][2, -1])} (before:"
        f" {words.number(found['concentration'][2, 0])}). The line of leaders is still in power at the end in"
        f" {words.percent(float(found['in_power'][2, -1]))} of the runs.",
        how=HOW + " Dashed: median of the twins. The last panel is a share of runs. Debt: 1 means that the regime"
        " would surely have fallen; freedom of choice: 1 means that debt, garrison and tilt change nothing.",
        wide=_year_fans(record, panels, form=".2~f", shared=False, zero=True),
        narrow=_year_fans(record, panels, narrow=True, form=".2~f", shared=False, zero=True),
        table=Table.of(("what", "month", "5 %", "25 %", "median", "75 %", "95 %", "median, help not asked"), table, 2),
    )  # fmt: skip


def _year_fans(
    record: Record,
    panels: list[Panel],
    *,
    narrow: bool = False,
    form: str = "+~f",
    shared: bool = True,
    zero: bool = True,
) -> dict[str, object]:
    start = record.scenario.start
    labels = [str(start.year + (start.month - 1 + month) // 12) for month in range(record.months + 1)]
    return fans(
        panels,
        labels,
        narrow=narrow,
        height=120 if narrow else 150,
        every=12 if record.months > 24 else 6,
        form=form,
        moments=[Moment(month, name) for month, name in shocks(record) if month <= record.months],
        shared=shared,
        zero=zero,
    )


def _yearly(
    record: Record, name: str, found: Floats, other: Floats | None = None, *, plain: bool = False
) -> list[list[str]]:
    form = words.number if plain else words.points
    months = [month for month in range(record.months + 1) if month % 6 == 0 or month == record.months]
    return [
        [
            name,
            words.month(record.scenario.start, month),
            *(form(value) for value in found[:, month]),
            *([] if other is None else [form(other[month])]),
        ]
        for month in months
    ]
