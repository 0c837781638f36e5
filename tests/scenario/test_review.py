"""What is odd about a crisis without being wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from multivector.scenario import check, library, load
from multivector.scenario.shelf import begin


def twins(folder: Path, given: str) -> list[str]:
    """Warnings on twin tests if the first view's scope is ``given``."""
    file = next(path for path in begin(folder, "velmora") if path.name == "scenario.yaml")
    text = file.read_text()
    scope = "      - {acute: granted, test: equals, value: 1}\n"
    assert scope in text
    file.write_text(text.replace(scope, f"      - {given}\n" if given else "", 1))
    return [str(one) for one in check(load(folder)).warnings if one.path.endswith(".twin")]


@pytest.mark.parametrize(
    "given",
    [
        "", "{acute: granted, test: equals, value: 0}", "{acute: troops, test: at_least, value: 0}",
        "{acute: ignited, test: equals, value: 1}", "{path: parameters.posture.tilt, test: at_least, value: 0.02}",
    ],
)  # fmt: skip
def test_a_twin_test_needs_a_scope_in_which_help_was_asked(tmp_path: Path, given: str) -> None:
    """Elsewhere a run is its own twin, and the difference is 0 whatever is true."""
    (warning,) = twins(tmp_path, given)
    assert "views.debtor.twin" in warning
    assert "its own twin" in warning
    assert "acute: granted" in warning


@pytest.mark.parametrize(
    "given",
    [
        "{acute: granted, test: equals, value: 1}", "{acute: refused, test: equals, value: 1}",
        "{acute: appeal_day, test: at_least, value: 0}", "{acute: stay, test: greater_than, value: 0}",
        "{acute: rescue, test: between, range: [0.3, 1]}",
    ],
)  # fmt: skip
def test_a_scope_in_which_help_was_asked_is_enough(tmp_path: Path, given: str) -> None:
    assert twins(tmp_path, given) == []


def test_a_test_that_nothing_passes_is_told_from_one_that_nothing_fails(tmp_path: Path) -> None:
    file = next(path for path in begin(tmp_path, "velmora") if path.name == "scenario.yaml")
    text = file.read_text().replace("      - {acute: granted, test: equals, value: 1}\n", "", 2)  # of both views
    file.write_text(text)
    debtor, free = (one for one in check(load(tmp_path)).warnings if one.path.endswith(".twin"))
    assert "cannot come true there" in debtor.found  # at least 0.01 nearer
    assert "without any effect" in free.found  # at most 0.002 nearer


@pytest.mark.parametrize("crisis", library())
def test_no_shipped_twin_test_is_true_by_itself(crisis: str) -> None:
    assert not [one for one in check(load(crisis)).warnings if one.path.endswith(".twin")]
