"""The command line: what each command is called and where it lives; errors told to people or to machines.

Results go to stdout, progress and warnings to stderr. With ``--json`` stdout holds exactly one JSON object,
errors included. Exit codes: 0 done; 1 ran but failed, or a check did not hold; 2 usage or invalid scenario;
130 stopped by Ctrl-C.

Commands are imported when they are called, so that ``--help`` is quick.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib.util import find_spec
from typing import Any

import click

from multivector import __version__
from multivector.errors import MissingExtraError, MultivectorError, ScenarioError

COMMANDS = {
    "init": ("multivector.commands.scenario:init", "Write a commented scenario to start from."),
    "check": (
        "multivector.commands.scenario:check",
        "Check a scenario: every fault, or what its numbers rest on.",
    ),
    "examples": ("multivector.commands.scenario:examples", "List what ships: crises, and a published model."),
    "run": ("multivector.commands.run:run", "Simulate a crisis thousands of times and say what came out."),
    "tell": ("multivector.commands.run:tell", "Tell one run as a dated chronicle with reasons."),
    "read": ("multivector.commands.evidence:read", "Read documents and propose claims."),
    "claims": ("multivector.commands.evidence:claims", "List and check claims, families and disagreements."),
    "assess": ("multivector.commands.assess:assess", "Test the experts' conclusions and say what decides."),
    "calibrate": (
        "multivector.commands.calibrate:calibrate",
        "Weigh a study's runs by what was seen, and judge them by what came later.",
    ),
    "report": ("multivector.commands.report:report", "Write a study as one self-contained HTML file."),
    "export": ("multivector.commands.report:export", "Write a study as files for other tools."),
    "verify": ("multivector.commands.verify:verify", "Reproduce published models and results."),
    "epstein": ("multivector.commands.verify:epstein", "Run Epstein's model of civil violence on its grid."),
    "doctor": ("multivector.commands.report:doctor", "Say what this machine can do and what is missing."),
}
"""Name of a command, where it lives, and what it does in one line."""

USAGE, FAILED, STOPPED = 2, 1, 130
"""Exit codes."""


class Lazy(click.Group):
    """A group whose commands are imported when they are called; those of absent modules are not listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands that are there, in the order of work."""
        return [name for name, (place, _) in COMMANDS.items() if find_spec(place.partition(":")[0])]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; a name that nearly fits is suggested."""
        name = args[0]
        near = get_close_matches(name, self.list_commands(ctx), n=1)
        if near and near[0] != name:
            ctx.fail(f"No such command {name!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="multivector")
def group() -> None:
    """From contradictory reporting on a political crisis to what can, and cannot, be concluded from it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Args:
        arguments: Words after the program's name; None for those of this process.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _answer(words, machine="--json" in words)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    sys.exit(code)


def _answer(words: list[str], machine: bool) -> int:
    """Call a command and turn whatever it raises into a message and an exit code."""
    try:
        result = group.main(args=words, prog_name="multivector", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        if machine:
            _tell_machine("usage", error.exit_code, message=error.format_message())
        else:
            error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        if machine:
            _tell_machine("stopped", STOPPED, message="stopped by Ctrl-C")
        else:
            click.echo("Stopped.", err=True)
        return STOPPED
    except MultivectorError as error:
        code = USAGE if isinstance(error, ScenarioError | MissingExtraError) else FAILED
        if machine:
            faults = [{key: getattr(fault, key) for key in fault.__slots__} for fault in error.faults]
            _tell_machine(
                type(error).__name__,
                code,
                message=error.message,
                expected=error.expected,
                advice=error.advice,
                faults=faults,
            )
        else:
            click.echo(f"Error: {error}", err=True)
        return code
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"{error.filename or 'input or output'}: {error.strerror or error}"
        if machine:
            _tell_machine("OSError", FAILED, message=message)
        else:
            click.echo(f"Error: {message}", err=True)
        return FAILED


def _tell_machine(kind: str, code: int, **parts: Any) -> None:
    click.echo(json.dumps({"error": {"kind": kind, **parts}, "exit": code}, ensure_ascii=False))
