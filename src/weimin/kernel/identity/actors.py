"""Who acts: the one value that every act is given. It carries posts and party, never a request."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

__all__ = ["ANONYMOUS", "SYSTEM", "Actor", "ActorPost", "Kind"]

Kind = Literal["official", "applicant", "system", "anonymous"]


@dataclass(frozen=True, slots=True)
class ActorPost:
    """A post that the actor fills today. ``post`` is its code inside the department."""

    department: str
    division: str
    post: str
    roles: frozenset[str]

    @property
    def ref(self) -> str:
        """``department/post``, as blueprints write it."""
        return f"{self.department}/{self.post}"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and as what.

    ``official``: ``posts`` says what for. ``applicant``: speaks for ``party_id`` (None: nobody yet), whose
    name and kind (``person``, ``sole-trader``, ``legal-entity``) are given, by a mandate (``self``,
    ``legal-representative``, ``agent``); an agent only for the items in ``scope`` (None: every item). ``name`` is the user's own name, never the party's.
    """

    kind: Kind
    user_id: int | None = None
    party_id: int | None = None
    name: str = ""
    posts: tuple[ActorPost, ...] = ()
    party_name: str = ""
    party_kind: str = ""
    mandate: str = ""
    scope: frozenset[str] | None = None
    is_operator: bool = False

    @property
    def ref(self) -> str:
        """The opaque reference that the journal keeps: ``user:12``, ``system``, ``anonymous``."""
        return self.kind if self.user_id is None else f"user:{self.user_id}"

    @property
    def party_ref(self) -> str:
        """``party:7``, or empty."""
        return "" if self.party_id is None else f"party:{self.party_id}"

    def posts_for(
        self, *, role: str | None = None, department: str | Collection[str] | None = None
    ) -> tuple[ActorPost, ...]:
        """The actor's posts that carry the role, in the department (or one of them)."""
        wanted = {department} if isinstance(department, str) else department
        return tuple(
            post
            for post in self.posts
            if (role is None or role in post.roles) and (wanted is None or post.department in wanted)
        )

    def has_role(self, role: str, department: str | Collection[str] | None = None) -> bool:
        return bool(self.posts_for(role=role, department=department))

    def may_handle(self, item: str) -> bool:
        """Whether an applicant's mandate covers the item (its code)."""
        return self.party_id is not None and (self.scope is None or item in self.scope)


SYSTEM = Actor(kind="system")
"""The machine itself: timers, silence of the authority, the worker."""

ANONYMOUS = Actor(kind="anonymous")
