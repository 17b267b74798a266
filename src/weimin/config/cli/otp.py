"""``weimin otp LOGIN``: the second-factor code of a demonstration login, for those who have no authenticator at hand."""

import os

import click


@click.command()
@click.argument("login")
def command(login: str) -> None:
    """输出 LOGIN 此刻的第二因素验证码（只限演示城市）。

    Print the current second-factor code of LOGIN (demonstration cities only).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    import django

    django.setup()
    from django.conf import settings

    from weimin.config import clock
    from weimin.config.demonstration import read_city
    from weimin.kernel.identity.api import totp_code
    from weimin.lib.errors import WeiminError

    try:
        code, seconds = totp_code(login, city=read_city(settings.CITY), now=clock.now())
    except WeiminError as error:
        raise click.ClickException(f"{error.message.zh}\n{error.message.en}") from error
    click.echo(code)
    click.echo(f"{seconds} 秒内有效 · valid for {seconds} s", err=True)
