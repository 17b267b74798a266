"""Who may use a view, said on the view itself. A test walks all routes and fails on one that does not say.

Here is only the mark and the audience that needs no check, for rooms below identity; what guards the others is in
``weimin.kernel.identity.api``.
"""

from collections.abc import Callable
from typing import Any, Final, Literal, TypeVar, get_args

__all__ = ["AUDIENCES", "Audience", "marked", "public"]

Audience = Literal["public", "signed-in", "applicant", "official", "operator"]
AUDIENCES: Final[tuple[Audience, ...]] = get_args(Audience)
View = TypeVar("View", bound=Callable[..., Any])


def marked(view: View, audience: Audience) -> View:
    view.audience = audience  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """Everyone, also without a login."""
    return marked(view, "public")
