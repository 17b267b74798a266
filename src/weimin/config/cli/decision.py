"""``weimin decision``: check decision tables, run one."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from weimin.blueprint.decision_files import ReadTable, read_decisions, with_required
from weimin.blueprint.findings import Findings, Level
from weimin.config.clock import now
from weimin.lib.bilingual import Bilingual, Language, using_language
from weimin.lib.decision import Because, Decided, DecisionTable, decide, explain
from weimin.lib.decision import Finding as TableFinding
from weimin.lib.feel import FeelError, from_json, to_json

__all__ = ["command"]

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
LANGUAGE = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", help="提示和名称的语言 / Language of messages and names."
)


@click.group()
def command() -> None:
    """检查或运行决策表（DMN 1.1 至 1.5 的 XML，或 YAML 写法）。

    Check or run decision tables (DMN 1.1 to 1.5 as XML, or the YAML form).
    """


@command.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.option(
    "--json", "as_json", is_flag=True, help="输出一个 JSON 对象，不逐行输出 / Print one JSON object instead of lines."
)
@LANGUAGE
def check(files: Sequence[Path], as_json: bool, lang: Language) -> None:
    """编译 FILES 里的表，找空缺、重叠和永远用不上的规则；有错误就以 1 退出。

    Compile the tables of FILES and look for gaps, overlaps and rules that never count; exit 1 for any error.
    """
    findings = Findings()
    wanted = {str(file) for file in files}
    tables = [table for table in _read(files, findings) if table.place.file in wanted]
    failed = findings.errors
    with using_language(lang):
        if as_json:
            examples = {_key(each): each for table in tables for each in table.findings}
            rows = [
                {**each.as_json(), **_details(examples.get((each.file, each.line, each.message)))} for each in findings
            ]
            click.echo(json.dumps({"ok": not failed, "tables": len(tables), "findings": rows}, ensure_ascii=False))
        else:
            for each in findings:
                mark = "" if each.level is Level.ERROR else str(Bilingual("提醒：", "warning: "))
                click.echo(f"{each.file}:{each.line}: {mark}{each.text} [{each.code}]")
            if not failed:
                click.echo(
                    str(Bilingual("{n} 张表没有错误", "{n} tables without errors").format(n=len(tables))), err=True
                )
    sys.exit(1 if failed else 0)


@command.command()
@click.argument("file", type=EXISTING)
@click.option(
    "--input",
    "given",
    default="{}",
    help="决策表用到的名称，写成 JSON 对象 / The names that the table uses, as a JSON object.",
)
@click.option(
    "--table",
    "wanted",
    help="文件里的哪张表（按 id）；有多张时必须写 / Which table of the file, by its id; needed where there are several.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="把结果、规则和理由输出成一个 JSON 对象 / Print the value, the rules and the reasons as one JSON object.",
)
@LANGUAGE
def run(file: Path, given: str, wanted: str | None, as_json: bool, lang: Language) -> None:
    """计算 FILE 里的表，说明哪些规则成立、为什么；没有结果就以 1 退出。

    Evaluate the table of FILE and say which rules hold and why; exit 1 if it gives no answer.

    Dates, times and durations are ["@", type, text], in the input as in the answer.
    """
    findings = Findings()
    tables = [table for table in _read([file], findings) if table.place.file == str(file)]
    with using_language(lang):
        table = _chosen(tables, wanted, findings, file)
        try:
            context = from_json(given)
        except FeelError as error:
            _refuse(f"--input: {error}")
        if not isinstance(context, dict):
            _refuse(str(Bilingual("--input 应是 JSON 对象", "--input must be a JSON object")))
        try:
            decided = decide(table.table, context, now=now())
        except FeelError as error:
            _refuse(str(error))
        click.echo(_plain(decided) if as_json else _told(decided, table))
        for problem in decided.problems:
            click.echo(str(problem), err=True)
    sys.exit(1 if decided.value is None and decided.problems else 0)


def _read(files: Sequence[Path], findings: Findings) -> list[ReadTable]:
    """The decisions of the files, and of those beside them that they require."""
    return read_decisions({str(file): file.read_bytes() for file in with_required(files)}, findings)


def _chosen(tables: Sequence[ReadTable], wanted: str | None, findings: Findings, file: Path) -> ReadTable:
    behind = {id(other) for each in tables for other in each.table.chain} if wanted is None else set()
    named = [
        each for each in tables if wanted in (None, each.table.id, each.decision.code) and id(each.table) not in behind
    ]
    if len(named) != 1:
        for each in findings:
            click.echo(f"{each.file}:{each.line}: {each.text} [{each.code}]", err=True)
        told = Bilingual("{f}：请用 --table 指明一张表，有：{k}", "{f}: name one table with --table; there are: {k}")
        _refuse(str(told.format(f=file, k=", ".join(each.table.id for each in tables) or "-")))
    return named[0]


def _plain(decided: Decided) -> str:
    because = explain(decided)
    rows = ", ".join(
        json.dumps({"rule": each.number, "notes": [str(note) for note in each.notes]}, ensure_ascii=False)
        for each in because.rules
    )
    rest = json.dumps(
        {
            "before": [{"decision": str(each.title), "why": str(each.sentence)} for each in because.before],
            "why": str(because.sentence),
            "problems": [str(each) for each in decided.problems],
        },
        ensure_ascii=False,
    )
    holding = json.dumps([hit.rule.number for hit in decided.hits])
    return f'{{"value": {to_json(decided.value)}, "rules": [{rows}], "holding": {holding}, {rest[1:]}'


def _told(decided: Decided, table: ReadTable) -> str:
    because = explain(decided)
    lines = [to_json(decided.value)]
    for each, reasons in zip(decided.required, because.before, strict=True):
        lines += _reasons(reasons, each.table)
    return "\n".join([*lines, *_reasons(because, table.table)])


def _reasons(because: Because, table: DecisionTable) -> list[str]:
    line = Bilingual("  第 {n} 条：{c} → {r}", "  rule {n}: {c} → {r}")
    if table.formula:
        line = Bilingual("  {c} = {r}", "  {c} = {r}")
    lines = [f"{because.title} [{table.letter}]", *(f"  {each.label}: {each.value}" for each in because.looked)]
    for each in because.rules:
        lines.append(str(line.format(n=each.number, c=each.conditions, r=each.result)))
        lines += [f"    {note}" for note in each.notes]
    return lines


def _key(found: TableFinding) -> tuple[str, int, Bilingual]:
    return found.file, found.line, found.message


def _details(found: TableFinding | None) -> dict[str, Any]:
    """What the table's own finding says beyond a city's: its code, the rules, the example."""
    if found is None:
        return {}
    return {
        "code": found.code,
        "rules": list(found.rules),
        "example": {name: json.loads(to_json(value)) for name, value in found.example.items()},
    }


def _refuse(line: str) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(1)
