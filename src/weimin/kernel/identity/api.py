"""The front door of identity: who logs in, who is spoken for, who fills a post, and who may use a view."""

from weimin.kernel.identity.actors import ANONYMOUS, SYSTEM, Actor, ActorPost
from weimin.kernel.identity.audience import AUDIENCES, applicant, official, operator, public, signed_in
from weimin.kernel.identity.demo import DEMO_PASSWORD, DemoLogin, demo_logins, provision_demo, totp_code
from weimin.kernel.identity.errors import (
    BadLogin,
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
from weimin.kernel.identity.numbers import masked
from weimin.kernel.identity.requests import Request, actor_of, choose_party, has_second_factor, lazy_actor
from weimin.kernel.identity.rotation import reseal
from weimin.kernel.identity.selectors import (
    Mandate,
    actor_posts_for,
    find_parties,
    find_party,
    holders,
    mandates,
    parties,
    posts_of,
    users,
)
from weimin.kernel.identity.services import appoint, give_mandate, register_party, register_person, register_user
from weimin.kernel.identity.sessions import close_stale_session

__all__ = [
    "ANONYMOUS",
    "AUDIENCES",
    "DEMO_PASSWORD",
    "SYSTEM",
    "Actor",
    "ActorPost",
    "Appointment",
    "BadLogin",
    "DemoLogin",
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
    "appoint",
    "choose_party",
    "close_stale_session",
    "demo_logins",
    "find_parties",
    "find_party",
    "give_mandate",
    "has_second_factor",
    "holders",
    "lazy_actor",
    "mandates",
    "masked",
    "official",
    "operator",
    "parties",
    "posts_of",
    "provision_demo",
    "public",
    "register_party",
    "register_person",
    "register_user",
    "reseal",
    "signed_in",
    "totp_code",
    "users",
]
