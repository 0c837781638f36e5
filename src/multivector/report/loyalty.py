"""Loyalty and elite: whether the forces obey, whether the elite holds, and how it ends for the regime."""

from __future__ import annotations

import numpy as np

from multivector.report import words
from multivector.report.course import day_fans, day_table
from multivector.report.fan import HOW, Panel
from multivector.report.figure import NARROW, WIDE, Figure, Section, Table
from multivector.report.record import Group, Record, bands
from multivector.report.rows import stacks

ENDINGS = ("stands under the same leader", "stands under a new leader", "falls")
"""In the order of the number in ``fate``."""

HUES = dict(zip(ENDINGS, ("blue", "ochre", "rust"), strict=True))


def section(record: Record) -> Section:
    """The section."""
    return Section("loyalty", "Loyalty and elite", "plain.html.j2", {}, (holds(record), endings(record)))


def holds(record: Record) -> Figure:
    """Shirking and cohesion by day."""
    series = {
        "Forces that do not obey, by choice": bands(record.nation("shirking", record.wave)),
        "Cohesion of the elite (1 = a calm day's)": bands(record.nation("cohesion", record.wave)),
    }
    shirking, cohesion = series.values()
    acute = record.acute[record.wave.mask]
    panels = [Panel(name, found, hue) for (name, found), hue in zip(series.items(), ("plum", "ochre"), strict=True)]
    worst = int(np.argmax(shirking[2]))
    tops = (1.0, max(1.0, float(cohesion.max())))
    return Figure(
        id="loyalty",
        title=f"Do the forces obey, does the elite hold? {record.wave.n:,} {record.wave.words}",
        finding=f"In the median run {words.percent(shirking[2, worst])} of the forces do not obey on"
        f" {words.day(record.scenario.start, worst)}, the worst day; in a quarter of the runs over"
        f" {words.percent(float(np.quantile(acute['shirking_peak'], 0.75)))} at some time. The elite's cohesion ends at"
        f" {words.number(cohesion[2, -1])} of a calm day's in the median run"
        f" ({words.number(cohesion[1, -1])} to {words.number(cohesion[3, -1])} in the middle half).",
        how=HOW + " After the end of a run's unrest the last value is kept.",
        wide=day_fans(record, panels, form=".1~f", tops=tops),
        narrow=day_fans(record, panels, narrow=True, form=".1~f", tops=tops),
        table=day_table(record, series, "1"),
    )


def endings(record: Record) -> Figure:
    """How it ends, by what became of the appeal."""
    acute, wave = record.acute, record.wave.mask
    appealed = acute["appeal_day"] >= 0
    groups = [
        Group(wave, "all"),
        Group(wave & ~appealed, "no help asked"),
        Group(wave & appealed & (acute["granted"] == 0), "asked, not granted"),
        Group(wave & (acute["granted"] > 0), "help granted"),
    ]
    found, rows = [], []
    for group in groups:
        if not group.n:
            continue
        name = f"{group.words} ({group.n:,})"
        shares = [record.share(acute["fate"] == number, group) for number in range(len(ENDINGS))]
        found += [(name, ending, share.value) for ending, share in zip(ENDINGS, shares, strict=True)]
        rows.append([group.words, f"{group.n:,}", *(words.share(share) for share in shares)])
    falls = record.share(acute["fate"] == 2, groups[0])
    coup = record.share(acute["fate"] == 1, groups[0])
    return Figure(
        id="endings",
        title=f"How it ends for the regime, by what became of the appeal: {record.wave}",
        finding=f"The regime falls in {words.share(falls)} of these runs; its own elite replaces the leader in"
        f" {words.share(coup)}. The rows differ in more than the help: who asks is already in trouble, so the"
        " difference between them is not the effect of the help.",
        wide=stacks(found, hues=HUES, width=WIDE - 210),
        narrow=stacks(found, hues=HUES, width=NARROW - 160, limit=150),
        table=Table.of(("runs", "n", *ENDINGS), rows),
    )
