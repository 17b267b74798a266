"""Who is logged in: asked at every request, so the statement is written once."""

from typing import Final

from allauth.account.auth_backends import AuthenticationBackend

from weimin.kernel.identity.models import User
from weimin.kernel.rows.api import Reading

__all__ = ["Backend"]

USER: Final = Reading(User, "WHERE id = %s")


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """Logs in as allauth does."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, while the login is active."""
        user = next(iter(USER(user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None
