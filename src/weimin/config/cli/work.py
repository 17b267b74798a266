"""``weimin work``: the worker of a city; several may run beside each other on PostgreSQL."""

import os
import signal
import threading

import click


@click.command()
@click.option(
    "--once", is_flag=True, help="做完此刻到期的事就结束 / Do what is due now, until nothing is left, and end."
)
def command(once: bool) -> None:
    """运行后台，直到 SIGTERM 或 Ctrl-C：编序、读者、计时器、可靠的后台事。

    Run the worker until SIGTERM or Ctrl-C: sequencer, consumers, timers, durable work.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    import django

    django.setup()
    from weimin.config.worker import Worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    worker = Worker()
    if not once:
        worker.run(stop)
        return
    while not stop.is_set() and worker.round(stop):
        pass
