"""``weimin plan CITY``: what applying would change, before it does."""

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weimin.config import clock
from weimin.config.home import open_home
from weimin.lib.bilingual import Bilingual, Language, using_language
from weimin.lib.lawtime import LAW_ZONE

if TYPE_CHECKING:
    from weimin.kernel.catalogue.api import Change, PlannedReform

__all__ = ["command"]

KINDS = {
    "city": Bilingual("城市", "city"),
    "division": Bilingual("区划", "division"),
    "department": Bilingual("部门", "department"),
    "item": Bilingual("事项", "item"),
    "listed": Bilingual("目录事项", "listed item"),
    "window": Bilingual("窗口", "window"),
    "procedure": Bilingual("流程", "procedure"),
    "resource": Bilingual("信息资源", "resource"),
    "agreement": Bilingual("共享协议", "agreement"),
    "reform": Bilingual("机构改革", "reform"),
}


@click.command()
@click.argument("city", type=click.Path(path_type=Path))
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="当作这一天来看，用于预演还没到日子的改革 / Look as if it were this day, to rehearse a reform to come.",
)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="提示的语言 / Language of messages.",
)
def command(city: Path, on: datetime | None, lang: Language) -> None:
    """列出发布 CITY 目录里的城市会新增、变更、取消什么，机构改革会带走多少办件、任务和任职，哪些在办件会因此没有部门、岗位或决定人。什么都不写。

    Show what applying the city in folder CITY would add, change and retire, what its reforms would carry along, and
    which open cases would lose a department, a post or a decider. Nothing is written."""
    open_home()
    from weimin.config.cli.check import report_findings
    from weimin.kernel.catalogue import api as catalogue
    from weimin.lib.errors import WeiminError

    with using_language(lang):
        try:
            plan = catalogue.plan_city(city, now=clock.now() if on is None else on.replace(hour=9, tzinfo=LAW_ZONE))
        except catalogue.CityRefused as refused:
            report_findings(refused.findings)
            sys.exit(str(refused))
        except WeiminError as error:
            sys.exit(str(error))
        _show("+", Bilingual("新增", "added"), "green", plan.added)
        _show("~", Bilingual("变更", "changed"), "yellow", plan.changed)
        _show("-", Bilingual("取消", "retired"), "red", plan.retired)
        _show_reforms(plan.reforms)
        if not plan:
            click.echo(str(Bilingual("没有变化", "nothing would change")))
        if plan.losses:
            click.echo()
            click.secho(str(Bilingual("在办的办件会受影响：", "Open cases would be affected:")), fg="red")
            for loss in plan.losses:
                click.echo(f"  {loss.number}  {loss.message}")


STATES = {
    "due": Bilingual("发布时生效", "in force with this apply"),
    "later": Bilingual("{d} 生效，现在不动", "in force on {d}; nothing moves yet"),
    "carrying": Bilingual("已生效，还没有移完", "in force, not carried through yet"),
}


def _show_reforms(reforms: "Iterable[PlannedReform]") -> None:
    """Each reform with what it would carry along; what is nothing is left out."""
    for planned in reforms:
        reform = planned.reform
        state = STATES[planned.state].format(d=reform.effective)
        click.secho(str(Bilingual("改革 {n}：{s}", "reform {n}: {s}").format(n=reform.name, s=state)), fg="cyan")
        click.echo(f"  {', '.join(reform.from_)} → {', '.join(reform.into)}")
        for title, count in planned.counts:
            if count:
                click.echo(f"  {title} {count}")


def _show(sign: str, title: Bilingual, colour: str, changes: "Iterable[Change]") -> None:
    listed = list(changes)
    if not listed:
        return
    click.secho(f"{title} {len(listed)}", fg=colour)
    for change in listed:
        kind = KINDS.get(change.kind, Bilingual(change.kind, change.kind))
        details = f"  ({', '.join(change.details)})" if change.details else ""
        click.echo(f"  {sign} {kind} {change.code} {change.name}".rstrip() + details)
