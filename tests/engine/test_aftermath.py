"""The months after a crisis: a calm country stands still, dice are kept, each mechanism moves what it should."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from multivector.engine.aftermath import relive
from multivector.engine.country import month_of
from multivector.engine.draw import Draw, Names
from multivector.engine.event import KIND, TERM
from multivector.engine.outcome import ACUTE_DTYPE, MONTH_SERIES, POWER_SERIES
from multivector.engine.register import PARAMETER_DTYPE, PARAMETERS, SWITCH_DTYPE
from multivector.engine.run import not_asked
from multivector.engine.tables import TABLES

PATRON, BUILDER, FAR, NEAR, HOME = range(5)
MONTH = {f.name: i for i, f in enumerate(MONTH_SERIES)}
POWER = {f.name: i for i, f in enumerate(POWER_SERIES)}


def table(name, *rows):
    out = np.zeros(len(rows), TABLES[name].dtype)
    for f in TABLES[name].fields:
        out[f.name] = f.default or 0.0
    for i, row in enumerate(rows):
        for column, value in row.items():
            out[column][i] = value
    return out


def outcome(**values):
    """An acute outcome: unrest, 229 dead, a guard for 13 days, unless said otherwise."""
    out = np.zeros(1, ACUTE_DTYPE)
    for name in ACUTE_DTYPE.names:
        if name.endswith("_day"):
            out[name] = -1.0
    base = {
        "ignited": 1, "dead_civil": 210, "dead_security": 19, "purge_day": 3, "reform_day": 9, "appeal_day": 3,
        "organisation": 0,
        "granted": 1, "troops": 2500, "arrival_day": 4, "exit_day": 11, "stay": 13, "rescue": 0.5,
    }  # fmt: skip
    for name, value in (base | values).items():
        out[name] = value
    return out


REFUSED = {"granted": 0, "refused": 1, "troops": 0, "arrival_day": -1, "exit_day": -1, "stay": 0, "rescue": 0}
NOTHING = dict.fromkeys(("ignited", "dead_civil", "dead_security", "granted", "troops", "stay", "rescue"), 0) | {
    "arrival_day": -1, "exit_day": -1, "purge_day": -1, "reform_day": -1, "appeal_day": -1, "organisation": -1,
}  # fmt: skip
COMBAT = {"combat": 1, "stay": 365, "troops": 5000}


def country(seed=1, months=60, **parameters):
    """Four outside powers and the country itself, four groups, one outside event in the second month."""
    power = table(
        "power",
        {"security_start": 0.70, "economy_start": 0.33, "politics_start": 0.40, "exposure": 1.0, "security_value": 0.85,
             "offer": 0.03, "reaction": 0.5, "attention_half_life": 40, "compliance": 0.35,
             "offer_security": 1, "offer_economy": 0.5,
             "offer_politics": 1, "irreplaceable_security": 0.7, "irreplaceable_economy": 0.55},
        {"security_start": 0.05, "economy_start": 0.12, "politics_start": 0.08, "exposure": 0.7, "security_value": 0.3,
             "offer": 0.03, "reaction": 0.5, "attention_half_life": 60, "economy_trend": 0.005, "compliance": 0.1,
             "offer_security": 0.5, "offer_economy": 1, "offer_politics": 0.5, "builder": 1},
        {"security_start": 0.08, "economy_start": 0.32, "politics_start": 0.22, "exposure": 0.35,
         "security_value": 0.25,
             "offer": 0.025, "reaction": 0.4, "attention_half_life": 20, "compliance": 0.08, "offer_security": 0.3,
             "offer_economy": 1, "offer_politics": 1, "campaign": 0.05},
        {"security_start": 0.05, "economy_start": 0.04, "politics_start": 0.10, "exposure": 0.2, "security_value": 0.3,
             "offer": 0.015, "attention_half_life": 40, "compliance": 0.04, "offer_security": 0.5, "offer_economy": 1,
             "offer_politics": 1},
        {"home": 1, "security_start": 0.12, "economy_start": 0.19, "politics_start": 0.20, "security_value": 0.5,
             "attention_half_life": 1},
    )  # fmt: skip
    tables = {
        "settings": table("settings", {"months": months}),
        "power": power,
        "group": table(
            "group",
            {"young": 1, "titular": 1, "identity": 0.8, "growth": 0.006},
            {"titular": 1, "identity": 0.7, "growth": -0.0025},
            {"kin": 1, "identity": 0.3, "growth": -0.0042},
            {"identity": 0.45, "growth": 0.0007},
        ),
        "cell": table("cell", *({"group": g, "population": n} for g, n in enumerate((7e6, 6.5e6, 3.2e6, 2.8e6)))),
        "organisation": table("organisation", {"leader": PATRON}, {"leader": BUILDER}),
        "shock": table(
            "shock",
            {"kind": 0, "day": 0, "size": 1},
            {"kind": 2, "day": 53, "size": 1, "identity": 0.04, "accommodation": 0.05, "power": PATRON},
        ),
        "effect": table(
            "effect",
            {"shock": 1, "power": PATRON, "attitude": -0.25, "exposure_factor": 1.2, "security": -0.04,
             "economy": -0.04,
                 "attention_factor": 0.8},
            {"shock": 1, "power": BUILDER, "offer": 0.02},
            {"shock": 1, "power": FAR, "offer": 0.025},
        ),
        "client": table("client", {"organisation": 0, "expectation": 0.3}, {"organisation": 0, "expectation": 0.5},
                        {"organisation": 1, "expectation": 0.9}),
    }  # fmt: skip
    values = np.zeros(1, PARAMETER_DTYPE)
    for name, parameter in PARAMETERS.items():
        values[name] = parameters.get(name, parameter.default)
    return Draw(tables, values, np.ones(1, SWITCH_DTYPE), Names("2022-01-02"), seed, 0)


def still(seed=1, months=60, **parameters):
    """The same country with nothing that moves by itself: no noise, trends, campaigns, new people, events, falls."""
    return country(seed, months, noise=0.0, **parameters).without(
        "outside_shocks", "demography", "trends", "campaigns", "regime_hazard", "demands"
    )


def anywhere(seed):
    """A country and an acute outcome drawn from the whole ranges."""
    rng = np.random.default_rng(seed)
    values = {}
    for name, p in PARAMETERS.items():
        u = rng.uniform()
        values[name] = p.low * (p.high / p.low) ** u if p.scale == "log" else p.low + (p.high - p.low) * u
    draw = country(seed, **values)
    power = draw.tables["power"]
    for column, low, high in (
        ("exposure", (0.8, 0.4, 0.1, 0.2, 0), (1.2, 1, 0.6, 0.2, 0)),
        ("security_value", (0.7, 0.1, 0.1, 0.1, 0.2), (1, 0.5, 0.4, 0.5, 0.8)),
        ("offer", (0, 0, 0, 0, 0), (0.06, 0.06, 0.05, 0.03, 0)),
        ("reaction", (0, 0, 0, 0, 0), (1, 1, 0.8, 0, 0)),
        ("compliance", (0.1, 0.03, 0.08, 0.04, 0), (0.6, 0.2, 0.08, 0.04, 0)),
        ("economy_trend", (-0.008, -0.002, -0.006, -0.001, 0), (0.008, 0.012, 0.006, 0.004, 0)),
        ("campaign", (-0.1, 0, -0.05, 0, 0), (0.05, 0, 0.15, 0, 0)),
    ):
        power[column] = rng.uniform(low, high)
    power["attention_half_life"] = np.exp(rng.uniform(np.log([12, 6, 6, 12, 1]), np.log([120, 60, 60, 120, 1.1])))
    power["security_start"][PATRON] = rng.uniform(0.60, 0.78)
    power["economy_start"][PATRON] = rng.uniform(0.27, 0.38)
    power["politics_start"][PATRON] = rng.uniform(0.30, 0.48)
    for column in ("security_start", "economy_start", "politics_start"):
        power[column][1:] *= (1 - power[column][0]) / power[column][1:].sum()
    group = draw.tables["group"]
    titular = rng.uniform(0.5, 0.9)
    group["identity"] = min(1, titular + rng.uniform(0, 0.2)), titular, rng.uniform(0.15, 0.45), 0.4
    combat = rng.uniform() < 0.2
    acute = outcome(
        combat=combat, stay=np.exp(rng.normal(np.log(365 if combat else 16), 0.6)), rescue=rng.beta(1.5, 2),
        dead_civil=np.exp(rng.normal(np.log(220), 0.8)), purge_day=3 if rng.uniform() < 0.75 else -1,
        fate=float(rng.uniform() < 0.1), troops=rng.uniform(2000, 4000),
    )  # fmt: skip
    return draw, acute


def series(after, name, power=None):
    return after.month_series[:, MONTH[name]] if power is None else after.power_series[:, power, POWER[name]]


def events(after, kind):
    return after.events[after.events["kind"] == KIND[kind]]


def same(one, two):
    return (
        one.month_series.tobytes() == two.month_series.tobytes()
        and one.power_series.tobytes() == two.power_series.tobytes()
        and one.events.tobytes() == two.events.tobytes()
    )


# -- standing still ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_without_a_crisis_nothing_moves_for_a_century(seed):
    draw, _ = anywhere(seed)
    draw = draw.with_parameters(noise=0.0, transit_diversification=0.0).setting("settings", "months", 1200.0)
    draw = draw.without("outside_shocks", "demography", "trends", "campaigns", "regime_hazard")
    after = relive(draw, outcome(**NOTHING))
    shares = after.power_series
    assert np.abs(shares - shares[0]).max() <= 1.2e-7  # one unit in the last place of float32 over 1,200 months
    moved = np.abs(after.month_series - after.month_series[0]).max(axis=0)
    assert np.delete(moved, MONTH["demands"]).max() <= 1.2e-7


def test_shares_sum_to_one_in_every_domain_and_month():
    for seed in range(20):
        after = relive(*anywhere(seed))
        for stock in ("posture", "ties"):
            for domain in ("security", "economy", "politics"):
                shares = after.power_series[:, :, POWER[f"{stock}_{domain}"]]
                assert np.abs(shares.sum(axis=1, dtype=float) - 1).max() < 3e-7
                assert shares.min() >= 0


def test_every_series_is_finite_and_row_zero_is_before_the_crisis():
    after = relive(country(), outcome())
    assert np.isfinite(after.month_series).all()
    assert np.isfinite(after.power_series).all()
    assert after.month_series.shape == (61, len(MONTH_SERIES))
    assert after.power_series.shape == (61, 5, len(POWER_SERIES))
    first = {name: float(series(after, name)[0]) for name in MONTH}
    assert first["debt"] == first["hold"] == first["threat"] == first["approval"] == first["demands"] == 0
    assert first["autonomy"] == first["in_power"] == 1
    assert first["titular_share"] == pytest.approx(13.5 / 19.5)
    assert first["precedent"] == pytest.approx(0.4)
    assert series(after, "alignment", PATRON)[0] == series(after, "dependence", PATRON)[0]


def test_infinitely_slow_posture_and_ties_do_not_change():
    domains = ("security", "economy", "politics")
    slow = {f"{stock}_half_life_{d}": 1e15 for stock in ("posture", "ties") for d in domains}
    after = relive(country(**slow), outcome())
    shares = after.power_series[:, :, : POWER["attitude"]]
    assert np.abs(shares - shares[0]).max() < 1e-7


def test_the_same_draw_gives_the_same_bytes():
    draw, acute = anywhere(3)
    assert same(relive(draw, acute), relive(draw, acute))
    assert not same(relive(draw, acute), relive(replace(draw, member=1), acute))


def test_renaming_powers_renames_the_answer():
    draw = still()
    order = np.array([3, 0, 4, 2, 1])
    renamed = replace(draw, tables=dict(draw.tables))
    renamed.tables["power"] = draw.tables["power"][order]
    renamed.tables["organisation"] = table("organisation", {"leader": int(np.flatnonzero(order == PATRON)[0])})
    one, two = relive(draw, outcome()), relive(renamed, outcome())
    assert np.abs(one.power_series[:, order] - two.power_series).max() < 1e-6
    assert np.abs(one.month_series - two.month_series).max() < 1e-6


# -- the same dice -------------------------------------------------------------------------------------------------


def test_an_event_switched_off_is_an_event_of_size_zero():
    for seed in range(5):
        draw, acute = anywhere(seed)
        assert same(relive(draw.without("outside_shocks"), acute), relive(draw.setting("shock", "size", 0.0, 1), acute))


def test_before_an_event_the_series_agree():
    draw, acute = anywhere(7)
    draw = draw.setting("shock", "day", 400.0, 1)
    month = month_of(400.0)
    on, off = relive(draw, acute), relive(draw.without("outside_shocks"), acute)
    assert np.array_equal(on.power_series[:month], off.power_series[:month])
    assert not np.array_equal(on.power_series[month], off.power_series[month])


def test_twin_of_a_run_without_help_is_itself():
    draw, _ = anywhere(4)
    alone = outcome(**(NOTHING | {"ignited": 1, "dead_civil": 200}))
    assert same(relive(draw, alone), relive(draw, not_asked(alone)))


def test_twin_shares_the_dice_of_what_it_does_not_touch():
    draw, acute = anywhere(5)
    run, twin = relive(draw, acute), relive(draw, not_asked(acute))
    assert not same(run, twin)
    assert np.array_equal(run.month_series[0], twin.month_series[0])
    for name in ("threat", "titular_share", "in_power"):
        assert np.array_equal(series(run, name), series(twin, name))
    asked = [[(e["time"], e["actor"]) for e in a.events if e["kind"] in (KIND["demand_met"], KIND["demand_declined"])]
             for a in (run, twin)]  # fmt: skip
    assert asked[0] == asked[1]


# -- through the whole model on the same dice ----------------------------------------------------------------------


def share_true(change, test, n=400, base=lambda draw: draw):
    """Share of draws in which a change of the draw does what it should; draws that it does not touch count."""
    right = 0
    for seed in range(n):
        draw, acute = anywhere(seed)
        draw = base(draw)
        right += bool(test(relive(draw, acute), relive(*change(draw, acute))))
    return right / n


def parameter(name, factor):
    return lambda draw, acute: (draw.with_parameters(**{name: draw.parameters[name][0] * factor}), acute)


def year(after, name, power=None, start=7, stop=24):
    return series(after, name, power)[start : stop + 1].mean(dtype=float)


SLACK = 1e-7  # rounding of float32


def test_more_threat_moves_security_to_the_patron():
    """Threat moves towards powers that give more security than the rest: nearly always the patron, not by rule."""

    def closer(a, b):
        return year(b, "posture_security", PATRON) >= year(a, "posture_security", PATRON) - SLACK

    assert share_true(parameter("threat_size", 1.5), closer) >= 0.99


def test_a_larger_offer_of_the_builder_moves_to_it_and_away_from_the_patron():
    def more(draw, acute):
        return draw.setting("power", "offer", draw.tables["power"]["offer"][BUILDER] + 0.02, BUILDER), acute

    def right(a, b):
        up = year(b, "alignment", BUILDER, 49, 60) > year(a, "alignment", BUILDER, 49, 60)
        return up and year(b, "dependence", PATRON, 49, 60) < year(a, "dependence", PATRON, 49, 60)

    assert share_true(more, right) == 1.0


def test_heeding_identity_moves_away_from_the_patron():
    def away(a, b):
        return year(b, "alignment", PATRON, 49, 60) <= year(a, "alignment", PATRON, 49, 60) + SLACK

    assert share_true(parameter("identity_heed", 1.5), away) >= 0.99


def test_a_larger_debt_moves_to_the_patron():
    def closer(a, b):
        return year(b, "alignment", PATRON) >= year(a, "alignment", PATRON) - SLACK

    assert share_true(parameter("debt_scale", 1.5), closer) >= 0.98


def test_a_larger_backlash_moves_away_from_the_patron():
    def away(a, b):
        return year(b, "alignment", PATRON) <= year(a, "alignment", PATRON) + SLACK

    assert share_true(parameter("betrayal", 1.5), away) >= 0.96  # a demand answered otherwise pays back less debt
    assert share_true(parameter("betrayal", 1.5), away, base=lambda draw: draw.without("demands")) >= 0.98


def test_a_larger_rescue_leaves_a_larger_debt():
    def more(draw, acute):
        larger = acute.copy()
        larger["rescue"] = min(1.0, acute["rescue"][0] * 1.5)
        return draw, larger

    assert share_true(more, lambda a, b: year(b, "debt", None, 1, 24) >= year(a, "debt", None, 1, 24) - SLACK) >= 0.98


# -- closed forms --------------------------------------------------------------------------------------------------


def test_debt_stands_while_troops_stay_then_halves():
    draw = still(debt_half_life=10.0, debt_scale=0.6)
    stay = 6 * 30.4375
    debt = series(relive(draw, outcome(arrival_day=0, stay=stay)), "debt")
    assert debt[1:7] == pytest.approx(0.3)
    assert debt[16] == pytest.approx(0.15, rel=1e-6)
    assert debt[26] == pytest.approx(0.075, rel=1e-6)


def test_combat_multiplies_debt_up_to_one():
    draw = still(debt_scale=0.5, combat_debt=2.0)
    assert series(relive(draw, outcome(**COMBAT, rescue=0.5)), "debt")[1] == pytest.approx(0.5)
    assert series(relive(draw.with_parameters(combat_debt=4.0), outcome(**COMBAT, rescue=1.0)), "debt")[1] == 1.0


def test_a_regime_that_fell_owes_nothing_and_its_line_is_gone():
    after = relive(still(), outcome(fate=2))
    assert series(after, "debt").max() == series(after, "hold").max() == 0
    assert series(after, "in_power")[0] == 1
    assert series(after, "in_power")[1:].max() == 0


def test_opinion_returns_to_a_scarred_anchor():
    """The population's mean fades with the half-life, whatever the influence."""
    draw = still(months=1200, influence=0.4, opinion_scar=0.25, opinion_half_life=12.0)
    after = relive(draw, outcome(**REFUSED))
    assert series(after, "attitude", PATRON)[1] == pytest.approx(-0.08 * (0.25 + 0.75 * 0.5 ** (1 / 12)), rel=1e-5)
    assert series(after, "attitude", PATRON)[-1] == pytest.approx(-0.08 * 0.25, rel=1e-5)


def test_influence_pulls_groups_to_the_mean_of_all():
    """A guard leaves groups at odds by identity; the long-run gap is the anchors' gap times (1 − influence)."""
    def gap(influence):
        draw = still(months=1200, influence=influence, opinion_scar=0.4)
        after = relive(draw, outcome())
        return float(series(after, "attitude_titular", PATRON)[-1] - series(after, "attitude", PATRON)[-1])

    apart, close = gap(0.1), gap(0.6)
    assert apart < 0
    assert close / apart == pytest.approx(0.4 / 0.9, rel=1e-4)


def test_ties_follow_posture_with_their_half_life():
    draw = still(ties_half_life_security=50.0)
    after = relive(draw, outcome())
    posture = series(after, "posture_security", PATRON).astype(float)
    ties = series(after, "ties_security", PATRON).astype(float)
    rate = 1 - 0.5 ** (1 / 50)
    assert ties[1:] == pytest.approx(ties[:-1] + rate * (posture[1:] - ties[:-1]), abs=2e-7)


def test_concentration_is_the_sum_of_squares_without_home():
    after = relive(country(), outcome())
    dependence = after.power_series[:, :HOME, POWER["dependence"]].astype(float)
    assert series(after, "concentration") == pytest.approx((dependence**2).sum(axis=1), rel=1e-5)


def test_demands_come_at_their_rate_and_are_met_at_their_odds():
    draw = with_demands(still(months=1200, demand_rate=3.0, transit_diversification=0.0))
    draw.tables["power"]["compliance"][:HOME] = 0.3
    counts = np.zeros(2)
    for member in range(10):
        after = relive(replace(draw, member=member), outcome(**NOTHING))
        counts += len(events(after, "demand_met")), len(events(after, "demand_declined"))
    expected = 10 * 100 * 3.0 * 4
    assert counts.sum() == pytest.approx(expected, abs=4 * np.sqrt(expected))
    assert counts[0] / counts.sum() == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / expected))


def with_demands(draw):
    on = draw.switches.copy()
    on["demands"] = 1.0
    return replace(draw, switches=on)


def test_leaders_fall_at_their_hazard():
    draw = country(fall_hazard=0.04)
    falls = [series(relive(replace(draw, member=m), outcome()), "in_power")[60] == 0 for m in range(2000)]
    expected = 1 - 0.96**5
    assert np.mean(falls) == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / 2000))


def test_clients_learn_from_the_answer():
    draw = still(precedent_weight=0.2)
    assert series(relive(draw, outcome()), "precedent")[1] == pytest.approx(0.4 + 0.2 * 0.6)
    assert series(relive(draw, outcome(**REFUSED)), "precedent")[1] == pytest.approx(0.4 * 0.8)
    assert series(relive(draw, outcome(**NOTHING)), "precedent")[1] == pytest.approx(0.4)
    assert series(relive(draw, outcome(organisation=1)), "precedent")[1] == pytest.approx(0.9 + 0.2 * 0.1)


def test_the_patron_leads_the_organisation_asked():
    draw = still()
    one, two = relive(draw, outcome()), relive(draw, outcome(organisation=1))
    assert series(one, "alignment", PATRON)[12] > series(two, "alignment", PATRON)[12]
    assert series(two, "alignment", BUILDER)[12] > series(one, "alignment", BUILDER)[12]


def test_a_patron_that_refused_makes_amends():
    small, large = (relive(still(refusal_offer=x), outcome(**REFUSED)) for x in (0.0, 0.06))
    assert series(large, "alignment", PATRON)[36] > series(small, "alignment", PATRON)[36]
    assert TERM["refusal"] in events(large, "offer_made")["term1"]


# -- every mechanism, switched off, moves what it should ------------------------------------------------------------

ABLATIONS = [
    # switch, acute outcome, series, power, months, sign of (with − without)
    ("outside_shocks", {}, "attitude", PATRON, (7, 12), -1),
    ("demography", {}, "titular_share", None, (49, 60), +1),
    ("identity", {}, "alignment", PATRON, (49, 60), -1),
    ("backlash", {}, "attitude", PATRON, (2, 12), -1),
    ("placation_relief", {"placation_day": 6}, "attitude", PATRON, (2, 12), +1),
    ("campaigns", {}, "attitude", FAR, (49, 60), +1),
    ("audience", {}, "alignment", PATRON, (7, 24), -1),
    ("debt", {}, "alignment", PATRON, (7, 24), +1),
    ("demands", {}, "debt", None, (12, 24), -1),
    ("offers", {}, "alignment", BUILDER, (25, 36), +1),
    ("trends", {}, "alignment", BUILDER, (49, 60), +1),
    ("threat", {}, "posture_security", PATRON, (7, 24), +1),
    ("autonomy", {}, "alignment", PATRON, (49, 60), -1),
    ("ties", {}, "dependence", BUILDER, (49, 60), +1),
    ("regime_hazard", {}, "in_power", None, (60, 60), -1),
    ("precedent", {}, "precedent", None, (1, 60), +1),
    ("hold", COMBAT, "alignment", PATRON, (7, 12), +1),
]


def test_every_switch_of_the_aftermath_has_an_ablation():
    from multivector.engine.register import MECHANISMS, ORDER

    names = {s.name for m in ORDER[ORDER.index("world") :] for s in MECHANISMS[m].switches}
    assert names == {row[0] for row in ABLATIONS}


@pytest.mark.parametrize(("switch", "acute", "name", "power", "window", "sign"), ABLATIONS)
def test_ablation(switch, acute, name, power, window, sign):
    """Mean over 60 dice; the sign is what the mechanism's source says, not what came out."""
    effects = []
    for member in range(60):
        draw = replace(country(fall_hazard=0.04), member=member)
        on, off = relive(draw, outcome(**acute)), relive(draw.without(switch), outcome(**acute))
        effects.append(year(on, name, power, *window) - year(off, name, power, *window))
        assert np.array_equal(on.power_series[0], off.power_series[0])
    assert sign * np.mean(effects) > 3 * np.std(effects) / np.sqrt(60)
    assert abs(np.mean(effects)) > 1e-4


def test_switches_leave_alone_what_lies_outside_their_reach():
    draw, acute = anywhere(11)
    base = relive(draw, acute)
    for switch, untouched in (
        ("precedent", ["debt", "alignment", "attitude", "compliance"]),
        ("ties", ["attitude", "threat", "identity"]),
        ("offers", ["attitude", "threat", "identity"]),
        ("threat", ["attitude", "identity", "hold"]),
        ("debt", ["attitude", "identity", "threat", "hold"]),
        ("audience", ["attitude", "identity", "threat"]),
        ("trends", ["attitude", "identity", "threat"]),
        ("autonomy", ["attitude", "identity", "threat"]),
    ):
        off = relive(draw.without(switch), acute)
        for name in untouched:
            if name in MONTH:
                assert np.array_equal(series(base, name), series(off, name)), (switch, name)
            elif name in POWER:
                column = POWER[name]
                assert np.array_equal(base.power_series[:, :, column], off.power_series[:, :, column]), (switch, name)


# -- events --------------------------------------------------------------------------------------------------------


def test_events_carry_what_happened_and_why():
    after = relive(country(reform=0.8), outcome())
    shock = events(after, "outside_shock")
    assert shock["time"].tolist() == [2.0]
    assert shock["actor"].tolist() == [1]
    assert len(events(after, "reform_kept")) == 1
    assert len(events(relive(country(reform=0.2), outcome()), "reform_broken")) == 1
    assert len(events(relive(country(), outcome(reform_day=-1)), "reform_kept")) == 0
    for e in events(after, "debt_settled"):
        assert e["value1"] + e["value2"] == pytest.approx(e["size"] - series(after, "debt")[int(e["time"])], abs=0.15)
    assert (np.diff(after.events["time"]) >= 0).all()
    assert (after.events["clock"] == 1).all()


def test_demands_met_are_counted_and_name_debt_when_it_decides():
    draw = with_demands(still(debt_half_life=60.0, repayment=0.0, demand_rate=4.0, debt_compliance=4.0))
    draw.tables["power"]["compliance"][PATRON] = 0.3
    after = relive(draw, outcome(**COMBAT, rescue=1.0))
    met = events(after, "demand_met")
    assert len(met) == series(after, "demands")[-1]
    patron = met[(met["actor"] == PATRON) & (met["time"] > 14)]
    assert len(patron) > 3
    assert (patron["term1"] == TERM["debt"]).all()


def test_a_turn_of_posture_names_the_pull_behind_it():
    combat = relive(still(garrison_pull=0.3), outcome(**COMBAT))
    turn = events(combat, "posture_turn")
    towards = turn[(turn["actor"] == PATRON) & (turn["size"] > 0)]
    assert len(towards) >= 1
    assert towards["term1"][0] == TERM["garrison"]
    hostile = still_but_events().setting("shock", "accommodation", 0.0, 1).setting("effect", "economy", -0.3, 0)
    event = relive(hostile, outcome(**NOTHING))
    away = events(event, "posture_turn")
    away = away[(away["actor"] == PATRON) & (away["size"] < 0)]
    assert away["term1"][0] == TERM["outside_event"]


def still_but_events():
    draw = still()
    on = draw.switches.copy()
    on["outside_shocks"] = 1.0
    return replace(draw, switches=on)


def test_vetoes_are_won_by_debt_and_lost_with_it():
    draw = still(debt_half_life=12.0, debt_compliance=4.0, transit_diversification=0.0)
    draw.tables["power"]["compliance"][PATRON] = 0.35
    after = relive(draw, outcome(**COMBAT, rescue=1.0))
    kinds = [int(e["kind"]) for e in after.events if e["kind"] in (KIND["veto_gained"], KIND["veto_lost"])]
    assert kinds == [KIND["veto_gained"], KIND["veto_lost"]]
    gained = int(events(after, "veto_gained")["time"][0])
    history = np.concatenate([np.full(12, 0.35), series(after, "compliance", PATRON)[1:]])
    means = np.array([history[t : t + 12].mean() for t in range(1, len(history) - 11)])
    assert int(np.flatnonzero(means >= 0.5)[0]) + 1 == gained


# -- pattern of the record -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_pattern_of_posture_three_years_after_an_intervention(capsys):
    """Closer by .02, same or away, 36 months after, outside events off.

    The record that the ranges were set to (six guards: 1/4/1, six combats: 5/1/0, one refusal that came closer) is
    no test of them; here only its order is: combat draws closer more often than a guard, a refusal is not all away.
    """
    rows = {"guard": [], "combat": [], "refused": []}
    for seed in range(1500):
        draw, _ = anywhere(seed)
        draw = draw.without("outside_shocks")
        rng = np.random.default_rng([seed, 1])
        base = {"dead_civil": np.exp(rng.normal(np.log(220), 0.8)), "rescue": rng.beta(1.5, 2)}
        for kind, acute in (
            ("guard", {"stay": np.exp(rng.normal(np.log(16), 0.6))}),
            ("combat", {"combat": 1, "stay": np.exp(rng.normal(np.log(365), 0.6)), "troops": 5000}),
            ("refused", REFUSED),
        ):
            after = relive(draw, outcome(**(base | acute)))
            rows[kind].append(series(after, "alignment", PATRON)[36] - series(after, "alignment", PATRON)[0])
    shares = {}
    for kind, moves in rows.items():
        m = np.array(moves)
        shares[kind] = ((m > 0.02).mean(), (abs(m) <= 0.02).mean(), (m < -0.02).mean())
    with capsys.disabled():
        for kind, (closer, equal, away) in shares.items():
            sys.stdout.write(f"\n{kind}: closer {closer:.2f}, same {equal:.2f}, away {away:.2f}")
    assert shares["combat"][0] > 2 * shares["guard"][0]
    assert shares["guard"][1] > 0.5
    assert shares["refused"][2] < 0.5
