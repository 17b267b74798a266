"""How long a session lives: officials 8 hours and 30 idle minutes, everyone else 24 hours and 2 idle hours (等保)."""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest

from weimin.kernel.identity.models import Appointment, User
from weimin.kernel.organisations.api import living
from weimin.lib.lawtime import law_date

__all__ = ["IDLE", "LIFETIME", "close_stale_session"]

LIFETIME: Final = {True: timedelta(hours=8), False: timedelta(hours=24)}
IDLE: Final = {True: timedelta(minutes=30), False: timedelta(hours=2)}
"""By whether the user is on duty: an official or an operator."""
NOTED_EVERY: Final = timedelta(minutes=1)
"""How often the last visit is written down: a session must not cost a write per request."""
KEY: Final = "weimin_session"


def close_stale_session(request: HttpRequest, *, now: datetime) -> None:
    """Log out a session that is over; otherwise remember, at most once a minute, that it was used.

    ``now`` is the machine's own instant, as it is for cookies, one-time codes and counted attempts: in a rehearsal
    the days of the law pass in seconds, and a login must neither outlive nor lose its protection by that.
    """
    if SESSION_KEY not in request.session:
        return
    noted = request.session.get(KEY)
    if noted is None or noted["user"] != request.session[SESSION_KEY]:
        if request.user.is_authenticated:  # not so when the password was changed elsewhere: Django ends the session
            on_duty = _is_on_duty(request.user, now)
            request.session[KEY] = _note(request, now, now, on_duty=on_duty)
        return
    began, seen = datetime.fromisoformat(noted["began"]), datetime.fromisoformat(noted["seen"])
    on_duty = noted["on_duty"]
    if now - began > LIFETIME[on_duty] or now - seen > IDLE[on_duty]:
        logout(request)
    elif now - seen > NOTED_EVERY:
        request.session[KEY] = _note(request, began, now, on_duty=on_duty)


def _note(request: HttpRequest, began: datetime, seen: datetime, *, on_duty: bool) -> dict[str, object]:
    user = request.session[SESSION_KEY]
    return {"user": user, "began": began.isoformat(), "seen": seen.isoformat(), "on_duty": on_duty}


def _is_on_duty(user: User, now: datetime) -> bool:
    return user.is_operator or Appointment.objects.filter(living(law_date(now)), user_id=user.pk).exists()
