"""Pages hold together: links resolve, every page is listed, no call of the program is wrong."""

import importlib
import re
import shlex

import click
import pytest
import yaml

from multivector import __version__, cli
from multivector.engine.register import PATHS, SWITCHES

from . import pages


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.name)
def test_links_resolve(page):
    for link in pages.links(page):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        found = (page.parent / target).resolve() if target else page
        assert found.exists(), f"{pages.name(page)} links to {link}, which is not there"
        if anchor:
            assert anchor in pages.anchors(found), f"{pages.name(page)} links to {link}: no such heading"
    for picture in re.findall(r'<img[^>]*src="([^"]+)"', page.read_text(encoding="utf-8")):
        assert (page.parent / picture).exists(), f"{pages.name(page)} shows {picture}, which is not there"


def test_every_page_can_be_reached_from_the_readme():
    seen, todo = set(), [pages.ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in seen:
            continue
        seen.add(page)
        targets = (link.partition("#")[0] for link in pages.links(page) if not re.match(r"[a-z]+:", link))
        todo += [(page.parent / target).resolve() for target in targets if target.endswith(".md")]
    missing = [pages.name(page) for page in pages.PAGES if page not in seen]
    assert not missing


@pytest.mark.parametrize("page", pages.PAGES, ids=pages.name)
def test_pages_speak_of_the_project_alone(page):
    """No place on the machine of whoever wrote it, and nothing about how it was written."""
    foreign = r"/work\b|/home/\w+|\bsessions?\b|\bAI\b|\bLLMs?\b|language model|\bTODO\b|\bplaceholder\b"
    assert not re.findall(foreign, page.read_text(encoding="utf-8"))


def calls():
    return [pytest.param(line, id=f"{pages.name(page)}: {line}"[:90]) for page in pages.PAGES
            for line in pages.command_lines(page)]  # fmt: skip


@pytest.mark.parametrize("line", calls())
def test_calls_use_commands_options_switches_and_paths_that_exist(line):
    _, name, *words = shlex.split(line)
    context = click.Context(cli.group)
    assert name in cli.group.list_commands(context), f"no command {name}"
    command = cli.group.get_command(context, name)
    made = command.make_context(name, [*words], parent=context, resilient_parsing=True)
    known = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    options = {option for one in known for parameter in one.params for option in parameter.opts}
    for word in words:
        if word.startswith("-") and word != "-":
            assert word in options | {"--help"}, f"{name} has no option {word}"
    for switch in made.params.get("without") or ():
        assert switch in SWITCHES
    for setting in made.params.get("settings") or ():
        path = setting.partition("=")[0]
        assert path in PATHS or path.startswith(("settings.", "regions.", "groups.", "powers.", "organisations."))


def test_every_command_has_help_and_a_place_in_the_docs():
    context = click.Context(cli.group)
    everywhere = {line.split()[1] for page in pages.PAGES for line in pages.command_lines(page)}
    said = "".join(pages.prose(page) for page in pages.PAGES)
    for name in cli.group.list_commands(context):
        command = cli.group.get_command(context, name)
        assert command.help, name
        assert name in everywhere or f"`multivector {name}" in said, f"no page but the reference mentions {name}"
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} {option.opts[0]} says nothing"


def test_all_that_is_promised_about_the_project_is_there():
    citation = yaml.safe_load((pages.ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(citation["version"]) == __version__
    assert {"cff-version", "message", "title", "authors", "license"} <= set(citation)
    assert citation["license"] == "Apache-2.0"
    licence = (pages.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert f"## {__version__}" in (pages.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    make = (pages.ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (pages.ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", readme, re.M):
        assert re.search(rf"^{target}:", make, re.M)
    assert {"run", "test"} <= set(re.findall(r"^make (\w+)", readme, re.M))
    assert "make test" in (pages.ROOT / ".ci/run").read_text(encoding="utf-8")


def test_python_in_the_docs_names_real_things():
    """Imports in the examples of every page, executed or not, can be made."""
    for page in pages.PAGES:
        for kind, text in pages.blocks(page):
            if kind != "python":
                continue
            for module, names in re.findall(r"^from (multivector[\w.]*) import (.+)$", text, re.M):
                room = importlib.import_module(module)
                for wanted in names.split(","):
                    whole = f"{module}.{wanted.strip()}"
                    assert hasattr(room, wanted.strip()) or importlib.util.find_spec(whole), whole
