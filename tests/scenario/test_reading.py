import copy
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from multivector.errors import ScenarioError
from multivector.scenario import compile, load, loads
from multivector.scenario.shelf import LIBRARY

VELMORA = (LIBRARY / "velmora" / "scenario.yaml").read_text(encoding="utf-8")


def line_of(text: str, needle: str) -> int:
    return text[: text.index(needle)].count("\n") + 1


def faults_of(text: str):
    with pytest.raises(ScenarioError) as error:
        loads(text, "my.yaml")
    return error.value.faults


def changed(old: str, new: str) -> str:
    assert old in VELMORA
    return VELMORA.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("population: 620000", "population: -620000", "regions.capital.population", "above 0"),
        (
            "population: 620000",
            "popluation: 620000",
            "regions.capital.popluation",
            "Did you mean 'population'",
        ),
        ("population: 620000", "population: 3 weeks", "regions.capital.population", "measures days"),
        ("population: 620000", "population: [1, 2]", "regions.capital.population", "number of people"),
        ("population: 620000", "population:", "regions.capital.population", "no number"),
        ("lowland_young: 0.50", "lowland_young: 0.92", "regions.capital.groups", "sum to 1.42"),
        (
            "lowland_young: 0.50",
            "lowland_yuong: 0.50",
            "regions.capital.groups.lowland_yuong",
            "Did you mean 'lowland_young'",
        ),
        (
            "uplanders: 150000 persons",
            "uplanders: 15000 persons",
            "regions.uplands.groups",
            "sum to 1.25e+05",
        ),
        ("belt_of: capital", "belt_of: capitol", "regions.uplands.belt_of", "Did you mean 'capital'"),
        ("belt_of: capital", "belt_of: uplands", "regions.uplands.belt_of", "its own belt"),
        ("guard_share: 0.5", "guard_share: 0.9", "regions", "guard_share of the regions sum to 1.4"),
        ("    capital: true\n", "", "regions", "exactly 1"),
        ("leader: karth", "leader: kart", "organisations.pact.leader", "Did you mean 'karth'"),
        (
            "leader: true, contingent: 0.8",
            "leader: true, contingent: 0.4",
            "organisations.pact.members",
            "sum to 0.6",
        ),
        (
            "range: [0.8, 1.2], note: the only neighbour",
            "range: [1.2, 0.8], note: the only neighbour",
            "powers.karth.exposure",
            "lower end first",
        ),
        (
            "{value: 0.55, range: [0.45, 0.65]}",
            "{value: 0.95, range: [0.45, 0.65]}",
            "powers.karth.security_start",
            "outside [0.45, 0.65]",
        ),
        ("economy_start: 0.40", "economy_start: 0.70", "powers", "economy_start of the powers sum to 1.3"),
        ("    home: true\n", "", "powers", "`home: true`"),
        ("kind: gathering", "kind: gatherin", "shocks.shift_change.kind", "'gathering'"),
        ("day: 2031-09-01", "day: 2031-09-31", "shocks.pass_closed.day", "no day of the calendar"),
        ("day: 2031-09-01", "day: 2030-09-01", "shocks.pass_closed.day", "at least 0"),
        ("day: 2031-09-01", "day: 2041-09-01", "shocks.pass_closed.day", "after the horizon"),
        ("start: 2031-03-03", "start: yesterday", "start", "date"),
        ("unit: weeks", "unit: persons", "parameters.deployment.order_wait", "measures persons"),
        (
            "    order_wait:",
            "    order_wiat:",
            "parameters.deployment.order_wiat",
            "Did you mean 'order_wait'",
        ),
        ("  mobilization:", "  mobilisation:", "parameters.mobilisation", "Did you mean 'mobilization'"),
        ("switches: {}", "switches: {meda: false}", "switches", "Did you mean 'media'"),
        (
            "path: groups.lowland_older.identity, test",
            "path: groups.lowland_elder.identity, test",
            "views.free.premises.pride.where",
            "Did you mean 'groups.lowland_older.identity'",
        ),
        ("acute: stay", "acute: stey", "views.free.premises.short_stay.where.1", "Did you mean 'stay'"),
        (
            "power: [karth, league]",
            "power: [karth, leage]",
            "views.free.level.all.0.power.1",
            "Did you mean 'league'",
        ),
        ("series: debt,", "series: dept,", "views.debtor.level.all.1.series", "'debt'"),
        ("window: [37, 48]", "window: [37, 99]", "views.free.level.all.0.window", "month 99"),
        ("window: [37, 48]", "window: [48, 37]", "views.free.level.all.0", "in order"),
        (
            "metric: {field: mass, region: capital}",
            "metric: {field: mass, region: captal}",
            "observations.capital_day.metric.region",
            "Did you mean 'capital'",
        ),
        ("low: 20\n", "low: 40\n", "observations.dead", "in order"),
        (
            'source: "gazette: front page"',
            'source: "gazete: front page"',
            "observations.capital_day.source",
            "Did you mean 'gazette'",
        ),
        ("title: Velmora, the bread spring\n", "", "title", "missing"),
        ("settings:\n", "settings:\n  threshold_bins: 2.5\n", "settings.threshold_bins", "whole number from 1 to 256"),
        ("$schema: ../../schema.json\n", "", "$schema", "missing"),
        (
            "on_top_of: groups.lowland_older.identity",
            "on_top_of: groups.older.identity",
            "groups.lowland_young.identity",
            "has the path",
        ),
        (
            "document: gazette\n    sentence",
            "document: gazet\n    sentence",
            "views.debtor.document",
            "Did you mean 'gazette'",
        ),
        ("population: 620000", "population: 0", "regions.capital.population", "above 0"),
        ("parameters:\n", "parameters:\n  demands: {demand_rate: -2}\n", "parameters.demands.demand_rate",
         "at least 0"),
        ("parameters:\n", "parameters:\n  loyalty: {private_precision: -1}\n", "parameters.loyalty.private_precision",
         "above 0"),
        ("parameters:\n", "parameters:\n  loyalty: {signal_error: {range: [-1, 0]}}\n",
         "parameters.loyalty.signal_error", "at least 0"),
        ("parameters:\n", "parameters:\n  posture: {domain_weight_security: 0.8, domain_weight_economy: 0.8}\n",
         "parameters.posture", "leave politics -0.6"),
        ("parameters:\n", "parameters:\n  posture: {domain_weight_security: 0.8}\n", "parameters.posture",
         "domain_weight_economy up to 0.5"),
        (
            "karth: {attitude: -0.2",
            "karth: {attitude: -20",
            "shocks.pass_closed.effects.karth.attitude",
            "between -1 and 1",
        ),
    ],
)
def test_each_mistake_is_found_at_its_place(old, new, path, words):
    text = changed(old, new)
    faults = faults_of(text)
    told = [str(fault) for fault in faults if fault.path == path]
    assert told, [str(fault) for fault in faults]
    assert any(words in one for one in told), told
    assert all(re.match(r"my\.yaml:\d+: ", one) for one in told)


def test_all_mistakes_of_a_file_are_told_at_once_in_its_order():
    text = VELMORA
    for old, new in (
        ("population: 620000", "population: -1"),
        ("lowland_young: 0.48", "lowland_young: 0.98"),
        ("power: karth\n", "power: kart\n"),
        ("longitude: 14.80", "longitud: 14.80"),
        ("title: Velmora, the bread spring", "title: Velmora\ntitle: again"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    faults = faults_of(text)
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)
    found = {fault.path: fault.line for fault in faults}
    assert found["title"] == line_of(text, "title: again")
    assert found["regions.capital.population"] == line_of(text, "population: -1")
    assert found["regions.port.groups"] == line_of(text, "lowland_young: 0.98") - 0
    assert found["regions.mines.longitud"] == line_of(text, "longitud: 14.80")
    assert "regions.mines.longitude" in found  # missing, told at its region
    assert found["shocks.pass_closed.power"] == line_of(text, "power: kart\n")


@pytest.mark.parametrize("text", ["", "just words", "- 1\n- 2\n", "title: {}\nregions: 5\ngroups: []\n"])
def test_what_is_no_scenario_is_refused_with_advice(text):
    with pytest.raises(ScenarioError) as error:
        loads(text, "my.yaml")
    assert "Traceback" not in str(error.value)
    assert "my.yaml" in str(error.value)


def test_names_folders_and_files_all_resolve(tmp_path):
    (tmp_path / "scenario.yaml").write_text(VELMORA, encoding="utf-8")
    assert load(tmp_path).digest == load("velmora").digest == load(tmp_path / "scenario.yaml").digest
    with pytest.raises(ScenarioError, match="Did you mean 'velmora'"):
        load("velmorra")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ScenarioError, match=r"holds no scenario\.yaml; .* `multivector init .*empty` writes one"):
        load(tmp_path / "empty")


def test_the_digest_sees_content_and_nothing_else():
    same = VELMORA.replace("order_wait: {range: [1, 2], unit: weeks}", "order_wait: {range: [7 days, 14 days]} # two")
    assert loads(same).digest == loads(VELMORA).digest
    assert loads(changed("population: 620000", "population: 620001")).digest != loads(VELMORA).digest


def places(data, here=()):
    """Every place of plain data."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*here, key)
        yield from places(value, (*here, key))


DATA = yaml.load(VELMORA, yaml.BaseLoader)
PLACES = list(places(DATA))
odd = st.sampled_from(
    [
        None,
        "",
        "x",
        "-1",
        "1e400",
        "2 weeks",
        True,
        3,
        -2.5,
        [],
        {},
        [1, 2],
        ["a"],
        {"a": 1},
        {"range": [2, 1]},
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), odd), min_size=1, max_size=3))
def test_whatever_is_written_somewhere_is_read_or_refused_with_faults(changes):
    data = copy.deepcopy(DATA)
    for place, value in changes:
        here = data
        for part in place[:-1]:
            if not isinstance(here, dict | list) or (isinstance(here, list) and not isinstance(part, int)):
                break
            here = here[part] if (part in here if isinstance(here, dict) else part < len(here)) else None
        if isinstance(here, dict) or (isinstance(here, list) and isinstance(place[-1], int) and place[-1] < len(here)):
            here[place[-1]] = value
    try:
        compile(loads(yaml.safe_dump(data, sort_keys=False), "odd.yaml"))
    except ScenarioError as stopped:
        said = str(stopped)
        assert "odd.yaml" in said
        assert "pydantic" not in said
