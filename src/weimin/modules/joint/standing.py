"""As whom a visitor may apply for an event: now, after choosing, or not at all."""

from collections.abc import Sequence

from weimin.kernel.identity import api as identity
from weimin.kernel.identity.api import Mandate, Request
from weimin.lib.bilingual import Bilingual
from weimin.lib.lawtime import law_date
from weimin.modules.joint.events import LifeEvent

__all__ = ["KIND_NAMES", "audience_words", "choices_of"]

KIND_NAMES = {
    "person": Bilingual("个人", "individuals"),
    "sole-trader": Bilingual("个体工商户", "sole traders"),
    "legal-entity": Bilingual("企业和组织", "companies and organisations"),
}


def choices_of(request: Request, event: LifeEvent) -> Sequence[Mandate]:
    """Those of the visitor's mandates that may apply for the whole. One query."""
    given = identity.mandates(request.actor.user_id or 0, on=law_date(request.now))
    return [each for each in given if each.kind in event.audience and (each.scope is None or event.code in each.scope)]


def audience_words(event: LifeEvent) -> Bilingual:
    names = [KIND_NAMES[kind] for kind in event.audience]
    return Bilingual("、".join(name.zh for name in names), ", ".join(name.en for name in names))
