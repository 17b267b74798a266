"""For commands that work on the database: Django set up, the home there, the tables up to date."""

import os

from weimin.config import environment

__all__ = ["open_home"]


def open_home() -> None:
    """Safe to repeat; quick when nothing changed. What it does is told on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weimin.config.settings")
    import click
    import django

    django.setup()
    from weimin.config.prepare import migrate

    home = environment.home()
    home.mkdir(parents=True, exist_ok=True)
    migrate(home, lambda line: click.echo(line, err=True))
