"""As whom a visitor may apply for an item: now, after switching, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from weimin.blueprint.items import Audience, Item
from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Mandate, Request
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date

__all__ = ["AUDIENCE_NAMES", "Standing", "audience_words", "standing_of"]

AUDIENCE_NAMES = {
    "person": Bilingual("个人", "individuals"),
    "sole-trader": Bilingual("个体工商户", "sole traders"),
    "legal-entity": Bilingual("企业和组织", "companies and organisations"),
}


@dataclass(frozen=True)
class Standing:
    """``stranger``: not logged in; ``ready``: as one is now; ``switch``: as one of ``choices``; ``none``: not at all;
    ``duty``: on duty as an official. ``choices`` are the mandates that fit the item."""

    state: Literal["stranger", "ready", "switch", "none", "duty"]
    choices: Sequence[Mandate] = ()


def standing_of(request: Request, item: Item) -> Standing:
    """At most one query beside those of the actor, and none for strangers and for those who are ready."""
    actor = request.actor
    if actor.kind == "anonymous":
        return Standing("stranger")
    if actor.kind == "official":
        return Standing("duty")
    if actor.party_kind in item.audience and actor.may_handle(item.code):
        return Standing("ready")
    choices = fitting(request, item)
    return Standing("switch", choices) if choices else Standing("none")


def fitting(request: Request, item: Item) -> list[Mandate]:
    """Those of the visitor's mandates under which the item may be applied for. One query."""
    given = identity.mandates(request.actor.user_id or 0, on=law_date(request.now))
    return [
        mandate
        for mandate in given
        if mandate.kind in item.audience and (mandate.scope is None or item.code in mandate.scope)
    ]


def audience_words(audience: Sequence[Audience]) -> Bilingual:
    """个体工商户、企业和组织 / sole traders, companies and organisations."""
    names = [AUDIENCE_NAMES[kind] for kind in audience]
    return Bilingual("、".join(name.zh for name in names), ", ".join(name.en for name in names))
