"""The command ``weimin``. Each subcommand is a module of this package, imported only when it is called."""

from importlib import import_module
from typing import Any

import click

from weimin import __version__

COMMANDS = {
    "up": "Run the city: web and worker together.",
    "check": "Compile a city and list every finding.",
    "plan": "Show what applying a city would change.",
    "apply": "Publish a city as a new revision.",
    "schema": "Write the blueprint's JSON Schema for editors.",
    "import": "Make files of a city out of an office's lists.",
    "due": "Compute a legal due date.",
    "feel": "Evaluate a FEEL expression.",
    "procedure": "Check or draw a BPMN procedure.",
    "decision": "Check or run a decision table.",
    "journal": "Verify the record.",
    "otp": "Print a second-factor code (demonstration cities only).",
    "rehearse": "Play a month of the city in simulated time.",
    "work": "Run the worker: sequencer, timers, durable work.",
    "reference": "Generate the reference pages.",
    "manage": "Run a Django management command.",
}


class LazyGroup(click.Group):
    """Knows its commands by name; a module is imported only for the command that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"weimin.config.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyGroup, name="weimin")
@click.version_option(__version__, prog_name="weimin")
def main(**_options: Any) -> None:
    """Weimin 为民: a whole city government on one platform."""
