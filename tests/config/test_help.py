"""`weimin --help` and the help of every command speak both languages."""

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from weimin.config.cli import COMMANDS, main

HAN, LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]{2}")


def commands() -> Iterator[tuple[str, click.Command]]:
    yield "weimin", main
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        yield name, command
        for child in command.commands.values() if isinstance(command, click.Group) else ():
            yield f"{name} {child.name}", child


def is_bilingual(text: str | None) -> bool:
    return bool(text and HAN.search(text) and LATIN.search(text))


@pytest.mark.parametrize(("path", "command"), [pytest.param(*each, id=each[0]) for each in commands()])
def test_every_command_and_every_option_is_explained_in_both_languages(path: str, command: click.Command) -> None:
    assert is_bilingual(command.help)
    options = [each for each in command.get_params(click.Context(command)) if isinstance(each, click.Option)]
    assert [each.opts[0] for each in options if not is_bilingual(each.help)] == []


@pytest.mark.parametrize("path", [path for path, _command in commands() if path != "manage"])
def test_help_prints_chinese_before_english(path: str) -> None:
    words = [] if path == "weimin" else path.split(" ")
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0, result.output
    text = result.output.split("\n", 1)[1]
    chinese, english = HAN.search(text), re.search("[a-z]{3,} [a-z]+ [a-z]+", text)
    assert chinese is not None
    assert english is not None
    assert chinese.start() < english.start()


def test_the_list_of_commands_says_what_each_is_for_in_both_languages() -> None:
    assert [name for name, about in COMMANDS.items() if not is_bilingual(about)] == []
