"""What the crisis that was seen teaches, and how the years after were forecast: fitted apart from judged."""

from __future__ import annotations

from typing import Any

from multivector.assess.answer import Answer, Score
from multivector.assess.calibration import Calibration
from multivector.report import words
from multivector.report.figure import NARROW, WIDE, Figure, Section, Table
from multivector.report.record import Record
from multivector.report.rows import Dot, dots

MOST = 12
"""Numbers shown in the figure; the table has them all."""

BEFORE, AFTER = "before", "after"

MARKS = {"inside": "✓ inside", "partly": "◐ partly", "outside": "✕ outside", "too few runs": "? too few runs"}


def section(record: Record, answer: Answer | None, calibration: Calibration | None) -> Section:
    """The section."""
    scores = calibration.later if calibration else ()
    content: dict[str, Any] = {
        "calibration": calibration,
        "later": [_row(record, pair.before, pair.after) for pair in scores]
        or [_row(record, score, None) for score in (answer.scores if answer else ())],
        "on_record": bool(record.scenario.corroboration),
        "observations": [
            {"name": seen.name, "used": seen.used, "before": words.percent(seen.hit_before),
             "after": words.percent(seen.hit_after), "absent": words.percent(1 - seen.exists)}
            for seen in (calibration.seen if calibration else ())
        ],
    }  # fmt: skip
    figures = (figure(calibration),) if calibration and calibration.moved else ()
    return Section(
        "calibration", "What the crisis teaches, and what came later", "calibration.html.j2", content, figures
    )


def figure(calibration: Calibration) -> Figure:
    """Numbers that moved, as places in their ranges."""
    found: list[Dot] = []
    rows: list[list[str]] = []
    for one in calibration.moved:
        for series, (low, middle, high), values in (
            (BEFORE, one.place_before, one.before),
            (AFTER, one.place_after, one.after),
        ):
            if len(found) < 2 * MOST:
                found.append(Dot(one.meaning, series, middle, low, high))
            rows.append([one.meaning, series, *(words.number(value) for value in values), words.number(one.distance),
                         words.number(one.by_wave), "yes" if one.rest_counts else "no"])  # fmt: skip
    first = calibration.moved[0]
    drawn = {"hues": {BEFORE: "slate", AFTER: "rust"}, "domain": (0, 1), "step": 15}
    return Figure(
        id="calibration",
        title="Numbers that the crisis moves, as places in their ranges: median and nine runs in ten",
        finding=f"{words.plural(len(calibration.moved), 'number')} of {calibration.compared} move by more than chance;"
        f" {first.meaning} moves most, by {words.number(first.distance)} (Kolmogorov's distance; chance reaches"
        f" {words.number(calibration.chance)}).",
        how="0 is the lower end of the range that was written down, 1 the upper.",
        wide=dots(found, **drawn, width=WIDE - 330, limit=310),  # type: ignore[arg-type]
        narrow=dots(found, **drawn, width=NARROW - 150, limit=130),  # type: ignore[arg-type]
        table=Table.of(
            ("number", "runs", "5 %", "median", "95 %", "distance", "by the wave alone", "moves among waves too"),
            rows,
            2,
        ),
    )


def _row(record: Record, before: Score, after: Score | None) -> dict[str, Any]:
    """Something on record, as text."""
    start = record.scenario.start
    note = record.scenario.corroboration[before.id]

    def forecast(score: Score) -> str:
        if score.measure == "brier":
            return words.percent(score.middle)
        return words.span(*score.most, score.unit, start)

    seen = ("it did" if before.low else "it did not") if before.measure == "brier" else ""
    return {
        "score": before,
        "source": note.source,
        "note": note.note,
        "seen": seen or words.span(before.low, before.high, before.unit, start),
        "forecast": forecast(before),
        "mark": MARKS[before.inside],
        "weighted_mark": MARKS[after.inside] if after and after.inside != before.inside else "",
        "before": words.number(before.score),
        "after": words.number(after.score) if after else "",
        "weighted": forecast(after) if after else "",
        "naive": words.number(before.naive),
    }
