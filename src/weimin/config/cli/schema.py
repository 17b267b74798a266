"""``weimin schema``: the grammar as JSON Schema, for editors."""

import json
from pathlib import Path

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
def command(output: Path) -> None:
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
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}") from None
