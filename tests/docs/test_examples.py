"""What the tutorial and the how-to pages tell people to type is typed here, on the small fictional crisis."""

import re
import shlex

import pytest

from multivector import cli

from . import pages

FEW = "8"
"""Rows of a design: enough for every command to have something to show."""

TAUGHT = [page for page in pages.PAGES if page.parent.name in ("tutorial", "how-to")
          and any(kind == "sh" for kind, _ in pages.blocks(page))]  # fmt: skip


def smaller(line):
    """The same call on the small crisis, with few runs, in one process, without a progress bar."""
    words = ["velmora" if word == "kazakhstan-2022" else word for word in shlex.split(line)[1:]]
    if "-n" in words:
        words[words.index("-n") + 1] = {"assess": "50"}.get(words[0], FEW)
    if words[0] in ("run", "assess"):
        words += ["--jobs", "1", "-q"]
    if words[0] == "run":  # the tutorial asks for answer and report by themselves
        words += ["--no-assess", "--no-report"]
    return words


def typed(words, capsys):
    """Call the program in this process, so that the engine is compiled once."""
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    said = capsys.readouterr()
    assert end.value.code == 0, f"{shlex.join(words)}\n{said.out}\n{said.err}"
    return said.out


@pytest.mark.parametrize("page", TAUGHT, ids=pages.name)
def test_what_a_page_says_can_be_typed(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for kind, text in pages.blocks(page):
        if kind == "sh":
            for line in filter(None, map(str.strip, text.splitlines())):
                assert line.startswith("multivector "), f"{line}: only calls of the program are marked `sh`"
                out = typed(smaller(line), capsys)
                assert out.strip() or "init" in line, f"{line} said nothing"
        if kind == "python":
            exec(compile(text, str(page), "exec"), {"__name__": "example"})
            assert capsys.readouterr().out.strip(), f"{pages.name(page)}: an example that shows nothing"


def test_the_first_crisis_is_a_crisis_that_can_be_edited(tmp_path, monkeypatch, capsys):
    """The faults shown in the tutorial are those that these mistakes make, in its words."""
    monkeypatch.chdir(tmp_path)
    typed(["init", "my-crisis"], capsys)
    file = tmp_path / "my-crisis" / "scenario.yaml"
    written = file.read_text(encoding="utf-8")
    wrong = written.replace("population: 410000", "populaton: 410000").replace("unit: weeks", "unit: wekks", 1)
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        cli.main(["check", "my-crisis"])
    assert end.value.code == 1
    shown = next(text for kind, text in pages.blocks(pages.ROOT / "docs/tutorial/first-crisis.md") if "wekks" in text)
    said = capsys.readouterr().out
    for line in shown.splitlines():
        assert without_place(line) in without_place(said)


def without_place(text):
    """Words alone: line numbers may move, and a terminal breaks lines where it likes."""
    return " ".join(re.sub(r":\d+:", ":", text).split())


def test_the_share_of_the_readme_is_the_share_of_its_counts():
    """Shares and counts in the shown summary agree with each other."""
    shown = next(text for _, text in pages.blocks(pages.ROOT / "README.md") if "P(ignites)" in text)
    for percent, hits, n in re.findall(r"= ([\d.]+)%.*; ([\d,]+) of ([\d,]+) runs\)", shown):
        share = int(hits.replace(",", "")) / int(n.replace(",", ""))
        assert round(100 * share, 1) == float(percent)
