"""``weimin reference``: writes the reference pages from the code, so that they cannot lag behind it."""

import os
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("docs/reference"))
@click.option(
    "--check",
    is_flag=True,
    help="不写文件；有页面与代码不符就以 1 退出 / Write nothing; exit 1 if a page is not what the code says.",
)
def command(folder: Path, check: bool) -> None:
    """生成参考页：设置、命令、台账动作、蓝图字段、网址。

    Generate the reference pages: settings, commands, journal actions, blueprint keys, addresses.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    import django

    django.setup()
    from weimin.config.reference import pages

    stale = []
    for name, text in pages().items():
        path = folder / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            click.echo(path)
    if check and stale:
        raise click.ClickException(f"not up to date, run `make docs`: {', '.join(stale)}")
