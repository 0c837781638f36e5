import json

import pytest
from click.testing import CliRunner

from multivector.commands.scenario import check, examples, init
from multivector.errors import ScenarioError
from multivector.scenario import load


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_init_writes_a_crisis_that_checks_out(tmp_path):
    folder = tmp_path / "mine"
    done = run(init, folder)
    assert done.exit_code == 0
    assert (folder / "scenario.schema.json").is_file()
    assert load(folder).schema_uri == "scenario.schema.json"
    assert run(check, folder).exit_code == 0


def test_init_overwrites_nothing_and_names_what_it_knows(tmp_path):
    (tmp_path / "scenario.yaml").write_text("mine", encoding="utf-8")
    done = run(init, tmp_path)
    assert isinstance(done.exception, ScenarioError)
    assert "is there already" in str(done.exception)
    assert (tmp_path / "scenario.yaml").read_text(encoding="utf-8") == "mine"
    done = run(init, tmp_path / "other", "--from", "kazakstan-2022")
    assert "Did you mean 'kazakhstan-2022'" in str(done.exception)


def test_init_says_where_it_may_not_write(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run(init, tmp_path / "file" / "below")
    assert isinstance(done.exception, ScenarioError)
    assert "cannot be written" in str(done.exception)


def test_check_counts_where_numbers_come_from():
    done = run(check, "kazakhstan-2022", "--json")
    assert done.exit_code == 0
    found = json.loads(done.output)
    assert found["faults"] == []
    assert sum(found["sampled"].values()) == len(found["specs"])
    assert set(found["voices"]) == {"000", "002", "003", "004"}  # 001 is a rewrite of 000
    words = run(check, "kazakhstan-2022").output
    assert "4 voices" in words
    assert "No faults" in words


@pytest.mark.parametrize("flags", [(), ("--json",)])
def test_check_exits_1_on_faults_and_tells_all(tmp_path, flags):
    run(init, tmp_path)
    path = tmp_path / "scenario.yaml"
    text = (
        path.read_text(encoding="utf-8")
        .replace("population: 620000", "population: -5")
        .replace("power: karth\n", "power: k\n", 1)
    )
    path.write_text(text, encoding="utf-8")
    done = run(check, path, *flags)
    assert done.exit_code == 1
    if flags:
        assert {"regions.capital.population", "shocks.pass_closed.power"} <= {
            f["path"] for f in json.loads(done.output)["faults"]
        }
    else:
        assert "2 faults" in done.output


def test_what_is_no_file_is_left_to_the_command_line():
    done = run(check, "nowhere")
    assert isinstance(done.exception, ScenarioError)
    assert "multivector examples" in str(done.exception)


def test_examples_lists_what_ships():
    assert {"kazakhstan-2022", "velmora"} <= {
        row["name"] for row in json.loads(run(examples, "--json").output)["examples"]
    }
    assert "velmora" in run(examples).output
    assert "epstein-2002" in run(examples).output


def test_a_published_model_is_no_crisis_to_check():
    done = run(check, "epstein-2002")
    assert isinstance(done.exception, ScenarioError)
    assert "multivector run epstein-2002" in str(done.exception)
