"""`read` and `claims` on the command line: words, JSON, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.evidence.test_claims import STORY

from multivector.cli import main
from multivector.commands.evidence import claims, read
from multivector.errors import EvidenceError
from multivector.evidence import load_claims

OTHER = """Quiet returns to Port Selm

By Karl Moth

Published: 16 March 2019

The mayor was wrong: 120 people were arrested in the port, the prosecutor said. The strike goes on in both docks.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(STORY)
    (tmp_path / "texts" / "b.txt").write_text(OTHER)
    return tmp_path


def call(command, *words: str | Path) -> Result:  # type: ignore[no-untyped-def]
    return CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)


def test_read_check_link(folder: Path) -> None:
    out = folder / "claims.yaml"
    result = call(read, folder / "texts", "-o", out)
    assert result.exit_code == 0, result.output
    assert "2 documents, 2 voices" in result.output
    assert "people detained" in result.output
    first = out.read_bytes()
    assert call(read, folder / "texts", "-o", out).exit_code == 0
    assert out.read_bytes() == first

    result = call(claims, "-f", out, "check", "--texts", folder / "texts")
    assert result.exit_code == 0
    assert "0 fail" in result.output
    text = out.read_text()
    out.write_text(
        text.replace("value: 120", "value: 121").replace("low: 120", "low: 121").replace("high: 120", "high: 121")
    )
    result = call(claims, "-f", out, "check", "--texts", folder / "texts")
    assert result.exit_code == 1
    assert "give 120" in result.output

    own = "quantities:\n- {key: detained, label: people held, kinds: [figure], unit: persons, counts: [arrested], parameter: observations.held}\n"  # noqa: E501
    out.write_text(text.replace("claims:\n", own + "claims:\n", 1))
    result = call(claims, "-f", out, "link")
    assert "observations.held: 120" in result.output
    assert load_claims(out).links[0].status == "proposed"


def test_json_is_one_object(folder: Path) -> None:
    result = CliRunner().invoke(read, [str(folder / "texts"), "--json"], catch_exceptions=False)
    made = json.loads(result.stdout)
    assert {d["name"] for d in made["documents"]} == {"a.txt", "b.txt"}
    assert made["families"]["voices"] == 2
    assert any(row["quantity"] == "detained" for row in made["quantities"])
    out = folder / "claims.yaml"
    call(read, folder / "texts", "-o", out)
    for words in (
        ["--json"],
        ["check", "--json"],
        ["families", "--json"],
        ["link", "--json"],
        ["families", str(folder / "texts"), "--json"],
    ):
        result = CliRunner().invoke(claims, ["-f", str(out), *words], catch_exceptions=False)
        assert isinstance(json.loads(result.stdout), dict), words


def test_a_bad_file_is_a_finding_and_the_rest_is_read(folder: Path) -> None:
    (folder / "texts" / "c.txt").write_bytes(b"")
    result = call(read, folder / "texts")
    assert result.exit_code == 1
    assert "empty" in result.stderr
    assert "2 documents" in result.stdout


def test_a_folder_with_nothing_to_read_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "table.csv").write_text("1,2\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["read", str(tmp_path), "-o", str(tmp_path / "claims.yaml")])
    assert left.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert f"Error: there is nothing to read in {tmp_path}; expected articles as HTML, PDF" in told.err
    assert not (tmp_path / "claims.yaml").exists()


def test_shipped_claims_can_be_listed() -> None:
    result = call(claims, "-f", "kazakhstan-2022")
    assert result.exit_code == 0
    assert "5 documents, 4 voices" in result.output
    assert "2,500 to 5,000" in result.output
    families = call(claims, "-f", "kazakhstan-2022", "families").output
    assert "rewrite of 000" in families
    listed = call(claims, "-f", "kazakhstan-2022", "--all").output
    assert "004-05" in listed
    dry = call(claims, "-f", "kazakhstan-2022", "link", "--dry-run")
    assert "organisations.csto.force: 2500" in dry.output
    with pytest.raises(EvidenceError, match="ships with the package"):
        call(claims, "-f", "kazakhstan-2022", "link")


def test_exit_codes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for words, code in ((["read"], 2), (["claims", "-f", str(tmp_path)], 1), (["claims", "nothing"], 2)):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == code, words
    assert "Traceback" not in capsys.readouterr().err
