"""The reference pages as text, each made from the code that it describes."""

from collections.abc import Iterator

import click

from weimin.blueprint.api import describe_files
from weimin.config.addresses import page_lines
from weimin.config.cli import COMMANDS, main
from weimin.config.environment import SETTINGS
from weimin.kernel.journal import api as journal
from weimin.lib.bilingual import Bilingual
from weimin.modules.approvals.clocks import LICENSING_LAW

__all__ = ["pages"]

NOTE = "<!-- Made by `make docs`; edit the code, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """File name → text, for every generated page."""
    return {
        "settings.md": _page("Settings", _settings()),
        "commands.md": _page("Commands", _commands()),
        "journal-actions.md": _page("Journal actions", _actions()),
        "blueprint.md": _page("The blueprint's keys", _blueprint()),
        "licensing-clocks.md": _page("Clocks of the Administrative Licensing Law", _licensing_clocks()),
        "http.md": _page("Addresses", page_lines()),
    }


def _page(title: str, lines: Iterator[str]) -> str:
    return f"# {title}\n\n{NOTE}" + "\n".join(lines).rstrip() + "\n"


def _settings() -> Iterator[str]:
    yield "Read from the environment. Without any, everything is embedded: SQLite, files and keys under the home.\n"
    yield "| Variable | Default | Meaning | 说明 |"
    yield "|---|---|---|---|"
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "–"
        yield f"| `{setting.name}` | {default} | {setting.meaning.en} | {setting.meaning.zh} |"


def _commands() -> Iterator[str]:
    for name in COMMANDS:
        if name == "manage":
            yield "## weimin manage\n\nRuns a Django management command with Weimin's settings.\n"
            continue
        command = main.get_command(click.Context(main), name)
        assert command is not None
        yield from _command(command, f"weimin {name}")


def _command(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path, terminal_width=100, max_content_width=100)
    yield f"## {path}\n"
    yield f"```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _command(child, f"{path} {name}")


def _actions() -> Iterator[str]:
    yield "Every act writes one row with one of these actions, in its own transaction.\n"
    yield "| Action | Meaning | 含义 |"
    yield "|---|---|---|"
    for action, name in journal.actions().items():
        yield f"| `{action}` | {name.en} | {name.zh} |"


def _blueprint() -> Iterator[str]:
    yield "`weimin schema -o DIR` writes the same as JSON Schema for editors. A length is `10wd`, `15d`, `24h`, `3m` or `5y`.\n"
    for part in describe_files():
        where = f" · `{part.file}`" if part.file else ""
        about = part.about.replace("``", "`")
        yield f"## {part.name}{where}\n\n{about}\n"
        yield "| Key | Type | Required | Meaning | 含义 |"
        yield "|---|---|---|---|---|"
        for key in part.keys:
            needed = "yes" if key.required else f"default `{key.default}`" if key.default else ""
            yield f"| `{key.name}` | {key.type} | {needed} | {key.meaning.en} | {key.meaning.zh} |"
        yield ""


def _licensing_clocks() -> Iterator[str]:
    yield (
        "Every period of 行政许可法 (2019) that a case runs, in working days (art. 82). The day of the event is not counted; "
        "hearing, tender, auction, inspection, testing, quarantine, appraisal and expert review are not counted (art. 45). "
        "An item's own law may set another length. `tests/conformance/test_licensing_clocks.py` recounts them day by day.\n"
    )
    yield "| Article | Clock | Days | Extension | Whose | From | Until, or else | 起算 | 到何时，否则 |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for clock in LICENSING_LAW:
        extra = f"≤ {clock.extra}" if clock.extra else "–"
        end = clock.end if clock.how is None else Bilingual("{e}；{h}", "{e}; {h}").format(e=clock.end, h=clock.how)
        yield (
            f"| {clock.article} | `{clock.name}` | {clock.length} | {extra} | {clock.whose} | {clock.start.en} | {end.en} | "
            f"{clock.start.zh} | {end.zh} |"
        )
