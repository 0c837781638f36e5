"""One small study of the fictional crisis, with hostile names in it, and its page."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from hostile import NAME, NAMES, NOTE, TITLE
from ruamel.yaml import YAML

from multivector.assess import assess
from multivector.assess.calibration import calibrate
from multivector.ensemble import Case, Study, engine, executor
from multivector.ensemble import run as run_study
from multivector.report import Report, write_report
from multivector.scenario import compile, load
from multivector.scenario.shelf import LIBRARY

RUNS = 60


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Finished and assessed."""
    folder = tmp_path_factory.mktemp("hostile")
    yaml = YAML()
    crisis = yaml.load((LIBRARY / "velmora" / "scenario.yaml").read_text(encoding="utf-8"))
    crisis["title"], crisis["about"] = TITLE, NOTE
    for number, region in enumerate(crisis["regions"].values()):
        region["name"] = NAMES[number % len(NAMES)]
    for view in crisis["views"].values():
        view["name"], view["sentence"], view["whose"] = NAME, NOTE, NAME
    for seen in crisis["observations"].values():
        seen["name"], seen["note"] = NAME, NOTE
    for later in crisis["corroboration"].values():
        later["name"], later["note"] = NAME, NOTE
    path = folder / "scenario.yaml"
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(crisis, file)
    case = Case(compile(load(path)), engine(), str(path), seed=3)
    made = run_study(case, folder / "study", n=RUNS, sources={"scenario.yaml": path.read_bytes()}, work=executor(1))
    assess(made, n=40, work=executor(1)).write(made.folder)
    with pytest.MonkeyPatch.context() as patch:  # a small study must do here
        patch.setattr("multivector.assess.calibration.whole.FEWEST", 5)
        calibrate(made, 1.2).write(made.folder)
    return made


@pytest.fixture(scope="session")
def plain(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The same study, not assessed."""
    folder = tmp_path_factory.mktemp("plain") / "study"
    made = shutil.ignore_patterns("answer.json", "calibration.json", "report.html")
    shutil.copytree(study.folder, folder, ignore=made)
    return Study.open(folder)


@pytest.fixture(scope="session")
def page(study: Study) -> Path:
    """The report."""
    return write_report(study.folder)


@pytest.fixture(scope="session")
def report(study: Study) -> Report:
    """The same before it is written."""
    return Report.of(study.folder)
