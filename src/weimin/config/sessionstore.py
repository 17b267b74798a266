"""Sessions in the database, as Django keeps them; what every request does with one is a statement written once."""

from typing import Any, Final

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError

from weimin.config import clock
from weimin.kernel.rows.api import Reading, Update

__all__ = ["SessionStore"]

SESSION: Final = Reading(Session, "WHERE session_key = %s")
UPDATE_SESSION: Final = Update(Session, ["session_data", "expire_date"])


class SessionStore(db.SessionStore):
    """Reading and changing a session that is there; the rest is Django's."""

    def _get_session_from_db(self) -> Session | None:
        session = next((each for each in SESSION(self.session_key) if each.expire_date > clock.machine_now()), None)
        if session is None:
            self._session_key = None
        return session

    def save(self, must_create: bool = False) -> None:
        """Raises ``UpdateError`` when the session was ended elsewhere meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        session: Any = self.create_model_instance(dict(self.items()))
        try:
            UPDATE_SESSION(session)
        except DatabaseError as error:
            raise UpdateError from error
