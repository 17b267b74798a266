"""``weimin manage``: Django's own management commands, with Weimin's settings."""

import os
import sys

import click


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []})
@click.pass_context
def command(ctx: click.Context) -> None:
    """运行 Django 管理命令。

    Run a Django management command.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    from django.core.management import execute_from_command_line

    sys.argv[0] = "weimin manage"
    execute_from_command_line(["weimin manage", *ctx.args])
