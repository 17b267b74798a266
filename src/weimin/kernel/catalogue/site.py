"""Tells the pages which city speaks."""

from weimin.kernel.catalogue.errors import NoCity
from weimin.kernel.catalogue.selectors import city
from weimin.ui.site import Site

__all__ = ["site"]


def site() -> Site | None:
    """The city in force, or None before the first apply. One query."""
    try:
        found = city()
    except NoCity:
        return None
    return Site(
        name=found.name.bilingual,
        operator=found.operator.bilingual,
        hotline=found.hotline,
        demonstration=found.demonstration,
        disclaimer=found.disclaimer.bilingual,
    )
