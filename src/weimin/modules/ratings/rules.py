"""The rules of a revision; without a section of its own the city has the defaults, which say that they are unconfirmed."""

from functools import lru_cache

from weimin.kernel.catalogue import api as catalogue
from weimin.modules.ratings.section import SECTION, RatingRules

__all__ = ["rules_of"]


@lru_cache(maxsize=1)
def _defaults() -> RatingRules:
    return RatingRules()


def rules_of(revision_id: int | None = None) -> RatingRules:
    """A revision that was read before costs no query; None is the one in force."""
    found = catalogue.section(SECTION, RatingRules, revision_id=revision_id)
    return found[0] if found else _defaults()
