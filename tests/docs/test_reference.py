"""The reference is in step with the code."""

import importlib
import importlib.util
import inspect
import re
import subprocess
import sys

import pytest

from multivector.engine import outcome
from multivector.engine.register import MECHANISMS, PARAMETERS, SWITCHES

from .pages import ROOT

_spec = importlib.util.spec_from_file_location("generated_pages", ROOT / "scripts" / "pages.py")
generator = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generator)

ODD = (
    "Purpose and patterns",
    "Entities, state variables and scales",
    "Process overview and scheduling",
    "Design concepts",
    "Initialization",
    "Input data",
    "Submodels",
)
"""The seven elements of the protocol (Grimm et al. 2020)."""

CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip


def read(path):
    return (ROOT / "docs" / path).read_text(encoding="utf-8")


def test_generated_pages_and_the_schema_are_in_step():
    """In a process of its own, since the help of a command remembers how it was first called."""
    told = subprocess.run([sys.executable, ROOT / "scripts/pages.py", "--check"], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr


def test_a_page_out_of_step_is_noticed():
    page, parts = next(iter(generator.PARTS.items()))
    text = read(page).replace("Simulate", "Stimulate")
    assert generator.filled(text, parts) != text


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_says_its_rule_and_what_it_leaves_out(name):
    text = inspect.getdoc(importlib.import_module(f"multivector.engine.{name}"))
    assert re.search(r"^Rule(:|\b)", text, re.M)
    assert re.search(r"^Leaves out:? \S+", text, re.M)


def test_every_parameter_and_switch_is_in_the_reference_with_its_meaning():
    text = read("reference/mechanisms.md")
    for parameter in PARAMETERS.values():
        assert f"| `{parameter.name}` | {parameter.meaning} | {parameter.unit} |" in text
    for switch in SWITCHES.values():
        assert f"| `{switch.name}` | {switch.meaning} |" in text


def test_every_part_of_the_system_has_a_switch():
    for row in generator.SYSTEM:
        assert any(row in switch.rows for switch in SWITCHES.values()), row
    named = {row for switch in SWITCHES.values() for row in switch.rows}
    assert named == set(generator.SYSTEM)


def test_every_outcome_and_series_is_in_the_reference():
    text = read("reference/results.md")
    for fields in (outcome.ACUTE, outcome.REGION_OUTCOMES, outcome.REGION_SERIES, outcome.NATION_SERIES,
                   outcome.MONTH_SERIES, outcome.POWER_SERIES):  # fmt: skip
        for field in fields:
            assert f"| `{field.name}` | {field.unit} | {field.meaning} |" in text


def test_the_odd_description_is_complete_and_names_every_mechanism():
    text = read("explanation/odd.md")
    heads = re.findall(r"^## \d\. (.*)$", text, re.M)
    assert tuple(heads) == ODD
    for concept in CONCEPTS:
        assert re.search(rf"^\*\*{concept}\.\*\* \S+", text, re.M), concept
    submodels = text.partition("## 7. Submodels")[2]
    for name in MECHANISMS:
        assert f"(../reference/mechanisms.md#{name})" in submodels, name


def test_the_order_of_tick_and_month_is_that_of_the_code():
    """The numbered lists of the ODD description name the steps of the code's own lists, in the same order."""
    text = read("explanation/odd.md").partition("## 3.")[2].partition("## 4.")[0]
    shown = [re.findall(r"^\d+\. \*\*(.+?)\*\*", part, re.M) for part in text.split("### ")[1:]]
    tick = inspect.getdoc(importlib.import_module("multivector.engine.tick"))
    assert shown[0] == re.findall(r"^\d+\.\s+(\w+)  ", tick, re.M)
    month = inspect.getdoc(importlib.import_module("multivector.engine.month"))
    assert len(shown[1]) == len(re.findall(r"^\d+\. ", month, re.M)) - 1  # step 0 is done once


def test_what_was_tried_gives_ranges_as_they_now_are():
    """A range that the page says it was narrowed to is the one the engine has."""
    text = read("explanation/what-was-tried.md")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|", text, re.M)
    assert len(rows) >= 8
    for name, _, now in rows:
        low, high = (float(end) for end in now.split(" to "))
        assert (PARAMETERS[name].low, PARAMETERS[name].high) == (low, high), name
