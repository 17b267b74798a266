"""The WSGI application of a rehearsal: the city's own, each request at the instant that the driver says.

``weimin up`` serves ``weimin.config.wsgi``, which knows nothing of this: there the header is just a header.
"""

from collections.abc import Callable, Iterable
from typing import Any

from weimin.config import clock
from weimin.config.environment import take_rehearsal_token
from weimin.config.rehearsal.gate import HEADER, Gate, Refused
from weimin.config.wsgi import application as city

__all__ = ["application", "in_simulated_time"]

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
KEY = f"HTTP_{HEADER.upper().replace('-', '_')}"


def in_simulated_time(inner: Application, gate: Gate) -> Application:
    """``inner``, told the instant of each request; what the gate refuses does not reach it."""

    def told(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            instant = gate.instant(environ.pop(KEY, ""))
        except Refused as refused:
            body = f"{refused.reason}\n".encode()
            start_response(
                refused.status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
            )
            return [body]
        with clock.told(instant):
            return inner(environ, start_response)

    return told


application: Application | None = None
"""None where there is no token: then there is no rehearsal either."""

if token := take_rehearsal_token():
    application = in_simulated_time(city, Gate(token, now=clock.machine_now))
