import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from small_crisis import (
    CALM,
    FAULTY,
    KILLED,
    MODEL,
    POWERS,
    REGIONS,
    SmallCrisis,
    SmallScenario,
    simulate,
)

from multivector.engine.outcome import ACUTE, FATES, REGION_OUTCOMES
from multivector.ensemble import disk, part
from multivector.ensemble.execute import Inline, Local
from multivector.ensemble.manifest import Manifest
from multivector.ensemble.part import Case
from multivector.ensemble.results import Study
from multivector.ensemble.run import part_runs, run
from multivector.errors import EnsembleError, ScenarioError

CRISIS = SmallCrisis()


def study(folder, model=CALM, n=40, work=None, resume=False, **more):
    return run(Case(CRISIS, model, "small", **more), folder, n=n, work=work or Inline(), resume=resume)


def fingerprint(folder: Path) -> dict[str, str]:
    """Hash of every file that must not depend on when, where and how a study was run."""
    hashes = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*.parquet"))
    }
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest.pop("made")
    return hashes | {"manifest": json.dumps(manifest, sort_keys=True)}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A finished study with draws that were passed over, two replications a row."""
    return study(tmp_path_factory.mktemp("whole") / "s", MODEL, n=60, replications=2)


def test_rows_are_tidy_and_complete(whole):
    table = whole.outcomes()
    assert len(table) == 120
    assert table["member"].is_sorted()
    assert set(table["ending"]) <= {fate.value for fate in FATES}
    assert {f.name for f in ACUTE} < set(table.columns)
    assert {f"{f.name}.{r}" for f in REGION_OUTCOMES for r in REGIONS} < set(table.columns)
    assert set(CRISIS.paths) < set(table.columns)
    assert (table["member"] == table["row"] * 2 + table["replication"]).all()
    assert table.null_count().sum_horizontal()[0] == 0
    assert whole.counts() == {"succeeded": 120, "failed": 0, "pending": 0}
    assert whole.manifest.results["rejected_share"] == 1 - 60 / whole.manifest.results["candidates"]
    assert whole.manifest.results["candidates"] == table["row"].max() + 1


def test_sampled_values_stand_beside_outcomes(whole):
    joined = whole.outcomes().join(whole.draws(), on="row", suffix="_drawn")
    assert len(joined) == 120
    for path in CRISIS.paths:
        assert (joined[path] == joined[f"{path}_drawn"]).all()


def test_a_run_replayed_alone_equals_its_row(whole):
    table = whole.outcomes()
    for member in table["member"][[0, 57, 119]]:
        row = table.filter(pl.col("member") == member).row(0, named=True)
        again = whole.replay(member, crisis=CRISIS, model=MODEL)
        assert {f.name: row[f.name] for f in ACUTE} == {f.name: float(again.acute[f.name][0]) for f in ACUTE}
        for field in REGION_OUTCOMES:
            assert [row[f"{field.name}.{r}"] for r in REGIONS] == again.region_outcome[field.name].tolist()
        assert row["ending"] == again.fate.value
        nation = whole.query("FROM nation WHERE member = ? ORDER BY day", [member])
        np.testing.assert_allclose(nation["street"].to_numpy(), again.nation_series[:, 0], rtol=1 / 8000)


def test_series_by_day_take_the_largest_of_crowds_and_the_last_of_stocks(whole):
    member = int(whole.outcomes()["member"][5])
    again = whole.replay(member, crisis=CRISIS, model=MODEL)
    found = whole.query("FROM series WHERE member = ? AND region = 'TWO' ORDER BY day", [member])
    ticks = again.region_series[:, 1, :].reshape(10, 4, 4)
    np.testing.assert_allclose(found["street"].to_numpy(), ticks[:, :, 0].max(axis=1), rtol=1 / 8000)
    np.testing.assert_allclose(found["dead"].to_numpy(), ticks[:, -1, 3], rtol=1 / 8000)


def test_a_last_day_cut_short_counts_as_a_day():
    series = np.arange(5 * 1 * 4, dtype=np.float32).reshape(5, 1, 4)
    days = part.by_day(series, 6.0)
    assert days.shape == (2, 1, 4)
    assert days[1, 0].tolist() == series[4, 0].tolist()


def test_every_run_has_months_with_and_without_help_asked(whole):
    for view, rows in (("months", 7), ("powers", 7 * len(POWERS))):
        counts = whole.query(f"SELECT member, arm, count(*) AS rows FROM {view} GROUP BY ALL")
        assert len(counts) == 240
        assert (counts["rows"] == rows).all()
    member = whole.query("SELECT member FROM outcomes WHERE national = 0")["member"][0]
    arms = whole.query("SELECT arm, debt FROM months WHERE member = ? ORDER BY arm, month", [member])
    actual, twin = arms["debt"].to_numpy().reshape(2, -1)
    np.testing.assert_array_equal(actual, twin)


def test_events_carry_their_reason_in_words(whole):
    events = whole.query("FROM events WHERE member = 0 ORDER BY clock, time")
    assert events["sentence"].str.starts_with("Something happened").all()
    assert events["kind"].to_list()[:1] == ["gathering"]
    assert set(events["place"]) == {"ONE"}
    assert set(events["clock"]) == {"acute", "aftermath"}


def test_courses_are_filled_to_one_length(whole):
    street, dead = (whole.course(column, days=15) for column in ("street", "dead"))
    assert street.shape == dead.shape == (120, 15)
    assert (street[:, 10:] == 0).all()
    np.testing.assert_array_equal(dead[:, 14], dead[:, 9])


def test_experiments_and_outcomes_are_aligned(whole):
    experiments, outcomes = whole.experiments()
    assert len(experiments) == 120
    assert all(values.shape == (120,) for values in outcomes.values())
    expected = experiments["parameters.street.size"].to_numpy() * 100
    np.testing.assert_allclose(outcomes["peak_street"], expected)


@pytest.mark.parametrize("jobs", [2, 4])
def test_one_process_and_several_write_the_same_bytes(jobs, whole, tmp_path):
    study(tmp_path / "several", MODEL, n=60, replications=2, work=Local(jobs))
    assert fingerprint(tmp_path / "several") == fingerprint(whole.folder)


def test_failed_runs_keep_their_row_and_harm_no_other(tmp_path):
    faulty = study(tmp_path / "faulty", FAULTY).outcomes()
    sound = study(tmp_path / "sound", CALM).outcomes()
    failed = faulty.filter(pl.col("status") == "failed")
    assert failed["member"].to_list() == list(range(3, 40, 5))
    assert failed["reason"][0] == "EngineError: run 3 broke a rule"
    assert failed["ignited"].is_null().all()
    assert failed["parameters.street.heat"].is_not_null().all()
    assert failed["replay"][0] == "multivector tell small --member 3 --seed 1"
    alive = faulty.filter(pl.col("status") == "succeeded")
    assert alive.equals(sound.filter(pl.col("member") % 5 != 3))


def test_a_study_of_failures_only_can_be_read(tmp_path):
    broken = study(tmp_path, replace(CALM, simulate=_never), n=5)
    assert broken.counts() == {"succeeded": 0, "failed": 5, "pending": 0}
    assert len(broken.acute()) == 0
    assert broken.course("street", days=3).shape == (0, 3)


def _never(draw):
    raise ValueError("never works")


def test_a_mechanism_off_and_a_number_set_reach_the_model_and_the_manifest(tmp_path):
    changed = study(tmp_path, without=("fire",), set={"parameters.street.heat": 0.5})
    assert (changed.outcomes()["parameters.street.heat"] == 0.5).all()
    assert changed.manifest.identity.without == ("fire",)
    assert "--without fire --set parameters.street.heat=0.5" in changed.outcomes()["replay"][0]


def test_studies_with_the_same_seed_share_rows_and_dice(tmp_path):
    plain = study(tmp_path / "a").outcomes()
    other = study(tmp_path / "b", without=("fire",), n=60).outcomes().head(40)
    # this model ignores the switch, so equal rows and dice give equal outcomes
    assert plain.drop("replay").equals(other.drop("replay"))


def test_names_that_the_scenario_does_not_know_are_refused_before_anything_is_written(tmp_path):
    with pytest.raises(ScenarioError, match="is no number"):
        study(tmp_path / "s", set={"parameters.nothing": 1})
    assert not (tmp_path / "s").exists()


def test_a_finished_study_is_not_run_again(tmp_path):
    study(tmp_path)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.parquet")}
    again = study(tmp_path)
    assert again.complete
    assert before == {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.parquet")}


def test_another_study_is_not_mixed_in_and_what_differs_is_said(tmp_path):
    study(tmp_path)
    with pytest.raises(EnsembleError) as caught:
        study(tmp_path, seed=2, without=("fire",), resume=True)
    assert "seed: the study has 1, the command 2" in str(caught.value)
    assert "without: the study has nothing, the command fire" in str(caught.value)


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(EnsembleError, match=r"thesis\.docx"):
        study(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_parts_depend_on_the_study_alone():
    assert part_runs(4_000) == 125
    assert part_runs(100_000) == 250
    assert part_runs(5) == 4


def test_size_on_disk_is_reported_by_files_only(whole):
    assert not list(whole.folder.rglob(f"*{disk.TEMPORARY}"))


CHILD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from small_crisis import SLOW, SmallCrisis
from multivector.ensemble.execute import executor
from multivector.ensemble.part import Case
from multivector.ensemble.run import run

if __name__ == "__main__":
    run(Case(SmallCrisis(), SLOW, "small"), Path(sys.argv[1]), n=120, work=executor(2))
"""


def start(tmp_path, folder):
    script = tmp_path / "child.py"
    script.write_text(CHILD)
    command = [sys.executable, script, folder, str(Path(__file__).parent)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)


def alive_in_group(group):
    """Processes of a process group that are not zombies."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, member_of = stat.read_text().rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue
        if int(member_of) == group and state != "Z":
            found.append(stat.parent.name)
    return found


def mounted(folder, options):
    """Whether a small file system of its own could be put there."""
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
    return subprocess.run(command, capture_output=True).returncode == 0


def wait_for_parts(folder, number, process):
    for _ in range(600):
        if len(list((folder / "outcomes").glob("part-*.parquet"))) >= number:
            return
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.05)
    raise AssertionError("no part was finished in 30 s")


@pytest.fixture(scope="module")
def straight(tmp_path_factory):
    """The same study, run without a stop."""
    return study(tmp_path_factory.mktemp("straight") / "s", n=120).folder


def test_killed_and_resumed_gives_the_same_bytes(tmp_path, straight):
    folder = tmp_path / "killed"
    process = start(tmp_path, folder)
    wait_for_parts(folder, 3, process)
    process.kill()
    process.wait()
    for _ in range(200):
        if not alive_in_group(process.pid):
            break
        time.sleep(0.05)
    assert not alive_in_group(process.pid), "workers outlive their parent"
    finished = len(list((folder / "outcomes").glob("part-*.parquet")))
    assert 3 <= finished < 30
    (folder / "outcomes" / f"part-00029.parquet.77{disk.TEMPORARY}").write_bytes(b"half a part")
    with pytest.raises(EnsembleError, match="--resume"):
        study(folder, n=120)
    study(folder, n=120, resume=True)
    assert fingerprint(folder) == fingerprint(straight)
    assert not list(folder.rglob(f"*{disk.TEMPORARY}"))


def test_stopped_by_control_c_keeps_what_is_finished(tmp_path, straight):
    folder = tmp_path / "stopped"
    process = start(tmp_path, folder)
    wait_for_parts(folder, 2, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to parent and workers alike
    error = process.communicate(timeout=30)[1]
    assert "KeyboardInterrupt" in error
    assert "_AbandonedError" not in error
    stopped = Study.open(folder)
    assert not stopped.complete
    counts = stopped.counts()
    assert counts["succeeded"] >= 2 * 4
    assert counts["pending"] == 120 - counts["succeeded"]
    assert not list(folder.rglob(f"*{disk.TEMPORARY}"))
    study(folder, n=120, resume=True)
    assert fingerprint(folder) == fingerprint(straight)


def test_a_worker_that_dies_is_told_and_nothing_is_lost(tmp_path):
    with pytest.raises(EnsembleError, match="died") as caught:
        study(tmp_path, KILLED, n=60, work=Local(2))
    assert "--resume" in str(caught.value)
    assert Manifest.read(tmp_path).results == {}


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path, straight):
    mount = tmp_path / "small"
    mount.mkdir()
    if not mounted(mount, "size=700k"):
        pytest.skip("mounting a small disk needs root")
    try:
        with pytest.raises(EnsembleError, match="the disk is full") as caught:
            study(mount / "s", n=120, work=Local(2))
        assert "--resume" in str(caught.value)
        assert not list(mount.rglob(f"*{disk.TEMPORARY}"))
        kept = Study.open(mount / "s").counts()["succeeded"]
        assert 0 < kept < 120
        subprocess.run(["mount", "-o", "remount,size=50m", mount], check=True)
        assert study(mount / "s", n=120, resume=True).counts()["succeeded"] == 120
        assert fingerprint(mount / "s") == fingerprint(straight)
    finally:
        subprocess.run(["umount", "-l", mount], check=True)


def test_a_writer_that_fails_is_told_and_nothing_is_lost(tmp_path, monkeypatch):
    sync, calls = os.fsync, []

    def failing(handle):
        calls.append(handle)
        if len(calls) == 30:
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(EnsembleError, match="the disk is full"):
        study(tmp_path / "s")
    kept = Study.open(tmp_path / "s").counts()["succeeded"]
    assert 0 < kept < 40
    assert not list(tmp_path.rglob(f"*{disk.TEMPORARY}"))
    study(tmp_path / "s", resume=True)
    assert fingerprint(tmp_path / "s") == fingerprint(study(tmp_path / "straight").folder)


def test_a_read_only_folder_is_told(tmp_path):
    mount = tmp_path / "locked"
    mount.mkdir()
    if os.geteuid():
        mount.chmod(0o500)
        with pytest.raises(EnsembleError, match="no permission"):
            study(mount / "s")
        return
    if not mounted(mount, "ro"):
        pytest.skip("neither a locked folder nor a read-only mount can be made here")
    try:
        with pytest.raises(EnsembleError, match="read-only"):
            study(mount / "s")
    finally:
        subprocess.run(["umount", "-l", mount], check=True)


def test_a_file_where_a_folder_is_needed_is_told(tmp_path):
    (tmp_path / "runs").write_text("not a folder")
    with pytest.raises(EnsembleError, match="a file stands"):
        study(tmp_path / "runs" / "s")


def test_two_processes_do_not_write_into_one_study(tmp_path):
    with disk.owned(tmp_path), pytest.raises(EnsembleError, match="another process"):
        study(tmp_path)


def test_queries_that_are_wrong_are_told(whole):
    with pytest.raises(EnsembleError, match="nonsense"):
        whole.query("SELECT nonsense FROM outcomes")
    with pytest.raises(EnsembleError, match="unknown"):
        whole.to_pandas("outcome")
    with pytest.raises(EnsembleError, match="not in this study"):
        whole.values(10_000_000)
    with pytest.raises(EnsembleError, match="no study here"):
        Study.open(whole.folder / "outcomes")


def test_replaying_with_another_scenario_is_refused(whole):
    with pytest.raises(EnsembleError, match="not the one"):
        whole.replay(0, crisis=SmallCrisis(SmallScenario("e" * 64)), model=MODEL)


def test_rounding_keeps_thirteen_bits():
    x = np.float32(np.random.default_rng(1).lognormal(0, 6, 10_000)) * np.float32([1, -1] * 5000)
    np.testing.assert_allclose(part.rounded(x), x, rtol=2.0**-13)
    whole_numbers = np.arange(8193, dtype=np.float32)
    np.testing.assert_array_equal(part.rounded(whole_numbers), whole_numbers)
    assert np.isnan(part.rounded(np.float32([np.nan]))).all()
    assert part.rounded(np.float32([np.inf, -1.0])).tolist() == [np.inf, -1.0]


def test_the_small_model_is_a_function_of_its_draw():
    draw = CRISIS.draw(np.ones(len(CRISIS.paths)), seed=1, member=2)
    assert simulate(draw).acute.tobytes() == simulate(draw).acute.tobytes()
