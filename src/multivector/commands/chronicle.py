"""One run told as a chronicle: dated, with the reason of each event, to be read aloud."""

from __future__ import annotations

import calendar
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Any

import click

from multivector.engine.outcome import POWER_SERIES
from multivector.scenario import Scenario

WIDTH = 96
DEPENDENCE = [field.name for field in POWER_SERIES].index("dependence")


@dataclass(frozen=True)
class Chronicle:
    """What happened in one run.

    Attributes:
        scenario: The crisis.
        run: A finished run of the engine.
        sentences: One for each event, acute phase first.
        how: Which run it is, as words.
    """

    scenario: Scenario
    run: Any
    sentences: Sequence[str]
    how: str

    def entries(self) -> Iterator[tuple[str, str, list[str]]]:
        """Day or month, part of the run (``acute`` or ``aftermath``), and what happened, in order of time."""
        dated = sorted(
            (int(event["clock"]), float(event["time"]), number)
            for number, event in enumerate(self.run.events)
            if self.sentences[number]
        )
        told = ((self._when(clock, time), clock, self.sentences[number]) for clock, time, number in dated)
        for (when, clock), entry in groupby(told, key=lambda line: line[:2]):
            yield when, "aftermath" if clock else "acute", [_once(*said) for said in _counted(s for _, _, s in entry)]

    def ending(self) -> list[str]:
        """How it ended, in sentences."""
        acute = self.run.acute[0]
        people = f"At the peak {_count(acute['peak_street'])} people were on the street"
        security = f"{_count(acute['dead_security'])} men of the security forces"
        toll = f"{_count(acute['dead_civil'])} civilians and {security}"
        return [
            str(self.run.fate.value),
            f"{people}, {_percent(acute['peak_share'])} of the country.",
            f"{_count(acute['detained'])} were detained; {toll} died.",
            *self._alignment(),
        ]

    def _alignment(self) -> Iterator[str]:
        """Where the country stands between the powers at the end, in a sentence."""
        series = self.run.aftermath.power_series[:, :, DEPENDENCE]
        names, home = self.run.draw.names, self.run.draw.tables["power"]["home"]
        if len(series) > 1:
            parts = [
                f"{names.label('power', row)} {_percent(series[-1, row])} ({_percent(series[0, row])} before)"
                for row in range(series.shape[1])
                if not home[row]
            ]
            when = self._when(1, len(series) - 1)
            yield f"By {when} the country's ties with the powers outside stand so: {', '.join(parts)}."

    def as_json(self) -> dict[str, Any]:
        """The same for machines."""
        draw = self.run.draw
        return {
            "title": self.scenario.title,
            "run": self.how,
            "seed": draw.seed,
            "member": draw.member,
            "ending": self.ending(),
            "events": [
                {"when": when, "part": part, "sentence": sentence}
                for when, part, sentences in self.entries()
                for sentence in sentences
            ],
        }

    def _when(self, clock: int, time: float) -> str:
        start = self.scenario.start
        if not clock:
            day = start + timedelta(days=int(time))
            return f"{day.day} {calendar.month_name[day.month]} {day.year}"
        month = start.month - 1 + int(time)
        return f"{calendar.month_name[month % 12 + 1]} {start.year + month // 12}"


def print_chronicle(chronicle: Chronicle) -> None:
    """Say it in the terminal."""
    draw = chronicle.run.draw
    click.secho(chronicle.scenario.title, bold=True)
    click.echo(f"One possible course: {chronicle.how} (seed {draw.seed}, run {draw.member}).")
    part = "acute"
    for when, now, sentences in chronicle.entries():
        click.echo()
        if now != part:
            part = now
            click.secho("The months after", bold=True)
            click.echo()
        click.secho(when, underline=True)
        for sentence in sentences:
            click.echo(textwrap.fill(sentence, WIDTH, initial_indent="  ", subsequent_indent="  "))
    click.echo()
    click.secho("How it ended", bold=True)
    for sentence in chronicle.ending():
        click.echo(textwrap.fill(sentence, WIDTH, initial_indent="  ", subsequent_indent="  "))


def _counted(sentences: Iterable[str]) -> list[tuple[str, int]]:
    """Sentences in their order, each once, with how often it was said."""
    return list(Counter(sentences).items())


def _once(sentence: str, times: int) -> str:
    return sentence if times == 1 else f"{sentence} ({times} times)"


def _percent(share: float) -> str:
    return f"{100 * float(share):.2g} %"


def _count(number: float) -> str:
    return f"{round(float(number)):,}"
