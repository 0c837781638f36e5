"""The report: a study becomes one HTML file that opens from disk, loads nothing and runs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from multivector import __version__
from multivector.assess.answer import NAME as ANSWER
from multivector.assess.answer import Answer
from multivector.assess.calibration import Calibration
from multivector.assess.calibration.result import NAME as CALIBRATION
from multivector.ensemble import disk
from multivector.report import (
    alignment,
    calibration,
    causes,
    course,
    cover,
    decides,
    decisions,
    evidence,
    front,
    loyalty,
    method,
    palette,
    parameters,
    picture,
    toll,
    views,
    words,
)
from multivector.report.figure import Figure, Section
from multivector.report.record import Record

NAME = "report.html"
"""File of the report in the folder of a study."""

FORMATS = ("svg", "png")
"""What figures can be saved as."""


@dataclass(frozen=True)
class Report:
    """A study as sections of words and figures.

    Attributes:
        record: What was read of the study.
        answer: What was concluded from it; None if it was not assessed.
        sections: The sections, in order.
    """

    record: Record
    answer: Answer | None
    sections: tuple[Section, ...]

    @classmethod
    def of(cls, folder: Path, texts: Sequence[Path] = ()) -> Report:
        """Read a study and put its report together.

        Args:
            folder: Of the study.
            texts: Where the articles are that its claims are anchored in; ``sources`` beside the claims by default.

        Raises:
            EnsembleError: If there is no study, or no run of it has succeeded.
            ScenarioError: If its crisis cannot be read.
            AssessError: If its answer or its calibration cannot be read.
        """
        record = Record.open(folder)
        answer = Answer.read(folder) if (folder / ANSWER).exists() else None
        weighed = Calibration.read(folder) if (folder / CALIBRATION).exists() else None
        claims = evidence.ledger(record)
        sections = (
            front.section(record, answer),
            course.section(record),
            decisions.section(record),
            toll.section(record),
            loyalty.section(record),
            alignment.section(record),
            views.section(record, answer),
            decides.section(answer),
            cover.section(record),
            causes.section(answer),
            calibration.section(record, answer, weighed),
            evidence.section(record, claims, texts),
            parameters.section(record, claims),
            method.section(record, answer),
            method.provenance(record, answer),
        )
        return cls(record, answer, sections)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, in order."""
        return tuple(figure for section in self.sections for figure in section.figures)

    def html(self) -> str:
        """The page."""
        environment = _environment()
        identity = self.record.study.manifest.identity
        numbers = {figure.id: number for number, figure in enumerate(self.figures, 1)}
        environment.globals |= {
            "drawn": _drawn,
            "figure_number": numbers,
            "words": words,
            "start": self.record.scenario.start,
            "study": identity,
        }
        page = environment.get_template("page.html.j2")
        return page.render(
            title=self.record.scenario.title,
            about=self.record.scenario.about,
            sections=self.sections,
            light=Markup(palette.variables(dark=False)),
            dark=Markup(palette.variables(dark=True)),
            version=__version__,
            made=self.record.study.manifest.made.get("finished", "")[:10],
            runs=len(self.record.acute),
        )

    def save_figures(self, folder: Path, formats: tuple[str, ...] = FORMATS) -> list[Path]:
        """Save every figure on its own, with its finding as title and its origin below.

        Args:
            folder: Made if it is not there.
            formats: Some of :data:`FORMATS`.

        Returns:
            The files written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        identity = self.record.study.manifest.identity
        footer = f"{self.record.scenario.title}. multivector {__version__}, study {identity.id}, {len(self.record.acute):,} runs, seed {identity.seed}"  # noqa: E501
        written = []
        for number, figure in enumerate(self.figures, 1):
            for kind in formats:
                path = folder / f"{number:02d}-{figure.id}.{kind}"
                headline = words.first(figure.finding)
                data = picture.saved(figure.wide, kind, title=headline, subtitle=figure.title, footer=footer)
                disk.write(path, data)
                written.append(path)
        return written


def write_report(study: str | Path, out: str | Path | None = None) -> Path:
    """Write the report of a study.

    Args:
        study: Folder of the study.
        out: File to write; ``report.html`` in the folder of the study if not given.

    Returns:
        The file.

    Raises:
        EnsembleError: If there is no study, no run of it has succeeded, or the file cannot be written.
        ScenarioError: If its crisis cannot be read.
        AssessError: If its answer cannot be read.
    """
    path = Path(out) if out is not None else Path(study) / NAME
    disk.write(path, Report.of(Path(study)).html().encode())
    return path


def _drawn(figure: Figure) -> dict[str, Markup]:
    """The two drawings of a figure; vl-convert and :func:`picture.inline` escape every text in them."""
    return {
        "wide": Markup(picture.inline(figure.wide, f"{figure.id}-w", figure.alt)),
        "narrow": Markup(picture.inline(figure.narrow, f"{figure.id}-n", figure.alt)),
    }


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("multivector.report"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_link"] = safe_link
    return environment


def safe_link(url: Any) -> str:
    """An address if it is one of the web; empty for anything else, such as ``javascript:``."""
    text = str(url).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""
