"""A whole study assessed: from the command line, into the file, and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from multivector.assess import Answer, assess
from multivector.cli import main
from multivector.ensemble import Case, Study, engine, executor, run
from multivector.errors import AssessError
from multivector.scenario import compile, load


def a_study(folder: Path, name: str, n: int, jobs: int = 1) -> Study:
    scenario = load(name)
    assert scenario.origin is not None
    files = {"scenario.yaml": scenario.origin, "claims.yaml": scenario.origin.with_name("claims.yaml")}
    sources = {name: file.read_bytes() for name, file in files.items() if file.exists()}
    return run(Case(compile(scenario), engine(), name, seed=1), folder, n=n, sources=sources, work=executor(jobs))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return a_study(tmp_path_factory.mktemp("assess") / "velmora", "velmora", 60)


def call(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err


def test_the_command_answers_and_keeps_the_answer(small: Study, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "assess", small.folder, "-n", 60, "--jobs", 1)
    assert code == 0
    assert out.startswith("Velmora, the bread spring: what can be concluded")
    kept = Answer.read(small.folder)
    assert [view.id for view in kept.views] == list(load("velmora").views)
    assert kept.provenance.runs == 60
    for view in kept.views:
        assert view.word in ("FOLLOWS", "FOLLOWS IF", "FOLLOWS ONLY IF", "DOES NOT FOLLOW", "INCONCLUSIVE")
        assert view.reason
        assert [setting.shock for setting in view.level.settings] == [False, True]


def test_the_same_for_machines_is_the_file(small: Study, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "assess", small.folder, "-n", 60, "--jobs", 1, "--json")
    assert code == 0
    told, kept = json.loads(out), json.loads((small.folder / "answer.json").read_text())
    assert told == kept


def test_answers_do_not_depend_on_processes(small: Study) -> None:
    answers = []
    for jobs in (1, 2):
        found = assess(small, n=60, only=["debtor"], work=executor(jobs)).to_dict()
        del found["provenance"]
        answers.append(found)
    assert answers[0] == answers[1]


def test_one_view_is_tested_and_not_kept(small: Study, capsys: pytest.CaptureFixture[str]) -> None:
    before = (small.folder / "answer.json").read_bytes()
    code, out, _ = call(capsys, "assess", small.folder, "-n", 60, "--view", "free", "--jobs", 1, "--json")
    assert code == 0
    assert [view["id"] for view in json.loads(out)["views"]] == ["free"]
    assert (small.folder / "answer.json").read_bytes() == before


def test_no_answer_without_a_study(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = call(capsys, "assess", tmp_path)
    assert code == 1
    assert "no study here" in err
    assert "Traceback" not in err


def test_a_view_that_is_not_there(small: Study, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = call(capsys, "assess", small.folder, "--view", "V9")
    assert code == 1
    assert "debtor, free" in err


def test_usage(small: Study, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "assess", small.folder, "-n", 3)[0] == 2


def test_a_study_of_another_crisis_is_refused(small: Study, tmp_path: Path) -> None:
    for item in ("manifest.json", "draws.parquet"):
        (tmp_path / item).write_bytes((small.folder / item).read_bytes())
    text = (small.folder / "scenario.yaml").read_text()
    (tmp_path / "scenario.yaml").write_text(text.replace("sentence: Once saved", "sentence: Twice saved"))
    with pytest.raises(AssessError, match="not the one"):
        assess(Study.open(tmp_path))


def test_the_shock_switched_off_in_the_study_stays_off(tmp_path: Path) -> None:
    scenario = load("velmora")
    assert scenario.origin is not None
    case = Case(compile(scenario), engine(), "velmora", seed=1, without=("outside_shocks",))
    sources = {"scenario.yaml": scenario.origin.read_bytes()}
    study = run(case, tmp_path / "calm", n=30, sources=sources, work=executor(1))
    found = assess(study, n=60, work=executor(1))
    assert all([setting.shock for setting in view.level.settings] == [None] for view in found.views)


@pytest.mark.slow
def test_every_shipped_view_can_go_either_way(tmp_path: Path) -> None:
    """Inside its scope no view is true or false whatever is drawn, in all four settings of its test."""
    study = a_study(tmp_path / "kazakhstan", "kazakhstan-2022", 600, jobs=2)
    found = assess(study, n=400, work=executor(2))
    assert len(found.views) == 8
    for view in found.views:
        shares = [
            setting.arm("given").p.value  # type: ignore[union-attr]
            for test in (view.level, view.twin)
            for setting in test.settings
        ]
        assert any(0.02 <= share <= 0.98 for share in shares), (view.id, shares)
