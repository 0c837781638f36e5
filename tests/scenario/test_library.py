import json
import os
import re
from pathlib import Path

import jsonschema
import pytest

from multivector.scenario import check, compile, library, load, published, schema
from multivector.scenario.document import read

SHARED = Path(os.environ.get("MULTIVECTOR_SHARED", Path(__file__).parents[3] / "shared"))


def test_the_published_schema_is_up_to_date():
    assert published.FILE.read_text(encoding="utf-8") == published.text(), (
        "write it anew: python -c 'from multivector.scenario import published; published.write()'"
    )


@pytest.mark.parametrize("name", library())
def test_shipped_crises_fit_the_schema_and_have_no_oddities(name):
    scenario = load(name)
    jsonschema.Draft202012Validator(schema()).validate(read(scenario.origin).data)
    review = check(scenario)
    assert not review.warnings, [str(warning) for warning in review.warnings]
    assert sum(review.numbers.values()) == len(compile(scenario).every)
    assert (scenario.origin.parent / scenario.schema_uri).resolve() == published.FILE


def test_the_schema_refuses_unknown_keys():
    data = read(load("velmora").origin).data
    data["regions"]["capital"]["popluation"] = 3
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors(data))


def test_kazakhstan_is_the_country_of_january_2022():
    scenario = load("kazakhstan-2022")
    draw = compile(scenario).draw(seed=1, member=0)
    region, cell = draw.tables["region"], draw.tables["cell"]
    assert (len(region), len(draw.tables["group"]), len(cell)) == (17, 6, 102)
    assert region["population"].sum() == 19_503_159
    titular = draw.tables["group"]["titular"][cell["group"].astype(int)] > 0
    share = cell["population"][titular].sum() / region["population"].sum()
    assert share == pytest.approx(0.6903, abs=0.005)  # the ministry's figure of 1 January 2022
    urban = (region["urban_share"] * region["population"]).sum() / region["population"].sum()
    assert urban == pytest.approx(0.605, abs=0.005)
    assert draw.names.rows["region"][int(region["capital"].argmax())] == "AST"
    belts = {
        draw.names.rows["region"][i]: draw.names.rows["region"][int(b)]
        for i, b in enumerate(region["belt_of"])
        if b >= 0
    }
    assert {"ALM": "ALA", "TUR": "SHY"}.items() <= belts.items()
    gathering = draw.tables["shock"][1]
    assert draw.names.rows["region"][int(gathering["region"])] == "MAN"
    assert 0 <= gathering["day"] < 1
    assert draw.tables["shock"]["day"][2] == 53
    members = [
        m for m, o in zip(draw.names.rows["member"], draw.tables["member"]["organisation"], strict=True) if o == 0
    ]
    assert set(members) == {"russia", "belarus", "tajikistan", "kyrgyzstan", "armenia"}
    assert draw.names.rows["power"] == ("russia", "china", "west", "turkiye", "home")


def test_starting_ties_give_the_composite_of_the_design():
    draw = compile(load("kazakhstan-2022")).draw(seed=1, member=0)
    power, p = draw.tables["power"], draw.parameters[0]
    s, e = p["domain_weight_security"], p["domain_weight_economy"]
    composite = s * power["security_start"] + e * power["economy_start"] + (1 - s - e) * power["politics_start"]
    assert composite[0] == pytest.approx(0.48, abs=0.03)
    assert composite[2] == pytest.approx(0.21, abs=0.02)
    assert (composite[:4] ** 2).sum() == pytest.approx(0.28, abs=0.03)


def test_the_eight_views_are_tests_whose_premises_hold_no_outcome():
    scenario = load("kazakhstan-2022")
    assert list(scenario.views) == ["V1", "V2", "V3", "V4", "V5", "V6a", "V6b", "V7"]
    template = compile(scenario)
    for view in scenario.views.values():
        for premise in view.premises.values():
            assert premise.anchor is not None
            assert premise.anchor.document == view.document
            for constraint in premise.where:
                assert constraint.acute or constraint.path in template.paths
                assert (constraint.path or "parameters.").split(".")[0] in ("groups", "powers", "parameters")
        for test in (*view.level.tests(), *view.twin.tests()):
            assert test.window[1] <= 60
            assert test.relative_to != "twin" or test not in tuple(view.level.tests())
    # Article 003 has both V6a and V6b, and its mission either stays limited or widens.
    limited = scenario.views["V6a"].premises["limited_mission"].where[0]
    assert limited.opposite() == scenario.views["V6b"].premises["wider_mission"].where[0]


def test_no_covariate_of_violence_is_made_from_the_violence_seen():
    template = compile(load("kazakhstan-2022"))
    for column in ("migrants", "networks", "labour", "garrison", "prize"):
        specs = [spec for path, spec in template.every.items() if re.fullmatch(rf"regions\.\w+\.{column}", path)]
        assert len(specs) == 17
        assert {spec.kind for spec in specs} == {"assumed"}
        written = [spec for spec in specs if spec.central > 0]
        assert all(spec.origin != "default of the engine" for spec in written)


def test_inputs_earn_no_credit():
    seen = load("kazakhstan-2022").observations
    assert {"turnout", "granted", "arrival_lag", "troops"} <= {key for key, one in seen.items() if one.input_like}
    assert seen["appeal_day"].interval() == (3.5, 4.0)
    assert seen["turnout"].interval() == pytest.approx((0.002, 0.003))


def test_numbers_come_from_claims_where_the_articles_speak():
    review = check(load("kazakhstan-2022"))
    backing = {one.path: one for one in review.backing}
    assert {path for path, one in backing.items() if not one.own} == {
        "organisations.csto.force", "organisations.csto.members.russia.contingent", "observations.arrival_day",
        "observations.exit_day",
    }  # fmt: skip
    assert backing["organisations.csto.force"].voices == ("000", "002", "003")
    men = backing["parameters.riot.armed_men"]
    assert (men.range, men.high) == ("0 to 20,000", 5000), "the disputed figure is shown, not taken"
    apart = {path for path, one in backing.items() if not one.holds}
    assert apart == {
        "observations.dead", "observations.troops", "shocks.zhanaozen.day", "parameters.riot.armed_men",
    }  # fmt: skip
    assert all(backing[path].why for path in apart)
    assert backing["observations.detained"].holds
    assert backing["observations.appeal_day"].holds  # "January 5" holds the late evening of that day


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the articles are not here (set MULTIVECTOR_SHARED)")
def test_anchors_stand_in_their_articles():
    scenario = load("kazakhstan-2022")
    texts = {
        path.name[:3]: " ".join(path.read_text(encoding="utf-8").split()) for path in (SHARED / "seeds").glob("*.txt")
    }
    dumped = json.loads(scenario.model_dump_json())
    found = []

    def search(part):
        if isinstance(part, dict):
            if part.keys() == {"document", "exact"}:
                found.append((part["document"], part["exact"]))
            for inner in part.values():
                search(inner)
        elif isinstance(part, list):
            for inner in part:
                search(inner)

    search(dumped)
    assert len(found) > 60
    wrong = [pair for pair in found if pair[1] not in texts[pair[0]]]
    assert not wrong


@pytest.mark.parametrize("name", library())
def test_shipped_files_quote_phrases_only(name):
    text = load(name).origin.read_text(encoding="utf-8")
    phrases = re.findall(r"exact: \"?([^,}\"]+)", text)
    assert phrases
    assert max(len(phrase.split()) for phrase in phrases) <= 10
