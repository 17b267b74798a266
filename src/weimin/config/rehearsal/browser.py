"""What a person's browser does: keeps cookies, sends forms and files, knows where it was sent. Nothing is fetched twice."""

import http.client
import json
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from weimin.config.rehearsal.gate import HEADER

__all__ = ["Answer", "Browser", "Line", "Tally", "Upload", "Wrong"]

TIMEOUT_SECONDS: Final = 60
KEPT_ERRORS: Final = 20
BUCKETS_MS: Final = (5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000, 2000, 5000, 60000)
TAG: Final = re.compile(r"<[^>]*>?")
Form = Mapping[str, str] | list[tuple[str, str]]


class Wrong(Exception):
    """The city answered something else than the person could expect."""


@dataclass(frozen=True)
class Upload:
    """A file sent with a form."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: str


@dataclass
class Tally:
    """Requests and errors of all lines; of the errors the first are kept in words. Bounded, whatever the length."""

    requests: int = 0
    errors: int = 0
    said: list[str] = field(default_factory=list)
    buckets: Counter[int] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, seconds: float) -> None:
        spent = next((limit for limit in BUCKETS_MS if seconds * 1000 <= limit), BUCKETS_MS[-1])
        with self._lock:
            self.requests += 1
            self.buckets[spent] += 1

    def wrong(self, what: str) -> None:
        with self._lock:
            self.errors += 1
            if len(self.said) < KEPT_ERRORS:
                self.said.append(what)

    def within(self, share: float) -> int:
        """Milliseconds within which this share of all requests was answered (the upper edge of a bucket)."""
        left = share * self.requests
        for limit in BUCKETS_MS:
            left -= self.buckets[limit]
            if left <= 0:
                return limit
        return BUCKETS_MS[-1]


class Line:
    """One persistent connection to the web process; each thread of the driver has its own."""

    def __init__(self, port: int, tally: Tally) -> None:
        self._port, self._tally = port, tally
        self._connection: http.client.HTTPConnection | None = None

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[Answer, list[str]]:
        """The answer and the cookies that it sets. Raises ``OSError``, ``http.client.HTTPException``."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)
        begun = time.monotonic()
        try:
            self._connection.request(method, path, body, dict(headers))
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        self._tally.took(time.monotonic() - begun)
        answer = Answer(response.status, response.headers.get("Location", ""), content.decode("utf-8", "replace"))
        return answer, response.headers.get_all("Set-Cookie") or []

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Browser:
    """One person's: cookies and an address of their own, at whatever line is free."""

    def __init__(self, *, address: str, token: str, now: Callable[[], datetime]) -> None:
        self._address, self._token, self._now = address, token, now
        self._cookies: dict[str, str] = {"csrftoken": secrets.token_hex(16)}
        self.line: Line | None = None

    def get(self, path: str) -> Answer:
        """A page. Raises ``Wrong`` unless it is shown."""
        answer = self.send("GET", path)
        if answer.status != http.client.OK:
            raise Wrong(f"GET {path}: {answer.status} {answer.location}")
        return answer

    def post(self, path: str, form: Form, upload: tuple[str, Upload] | None = None) -> str:
        """Send a form; where one is sent on to. Raises ``Wrong`` when the form is shown again."""
        answer = self.send("POST", path, form, upload)
        if answer.status not in {http.client.FOUND, http.client.SEE_OTHER}:
            raise Wrong(f"POST {path}: {answer.status} {_complaint(answer.body)}")
        return answer.location

    def send(
        self, method: str, path: str, form: Form | None = None, upload: tuple[str, Upload] | None = None
    ) -> Answer:
        assert self.line is not None, "a browser works on a line"
        headers = {
            HEADER: f"{self._token} {self._now().isoformat()}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "X-Forwarded-For": self._address,
        }
        body: bytes | None = None
        if form is not None:
            fields = [*(form.items() if isinstance(form, Mapping) else form)]
            fields.append(("csrfmiddlewaretoken", self._cookies["csrftoken"]))
            body, headers["Content-Type"] = _encoded(fields, upload)
        answer, cookies = self.line.send(method, path, body, headers)
        for cookie in cookies:
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self._cookies[name.strip()] = value
        return answer


def _encoded(fields: list[tuple[str, str]], upload: tuple[str, Upload] | None) -> tuple[bytes, str]:
    if upload is None:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    name, file = upload
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields
    ]
    disposition = f'Content-Disposition: form-data; name="{name}"; filename={json.dumps(file.name)}'
    parts.append(f"--{boundary}\r\n{disposition}\r\nContent-Type: {file.media_type}\r\n\r\n".encode() + file.content)
    parts.append(f"\r\n--{boundary}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


def _complaint(page: str) -> str:
    """What the page says is wrong: its list of errors, or else its heading."""
    for mark in ('class="errors', 'class="error', "<h1"):
        _, found, rest = page.partition(mark)
        if found:
            return " ".join(TAG.sub(" ", rest[:1000].partition(">")[2]).split())[:160]
    return " ".join(page.split())[:160]
