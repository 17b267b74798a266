"""Who acts: the one value that every act is given. It carries posts and party, never a request."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final, Literal

from weimin.lib.bilingual import Bilingual

__all__ = ["ANONYMOUS", "POST_TITLE", "SYSTEM", "Actor", "ActorPost", "For", "Kind"]

Kind = Literal["official", "applicant", "system", "anonymous"]
POST_TITLE: Final = Bilingual("{d} · {p}", "{d} · {p}")


@dataclass(frozen=True, slots=True)
class For:
    """For whom a post is filled today (代): by delegation, or as the substitute of who is away.

    ``items``, ``acts``: the codes that a delegation covers (None: all). ``user_id`` is None where the post is vacant.
    """

    way: Literal["delegation", "substitute"]
    user_id: int | None
    name: str
    items: frozenset[str] | None = None
    acts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ActorPost:
    """A post that the actor fills today, or (``acting``) fills for another. ``post`` is its code inside the department."""

    department: str
    division: str
    post: str
    roles: frozenset[str]
    acting: For | None = None
    title: Bilingual = field(default=Bilingual("", ""), compare=False)
    """市南区行政审批服务局 · 审查岗."""

    @property
    def ref(self) -> str:
        """``department/post``, as blueprints write it."""
        return f"{self.department}/{self.post}"

    def covers(self, *, item: str | None = None, act: str | None = None) -> bool:
        """Whether a delegation is wide enough for an item and an act; one's own post always is."""
        if self.acting is None:
            return True
        within = item is None or self.acting.items is None or item in self.acting.items
        return within and (act is None or self.acting.acts is None or act in self.acting.acts)


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

    @property
    def own_posts(self) -> tuple[ActorPost, ...]:
        """The posts to which the actor is appointed; those filled for another are left out."""
        return tuple(post for post in self.posts if post.acting is None)

    def posts_for(
        self,
        *,
        role: str | None = None,
        department: str | Collection[str] | None = None,
        item: str | None = None,
        act: str | None = None,
    ) -> tuple[ActorPost, ...]:
        """The actor's posts that carry the role, in the department (or one of them), wide enough; own ones first."""
        wanted = {department} if isinstance(department, str) else department
        return tuple(
            post
            for post in self.posts
            if (role is None or role in post.roles)
            and (wanted is None or post.department in wanted)
            and post.covers(item=item, act=act)
        )

    def heads(self, department: str) -> bool:
        """Whether the actor is head of the department by appointment: nobody orders people about on another's behalf."""
        return any(post.department == department and "head" in post.roles for post in self.own_posts)

    def has_role(self, role: str, department: str | Collection[str] | None = None) -> bool:
        return bool(self.posts_for(role=role, department=department))

    def may_handle(self, item: str) -> bool:
        """Whether an applicant's mandate covers the item (its code)."""
        return self.party_id is not None and (self.scope is None or item in self.scope)


SYSTEM = Actor(kind="system")
"""The machine itself: timers, silence of the authority, the worker."""

ANONYMOUS = Actor(kind="anonymous")
