"""Decisions with their reasons: which moves are taken, how often, when, why; and one run told day by day."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np

from multivector.report import words
from multivector.report.figure import NARROW, WIDE, Figure, Section, Table
from multivector.report.record import Record
from multivector.report.rows import Dot, bars, dots

MOVES = (
    # event, field of its day, words
    ("rollback", "rollback_day", "price rolled back"),
    ("dismissal", "dismissal_day", "government dismissed"),
    ("purge", "purge_day", "former patron removed"),
    ("reform", "reform_day", "reform promised"),
    ("emergency", "emergency_day", "state of emergency"),
    ("shutdown", "shutdown_day", "internet shut down"),
    ("framing", "framing_day", "unrest framed as an attack from outside"),
    ("fire_order", "fire_day", "order to fire"),
    ("placation", "placation_day", "nationalist appointed to placate"),
    ("appeal", "appeal_day", "appeal for outside help"),
    ("troops_land", "arrival_day", "first foreign troops"),
    ("withdrawal_begins", "exit_day", "withdrawal begins"),
)
"""What is decided, in the order of a repertoire."""


def section(record: Record) -> Section:
    """The section."""
    figures = [taken(record)]
    if (timed := when(record)) is not None:
        figures.append(timed)
    content: dict[str, Any] = {"reasons": reasons(record), "chronicle": chronicle(record), "among": record.wave}
    return Section("decisions", "Decisions and their reasons", "decisions.html.j2", content, tuple(figures))


def taken(record: Record) -> Figure:
    """How often each move is taken."""
    shares = [(name, record.share(record.acute[field] >= 0, record.wave)) for _, field, name in MOVES]
    shares.sort(key=lambda pair: -pair[1].value)
    rows = [(name, share.value) for name, share in shares]
    texts = [words.percent(share.value) for _, share in shares]
    first, last = shares[0], shares[-1]
    never = [name for name, share in shares if not share.hits]
    rare = f"Never taken: {words.listed(never)}." if never else f"Rarest is {last[0]}, in {words.share(last[1])}."
    return Figure(
        id="moves",
        title=f"Moves and milestones: share of {record.wave}",
        finding=f"Most frequent is {first[0]}, in {words.share(first[1])} of the runs. {rare}",
        wide=bars(rows, width=WIDE - 300, texts=texts, top=1.0),
        narrow=bars(rows, width=NARROW - 190, texts=texts, top=1.15, limit=165),
        table=Table.of(
            ("move", "share of runs", "95 % interval", "runs"),
            [
                [name, words.percent(share.value), words.interval(*share.interval), f"{share.hits:,} of {share.n:,}"]
                for name, share in shares
            ],
        ),
    )  # fmt: skip


def when(record: Record) -> Figure | None:
    """When each move is taken, where it is taken."""
    found, inner, rows = [], [], []
    start = record.scenario.start
    for _, field, name in MOVES:
        days = record.acute[field][record.wave.mask]
        days = days[days >= 0]
        if len(days) < 5:
            continue
        low, first, middle, third, high = np.quantile(days, (0.05, 0.25, 0.5, 0.75, 0.95)).tolist()
        found.append(Dot(name, "", middle, low, high))
        inner.append((first, third))
        rows.append([name, f"{len(days):,}", *(words.day(start, q) for q in (low, first, middle, third, high))])
    if not found:
        return None
    order = sorted(range(len(found)), key=lambda i: found[i].value)
    found, inner, rows = [found[i] for i in order], [inner[i] for i in order], [rows[i] for i in order]
    end = min(max(dot.high for dot in found), float(record.days - 1))
    names = "[" + ",".join(f"'{words.day(start, day)}'" for day in range(int(end) + 2)) + "]"

    def drawn(width: int, limit: int, ticks: int) -> dict[str, Any]:
        every = max(1, -(-int(end + 1) // ticks))
        labels = (list(range(0, int(end) + 1, every)), f"{names}[datum.value]")
        return dots(
            found, hues={"": "plum"}, width=width, step=26, domain=(0, end), limit=limit, inner=inner, labels=labels
        )

    sequence = words.listed([f"{dot.row} ({words.day(start, dot.value)})" for dot in found])
    return Figure(
        id="when",
        title=f"When moves are taken, in those of {record.wave} that take them",
        finding=f"In the order of their median day: {sequence}.",
        how="Dot: median. Thick line: the middle half of the runs that take the move. Thin line: nine in ten; lines"
        " that reach the right edge go on.",
        wide=drawn(WIDE - 310, 260, 9),
        narrow=drawn(NARROW - 180, 160, 4),
        table=Table.of(("move", "runs", "5 %", "25 %", "median", "75 %", "95 %"), rows),
    )


def reasons(record: Record) -> list[dict[str, str]]:
    """For each move, the reason given in a run that takes it at the median time."""
    told = []
    for event, field, name in MOVES:
        days = np.where(record.wave.mask & (record.acute[field] >= 0), record.acute[field], np.nan)
        if np.isnan(days).all():
            continue
        middle = float(np.nanmedian(days))
        member = int(record.members[int(np.nanargmin(np.abs(days - middle)))])
        found = record.study.query(
            "SELECT time, sentence FROM events WHERE member = ? AND kind = ? AND clock = 'acute'", [member, event]
        ).sort("time", maintain_order=True)
        if len(found):
            time, sentence = found.row(0)
            when = words.day(record.scenario.start, time)
            told.append({"move": name, "when": when, "sentence": sentence, "member": f"{member:,}"})
    return told


def chronicle(record: Record) -> dict[str, Any]:
    """The run that comes nearest to what was seen, day by day."""
    member, met, of = record.nearest
    found = record.study.query(
        "SELECT clock, time, CAST(kind AS VARCHAR) AS kind, CAST(place AS VARCHAR) AS place, sentence FROM events"
        " WHERE member = ?",
        [member],
    ).sort("clock", "time", maintain_order=True)
    start = record.scenario.start
    entries: dict[str, list[dict[str, Any]]] = {}
    for part, rows in groupby(found.iter_rows(), key=lambda row: row[0]):
        dated = (
            (words.long_day(start, time) if part == "acute" else words.month(start, int(time)), kind, place, sentence)
            for _, time, kind, place, sentence in rows
        )
        entries[part] = [
            {"when": when, "sentences": _day(record, [event[1:] for event in told])}
            for when, told in groupby(dated, key=lambda entry: entry[0])
        ]
    row = int(np.searchsorted(record.members, member))
    ending = record.study.query("SELECT ending, replay FROM outcomes WHERE member = ?", [member]).row(0)
    acute = record.acute[row]
    return {
        "member": member,
        "met": met,
        "of": of,
        "entries": entries,
        "ending": ending[0],
        "replay": ending[1],
        "dead": words.count(acute["dead_civil"] + acute["dead_security"]),
        "detained": words.count(acute["detained"]),
        "crowd": words.count(acute["peak_street"]),
    }


GATHERED = {
    "protest_reaches": "Protest reaches {}.",
    "mass_protest": "It becomes a mass protest in {}.",
    "riot_begins": "Riot breaks out in {}.",
    "armed_men": "Armed men appear in {}.",
    "site_lost": "Guarded sites fall in {}.",
    "site_regained": "Lost sites are retaken in {}.",
    "self_defence_fire": "Outnumbered units open fire without an order in {}.",
    "demand_declined": "",
}
"""Events told once a day for all their places; those with an empty sentence are too many to tell."""


def _day(record: Record, events: list[tuple[str, str | None, str]]) -> list[tuple[bool, str]]:
    """The sentences of one day: what is decided word by word, the rest gathered by kind."""
    places: dict[str, list[str]] = {}
    for kind, place, _ in events:
        if kind in GATHERED and place:
            places.setdefault(kind, []).append(record.label("regions", place))
    told, done = [], set()
    for kind, _, sentence in events:
        if kind not in GATHERED:
            told.append((kind in _DECIDED, sentence))
        elif kind not in done and (where := list(dict.fromkeys(places.get(kind, [])))):
            told.append((False, GATHERED[kind].format(words.listed(where))))
            done.add(kind)
    return told


_DECIDED = {event for event, _, _ in MOVES} | {"granted", "refused", "regime_falls", "elite_coup", "order_restored"}
"""Events set off in the chronicle."""
