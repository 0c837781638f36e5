"""The commands ``report``, ``export`` and ``doctor``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from multivector.cli import main
from multivector.ensemble import Study
from multivector.report import machine


def call(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return int(left.value.code or 0)


def test_report_writes_beside_the_study(plain: Study, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("report", plain.folder) == 0
    out, err = capsys.readouterr()
    assert (plain.folder / "report.html").is_file()
    assert str(plain.folder / "report.html") in out
    assert "multivector assess" in err


def test_report_tells_machines(study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = tmp_path / "figures"
    assert (
        call("report", study.folder, "--out", tmp_path / "r.html", "--figures", figures, "--format", "svg", "--json")
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert told["assessed"] is True
    assert told["bytes"] == (tmp_path / "r.html").stat().st_size
    assert {Path(path).suffix for path in told["figures"]} == {".svg"}
    assert all(Path(path).is_file() for path in told["figures"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("report", "nowhere"), 1, "no study here"),
        (("report", "nowhere", "--format", "gif"), 2, "expected svg or png"),
        (("export", "nowhere", "--to", "csv"), 1, "no study here"),
        (("export", "nowhere"), 2, "--to"),
        (("export", "nowhere", "--to", "spss"), 2, "spss"),
        (("doctor", "--scenario", "nowhere", "--json"), 1, "no shipped crisis"),
    ],
)
def test_faults_are_told(arguments: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*arguments) == code
    out, err = capsys.readouterr()
    assert said in out + err
    assert "Traceback" not in out + err


def test_export_names_its_files(study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("export", study.folder, "--to", "salib", "--out", tmp_path, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert [Path(path).name for path in told["files"]] == ["problem.json", "X.csv", "Y.csv"]


def test_doctor_looks_without_simulating(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("doctor", "--quick", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["good"]
    names = [finding["name"] for finding in told["findings"]]
    assert {"multivector", "packages", "memory", "cores", "compiled code", "browser"} <= set(names)
    assert "speed" not in told


def test_speed_is_runs_over_time() -> None:
    """A clock that moves on by a second at each look: four looks from the first timed run to the last."""
    now = iter(range(100_000))
    found = machine.speed("velmora", clock=lambda: float(next(now)))
    assert found.prepared == 1.0
    assert 0 < found.runs <= machine.LEAST + 2
    assert found.rate == found.runs / 4
    assert found.study == pytest.approx(found.prepared + machine.STUDY / (found.rate * found.cores))


def test_something_absent_that_is_needed_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "requires", lambda name: ["numpy>=2", "no-such-thing-here", 'other; extra == "more"'])
    found = {finding.name: finding for finding in machine.findings(None)}
    assert found["no-such-thing-here"].state == "bad"
    assert found["extra more"].state == "missing"
    assert "multivector[more]" in found["extra more"].advice
