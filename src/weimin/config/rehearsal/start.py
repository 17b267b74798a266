"""A city in force since the first day of the rehearsal, in a home and a database that nobody used."""

from collections.abc import Callable
from datetime import date, datetime, time

from weimin.config import clock
from weimin.config.prepare import prepare
from weimin.lib.lawtime import LAW_ZONE

__all__ = ["prepared"]


def prepared(first: date, *, say: Callable[[str], object]) -> None:
    """Migrate and publish the city as on ``first``. Raises ``LookupError`` where no rehearsal may be."""
    import django

    django.setup()
    from django.db import connection

    if connection.introspection.table_names():
        raise LookupError(
            "数据库里已有数据，演练只在空库里进行 / the database is in use; a rehearsal needs an empty one"
        )
    from django.conf import settings

    from weimin.config.demonstration import read_city

    if not read_city(settings.CITY).demonstration:
        raise LookupError(
            "只有示范城市可以演练 / only a demonstration city can be rehearsed (city.yaml: demonstration)"
        )
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with clock.told(datetime.combine(first, time(), LAW_ZONE)):
        prepare(say=say)
