"""Every planted fault still fits the source, is in the published table, and is noticed."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def load():
    spec = importlib.util.spec_from_file_location("planted_faults", ROOT / "scripts" / "planted_faults.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["planted_faults"] = module
    spec.loader.exec_module(module)
    return module


zoo = load()
names = [fault.name for fault in zoo.FAULTS]


def test_there_are_enough_and_each_has_its_name():
    assert len(set(names)) == len(names) >= 12


@pytest.mark.parametrize("fault", zoo.FAULTS, ids=names)
def test_a_fault_fits_the_source_once(fault):
    text = (ROOT / "src" / "multivector" / fault.file).read_text(encoding="utf-8")
    assert text.count(fault.old) == 1
    assert fault.new not in text


def test_the_published_table_has_every_fault_and_nobody_gets_away():
    written = zoo.PAGE.read_text(encoding="utf-8")
    for fault in zoo.FAULTS:
        assert f"| {fault.name} | {fault.what} | {fault.file} |" in written, "run scripts/planted_faults.py"
    assert "**nobody**" not in written


@pytest.mark.nightly
@pytest.mark.parametrize("fault", zoo.FAULTS, ids=names)
def test_a_planted_fault_is_noticed(fault):
    assert zoo.caught(fault, fault.checks)


@pytest.mark.nightly
def test_without_a_fault_all_checks_hold():
    assert zoo.caught(None, tuple({check for fault in zoo.FAULTS for check in fault.checks})) == []
