"""The experts' conclusions put to the same test, side by side."""

from __future__ import annotations

from typing import Any

from multivector.assess.answer import Answer, Estimate, Setting, TestVerdict, ViewVerdict
from multivector.report import words
from multivector.report.figure import NARROW, WIDE, Figure, Section, Table
from multivector.report.record import Record
from multivector.report.rows import Dot, dots

ARMS = {"premises": "premises hold", "given": "scope only", "reversed": "premises reversed"}
HUES = {"premises hold": "blue", "scope only": "slate", "premises reversed": "rust"}
TESTS = {"level": "against the time before the crisis", "twin": "against the twin, help not asked"}

GLYPHS = {"FOLLOWS": "✓", "FOLLOWS IF": "◔", "FOLLOWS ONLY IF": "◐", "DOES NOT FOLLOW": "✕", "INCONCLUSIVE": "?"}
"""A mark for each verdict, so that colour is not alone."""


def section(record: Record, answer: Answer | None) -> Section:
    """The section."""
    title = "The experts' conclusions, tested"
    if answer is None or not answer.views:
        plain = [_plain(record, key) for key in record.scenario.views]
        return Section("views", title, "views.html.j2", {"answer": None, "plain": plain, "glyphs": GLYPHS})
    content: dict[str, Any] = {
        "answer": answer,
        "cells": {view.id: _cells(view) for view in answer.views},
        "glyphs": GLYPHS,
        "tests": TESTS,
        "arms": ARMS,
        "premise": {(view.id, premise.id): premise.sentence for view in answer.views for premise in view.premises},
        "documents": {key: source.citation for key, source in record.scenario.sources.items()},
        "estimate": estimate,
        "points": words.points,
    }
    drawn = figure(answer)
    return Section("views", title, "views.html.j2", content, (drawn,) if drawn else ())


def estimate(found: Estimate | None) -> str:
    """A probability with its interval."""
    if found is None:
        return words.NONE
    return f"{words.percent(found.value)} ({words.interval(found.low, found.high)})"


def settings(answer: Answer) -> list[tuple[str, Setting]]:
    """Names of the four columns, from the first view."""
    view = answer.views[0]
    return [(_column(test, setting), setting) for test in (view.level, view.twin) for setting in test.settings]


def figure(answer: Answer) -> Figure | None:
    """P(outcome) in the arms of every view, in the four settings; None where no view has enough runs in its scope."""
    found: list[Dot] = []
    rows: list[list[str]] = []
    for view in answer.views:
        name = f"{view.id} {view.name}"
        for test in (view.level, view.twin):
            for setting in test.settings:
                for kind, series in ARMS.items():
                    p = setting.arm(kind).p
                    if p is not None:
                        found.append(Dot(name, series, p.value, p.low, p.high, _column(test, setting)))
                        rows.append(
                            [name, _column(test, setting), series, words.percent(p.value),
                             words.interval(p.low, p.high), f"{p.n:,}", f"{p.distinct:,}"]
                        )  # fmt: skip
    if not found:
        return None
    panels = len({dot.panel for dot in found})
    follow = [view for view in answer.views if view.word == "FOLLOWS"]
    perhaps = [view.id for view in answer.views if view.word in ("FOLLOWS IF", "FOLLOWS ONLY IF")]
    lifts = sorted(
        ((view, setting) for view in answer.views for setting in view.level.settings if setting.lift is not None),
        key=lambda pair: -pair[1].lift.value,  # type: ignore[union-attr]
    )
    told = (
        f"{words.plural(len(follow), 'conclusion')} of {len(answer.views)}"
        f" {'follows from its' if len(follow) == 1 else 'follow from their'} premises"
        f" ({words.listed([view.id for view in follow])})."
        if follow
        else "None of the conclusions follows from its premises in every setting."
    )
    if perhaps:
        told += f" On a condition: {words.listed(perhaps)}."
    if lifts and lifts[0][1].lift is not None:
        view, setting = lifts[0]
        assert setting.lift is not None
        told += (
            f" Premises do most for {view.id}, {view.name}: {words.points(setting.lift.value)} points"
            f" {setting.name} against their reversal."
        )
    return Figure(
        id="views",
        title="How often each predicted outcome comes, by what is assumed",
        finding=told,
        how="Points: share of runs, with 95 % intervals. The verdict rests on the distance between premises that hold"
        " and premises reversed, less on the level.",
        wide=dots(
            found, hues=HUES, width=(WIDE - 250) // panels - 14, step=13, domain=(0, 1), limit=230, columns=panels
        ),
        narrow=dots(found, hues=HUES, width=NARROW - 150, step=12, domain=(0, 1), limit=130, columns=1),
        table=Table.of(("view", "test", "assumed", "share", "95 % interval", "draws", "acute phases"), rows, 3),
    )


def _column(test: TestVerdict, setting: Setting) -> str:
    kind = "level" if test.test == "level" else "twin"
    if setting.shock is None:
        return kind
    return f"{kind}, shock {'on' if setting.shock else 'off'}"


def _cells(view: ViewVerdict) -> list[dict[str, Any]]:
    """The row of a view: one cell a test and setting."""
    cells = []
    for test in (view.level, view.twin):
        for setting in test.settings:
            arms = {arm.kind: arm.p for arm in setting.arms if arm.kind != "flipped"}
            cells.append({"column": _column(test, setting), "setting": setting, "arms": arms, "test": test.test})
    return cells


def _plain(record: Record, key: str) -> dict[str, Any]:
    view = record.scenario.views[key]
    return {"id": key, "name": view.name, "whose": view.whose, "sentence": view.sentence}
