"""The page: complete, loading nothing, running nothing, with every text as text."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hostile import NAME, TITLE
from markupsafe import escape

from multivector.assess import Answer
from multivector.assess.calibration import Calibration
from multivector.commands.evidence import read
from multivector.ensemble import Study, coverage, ignition
from multivector.errors import EnsembleError
from multivector.report import Report, words, write_report
from multivector.report.page import safe_link

VOID = {"meta", "link", "br", "img", "input", "hr", "path", "rect", "line", "circle", "use"}
LOADS = {"script", "link", "iframe", "img", "object", "embed", "audio", "video", "source", "image", "use", "base"}


class Page(HTMLParser):
    """Elements, ids, links, and whether tags are balanced."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="module")
def parsed(page: Path) -> Page:
    return Page(page.read_text(encoding="utf-8"))


def test_it_is_whole_and_small(page: Path, parsed: Page) -> None:
    assert page.stat().st_size < 3_000_000
    assert not parsed.unbalanced
    assert not parsed.open


def test_nothing_is_loaded_and_no_script_can_run(page: Path, parsed: Page) -> None:
    assert not LOADS & {tag for tag, _ in parsed.elements}
    policy = next(a["content"] for a in parsed.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert not [a for _, attrs in parsed.elements for a in attrs if a.startswith("on")]
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"url\((?!#)", text)
    outside = {a["href"] for a in parsed.all("a")} | {attrs.get("xlink:href") for _, attrs in parsed.elements} - {None}
    assert all(link is None or link.startswith("#") for link in outside)


def test_hostile_text_stays_text(parsed: Page) -> None:
    assert TITLE in parsed.text
    assert NAME in parsed.text
    assert "{{ 7 * 7 }}" in parsed.text


def test_ids_are_unique_and_every_inner_link_arrives(page: Path, parsed: Page) -> None:
    ids = [attrs["id"] for _, attrs in parsed.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))
    links = {a["href"][1:] for a in parsed.all("a") if a["href"]}
    assert links <= set(ids)
    clips = set(re.findall(r"url\(#([^)]+)\)", page.read_text(encoding="utf-8")))
    assert clips <= set(ids)


def test_every_drawing_has_a_name_a_finding_and_its_numbers(report: Report, parsed: Page) -> None:
    drawings = parsed.all("svg")
    assert drawings
    assert all(a.get("role") == "img" and (a.get("aria-label") or "").strip() for a in drawings)
    figures = report.figures
    assert len(parsed.all("figure")) == len(figures) >= 12
    for figure in figures:
        assert figure.finding.endswith(".")
        assert figure.table.rows
        assert {len(row) for row in figure.table.rows} == {len(figure.table.head)}


def test_the_sections_stand_in_order(parsed: Page) -> None:
    ids = [a["id"] for a in parsed.all("section")]
    assert ids == [
        "answer", "course", "decisions", "toll", "loyalty", "alignment", "views", "decides", "coverage", "causes",
        "calibration", "evidence", "parameters", "method", "provenance",
    ]  # fmt: skip


def test_the_first_page_says_the_studys_own_shares(study: Study, parsed: Page) -> None:
    found = ignition(study)
    assert f"{found.ignites.hits:,} of {found.ignites.n:,}" in parsed.text
    assert f"{found.national.hits:,} of {found.national.n:,}" in parsed.text


def test_every_view_has_its_verdict_twice(study: Study, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for view in Answer.read(study.folder).views:
        assert f'id="view-{view.id}"' in text
        assert text.count(f'href="#view-{view.id}"') == 2
    first = text[text.index('id="answer"') : text.index('id="course"')]
    assert first.count('class="verdict') == len(Answer.read(study.folder).views)


def test_every_observation_is_in_the_table_good_or_bad(study: Study, report: Report, page: Path) -> None:
    rows = coverage(study, report.record.scenario)
    text = page.read_text(encoding="utf-8")
    table = text[text.index('id="coverage"') : text.index('id="causes"')]
    assert table.count("<tr>") == len(rows) + 1
    assert table.count('class="star"') == sum(row.input_like for row in rows)
    for word in ("inside", "partly", "outside"):
        assert table.count(f'class="mark {word}"') == sum((row.in_half == word) + (row.in_most == word) for row in rows)


def test_what_came_later_and_what_the_crisis_teaches_are_told(study: Study, report: Report, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    part = text[text.index('<section id="calibration"') : text.index('<section id="evidence"')]
    kept = Calibration.read(study.folder)
    assert len(kept.later) == len(report.record.scenario.corroboration) == 2
    later = part[part.index("What came later") :]
    assert later.count("<tr>") == 1 + len(kept.later)
    for pair in kept.later:
        assert words.number(pair.before.score) in later
        assert words.number(pair.after.score) in later
    for line in kept.conclusions:
        assert str(escape(line)) in part
    assert "<img" not in part


def test_without_a_calibration_the_years_after_are_told_from_the_answer(study: Study, plain: Study) -> None:
    folder = plain.folder
    bare = Report.of(folder).html()
    assert "multivector calibrate" in bare
    assert "Not scored yet" in bare
    Answer.read(study.folder).write(folder)
    try:
        told = Report.of(folder).html()
    finally:
        (folder / "answer.json").unlink()
    part = told[told.index('<section id="calibration"') : told.index('<section id="evidence"')]
    for score in Answer.read(study.folder).scores:
        assert words.number(score.score) in part


def test_every_open_number_is_listed_with_its_origin(report: Report, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    listed = text[text.index('id="parameters"') : text.index('id="method"')]
    for spec in report.record.template.specs:
        assert f"<code>{spec.path.partition('.')[2]}</code>" in listed


def test_the_same_study_gives_the_same_page(page: Path, study: Study, tmp_path: Path) -> None:
    again = write_report(study.folder, tmp_path / "again.html")
    assert again.read_bytes() == page.read_bytes()


def test_a_study_that_was_not_assessed_says_so(plain: Study, tmp_path: Path) -> None:
    text = write_report(plain.folder, tmp_path / "plain.html").read_text(encoding="utf-8")
    assert "have not been put to the test yet" in text
    assert Page(text).unbalanced == []


def test_the_shown_run_meets_most_observations(report: Report) -> None:
    record = report.record
    member, met, of = record.nearest
    scored = [seen for seen in record.scenario.observations.values() if not seen.input_like]
    assert of == len(scored)
    row = int(np.flatnonzero(record.members == member)[0])
    assert record.wave.mask[row]
    assert 0 <= met <= of


def test_an_altered_scenario_is_refused(plain: Study, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "altered"
    shutil.copytree(plain.folder, folder)
    file = folder / "scenario.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("months: ", "months: 1", 1), encoding="utf-8")
    with pytest.raises(EnsembleError, match="not the one"):
        write_report(folder)


def test_a_folder_without_a_study_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EnsembleError, match="no study here"):
        write_report(tmp_path)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=c", True), ("http://example.org", True), ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False), ("data:text/html,x", False), ("//example.org", False), ("https:", False),
        ("file:///etc/passwd", False), ("", False), ("http://[bad", False),
    ],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str, kept: bool) -> None:
    assert safe_link(address) == (address if kept else "")


def test_claims_stand_in_their_sentences_where_the_texts_are_at_hand(plain: Study, tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(plain.folder, folder)
    story = tmp_path / "texts" / "a.txt"
    story.parent.mkdir()
    story.write_text("A strike in the port\n\nBy Ana Ruiz\n\nOn Monday <b>140 dock workers</b> were held, she saw.\n")
    claims = folder / "claims.yaml"
    claims.write_text(
        "format: multivector-claims/1\nquantities:\n- {key: held, kinds: [figure], unit: persons, counts: [dock],"
        " parameter: observations.held}\n"
    )
    assert CliRunner().invoke(read, [str(story), "-o", str(claims)]).exit_code == 0
    sentence = "“On Monday &lt;b&gt;<mark>140 dock workers</mark>&lt;/b&gt; were held, she saw.”"
    assert "“140 dock workers”" in (apart := Report.of(folder).html())
    assert "<mark>" not in apart
    assert sentence in Report.of(folder, [story.parent]).html()
    shutil.copytree(story.parent, folder / "sources")
    assert sentence in Report.of(folder).html()
