"""What this window takes in: the items it collects for, how they are chosen, and what is asked first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from weimin.blueprint.answers import Filling
from weimin.blueprint.items import Implementation, Item
from weimin.kernel.cases import api as cases
from weimin.kernel.catalogue import api as catalogue
from weimin.kernel.identity.api import Actor
from weimin.kernel.search import api as search
from weimin.lib.bilingual import Bilingual
from weimin.ui.api import Choice

__all__ = ["Chosen", "Offer", "chosen_of", "item_choices", "offers_of"]

SHOWN: Final = 24
"""Items to choose from at once: beyond it, the usual ones, and the search."""


@dataclass(frozen=True)
class Offer:
    """One item that this window takes in, with the places and handlings for which it does."""

    item: Item
    places: tuple[Implementation, ...]

    def handlings(self, division: str) -> list[str]:
        place = next((each for each in self.places if each.division == division), self.places[0])
        return [code for code in self.item.handlings if place.handlings is None or code in place.handlings]


def offers_of(actor: Actor, *, revision_id: int) -> dict[str, Offer]:
    """Everything that the official's windows collect for, by item code."""
    here, found = cases.counters_of(actor), {}
    for item in catalogue.items(revision_id=revision_id):
        places = tuple(each for each in item.implementations if each.collects in here)
        if places:
            found[item.code] = Offer(item, places)
    return found


def item_choices(
    offers: Mapping[str, Offer], actor: Actor, *, text: str, chosen: str, revision_id: int, now: datetime
) -> list[Choice]:
    """What to choose from: what answers the words, else everything, else what is asked most here or in the whole city.

    The chosen one stays.
    """
    codes = list(offers)
    if text:
        codes = [hit.code for hit in search.search(text, kinds=["item"], limit=50) if hit.code in offers][:SHOWN]
    elif len(codes) > SHOWN:
        usual = [c for c in cases.usual_items(cases.counters_of(actor), now=now, limit=SHOWN) if c in offers]
        popular = [code for code in catalogue.city(revision_id=revision_id).popular if code in offers]
        codes = list(dict.fromkeys([*usual, *popular, *codes]))[:SHOWN]
    if chosen in offers and chosen not in codes:
        codes.insert(0, chosen)
    return [Choice(code, offers[code].item.name) for code in codes]


@dataclass(frozen=True)
class Chosen:
    """An item as far as it is chosen: where, which handling, which situations; and what still has to be."""

    offer: Offer
    filling: Filling

    @property
    def complete(self) -> bool:
        return self.filling.next_situation is None

    @property
    def handling_choices(self) -> list[Choice]:
        names = {"new": Bilingual("新办", "New")}
        return [
            Choice(
                code, each.name.bilingual if (each := self.offer.item.handlings[code]).name else names.get(code, code)
            )
            for code in self.offer.handlings(self.filling.division)
        ]

    @property
    def division_choices(self) -> list[Choice]:
        return [
            Choice(each.division, catalogue.department_name(each.accepts, revision_id=None))
            for each in self.offer.places
        ]

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Each situation with its choices; those that another answer opens come with it."""
        return [
            {
                "name": f"s.{each.id}",
                "ask": each.ask,
                "value": self.filling.situations.get(each.id, ""),
                "choices": [Choice(code, text) for code, text in each.choices.items()],
            }
            for each in self.filling.open_situations
        ]


def chosen_of(offers: Mapping[str, Offer], given: Mapping[str, str], *, now: datetime) -> Chosen | None:
    """What was chosen on the page, falling back to the first place and handling that there is."""
    offer = offers.get(given.get("item", ""))
    if offer is None:
        return None
    divisions = [each.division for each in offer.places]
    division = given.get("division", "") if given.get("division") in divisions else divisions[0]
    handlings = offer.handlings(division)
    handling = given.get("handling", "") if given.get("handling") in handlings else handlings[0]
    known = {each.id: each.choices for each in offer.item.situations}
    situations = {code: given[f"s.{code}"] for code, choices in known.items() if given.get(f"s.{code}", "") in choices}
    return Chosen(
        offer,
        Filling(item=offer.item, handling_code=handling, situations=situations, division=division, now=now),
    )
