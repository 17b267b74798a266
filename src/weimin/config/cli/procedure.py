"""``weimin procedure``: check BPMN files, draw them."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from weimin.lib.bilingual import Bilingual, Language, using_language
from weimin.lib.procedure import (
    Finding,
    Graph,
    InvalidState,
    ProcedureError,
    State,
    called_by,
    compile_procedure,
    compile_processes,
    draw,
    processes_of,
)

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
LANGUAGE = click.option(
    "--lang", type=click.Choice(["zh", "en"]), default="zh", help="提示和名称的语言 / Language of messages and names."
)


@click.group()
def command() -> None:
    """检查或绘制 BPMN 2.0 流程。

    Check or draw BPMN 2.0 procedures.
    """


@command.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.option(
    "--strict",
    is_flag=True,
    help="按城市的要求：缺泳道、结果、条件即为错误 / As in a city: missing lanes, outcomes and conditions are errors.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="输出一个 JSON 对象，不逐行输出 / Print one JSON object instead of lines."
)
@LANGUAGE
def check(files: tuple[Path, ...], strict: bool, as_json: bool, lang: Language) -> None:
    """编译 FILES 里的每个流程并走遍每一种状态；有错误就以 1 退出。被调用的流程先在 FILES 里找，再到旁边找 <id>.bpmn。

    Compile every process of FILES and explore every marking; exit 1 if any has an error.

    Called procedures are looked for among FILES, then beside them as <id>.bpmn.
    """
    shelf = _Shelf(files, strict)
    findings = list(dict.fromkeys(finding for file in files for finding in shelf.findings(file)))
    verdicts = [
        (file, name, isinstance(result, Graph)) for file in files for name, result in shelf.verdicts(file).items()
    ]
    failed = any(finding.level == "error" for finding in findings)
    if as_json:
        told = {
            "ok": not failed,
            "processes": [{"file": str(file), "process": name, "ok": runs} for file, name, runs in verdicts],
            "findings": [_plain(finding, lang) for finding in findings],
        }
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(_line(finding, lang))
        with using_language(lang):
            _tell(verdicts)
    sys.exit(1 if failed else 0)


def _tell(verdicts: list[tuple[Path, str, bool]]) -> None:
    """Which of several processes run; of the only process of a file the findings say it."""
    for file, name, runs in verdicts:
        if [other for other, _, _ in verdicts].count(file) > 1:
            told = Bilingual("可以运行", "runs") if runs else Bilingual("不能运行", "does not run")
            click.echo(f"{file}: process {name}: {told}", err=True)
    if all(runs for _, _, runs in verdicts):
        click.echo(Bilingual("{n} 个流程可以运行", "{n} procedures run").format(n=len(verdicts)), err=True)


@command.command(name="draw")
@click.argument("file", type=EXISTING)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写到哪个文件；不写则输出到终端 / Where to write; else to the terminal.",
)
@click.option(
    "--state",
    "state_file",
    type=EXISTING,
    help="办件状态（JSON）：办过什么、现在在哪一步 / The state of a case, as JSON: what is done, where it is now.",
)
@LANGUAGE
def draw_command(file: Path, output: Path | None, state_file: Path | None, lang: Language) -> None:
    """把 FILE 画成 SVG：用它自带的图，没有就从左到右排版。

    Draw FILE as SVG, from its own diagram or, without one, laid out from left to right.
    """
    shelf = _Shelf((file,), strict=False)
    with using_language(lang):
        try:
            state = State.from_json(state_file.read_text(encoding="utf-8")) if state_file else None
            svg = draw(shelf.graph(file) or file.read_bytes(), state=state, file=str(file))
        except ProcedureError as error:
            _refuse(_line(finding, lang) for finding in error.findings)
        except (InvalidState, UnicodeDecodeError) as error:
            _refuse([f"{state_file}: {error}"])
        if output is None:
            click.echo(svg)
            return
        try:
            output.write_text(svg + "\n", encoding="utf-8")
        except OSError as error:
            _refuse([f"{output}: {error.strerror}"])


Verdicts = dict[str, Graph | ProcedureError]


class _Shelf:
    """Compiles files in the order of their calls, each once. In a city a file is one procedure."""

    def __init__(self, files: Iterable[Path], strict: bool) -> None:
        self.strict = strict
        self.named = {name: file for file in files for name in (*processes_of(file.read_bytes()), file.stem)}
        self.done: dict[Path, Verdicts] = {}
        self.busy: set[Path] = set()

    def graph(self, file: Path) -> Graph | None:
        """Of the file's only process."""
        results = list(self.verdicts(file).values())
        return results[0] if len(results) == 1 and isinstance(results[0], Graph) else None

    def findings(self, file: Path) -> list[Finding]:
        found: list[Finding] = []
        for result in self.verdicts(file).values():
            found += result.warnings if isinstance(result, Graph) else (*result.findings, *result.warnings)
        return found

    def verdicts(self, file: Path) -> Verdicts:
        if file not in self.done:
            self.busy.add(file)
            source = file.read_bytes()
            inside = processes_of(source) if not self.strict else ()
            called = {name: self._called(file, name) for name in called_by(source) if name not in inside}
            self.done[file] = self._compiled(file, source, {k: v for k, v in called.items() if v is not None})
            self.busy.discard(file)
        return self.done[file]

    def _compiled(self, file: Path, source: bytes, called: dict[str, Graph]) -> Verdicts:
        try:
            if not self.strict:
                return compile_processes(source, file=str(file), called=called)
            graph = compile_procedure(source, file=str(file), called=called)
        except ProcedureError as error:
            return {"": error}
        return {graph.id: graph}

    def _called(self, caller: Path, name: str) -> Graph | None:
        beside = caller.with_name(f"{Path(name).name}.bpmn")
        file = self.named.get(name, beside)
        if file in self.busy or not file.is_file():
            return None
        graph = self.verdicts(file).get(name)
        return graph if isinstance(graph, Graph) else None


def _line(finding: Finding, lang: Language) -> str:
    mark = "" if finding.level == "error" else str(Bilingual("提醒：", "warning: ").in_language(lang))
    return (
        f"{finding.file}:{finding.line}: {finding.element}: {mark}{finding.message.in_language(lang)} [{finding.code}]"
    )


def _plain(finding: Finding, lang: Language) -> dict[str, object]:
    return {
        "level": finding.level,
        "code": finding.code,
        "file": finding.file,
        "line": finding.line,
        "element": finding.element,
        "message": finding.message.in_language(lang),
    }


def _refuse(lines: Iterable[str]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(1)
