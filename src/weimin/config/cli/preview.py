"""``weimin preview CITY``: a candidate city in a throw-away home, whose pages follow the files while they are edited."""

import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from weimin.lib.bilingual import Language, using_language

__all__ = ["command"]


@click.command()
@click.argument("city", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--item",
    "items",
    multiple=True,
    help="直接给出这个事项的链接；可以写几次 / Print a link to this item; may be repeated.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="监听的端口；不写就挑一个空的 / Port; a free one if not given.",
)
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="提示的语言 / Language of messages.",
)
def command(city: Path, items: tuple[str, ...], port: int, lang: Language) -> None:
    """在发布之前试一试 CITY：数据放在用完就删的目录里，真城市不动。改了文件，页面跟着变；Ctrl-C 结束。

    Try the city in folder CITY before applying it, in a home that is removed at the end; the real one is not touched.

    Only this machine can open it. When a file is saved the city is compiled again: the pages show the new version, or keep
    the old one and say what is wrong. Ctrl-C ends it.
    """
    with using_language(lang), throw_away_home() as home:
        port = port or free_port()
        isolate(home, port)
        from weimin.config.cli.up import refuse_taken_port
        from weimin.config.previewing import Previewing

        refuse_taken_port("127.0.0.1", port)
        with stopping() as asked_to_stop:
            sys.exit(Previewing(city.resolve(), home, port, items).run(asked_to_stop))


def isolate(home: Path, port: int) -> None:
    """Nothing of the surroundings reaches the preview: neither a real database nor real keys."""
    for name in [name for name in os.environ if name.startswith("WEIMIN_") and name != "WEIMIN_THREADS"]:
        del os.environ[name]
    os.environ["DJANGO_SETTINGS_MODULE"] = "weimin.config.settings"
    os.environ["WEIMIN_HOME"] = str(home)
    os.environ["WEIMIN_CITY"] = str(home / "city")
    os.environ["WEIMIN_PREVIEW"] = str(home / "preview.json")
    os.environ["WEIMIN_PUBLIC_ADDRESS"] = f"http://127.0.0.1:{port}"
    os.environ["WEIMIN_JOURNAL_ORIGIN"] = "weimin.example/preview"
    os.environ["WEIMIN_LOG_LEVEL"] = "WARNING"


@contextmanager
def throw_away_home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="weimin-preview-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class AskedToStop:
    def __init__(self) -> None:
        self.now = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.now = True

    def __bool__(self) -> bool:
        return self.now


@contextmanager
def stopping() -> Iterator[AskedToStop]:
    asked = AskedToStop()
    before = [signal.signal(each, asked) for each in (signal.SIGINT, signal.SIGTERM)]
    try:
        yield asked
    finally:
        for each, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
            signal.signal(each, handler)
