import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multivector.engine import register, tables
from multivector.errors import ScenarioError
from multivector.scenario import compile, library, load
from multivector.scenario.crisis import leaf_units
from multivector.scenario.document import read


@pytest.fixture(scope="module", params=library())
def template(request):
    return compile(load(request.param))


def random_values(template, seed=0, n=1):
    return template.quantile(np.random.default_rng(seed).random((n, len(template.paths))))


def test_every_open_number_is_sampled_once_within_its_range(template):
    assert len(set(template.paths)) == len(template.paths) == len(template.specs)
    assert all(spec.path == path for spec, path in zip(template.specs, template.paths, strict=True))
    low = np.array([spec.low for spec in template.specs])
    high = np.array([spec.high for spec in template.specs])
    values = random_values(template, n=200)
    assert np.all((values >= low) & (values <= high))
    assert np.all((template.central() >= low) & (template.central() <= high))
    assert set(register.PATHS) <= set(template.every)
    assert set(template.every) <= set(leaf_units(read(template.scenario.origin).data))


def test_quantile_and_rank_are_inverse(template):
    u = np.linspace(0.05, 0.95, 7)
    for spec in template.specs:
        if not spec.values:
            np.testing.assert_allclose(spec.rank(spec.quantile(u)), u, atol=1e-9)


def test_a_draw_holds_what_was_drawn_and_shares_add_up(template):
    values = random_values(template, seed=3)[0]
    draw = template.draw(values, seed=5, member=7)
    assert (draw.seed, draw.member) == (5, 7)
    assert set(draw.tables) == set(tables.TABLES)
    for name, table in tables.TABLES.items():
        assert draw.tables[name].dtype == table.dtype
        for state in table.state:
            assert not draw.tables[name][state.name].any()
    drawn = dict(zip(template.paths, values, strict=True))
    for path, parameter in register.PATHS.items():
        if path in drawn:
            assert draw.parameters[parameter.name][0] == drawn[path]
    power = draw.tables["power"]
    for column in ("security_start", "economy_start", "politics_start"):
        assert power[column].sum() == pytest.approx(1, abs=1e-12)
        for row, name in enumerate(draw.names.rows["power"]):
            if f"powers.{name}.{column}" in drawn:
                assert power[column][row] == drawn[f"powers.{name}.{column}"]
    assert draw.tables["region"]["guard_share"].sum() == pytest.approx(1, abs=1e-12)
    cell, region = draw.tables["cell"], draw.tables["region"]
    by_region = np.bincount(cell["region"].astype(int), cell["population"], minlength=len(region))
    np.testing.assert_allclose(by_region, region["population"], rtol=1e-12)


def test_ids_become_rows(template):
    draw = template.draw(seed=1, member=0)
    rows = draw.names.rows
    region = draw.tables["region"]
    for key, written in template.scenario.regions.items():
        belt = int(region["belt_of"][rows["region"].index(key)])
        assert (rows["region"][belt] if belt >= 0 else None) == written.belt_of
    for row, key in enumerate(rows["organisation"]):
        leader = int(draw.tables["organisation"]["leader"][row])
        assert rows["power"][leader] == template.scenario.organisations[key].leader
    for row, key in enumerate(rows["shock"]):
        assert ("price", "gathering", "outside")[int(draw.tables["shock"]["kind"][row])] == template.scenario.shocks[
            key
        ].kind
    member = draw.tables["member"]
    for org in range(len(rows["organisation"])):
        assert member["contingent"][member["organisation"] == org].sum() == pytest.approx(1, abs=1e-12)
        assert member["leader"][member["organisation"] == org].sum() == 1


def test_draws_do_not_share_memory(template):
    first, second = (template.draw(seed=1, member=member) for member in (0, 1))
    first.tables["region"]["population"][:] = 0
    first.parameters["tilt"][:] = 9
    assert second.tables["region"]["population"].all()
    assert second.parameters["tilt"][0] != 9


def test_a_number_on_top_of_another_is_added_and_bounded():
    template = compile(load("kazakhstan-2022"))
    older, young = "groups.kazakh_older.identity", "groups.kazakh_young.identity"
    group = template.draw({older: 0.6, young: 0.1}, seed=1, member=0).tables["group"]
    assert group["identity"][:2].tolist() == pytest.approx([0.7, 0.6])
    group = template.draw({older: 0.9, young: 0.2}, seed=1, member=0).tables["group"]
    assert group["identity"][0] == 1


def test_setting_wins_and_the_others_share_the_rest():
    template = compile(load("kazakhstan-2022"))
    path = "powers.russia.security_start"
    value = template.read(path, "40 %")
    power = template.draw(seed=1, member=0, set={path: value}).tables["power"]
    assert power["security_start"][0] == 0.4
    assert power["security_start"].sum() == pytest.approx(1)
    others = power["security_start"][1:] / 0.6
    np.testing.assert_allclose(others, np.array([0.05, 0.08, 0.05, 0.12]) / 0.30, rtol=1e-9)
    path = "regions.ALA.groups.slavic_young"
    cell = template.draw(seed=1, member=0, set={path: 0.5}).tables["cell"]
    row = template.names.rows["cell"].index("ALA/slavic_young")
    assert cell["population"][row] == pytest.approx(0.5 * 2101485)


def test_fixed_numbers_can_be_set_too_and_dates_are_read():
    template = compile(load("kazakhstan-2022"))
    day = template.read("shocks.invasion.day", "2022-03-01")
    assert template.draw(seed=1, member=0, set={"shocks.invasion.day": day}).tables["shock"]["day"][2] == 58


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("powers.rusia.exposure", "1", "Did you mean 'powers.russia.exposure'"),
        ("parameters.debt.debt_half_life", "2 persons", "length of time"),
        ("powers.russia.security_start", "130 %", "found 130 %; expected between 0 and 1"),
    ],
)
def test_what_cannot_be_set_is_said(path, text, words):
    with pytest.raises(ScenarioError, match=words):
        compile(load("kazakhstan-2022")).read(path, text)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"parameters.demands.demand_rate": -2.0}, ["demands.demand_rate: found -2; expected at least 0"]),
        ({"parameters.loyalty.private_precision": 0.0}, ["private_precision: found 0; expected above 0"]),
        ({"parameters.loyalty.signal_error": -0.1}, ["signal_error: found -0.1; expected at least 0"]),
        ({"regions.ALA.population": 0.0}, ["ALA.population: found 0; expected above 0"]),
        ({"settings.max_days": 0.0}, ["settings.max_days: found 0; expected one number of at least 1"]),
        ({"settings.persons_per_citizen": 0.0}, ["settings.persons_per_citizen: found 0"]),
        ({"powers.china.home": 1.0}, ["2 entries (china, home) have `home: true`"]),
        (
            {"powers.russia.security_start": 0.9, "powers.china.security_start": 0.3},
            ["can sum to 1.2; expected at most 1"],
        ),
        ({"organisations.csto.members.belarus.contingent": 0.6}, ["can sum to 1.6; expected at most 1"]),
        (
            {f"powers.{power}.economy_start": 0.1 for power in ("russia", "china", "west", "turkiye", "home")},
            ["all the economy_start of the powers are set and sum to 0.5; expected 1"],
        ),
        (
            {"parameters.posture.domain_weight_security": 0.8, "parameters.posture.domain_weight_economy": 0.8},
            ["leave politics -0.6; expected a sum of at most 1"],
        ),
        ({"parameters.demands.demand_rate": -2.0, "settings.max_days": 0.0}, ["2 faults", "demand_rate", "max_days"]),
    ],
)  # fmt: skip
def test_impossible_numbers_cannot_be_set(values, words):
    template = compile(load("kazakhstan-2022"))
    with pytest.raises(ScenarioError) as from_python:
        template.draw(seed=1, member=0, set=values)
    with pytest.raises(ScenarioError) as from_command:
        template.read_all({path: f"{value:g}" for path, value in values.items()})
    for error in (from_python, from_command):
        assert all(word in str(error.value) for word in words), str(error.value)


def test_all_that_is_set_wrongly_is_told_at_once():
    template = compile(load("kazakhstan-2022"))
    with pytest.raises(ScenarioError) as error:
        template.read_all({"powers.rusia.exposure": "1", "settings.months": "soon", "settings.max_days": "0"})
    assert len(error.value.faults) == 3


def test_a_run_may_end_before_the_aftermath():
    template = compile(load("kazakhstan-2022"))
    assert template.draw(seed=1, member=0, set={"settings.months": 0.0}).tables["settings"]["months"][0] == 0


def test_the_ranges_of_the_engine_and_of_what_ships_are_possible():
    for parameter in register.PARAMETERS.values():
        assert parameter.limits.hold(parameter.low), parameter.name
        assert parameter.limits.hold(parameter.high), parameter.name
    for name in library():
        for spec in compile(load(name)).every.values():
            assert spec.limits.hold(spec.low), spec.path
            assert spec.limits.hold(spec.high), spec.path


def test_switches_go_off_by_name_or_mechanism(template):
    draw = template.draw(seed=1, member=0, without=("media", "demography"))
    assert draw.switches["media"][0] == draw.switches["demography"][0] == 0
    assert draw.switches["price"][0] == 1
    riot = [switch.name for switch in register.MECHANISMS["riot"].switches]
    assert not any(template.draw(seed=1, member=0, without=("riot",)).switches[name][0] for name in riot)
    with pytest.raises(ScenarioError, match="Did you mean 'media'"):
        template.draw(seed=1, member=0, without=("medai",))
    with pytest.raises(ScenarioError, match=r"Known: .*\bmedia\b.*\briot\b"):
        template.draw(seed=1, member=0, without=("nothing",))


def test_a_template_survives_the_way_to_another_process(template):
    again = pickle.loads(pickle.dumps(template))
    values = random_values(template, seed=9)[0]
    here, there = template.draw(values, seed=1, member=2), again.draw(values, seed=1, member=2)
    assert again.scenario.digest == template.scenario.digest
    assert all(here.tables[name].tobytes() == there.tables[name].tobytes() for name in here.tables)
    assert here.parameters.tobytes() == there.parameters.tobytes()


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_ties_add_up_wherever_they_are_drawn(a, b):
    template = compile(load("velmora"))
    u = np.full(len(template.paths), 0.5)
    u[template.index("powers.karth.security_start")] = a
    u[template.index("powers.karth.economy_start")] = b
    power = template.draw(template.quantile(u), seed=1, member=0).tables["power"]
    assert power["security_start"].sum() == pytest.approx(1, abs=1e-12)
    assert power["economy_start"].min() >= 0
