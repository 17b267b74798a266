"""The front door of identity: who logs in, who is spoken for, who fills a post, and who may use a view."""

from weimin.kernel.identity.actors import ANONYMOUS, SYSTEM, Actor, ActorPost
from weimin.kernel.identity.audience import AUDIENCES, applicant, official, operator, public
from weimin.kernel.identity.errors import (
    LoginTaken,
    NotADemonstration,
    NotYourParty,
    NumberTaken,
    UnknownLogin,
    UnknownPosts,
)
from weimin.kernel.identity.fields import EncryptedJSON, EncryptedText
from weimin.kernel.identity.models import (
    Appointment,
    NumberKind,
    Party,
    PartyKind,
    Representation,
    RepresentationRole,
    User,
)
from weimin.kernel.identity.requests import Request, actor_of, choose_party, has_second_factor, lazy_actor
from weimin.kernel.identity.selectors import (
    Mandate,
    actor_posts_for,
    find_party,
    holders,
    mandates,
    masked,
    parties,
    posts_of,
    users,
)

__all__ = [
    "ANONYMOUS",
    "AUDIENCES",
    "SYSTEM",
    "Actor",
    "ActorPost",
    "Appointment",
    "EncryptedJSON",
    "EncryptedText",
    "LoginTaken",
    "Mandate",
    "NotADemonstration",
    "NotYourParty",
    "NumberKind",
    "NumberTaken",
    "Party",
    "PartyKind",
    "Representation",
    "RepresentationRole",
    "Request",
    "UnknownLogin",
    "UnknownPosts",
    "User",
    "actor_of",
    "actor_posts_for",
    "applicant",
    "choose_party",
    "find_party",
    "has_second_factor",
    "holders",
    "lazy_actor",
    "mandates",
    "masked",
    "official",
    "operator",
    "parties",
    "posts_of",
    "public",
    "users",
]
