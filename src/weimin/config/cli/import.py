"""``weimin import``: an office's lists become files of a city. Knows no Django."""
# ruff: noqa: N999 -- named as the command is; the package imports its modules by name

import csv
import json
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from weimin.config import clock
from weimin.config.cli.certificates import importing
from weimin.config.cli.check import report_findings
from weimin.lib.bilingual import Bilingual, Language, using_language
from weimin.lib.lawtime import law_date

if TYPE_CHECKING:
    from weimin.blueprint.importing.api import Doubt, Imported, Options, Report

__all__ = ["command"]

LANG = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="提示的语言 / Language of messages.",
)
FILE = click.argument("file", type=click.Path(path_type=Path))
MAP = click.option(
    "--map",
    "columns",
    type=click.Path(path_type=Path),
    help="指定各列的 YAML，写作“字段: 表头” / YAML that names columns, 'field: header'.",
)
DIVISION = click.option(
    "--division",
    default="",
    help="没写区划或区划不认识的行用哪个区划代码 / Division code of the rows that name none or one unknown here.",
)
DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="只编译、只报告，不写入城市 / Compile and tell, write nothing into the city."
)
REPORT = click.option(
    "--report", "report_file", type=click.Path(dir_okay=False, path_type=Path), help="把所有疑点写成文件：CSV，或按后缀写 JSON / Write every doubt: CSV, or JSON by suffix."
)  # fmt: skip
QUARANTINE = click.option(
    "--quarantine", type=click.Path(dir_okay=False, path_type=Path), help="把未导入的行连同原因写成 CSV / Write the rows left out, with reasons, as CSV."
)  # fmt: skip
SHOWN_FILES: Final = 20
SHOWN: Final = 3
"""Examples of one kind of doubt on the terminal; --report has all."""
COLOURS: Final = {"left-out": "red", "doubtful": "yellow", "note": None}
SEVERITIES: Final = {
    "left-out": Bilingual("未导入", "left out"),
    "doubtful": Bilingual("存疑", "doubtful"),
    "note": Bilingual("说明", "note"),
}


@click.group()
def command() -> None:
    """把各单位的清单（CSV、Excel .xlsx、JSON）变成城市的文件。

    Make files of a city out of an office's lists (CSV, Excel .xlsx, JSON).
    """


command.add_command(importing)


@command.command()
@FILE
@click.option("--into", type=click.Path(path_type=Path), help="加进这个目录里的城市 / Add to the city in this folder.")
@click.option("--out", type=click.Path(path_type=Path), help="在这个目录新建一座城市 / Make a new city in this folder.")
@MAP
@DIVISION
@click.option(
    "--theme",
    default="",
    help="用于 --into：事项的主题；不写则取同类事项最多的主题 / With --into: the theme of the items, else that of most items of the kind.",
)
@click.option(
    "--procedure",
    default="",
    help="用于 --into：事项的流程 / With --into: the procedure of the items.  [default: licence-simple]",
)
@click.option("--name", default="", help="用于 --out：城市的中文名 / With --out: the city's name in Chinese.")
@click.option("--name-en", default="", help="用于 --out：城市的英文名 / With --out: the city's name in English.")
@click.option(
    "--replace",
    is_flag=True,
    help="用于 --into：城市已有的事项重写 / With --into: write items that the city has already anew.",
)
@DRY_RUN
@REPORT
@QUARANTINE
@LANG
def items(
    file: Path, into: Path | None, out: Path | None, lang: Language, report_file: Path | None, quarantine: Path | None,
    **options: Any,
) -> None:  # fmt: skip
    """从 FILE 导入事项清单。全部编译通过才写文件，已有的不覆盖。

    Import a list of service items from FILE.

    All is compiled before anything is written, and nothing that stands is overwritten. What the list does not say is
    filled with the law's default and marked unconfirmed; every doubtful row is told (docs/reference/import.md).
    """
    from weimin.blueprint.importing.api import Options, import_items

    with using_language(lang):
        folder = into or out
        if folder is None or (into and out):
            raise click.UsageError(
                str(
                    Bilingual(
                        f"请给出 --out 目录（新城市，如 --out {file.stem}）或 --into 目录（加入已有的城市），只给一个",
                        f"give --out FOLDER (a new city, such as --out {file.stem}) or --into FOLDER (an existing one), one of them",
                    )
                )
            )
        _run(import_items, file, Options(folder, new=into is None, **options), report_file, quarantine)


@command.command()
@FILE
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    required=True,
    help="加进这个目录里的城市 / Add to the city in this folder.",
)
@MAP
@DIVISION
@DRY_RUN
@REPORT
@QUARANTINE
@LANG
def staff(
    file: Path, into: Path, lang: Language, report_file: Path | None, quarantine: Path | None, **options: Any
) -> None:
    """从 FILE 把部门、岗位和人员导入城市。

    Import departments, posts and people from FILE into a city.

    Only adds. Names of people are written into a demonstration city alone; elsewhere their posts are.
    """
    from weimin.blueprint.importing.api import Options, import_staff

    with using_language(lang):
        _run(import_staff, file, Options(into, new=False, **options), report_file, quarantine)


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--example", is_flag=True, help="带两行例子 / With two rows as examples.")
@LANG
def template(file: Path, example: bool, lang: Language) -> None:
    """写一张空的事项清单 FILE（.xlsx），各列怎么填写在表头的批注里。

    Write an empty list of items to FILE (.xlsx); a note on each header says what goes into its column.
    """
    from weimin.blueprint.importing.template import write_template

    with using_language(lang):
        if file.suffix != ".xlsx":
            _stop(Bilingual("文件名要以 .xlsx 结尾", "the name must end in .xlsx"))
        try:
            write_template(file, example=example)
        except FileExistsError:
            _stop(Bilingual("{p} 已经存在；请换一个文件名", "{p} is there already: choose another name").format(p=file))
        except OSError as error:
            _stop(Bilingual("{f}：{e}", "{f}: {e}").format(f=file, e=error.strerror or "?"))
        click.echo(
            str(
                Bilingual(
                    "{f}：填好以后 weimin import items {f} --into 城市",
                    "{f}: fill it in, then weimin import items {f} --into CITY",
                ).format(f=file)
            )
        )


def _run(
    act: "Callable[..., Imported]", file: Path, options: "Options", report_file: Path | None, quarantine: Path | None
) -> None:
    """Import with progress on standard error, tell what came of it; exit 1 if nothing was."""
    from weimin.blueprint.importing.api import CityNotSound, ImportRefused
    from weimin.config.sections import register_sections

    register_sections()

    for path in (report_file, quarantine):
        if path is not None and path.exists():
            _stop(Bilingual("{p} 已经存在；请换一个文件名", "{p} is there already: choose another name").format(p=path))
    label = str(Bilingual("导入 {f}", "importing {f}").format(f=file.name))
    try:
        with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

            def progress(done: int, all_: int) -> None:
                bar.length = all_
                bar.update(done - bar.pos)

            imported = act(file, options, today=law_date(clock.now()), progress=progress)
    except CityNotSound as refused:
        report_findings(refused.findings)
        _stop(refused.message)
    except ImportRefused as refused:
        _stop(refused.message)
    except OSError as error:
        _stop(Bilingual("{f}：{e}", "{f}: {e}").format(f=error.filename or options.city, e=error.strerror))
    _tell(imported, options, report_file, quarantine)


def _stop(message: Bilingual) -> None:
    click.secho(str(message), fg="red", err=True)
    raise SystemExit(1)


def _tell(imported: "Imported", options: "Options", report_file: Path | None, quarantine: Path | None) -> None:
    report = imported.report
    for change in imported.changes:
        click.echo(str(change))
    _tell_doubts(report, all_of_them=bool(imported.changes))
    if report_file is not None:
        _write_report(report, report_file)
    if quarantine is not None and report.quarantined:
        _write_quarantine(report, quarantine)
    if imported.resumed:
        click.echo(
            str(
                Bilingual(
                    "先完成了上次中断的导入：{n} 个文件", "first finished an import that was cut short: {n} files"
                ).format(n=imported.resumed)
            )
        )
    for file in imported.written[:SHOWN_FILES]:
        click.echo(f"  {'~' if options.dry_run else '+'} {imported.city / file}")
    if (more := len(imported.written) - SHOWN_FILES) > 0:
        click.echo(str(Bilingual("  …… 另有 {n} 个文件", "  … and {n} more files").format(n=more)))
    click.echo(str(_summary(imported, dry_run=options.dry_run)))


def _summary(imported: "Imported", *, dry_run: bool) -> Bilingual:
    report, counts = imported.report, imported.compiled.blueprint.counts()
    written = (
        Bilingual("将写 {w} 个文件", "{w} files would be written")
        if dry_run
        else Bilingual("写了 {w} 个文件", "{w} files written")
    )
    warnings = sum(finding.level == "warning" for finding in imported.compiled.findings)
    return Bilingual(
        "{r} 行，{l} 行未导入；{written}到 {c}，{k} 项城市里已有。全城 {i} 个事项、{d} 个部门，check 无错误，{n} 个提醒",
        "{r} rows, {l} left out; {written} in {c}, {k} items there already. The city: {i} items, {d} departments, no error, {n} warnings",
    ).format(
        r=report.rows, l=len(report.quarantined), written=written.format(w=len(imported.written)), c=imported.city,
        k=len(imported.kept), i=counts["items"], d=counts["departments"], n=warnings,
    )  # fmt: skip


def _tell_doubts(report: "Report", *, all_of_them: bool) -> None:
    """By kind, the gravest first; one line for rows that share a message."""
    from weimin.blueprint.importing.api import DOUBTS, Severity

    for severity in Severity:
        for code, group in groupby(report.of(severity), key=lambda doubt: doubt.code):
            doubts = list(group)
            click.secho(f"{SEVERITIES[severity]} {code} ", fg=COLOURS[severity], nl=False)
            click.echo(f"{DOUBTS[code]} × {len(doubts)}")
            lines = list(_lines(doubts))
            shown = lines if all_of_them or severity is Severity.NOTE else lines[:SHOWN]
            for line in shown:
                click.echo(f"  {line}")
            if len(lines) > len(shown):
                more = Bilingual(
                    "  …… 另有 {n} 种，--report 文件里有全部", "  … and {n} more, all of them with --report FILE"
                )
                click.echo(str(more.format(n=len(lines) - len(shown))))


def _lines(doubts: "list[Doubt]") -> Iterator[str]:
    by_message: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        by_message.setdefault(str(doubt.message), []).append(doubt)
    for same in by_message.values():
        more = Bilingual("（同样的还有 {n} 行）", " (and {n} more rows)").format(n=len(same) - 1)
        yield f"{same[0]}{more if len(same) > 1 else ''}"


def _write_report(report: "Report", path: Path) -> None:
    """Every doubt. CSV carries a mark, so that spreadsheets open it as UTF-8."""
    rows = [
        {
            "file": doubt.spot.file, "sheet": doubt.spot.sheet, "row": doubt.spot.row, "severity": doubt.severity.value,
            "code": doubt.code, "zh": doubt.message.zh, "en": doubt.message.en,
        }
        for doubt in sorted(report.doubts, key=lambda doubt: (doubt.spot, doubt.code))
    ]  # fmt: skip
    if path.suffix == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.DictWriter(out, ["file", "sheet", "row", "severity", "code", "zh", "en"])
            writer.writeheader()
            writer.writerows(_harmless(row) for row in rows)


def _write_quarantine(report: "Report", path: Path) -> None:
    """The rows left out as they stood, to be mended and imported again; the reason in the first column."""
    headers = dict.fromkeys(header for cells in report.quarantined.values() for header in cells)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        why = str(Bilingual("未导入原因", "why it was left out"))
        writer = csv.DictWriter(out, [why, *headers])
        writer.writeheader()
        for spot, cells in sorted(report.quarantined.items()):
            reason = "; ".join(str(doubt) for doubt in report.reasons(spot))
            writer.writerow({why: reason, **_harmless(cells)})


def _harmless(row: "dict[str, Any] | Any") -> dict[str, Any]:
    """A cell that a spreadsheet would run as a formula is marked as text."""
    return {key: f"'{value}" if str(value)[:1] in tuple("=+-@\t\r") else value for key, value in row.items()}
