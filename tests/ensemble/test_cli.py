import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner

from multivector import cli
from multivector.engine.outcome import ACUTE, MONTH_SERIES
from multivector.ensemble import Study, engine
from multivector.scenario import compile, load

SMALL = "velmora"


def call(*words, cwd=None, **more):
    """Call the program as a person would."""
    command = [sys.executable, "-c", "from multivector.cli import main; main()", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=600, **more)


def test_help_lists_the_commands_that_are_there_and_loads_nothing_heavy():
    code = (
        "import sys\nfrom multivector.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit as end: print('exit', end.code)\n"
        "heavy = {'numba', 'numpy', 'pyarrow', 'polars', 'pandas', 'duckdb', 'pydantic', 'scipy', 'rich'}\n"
        "print('loaded', sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert "exit 0" in found
    assert "loaded []" in found
    assert "run " in found
    assert "tell " in found


def test_every_command_that_is_listed_can_be_called_and_says_what_it_does():
    context = click.Context(cli.group)
    names = cli.group.list_commands(context)
    assert {"run", "tell", "init", "check", "examples"} <= set(names)
    for name in names:
        command = cli.group.get_command(context, name)
        assert command is not None, name
        result = CliRunner().invoke(command, ["--help"])
        assert result.exit_code == 0, name
        assert len(command.help or "") > 20, name


def test_commands_whose_module_does_not_exist_are_not_listed(monkeypatch):
    monkeypatch.setitem(cli.COMMANDS, "divine", ("multivector.commands.divination:divine", "See the future."))
    context = click.Context(cli.group)
    assert "divine" not in cli.group.list_commands(context)
    assert cli.group.get_command(context, "divine") is None


def leave(capsys, *words):
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    out = capsys.readouterr()
    return caught.value.code, out.out, out.err


def test_version(capsys):
    code, out, _ = leave(capsys, "--version")
    assert (code, out.strip()) == (0, f"multivector, version {cli.__version__}")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rum"], "Did you mean 'run'"),
        (["run"], "Missing argument"),
        (["run", SMALL, "-n", "0"], "x>=1"),
        (["run", SMALL, "--scale", "2"], "such as 1/10"),
        (["run", SMALL, "--set", "seed"], "PATH=VALUE"),
        (["run", SMALL, "--until", "yesterday"], "--until"),
        (["run", SMALL, "--until", "1999-01-01"], "not after the start"),
        (["run", "kasakhstan-2022"], "kazakhstan-2022"),
        (["run", SMALL, "--set", "settings.month=3"], "settings.months"),
        (["run", SMALL, "--set", "settings.months=3 km"], "settings.months"),
        (["run", SMALL, "--without", "mobilisation"], "mobilization"),
        (["run", "epstein-2002", "-n", "5"], "multivector epstein --run N"),
    ],
)
def test_wrong_usage_is_told_with_exit_code_2_and_nothing_written(capsys, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = leave(capsys, *words)
    assert code == 2
    assert said in err
    assert out == ""
    code, out, err = leave(capsys, *words, "--json")
    assert code == 2
    answer = json.loads(out)
    assert answer["exit"] == 2
    assert said in json.dumps(answer["error"], ensure_ascii=False)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder in which a study of the small crisis was run."""
    folder = tmp_path_factory.mktemp("home")
    result = call("run", SMALL, "-n", 24, "--until", "2 years", "--jobs", 2, "--json", "--no-report", cwd=folder)
    assert result.returncode == 0, result.stderr
    (folder / "answer.json").write_text(result.stdout)
    assert result.stderr == ""  # no progress where there is no terminal
    return folder


@pytest.fixture
def there(home, monkeypatch):
    """That folder as the current one, and the study in it."""
    monkeypatch.chdir(home)
    return json.loads((home / "answer.json").read_text())["folder"]


def test_run_answers_with_one_object(there, home):
    answer = json.loads((home / "answer.json").read_text())
    assert answer["runs"] == {"succeeded": 24, "failed": 0, "pending": 0}
    assert answer["folder"].startswith(f"{SMALL}/runs/")
    assert 0 <= answer["ignites"]["low"] <= answer["ignites"]["share"] <= answer["ignites"]["high"] <= 1
    assert answer["national_given_ignition"]["n"] == answer["ignites"]["hits"]
    assert len(answer["coverage"]) >= 1
    assert {"passes", "share", "low", "high"} <= set(answer["gates"][0])
    manifest = json.loads((home / answer["manifest"]).read_text())
    assert manifest["sources"].keys() >= {"scenario.yaml"}
    assert (home / answer["folder"] / "scenario.yaml").is_file()
    assert answer["answer"] is answer["report"] is None  # 24 runs are too few to assess; no report was wanted


@pytest.mark.parametrize("until", ["10 days", "2031-03-20"])
def test_an_end_within_the_first_month_leaves_the_crisis_and_no_months(capsys, tmp_path, until):
    words = ("run", SMALL, "-n", "8", "--until", until, "--jobs", "1", "--out", str(tmp_path / "short"), "--json")
    code, out, _ = leave(capsys, *words)
    assert code == 0
    told = json.loads(out)
    assert told["runs"]["succeeded"] == 8
    assert Path(told["report"]).is_file()
    study = Study.open(told["folder"])
    assert study.query("SELECT max(month) AS m FROM months")["m"][0] == 0
    longest = 10 if until == "10 days" else 17
    assert study.query("SELECT max(end_day) AS d FROM outcomes")["d"][0] <= longest
    code, said, _ = leave(capsys, "tell", told["folder"])
    assert code == 0
    assert "The months after" not in said


def test_the_published_model_runs_by_its_name_as_by_its_command(capsys):
    code, mine, _ = leave(capsys, "run", "epstein-2002", "--seed", "4", "--json")
    assert code == 0
    assert mine == leave(capsys, "epstein", "--run", "2", "--seed", "4", "--json")[1]
    assert json.loads(mine)["outbursts"] > 10
    assert json.loads(mine)["seed"] == 4
    told = leave(capsys, "run", "epstein-2002")[1]
    assert "multivector epstein --run N" in told
    assert "published" in told


def test_a_folder_of_that_name_with_a_crisis_in_it_wins(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert leave(capsys, "init", "epstein-2002")[0] == 0
    code, out, _ = leave(capsys, "run", "epstein-2002", "-n", "1", "--until", "3 days", "--no-report", "--json")
    assert code == 0
    assert json.loads(out)["runs"]["succeeded"] == 1


def test_running_the_same_again_simulates_nothing_and_says_the_same(there, home, capsys):
    assert leave(capsys, "run", SMALL, "-n", "24", "--until", "2 years", "--json", "--no-report") == (
        0,
        (home / "answer.json").read_text(),
        "",
    )


def test_run_says_what_came_out(there, capsys):
    _, said, _ = leave(capsys, "run", SMALL, "-n", "24", "--until", "2 years")
    parts = ("P(ignites)", "P(national wave | ignites)", "central 90 %", "24 runs succeeded", "multivector tell")
    for part in (*parts, "report.html"):
        assert part in said


def test_telling_a_run_of_a_study_and_of_the_scenario_gives_the_same_chronicle(there, capsys):
    row = Study.open(there).query("FROM outcomes ORDER BY peak_street DESC LIMIT 1").row(0, named=True)
    study = json.loads(leave(capsys, "tell", there, "--member", str(row["member"]), "--json")[1])
    words = shlex.split(row["replay"])
    assert words[:2] == ["multivector", "tell"]
    alone = json.loads(leave(capsys, *words[1:], "--json")[1])
    assert study["events"] == alone["events"]
    assert study["ending"] == alone["ending"]
    kept = Study.open(there).query("FROM events WHERE member = ?", [row["member"]])
    told = {re.sub(r" \(\d+ times\)$", "", event["sentence"]) for event in study["events"]}
    assert set(kept["sentence"]) - {""} == told, "ordinary events are kept and not told"


def test_one_and_two_processes_write_the_same_bytes(there, tmp_path, capsys):
    words = ("run", SMALL, "-n", "24", "--until", "2 years", "--jobs", "1", "--out", str(tmp_path / "one"))
    assert leave(capsys, *words, "--no-report")[0] == 0
    mine = {p.relative_to(there): p.read_bytes() for p in Path(there).rglob("*.parquet")}
    theirs = {p.relative_to(tmp_path / "one"): p.read_bytes() for p in (tmp_path / "one").rglob("*.parquet")}
    assert len(mine) > 6
    assert mine == theirs


def test_a_run_replayed_alone_equals_its_row(there):
    study = Study.open(there)
    row = study.query("FROM outcomes ORDER BY dead_civil DESC LIMIT 1").row(0, named=True)
    again = study.replay(row["member"], crisis=compile(load(SMALL)), model=engine())
    assert {f.name: row[f.name] for f in ACUTE} == {f.name: float(again.acute[f.name][0]) for f in ACUTE}
    months = study.query("FROM months WHERE member = ? AND arm = 'twin' ORDER BY month", [row["member"]])
    debt = [f.name for f in MONTH_SERIES].index("debt")
    np.testing.assert_allclose(months["debt"].to_numpy(), again.twin.month_series[:, debt], rtol=2.0**-13)


def test_tell_reads_as_a_dated_chronicle(there, capsys):
    for where in (there, SMALL):
        code, told, _ = leave(capsys, "tell", where)
        assert code == 0
        assert "How it ended" in told
        assert "people were on the street" in told


def test_a_run_that_is_not_in_the_study_is_told(there, capsys):
    code, _, err = leave(capsys, "tell", there, "--member", "1000000")
    assert code == 1
    assert "not in this study" in err


def test_a_pipe_that_closes_early_is_no_error(there, home):
    program = f"{sys.executable} -c 'from multivector.cli import main; main()' tell {there} | head -n 1"
    result = subprocess.run(["bash", "-c", program], cwd=home, capture_output=True, text=True)
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr == ""


def test_control_c_says_what_is_kept_and_how_to_go_on(tmp_path):
    words = ["run", SMALL, "-n", "6000", "--jobs", "1", "--out", "study", "--no-report"]
    command = [sys.executable, "-c", "from multivector.cli import main; main()", *words]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not list((tmp_path / "study" / "outcomes").glob("part-*.parquet")) and process.poll() is None:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "are kept in study" in err
    assert "--resume" in err
    assert "Traceback" not in err
    assert out == ""


def test_a_study_of_cells_says_so_and_its_runs_can_be_told_again(tmp_path, capsys):
    out = tmp_path / "cells"
    words = ["run", SMALL, "-n", "6", "--jobs", "1", "--resolution", "cells", "--no-report", "-q", "--out", out]
    code, _, _ = leave(capsys, *words)
    assert code == 0
    study = Study.open(out)
    assert study.manifest.identity.set == {"settings.cells": 1.0}
    row = study.outcomes().row(0, named=True)
    crisis = compile(load(out / "scenario.yaml"))
    again = study.replay(row["member"], crisis=crisis, model=engine())
    assert again.draw.tables["settings"]["cells"][0] == 1
    assert float(again.acute["peak_street"][0]) == row["peak_street"]
    assert "--set settings.cells=1" in row["replay"]
