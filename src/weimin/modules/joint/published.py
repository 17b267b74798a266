"""The events of a revision, and what a joint case is about. A revision that was read before costs no query."""

from collections.abc import Mapping
from functools import lru_cache

from weimin.blueprint.items import Item
from weimin.kernel.catalogue import api as catalogue
from weimin.lib.bilingual import Bilingual
from weimin.lib.procedure import Graph
from weimin.modules.joint.errors import NoSuchEvent
from weimin.modules.joint.events import SECTION, LifeEvent
from weimin.modules.joint.matter import NO_STEPS, matter_of

__all__ = ["EventMatters", "event", "events", "items_of"]


def events(revision_id: int) -> tuple[LifeEvent, ...]:
    return catalogue.section(SECTION, LifeEvent, revision_id=revision_id)


def event(code: str, revision_id: int) -> LifeEvent:
    """Raises ``NoSuchEvent``."""
    found = next((each for each in events(revision_id) if each.code == code), None)
    if found is None:
        raise NoSuchEvent
    return found


def items_of(of: LifeEvent, revision_id: int) -> Mapping[str, Item]:
    """The items of an event by code."""
    return {member.item: catalogue.item(member.item, revision_id=revision_id) for _n, _s, _i, member in of.members()}


@lru_cache(maxsize=500)
def _matter(code: str, revision_id: int) -> Item:
    return matter_of(event(code, revision_id))


class EventMatters:
    """Tells the kernel what joint cases are about."""

    def matter(self, code: str, *, revision_id: int) -> tuple[Item, Graph]:
        return _matter(code, revision_id), NO_STEPS

    def names(self, revision_id: int) -> Mapping[str, Bilingual]:
        return {each.code: each.name.bilingual for each in events(revision_id)}
