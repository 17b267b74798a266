"""``weimin check CITY``: compile a city and list every finding. Knows no Django: it answers within a second."""

import gc
import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from weimin.config import clock
from weimin.lib.bilingual import Bilingual, Language, using_language
from weimin.lib.lawtime import law_date

if TYPE_CHECKING:
    from weimin.blueprint.api import Compiled, Finding

__all__ = ["command", "report", "report_findings"]

COUNTED = {
    "items": Bilingual("事项", "items"),
    "listed": Bilingual("目录事项", "listed items"),
    "handlings": Bilingual("业务办理项", "handlings"),
    "implementations": Bilingual("实施项", "implementations"),
    "procedures": Bilingual("流程", "procedures"),
    "departments": Bilingual("部门", "departments"),
    "posts": Bilingual("岗位", "posts"),
    "windows": Bilingual("窗口", "windows"),
    "resources": Bilingual("信息资源", "resources"),
    "agreements": Bilingual("共享协议", "agreements"),
}
LEVELS = {"error": Bilingual("错误", "error"), "warning": Bilingual("提醒", "warning")}


@click.command()
@click.argument("city", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出供程序读取的 JSON / Machine-readable output.")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="提示的语言 / Language of messages.",
)
def command(city: Path, *, as_json: bool, lang: Language) -> None:
    """编译 CITY 目录里的城市，列出所有问题。有错误就以 1 退出；提醒是对设计的意见。

    Compile the city in folder CITY and list every finding.

    Exits with 1 if there is an error. Warnings are findings about the design (docs/reference/lint).
    """
    with using_language(lang):
        compiled = compiled_city(city)
        if as_json:
            click.echo(json.dumps(compiled.as_json(), ensure_ascii=False, indent=2))
        else:
            report(compiled)
    if not compiled.ok:
        raise SystemExit(1)


def compiled_city(folder: Path) -> "Compiled":
    """Compile without collecting garbage: a short process that only builds spends a sixth of its time on that."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        from weimin.blueprint.api import compile_city
        from weimin.config.sections import register_sections

        register_sections()
        return compile_city(folder, today=law_date(clock.now()))
    finally:
        if collecting:
            gc.enable()


def report(compiled: "Compiled") -> None:
    """Findings by file, then a summary. The caller has chosen the language."""
    report_findings(compiled.findings)
    counts = compiled.blueprint.counts()
    joiner = Bilingual("、", ", ")
    click.echo(str(joiner).join(f"{number} {COUNTED[name]}" for name, number in counts.items()))
    errors = sum(finding.level == "error" for finding in compiled.findings)
    warnings = len(compiled.findings) - errors
    summary = Bilingual("{e} 个错误，{w} 个提醒", "{e} errors, {w} warnings").format(e=errors, w=warnings)
    click.secho(str(summary), fg="red" if errors else None)
    if compiled.score is not None:
        click.echo(str(Bilingual("设计得分 {n}/100", "score of the design: {n}/100").format(n=compiled.score)))


def report_findings(findings: "Iterable[Finding]") -> None:
    """Findings in their order, a blank line after each file."""
    for _file, group in groupby(findings, key=lambda finding: finding.file):
        for finding in group:
            colour = "red" if finding.level == "error" else "yellow"
            click.secho(f"{LEVELS[finding.level]} {finding.code} ", fg=colour, nl=False)
            click.echo(str(finding))
        click.echo()
