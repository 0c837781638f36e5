"""Views as arguments: premises stand at their words, or are told not to; Argdown; the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from multivector.cli import main
from multivector.commands.evidence import claims
from multivector.evidence import check_premises
from multivector.scenario import load
from multivector.scenario.argument import argdown, premises
from multivector.scenario.shelf import begin
from multivector.sources.intake import Intake
from multivector.sources.parse import parse

LECTURE = (
    "We are, as every child here learns,\na proud\npeople. The guests are expected to go home within twenty days, "
    "and nobody I know doubts it.\n"
)


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(claims, [str(word) for word in words], catch_exceptions=False)


def test_words_are_found_across_the_end_of_a_line() -> None:
    document = parse(Intake("lecture.txt", LECTURE.encode(), "text/plain"))
    found = premises(load("velmora").views["free"], {"lecture": document})
    pride = found["pride"].anchor
    assert pride is not None
    assert document.text[pride.start : pride.end] == "a proud\npeople"
    assert check_premises({"pride": found["pride"]}, {"lecture": document}) == []


def test_words_that_the_text_does_not_have_are_a_finding(tmp_path: Path) -> None:
    begin(tmp_path)
    (tmp_path / "sources").mkdir()
    name = load("velmora").sources["lecture"].document or "lecture"
    (tmp_path / "sources" / f"{name}.txt").write_text(LECTURE.replace("proud", "meek"), encoding="utf-8")
    scenario = tmp_path / "scenario.yaml"
    if not load("velmora").sources["lecture"].document:
        scenario.write_text(
            scenario.read_text().replace("  lecture:\n", "  lecture:\n    document: lecture\n", 1), encoding="utf-8"
        )
    result = call("views", tmp_path, "--view", "free")
    assert result.exit_code == 1
    assert "free: pride: these words are not in lecture.txt: 'a proud people'" in result.stderr


def test_an_imputed_premise_carries_its_warrant() -> None:
    view = load("velmora").views["debtor"]
    lean = premises(view, {})["lean"]
    assert lean.warrant == view.premises["lean"].note != ""
    assert f'warrant: "{lean.warrant}"' in argdown(view)


def test_argdown_has_every_premise_and_the_conclusion() -> None:
    for view in load("kazakhstan-2022").views.values():
        lines = argdown(view).splitlines()
        rule = lines.index("----")
        stated = [line for line in lines[:rule] if line.startswith("(")]
        assert len(stated) == len(view.premises)
        for line, one in zip(stated, view.premises.values(), strict=True):
            assert f"fidelity: {one.fidelity}" in line
            assert one.anchor is not None
            assert f'exact: "{one.anchor.exact}"' in line
        assert view.sentence in lines[rule + 1]


def test_command_prints_argdown_words_or_json() -> None:
    assert call("views", "kazakhstan-2022", "--view", "V4", "--argdown").output == argdown(
        load("kazakhstan-2022").views["V4"]
    )
    listed = call("-f", "kazakhstan-2022", "views").output
    assert all(view.sentence in listed for view in load("kazakhstan-2022").views.values())
    made = json.loads(call("views", "kazakhstan-2022", "--json").stdout)
    assert made["faults"] == []
    assert made["views"]["V3"]["premises"]["division_of_labour"]["exact"] == "division of labor"


def test_a_view_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["claims", "views", "kazakhstan-2022", "--view", "V8x"])
    assert caught.value.code == 2
    assert "Known: V1" in capsys.readouterr().err
