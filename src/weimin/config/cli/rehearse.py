"""``weimin rehearse``: a month of the city played over HTTP in simulated time that ends today, in an empty home."""

import os
import signal
import sys
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any, Final

import click

from weimin.config import environment

WEB_PROCESSES: Final = 2
WEB_THREADS: Final = 2
CREW_THREADS: Final = 4
SHOWN_DIFFERENCES: Final = 40
INTERRUPTED: Final = 130


@click.command()
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=30,
    show_default=True,
    help="演练多少个日历日 / Calendar days to play.",
)
@click.option(
    "--cases",
    "count",
    type=click.IntRange(1, 1_000_000),
    default=500,
    show_default=True,
    help="办件的数量 / Cases to open.",
)
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    help="同一天用同一个种子，数字相同 / The same seed on the same day: the same figures.",
)
@click.option(
    "--city",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="蓝图所在的目录 / Folder of the blueprint.",
)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="放数据和密钥的空目录 / An empty folder for data and keys.",
)
@click.option(
    "--check",
    is_flag=True,
    help="与一份朴素的账对照；有差别或 HTTP 错误就以 1 退出 / Compare with a plain model; exit 1 on any difference or HTTP error.",
)
def command(days: int, count: int, seed: int, city: Path | None, home: Path | None, check: bool) -> None:
    """演练：虚拟的办事人和工作人员通过 HTTP 运行这座城市，模拟的时间到今天开始时为止。

    Rehearse: synthetic people run the city over HTTP, in simulated time that ends as today begins.
    """
    if city:
        os.environ["WEIMIN_CITY"] = str(city.resolve())
    if home:
        os.environ["WEIMIN_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    refuse_used_home(environment.home())
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        sys.exit(_rehearse(days, count, seed, check))
    except KeyboardInterrupt:
        click.echo(
            f"\n已停止；请删除 {environment.home()} 再重来 / stopped; remove that folder to begin again", err=True
        )
        sys.exit(INTERRUPTED)


def refuse_used_home(home: Path) -> None:
    """Nothing is mixed into a city that lives. Raises ``click.ClickException``."""
    if home.exists() and any(home.iterdir()):
        raise click.ClickException(
            f"{home} 里已有数据，演练只在空目录里进行。换一个目录：weimin rehearse --home 目录，或者先删除它。\n"
            f"{home} is in use; a rehearsal needs an empty folder: weimin rehearse --home FOLDER, or remove it first."
        )


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _rehearse(days: int, count: int, seed: int, check: bool) -> int:
    from weimin.config import clock
    from weimin.config.rehearsal.start import prepared
    from weimin.lib.lawtime import law_date

    begun = time.monotonic()
    last = law_date(clock.machine_now())
    first = last - timedelta(days=days)
    click.echo(f"演练 rehearsal: {first} – {last}，{count} 件 cases，seed {seed} → {environment.home()}")
    try:
        prepared(first, say=click.echo)
    except LookupError as error:
        raise click.ClickException(str(error)) from error
    from weimin.config.rehearsal.browser import Tally
    from weimin.config.rehearsal.crew import Crew
    from weimin.config.rehearsal.server import NotStarted, web
    from weimin.config.rehearsal.stage import Stage, midnight

    tally = Tally()
    stage = Stage(first=first, last=last, count=count, seed=seed, tally=tally)
    with ExitStack() as stack:
        try:
            at = stack.enter_context(web(processes=WEB_PROCESSES, threads=WEB_THREADS, now=midnight(first)))
        except NotStarted as error:
            raise click.ClickException(f"网页服务没有启动 / the web process did not start: {error}") from error
        crew = Crew(at.ports, token=at.token, threads=CREW_THREADS, tally=tally, enter=stage.enter)
        stack.callback(crew.close)
        stage.run(crew, say=_say)
    return _conclude(stage, check=check, seconds=time.monotonic() - begun)


def _say(progress: Any) -> None:
    """One line that is written over on a terminal; elsewhere a line for each fifth day."""
    from weimin.config.rehearsal.telling import progress_line

    if sys.stderr.isatty():
        click.echo(f"\r{progress_line(progress)}", err=True, nl=progress.number == progress.of)
    elif progress.number % 5 == 0 or progress.number == progress.of:
        click.echo(progress_line(progress), err=True)


def _conclude(stage: Any, *, check: bool, seconds: float) -> int:
    from weimin.config.rehearsal.figures import differences, figures
    from weimin.config.rehearsal.telling import report
    from weimin.kernel.journal import api as journal

    for line in report(figures(today=stage.last, calendar=stage.calendar), stage.tally, seconds=seconds):
        click.echo(line)
    verdict = journal.verify()
    for fault in verdict.faults:
        click.echo(f"  ! {fault.message.zh} {fault.message.en}")
    sound = verdict.is_sound and not verdict.waiting
    words = "台账核对无误 journal verified" if sound else "台账核对未通过 journal does not verify"
    click.echo(f"{words}: {verdict.size} 条 entries，{seconds:.0f} 秒 s")
    wrong = 0
    if check:
        for wrong, difference in enumerate(differences(stage.known), 1):
            if wrong <= SHOWN_DIFFERENCES:
                click.echo(f"  ≠ {difference.zh}")
        click.echo(
            f"和模型有 {wrong} 处不同 differences from the model: {wrong}"
            if wrong
            else "和模型逐件一致 every case as the model has it"
        )
    click.echo(f"\n看看这座城市 See the city: weimin up --home {environment.home()}")
    return int(not sound or (check and bool(wrong or stage.tally.errors)))
