"""``weimin schema``: the grammar as JSON Schema, for editors."""

import json
from pathlib import Path
from typing import Final

import click

from weimin.blueprint.api import file_schemas
from weimin.config.sections import register_sections

__all__ = ["command"]


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="写到哪个目录；没有就新建 / Folder to write to; made if missing.",
)
@click.option(
    "--vscode",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="在这个工作区写 .vscode/settings.json，各类文件用各自的 Schema / Write .vscode/settings.json in this workspace, each kind of file with its schema.",
)
def command(output: Path, vscode: Path | None) -> None:
    """写出城市各类文件的 JSON Schema（2020-12）。

    Write the JSON Schema of every kind of file in a city, draft 2020-12.

    Name it in the first line of a YAML file: # yaml-language-server: $schema=DIR/item.schema.json
    """
    register_sections()
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, schema in file_schemas().items():
            (output / name).write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            click.echo(str(output / name))
        if vscode is not None:
            click.echo(str(_settings(vscode, output)))
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}") from None


FOLDERS: Final = {
    "city": "city.yaml", "people": "people.yaml", "item": "items/*/*.yaml", "decision": "decisions/*.yaml",
}  # fmt: skip
"""Where files of a kind lie in a city; all others lie in a folder of their kind's name."""


def _settings(workspace: Path, schemas: Path) -> Path:
    """What the YAML extension reads. Refuses to change settings that are there."""
    file = workspace / ".vscode" / "settings.json"
    if file.exists():
        raise click.ClickException(f"{file} 已经存在，没有改动 / is there already and was not changed")
    kinds = [name.removesuffix(".schema.json") for name in file_schemas()]
    told = {
        (schemas.resolve() / f"{kind}.schema.json").as_uri(): f"**/{FOLDERS.get(kind, f'{kind}/*.yaml')}"
        for kind in kinds
    }
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"yaml.schemas": told}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return file
