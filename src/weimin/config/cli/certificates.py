"""``weimin certificates``: take lists out, act on many at once, in the name of an official and only within their posts.
``weimin import certificates``: take old ones in."""

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from weimin.config import clock
from weimin.lib.bilingual import Bilingual, Language, using_language
from weimin.lib.lawtime import law_date

if TYPE_CHECKING:
    from weimin.kernel.documents.api import CertificateWork, ImportReport, RowProblem
    from weimin.kernel.identity.api import Actor

__all__ = ["command", "importing"]

LANG = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="提示的语言 / Language of messages.",
)
AS = click.option(
    "--as", "login", required=True, help="以哪位官员的名义（登录名） / In whose name: the login of an official."
)


def django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    from django import setup

    setup()


@click.group()
def command() -> None:
    """导出证照，批量撤销、注销证照。

    Take certificates out as a list; revoke or cancel many.
    """
    django()


def _official(login: str) -> "Actor":
    from weimin.kernel.identity.api import Actor, User, posts_of

    user = User.objects.filter(login=login.strip().lower(), is_active=True).first()
    posts = posts_of(user.pk, on=law_date(clock.now())) if user else ()
    if user is None or not posts:
        _stop(Bilingual("{l} 现在没有岗位", "{l} fills no post now").format(l=login))
    return Actor(kind="official", user_id=user.pk, name=user.name, posts=posts)


def _stop(message: Bilingual) -> NoReturn:
    click.secho(str(message), fg="red", err=True)
    raise SystemExit(1)


@command.command()
@AS
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="写到哪个 .csv 或 .xlsx / The .csv or .xlsx to write.",
)
@click.option("--kind", default="", help="只要这类证照 / Only this kind.")
@click.option(
    "--state",
    default="",
    help="只要这个状态：valid、expired、revoked…… / Only in this state: valid, expired, revoked …",
)
@LANG
def export(login: str, out: Path, kind: str, state: str, lang: Language) -> None:
    """把该官员的部门签发的证照写成 CSV 或 Excel。

    Write the certificates that the official's departments issued as CSV or Excel. What is there is not overwritten.
    """
    from weimin.kernel.documents import api

    with using_language(lang):
        actor, now = _official(login), clock.now()
        wanted = {"kind": kind, "state": state}
        if out.suffix not in {".csv", ".xlsx"}:
            _stop(Bilingual("写成 .csv 或 .xlsx", "write a .csv or .xlsx"))
        api.note_export(
            "certificate.exported", actor=actor, resource=f"user-export:{actor.user_id}", wanted=wanted, now=now
        )
        rows = _counted(api.each_certificate(actor, today=law_date(now), **wanted))
        try:
            with out.open("xb") as target:
                if out.suffix == ".xlsx":
                    api.certificates_xlsx(rows, target, today=law_date(now))
                else:
                    target.writelines(api.certificates_csv(rows, today=law_date(now)))
        except FileExistsError:
            _stop(Bilingual("{p} 已经存在；请换一个文件名", "{p} is there already: choose another name").format(p=out))


def _counted(rows: Iterator[Any]) -> Iterator[Any]:
    """Tells on standard error how many have gone by."""
    count = 0
    for count, row in enumerate(rows, 1):
        if count % 1000 == 0:
            click.echo(str(Bilingual("{n} 张", "{n} certificates").format(n=count)), err=True)
        yield row
    click.echo(str(Bilingual("共 {n} 张", "{n} certificates in all").format(n=count)), err=True)


def _many(act: str, zh: str, en: str) -> click.Command:
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @AS
    @click.option("--department", required=True, help="发证部门的代号 / Code of the issuing department.")
    @click.option(
        "--ground", required=True, help="法定事由的代号，见 docs/guides/certificates.md / The legal ground's code."
    )
    @click.option("--reason", required=True, help="理由，印在每份决定书上 / The reason, printed on each decision.")
    @LANG
    def run(file: Path, login: str, department: str, ground: str, reason: str, lang: Language) -> None:
        from weimin.kernel.documents import api

        with using_language(lang):
            try:
                work = api.ask_for_work(
                    act=act, department=department, ground=ground, reason=reason, numbers=_numbers(file),
                    actor=_official(login), now=clock.now(),
                )  # fmt: skip
            except api.CertificateActRefused as refused:
                _stop(refused.message)
            done = api.finish_work(work.pk, now=clock.now(), progress=_progress)
            text = Bilingual(
                "办成 {d} 张，没办成 {f} 张；明细见工作台“批量处理”第 {w} 号",
                "{d} done, {f} failed; see work {w} on the desk",
            )
            click.echo(str(text.format(d=done.done, f=done.failed, w=done.pk)))
            if done.failed:
                sys.exit(1)

    run.__doc__ = f"{zh}\n\n    {en}\n"
    return click.command(act)(run)


def _progress(work: "CertificateWork") -> None:
    click.echo(f"{work.done + work.failed}/{work.total}", err=True)


def _numbers(file: Path) -> Iterator[str]:
    """The first column of a CSV, or one number a line; a header holds no digit."""
    with file.open(encoding="utf-8-sig", newline="") as source:
        for row in csv.reader(source):
            if row and any(char.isdigit() for char in row[0]):
                yield row[0]


command.add_command(
    _many("revoke", "撤销 FILE 里列的证照（行政许可法 69），停了再来会接着办。", "Revoke the certificates listed in FILE (Licensing Law art. 69); what was stopped goes on.")
)  # fmt: skip
command.add_command(
    _many(
        "cancel",
        "注销 FILE 里列的证照（行政许可法 70）。",
        "Cancel the certificates listed in FILE (Licensing Law art. 70).",
    )
)


@click.command("certificates")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--kind", required=True, help="证照代号，见城市的 certificates/ / The kind's code in the city's certificates/."
)
@click.option("--department", required=True, help="发证部门的代号 / Code of the issuing department.")
@click.option(
    "--map",
    "columns",
    type=click.Path(path_type=Path),
    help="指定各列的 YAML，写作“字段: 表头” / YAML that names columns, 'field: header'.",
)
@click.option("--dry-run", is_flag=True, help="只检查、只报告 / Check and tell only.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="逐行报告写成 CSV / Write what became of each row as CSV.",
)
@LANG
def importing(
    file: Path,
    kind: str,
    department: str,
    columns: Path | None,
    dry_run: bool,
    report_file: Path | None,
    lang: Language,
) -> None:
    """从 FILE（CSV、Excel、JSON）导入本系统启用以前签发的证照。

    Import certificates issued before this system from FILE (CSV, Excel, JSON).

    Each is marked: imported, not witnessed. A number that is there already is passed over, so an import that was stopped
    is simply started again.
    """
    django()
    from weimin.blueprint.importing.api import ImportRefused
    from weimin.kernel.catalogue.api import NotInCatalogue
    from weimin.kernel.documents import api

    with using_language(lang):
        if report_file is not None and report_file.exists():
            _stop(
                Bilingual("{p} 已经存在；请换一个文件名", "{p} is there already: choose another name").format(
                    p=report_file
                )
            )
        told = _Told(report_file)
        try:
            report = api.import_certificates(
                file, kind=kind, department=department, columns_file=columns, dry_run=dry_run, told=told, now=clock.now(),
                progress=lambda each: click.echo(f"{each.imported + each.known}", err=True),
            )  # fmt: skip
        except (ImportRefused, NotInCatalogue, api.NoSuchCertificate) as refused:
            _stop(refused.message)
        finally:
            told.close()
        for note in report.notes:
            click.echo(str(note))
        click.echo(str(_summary(report, dry_run)))
        if report.left_out:
            sys.exit(1)


class _Told:
    """Writes what became of each row that did not simply come in; the first few left out also on the terminal."""

    def __init__(self, path: Path | None) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="") if path else None
        self._writer = csv.writer(self._file) if self._file else None
        self._left = 5
        if self._writer:
            self._writer.writerow(["row", "number", "what", "message"])

    def __call__(self, problem: "RowProblem") -> None:
        if self._writer:
            self._writer.writerow([str(problem.spot), problem.number, problem.kind, str(problem.message)])
        if problem.kind == "left-out" and self._left:
            self._left -= 1
            click.secho(f"{problem.spot}: {problem.message}", fg="red", err=True)

    def close(self) -> None:
        if self._file:
            self._file.close()


def _summary(report: "ImportReport", dry_run: bool) -> Bilingual:
    text = Bilingual("可以导入", "could be imported") if dry_run else Bilingual("导入", "imported")
    return Bilingual(
        "{r} 行：{t} {i} 张，已有 {k} 张，未导入 {l} 行；{u} 张的持有人本市不认得，只记名称",
        "{r} rows: {i} {t}, {k} there already, {l} left out; of {u} the holder is not known here and kept by name only",
    ).format(r=report.rows, t=text, i=report.imported, k=report.known, l=report.left_out, u=report.unlinked)
