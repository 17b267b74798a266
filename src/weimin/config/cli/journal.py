"""``weimin journal``: prove the record, and look after those who read it."""

import base64
import os
import sys
from pathlib import Path

import click


@click.group()
def command() -> None:
    """核对台账，输出检查点和公钥，照看它的读者。

    Verify the record, print its checkpoint and key, see to its readers.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    import django

    django.setup()


@command.command()
@click.option(
    "--against",
    metavar="CHECKPOINT",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="另存的检查点；可看出此后历史有没有被改写或删去 / A checkpoint kept elsewhere; shows whether history was rewritten or cut since.",
)
def verify(against: Path | None) -> None:
    """从各行重建树，指出对不上的地方；有就以 1 退出。

    Rebuild the tree from the rows and name what does not fit. Exit 1 if anything does not.
    """
    from weimin.kernel.journal import api

    verdict = api.verify(against=None if against is None else against.read_text("utf-8", errors="replace"))
    for fault in verdict.faults:
        click.echo(f"{fault.message.zh}\n  {fault.message.en}")
    if verdict.is_cut:
        click.echo("……（只列出前面的）\n  … (only the first are listed)")
    counted = f"size {verdict.size}, root {base64.b64encode(verdict.root).decode()}, waiting {verdict.waiting}"
    if not verdict.is_sound:
        click.echo(f"台账核对未通过 journal does not verify: {counted}", err=True)
        sys.exit(1)
    click.echo(f"台账核对无误 journal verified: {counted}")


@command.command()
def key() -> None:
    """输出验签公钥（C2SP 签名笔记的 vkey）。

    Print the verifier key (vkey of C2SP signed notes).
    """
    from weimin.kernel.journal import api

    click.echo(str(api.verifier_key()))


@command.command()
def checkpoint() -> None:
    """输出签了名的检查点，供另处保存。

    Print the signed checkpoint, to be kept elsewhere.
    """
    from weimin.kernel.journal import api

    note = api.checkpoint()
    if note is None:
        raise click.ClickException(
            "还没有检查点：先运行 weimin work --once / no checkpoint yet: run weimin work --once"
        )
    click.echo(note, nl=False)


@command.command()
def consumers() -> None:
    """列出读者：各读到哪里，哪个读不下去；有停住的就以 1 退出。

    List the readers: how far each is, and which cannot go on. Exit 1 if one is stalled.
    """
    from weimin.kernel.journal import api

    states = api.consumer_states()
    for state in states:
        mark = "stalled" if state.is_stalled else "failing" if state.is_failing else "ok"
        click.echo(f"{mark:8} {state.name}  next {state.position}  behind {state.behind}  attempts {state.attempts}")
        if state.is_failing:
            click.echo(f"         {state.error}")
    sys.exit(1 if any(state.is_stalled for state in states) else 0)


@command.command()
@click.argument("consumer")
@click.option("--ground", required=True, help="理由，记入台账 / Why; kept in the journal.")
@click.option("--operator", required=True, help="谁，记入台账，例如 user:12 / Who; kept in the journal, e.g. user:12.")
def skip(consumer: str, ground: str, operator: str) -> None:
    """让读不下去的读者跳过它处理不了的那一条。

    Let a failing reader go on without the entry that it cannot take.
    """
    from weimin.config import clock
    from weimin.kernel.journal import api
    from weimin.lib.errors import WeiminError

    try:
        index = api.skip_entry(consumer, actor=operator, ground=ground, now=clock.now())
    except WeiminError as error:
        raise click.ClickException(f"{error.message.zh} / {error.message.en}") from error
    click.echo(f"{consumer}：跳过第 {index} 条 / skipped index {index}")
