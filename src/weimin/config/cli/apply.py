"""``weimin apply CITY``: publish a city as a new revision."""

import sys
from pathlib import Path

import click

from weimin.config import clock
from weimin.config.home import open_home
from weimin.lib.bilingual import Bilingual, Language, using_language

__all__ = ["command"]


@click.command()
@click.argument("city", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="提示的语言 / Language of messages.",
)
def command(city: Path, lang: Language) -> None:
    """发布 CITY 目录里的城市：要么全部，要么（有错误或被打断时）一点也不。

    Publish the city in folder CITY: all of it, or nothing if it has errors or the command is interrupted.
    """
    open_home()
    from weimin.config.cli.check import report_findings
    from weimin.kernel.catalogue import api as catalogue
    from weimin.lib.errors import WeiminError

    def say(line: str) -> None:
        click.echo(line, err=True)

    with using_language(lang):
        try:
            applied = catalogue.apply_city(city, actor="system", now=clock.now(), say=say)
        except catalogue.CityRefused as refused:
            report_findings(refused.findings)
            sys.exit(str(refused))
        except WeiminError as error:
            sys.exit(str(error))
        done = Bilingual("{c}：已发布第 {n} 版", "{c}: revision {n} is in force")
        same = Bilingual("{c}：没有变化，仍是第 {n} 版", "{c}: nothing has changed, revision {n} stays in force")
        click.echo(str((done if applied.changed else same).format(c=applied.name, n=applied.number)))
